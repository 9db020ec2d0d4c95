"""Pictures are fetched from the web only where an import is asked to, from public hosts only."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from articles.ingest.pictures.fetching import Fetcher, FetchError, is_public
from articles.ingest.pipeline import run as pipeline
from articles.models import Caption, StoryPicture
from tests.support.importing import importing
from tests.support.pictured_pages import figure, page, picture

ANSWERS: dict[str, tuple[int, dict[str, str], bytes]] = {
    "/robots.txt": (200, {}, b"User-agent: *\nDisallow: /private/\n"),
    "/pier.jpg": (200, {"Content-Type": "image/jpeg"}, picture(1)),
    "/moved.jpg": (302, {"Location": "/pier.jpg"}, b""),
    "/inside.jpg": (302, {"Location": "http://169.254.169.254/latest/meta-data"}, b""),
    "/loop.jpg": (302, {"Location": "/loop.jpg"}, b""),
    "/large.jpg": (200, {}, b"\xff\xd8\xff" + bytes(21 * 1024 * 1024)),
}


class Answering(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        status, headers, body = ANSWERS.get(self.path, (404, {}, b""))
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Says nothing."""


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Answering) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def fetcher(site: str) -> Fetcher:
    """One that takes the test's own server for a public one, and no other."""
    port = int(site.rpartition(":")[2])
    return Fetcher(
        may_reach=lambda number: number == "127.0.0.1" or is_public(number),
        ports=frozenset({80, 443, port}),
        is_address=lambda address: True,
        sleep=lambda seconds: None,
    )


def test_only_numbers_of_the_public_network_are_asked(site: str) -> None:
    numbers = (
        "127.0.0.1 10.1.2.3 192.168.0.9 172.16.0.1 169.254.169.254 0.0.0.0 100.64.0.1 224.0.0.1 ::1"
        " fe80::1%eth0 fc00::1 ::ffff:10.0.0.1 2002:7f00:1::"
    )
    assert not [number for number in numbers.split() if is_public(number)]
    # A public name that stands for a private number, or for one of each.
    for found in (["10.0.0.1"], ["93.184.216.34", "127.0.0.1"]):
        with pytest.raises(FetchError, match=r"not a host of the public web"):
            Fetcher(resolve=lambda host, port, found=found: found).fetch("http://a.example/a.jpg")
    for address in (f"{site}/pier.jpg", "http://localhost/a.jpg", "file:///etc/passwd", "http://["):
        with pytest.raises(FetchError):
            Fetcher().fetch(address)


def test_redirects_robots_and_sizes_are_minded(site: str) -> None:
    ours = fetcher(site)
    assert ours.fetch(f"{site}/moved.jpg") == picture(1)
    for path, why in {
        "/inside.jpg": "not a host of the public web",
        "/loop.jpg": "without an end",
        "/private/pier.jpg": "robots.txt",
        "/large.jpg": "20 MiB",
        "/none.jpg": "404",
    }.items():
        with pytest.raises(FetchError, match=why):
            ours.fetch(site + path)
    for _ in range(4):
        with pytest.raises(FetchError):
            ours.fetch(f"{site}/none.jpg")
    with pytest.raises(FetchError, match="left alone"):
        ours.fetch(f"{site}/pier.jpg")


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("media")
def test_an_import_fetches_what_it_lacks_if_it_is_asked_to(
    tmp_path: Path, site: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = tmp_path / "a.html"
    source.write_text(
        page(figure(f"{site}/pier.jpg", "The pier."), figure(f"{site}/none.jpg", "No picture."))
    )
    monkeypatch.setattr(pipeline, "make_fetcher", lambda: fetcher(site))
    assert importing(source).pictures == {"missing": 2}
    assert importing(source, fetch_pictures=True).pictures == {"stored": 1, "missing": 1}
    assert Caption.objects.exclude(image="").get().text == "The pier."
    assert "404" in StoryPicture.objects.get(state="missing").reason
