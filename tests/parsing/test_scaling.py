"""Four times the text takes some four times as long, not sixteen times, whatever is in it."""

import time

import pytest

from articles.ingest.stories.known_sources import registry
from articles.parsing import parse
from articles.parsing.lines.lines import LONGEST_LINE, clean, split_lines
from tests.support.growth import grows_within

_WORDS = ("ferry", "crane", "lantern", "market", "signal", "anchor", "timber", "copper", "stone")


def words(number, count):
    return " ".join(f"{_WORDS[(number * 7 + at * at) % 9]}{number + at}" for at in range(count))


def prose(count):
    return "".join(
        f"The ferry of berth {number} was late for {number} days, the harbour office said.\n\n"
        for number in range(count)
    )


HEAD = "Harbour opens\n\nShort Url\nUpdated 3 May 2021\nFollow\n\nHarbour opens\n\n"

MANY = {
    "documents of an export": lambda n: "".join(
        f"{k + 1} of {n} DOCUMENTS\n\nThe Post\n\nMay 3, 2021\n\nQuay {k} opens\n\n"
        f"LENGTH: 20 words\n\nThe quay {k} has {words(k, 7)} on it.\n\nLOAD-DATE: May 4, 2021\n\n"
        for k in range(n)
    ),
    "bullets": lambda n: (
        HEAD
        + "".join(f"  • The quay {k} has {words(k, 7)} on it\n" for k in range(n))
        + "\n"
        + prose(n)
    ),
    "bullets that the text repeats": lambda n: (
        HEAD
        + "".join(f"  • The quay {k} has {words(k, 7)} on it.\n" for k in range(n))
        + "\n"
        + "".join(f"The quay {k} has {words(k, 7)} on it.\n\n" for k in range(n))
    ),
    "bullets that begin alike": lambda n: (
        HEAD
        + "".join(f"  • The quays of the harbour have many new cranes on {k}\n" for k in range(n))
        + "\n"
        + "".join(f"The quays of the harbour have many new cranes on {k}.\n\n" for k in range(n))
    ),
    "bullets without marks": lambda n: (
        HEAD
        + "".join(f"The quay {k} has {words(k, 7)} on it\n" for k in range(n))
        + "\n"
        + prose(n)
    ),
    "pull quotes": lambda n: (
        HEAD + "".join(f"“The quay {k} has {words(k, 7)}”\n\n" for k in range(n)) + prose(n)
    ),
    "pull quotes that the text repeats": lambda n: (
        HEAD
        + "".join(
            f"“The quay {k} has {words(k, 7)},” the master of the harbour said on Monday.\n\n"
            f"“The quay {k} has {words(k, 7)}”\n\n"
            for k in range(n)
        )
    ),
    "pull quotes with speakers": lambda n: (
        HEAD
        + "".join(
            f"“The quay {k} has {words(k, 7)},” Ida Brandt{k} of the harbour said on Monday.\n\n"
            f"“The quay {k} has {words(k, 7)}”\n\nIda Brandt{k}\n\n"
            for k in range(n)
        )
    ),
    "sentences broken in two": lambda n: (
        HEAD
        + "".join(
            f"The quay of the harbour and the crane {k} went on,\n\nand the others of the harbour "
            f"went on to the {words(k, 2)},\n\n"
            for k in range(n)
        )
    ),
    "captions": lambda n: (
        HEAD
        + prose(2)
        + "".join(
            f"\n\n\nThe quay {k} with {words(k, 6)} at night. (Reuters)\n\n" for k in range(n)
        )
        + prose(2)
    ),
    "credits": lambda n: HEAD + prose(2) + "The quay at night\n(AFP)\n\n" * n,
    "paragraphs that are alike": lambda n: HEAD + prose(1) * n,
    "headlines": lambda n: "".join(f"Harbour {words(k, 5)}\n\n" for k in range(n)),
    "stories": lambda n: "".join(
        f"Harbour {words(k, 4)}\n\nShort Url\nUpdated 3 May 2021\n\nHarbour {words(k, 4)}\n\n"
        + prose(2)
        for k in range(n // 4)
    ),
    "wrapped lines": lambda n: HEAD + f"{words(1, 6)} and\n" * 4 * n,
    "page numbers between wrapped lines": lambda n: (
        HEAD + "".join(f"{words(k, 6)} and\n\n{k}\n\f\n" for k in range(n))
    ),
    "rows of two columns": lambda n: HEAD + f"{words(1, 4)}       {words(2, 4)}\n" * n,
    "blank lines": lambda n: HEAD + "\n" * 8 * n + prose(2),
    "lines of a letter": lambda n: HEAD + "a\n" * 4 * n,
}


@pytest.mark.parametrize("what", MANY)
def test_the_time_grows_as_the_text_does(what):
    parse(HEAD + prose(2), registry=registry())
    texts = {count: MANY[what](count) for count in (600, 2400)}

    def seconds(count):
        began = time.process_time()
        parse(texts[count], registry=registry())
        return time.process_time() - began

    assert grows_within(seconds, 600, 2400, times=8, least=0.01)


def test_a_line_of_agencies_is_read_in_no_time():
    line = ("AFP, " * (LONGEST_LINE // 5))[: LONGEST_LINE - 10]
    began = time.process_time()
    parse(f"{HEAD}{prose(1)}{line}.\n\n", registry=registry())
    assert time.process_time() - began < 2


def test_marks_upon_one_letter_are_at_most_thirty():
    flood = "e" + "\u0323\u0301" * 40_000
    began = time.process_time()
    [line] = split_lines(f"The caf{flood} opens.\n")
    assert time.process_time() - began < 1
    assert clean(f"caf{flood}s").startswith("caf")
    assert len(line.text) < 50
    assert clean("cafe\u0301") == "café"
    assert clean("e" + "\u0301" * 31) == clean("e" + "\u0301" * 30)
    assert clean("—" * 80) == "—" * 80
