"""The importer as its tests call it."""

from collections.abc import Callable
from os import PathLike
from typing import Any

from articles.ingest.options import ImportOptions
from articles.ingest.pipeline.run import run_import


def importing(
    *paths: str | PathLike[str],
    listener: Callable[..., None] = lambda event: None,
    stop: Callable[[], bool] = lambda: False,
    **options: Any,
) -> Any:
    """Imports the paths in this process, with the options of the command."""
    return run_import(
        [str(path) for path in paths], ImportOptions(**options), listener=listener, stop=stop
    )
