"""ninjs 3.1: every field where the standard has it."""

from datetime import UTC, datetime

import pytest

from articles.models import UNDATED
from articles.public.formats import ninjs
from tests.support.builders import NOON, make_article, make_picture
from tests.support.formats import loaded
from tests.support.ninjs_schema import complaints

pytestmark = pytest.mark.django_db

SITE = "http://127.0.0.1:8000"


def test_the_schema_of_these_tests_refuses_what_the_standard_does():
    fine = {"uri": "https://news.example.org/articles/1/", "headlines": [{"value": "Boats"}]}
    assert not complaints(fine)
    assert complaints({})
    assert complaints(fine | {"headline": "Boats"})
    assert complaints(fine | {"pubStatus": "withdrawn"})
    assert complaints(fine | {"uri": "/articles/1/"})
    assert complaints(fine | {"versionCreated": "2025-03-18"})
    assert complaints(fine | {"associations": [{"name": "caption-1"}]})


def test_every_part_of_a_story_has_its_place(media):
    article = make_article(
        headline="Boats go out",
        kicker="Sea",
        byline="Ines Corkum",
        dateline="TYRE, Lebanon",
        place="Tyre",
        body="Boats *went* out.\n\n![](caption:1)\n\n## Later\n\nThey came in.",
        bullets=["First point", "Second point"],
        captions=[
            {"text": "The harbour", "credit": "AFP", "alt_text": "Boats", "image": make_picture()},
            {"text": "Nets", "credit": "Reuters"},
        ],
        tags=["Oceans"],
        attributions=[("AFP", "photo"), ("Harbour Gazette", "publisher")],
        published_at=NOON,
    )
    reported = ninjs.item(loaded(article))

    assert not complaints(reported)
    identity = f"{SITE}/articles/{article.pk}/"
    assert reported["uri"] == identity
    assert reported["standard"]["version"] == "3.1"
    assert (reported["type"], reported["pubStatus"], reported["language"]) == (
        "text",
        "usable",
        "en",
    )
    assert reported["contentCreated"] == "2025-03-18T12:00:00Z"
    assert reported["by"] == "Ines Corkum"
    assert reported["located"] == "TYRE, Lebanon"
    assert {line["role"]: line["value"] for line in reported["headlines"]} == {
        "main": "Boats go out",
        "kicker": "Sea",
    }
    points = [text["value"] for text in reported["descriptions"] if text["role"] == "keyPoint"]
    assert points == ["First point", "Second point"]
    plain, rich = reported["bodies"]
    assert plain["value"] == "Boats went out.\n\nLater\n\nThey came in."
    assert (plain["contentType"], plain["wordCount"]) == ("text/plain", 7)
    assert rich["contentType"] == "text/html"
    assert "<p>TYRE, Lebanon — Boats <em>went</em> out.</p>" in rich["value"]
    assert [subject["name"] for subject in reported["subjects"]] == ["Oceans"]
    assert [place["name"] for place in reported["places"]] == ["Tyre"]
    assert {(source["name"], source["role"]) for source in reported["infoSources"]} == {
        ("AFP", "photo"),
        ("Harbour Gazette", "publisher"),
    }
    picture, missing = reported["associations"]
    assert picture["uri"] == f"{identity}#caption-1"
    assert (picture["type"], picture["by"]) == ("picture", "AFP")
    rendition = picture["renditions"][0]
    assert rendition["href"].startswith(f"{SITE}/media/captions/")
    assert (rendition["width"], rendition["height"]) == (6, 4)
    assert rendition["sizeInBytes"] > 0
    assert missing["representationType"] == "partial"
    assert "renditions" not in missing
    assert missing["descriptions"][0]["value"] == "Nets"


def test_a_bare_story_leaves_out_what_it_lacks():
    reported = ninjs.item(loaded(make_article(body="")))
    assert not complaints(reported)
    assert not {"by", "located", "bodies", "subjects", "associations"} & set(reported)


def test_a_note_to_editors_is_nowhere_in_it():
    reported = ninjs.item(loaded(make_article(ednote="Call the harbour master")))
    assert "harbour master" not in str(reported)


def test_an_undated_story_has_no_date_of_its_own_and_says_so():
    reported = ninjs.item(loaded(make_article(published_at=UNDATED, date_precision="unknown")))
    assert "contentCreated" not in reported
    assert {"role": "datePrecision", "contentType": "text/plain", "value": "unknown"} in (
        reported["descriptions"]
    )


def test_an_estimated_date_comes_with_the_words_as_printed():
    article = make_article(date_precision="estimated", date_text="14 sec ago")
    roles = {text["role"]: text["value"] for text in ninjs.item(loaded(article))["descriptions"]}
    assert roles["datePrecision"] == "estimated"
    assert roles["dateAsPrinted"] == "14 sec ago"


def test_a_withdrawn_story_is_canceled_and_says_nothing_more():
    article = make_article(headline="Slander", slug="slander", status="withdrawn", body="Slander.")
    reported = ninjs.canceled(article)
    assert not complaints(reported)
    assert reported["pubStatus"] == "canceled"
    assert "slander" not in str(reported).lower()


def test_an_address_of_any_script_is_a_uri():
    article = make_article(
        headline="الصيادون",
        language="ar",
        tags=["بحر"],
        place="صور",
        attributions=[("وفا", "photo")],
    )
    assert not complaints(ninjs.item(loaded(article)))


def test_moments_keep_their_zone_whatever_it_was():
    article = make_article(published_at=datetime(987, 3, 8, 1, 2, 3, 4, tzinfo=UTC))
    assert not complaints(ninjs.item(loaded(article)))
