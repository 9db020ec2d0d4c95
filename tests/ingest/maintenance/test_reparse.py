"""The stored dumps parsed again: what an improved parser changes, and what it may not touch."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

import articles.ingest.stories.split as splitting
from articles import publishing
from articles.ingest.maintenance.reparse import reparse
from articles.ingest.maintenance.verify import verify
from articles.ingest.stories.content import digest_of
from articles.models import Article, Bullet, Clipping, Dump, ImportRun, PlacementRule, Source
from articles.parsing import parse
from tests.ingest.pipeline.test_import import FULL_STORY
from tests.support.importing import importing
from tests.support.sample_pages import HEADLINE, PROSE, page, spaced, story

ROOT = Path(__file__).parents[3]
FERRY = "Ferry timetable shrinks for the winter"
BOTH = page(
    FULL_STORY, "", "",
    story(*spaced("The ferry will sail three times a day.", *PROSE[1:]), headline=FERRY),
)  # fmt: skip
TABLES = ("article", "bullet", "caption", "attribution", "articletag", "clipping", "dump")


def again(*, dry_run=False, **options):
    return reparse(Dump.objects.all(), dry_run=dry_run, **options)


def versions():
    """Each row's version as PostgreSQL counts it; any write to a row changes it."""
    found = {}
    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"SELECT id, xmin::text FROM articles_{table} ORDER BY id")  # noqa: S608
            found[table] = cursor.fetchall()
    return found


@pytest.fixture
def improve(monkeypatch):
    """A parser that has become another one: `change` makes of each parse a new one."""

    def use(change):
        monkeypatch.setattr(
            splitting, "parse", lambda text, **rest: change(parse(text, **rest), text)
        )

    return use


def each_article(change):
    """A change of the parser that concerns one article at a time."""
    return lambda parsed, text: replace(parsed, articles=tuple(map(change, parsed.articles)))


def without_last_block(article):
    return replace(article, body=article.body[:-1])


@pytest.mark.django_db
def test_the_same_parser_changes_nothing_at_all(write):
    page_of_html = f"<html><body><article><h1>{HEADLINE}</h1>" + "".join(
        f"<p>{text}</p>" for text in PROSE * 3
    )
    importing(ROOT / "fixtures" / "dumps", write(BOTH.encode("utf-16")), tags=("Glass",),
              publisher="The Gazette")  # fmt: skip
    importing(write(page_of_html + "</article></body></html>", "a.html"))
    importing(write("Gr\xfc\xdfe aus M\xfcnchen\r\n".encode("latin-1") * 9, "b.txt"))
    before = versions()
    for dry_run in (True, False):
        result = again(dry_run=dry_run)
        assert (result.changed_count, result.kept_count, result.new_count) == (0, 0, 0)
        assert (result.resplit_count, result.lost_count, result.failed_count) == (0, 0, 0)
        assert result.dump_count == Dump.objects.count() > 10
        assert versions() == before


@pytest.mark.django_db
def test_a_dump_is_read_with_the_hints_and_the_capture_time_it_came_with(write):
    moment = datetime(2021, 5, 4, 10, 30, tzinfo=UTC)
    relative = story(*spaced(*PROSE), head=("Short Url", "Updated 3 hours ago", "Follow"))
    importing(write(relative, "a.txt"), captured_at=moment)
    importing(write(relative.replace("furnace", "oven"), "b.txt"), captured_at=date(2021, 5, 9))
    dates = list(Article.objects.values_list("published_at", flat=True))
    assert moment - timedelta(hours=3) in dates
    assert again().changed_count == 0
    assert list(Article.objects.values_list("published_at", flat=True)) == dates


@pytest.mark.django_db
def test_a_dry_run_lists_what_the_real_one_changes(write, improve):
    importing(write(BOTH))
    improve(each_article(lambda article: replace(article, headline=article.headline + " now")))
    before = versions()
    reported = []
    would = again(dry_run=True, listener=reported.append)
    assert versions() == before
    assert not ImportRun.objects.filter(kind="reparse").exists()
    did = again()
    assert str(would) == str(did)
    assert (did.changed_count, dict(did.parts), did.resplit_count) == (2, {"headline": 2}, 1)
    assert [str(change) for event in reported for change in getattr(event, "changes", ())] == [
        f"headline: {HEADLINE} -> {HEADLINE} now",
        f"headline: {FERRY} -> {FERRY} now",
    ]
    assert {article.headline for article in Article.objects.all()} == {
        f"{HEADLINE} now",
        f"{FERRY} now",
    }
    run = ImportRun.objects.get(kind="reparse")
    assert (run.state, run.updated_count, run.dump_count) == ("finished", 2, 1)
    assert run.line_count == run.article_line_count + run.chrome_line_count
    assert again().changed_count == 0


@pytest.mark.django_db
def test_what_the_new_parser_takes_out_goes_though_the_old_parse_said_more(write, improve):
    importing(write(BOTH))
    improve(each_article(without_last_block))
    before = {article.pk: article.body for article in Article.objects.all()}
    assert again().parts["body"] == 2
    for article in Article.objects.all():
        assert article.body != before[article.pk]
        assert before[article.pk].startswith(article.body.rstrip())


@pytest.mark.django_db
def test_the_newest_capture_decides_in_whatever_order_they_were_imported(write, improve):
    importing(write(story(), "new.txt"), captured_at=date(2021, 6, 1))
    importing(write(story() + "\n", "old.txt"), captured_at=date(2021, 5, 1))
    assert Article.objects.get().clippings.count() == 2
    improve(each_article(without_last_block))
    before = Article.objects.get().body
    assert again().changed_count == 1
    assert len(Article.objects.get().body) < len(before)
    assert again().changed_count == 0


@pytest.mark.django_db
def test_what_an_editor_changed_stays_and_no_status_changes(write, improve):
    importing(write(BOTH), status="published")
    article = Article.objects.get(headline=HEADLINE)
    Article.objects.filter(pk=article.pk).update(headline="The editor's")
    publishing.withdraw(article, now=datetime.now(UTC))
    improve(each_article(lambda article: replace(article, headline=article.headline + "!")))
    reported = []
    result = again(listener=reported.append, update_published=True)
    assert (result.changed_count, result.kept_count) == (1, 1)
    [kept] = [part for event in reported for part in getattr(event, "kept", ())]
    assert str(kept) == f"headline: The editor's -> {HEADLINE}!"
    article.refresh_from_db()
    assert (article.headline, article.status) == ("The editor's", "withdrawn")
    assert Article.objects.get(headline=f"{FERRY}!").status == "published"


@pytest.mark.django_db
def test_what_an_editor_changed_is_not_reported_where_the_parser_says_what_it_said(write):
    importing(write(BOTH))
    Article.objects.filter(headline=HEADLINE).update(headline="The editor's")
    Bullet.objects.all().delete()
    assert again().kept_count == 0


@pytest.mark.django_db
def test_a_story_that_is_no_longer_found_keeps_its_article(write, improve):
    importing(write(BOTH))
    ferry = Article.objects.get(headline=FERRY)

    def lose_second(parsed, text):
        first, second = parsed.articles
        ledger = tuple(
            entry._replace(article=None) if entry.article == second.index else entry
            for entry in parsed.ledger
        )
        return replace(parsed, articles=(first,), ledger=ledger)

    improve(lose_second)
    for dry_run in (True, False):
        reported = []
        result = again(dry_run=dry_run, listener=reported.append)
        assert (result.lost_count, result.new_count, result.changed_count) == (1, 0, 0)
        [lost] = [event for event in reported if hasattr(event, "first_line")]
        assert lost.article == ferry.pk
    assert Article.objects.filter(pk=ferry.pk, headline=FERRY).exists()
    assert [verdict.faults for verdict in verify(Dump.objects.all())] == [()]


@pytest.mark.django_db
def test_a_story_that_is_found_for_the_first_time_is_made_and_waits_for_review(write):
    importing(write(BOTH), status="published", tags=("Glass",))
    Article.objects.get(headline=FERRY).delete()
    Clipping.objects.filter(article=None, kind="story").update(
        kind="between", headline_digest="", lead_digest="", paragraph_digests=[]
    )
    assert again(dry_run=True).new_count == 1
    assert not Article.objects.filter(headline=FERRY).exists()
    assert again().new_count == 1
    article = Article.objects.get(headline=FERRY)
    assert article.status == Article.Status.IN_REVIEW
    assert "Glass" in article.tags.names()
    assert again().new_count == 0


@pytest.mark.django_db
def test_a_deleted_article_stays_deleted(write, improve):
    importing(write(BOTH))
    Article.objects.get(headline=FERRY).delete()
    improve(each_article(lambda article: replace(article, headline=article.headline + "!")))
    result = again()
    assert (result.new_count, result.changed_count) == (0, 1)
    assert Article.objects.count() == 1


@pytest.mark.django_db
def test_a_story_that_begins_on_another_line_is_still_the_same_article(write, improve):
    importing(write(page("Menu", "", BOTH)))
    keys = set(Article.objects.values_list("pk", flat=True))

    def begin_later(parsed, text):
        """The first line of each story goes to what lies between; all its words are others."""
        articles = tuple(
            replace(
                article,
                lines=article.lines._replace(first=article.lines.first + 1),
                headline=f"New words {article.index}",
                body=tuple(block._replace(text=block.text[::-1]) for block in article.body),
            )
            for article in parsed.articles
        )
        return replace(parsed, articles=articles)

    improve(begin_later)
    result = again()
    assert (result.new_count, result.lost_count, result.changed_count) == (0, 0, 2)
    assert set(Article.objects.values_list("pk", flat=True)) == keys
    assert {clipping.article_id for clipping in Clipping.objects.filter(kind="story")} == keys


@pytest.mark.django_db
def test_a_dump_that_cannot_be_parsed_is_reported_and_the_others_go_on(write, improve):
    importing(write(BOTH, "a.txt"), write(BOTH + "\nCorrupt", "b.txt"))

    def fall(parsed, text):
        if "Corrupt" in text:
            raise RuntimeError("corrupt")
        return parsed

    improve(fall)
    reported = []
    result = again(listener=reported.append)
    assert (result.failed_count, result.dump_count) == (1, 1)
    assert any("corrupt" in getattr(event, "message", "") for event in reported)


@pytest.mark.django_db
def test_it_stops_between_batches(write, monkeypatch, improve):
    monkeypatch.setattr("articles.ingest.maintenance.reparse.BATCH_DUMPS", 1)
    importing(write(story(), "a.txt"), write(story(*spaced(*PROSE[::-1]), headline=FERRY), "b.txt"))
    improve(each_article(lambda article: replace(article, headline=article.headline + "!")))
    asked = iter([False, True])
    result = again(stop=lambda: next(asked))
    assert (result.stopped, result.dump_count, result.changed_count) == (True, 1, 1)
    assert ImportRun.objects.get(kind="reparse").state == ImportRun.State.STOPPED


@pytest.mark.django_db
def test_digests_follow_what_is_imported(write, improve):
    importing(write(BOTH))
    improve(each_article(lambda article: replace(article, byline="By Nobody")))
    again()
    for article in Article.objects.all():
        assert article.imported_digests["byline"] == digest_of("By Nobody")
    assert not Source.objects.filter(name="Nobody").exists()


@pytest.mark.django_db
def test_the_command_lists_examples_and_ends_with_the_counts(write, improve):
    importing(write(BOTH))
    improve(each_article(lambda article: replace(article, headline=article.headline + "!")))
    out, err = StringIO(), StringIO()
    call_command("reparse", "all", dry_run=True, stdout=out, stderr=err)
    assert out.getvalue() == "created 0, updated 2, unchanged 0, kept 0, quarantined 0\n"
    assert f"headline: {FERRY} -> {FERRY}!" in err.getvalue()
    assert "2 articles change (headline 2)" in err.getvalue()
    assert "nothing was written" in err.getvalue()
    for args in ([], ["all", "--run", "1"]):
        with pytest.raises(CommandError) as refused:
            call_command("reparse", *args)
        assert refused.value.returncode == 2


WALL = "<p>The harbour council will build a wall along the quay, it said on Monday.</p>"
SEEN = f"""<!doctype html><html lang="en"><head><title>{FERRY}</title></head><body>
<nav><ul><li>Home</li></ul></nav><main><h1>{FERRY}</h1><p>Published 30 October 2021</p>
<figure><img src="a.jpg"><figcaption>The ferry Skarv at the quay.</figcaption></figure>
{"".join(f"<p>{text}</p>" for text in PROSE)}{WALL}</main></body></html>"""


def as_an_older_reader_left_it():
    """The stored story without its caption and its last paragraph, as if they had not been read."""
    [dump] = Dump.objects.all()
    [clipping] = Clipping.objects.all()
    text = bytes(clipping.raw).decode()
    kept = [line for line in text.split("\n") if "Skarv" not in line and "a wall" not in line]
    clipping.raw = "\n".join(kept).encode()
    clipping.last_line = len(kept)
    clipping.save()
    Dump.objects.filter(pk=dump.pk).update(line_count=len(kept))
    return dump


@pytest.mark.django_db
@pytest.mark.parametrize("held", ["in a file", "in a named field", "in a list"])
def test_a_page_is_read_again_from_its_own_bytes(write, held):
    if held == "in a named field":
        record = json.dumps({"seen": SEEN, "url": "https://post.example/1"})
        importing(write(record, "a.jsonl"), fields=(("html", "seen"),))
    elif held == "in a list":
        record = {"html": SEEN, "url": "https://post.example/1"}
        importing(write(json.dumps({"data": {"hits": [record]}}), "a.json"))
    else:
        importing(write(SEEN, "a.html"))
    before = Article.objects.values("body", "headline").get()
    assert "a wall" in before["body"]
    dump = as_an_older_reader_left_it()
    result = again()
    assert (result.failed_count, result.resplit_count) == (0, 1)
    assert Article.objects.values("body", "headline").get() == before
    assert "a wall" in b"".join(bytes(c.raw) for c in Clipping.objects.all()).decode()
    dump.refresh_from_db()
    assert dump.line_count == Clipping.objects.get().last_line
    assert [verdict.faults for verdict in verify(Dump.objects.all())] == [()]
    assert again().resplit_count == 0


@pytest.mark.django_db
def test_lines_that_an_editor_placed_stay_where_they_are(write):
    importing(write(SEEN, "a.html"))
    dump = as_an_older_reader_left_it()
    PlacementRule.objects.create(sha256=dump.sha256, first_line=1, last_line=1, kind="chrome")
    again()
    assert "a wall" not in b"".join(bytes(c.raw) for c in Clipping.objects.all()).decode()
