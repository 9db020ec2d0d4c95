"""ninjs 1 to 3, IPTC's standard for news in JSON, this site's own items among them.

https://iptc.org/standards/ninjs/; docs/formats.md says which roles this site writes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from .feed_html import plain
from .given_story import GivenCaption, GivenStory, PassedOver

_BODIES: Final = ("body_html", "body_xhtml", "body_text")
_MARKS: Final = (
    *(
        "versioncreated",
        "firstcreated",
        "contentcreated",
        "pubstatus",
        "slugline",
        "representationtype",
    ),
    *("associations", "renditions"),
)
_WITHDRAWN: Final = frozenset({"canceled", "cancelled", "withheld"})
_KINDS: Final = {"picture": "a picture", "graphic": "a graphic", "video": "a video"} | {
    "audio": "a sound", "composite": "a package of other items", "event": "an event",
    "planning": "a plan",
}  # fmt: skip
_NO_STANDFIRST: Final = frozenset(
    {"keypoint", "dateprecision", "dateasprinted", "updatedat", "capturedat", "alttext", "caption"}
    | {"ednote", "editornote", "slugline", "copyright", "instructions"}
)
_RENDITIONS: Final = ("original", "baseimage", "viewimage", "main", "web", "preview")
_HTML: Final = frozenset(
    {"text/html", "application/xhtml+xml", "application/xhtml", "html", "xhtml"}
)
_NO_TOPIC: Final = frozenset({"genre", "mediatopiccode"})


def is_ninjs(values: Mapping[str, Any]) -> bool:
    """Whether an object is an item of ninjs: it says so, or has an identity and fields that only
    such have."""
    standard = values.get("standard")
    if isinstance(standard, dict) and standard.get("name") == "ninjs":
        return True
    if not isinstance(values.get("uri"), str):
        return False
    names = {str(name).lower() for name in values}
    marks = names.intersection(_MARKS)
    if isinstance(values.get("headlines"), list) and isinstance(values.get("bodies"), list):
        return True
    return bool(marks) and bool(names.intersection(_BODIES) or len(marks) > 1)


def story_of(values: Mapping[str, Any]) -> GivenStory | PassedOver:
    """The story that an item is; or what it is instead, such as a picture or withdrawn."""
    item = _Item(values)
    if (status := item.text("pubstatus").lower()) in _WITHDRAWN:
        return PassedOver(f"{status} by its publisher")
    kind = item.text("type").lower()
    body_html, body_text = _body(item)
    if (what := _KINDS.get(kind)) and (kind == "picture" or not (body_html or body_text)):
        return PassedOver(what)
    described = item.roles("descriptions", "description")
    bullets = [text for role, text in described if role == "keypoint"]
    return GivenStory(
        headline=_of_role(item.roles("headlines", "headline"), "main") or plain(item.text("title")),
        kicker=next(
            (text for role, text in item.roles("headlines", "headline") if role == "kicker"), ""
        ),
        html=body_html,
        text=body_text,
        standfirst=next((text for role, text in described if role not in _NO_STANDFIRST), ""),
        bullets=bullets,
        dateline=item.text("located") if isinstance(item.get("located"), str) else "",
        captions=list(_captions(item)),
        fields=_fields(item, dict(described)),
    )


class _Item:
    """An object whose fields are found whatever their capitals: `pubStatus` is `pubstatus`."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        self.values = {str(name).lower(): value for name, value in values.items()}

    def get(self, *names: str) -> Any:
        return next((self.values[name] for name in names if self.values.get(name)), None)

    def text(self, *names: str) -> str:
        value = self.get(*names)
        return value.strip() if isinstance(value, str) else ""

    def objects(self, *names: str) -> list[dict[str, Any]]:
        """The objects of a list, or, as in version 1, of an object with names."""
        value = self.get(*names)
        if isinstance(value, dict):
            value = [{"name": name, **one} for name, one in value.items() if isinstance(one, dict)]
        return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []

    def roles(self, several: str, one: str) -> list[tuple[str, str]]:
        """Texts on one line with their roles: of version 2 and 3 `several`, of 1 `one_text`."""
        found = [
            (
                str(each.get("role") or "").lower().replace("_", ""),
                plain(str(each.get("value") or "")),
            )
            for each in self.objects(several)
        ]
        for name, value in self.values.items():
            if (name == one or name.startswith(f"{one}_")) and isinstance(value, str):
                role = name.removeprefix(one).removeprefix("_")
                found.append(("" if role in ("text", "html", "xhtml") else role, plain(value)))
        return [(role, text) for role, text in found if text]


def _of_role(texts: list[tuple[str, str]], role: str) -> str:
    """The text of this role, else of none, else the first."""
    ranked = sorted(texts, key=lambda one: (one[0] != role, one[0] != ""))
    return ranked[0][1] if ranked and ranked[0][0] != "kicker" else ""


def _body(item: _Item) -> tuple[str, str]:
    """The body as HTML, and as plain text; one of them, or none."""
    markup, texts = item.text("body_html", "body_xhtml"), [item.text("body_text")]
    for body in item.objects("bodies"):
        value = body.get("value")
        if not isinstance(value, str) or str(body.get("role")).lower() in ("teaser", "summary"):
            continue
        kind = str(body.get("contentType") or body.get("contenttype") or "").lower()
        if kind in _HTML or (not kind and "</p>" in value):
            markup = markup or value
        elif kind.startswith("text/") or not kind:
            texts.append(value)
    text = next(filter(None, texts), "")
    return (markup, "") if markup.strip() else ("", text)


def _fields(item: _Item, described: Mapping[str, str]) -> dict[str, Any]:
    return {
        "byline": item.text("by", "byline") or _names(item.objects("authors")),
        **_published(item, described.get("dateprecision", "")),
        "updated": described.get("updatedat", ""),
        "versioncreated": _modified(item),
        "captured_at": described.get("capturedat", ""),
        "url": _address(item),
        "publisher": _publisher(item),
        "language": item.text("language"),
        "tags": [*_topics(item), *_keywords(item)],
    }


def _published(item: _Item, precision: str) -> dict[str, str]:
    """The story's date by its field; a day where it is known no better, which this site gives as
    the day's start. Of an item of this site, no other field is the story's date."""
    stated = item.text("contentcreated")
    if stated:
        return {"contentCreated": day_of(stated) if precision in ("day", "estimated") else stated}
    if precision:
        return {}
    if stated := item.text("firstcreated"):
        return {"firstcreated": stated}
    return {"published": item.text("versioncreated")}


def day_of(moment: str) -> str:
    """The day whose start a moment is, in whatever zone: the nearest midnight's."""
    try:
        at = datetime.fromisoformat(moment)
    except ValueError:
        return moment
    if at.tzinfo is None:
        return at.date().isoformat()
    return (at.astimezone(UTC) + timedelta(hours=12)).date().isoformat()


def _modified(item: _Item) -> str:
    """When another version of a foreign item was made; of this site's items that is no date of the
    story."""
    is_dated = item.text("contentcreated") or item.text("firstcreated")
    is_own = any(role == "dateprecision" for role, _ in item.roles("descriptions", "description"))
    return item.text("versioncreated") if is_dated and not is_own else ""


def _address(item: _Item) -> str:
    for each in item.objects("altids"):
        value = str(each.get("value") or "")
        if each.get("role") == "originalAddress" and value.startswith("http"):
            return value
    uri = item.text("uri")
    return uri if uri.startswith("http") else ""


def _publisher(item: _Item) -> str:
    sources = item.objects("infosources", "infosource")
    named = [one for one in sources if str(one.get("role")).lower() in ("publisher", "provider")]
    names = _names(named or [one for one in sources if not one.get("role")])
    return next(iter(names), "") or item.text("source", "provider", "copyrightholder")


def _topics(item: _Item) -> list[str]:
    subjects = [
        one
        for one in item.objects("subjects", "subject")
        if str(one.get("rel")).lower() not in _NO_TOPIC
    ]
    return _names(subjects)


def _keywords(item: _Item) -> list[str]:
    value = item.get("keywords", "keyword")
    return [each for each in value if isinstance(each, str)] if isinstance(value, list) else []


def _names(objects: list[dict[str, Any]]) -> list[str]:
    named = (one.get("name") or one.get("literal") or one.get("code") for one in objects)
    return [plain(name) for name in named if isinstance(name, str)]


def _captions(item: _Item) -> Iterator[GivenCaption]:
    for values in item.objects("associations"):
        picture = _Item(values)
        if picture.text("type").lower() not in ("picture", "graphic", ""):
            continue
        described = picture.roles("descriptions", "description")
        texts = dict(reversed(described))
        caption = texts.get("caption") or next(
            (text for role, text in described if role not in _NO_STANDFIRST), ""
        )
        address = _rendition(picture)
        if caption or address:
            credit = picture.text("by", "byline", "creditline")
            alt = texts.get("alttext") or picture.text("body_text")
            yield GivenCaption(caption, credit, address, plain(alt))


def _rendition(picture: _Item) -> str:
    found = {
        str(one.get("name")).lower(): str(one.get("href") or "")
        for one in picture.objects("renditions")
        if str(one.get("contentType") or one.get("mimetype") or "image").startswith("image")
    }
    ranked = (found[name] for name in (*_RENDITIONS, *found) if found.get(name))
    return next(ranked, "")
