"""What holds for all of the code: who imports whom, what the parser uses, how long files are."""

import ast
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
MOST_LINES = 400
# Names that say nothing of what a module is for.
EMPTY_NAMES = {"utils", "helpers", "common", "base", "misc", "tools"}


def modules(folder: str = "articles") -> list[Path]:
    paths = sorted((ROOT / folder).rglob("*.py"))
    assert paths
    return [path for path in paths if "migrations" not in path.parts]


def packages_imported(path: Path) -> set[str]:
    """The packages that a module imports from outside its own, at its top or inside functions."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and not node.level:
            found.add(node.module or "")
    own = ("articles.parsing",)
    return {name.partition(".")[0] for name in found if not name.startswith(own)}


def test_imports_go_one_way():
    """As the contracts in pyproject.toml say."""
    linter = Path(sys.executable).with_name("lint-imports")
    answer = subprocess.run([linter], cwd=ROOT, capture_output=True, text=True, check=False)
    assert answer.returncode == 0, answer.stdout + answer.stderr


def test_the_parser_is_pure():
    """The standard library only; no file, no clock."""
    impure = re.compile(r"\bopen\(|\.now\(|\.today\(|\btime\.time\(")
    wrong = []
    for path in modules("articles/parsing"):
        foreign = packages_imported(path) - sys.stdlib_module_names
        found = impure.findall(path.read_text(encoding="utf-8"))
        if foreign or found:
            wrong.append((str(path), foreign, found))
    assert not wrong


def test_names_say_what_a_module_is_for():
    assert not [path for path in modules() if path.stem in EMPTY_NAMES]


def test_a_module_can_be_read_in_one_sitting():
    lengths = {path: path.read_text(encoding="utf-8").count("\n") for path in modules()}
    too_long = {str(path): length for path, length in lengths.items() if length > MOST_LINES}
    assert not too_long, "divide them"
