"""What a line of a page around its text, or above it, can be: a caption, a standfirst, a date."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from articles.parsing.dates.printed_dates import is_date_text, is_whole_date
from articles.parsing.line_kinds import (
    Hint,
    HintedLine,
    ends_sentence,
    looks_like_byline,
    looks_like_headline,
    starts_small,
)
from articles.parsing.lines import vocabulary
from articles.parsing.lines.separators import separator_of
from articles.parsing.model.features import signs_of
from articles.parsing.sources.credits import Evidence

LONGEST_DATE: Final = 90
_LEAST_TITLE: Final = 4
_MOST_TITLE: Final = 25
"""Words of a headline that stands below its text, where no odds speak for it."""

# `The mayor of the island, who has`, `The ladder rests on`: cut off
_BREAKS_OFF: Final = re.compile(
    r"(?:,|\b(?:an?|and|are|as|at|because|but|by|for|from|had|has|have|his|her|if|into|is|its|of|on|"
    r"or|than|that|the|their|to|was|were|when|where|which|while|who|whose|will|with|would|der|die|"
    r"das|den|dem|des|ein|eine|einen|und|oder|mit|von|vom|zu|im|auf|für|bei|dass|la|les|du|des|et|"
    r"à|au|aux|un|une|que|qui|dans|pour|sur|el|los|las|del|y|en|por|para|con|una|di|il|che|per|"
    r"het|een|van|de|och|og|som|att|at|i|w|na|z|że|и|в|на|с|что|для|من|في|على|إلى|أن))$"
)

_LEAST_STANDFIRST: Final = 7
_WORDS_A_SIGN: Final = 8
"""Words; in fewer a word such as `open` or `Monday` is the page's and not the standfirst's."""

# `A boat returns (Image: AFP)`, `Camera Icon The hall. Credit: Ida Brandt`, `Photo: Ida Brandt`
_CREDITED: Final = re.compile(
    r"(?:.*[(\[](?:Image|Photo|Picture|Pic|Foto|Bild|Photo by|Crédit)s?\b.{0,60}[)\]]"
    r"|.{10,}\b(?:Photograph|Photo|Credit|Image|Foto|Bild|Quelle|Crédit)s?(?: by)?: ?\S.{2,60})\.?",
    re.IGNORECASE,
)

# `A boat returns to the harbour (Image: AFP)`: a caption even where it reads as text
_PHOTO_REACH: Final = 100
_PHOTO_BRACKET: Final = re.compile(
    r"[(\[](?:Image|Photo|Picture|Pic|Foto|Bild)s?(?: by| credit)?: ?[^()\[\]]+[)\]]\.?$",
    re.IGNORECASE,
)


def could_be_title(line: HintedLine) -> bool:
    """Whether a line below a text could be its headline."""
    return could_be_headline(line) and not signs_of(line.text)


def could_be_headline(line: HintedLine) -> bool:
    """Whether a line that stands apart could be the headline: some words and no sentence, few of
    them the page's own."""
    text = line.text
    words = text.count(" ") + 1
    return (
        line.line.blanks_before > 0
        and _LEAST_TITLE <= words <= _MOST_TITLE
        and looks_like_headline(line)
        and not ends_sentence(text)
        and not starts_small(text)
        and not _BREAKS_OFF.search(text)
        and len(signs_of(text)) * _WORDS_A_SIGN <= words
        and not separator_of(text)
    )


def could_stand_below(line: HintedLine) -> bool:
    """Whether a line may stand below such a headline: a date, a name, furniture."""
    text = line.text
    if is_whole_date(text) or looks_like_byline(text) or signs_of(text):
        return True
    return vocabulary.PAGE_BYLINE.match(text) is not None


def is_short_date(text: str) -> bool:
    """Whether a line is a date with few other words."""
    return len(text) <= LONGEST_DATE and is_date_text(text)


def is_credited(line: HintedLine) -> bool:
    """Whether a line ends in the credit of a picture."""
    if line.hint is not Hint.TEXT:
        return False
    evidence = line.credited.evidence
    if evidence is Evidence.WEAK and line.text[-1] not in ")].":
        return True  # `The furnace at night. JO LINDQVIST / AFP`
    return evidence is Evidence.STRONG or _CREDITED.fullmatch(line.text) is not None


def could_be_standfirst(line: HintedLine) -> bool:
    """Whether a line is long enough for a summary and holds few of the page's own words."""
    words = line.value.count(" ") + 1
    return words >= _LEAST_STANDFIRST and len(signs_of(line.value)) * _WORDS_A_SIGN <= words


def ends_in_photo_bracket(text: str) -> bool:
    """Whether a line ends as a caption does that names its picture: `(Image: AFP)`."""
    return _PHOTO_BRACKET.search(text[-_PHOTO_REACH:]) is not None


def has_caption_label(line: HintedLine) -> bool:
    """Whether a line says itself that it is a caption: `Image caption, A boat returns`."""
    text, _, evidence = line.credited
    return evidence is Evidence.STRONG and not line.text.startswith(text[:20])


def gallery_items(lines: Sequence[HintedLine], first: int, stop: int) -> Iterator[int]:
    """The lines right below a text that are the captions of a gallery: a bullet and its words
    again, as pictures have them for their alternative text, and the bullets that follow."""
    words = ""
    has_twin = False
    for k in range(first, stop):
        line = lines[k]
        if line.hint is Hint.BULLET:
            words = line.value
            if has_twin or _is_twin(lines, k + 1, stop, words):
                yield k
                continue
        elif line.hint is Hint.TEXT and words and line.text == words:
            has_twin = True
            yield k
            continue
        if line.hint is not Hint.BLANK:
            return


def _is_twin(lines: Sequence[HintedLine], below: int, stop: int, words: str) -> bool:
    return below < stop and lines[below].hint is Hint.TEXT and lines[below].text == words
