"""A folder with a file of every kind: one import, each story as its author knows it."""

from pathlib import Path

import pytest
from django.core.management import call_command

from articles import markup
from articles.models import Article, Dump
from tests.support.importing import importing
from tests.support.invented_stories import Story, story
from tests.support.packed_stories import PACKINGS, Packing, zipped

pytestmark = pytest.mark.django_db

BAD = {
    "empty.csv": b"",
    "prices.csv": b"item,price\nnet,12\noar,7\nbuoy,31\nrope,4\n",
    "scan.pdf": b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\n",
    "broken.zip": b"PK\x03\x04 and no more",
    "program.txt": b"MZ\x90" + bytes(range(256)) * 9,
}
"""What must be refused by name, and must not keep the others out."""


def packed(folder: Path) -> list[tuple[Packing, Story]]:
    """Writes one file of each kind; which stories are in it."""
    expected = []
    number = 0
    for packing in PACKINGS:
        stories = [story(number + one) for one in range(packing.count)]
        number += packing.count
        (folder / packing.name).write_bytes(packing.pack(stories))
        expected += [(packing, one) for one in stories]
    return expected


def differences(article: Article, told: Story, lacks: frozenset[str]) -> list[str]:
    """What an article has otherwise than its author told it."""
    blocks = markup.to_blocks(article.body)
    read = {
        "byline": article.byline.removeprefix("By "),
        "day": article.published_at.date(),
        "body": [block.text for block in blocks if block.kind is markup.Kind.PARAGRAPH],
        "topic": told.topic in article.tags.names(),
        "caption": told.caption in [caption.text for caption in article.captions.all()],
    }
    body = [markup.escape(one) for one in told.paragraphs]
    wanted = {"byline": told.author, "day": told.day, "body": body, "topic": True, "caption": True}
    return [
        f"{part}: {read[part]!r} and not {value!r}"
        for part, value in wanted.items()
        if part not in lacks and read[part] != value
    ]


def test_a_file_of_every_kind_comes_in_whole_and_again_changes_nothing(tmp_path, capsys):
    expected = packed(tmp_path)
    result = importing(tmp_path)
    assert not result.failed_count, result.notices
    assert result.counts.created == len(expected)
    wrong = []
    for packing, told in expected:
        found = Article.objects.filter(headline=told.headline)
        if len(found) != 1:
            wrong.append(f"{packing.name}: {len(found)} articles are called {told.headline}")
            continue
        wrong += [f"{packing.name}: {one}" for one in differences(found[0], told, packing.lacks)]
    assert not wrong, "\n".join(wrong)

    again = importing(tmp_path)
    assert (again.counts.created, again.counts.updated) == (0, 0)
    assert again.counts.unchanged == len(expected)
    call_command("verify_dumps")
    call_command("reparse", "all")
    assert "updated 0" in capsys.readouterr().out


def test_the_bytes_of_a_file_that_is_one_story_are_given_back(tmp_path):
    packed(tmp_path)
    importing(tmp_path)
    single = [one.name for one in PACKINGS if one.count == 1]
    target = tmp_path / "given-back"
    other = []
    for name in single:
        [dump] = Dump.objects.filter(name__startswith=str(tmp_path / name))
        call_command("export_dump", str(dump.pk), output=str(target))
        if target.read_bytes() != (tmp_path / name).read_bytes():
            other.append(dump.name)
    assert not other


def test_what_cannot_be_read_is_named_and_keeps_nothing_out(tmp_path):
    expected = packed(tmp_path)
    for name, raw in BAD.items():
        (tmp_path / name).write_bytes(raw)
    result = importing(tmp_path)
    assert result.counts.created == len(expected)
    said = "\n".join(f"{notice.name}: {notice.message}" for notice in result.notices)
    assert [name for name in BAD if name not in said] == []


def test_every_kind_can_lie_in_an_archive(tmp_path):
    folder = tmp_path / "folder"
    folder.mkdir()
    expected = packed(folder)
    files = {f"export/{path.name}": path.read_bytes() for path in folder.iterdir()}
    archive = tmp_path / "all.zip"
    archive.write_bytes(zipped(files))
    assert importing(archive).counts.created == len(expected)
