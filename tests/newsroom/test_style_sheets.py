"""Style sheets are kept by subject and sent as one file."""

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.core.management import call_command

BUNDLES = {
    "articles/newsroom.css": "articles/site",
    "articles/admin.css": "articles/desk/admin",
    "articles/desk/desk.css": "articles/desk/story",
}


@pytest.fixture
def collected(settings, tmp_path):
    """The folder of what was collected; twice, since a second run must bundle again."""
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "newsroom.static_files.HashedStaticFiles"},
    }
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.WHITENOISE_SKIP_COMPRESS_EXTENSIONS = ("css", "js", "svg", "woff2")
    for _ in range(2):
        call_command("collectstatic", interactive=False, verbosity=0)
    return tmp_path


def test_each_bundle_imports_every_file_of_its_folder():
    for name, folder in BUNDLES.items():
        sheet = Path(finders.find(name))
        imported = re.findall(r'@import url\("([^"]+)"\)', sheet.read_text())
        files = Path(finders.find(folder)).glob("*.css")
        assert sorted((sheet.parent / path).resolve() for path in imported) == sorted(files), name


def test_browsers_get_one_file_with_all_rules_its_layers_first_and_its_fonts_found(collected):
    for name, folder in BUNDLES.items():
        text = bundle(collected, name).read_text()
        assert "@import" not in text
        for part in Path(finders.find(folder)).glob("*.css"):
            first_line = part.read_text().splitlines()[0]
            assert text.count(first_line) == 1, (name, part.name)

    sheet = bundle(collected, "articles/newsroom.css")
    text = sheet.read_text()
    rules = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL).lstrip()
    assert rules.startswith("@layer base, parts, adaptations;")
    fonts = re.findall(r'url\("([^"]+\.woff2)"\)', text)
    assert len(fonts) == 7
    for font in fonts:
        assert (sheet.parent / font).is_file(), font


def bundle(collected, name):
    """The one file that was collected under this name with a digest."""
    hashed = re.compile(rf"{Path(name).stem}\.[0-9a-f]{{12}}\.css")
    (sheet,) = filter(lambda path: hashed.fullmatch(path.name), (collected / name).parent.iterdir())
    return sheet
