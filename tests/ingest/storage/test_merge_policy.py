"""Editors win, part by part."""

from dataclasses import replace
from datetime import UTC, datetime

from articles.ingest.storage.merge_policy import merge
from articles.ingest.stories.content import CaptionText, Content, Credit, Dated, digests_of

IMPORTED = Content(
    headline=("Glass workshop reopens", ""),
    byline="",
    dateline=("LISBON", "Lisbon"),
    dates=Dated(datetime(2021, 5, 3, tzinfo=UTC), "3 May 2021", "day", "stated"),
    body="The furnace is lit.\n",
    bullets=("Bench full",),
    captions=(CaptionText(1, "The furnace.", "AFP"),),
    sources=frozenset({Credit("Agence France-Presse", "photo")}),
    tags=frozenset({"Crafts"}),
)
DIGESTS = digests_of(IMPORTED)


def test_the_same_again_changes_nothing():
    assert merge(IMPORTED, IMPORTED, DIGESTS) == merge(IMPORTED, IMPORTED, {})
    assert merge(IMPORTED, IMPORTED, DIGESTS).changed == ()


def test_a_part_that_no_editor_touched_is_brought_up_to_date():
    new = replace(IMPORTED, headline=("Glass workshop reopens at last", ""))
    merged = merge(IMPORTED, new, DIGESTS)
    assert merged.content.headline == new.headline
    assert (merged.changed, merged.kept) == (("headline",), ())


def test_a_part_that_an_editor_changed_is_kept_and_the_others_updated():
    edited = replace(IMPORTED, headline=("Furnace lit", ""))
    new = replace(IMPORTED, headline=("Glass workshop reopens at last", ""), bullets=("Full",))
    merged = merge(edited, new, DIGESTS)
    assert merged.content.headline == ("Furnace lit", "")
    assert merged.content.bullets == ("Full",)
    assert (merged.changed, merged.kept) == (("bullets",), ("headline",))


def test_line_ends_that_a_browser_made_are_no_edit():
    posted = replace(IMPORTED, body=IMPORTED.body.replace("\n", "\r\n"))
    assert merge(posted, replace(IMPORTED, body="New.\n"), DIGESTS).changed == ("body",)


def test_sources_and_topics_are_added_to_and_never_taken_away():
    new = replace(
        IMPORTED,
        sources=frozenset({Credit("Reuters", "reporting")}),
        tags=frozenset({"Cities"}),
    )
    merged = merge(IMPORTED, new, DIGESTS)
    assert merged.content.tags == {"Crafts", "Cities"}
    assert len(merged.content.sources) == 2
    assert merge(merged.content, IMPORTED, digests_of(merged.content)).changed == ()


def test_a_topic_that_an_editor_removed_stays_away():
    merged = merge(replace(IMPORTED, tags=frozenset()), IMPORTED, DIGESTS)
    assert merged.content.tags == frozenset()
    assert merged.kept == ("tags",)


def test_only_a_more_certain_date_replaces_another():
    guess = Dated(datetime(2021, 5, 4, tzinfo=UTC), "2 min ago", "estimated", "capture_time")
    guessed = replace(IMPORTED, dates=guess)
    again = replace(IMPORTED, dates=guess._replace(published_at=datetime(2021, 5, 5, tzinfo=UTC)))
    assert merge(guessed, IMPORTED, digests_of(guessed)).changed == ("dates",)
    assert merge(guessed, again, digests_of(guessed)).changed == ()
    assert merge(IMPORTED, guessed, DIGESTS).changed == ()


def test_an_outdated_capture_changes_nothing():
    new = replace(IMPORTED, bullets=("Full",))
    assert merge(IMPORTED, new, DIGESTS, outdated=True).changed == ()


def test_captions_do_not_change_under_a_body_that_an_editor_wrote():
    edited = replace(IMPORTED, body="![](caption:1)\n\nThe furnace is lit again.\n")
    new = replace(IMPORTED, captions=(CaptionText(1, "The bench.", "AFP"),))
    merged = merge(edited, new, DIGESTS)
    assert merged.content == edited
    assert set(merged.kept) == {"body", "captions"}


def test_a_picture_that_an_editor_added_makes_the_captions_the_editors():
    pictured = replace(IMPORTED, captions=(IMPORTED.captions[0]._replace(picture="a.jpg"),))
    merged = merge(pictured, IMPORTED, DIGESTS)
    assert merged.content == pictured
    assert merged.kept == ("captions",)
