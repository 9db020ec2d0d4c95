"""Which of a page's dates is the story's: labels, datelines, markup, dates above the headline."""

from datetime import UTC, date, datetime

import pytest

from articles.parsing import DateLabel, PageHints, article_as_json, parse
from articles.parsing.dates.datelines import agency_of, day_of, match_dateline
from articles.parsing.dates.labels import label_of, labelled_dates
from tests.support.sample_pages import HEADLINE, PROSE, page, spaced, story

MARCH_1, MARCH_3 = date(2024, 3, 1), date(2024, 3, 3)


def dates_of(text, **options):
    """The days of the only story's publication and update."""
    [article] = parse(text, **options).articles
    return tuple(one and one.on for one in (article.published, article.updated))


def framed(*dates, lead=""):
    """A story whose head holds these lines, in the furniture that the rules know."""
    return story(*spaced(lead + PROSE[0], *PROSE[1:]), head=("Short Url", *dates, "Follow"))


def unframed(*dates, lead="", above=()):
    """The same on a page of unknown furniture."""
    return page(*above, HEADLINE, "", *spaced(*dates, lead + PROSE[0], *PROSE[1:]))


BOTH = [
    ("Published March 1, 2024", "Updated March 3, 2024"),
    ("Published - March 1, 2024 11:22 am IST", "Updated - March 3, 2024 04:44 am IST"),
    ("First published on 1 March 2024", "Last updated on 3 March 2024"),
    ("Publié le 1er mars 2024", "Mis à jour le 3 mars 2024"),
    ("Veröffentlicht am 1. März 2024", "Aktualisiert am 3. März 2024"),
    ("Publicado el 1 de marzo de 2024", "Actualizado el 3 de marzo de 2024"),
    ("Publicado em 1 de março de 2024", "Atualizado em 3 de março de 2024"),
    ("Pubblicato il 1 marzo 2024", "Aggiornato il 3 marzo 2024"),
    ("نُشر في 1 مارس 2024", "آخر تحديث: 3 مارس 2024"),
    ("تاريخ النشر: 1 مارس 2024", "تم التحديث: 3 مارس 2024"),
    ("Опубликовано: 1 марта 2024", "Обновлено: 3 марта 2024"),
    ("公開 2024年3月1日", "更新 2024年3月3日"),
    ("입력 2024.03.01", "수정 2024.03.03"),
]


@pytest.mark.parametrize("layout", [framed, unframed])
@pytest.mark.parametrize(("published", "updated"), BOTH)
def test_an_update_never_beats_the_date_of_publication(layout, published, updated):
    assert dates_of(layout(published, updated)) == (MARCH_1, MARCH_3)
    assert dates_of(layout(updated, published)) == (MARCH_1, MARCH_3)


@pytest.mark.parametrize("layout", [framed, unframed])
@pytest.mark.parametrize(
    "printed",
    [
        "Published March 1, 2024; updated March 3, 2024 | 4 min read",
        "Updated 3 March 2024, first published 1 March 2024",
        "Veröffentlicht am 01.03.2024 | Aktualisiert am 03.03.2024",
        "Publié le 1er mars 2024 à 16h05 - Mis à jour le 3 mars 2024 à 09h00",
        "Publicado: 1 de marzo de 2024 · Actualizado: 3 de marzo de 2024",
        "نشر في 1 مارس 2024 - آخر تحديث 3 مارس 2024",
        "Опубликовано 1 марта 2024, обновлено 3 марта 2024",
        "公開 2024年3月1日 更新 2024年3月3日",
    ],
)
def test_both_dates_may_stand_on_one_line(layout, printed):
    assert dates_of(layout(printed)) == (MARCH_1, MARCH_3)


@pytest.mark.parametrize("layout", [framed, unframed])
def test_a_date_without_a_label_is_the_storys_beside_an_update(layout):
    assert dates_of(layout("Updated March 3, 2024", "March 1, 2024")) == (MARCH_1, MARCH_3)
    assert dates_of(layout("March 1, 2024")) == (MARCH_1, MARCH_1)
    assert dates_of(layout("Updated March 3, 2024")) == (None, MARCH_3)


def test_a_label_may_stand_on_the_line_above():
    assert dates_of(
        unframed("Updated", "March 3, 2024", "Published", "March 1, 2024")
    ) == (MARCH_1, MARCH_3)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("18 March 2025", [("none", "18 March 2025")]),
        ("3 May 2021 (updated)", [("updated", "3 May 2021")]),
        ("By Ida Brandt | Published 3 May 2021", [("published", "3 May 2021")]),
        ("3 May 2021 4:05 am (Updated 6 am)", [("none", "3 May 2021 4:05 am (Updated 6 am)")]),
        ("14.03.2024, aktualisiert 5.4.2024", [("none", "14.03.2024"), ("updated", "5.4.2024")]),
        ("2024年3月1日 公開 2024年3月3日 更新",
         [("published", "2024年3月1日"), ("updated", "2024年3月3日")]),
        ("Updated 2 hours ago", [("updated", "2 hours ago")]),
    ],
)  # fmt: skip
def test_a_label_names_the_date_behind_it_or_at_the_end_the_one_before(text, found):
    assert [(str(one.label), one.words) for one in labelled_dates(text)] == found


@pytest.mark.parametrize(
    "words", ["Published", "Published:", "Publié le", "公開日時", "تاريخ النشر:"]
)
def test_words_that_are_a_label_alone_are_one(words):
    assert label_of(words) is DateLabel.PUBLISHED


@pytest.mark.parametrize("words", ["Published by Coast Books", "Republished", "Sport", ""])
def test_other_words_are_no_label(words):
    assert label_of(words) is DateLabel.NONE


def test_a_date_above_the_headline_counts_least():
    above = ("Sunday, 10 March 2024", "")
    assert dates_of(unframed("1 March 2024", above=above)) == (MARCH_1, MARCH_1)
    assert dates_of(unframed("Updated 3 March 2024", above=above)) == (None, MARCH_3)
    assert dates_of(unframed(above=above))[0] == date(2024, 3, 10)
    dated = unframed(lead="SELBY BAY, 1 March 2024 (Reuters) - ", above=above)
    assert dates_of(dated)[0] == MARCH_1


DATELINES = [
    ("SELBY BAY, March 1, 2024 (Reuters) - ", "SELBY BAY", "Reuters"),
    ("LONDON, 1 March 2024 - ", "LONDON", ""),
    ("NEW DELHI, Mar 1 (PTI): ", "NEW DELHI", "PTI"),
    ("Paris, le 1er mars 2024 - ", "Paris", ""),
    ("BERLIN, 1. März (dpa) - ", "BERLIN", "dpa"),
    ("Madrid, 1 de marzo de 2024 (EFE).- ", "Madrid", "EFE"),
    ("القاهرة في 1 مارس - ", "القاهرة", ""),
    ("القاهرة 1 مارس 2024 (رويترز) - ", "القاهرة", "رويترز"),
    ("أبوظبي في 1 مارس / وام / - ", "أبوظبي", "وام"),
    ("MANILA, Philippines, 1 Mar. 2024 -- ", "MANILA, Philippines", ""),
    ("SEOUL, 1일 - ", "SEOUL", ""),
    ("BEIJING, March 1 (Xinhua) -- ", "BEIJING", "Xinhua"),
    ("LONDON (2024-03-01) - ", "LONDON", ""),
    ("LONDON, 01.03.2024 - ", "LONDON", ""),
    ("NEW YORK, March 1, 2024 /PRNewswire/ -- ", "NEW YORK", "PRNewswire"),
    ("NEW YORK (AP) March 1, 2024 — ", "NEW YORK", "AP"),
    ("WASHINGTON, Friday, March 1, 2024 (AP) -- ", "WASHINGTON", "AP"),
    ("Frankfurt am Main, 1. März 2024 - ", "Frankfurt am Main", ""),
    ("СЕЛБИ, 1 марта - ", "СЕЛБИ", ""),
]


@pytest.mark.parametrize("layout", [framed, unframed])
@pytest.mark.parametrize(("lead", "place", "agency"), DATELINES)
def test_a_date_in_the_dateline_is_the_storys(layout, lead, place, agency):
    [article] = parse(layout(lead=lead), captured_at=MARCH_3).articles
    assert (article.published.on, article.published.method) == (MARCH_1, "dateline")
    assert article.updated is None
    assert article.dateline == place
    assert agency_of(match_dateline(lead + PROSE[0])) == agency
    assert article.body[0].text == PROSE[0]
    assert "undated" not in {issue.code for issue in article.issues}


@pytest.mark.parametrize(
    "text",
    [
        "On Monday, March 14 - a holiday - the council met again.",
        "By Ida Brandt, 14 March 2024 - The council met again.",
        "Monday, March 14, 2024 - The council met again.",
        "Yesterday, March 14, 2024 - a holiday - the council met.",
        "The vote on 14 March - a holiday - went against the mayor.",
        "Room service, Room 12 - The guests were pleased.",
    ],
)
def test_a_sentence_with_a_date_in_it_is_no_dateline(text):
    assert match_dateline(text) is None


def test_a_dateline_without_a_date_has_none():
    assert day_of(match_dateline("TYRE, Lebanon: Before the sun is up")) == ""


def test_a_datelines_day_without_a_year_is_the_last_before_the_pages_other_dates():
    lead = "NEW DELHI, Mar 1 (PTI): "
    assert dates_of(framed("Updated 3 March 2024", lead=lead)) == (MARCH_1, MARCH_3)
    assert dates_of(framed(lead=lead), captured_at=date(2024, 2, 9))[0] == date(2023, 3, 1)
    assert dates_of(framed(lead=lead))[0] is None
    later = story(
        *spaced(*PROSE), headline="Ferry timetable shrinks", head=("Updated 3 March 2024",)
    )
    first, _ = parse(page(framed(lead=lead), "", "", later)).articles
    assert first.published.on == MARCH_1


@pytest.mark.parametrize(
    ("printed", "differs"),
    [("3 March 2024", True), ("Published 2 March 2024", False), ("Updated 9 March 2024", False)],
)
def test_a_dateline_far_from_the_printed_date_is_reported(printed, differs):
    text = framed(printed, lead="LONDON, 1 March 2024 - ")
    [article] = parse(text).articles
    printed_day = None if "Updated" in printed else article.updated.on
    assert article.published.on == (printed_day or MARCH_1)
    assert ("dates-differ" in {issue.code for issue in article.issues}) is differs


SAID = datetime(2024, 3, 1, 16, 5, tzinfo=UTC)
LATER = datetime(2024, 3, 3, 9, tzinfo=UTC)


def test_the_markups_date_of_publication_beats_a_printed_update():
    hints = PageHints(published_at=SAID, modified_at=LATER)
    for printed in ("Updated March 3, 2024", "March 3, 2024"):
        [article] = parse(unframed(printed), hints=hints).articles
        assert (article.published.at, article.published.method) == (SAID, "page_metadata")
        assert (article.updated.on, article.updated.at) == (MARCH_3, LATER)


def test_the_markups_date_is_that_of_a_page_that_prints_none_and_has_one_story():
    [article] = parse(unframed(), hints=PageHints(published_at=SAID)).articles
    assert (article.published.at, article.updated, article.issues) == (SAID, None, ())
    [article] = parse(unframed(), hints=PageHints(published_at=MARCH_1)).articles
    assert (article.published.on, article.published.precision) == (MARCH_1, "day")
    two = page(framed("1 min ago"), "", "", framed("1 min ago").replace("furnace", "oven"))
    stories = parse(two, hints=PageHints(published_at=SAID)).articles
    assert [one.published.method for one in stories] == ["unresolved"] * 2


def test_a_printed_date_stands_against_the_markup():
    hints = PageHints(published_at=LATER, modified_at=LATER)
    assert dates_of(unframed("Published March 1, 2024"), hints=hints)[0] == MARCH_1
    assert dates_of(unframed("Updated March 1, 2024"), hints=hints) == (None, MARCH_1)


def test_the_report_tells_the_time_only_where_its_zone_is_known():
    def published(printed):
        [article] = parse(unframed(printed)).articles
        return article_as_json(article, "a.txt")["published"]

    assert published("Published March 1, 2024 16:05 UTC+3") == {
        **{"text": "March 1, 2024 16:05 UTC+3", "date": "2024-03-01", "time": "16:05:00+03:00"},
        **{"precision": "minute", "method": "stated"},
    }
    assert published("Published March 1, 2024 16:05 IST")["time"] is None
    assert published("Updated March 1, 2024 16:05 IST") is None


@pytest.mark.parametrize("layout", [framed, unframed])
@pytest.mark.parametrize("printed", ["Published 01/03/2024", "01-03-2024 14:05"])
def test_what_else_is_known_tells_the_day_from_the_month(layout, printed):
    text = layout(printed)
    assert dates_of(text)[0] is None
    assert dates_of(text, hints=PageHints(language="fr"))[0] == MARCH_1
    assert dates_of(text, hints=PageHints(language="en"))[0] is None
    assert dates_of(text, captured_at=date(2024, 1, 20))[0] == date(2024, 1, 3)
    assert dates_of(text, hints=PageHints(modified_at=MARCH_1))[0] == MARCH_1
    assert dates_of(text, hints=PageHints(modified_at=date(2024, 1, 3)))[0] == date(2024, 1, 3)


def test_another_storys_date_tells_the_order_of_numbers():
    other = framed("Published 14/02/2024").replace("furnace", "oven").replace(HEADLINE, "Oven lit")
    first, _ = parse(page(framed("Published 01/03/2024"), "", "", other)).articles
    assert first.published.on == MARCH_1


def test_a_day_in_numbers_that_nothing_settles_keeps_its_words_and_is_no_text():
    [article] = parse(unframed("01/03/2024 14:05")).articles
    assert (article.published.text, article.published.on) == ("01/03/2024 14:05", None)
    assert "undated" in {issue.code for issue in article.issues}
    assert not any("01/03" in block.text for block in article.body)


def test_a_date_below_the_text_does_not_beat_the_markups():
    text = page(HEADLINE, "", *spaced(*PROSE, "Broadcast: Island Radio, 3 March 2024, 10.45"))
    assert dates_of(text, hints=PageHints(published_at=MARCH_1))[0] == MARCH_1
    text = page(HEADLINE, "", *spaced(*PROSE, "Published 3 March 2024"))
    assert dates_of(text, hints=PageHints(published_at=MARCH_1))[0] == MARCH_1


def test_an_update_is_not_calculated_to_before_publication():
    assert dates_of(unframed("Published 3 March 2024", "Updated 2 days ago")) == (MARCH_3, None)
