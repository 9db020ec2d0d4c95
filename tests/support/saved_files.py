"""Files that archives, browsers and e-book programs make of pages: invented stories in each."""

from __future__ import annotations

import base64
import gzip
import io
import json
import quopri
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

HEADLINE = "Lighthouse keeper retires after forty winters"
PROSE = (
    "The last keeper of the lighthouse on Sorrel Point handed in her keys on Friday, forty winters "
    "after she had first climbed its two hundred steps.",
    "From now on the lamp will be watched from the mainland, where three engineers look after nine "
    "lights; the harbour office said that no ship would notice any difference.",
    "The keeper's house will be let to writers, six weeks at a time, and the first of them is "
    "expected in May with her dog and a typewriter.",
)
ADDRESS = "https://gazette.example/2021/10/30/lighthouse-keeper-retires"
PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 3


def page(headline: str = HEADLINE, *, head: str = "", top: str = "", image: str = "") -> str:
    """A page with one story. `head` is put before its `<html>`, `top` into its body."""
    paragraphs = "".join(f"<p>{text}</p>" for text in PROSE)
    figure = f'<figure><img src="{image}"><figcaption>The lamp</figcaption></figure>'
    return (
        f'<!DOCTYPE html>{head}<html lang="en"><head><meta charset="utf-8">'
        f"<title>{headline}</title></head><body>{top}<article><h1>{headline}</h1>"
        f"{figure if image else ''}{paragraphs}"
        "</article></body></html>"
    )


def http_answer(body: bytes, *fields: str, kind: str = "text/html; charset=utf-8") -> bytes:
    """A server's answer with its head."""
    head = "\r\n".join(["HTTP/1.1 200 OK", f"Content-Type: {kind}", *fields])
    return head.encode() + b"\r\n\r\n" + body


def warc_record(
    block: bytes,
    address: str = ADDRESS,
    *fields: str,
    record: str = "response",
    kind: str = "application/http; msgtype=response",
) -> bytes:
    """A record of a WARC file."""
    head = "\r\n".join(
        [
            *("WARC/1.1", f"WARC-Type: {record}", f"WARC-Target-URI: {address}"),
            *("WARC-Date: 2021-10-31T08:00:00Z", f"Content-Type: {kind}"),
            *(f"Content-Length: {len(block)}", *fields),
        ]
    )
    return head.encode() + b"\r\n\r\n" + block + b"\r\n\r\n"


def chunked(body: bytes, size: int = 700, *, last: bytes = b"0\r\n\r\n") -> bytes:
    """A body in chunks."""
    pieces = (body[at : at + size] for at in range(0, len(body), size))
    return b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in pieces) + last


def arc(answers: Sequence[tuple[str, bytes]], *, version: int = 1) -> list[bytes]:
    """The records of an ARC file, the first of which says what it is."""
    names = "URL IP-address Archive-date Content-type Archive-length"
    rest = ""
    if version == 2:
        names = (
            "URL IP-address Archive-date Content-type Result-code Checksum Location Offset "
            "Filename Archive-length"
        )
        rest = " 200 - - 0 sorrel.arc"
    about = f"{version} 0 Sorrel\n{names}\n".encode()
    records = [("filedesc://sorrel.arc", "text/plain", about)]
    records += [(address, "text/html", answer) for address, answer in answers]
    return [
        f"{address} 192.0.2.1 20211031080000 {kind}{rest} {len(block)}\n".encode() + block + b"\n"
        for address, kind, block in records
    ]


def zipped(members: Mapping[str, bytes | str]) -> bytes:
    """A ZIP of the members."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return file.getvalue()


def as_folder(path: Path, members: Mapping[str, bytes | str]) -> None:
    """A folder of the members."""
    for name, content in members.items():
        file = path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content.encode() if isinstance(content, str) else content)


def wacz_members(
    warcs: Mapping[str, bytes], pages: Sequence[Mapping[str, str]] = ()
) -> dict[str, bytes | str]:
    """The files of a WACZ: the archives, the list of pages, and an index."""
    listed = [{"format": "json-pages-1.0", "id": "pages", "title": "All Pages"}, *pages]
    return {
        "datapackage.json": json.dumps({"profile": "data-package", "resources": []}),
        "datapackage-digest.json": "{}",
        **{f"archive/{name}": raw for name, raw in warcs.items()},
        "pages/pages.jsonl": "".join(json.dumps(each) + "\n" for each in listed),
        "indexes/index.cdx.gz": gzip.compress(b"example,gazette)/ 20211031080000 {}\n"),
        "logs/crawl.log": "{}\n",
    }


def mime_part(raw: bytes, *fields: str, coding: str = "base64") -> str:
    """A part of a message, encoded."""
    if coding == "base64":
        written = base64.encodebytes(raw).decode("ascii")
    elif coding == "quoted-printable":
        written = quopri.encodestring(raw).decode("ascii")
    else:
        written = raw.decode("latin-1")
    head = "\n".join([*fields, f"Content-Transfer-Encoding: {coding}"])
    return f"{head}\n\n{written}"


def multipart(head: Sequence[str], parts: Sequence[str], boundary: str = "=_edge") -> str:
    """A message of several parts."""
    body = "".join(f"--{boundary}\n{part}\n" for part in parts)
    return "\n".join(head).replace("BOUNDARY", boundary) + f"\n\n{body}--{boundary}--\n"


def epub(
    documents: Mapping[str, str],
    *,
    metadata: str = "",
    extra: Mapping[str, bytes | str] | None = None,
    titles: Mapping[str, str] | None = None,
) -> bytes:
    """An e-book with the documents in that order, and a table of contents."""
    kinds = {".png": "image/png", ".jpg": "image/jpeg", ".ncx": "application/x-dtbncx+xml"}
    names = [*documents, *(extra or {}), "toc.ncx"]
    items = "".join(
        f'<item id="i{number}" href="{name.removeprefix("../")}" '
        f'media-type="{kinds.get(name[-4:], "application/xhtml+xml")}"/>'
        for number, name in enumerate(names)
        if not name.startswith("META-INF/")
    )
    spine = "".join(f'<itemref idref="i{number}"/>' for number in range(len(documents)))
    points = "".join(
        f'<navPoint><navLabel><text>{title}</text></navLabel><content src="{name}#top"/></navPoint>'
        for name, title in (titles or {}).items()
    )
    members: dict[str, bytes | str] = {
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": (
            '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container">'
            '<rootfiles><rootfile full-path="OEBPS/book.opf" '
            'media-type="application/oebps-package+xml"/></rootfiles></container>'
        ),
        "OEBPS/book.opf": (
            '<?xml version="1.0"?><package xmlns="http://www.idpf.org/2007/opf" version="3.0">'
            '<metadata xmlns:dc="http://purl.org/dc/elements/1.1/" '
            f'xmlns:opf="http://www.idpf.org/2007/opf">{metadata}</metadata>'
            f"<manifest>{items}</manifest><spine>{spine}</spine></package>"
        ),
        "OEBPS/toc.ncx": (
            '<ncx xmlns="http://www.daisy.org/z3986/2005/ncx/"><navMap>'
            + points
            + "</navMap></ncx>"
        ),
    }
    for name, content in {**documents, **(extra or {})}.items():
        members[name if name.startswith("META-INF/") else f"OEBPS/{name}"] = content
    return zipped(members)


def chapter(headline: str = HEADLINE, *, below: str = "") -> str:
    """A document of an e-book, as its programs write it: XML, with empty elements."""
    paragraphs = "".join(f"<p>{text}</p>" for text in PROSE)
    return (
        '<?xml version="1.0" encoding="utf-8"?><html xmlns="http://www.w3.org/1999/xhtml">'
        f'<head><title/><script src="a.js"/></head><body><a id="top"/><h1>{headline}</h1>'
        f'<p><img src="lamp.png" alt=""/></p>{paragraphs}{below}</body></html>'
    )
