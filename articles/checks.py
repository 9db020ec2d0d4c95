"""System checks: what must be right before any command runs."""

from __future__ import annotations

from typing import Any

from django.core.checks import CheckMessage, Error, register

from articles.ingest.stories.known_sources import registry
from articles.parsing import RegistryError


@register
def check_sources(**options: Any) -> list[CheckMessage]:
    """Checks that the list of known sources is usable; otherwise each record of an import fails."""
    try:
        registry()
    except RegistryError as error:
        return [Error(str(error), hint="Mend the entry named.", id="articles.E001")]
    return []
