"""Saved pages: what the programs that saved them say, and what lies beside them."""

from datetime import UTC, date, datetime

import pytest

from articles.ingest.readers import read_records
from articles.ingest.readers.records import Record, Unreadable
from articles.ingest.readers.statements import public_address
from articles.ingest.readers.text import read_text
from articles.parsing import parse
from tests.support.saved_files import ADDRESS, HEADLINE, as_folder, page, zipped

AT = datetime(2024, 3, 15, 8, tzinfo=UTC)
WAYBACK = f"https://web.archive.org/web/20240315080000/{ADDRESS}"
SCRIPT = f'<script>__wm.wombat("{ADDRESS}","20240315080000","https://web.archive.org/")</script>'
BEGIN = "<!-- BEGIN WAYBACK TOOLBAR INSERT -->"
END = "<!--\n FILE ARCHIVED ON 08:00:00 Mar 15, 2024 AND RETRIEVED FROM THE\n INTERNET ARCHIVE -->"


def linked(address: str) -> str:
    return page().replace("<title>", f'<link rel="canonical" href="{address}"><title>')


SAVED = {
    "SingleFile": (
        page(
            head=f"<!--\n Page saved with SingleFile \n url: {ADDRESS} \n saved date: Fri Mar 15 "
            "2024 09:00:00 GMT+0100 (Central European Standard Time)\n-->"
        ),
        AT,
    ),
    "Chrome": (page(head=f"\n<!-- saved from url=(0059){ADDRESS} -->\n"), None),
    "Chrome, of the Wayback Machine": (page(head=f"<!-- saved from url=(0099){WAYBACK} -->"), AT),
    "HTTrack": (
        page(
            head=f"<!-- Mirrored from {ADDRESS.removeprefix('https://')} by HTTrack Website "
            "Copier/3.x [XR&CO'2014], Fri, 15 Mar 2024 08:00:00 GMT -->"
        ),
        AT,
    ),
    "WebScrapBook": (
        page().replace(
            "<html ",
            f'<html data-scrapbook-source="{ADDRESS}" data-scrapbook-create="20240315080000123" ',
        ),
        AT,
    ),
    "monolith": (
        page(head=f"<!-- Saved from {ADDRESS} at 2024-03-15T08:00:00Z using monolith v2.8.1 -->"),
        AT,
    ),
    "another program": (
        page(head=f"<!-- This document saved from {ADDRESS} on 2024-03-15 -->"),
        date(2024, 3, 15),
    ),
    "the Wayback Machine": (page(top=BEGIN).replace("<title>", SCRIPT + "<title>"), AT),
    "the Wayback Machine, earlier": (linked(WAYBACK).replace("<article>", BEGIN) + END, AT),
    "archive.today": (linked(f"https://archive.ph/2024.03.15-080000/{ADDRESS}"), AT),
}


@pytest.mark.parametrize("program", SAVED)
def test_a_saved_page_knows_where_it_came_from_and_when(tmp_path, program):
    raw, captured_at = SAVED[program]
    (tmp_path / "a.html").write_text(raw)
    [record] = read_records([str(tmp_path / "a.html")])
    assert record.captured_at == captured_at
    scheme = "http" if program == "HTTrack" else "https"
    assert read_text(record).hints.address == ADDRESS.replace("https", scheme)


def test_a_page_that_only_links_to_an_archive_is_not_of_it(tmp_path):
    (tmp_path / "a.html").write_text(page(top=f'<a href="{WAYBACK}">An earlier copy</a>'))
    [record] = read_records([str(tmp_path / "a.html")])
    assert (record.captured_at, record.hints.address) == (None, "")


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        (WAYBACK, ADDRESS),
        (f"/web/20240315080000id_/{ADDRESS}", ADDRESS),
        (f"https://web.archive.org/web/{ADDRESS}", ADDRESS),
        (f"https://arquivo.example/wayback/20240315080000/{ADDRESS}", ADDRESS),
        (f"https://archive.today/20240315080000/{ADDRESS}", ADDRESS),
        ("https://archive.ph/AbC1d", ""),
        ("https://web.archive.org/web/20240315080000/http://127.0.0.1/admin", ""),
        (
            "https://gazette.example/web/20240315/story",
            "https://gazette.example/web/20240315/story",
        ),
    ],
)
def test_the_address_of_a_copy_is_that_of_its_page(address, expected):
    assert public_address(address) == expected


def test_the_toolbar_of_an_archive_is_furniture_with_its_dates(tmp_path):
    toolbar = (
        f'<div id="wm-ipp-base">{"<div>" * 6}14 Mar 2024 - 2 Jul 2025{"</div>" * 6}'
        "<p>These crawls of news sites are made every day by the archive.</p></div>"
    )
    (tmp_path / "a.html").write_text(page(top=BEGIN + toolbar))
    [record] = read_records([str(tmp_path / "a.html")])
    text = read_text(record)
    parsed = parse(text.characters.text, marks=text.marks, hints=text.hints)
    [article] = parsed.articles
    assert (article.headline, article.updated, article.published) == (HEADLINE, None, None)
    assert parsed.ledger[0].role == "chrome"


def test_files_in_addresses_make_no_page_costly(tmp_path):
    inline = "data:font/woff2;base64," + "aGFyYm91cg/" * 300_000
    raw = page(top=f'<style>{inline}</style><p style="background:url({inline})">', image=inline)
    raw = raw.replace("<html ", f"<html style=background-image:url({inline}) ")
    (tmp_path / "a.html").write_text(raw)
    [record] = read_records([str(tmp_path / "a.html")])
    assert HEADLINE in read_text(record).characters.text


COMPLETE = {
    "Ferry news.html": page(),
    "Ferry news_files/saved_resource.html": page("A frame"),
    "Ferry news_files/style.css": "p {}",
    "Ferry news_files/inner/ad.htm": page("A frame"),
    "sub/Fähre.htm": page(),
    "sub/Fähre-Dateien/a.html": page("A frame"),
    "sub/Журнал.html": page(),
    "sub/Журнал_документы/a.html": page("A frame"),  # a word of no list
    "sub/Журнал_документы/a.js": "x",
    "news.html": page(),
    "news_archive/old.html": page("Not a frame"),
    "court_files/b.html": page("Not a frame"),
    "c.php": page(),
    "d.aspx?id=7": page(),
    "e.html@page=2": page(),
    "f.php": "<?php echo 1;",
    "g.jsp": "<%@ page %>",
}  # fmt: skip
PAGES = {
    *("Ferry news.html", "sub/Fähre.htm", "sub/Журнал.html", "news.html", "news_archive/old.html"),
    *("court_files/b.html", "c.php", "d.aspx?id=7", "e.html@page=2"),
}


@pytest.mark.parametrize("packed", [False, True])
def test_frames_of_saved_pages_are_no_stories_and_are_counted(tmp_path, packed):
    if packed:
        (tmp_path / "in").write_bytes(zipped(COMPLETE))
    else:
        as_folder(tmp_path / "in", COMPLETE)
    found = list(read_records([str(tmp_path / "in")]))
    records = {
        each.name.removeprefix(f"{tmp_path}/in/") for each in found if isinstance(each, Record)
    }
    assert records == PAGES
    [notice] = [each for each in found if isinstance(each, Unreadable)]
    assert "parts of pages (4)" in notice.message
    assert not notice.is_failure
