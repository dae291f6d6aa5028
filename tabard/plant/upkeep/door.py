"""What is turned away before any page sees it."""

from django.http import Http404, HttpRequest
from django.utils.deprecation import MiddlewareMixin


class NoNul(MiddlewareMixin):
    """Nothing here has NUL in its address, and PostgreSQL takes none in a question: 404, whatever the page.

    Forms refuse NUL themselves. Last of all middleware, for the page that says so to have the visitor's header.
    """

    def process_request(self, request: HttpRequest) -> None:
        query = request.META.get("QUERY_STRING", "")
        if "\0" in request.path_info or "%00" in query or "\0" in query:
            raise Http404
