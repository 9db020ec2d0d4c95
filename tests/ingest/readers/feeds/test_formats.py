"""Feeds, exports and wire messages: each story with its parts in their fields."""

from __future__ import annotations

import io
import json
import zipfile

import pytest
from django.core.management import call_command

from articles.ingest.readers import read_records
from articles.ingest.readers.feeds.shortcodes import as_html
from articles.ingest.readers.reading import read_kept
from articles.ingest.readers.records import Record, Unreadable
from articles.ingest.readers.text import read_text
from tests.support.feed_files import (
    CAPTION,
    CREDIT,
    FILES,
    FIRST,
    HEADLINE,
    HTML,
    SECOND,
    TEASERS,
    iptc_7901,
    post,
    wordpress,
)

PARTS = {
    "headline": HEADLINE,
    "byline": "Mira Oldfield",
    "dateline": "",
    "published": "2024-03-14",
    "language": "en",
    "topics": ["Floods"],
    "publisher": "Selby Bay Post",
    "bullets": [],
    "captions": [],
    "text": [FIRST, SECOND],
}
POINT = ["The dispute is over."]
PICTURE = [(CAPTION, CREDIT)]
PLACE = {"dateline": "Selby Bay", "bullets": POINT}
DIFFERENT = {
    "rss1.rdf": {},
    "rss2.rss": {"language": "en-GB", "captions": PICTURE},
    "atom.atom": {"byline": "Mira Oldfield, Tom Brandl", "captions": PICTURE},
    "atom03.xml": {"topics": []},
    "blogger.xml": {},
    "feed.json": {},
    "wordpress.xml": {
        **{"language": "en-GB", "topics": ["Floods", "Quays"], "bullets": POINT},
        "captions": [("Waves at the old quay", ""), (CAPTION, "")],
        "text": [FIRST, f"{SECOND} “It is [sic] high,” he said."],
    },
    "ghost.json": {"captions": [(CAPTION, "")]},
    "lexical.json": {"captions": [(CAPTION, "")], "text": [FIRST, "Cost", SECOND]},
    "mobiledoc.json": {"captions": [(CAPTION, "")]},
    "ninjs1.json": {**PLACE, "language": "en-GB", "captions": PICTURE},
    "ninjs2.json": {**PLACE, "captions": PICTURE},
    "a.nitf": {**PLACE, "captions": PICTURE, "text": [FIRST, "Cost", SECOND]},
    "item.xml": PLACE,
    "message.xml": PLACE,
    "newsml1.xml": {"dateline": "Selby Bay", "captions": PICTURE},
    "reut.sgm": {
        **{"headline": f"{HEADLINE.upper()} <SBW>", "byline": "", "dateline": "SELBY BAY"},
        **{"published": "1987-03-14", "publisher": "Reuters", "topics": ["floods", "norway"]},
    },
    "trec.sgml": {"dateline": "SELBY BAY", "topics": [], "publisher": ""},
    "gigaword.sgml": {"byline": "", "dateline": "SELBY BAY", "topics": [], "publisher": ""},
    "wall.story": {
        "headline": "(SBN) -- The harbour council of Selby Bay voted on Thursday to build a flood "
        "wall of two…",
        **{"byline": "", "published": "", "topics": [], "publisher": ""},
        "bullets": ["The wall is two kilometres long", "It costs 41 million crowns"],
        "text": [f"(SBN) -- {FIRST}", SECOND],
    },
    "movable.txt": {"publisher": "", "bullets": POINT},
    "wire.txt": {"byline": "", "dateline": "Selby Bay", "topics": [], "publisher": ""},
    "anpa.txt": {
        **{"byline": "MIRA OLDFIELD", "dateline": "SELBY BAY, Norway"},
        **{"topics": [], "publisher": ""},
    },
}


@pytest.fixture
def parsed(tmp_path):
    """Writes files and gives the stories that `parse_dump` prints of them, by file."""

    def parse(files):
        for name, content in files.items():
            raw = content if isinstance(content, bytes) else content.encode()
            (tmp_path / name).write_bytes(raw)
        out = io.StringIO()
        call_command("parse_dump", *(str(tmp_path / name) for name in files), stdout=out)
        found = {}
        for story in map(json.loads, out.getvalue().splitlines()):
            name = story["dump"].removeprefix(f"{tmp_path}/").partition(", ")[0].partition(":")[0]
            found.setdefault(name, []).append(story)
        return found

    return parse


@pytest.fixture
def reading(tmp_path):
    """Writes a file and gives its records, and what could not be read."""

    def read(name, content):
        raw = content if isinstance(content, bytes) else content.encode()
        (tmp_path / name).write_bytes(raw)
        found = list(read_records([str(tmp_path / name)]))
        problems = [each.message for each in found if isinstance(each, Unreadable)]
        return [each for each in found if isinstance(each, Record)], problems

    return read


def parts_of(story):
    blocks = story["body"]
    publishers = [one["name"] for one in story["sources"] if one["role"] == "publisher"]
    return {
        **{name: story[name] for name in ("headline", "byline", "dateline", "language", "topics")},
        "published": (story["published"] or {}).get("date", ""),
        "publisher": "".join(publishers),
        "bullets": story["bullets"],
        "captions": [(one["text"], one["credit"]) for one in blocks if one["kind"] == "caption"],
        "text": [one["text"] for one in blocks if one["kind"] != "caption"],
    }


def test_the_parts_of_a_story_come_into_their_fields_from_every_format(parsed):
    stories = parsed(FILES)
    assert {name: parts_of(those[0]) for name, those in stories.items()} == {
        name: PARTS | different for name, different in DIFFERENT.items()
    }
    assert {name for name, those in stories.items() if len(those) > 1} == {"reut.sgm"}


def test_what_is_kept_of_a_story_is_read_again_to_the_same(reading):
    for name, content in FILES.items():
        records, _ = reading(name, content)
        assert records, name
        for record in records:
            again = read_kept(record.raw, record.name)
            assert again is not None, record.name
            assert (again.page, again.hints) == (record.page, record.hints), record.name
            assert read_text(again).characters.text == read_text(record).characters.text


def test_a_teaser_is_a_story_that_says_so_and_a_headline_alone_is_reported(reading):
    [record], problems = reading("a.rss", TEASERS)
    assert record.note == "only the opening of the text is there (description)"
    assert record.hints.headline == "Ferry stops for repairs & islanders wait"
    assert "AT&T said" in read_text(record).characters.text.replace("\xa0", " ")
    assert problems == ["it has no text, at most a headline; save the page itself and import that"]


def test_a_post_of_wordpress_counts_by_its_type_and_status(reading):
    kinds = ("page", "revision", "nav_menu_item", "product")
    items = [post(FIRST, kind=kind) for kind in kinds]
    items += [post(FIRST, status=status) for status in ("trash", "auto-draft", "draft", "publish")]
    records, [passed] = reading("a.xml", wordpress(*items))
    assert [record.note for record in records] == ["it was not published there: draft", ""]
    assert passed.startswith("6 of its entries are no stories and were passed over: ")
    assert "of the type product (1)" in passed


def test_texts_of_wordpress_are_as_it_shows_them():
    figure = f'<figure><img src="a.jpg"><figcaption>{CAPTION}</figcaption></figure>'
    cases = [
        ("One.\n\nTwo,\nthree.", "<p>One.</p>\n<p>Two,<br>\nthree.</p>"),
        ("<!-- wp:paragraph --><p>One.</p><!-- /wp:paragraph -->", "<p>One.</p>"),
        (f'[caption id="a"]<img src="a.jpg"> {CAPTION}[/caption]', figure),
        (f'[caption caption="{CAPTION}"]<img src="a.jpg">[/caption]', figure),
        ("[vc_row][vc_column width='1/2']One.[/vc_column][/vc_row]", "<p>One.</p>"),
        ("He [sic] said [[gallery]] and [1].", "<p>He [sic] said [gallery] and [1].</p>"),
        ("[embed]https://video.example/1[/embed]\n\nOne.", "<p>One.</p>"),
        ("<pre>a\n\nb</pre>", "<pre>a\n\nb</pre>"),
        ("<ul>\n<li>One</li>\n</ul>\nTwo", "<ul>\n<li>One</li>\n</ul>\n<p>Two</p>"),
    ]
    assert [(text, as_html(text)) for text, _ in cases] == cases


def test_what_is_no_story_is_named_and_passed_over(reading):
    picture = {"uri": "urn:1", "type": "picture", "versioncreated": "2024-03-14T16:05:00Z"}
    picture |= {"headline": "The quay", "renditions": {"original": {"href": "https://a.example/1"}}}
    withheld = {"uri": "urn:2", "pubstatus": "withheld", "body_html": HTML, "type": "text"}
    for values, what in ((picture, "a picture"), (withheld, "withheld by its publisher")):
        assert reading("a.json", json.dumps(values)) == ([], [f"it is {what}, no story"])
    records, [passed] = reading("a.xml", FILES["message.xml"])
    assert len(records) == 1
    assert passed.endswith("a package of other items (1), a picture (1)")


def test_several_messages_of_a_wire_are_a_story_each(reading):
    records, problems = reading("day.txt", iptc_7901("sbp12") + b"\x16\x16" + iptc_7901("sbp13"))
    assert [record.name.rpartition("/")[2] for record in records] == [
        "day.txt, message 1",
        "day.txt, message 2",
    ]
    assert not problems


def test_an_export_of_substack_is_read_by_its_table(reading):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(
            "posts.csv",
            "post_id,post_date,is_published,type,title,subtitle\n"
            f"1.wall,2024-03-14T16:05:00.000Z,true,newsletter,{HEADLINE},The dispute is over.\n"
            "2.talk,2024-03-15T16:05:00.000Z,true,thread,Talk,\n",
        )
        archive.writestr("posts/1.wall.html", HTML)
        archive.writestr("posts/2.talk.html", "<p>What do you think?</p>")
    [record], [passed] = reading("export.zip", file.getvalue())
    assert record.hints.headline == HEADLINE
    assert record.hints.description == "The dispute is over."
    assert record.hints.published_at.isoformat() == "2024-03-14T16:05:00+00:00"
    assert read_kept(record.raw, record.name).page == record.page
    assert "of the type thread (1)" in passed


def test_a_named_field_counts_before_what_the_format_says(tmp_path):
    from articles.ingest.readers import Fields

    values = json.loads(FILES["ninjs1.json"]) | {"desk": "Harbour Herald"}
    (tmp_path / "a.json").write_text(json.dumps(values))
    fields = Fields.with_named({"publisher": "desk"})
    [record] = read_records([str(tmp_path / "a.json")], fields=fields)
    assert record.hints.publisher == "Harbour Herald"
    assert record.hints.authors == ("Mira Oldfield",)
