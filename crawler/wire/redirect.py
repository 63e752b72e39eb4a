"""Follows redirects as Scrapy does; one that leads to no address is the server's fault, and costs its page alone."""

from scrapy import Request
from scrapy.downloadermiddlewares.redirect import RedirectMiddleware
from scrapy.http import Response

from .miss_reason import Missed


class Redirect(RedirectMiddleware):
    """Scrapy's, for servers that name brackets, half a host or nothing as the place to go on."""

    def process_response(
        self, request: Request, response: Response, spider: object | None = None
    ) -> Request | Response:
        """Return the response, or the request that follows its `Location`. Raises `Missed`."""
        try:
            return super().process_response(request, response)
        except ValueError as error:
            raise Missed("server_error", f"redirects to what is no address ({error})") from error
