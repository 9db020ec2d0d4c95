"""The interface's languages, and the address of a page in each of them.

The language is in the address, so that caches between here and the reader need only the address:
`/articles/` is the page in the site's own language, `/ar/articles/` the same in Arabic. Stories
stay in the language they were written in.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import get_language_info


@dataclass(frozen=True, slots=True)
class Language:
    """A language of the interface; `name` is its name in that language."""

    code: str
    name: str
    direction: str


def languages() -> list[Language]:
    """The languages with a complete translation, in the order of the settings."""
    infos = [get_language_info(code) for code, _name in settings.LANGUAGES]
    return [
        Language(info["code"], info["name_local"], "rtl" if info["bidi"] else "ltr")
        for info in infos
    ]


def in_language(code: str, path: str) -> str:
    """The path of the same page in another language.

    >>> in_language("ar", "/articles/"), in_language("en", "/ar/articles/")
    ('/ar/articles/', '/articles/')
    """
    for other, _name in settings.LANGUAGES:
        if other != settings.LANGUAGE_CODE and path.startswith(f"/{other}/"):
            path = path.removeprefix(f"/{other}")
            break
    return path if code == settings.LANGUAGE_CODE else f"/{code}{path}"
