"""Scripts as pages load them: by names that carry digests, and all at once."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from tests.support.builders import make_article

if TYPE_CHECKING:
    from pytest_django.fixtures import SettingsWrapper

STATIC = Path(__file__).parents[2] / "static"
IMPORT = re.compile(r'\bfrom "([^"]+)"')
HASHED = re.compile(r"[\w/]+\.[0-9a-f]{12}\.js")


def imports_of(name: str, root: Path = STATIC) -> list[str]:
    """What a script imports: names below `root`."""
    text = (root / name).read_text()
    folder = posixpath.dirname(name)
    return [posixpath.normpath(posixpath.join(folder, path)) for path in IMPORT.findall(text)]


def all_imports(name: str) -> Iterator[str]:
    """What a script imports, and what that imports, and so on; names may come repeatedly."""
    for imported in imports_of(name):
        yield imported
        yield from all_imports(imported)


@pytest.fixture
def collected(tmp_path: Path, settings: SettingsWrapper) -> Path:
    """Our static files as `collectstatic` leaves them in production."""
    settings.DEBUG = False
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "newsroom.static_files.HashedStaticFiles"}
    }
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.WHITENOISE_SKIP_COMPRESS_EXTENSIONS = ("css", "js", "svg", "woff2")
    call_command("collectstatic", interactive=False, verbosity=0)
    return tmp_path


def test_in_production_scripts_import_by_the_names_that_pages_use(collected: Path) -> None:
    sources = [str(path.relative_to(STATIC)) for path in STATIC.rglob("*.js")]
    assert any(imports_of(source) for source in sources)
    for source in sources:
        served = staticfiles_storage.url(source).removeprefix("/static/")
        imported = imports_of(served, collected)

        assert HASHED.fullmatch(served)
        assert all(HASHED.fullmatch(name) for name in imported), imported
        assert imported == [
            staticfiles_storage.url(name).removeprefix("/static/") for name in imports_of(source)
        ]


@pytest.mark.django_db
def test_a_page_names_all_that_its_scripts_import_so_that_they_come_at_once(
    client: Client, admin_client: Client
) -> None:
    article = make_article(body="It sailed.")
    change = reverse("admin:articles_article_change", args=[article.pk])
    pages = {
        article.get_absolute_url(): client,
        reverse("articles:list"): client,
        change: admin_client,
        reverse("admin:articles_article_changelist"): admin_client,
        reverse("admin:articles_upload"): admin_client,
    }
    for address, reader in pages.items():
        html = reader.get(address).content.decode()
        modules = re.findall(r'<script\b[^>]*\btype="module"[^>]*>', html)
        scripts = [re.findall(r'\bsrc="/static/([^"]+)"', tag)[0] for tag in modules]
        preloads = re.findall(r'<link rel="modulepreload" href="/static/([^"]+)"', html)

        assert scripts, address
        assert set(preloads) == {name for script in scripts for name in all_imports(script)}
        assert len(preloads) == len(set(preloads)), address
