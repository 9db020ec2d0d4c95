"""Records in JSON of any nesting and size."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.ingest.readers import Fields, read_records
from articles.ingest.readers.json_files import json_records, json_stream
from articles.ingest.readers.json_files.json_stream import BrokenJsonError, pieces_of
from articles.ingest.readers.reading import read_kept
from articles.ingest.readers.records import Record, Unreadable
from articles.ingest.readers.streams import Stream

TEXT = "The ferry left at noon, the harbour office said. Nobody was hurt."
STORIES: list[dict[str, Any]] = [
    {
        "_id": {"$oid": f"65f{number}"},
        "title": f"Ferry {number} sails",
        "text": TEXT,
        "date": {"$date": f"2024-03-1{number}T10:00:00Z"},
    }
    for number in (1, 2, 3)
]
BY_ID = {str(100 + number): story for number, story in enumerate(STORIES)}
COLUMNS = {name: [story[name] for story in STORIES] for name in ("title", "text")}
HITS = [{"_index": "news", "_source": story} for story in STORIES]
FEATURES = [{"type": "Feature", "geometry": {"x": [1]}, "properties": one} for one in STORIES]

Reading = Callable[..., tuple[list[Record], list[Unreadable]]]


@pytest.fixture
def reading(tmp_path: Path) -> Reading:
    def read(name: str, raw: object, path: str = "") -> tuple[list[Record], list[Unreadable]]:
        content = raw if isinstance(raw, (bytes, str)) else json.dumps(raw)
        content = content.encode() if isinstance(content, str) else content
        (tmp_path / name).write_bytes(content)
        fields = Fields.with_named({}, path)
        found = list(read_records([str(tmp_path / name)], fields=fields))
        return (
            [each for each in found if isinstance(each, Record)],
            [each for each in found if isinstance(each, Unreadable)],
        )

    return read


SHAPES: dict[str, tuple[object, str]] = {
    "in a list": ({"status": "ok", "articles": STORIES}, "articles[1]"),
    "deep in objects": ({"a": {"b": {"c": STORIES}}}, "a.b.c[1]"),
    "in several lists": ({"sport": STORIES[:1], "n": 3, "news": STORIES[1:]}, "sport[1]"),
    "by their keys": (BY_ID, "100"),
    "by their keys, within": ({"count": 3, "stories": BY_ID}, "stories.100"),
    "by columns": (COLUMNS, "[1]"),
    "by columns, with an index": (
        {name: dict(zip("012", cells, strict=True)) for name, cells in COLUMNS.items()},
        "[1]",
    ),
    "as names and rows": (
        {
            "columns": list(COLUMNS),
            "index": [0, 1, 2],
            "data": [list(row) for row in zip(*COLUMNS.values(), strict=True)],
        },
        "[1]",
    ),
    "with a scheme": ({"schema": {"fields": [{"name": "title"}]}, "data": STORIES}, "data[1]"),
    "of a search engine": ({"took": 3, "hits": {"total": 3, "hits": HITS}}, "hits.hits[1]"),
    "of a map": ({"type": "FeatureCollection", "features": FEATURES}, "features[1]"),
    "in wrappers": ({"data": [{"id": "1", "attributes": one} for one in STORIES]}, "data[1]"),
    "in edges": ({"data": {"posts": {"edges": [{"node": s} for s in STORIES]}}}, "data.posts"),
}


@pytest.mark.parametrize("name", SHAPES)
def test_records_are_found_however_they_are_nested(reading, name):
    raw, place = SHAPES[name]
    for indent, is_lines in ((1, False), (None, True)):
        records, problems = reading("a.json", json.dumps(raw, indent=indent))
        assert not problems
        assert [one.hints.headline for one in records] == [one["title"] for one in STORIES]
        assert (
            records[0]
            .name.rpartition("/")[2]
            .startswith(f"a.json{':1' if is_lines else ''}, {place}")
        )
        again = read_kept(records[0].raw, records[0].name)
        assert again is not None
        assert (again.page, again.hints) == (records[0].page, records[0].hints)
    if "column" not in name and "rows" not in name:
        assert records[0].hints.published_at == datetime(2024, 3, 11, 10, tzinfo=UTC)


def test_what_only_looks_like_records_is_none(reading):
    for raw in (
        {"comments": [{"text": "Nice.", "author": "Ann"}]},
        {"a": [{"b": 1}], "c": {"d": {"e": 2}}},
    ):
        records, [problem] = reading("a.json", raw)
        assert not records
        assert "--field text=NAME" in problem.message
    paragraphs = {"title": "Ferry sails", "text": ["It left.", "It rains."], "authors": ["Ann Lee"]}
    [record], _ = reading("a.json", paragraphs)
    assert record.page == "Ferry sails\n\nIt left.\n\nIt rains."
    [record], _ = reading("a.json", {"article": STORIES[0], "author": {"name": "Ann Lee"}})
    assert record.hints.headline == "Ferry 1 sails"


def test_a_path_says_where_the_records_are(reading):
    nested = {"x": {"y": [{"z": story} for story in STORIES]}}
    keyed = {"x": {key: {"d": story} for key, story in BY_ID.items()}}
    for raw, path, place in (
        (nested, "x.y[].z", "x.y[1].z"),
        (nested, "x.y.z", "x.y[1].z"),
        (keyed, "x[].d", "x.100.d"),
        ({"x": BY_ID}, "x", "x.100"),
        ({"x": COLUMNS}, "x", "x[1]"),
    ):
        records, problems = reading("a.json", json.dumps(raw, indent=1), path)
        assert not problems
        assert len(records) == 3
        assert records[0].name.endswith(f"a.json, {place}")
    lines = "\n".join(json.dumps({"d": {"doc": story}}) for story in STORIES)
    records, _ = reading("a.jsonl", lines, "d.doc")
    assert [record.name.rpartition("/")[2] for record in records] == [
        f"a.jsonl:{number}, d.doc" for number in (1, 2, 3)
    ]
    records, [problem] = reading("a.json", nested, "x.q")
    assert not records
    assert "no records at x.q" in problem.message
    assert "its fields: x" in problem.message


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_wide_json_is_read(reading, encoding):
    story = {"title": "Fähre fährt 🎉", "text": TEXT}
    for raw in (json.dumps([story], indent=1), f"{json.dumps(story, ensure_ascii=False)}\n"):
        [record], problems = reading("a.json", raw.encode(encoding))
        assert not problems
        assert record.hints.headline == "Fähre fährt 🎉"


def test_lines_of_elasticsearch(reading):
    bulk = "\n".join(f'{{"index": {{"_id": "1"}}}}\n{json.dumps(story)}' for story in STORIES)
    for raw in (bulk, "\n".join(map(json.dumps, HITS))):
        records, problems = reading("a.jsonl", raw)
        assert not problems
        assert len(records) == 3


@pytest.fixture
def small_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    """No more than 1,000 bytes are held."""
    monkeypatch.setattr(json_records, "LARGEST_PAGE", 1000)
    monkeypatch.setattr(json_stream, "LARGEST_PAGE", 1000)


@pytest.mark.usefixtures("small_pieces")
def test_what_is_too_large_to_be_held_is_read_piece_by_piece(reading):
    many = STORIES * 20
    meta = {"a": [1, 2, {"b": '}]"'}], "c": "x" * 3000}
    for raw, path, place in (
        ({"meta": meta, "articles": many, "end": True}, "", "articles[60]"),
        ({"x": {"data": {"meta": meta, "articles": many}}}, "", "x.data.articles[60]"),
        ({"x": {"data": {"meta": meta, "articles": many}}}, "x.data.articles", "articles[60]"),
        ({str(number): story for number, story in enumerate(many)}, "", ", 59"),
        ({"n": 1.5, "hits": {"hits": HITS * 20}}, "hits.hits[]._source", "hits[60]._source"),
    ):
        for indent in (None, 1):
            records, problems = reading("a.json", json.dumps(raw, indent=indent), path)
            assert not problems
            assert len(records) == 60
            assert records[-1].name.endswith(place)
            assert read_kept(records[-1].raw, "a") is not None
    cut = json.dumps({"articles": many})[:-500]
    records, [problem] = reading("a.json", cut)
    assert len(records) == 57
    assert "after 57 records" in problem.message
    records, [problem] = reading("a.json", {"a": "x" * 5000})
    assert not records
    assert "--records articles.results" in problem.message


@given(st.integers(1, 40))
def test_pieces_are_the_same_however_the_bytes_come(size):
    raw = json.dumps(
        {"n": -12.5, "s": 'a"}\\', "x": {"q": [[], {}, None], "y": STORIES, "z": True}}
    ).encode()
    chunks = [raw[at : at + size] for at in range(0, len(raw), size)]
    pieces = list(pieces_of(Stream(iter(chunks)), Fields.with_named({}, "x.y")))
    assert [json.loads(piece.raw or b"") for piece in pieces] == STORIES
    with pytest.raises(BrokenJsonError):
        list(pieces_of(Stream(iter(chunks[:-1])), Fields.with_named({}, "x.y")))


@pytest.mark.usefixtures("small_pieces")
def test_hostile_json_ends_in_a_sentence(reading):
    for raw in (
        '{"a":' * 50_000,
        '{"a":' + "[" * 500_000,
        '{"a": "' + "x" * 500_000,
        '{"' + "x" * 500_000 + '": 1}',
        '{"a": ' + "1" * 500_000 + "}",
    ):
        records, problems = reading("a.json", raw)
        assert not records
        assert len(problems) == 1
