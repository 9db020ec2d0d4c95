"""Lines that part texts from each other and belong to none: rulers, numbers, addresses, tags.

Such lines also stand inside texts: a ruler between sections, the number of a list's entry. What a
line looks like is all that is told here.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from .lines import CACHED_LINES

LONGEST_SEPARATOR: Final = 200
"""Characters."""

_LONG_RULE: Final = 10
_MARK_KINDS: Final = 3
"""Different characters of a ruler at most: `-*-*-`, `~ * ~`."""

# `<DOC>`, `</doc>`, `<doc id="3" url="…">`, `<DOCNO> SB-0001 </DOCNO>`
_TAG: Final = re.compile(
    r"<(?P<name>[!?/]?[A-Za-z][\w:.-]*)(?:\s[^<>]*)?/?>"
    r"(?:[^<>]{0,60}</(?P<end>doc(?:no|id)|id|num|file(?:id|name)?|url)>)?",
    re.IGNORECASE,
)
# `https://…`, `URL: https://…`, `<https://…>`, `www.example.org/a`; not `www.example.org`
_ADDRESS: Final = re.compile(
    r"(?:(?:URL|URI|Link|Source|From|Address|Quelle|Adresse|Lien|Fuente|Enlace|Fonte|Источник|"
    r"Ссылка|المصدر|الرابط|رابط|来源|出典)\s*[:：]\s*)?[<(\[]?(?:https?://|www\.[^\s/]+/)\S+",
    re.IGNORECASE,
)
# `story-12.txt`, `File: a/b/story.html`
_FILE: Final = re.compile(
    r"(?:(?:File|Datei|Fichier|Archivo|Файл|ملف)\s*:\s*)?[^\s<>]*[^\s<>.]\.(?:txt|html?|md|xml|json|pdf)",
    re.IGNORECASE,
)
_OF: Final = r"(?:/|of|von|van|de|sur|di|do|av|af|z|из|من|の|共)"
# `Document 3 of 40`, `Page 3`, `3 of 40 DOCUMENTS`, `Artikel 2 von 7`, `مقال 3 من 40`, `第3页`
_THING: Final = (
    r"(?:documents?|docs?\.?|articles?|pages?|story|stories|items?|texts?|records?|posts?|entry|"
    r"chapter|part|file|result|clip|dokumente?|artikel|seiten?|beitrag|textes?|pièce|"
    r"documentos?|artículos?|artigos?|páginas?|noticias?|notícias?|nota|articol[oi]|pagin[ae]|documenti|"
    r"pagina's|sida|artikkel|side|strona|artykuł|sayfa|haber|makale|документ|статья|страница|текст|"
    r"новость|مقالة?|المقالة?|صفحة|الصفحة|وثيقة|الوثيقة|مستند|خبر|الخبر|記事|文章|文档|页|頁|ページ|篇|기사)"
)
_COUNT: Final = re.compile(
    rf"(?:{_THING}\s*(?:no\.?|nr\.?|n[°º]|№|#|رقم)?\s*[:：]?\s*\d{{1,5}}(?:\s*{_OF}\s*\d{{1,6}})?"
    rf"|\d{{1,5}}\s*{_OF}\s*\d{{1,6}}(?:\s+{_THING})?|第\s*\d{{1,5}}\s*{_THING}(?:\s*/?\s*共.{{1,8}})?)"
    r"[.:)]?",
    re.IGNORECASE,
)
# `2.`, `[2]`, `(12)`, `#3`, `No. 4`, `- 2 -`
_NUMBER: Final = re.compile(
    r"[\[(#-]?\s*(?:no\.?|nr\.?|n[°º]|№|#|رقم)?\s*\d{1,5}\s*[\])-]?[.:)]?", re.IGNORECASE
)
_DIGITS: Final = re.compile(r"\d+")
_DECORATION: Final = "-–—_=*~·.+#<>│┃─━═■◆●•⁂☆★ "


def separator_of(text: str) -> str:
    """What a line that may part two texts is, in a word that lines of the same sort share, or
    empty for any other.

    >>> separator_of("Document 3 of 40"), separator_of("https://example.org/3"), separator_of("---")
    ('count', 'address', '-')
    >>> separator_of("Ferry stops until May")
    ''
    """
    return _separator_of(text) if len(text) <= LONGEST_SEPARATOR else ""


@lru_cache(maxsize=CACHED_LINES)
def _separator_of(text: str) -> str:
    if not text or (text[-1].isalpha() and " " not in text and text.isalpha()):
        return ""
    if not any(map(str.isalnum, text)):
        return _rule(text)
    if text[0] == "<" and (tag := _TAG.fullmatch(text)):
        return f"<{tag['name'].casefold().lstrip('/')}>"
    inner = text.strip(_DECORATION)
    decorated = len(text) - len(inner) >= 4 and text[0] == text[1] and text[0] in _DECORATION
    kind = _inner_kind(inner if decorated else text)
    return f"{text[0]}{kind}" if decorated and kind else kind


def _inner_kind(text: str) -> str:
    first = text[:1]
    if _ADDRESS.fullmatch(text):
        return "address"
    if any(map(str.isdigit, text)):
        if len(text) <= 12 and _NUMBER.fullmatch(text):
            return _DIGITS.sub("0", text).replace(" ", "")
        if len(text) <= 60 and _COUNT.fullmatch(text):
            return "count"
    if "." in text and first and _FILE.fullmatch(text):
        return "file"
    return ""


def _rule(text: str) -> str:
    marks = text.replace(" ", "")
    if len(marks) < 3 and marks not in ("⁂", "§", "***", "⸻", "…"):
        return ""
    if len(set(marks)) > _MARK_KINDS:
        return ""
    return marks[0] * (2 if len(text) >= _LONG_RULE else 1)
