"""`rowback serve` in a thread: the real application on a free port of loopback."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn

from archive.browse import server
from archive.browse.site import Operator
from archive.morgue import Morgue


@contextmanager
def serving(morgue: Morgue, *, public: bool = False, operator: Operator | None = None) -> Iterator[str]:
    """Serve an archive; the value is the address of its front page, without a slash."""
    app = server.application(morgue, public=public, operator=operator)
    with server.listen(0) as listening:
        running = uvicorn.Server(uvicorn.Config(app, log_level="critical", lifespan="on", server_header=False))
        thread = threading.Thread(target=lambda: asyncio.run(running.serve(sockets=[listening])), daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        finally:
            running.should_exit = True
            thread.join(20)
