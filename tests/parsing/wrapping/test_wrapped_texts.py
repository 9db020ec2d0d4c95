"""A text that was wrapped gives the article that it gives unwrapped, and its ledger is that of the
printed lines."""

from datetime import date
from pathlib import Path

import pytest

from articles.parsing import ParsedArticle, Role, parse
from articles.parsing.wrapping.unwrap import unwrap
from tests.parsing.test_ledger import assert_every_line_once
from tests.support.wrapped_texts import (
    FERRY,
    STORIES,
    Story,
    filled,
    hyphenated,
    paged,
    wrapped,
)

ROOT = Path(__file__).resolve().parents[3]
FIRST, SECOND, THIRD, FOURTH = FERRY.paragraphs
HEAD = "\n\n".join((FERRY.headline, *FERRY.head))


def parsed(text: str) -> list[ParsedArticle]:
    articles = parse(text, captured_at=date(2025, 3, 18)).articles
    assert_every_line_once(text)
    return list(articles)


def fields(article: ParsedArticle) -> tuple[object, ...]:
    day = article.published and article.published.on
    texts = [(block.kind, block.text, block.credit) for block in article.body]
    codes = [issue.code for issue in article.issues]
    bullets = [bullet.text for bullet in article.bullets]
    return article.headline, article.byline, article.dateline, day, bullets, texts, codes


@pytest.mark.parametrize("width", [40, 60, 72, 80])
@pytest.mark.parametrize("language", STORIES)
def test_a_text_wrapped_at_any_width_gives_the_article_of_the_unwrapped_one(
    language: str, width: int
) -> None:
    story = STORIES[language]
    columns = width // 2 if language in ("Chinese", "Japanese") else width

    (article,) = parsed(wrapped(story, columns))
    (plain,) = parsed(story.plain)

    assert fields(article) == fields(plain)
    assert article.headline == story.headline
    assert [block.text for block in article.body] == list(story.paragraphs)


def gutenberg() -> str:
    paragraphs = [filled(text, 68, first="    ") for text in FERRY.paragraphs]
    return HEAD + "\n\n" + "\n".join(paragraphs) + "\n"


def quoted_in_a_mail() -> str:
    quoted = [f"> {line}".rstrip() for line in wrapped(FERRY, 70).splitlines()]
    return "\n".join([*quoted, ""])


def of_lynx() -> str:
    texts = [
        FERRY.headline,
        *FERRY.head,
        FIRST.replace("Otter Island", "[3]Otter Island"),
        SECOND.replace("the hospital", "the [4]hospital"),
        THIRD,
        FOURTH,
    ]
    page = "\n\n".join(filled(text, 76, first="   ", rest="   ") for text in texts)
    links = [f"   {number}. https://www.example.org/{number}" for number in range(1, 5)]
    return "\n".join(["   [1]Home [2]News", "", page, "", "References", "", *links, ""])


def newspaper_column() -> str:
    head = "OTTER ISLAND LOSES ITS\nFERRY IN MAY\n\nBy Tom Akande\n\n14 March 2024\n\n"
    return head + "\n".join(hyphenated(text, 40, first="  ") for text in FERRY.paragraphs) + "\n"


def rfc() -> str:
    lines = "\n\n".join(
        filled(text, 69, first="   ", rest="   ") for text in FERRY.paragraphs
    ).split("\n")
    foot = ["", "Akande                      Informational                     [Page %d]"]
    head = ["\fRFC 9999              Ferries of the Northern Coast          March 2024", "", ""]
    return HEAD + "\n\n" + paged(lines, 5, foot=foot, head=head)


def browser_print() -> str:
    head = ["14/03/2024, 18:05                  Otter Island loses its ferry in May | Island Post"]
    foot = ["", "https://www.example.org/2024/03/14/otter                                    %d/4"]
    lines = wrapped(FERRY, 72).splitlines()
    return "\n".join([*head, "", paged(lines, 9, foot=foot, head=[*head, ""])])


def pdftotext() -> str:
    lines = wrapped(FERRY, 74).splitlines()
    return paged(lines, 8, foot=["", "%d", ""], head=["\f"])


def pdftotext_without_page_numbers() -> str:
    lines = wrapped(FERRY, 74).splitlines()
    return "\n".join(lines[:7]) + "\n\n\f" + "\n".join(lines[7:]) + "\n\f"


def drop_cap() -> str:
    first = "T     he ferry" + filled(FIRST, 66).removeprefix("The ferry")
    return "\n\n".join([HEAD, first, *(filled(text, 72) for text in FERRY.paragraphs[1:])]) + "\n"


def drop_cap_on_its_own_line() -> str:
    first = filled(FIRST, 66).removeprefix("T")
    others = [filled(text, 66) for text in FERRY.paragraphs[1:]]
    return "\n\n".join([HEAD, "T\n" + first, *others]) + "\n"


def ragged() -> str:
    """`fmt` fills lines evenly, not as far as possible."""
    widths = (64, 58, 62, 56)
    texts = [filled(text, width) for text, width in zip(FERRY.paragraphs, widths, strict=True)]
    return "\n\n".join([HEAD, *texts]) + "\n"


def justified() -> str:
    texts = []
    for text in FERRY.paragraphs:
        *full, last = filled(text, 66).split("\n")
        texts.append("\n".join([*(line.replace(" ", "  ", 66 - len(line)) for line in full), last]))
    return "\n\n".join([HEAD, *texts]) + "\n"


def with_line_ends_of_dos() -> str:
    return wrapped(FERRY, 60).replace("\n", "\r\n")


WAYS = [
    *(gutenberg, quoted_in_a_mail, of_lynx, rfc, browser_print, pdftotext),
    *(pdftotext_without_page_numbers, drop_cap, drop_cap_on_its_own_line, ragged, justified),
    with_line_ends_of_dos,
]


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_a_text_wrapped_in_any_way_gives_the_article_of_the_unwrapped_one(way) -> None:
    (article,) = parsed(way())
    (plain,) = parsed(FERRY.plain)

    assert fields(article) == fields(plain)


def test_a_newspaper_column_is_put_together_with_its_divided_words() -> None:
    (article,) = parsed(newspaper_column())

    assert article.headline == "OTTER ISLAND LOSES ITS FERRY IN MAY"
    assert [block.text for block in article.body] == list(FERRY.paragraphs)


def test_each_printed_line_has_the_role_of_its_paragraph_and_page_edges_are_furniture() -> None:
    text = browser_print()
    found = parse(text, captured_at=date(2025, 3, 18))
    (article,) = found.articles
    lines = text.splitlines()

    roles = {n: e.role for e in found.ledger for n in range(e.first, e.last + 1)}
    assert {roles[n] for n, line in enumerate(lines, 1) if "14/03/2024" in line} == {Role.CHROME}
    assert {roles[n] for n, line in enumerate(lines, 1) if "https://" in line} == {Role.CHROME}
    for block in article.body:
        words = " ".join(
            lines[number - 1] for span in block.spans for number in range(span.first, span.last + 1)
        )
        assert words.split() == block.text.split()
    assert found.offsets[:-1] == tuple(
        sum(map(len, text.splitlines(keepends=True)[:n])) for n in range(len(lines))
    )
    assert article.origins["headline"] == f"line {lines.index(FERRY.headline) + 1}"


def test_issues_name_printed_lines() -> None:
    again = wrapped(FERRY, 60) + "\n" + filled(FIRST, 60) + "\n\n" + filled(FOURTH, 60) + "\n"
    first = again.split("\n").index(filled(FIRST, 60).split("\n")[0]) + 1

    (article,) = parsed(again)

    issues = [issue for issue in article.issues if issue.code == "repeated-paragraph"]
    assert [again.split("\n")[issue.line - 1][:9] for issue in issues] == ["The ferry", "The owner"]
    assert f"line {first}" in issues[0].message


def test_several_stories_of_different_widths_come_apart() -> None:
    other = Story(
        "Harbour council backs new flood wall",
        ("By Mira Oldfield", "12 March 2024"),
        (
            "The harbour council of Selby Bay voted on Thursday to build a flood wall of two "
            "kilometres along the eastern quay, ending a dispute that has divided the town.",
            "The wall, which will cost 41 million crowns, is to stand three metres above the "
            "present quay and will be finished by the autumn of 2027, the engineer said.",
            "Opponents say that the wall will hide the harbour from the houses behind it and drive "
            "away the visitors on whom many of the town’s cafes and guest houses live.",
        ),
    )
    articles = parsed(wrapped(FERRY, 60) + "\n\n" + wrapped(other, 72))

    assert [article.headline for article in articles] == [FERRY.headline, other.headline]
    assert [block.text for block in articles[1].body] == list(other.paragraphs)


def test_a_list_within_a_wrapped_text_keeps_its_items() -> None:
    items = ["Bread from seven", f"Nets, ropes and {'all that a boat needs ' * 3}at night", "Soup"]
    wrapped_items = [filled(f"  * {item}", 60, rest="    ") for item in items]
    text = "\n".join([wrapped(FERRY, 60), *wrapped_items, "", filled(FIRST[:-1] + " too.", 60), ""])
    plain = "\n".join([FERRY.plain, *(f"  * {item}" for item in items), "", FIRST[:-1] + " too.\n"])

    assert list(map(fields, parsed(text))) == list(map(fields, parsed(plain)))


POEM = """The ferry leaves the quay at dawn
with seven sheep and one old van,
the harbour light is nearly gone
and so is every fisherman.

We wave to those who stay behind,
the baker and the keeper's wife,
the sea is cold, the sea is kind,
and somebody has lost a knife.

And when the ferry comes no more
we'll row across in wooden tubs,
and drag them up the stony shore
and carry beer to all the pubs.
"""
LYRICS = "\n\n".join(
    ["Oh the ferry, oh the ferry\nrolling home\nover the water and\nover the foam"] * 4
)
SCORES = "\n".join(
    f"Selby {n} - Otter {n + 1}, after extra time on {n + 2} March" for n in range(12)
)
ADDRESSES = "\n\n".join(
    f"Ida Brandt\nBakery and net loft {n}\nOtter Island {n}100\nNorthern Coast" for n in range(6)
)
MENU = "\n".join(f"news of the northern coast {n}" for n in range(30))
CODE = "\n".join(f"    result_{n} = compute(argument_{n}, other={n}, last=None)" for n in range(20))
TABLE = "\n".join(f"ferry {n:4}          harbour {n:4}          crowns {n:6}" for n in range(20))


@pytest.mark.parametrize(
    "text",
    [
        POEM,
        LYRICS,
        SCORES,
        ADDRESSES,
        MENU,
        CODE,
        TABLE,
        FERRY.plain,
        FERRY.plain.replace("\n\n", "\n"),
    ],
    ids=["poem", "lyrics", "scores", "addresses", "menu", "code", "table", "prose", "tight prose"],
)
def test_what_was_not_wrapped_is_left_as_it_is(text: str) -> None:
    assert unwrap(text.split("\n")) is None


def test_two_columns_side_by_side_raise_an_issue() -> None:
    left = filled(" ".join((FIRST, SECOND)), 36).split("\n")
    right = filled(" ".join((THIRD, FOURTH)), 36).split("\n")
    rows = [f"{one:40}{other}" for one, other in zip(left, right, strict=False)]

    found = parse(HEAD + "\n\n" + "\n".join(rows) + "\n", captured_at=date(2025, 3, 18))

    assert "side-by-side-columns" in [issue.code for issue in found.issues]
    assert all("side-by-side-columns" in {i.code for i in one.issues} for one in found.articles)


def test_a_table_is_no_text_in_two_columns() -> None:
    found = parse(HEAD + "\n\n" + FIRST + "\n\n" + TABLE + "\n\n" + SECOND + "\n")

    assert "side-by-side-columns" not in [issue.code for issue in found.issues]


@pytest.mark.parametrize("width", [60, 72])
@pytest.mark.parametrize("path", sorted((ROOT / "fixtures").glob("*/*.txt")), ids=lambda p: p.stem)
def test_a_dump_gives_the_same_articles_when_its_lines_are_wrapped(path: Path, width: int) -> None:
    """But for a hyphen at a line's end, which in a short text nothing tells from a divided word."""
    printed = [line.rstrip() for line in path.read_text(encoding="utf-8").split("\n")]
    narrow = [filled(line, width, rest=line[: len(line) - len(line.lstrip())]) for line in printed]

    plain, found = ("\n\n".join(filter(None, lines)) for lines in (printed, narrow))

    assert without_hyphens(found) == without_hyphens(plain)


def without_hyphens(text: str) -> list[str]:
    return [str(fields(article)).replace("-", "") for article in parsed(text)]
