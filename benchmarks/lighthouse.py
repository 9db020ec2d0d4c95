"""Lighthouse on the front page, a list and a story: 95 at least in all four categories.

    npm install --prefix var/npm lighthouse
    python benchmarks/lighthouse.py [--npm var/npm]

Needs node and Chromium. The site is served as in production (gunicorn, DEBUG off, static files
packed) with the stories of tests/support/page_kinds.py, in a database of the run's own; each page
is looked at as on a phone and as on a desktop. The exit status is 1 where a figure falls short.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "benchmarks")]

import import_ways  # noqa: E402
from serving import Site, gunicorn, run  # noqa: E402

from tests.conftest import BROWSER_OPTIONS, find_browser  # noqa: E402

NAME = "newsroom_lighthouse"
LEAST = 95
TRIES = 3  # "Something went wrong with recording the trace. Please run Lighthouse again."
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
PAGES = ("front", "list", "article")
FORMS = {"phone": [], "desktop": ["--preset=desktop"]}


def look(npm: Path, address: str, options: list[str], folder: Path) -> dict:
    """Lighthouse's report of a page."""
    report = folder / "report.json"
    flags = [*BROWSER_OPTIONS, "--headless=new"] + (["--no-sandbox"] if os.geteuid() == 0 else [])
    command = [str(npm.resolve() / "node_modules" / ".bin" / "lighthouse"), address, "--quiet"]
    command += ["--output=json", f"--output-path={report}", f"--chrome-flags={' '.join(flags)}"]
    environment = os.environ | {"CHROME_PATH": find_browser() or ""}
    for _ in range(TRIES):
        done = subprocess.run([*command, *options], check=False, env=environment, cwd=folder)
        if done.returncode == 0:
            return json.loads(report.read_text())
    raise SystemExit(f"Lighthouse failed {TRIES} times on {address}; its message is above.")


def measure(site: Site, pages: dict[str, str], npm: Path, folder: Path) -> bool:
    """Prints the figures, and what cost points; whether all are reached."""
    print(f"{'':18}" + "".join(f"{name:>16}" for name in CATEGORIES))
    good = True
    for kind in PAGES:
        for form, options in FORMS.items():
            report = look(npm, site.address + pages[kind], options, folder)
            scores = {name: report["categories"][name]["score"] * 100 for name in CATEGORIES}
            print(f"{kind:8} {form:9}" + "".join(f"{score:16.0f}" for score in scores.values()))
            good = good and min(scores.values()) >= LEAST
            for name in CATEGORIES:
                for part in report["categories"][name]["auditRefs"]:
                    audit = report["audits"][part["id"]]
                    if part["weight"] and audit["score"] is not None and audit["score"] < 0.9:
                        print(f"    {name}: {audit['title']} {audit.get('displayValue', '')}")
    return good


def write_site(folder: str) -> dict[str, str]:
    """Fills the database with the stories; the address of each kind of page."""
    from django.conf import settings

    settings.MEDIA_ROOT = folder
    from tests.support.page_kinds import make_site

    return make_site()


def main() -> int:
    """Makes the site, serves it, looks at it."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--npm", type=Path, default=ROOT / "var" / "npm")
    parser.add_argument("--fill", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.fill:
        import_ways.use_database(NAME)
        print(json.dumps(write_site(options.fill)))
        return 0
    import_ways.use_database()
    with tempfile.TemporaryDirectory() as name, import_ways.databases(NAME):
        folder = Path(name)
        media = folder / "files" / "media"  # so that the static files' server has them, too
        media.mkdir(parents=True)
        filled = run("", __file__, "--fill", str(media))
        environment = {
            "DJANGO_SETTINGS_MODULE": "serve_settings",
            "DATABASE_URL": import_ways.url(NAME),
            "DEBUG": "False",
            "SECRET_KEY": "only for this look, and as long as a key should be, or longer",
            "ALLOWED_HOSTS": "127.0.0.1",
            "MEDIA_ROOT": str(media),
            "SERVE_STATIC": str(folder / "static"),
            "SERVE_FILES": str(folder / "files"),
        }
        run("", "manage.py", "collectstatic", "--noinput", **environment)
        served = gunicorn(
            "newsroom.wsgi:application", python=sys.executable, workers=2, **environment
        )
        with served as site:
            pages = json.loads(filled.splitlines()[-1])
            return 0 if measure(site, pages, options.npm, folder) else 1


if __name__ == "__main__":
    sys.exit(main())
