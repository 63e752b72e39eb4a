"""The archive in a browser: a Datasette plugin with pages of our own, and the server of `rowback serve`.

Datasette finds it by its entry point. On databases that are not rowback's it does nothing at all.
"""

from collections.abc import Callable
from typing import Any

import pluggy

hookimpl = pluggy.HookimplMarker("datasette")  # not Datasette's own: every command that makes a morgue imports this


@hookimpl
def register_routes(datasette: Any) -> list[tuple[str, Callable[..., Any]]]:
    """Add our pages when one of the databases is rowback's."""
    from . import plugin

    return plugin.routes(datasette)


@hookimpl
def menu_links(datasette: Any) -> list[dict[str, str]]:
    """Lead from Datasette's own pages back to ours."""
    from . import plugin

    return plugin.menu(datasette)
