"""The address alone decides the interface's language."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.locale import LocaleMiddleware
from django.utils.translation import get_language


class AddressLanguageMiddleware(LocaleMiddleware):
    """Django's middleware, without the header `Vary: Accept-Language`.

    Django sends that header for addresses without a language prefix, as it may use the browser's
    preference there. This site does not, as its own language has no prefix; the header would only
    make each cache keep a copy for every variant of `Accept-Language`.
    """

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        """The response with its language in a header."""
        response.headers.setdefault("Content-Language", get_language() or "")
        return response
