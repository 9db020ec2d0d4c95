"""The field that holds a caption's picture."""

from __future__ import annotations

from pathlib import PurePath
from secrets import token_hex
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.text import slugify
from pictures.models import PictureField, PictureFieldFile


def picture_path(caption: models.Model, name: str) -> str:
    """Where an uploaded picture lies: `captions/2025/03/harbour-1f0c9a7e.jpg`.

    The digits keep two pictures of one name apart: a picture's smaller versions lie in a folder
    that has its name without the ending.
    """
    path = PurePath(name)
    stem = slugify(path.stem)[:60] or "picture"
    return f"captions/{timezone.now():%Y/%m}/{stem}-{token_hex(4)}{path.suffix.lower()}"


class CaptionPictureFile(PictureFieldFile):
    """A stored picture with its smaller versions. If the file is missing or is no picture, it has
    no dimensions and no versions, and raises no error."""

    def _get_image_dimensions(self) -> tuple[int | None, int | None]:
        try:
            measures: tuple[int, int] = super()._get_image_dimensions()
        except (OSError, ValueError):
            return None, None
        return measures

    @property
    def aspect_ratios(self) -> dict[Any, Any]:
        """The versions by proportion, file type and width; ours keep the picture's proportion."""
        found: dict[Any, Any] = super().aspect_ratios if self.width and self.height else {}
        return found


class CaptionPictureField(PictureField):
    """A picture, stored with its dimensions and in several widths and formats."""

    attr_class = CaptionPictureFile

    def deconstruct(self) -> Any:
        """Without the values from the settings: changing those needs no migration."""
        name, path, args, kwargs = super().deconstruct()
        for setting in (
            "aspect_ratios",
            "container_width",
            "file_types",
            "pixel_densities",
            "grid_columns",
            "breakpoints",
        ):
            del kwargs[setting]
        return name, path, args, kwargs
