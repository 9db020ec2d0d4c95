"""Imports go one way, as DESIGN.md has it."""

import ast
import re
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FORBIDDEN_NAMES = {"utils", "helpers", "common", "base"}

# Part of the house -> the parts of ours that it may import. `articles.X` is a module or package.
ALLOWED = {
    "parsing": set(),
    "models": set(),
    "markup": {"models"},
    "search": {"models"},
    "publishing": {"models"},
    "languages": set(),
    "desk_site": set(),
    "formats": {"models", "markup", "lists", "languages"},
    "pictures": {"models"},
    "picture_files": {"models"},
    "remedies": {"models", "markup", "search"},
    "wording": set(),
    "gone": {"models"},
    "ties": {"models", "parsing", "markup", "ingest"},
    "issues": {"models", "parsing", "markup", "ingest", "ties"},
    "history": {"models", "search", "wording", "gone", "issues", "picture_files"},
    "three_way": {"models", "ingest", "history", "wording", "issues"},
    "bulk_versions": {"models", "history"},
    "presence": {"models"},
    "preview": {"models"},
    "prepared": {"models"},
    "lists": {"models", "markup", "search", "prepared"},
    "own_links": {"languages"},
    "story": {"models", "markup", "search", "own_links"},
    "results": {"models", "search", "lists"},
    "facets": {"search", "results"},
    "filters": {"models", "search", "results"},
    "archive": {"models", "facets"},
    "narrowed": {"facets", "filters"},
    "merges": {"models", "search", "ingest"},
    # A run that changes a published article keeps versions of it, which undoing it restores.
    "ingest": {
        *("models", "parsing", "markup", "search", "publishing"),
        *("history", "bulk_versions", "gone", "picture_files"),
    },
    "uploads": {"models", "ingest"},
    "job_locks": set(),
    "jobs": {"models", "ingest", "uploads", "job_locks"},
    "tasks": {"jobs"},
}
NOBODY_IMPORTS = {"views", "admin", "management"}
# Files that may: the address list, the admin itself, commands their own shared arguments.
EXCEPT = {"views": {"urls"}, "admin": {"admin"}, "management": {"management"}}


def modules() -> list[Path]:
    paths = sorted((ROOT / "articles").rglob("*.py"))
    return [path.relative_to(ROOT) for path in paths if "migrations" not in path.parts]


def part_of(path: Path) -> str:
    """articles/parsing/dates/printed_dates.py -> parsing; articles/views.py -> views."""
    return path.parts[1].removesuffix(".py")


def imported_parts(path: Path) -> set[str]:
    """The parts of `articles` that a module imports, at its top or inside its functions."""
    package = list(path.parts[:-1])
    found = set()
    for node in ast.walk(ast.parse((ROOT / path).read_text(encoding="utf-8"))):
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name.split(".") for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            start = package[: len(package) - node.level + 1] if node.level else []
            base = [*start, *(node.module.split(".") if node.module else [])]
            names = [[*base, alias.name] for alias in node.names]
        found |= {name[1] for name in names if name[0] == "articles" and len(name) > 1}
    return found - {part_of(path)}


def outside_imports(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse((ROOT / path).read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and not node.level:
            found.add((node.module or "").split(".")[0])
    return found


@pytest.mark.parametrize("path", modules(), ids=str)
def test_a_module_imports_only_what_its_part_may(path):
    part = part_of(path)
    if part in ALLOWED:
        parts = {name for name in imported_parts(path) if (ROOT / "articles" / name).exists()}
        parts |= {
            name for name in imported_parts(path) if (ROOT / "articles" / f"{name}.py").exists()
        }
        assert parts <= ALLOWED[part]


@pytest.mark.parametrize("path", modules(), ids=str)
def test_nobody_imports_views_admin_or_commands(path):
    for part in imported_parts(path) & NOBODY_IMPORTS:
        assert part_of(path) in EXCEPT[part]


@pytest.mark.parametrize(
    "path", [path for path in modules() if part_of(path) == "parsing"], ids=str
)
def test_the_parser_is_pure(path):
    assert outside_imports(path) <= sys.stdlib_module_names
    text = (ROOT / path).read_text(encoding="utf-8")
    assert not re.search(r"\bopen\(|\.now\(|\.today\(|\btime\.time\(", text)


@pytest.mark.parametrize("path", modules(), ids=str)
def test_names_say_what_a_module_is_for(path):
    assert path.stem not in FORBIDDEN_NAMES


@pytest.mark.parametrize("path", modules(), ids=str)
def test_a_module_stays_readable_in_one_sitting(path):
    lines = (ROOT / path).read_text(encoding="utf-8").count("\n")
    assert lines <= 400, "divide it, or defend it here"
