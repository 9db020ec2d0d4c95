"""The pictures in docs/images: what `make demo` shows, in a browser, light and dark.

    make screenshots

Needs Chromium or Chrome. The demo is loaded into a database of the run's own.
"""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from PIL import Image

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "benchmarks")]

import import_ways  # noqa: E402
from playwright.sync_api import sync_playwright  # noqa: E402
from serving import Site, free_port, wait_for  # noqa: E402

from tests.conftest import BROWSER_OPTIONS, find_browser  # noqa: E402

NAME = "newsroom_screenshots"
IMAGES = ROOT / "docs" / "images"
SIZE = {"width": 1280, "height": 860}
COLOURS = 128  # of a palette: pages have few, and the file is a third of its size
QUEUE = "/admin/articles/article/?status__exact=in_review"


@contextmanager
def served(environment: dict[str, str]) -> Iterator[Site]:
    """The development server, until the block ends."""
    port = free_port()
    command = [sys.executable, "manage.py", "runserver", f"127.0.0.1:{port}", "--noreload"]
    quiet = subprocess.DEVNULL
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=quiet, stderr=quiet)
    try:
        yield wait_for(Site(f"http://127.0.0.1:{port}"), process)
    finally:
        process.terminate()
        process.wait(timeout=30)


def save(page: Any, name: str) -> None:
    """Writes what the window shows."""
    image = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    path = IMAGES / f"{name}.png"
    image.quantize(COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)
    print(f"{path.relative_to(ROOT)}: {path.stat().st_size // 1024} kB")


def take(site: Site, password: str) -> None:
    """Goes to each page, in light and in dark."""
    options = BROWSER_OPTIONS + (["--no-sandbox"] if os.geteuid() == 0 else [])
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_browser(), args=options)
        for scheme in ("light", "dark"):
            context = browser.new_context(viewport=SIZE, color_scheme=scheme, locale="en-GB")
            page = context.new_page()
            page.goto(f"{site.address}/")
            page.wait_for_load_state("networkidle")
            save(page, f"site-{scheme}")
            page.goto(f"{site.address}/admin/login/?next={QUEUE}")
            page.fill("#id_username", "editor")
            page.fill("#id_password", password)
            page.click("input[type=submit]")
            page.click("#result_list a:has-text('Night ferry')")
            page.wait_for_selector(".cards .card")
            save(page, f"desk-{scheme}")
            context.close()
        browser.close()


def main() -> int:
    """Loads the demo, serves it, takes the pictures."""
    if find_browser() is None:
        raise SystemExit("No Chromium or Chrome is installed; on Debian: apt-get install chromium.")
    IMAGES.mkdir(parents=True, exist_ok=True)
    import_ways.use_database()
    with tempfile.TemporaryDirectory() as media, import_ways.databases(NAME):
        own = {"DATABASE_URL": import_ways.url(NAME), "MEDIA_ROOT": media, "DEBUG": "True"}
        environment = {**os.environ, **own}
        command = [sys.executable, "manage.py", "demo"]
        output = subprocess.check_output(command, cwd=ROOT, env=environment, text=True)
        (password,) = re.findall(r"password (\S+)", output)
        with served(environment) as site:
            take(site, password)
    return 0


if __name__ == "__main__":
    sys.exit(main())
