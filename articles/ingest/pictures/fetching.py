"""Pictures from the web, where an import is asked to fetch them: from public addresses only, and as
a polite visitor does.

Addresses come from untrusted pages. Whatever a name stands for is looked up here and connected to
as the number it was, so that it cannot become another one in between; each redirect is judged like
the address it replaces.
"""

from __future__ import annotations

import http.client
import socket
import ssl
import time
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from ipaddress import ip_address
from typing import Final
from urllib.parse import urljoin, urlsplit
from urllib.robotparser import RobotFileParser

from articles.ingest.readers.picture_files import LARGEST_PICTURE
from articles.ingest.readers.statements import public_address

MOST_FETCHED: Final = 5_000
"""Pictures that one import asks for."""
MOST_HOSTS: Final = 200
MOST_OF_HOST: Final = 2_000
MOST_FAILURES: Final = 5
"""Failures one after another, after which a host is left alone."""
LONGEST_WAIT: Final = 10.0
"""Seconds without an answer."""
LONGEST_PICTURE: Final = 30.0
"""Seconds for one picture, redirects included."""
LONGEST_IN_ALL: Final = 3600.0
"""Seconds for all pictures of an import."""
BETWEEN: Final = 0.2
"""Seconds between two requests to one host; robots.txt may ask for more, up to `LONGEST_DELAY`."""
LONGEST_DELAY: Final = 10.0

_MOST_REDIRECTS: Final = 4
_LARGEST_ROBOTS: Final = 500 * 1024
_AGENT: Final = "newsroom-import"
_PORTS: Final = {"http": 80, "https": 443}
_MOVED: Final = frozenset({301, 302, 303, 307, 308})
_CHUNK: Final = 64 * 1024

Resolve = Callable[[str, int], Sequence[str]]
"""The numbers of a host."""


class FetchError(Exception):
    """A picture cannot be fetched; the message says why."""


def resolve(host: str, port: int) -> list[str]:
    """The numbers that the system has for a host."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise FetchError(f"{host} is not known ({error})") from error
    return [str(address[0]) for *_, address in found]


def is_public(number: str) -> bool:
    """Whether a number is one of the public network: none of this machine, of a private network, of
    the link, or of a special use.

    >>> is_public("93.184.216.34"), is_public("169.254.169.254"), is_public("::ffff:127.0.0.1")
    (True, False, False)
    """
    address = ip_address(number.partition("%")[0])
    inner = getattr(address, "ipv4_mapped", None) or getattr(address, "sixtofour", None)
    if inner is not None and not inner.is_global:
        return False
    return address.is_global and not (address.is_multicast or address.is_reserved)


@dataclass(slots=True)
class Fetcher:
    """Fetches the pictures of one import, and remembers how each host answered. `resolve` and
    `may_reach` are replaced in tests, whose server is none of the public network."""

    resolve: Resolve = resolve
    may_reach: Callable[[str], bool] = is_public
    ports: frozenset[int] = frozenset(_PORTS.values())
    is_address: Callable[[str], bool] = lambda address: bool(public_address(address))
    sleep: Callable[[float], None] = time.sleep
    requests: Counter[str] = field(default_factory=Counter)
    failures: Counter[str] = field(default_factory=Counter)
    fetched: int = 0
    _robots: dict[str, RobotFileParser] = field(default_factory=dict)
    _last: dict[str, float] = field(default_factory=dict)
    _began: float = field(default_factory=time.monotonic)

    def fetch(self, address: str) -> bytes:
        """The picture at an address. Raises `FetchError`."""
        if self.fetched >= MOST_FETCHED:
            raise FetchError(f"an import fetches at most {MOST_FETCHED} pictures")
        if time.monotonic() - self._began > LONGEST_IN_ALL:
            raise FetchError("the time for fetching pictures is over; import again to go on")
        until = time.monotonic() + LONGEST_PICTURE
        self.fetched += 1
        for _ in range(_MOST_REDIRECTS + 1):
            host = self._checked(address)
            try:
                answer = self._ask_politely(address, host, until)
            except FetchError:
                self.failures[host] += 1
                raise
            self.failures[host] = 0
            if isinstance(answer, bytes):
                return answer
            address = urljoin(address, answer)
        raise FetchError("it leads from one address to another without an end")

    def _checked(self, address: str) -> str:
        """The host of an address that may be asked. Raises `FetchError`."""
        try:
            parts = urlsplit(address)
            port = parts.port or _PORTS.get(parts.scheme, 0)
        except ValueError as error:
            raise FetchError("its address is none") from error
        host = parts.hostname or ""
        if parts.scheme not in _PORTS or not host or parts.username or parts.password:
            raise FetchError("only http and https addresses are fetched")
        if port not in self.ports or not self.is_address(address):
            raise FetchError("its address is not one of the public web")
        if host not in self.requests and len(self.requests) >= MOST_HOSTS:
            raise FetchError(f"an import asks at most {MOST_HOSTS} hosts")
        if self.requests[host] >= MOST_OF_HOST:
            raise FetchError(f"an import fetches at most {MOST_OF_HOST} pictures of one host")
        if self.failures[host] >= MOST_FAILURES:
            raise FetchError(f"{host} failed {MOST_FAILURES} times, and is left alone")
        return host

    def _ask_politely(self, address: str, host: str, until: float) -> bytes | str:
        robots = self._robots_of(address, until)
        if not robots.can_fetch(_AGENT, address):
            raise FetchError(f"robots.txt of {host} does not allow it")
        delay = min(float(robots.crawl_delay(_AGENT) or BETWEEN), LONGEST_DELAY)
        waited = time.monotonic() - self._last.get(host, -LONGEST_DELAY)
        if waited < delay:
            self.sleep(delay - waited)
        self.requests[host] += 1
        try:
            status, answer = self._ask(address, until, LARGEST_PICTURE)
        finally:
            self._last[host] = time.monotonic()
        if status == http.client.OK and isinstance(answer, bytes):
            return answer
        if status in _MOVED and isinstance(answer, str) and answer:
            return answer
        raise FetchError(f"{host} answered {status}")

    def _robots_of(self, address: str, until: float) -> RobotFileParser:
        """What the host asks of robots. As the standard has it, one without such a file allows
        everything, and one that fails to answer nothing."""
        parts = urlsplit(address)
        site = f"{parts.scheme}://{parts.netloc}"
        if site in self._robots:
            return self._robots[site]
        robots = self._robots[site] = RobotFileParser()
        where = f"{site}/robots.txt"
        for _ in range(_MOST_REDIRECTS + 1):
            self._checked(where)
            status, answer = self._ask(where, until, _LARGEST_ROBOTS, is_cut=True)
            if status in _MOVED and isinstance(answer, str) and answer:
                where = urljoin(where, answer)
                continue
            if status == http.client.OK and isinstance(answer, bytes):
                robots.parse(answer.decode("utf-8", "replace").splitlines())
            elif 400 <= status < 500 and status != http.client.TOO_MANY_REQUESTS:
                robots.allow_all = True  # type: ignore[attr-defined]
            else:
                robots.disallow_all = True  # type: ignore[attr-defined]
            robots.modified()
            return robots
        robots.allow_all = True  # type: ignore[attr-defined]
        return robots

    def _ask(
        self, address: str, until: float, most: int, *, is_cut: bool = False
    ) -> tuple[int, bytes | str]:
        """The status of an answer, and its bytes or where it leads. Raises `FetchError`."""
        parts = urlsplit(address)
        host, port = parts.hostname or "", parts.port or _PORTS[parts.scheme]
        path = f"{parts.path or '/'}{'?' if parts.query else ''}{parts.query}"
        try:
            connection = self._connection(parts.scheme, host, port)
            with closing(connection):
                connection.request("GET", path, headers={"User-Agent": _AGENT, "Accept": "*/*"})
                answer = connection.getresponse()
                if answer.status in _MOVED:
                    return answer.status, answer.getheader("Location") or ""
                return answer.status, _read(answer, until, most, is_cut=is_cut)
        except (OSError, http.client.HTTPException, UnicodeError, ValueError) as error:
            raise FetchError(f"{host} cannot be reached ({error})") from error

    def _connection(self, scheme: str, host: str, port: int) -> http.client.HTTPConnection:
        numbers = self.resolve(host, port)
        if not numbers or not all(map(self.may_reach, numbers)):
            raise FetchError(f"{host} is not a host of the public web")
        return _Pinned(host, port, numbers[0], is_secure=scheme == "https")


def _read(answer: http.client.HTTPResponse, until: float, most: int, *, is_cut: bool) -> bytes:
    pieces: list[bytes] = []
    size = 0
    while chunk := answer.read1(_CHUNK):
        pieces.append(chunk)
        size += len(chunk)
        if size > most:
            if is_cut:
                break
            raise FetchError(f"it has more than {most // 2**20} MiB")
        if time.monotonic() > until:
            raise FetchError(f"it took longer than {LONGEST_PICTURE:g} seconds")
    return b"".join(pieces)[:most]


class _Pinned(http.client.HTTPConnection):
    """A connection to a host at a number that was found before; certificates are the host's."""

    def __init__(self, host: str, port: int, number: str, *, is_secure: bool) -> None:
        super().__init__(host, port, timeout=LONGEST_WAIT)
        self._number = number
        self._is_secure = is_secure
        if is_secure:
            self.default_port = 443

    def connect(self) -> None:
        """Connects to the number, with the host's name for the certificate."""
        self.sock = socket.create_connection((self._number, self.port), self.timeout)
        if self._is_secure:
            context = ssl.create_default_context()
            self.sock = context.wrap_socket(self.sock, server_hostname=self.host)
