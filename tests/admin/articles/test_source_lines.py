"""The raw lines beside a form that is being edited: a line goes with its own part and changes no
other, whatever was done to the form since it was opened."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from articles import markup
from articles.ingest.options import ImportOptions
from articles.ingest.pipeline.run import run_import
from articles.models import Article
from tests.editing.test_issues import FIRE, FIRST, HALVES, MENDED, page
from tests.support.signing_in import sign_in

from .test_admin import change
from .test_review_queue import body_of

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page
    from pytest_django.live_server_helper import LiveServer

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

POINTS = ("The ferry sails again from the quay", "It costs as much as before")
OWNER = "The owner thanked the yard at Brill and all who had waited for so long."


@pytest.fixture
def desk(
    live_server: LiveServer,
    page: Page,
    transactional_db: None,
    tmp_path: Path,
) -> Page:
    path = tmp_path / "ferry.txt"
    path.write_text(PAGE, encoding="utf-8")
    run_import([str(path)], ImportOptions(captured_at=date(2025, 3, 18)))
    sign_in(page, live_server, change(Article.objects.get()))
    page.wait_for_selector(".cards .card")
    return page


PAGE = page(FIRST, *HALVES, FIRE, MENDED, OWNER, bullets=POINTS)


def texts(desk: Page) -> list[str]:
    return [block.text for block in body_of(desk)]


def line(desk: Page, text: str) -> Locator:
    return desk.locator(".evidence-lines tr", has_text=text).first


def choose(desk: Page, text: str) -> None:
    line(desk, text).locator("th").click()


def offers(desk: Page) -> list[str]:
    """What the chosen line offers, without the letters."""
    buttons = desk.locator("tr.chosen .line-remedies button").all()
    return [button.inner_text().rsplit(None, 1)[0] for button in buttons]


CHANGING = {"Remove", "Join to above", "Split here"}


def card(desk: Page, text: str) -> Locator:
    return desk.locator(".card").nth(texts(desk).index(text))


def split_at(desk: Page, text: str, at: int) -> None:
    area = card(desk, text).locator(".card-text")
    area.evaluate("(area, at) => { area.focus(); area.setSelectionRange(at, at); }", at)
    desk.keyboard.press("Alt+Enter")


def is_tied(desk: Page, text: str) -> bool:
    choose(desk, text)
    found = set(offers(desk))
    assert found & CHANGING in (set(), CHANGING, {"Remove"})
    assert desk.locator(".part-lit").count() == bool(found & CHANGING)
    return bool(found & CHANGING)


def test_a_paragraph_that_was_split_within_its_line_is_tied_to_none_until_joined(
    desk: Page,
) -> None:
    split_at(desk, FIRE, FIRE.index(" in the fire"))
    assert FIRE not in texts(desk)

    assert not is_tied(desk, FIRE)
    assert "Not linked to a part of the story" in desk.locator("tr.chosen").inner_text()
    before = texts(desk)
    desk.keyboard.press("Shift+X")
    desk.keyboard.press("Shift+J")
    assert texts(desk) == before

    card(desk, before[before.index(MENDED) - 1]).locator(".card-text").focus()
    desk.keyboard.press("Alt+Backspace")
    assert FIRE in texts(desk)
    assert is_tied(desk, FIRE)
    desk.keyboard.press("Shift+X")
    assert FIRE not in texts(desk)
    assert MENDED in texts(desk)


def test_after_a_split_where_a_line_ends_each_line_has_its_own_half(desk: Page) -> None:
    split_at(desk, " ".join(HALVES), len(HALVES[0]) + 1)

    choose(desk, HALVES[1])
    desk.keyboard.press("Shift+X")

    assert HALVES[0] in texts(desk)
    assert HALVES[1] not in texts(desk)
    choose(desk, HALVES[0])
    desk.keyboard.press("Shift+S")
    assert markup.Block(markup.Kind.CROSSHEAD, HALVES[0]) in body_of(desk)


def test_a_line_goes_with_its_block_that_was_moved_and_reworded(desk: Page) -> None:
    area = card(desk, MENDED).locator(".card-text")
    area.focus()
    for key in ("Alt+ArrowUp", "Alt+ArrowUp"):
        desk.keyboard.press(key)
    desk.keyboard.press("Control+End")
    desk.keyboard.type(" And more.")

    choose(desk, MENDED)
    desk.keyboard.press("Shift+X")

    left = texts(desk)
    assert not any(MENDED in text for text in left)
    assert {FIRE, OWNER, FIRST.partition(": ")[2]} < set(left)


def test_a_line_whose_part_was_removed_can_only_be_added(desk: Page) -> None:
    item = card(desk, FIRE)
    item.hover()
    item.get_by_role("button", name="Remove", exact=True).click()
    assert FIRE not in texts(desk)
    row = desk.locator("#bullets-group tr.form-row").first
    row.locator("input[type=checkbox]").check()
    before = texts(desk)
    assert FIRE not in before

    assert not is_tied(desk, FIRE)
    assert not is_tied(desk, POINTS[0])
    assert is_tied(desk, POINTS[1])
    choose(desk, FIRE)
    desk.keyboard.press("Shift+P")

    assert [text for text in texts(desk) if text != FIRE] == before
    assert is_tied(desk, FIRE)


def test_in_the_markdown_a_line_stays_with_its_block_or_with_none(desk: Page) -> None:
    desk.get_by_role("button", name="Markdown").click()
    area = desk.locator("textarea[name=body]")
    written = area.input_value()
    new = "A paragraph that stands above all others.\n\n" + written.replace(f"{OWNER}", "Gone.")
    area.fill(new.replace(f"{FIRE}\n\n{MENDED}", f"{MENDED}\n\n{FIRE}"))

    area.evaluate(
        "(area, at) => { area.focus(); area.setSelectionRange(at, at); area.click(); }",
        area.input_value().index(FIRE) + 3,
    )
    assert desk.locator(".evidence-lines tr.lit").inner_text().split("\t")[-1].strip() == FIRE

    desk.get_by_role("button", name="Blocks").click()
    assert not is_tied(desk, OWNER)
    choose(desk, FIRE)
    desk.keyboard.press("Shift+X")
    assert FIRE not in texts(desk)
    assert {MENDED, "Gone.", "A paragraph that stands above all others."} < set(texts(desk))


def test_a_form_that_comes_back_with_an_error_ties_lines_to_what_it_holds(desk: Page) -> None:
    area = card(desk, FIRE).locator(".card-text")
    area.focus()
    desk.keyboard.press("Alt+ArrowUp")
    desk.locator("#id_bullets-0-text").fill("")
    desk.locator("#article_form").evaluate("form => (form.noValidate = true)")
    desk.locator("[name=_continue]").click()
    desk.wait_for_selector(".errornote")

    choose(desk, FIRE)
    desk.keyboard.press("Shift+X")

    assert FIRE not in texts(desk)
    assert {" ".join(HALVES), MENDED, OWNER} < set(texts(desk))


def test_a_line_goes_through_a_row_and_back_and_changes_nothing_else(desk: Page) -> None:
    before = texts(desk)
    for key in ("C", "P", "B", "P"):
        choose(desk, FIRE)
        desk.keyboard.press(f"Shift+{key}")

    choose(desk, FIRE)
    desk.keyboard.press("Shift+X")
    assert sorted(texts(desk)) == sorted(text for text in before if text != FIRE)


def test_where_the_script_would_divide_the_body_otherwise_it_ties_nothing(
    live_server: LiveServer, desk: Page
) -> None:
    desk.route(
        "**/change/",
        lambda route: route.fulfill(
            response=(r := route.fetch()),
            body=r.text().replace('data-kinds="ppppp"', 'data-kinds="pppp"'),
        ),
    )
    desk.goto(f"{live_server.url}{change(Article.objects.get())}")
    desk.wait_for_selector(".cards .card")

    assert not is_tied(desk, FIRE)
    assert is_tied(desk, POINTS[0])
