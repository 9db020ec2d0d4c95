"""The interface's language is the address's, and nothing else's."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.locale import LocaleMiddleware
from django.utils.translation import get_language


class AddressLanguageMiddleware(LocaleMiddleware):
    """Django's, without the header `Vary: Accept-Language`.

    Django sends that header with addresses that begin with no language, as it may ask the browser
    there. With the site's own language without a prefix it does not ask; all that the header would
    do is to have each cache keep a copy for every way that browsers ask for languages.
    """

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        """The answer with its language named."""
        response.headers.setdefault("Content-Language", get_language() or "")
        return response
