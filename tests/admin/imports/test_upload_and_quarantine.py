"""The way in by the desk: uploads and their inventory, the quarantine desk, re-parses."""

from __future__ import annotations

import json
import shutil
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from articles.ingest import jobs
from articles.ingest.options import ImportOptions
from articles.ingest.pipeline.run import run_import
from articles.ingest.storage.locks import lock_all_stories
from articles.models import Article, Clipping, Dump, ImportRun, Job, PlacementRule
from tests.support.keyboard import Keyboard
from tests.support.processes import start
from tests.support.sample_pages import page as lines_of
from tests.support.sample_pages import story
from tests.support.signing_in import sign_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Page
    from pytest_django.fixtures import SettingsWrapper
    from pytest_django.live_server_helper import LiveServer

pytestmark = pytest.mark.django_db

DUMP = Path(__file__).parents[3] / "fixtures" / "dumps" / "andean-weekly-2022-08-11.txt"
UPLOAD = "/admin/articles/importrun/upload/"
QUARANTINE = "/admin/articles/clipping/quarantine/"
STRAY = ("Ferry timetable", "", "First boat at six, last at nine")
PAGE = lines_of(*STRAY, "", "Join the club", "", story())


@pytest.fixture(autouse=True)
def root(settings: SettingsWrapper, tmp_path: Path) -> Path:
    """The folder that uploads lie in, the test's own."""
    settings.UPLOAD_ROOT = tmp_path / "uploads"
    return tmp_path / "uploads"


@pytest.fixture
def member(django_user_model: Any) -> Any:
    """Somebody of a group, logged in."""

    def log_in(group: str) -> Client:
        user = django_user_model.objects.create_user(group.lower(), is_staff=True)
        user.groups.add(Group.objects.get(name=group))
        client = Client()
        client.force_login(user)
        return client

    return log_in


def send(
    client: Client, *files: tuple[str, bytes], is_looked_through: bool = True, **options: str
) -> Any:
    """The page that files lead to, once the worker has looked through them."""
    sent = [SimpleUploadedFile(name, content) for name, content in files]
    fields = {"captured_at": "", "publisher": "", "topics": "", **options}
    answer: Any = client.post(UPLOAD, {"files": sent, **fields}, follow=True)
    if not answer.redirect_chain or not is_looked_through:
        return answer
    work()
    return client.get(answer.redirect_chain[-1][0])


def address(name: str, job: Job) -> str:
    return reverse(f"admin:articles_job{name}", args=[job.pk])


def work() -> None:
    """What a worker does with all that waits."""
    for task in DBTaskResult.objects.filter(status="READY"):
        task.task.call(*task.args_kwargs["args"], **task.args_kwargs["kwargs"])
    DBTaskResult.objects.all().delete()


def imported(text: str, tmp_path: Path, name: str = "page.txt") -> None:
    path = tmp_path / name
    path.write_text(text)
    run_import([str(path)], ImportOptions())


# --- uploads


def test_an_upload_is_looked_through_and_nothing_is_written(admin_client: Client) -> None:
    answer = send(
        admin_client, ("andean.txt", DUMP.read_bytes()), publisher="The Andean Weekly", topics="Ice"
    )

    job = Job.objects.get()
    assert answer.request["PATH_INFO"] == address("", job)
    text = answer.content.decode()
    assert job.state == Job.State.ASKING
    report = job.report
    assert report["summary"] in text
    for found in report["files"][0]["stories"]:
        assert found["headline"].replace("'", "&#x27;") in text
        assert found["outcome"] == "new"
        assert found["date"] in text
    assert len(report["files"][0]["stories"]) == report["counts"]["created"] > 1
    assert not Article.objects.exists()
    assert not Dump.objects.exists()
    assert not ImportRun.objects.exists()


def test_the_inventory_says_what_the_import_then_does(admin_client: Client, root: Path) -> None:
    send(
        admin_client,
        ("andean-2022-08-11.txt", DUMP.read_bytes()),
        ("stray.txt", PAGE.encode()),
        publisher="The Andean Weekly",
        topics="Ice",
    )
    job = Job.objects.get()
    counts = job.report["counts"]
    answer = admin_client.post(
        address("_go", job),
        {"publisher": "The Andean Weekly", "topics": "Ice", "captured_at": ""},
        follow=True,
    )
    assert "No worker is running" in answer.content.decode()
    work()

    job.refresh_from_db()
    assert job.state == Job.State.DONE
    run = job.run
    assert run is not None
    assert (run.created_count, run.quarantined_count) == (counts["created"], 1)
    assert counts["quarantined"] == 1
    assert run.inputs == ["andean-2022-08-11.txt", "stray.txt"]
    assert run.asked_by == "admin, on the desk"
    assert sorted(Dump.objects.values_list("name", flat=True)) == run.inputs
    assert str(root) not in str(run.input_outcomes)
    dump = Dump.objects.get(name=run.inputs[0])
    assert str(dump.captured_at and dump.captured_at.date()) == "2022-08-11"
    article = Article.objects.get(clippings__first_line=1, clippings__dump__name=run.inputs[0])
    assert "Ice" in [tag.name for tag in article.tags.all()]
    assert article.status == Article.Status.IN_REVIEW
    assert not list(root.iterdir())
    shown = admin_client.get(address("", job), follow=True)
    assert shown.redirect_chain[-1][0].endswith(f"/importrun/{run.pk}/change/")
    assert reverse("admin:articles_article_change", args=[article.pk]) in shown.content.decode()


def test_what_is_in_already_is_reported_with_what_would_change(
    admin_client: Client, tmp_path: Path
) -> None:
    imported(PAGE, tmp_path)
    Article.objects.update(body="Rewritten.")
    send(admin_client, ("later.txt", (PAGE + "\n\nA last word was added to it later on.").encode()))

    found = Job.objects.get().report["files"][0]["stories"][0]
    assert found["outcome"] == "unchanged"
    assert found["kept"] == ["body"]
    assert found["article"] == Article.objects.get().pk


def test_looking_again_takes_other_options(admin_client: Client) -> None:
    undated = story(head=("Short Url", "Updated 14 sec ago", "Follow"))
    send(admin_client, ("page.txt", undated.encode()))
    job = Job.objects.get()
    assert job.report["files"][0]["stories"][0]["date"] == "undated"

    admin_client.post(
        address("_look", job), {"captured_at": "2025-03-18", "publisher": "", "topics": ""}
    )
    work()

    job.refresh_from_db()
    assert job.report["files"][0]["stories"][0]["date"] == "c. 18 Mar 2025"


def test_what_cannot_be_read_is_named_with_its_reason(admin_client: Client) -> None:
    answer = send(
        admin_client,
        ("good.txt", PAGE.encode()),
        ("bad.txt", b"\x00\x01" * 500),
        ("lines.jsonl", json.dumps({"text": PAGE}).encode() + b"\n{broken\n"),
    )
    text = answer.content.decode()
    job = Job.objects.get()
    assert job.report["failed_count"] == 2
    assert "<bdi>bad.txt</bdi>: it is a file of binary data" in text
    assert "lines.jsonl:2" in text


def test_an_upload_however_small_waits_for_the_worker(admin_client: Client) -> None:
    answer = send(admin_client, ("page.txt", PAGE.encode()), is_looked_through=False)
    text = answer.content.decode()
    assert "The preview is being made" in text
    assert not Job.objects.get().report
    assert "manage.py work" in text
    assert "data-live" in text
    work()
    assert "Import" in admin_client.get(address("", Job.objects.get())).content.decode()


@pytest.mark.parametrize(
    "name", ["../../etc/passwd.txt", "-", "s3:__x", "a*.txt", "[x].txt", "é\u202egpj.txt"]
)
def test_no_name_leads_out_of_the_folder(admin_client: Client, root: Path, name: str) -> None:
    send(admin_client, (name, PAGE.encode()))
    files = [path for path in root.rglob("*") if path.is_file()]
    assert [path.parent.parent for path in files] == [root]
    assert files[0].name.startswith("0001")
    assert Job.objects.get().report["counts"]["created"] == 1


def test_two_files_of_one_name_are_reported_apart(admin_client: Client) -> None:
    send(admin_client, ("a.txt", PAGE.encode()), ("a.txt", DUMP.read_bytes()))
    names = [file["name"] for file in Job.objects.get().report["files"]]
    assert names == ["a.txt", "a.txt (2)"]


def test_too_much_is_refused_before_it_is_read(
    admin_client: Client, settings: SettingsWrapper, root: Path
) -> None:
    settings.UPLOAD_MOST_BYTES = 1000
    answer = send(admin_client, ("page.txt", PAGE.encode() * 10))
    assert answer.status_code == 422
    assert "too large for an upload" in answer.content.decode()
    answer = send(admin_client, ("page.txt", b"x" * 2_000_000))
    assert answer.status_code == 413
    assert "import_dump" in answer.content.decode()
    assert not Job.objects.exists()
    assert not root.exists() or not list(root.iterdir())


def test_no_file_or_only_empty_ones_are_refused(admin_client: Client, root: Path) -> None:
    assert "at least one file" in send(admin_client).content.decode()
    answer = send(admin_client, ("none.txt", b""))
    assert "none.txt is empty; leave it out" in answer.content.decode()
    answer = send(admin_client, ("none.txt", b""), ("nothing.txt", b""))
    assert answer.status_code == 422
    assert "All of these files are empty" in answer.content.decode()
    assert not Job.objects.exists()
    assert not root.exists() or not list(root.iterdir())


ENCRYPTED = b"""From: a@b.example
To: c@d.example
Subject: x
MIME-Version: 1.0
Content-Type: application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m
Content-Transfer-Encoding: base64

MIIB
"""
FOREIGN = (
    ("report.txt", b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\n", "it is a PDF document"),
    ("table.csv", b"id,title,text\n1,Ferry sails,It left.\n", "it is a table"),
    ("letter.eml", ENCRYPTED, "it is encrypted"),
    ("program.exe", b"MZ\x90" + bytes(range(256)) * 9, "it is a program"),
    ("broken.zip", b"PK\x03\x04 and no more", "it is no complete ZIP file"),
)


@pytest.mark.parametrize(("name", "content", "reason"), FOREIGN)
def test_a_bad_file_rejects_only_itself(
    admin_client: Client, name: str, content: bytes, reason: str
) -> None:
    send(admin_client, ("page.txt", PAGE.encode()), (name, content), ("none.txt", b""))
    job = Job.objects.get()
    page = admin_client.get(address("", job)).content.decode()
    assert f"<bdi>{name}</bdi>: {reason}" in page
    assert "<bdi>none.txt</bdi>: it is empty; leave it out, or save it again" in page
    assert job.report["counts"]["created"] == 1

    admin_client.post(address("_go", job))
    work()
    job.refresh_from_db()
    assert job.run is not None
    assert (job.state, job.run.created_count, job.run.failed_count) == ("done", 1, 1)
    assert [dump.name for dump in Dump.objects.all()] == ["page.txt"]
    reported = admin_client.get(address("", job), follow=True).content.decode()
    assert f"{name}: {reason}" in reported
    assert "<bdi>none.txt</bdi>: it is empty" in reported


def test_files_that_are_all_bad_are_reported_and_cannot_be_imported(admin_client: Client) -> None:
    answer = send(admin_client, *((name, content) for name, content, _ in FOREIGN))
    page = answer.content.decode()
    assert "None of these files can be imported." in page
    assert 'id="go"' not in page
    assert all(f"<bdi>{name}</bdi>: {reason}" in page for name, _, reason in FOREIGN)


def test_an_upload_needs_its_token(django_user_model: Any) -> None:
    boss = django_user_model.objects.create_superuser("boss")
    client = Client(enforce_csrf_checks=True)
    client.force_login(boss)
    assert send(client, ("a.txt", PAGE.encode())).status_code == 403
    job = Job.objects.create(kind="upload", state="asking")
    for name in ("_go", "_stop", "_look"):
        assert client.post(address(name, job)).status_code == 403
    assert not DBTaskResult.objects.exists()


@pytest.mark.parametrize(("group", "may"), [("Reporter", False), ("Editor", True)])
def test_only_who_may_import_uploads(member: Any, group: str, may: bool) -> None:
    client = member(group)
    job = Job.objects.create(kind="upload", state="asking")
    assert client.get(UPLOAD).status_code == (200 if may else 403)
    assert send(client, ("a.txt", PAGE.encode())).status_code == (200 if may else 403)
    assert client.get(address("", job)).status_code == (200 if may else 403)
    for name in ("_go", "_stop", "_look"):
        assert client.get(address(name, job)).status_code == 403
        if not may:
            assert client.post(address(name, job)).status_code == 403
    assert Client().get(UPLOAD).status_code == 302
    run = ImportRun.objects.create(started_at="2025-01-01T00:00Z", state="finished")
    again = reverse("admin:articles_run_reparse", args=[run.pk])
    assert client.get(again).status_code == 403
    assert client.post(again).status_code == (302 if may else 403)


def test_a_cancelled_upload_leaves_nothing(admin_client: Client, root: Path) -> None:
    send(admin_client, ("page.txt", PAGE.encode()))
    answer = admin_client.post(address("_stop", Job.objects.get()), follow=True)
    assert "Nothing was written" in answer.content.decode()
    assert Job.objects.get().state == Job.State.CANCELLED
    assert not list(root.iterdir())
    admin_client.post(address("_go", Job.objects.get()))
    assert not DBTaskResult.objects.exists()


def test_a_stopped_import_goes_on(admin_client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    send(admin_client, ("one.txt", PAGE.encode()), ("two.txt", DUMP.read_bytes()))
    job = Job.objects.get()
    admin_client.post(address("_go", job))
    jobs.worker_is_ending.set()
    try:
        work()
    finally:
        jobs.worker_is_ending.clear()
    job.refresh_from_db()
    assert job.state == Job.State.STOPPED
    text = admin_client.get(address("", job), follow=True).content.decode()
    assert "Resume" in text
    assert "undo_import" in text

    admin_client.post(address("_go", job))
    work()
    job.refresh_from_db()
    assert job.state == Job.State.DONE
    assert Article.objects.count() > 1


def test_a_job_whose_worker_was_killed_says_so_and_goes_on(admin_client: Client) -> None:
    send(admin_client, ("page.txt", PAGE.encode()))
    Job.objects.update(state=Job.State.AT_WORK)
    job = Job.objects.get()
    text = admin_client.get(address("", job)).content.decode()
    assert "was interrupted" in text
    admin_client.post(address("_go", job))
    work()
    assert Job.objects.get().state == Job.State.DONE


def test_what_fails_is_reported(admin_client: Client, root: Path) -> None:
    send(admin_client, ("page.txt", PAGE.encode()))
    shutil.rmtree(root)
    job = Job.objects.get()
    admin_client.post(address("_go", job))
    work()
    text = admin_client.get(address("", job), follow=True).content.decode()
    assert "there is no such file" in text


def test_a_look_that_the_workers_end_cuts_short_is_tried_again(admin_client: Client) -> None:
    send(admin_client, ("page.txt", PAGE.encode()), is_looked_through=False)
    jobs.worker_is_ending.set()
    try:
        work()
    finally:
        jobs.worker_is_ending.clear()
    job = Job.objects.get()
    assert (job.state, job.report) == (Job.State.FAILED, {})
    assert "Try again" in admin_client.get(address("", job)).content.decode()
    admin_client.post(address("_go", job))
    work()
    job.refresh_from_db()
    assert job.state == Job.State.ASKING


def test_uploads_that_nobody_confirmed_are_forgotten(admin_client: Client, root: Path) -> None:
    send(admin_client, ("page.txt", PAGE.encode()))
    Job.objects.update(asked_at="2020-01-01T00:00Z")
    send(admin_client, ("page.txt", PAGE.encode()))
    assert sorted(Job.objects.values_list("state", flat=True)) == ["asking", "cancelled"]
    assert len(list(root.iterdir())) == 1


# --- re-parses


def test_a_re_parse_of_articles_shows_what_would_change_and_then_does_it(
    admin_client: Client, tmp_path: Path
) -> None:
    imported(PAGE, tmp_path)
    article = Article.objects.get()
    Clipping.objects.filter(article=article).update(headline_digest="0" * 32)
    digests = article.imported_digests
    Article.objects.update(
        headline="An older parser's", imported_digests={**digests, "headline": old_digest()}
    )
    chosen = {"action": "reparse_selected", "_selected_action": [article.pk]}
    answer = admin_client.post("/admin/articles/article/", chosen, follow=True)
    assert "The preview is being made" in answer.content.decode()
    work()

    job = Job.objects.get()
    text = admin_client.get(address("", job)).content.decode()
    assert "1 articles change (headline 1)" in job.report["summary"]
    assert "older parser" in text
    assert Article.objects.get().headline == "An older parser's"

    admin_client.post(address("_go", job))
    work()
    job.refresh_from_db()
    assert (job.state, job.run and job.run.kind) == (Job.State.DONE, "reparse")
    assert Article.objects.get().headline != "An older parser's"
    entry = LogEntry.objects.get(object_id=str(article.pk))
    assert entry.change_message == "Parsed again."


def old_digest() -> str:
    from articles.ingest.stories.content import digest_of

    return digest_of(("An older parser's", ""))


def test_a_run_is_parsed_again_from_its_page(admin_client: Client, tmp_path: Path) -> None:
    imported(PAGE, tmp_path)
    run = ImportRun.objects.get()
    link = reverse("admin:articles_run_reparse", args=[run.pk])
    shown = admin_client.get(reverse("admin:articles_importrun_change", args=[run.pk]))
    assert link in shown.content.decode()
    admin_client.post(link)
    work()
    text = admin_client.get(address("", Job.objects.get())).content.decode()
    assert "Nothing would change" in text
    assert "0 of 1 dumps are read differently" in text


def test_articles_that_came_from_no_dump_are_reported(admin_client: Client) -> None:
    from tests.support.builders import make_article

    chosen = {"action": "reparse_selected", "_selected_action": [make_article().pk]}
    admin_client.post("/admin/articles/article/", chosen)
    work()
    text = admin_client.get(address("", Job.objects.get())).content.decode()
    assert "no dump to parse" in text


def test_a_reporter_does_not_parse_again(member: Any) -> None:
    from tests.support.builders import make_article

    article = make_article()
    chosen = {"action": "reparse_selected", "_selected_action": [article.pk]}
    assert member("Reporter").post("/admin/articles/article/", chosen).status_code == 403
    assert not Job.objects.exists()


# --- the quarantine desk


def test_the_quarantine_desk_lists_what_has_no_place(admin_client: Client, tmp_path: Path) -> None:
    assert "Nothing to sort" in admin_client.get(QUARANTINE).content.decode()
    imported(PAGE, tmp_path)
    with CaptureQueriesContext(connection) as queries:
        text = admin_client.get(QUARANTINE).content.decode()
    assert "1 passage to sort" in text
    assert STRAY[2] in text
    assert "text outside any story" in text
    assert len(queries) <= 8


def test_the_quarantine_desk_pages_by_key(admin_client: Client, tmp_path: Path) -> None:
    for number in range(27):
        imported(PAGE + "\n" * number, tmp_path, f"page-{number}.txt")
    first = admin_client.get(QUARANTINE)
    assert "27 passages to sort" in first.content.decode()
    assert len(first.context["clippings"]) == 25
    rest = admin_client.get(QUARANTINE, {"before": first.context["next"]})
    assert len(rest.context["clippings"]) == 2
    assert admin_client.get(QUARANTINE, {"before": "x", "dump": "9" * 30}).status_code == 200


def place_address() -> str:
    clipping = Clipping.objects.get(kind=Clipping.Kind.QUARANTINE)
    return reverse("admin:articles_clipping_place", args=[clipping.pk])


def test_lines_are_placed_by_a_plain_form_and_it_is_in_the_histories(
    admin_client: Client, tmp_path: Path
) -> None:
    imported(PAGE, tmp_path)
    shown = admin_client.get(place_address())
    text = shown.content.decode()
    assert Article.objects.get().headline in text
    assert shown.context["form"].initial == {"first": 1, "last": 5, "what": "story"}

    answer = admin_client.post(
        place_address(), {"first": 1, "last": 3, "what": "story"}, follow=True
    )

    made = Article.objects.get(headline=STRAY[0])
    text = answer.content.decode()
    assert reverse("admin:articles_article_change", args=[made.pk]) in text
    said = "Lines 1 to 3 of"
    assert {entry.content_type.model for entry in LogEntry.objects.all()} == {"dump", "article"}
    assert all(said in entry.change_message for entry in LogEntry.objects.all())
    rule = PlacementRule.objects.get()
    assert rule.made_by is not None

    dump = Dump.objects.get()
    shown = admin_client.get(reverse("admin:articles_dump_change", args=[dump.pk]))
    back = reverse("admin:articles_rule_back", args=[rule.pk])
    assert back in shown.content.decode()
    admin_client.post(back)
    assert Clipping.objects.get(kind="quarantine").last_line == 6
    assert Article.objects.filter(pk=made.pk).exists()


def test_a_wrong_choice_is_explained_beside_the_form(admin_client: Client, tmp_path: Path) -> None:
    imported(PAGE, tmp_path)
    for posted, said in (
        ({"first": 1, "last": 3, "what": "below"}, "must end with line 5"),
        ({"first": "x", "last": 3, "what": "story"}, "whole number"),
        ({"first": 1, "last": 3, "what": "above"}, "Select a valid choice"),
        ({"first": 1, "last": 400, "what": "story"}, "Choose lines from 1 to 6"),
    ):
        answer = admin_client.post(place_address(), posted)
        assert answer.status_code == 200
        assert said in answer.content.decode()
    assert not PlacementRule.objects.exists()


def test_a_stretch_that_was_placed_meanwhile_leads_back_to_the_list(
    admin_client: Client, tmp_path: Path
) -> None:
    imported(PAGE, tmp_path)
    before = place_address()
    admin_client.post(before, {"first": 1, "last": 5, "what": "everywhere"})
    answer = admin_client.get(before, follow=True)
    assert "are already sorted" in answer.content.decode()
    assert "join the club" in answer.content.decode()


@pytest.mark.parametrize(("group", "may"), [("Reporter", False), ("Editor", True)])
def test_only_who_may_place_lines_does(member: Any, tmp_path: Path, group: str, may: bool) -> None:
    imported(PAGE, tmp_path)
    client = member(group)
    assert client.get(QUARANTINE).status_code == 200
    assert client.get(place_address()).status_code == (200 if may else 403)
    posted = {"first": 1, "last": 5, "what": "chrome"}
    assert client.post(place_address(), posted).status_code == (302 if may else 403)
    rule = PlacementRule.objects.first() or PlacementRule.objects.create(kind="chrome", text="x")
    back = reverse("admin:articles_rule_back", args=[rule.pk])
    assert client.get(back).status_code == 403
    assert client.post(back).status_code == (302 if may else 403)


# --- in a browser, with a worker of its own


@pytest.fixture
def worker(root: Path) -> Iterator[None]:
    """A real worker process on the test's database."""
    process = start("work", own_group=True, UPLOAD_ROOT=str(root))
    yield
    process.terminate()
    _, errors = process.communicate(timeout=30)
    assert "Traceback" not in errors
    connection.close()


@pytest.fixture
def boss(live_server: LiveServer, page: Page) -> Page:
    """A browser, logged in."""
    page.on("filechooser", lambda chooser: None)  # from now on no dialog of the system opens
    sign_in(page, live_server, UPLOAD, "boss")
    page.wait_for_url(f"**{UPLOAD}")
    return page


def came_in(name: str, headline: str) -> None:
    """Asserts that the import of a file is done, and that its stories are stored."""
    job = Job.objects.get()
    run = ImportRun.objects.get()
    assert (job.state, run.state, job.run) == (Job.State.DONE, ImportRun.State.FINISHED, run)
    assert Dump.objects.get().name == name
    assert run.created_count == Article.objects.count() > 0
    article = Article.objects.get(headline=headline)
    assert article.status == Article.Status.IN_REVIEW
    assert Clipping.objects.filter(article=article, dump__name=name).exists()


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("worker")
def test_by_keyboard_a_dump_is_uploaded_and_its_story_opened(boss: Page) -> None:
    hands = Keyboard(boss)
    hands.tab_to("#id_files")
    with boss.expect_file_chooser() as chooser:
        hands.press("Enter")
    chooser.value.set_files(DUMP)
    assert DUMP.name in boss.inner_text(".chosen")
    hands.tab_to("[name=publisher]")
    hands.type("The Andean Weekly")
    hands.tab_to("[type=submit]")
    hands.press("Enter")

    boss.wait_for_selector(".summary")
    headline = Job.objects.get().report["files"][0]["stories"][0]["headline"]
    assert headline in boss.inner_text(".stories")
    assert boss.input_value("[name=publisher]") == "The Andean Weekly"
    assert not Article.objects.exists()
    hands.tab_to("#go")
    hands.press("Enter")

    boss.get_by_text("Stories in this import").wait_for(timeout=30_000)
    boss.get_by_text("Done.").wait_for(timeout=30_000)
    hands.tab_to(".came-in a")
    hands.press("Enter")
    boss.wait_for_selector("#id_headline")
    assert boss.input_value("#id_headline") == headline
    came_in(DUMP.name, headline)
    assert Article.objects.count() == 5
    publishers = Article.objects.filter(
        attributions__role="publisher", attributions__source__name="The Andean Weekly"
    )
    assert publishers.count() == 5


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("worker")
def test_by_mouse_a_dump_is_dropped_looked_through_by_the_worker_and_imported(
    boss: Page,
) -> None:
    boss.evaluate(
        """text => {
            const data = new DataTransfer();
            data.items.add(new File([text], "dropped.txt", {type: "text/plain"}));
            const event = {dataTransfer: data, bubbles: true, cancelable: true};
            document.querySelector(".drop").dispatchEvent(new DragEvent("drop", event));
        }""",
        PAGE,
    )
    assert "dropped.txt" in boss.inner_text(".chosen")
    boss.click("#upload-form [type=submit]")
    boss.wait_for_selector(".summary", timeout=30_000)
    assert "1 story" in boss.inner_text(".summary")
    assert "go to quarantine" in boss.inner_text("#content")
    boss.click("#go")
    boss.get_by_text("Done.").wait_for(timeout=30_000)
    boss.click(".came-in a")
    boss.wait_for_selector("#id_headline")
    came_in("dropped.txt", boss.input_value("#id_headline"))


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("worker")
def test_an_upload_is_cancelled_at_work_and_ends_after_the_batch_in_hand(
    boss: Page, tmp_path: Path
) -> None:
    path = tmp_path / "many.jsonl"
    with path.open("w") as file:
        for number in range(3000):
            file.write(json.dumps({"text": long_story(number)}) + "\n")
    boss.set_input_files("#id_files", path)
    boss.click("#upload-form [type=submit]")
    boss.wait_for_selector("#go", timeout=60_000)
    assert "3,000 stories" in boss.inner_text(".summary")

    with transaction.atomic():
        lock_all_stories()  # the worker's first batch waits here
        boss.click("#go")
        boss.get_by_text("Running.").wait_for(timeout=30_000)
        boss.click("#cancel")
        boss.get_by_text("Stopping after the current batch.").wait_for()
        time.sleep(0.6)  # the worker asks twice a second
    boss.get_by_text("Stopped.").wait_for(timeout=60_000)

    assert 0 < Article.objects.count() < 3000
    assert ImportRun.objects.get().state == ImportRun.State.STOPPED
    assert ImportRun.objects.get().created_count == Article.objects.count()


def long_story(number: int) -> str:
    paragraphs = [
        f"The {word} of berth {number} was mended on day {at}, and {word} number {number + at} "
        "came in from the yard with a crew of nine that had been waiting there since the spring."
        for at, word in enumerate(("ferry", "crane", "lantern", "market", "signal", "anchor") * 4)
    ]
    return story("\n\n".join(paragraphs), headline=f"Harbour number {number} opens its gates")


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("by", ["keyboard", "mouse"])
def test_a_quarantined_stretch_becomes_an_article(
    boss: Page, live_server: LiveServer, tmp_path: Path, by: str
) -> None:
    imported(PAGE, tmp_path)
    boss.goto(f"{live_server.url}{QUARANTINE}")
    hands = Keyboard(boss)
    lines = boss.locator(".place-lines tr.chosen")
    if by == "keyboard":
        hands.tab_to(".stretch a")
        hands.follow("Enter")
        assert lines.count() == 5
        hands.tab_to("[name=last]")
        hands.retype("3")
        hands.tab_to("[name=what]")
        assert lines.count() == 3
        hands.press("Space")
        hands.follow("Enter")
        hands.tab_to(".messagelist a")
        hands.follow("Enter")
    else:
        boss.click(".stretch a")
        boss.wait_for_selector(".place-lines tr.chosen")  # the page's script has run
        assert lines.count() == 5
        boss.locator("#line-1").click()
        boss.locator("#line-3").click(modifiers=["Shift"])
        assert (boss.input_value("[name=first]"), boss.input_value("[name=last]")) == ("1", "3")
        assert lines.count() == 3
        boss.click("[name=what][value=story]")
        boss.click("#place-form [type=submit]")
        boss.click(".messagelist a")

    boss.wait_for_selector("#id_headline")
    assert boss.input_value("#id_headline") == STRAY[0]
    assert STRAY[2] in boss.inner_text(".evidence-lines")
    made = Article.objects.get(headline=STRAY[0])
    assert made.body == STRAY[2]
    assert Clipping.objects.get(article=made).last_line == 3
    rule = PlacementRule.objects.get()
    assert rule.made_by.get_username() == "boss"  # type: ignore[union-attr]
