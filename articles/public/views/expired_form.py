"""The response to a form whose token is no longer valid: what happened, and what was sent."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import admin
from django.core.exceptions import BadRequest, SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.http.request import UnreadablePostError
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import capfirst
from django.views.decorators.cache import never_cache

from articles.models import Article

MOST_CHARACTERS: Final = 5_000_000
"""Of all values together; what is beyond is not shown."""

_SECRET: Final = re.compile(r"passw|secret|token|otp|api_?key", re.IGNORECASE)
# What no person has typed: buttons, counts and keys of rows, what an editor saw.
_TECHNICAL: Final = re.compile(
    r"_.*|.*-(TOTAL_FORMS|INITIAL_FORMS|MIN_NUM_FORMS|MAX_NUM_FORMS|id|article|position|number)"
    r"|initial-.*"
    r"|action|select_across|index|confirmed|seen|seal|shown|draft|pk|next|publication"
)


_ROW: Final = re.compile(r"([a-z_]+)-([0-9]{1,6})-([a-z_0-9]+)")  # captions-2-alt_text


@dataclass(frozen=True, slots=True)
class Sent:
    """One value of a form: its input's name, what a person may call it, and whether to show it."""

    name: str
    label: str
    value: str
    is_shown: bool


@never_cache
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Responds with 403: nothing was saved; and shows what was sent, to copy or send again.

    Passwords and files are left out. Data from another site is not shown at all: it would appear in
    our name, with a button that has our token.
    """
    is_desk = request.path.startswith(reverse("admin:index"))
    sent: list[Sent] = []
    files: list[str] = []
    is_complete = False
    if _is_from_here(request):
        try:
            sent, is_complete = _sent(request)
            files = [str(file.name) for _, kept in request.FILES.lists() for file in kept]
        except (SuspiciousOperation, BadRequest, UnreadablePostError):
            sent = []  # too large, or broken: there is nothing that could be shown
    may_post = not is_desk or request.user.is_authenticated
    context = {
        "sent": sent,
        "shown": [one for one in sent if one.is_shown],
        "files": files,
        "may_resend": is_complete and may_post and bool(sent),
        "is_complete": is_complete or not sent,
        "is_logged_out": is_desk and not request.user.is_authenticated,
        "address": request.get_full_path(),
    }
    if not is_desk:
        return render(request, "403_csrf.html", context, status=403)
    context |= admin.site.each_context(request)
    return render(request, "admin/expired.html", context, status=403)


def _is_from_here(request: HttpRequest) -> bool:
    """Whether one of our own pages sent this. Browsers name the page's origin with each POST."""
    origin = request.META.get("HTTP_ORIGIN", "")
    if origin:
        ours = {f"{request.scheme}://{request.get_host()}", *settings.CSRF_TRUSTED_ORIGINS}
        return origin in ours
    referrer = request.META.get("HTTP_REFERER", "")
    ours = {request.get_host(), *(urlsplit(url).netloc for url in settings.CSRF_TRUSTED_ORIGINS)}
    return not referrer or _host(referrer) in ours


def _host(address: str) -> str:
    try:
        return urlsplit(address).netloc
    except ValueError:
        return ""


def _sent(request: HttpRequest) -> tuple[list[Sent], bool]:
    """The values in their order, and whether they are all: none is a secret, none is cut off."""
    found: list[Sent] = []
    left, is_complete = MOST_CHARACTERS, True
    for name, value in _values(request):
        if _SECRET.search(name):
            is_complete = False
            continue
        text = value.replace("\r\n", "\n")[: max(0, left)]
        is_complete = is_complete and len(text) == len(value.replace("\r\n", "\n"))
        left -= len(text)
        is_shown = bool(text.strip()) and not _TECHNICAL.fullmatch(name)
        found.append(Sent(name, _label(name), text, is_shown))
    return found, is_complete


def _values(request: HttpRequest) -> Iterator[tuple[str, str]]:
    for name, values in request.POST.lists():
        if name != "csrfmiddlewaretoken":
            for value in values:
                yield name, str(value)


def _label(name: str) -> str:
    """What a form calls an input, as far as its name tells."""
    if row := _ROW.fullmatch(name):
        return f"{_label(row[1])} {int(row[2]) + 1}: {_label(row[3]).lower()}"
    fields = {field.name: field for field in Article._meta.get_fields()}
    word = getattr(fields.get(name), "verbose_name", "")
    return capfirst(str(word or re.sub(r"[-_]+", " ", name)))
