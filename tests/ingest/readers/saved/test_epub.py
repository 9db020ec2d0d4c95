"""E-books (EPUB): each document with a story is a page, in the order of reading."""

from datetime import UTC, date, datetime

import pytest

from articles.ingest.readers import read_records
from articles.ingest.readers.reading import read_kept
from articles.ingest.readers.records import Picture, Record, Unreadable
from articles.ingest.readers.text import read_text
from articles.ingest.stories.split import split_record
from tests.support.saved_files import HEADLINE, PICTURE, PROSE, chapter, epub, zipped

COVER = '<html xmlns="http://www.w3.org/1999/xhtml"><body><h1>The Sorrel Review</h1></body></html>'
CONTENTS = (
    '<html xmlns="http://www.w3.org/1999/xhtml"><body>'
    + "".join(
        f'<p><a href="{n}.xhtml">A headline of a story, number {n}, long</a></p>' for n in range(20)
    )
    + "</body></html>"
)
TYPED = chapter("Rights").replace("<body>", '<body epub:type="copyright-page">')
METADATA = (
    "<dc:title>The Sorrel Review, 7/2021</dc:title><dc:publisher>Sorrel Press</dc:publisher>"
    '<dc:creator>Ida Brandt</dc:creator><dc:language>en-GB</dc:language>'
    "<dc:date>2021-10-30</dc:date>"
    '<meta property="dcterms:modified">2021-10-31T08:00:00Z</meta>'
)  # fmt: skip
OTHER = "A boat for the island school is launched in the rain"
BOOK = {
    "cover.xhtml": COVER,
    "toc.xhtml": CONTENTS,
    "rights.xhtml": TYPED,
    "text/1.xhtml": chapter(),
    "0 second.xhtml": chapter(OTHER),
}


def read(tmp_path, raw, name="a.epub"):
    (tmp_path / name).write_bytes(raw)
    pictures: list[Picture] = []
    found = list(read_records([str(tmp_path / name)], on_picture=pictures.append))
    return found, pictures


@pytest.mark.parametrize("name", ["a.epub", "a.zip", "book"])
def test_stories_come_in_reading_order_with_what_the_book_says(tmp_path, name):
    raw = epub(BOOK, metadata=METADATA, extra={"text/lamp.png": PICTURE})
    (first, second, notice), pictures = read(tmp_path, raw, name)
    assert (first.name, second.name) == (
        f"{tmp_path}/{name}/OEBPS/text/1.xhtml",
        f"{tmp_path}/{name}/OEBPS/0 second.xhtml",
    )
    assert first.raw == chapter().encode()
    assert first.captured_at == datetime(2021, 10, 31, 8, tzinfo=UTC)
    hints = read_text(first).hints
    assert (hints.publisher, hints.language, hints.authors) == (
        "Sorrel Press",
        "en-GB",
        ("Ida Brandt",),
    )
    assert hints.published_at == date(2021, 10, 30)
    assert hints.origins["published_at"] == "metadata of the e-book"
    assert (
        notice.message
        == "3 of its documents are no stories (cover, contents and the like): passed over"
    )
    assert not notice.is_failure
    address = f"{tmp_path}/{name}/OEBPS/text/lamp.png"
    assert pictures == [Picture(address, PICTURE, address, str(tmp_path / name))]


def test_a_story_is_parsed_whole_although_its_head_is_of_empty_elements(tmp_path):
    (record, *_), _ = read(tmp_path, epub(BOOK, metadata=METADATA))
    [story] = [each for each in split_record(record).clippings if each.content]
    assert story.content.headline[0] == HEADLINE
    assert PROSE[2] in read_text(record).characters.text
    kept = read_kept(record.raw, record.name)
    assert kept is not None
    assert read_text(kept).characters.text == read_text(record).characters.text


def test_a_paper_that_calibre_fetched_is_the_paper_and_not_calibre(tmp_path):
    metadata = (
        "<dc:title>The Harbour Post [Sat, 30 Oct 2021]</dc:title>"
        "<dc:publisher>calibre</dc:publisher>"
        "<dc:creator>calibre</dc:creator><dc:date>2021-10-30T06:00:00+00:00</dc:date>"
        '<meta name="calibre:timestamp" content="2021-10-30T06:00:00+00:00"/>'
    )
    below = (
        '<div class="calibre_navbar"><hr/><p>This article was downloaded by <strong>calibre'
        '</strong> from <a href="https://post.example/a?b=1&amp;c=2">here</a></p></div>'
    )
    documents = {"feed_0/index.html": CONTENTS, "feed_0/article_0/index.html": chapter(below=below)}
    titles = {"feed_0/article_0/index.html": HEADLINE}
    (record, _), _ = read(tmp_path, epub(documents, metadata=metadata, titles=titles))
    assert record.hints.publisher == "The Harbour Post"
    assert record.hints.headline == HEADLINE
    assert record.hints.address == "https://post.example/a?b=1&c=2"
    assert record.hints.authors == ()
    assert record.captured_at == datetime(2021, 10, 30, 6, tzinfo=UTC)


NAMED = {"mimetype": "application/epub+zip"}
ENCRYPTED = (
    '<encryption xmlns="urn:oasis:names:tc:opendocument:xmlns:container" '
    'xmlns:enc="http://www.w3.org/2001/04/xmlenc#"><enc:EncryptedData><enc:EncryptionMethod '
    'Algorithm="{}"/></enc:EncryptedData></encryption>'
)
AES = ENCRYPTED.format("http://www.w3.org/2001/04/xmlenc#aes128-cbc")
FONTS = ENCRYPTED.format("http://www.idpf.org/2008/embedding")


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (epub(BOOK, extra={"META-INF/encryption.xml": AES}), "it is an e-book that is locked"),
        (epub(BOOK, extra={"META-INF/rights.xml": "<rights/>"}), "locked (DRM)"),
        (epub({"cover.xhtml": COVER}), "none of its documents holds a story"),
        (zipped({**NAMED, "a.xhtml": chapter()}), "list of files (.opf) is missing"),
        (zipped({**NAMED, "a.opf": "<package" + "<a>" * 99_999}), "none of its documents"),
        (
            zipped(
                {
                    **NAMED,
                    "a.opf": '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;">'
                    '<!ENTITY c SYSTEM "file:///etc/passwd">]><package><metadata><title>&b;&c;</title>'
                    "</metadata></package>",
                }
            ),
            "none of its documents holds a story",
        ),
        (epub({"a.xhtml": "<html><p>" + " " * (90 << 20)}), "zip bomb"),
    ],
)  # fmt: skip
def test_what_is_no_book_of_stories_is_refused_with_a_sentence(tmp_path, raw, words):
    found, _ = read(tmp_path, raw)
    [problem] = [each for each in found if isinstance(each, Unreadable)]
    assert words in problem.message
    assert problem.is_failure


def test_books_with_hidden_fonts_are_not_locked(tmp_path):
    found, _ = read(tmp_path, epub(BOOK, extra={"META-INF/encryption.xml": FONTS}))
    assert sum(isinstance(each, Record) for each in found) == 2


def test_a_damaged_or_missing_document_costs_no_other(tmp_path):
    raw = epub(BOOK).replace(b"0 second.xhtml", b"0 secand.xhtml")
    found, _ = read(tmp_path, raw)
    assert [isinstance(each, Record) for each in found[:2]] == [True, False]
    assert "is not there" in found[1].message
    raw = epub(BOOK, metadata=METADATA)
    at = raw.index(b"text/1.xhtml") + 40
    found, _ = read(tmp_path, raw[:at] + bytes(30) + raw[at + 30 :])
    assert [each.name.rpartition("/")[2] for each in found[:2]] == ["1.xhtml", "0 second.xhtml"]
    assert "damaged" in found[0].message
