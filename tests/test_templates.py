"""Templates and style sheets are files that one can read, and compare line by line."""

from pathlib import Path

from django.conf import settings
from django.template import engines
from django.template.loader import get_template

ROOT = Path(settings.BASE_DIR)
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
STYLE_SHEETS = sorted((ROOT / "static/articles").rglob("*.css"))

MOST_CHARACTERS = 160
MOST_LINES = 400


def test_no_line_of_a_template_is_over_160_characters():
    long = [
        f"{path.relative_to(ROOT)}:{number}: {len(line)} characters"
        for path in TEMPLATES
        for number, line in enumerate(path.read_text().splitlines(), start=1)
        if len(line) > MOST_CHARACTERS
    ]
    assert long == []


def test_a_text_for_translation_that_spans_lines_is_trimmed():
    """Otherwise the indentation would be a part of the text that is translated."""
    untrimmed = []
    for path in TEMPLATES:
        for number, line in enumerate(path.read_text().splitlines(), start=1):
            _, begins, rest = line.rpartition("{% blocktranslate")
            if begins and "{% endblocktranslate" not in rest and "trimmed" not in rest:
                untrimmed.append(f"{path.relative_to(ROOT)}:{number}")
    assert untrimmed == []


def test_no_style_sheet_is_over_400_lines():
    lines = {path: len(path.read_text().splitlines()) for path in STYLE_SHEETS}
    assert [path for path, count in lines.items() if count > MOST_LINES] == []


def test_readers_do_not_get_the_indentation_of_templates():
    source = get_template("base.html").template.source
    assert "\n<head>\n<meta" in source
    assert "\n " not in source


def test_all_templates_of_the_site_are_loaded_so():
    loaders = engines["django"].engine.template_loaders[0].loaders
    assert [type(loader).__name__ for loader in loaders] == ["UnindentedLoader", "Loader"]
