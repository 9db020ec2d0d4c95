"""The news sources that the importer knows by name: `fixtures/sources.json`, read once."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Final

from articles.parsing import RegistryError, SourceRegistry

SOURCES_FILE: Final = Path(__file__).resolve().parents[3] / "fixtures" / "sources.json"


@cache
def registry() -> SourceRegistry:
    """The sources of the file that comes with the project; the same value every time.

    Raises `RegistryError` when the file is missing or malformed; the message says what to mend.
    """
    return read_registry(SOURCES_FILE)


def read_registry(path: Path) -> SourceRegistry:
    """The sources of a JSON file, a list of entries as `SourceRegistry.of` takes them."""
    try:
        entries = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise RegistryError(f"{path} cannot be read: {error}") from error
    if not isinstance(entries, list):
        raise RegistryError(f"{path} must hold a list of sources")
    try:
        return SourceRegistry.of(entries)
    except RegistryError as error:
        raise RegistryError(f"{path}: {error}") from error
