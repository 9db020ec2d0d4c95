"""Pages saved as one file (MHTML), as different browsers write it."""

from datetime import UTC, datetime

import pytest

from articles.ingest.readers import read_records
from articles.ingest.readers.reading import read_kept
from articles.ingest.readers.records import Picture, Record, Unreadable
from articles.ingest.readers.text import read_text
from tests.support.saved_files import ADDRESS, HEADLINE, PICTURE, PROSE, mime_part, multipart, page

PAGE = page(image="lamp.png")
SAVED = "Date: Fri, 15 Mar 2024 08:00:00 -0000"
AT = datetime(2024, 3, 15, 8, tzinfo=UTC)
LAMP = "https://gazette.example/2021/10/30/lamp.png"
FRAME = page("A frame with an advertisement").encode()


def chrome() -> str:
    head = [
        *("From: <Saved by Blink>", f"Snapshot-Content-Location: {ADDRESS}"),
        *(f"Subject: {HEADLINE}", SAVED, "MIME-Version: 1.0"),
        'Content-Type: multipart/related;\n\ttype="text/html";\n\tboundary="BOUNDARY"',
    ]
    frame = [
        "Content-Type: text/html",
        "Content-ID: <frame-2@mhtml.blink>",
        "Content-Location: https://ads.example/f",
    ]
    main = [
        "Content-Type: text/html",
        "Content-ID: <frame-1@mhtml.blink>",
        f"Content-Location: {ADDRESS}",
    ]
    picture = ["Content-Type: image/png", f"Content-Location: {LAMP}"]
    parts = [
        mime_part(FRAME, *frame, coding="quoted-printable"),
        mime_part(PAGE.encode(), *main, coding="quoted-printable"),
        mime_part(PICTURE, *picture),
    ]  # fmt: skip
    return multipart(head, parts)


def explorer() -> str:
    """Windows line ends, an old encoding that the part names, a relative address."""
    raw = PAGE.replace('<meta charset="utf-8">', "").replace("keeper's", "keeper·né's")
    head = [
        *('From: "Saved by Windows Internet Explorer 8"', f"Subject: {HEADLINE}"),
        *("Date: Fri, 15 Mar 2024 09:00:00 +0100", "MIME-Version: 1.0"),
        *('Content-Type: multipart/related;\n\ttype="text/html";', '\tboundary="BOUNDARY"'),
        "X-MimeOLE: Produced By Microsoft MimeOLE",
    ]
    main = ['Content-Type: text/html;\n\tcharset="windows-1250"', f"Content-Location: {ADDRESS}"]
    parts = [
        mime_part(raw.encode("cp1250"), *main, coding="quoted-printable"),
        mime_part(PICTURE, "Content-Type: image/png", "Content-Location: lamp.png"),
    ]
    return multipart(head, parts).replace("\n", "\r\n")


def firefox() -> str:
    """Addresses by part names, a page in alternatives, base64, an encoded subject."""
    head = [
        *("From: <Saved by UnMHT>", "Subject: =?UTF-8?Q?Lighthouse=20keeper?=", SAVED),
        *("MIME-Version: 1.0", f"Content-Location: {ADDRESS}"),
        'Content-Type: multipart/related; start="<main@x>"; boundary="BOUNDARY"',
    ]
    shown = PAGE.replace("lamp.png", "cid:lamp@x").encode()
    plain = mime_part(b"Plain words", "Content-Type: text/plain")
    main = mime_part(shown, 'Content-Type: text/html; charset="utf-8"', "Content-ID: <main@x>")
    both = multipart(
        ['Content-Type: multipart/alternative; boundary="BOUNDARY"'], [plain, main], "=_in"
    )
    picture = mime_part(PICTURE, "Content-Type: image/png", "Content-ID: <lamp@x>")
    return multipart(head, [both, picture])


def single() -> str:
    """A page without pictures, which is no multipart."""
    head = ["From: <Saved by UnMHT>", SAVED, "MIME-Version: 1.0", f"Content-Location: {ADDRESS}"]
    return mime_part(PAGE.encode(), *head, "Content-Type: text/html; charset=utf-8", coding="8bit")


def word() -> str:
    """A word processor's: nobody saved it, and it went to nobody."""
    head = ["MIME-Version: 1.0", 'Content-Type: multipart/related; boundary="BOUNDARY"']
    main = ["Content-Type: text/html; charset=utf-8", f"Content-Location: {ADDRESS}"]
    return multipart(head, [mime_part(PAGE.encode(), *main, coding="quoted-printable")])


WRITERS = {
    "chrome": (chrome, AT, LAMP),
    "explorer": (explorer, AT, LAMP),
    "firefox": (firefox, AT, "cid:lamp@x"),
    "single": (single, AT, None),
    "word": (word, None, None),
}


@pytest.mark.parametrize("writer", WRITERS)
@pytest.mark.parametrize("name", ["a.mhtml", "a.mht", "saved"])
def test_the_page_is_read_with_what_its_file_says(tmp_path, writer, name):
    make, captured_at, picture = WRITERS[writer]
    raw = make().encode("latin-1")
    (tmp_path / name).write_bytes(raw)
    pictures: list[Picture] = []
    [record] = read_records([str(tmp_path / name)], on_picture=pictures.append)
    assert isinstance(record, Record), record
    assert (record.name, record.raw) == (str(tmp_path / name), raw)
    assert record.captured_at == captured_at
    text = read_text(record)
    assert HEADLINE in text.characters.text
    assert "A frame" not in text.characters.text
    assert PROSE[1] in text.characters.text
    assert ("keeper·né's" in text.characters.text) == (writer == "explorer")
    assert (text.hints.address or ADDRESS) == ADDRESS
    assert [each.address for each in pictures] == ([picture] if picture else [])
    assert all(each.raw == PICTURE for each in pictures)
    kept = read_kept(raw, record.name)
    assert kept is not None
    assert (kept.page, kept.hints) == (record.page, record.hints)


def test_a_file_that_ends_early_is_read_with_a_note(tmp_path):
    raw = word()
    (tmp_path / "a.mhtml").write_text(raw[: raw.index("From now on")])
    [record] = read_records([str(tmp_path / "a.mhtml")])
    assert record.note == "the page is cut short: the file ends within it"
    assert PROSE[0] in read_text(record).characters.text


def test_a_file_without_a_page_is_refused_with_a_sentence(tmp_path):
    head = ["From: <Saved by Blink>", 'Content-Type: multipart/related; boundary="BOUNDARY"']
    (tmp_path / "a.mhtml").write_text(
        multipart(head, [mime_part(PICTURE, "Content-Type: image/png")])
    )
    [problem] = read_records([str(tmp_path / "a.mhtml")])
    assert isinstance(problem, Unreadable)
    assert "no page is in it" in problem.message


def test_files_made_to_take_long_take_none(tmp_path):
    """Multiparts within multiparts, parts without end, boundaries that are patterns."""
    nested = "Content-Type: text/html\n\n<html><p>Lamp</p></html>"
    for number in range(200):
        kind = f'Content-Type: multipart/mixed; boundary="b{number}"'
        nested = multipart([kind], [nested], f"b{number}")
    start = "From: <Saved by Blink>\nMIME-Version: 1.0\n"
    many = 'Content-Type: multipart/related; boundary="(a+)+$"\n\n' + "--(a+)+$\n\nx\n" * 100_000
    heads = "X-Long: y\n" * 200_000 + "Content-Type: text/html\n\n<p>"
    for raw in (
        start + nested,
        start + many,
        start + heads,
        "--" + "x" * 9000,
        start + " \n" * 99999,
    ):
        (tmp_path / "a.mhtml").write_text(raw)
        assert all(isinstance(each, (Record, Unreadable)) for each in read_records([str(tmp_path)]))
