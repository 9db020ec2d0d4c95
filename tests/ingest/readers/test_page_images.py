"""Which pictures a page shows, where each may lie, and which caption each has."""

from __future__ import annotations

import pytest

from articles.ingest.pictures.addresses import keys_of
from articles.ingest.readers.records import Record
from articles.ingest.stories.split import split_record
from articles.parsing import PageHints
from tests.support.pictured_pages import figure, page

SITE = "https://post.example"
BLANK = "data:image/gif;base64,R0lGODlhAQABAAAAACw="


def pictures(*figures: str, head: str = "", name: str = "a.warc@1") -> list[tuple[int, list[str]]]:
    """The number of each picture's caption, and its addresses without the site's own."""
    address = SITE + "/2025/ferry" if "@" in name else ""
    raw = page(*figures, head=head).encode()
    record = Record(name, raw, hints=PageHints(address=address))
    [story] = [one for one in split_record(record).clippings if one.content]
    return [
        (one.number, [where.replace(SITE, "") for where in one.addresses]) for one in story.pictures
    ]


GALLERY = (
    '<div class="gallery"><dl><dt><a href="/a.jpg"><img src="/a-150x150.jpg"></a></dt>'
    '<dd class="wp-caption-text">The first one of the day.</dd></dl>'
    '<dl><dt><a href="/b.jpg"><img src="/b-150x150.jpg"></a></dt>'
    '<dd class="wp-caption-text">The second one of the day.</dd></dl></div>'
)


@pytest.mark.parametrize(
    ("markup", "found"),
    [
        (figure("/a.jpg", "The pier."), [(1, ["/a.jpg"])]),
        ("<figure><figcaption>The pier.</figcaption><img src=/a.jpg></figure>", [(1, ["/a.jpg"])]),
        (GALLERY, [(1, ["/a.jpg", "/a-150x150.jpg"]), (2, ["/b.jpg", "/b-150x150.jpg"])]),
        (
            '<table><tr><td><img src="/a.jpg"></td></tr>'
            '<tr><td class="caption">The pier from the air.</td></tr></table>',
            [(1, ["/a.jpg"])],
        ),
        (
            '<figure><picture><source srcset="/a.webp 640w, /b.webp 1280w"><img src="/a.jpg">'
            "</picture><figcaption>The pier.</figcaption></figure>",
            [(1, ["/b.webp", "/a.webp", "/a.jpg"])],
        ),
        (
            figure("", "The pier.", more='srcset="/w_1,h_1/a.jpg 1x,/w_2,h_2/a.jpg 2x"'),
            [(1, ["/w_2,h_2/a.jpg", "/w_1,h_1/a.jpg"])],
        ),
        # Loaded late: from an attribute, or out of `noscript`
        (
            figure(BLANK, "One.", more="data-src=/a.jpg")
            + figure(BLANK, "Two.", more="data-src=/b.jpg"),
            [(1, ["/a.jpg"]), (2, ["/b.jpg"])],
        ),
        (
            "<figure><img src=/blank.gif><noscript><img src=/a.jpg></noscript>"
            "<figcaption>The pier.</figcaption></figure>",
            [(1, ["/a.jpg"])],
        ),
        ("<figure><amp-img src=/a.jpg></amp-img><figcaption>The pier.</figcaption></figure>",
         [(1, ["/a.jpg"])]),
        # Without a caption, or with more pictures than captions
        (figure("/a.jpg"), [(0, ["/a.jpg"])]),
        (
            "<figure><img src=/a.jpg><img src=/b.jpg><figcaption>Both.</figcaption></figure>",
            [(1, ["/a.jpg"]), (0, ["/b.jpg"])],
        ),
        # No pictures of the story
        ('<p><a href="/other"><img src="/a.jpg"></a></p>', []),
        ('<aside><img src="/a.jpg"><p>More to read here</p></aside>', []),
        ('<p><img src="/a.jpg" width="60" height="60"></p>', []),
        ('<p><img src="/img/logo.png"><img src="/a.svg"><img class="avatar" src="/b.jpg"></p>', []),
        ('<div class="author"><img src="/ida.jpg"></div>', []),
    ],
)  # fmt: skip
def test_where_the_picture_of_each_caption_may_lie(
    markup: str, found: list[tuple[int, list[str]]]
) -> None:
    assert pictures(markup) == found


def test_addresses_are_resolved_as_the_page_says() -> None:
    wanted = figure("a%20b.jpg?w=9", "The pier.")
    assert pictures(wanted) == [(1, ["/2025/a%20b.jpg?w=9"])]
    based = pictures(wanted, head='<base href="https://cdn.example/x/">')
    assert based == [(1, ["https://cdn.example/x/a%20b.jpg?w=9"])]
    canonical = f'<link rel="canonical" href="{SITE}/2025/ferry">'
    assert pictures(wanted, head=canonical, name="x/s.zip/p/f.html") == [
        (1, ["x/s.zip/p/a b.jpg", "/2025/a%20b.jpg?w=9", "x/s.zip/p/**/a b.jpg"])
    ]
    assert pictures(figure(f"{SITE}/up/a.jpg", "The pier."), name="x/f.html") == [
        (1, ["/up/a.jpg", "x/**/a.jpg"])
    ]
    stated = '<meta property="og:image" content="/lead.jpg">'
    assert pictures(head=stated) == [(0, ["/lead.jpg"])]
    assert pictures(head='<meta property="og:image" content="/img/logo.png">') == []


def test_other_sizes_of_a_picture_have_one_key() -> None:
    same = [
        "ferry.jpg",
        "ferry-300x200.jpg",
        "Ferry-1024x683.JPG?w=640",
        "ferry@2x.jpg",
        "ferry-scaled.jpg",
        "ferry_640w.jpg",
        "ferry-e1700000000000-300x200.jpg",
        "ferry.jpg#top",
        "640x427/ferry.jpg",
        "w640/ferry.jpg",
        "f_auto,w_640/ferry.jpg",
    ]
    assert {keys_of(f"{SITE}/a/{one}").sizeless for one in same} == {"post.example/a/ferry.jpg"}
    others = ["ferry-2.jpg", "ferry-2025.jpg", "ferry2x.jpg", "2025/ferry.jpg", "ferry-1.png"]
    assert len({keys_of(f"{SITE}/a/{one}").sizeless for one in others}) == len(others)
