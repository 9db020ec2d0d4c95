"""Long stories: what is made of a text costs as its length does, not as the square of it."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

import pytest
from django.core.cache import cache, caches

from articles import markup
from tests.support.builders import make_article

if TYPE_CHECKING:
    from django.test import Client

LONG = 15_000
SHORT = LONG // 10
# What is linear takes 10 times as long, what is quadratic 100 times.
MOST_TIMES = 25.0


def lines(line: str) -> Callable[[int], str]:
    """A text of lines; `{0}` in one is its number."""
    return lambda count: "\n".join(line.format(number) for number in range(count))


def blocks(block: str) -> Callable[[int], str]:
    """The same, parted by blank lines."""
    return lambda count: "\n\n".join(block.format(number) for number in range(count))


def repeated(text: str) -> Callable[[int], str]:
    return lambda count: text * count


SHAPES: dict[str, Callable[[int], str]] = {
    "list": lines("- Boat {0} went out"),
    "list with blank lines": blocks("- Boat {0} went out"),
    "list with links": lines("- [Boat {0}](https://harbour.example/{0}) went out"),
    "list of several paragraphs": blocks("- Boat {0} went out\n\n  It came back"),
    "lists in a list": lines("- Boat {0}\n  - Its crew {0}"),
    "lists of one": blocks("- Boat {0}\n\n+ Ship {0}"),
    "lists with captions between": lines("- Boat {0}\n![](caption:{0})"),
    "numbered list": lines("{0}. Boat"),
    "list in a box": lambda count: f"::: fact Boats\n{lines('- Boat {0}')(count)}\n:::",
    "quoted list": lines("> - Boat {0}"),
    "quotations": blocks("> Boat {0} went out"),
    "long quotation": lines("> Boat {0} went out"),
    "fact boxes": blocks("::: fact Boat {0}\nIt went out.\n:::"),
    "boxes that are not closed": lines("::: fact Boat {0}"),
    "boxes that are closed once": lambda count: lines("::: fact Boat {0}")(count) + "\n:::",
    "pointers": blocks("::: related\nBoat {0} went out\n:::"),
    "captions": blocks("![](caption:{0})"),
    "paragraphs": blocks("Boat {0} went *out*."),
    "crossheads": blocks("## Boat {0}"),
    "links": blocks("[Boat {0}](https://harbour.example/{0})"),
    "links in a paragraph": lambda count: " ".join(
        f"[Boat {number}](/articles/{number}/)" for number in range(count)
    ),
    "addresses": repeated("<https://harbour.example> "),
    "lines of a paragraph": lines("Boat {0} went out"),
    "line breaks": lines("Boat {0} went out  "),
    "long line": repeated("The boat went out. "),
    "spaces inside a line": lambda count: f"Boat{' ' * count}out",
    "spaces inside a heading": lambda count: f"::: fact Boat{' ' * count}out\nText\n:::",
    "white space of all kinds": lambda count: f"Boat{chr(0xA0) * count}out{' ' * count}\nback",
    "blank lines": lambda count: f"Boat{chr(10) * count}out",
    "underscores inside a word": lambda count: f"boat{'_' * count}out",
    "underscores": repeated("boat_ _out "),
    "asterisks": lambda count: f"{'*' * count}boat{'*' * count}",
    "stress that is not closed": repeated("**boat *out _and "),
    "brackets that are not closed": repeated("[boat "),
    "pictures that are not closed": repeated("![boat "),
    "addresses that are not closed": repeated("[boat](<out "),
    "titles that are not closed": repeated('[boat](out "'),
    "backticks": repeated("`boat ``out "),
    "backslashes": repeated("\\"),
    "character references": repeated("&amp; &# "),
    "code": repeated("```\nboat\n```\n"),
    "rulers": blocks("---"),
    "table in signs": lines("| Boat | {0} |"),
}


def made(text: str) -> None:
    """What is made of a body."""
    markup.render(text)
    markup.escape(text)


def seconds(work: Callable[[], object]) -> float:
    """The processor's time for it; whatever else the machine does counts little."""
    gc.collect()
    gc.disable()
    try:
        start = time.process_time()
        work()
        return time.process_time() - start
    finally:
        gc.enable()


def is_linear(work: Callable[[int], object], *, longest: int) -> bool:
    """Whether the long one takes no more than it should by the short one's time."""
    shortest = max(seconds(lambda: work(longest // 10)), 0.01)
    return seconds(lambda: work(longest)) < MOST_TIMES * shortest


@pytest.fixture(autouse=True)
def _nothing_kept() -> Iterable[None]:
    yield
    markup.render.cache_clear()
    markup.plain_text.cache_clear()


@pytest.mark.parametrize("shape", SHAPES)
def test_a_text_ten_times_as_long_takes_some_ten_times_as_long(shape: str) -> None:
    longest = LONG if "list" in shape or "space" in shape else LONG // 3
    texts = {count: SHAPES[shape](count) for count in (longest // 10, longest)}

    def work(count: int) -> None:
        markup.render.cache_clear()
        markup.plain_text.cache_clear()
        made(texts[count])

    assert is_linear(work, longest=longest)


ADDRESSES = (
    "/articles/{0}/boats/",
    "/articles/{0}.json",
    "/articles/{0}.txt",
    "/feeds/latest.rss",
    "/articles/",
    "/",
)
OF_A_STORY = ("list", "captions")


@pytest.mark.django_db
@pytest.mark.parametrize("shape", OF_A_STORY)
def test_every_page_of_a_long_story_costs_as_its_length_does(client: Client, shape: str) -> None:
    stories = {}
    for count in (SHORT, LONG):
        captions = [f"Boat {number}" for number in range(count)] if shape == "captions" else []
        stories[count] = make_article(
            slug="boats", body=SHAPES[shape](count), captions=captions, status="draft"
        )

    def work(address: str, count: int) -> None:
        cache.clear()
        caches["pages"].clear()
        markup.render.cache_clear()
        markup.plain_text.cache_clear()
        assert client.get(address.format(stories[count].pk)).status_code == 200

    for address in ADDRESSES:
        took = {}
        for count, story in stories.items():
            type(story).objects.filter(pk=story.pk).update(status="published")
            took[count] = seconds(lambda: work(address, count))  # noqa: B023
            type(story).objects.filter(pk=story.pk).update(status="draft")
        assert took[LONG] / max(took[SHORT], 0.02) < MOST_TIMES, (address, took)


@pytest.mark.django_db
@pytest.mark.parametrize("rows", ["bullets", "captions"])
def test_a_story_of_many_rows_costs_as_their_number_does(client: Client, rows: str) -> None:
    texts = [f"Boat {number} went out" for number in range(LONG)]
    took = {}
    for count in (SHORT, LONG):
        given = {rows: texts[:count]}
        story = make_article(slug="boats", body="Text.", **given)  # type: ignore[arg-type]
        cache.clear()
        took[count] = 0.0
        for address in ADDRESSES[:3]:
            took[count] += seconds(lambda: client.get(address.format(story.pk)))  # noqa: B023
        story.delete()
    assert took[LONG] / took[SHORT] < MOST_TIMES, took
