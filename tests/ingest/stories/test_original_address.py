"""What an import keeps of a story's page: the key of its address, and when it was updated."""

import json
from datetime import UTC, datetime
from importlib import import_module
from types import SimpleNamespace

import pytest
from django.db import connection

from articles.ingest.maintenance.reparse import reparse
from articles.models import Clipping, Dump
from tests.support.builders import make_capture
from tests.support.importing import importing
from tests.support.sample_pages import page, spaced, story

pytestmark = pytest.mark.django_db

ADDRESS = "https://www.post.example/news/ferry-timetable-shrinks"
KEY = "example,post,)/news/ferry-timetable-shrinks"
PROSE = (
    "The ferry to the outer islands will sail three times a day from the first of the month.",
    "The harbour office says that the older of the two boats needs a new engine before spring.",
    "Shopkeepers on the islands have asked for one more crossing on Saturdays.",
)


def html(*stories, modified="", published="2019-03-14T08:00:00+00:00", address=ADDRESS):
    data = f'"datePublished": "{published}", "headline": "{stories[0]}"'
    data += f', "dateModified": "{modified}"' if modified else ""
    body = "".join(
        f"<article><h1>{headline}</h1>{''.join(f'<p>{headline}. {text}</p>' for text in PROSE)}"
        "</article>"
        for headline in stories
    )
    return (
        f'<!doctype html><html lang="en"><head><title>{stories[0]}</title>'
        f'<link rel="canonical" href="{address}"><script type="application/ld+json">'
        f'{{"@type": "NewsArticle", {data}}}</script></head><body>{body}</body></html>'
    )


@pytest.fixture
def take(tmp_path):
    def take(text, name="page.html", **options):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        importing(path, **options)
        return Clipping.objects.get(kind="story")

    return take


HEADLINE = "Ferry timetable shrinks for the winter"


@pytest.mark.parametrize("address", [ADDRESS, f"{ADDRESS}/?utm_source=mail", ADDRESS.upper()])
def test_the_key_of_the_address_that_a_page_states(take, address):
    assert take(html(HEADLINE, address=address)).address_key == KEY


@pytest.mark.parametrize(
    "address", ["http://127.0.0.1/a-b-c", "http://intranet/a-b-c", "javascript:alert(1)", ""]
)
def test_no_key_of_what_is_not_on_the_public_web(take, address):
    assert take(html(HEADLINE, address=address)).address_key == ""


def test_a_record_has_the_address_of_its_field(take):
    text = " ".join(PROSE).replace('"', "")
    record = f'{{"title": "{HEADLINE}", "text": "{text}", "url": "{ADDRESS}"}}'
    assert take(record, "pages.jsonl").address_key == KEY


@pytest.mark.parametrize(
    ("modified", "at", "is_timed"),
    [
        ("2019-03-15T09:30:00+00:00", datetime(2019, 3, 15, 9, 30, tzinfo=UTC), True),
        ("2019-03-14T08:20:00+00:00", datetime(2019, 3, 14, 8, 20, tzinfo=UTC), True),
        ("2019-03-15T01:30:00+05:00", datetime(2019, 3, 14, 20, 30, tzinfo=UTC), True),
        ("2019-03-15", datetime(2019, 3, 15, tzinfo=UTC), False),
        ("2019-03-14T08:00:00+00:00", None, False),
        ("2019-03-14", None, False),
        ("2018-01-01T00:00:00+00:00", None, False),
        ("2031-01-01T00:00:00+00:00", None, False),  # no page captured in May can know it
        ("soon", None, False),
        ("", None, False),
    ],
)
def test_an_update_is_kept_if_it_came_after_publication(take, modified, at, is_timed):
    captured_at = datetime(2019, 5, 3, tzinfo=UTC)
    clipping = take(html(HEADLINE, modified=modified), captured_at=captured_at)
    assert (clipping.updated_at, clipping.is_update_timed) == (at, is_timed)


def test_a_printed_update_of_a_plain_text_is_kept(take):
    head = f"{HEADLINE}\n\nPublished 14 March 2019\n\nUpdated 16 March 2019\n\n"
    clipping = take(head + "\n\n".join(PROSE), "page.txt")
    assert clipping.updated_at == datetime(2019, 3, 16, tzinfo=UTC)


def test_rows_of_before_are_filled_by_the_migration_and_by_reparsing(take):
    take(html(HEADLINE, modified="2019-03-15"))
    before = {"address_key": "", "updated_at": None}
    alone = make_capture(None, "https://post.example/a%00b")
    unknown = make_capture(None)
    shared = make_capture(None, ADDRESS)
    Clipping.objects.create(
        dump=shared.dump, position=2, kind="story", first_line=2, last_line=2, raw=b"\n"
    )
    Clipping.objects.update(**before)
    migration = import_module("articles.migrations.0005_original_address")
    migration.fill_keys(None, SimpleNamespace(connection=connection))
    filled = dict(Clipping.objects.exclude(address_key="").values_list("pk", "address_key"))
    assert filled.pop(alone.pk) == "example,post,)/ab"
    assert list(filled.values()) == [KEY]
    assert not {unknown.pk, shared.pk} & set(filled)

    Dump.objects.exclude(clippings__in=filled).delete()
    Clipping.objects.update(**before)
    reparse(Dump.objects.all(), dry_run=False)
    clipping = Clipping.objects.get(kind="story")
    assert (clipping.address_key, clipping.updated_at) == (KEY, datetime(2019, 3, 15, tzinfo=UTC))


def test_of_several_stories_that_one_has_the_address_whose_headline_the_page_states(tmp_path):
    other = "Lighthouse opens its stairs to visitors again"
    text = page(story(headline=HEADLINE), "", "", story(*spaced(*PROSE), headline=other))
    path = tmp_path / "pages.jsonl"
    path.write_text(json.dumps({"title": other, "text": text, "url": ADDRESS}), encoding="utf-8")
    importing(path)
    keys = Clipping.objects.filter(kind="story").values_list("article__headline", "address_key")
    assert dict(keys) == {HEADLINE: "", other: KEY}
