"""What tests share: a real browser, and pages that fail a test when they complain."""

import gc
import os
import resource
import shutil
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings
from django.core.cache import caches
from django.test import TransactionTestCase
from django.utils import translation

from tests.support import slow_tests
from tests.support.tables import empty_tables

if TYPE_CHECKING:
    from playwright.sync_api import Browser, ConsoleMessage, Page
    from pytest_django.fixtures import SettingsWrapper

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# The same engine without a window: tests take a third less time in it.
HEADLESS_BROWSER = "chromium-headless-shell"

# Nothing that a test does not ask for: no graphics card, no updates, no calls home.
BROWSER_OPTIONS = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def pytest_configure(config: pytest.Config) -> None:
    """Passwords are hashed in one iteration; Django's million take half a second each time. The
    programs that tests start keep compiled modules, which saves each of them half a second."""
    settings.PASSWORD_HASHERS = ["tests.support.signing_in.QuickHasher"]
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    if os.environ.get("RECORD"):
        config.pluginmanager.register(slow_tests.Recorder())


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, Any, Any]:
    """The garbage collector leaves alone what is loaded here, and is there to the end: to look at
    all of it takes 0.3 seconds each time."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.collect()
        gc.freeze()
        gc.enable()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    slow_tests.mark(items)


@pytest.fixture(autouse=True, scope="session")
def _empty_tables_quickly() -> Iterator[None]:
    """After a test that commits, the rows are deleted, which takes a few milliseconds where
    Django's TRUNCATE of every table takes 300. Content types and permissions stay, as after
    `flush`."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda _: empty_tables())
        yield


@pytest.fixture(autouse=True)
def _own_language() -> None:
    """A request leaves its thread in the language of its address; the next test must not."""
    translation.activate(settings.LANGUAGE_CODE)


@pytest.fixture(autouse=True)
def _no_limit_left() -> Iterator[None]:
    """What a test limits of its own process is unlimited again after it."""
    before = resource.getrlimit(resource.RLIMIT_DATA)
    yield
    after = resource.getrlimit(resource.RLIMIT_DATA)
    resource.setrlimit(resource.RLIMIT_DATA, before)
    assert after == before


@pytest.fixture(autouse=True)
def _no_pages_kept() -> None:
    """A test begins without pages that another one's requests had made."""
    caches["pages"].clear()


@pytest.fixture
def pages_made_anew(settings: "SettingsWrapper") -> None:
    """No page is kept within the test either: each answer has the context it was made with."""
    dummy = {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}
    settings.CACHES = {**settings.CACHES, "pages": dummy}


@pytest.fixture
def media(settings: "SettingsWrapper", tmp_path: Path) -> Path:
    """The folder that uploaded pictures lie in, the test's own."""
    settings.MEDIA_ROOT = tmp_path / "media"
    return tmp_path / "media"


def find_browser() -> str | None:
    """The machine's own Chromium or Chrome."""
    return next(filter(None, map(shutil.which, BROWSERS)), None)


@pytest.fixture(scope="session")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator["Browser"]:
    """A headless browser for the whole run.

    Without one on the machine these tests are skipped, but in CI (the variable CI) they fail.
    """
    path = shutil.which(HEADLESS_BROWSER) or find_browser()
    if path is None:
        message = f"No browser found; looked for {', '.join((HEADLESS_BROWSER, *BROWSERS))}."
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)

    from playwright.sync_api import sync_playwright

    options = [*BROWSER_OPTIONS, "--in-process-gpu"] + (
        ["--no-sandbox"] if os.geteuid() == 0 else []
    )
    home = str(tmp_path_factory.mktemp("browser-home"))
    # Playwright's loop runs in this thread, and Django takes that for asynchronous code.
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    try:
        with sync_playwright() as playwright:
            chromium = playwright.chromium.launch(
                executable_path=path,
                args=options,
                env={**os.environ, "HOME": home, "XDG_CONFIG_HOME": home, "XDG_CACHE_HOME": home},
            )
            yield chromium
            chromium.close()
    finally:
        if before is None:
            del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]
        else:
            os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = before


@pytest.fixture
def page(browser: "Browser") -> Iterator["Page"]:
    """A fresh page in a fresh profile. The test fails if the console shows an error.

    That covers exceptions in scripts, files that are missing, and violations of the
    Content-Security-Policy. A test that means to cause one empties `page.complaints`.
    """
    context = browser.new_context(locale="en-GB", timezone_id="UTC")
    page = context.new_page()
    page.set_default_timeout(10_000)
    complaints: list[str] = []
    page.complaints = complaints  # type: ignore[attr-defined]

    def note(message: "ConsoleMessage") -> None:
        address = message.location.get("url", "")
        # Browsers ask for the icon unbidden, on pages that name none.
        if message.type == "error" and not address.endswith("/favicon.ico"):
            complaints.append(f"{message.text} ({address})")

    page.on("console", note)
    page.on("pageerror", lambda error: complaints.append(f"exception: {error}"))
    yield page
    context.close()
    assert not complaints, "The browser's console shows errors:\n" + "\n".join(complaints)
