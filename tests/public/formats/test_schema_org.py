"""schema.org: what Google's documentation of article structured data asks for, and what we add.

https://developers.google.com/search/docs/appearance/structured-data/article: `author` with its
`name` and `url`, `dateModified`, `datePublished`, `headline`, `image`.
"""

import json
import re

import pytest

from articles.models import Correction
from articles.public.formats import schema_org
from tests.support.builders import NOON, make_article, make_picture
from tests.support.formats import loaded, make_item

SITE = "http://127.0.0.1:8000"


def of(**what_matters):
    return schema_org.news_article(make_item(**what_matters))


def test_headline():
    assert of()["headline"] == "Boats go out"


def test_author_is_each_person_of_the_byline_for_themselves():
    assert of(byline="By Ines Corkum and Bo Lind")["author"] == [
        {"@type": "Person", "name": "Ines Corkum"},
        {"@type": "Person", "name": "Bo Lind"},
    ]


def test_a_team_that_signs_a_story_is_no_person():
    assert of(byline="Harbour Desk")["author"] == [
        {"@type": "Organization", "name": "Harbour Desk"}
    ]


def test_author_without_a_byline_is_the_source_with_its_page():
    assert of(sources=[("Reuters", "reporting"), ("Harbour Gazette", "publisher")])["author"] == [
        {"@type": "Organization", "name": "Reuters", "url": f"{SITE}/sources/source/"}
    ]


def test_author_of_a_story_from_nowhere_is_the_site():
    assert of()["author"] == [{"@type": "Organization", "name": "Newsroom", "url": f"{SITE}/"}]


@pytest.mark.parametrize(
    ("precision", "expected"),
    [
        ("minute", "2025-03-18T12:00:00+00:00"),
        ("day", "2025-03-18"),
        ("estimated", "2025-03-18"),
        ("unknown", None),
    ],
)
def test_date_published_is_no_more_exact_than_known(precision, expected):
    assert of(date_precision=precision).get("datePublished") == expected


def test_date_modified_is_when_the_desk_last_changed_the_story():
    assert of()["dateModified"] == "2025-03-18T12:00:00+00:00"


def test_an_import_is_no_change_of_the_story():
    assert "dateModified" not in of(date_method="stated")


@pytest.mark.django_db
def test_image_with_caption_and_credit(media):
    caption = {"text": "The harbour", "credit": "AFP", "alt_text": "Boats"}
    article = make_article(captions=[caption | {"image": make_picture()}, "Nets"])
    found = schema_org.news_article(loaded(article))
    (image,) = found["image"]
    assert image.pop("url").startswith(f"{SITE}/media/captions/")
    assert image.pop("contentUrl").startswith(f"{SITE}/media/captions/")
    assert image == {
        "@type": "ImageObject",
        "width": 6,
        "height": 4,
        "caption": "The harbour",
        "creditText": "AFP",
        "description": "Boats",
    }
    assert found["associatedMedia"] == [{"@type": "ImageObject", "caption": "Nets"}]


def test_a_story_without_a_picture_claims_none():
    assert "image" not in of(captions=["Nets"])


def test_the_page_it_is_of():
    found = of()
    page = f"{SITE}/articles/7/boats-go-out/"
    assert found["mainEntityOfPage"] == {"@type": "WebPage", "@id": page}
    assert found["url"] == page
    assert found["@id"] == f"{SITE}/articles/7/"
    assert (found["@context"], found["@type"]) == ("https://schema.org", "NewsArticle")


def test_publisher_is_the_paper_where_it_is_known_and_the_site_where_not():
    assert of(sources=[("Harbour Gazette", "publisher")])["publisher"]["name"] == "Harbour Gazette"
    assert of()["publisher"]["name"] == "Newsroom"
    assert of(sources=[("Harbour Gazette", "publisher")])["sdPublisher"]["name"] == "Newsroom"


def test_what_the_story_is_about_where_and_from_whom():
    found = of(
        kicker="Sea",
        dateline="TYRE, Lebanon",
        place="Tyre",
        language="ar",
        bullets=["First", "Second"],
        topics=["Oceans", "Trade"],
        sources=[("Reuters", "reporting"), ("AFP", "photo")],
        body="Boats went out.",
    )
    assert found["abstract"] == "First\nSecond"
    assert found["dateline"] == "TYRE, Lebanon"
    assert found["contentLocation"] == {"@type": "Place", "name": "Tyre"}
    assert found["articleSection"] == "Sea"
    assert found["keywords"] == ["Oceans", "Trade"]
    assert found["inLanguage"] == "ar"
    assert found["wordCount"] == 3
    assert found["isAccessibleForFree"] is True
    assert [source["name"] for source in found["sourceOrganization"]] == ["Reuters"]


@pytest.mark.django_db
def test_corrections_stand_with_their_dates(client):
    article = make_article()
    Correction.objects.create(article=article, text="Forty, not four.", made_at=NOON)
    page = client.get(article.get_absolute_url()).content.decode()
    (data,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page)
    assert json.loads(data)["correction"] == [
        {
            "@type": "CorrectionComment",
            "text": "Forty, not four.",
            "datePublished": "2025-03-18T12:00:00+00:00",
        }
    ]


@pytest.mark.django_db
def test_every_field_that_google_asks_for_stands_in_the_page(client, media):
    """https://developers.google.com/search/docs/appearance/structured-data/article

    It requires nothing and recommends `author` with `name` and `url`, `dateModified`,
    `datePublished`, `headline` and `image`. `author.url` is of a source alone: people have no page
    here. `publisher`, captions, credits and corrections are ours.
    """
    article = make_article(
        headline="Boats go out",
        captions=[{"text": "Nets", "credit": "AFP", "image": make_picture()}, "No picture"],
        attributions=[("Reuters", "reporting"), ("Harbour Gazette", "publisher")],
        published_at=NOON,
    )
    Correction.objects.create(article=article, text="Forty, not four.", made_at=NOON)
    page = client.get(article.get_absolute_url()).content.decode()
    (data,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page)
    found = json.loads(data)
    assert found["@type"] == "NewsArticle"
    assert found["headline"] == "Boats go out"
    assert found["author"] == [
        {"@type": "Organization", "name": "Reuters", "url": f"{SITE}/sources/reuters/"}
    ]
    assert found["publisher"] == {
        "@type": "Organization",
        "name": "Harbour Gazette",
        "url": f"{SITE}/sources/harbour-gazette/",
    }
    for organization in (*found["author"], found["publisher"]):
        assert client.get(organization["url"].removeprefix(SITE)).status_code == 200
    assert found["datePublished"] == "2025-03-18T12:00:00+00:00"
    assert found["dateModified"].startswith(f"{article.modified_at:%Y-%m-%dT%H:%M}")
    with_zone = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?\+00:00"
    for date in (found["datePublished"], found["dateModified"]):
        assert re.fullmatch(with_zone, date)
    (image,) = found["image"]
    assert image["url"] in page.replace(data, "")  # as the page shows it, whole in its head
    assert image["url"].startswith(f"{SITE}/media/captions/")
    assert (image["caption"], image["creditText"]) == ("Nets", "AFP")
    assert found["associatedMedia"] == [{"@type": "ImageObject", "caption": "No picture"}]
    assert [note["text"] for note in found["correction"]] == ["Forty, not four."]


@pytest.mark.parametrize("evil", ["</script><script>alert(1)</script>", "<!--<script>", "]]>&amp;"])
def test_nothing_in_the_text_ends_the_script_element(evil):
    text = schema_org.script_text(make_item(headline=evil, byline=evil, bullets=[evil]))
    assert not {"<", ">", "&"} & set(text)
    assert json.loads(text)["headline"] == evil
