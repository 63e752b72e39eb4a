"""Serves an archive with Datasette on loopback. The only place that imports Datasette and uvicorn.

For oneself: everything, SQL too. For the public: no SQL, no download, no table that holds full texts, nothing indexed.
"""

import socket
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from contextlib import closing
from typing import Any, Final, cast

import uvicorn
from datasette.app import Datasette
from datasette.plugins import pm

from archive import browse
from archive.errors import BadInput
from archive.lookup import Zone, metadata
from archive.morgue import Morgue
from archive.store.connection import connect_reader
from archive.times import UTC

from . import plugin
from .database import Archived
from .site import Operator, Site

LOOPBACK: Final = "127.0.0.1"
_OWN_HOSTS: Final = frozenset({"127.0.0.1", "localhost", "::1"})
# What the public may see; any other table, such as those with full texts, is closed to it.
_PUBLIC: Final = frozenset(
    {
        "outlets",
        "articles",
        "article_urls",
        "versions",
        "changes",
        "facts",
        "look_differences",
        "changed_beside_texts",
        "campaigns",
        "coverage",
        "latest_versions",
        "recent_changes",
        "headline_changes",
        "headline_changed_while_leading",
        "unannounced_changes",
        "withdrawn_articles",
        "looks_per_article",
    }
)

_PUBLIC_PATHS: Final = ("/-/static", "/-/rowback")
# Datasette's own pages have scripts and styles within them; nothing may be loaded from elsewhere all the same.
_ADDED: Final = (
    (b"x-robots-tag", b"noindex, noarchive"),
    (b"referrer-policy", b"no-referrer"),
    (b"x-content-type-options", b"nosniff"),
    (
        b"content-security-policy",
        b"default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; "
        b"img-src 'self' data:; "
        b"object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'",
    ),
)

Scope = MutableMapping[str, Any]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]


def application(morgue: Morgue, *, public: bool, operator: Operator | None = None) -> Application:
    """Return the web application of an archive: our pages at the root, Datasette's own behind them."""
    settings: dict[str, bool | int] = dict(metadata.SETTINGS)
    described = metadata.metadata()
    if public:
        settings |= {"default_allow_sql": False, "allow_csv_stream": False}
        _close(described, _tables(morgue))
    if not pm.is_registered(browse):  # a checkout that was never installed has no entry point
        pm.register(browse)
    datasette = Datasette([], metadata=described, settings=settings)
    datasette.remove_database("_memory")  # which it adds where it is given no file
    database = datasette.add_database(Archived(datasette, str(morgue.database)), name="rowback")
    # it would print every mistyped address as a traceback with all its variables, and fail where there is no traceback
    pm.get_plugin("datasette.handle_exception").rich = None
    site = Site(
        database=morgue.database,
        public=public,
        operator=operator or Operator(),
        zone=Zone(UTC) if public else Zone(),
        front="/",
        tables="/rowback",
    )
    plugin.attach(datasette, site)
    return _closing(_guarded(cast(Application, datasette.app()), site), database.close)


def listen(port: int) -> socket.socket:
    """Return a socket on loopback; port 0 takes a free one. Raises `BadInput` when the port is taken."""
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((LOOPBACK, port))
        listening.listen()  # who opens the printed address at once waits, and is not refused
    except OSError as error:
        listening.close()
        message = f"cannot be listened on ({error.strerror})"
        raise BadInput(message, subject=f"port {port}", cure="--port 0 takes a free one") from error
    return listening


def run(app: Application, listening: socket.socket) -> None:
    """Serve until interrupted."""
    config = uvicorn.Config(app, log_level="warning", lifespan="on", server_header=False)
    uvicorn.Server(config).run(sockets=[listening])


def _tables(morgue: Morgue) -> list[str]:
    with closing(connect_reader(morgue)) as connection:
        rows = connection.execute("SELECT name FROM sqlite_master WHERE type IN ('table', 'view')").fetchall()
    return [row[0] for row in rows]


def _close(described: dict[str, Any], tables: Iterable[str]) -> None:
    """Refuse every table that is not meant for the public, whoever asks."""
    known = described["databases"]["rowback"]["tables"]
    for name in tables:
        if name not in _PUBLIC:
            known[name] = {**known.get(name, {}), "allow": False}
    described["databases"]["rowback"]["allow_sql"] = False
    described["databases"]["rowback"]["queries"] = {}


def _guarded(app: Application, site: Site) -> Application:
    """Refuse foreign host names (DNS rebinding) at home, inside information in public; nothing is to be indexed."""
    public = site.public

    async def guarded(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await app(scope, receive, send)
        elif scope["path"] == "/robots.txt":
            await _answer(send, 200, "User-agent: *\nDisallow: /\n")
        elif not public and _host(scope) not in _OWN_HOSTS:
            await _answer(send, 421, "rowback answers to 127.0.0.1 and localhost only\n")
        elif public and scope["path"].startswith("/-/") and not scope["path"].startswith(_PUBLIC_PATHS):
            await _answer(send, 404, "Not found\n")
        elif public and not _is_ours(scope["path"]) and site.exposed():
            await _answer(send, 403, "Something is withheld here, so the tables are closed; the pages are open\n")
        else:
            await app(scope, receive, _marked(send))

    return guarded


def _closing(app: Application, close: Callable[[], object]) -> Application:
    """Call `close` when the server ends: what SQLite made beside the database goes with its last connection."""

    async def closing(scope: Scope, receive: Receive, send: Send) -> None:
        async def sent(message: MutableMapping[str, Any]) -> None:
            if message["type"] == "lifespan.shutdown.complete":
                close()
            await send(message)

        await app(scope, receive, sent if scope["type"] == "lifespan" else send)

    return closing


def _is_ours(path: str) -> bool:
    """Tell whether a path is one of our pages, which leave out what is withheld; Datasette's tables cannot."""
    return path == "/" or path.startswith(_PUBLIC_PATHS)


def _host(scope: Scope) -> str:
    named = next((value.decode("latin-1") for name, value in scope["headers"] if name == b"host"), "")
    return named.rsplit("]")[0].lstrip("[") if named.startswith("[") else named.partition(":")[0].lower()


def _marked(send: Send) -> Send:
    async def marked(message: MutableMapping[str, Any]) -> None:
        if message["type"] == "http.response.start":
            headers = list(message.get("headers", []))
            known = {bytes(name).lower() for name, _ in headers}
            message = {**message, "headers": [*headers, *((name, said) for name, said in _ADDED if name not in known)]}
        await send(message)

    return marked


async def _answer(send: Send, status: int, text: str) -> None:
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"x-robots-tag", b"noindex, noarchive")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": text.encode()})
