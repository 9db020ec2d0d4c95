"""Credits: who took the picture, and whom a byline or a dateline's brackets name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from enum import IntEnum
from functools import lru_cache, partial
from typing import Final, NamedTuple

from articles.parsing.lines import vocabulary
from articles.parsing.lines.lines import CACHED_LINES
from articles.parsing.types import SourceMention, SourceRole

from .name_finder import opening_word
from .registry import SourceRegistry


class Evidence(IntEnum):
    """How surely a line's end is a credit."""

    NONE = 0
    WEAK = 1
    """Brackets or a last word that could be a name."""
    STRONG = 2
    """Brackets that hold a known source or a credit word."""
    ALONE = 3
    """The line is a credit and nothing else: it belongs to the caption right above it."""


class Credited(NamedTuple):
    """A caption's text without its credit, the credit without its brackets, and how sure."""

    text: str
    credit: str
    evidence: Evidence


_NONE: Final = Evidence.NONE
NO_CREDIT: Final = Credited("", "", Evidence.NONE)
_credited = partial(tuple.__new__, Credited)  # see lines.py

_BRACKETS: Final = frozenset(")]）】")
_FULL_STOPS: Final = frozenset(".!?")
_BEFORE_CREDIT: Final = (". ", "” ", '" ', "? ", "! ")
_LONGEST_BARE_CREDIT: Final = 40
_IN_BRACKETS: Final = re.compile(
    r"(?P<text>.*\S)\s*[(\[（【](?P<credit>[^()\[\]（）【】]{2,80})[)\]）】]\.?$"
)
_AFTER_STOP: Final = re.compile(
    rf"(?P<text>.*[.!?”\"])\s+(?P<credit>[^.!?]{{2,{_LONGEST_BARE_CREDIT}}})$"
)
_WORD_OF_LABEL: Final = (
    r"(?:(?:(?:file )?(?:photo(?:graph)?|picture|image|pic)s?(?:[ -](?:credits?|sources?))?"
    r"|credits?|foto(?:s|credit|grafía|grafia|grafie|ğraf)?|fotograf|bild(?:er|quelle|nachweis)?|quelle"
    r"|crédits?(?: photos?)?|photographie|zdjęcie|fot\.|фото|صورة|تصوير|צילום|写真|图|圖|사진)"
    r"(?:\s*[:：=]\s*|\s+(?:by|von|di|par|por|av|af|door):?\s+)"
    r"|image source,\s+|credit\.\.\.\s*|fot\.\s+|©\s*(?!\s*\d)"
    r"|(?:(?:photo|image|picture)s? )?courtesy(?: of|:)(?: the)?\s+)"
)
# `Photo: Ida Brandt`, `Credit: Reuters`, `Foto von Ida Brandt`, `© AFP`, `Courtesy of the museum`
_OWN_LABEL: Final = re.compile(rf"^{_WORD_OF_LABEL}(?=\S)", re.IGNORECASE)
# `(Foto Ansa)`
_LABEL_IN_BRACKETS: Final = re.compile(
    r"^(?:Foto|Photo|Bild|Image|Pic|Picture|Fot\.|Фото) (?=[^\W\d_a-z])"
)
# `The quay. Photograph: Ida Brandt/SPA`, `The quay | Foto: dpa`, `The quay. Photo by Ida Brandt.`
_LABELLED_END: Final = re.compile(
    r"(?:(?<=[.!?…”»\"。])\s*[|/–—-]?\s*|\s*\|\s*|\s+[/–—-]\s+"
    r"|(?<!photo)(?<!picture)(?<!image)\s+(?=©|(?:photo |picture )?credit: "
    r"|photograph: |bildquelle: |crédits? photos? ?: |(?-i:(?<!em )(?<!as )(?<!he )"
    r"(?:Photos?|Fotos?|Pictures?|Images?|Fotograf|Fotoğraf|Zdjęcie|Фото|صورة|تصوير) ?: )))"
    rf"{_WORD_OF_LABEL}(?P<credit>[^.!?:|©]{{2,60}})\.?$",
    re.IGNORECASE,
)
_JOINERS: Final = (
    *(":", "：", "=", "©", "...", "ot. ", "ourtesy ", " by ", " von ", " di ", " par ", " por "),
    *(" av ", " af ", " door "),
)
"""One of them stands between a label and the credit; they are found sooner than the pattern."""

# `Image caption, A boat returns`, `Media caption: The boat`
_CAPTION_LABEL: Final = re.compile(
    r"(?:image|media|photo|picture) caption(?:[,:]\s*(?=\S)|\s+(?=(?-i:[A-Z“\"])))"
    r"|(?:bildunterschrift|légende|bildtext|billedtekst|podpis|didascalia|pie de foto|legenda)"
    r"\s*[:：]\s*(?=\S)",
    re.IGNORECASE,
)
_CAPTION_OPENINGS: Final = frozenset(
    {"image", "media", "photo", "pictu", "bildu", "légen", "bildt", "bille", "podpi", "didas"}
    | {"pie d", "legen"}
)

_LABEL_REACH: Final = 100
_LONGEST_CAPTION: Final = 700
_PIECES: Final = re.compile(r"\s*(?:/|,|;|\||\bvia\b|\band\b)\s*")
# `AP Photo`, `AFP file photo`
_PHOTO_WORD: Final = re.compile(
    r"(?i)(?:^| )(?:file )?(?:photos?|pictures?|images?|archive|file|handout)$"
)
# `Photo: AFP`, `Picture by Reuters`, `Courtesy of SPA`
_LABEL: Final = re.compile(
    r"(?i)^(?:(?:file )?(?:photos?|pictures?|images?|source)(?::| by:?)|credits?:|photo courtesy:|"
    r"(?:photo )?courtesy of(?: the)?|صورة:|المصدر:)\s*"
)
# `Reuters Staff`, `AFP correspondent`
_STAFF: Final = re.compile(r"(?i) (?:staff(?: writers?)?|correspondents?|reporters?)$")
# What those labels begin with, in small letters
_OPENING_WORDS: Final = frozenset(
    {
        *("file", "photo", "photos", "photograph", "photographs", "picture", "pictures", "pic"),
        *("pics", "image", "images", "source", "credit", "credits", "courtesy", "foto", "fotos"),
        *("bild", "bilder", "crédit", "crédits", "صورة", "المصدر", "фото", "fotoğraf", "fotograf"),
        *("zdjęcie", "fot", "צילום", "photographie", "bildquelle", "bildnachweis", "quelle"),
        *("fotocredit", "fotografía", "fotografia", "fotografie", "تصوير"),
    }
)
_LABEL_LETTERS: Final = frozenset("©写图圖사")
# `AP Photo/Ida Brandt, File`, `SBP photo by Ida Brandt`
_AGENCY_PHOTO: Final = re.compile(
    r"[A-Z]{2,6} (?:[Ff]ile )?[Pp]hotos?(?:graph)?(?:(?:/| by )[^.!?:]{2,50})?"
)
# `新华社记者 王敏 摄`
_TAKEN_BY: Final = re.compile(r"[\u3400-\u9fff ·/]{2,30}[摄攝]")
_LONGEST_ALONE: Final = 60
_NAME: Final = re.compile(
    r"[A-Z][\w’'.-]*(?: (?:[A-Z][\w’'.-]*|of|de|bin|al|von|van|the|and|for)){0,5}"
)


def split_credit(text: str, registry: SourceRegistry) -> Credited:
    """Takes the credit off the end of a caption, a cleaned line.

    >>> from .registry import SourceRegistry
    >>> registry = SourceRegistry.of([{"name": "Reuters", "kind": "agency"}])
    >>> split_credit("A boat returns to the harbor. (Reuters/File)", registry)[:2]
    ('A boat returns to the harbor.', 'Reuters/File')
    >>> split_credit("The panels are down. Reuters", registry)[:2]
    ('The panels are down.', 'Reuters')
    >>> split_credit("[Photo: Reuters]", registry)[:2]
    ('', 'Reuters')

    A bracket followed by a full stop belongs to the sentence it ends and is no credit:

    >>> split_credit("Inflation rose, says the institute (TurkStat).", registry).evidence.name
    'NONE'
    """
    if text[:5].lower() in _CAPTION_OPENINGS and (label := _CAPTION_LABEL.match(text)):
        rest = split_credit(text[label.end() :], registry)
        return rest._replace(evidence=max(rest.evidence, Evidence.STRONG))
    tail = text[-_LABEL_REACH:]
    if any(map(tail.__contains__, _JOINERS)) and len(text) <= _LONGEST_CAPTION:
        label = _LABELLED_END.search(tail)
        caption = text[: len(text) - len(label[0])].rstrip(" |–—-/") if label else ""
        if label and caption:
            return Credited(caption, label["credit"].strip(), Evidence.STRONG)
    end = text[-2:]
    if end[-1:] in _FULL_STOPS and end[:1] not in _BRACKETS:
        return _credited((text, "", _NONE))  # two lines in three
    if text and len(text) <= _LONGEST_ALONE and (credit := _credit_alone(text, registry)):
        return _credited(("", _OWN_LABEL.sub("", credit), Evidence.ALONE))
    if (end[:1] if end[1:] == "." else end[-1:]) in _BRACKETS:
        return _split_brackets(text, registry)
    # Only a line that ends in no stop, with one shortly before its end, is worth the pattern.
    if _FULL_STOPS.isdisjoint(end) and any(
        map(text[-_LONGEST_BARE_CREDIT - 2 :].__contains__, _BEFORE_CREDIT)
    ):
        match = _AFTER_STOP.fullmatch(text)
        if match and _is_known_credit(match["credit"].strip(), registry):
            credit = _OWN_LABEL.sub("", match["credit"].strip(" /|–—-"))
            return Credited(match["text"], credit, Evidence.WEAK)
    return _credited((text, "", _NONE))


def _credit_alone(text: str, registry: SourceRegistry) -> str:
    """The credit that a whole line is, without its brackets; empty where it is something else."""
    last = text[-1]
    if last in ".!?":
        return ""
    if text[0] in "([（【":
        inner = text[1:-1].strip()
        plain = last in _BRACKETS and not any(mark in inner for mark in "()[]")
        return inner if plain and inner and _names_picture(inner, registry) else ""
    return text if _names_picture(text, registry) else ""


def _names_picture(text: str, registry: SourceRegistry) -> bool:
    # Nearly every short line begins with a word that no credit does.
    opening = opening_word(text)
    if (
        opening not in registry.openings
        and opening.casefold() not in _OPENING_WORDS
        and not opening.isupper()
        and text[0] not in _LABEL_LETTERS
        and text[-1] not in "摄攝"
    ):
        return False
    if _OWN_LABEL.match(text) or _TAKEN_BY.fullmatch(text) or _AGENCY_PHOTO.fullmatch(text):
        return True
    return all(registry.find(piece) or registry.find(_bare(piece)) for piece in _PIECES.split(text))


def _split_brackets(text: str, registry: SourceRegistry) -> Credited:
    match = _IN_BRACKETS.fullmatch(text)
    if match and not (text.endswith(".") and match["text"][-1] not in ".!?”"):
        credit = match["credit"].strip()
        bare = _LABEL_IN_BRACKETS.sub("", _OWN_LABEL.sub("", credit))
        if bare != credit or _is_known_credit(credit, registry):
            return Credited(match["text"], bare, Evidence.STRONG)
        if _NAME.fullmatch(credit):
            return Credited(match["text"], credit, Evidence.WEAK)
    return Credited(text, "", Evidence.NONE)


@lru_cache(maxsize=CACHED_LINES)
def credited_sources(credit: str, registry: SourceRegistry) -> tuple[SourceMention, ...]:
    """The organisations a credit names, in order.

    >>> from .registry import NO_SOURCES
    >>> [source.name for source in credited_sources("Andes Wire/File", NO_SOURCES)]
    ['Andes Wire']
    """
    if not credit:
        return ()
    return tuple(
        SourceMention(name, SourceRole.PHOTO)
        for piece in _pieces(credit, registry)
        if (name := registry.full_name(piece) or _organisation(piece, registry))
    )


def named_sources(printed: str, registry: SourceRegistry) -> tuple[SourceMention, ...]:
    """The known sources in a byline or in a dateline's brackets: `AFP`, `Reuters/AP`."""
    if not printed:
        return ()
    return tuple(
        SourceMention(name, SourceRole.REPORTING)
        for piece in _pieces(printed, registry)
        if (name := registry.full_name(piece) or registry.full_name(_STAFF.sub("", piece)))
    )


def distinct(mentions: Iterable[SourceMention]) -> tuple[SourceMention, ...]:
    """Each source and role once, in order of first mention."""
    return tuple(dict.fromkeys(mentions))


def _pieces(credit: str, registry: SourceRegistry) -> Iterator[str]:
    """The names in a credit. What is known as a whole stays whole; a dash parts two names only
    where both are known: `AFP-Yonhap`, but `Keystone-SDA`."""
    if registry.find(credit):
        yield credit
        return
    for piece in _PIECES.split(credit):
        halves = [half.strip() for half in re.split("[-–—]", piece)]
        if registry.find(piece) or not all(map(registry.find, halves)):
            yield piece
        else:
            yield from halves


@lru_cache(maxsize=CACHED_LINES)
def _is_known_credit(credit: str, registry: SourceRegistry) -> bool:
    if vocabulary.CREDIT_WORDS.fullmatch(credit) or _AGENCY_PHOTO.fullmatch(credit):
        return True
    return any(
        registry.find(piece) is not None
        or registry.find(_bare(piece)) is not None
        or vocabulary.CREDIT_WORDS.fullmatch(piece) is not None
        for piece in _pieces(credit, registry)
    )


def _organisation(piece: str, registry: SourceRegistry) -> str | None:
    """The source of a piece that is not known as it stands: `AN photo`, `Andes Wire`."""
    bare = _bare(piece)
    if name := registry.full_name(bare) or registry.full_name(_STAFF.sub("", bare)):
        return name
    if not bare or vocabulary.CREDIT_WORDS.fullmatch(piece):
        return None
    last = bare.rpartition(" ")[2].casefold()
    is_organisation = " " in bare and last in vocabulary.ORGANISATION_WORDS
    return bare.removeprefix("the ") if is_organisation else None


def _bare(piece: str) -> str:
    """A piece without the words that only say that it is a picture's credit."""
    return _PHOTO_WORD.sub("", _LABEL.sub("", piece)).strip()
