"""What readers see stays as it is, by whatever door an import comes; `--update-published` takes it,
with a version before and after, and undoing the run brings back what was there."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.contrib.auth.models import Permission, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles import publishing
from articles.editing import merging
from articles.ingest import jobs
from articles.ingest.maintenance.quarantine import Decision, place
from articles.ingest.maintenance.reparse import reparse
from articles.ingest.maintenance.undo_import import Reason, undo
from articles.ingest.maintenance.verify import verify
from articles.ingest.options import ImportOptions
from articles.ingest.pipeline import run as pipeline
from articles.ingest.pipeline.import_preview import take_inventory
from articles.ingest.pipeline.process_pool import split_batch
from articles.ingest.readers import Fields, read_records
from articles.ingest.storage import published_updates
from articles.ingest.storage.write_dumps import Filed, file_dumps
from articles.ingest.stories import split
from articles.models import (
    Article,
    Clipping,
    Disagreement,
    Dump,
    ImportRun,
    Job,
    PublishedUpdate,
    Source,
)
from articles.parsing import PlacementKind, parse
from articles.versions import history
from tests.ingest.maintenance.test_quarantine import PAGE
from tests.ingest.stories.test_recapture import EARLY, LATE, parts, take
from tests.support.importing import importing
from tests.support.processes import write_dumps

__all__ = ["take"]

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 1, 1, tzinfo=UTC)
ALL = {"headline", "byline", "dateline", "dates", "body", "bullets", "captions", "sources", "tags"}
PUBLIC = ["published", "embargoed", "withdrawn"]


def become(status):
    """The one article, in that status; a story under embargo is published, with a later date."""
    article = Article.objects.get()
    stored = {"embargoed": "published"}.get(status, status)
    Article.objects.filter(pk=article.pk).update(status=stored)
    return Article.objects.get()


def seen(article):
    """What readers see of an article in the browser, as data and in a feed, whatever its status."""
    reader = Client()
    pages = [article.get_absolute_url(), f"/articles/{article.pk}.json", "/feeds/latest.json"]
    return parts(article), [reader.get(page).content for page in pages]


def last_run():
    return ImportRun.objects.latest("pk")


# --- every door


@pytest.fixture
def improve(monkeypatch):
    """A parser that reads every headline otherwise, and finds a key point more."""

    def louder(text, **rest):
        parsed = parse(text, **rest)
        articles = (replace(one, headline=f"{one.headline}!") for one in parsed.articles)
        return replace(parsed, articles=tuple(articles))

    return lambda: monkeypatch.setattr(split, "parse", louder)


def by_import(path):
    importing(path, captured_at=date(2021, 5, 10), publisher="The Gazette", tags=("Glass",))


def by_command(path):
    call_command("import_dump", path, captured_at=date(2021, 5, 10))


def by_cluster(path):
    """What a worker of a cluster does with a batch."""
    run = ImportRun.objects.create(started_at=NOW)
    options = ImportOptions(captured_at=date(2021, 5, 10))
    dumps = split_batch(list(read_records([path], fields=Fields())), options)
    [filed] = file_dumps(dumps, run=run, options=options)
    assert isinstance(filed, Filed), filed


def by_upload(path):
    user = User.objects.create(username="anna", is_staff=True)
    user.user_permissions.add(Permission.objects.get(codename="add_importrun"))
    sent = SimpleUploadedFile("late.txt", Path(path).read_bytes())
    options = {"captured_at": "2021-05-10", "publisher": "", "topics": []}
    job = jobs.upload([sent], options, by=user)
    jobs.look(job.pk)
    assert jobs.queue(Job.objects.get())
    jobs.carry_out(job.pk)
    assert Job.objects.get().state == Job.State.DONE


@pytest.mark.parametrize("door", [by_import, by_command, by_cluster, by_upload])
@pytest.mark.parametrize("status", PUBLIC)
def test_a_newer_capture_changes_nothing_that_readers_see(take, tmp_path, settings, status, door):
    settings.UPLOAD_ROOT = tmp_path / "uploads"
    take(EARLY, 4)
    if status == "embargoed":
        Article.objects.update(published_at=datetime(2099, 1, 1, tzinfo=UTC))
    article = become(status)
    before, version_count = seen(article), len(history.entries(article))
    path = tmp_path / "late.txt"
    path.write_text(LATE, encoding="utf-8")
    door(str(path))
    assert seen(article) == before
    assert len(history.entries(article)) == version_count
    assert article.clippings.count() == 2
    run = last_run()
    if door is not by_cluster:  # whose counts its command adds up
        assert (run.created_count, run.updated_count, run.unchanged_count) == (0, 0, 1)
        assert run.kept_count >= len(ALL) - 1
    assert set(Disagreement.objects.get().parts) >= ALL - {"dates"}


@pytest.mark.parametrize("status", ["draft", "in_review"])
def test_what_readers_do_not_see_is_brought_up_to_date(take, status):
    take(EARLY, 4)
    before = parts(become(status))
    assert take(LATE, 10) == "created 0, updated 1, unchanged 0, kept 0, quarantined 0"
    assert all(before[part] != now for part, now in parts(Article.objects.get()).items())
    assert not PublishedUpdate.objects.exists()


@pytest.mark.parametrize("status", ["published", "withdrawn"])
def test_a_re_parse_changes_nothing_that_readers_see(take, improve, status):
    take(EARLY, 4)
    before = seen(become(status))
    improve()
    result = reparse(Dump.objects.all(), dry_run=False)
    assert (result.changed_count, result.kept_count, result.kept_published_count) == (0, 1, 1)
    assert "1 parts of published articles are kept" in str(result)
    assert seen(Article.objects.get()) == before
    assert set(Disagreement.objects.get().parts) == {"headline"}


def test_lines_from_quarantine_do_not_go_into_a_published_story(write):
    importing(write(PAGE), status="published")
    article = Article.objects.get()
    before = seen(article)
    clipping = Clipping.objects.select_related("dump").get(kind=Clipping.Kind.QUARANTINE)
    lines = (clipping.first_line, clipping.last_line)
    placed = place(clipping, Decision(PlacementKind.BELOW, *lines), by=None, asked_by="anna")
    assert seen(article) == before
    assert [change.is_public for change in placed.changes] == [True]
    assert [verdict.faults for verdict in verify(Dump.objects.all())] == [()]


# --- one rule, wherever a batch ends


def counts_and_rows(paths):
    counts = str(importing(*paths, status="published", captured_at=date(2021, 5, 4)).counts)
    article = Article.objects.get()
    found = (counts, parts(article), Disagreement.objects.get().parts)
    Article.objects.all().delete()
    Dump.objects.all().delete()
    return found


def test_a_story_that_the_run_itself_published_stays_as_its_first_capture(write, monkeypatch):
    paths = [write(EARLY, "a.txt"), write(LATE, "b.txt")]
    in_one_batch = counts_and_rows(paths)
    monkeypatch.setattr(pipeline, "BATCH_STORIES", 1)
    in_two_batches = counts_and_rows(paths)
    assert in_one_batch == in_two_batches
    assert in_one_batch[0].startswith("created 1, updated 0, unchanged 1, kept ")
    assert in_one_batch[1]["byline"] == "ANA FONSECA"
    importing(paths[0], status="published", captured_at=date(2021, 5, 4))
    importing(paths[1], status="published", captured_at=date(2021, 5, 4))
    [article] = Article.objects.all()
    assert (parts(article), Disagreement.objects.get().parts) == in_one_batch[1:]
    again = importing(*paths, status="published", captured_at=date(2021, 5, 4))
    assert (again.counts.created, again.counts.updated) == (0, 0)
    assert parts(article) == in_one_batch[1]


# --- the look before an upload


def test_an_inventory_says_which_stories_are_published_and_what_of_them_stays(take, write):
    take(EARLY, 4)
    become("published")
    request = ImportOptions(captured_at=date(2021, 5, 10))
    found = take_inventory([write(LATE, "late.txt")], request).as_json()
    [story] = [story for file in found["files"] for story in file["stories"]]
    assert (story["status"], story["outcome"], story["changes"]) == ("published", "unchanged", [])
    assert set(story["kept"]) >= ALL - {"dates"}
    assert found["published_count"] == 1
    assert found["counts"]["kept_published"] == len(story["kept"])
    reported = take_inventory([write(LATE, "late.txt")], replace(request, update_published=True))
    [story] = [story for file in reported.as_json()["files"] for story in file["stories"]]
    assert (story["status"], story["outcome"], story["kept"]) == ("published", "updated", [])


# --- --update-published


@pytest.mark.parametrize("status", ["published", "withdrawn"])
def test_asked_to_it_takes_all_parts_with_a_version_before_and_after(take, status):
    take(EARLY, 4)
    article = become(status)
    before = parts(article), history.current_state(article)
    counts = take(LATE, 10, update_published=True, asked_by="anna")
    assert counts == "created 0, updated 1, unchanged 0, kept 0, quarantined 0"
    assert all(before[0][part] != now for part, now in parts(article).items())
    article.refresh_from_db()
    assert article.status == status
    after, first = history.entries(article)
    run = last_run()
    assert (after.comment, after.by) == (f"Updated by import {run.pk}", "anna")
    assert (first.comment, first.by) == ("As imported", "")
    assert {"Headline", "Key points", "Body", "Captions", "Sources", "Topics"} <= set(after.changed)
    assert history.state_of(history.version_of(article, first.pk)) == before[1]
    assert history.state_of(history.version_of(article, after.pk)) == (
        history.current_state(article)
    )
    history.restore(article, history.version_of(article, first.pk), by=None)
    assert parts(article) == before[0]
    assert run.options["update_published"] is True


def test_what_an_editor_changed_stays_even_then(take):
    take(EARLY, 4)
    article = become("published")
    Article.objects.update(headline="The editor's")
    assert take(LATE, 10, update_published=True).startswith("created 0, updated 1, unchanged 0, k")
    assert parts(article)["headline"] == "The editor's"


def test_versions_take_the_same_queries_however_many_stories_change(tmp_path):
    def query_count(story_count):
        for day, text in ((4, EARLY), (10, LATE)):
            folder = tmp_path / f"{story_count}-{day}"
            folder.mkdir()
            for number in range(story_count):
                # Each is a story of its own by what its first paragraph says.
                marked = text.replace("LISBON: ", f"LISBON: Hall {story_count}{number}. ")
                marked = marked.replace("SINTRA: ", f"SINTRA: Hall {story_count}{number}. ")
                marked = marked.replace("Glass workshop", f"Glass workshop {story_count}{number}")
                (folder / f"{number}.txt").write_text(marked)
        early, late = (tmp_path / f"{story_count}-{day}" for day in (4, 10))
        importing(early, status="published", captured_at=date(2021, 5, 4))
        importing(early, captured_at=date(2021, 5, 4), update_published=True)
        assert not PublishedUpdate.objects.filter(run=last_run()).exists()
        with CaptureQueriesContext(connection) as queries:
            importing(late, captured_at=date(2021, 5, 10), update_published=True)
        assert PublishedUpdate.objects.filter(run=last_run()).count() == story_count
        return sum("reversion" in query["sql"] for query in queries)

    assert query_count(2) == query_count(7)


# --- undo


def update(take, **edits):
    """The one article published, and brought up to date by a run; what was there before."""
    take(EARLY, 4)
    article = become("published")
    for field, value in edits.items():
        Article.objects.filter(pk=article.pk).update(**{field: value})
    before = parts(article)
    take(LATE, 10, update_published=True)
    assert parts(article) != before
    return article, before, last_run()


def test_undoing_the_run_restores_every_part_and_removes_its_dump(take):
    article, before, run = update(take)
    would = undo(run, now=NOW, dry_run=True)
    assert parts(article) != before
    result = undo(run, now=NOW, asked_by="ben")
    assert (
        str(would)
        == str(result)
        == ("removed 0, withdrawn 0, left 0, dumps removed 1, dumps left 0, restored 1")
    )
    assert parts(article) == before
    newest = history.entries(article)[0]
    assert (newest.comment, newest.by) == (f"Update by import {run.pk} undone", "ben")
    assert history.state_of(history.version_of(article, newest.pk)) == (
        history.current_state(article)
    )
    assert Dump.objects.count() == article.clippings.count() == 1
    assert [verdict.faults for verdict in verify(Dump.objects.all())] == [()]
    entry_count = len(history.entries(article))
    assert str(undo(run, now=NOW)) == (
        "removed 0, withdrawn 0, left 0, dumps removed 0, dumps left 0"
    )
    assert (parts(article), len(history.entries(article))) == (before, entry_count)
    # What was restored is the importer's again: the same run can be made once more.
    assert take(LATE, 10, update_published=True).startswith("created 0, updated 1,")


def test_a_part_that_an_editor_changed_since_is_left_and_named(take):
    article, before, run = update(take)
    late = parts(article)
    Article.objects.filter(pk=article.pk).update(headline="The editor's", ednote="Mine")
    result = undo(run, now=NOW)
    assert (result.restored_count, dict(result.left)) == (0, {Reason.CHANGED_SINCE: 1})
    assert result.named[0].parts == ("headline",)
    now = parts(article)
    assert now == before | {"headline": "The editor's"}
    assert Article.objects.get().ednote == "Mine"
    assert article.clippings.count() == 2  # its dump stays with it
    assert late["body"] != now["body"]
    entry_count = len(history.entries(article))
    assert dict(undo(run, now=NOW).left) == {Reason.CHANGED_SINCE: 1}
    assert (parts(article), len(history.entries(article))) == (now, entry_count)


def test_body_and_captions_stay_together(take):
    article, before, run = update(take)
    late = parts(article)
    article.captions.update(text="The editor's caption")
    result = undo(run, now=NOW)
    assert set(result.named[0].parts) == {"body", "captions"}
    now = parts(article)
    assert now["body"] == late["body"]
    assert now["headline"] == before["headline"]


def test_a_later_run_is_undone_first(take):
    article, before, first = update(take)
    take(LATE.replace("Bench full to June", "Bench full to July"), 12, update_published=True)
    second = last_run()
    assert undo(first, now=NOW).named[0].parts == ("bullets",)
    undo(second, now=NOW)
    assert undo(first, now=NOW).restored_count == 1
    assert parts(article) == before


def test_names_that_were_merged_since_come_back_as_what_they_became(take):
    article, before, run = update(take)
    reuters = Source.objects.get(name="Reuters")
    kept = Source.objects.create(name="Reuters News", slug="reuters-news")
    merging.sources.merge(kept, [reuters], now=NOW)
    assert undo(run, now=NOW).restored_count == 1
    now = parts(article)
    assert "Reuters News (reporting)" in now["sources"]
    assert len(now["sources"]) == len(before["sources"])


def test_a_re_parse_is_undone_and_the_parsers_reading_noted(take, improve):
    take(EARLY, 4)
    article = become("published")
    before = parts(article)
    improve()
    reparse(Dump.objects.all(), dry_run=False, update_published=True)
    assert parts(article)["headline"].endswith("!")
    assert undo(last_run(), now=NOW).restored_count == 1
    assert parts(article) == before
    assert set(Disagreement.objects.get().parts) == {"headline"}
    assert Dump.objects.count() == 1


def test_what_the_run_made_itself_goes_and_what_it_updated_stays(take, write):
    take(EARLY, 4)
    article = become("published")
    before = parts(article)
    other = EARLY.replace("LISBON: ", "LISBON: In another town. ").replace("Glass", "Iron")
    folder = write(LATE, "new/a.txt").rpartition("/")[0]
    write(other, "new/b.txt")
    importing(folder, captured_at=date(2021, 5, 10), update_published=True)
    result = undo(last_run(), now=NOW)
    assert (result.removed_count, result.restored_count, result.removed_dump_count) == (1, 1, 2)
    assert [parts(one) for one in Article.objects.all()] == [before]


def test_updates_of_many_batches_are_undone_whatever_the_stories_are_dated(
    tmp_path, monkeypatch, improve
):
    monkeypatch.setattr(published_updates, "_AT_ONCE", 2)
    importing(write_dumps(tmp_path / "dumps", 6), status="published")
    for number, key in enumerate(Article.objects.order_by("pk").values_list("pk", flat=True)):
        moment = NOW - timedelta(days=number * 7 % 5)
        Article.objects.filter(pk=key).update(published_at=moment)
    total, before = Article.objects.count(), list(map(parts, Article.objects.order_by("pk")))
    improve()
    result = reparse(Dump.objects.all(), dry_run=False, update_published=True)
    assert result.changed_count == total > 6
    assert undo(last_run(), now=NOW).restored_count == total
    assert list(map(parts, Article.objects.order_by("pk"))) == before


def test_the_status_that_an_editor_gave_it_since_stays(take):
    article, before, run = update(take)
    publishing.withdraw(article, now=NOW)
    assert undo(run, now=NOW).restored_count == 1
    assert parts(article) == before
    assert Article.objects.get().status == "withdrawn"


def test_the_commands_say_what_they_leave_and_restore(take, tmp_path, capsys):
    take(EARLY, 4)
    article = become("published")
    before = parts(article)
    path = tmp_path / "late.txt"
    path.write_text(LATE, encoding="utf-8")
    call_command("import_dump", str(path), captured_at=date(2021, 5, 10))
    out, err = capsys.readouterr()
    assert out.startswith("created 0, updated 0, unchanged 1, kept ")
    assert "Published stories were left as they are" in err
    call_command("import_dump", str(path), captured_at=date(2021, 5, 10), update_published=True)
    assert capsys.readouterr().out.startswith("created 0, updated 1, unchanged 0, kept 0,")
    call_command("undo_import", str(last_run().pk), yes=True)
    assert capsys.readouterr().out.rstrip().endswith("restored 1")
    assert parts(article) == before
