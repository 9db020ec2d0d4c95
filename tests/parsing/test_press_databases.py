"""Exports of press databases: each document is one article with its fields."""

from datetime import date

import pytest

from articles.ingest.readers.records import Record
from articles.ingest.readers.text import read_text
from articles.parsing import BlockKind, Role, parse
from tests.support import press_exports as exports
from tests.support.sample_pages import HEADLINE, PROSE, page, spaced

FIRST, SECOND = "Old tram goes over the strait", "Oven goes cold"
POST = "The Norhaven Post"
BOTH = "Tom Akande, Ida Lund"

LAYOUTS = {
    "LexisNexis": (exports.LEXISNEXIS, "The Norhaven Post (England)", BOTH, "en"),
    "LexisNexis in HTML": (exports.LEXISNEXIS_HTML, POST, "TOM AKANDE, IDA LUND", "en"),
    "Nexis Uni": (exports.NEXIS_UNI, "The Norhaven Post (England)", BOTH, "en"),
    "Factiva with codes": (exports.FACTIVA_CODED, POST, BOTH, "en"),
    "Factiva in tables": (exports.FACTIVA_TABLES, POST, BOTH, "en"),
    "Factiva without codes": (exports.FACTIVA_PLAIN, POST, BOTH, "de"),
    "Factiva articles in HTML": (exports.FACTIVA_ARTICLES, POST, BOTH, "en"),
    "ProQuest": (exports.PROQUEST, "Norhaven Post", BOTH, "en"),
    "ProQuest in HTML": (exports.PROQUEST_HTML, "Norhaven Post", BOTH, "en"),
    "Europresse": (exports.EUROPRESSE, "La Poste de Norhaven", "Tom Akande", ""),
    "Europresse in HTML": (exports.EUROPRESSE_HTML, "La Poste de Norhaven", BOTH, ""),
    "Mediargus": (exports.MEDIARGUS, "De Havenpost", "Tom Akande", ""),
    "NewsBank": (exports.NEWSBANK, "The Norhaven Post (MD)", BOTH, ""),
    "WISO": (exports.WISO, "Nordhafener Post", "Tom Akande", ""),
    "WISO, the source first": (exports.WISO_SOURCE_FIRST, "Nordhafener Post", "", ""),
    "GoPress": (exports.GOPRESS, "De Havenpost", "Tom Akande", ""),
}


def read(export):
    """The parse of a file with this text, HTML or not."""
    source = read_text(Record("export", export.encode()))
    text = source.characters.text
    return parse(text, marks=source.marks, hints=source.hints, captured_at=date(2025, 3, 18))


def texts(article, kind=BlockKind.PARAGRAPH):
    return [block.text for block in article.body if block.kind is kind]


def publisher(article):
    return [source.name for source in article.sources if source.role == "publisher"]


@pytest.mark.parametrize(("export", "paper", "byline", "language"), LAYOUTS.values(), ids=LAYOUTS)
def test_each_document_is_an_article_with_its_fields(export, paper, byline, language):
    first, second = read(export).articles
    assert first.headline.split(";")[0] == FIRST
    assert second.headline == SECOND
    assert [article.byline for article in (first, second)] == [byline, ""]
    assert [article.published.on.isoformat() for article in (first, second)] == [
        "2024-03-19",
        "2024-03-20",
    ]
    assert {*publisher(first), *publisher(second)} == {paper}
    assert first.language == language


@pytest.mark.parametrize("export", [layout[0] for layout in LAYOUTS.values()], ids=LAYOUTS)
def test_the_text_is_whole_and_nothing_else(export):
    first, second = read(export).articles
    own = texts(first)
    assert [own[0], own[1], own[-1]] == [exports.LEAD, exports.MORE, exports.LAST]
    assert texts(second) == [exports.SECOND_LEAD, exports.SECOND_LAST]
    kinds = {block.kind for article in (first, second) for block in article.body}
    assert kinds <= {BlockKind.PARAGRAPH, BlockKind.CAPTION}


@pytest.mark.parametrize("export", [layout[0] for layout in LAYOUTS.values()], ids=LAYOUTS)
def test_every_line_has_its_place_and_none_is_in_doubt(export):
    parsed = read(export)
    places = [number for entry in parsed.ledger for number in range(entry.first, entry.last + 1)]
    assert places == list(range(1, parsed.line_count + 1))
    assert all(entry.role is not Role.QUARANTINE for entry in parsed.ledger)
    assert all(entry.reason for entry in parsed.ledger if entry.role is Role.CHROME)


@pytest.mark.parametrize("export", exports.VARIANTS.values(), ids=exports.VARIANTS)
def test_other_shapes_of_a_layout_are_read_alike(export):
    [article] = read(export).articles
    assert article.headline == "Tram goes over the strait"
    assert article.byline.title() == "Tom Akande"
    assert publisher(article) == ["De Havenpost"]
    assert article.published.on == date(2024, 3, 19)
    assert texts(article) == [exports.LEAD, exports.MORE, exports.LAST]


LANGUAGES = {
    "Dutch": (
        {"headline": "KOP", "byline": "AUTEUR", "section": "RUBRIEK", "length": "LENGTE"}
        | {"words": "woorden", "text": "TEKST:\n", "loaded": "LOAD-DATE", "language": "TAAL"}
        | {"tongue": "Dutch / Nederlands", "rights": "Alle Rechten Voorbehouden"},
        ("19 maart 2024 dinsdag", "20 maart 2024 woensdag"),
        "{} of {} DOCUMENTS",
        "nl",
    ),
    "German": (
        {"byline": "AUTOR", "section": "RUBRIK", "length": "LÄNGE", "words": "Wörter"}
        | {"loaded": "UPDATE", "language": "SPRACHE", "tongue": "GERMAN; DEUTSCH"}
        | {"rights": "Alle Rechte Vorbehalten"},
        ("Dienstag 19. März 2024", "Mittwoch 20. März 2024"),
        "Dokument {} von {}",
        "de",
    ),
    "French": (
        {"byline": "AUTEUR", "section": "RUBRIQUE", "length": "LONGUEUR", "words": "mots"}
        | {"loaded": "DATE-CHARGEMENT", "language": "LANGUE", "tongue": "FRENCH; FRANÇAIS"}
        | {"rights": "Tous Droits Réservés"},
        ("mardi 19 mars 2024", "mercredi 20 mars 2024"),
        "{} of {} DOCUMENTS",
        "fr",
    ),
    "Spanish": (
        {"headline": "TITULAR", "byline": "AUTOR", "section": "SECCIÓN", "length": "LONGITUD"}
        | {"words": "palabras", "loaded": "FECHA-CARGA", "language": "IDIOMA"}
        | {"tongue": "SPANISH", "rights": "Todos los Derechos Reservados"},
        ("19 de marzo de 2024 martes", "20 de marzo de 2024 miércoles"),
        "{} de {} DOCUMENTOS",
        "es",
    ),
    "Italian": (
        {"byline": "AUTORE", "section": "SEZIONE", "length": "LUNGHEZZA", "words": "parole"}
        | {"loaded": "DATA-CARICAMENTO", "language": "LINGUA", "tongue": "ITALIAN"}
        | {"rights": "Tutti i Diritti Riservati"},
        ("19 marzo 2024 martedì", "20 marzo 2024 mercoledì"),
        "Documento {} di {}",
        "it",
    ),
    "Danish": (
        {"headline": "OVERSKRIFT", "byline": "FORFATTER", "section": "SEKTION", "length": "LÆNGDE"}
        | {"words": "ord", "loaded": "UPLOAD-DATO", "language": "SPROG", "tongue": "Dansk"}
        | {"rights": "Alle rettigheder forbeholdes"},
        ("19. marts 2024 tirsdag", "20. marts 2024 onsdag"),
        "Dokument {} af {}",
        "da",
    ),
    "Swedish": (
        {"headline": "RUBRIK", "byline": "FÖRFATTARE", "section": "AVDELNING", "length": "LÄNGD"}
        | {"words": "ord", "loaded": "LADDNINGSDATUM", "language": "SPRÅK", "tongue": "Svenska"}
        | {"rights": "Alla rättigheter förbehållna"},
        ("19 mars 2024 tisdag", "20 mars 2024 onsdag"),
        "Dokument {} av {}",
        "sv",
    ),
}


@pytest.mark.parametrize(
    ("names", "dates", "opening", "language"), LANGUAGES.values(), ids=LANGUAGES
)
def test_the_names_of_fields_are_known_in_the_languages_of_the_database(
    names, dates, opening, language
):
    first, second = read(exports.lexisnexis_in(names, dates, opening)).articles
    assert (first.headline, second.headline) == (FIRST, SECOND)
    assert (first.byline, first.language) == ("Tom Akande", language)
    assert (first.published.text, first.published.on) == (dates[0], date(2024, 3, 19))
    assert publisher(first) == ["Nordhafener Post"]
    assert texts(first) == [exports.LEAD, exports.MORE, exports.LAST]
    assert first.topics == ("Kultur",)


def test_a_caption_is_parted_from_its_credit():
    shed = "GRAPHIC: PHOTO: The tram of 1911 in its shed.; Photo by Ida Lund"
    export = exports.LEXISNEXIS.replace("GRAPHIC: The tram of 1911 in its shed", shed)
    [caption] = read(export).articles[0].captions
    assert (caption.text, caption.credit) == ("The tram of 1911 in its shed.", "Ida Lund")


def test_prose_of_a_document_without_a_text_is_not_taken_for_furniture():
    export = exports.PROQUEST.replace(f"Full text: {exports.SECOND_LEAD}", "Abstract: None.")
    export = export.replace(exports.SECOND_LAST, "")
    whole = export.replace("Abstract: None.", f"Abstract: {exports.SECOND_LEAD}")
    parsed = read(whole)
    number = whole.splitlines().index(f"Abstract: {exports.SECOND_LEAD}") + 1
    [entry] = [one for one in parsed.ledger if one.first <= number <= one.last]
    assert entry.role is Role.QUARANTINE


def test_fields_say_where_they_were_read():
    first, second = read(exports.FACTIVA_CODED).articles
    assert first.origins == {
        "headline": "line 1, HD",
        "byline": "line 2, BY",
        "published": "line 4, PD",
        "updated": "line 4, PD",
        "publisher": "line 6, SN",
        "language": "line 9, LA",
        "topics": "line 24, NS",
    }
    assert second.origins["topics"] == "line 29, SE"


def test_standfirst_dateline_caption_and_topics_are_taken():
    for export in (exports.LEXISNEXIS, exports.NEXIS_UNI):
        first, second = read(export).articles
        assert [bullet.text for bullet in first.bullets] == ["A tram of 1911 finds a new home."]
        assert first.dateline == "NORHAVEN"
        assert texts(first, BlockKind.CAPTION) == ["The tram of 1911 in its shed"]
        assert first.topics == ("City life", "Museums & galleries", "Trams")
        assert second.topics == ()


def test_an_abstract_that_is_the_beginning_of_the_text_is_no_standfirst():
    [first, _] = read(exports.PROQUEST).articles
    assert [one.text for one in first.bullets] == ["A tram of 1911 finds a new home on the island."]
    again = exports.PROQUEST.replace("A tram of 1911 finds a new home on the island.", exports.LEAD)
    assert read(again).articles[0].bullets == ()


def test_a_text_that_begins_as_a_code_or_field_does_stays_text():
    [first, _] = read(exports.FACTIVA_CODED).articles
    assert "IN THE END, the director said, the museum will pay for the barges." in texts(first)
    own = "LANGUAGE: that was the question of the evening, and nobody had an answer to it."
    more = exports.LEXISNEXIS.replace(exports.LAST, f"{own}\n\n{exports.LAST}")
    assert texts(read(more).articles[0])[-2:] == [own, exports.LAST]


def test_the_list_of_titles_search_terms_and_the_foot_are_furniture():
    reasons = {
        (entry.reason, entry.article)
        for export in (exports.LEXISNEXIS, exports.NEXIS_UNI, exports.FACTIVA_CODED)
        for entry in read(export).ledger
        if entry.role is Role.CHROME and entry.article is None
    }
    assert reasons == {("head or foot of the export", None)}
    listed = [entry for entry in read(exports.MEDIARGUS).ledger if entry.role is Role.CHROME]
    assert listed[0].reason == "list of the export's titles"


@pytest.mark.parametrize(
    ("export", "text"),
    [
        (exports.PROQUEST, "Full text: Not available."),
        (exports.PROQUEST, ""),
        (exports.FACTIVA_CODED, ""),
    ],
)
def test_a_document_without_a_text_is_quarantined_with_the_reason(export, text):
    for line in (exports.SECOND_LEAD, exports.SECOND_LAST):
        export = export.replace(line, "")
    export = export.replace("Full text: \n\n\n\nPublication", f"{text}\n\nPublication")
    parsed = read(export)
    assert [article.headline for article in parsed.articles] == [FIRST]
    held = [entry for entry in parsed.ledger if entry.role is Role.QUARANTINE]
    assert held
    assert {entry.reason for entry in held} == {"the export holds no text of this document"}


MENTIONS = (
    ("BYLINE: Ida Brandt",),
    ("HD", "LP"),
    ("Document 1 of 2",),
    ("1 of 10 DOCUMENTS",),
    ("End of Document",),
    ("Quelle: dpa",),
    ("Source: ProQuest", "Full text: the report of the council"),
    ("LENGTH: 212 words",),
    ("14-03-2024, p.23",),
    ("Record: the wettest March",),
    ("Document NORPST0020240319ek3j0001f",),
)


@pytest.mark.parametrize("lines", MENTIONS)
def test_a_page_that_mentions_a_field_is_no_export(lines):
    [article] = parse(page(HEADLINE, "", *spaced(*PROSE[:2], *lines, *PROSE[2:]))).articles
    assert article.headline == HEADLINE
    assert texts(article)[0] == PROSE[0]
