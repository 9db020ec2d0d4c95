"""No text takes the parser for ever: each odd one is through long before a hard stop."""

import signal

import pytest

from articles.parsing import parse
from tests.support.odd_texts import ODD_TEXTS

HARD_STOP = 60
"""Seconds; the slowest takes about 3 (`benchmarks/parse.py --odd` prints them)."""


@pytest.fixture
def hard_stop():
    def stop(*_):
        raise TimeoutError(f"not through after {HARD_STOP} s")

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(HARD_STOP)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)


@pytest.mark.parametrize("name", ODD_TEXTS)
@pytest.mark.usefixtures("hard_stop")
def test_an_odd_text_is_parsed_to_its_end(name):
    text = ODD_TEXTS[name]()
    parsed = parse(text)
    assert parsed.offsets[-1] == len(text)
    assert parsed.line_count == sum(entry.last - entry.first + 1 for entry in parsed.ledger)
