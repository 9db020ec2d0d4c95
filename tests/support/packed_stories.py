"""The same kind of story in every packing: files as programs write them, of invented stories."""

import base64
import csv
import gzip
import io
import json
import tarfile
import zipfile
from collections.abc import Callable, Sequence
from datetime import datetime, time
from email.message import EmailMessage
from email.utils import format_datetime
from html import escape
from typing import NamedTuple

from .invented_stories import PUBLISHER, SITE, Story
from .pdf_files import HEIGHT, Sheet
from .word_files import word_document, word_paragraph
from .workbooks import xlsx

Pack = Callable[[Sequence[Story]], bytes]


class Packing(NamedTuple):
    """A file: its name, how many stories it holds, how it is written, and what it cannot say."""

    name: str
    count: int
    pack: Pack
    lacks: frozenset[str] = frozenset()


def _at(story: Story) -> str:
    return f"{story.day.isoformat()}T09:30:00+00:00"


def _moment(story: Story) -> datetime:
    return datetime.combine(story.day, time(9, 30)).astimezone()


def _rfc822(story: Story) -> str:
    return f"{story.day:%a, %d %b %Y} 09:30:00 +0000"


def paragraphs_html(story: Story) -> str:
    """The paragraphs as HTML."""
    return "\n".join(f"<p>{escape(one, quote=False)}</p>" for one in story.paragraphs)


def figure_html(story: Story, source: str = "picture.jpg") -> str:
    """The story's picture with its caption."""
    caption = f"{escape(story.caption)} Photo: {escape(story.credit)}"
    return f'<figure><img src="{source}" alt=""><figcaption>{caption}</figcaption></figure>'


def page(story: Story, source: str = "picture.jpg") -> str:
    """The story as a page of its paper's site."""
    return f"""<!DOCTYPE html>
<html lang="{story.language}"><head><meta charset="utf-8">
<title>{escape(story.headline)} | {PUBLISHER}</title>
<link rel="canonical" href="{story.url}">
<meta property="og:site_name" content="{PUBLISHER}">
<meta property="og:type" content="article">
<meta property="article:published_time" content="{_at(story)}">
<meta property="article:tag" content="{story.topic}">
</head><body>
<header><nav><a href="/">Home</a> <a href="/ports">Ports</a> <a href="/about">About</a></nav>
</header>
<main><article><h1>{escape(story.headline)}</h1>
<p class="byline">By <a rel="author" href="/people">{story.author}</a></p>
<time datetime="{_at(story)}">{story.day.day} {story.day:%B %Y}</time>
{figure_html(story, source)}
{paragraphs_html(story)}
</article></main>
<footer><p>© {PUBLISHER}. <a href="/terms">Terms of use</a></p></footer>
</body></html>
"""


def _text(stories: Sequence[Story]) -> bytes:
    [story] = stories
    head = f"{story.headline}\n\nBy {story.author}\n\n{story.day.day} {story.day:%B %Y}"
    return f"{head}\n\n{story.text}\n".encode()


def _html(stories: Sequence[Story]) -> bytes:
    return page(stories[0]).encode()


def _markdown(stories: Sequence[Story]) -> bytes:
    [story] = stories
    return f"""---
title: "{story.headline}"
author: {story.author}
date: {story.day.isoformat()}
tags: [{story.topic}]
canonical_url: {story.url}
---

# {story.headline}

![{story.caption}](picture.jpg)

{story.text}
""".encode()


def _rest(stories: Sequence[Story]) -> bytes:
    [story] = stories
    line = "=" * len(story.headline)
    return f"""{line}
{story.headline}
{line}

:Author: {story.author}
:Date: {story.day.isoformat()}

{story.text}
""".encode()


# --- tables and records

_COLUMNS = ("title", "author", "published", "url", "tags", "text")


def _row(story: Story) -> list[str]:
    return [story.headline, story.author, _at(story), story.url, story.topic, story.text]


def _delimited(delimiter: str) -> Pack:
    def pack(stories: Sequence[Story]) -> bytes:
        written = io.StringIO(newline="")
        table = csv.writer(written, delimiter=delimiter)
        table.writerows([_COLUMNS, *map(_row, stories)])
        return written.getvalue().encode()

    return pack


def _record(story: Story) -> dict[str, str]:
    return dict(zip(_COLUMNS, _row(story), strict=True))


def _json_lines(stories: Sequence[Story]) -> bytes:
    return b"".join(json.dumps(_record(one)).encode() + b"\n" for one in stories)


def _wrapped_json(stories: Sequence[Story]) -> bytes:
    answer = {"status": "ok", "response": {"results": list(map(_record, stories))}}
    return json.dumps(answer, indent=1).encode()


def _parquet(stories: Sequence[Story]) -> bytes:
    import pyarrow as pa
    import pyarrow.parquet as pq

    written = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(list(map(_record, stories))), written)
    return written.getvalue()


# --- web archives and saved pages


def _http(raw: bytes, kind: str = "text/html; charset=utf-8") -> bytes:
    head = f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {len(raw)}\r\n\r\n"
    return head.encode() + raw


def warc_record(address: str, block: bytes, day: str) -> bytes:
    """An answer of a server as a record of a web archive."""
    head = (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {address}\r\n"
        f"WARC-Date: {day}T12:00:00Z\r\n"
        f"WARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-{abs(hash(address)) % 10**12:012}>\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(block)}\r\n\r\n"
    )
    return head.encode() + block + b"\r\n\r\n"


def _warc(stories: Sequence[Story]) -> bytes:
    return b"".join(
        warc_record(one.url, _http(page(one).encode()), "2024-06-01") for one in stories
    )


def _wacz(stories: Sequence[Story]) -> bytes:
    pages = [{"format": "json-pages-1.0", "id": "pages", "title": "All Pages"}]
    pages += [
        {"id": str(one.number), "url": one.url, "ts": "2024-06-01T12:00:00Z", "title": one.headline}
        for one in stories
    ]
    return zipped(
        {
            "archive/data.warc.gz": gzip.compress(_warc(stories)),
            "pages/pages.jsonl": "\n".join(map(json.dumps, pages)).encode(),
            "indexes/index.cdx": b"",
            "datapackage.json": json.dumps({"profile": "data-package", "resources": []}).encode(),
        }
    )


def _arc(stories: Sequence[Story]) -> bytes:
    version = b"1 0 InternetArchive\nURL IP-address Archive-date Content-type Archive-length\n"
    written = b"filedesc://a.arc 0.0.0.0 20240601120000 text/plain %d\n%s\n" % (
        len(version),
        version,
    )
    for one in stories:
        block = _http(page(one).encode())
        head = f"{one.url} 192.0.2.7 20240601120000 text/html {len(block)}\n"
        written += head.encode() + block + b"\n"
    return written


def _mhtml(stories: Sequence[Story]) -> bytes:
    [story] = stories
    body = base64.encodebytes(page(story).encode()).decode()
    return f"""From: <Saved by Blink>
Snapshot-Content-Location: {story.url}
Subject: {story.headline}
Date: Sat, 1 Jun 2024 12:00:00 -0000
MIME-Version: 1.0
Content-Type: multipart/related;
\ttype="text/html";
\tboundary="----Boundary--xyz----"

------Boundary--xyz----
Content-Type: text/html
Content-ID: <frame-1@mhtml.blink>
Content-Transfer-Encoding: base64
Content-Location: {story.url}

{body}
------Boundary--xyz------
""".replace("\n", "\r\n").encode()


def _epub(stories: Sequence[Story]) -> bytes:
    names = [f"chapter{number}.xhtml" for number, _ in enumerate(stories, start=1)]
    items = "".join(
        f'<item id="c{name}" href="{name}" media-type="application/xhtml+xml"/>' for name in names
    )
    spine = "".join(f'<itemref idref="c{name}"/>' for name in names)
    package = f"""<?xml version="1.0"?>
<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:identifier id="id">a</dc:identifier>
<dc:title>{PUBLISHER}</dc:title><dc:language>en</dc:language><dc:publisher>{PUBLISHER}</dc:publisher>
<dc:date>{stories[0].day.isoformat()}</dc:date></metadata>
<manifest>{items}</manifest><spine>{spine}</spine></package>"""
    container = """<?xml version="1.0"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>
<rootfile full-path="OEBPS/content.opf" media-type="application/oebps-package+xml"/>
</rootfiles></container>"""
    members = {
        "mimetype": b"application/epub+zip",
        "META-INF/container.xml": container.encode(),
        "OEBPS/content.opf": package.encode(),
    }
    for name, one in zip(names, stories, strict=True):
        members[f"OEBPS/{name}"] = f"""<?xml version="1.0" encoding="utf-8"?>
<html xmlns="http://www.w3.org/1999/xhtml"><head><title>{escape(one.headline)}</title></head>
<body><h1>{escape(one.headline)}</h1><p class="byline">By {one.author}</p>
{paragraphs_html(one)}</body></html>""".encode()
    return zipped(members)


def zipped(members: dict[str, bytes]) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, raw in members.items():
            archive.writestr(name, raw)
    return written.getvalue()


def _zip(stories: Sequence[Story]) -> bytes:
    return zipped({f"pages/{one.path}.html": page(one).encode() for one in stories})


def _tar(stories: Sequence[Story]) -> bytes:
    written = io.BytesIO()
    with tarfile.open(fileobj=written, mode="w:gz") as archive:
        for one in stories:
            raw = page(one).encode()
            member = tarfile.TarInfo(f"pages/{one.path}.html")
            member.size = len(raw)
            archive.addfile(member, io.BytesIO(raw))
    return written.getvalue()


# --- mail


def _message(story: Story) -> EmailMessage:
    message = EmailMessage()
    message["From"] = f"{PUBLISHER} <news@ledger.norhaven.example>"
    message["To"] = "readers@ledger.norhaven.example"
    message["Subject"] = story.headline
    message["Date"] = format_datetime(_moment(story))
    message["Message-ID"] = f"<{story.number}@ledger.norhaven.example>"
    message.set_content(f"{story.headline}\n\n{story.text}\n")
    message.add_alternative(
        f"<html><body><h1>{escape(story.headline)}</h1><p>By {story.author}</p>"
        f"{paragraphs_html(story)}</body></html>",
        subtype="html",
    )
    return message


def _eml(stories: Sequence[Story]) -> bytes:
    return _message(stories[0]).as_bytes()


def _mbox(stories: Sequence[Story]) -> bytes:
    written = b""
    for one in stories:
        written += b"From news@ledger.norhaven.example Sat Jun  1 12:00:00 2024\n"
        written += _message(one).as_bytes().replace(b"\nFrom ", b"\n>From ") + b"\n"
    return written


# --- feeds and exports


def _rss(stories: Sequence[Story]) -> bytes:
    items = "".join(
        f"""<item><title>{escape(one.headline)}</title><link>{one.url}</link>
<guid isPermaLink="false">{one.number}</guid><dc:creator>{one.author}</dc:creator>
<pubDate>{_rfc822(one)}</pubDate><category>{one.topic}</category>
<description>{escape(one.paragraphs[0])}</description>
<content:encoded><![CDATA[{figure_html(one)}{paragraphs_html(one)}]]></content:encoded></item>
"""
        for one in stories
    )
    return f"""<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>{PUBLISHER}</title><link>{SITE}/</link>
<description>News of the coast</description><language>en</language>
{items}</channel></rss>""".encode()


def _atom(stories: Sequence[Story]) -> bytes:
    entries = "".join(
        f"""<entry><title>{escape(one.headline)}</title><link rel="alternate" href="{one.url}"/>
<id>tag:ledger,{one.number}</id><published>{_at(one)}</published><updated>{_at(one)}</updated>
<author><name>{one.author}</name></author><category term="{one.topic}"/>
<content type="html">{escape(figure_html(one) + paragraphs_html(one))}</content></entry>
"""
        for one in stories
    )
    return f"""<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title>{PUBLISHER}</title><id>{SITE}/</id>
<updated>2024-06-01T12:00:00Z</updated>
{entries}</feed>""".encode()


def _json_feed(stories: Sequence[Story]) -> bytes:
    items = [
        {
            "id": str(one.number),
            "url": one.url,
            "title": one.headline,
            "content_html": paragraphs_html(one),
            "date_published": _at(one),
            "authors": [{"name": one.author}],
            "tags": [one.topic],
        }
        for one in stories
    ]
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": PUBLISHER, "items": items}
    return json.dumps(feed).encode()


def _wordpress_figure(story: Story) -> str:
    image = '<img src="picture.jpg" alt="" />'
    return f'[caption id="a" width="600"]{image} {story.caption}[/caption]'


def _wxr(stories: Sequence[Story]) -> bytes:
    items = "".join(
        f"""<item><title>{escape(one.headline)}</title><link>{one.url}</link>
<pubDate>{_rfc822(one)}</pubDate><dc:creator><![CDATA[writer{one.number}]]></dc:creator>
<content:encoded><![CDATA[{_wordpress_figure(one)}

{one.text}]]></content:encoded><excerpt:encoded><![CDATA[]]></excerpt:encoded>
<wp:post_id>{one.number}</wp:post_id><wp:post_date><![CDATA[{one.day} 09:30:00]]></wp:post_date>
<wp:post_date_gmt><![CDATA[{one.day} 09:30:00]]></wp:post_date_gmt>
<wp:status><![CDATA[publish]]></wp:status><wp:post_type><![CDATA[post]]></wp:post_type>
<category domain="category" nicename="a"><![CDATA[{one.topic}]]></category></item>
"""
        for one in stories
    )
    authors = "".join(
        f"""<wp:author><wp:author_login><![CDATA[writer{one.number}]]></wp:author_login>
<wp:author_display_name><![CDATA[{one.author}]]></wp:author_display_name></wp:author>"""
        for one in stories
    )
    return f"""<?xml version="1.0" encoding="UTF-8" ?>
<rss version="2.0" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"
 xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:wp="http://wordpress.org/export/1.2/"><channel><title>{PUBLISHER}</title><link>{SITE}</link>
<language>en</language><wp:wxr_version>1.2</wp:wxr_version>
{authors}{items}</channel></rss>""".encode()


def _ghost(stories: Sequence[Story]) -> bytes:
    posts = [
        {
            "id": f"p{one.number}",
            "title": one.headline,
            "slug": one.path,
            "html": paragraphs_html(one),
            "status": "published",
            "type": "post",
            "published_at": _at(one),
            "canonical_url": one.url,
        }
        for one in stories
    ]
    users = [{"id": f"u{one.number}", "name": one.author} for one in stories]
    tags = [{"id": f"t{one.number}", "name": one.topic} for one in stories]
    data = {
        "posts": posts,
        "users": users,
        "tags": tags,
        "posts_authors": [
            {"post_id": f"p{one.number}", "author_id": f"u{one.number}"} for one in stories
        ],
        "posts_tags": [
            {"post_id": f"p{one.number}", "tag_id": f"t{one.number}"} for one in stories
        ],
        "settings": [{"key": "title", "value": PUBLISHER}],
    }
    return json.dumps({"db": [{"meta": {"version": "5.80.0"}, "data": data}]}).encode()


def _ninjs(stories: Sequence[Story]) -> bytes:
    [story] = stories
    item = {
        "uri": story.url,
        "type": "text",
        "standard": {"name": "ninjs", "version": "3.1"},
        "pubStatus": "usable",
        "firstCreated": _at(story),
        "language": "en",
        "headlines": [{"role": "main", "value": story.headline}],
        "by": story.author,
        "subjects": [{"name": story.topic}],
        "infoSources": [{"name": PUBLISHER, "role": "publisher"}],
        "bodies": [
            {"role": "main", "contentType": "text/html", "value": paragraphs_html(story)},
        ],
    }
    return json.dumps(item).encode()


def _nitf(stories: Sequence[Story]) -> bytes:
    [story] = stories
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE nitf PUBLIC "-//IPTC//DTD NITF 3.6//EN" "nitf-3-6.dtd">
<nitf><head><title>{escape(story.headline)}</title>
<docdata><date.issue norm="{story.day:%Y%m%d}T093000Z"/>
<key-list><keyword key="{story.topic}"/></key-list></docdata>
<pubdata name="{PUBLISHER}"/></head>
<body><body.head><hedline><hl1>{escape(story.headline)}</hl1></hedline>
<byline>By <person>{story.author}</person></byline></body.head>
<body.content>{paragraphs_html(story)}
<media media-type="image"><media-reference source="picture.jpg"/>
<media-caption>{escape(story.caption)}</media-caption>
<media-producer>{story.credit}</media-producer></media></body.content></body></nitf>""".encode()


def _rtf(stories: Sequence[Story]) -> bytes:
    [story] = stories
    head = (
        f"{{\\b {story.headline}}}\\par\nBy {story.author}\\par\n{story.day.day} {story.day:%B %Y}"
    )
    text = "\\par\n".join([head, *story.paragraphs])
    escaped = "".join(one if ord(one) < 128 else f"\\u{ord(one)}?" for one in text)
    return f"{{\\rtf1\\ansi\\deff0{{\\fonttbl{{\\f0 Times;}}}}\n{escaped}\\par}}".encode()


# --- documents


def _xlsx(stories: Sequence[Story]) -> bytes:
    return xlsx({"Stories": [_COLUMNS, *map(_row, stories)]})


def _docx(stories: Sequence[Story]) -> bytes:
    [story] = stories
    head = [word_paragraph(story.headline, "Titel"), word_paragraph(f"By {story.author}")]
    head.append(word_paragraph(f"{story.day.day} {story.day:%B %Y}"))
    return word_document("".join([*head, *map(word_paragraph, story.paragraphs)]))


def _pdf(stories: Sequence[Story]) -> bytes:
    [story] = stories
    drawing = Sheet()
    y = drawing.text(story.headline, 60, HEIGHT - 90, 470, size=22, font="Times-Bold")
    y = drawing.text(f"By {story.author}", 60, y - 10, 470)
    y = drawing.text(f"{story.day.day} {story.day:%B %Y}", 60, y - 4, 470)
    drawing.column(story.paragraphs, 60, y - 12, 470, gap=8)
    return drawing.raw()


PACKINGS = (
    Packing("plain.txt", 1, _text, frozenset({"topic", "caption"})),
    Packing("page.html", 1, _html),
    Packing("note.md", 1, _markdown),
    Packing("note.rst", 1, _rest, frozenset({"topic", "caption"})),
    Packing("table.csv", 2, _delimited(","), frozenset({"caption"})),
    Packing("table.tsv", 2, _delimited("\t"), frozenset({"caption"})),
    Packing("semicolons.csv", 2, _delimited(";"), frozenset({"caption"})),
    Packing("records.jsonl", 2, _json_lines, frozenset({"caption"})),
    Packing("answer.json", 2, _wrapped_json, frozenset({"caption"})),
    Packing("rows.parquet", 2, _parquet, frozenset({"caption"})),
    Packing("crawl.warc", 2, _warc),
    Packing("crawl.wacz", 2, _wacz),
    Packing("old.arc", 2, _arc),
    Packing("saved.mhtml", 1, _mhtml),
    Packing("magazine.epub", 2, _epub, frozenset({"topic", "caption", "day"})),
    Packing("pages.zip", 2, _zip),
    Packing("pages.tar.gz", 2, _tar),
    Packing("letter.eml", 1, _eml, frozenset({"topic", "caption"})),
    Packing("letters.mbox", 2, _mbox, frozenset({"topic", "caption"})),
    Packing("feed.rss", 2, _rss),
    Packing("feed.atom", 2, _atom),
    Packing("feed.json", 2, _json_feed, frozenset({"caption"})),
    Packing("blog.xml", 2, _wxr),
    Packing("ghost.json", 2, _ghost, frozenset({"caption"})),
    Packing("item.ninjs.json", 1, _ninjs, frozenset({"caption"})),
    Packing("wire.nitf.xml", 1, _nitf),
    Packing("letter.rtf", 1, _rtf, frozenset({"topic", "caption"})),
    Packing("letter.docx", 1, _docx, frozenset({"topic", "caption"})),
    Packing("book.xlsx", 2, _xlsx, frozenset({"caption"})),
    Packing("print.pdf", 1, _pdf, frozenset({"topic", "caption"})),
)
"""Files of the kinds that people hold. What of a story a kind or its writer here cannot say, it
lacks: an e-book's day is that of its issue."""
