"""DOCX, ODT and RTF: styles, lists, tables, notes, pictures; exports of databases; bombs."""

import re

import pytest

from articles.ingest.readers import read_records
from articles.ingest.readers.documents import building, rtf_codes
from articles.ingest.readers.reading import read_kept
from articles.ingest.readers.records import Picture, Record, Unreadable
from articles.ingest.stories.split import split_record
from tests.support.pdf_files import jpeg
from tests.support.press_exports import LEXISNEXIS
from tests.support.word_files import (
    open_document,
    open_story,
    rich_text,
    rich_text_story,
    word_document,
    word_lines,
    word_paragraph,
    word_story,
)


@pytest.fixture
def read(tmp_path):
    def reading(name: str, raw: bytes) -> tuple[Record | Unreadable, list[Picture]]:
        path = tmp_path / name
        path.write_bytes(raw)
        pictures: list[Picture] = []
        [found] = read_records([str(path)], on_picture=pictures.append)
        return found, pictures

    return reading


def elements(html: str, tag: str) -> list[str]:
    return [re.sub("<.*?>", "", text) for text in re.findall(rf"<{tag}\b.*?>(.*?)</{tag}>", html)]


STORIES = {
    "a.docx": (word_story, "word/media/image1.jpg"),
    "a.odt": (open_story, "Pictures/1.jpg"),
    "a.rtf": (rich_text_story, "image1.jpg"),
}


@pytest.mark.parametrize("name", STORIES)
def test_a_document_keeps_its_parts(read, name):
    make, address = STORIES[name]
    raw = make()
    record, [picture] = read(name, raw)
    page = record.page
    assert elements(page, "h1") == ["Ferry returns to Selby Bay"]
    assert elements(page, "h2") == ["What it costs"]
    assert elements(page, "figcaption") == ["The ferry at her quay. (Photo: Lena Voss)"]
    assert elements(page, "li") == [
        "Adults pay four crowns for each crossing",
        "Children under twelve sail free of charge",
    ]
    assert elements(page, "td")[:4] == ["Port", "Boats", "Selby", "14"]
    assert "The ferry was built in 1971." in page
    assert 'href="https://ferry.example/times"' in page
    for word in ("Deleted words", "hidden words", "PAGE", "HYPERLINK", "line</p>"):
        assert word not in page
    if name != "a.odt":
        assert elements(page[page.index("<footer>") :], "p") == ["Selby Herald archive"]
    assert (picture.address, picture.raw) == (f"cid:{address}", jpeg())
    assert f'<img src="cid:{address}"' in page
    assert str(record.captured_at).startswith("2024-03-14 16:05")
    assert record.hints.published_at is None
    assert record.hints.authors == (() if name == "a.docx" else ("Mira Oldfield",))
    kept = read_kept(raw, record.name)
    assert (kept.page, kept.hints) == (page, record.hints)


@pytest.mark.parametrize("name", ["a.docx", "a.rtf"])
def test_an_export_of_a_press_database_is_its_documents(read, name):
    lines = LEXISNEXIS.splitlines()
    raw = rich_text("\\par ".join(lines)) if name == "a.rtf" else word_lines(lines)
    record, _ = read(name, raw)
    assert not record.is_html
    headlines = [
        each.content.headline[0] for each in split_record(record).clippings if each.content
    ]
    assert len(headlines) == 2


def test_rtf_has_the_characters_of_its_code_pages(read):
    fonts = (
        r"{\fonttbl{\f0\fcharset204 A;}{\f1\fcharset178 B;}{\f2\fcharset128 C;}{\f3\fcharset0 D;}}"
    )
    cases = {
        r"\f0 \'cf\'e0\'f0\'ee\'ec": "Паром",
        r"\f1 \'e3\'d1\'cd\'c8\'c7": "مرحبا",
        r"\f2 \'93\'fa\'96\'7b": "日本",
        r"\f3 caf\'e9": "café",
        r"\uc1 1\u8364?,2\u8364\'80,\uc0 3\u8364 ,\uc2 4\u8364\'80x,": "1€,2€,3€,4€,",
        r"\u-10179\'3f\u-8704\'3f": "😀",
        r"a\~b\_c\-d\emdash\{\}": "a b-cd—{}",
        r"{\*\unknown hidden}{\object{\*\objdata 00ff}{\result shown}}": "shown",
    }
    head = r"\ansi\ansicpg1251\deff0"
    for body, text in cases.items():
        raw = rich_text(fonts + r"\pard A first line\par \pard " + body + r"\par", head)
        record, _ = read("a.rtf", raw)
        assert elements(record.page, "p")[-1] == text


HOSTILE = {
    "braces.rtf": (lambda: b"{\\rtf1 " + b"{" * 1_000_000, "nested more than 400 deep"),
    "codes.rtf": (lambda: b"{\\rtf1 " + b"\\b" * 30_000 + b"}", "more codes than any document"),
    "paragraphs.rtf": (lambda: b"{\\rtf1 " + b"a\\par " * 3000, "more paragraphs"),
    "binary.rtf": (lambda: b"{\\rtf1 {\\pict\\bin2000000000 x}}", "without text"),
    "tables.docx": (
        lambda: word_document("<w:tbl><w:tr><w:tc>" * 10_000 + "</w:tc></w:tr></w:tbl>" * 10_000),
        "nested more than 256 deep",
    ),
    "zeros.docx": (lambda: word_document("<w:p/>" * 12_000_000), "zip bomb"),
    "entities.docx": (
        lambda: word_document(
            "",
            {
                "word/document.xml": '<!DOCTYPE w [<!ENTITY a "'
                + "ha" * 1000
                + '">'
                + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 50}">' for n in range(8))
                + "]><w><body><p><r><t>&i;</t></r></p></body></w>"
            },
        ),
        "cannot be read",
    ),
    "lists.odt": (
        lambda: open_document("<text:list>" * 5000 + "</text:list>" * 5000),
        "nested more than 256 deep",
    ),
    "noise.docx": (lambda: word_document("", {"word/document.xml": b"\xff\0"}), "cannot be read"),
    "empty.docx": (lambda: word_document(""), "a Word document (.docx) without text"),
    "empty.odt": (lambda: open_document(""), "an OpenDocument text (.odt) without text"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_document_ends_in_a_sentence(read, monkeypatch, name):
    monkeypatch.setattr(rtf_codes, "_MOST_CODES", 20_000 if name == "codes.rtf" else 1_000_000)
    monkeypatch.setattr(building, "_MOST_BLOCKS", 1000)
    make, reason = HOSTILE[name]
    found, _ = read(name, make())
    assert isinstance(found, Unreadable)
    assert reason in found.message


def test_no_file_of_the_machine_is_read(read, tmp_path):
    (tmp_path / "secret").write_text("secret")
    entity = f'<!DOCTYPE w [<!ENTITY a SYSTEM "file://{tmp_path}/secret">]>'
    part = f"{entity}<w><p><r><t>Ferry &a; sails at noon</t></r></p></w>"
    found, _ = read("a.docx", word_document("", {"word/document.xml": part}))
    assert "secret" not in getattr(found, "page", "")


def test_a_picture_of_hexadecimal_digits_without_end_is_passed_over(read):
    picture = b"{\\pict\\jpegblip " + b"ff" * 25_500_000 + b"}"
    raw = b"{\\rtf1 " + picture + b" Ferry sails\\par The ferry sails at noon, they say.\\par}"
    record, pictures = read("a.rtf", raw)
    assert not pictures
    assert "The ferry sails at noon" in record.page


def test_a_document_without_styles_has_its_first_line_as_headline(read):
    lines = ["Harbour wall approved", "By Mira Oldfield", "The council voted. " * 9]
    record, _ = read("a.docx", word_document("".join(map(word_paragraph, lines))))
    assert elements(record.page, "h1") == ["Harbour wall approved"]
