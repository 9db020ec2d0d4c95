"""Issues of an article: which still hold after an editor's save, which were dismissed, and that
neither come back."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.auth.models import Permission
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles import markup
from articles.admin.articles.source_lines import ADVICE, evidence_for, place_of
from articles.admin.labels.issues import ISSUE_WORDS
from articles.editing import issues, line_fixes, reconcile
from articles.editing.line_fixes import Remedy
from articles.ingest.options import ImportOptions
from articles.ingest.pipeline.run import run_import
from articles.models import Article, Clipping, IssueDecision
from articles.versions import history
from tests.admin.articles.test_admin import change, form_of

if TYPE_CHECKING:
    from django.contrib.auth.models import User

pytestmark = pytest.mark.django_db

ROOT = Path(__file__).parents[2]
DUMPS = sorted((ROOT / "fixtures" / "dumps").glob("*.txt"))
LIST = "/admin/articles/article/"
QUEUE = f"{LIST}?status__exact=in_review"

HEAD = "Ferry returns to the north quay"
DATE = "Updated 18 March 2025"
FIRST = "HALMSEY: The ferry Alda returns to the north quay next week, its owner said at a meeting."
LONG_AGO = FIRST.replace("HALMSEY: ", "HALMSEY, 1 March 2025 - ")
FIRE = "Nobody was hurt in the fire, which began at night in the engine room below the deck."
MENDED = "The boat is mended now and was painted white, as it had been long ago."
CAPTION = "The ferry Alda lies at the north quay in the morning light, freshly painted. (Reuters)"
HALVES = (
    "The boat had been laid up since a fire in the engine room",
    "and was towed twice before it was mended in the yard at Brill.",
)
SPACED = "The boat came back at noon . It was white, as it had been when it was built."


def page(*paragraphs: str, bullets: tuple[str, ...] = (), dated: str = DATE) -> str:
    head = [HEAD, "", "Short Url", *filter(None, [dated]), "Follow", "", HEAD, ""]
    points = [*(f"• {point}" for point in bullets), ""] if bullets else []
    return "\n".join([*head, *points, *"\n\n".join(paragraphs).split("\n"), ""])


ELSEWHERE = (
    "BRILL: The yard at Brill has taken on twelve apprentices this spring, its owner said.",
    "They will learn to build boats of oak, as their grandmothers did before the war.",
)

# Two columns that a program has printed beside each other.
COLUMNS = "\n".join(
    f"{f'Boat {number} came in from the isle':36}and berth {number} was empty until noon;"
    for number in range(2, 10)
)

# What raises each issue, alone in a story.
PAGES = {
    "undated": page(FIRST, FIRE, MENDED, dated=""),
    "dates-differ": page(LONG_AGO, FIRE, MENDED, dated="Published 18 March 2025"),
    "no-headline": "\n\n".join([FIRST.partition(": ")[2], FIRE, MENDED, DATE]),
    "doubtful-headline": "\n\n".join(
        [f"{HEAD} | The Isle Gazette", DATE, FIRST.partition(": ")[2], FIRE, MENDED]
    ),
    "joined-paragraph": page(FIRST, *HALVES, FIRE),
    "lost-text": page(FIRST, FIRE, "He said that the orders came from . The owner denied it."),
    "may-be-several": page(FIRST, FIRE, MENDED, *ELSEWHERE),
    "mojibake": page(FIRST, FIRE, "The cafÃ© on the quay was closed, and the rÃ©sumÃ© was short."),
    "side-by-side-columns": page(FIRST, FIRE, COLUMNS, MENDED),
    "stray-space": page(FIRST, FIRE, SPACED),
    "unbalanced-quotes": page(FIRST, FIRE, "“We thank all who waited, the harbour master told us."),
    "wrong-quote": page(FIRST, FIRE, "“We thank all who waited“, the harbour master told us."),
    "repeated-bullet": page(FIRST, FIRE, MENDED, bullets=(FIRE[:-1], "It costs as much as before")),
    "repeated-paragraph": page(FIRST, FIRE, MENDED, FIRE, "The owner thanked the yard at Brill."),
    "repeated-caption": page(FIRST, CAPTION, FIRE, MENDED, CAPTION, "The owner thanked the yard."),
    "unreadable-line": page(FIRST, FIRE, "x " * 50_001, MENDED),
    "cut-short": page(FIRST, FIRE, MENDED, "The owner said that the boat would sail… Read more"),
}


def imported(text: str, tmp_path: Path, *, name: str = "ferry.txt", day: int = 18) -> Article:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    run_import([str(path)], ImportOptions(captured_at=date(2025, 3, day)))
    return Article.objects.get()


def open_codes(article: Article) -> list[str]:
    rows = Clipping.objects.filter(article=article).order_by("pk")
    return [issue["code"] for row in rows for issue in row.open_issues]


def body_of(article: Article, old: str, new: str) -> dict[str, Any]:
    assert old in article.body
    return {"body": article.body.replace(old, new)}


def test_every_code_that_the_parser_raises_has_words_a_check_and_a_page_that_raises_it() -> None:
    parsing = (ROOT / "articles" / "parsing").rglob("*.py")
    raised = {c for path in parsing for c in re.findall(r'Issue\(\s*"([a-z-]+)"', path.read_text())}
    quotes = (ROOT / "articles/parsing/damage/quotes.py").read_text()
    raised |= set(re.findall(r'"((?:wrong|unbalanced)-quotes?)"', quotes))
    of_dumps = {"empty", "no-story", "not-an-article"}

    assert raised - of_dumps == set(issues.CHECKS) == set(PAGES) == set(ISSUE_WORDS)


@pytest.mark.parametrize("code", PAGES)
def test_an_issue_holds_as_long_as_nobody_has_changed_what_it_is_about(
    code: str, tmp_path: Path, admin_client: Client
) -> None:
    article = imported(PAGES[code], tmp_path)
    before = open_codes(article)
    assert code in before

    admin_client.post(change(article), form_of(admin_client, article).posted(ednote="Looked at it"))

    assert open_codes(article) == before
    assert not IssueDecision.objects.exists()


@pytest.mark.parametrize("path", DUMPS, ids=lambda path: path.stem)
def test_no_issue_of_a_whole_dump_goes_before_anything_is_changed(path: Path) -> None:
    run_import([str(path)], ImportOptions(captured_at=date(2025, 3, 18)))

    with CaptureQueriesContext(connection) as queries:
        issues.recheck(Article.objects.values_list("pk", flat=True))

    assert not IssueDecision.objects.exists()
    assert not [query for query in queries if query["sql"].startswith(("UPDATE", "INSERT"))]


# What an editor's form says once the issue has been mended.
MENDED_BY: dict[str, Callable[[Article], dict[str, Any]]] = {
    "undated": lambda article: {"date_precision": "day"},
    "dates-differ": lambda article: {"published_at_0": "2025-03-02"},
    "no-headline": lambda article: {"headline": "The Alda sails again"},
    "doubtful-headline": lambda article: {"headline": "The Alda sails again"},
    "joined-paragraph": lambda article: body_of(article, " and was towed", "\n\nand was towed"),
    "lost-text": lambda article: body_of(article, "came from .", "came from Brill."),
    "may-be-several": lambda article: body_of(article, "\n\n" + "\n\n".join(ELSEWHERE), ""),
    "mojibake": lambda article: body_of(
        article, "The cafÃ© on the quay was closed, and the rÃ©sumÃ©", "The café closed; the résumé"
    ),
    "side-by-side-columns": lambda article: {"body": f"{FIRST}\n\n{FIRE}"},
    "stray-space": lambda article: body_of(article, "noon .", "noon."),
    "unbalanced-quotes": lambda article: body_of(article, "waited,", "waited,”"),
    "wrong-quote": lambda article: body_of(article, "waited“", "waited”"),
    "repeated-bullet": lambda article: {"bullets-0-text": "Nobody came to harm"},
    "repeated-paragraph": lambda article: body_of(article, f"{MENDED}\n\n{FIRE}", MENDED),
    "repeated-caption": lambda article: {
        "captions-0-DELETE": "on",
        **body_of(article, "![](caption:1)\n\n", ""),
    },
    "unreadable-line": lambda article: {"body": f"{article.body}\n\n{('x ' * 50_001).strip()}"},
    "cut-short": lambda article: body_of(article, "sail… Read more", "sail again in May."),
}


@pytest.mark.parametrize("code", PAGES)
def test_a_mended_issue_is_gone_and_does_not_come_back(
    code: str, tmp_path: Path, admin_client: Client
) -> None:
    article = imported(PAGES[code], tmp_path)
    others = [one for one in open_codes(article) if one != code]

    posted = form_of(admin_client, article).posted(**MENDED_BY[code](article))
    assert admin_client.post(change(article), posted).status_code == 302

    assert open_codes(article) == others
    decision = IssueDecision.objects.get(code=code)
    assert (decision.decision, decision.decided_by.get_username()) == ("mended", "admin")  # type: ignore[union-attr]
    _comes_in_again(PAGES[code], tmp_path)
    assert Article.objects.count() == 1
    assert code not in open_codes(article)


@pytest.mark.parametrize("code", PAGES)
def test_a_dismissed_issue_is_gone_until_it_is_taken_back(
    code: str, tmp_path: Path, admin_client: Client
) -> None:
    article = imported(PAGES[code], tmp_path)
    before = open_codes(article)
    others = [one for one in before if one != code]

    decide(admin_client, article, "dismiss", code)

    assert open_codes(article) == others
    admin_client.post(change(article), form_of(admin_client, article).posted())
    _comes_in_again(PAGES[code], tmp_path)
    assert code not in open_codes(article)
    decide(admin_client, article, "reopen", code)
    assert code in open_codes(article)
    assert not IssueDecision.objects.filter(code=code).exists()


def _comes_in_again(text: str, tmp_path: Path) -> None:
    """The same dump, the same one parsed again as if the parser had changed, and another dump that
    has the story further down."""
    imported(text, tmp_path)
    Clipping.objects.update(parts=[])
    call_command("reparse", "all")
    imported(f"{text}\n\n\n", tmp_path, name="again.txt", day=19)
    assert Clipping.objects.filter(article__isnull=False).count() > 1


def key_of(article: Article, code: str) -> str:
    clippings = list(Clipping.objects.filter(article=article).select_related("dump"))
    evidence = evidence_for(article, clippings, "")
    assert evidence is not None
    found = [issue for line in evidence.lines for issue in line.issues if issue.code == code]
    return found[0].key


def decide(client: Client, article: Article, act: str, code: str) -> None:
    posted = {"_decide": f"{act}:{key_of(article, code)}"}
    response = client.post(f"{change(article).removesuffix('change/')}issues/", posted)
    assert response.status_code == 302


# --- everywhere that shows issues


def reported(client: Client, article: Article) -> dict[str, Any]:
    """What each page of the desk says of a story's issues."""
    cache.clear()
    form = client.get(change(article))
    rows = client.get(LIST).context["cl"].result_list
    queue = client.get(QUEUE).content.decode()
    clippings = client.get("/admin/articles/clipping/").content.decode()
    dump = client.get(f"/admin/articles/dump/{article.clippings.first().dump_id}/change/")  # type: ignore[union-attr]
    return {
        "list": [row.clippings.all()[0].open_issues for row in rows] != [[]],
        "filter": bool(client.get(f"{LIST}?issue=any").context["cl"].result_list),
        "filter by code": bool(client.get(f"{LIST}?issue=stray-space").context["cl"].result_list),
        "queue": re.findall('field-why_here">([^<]+)<', queue)
        == ["space before a full stop or comma"],
        "form": form.context["issue_count"],
        "field": "A space before the stop" in form.content.decode().partition("id=evidence")[0]
        and "Line 13" in form.content.decode(),
        "bar": "bar-issues" in form.content.decode(),
        "clippings": re.findall(r'field-issue_count">(\d+)<', clippings),
        "dump": "<td>1</td>" in dump.content.decode(),
        "first page": "issue=stray-space" in client.get("/admin/").content.decode(),
    }


@pytest.mark.parametrize("act", ["mended", "dismissed"])
def test_lists_counts_filters_and_pages_leave_out_what_is_settled(
    act: str, tmp_path: Path, admin_client: Client
) -> None:
    article = imported(PAGES["stray-space"], tmp_path)
    assert reported(admin_client, article) == {
        **dict.fromkeys(("list", "filter", "filter by code", "queue", "field", "bar"), True),
        **{"form": 1, "clippings": ["1"], "dump": True, "first page": True},
    }

    if act == "mended":
        posted = form_of(admin_client, article).posted(**body_of(article, "noon .", "noon."))
        admin_client.post(change(article), posted)
    else:
        decide(admin_client, article, "dismiss", "stray-space")

    assert reported(admin_client, article) == {
        **dict.fromkeys(("list", "filter", "filter by code", "queue", "field", "bar"), False),
        **{"form": 0, "clippings": ["0"], "dump": False, "first page": False},
    }


def test_a_dismissed_issue_says_at_its_line_who_dismissed_it(
    tmp_path: Path, admin_client: Client
) -> None:
    article = imported(PAGES["stray-space"], tmp_path)
    decide(admin_client, article, "dismiss", "stray-space")

    form = admin_client.get(change(article)).content.decode()

    assert "Dismissed by admin, " in form
    assert f'value="reopen:{key_of(article, "stray-space")}"' in form


# --- every way in which an editor saves


def test_a_remedy_at_a_line_settles_its_issue(tmp_path: Path, admin_client: Client) -> None:
    article = imported(PAGES["stray-space"], tmp_path)
    posted = form_of(admin_client, article).posted(_mend="close_gap:13")
    del posted["_save"]

    admin_client.post(change(article), posted)

    article.refresh_from_db()
    assert "at noon. It" in article.body
    assert open_codes(article) == []


def test_a_restored_version_that_has_the_fault_has_the_issue_again(
    tmp_path: Path, admin_client: Client
) -> None:
    article = imported(PAGES["stray-space"], tmp_path)
    posted = form_of(admin_client, article).posted(**body_of(article, "noon .", "noon."))
    admin_client.post(change(article), posted)
    as_imported = history.version_of(article, history.entries(article)[-1].pk)
    as_edited = history.version_of(article, history.entries(article)[0].pk)
    assert as_imported
    assert as_edited

    for version, codes in ((as_imported, ["stray-space"]), (as_edited, [])):
        admin_client.post(reverse("admin:articles_article_restore", args=[article.pk, version.pk]))
        assert open_codes(article) == codes


def test_taking_the_parser_s_side_asks_the_issues_again(
    tmp_path: Path, admin_client: Client, admin_user: User
) -> None:
    article = imported(PAGES["stray-space"], tmp_path)
    posted = form_of(admin_client, article).posted(**body_of(article, "noon .", "noon."))
    admin_client.post(change(article), posted)
    ways = reconcile.look(article)
    assert ways is not None

    reconcile.take(article, {"body": reconcile.Side.PARSER}, seal=ways.seal, by=admin_user)

    assert open_codes(article) == ["stray-space"]


def test_an_action_on_several_articles_asks_the_issues_again(
    tmp_path: Path, admin_client: Client
) -> None:
    article = imported(PAGES["stray-space"], tmp_path)
    Article.objects.update(body=article.body.replace("noon .", "noon."))
    posted = {"action": "add_topics_to_selected", "_selected_action": article.pk}

    admin_client.post(LIST, posted | {"confirmed": "1", "topics": "Ferries"})

    assert open_codes(article) == []


def test_a_save_without_issues_asks_one_query_more_and_with_them_a_handful(tmp_path: Path) -> None:
    article = imported(page(FIRST, FIRE, MENDED), tmp_path)
    with CaptureQueriesContext(connection) as none:
        issues.recheck([article.pk])
    path = tmp_path / "b.txt"
    path.write_text(page(FIRE, *HALVES, SPACED, MENDED, dated="").replace(HEAD, "Other headline"))
    run_import([str(path)], ImportOptions())
    article = Article.objects.get(headline="Other headline")
    assert len(open_codes(article)) == 3
    with CaptureQueriesContext(connection) as some:
        issues.recheck([article.pk])

    assert len(none) == 1
    assert len(some) <= 8


# --- what is offered, and to whom


def test_a_joined_sentence_is_not_undone_as_if_that_mended_it(
    tmp_path: Path, admin_client: Client
) -> None:
    article = imported(PAGES["joined-paragraph"], tmp_path)

    form = admin_client.get(change(article)).content.decode()
    issue = re.search(r'<p class="issue" data-issue="joined-paragraph">.*?</p>', form)

    assert issue
    buttons = re.findall(r'name="(_\w+)"[^>]*>([^<]+)</button>', issue[0])
    assert buttons == [("_decide", "Looks right"), ("_mend", "Undo join")]


def test_what_is_suggested_is_right_as_a_rule() -> None:
    assert {code for code, advice in ADVICE.items() if advice.is_suggested} == {
        "repeated-paragraph",
        "stray-space",
    }


@pytest.mark.parametrize("code", ["repeated-paragraph", "stray-space", "repeated-bullet"])
def test_the_advised_remedy_settles_the_issue(code: str, tmp_path: Path) -> None:
    article = imported(PAGES[code], tmp_path)
    text = {"repeated-paragraph": FIRE, "repeated-bullet": FIRE[:-1], "stray-space": "noon ."}[code]

    assert apply(article, ADVICE[code].remedy, line_with(article, code))

    article.refresh_from_db()
    issues.recheck([article.pk])
    assert code not in open_codes(article)
    assert article.body.count(text) == (0 if code == "stray-space" else 1)
    assert (article.bullets.count() == 1) == (code == "repeated-bullet")


def line_with(article: Article, code: str) -> int:
    found = (issue for row in article.clippings.all() for issue in row.issues)
    return next(int(issue["line"]) for issue in found if issue["code"] == code)


def apply(article: Article, remedy: Remedy, number: int) -> bool:
    clippings = list(Clipping.objects.filter(article=article).select_related("dump"))
    evidence = evidence_for(article, clippings, "")
    assert evidence is not None
    place = place_of(evidence.lines, number)
    assert place is not None
    return line_fixes.mend(article, remedy, place)


@pytest.mark.parametrize("remedy", list(Remedy))
def test_a_line_that_is_tied_to_no_part_changes_none(remedy: Remedy, tmp_path: Path) -> None:
    article = imported(PAGES["repeated-bullet"], tmp_path)
    blocks = markup.to_blocks(article.body)
    bullets = list(article.bullets.values_list("text", flat=True))
    article.body = article.body.replace(MENDED, "Something else stands here now, by an editor.")
    article.save()
    before = markup.to_blocks(article.body)
    number = next(
        line.number
        for line in issues.lines_of(article.clippings.select_related("dump").get())
        if line.text == MENDED
    )

    is_done = apply(article, remedy, number)

    article.refresh_from_db()
    now = markup.to_blocks(article.body)
    assert len(blocks) == len(before)
    assert [block for block in now if block in before] == before
    assert list(article.bullets.values_list("text", flat=True))[: len(bullets)] == bullets
    adds = remedy not in (Remedy.SPLIT, Remedy.JOIN, Remedy.DROP, Remedy.CLOSE_GAP)
    assert is_done == adds
    assert (len(now) + article.bullets.count() > len(before) + len(bullets)) == adds


def test_space_is_removed_from_a_key_point_and_from_a_caption_too(tmp_path: Path) -> None:
    text = page(
        FIRST,
        "The ferry lies at the quay . It is freshly painted and white again. (Reuters)",
        FIRE,
        MENDED,
        bullets=("The owner , he said, is glad that she sails", "It costs as much as before"),
    )
    article = imported(text, tmp_path)
    numbers = [issue["line"] for issue in article.clippings.get().issues]

    assert [apply(article, Remedy.CLOSE_GAP, number) for number in numbers] == [True, True]

    issues.recheck([article.pk])
    assert open_codes(article) == []


def test_a_repeated_opening_does_not_mislead_where_a_join_is_undone(tmp_path: Path) -> None:
    below = "and was towed to the yard at Brill and was towed to the yard at Sund."
    article = imported(page(FIRST, f"It burned {below[:-1]}", below, FIRE), tmp_path)
    if "joined-paragraph" not in open_codes(article):
        pytest.fail("the sentence is to be joined")

    assert apply(article, Remedy.SPLIT, line_with(article, "joined-paragraph"))

    texts = [block.text for block in markup.to_blocks(article.body)]
    assert f"It burned {below[:-1]}" in texts
    assert below in texts


@pytest.mark.parametrize(
    ("rights", "status", "may"),
    [
        (["view_article", "change_article"], "in_review", True),
        (["view_article", "change_article"], "published", True),
        (["view_article", "change_article"], "withdrawn", True),
        (["view_article"], "in_review", False),
        ([], "in_review", False),
    ],
)
def test_whoever_may_change_articles_may_dismiss_whatever_the_status(
    tmp_path: Path,
    django_user_model: type[User],
    rights: list[str],
    status: str,
    may: bool,
) -> None:
    article = imported(PAGES["stray-space"], tmp_path)
    Article.objects.update(status=status)
    user = django_user_model.objects.create_user("ines", password="x", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=rights))
    client = Client()
    client.force_login(user)
    address = f"{change(article).removesuffix('change/')}issues/"
    asked = {"_decide": f"dismiss:{key_of(article, 'stray-space')}"}

    response = client.post(address, asked, headers={"accept": "application/json"})

    assert response.status_code == (200 if may else 403)
    assert open_codes(article) == ([] if may else ["stray-space"])
    if may:
        assert response.json() == {"count": 0, "by": "ines"}
    assert client.get(address).status_code == 405
    assert Client().post(address, asked).status_code == 302


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ("", 400),
        ("dismiss", 400),
        ("dismiss:stray-space", 400),
        ("explode:stray-space:00", 400),
        ("dismiss:stray-space:00", 409),
        ("dismiss:of-tomorrow:00", 409),
        ("reopen:stray-space:00", 409),
        (f"dismiss:{'x' * 500}:{'é' * 500}", 409),
        ("dismiss:stray-space:\0", 409),
    ],
)
def test_a_decision_on_what_is_no_issue_decides_nothing(
    asked: str, status: int, tmp_path: Path, admin_client: Client
) -> None:
    article = imported(PAGES["stray-space"], tmp_path)
    address = f"{change(article).removesuffix('change/')}issues/"

    response = admin_client.post(
        address, {"_decide": asked}, headers={"accept": "application/json"}
    )

    assert response.status_code == status
    assert open_codes(article) == ["stray-space"]
    gone = admin_client.post(
        "/admin/articles/article/999999/issues/",
        {"_decide": "dismiss:undated:00"},
        headers={"accept": "application/json"},
    )
    assert gone.status_code == 409


def test_an_issue_beyond_the_lines_that_are_shown_can_be_dismissed(
    tmp_path: Path, admin_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("articles.admin.articles.source_lines.MOST_LINES", 5)
    article = imported(PAGES["stray-space"], tmp_path)

    form = admin_client.get(change(article)).content.decode()

    assert "Issues in lines that are not shown" in form
    assert 'value="dismiss:stray-space:' in form


def test_an_issue_of_another_parser_version_holds_until_it_is_dismissed(
    tmp_path: Path, admin_client: Client
) -> None:
    article = imported(page(FIRST, FIRE, MENDED), tmp_path)
    new = [{"code": "of-tomorrow", "line": 9, "message": "Who knows."}]
    Clipping.objects.update(issues=new)

    issues.recheck([article.pk])
    assert open_codes(article) == ["of-tomorrow"]
    decide(admin_client, article, "dismiss", "of-tomorrow")
    assert open_codes(article) == []
