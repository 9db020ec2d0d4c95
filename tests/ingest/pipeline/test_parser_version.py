"""The parser's version: every file that decides how a dump is read counts."""

import shutil
from pathlib import Path

from articles import parsing
from articles.ingest.pipeline.parser_version import parser_version, version_of

FOLDER = Path(parsing.__file__).parent


def test_every_file_of_the_parser_counts(tmp_path):
    copy = tmp_path / "parsing"
    shutil.copytree(FOLDER, copy, ignore=shutil.ignore_patterns("__pycache__"))
    version = version_of(copy)
    assert version == parser_version()
    overlooked = []
    for path in [path for path in copy.rglob("*") if path.is_file()]:
        raw = path.read_bytes()
        path.write_bytes(raw + b"\n")
        if version_of(copy) == version:
            overlooked.append(path.relative_to(copy))
        path.write_bytes(raw)
    assert version_of(copy) == version
    assert not overlooked


def test_a_file_that_moves_counts(tmp_path):
    copy = tmp_path / "parsing"
    shutil.copytree(FOLDER, copy, ignore=shutil.ignore_patterns("__pycache__"))
    version = version_of(copy)
    (copy / "lines" / "months.py").rename(copy / "dates" / "months.py")
    assert version_of(copy) != version
