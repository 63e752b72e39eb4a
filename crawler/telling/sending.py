"""Hands a message to Apprise, which knows mail, Slack, Matrix, Mastodon, webhooks and a hundred other services."""

import logging
import warnings
from typing import Final, Protocol

_APART: Final = 100  # above every level: Apprise's own log would hold addresses with their secrets


class Send(Protocol):
    """Sends a message to an address; returns why it could not, or "" when it could. Never raises."""

    def __call__(self, address: str, title: str, body: str) -> str: ...


def by_apprise(address: str, title: str, body: str) -> str:
    """Send a message by Apprise."""
    try:
        import apprise  # an extra: most archives tell nobody, and it brings 15 MB
    except ImportError:
        return "Apprise is not installed: pip install 'rowback[tell]'"
    logging.getLogger("apprise").setLevel(_APART)
    asset = apprise.AppriseAsset(
        app_id="rowback", app_desc="rowback", app_url="", async_mode=False, body_format=apprise.NotifyFormat.TEXT
    )
    service = apprise.Apprise(asset=asset)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # those of a hundred services' libraries
            if not service.add(address):
                return "Apprise knows no such address"
            return "" if service.notify(body=body, title=title) else "the service did not take it"
    except Exception as error:  # a service's own code must not end a crawl; its words may hold secrets
        return f"the service failed ({type(error).__name__})"
