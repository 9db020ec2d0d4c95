"""The page in each of the interface's languages: for its head, and for the reader who switches."""

from __future__ import annotations

from typing import Any

from django import template
from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, QueryDict
from django.template import Context
from django.utils.encoding import escape_uri_path
from django.utils.translation import get_language

from articles.languages import Language, in_language, languages
from articles.public.formats.absolute_urls import absolute

register = template.Library()


@register.inclusion_tag("articles/_address.html", takes_context=True)
def page_address(context: Context, path: str = "") -> dict[str, Any]:
    """The page's own address and those of its other languages, as search engines read them."""
    path = path or escape_uri_path(context["request"].path)
    alternates = [
        (language.code, absolute(in_language(language.code, path))) for language in languages()
    ]
    if len(alternates) > 1:
        alternates.append(("x-default", absolute(in_language(settings.LANGUAGE_CODE, path))))
    return {"canonical": absolute(path), "alternates": alternates}


@register.simple_tag(takes_context=True)
def own_path(context: Context) -> str:
    """The page's path as links write it: letters beyond ASCII in it are escaped."""
    request: HttpRequest | None = context.get("request")
    return escape_uri_path(request.path) if request else ""


@register.simple_tag(takes_context=True)
def other_languages(context: Context) -> list[tuple[Language, str]]:
    """The interface's other languages, each with the address of this very page in it."""
    request: HttpRequest | None = context.get("request")
    return [
        (language, _address(language.code, request))
        for language in languages()
        if language.code != get_language()
    ]


def _address(code: str, request: HttpRequest | None) -> str:
    if request is None:  # the page that says that something broke knows nothing
        return in_language(code, "/")
    path = in_language(code, escape_uri_path(request.path))
    try:
        query = QueryDict(request.META.get("QUERY_STRING", ""), mutable=True)
    except SuspiciousOperation:  # too many fields: the page says that it made no sense
        return path
    onward = query.get("next", "")
    if onward.startswith("/"):  # where signing in leads to
        query["next"] = in_language(code, onward)
    return f"{path}?{query.urlencode()}" if query else path
