"""What editors said of lines that found no place: kept by a re-parse and a re-import, and nothing
is lost by it."""

from __future__ import annotations

from itertools import pairwise

import pytest

from articles.ingest.maintenance.export import dump_bytes
from articles.ingest.maintenance.quarantine import (
    Decision,
    PlacingError,
    place,
    take_back,
    waiting_lines,
)
from articles.ingest.maintenance.reparse import reparse
from articles.ingest.maintenance.verify import verify
from articles.models import Article, Clipping, Dump, PlacementRule
from articles.parsing import Placement, PlacementKind, furniture_form, parse
from tests.support.importing import importing
from tests.support.sample_pages import PROSE, page, roles, spaced, story

STRAY = ("Ferry timetable", "", "First boat at six, last at nine")
PAGE = page(*STRAY, "", "Join the club", "", story())

pytestmark = pytest.mark.django_db


def quarantined() -> Clipping:
    return Clipping.objects.select_related("dump").get(kind=Clipping.Kind.QUARANTINE)


def decide(kind: PlacementKind, first: int, last: int, *, everywhere: bool = False):
    decision = Decision(kind, first, last, everywhere)
    return place(quarantined(), decision, by=None, asked_by="anna")


def assert_whole(raw: str) -> None:
    dump = Dump.objects.get()
    assert b"".join(dump_bytes(dump)) == raw.encode()
    assert [verdict.faults for verdict in verify(Dump.objects.all())] == [()]


def headlines() -> list[str]:
    return sorted(Article.objects.values_list("headline", flat=True))


def cuts() -> list[tuple[str, int, int]]:
    return list(
        Clipping.objects.order_by("dump", "position").values_list("kind", "first_line", "last_line")
    )


# --- in the parser, without a database


@pytest.mark.parametrize("kind", list(PlacementKind))
@pytest.mark.parametrize("span", [(1, 1), (1, 3), (3, 3), (2, 5), (5, 5), (1, 9), (7, 400), (4, 4)])
def test_every_line_has_one_place_whatever_is_said_of_it(kind, span):
    parsed = parse(PAGE, placements=[Placement(kind, *span)])
    lines = [n for entry in parsed.ledger for n in range(entry.first, entry.last + 1)]
    assert lines == list(range(1, parsed.line_count + 1))
    starts = [(article.lines.first, article.lines.last) for article in parsed.articles]
    assert all(one[1] < other[0] for one, other in pairwise(starts))


def test_a_stretch_is_a_story_with_its_first_line_for_a_headline():
    parsed = parse(PAGE, placements=[Placement(PlacementKind.STORY, 1, 3)])
    made, found = parsed.articles
    assert (made.headline, found.index) == (STRAY[0], 2)
    assert [block.text for block in made.body] == [STRAY[2]]
    assert roles(parsed)[:5] == ["headline", "blank", "paragraph", "blank", "quarantine"]


def test_lines_join_the_story_below_and_above():
    parsed = parse(PAGE, placements=[Placement(PlacementKind.BELOW, 1, 5)])
    (article,) = parsed.articles
    assert article.lines.first == 1
    assert [block.text for block in article.body][-3:] == list(PROSE)
    assert "Join the club" in [block.text for block in article.body]

    lone = "A headline that has no text below it"
    after = page(story(), "", lone)
    whole = parse(after)
    above = parse(after, placements=[Placement(PlacementKind.ABOVE, whole.line_count, 999)])
    assert above.articles[0].lines.last == above.line_count
    assert above.articles[0].body[-1].text == lone


def test_what_the_parser_finds_by_itself_is_not_placed_by_hand():
    plain = parse(story())
    for kind in PlacementKind:
        assert parse(story(), placements=[Placement(kind, 1, plain.line_count)]) == plain


def test_text_between_a_story_and_what_is_added_to_it_keeps_it_where_it_is():
    assert parse(PAGE, placements=[Placement(PlacementKind.BELOW, 1, 3)]) == parse(PAGE)


def test_furniture_is_known_wherever_it_stands_in_any_spelling():
    text = page(story(*spaced(PROSE[0], "JOIN the  Club", PROSE[1])))
    parsed = parse(text, furniture=frozenset({furniture_form("Join the club")}))
    assert "JOIN the Club" not in str(parsed.articles)
    reasons = {entry.reason for entry in parsed.ledger if entry.role == "chrome"}
    assert "marked as page furniture on the desk" in reasons


# --- kept


def test_a_stretch_made_a_story_is_an_article_and_stays_one(write):
    path = write(PAGE)
    importing(path)
    clipping = quarantined()
    assert waiting_lines(clipping) == [1, 3, 5]

    placed = decide(PlacementKind.STORY, 1, 3)

    article = Article.objects.get(headline=STRAY[0])
    assert placed.article == article.pk
    assert article.status == Article.Status.IN_REVIEW
    assert_whole(PAGE)
    before = cuts()
    assert reparse(Dump.objects.all(), dry_run=False).resplit_count == 0
    assert importing(path).counts.created == 0
    assert cuts() == before
    assert len(headlines()) == 2
    assert_whole(PAGE)


def test_a_dump_that_comes_again_after_it_was_undone_is_read_by_its_rules(write):
    path = write(PAGE)
    importing(path)
    decide(PlacementKind.STORY, 1, 3)
    before = headlines(), cuts()
    Article.objects.all().delete()
    Dump.objects.all().delete()

    importing(path)

    assert (headlines(), cuts()) == before


def test_worker_processes_know_the_rules(write):
    from articles.ingest.options import ImportOptions
    from articles.ingest.pipeline.run import run_import

    path = write(PAGE)
    importing(path)
    decide(PlacementKind.STORY, 1, 3)
    result = run_import([path], ImportOptions(), workers=1)
    assert (result.counts.unchanged, result.counts.created) == (2, 0)


def test_lines_added_to_a_story_are_in_its_text(write):
    importing(write(PAGE))
    before = Article.objects.get()

    decide(PlacementKind.BELOW, 1, 5)

    after = Article.objects.get()
    assert after.pk == before.pk
    assert STRAY[2].rstrip(".") in after.body
    assert_whole(PAGE)
    assert not Clipping.objects.filter(kind=Clipping.Kind.QUARANTINE).exists()


def test_an_editors_body_is_kept_and_reported(write):
    importing(write(PAGE))
    Article.objects.update(body="Rewritten.")

    placed = decide(PlacementKind.BELOW, 1, 5)

    assert Article.objects.get().body == "Rewritten."
    assert [part.part for change in placed.changes for part in change.kept] == ["body"]


def test_furniture_here_leaves_quarantine_and_elsewhere_stays(write):
    importing(write(PAGE, "a.txt"))
    decide(PlacementKind.CHROME, 1, 5)
    assert_whole(PAGE)
    assert not Clipping.objects.filter(kind=Clipping.Kind.QUARANTINE).exists()

    importing(write(PAGE + "\n", "b.txt"))
    assert waiting_lines(quarantined()) == [1, 3, 5]


def test_furniture_everywhere_is_known_in_the_next_dump(write):
    importing(write(PAGE, "a.txt"))
    decide(PlacementKind.CHROME, 5, 5, everywhere=True)
    assert waiting_lines(quarantined()) == [1, 3]

    importing(write(PAGE + "\n", "b.txt"))
    for clipping in Clipping.objects.filter(kind=Clipping.Kind.QUARANTINE):
        assert waiting_lines(clipping) == [1, 3]


def test_a_dump_of_nothing_but_furniture_leaves_quarantine(write):
    text = page("Join the club", "", "Weather: fair")
    importing(write(text))
    decide(PlacementKind.CHROME, 1, 3)
    assert not Clipping.objects.filter(kind=Clipping.Kind.QUARANTINE).exists()
    assert_whole(text)


def test_a_decision_taken_back_puts_the_lines_back_and_leaves_the_article(write):
    importing(write(PAGE))
    before = cuts()
    decide(PlacementKind.STORY, 1, 3)

    take_back(PlacementRule.objects.get(), Dump.objects.get(), asked_by="anna")

    assert cuts() == before
    assert STRAY[0] in headlines()
    assert_whole(PAGE)


@pytest.mark.parametrize(
    ("decision", "said"),
    [
        (Decision(PlacementKind.STORY, 0, 3), "Choose lines from 1 to 6"),
        (Decision(PlacementKind.STORY, 3, 1), "Choose lines from 1 to 6"),
        (Decision(PlacementKind.STORY, 2, 2), "None of these lines"),
        (Decision(PlacementKind.BELOW, 1, 3), "must end with line 5"),
        (Decision(PlacementKind.ABOVE, 3, 5), "must begin with line 1"),
        (Decision(PlacementKind.ABOVE, 1, 5), "no place for these lines"),
    ],
)
def test_a_decision_that_the_lines_do_not_bear_is_refused_and_not_kept(write, decision, said):
    importing(write(PAGE))
    before = cuts()
    with pytest.raises(PlacingError, match=said):
        place(quarantined(), decision, by=None, asked_by="anna")
    assert not PlacementRule.objects.exists()
    assert cuts() == before


def test_a_long_line_is_no_furniture_everywhere(write):
    text = page("Join " + "the club and " * 20, "", story())
    importing(write(text))
    with pytest.raises(PlacingError, match="too long to ignore always"):
        decide(PlacementKind.CHROME, 1, 1, everywhere=True)
    assert not PlacementRule.objects.exists()
