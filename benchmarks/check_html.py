"""Every kind of page through html-validate and the Nu HTML checker.

    npm install --prefix var/npm html-validate vnu-jar
    python benchmarks/check_html.py [--npm var/npm] [--keep FOLDER]

Needs node, and a Java runtime for the Nu checker (on Debian: default-jre-headless). The pages are
those of tests/support/page_kinds.py, in both languages of the interface, made in a database of the
run's own. The exit status is 1 where either finds an error.
"""

from __future__ import annotations

import argparse
import json
import logging
import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
os.environ["DJANGO_SETTINGS_MODULE"] = "newsroom.settings"

import django  # noqa: E402
from django.conf import settings  # noqa: E402

# Off is what is a matter of taste in writing; a list may bear a name, as ARIA has it.
RULES = {
    "extends": ["html-validate:recommended"],
    "rules": {
        "aria-label-misuse": ["error", {"allowAnyNamable": True}],
        **dict.fromkeys(("void-style", "no-trailing-whitespace", "doctype-style"), "off"),
        **dict.fromkeys(("long-title", "no-raw-characters", "attr-quotes"), "off"),
    },
}


def write_pages(folder: Path) -> int:
    """Writes each kind of page to a file of its own; how many."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import override_settings, setup_test_environment

    setup_test_environment(debug=False)
    logging.disable(logging.ERROR)  # some pages are those of errors
    before = connection.settings_dict["NAME"]
    connection.settings_dict["TEST"]["NAME"] = "newsroom_check_html"
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        from tests.support.page_kinds import WITHOUT_LANGUAGE, make_site

        client = Client(raise_request_exception=False)
        media = folder / "media"
        with override_settings(MEDIA_ROOT=media, ROOT_URLCONF="tests.support.page_kinds"):
            found = make_site()
            for kind, path in found.items():
                for language in ("en",) if path in WITHOUT_LANGUAGE else ("en", "ar"):
                    address = path if language == "en" else f"/ar{path}"
                    page = folder / f"{kind.replace(', ', '-').replace(' ', '-')}.{language}.html"
                    page.write_bytes(client.get(address).content)
    finally:
        connection.creation.destroy_test_db(before, verbosity=0)
    return len(list(folder.glob("*.html")))


def check(npm: Path, folder: Path) -> bool:
    """Runs both checkers; whether they found nothing."""
    modules = npm.resolve() / "node_modules"
    pages = sorted(map(str, folder.glob("*.html")))
    rules = folder / ".htmlvalidate.json"
    rules.write_text(json.dumps({"root": True} | RULES))
    checkers = {
        "html-validate": [str(modules / ".bin" / "html-validate"), "--config", str(rules), *pages],
        "Nu checker": [
            *("java", "-jar", str(modules / "vnu-jar" / "build" / "dist" / "vnu.jar")),
            *("--errors-only", *pages),
        ],
    }
    good = True
    for name, command in checkers.items():
        done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=folder)
        print(f"{name}: {'no errors' if done.returncode == 0 else 'errors'}")
        if done.returncode:
            print(done.stdout + done.stderr)
        good = good and done.returncode == 0
    return good


def main() -> int:
    """Reads the arguments, writes the pages, checks them."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--npm", type=Path, default=ROOT / "var" / "npm")
    parser.add_argument("--keep", type=Path, help="write the pages here and leave them")
    options = parser.parse_args()
    settings.DEBUG = False
    django.setup()
    with tempfile.TemporaryDirectory() as name:
        folder = options.keep or Path(name)
        folder.mkdir(exist_ok=True)
        print(f"{write_pages(folder)} pages")
        return 0 if check(options.npm, folder) else 1


if __name__ == "__main__":
    sys.exit(main())
