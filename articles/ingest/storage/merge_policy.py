"""Editors win, and so does what is published: what a new capture may change in an article, part by
part."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Final

from articles.ingest.stories.content import GROWING_PARTS, PARTS, Content, digest_of
from articles.models import UNDATED

_CERTAINTY: Final = {"unknown": 0, "estimated": 1, "day": 2, "minute": 3}


@dataclass(frozen=True, slots=True)
class Merge:
    """The outcome: the content to store, which parts changed, and which were kept.

    `held` are those of the kept parts that are the importer's own, with the values that they
    would have had if the article were not published.
    """

    content: Content
    changed: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    held: Mapping[str, Any] = field(default_factory=dict)


def settles_date(day: date | None, others: Iterable[date | None]) -> bool | None:
    """Whether a capture that states this day as the story's sets its date; None where that is for
    the certainty of the dates to say.

    `others` are the days that the story's other captures state; None is that of one which states
    none, but an update at most. An update never beats the date of publication, whichever capture
    came first, and of two such dates the story went out on the earlier one.
    """
    others = list(others)
    stated = [other for other in others if other is not None]
    if not stated:
        return True if day is not None and others else None
    earliest = min(stated)
    return None if day == earliest else day is not None and day < earliest


def merge(
    current: Content,
    incoming: Content,
    imported: Mapping[str, str],
    *,
    outdated: bool = False,
    sets_date: bool | None = None,
    is_public: bool = False,
) -> Merge:
    """Brings the importer's parts up to date and leaves the editor's alone.

    `imported` has the digests of the parts as last imported: a part that still has its digest is
    the importer's. Sources and topics are added to, never taken away. A date is replaced only by
    a more certain one, for relative dates differ in every capture; where `sets_date` is given it
    decides instead (see `settles_date`). An `outdated` capture changes nothing else. Of an article
    that `is_public` no part changes: what would have changed is kept.
    """
    changed: dict[str, Any] = {}
    kept = []
    for part in PARTS:
        now, new = getattr(current, part), getattr(incoming, part)
        if part in GROWING_PARTS:
            new = now | new
        if now == new:
            continue
        if digest_of(now) != imported.get(part):
            kept.append(part)
        elif part == "dates":
            if not outdated and is_surer(current, incoming) if sets_date is None else sets_date:
                changed[part] = new
        elif not outdated:
            changed[part] = new
    if current.captions != incoming.captions and {"body", "captions"} & set(kept):
        # The body places captions by number: one must not change under the other.
        kept += [part for part in ("body", "captions") if changed.pop(part, None) is not None]
    if is_public:
        kept_or_held = {*kept, *changed}
        return Merge(current, (), tuple(p for p in PARTS if p in kept_or_held), changed)
    return Merge(replace(current, **changed), tuple(changed), tuple(kept))


def is_surer(current: Content, incoming: Content) -> bool:
    """A stated date may also be replaced by another stated one: the story was updated."""
    now, new = _CERTAINTY[current.dates.precision], _CERTAINTY[incoming.dates.precision]
    if new == now == _CERTAINTY["unknown"]:
        return current.dates.published_at == UNDATED  # any capture time is better than none
    return new > now or new == now >= _CERTAINTY["day"]
