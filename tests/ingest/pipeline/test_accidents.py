"""What goes wrong around an import, and what must hold all the same."""

import os
import threading
import time
from datetime import UTC, date, datetime
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, connections, transaction

from articles.ingest.options import ImportOptions
from articles.ingest.pipeline.run import run_import
from articles.models import UNDATED, Article, Caption, Clipping, Dump, ImportRun, Source, Topic
from tests.support.importing import importing
from tests.support.sample_pages import HEADLINE, PROSE, page, spaced, story

FERRY = "Ferry timetable shrinks for the winter"
PAYWALL = "This story is for subscribers; please log in or subscribe to go on reading it."
FURNACE = ("The first bubble. (AP/File)", "Short Url", "Updated 3 May 2021", "Follow")


def both_stories():
    ferry = story(*spaced("The ferry will sail three times a day.", *PROSE[1:]), headline=FERRY)
    return page(story(), "", "", ferry)


@pytest.mark.django_db
def test_stories_behind_a_paywall_are_not_one_story(write):
    paths = [
        write(story(*spaced(PAYWALL, tail, f"{tail} Again."), headline=headline), f"{n}.txt")
        for n, (headline, tail) in enumerate(
            [(HEADLINE, "The furnace is lit."), (FERRY, "The ferry sails."), ("Rain", "It rains.")]
        )
    ]
    result = importing(*paths)
    assert result.counts.created == 3
    assert importing(*paths).counts.unchanged == 3


@pytest.mark.django_db
def test_a_story_that_a_better_parser_finds_in_a_known_dump_is_made_once(write):
    path = write(both_stories())
    importing(path)
    Article.objects.get(headline=FERRY).delete()
    Clipping.objects.filter(article=None, kind="story").update(
        kind="between", headline_digest="", lead_digest="", paragraph_digests=[]
    )
    assert importing(path).counts.created == 1
    assert importing(path).counts.unchanged == 2
    dump = Dump.objects.get()
    raw = b"".join(bytes(clipping.raw) for clipping in dump.clippings.order_by("position"))
    assert raw == both_stories().encode()
    assert Article.objects.get(headline=FERRY).clippings.count() == 1


@pytest.mark.django_db(transaction=True)
def test_an_editors_save_while_an_import_runs_is_seen_whole(write):
    importing(write(story(head=FURNACE), "a.txt"), captured_at=date(2021, 5, 4))
    article = Article.objects.get()
    locked = threading.Event()

    def edit():
        with transaction.atomic():
            Article.objects.filter(pk=article.pk).update(ednote="Checked")
            Caption.objects.update(text="The editor's caption.")
            locked.set()
            time.sleep(0.6)
        connections.close_all()

    editor = threading.Thread(target=edit)
    editor.start()
    locked.wait()
    newer = story(head=("Another bubble. (AP/File)", *FURNACE[1:]))
    result = importing(write(newer, "b.txt"), captured_at=date(2021, 5, 9))
    editor.join()
    assert Caption.objects.get().text == "The editor's caption."
    assert result.counts.kept > 0


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["Straßenblatt", "Ελεύθερος Τύπος", "İstanbul Postası"])
def test_letters_that_fold_oddly_make_one_row(write, name):
    path = write(story(*spaced(*PROSE), "", f"Topics: {name}, Crafts"))
    for _ in range(2):
        assert not importing(path, publisher=name, tags=(name.upper(),)).failed
    assert Source.objects.count() == 1
    assert Topic.objects.filter(name__in=[name, name.upper()]).exists()
    assert importing(path, publisher=name).counts.unchanged == 1


@pytest.mark.django_db
def test_a_captions_source_that_an_editor_chose_stays(write):
    importing(write(story(head=FURNACE), "a.txt"), captured_at=date(2021, 5, 4))
    chosen = Source.objects.create(name="Jane Doe", slug="jane-doe")
    before = Caption.objects.get()
    Caption.objects.update(source=chosen)
    newer = story(head=("Another bubble. (AP/File)", *FURNACE[1:]))
    importing(write(newer, "b.txt"), captured_at=date(2021, 5, 9))
    caption = Caption.objects.get()
    assert (caption.pk, caption.text, caption.source) == (before.pk, "Another bubble.", chosen)


@pytest.mark.django_db
def test_a_capture_time_given_later_dates_what_had_none(write):
    path = write(page(HEADLINE, "", *spaced(*PROSE)))
    importing(path)
    assert Article.objects.get().published_at == UNDATED
    assert importing(path, captured_at=date(2021, 6, 1)).counts.updated == 1
    assert Article.objects.get().published_at == datetime(2021, 6, 1, tzinfo=UTC)
    assert Dump.objects.get().captured_at == datetime(2021, 6, 1, tzinfo=UTC)
    assert importing(path, captured_at=date(2021, 6, 1)).counts.unchanged == 1


@pytest.mark.django_db(transaction=True)
def test_a_limit_of_the_database_is_not_taken_for_its_end(write):
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            "RAISE EXCEPTION 'too rich in words' USING ERRCODE = '54000'; END $$;"
            "CREATE TRIGGER refuse BEFORE INSERT ON articles_article FOR EACH ROW "
            f"WHEN (NEW.headline = '{FERRY}') EXECUTE FUNCTION refuse()"
        )
    try:
        result = importing(write(both_stories(), "bad.txt"), write(story(), "good.txt"))
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DROP FUNCTION refuse() CASCADE")
    [failure] = [notice for notice in result.notices if notice.is_failure]
    assert "too rich in words" in failure.message
    assert [article.headline for article in Article.objects.all()] == [HEADLINE]


@pytest.mark.django_db
def test_a_story_dated_in_the_future_is_reported(write):
    result = importing(write(story(head=("Updated 3 May 2099", "Follow"))))
    assert any("embargo" in notice.message for notice in result.notices)


@pytest.mark.django_db
def test_what_is_no_regular_file_is_reported_and_does_not_hang(write, tmp_path):
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "nowhere.txt").symlink_to(tmp_path / "gone")
    (tmp_path / "loop").symlink_to(tmp_path)
    write(story())
    result = importing(tmp_path, tmp_path / "pipe.txt", tmp_path / ("x" * 300))
    assert result.counts.created == 1
    assert sum(notice.is_failure for notice in result.notices) == 5


@pytest.mark.django_db
def test_a_run_that_breaks_off_is_not_left_running(write, monkeypatch):
    path = write(story())

    def stop(event):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run_import([path], ImportOptions(), listener=stop)
    assert ImportRun.objects.get().state == ImportRun.State.FAILED


@pytest.mark.parametrize(
    "args",
    [["", "a.txt"], ["a.txt", "--publisher", "x" * 201], ["a.txt", "--tag", "x" * 101],
     ["a.txt", "--language", "english-language"]],
)  # fmt: skip
def test_nonsense_is_refused_as_wrong_usage(args):
    with pytest.raises(CommandError) as refused:
        call_command("import_dump", *args, stdout=StringIO())
    assert refused.value.returncode == 2


@pytest.mark.parametrize("address", ["", "10.0.0.5", "http://10.0.0.5:8786", "tcp://:"])
def test_what_is_no_schedulers_address_is_refused_before_anything_starts(address):
    with pytest.raises(CommandError, match="is no scheduler's address; write tcp://"):
        call_command("import_dump", "a.txt", f"--scheduler={address}", stdout=StringIO())


@pytest.mark.django_db
@pytest.mark.parametrize(
    "command",
    [["undo_import", "77", "--yes"], ["verify_dumps", "--run", "77"],
     ["export_dump", "--run", "77", "--folder", "out"], ["reparse", "--run", "77"]],
)  # fmt: skip
def test_a_run_that_is_not_there_is_reported(command, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(CommandError, match=r"There is no run 77\. .* Import runs"):
        call_command(*command, stdout=StringIO(), stderr=StringIO())
    assert not list(tmp_path.iterdir())


def test_the_demo_refuses_a_site_in_production(settings):
    settings.DEBUG = False
    with pytest.raises(CommandError, match="DEBUG"):
        call_command("demo", stdout=StringIO())
