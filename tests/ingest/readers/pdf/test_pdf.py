"""PDFs: columns, headings, captions, hyphens and stories by their layout; scans and bombs."""

import io
import re
import zlib
from collections.abc import Iterator

import pypdfium2
import pytest

from articles.ingest.readers import read_records
from articles.ingest.readers.pdf import extraction
from articles.ingest.readers.pdf.right_to_left import in_reading_order, plain_letters
from articles.ingest.readers.reading import read_kept
from articles.ingest.readers.records import Picture, Record, Unreadable
from articles.ingest.stories.split import split_record
from tests.support import pdf_files
from tests.support.pdf_files import PRESS_REVIEW, prose


@pytest.fixture
def read(tmp_path):
    def reading(raw: bytes) -> tuple[Record | Unreadable, list[Picture]]:
        path = tmp_path / "a.pdf"
        path.write_bytes(raw)
        pictures: list[Picture] = []
        [found] = read_records([str(path)], on_picture=pictures.append)
        return found, pictures

    return reading


def elements(html: str, tag: str) -> list[str]:
    return [re.sub("<.*?>", "", text) for text in re.findall(rf"<{tag}\b.*?>(.*?)</{tag}>", html)]


def stories(record: Record) -> Iterator[tuple[str, str, str]]:
    for clipping in split_record(record).clippings:
        if content := clipping.content:
            yield content.headline[0], content.body, str(content.dates.published_at)[:10]


def test_a_newspaper_page_is_read_column_by_column_and_story_by_story(read):
    record, [picture] = read(pdf_files.newspaper_page())
    assert elements(record.page, "h1") == [
        "Harbour wall approved after night of shouting",
        "Choir sings for the lighthouse",
    ]
    assert picture.address == "cid:page1-image1.jpg"
    assert picture.name == f"{record.name}/page1-image1.jpg"
    assert picture.raw.startswith(b"\xff\xd8\xff")
    assert '<img src="cid:page1-image1.jpg"' in record.page
    assert elements(record.page, "figcaption") == [
        "Dockers wait for the vote outside the town hall. (Photo: Lena Voss)"
    ]
    paragraphs = [text.replace("&#x27;", "'") for text in elements(record.page, "p")]
    (_, first, _), (_, second, _) = stories(record)
    assert [text for text in paragraphs if text in prose(2, 4)] == prose(2, 4)
    for text in prose(1, 9):
        assert text[:40] in first.replace("\\", "")
    assert "<p>The Selby Herald</p>" in record.page[record.page.index("<footer>") :]
    assert prose(2, 4)[0][:40] in second.replace("\\", "")
    kept = read_kept(record.raw, record.name)
    assert kept is not None
    assert (kept.page, kept.hints, kept.captured_at) == (
        record.page,
        record.hints,
        record.captured_at,
    )


def test_a_paper_in_two_columns_keeps_its_sections_in_order(read):
    record, _ = read(pdf_files.paper_in_two_columns())
    assert elements(record.page, "h1") == ["On the drift of nets in shallow bays"]
    assert elements(record.page, "h2") == [
        "1 Introduction",
        "2 The bay",
        "3 Results",
        "4 Conclusion",
    ]
    assert record.hints.headline == "On the drift of nets in shallow bays"
    assert record.hints.authors == ("Ada Lind",)
    texts = [text.replace("&#x27;", "'") for text in elements(record.page, "p")]
    assert texts[1:] == [text for seed in range(20, 24) for text in prose(seed, 5)]


def test_a_press_review_is_as_many_stories_as_it_prints(read):
    record, _ = read(pdf_files.press_review())
    found = list(stories(record))
    assert [(headline, day) for headline, _, day in found] == [
        (headline, f"2024-03-{source[-13:-11]}") for headline, source in PRESS_REVIEW
    ]
    assert not record.hints.authors
    assert not record.hints.headline
    assert "......" in record.page[record.page.index("<footer>") :]


def test_divided_words_are_joined_and_compounds_stay(read):
    record, _ = read(pdf_files.german_with_hyphens())
    for word in ("Bürgermeisterin", "übernimmt", "unberührt", "Fischereiverein", "September"):
        assert word in record.page
    for word in ("Nord-Ostsee-Kanal", "Kleinstadt-Idylle"):
        assert word in record.page


def test_pages_that_are_turned_forms_and_lists_are_read(read):
    record, _ = read(pdf_files.turned())
    for text in (*prose(80, 3), *prose(81, 3)):
        assert text in record.page.replace("&#x27;", "'")
    record, _ = read(pdf_files.form())
    assert "<tr><td>Boat</td><td>Aurora</td></tr>" in record.page
    record, _ = read(pdf_files.slides())
    assert len(elements(record.page, "li")) == 9


def test_a_scan_is_refused_with_advice_and_single_pages_are_named(read):
    problem, _ = read(pdf_files.scan())
    assert "has no text; run OCR first, for instance: ocrmypdf in.pdf out.pdf" in problem.message
    record, _ = read(pdf_files.scan(pages=4, texts=(2, 3)))
    assert "pages 1, 4 without text: a picture" in record.note
    problem, _ = read(hand_made(b"BT /F1 12 Tf 72 700 Td (Six words are not a story) Tj ET"))
    assert "a PDF document with 6 words of text, too few for a story" in problem.message


def test_letters_that_nobody_knows_are_refused(read):
    codes = "".join(f"{0xE000 + number:04x}" for number in range(90)).encode()
    content = b"BT /F1 12 Tf 72 700 Td <" + codes + b"> Tj ET"
    problem, _ = read(hand_made(content, font=unicode_font(codes.decode())))
    assert "does not say which letters it is made of" in problem.message


def test_arabic_is_read_in_order_whatever_the_writer_did():
    logical = "قال الوزير 120 يوم"
    placed = []
    right = 500.0
    for letter in logical:
        placed.append((letter, right - 5, right))
        right -= 5
    # digits are written from the left
    digits = [place for place in placed if place[0].isdigit()]
    for digit, place in zip("120", reversed(digits), strict=True):
        placed[placed.index(place)] = (digit, *place[1:])
    assert in_reading_order(placed) == logical
    visual = placed[::-1]
    words = [letter for letter, _, _ in visual]
    assert words != list(logical)
    assert in_reading_order(visual) == logical
    assert plain_letters("\ufee3\ufeae\ufea3\ufe92\ufe8e \ufefb \ufb01n") == "مرحبا لا fin"


def test_arabic_of_a_pdf_in_presentation_forms_is_read(read):
    """Shaped letters in the order of the page, as old programs write them."""
    shaped = "\ufee3\ufeae\ufea3\ufe92\ufe8e"
    line = " ".join([shaped] * 12)[::-1]
    codes = "".join(f"{ord(letter):04x}" for letter in line)
    rows = b"".join(
        b"1 0 0 1 60 %d Tm <%s> Tj " % (600 - 20 * number, codes[20 * number :].encode())
        for number in range(4)
    )
    record, _ = read(hand_made(b"BT /F1 12 Tf " + rows + b"ET", font=unicode_font(codes)))
    assert " ".join(["مرحبا"] * 12) in record.page


def test_a_pdf_with_a_password_is_refused_and_a_locked_index_is_named(read, tmp_path):
    from reportlab.lib.pdfencrypt import StandardEncryption
    from reportlab.pdfgen.canvas import Canvas

    for user, is_read in (("", True), ("secret", False)):
        out = io.BytesIO()
        canvas = Canvas(out, encrypt=StandardEncryption(user, ownerPassword="owner"))
        for place, text in enumerate(prose(5, 4, 1)):
            canvas.drawString(40, 700 - 20 * place, text)
        canvas.save()
        found, _ = read(out.getvalue())
        assert isinstance(found, Record) is is_read
        if not is_read:
            assert "opens with a password only" in found.message


def hostile() -> dict[str, tuple[bytes, str]]:
    bomb = zlib.compress(b"q " * 120_000_000, 9)
    forms = tuple(
        stream(
            b"/X Do " * 200,
            b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X %d 0 R>>>>" % below,
        )
        for below in (7, 8, 9)
    )
    good = pdf_files.press_review()
    return {
        "page tree without end": (
            written(b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[2 0 R 2 0 R]/Count 9>>"),
            "has no text",
        ),
        "bomb": (hand_made(b"", raw=stream_of(bomb)), "MiB of memory"),
        "forms in forms": (hand_made(b"/X Do " * 200, more=forms), "far longer"),
        "brackets": (b"%PDF-1.4\n1 0 obj" + b"[" * 1_000_000, "index cannot be read"),
        "cut": (good[: len(good) // 2], "a PDF document"),
    }


@pytest.mark.parametrize("name", ["page tree without end", "bomb", "brackets", "cut"])
def test_a_hostile_pdf_ends_in_a_sentence(read, name):
    raw, reason = hostile()[name]
    found, _ = read(raw)
    assert isinstance(found, Unreadable)
    assert reason in found.message


def test_a_pdf_that_takes_too_long_ends_in_a_sentence(read, monkeypatch):
    monkeypatch.setattr(extraction, "_SECONDS", 0.5)
    raw, reason = hostile()["forms in forms"]
    found, _ = read(raw)
    assert reason in found.message


def test_without_the_library_it_is_named(read, monkeypatch):
    monkeypatch.setattr(extraction, "find_spec", lambda name: None)
    found, _ = read(pdf_files.form())
    assert "pip install pypdfium2" in found.message
    assert pypdfium2  # it is here


def stream_of(packed: bytes, extra: bytes = b"") -> bytes:
    start = b"<</Length %d/Filter/FlateDecode%s>>stream\n" % (len(packed), extra)
    return start + packed + b"\nendstream"


def stream(raw: bytes, extra: bytes = b"") -> bytes:
    return stream_of(zlib.compress(raw), extra)


def written(*objects: bytes) -> bytes:
    out, places = b"%PDF-1.4\n", []
    for number, each in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj%s\nendobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    count, start = len(objects) + 1, len(out)
    return out + (
        b"xref\n0 %d\n0000000000 65535 f \n%strailer<</Root 1 0 R/Size %d>>\nstartxref\n%d\n%%%%EOF"
        % (count, table, count, start)
    )


def hand_made(
    content: bytes, *, font: tuple[bytes, ...] = (), raw: bytes = b"", more: tuple[bytes, ...] = ()
) -> bytes:
    """A PDF of one page with this content."""
    fonts = font or (b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",)
    resources = b"<</Font<</F1 5 0 R>>%s>>" % (b"/XObject<</X 6 0 R>>" if more else b"")
    return written(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 900 792]/Contents 4 0 R/Resources%s>>" % resources,
        raw or stream(content),
        *fonts,
        *more,
        *((stream(b"q", b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]"),) if more else ()),
    )


def unicode_font(codes: str) -> tuple[bytes, ...]:
    """A font whose codes are those of Unicode, without shapes."""
    unique = sorted({codes[place : place + 4] for place in range(0, len(codes), 4)})
    pairs = "".join(f"<{code}> <{code}>\n" for code in unique)
    mapping = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapType 2 def\n"
        f"1 begincodespacerange <0000> <ffff> endcodespacerange\n{len(unique)} beginbfchar\n{pairs}"
        "endbfchar endcmap end end"
    )
    return (
        b"<</Type/Font/Subtype/Type0/BaseFont/A/Encoding/Identity-H/DescendantFonts[6 0 R]"
        b"/ToUnicode 7 0 R>>",
        b"<</Type/Font/Subtype/CIDFontType2/BaseFont/A/CIDSystemInfo<</Registry(Adobe)"
        b"/Ordering(Identity)/Supplement 0>>/DW 500/FontDescriptor 8 0 R>>",
        stream(mapping.encode()),
        b"<</Type/FontDescriptor/FontName/A/Flags 4/FontBBox[0 0 500 800]/ItalicAngle 0/Ascent 800"
        b"/Descent -200/CapHeight 700/StemV 80>>",
    )
