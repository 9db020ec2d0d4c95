"""Static files in production: hashed names, scripts that import one another by them, and style
sheets that are kept by subject and sent as one file."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from typing import Any, Final

from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

OUR_FILES: Final = "articles/"

_SHEET_IMPORT: Final = re.compile(r'@import url\("([^":]+)"\)(?: layer\((\w+)\))?;\n?')
_RELATIVE_URL: Final = re.compile(r'url\("(?!data:|/|#)([^":]+)"\)')
# import { area } from "./body.js";
_SCRIPT_IMPORT: Final = r"""(?P<matched>\bfrom "(?P<url>\.{1,2}/[\w/.]+\.js)";)"""


class HashedStaticFiles(CompressedManifestStaticFilesStorage):
    """Compressed files whose names carry a digest of their content, so that browsers may keep them
    for ever; our scripts import one another by such names, too.

    Django's own switch for that, `support_js_module_import_aggregation`, reads the scripts of
    others as well, and stops at one of htmx that imports what it does not bring. Scripts that
    import one another in a circle can have no such names: `collectstatic` fails.

    The files that a style sheet of ours imports are put into it as it is collected. Without that a
    browser would learn of them only when it has read the style sheet, and ask for some twenty
    files. Names and addresses stay as they are; a developer's browser follows the imports.
    """

    patterns = (
        *CompressedManifestStaticFilesStorage.patterns,
        ("articles/*.js", ((_SCRIPT_IMPORT, 'from "%(url)s";'),)),
    )
    # A pass may settle no more than one level of imports; the article's form has ten.
    max_post_process_passes = 20

    def post_process(
        self, paths: dict[str, Any], dry_run: bool = False, **options: Any
    ) -> Iterator[Any]:
        if not dry_run:
            for name in paths:
                if name.startswith(OUR_FILES) and name.endswith(".css"):
                    sheet = _read(paths, name)
                    if _SHEET_IMPORT.search(sheet):
                        self.delete(name)
                        self._save(name, ContentFile(bundled(sheet, name, paths).encode()))
                        paths = {**paths, name: (self, name)}
        yield from super().post_process(paths, dry_run, **options)


def bundled(sheet: str, name: str, paths: dict[str, Any]) -> str:
    """The style sheet called `name` with what it imports in the place of the imports.

    `paths` holds a storage and a path by the name of each file. Addresses in what was imported are
    changed to be relative to `name`.
    """
    folder = posixpath.dirname(name)

    def imported(match: re.Match[str]) -> str:
        part = posixpath.normpath(posixpath.join(folder, match[1]))
        text = _RELATIVE_URL.sub(
            lambda url: f'url("{_moved(url[1], posixpath.dirname(part), folder)}")',
            _read(paths, part),
        )
        return f"@layer {match[2]} {{\n{text}}}\n" if match[2] else text

    return _SHEET_IMPORT.sub(imported, sheet)


def _moved(address: str, old_folder: str, new_folder: str) -> str:
    return posixpath.relpath(posixpath.join(old_folder, address), new_folder)


def _read(paths: dict[str, Any], name: str) -> str:
    storage, path = paths[name]
    with storage.open(path) as file:
        return str(file.read().decode())
