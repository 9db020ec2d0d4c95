"""Bytes in: which files, which encoding, and the same bytes out again."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.ingest.readers import (
    captured_on,
    decode,
    find_inputs,
)
from articles.ingest.readers.records import Unreadable

GERMAN = "Die Werkstatt öffnet wieder – für alle, die Glas mögen und Geduld übrig haben.\n"
FRENCH = "L’atelier rouvre après neuf années : les élèves étaient déjà là, très émus.\n"
POLISH = "Pracownia szkła została otwarta po dziewięciu latach, a uczniowie są wzruszeni.\n"
RUSSIAN = "Стекольная мастерская снова открылась после девяти лет, ученики очень рады.\n"
JAPANESE = "ガラス工房が九年ぶりに再開した。弟子たちは喜んでいる。\n"
ARABIC = "أعيد افتتاح ورشة الزجاج في المستودع القديم بعد تسع سنوات من الإغلاق\n"


def test_a_folders_dumps_are_found_below_it_by_name(tmp_path):
    (tmp_path / "b").mkdir()
    for name in ("b/2.txt", "1.txt", "3.TXT", "notes.bin", "b/4.md"):
        (tmp_path / name).write_text("x")
    *found, skipped = find_inputs([str(tmp_path)])
    names = [Path(each.name).relative_to(tmp_path).as_posix() for each in found]
    assert names == ["1.txt", "3.TXT", "b/2.txt", "b/4.md"]
    assert skipped == Unreadable(
        str(tmp_path), "1 file of another kind was not read: .bin (1)", is_failure=False
    )


def test_a_missing_path_and_a_folder_without_dumps_say_what_to_do(tmp_path):
    missing, empty = find_inputs([str(tmp_path / "none.txt"), str(tmp_path)])
    assert isinstance(missing, Unreadable)
    assert "no such file" in missing.message
    assert isinstance(empty, Unreadable)
    assert ".txt, .html or .jsonl.gz" in empty.message


@pytest.mark.parametrize(
    ("text", "encoding", "reported_as"),
    [
        (GERMAN, "utf-8", "utf-8"),
        (GERMAN, "utf-8-sig", "utf-8"),
        (GERMAN, "utf-16", "utf-16-le"),
        (FRENCH, "utf-16-be", "utf-16-be"),
        (ARABIC, "utf-8", "utf-8"),
        (GERMAN.replace("–", "-"), "latin-1", "cp1252"),
        (FRENCH, "cp1252", "cp1252"),
        (ARABIC, "cp1256", "cp1256"),
        (POLISH, "cp1250", "cp1250"),
        (RUSSIAN, "cp1251", "cp1251"),
        (JAPANESE, "shift_jis", "cp932"),
        ("plain", "ascii", "utf-8"),
    ],
)
def test_encodings_are_reported_apart(text, encoding, reported_as):
    raw = text.encode(encoding)
    characters = decode(raw)
    assert characters.text.removeprefix("\ufeff") == text
    assert characters.encoding == reported_as


def test_a_guess_is_noted_and_a_sure_thing_is_not():
    assert decode(GERMAN.encode()).note == ""
    assert "not UTF-8" in decode(FRENCH.encode("cp1252")).note


def test_a_few_bad_bytes_do_not_make_utf_8_another_encoding():
    raw = (GERMAN * 20).encode() + b"\xff" + GERMAN.encode()
    characters = decode(raw)
    assert characters.encoding == "utf-8"
    assert characters.text.count("\ufffd") == 1
    assert characters.bytes_between(0, len(characters.text)) == raw


@given(st.binary(max_size=400) | st.text(max_size=200).map(str.encode))
def test_the_characters_of_any_bytes_give_the_bytes_back(raw):
    characters = decode(raw)
    middle = len(characters.text) // 2
    both = characters.bytes_between(0, middle) + characters.bytes_between(
        middle, len(characters.text)
    )
    assert both == raw


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("arab-news-2025-03-18.txt", date(2025, 3, 18)),
        ("2019-01-01/gazette-2020-02-02-saved-2021-03-03.txt", date(2021, 3, 3)),
        ("gazette-2025-99-99.txt", None),
        ("2019-01-01/gazette.txt", None),
        ("12025-03-181.txt", None),
    ],
)
def test_the_capture_day_is_read_from_a_files_name(name, day):
    assert captured_on(str(Path(name))) == day
