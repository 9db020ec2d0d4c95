"""Which parser it was: a digest of everything that decides how a dump is read."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from articles import parsing
from articles.ingest.stories.known_sources import SOURCES_FILE


@cache
def parser_version() -> str:
    """16 hexadecimal digits over the parser's files, its labeller's numbers and the known sources.

    Runs with the same version read the same bytes alike. One with another version may still
    agree with it: a changed comment counts, too.
    """
    return version_of(Path(parsing.__file__).parent)


def version_of(folder: Path) -> str:
    """The digest for a parser that lies in this folder, its sub-packages included."""
    files = {
        path.relative_to(folder).as_posix(): path
        for path in folder.rglob("*")
        if path.suffix in {".py", ".json"}
    }
    files[SOURCES_FILE.name] = SOURCES_FILE
    digest = hashlib.blake2b(digest_size=8)
    for name, path in sorted(files.items()):
        raw = path.read_bytes()
        digest.update(f"{name} {len(raw)}\n".encode())
        digest.update(raw)
    return digest.hexdigest()
