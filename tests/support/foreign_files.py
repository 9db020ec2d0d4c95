"""Small files of kinds that no reader reads, and texts that only begin like such."""

from __future__ import annotations

import base64
import json
import pickle
import random
import zlib

PROSE = (
    "The harbour office said on Monday that the ferry, which had been out of service since the "
    "storm, would sail again by noon; nobody was hurt.\n\n"
)
NOISE = random.Random(4).randbytes(4000)  # noqa: S311 - the same noise each time
ROWS = [
    (number, f"Ferry {number} sails", f"It left, the office said, at {number}.")
    for number in range(1, 7)
]


def _table(delimiter: str, *, quote: bool = True, names: bool = True) -> str:
    mark = '"' if quote else ""
    rows = [f"{one}{delimiter}{two}{delimiter}{mark}{three}{mark}" for one, two, three in ROWS]
    head = [delimiter.join(("id", "title", "text"))] if names else []
    return "\n".join([*head, *rows]) + "\n"


TABLES: dict[str, bytes | str] = {
    "csv": _table(","),
    "csv of old Macs": _table(",").replace("\n", "\r"),
    "csv without quotes": _table(";", quote=False),
    "semicolons": _table(";"),
    "semicolons of Excel": f"sep=;\n{_table(';')}",
    "tsv": _table("\t"),
    "bars": _table("|"),
    "wide tsv": ("\ufeff" + _table("\t")).encode("utf-16-le"),
    "comments before it": f"# Ferry news\n# of the harbour office\n{_table(',')}",
    "a title before it": f"Ferry news\nExported on 14 March 2024\n\n{_table(',')}",
}
"""Tables of the six `ROWS`, which are read."""

TABLES_OF_OTHERS: dict[str, bytes | str] = {
    "csv without names": _table(",", names=False),
    "csv of one row": '1,Harbour council backs wall,"The council, at last, voted."\n',
    "csv without names or quotes": _table(",", quote=False, names=False),
    "tsv of sentences": "".join(
        f"{number}\tThe ferry sails at {number}.\n" for number in range(1, 20)
    ),
    "bars": _table("|", names=False),
    "numbers": "sep=;\nNr;Titel\n1;Fähre fährt\n",
    "prices": "article,price,stock\n" + "".join(f"Bolt M{n},{n}.50,{n}\n" for n in range(9)),
    "people": "name,email,phone\nAnn Lee,ann@post.example,1\nBen Oe,ben@post.example,2\n",
    "addresses": "id,publish_date,title,url\n1,2024-03-14,Ferry sails,https://post.example/1\n",
}
"""Tables in which nothing says which column holds stories; they are refused."""

FOREIGN: dict[str, tuple[bytes | str, str]] = {
    # Documents
    "pdf": (b"%PDF-1.7\n%\xe2\xe3\n4 0 obj\n<</Length 9>>\nendobj\n" + NOISE, "a PDF document"),
    "pdf after lines": ("\n\n%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\n", "a PDF document"),
    "rtf": ("{\\rtf1\\ansi\\deff0{\\fonttbl{\\f0 Times;}}\\f0 Ferry\\par}", "an RTF document"),
    "doc": (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "WordDocument".encode("utf-16-le"),
        "a Word document (.doc)",
    ),
    "postscript": ("%!PS-Adobe-3.0\n%%Pages: 1\n", "a PostScript document"),
    "latex": ("\\documentclass{article}\n\\begin{document}\nFerry\n", "a LaTeX document"),
    "http": ("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html><p>Ferry", "HTTP headers"),
    # XML
    "sitemap": ('<urlset xmlns="http://www.sitemaps.org/s"><url/></urlset>', "a sitemap"),
    "plist": ('<!DOCTYPE plist PUBLIC "a" "b"><plist></plist>', "a property list"),
    "any xml": ('<?xml version="1.0"?>\n<story><p>Ferry</p></story>', "an XML document (<story>)"),
    "wide xml": ('\ufeff<?xml version="1.0"?><urlset></urlset>'.encode("utf-16-be"), "a sitemap"),
    "svg": ('<svg xmlns="http://www.w3.org/2000/svg"><path/></svg>', "a picture (SVG)"),
    # Data of programs
    "sql": ("-- MySQL dump 10\n/*!40101 SET NAMES utf8 */;\nCREATE TABLE a (id int);", "(SQL)"),
    "sql rows": ("INSERT INTO `posts` (`id`) VALUES\n(1,'Ferry');\n", "(SQL)"),
    "json of texts": (json.dumps([PROSE, PROSE]), "JSON without objects"),
    "python": ("{'title': 'Ferry', 'text': 'It left.'}\n", "as Python prints it"),
    "javascript": ('window.YTD.tweets.part0 = [ {\n"text": "x"} ]', "(JavaScript)"),
    "pickle": (pickle.dumps(ROWS), "a Python pickle"),
    "sqlite": (b"SQLite format 3\0" + bytes(84), "a SQLite database"),
    "log": ('10.0.0.1 - - [14/Mar/2024:10:00:00 +0000] "GET / HTTP/1.1" 200 5\n' * 8, "a log"),
    "subtitles": ("1\n00:00:01,000 --> 00:00:04,000\nHello\n", "subtitles"),
    "references": ("TY  - NEWS\nTI  - Ferry sails\nER  -\n", "references (RIS)"),
    "calendar": ("BEGIN:VCALENDAR\nVERSION:2.0\n", "a calendar"),
    "script": ("#!/bin/sh\necho Ferry\n", "a program's source"),
    "base64": (base64.encodebytes(NOISE).decode(), "(Base64)"),
    "hexadecimal": (NOISE[:300].hex(), "(hexadecimal)"),
    "uuencode": ('begin 644 ferry.txt\n%9F5R<GD \n`\nend\n', "(uuencode)"),
    # Binary
    "png": (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + NOISE, "a picture (PNG)"),
    "jpeg": (b"\xff\xd8\xff\xe0\0\x10JFIF\0" + NOISE, "a picture (JPEG)"),
    "gif": (b"GIF89a\x01\0\x01\0" + NOISE, "a picture (GIF)"),
    "webp": (b"RIFF\x90\0\0\0WEBPVP8 " + NOISE, "a picture (WebP)"),
    "avif": (b"\0\0\0\x1cftypavif\0\0\0\0" + NOISE, "a picture (AVIF"),
    "tiff": (b"II*\0\x08\0\0\0" + NOISE, "a picture (TIFF)"),
    "mp3": (b"ID3\x03\0\0\0\0\0\x0fTIT2" + NOISE, "sound or video (MP3)"),
    "mp4": (b"\0\0\0\x20ftypisom\0\0\2\0" + NOISE, "sound or video (MP4)"),
    "font": (b"\0\1\0\0\0\x0f\0\x80\0\3\0\x70" + NOISE, "a font"),
    "exe": (b"MZ\x90\0\3\0\0\0\4\0\0\0\xff\xff\0\0" + NOISE, "a program (Windows"),
    "elf": (b"\x7fELF\2\1\1" + bytes(9) + NOISE, "a program (Linux)"),
    "7z": (b"7z\xbc\xaf\x27\x1c\0\4" + NOISE, "an archive (7z)"),
    "rar": (b"Rar!\x1a\7\1\0" + NOISE, "an archive (RAR)"),
    "lz4": (b"\x04\x22\x4d\x18\x64\x40" + NOISE, "an archive (lz4)"),
    "zlib": (zlib.compress(NOISE), "an archive (zlib)"),
    "noise": (NOISE, "binary data"),
    "a little noise": (NOISE[:200], "binary data"),
    "what noise leaves of text": (NOISE.decode("utf-8", "replace"), "binary data"),
    "old Japanese": ("ガラス工房が再開した。".encode("iso-2022-jp"), "ISO-2022-JP"),
}  # fmt: skip


def content(name: str) -> bytes:
    """The file of that kind."""
    raw = FOREIGN[name][0]
    return raw if isinstance(raw, bytes) else raw.encode()


RUSSIAN = "Паром снова ходит с понедельника, сообщил порт.\n" * 8
CHINESE = "渡轮周一恢复航行。港务局说，没有人受伤，船只情况良好。\n" * 8
ARABIC = "عادت العبارة إلى الإبحار يوم الاثنين، قال المكتب\n" * 8
THAI = "เรือข้ามฟากกลับมาเดินอีกครั้งหลังจากพายุพัดผ่านเกาะเมื่อวันจันทร์\n" * 8
JAPANESE = "ガラス工房が九年ぶりに再開した。弟子たちは喜んでいる。\n" * 8
KOREAN = "여객선이 월요일 다시 운항을 시작했다. 다친 사람은 없다.\n" * 8

STARTS = [
    *("From the harbour to the island", "From Monday 14 March 2024 the ferry sails"),
    *("%PDF files are banned", "%PDF-1.4 is a format that few like", "{ he said"),
    "{\\rtf is a term",
    *("MZ, as friends call her, sails", "BM for the harbour", "ID3 is a tag", "PK said so"),
    *("GIF89a turns 35", "Rar! said the bear", "SQLite format 3 is old", "RIFF is a word", "ORC"),
    *("Subject: Ferry sails again\nFrom: Harbour office\nDate: 14 March 2024", "Subject: Ferry"),
    "To: All editors\nFrom: The press office\nDate: Thursday, March 14, 2024\nSubject: Ferry",
    *("Content-Type: a play by Ann", "Message-ID is a play", "HTTP/1.1 is dead", "#1 of the week"),
    *("Title: Ferry\nAuthor: Ann\nDate: 14 March 2024", "begin 2024 with a ferry", "x = y"),
    *("INSERT INTO your diary: the ferry", "CREATE TABLE tennis fever", "[Update] The", "[1] x"),
    *("News, date, time: what the harbour says", "Title, text and date: how to", "<3 it"),
    *("Home | World | Sport | Opinion", "Home\tWorld\tSport", '"We sail," she said, "at noon."'),
    *("10,000 people, mostly women, came", "-- Ann", "=begin", "data: what it is", "*** START ***"),
    *("Q: Why?\nA: Because.", "WEBVTT is a format", "TY is a letter", "🎉🎉🎉 Ferry"),
    "---\ntitle: x\n---",
    *("<p>Ferry sails</p>", "<b>Ferry</b> sails", "Ferry sails\n===========", "# Ferry sails"),
]  # fmt: skip

TEXTS: dict[str, bytes | str] = {
    "prose": PROSE * 3,
    "lists of places": "Oslo, Bergen, Tromsø\nParis, Lyon, Lille\nRome, Milan, Turin\n",
    "all commas": "Boats, trains, and planes stood still\n\nSnow, wind, and ice came.\n\n" * 4,
    "a table in a story": f"{PROSE}id,title,text\n1,a,b\n2,c,d\n3,e,f\n\n{PROSE * 2}",
    "a league": f"League\n\nTeam\tP\tW\tL\nHarbour\t3\t2\t1\nIsland\t3\t1\t2\n\n{PROSE * 2}",
    "scores": "Scores\n\n" + "\n".join(f"Harbour {n} - {n + 1} Island" for n in range(40)),
    "prices": "Shares\n\n" + "\n".join(f"HRB 12.{n} +0.{n}% 13.{n}" for n in range(40)),
    "a race": f"Results\n\n1, Ann, 3:20\n2, Ben, 3:25\n3, Cem, 3:40\n\n{PROSE}",
    "a live page": "".join(f"2024-03-14 10:0{n} The ferry sails on, Ann says.\n" for n in range(9)),
    "a table of Markdown": f"# Ferry\n\n{PROSE}| a | b | c |\n|---|---|---|\n| 1 | 2 | 3 |\n",
    "JSON in a story": 'The teacher wrote:\n{"a": 1}\nand sat down.\n',
    "letters alone": "x" * 200_000,
    "a rule": "-" * 300 + "\n" + PROSE,
    "short": "Ferry\n",
    "nothing": "",
    "a form feed": f"\f{PROSE}\x1a",
    "zeros at the end": (PROSE * 3).encode() + bytes(4096),
    "zeros in a word": PROSE.replace("harbour", "har\0\0bour"),
    "thai": THAI,
    "chinese": CHINESE,
    "thai of one byte": THAI.encode("cp874"),
    "chinese of two": CHINESE.encode("gbk"),
    "japanese of two": JAPANESE.encode("shift_jis"),
    "korean of two": KOREAN.encode("euc-kr"),
    "russian in KOI8": RUSSIAN.encode("koi8-r"),
    "russian of Windows": RUSSIAN.encode("cp1251"),
    "arabic of Windows": ARABIC.encode("cp1256"),
    "wide": (PROSE * 3).encode("utf-16-le"),
    "wide with a mark": (PROSE * 3).encode("utf-16"),
    "wide, the other way": (PROSE * 3).encode("utf-16-be"),
    "wide russian": RUSSIAN.encode("utf-16-le"),
    "wide chinese": CHINESE.encode("utf-16-be"),
    "wide chinese with a mark": CHINESE.encode("utf-16"),
    "wider": (PROSE * 2).encode("utf-32"),
    "html": f"<html><body><h1>Ferry</h1><p>{PROSE}",
    "xhtml": '<?xml version="1.0"?><?xml-stylesheet href="a"?><!--' + "long " * 900 + "-->\n"
    f'<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0//EN" "x">\n<html><body><p>{PROSE}</p></body>',
}  # fmt: skip
