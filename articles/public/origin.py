"""The page that a story was saved from: its address, when it was captured, its last update."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any, Final
from urllib.parse import unquote, urlsplit

from django.db.models import BigIntegerField, Case, F, OuterRef, Q, Subquery, TextField, Value, When
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import JSONObject
from django.utils import timezone
from django.utils.text import Truncator

from articles.addresses import without_counting
from articles.ingest.readers.statements import public_address
from articles.models import Article, Clipping

SHOWN_LENGTH: Final = 60  # characters of an address


@dataclass(frozen=True)
class Origin:
    """What is known of the page; `address` is empty if that is unknown, or not on the public web.

    `captured_at` and `updated_at` are days where no time is stated; an update is one that came
    after publication.
    """

    address: str = ""
    captured_at: datetime | date | None = None
    updated_at: datetime | date | None = None

    @classmethod
    def of(cls, article: Article) -> Origin:
        """What `origin_of` put on the article as `origin`."""
        row: Mapping[str, Any] = getattr(article, "origin", None) or {}
        return cls(
            _page_address(row.get("address") or ""),
            _capture(row.get("captured_at")),
            _update(article, row),
        )

    @property
    def shown(self) -> list[str]:
        """The address to read, in the parts between its slashes: the host and the path, of a long
        one the end."""
        parts = urlsplit(self.address)
        path = _readable(parts.path.rstrip("/"))
        query = f"?{_readable(parts.query)}" if parts.query else ""
        host, *names = f"{parts.netloc.removeprefix('www.')}{path or '/'}{query}".split("/")
        if len("/".join([host, *names])) <= SHOWN_LENGTH:
            return [host, *names]
        last = Truncator(names[-1]).chars(max(SHOWN_LENGTH - len(host) - 3, SHOWN_LENGTH // 3))
        return [host, *["…"][: len(names) - 1], last]

    @property
    def captured_on(self) -> date | None:
        """The day of the capture, here."""
        return _day(self.captured_at)

    @property
    def updated_on(self) -> date | None:
        """The day of the update if no time of it is known."""
        return None if isinstance(self.updated_at, datetime) else self.updated_at

    def __bool__(self) -> bool:
        return bool(self.address or self.captured_at)


NO_ORIGIN: Final = Origin()


def origin_of(article: str = "pk") -> Subquery:
    """Of an article's clippings the newest capture of those whose page states its address, or else
    the newest: {address, captured_at, updated_at, is_update_timed}.

    A capture that came in after the article was last changed has no part in what readers see, and
    does not count, unless there is no other.
    """
    stated = Case(
        When(~Q(address_key=""), then=KeyTextTransform("address", "dump__hints")),
        default=Value(""),
        output_field=TextField(),
    )
    rows = Clipping.objects.filter(article=OuterRef(article)).order_by(
        Case(
            When(dump__created_at__gt=F("article__modified_at"), then="dump_id"),
            default=0,
            output_field=BigIntegerField(),
        ),
        Case(When(address_key="", then=1), default=0),
        F("dump__captured_at").desc(nulls_last=True),
        "-pk",
    )
    row = JSONObject(
        address=stated,
        captured_at="dump__captured_at",
        updated_at="updated_at",
        is_update_timed="is_update_timed",
    )
    return Subquery(rows.values(origin=row)[:1])


def _page_address(stated: str) -> str:
    """The address if it may be shown: a site's front page is not a story's."""
    address = without_counting(public_address(stated))
    parts = urlsplit(address)
    return address if parts.path.strip("/") or parts.query else ""


def _capture(stated: str | None) -> datetime | date | None:
    """The moment, or the day where a capture is known by its day alone: midnight, UTC."""
    if not stated:
        return None
    at = datetime.fromisoformat(stated).astimezone(UTC)
    return at.date() if at.time() == time() else at


def _update(article: Article, row: Mapping[str, Any]) -> datetime | date | None:
    """The update, unless the story's date has been moved behind it since."""
    if not row.get("updated_at"):
        return None
    at = datetime.fromisoformat(row["updated_at"]).astimezone(UTC)
    if not article.is_dated:
        return None
    if row["is_update_timed"] and article.date_precision == Article.DatePrecision.MINUTE:
        is_later = _to_minute(at) > _to_minute(article.published_at)
        return at if is_later else None
    day = timezone.localdate(at) if row["is_update_timed"] else at.date()
    if day <= timezone.localdate(article.published_at):
        return None
    return at if row["is_update_timed"] else day


def _to_minute(at: datetime) -> datetime:
    return at.replace(second=0, microsecond=0)


def _day(moment: datetime | date | None) -> date | None:
    return timezone.localdate(moment) if isinstance(moment, datetime) else moment


def _readable(text: str) -> str:
    """Text of an address without percent signs, if nothing in it is invisible or turns the
    direction of what follows."""
    plain = unquote(text)
    is_plain = all(unicodedata.category(each)[0] in "LMNPS" for each in plain) and "�" not in plain
    return plain if is_plain else text
