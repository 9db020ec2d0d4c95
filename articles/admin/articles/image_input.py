"""The input for a caption's picture."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminFileWidget
from django.utils.html import format_html
from django.utils.safestring import SafeString

from articles import images


class PictureUploadField(forms.ImageField):
    """A picture, checked by its content and prepared for storage (see `images.py`)."""

    def to_python(self, data: Any) -> Any:
        """The uploaded picture as it will be stored, or None."""
        upload = forms.FileField.to_python(self, data)
        return images.checked(upload) if upload else None


class PictureInput(AdminFileWidget):
    """An input for a picture that shows the current picture above it."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        kinds = ",".join(f"image/{name.lower()}" for name in images.FORMATS)
        super().__init__({"accept": kinds} | (attrs or {}))

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """The smallest version of the picture, and the input."""
        current = SafeString("")
        if self.is_initial(value) and value.width:
            offered = images.sources(value.name, value.width, value.height)
            address = offered[-1][1].partition(" ")[0] if offered else value.url
            current = format_html('<img src="{}" alt="" loading="lazy">', address)
        field = super().render(name, value, attrs, renderer)
        return format_html('<div class="picture-input">{}{}</div>', current, field)
