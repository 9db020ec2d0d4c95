"""Undoing an import: what is removed, what stays and why, and that it can be imported again."""

from datetime import UTC, date, datetime, timedelta
from io import StringIO

import pytest
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command

from articles import publishing
from articles.ingest.maintenance import undo_import as undoing
from articles.ingest.maintenance.undo_import import Reason, StillRunningError, undo
from articles.ingest.maintenance.verify import verify
from articles.ingest.storage import work_locks
from articles.ingest.stories.content import Dated, digest_of
from articles.models import Article, Bullet, Caption, Clipping, Dump, ImportRun
from tests.ingest.pipeline.test_import import FULL_STORY
from tests.support.importing import importing
from tests.support.processes import write_dumps
from tests.support.sample_pages import HEADLINE, PROSE, page, spaced, story

FERRY = "Ferry timetable shrinks for the winter"
BOTH = page(
    FULL_STORY, "", "",
    story(*spaced("The ferry will sail three times a day.", *PROSE[1:]), headline=FERRY),
)  # fmt: skip
NOW = datetime(2026, 1, 1, tzinfo=UTC)


def run_of(*paths, **options):
    return ImportRun.objects.get(pk=importing(*paths, **options).run)


def headlines():
    return sorted(Article.objects.values_list("headline", flat=True))


@pytest.mark.django_db
def test_what_nobody_has_touched_goes_without_trace_and_comes_again(write):
    other = run_of(write(story(*spaced(*PROSE[::-1]), headline="Another"), "other.txt"))
    run = run_of(write(BOTH), publisher="The Gazette", tags=("Glass",))
    result = undo(run, now=NOW)
    assert str(result) == "removed 2, withdrawn 0, left 0, dumps removed 1, dumps left 0"
    assert headlines() == ["Another"]
    assert Dump.objects.get().first_run == other
    assert not Clipping.objects.exclude(dump__first_run=other).exists()
    assert not Bullet.objects.exists()
    assert not Caption.objects.exists()
    run.refresh_from_db()
    assert run.undone_at == NOW
    assert run_of(write(BOTH)).created_count == 2


@pytest.mark.django_db
def test_what_readers_could_see_is_withdrawn_and_goes(write):
    run = run_of(write(BOTH), status="published")
    assert str(undo(run, now=NOW, dry_run=True)) == str(undo(run, now=NOW)) == (
        "removed 2, withdrawn 2, left 0, dumps removed 1, dumps left 0"
    )  # fmt: skip
    assert not Article.objects.exists()


def edit_headline(article):
    Article.objects.filter(pk=article.pk).update(headline="The editor's", slug="the-editors")


def edit_bullet(article):
    Bullet.objects.filter(article=article).update(text="The editor's")


def describe_picture(article):
    Caption.objects.filter(article=article).update(alt_text="A furnace")


def write_note(article):
    Article.objects.filter(pk=article.pk).update(ednote="Check this")


def change_address(article):
    Article.objects.filter(pk=article.pk).update(slug="another")


def save_on_the_desk(article):
    user = User.objects.create(username="anna")
    LogEntry.objects.log_actions(user.pk, [article], CHANGE, change_message="Saved.")


def add_topic(article):
    article.tags.add("Glass")


def publish(article):
    publishing.publish(article, now=NOW)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("touch", "reason"),
    [
        (edit_headline, Reason.EDITED),
        (edit_bullet, Reason.EDITED),
        (describe_picture, Reason.EDITED),
        (write_note, Reason.EDITED),
        (change_address, Reason.EDITED),
        (save_on_the_desk, Reason.EDITED),
        (add_topic, Reason.EDITED),
        (publish, Reason.MOVED),
    ],
)
def test_what_somebody_has_touched_stays_with_its_dump(write, touch, reason):
    run = run_of(write(BOTH))
    touch(Article.objects.get(headline=HEADLINE))
    would = undo(run, now=NOW, dry_run=True)
    assert Article.objects.count() == 2
    result = undo(run, now=NOW)
    assert str(would) == str(result)
    assert str(result) == "removed 1, withdrawn 0, left 1, dumps removed 0, dumps left 1"
    [left] = result.named
    article = Article.objects.get()
    assert (left.article, left.reason) == (article.pk, reason)
    assert article.clippings.count() == 1
    assert [verdict.faults for verdict in verify(Dump.objects.all())] == [()]
    assert undo(run, now=NOW).removed_count == 0


@pytest.mark.django_db
def test_a_story_that_went_from_a_dump_that_stays_is_made_when_it_is_imported_again(write):
    run = run_of(write(BOTH))
    edit_headline(Article.objects.get(headline=HEADLINE))
    undo(run, now=NOW)
    assert headlines() == ["The editor's"]
    assert run_of(write(BOTH)).created_count == 1
    assert headlines() == [FERRY, "The editor's"]


@pytest.mark.django_db
def test_what_the_run_only_brought_up_to_date_stays_and_is_reported_apart(write):
    first = run_of(write(story(), "a.txt"), captured_at=date(2021, 5, 1))
    newer = story(*spaced(*PROSE, "A fifth apprentice came."))
    second = run_of(
        write(newer, "b.txt"), write(BOTH.replace(HEADLINE, "New"), "c.txt"),
        captured_at=date(2021, 5, 9),
    )  # fmt: skip
    assert (second.updated_count, second.created_count) == (1, 1)
    result = undo(second, now=NOW)
    assert (result.removed_count, dict(result.left)) == (1, {Reason.ONLY_UPDATED: 1})
    assert dict(undo(first, now=NOW).left) == {Reason.SHARED: 1}


@pytest.mark.django_db
def test_a_run_at_work_is_not_undone_and_one_that_broke_off_is(write):
    run = run_of(write(BOTH))
    ImportRun.objects.update(state=ImportRun.State.RUNNING)
    run.refresh_from_db()
    work_locks.hold(work_locks.Work.RUN, run.pk)
    with pytest.raises(StillRunningError):
        undo(run, now=NOW)
    work_locks.let_go(work_locks.Work.RUN, run.pk)
    assert undo(run, now=NOW).removed_count == 2


@pytest.mark.django_db
def test_the_command_names_what_it_left_and_asks_first(write):
    run = run_of(write(BOTH))
    edit_headline(Article.objects.get(headline=HEADLINE))
    with pytest.raises(CommandError) as refused:
        call_command("undo_import", str(run.pk))
    assert refused.value.returncode == 2
    assert Article.objects.count() == 2
    out, err = StringIO(), StringIO()
    call_command("undo_import", str(run.pk), yes=True, stdout=out, stderr=err)
    assert out.getvalue().startswith("removed 1, withdrawn 0, left 1,")
    assert "1 left: an editor has changed it" in err.getvalue()
    assert "The editor's" in err.getvalue()
    with pytest.raises(CommandError, match="no run"):
        call_command("undo_import", "0", yes=True)


@pytest.mark.django_db
@pytest.mark.parametrize("dates", ["rising", "falling", "the same"])
def test_a_run_of_many_batches_goes_whole_whatever_its_stories_are_dated(
    tmp_path, monkeypatch, dates
):
    monkeypatch.setattr(undoing, "_AT_ONCE", 3)
    run = run_of(write_dumps(tmp_path / "dumps", 6))
    articles = list(Article.objects.order_by("pk"))
    for number, article in enumerate(articles):
        days = {"rising": number, "falling": -number}.get(dates, 0)
        # As if it were the story's own date: no editor set it.
        moment = NOW + timedelta(days=days)
        desk = article.imported_digests | {"dates": digest_of(Dated(moment, *_date_of(article)))}
        Article.objects.filter(pk=article.pk).update(published_at=moment, imported_digests=desk)
    assert len(articles) > 6
    would = str(undo(run, now=NOW, dry_run=True))
    assert str(undo(run, now=NOW)) == would
    assert would.startswith(f"removed {len(articles)}, withdrawn 0, left 0, dumps removed 6,")
    assert not Article.objects.exists()


def _date_of(article):
    return article.date_text, article.date_precision, article.date_method
