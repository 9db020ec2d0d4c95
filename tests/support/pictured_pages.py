"""Pages with pictures, and the archives and folders that they are saved in."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

from fastwarc.warc import WarcRecord, WarcRecordType
from PIL import Image, ImageDraw

TEXT = (
    "The ferry ran aground off the northern pier on Saturday morning with forty people on board.",
    "All of them were taken off by boats of the coast guard within two hours, the harbour master "
    "said in a statement to reporters.",
    "Two tugs were to pull the ship free at high water on Sunday, if the wind drops as forecast.",
    "The line to the islands stays closed until further notice, and travellers are asked to take "
    "the bus to the southern port.",
)


def picture(number: int = 1, *, size: tuple[int, int] = (640, 420), kind: str = "JPEG") -> bytes:
    """A picture of its own for each number."""
    image = Image.new("RGB", size, (40 * number % 256, 90, 160))
    pen = ImageDraw.Draw(image)
    for step in range(0, size[0], 40):
        pen.line([(step, 0), (size[0] - step, size[1])], fill=(step % 256, 255, number * 7 % 256))
    file = io.BytesIO()
    image.save(file, kind)
    return file.getvalue()


def empty_picture(width: int, height: int) -> bytes:
    """A picture of a few bytes that unpacks to many."""
    file = io.BytesIO()
    Image.new("1", (width, height)).save(file, "PNG")
    return file.getvalue()


def figure(source: str, words: str = "", *, alt: str = "", more: str = "") -> str:
    """A picture with the words below it, or alone."""
    image = f'<img src="{source}" alt="{alt}" {more}>'
    if not words:
        return f"<p>{image}</p>"
    return f"<figure>{image}<figcaption>{words}</figcaption></figure>"


def page(
    *figures: str, headline: str = "Ferry aground off the northern pier", head: str = ""
) -> str:
    """A page with a story, and these figures below its first paragraphs."""
    pieces = [f"<p>{headline}: {TEXT[0]}</p>"]
    for place, text in enumerate(TEXT[1:]):
        pieces += figures[place : place + 1] if place < len(TEXT) - 2 else figures[place:]
        pieces.append(f"<p>{text}</p>")
    body = "\n".join(pieces)
    return (
        f"<!doctype html><html lang=en><head><title>{headline}</title>"
        '<meta property="article:published_time" content="2025-03-01T10:00:00Z">'
        f"{head}</head><body><header><img src='/static/logo.png' alt='The Harbour Gazette'>"
        f"</header><main><article><h1>{headline}</h1>{body}</article></main>"
        "<footer><p>All rights reserved</p></footer></body></html>"
    )


def zipped(path: Path, members: Mapping[str, str | bytes]) -> Path:
    """A ZIP with these members."""
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def unpacked(folder: Path, members: Mapping[str, str | bytes]) -> Path:
    """A folder with these files."""
    for name, content in members.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return folder


def archived(path: Path, answers: Mapping[str, str | bytes]) -> Path:
    """A web archive with these answers, by their addresses: pages, and pictures by first bytes."""
    with path.open("wb") as file:
        for address, content in answers.items():
            raw = content.encode() if isinstance(content, str) else content
            kind = "text/html; charset=utf-8" if isinstance(content, str) else "image/jpeg"
            record = WarcRecord()
            record.init_headers(record_type=WarcRecordType.response)
            record.headers["WARC-Target-URI"] = address
            record.headers["WARC-Date"] = "2025-03-02T08:00:00Z"
            record.headers["Content-Type"] = "application/http; msgtype=response"
            head = f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {len(raw)}\r\n\r\n"
            record.set_bytes_content(head.encode() + raw)
            record.write(file)
    return path
