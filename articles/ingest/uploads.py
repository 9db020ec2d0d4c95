"""Uploaded files while they wait to be imported: in private storage, under names of ours."""

from __future__ import annotations

import shutil
import uuid
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath
from typing import Any, Final, Protocol

from django.conf import settings
from django.utils.translation import gettext

from articles.ingest.pipeline.import_report import size_in_words
from articles.models import Job

EMPTY: Final = "empty"
"""Why a file was not taken in."""


class UploadRefusedError(Exception):
    """Files that are not taken in; the message says why, and what to do."""


class UploadedFile(Protocol):
    """What a browser sent."""

    name: str | None
    size: int | None

    def chunks(self) -> Iterator[bytes]:
        """Its bytes, piece by piece."""


def most_bytes() -> int:
    """Bytes of one upload."""
    return int(settings.UPLOAD_MOST_BYTES)


def most_files() -> int:
    """Files of one upload."""
    return int(settings.UPLOAD_MOST_FILES)


def check_sizes(files: Sequence[tuple[str, int]]) -> None:
    """Raises `UploadRefusedError` for files that are too many or too large, or all of them empty.

    An empty file among others is refused by itself (`refused_of`)."""
    if not files:
        raise UploadRefusedError(gettext("Choose at least one file."))
    if len(files) > most_files():
        raise UploadRefusedError(
            gettext("%(number)s files are too many at once (at most %(most)s); put them in a ZIP.")
            % {"number": len(files), "most": most_files()}
        )
    total = sum(size for _, size in files)
    if total > most_bytes():
        raise UploadRefusedError(too_large(total))
    if not total:
        raise UploadRefusedError(
            gettext("%(name)s is empty; leave it out, or save it again.") % {"name": files[0][0]}
            if len(files) == 1
            else gettext("All of these files are empty; save them again.")
        )


def too_large(byte_count: int) -> str:
    """Why so many bytes are not taken in, and what to do."""
    most = size_in_words(most_bytes())
    return gettext(
        "%(size)s is too large for an upload (at most %(most)s). Send it in parts, or import it on "
        "the server with manage.py import_dump."
    ) % {"size": size_in_words(byte_count), "most": most}


def store(files: Sequence[UploadedFile]) -> tuple[str, list[dict[str, Any]]]:
    """Keeps files in a folder of their own: its name, and of each its name, size and place there.

    Of an empty one only the name is kept, and that it was refused. Raises `UploadRefusedError`
    where that fails, and then keeps none.
    """
    folder = uuid.uuid4().hex
    path = _root() / folder
    try:
        path.mkdir(mode=0o700, parents=True)
        stored = [_store(path, number, file) for number, file in enumerate(files, start=1)]
    except OSError as error:
        shutil.rmtree(path, ignore_errors=True)
        raise UploadRefusedError(
            gettext(
                "The files cannot be kept (%(error)s). Free some space in %(folder)s, or import "
                "them with manage.py import_dump."
            )
            % {"error": error.strerror, "folder": _root()}
        ) from error
    return folder, _with_own_names(stored)


def _root() -> Path:
    return Path(settings.UPLOAD_ROOT)


def _store(folder: Path, number: int, file: UploadedFile) -> dict[str, Any]:
    """Writes a file under a name of ours: of its own only a plain ending counts, which helps to
    tell what it is."""
    name = PurePosixPath((file.name or "").replace("\\", "/")).name or "upload"
    if not file.size:
        return {"name": name[-200:], "stored": "", "size": 0, "refused": EMPTY}
    endings = [end for end in PurePosixPath(name).suffixes[-2:] if end[1:].isalnum()]
    ours = f"{number:04}" + "".join(end.lower() for end in endings if end.isascii())[:20]
    with (folder / ours).open("xb") as target:
        for chunk in file.chunks():
            target.write(chunk)
    return {"name": name[-200:], "stored": ours, "size": file.size or 0}


def _with_own_names(files: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Distinguishes files of the same name from different folders."""
    seen: dict[str, int] = {}
    renamed = []
    for file in files:
        count = seen[file["name"]] = seen.get(file["name"], 0) + 1
        name = file["name"] if count == 1 else f"{file['name']} ({count})"
        renamed.append({**file, "name": name})
    return renamed


def paths_of(job: Job) -> list[str]:
    """Where the files lie that were taken in."""
    return [str(_root() / job.folder / file["stored"]) for file in _taken(job)]


def names_of(job: Job) -> dict[str, str]:
    """What the files are called, by path."""
    return {path: file["name"] for path, file in zip(paths_of(job), _taken(job), strict=True)}


def refused_of(job: Job) -> list[dict[str, Any]]:
    """The files that were not taken in: `name`, and as `refused` the reason, such as `EMPTY`."""
    return [file for file in job.files if file.get("refused")]


def _taken(job: Job) -> list[dict[str, Any]]:
    return [file for file in job.files if not file.get("refused")]


def forget(job: Job) -> None:
    """Removes a job's files."""
    if job.folder:
        shutil.rmtree(_root() / job.folder, ignore_errors=True)
