"""Sitemaps: as the protocol and Google's news schema have them, and which stories they hold."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from lxml import etree

from articles.models import UNDATED, Article
from articles.public.formats import sitemaps
from tests.support.builders import NOON, make_article

SCHEMA = etree.XMLSchema(etree.parse(Path(__file__).parent / "schemas" / "sitemap.xsd"))
NAMES = {
    "": "http://www.sitemaps.org/schemas/sitemap/0.9",
    "news": "http://www.google.com/schemas/sitemap-news/0.9",
}


def read(xml):
    """The document, checked against the schema."""
    tree = etree.fromstring(xml.encode())
    SCHEMA.assertValid(tree)
    return tree


def locations(tree):
    return [node.text for node in tree.iter("{*}loc")]


def test_the_schema_of_these_tests_refuses_what_the_protocol_does():
    head = f'<urlset xmlns="{NAMES[""]}"><url>'
    fine = f"{head}<loc>https://news.example.org/</loc><lastmod>2025-03-18</lastmod></url></urlset>"
    read(fine)
    for wrong in (
        fine.replace("https://news.example.org/", "/"),
        fine.replace("2025-03-18", "yesterday"),
        fine.replace("lastmod", "changed"),
        f"{head}<lastmod>2025-03-18</lastmod></url></urlset>",
    ):
        with pytest.raises(etree.DocumentInvalid):
            read(wrong)


def test_the_index_names_each_sitemap_with_its_youngest_change():
    found = [sitemaps.Stretch(0, NOON), sitemaps.Stretch(12, NOON + timedelta(days=1))]
    tree = read(sitemaps.index(found))
    assert locations(tree) == [
        "http://127.0.0.1:8000/sitemap-0.xml",
        "http://127.0.0.1:8000/sitemap-12.xml",
    ]
    assert tree.findtext(".//{*}lastmod") == "2025-03-18T12:00:00+00:00"


def test_a_sitemap_names_its_stories_in_any_script():
    entries = [
        sitemaps.Entry(1, "boats-go-out", NOON),
        sitemaps.Entry(2, "الصيادون", NOON),
        sitemaps.Entry(3, "", NOON),
        sitemaps.Entry(4, "a&b", datetime(987, 1, 2, 3, 4, 5, 6, tzinfo=UTC)),
    ]
    tree = read(sitemaps.urlset(entries))
    assert locations(tree)[0] == "http://127.0.0.1:8000/articles/1/boats-go-out/"
    assert locations(tree)[3] == "http://127.0.0.1:8000/articles/4/a&b/"


def news(*articles):
    return read(sitemaps.news_urlset(articles))


def make(**what_matters):
    known = {"pk": 7, "headline": "Boats go out", "slug": "boats", "published_at": NOON}
    return Article(**(known | what_matters))


def test_the_news_sitemap_tells_publication_date_and_title(settings):
    settings.SITE_NAME = "Harbour & Sea"
    tree = news(make(headline="Boats <go> & come \x01", date_precision="minute"))
    assert tree.findtext(".//news:name", namespaces=NAMES) == "Harbour & Sea"
    assert tree.findtext(".//news:language", namespaces=NAMES) == "en"
    assert tree.findtext(".//news:title", namespaces=NAMES) == "Boats <go> & come "
    date = tree.findtext(".//news:publication_date", namespaces=NAMES)
    assert date == "2025-03-18T12:00:00+00:00"


@pytest.mark.parametrize("precision", ["day", "estimated"])
def test_a_date_known_to_the_day_is_given_to_the_day(precision):
    tree = news(make(date_precision=precision))
    assert tree.findtext(".//news:publication_date", namespaces=NAMES) == "2025-03-18"


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", "en"),
        ("en-GB", "en"),
        ("ckb", "ckb"),
        ("zh", "zh-cn"),
        ("zh-Hant", "zh-tw"),
        ("zh-CN", "zh-cn"),
        ("", "en"),
        ("Deutsch", "en"),
    ],
)
def test_languages_are_written_as_the_news_sitemap_knows_them(language, expected):
    tree = news(make(language=language))
    assert tree.findtext(".//news:language", namespaces=NAMES) == expected


# --- which stories


@pytest.mark.django_db
def test_each_published_story_stands_in_the_sitemap_of_its_stretch_of_ids():
    for pk in (9_999, 10_000, 10_001, 25_000):
        make_article(pk=pk, slug="a")
    make_article(pk=30_000, status="draft")
    make_article(pk=40_000, published_at=datetime(2999, 1, 1, tzinfo=UTC))
    now = datetime.now(tz=UTC)
    assert [stretch.number for stretch in sitemaps.stretches(now=now)] == [0, 1, 2]
    assert [entry.pk for entry in sitemaps.entries_of(0, now=now)] == [9_999]
    assert [entry.pk for entry in sitemaps.entries_of(1, now=now)] == [10_000, 10_001]
    assert sitemaps.entries_of(3, now=now) == []


@pytest.mark.django_db
def test_a_stretch_changed_when_the_youngest_of_its_stories_did():
    make_article(pk=1)
    young = make_article(pk=2)
    Article.objects.filter(pk=1).update(modified_at=NOON)
    young.refresh_from_db()
    (stretch,) = sitemaps.stretches(now=datetime.now(tz=UTC))
    assert stretch.changed_at == young.modified_at


@pytest.mark.django_db
def test_only_stories_of_the_last_two_days_by_their_own_date_are_news():
    fresh = make_article(published_at=NOON - timedelta(hours=47))
    make_article(published_at=NOON - timedelta(hours=49))
    make_article(published_at=NOON + timedelta(hours=1))  # under embargo
    make_article(published_at=NOON - timedelta(hours=1), status="draft")
    assert list(sitemaps.news(now=NOON)) == [fresh]


@pytest.mark.django_db
def test_an_archive_imported_today_is_no_news():
    make_article(published_at=datetime(2012, 9, 5, tzinfo=UTC))  # written just now
    make_article(published_at=NOON - timedelta(hours=1), date_precision="unknown")
    make_article(published_at=UNDATED, date_precision="unknown")
    assert not sitemaps.news(now=NOON)
    # The schema asks for one entry at least; a sitemap without any is what crawlers are used to.
    empty = etree.fromstring(sitemaps.news_urlset(sitemaps.news(now=NOON)).encode())
    assert etree.QName(empty).localname == "urlset"
    assert len(empty) == 0
