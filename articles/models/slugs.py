"""Slugs in writings whose vowels are marks upon letters, which Django's would drop."""

from __future__ import annotations

import re
import unicodedata
from typing import Any, Final

from django import forms
from django.core.validators import RegexValidator, validate_unicode_slug
from django.db import models

# From Devanagari to Burmese, and Khmer, with vowels; but for their stops
_WITH_VOWELS: Final = (
    r"\u0900-\u0963\u0966-\u0df3\u0e01-\u0e2e\u0e30-\u0e3a\u0e40-\u0e4e\u0e50-\u1049"
)
_LETTERS: Final = rf"\w{_WITH_VOWELS}\u1050-\u109f\u1780-\u17d3"
# The vowel am of Thai and Lao, which NFKC takes apart
_AM: Final = {"\u0e4d\u0e32": "\u0e33", "\u0ecd\u0eb2": "\u0eb3"}
_OTHER: Final = re.compile(rf"[^\s{_LETTERS}-]")
_validate: Final = RegexValidator(
    rf"\A[-{_LETTERS}]+\Z", validate_unicode_slug.message, validate_unicode_slug.code
)


def slug_of(text: str) -> str:
    """The text's words with hyphens between them, in small letters: `बाढ़ दीवार` is `बाढ़-दीवार`."""
    plain = unicodedata.normalize("NFKC", text).lower()
    for parted, letter in _AM.items():
        plain = plain.replace(parted, letter)
    words = _OTHER.sub("", plain)
    return re.sub(r"[-\s]+", "-", words).strip("-_")


class _FormSlug(forms.SlugField):
    default_validators = [_validate]

    def __init__(self, *, allow_unicode: bool = False, **options: Any) -> None:
        super().__init__(**options)
        self.allow_unicode = allow_unicode


class WordSlugField(models.SlugField):
    """A slug that may hold the vowel signs of all writings."""

    default_validators = [_validate]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **{**options, "allow_unicode": False})
        self.allow_unicode = bool(options.get("allow_unicode"))

    def formfield(self, **options: Any) -> Any:
        return super().formfield(**{"form_class": _FormSlug, **options})

    def deconstruct(self) -> Any:
        """For migrations a slug like any other: the column is the same."""
        name, _path, args, options = super().deconstruct()
        return name, "django.db.models.SlugField", args, options
