"""What the words beside a date say of it: that the story was published then, or updated.

Labels are those that pages print in the languages of the press; from general knowledge.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from articles.parsing.types import DateLabel

from .printed_dates import is_date_text
from .stated_days import LONGEST_DATE

# Words that stand apart from others, case folded.
_PUBLISHED: Final = (
    *("first published", "originally published", "date published", "publication date", "published"),
    *("posted", "veröffentlichung", "veröffentlicht", "erschienen", "erstellt", "publiziert"),
    *("date de publication", "publication", "publiée", "publié", "mise en ligne", "mis en ligne"),
    *("paru", "fecha de publicación", "publicado", "publicada", "data de publicação", "creado"),
    *("criado", "data di pubblicazione", "pubblicato", "pubblicata", "gepubliceerd", "publicerad"),
    *("publisert", "publiceret", "udgivet", "julkaistu", "opublikowano", "data publikacji"),
    *("опубликовано", "опубликована", "опубликован", "дата публикации", "опубліковано"),
    *("yayınlanma tarihi", "yayınlanma", "yayınlandı", "giriş tarihi", "diterbitkan", "tayang"),
    *("δημοσιεύθηκε", "δημοσίευση", "פורסם", "تاريخ النشر", "تم النشر", "نشرت", "نشر", "النشر"),
    *("تاریخ انتشار", "منتشر شده", "प्रकाशित"),
)
_UPDATED: Final = (
    *("last updated", "last modified", "last revised", "updated", "update", "modified", "revised"),
    *("zuletzt aktualisiert", "aktualisierung", "aktualisiert", "zuletzt geändert", "geändert"),
    *("dernière mise à jour", "mise à jour", "mis à jour", "actualisé", "modifiée", "modifié"),
    *("última actualización", "actualización", "actualizado", "actualizada", "modificado"),
    *("última atualização", "atualização", "atualizado", "atualizada", "ultimo aggiornamento"),
    *("aggiornamento", "aggiornato", "aggiornata", "modificata", "bijgewerkt", "gewijzigd"),
    *("uppdaterad", "oppdatert", "opdateret", "päivitetty", "zaktualizowano", "aktualizacja"),
    *("обновлено", "обновлена", "обновлён", "обновлен", "изменено", "дата обновления", "оновлено"),
    *("güncellenme tarihi", "güncellenme", "güncellendi", "güncelleme", "diperbarui", "stand"),
    *("ενημερώθηκε", "ενημέρωση", "עודכן", "آخر تحديث", "تم التحديث", "تم تحديث", "تحديث"),
    *("التحديث", "تم التعديل", "به‌روزرسانی", "अपडेट"),
)
# The same for languages without spaces between words.
_PUBLISHED_JOINED: Final = (
    *("公開", "掲載", "配信", "発行", "投稿", "发布", "發布", "发表", "發表", "刊登"),
    *("입력", "등록", "게시", "발행", "송고"),
)
_UPDATED_JOINED: Final = ("最終更新", "更新", "修正", "改訂", "최종수정", "수정", "업데이트")

_VOWELS: Final = "[\u064b-\u0652]*"


def _pattern(words: tuple[str, ...], joined: tuple[str, ...]) -> str:
    """Any of the words, with the vowel marks that Arabic may print."""
    apart = sorted(words, key=len, reverse=True)
    forms = "|".join(
        "".join(letter + _VOWELS if "\u0621" <= letter <= "\u064a" else letter for letter in word)
        for word in apart
    )
    return rf"(?<!\w)(?:{forms})(?!\w)|{'|'.join(joined)}"


_LABEL: Final = re.compile(
    rf"(?P<published>{_pattern(_PUBLISHED, _PUBLISHED_JOINED)})"
    rf"|(?P<updated>{_pattern(_UPDATED, _UPDATED_JOINED)})",
    re.IGNORECASE,
)
# What stands between a label and its date, and around both
_AROUND: Final = " \u00a0:：;,|/·•–—-()[]（）"
_BEFORE_DATE: Final = re.compile(
    r"(?:on|at|am|um|le|el|il|em|op|den|日時|日|時間|时间|في|بتاريخ)(?=[\s:：]|\d)\s*[:：]?\s*",
    re.IGNORECASE,
)
_NO_DIGIT: Final = re.compile(r"\D*")


class LabelledDate(NamedTuple):
    """A date's words, what those beside it say it is, and the index of its line."""

    words: str
    label: DateLabel = DateLabel.NONE
    line: int = 0


def dates_of_line(text: str, words: str, *, above: str, line: int) -> list[LabelledDate]:
    """The dates of a line whose last `words` hold them; where only dates stand on it, its label may
    be the line `above`."""
    label = label_of(text.removesuffix(words) or above)
    return [found._replace(line=line) for found in labelled_dates(words, label)]


def labelled_dates(text: str, label: DateLabel = DateLabel.NONE) -> tuple[LabelledDate, ...]:
    """The dates of a line of dates; a line without labels is one date as it stands.

    `label` is what stands before the text. A label names the date behind it, or else, at the end of
    a line, the date before it.

    >>> for found in labelled_dates("Published 1 May 2021; updated 3 May 2021"):
    ...     print(found.label, found.words)
    published 1 May 2021
    updated 3 May 2021
    """
    labels = list(_LABEL.finditer(text)) if len(text) <= LONGEST_DATE else []
    if not labels:
        return (LabelledDate(text, label),)
    starts = [0, *(match.end() for match in labels)]
    stops = [*(match.start() for match in labels), len(text)]
    parts = [_bare(text[start:stop]) for start, stop in zip(starts, stops, strict=True)]
    kinds = [label, *map(_label_of, labels)]
    if label is DateLabel.NONE and is_date_text(parts[0]) and _NO_DIGIT.fullmatch(parts[-1]):
        kinds = [*kinds[1:], label]  # `3 May 2021 (updated)`
    found = [
        LabelledDate(words, kind)
        for kind, words in zip(kinds, parts, strict=True)
        if is_date_text(words)
    ]
    if not found:
        return (LabelledDate(text, label),)
    if len(found) == 1 and found[0].label is label:
        return (LabelledDate(text, label),)  # `3 May 2021 4:05 am (Updated 6:30 am)`
    return tuple(found)


def label_of(text: str) -> DateLabel:
    """What a label that stands alone says of the date behind it: `Published:`, `Zuletzt
    aktualisiert am`, `公開`; NONE of any other words."""
    if len(text) > LONGEST_DATE:
        return DateLabel.NONE
    match = _LABEL.match(text.strip(_AROUND))
    if match is None or _bare(text.strip(_AROUND)[match.end() :] + " "):
        return DateLabel.NONE
    return _label_of(match)


def _label_of(match: re.Match[str]) -> DateLabel:
    return DateLabel.PUBLISHED if match["published"] else DateLabel.UPDATED


def _bare(words: str) -> str:
    """The words less what only ties them to their label."""
    bare = words.strip(_AROUND)
    if match := _BEFORE_DATE.match(f"{bare} "):
        bare = bare[match.end() :].strip(_AROUND)
    return bare
