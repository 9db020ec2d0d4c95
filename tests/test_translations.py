"""The translations are whole: all that is marked is translated, in every form, and compiled."""

import gettext
import os
import re
import shutil
import subprocess
import sys
from itertools import product
from pathlib import Path

import polib
import pytest
from django.conf import settings
from django.utils.translation import to_locale

ROOT = Path(__file__).parents[1]
CODES = [code for code, _name in settings.LANGUAGES if code != "en"]  # the texts are English
CATALOGS = sorted(ROOT.glob("locale/*/LC_MESSAGES/*.po"))

# Numbers that stand for all that a page may count.
NUMBERS = range(1000)

_PLACEHOLDER = re.compile(r"%(?:\(\w+\))?[sd]|\{\w*\}|</?\w+|[&]\w+;")


def named(path):
    return str(path.relative_to(ROOT / "locale"))


def entries(path):
    return list(polib.pofile(str(path)))


def texts_of(entry):
    """The translations of an entry: one, or one for each plural form."""
    if not entry.msgid_plural:
        return [entry.msgstr]
    return [entry.msgstr_plural[form] for form in sorted(entry.msgstr_plural)]


def plural_forms(path):
    """For each form of the language the numbers it is for, of the first thousand."""
    rule = polib.pofile(str(path)).metadata["Plural-Forms"]
    count, formula = re.fullmatch(r"nplurals=(\d+); plural=(.+);", rule).groups()
    choose = gettext.c2py(formula)
    forms = {form: [] for form in range(int(count))}
    for number in NUMBERS:
        forms[choose(number)].append(number)
    return forms


def test_every_language_but_english_has_a_catalog():
    assert CODES
    for code in CODES:
        assert ROOT / "locale" / to_locale(code) / "LC_MESSAGES" / "django.po" in CATALOGS


@pytest.mark.parametrize("path", CATALOGS, ids=named)
def test_nothing_is_untranslated_or_guessed(path):
    found = entries(path)
    assert found
    assert [entry.msgid for entry in found if entry.fuzzy or entry.obsolete] == []
    assert [entry.msgid for entry in found if not all(map(str.strip, texts_of(entry)))] == []


@pytest.mark.parametrize("path", CATALOGS, ids=named)
def test_every_plural_has_all_the_forms_of_the_language(path):
    count = len(plural_forms(path))
    lacking = [
        entry.msgid
        for entry in entries(path)
        if entry.msgid_plural and sorted(entry.msgstr_plural) != list(range(count))
    ]
    assert lacking == []


@pytest.mark.parametrize("path", CATALOGS, ids=named)
def test_no_translation_lacks_a_placeholder_or_has_one_too_many(path):
    forms = plural_forms(path)
    wrong = []
    for entry in entries(path):
        wanted = sorted(_PLACEHOLDER.findall(entry.msgid_plural or entry.msgid))
        for form, text in enumerate(texts_of(entry)):
            found = sorted(_PLACEHOLDER.findall(text))
            # Where a form is for one number only it may be a word: خبران, two stories.
            may_lack = entry.msgid_plural and len(forms[form]) == 1
            if found != wanted and not (may_lack and set(found) <= set(wanted)):
                wrong.append((entry.msgid, text))
    assert wrong == []


@pytest.mark.parametrize("path", CATALOGS, ids=named)
def test_spaces_and_line_ends_at_both_ends_are_those_of_the_text(path):
    def ends(text):
        return text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]

    wrong = [
        entry.msgid
        for entry in entries(path)
        if not entry.msgid_plural and ends(entry.msgid) != ends(entry.msgstr)
    ]
    assert wrong == []


@pytest.mark.parametrize("path", CATALOGS, ids=named)
def test_the_compiled_catalog_is_that_of_the_text(path):
    def content(catalog):
        return {
            (entry.msgctxt, entry.msgid): tuple(texts_of(entry)) for entry in catalog if entry.msgid
        }

    compiled = polib.mofile(str(path.with_suffix(".mo")))
    text = polib.pofile(str(path))
    assert content(compiled) == content(text), "run `make translations`"
    assert compiled.metadata["Plural-Forms"] == text.metadata["Plural-Forms"]


@pytest.fixture(scope="session")
def marked(tmp_path_factory):
    """What is marked for translation, by catalog, gathered from a copy of the sources."""
    if shutil.which("xgettext") is None:
        message = "xgettext is not on this machine; on Debian: apt-get install gettext"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    copy = tmp_path_factory.mktemp("sources")
    for name in ("articles", "newsroom", "templates", "static", "locale"):
        shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("*.mo", "*.woff2"))
    for catalog, code in product(("django", "djangojs"), CODES):
        command = [sys.executable, "-m", "django", "makemessages", "--no-obsolete"]
        subprocess.run(
            [*command, "--locale", to_locale(code), "--domain", catalog],
            cwd=copy,
            env={name: value for name, value in os.environ.items() if "DJANGO" not in name},
            check=True,
            capture_output=True,
        )
    return copy


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("catalog", ["django", "djangojs"])
def test_all_that_is_marked_is_in_the_catalog_and_nothing_else(marked, code, catalog):
    def ids(folder):
        path = folder / "locale" / to_locale(code) / "LC_MESSAGES" / f"{catalog}.po"
        if not path.exists():
            return set()
        return {(entry.msgctxt, entry.msgid, entry.msgid_plural) for entry in entries(path)}

    assert ids(ROOT) == ids(marked), "run `make translations`, and translate what is new"
