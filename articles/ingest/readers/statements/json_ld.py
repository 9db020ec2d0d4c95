"""What a page's JSON-LD states. Broken JSON is mended where that is safe, and else passed over."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from resiliparse.parse.html import DocumentNode

from .statement import Statements, addresses, plain, statements

_ARTICLE_TYPE: Final = re.compile(
    r"(?:^|[/:#])(?:\w*Article|\w*BlogPosting|Report|Review|LiveBlogPosting|CreativeWork|NewsStory)$"
)
_PAGE_TYPE: Final = re.compile(
    r"(?:^|[/:#])(?:WebPage|ItemPage|VideoObject|PodcastEpisode|Recipe)$"
)
_MEDIA_TYPE: Final = re.compile(r"VideoObject|PodcastEpisode")
_ORGANISATION_TYPE: Final = re.compile(r"Organi[sz]ation|Corporation|Brand|WebSite")
_SITE_TYPE: Final = re.compile(r"(?:^|[/:#])WebSite$")

_MOST_SCRIPTS: Final = 50
_LONGEST_SCRIPTS: Final = 2_000_000
"""Characters of all scripts together; the most of 1,378 real pages had 500,000."""

_MOST_THINGS: Final = 2_000
_MOST_VALUES: Final = 50
_DEEPEST: Final = 10

# Whose values are the page itself; under any other a thing is a part or another page.
_OF_PAGE: Final = frozenset({"@graph", "mainEntity", "mainEntityOfPage"})
_TELLING: Final = ("headline", "author", "datePublished", "articleBody")

Thing = Mapping[str, Any]


def add_json_ld(document: DocumentNode, stated: Statements, headlines: frozenset[str]) -> None:
    """Adds what the page's own article states, then what its web page does.

    `headlines` are the case-folded headlines that other statements give: of several articles the
    page's own is the one with such a headline, or else the one that states most.
    """
    things: list[tuple[Thing, bool]] = []
    left = _LONGEST_SCRIPTS
    for text in _scripts(document):
        left -= len(text)
        if left < 0:
            break
        for found in _things(load_json(text), _DEEPEST, is_page=True):
            things.append(found)
            if len(things) >= _MOST_THINGS:
                break
    by_id = {
        thing["@id"]: thing
        for thing, _ in things
        if isinstance(thing.get("@id"), str) and len(thing) > 1
    }
    if article := _own_article(things, headlines):
        _add_article(article, by_id, stated)
    pages = (thing for thing, is_page in things if is_page and _is(thing, _PAGE_TYPE))
    if page := next(pages, None):
        _add_page(page, by_id, stated)
    for thing, is_page in things:
        if is_page:
            stated.kinds += _kinds(thing)
        if is_page and _is(thing, _SITE_TYPE):
            stated.publishers += statements(_texts(thing.get("name")), "JSON-LD WebSite")


def _scripts(document: DocumentNode) -> Iterator[str]:
    """The page's scripts of JSON-LD, which some frameworks send as meta elements."""
    # By their exact type they are found in a tenth of the time.
    exact = document.get_elements_by_attr("type", "application/ld+json")[:_MOST_SCRIPTS]
    loose = exact or document.query_selector_all("script[type*='ld+json']")[:_MOST_SCRIPTS]
    for script in loose:
        yield script.text or ""
    for element in document.get_elements_by_attr("name", "script:ld+json")[:_MOST_SCRIPTS]:
        yield element.getattr("content") or ""


def _own_article(things: Iterable[tuple[Thing, bool]], headlines: frozenset[str]) -> Thing | None:
    def rank(found: tuple[Thing, bool]) -> tuple[bool, bool, int]:
        thing, is_page = found
        titles = (*_texts(thing.get("headline")), *_texts(thing.get("name")))
        is_named = any(title.casefold() in headlines for title in titles)
        return is_named, is_page, sum(name in thing for name in _TELLING)

    articles = [found for found in things if _is(found[0], _ARTICLE_TYPE)]
    if not articles:
        return None
    best = max(articles, key=rank)
    is_named, is_page, _ = rank(best)
    return best[0] if is_named or is_page else None


def _add_article(thing: Thing, by_id: Thing, stated: Statements) -> None:
    stated.kinds += _kinds(thing)
    headline = "headline" if thing.get("headline") else "name"
    stated.headlines += statements(_texts(thing.get(headline)), f"JSON-LD {headline}")
    _add_authors(thing, by_id, stated)
    stated.published += statements(_texts(thing.get("datePublished")), "JSON-LD datePublished")
    for created in ("dateCreated", "uploadDate"):
        stated.published += statements(_texts(thing.get(created)), f"JSON-LD {created}")
    stated.modified += statements(_texts(thing.get("dateModified")), "JSON-LD dateModified")
    owners = _resolved(thing.get("publisher"), by_id)
    kinds = [kind for owner in owners if isinstance(owner, Mapping) for kind in _kinds(owner)]
    stated.is_personal = "Person" in kinds if kinds else None
    for owner in ("publisher", "sourceOrganization"):
        stated.publishers += statements(_names(thing.get(owner), by_id), f"JSON-LD {owner}")
    stated.topics += statements(_names(thing.get("keywords"), by_id), "JSON-LD keywords")
    stated.topics += statements(_names(thing.get("about"), by_id), "JSON-LD about")
    stated.sections += statements(_texts(thing.get("articleSection")), "JSON-LD articleSection")
    stated.descriptions += statements(_texts(thing.get("description")), "JSON-LD description")
    stated.languages += statements(_texts(thing.get("inLanguage")), "JSON-LD inLanguage")
    stated.addresses += addresses(_listed(thing.get("url")), "JSON-LD url")
    page = thing.get("mainEntityOfPage")
    entity = [page.get("@id"), page.get("url")] if isinstance(page, Mapping) else [page]
    stated.addresses += addresses(entity, "JSON-LD mainEntityOfPage")
    _add_picture(thing, by_id, stated)
    free = thing.get("isAccessibleForFree")
    if free is not None:
        stated.is_free = str(free)[:9].casefold() not in ("false", "no", "0")


def _add_page(thing: Thing, by_id: Thing, stated: Statements) -> None:
    """What the web page states that its article does not have to."""
    if not _is(thing, _MEDIA_TYPE):  # a page's film has its own
        stated.headlines += statements(_texts(thing.get("headline")), "JSON-LD headline")
    _add_authors(thing, by_id, stated)
    for published in ("datePublished", "uploadDate"):
        stated.published += statements(_texts(thing.get(published)), f"JSON-LD {published}")
    stated.modified += statements(_texts(thing.get("dateModified")), "JSON-LD dateModified")
    stated.publishers += statements(_names(thing.get("publisher"), by_id), "JSON-LD publisher")
    stated.topics += statements(_names(thing.get("keywords"), by_id), "JSON-LD keywords")
    stated.descriptions += statements(_texts(thing.get("description")), "JSON-LD description")
    stated.languages += statements(_texts(thing.get("inLanguage")), "JSON-LD inLanguage")
    stated.addresses += addresses(_listed(thing.get("url")), "JSON-LD url")


def _add_picture(thing: Thing, by_id: Thing, stated: Statements) -> None:
    for one in _resolved(thing.get("image"), by_id):
        if isinstance(one, Mapping):
            lies = [one.get("contentUrl"), one.get("url"), one.get("@id")]
            stated.pictures += addresses([x for x in lies if _is_address(x)][:1], "JSON-LD image")
            credit = one.get("creditText") or one.get("copyrightHolder")
            stated.picture_credits += statements(_texts(credit), "JSON-LD creditText")
        elif _is_address(one):
            stated.pictures += addresses([one], "JSON-LD image")


def _is_address(value: object) -> bool:
    return isinstance(value, str) and value.startswith(("http://", "https://", "/"))


def _add_authors(thing: Thing, by_id: Thing, stated: Statements) -> None:
    for role in ("author", "creator"):
        for one in _resolved(thing.get(role), by_id):
            is_organisation = isinstance(one, Mapping) and _is(one, _ORGANISATION_TYPE)
            found = statements(_texts(one), f"JSON-LD {role}")
            (stated.organisations if is_organisation else stated.authors).extend(found)


# What breaks JSON-LD most often: wrappers, commas before an end, comments, control characters.
_MENDED: Final = (
    (re.compile(r"^\s*(?://\s*)?<!\[CDATA\[|(?://\s*)?\]\]>\s*$|^\s*<!--|-->\s*$"), ""),
    (re.compile(r",(\s*[}\]])"), r"\1"),
    (re.compile(r"^[ \t]*//[^\n]*$", re.MULTILINE), ""),
    (re.compile(r"[\x00-\x1f]+"), " "),
)


def load_json(text: str) -> object:
    """The data, if need be without what often breaks it; None where it cannot be mended."""
    text = text.strip().rstrip(";")
    for pattern, replacement in (*_MENDED, (None, "")):
        try:
            return json.loads(text, strict=False)
        except (ValueError, RecursionError):
            text = pattern.sub(replacement, text) if pattern else text
    try:
        return json.JSONDecoder(strict=False).raw_decode(text.lstrip())[0]
    except (ValueError, RecursionError):
        return None


def _things(data: object, depth: int, *, is_page: bool) -> Iterator[tuple[Thing, bool]]:
    """The things within the data, and of each whether it is the page's own."""
    if isinstance(data, Mapping):
        if "@type" in data or "@id" in data:
            yield data, is_page
        inner = [(value, is_page and name in _OF_PAGE) for name, value in data.items()]
    else:
        inner = [(value, is_page) for value in data] if isinstance(data, list) else []
    if depth:
        for value, is_pages in inner:
            if isinstance(value, Mapping | list):
                yield from _things(value, depth - 1, is_page=is_pages)


def _is(thing: Thing, pattern: re.Pattern[str]) -> bool:
    return any(map(pattern.search, _kinds(thing)))


def _kinds(thing: Thing) -> list[str]:
    kinds = thing.get("@type")
    listed = kinds if isinstance(kinds, list) else [kinds]
    return [plain(kind, length=60) for kind in listed[:9] if isinstance(kind, str)]


def _texts(value: object) -> list[str]:
    """The texts that a value is, or that its things are called by."""
    texts = []
    for one in _listed(value):
        named = one.get("@value") or one.get("name") if isinstance(one, Mapping) else one
        for text in _listed(named):
            if line := plain(text):
                texts.append(line)
    return texts


def _listed(value: object) -> list[object]:
    return value[:_MOST_VALUES] if isinstance(value, list) else [value]


def _resolved(value: object, by_id: Thing) -> list[object]:
    """The values, those that only refer to another thing replaced by it."""
    return [
        by_id.get(str(one.get("@id")), one)
        if isinstance(one, Mapping) and "name" not in one
        else one
        for one in _listed(value)
    ]


def _names(value: object, by_id: Thing) -> list[str]:
    return [text for one in _resolved(value, by_id) for text in _texts(one)]
