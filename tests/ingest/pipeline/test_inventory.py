"""What an import says of each file before and after: its format, stories, pictures, refusals."""

from __future__ import annotations

import json

import pytest
from django.core.management import call_command

from articles.admin.labels.formats import FORMAT_NAMES
from articles.ingest.readers import formats
from articles.models import Article
from tests.ingest.readers.test_formats import zipped
from tests.support.mail_files import NEWSLETTER, PICTURE, mailbox, message

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_dry_run_says_of_each_file_what_it_is_and_what_is_in_it(tmp_path, capsys):
    pages = tmp_path / "pages"
    pages.mkdir()
    newsletter = message(None, NEWSLETTER)
    newsletter.add_related(PICTURE, "image", "png", cid="<wall@post>", filename="wall.png")
    (pages / "a.zip").write_bytes(
        zipped({"1.html": NEWSLETTER, "2.html": NEWSLETTER, "3.eml": bytes(newsletter)})
    )
    (pages / "b.mbox").write_bytes(mailbox([message("\n"), message()]))
    (pages / "c.txt").write_bytes(b"\x7fELF" + bytes(100))

    with pytest.raises(SystemExit):
        call_command("import_dump", str(pages), dry_run=True, report=str(tmp_path / "r"), workers=0)

    said = capsys.readouterr().err
    assert f"{pages}/a.zip: 2 × HTML page, mail message; 3 stories; 1 picture\n" in said
    assert f"{pages}/b.mbox: mailbox (mbox); 1 story\n" in said
    assert f"{pages}/c.txt: refused: it is a program (Linux), which cannot be read" in said
    assert f"{pages}/b.mbox: 1 message was passed over: it holds no text (1)\n" in said
    by_name = {
        entry["input"].rpartition("/")[2]: entry
        for entry in map(json.loads, (tmp_path / "r").read_text().splitlines())
        if "input" in entry
    }
    assert by_name["a.zip"]["formats"] == {"HTML page": 2, "mail message": 1}
    assert by_name["a.zip"]["pictures"] == 1
    assert not Article.objects.exists()


def test_each_format_that_is_read_has_a_name_that_can_be_translated():
    kinds = {*formats._READERS, *formats._DOCUMENT_READERS}
    names = {kind.removeprefix("an ").removeprefix("a ") for kind in kinds}
    names |= {formats.MARKDOWN, formats.RESTRUCTURED_TEXT, "plain text", "HTML page"}
    assert names <= FORMAT_NAMES.keys()
