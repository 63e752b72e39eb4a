"""Where Datasette and our pages meet: the routes, who may ask, the threads that answer.

The only module that knows Datasette's own API, in the line of 0.65 and, where it differs, of 1.0.
"""

import asyncio
import logging
import re
import time
from collections.abc import Awaitable, Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any, Final
from urllib.parse import unquote
from weakref import WeakKeyDictionary

from datasette.utils.asgi import Forbidden, Response

from . import web
from .routes import ROUTES, Route
from .site import Site, is_ours, utc_now

_LOG: Final = logging.getLogger(__name__)
_SQL_SECONDS: Final = 5.0
_STEPS: Final = 20_000  # of SQLite's machine between two looks at the clock
_NOT_HOST: Final = re.compile(r"[^A-Za-z0-9.:\[\]-]")
_POOL: Final = ThreadPoolExecutor(4, thread_name_prefix="rowback-page")  # also the most pages drawn at once
_SITES: "WeakKeyDictionary[Any, Site]" = WeakKeyDictionary()

View = Callable[[Any], Awaitable[Any]]


def attach(datasette: Any, site: Site) -> None:
    """Say how an archive is to be shown, before Datasette asks for the routes."""
    _SITES[datasette] = site


def routes(datasette: Any) -> list[tuple[str, Callable[..., Any]]]:
    """Return the addresses of our pages; none when no database is rowback's."""
    site = _site(datasette)
    if site is None:
        return []
    found: list[tuple[str, Callable[..., Any]]] = []
    for route in ROUTES:
        view = _view(datasette, route)
        found.append((rf"^/-/rowback{route.path}$", view))
        if not route.path and site.front != site.root:
            found.append((r"^/$", view))
    found.append((r"^/-/rowback(?:/.*)?$", _view(datasette, Route("", _nowhere, ()))))
    return found


def menu(datasette: Any) -> list[dict[str, str]]:
    """Return the link from Datasette's menu to our front page."""
    site = _site(datasette)
    return [{"href": site.front, "label": "rowback: what changed"}] if site else []


def _nowhere(asked: web.Asked) -> web.Answer:
    return web.page(asked, "refusal.html", title="404", status=404, said="There is no such page.")


def _site(datasette: Any) -> Site | None:
    if datasette not in _SITES:
        for name, path in _files(datasette):
            if is_ours(path):
                root = datasette.urls.path("/-/rowback")
                _SITES[datasette] = Site(database=path, root=root, front=root, tables=datasette.urls.database(name))
                break
    return _SITES.get(datasette)


def _files(datasette: Any) -> Iterable[tuple[str, Path]]:
    return [(name, Path(found.path)) for name, found in datasette.databases.items() if found.path]


def _view(datasette: Any, route: Route) -> View:
    """Return what Datasette calls for a route; how the archive is shown is asked anew each time."""

    async def view(request: Any) -> Any:
        site = _SITES[datasette]
        await _permit(datasette, site, route, request.actor)
        if request.method not in ("GET", "HEAD"):
            return _response(web.Answer(b"Only GET\n", 405, "text/plain", {"allow": "GET, HEAD"}))
        answer = await asyncio.get_running_loop().run_in_executor(
            _POOL, partial(_answer, site, _open_to(site, route), request)
        )
        return _response(answer)

    return view


def _open_to(site: Site, route: Route) -> Route:
    """Return the route, or the one that leads nowhere when it is not for the public."""
    return route if route.public or not site.public else Route("", _nowhere, ())


def _answer(site: Site, route: Route, request: Any) -> web.Answer:
    named = {name: unquote(value) for name, value in request.url_vars.items() if value is not None}
    query = {name: request.args.get(name) or "" for name in list(request.args)[:30]}
    origin = f"{request.scheme}://{_NOT_HOST.sub('', request.host or '')[:255]}"
    try:
        with site.connected() as connection:
            deadline = time.monotonic() + _SQL_SECONDS
            connection.set_progress_handler(lambda: int(time.monotonic() > deadline), _STEPS)
            return web.answered(route.handler, web.Asked(site, connection, utc_now(), named, query, origin))
    except Exception:  # the edge of one answer: logged with its traceback, told without
        _LOG.exception("A page failed: %s", route.path)
        return web.Answer(b"rowback failed on this page; its log says why.\n", 500, "text/plain; charset=utf-8")


def _response(answer: web.Answer) -> Any:
    return Response(answer.body, status=answer.status, headers=answer.all_headers(), content_type=answer.mime)


async def _permit(datasette: Any, site: Site, route: Route, actor: Any) -> None:
    """Refuse who may not see the tables that a page reads: Datasette asks only for its own pages.

    In public the pages decide themselves what they show of tables that are closed.
    """
    if site.public:
        return
    name = next((name for name, path in _files(datasette) if path == site.database), "")
    for table in route.tables:
        if not await _may_read(datasette, name, table, actor):
            raise Forbidden(f"view-table {table}")


async def _may_read(datasette: Any, database: str, table: str, actor: Any) -> bool:
    if hasattr(datasette, "allowed"):  # 1.0
        from datasette.resources import TableResource

        return bool(await datasette.allowed(action="view-table", resource=TableResource(database, table), actor=actor))
    try:
        wanted = [("view-table", (database, table)), ("view-database", database), "view-instance"]
        await datasette.ensure_permissions(actor, wanted)
    except Forbidden:
        return False
    return True
