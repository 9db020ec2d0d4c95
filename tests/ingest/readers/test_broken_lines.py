"""Text that `<pre>` or `<br>` broke at a width is read in paragraphs; other breaks stay."""

import pytest

from articles.ingest.readers.marked_lines import marked_text
from tests.support.wrapped_texts import FERRY, filled

TEXTS = FERRY.paragraphs
LINES = "\n\n".join(filled(text, 66) for text in TEXTS)
VERSE = """The ferry leaves the quay at dawn
with seven sheep and one old van,
the harbour light is nearly gone
and so is every fisherman."""


def page(body: str) -> str:
    return f"<html><body><h1>{FERRY.headline}</h1>{body}</body></html>"


@pytest.mark.parametrize(
    "body",
    [f"<pre>{LINES}</pre>", f"<div>{LINES.replace(chr(10), '<br>')}</div>"],
    ids=["pre", "br"],
)
def test_lines_that_were_broken_at_a_width_are_one_line_a_paragraph(body: str) -> None:
    read = marked_text(page(body))

    assert read.text.split("\n") == [FERRY.headline, *TEXTS]
    assert len(read.marks) == 1 + len(TEXTS)


def test_a_paragraph_put_together_keeps_what_is_linked_in_any_of_its_lines() -> None:
    linked = LINES.replace("Otter Island", "<a href='/o'>Otter Island</a>").replace(
        "October", "<a href='/x'>October</a>"
    )
    read = marked_text(page(f"<pre>{linked}</pre>"))

    assert [mark.linked for mark in read.marks] == [0, len("Otter Island"), 0, 0, len("October")]
    assert {mark.element.tag for mark in read.marks[1:]} == {"pre"}


@pytest.mark.parametrize("body", [f"<pre>{VERSE}</pre>", VERSE.replace("\n", "<br>")])
def test_verse_keeps_its_lines(body: str) -> None:
    read = marked_text(page(body))

    assert read.text.split("\n")[1:] == VERSE.split("\n")
