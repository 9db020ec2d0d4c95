"""ALTO, METS, PAGE-XML and hOCR: order, divided words, articles, and how sure the text is."""

import re

import pytest

from articles.ingest.readers import read_records
from articles.ingest.readers.reading import read_kept
from articles.ingest.readers.records import Record
from tests.support.scanned_pages import (
    BODY,
    HEAD,
    SECOND,
    alto_block,
    alto_page,
    digitised_issue,
    hocr_page,
    mets_document,
    page_xml,
    zipped_issue,
)
from tests.support.word_files import zipped

WHOLE = "the wall that the fishermen have demanded since the flood"


@pytest.fixture
def read(tmp_path):
    def reading(name: str, raw: bytes) -> list[Record]:
        path = tmp_path / name
        path.write_bytes(raw)
        return list(read_records([str(path)]))

    return reading


def heads(record: Record) -> list[str]:
    return re.findall("<h1>(.*?)</h1>", record.page)


def test_a_page_of_alto_is_read_in_order_with_whole_words(read):
    blocks = [alto_block("B2", BODY), alto_block("B1", HEAD, style="S1")]
    for version, order in ((2, ()), (3, ()), (4, ("B1", "B2"))):
        page = alto_page(blocks if order else blocks[::-1], version=version, order=order)
        [record] = read("a.xml", page)
        assert heads(record) == ["Harbour wall approved"]
        assert record.page.index("<h1>") < record.page.index(WHOLE)
        assert "<footer>\n<p>Selby Herald 3</p>" in record.page
        assert not record.note
        assert read_kept(record.raw, record.name).page == record.page


def test_a_line_that_is_hardly_legible_is_no_headline(read):
    blocks = [
        alto_block("B1", ["Hcrb0ur wcll"], style="S1", sure=0.4),
        alto_block("B2", BODY, sure=0.7),
    ]
    [record] = read("a.xml", alto_page(blocks))
    assert not heads(record)
    assert "<p>Hcrb0ur wcll</p>" in record.page
    assert "confidence of 69% on average" in record.note or "confidence of 70%" in record.note
    assert "with a confidence of 40%" in record.note


def test_an_issue_is_its_articles_in_a_zip_and_in_a_folder(tmp_path, read):
    found = {"zip": read("issue.zip", zipped_issue())}
    folder = tmp_path / "folder"
    (folder / "alto").mkdir(parents=True)
    for name, raw in digitised_issue().items():
        (folder / name).write_bytes(raw)
    inside = list(read_records([str(folder)]))
    found["folder"] = [each for each in inside if isinstance(each, Record)]
    passed = [each for each in inside if not isinstance(each, Record)]
    assert [each.is_failure for each in passed] == [False, False]
    assert "a page of 1908-03-14_mets.xml" in passed[0].message
    for records in found.values():
        first, second = records
        assert heads(first) == ["Harbour wall approved"]
        assert WHOLE in first.page
        assert second.hints.headline == "Choir sings on Sunday"
        for record in records:
            assert str(record.hints.published_at).startswith("1908-03-14")
            assert record.hints.publisher == "Selby Herald"
            kept = read_kept(record.raw, record.name)
            assert (kept.page, kept.hints) == (record.page, record.hints)


def test_a_mets_document_reads_nothing_outside_its_folder(tmp_path, read):
    (tmp_path / "outside.xml").write_bytes(alto_page([alto_block("B1", BODY)]))
    inner = tmp_path / "inner"
    inner.mkdir()
    mets = mets_document(["../outside.xml", "missing.xml"])
    (inner / "mets.xml").write_bytes(mets)
    found = list(read_records([str(inner / "mets.xml")]))
    assert not [each for each in found if isinstance(each, Record)]
    reasons = [each.message for each in found if each.is_failure]
    assert "outside" in reasons[0]
    assert "missing.xml" in reasons[1]
    found = read("b.zip", zipped({"mets.xml": mets}))
    assert "it is missing" in found[-1].message


def test_page_xml_and_hocr_are_read(read):
    [record] = read("page.xml", page_xml())
    assert heads(record) == ["Choir sings on Sunday"]
    assert " ".join(SECOND) in record.page
    assert "another reading" not in record.page
    [record] = read("page.hocr", hocr_page())
    assert heads(record) == ["Harbour wall approved"]
    assert WHOLE in record.page
    [record] = read("page.html", hocr_page(sure=50))
    assert "confidence of 50% on average" in record.note
    assert read_kept(record.raw, record.name).page == record.page


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (alto_page([])[:300], "an ALTO page that cannot be read"),
        (alto_page([]).replace(b"TextBlock", b"Shape"), "an ALTO page without text"),
        (b'<?xml version="1.0"?><DjVuXML><BODY/></DjVuXML>', "a DjVu document in XML"),
        (
            b'<?xml version="1.0"?><document xmlns="http://www.abbyy.com/FineReader_xml/'
            b'FineReader10-schema-v1.xml"><page/></document>',
            "a recognised document in ABBYY's XML",
        ),
        (b'<?xml version="1.0"?><alto>' + b"<Page>" * 100_000, "nested more than 256 deep"),
    ],
)
def test_what_is_no_page_is_refused_by_name(read, raw, reason):
    [problem] = read("a.xml", raw)
    assert reason in problem.message
