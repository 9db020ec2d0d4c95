"""The people that a statement of authors names: no roles, organisations, addresses or handles."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import Final

_LONGEST: Final = 60
_MOST_WORDS: Final = 6
_LEAST_LETTERS: Final = 2
_MOST: Final = 20

# `By Jane Doe`, `Von Jane Doe`, `Words: Jane Doe`, `بقلم: سلمى حداد`
_BY: Final = re.compile(
    r"^(?:(?:by|von|par|por|di|da|de|door|av|af|od|oleh|текст|автор|автори|авторы|autora?|auteur"
    r"|autore|authors?|byline|words|text|bericht|written by|story by|reported by|posted by"
    r"|published by|report by|escrito por|publicado por|écrit par|publié par|scritto da|a cura di"
    r"|geschreven door|geschrieben von|ein bericht von|skrevet af|tekst|بقلم|كتب|كتبت|كتبه|إعداد"
    r"|اعداد|المؤلف)(?:\s*[:：]\s*|\s+)|(?:文|撰文|作者|記者|记者|取材・文|執筆)\s*[:：/／]\s*)",
    re.IGNORECASE,
)
# What parts two names, or a name and a role
_PARTS: Final = re.compile(
    r"\s*[,;،，、؛\n]\s*|\s+(?:and|und|et|y|og|och|ja|en|и|та|with|mit|avec|con|및|和)\s+"
    r"|\s*[&|/•·●›»]\s*|\s+[-–—]+\s+|\s+و\s+",
    re.IGNORECASE,
)
_BRACKETS: Final = re.compile(r"\s*[(\[（【][^()\[\]（）【】]*(?:[)\]）】]|$)")
# `Jane Doe in Berlin`, `Jane Doe for the Post`
_PLACE: Final = re.compile(
    r"(?<=\w)\s+(?:in|from|for|at|via|aus|für|à|pour|para|chez|desde|is|has|has been|on)\s.*$"
)
_ADDRESS: Final = re.compile(
    r"https?:|://|www\.|@|\b[\w-]+\.(?:com|org|net|co|info|de|uk|php|html?|example)\b",
    re.IGNORECASE,
)
_DEGREE: Final = re.compile(
    r"(?:ph\.?\s?d|m\.?d|m\.?a|m\.?s|b\.?a|b\.?s|m\.?sc|b\.?sc|mba|cfa|cpa|cfp|rn|bsn|esq|r\.?d|rdn|ldn"
    r"|dds|dmd|dvm|vmd|lvt|do|jd|mph|llm|np|dnp|aprn|fnp|dpt|psyd|edd|lcsw|lmft|lpc|faan?p?|facp|faclm"
    r"|foma|dabom|dacvb|pharmd|cscs|cepf|chfc|cissp|pmp|e-?ryt 200|ryt)\.?®?"
    r"(?: (?:ph\.?d|m\.?d|mph|mba)\.?)*",
    re.IGNORECASE,
)
_WORD: Final = re.compile(r"[a-z0-9]+")
# `This post was written by Jane Doe`
_WRITTEN: Final = re.compile(
    r"^.{0,60}\b(?:written|authored|posted|story|words) by\b:?", re.IGNORECASE
)
# `Reviewed by Jane Doe`: who did not write it
_OTHERS: Final = re.compile(
    r"(?:\w+ly )?\b(?:reviewed|fact[- ]?checked|edited|verified|illustrat\w+|translated|curated"
    r"|photo\w*|foto\w*|updated|approved|produced|sponsored) by\b.*",
    re.IGNORECASE,
)
_CAPITALS: Final = re.compile(r"[A-Z]{2,7}")
_MAILBOX: Final = re.compile(r"<?\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+>?|(?<!\w)@\w+")
_SUFFIX: Final = re.compile(r"(?:jr|sr|ii|iii|iv)\.?", re.IGNORECASE)
# `김철수 기자`, `山田太郎記者`
_WRITER_END: Final = re.compile(r"\s*(?:기자|특파원|記者|记者|編集委員|特派員|通讯员|实习生)$")
_STOPS: Final = re.compile(r"[.!?:…。？！]$")
_INITIAL_END: Final = re.compile(r"(?:^|[\s.])\w\.$|\b(?:jr|sr)\.$", re.IGNORECASE)


def _words_of(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


_PARTICLES: Final = _words_of(
    """
    de da do di du del della der den des dos das van von vom zu zum zur af av al el la le las
    los lo bin ibn ben bint abu ould ter ten te 't d e y i und dem op in’t san st ap o ul ur
    """
)
_ARTICLES: Final = _words_of("Der Die Das Le La Les El Los Las Il Lo De Het O A")
# Words of which one tells that the name is no person's, in the languages of the press
_ROLES: Final = _words_of(
    """
    editor editors editor-in-chief reporter reporters correspondent correspondents writer
    writers contributor contributors columnist columnists producer bureau chief journalist
    journalists author authors guest special senior intern freelance freelancer manager director
    analyst specialist professor lecturer photographer photographs photography photos photo foto
    fotos cnet ceo founder president vice minister head lead executive assistant associate deputy
    chairman
    redakteur redakteurin korrespondent korrespondentin autor autorin reporterin journalistin
    journaliste correspondant correspondante rédacteur rédactrice envoyé spécial auteur
    periodista redactor redactora corresponsal enviado especial colaborador autora giornalista
    redattore corrispondente inviato jornalista repórter correspondente colunista redacteur
    verslaggever correspondente журналист корреспондент редактор обозреватель автор кореспондент
    muhabir muhabiri editör editörü yazar محرر مراسل مراسلة صحفي صحفية كاتب كاتبة
    """
)
_ORGANISATIONS: Final = _words_of(
    """
    security solutions marketing clinic health healthcare care bank hospital studio studios design
    consulting labs lab tech technologies technology software systems school college academy church
    digital global international insider insights guide review reviews store shop social creative
    financial finance insurance construction plumbing dental institutes holdings brands strategies
    written posted published says tweets join get out
    staff admin administrator editorial team teams newsroom desk agency agencies news press
    media webmaster web online website site blog magazine times post journal tribune herald
    gazette chronicle telegraph observer daily weekly network networks group foundation
    university institute association council committee department ministry office government
    service services company inc ltd llc llp gmbh ag corp corporation plc limited board society
    union federation centre center newswire wire wires release releases sponsored partner
    partners content advertorial default anonymous unknown none null undefined user guest test
    author byline contributors publisher publishing community moderator support info newsletter
    podcast tv radio channel reuters afp bloomberg dpa ansa efe xinhua tass interfax associated
    pti ians ani apa kyodo redaktion redaktionen agentur agenturen nachrichten presse zeitung
    onlineredaktion verlag rédaction rédactions agence agences redacción redaccion agencia
    agencias redazione agenzia redação redacao redactie redaksjonen redaktionen toimitus
    redakcja redakce agência notícias noticias notizie nouvelles nieuws nyheter nyheder uutiset
    haberler haber haberleri merkezi servisi редакция агентство новости редакція служба
    пресс-служба الأخبار أخبار وكالة وكالات التحرير تحرير فريق صحيفة جريدة قناة موقع شبكة
    الجزيرة رويترز وكالة‌ هيئة خاص متابعات follow share read more updated published posted email
    print subscribe view profile bio about articles stories posts minutes min ago comments
    comment click here see all image source monday tuesday wednesday thursday friday saturday sunday
    """
)
_JOINED_ORGANISATIONS: Final = re.compile(
    r"編集部|编辑部|編輯部|新聞|新闻|通信|通訊|通讯|社説|取材班|뉴스|신문|연합|편집|日報|日报|报社|网|"
    r"செய்தி|ஆசிரியர்|டெஸ்க்|टीम|डेस्क|ब्यूरो|एजेंसी|समाचार"
)


def people_in(text: str) -> list[str]:
    """The people that a statement of authors names, each once, as printed.

    >>> people_in("By Jane Doe and John Roe, Science Editor")
    ['Jane Doe', 'John Roe']
    >>> people_in("Doe, Jane")
    ['Jane Doe']
    >>> people_in("Jane Doe, Ph.D., The Coast Tribune Staff")
    ['Jane Doe, Ph.D.']
    """
    text = " ".join(_MAILBOX.sub(" ", _BRACKETS.sub(" ", text)).split())
    text = _OTHERS.sub("", _WRITTEN.sub("", text))
    if is_address(text):
        return []
    text = _BY.sub("", _BY.sub("", text))
    parts = [part for part in map(_bare, _PARTS.split(text)) if part]
    if _is_turned(text, parts):
        parts = [f"{parts[1]} {parts[0]}"]
    return _people_among(parts[: 2 * _MOST])[:_MOST]


def _people_among(parts: Sequence[str]) -> list[str]:
    """The people among the parts of a statement. A role or a degree belongs to the person before
    it, and what follows a role to that role: `Jane Doe, Head of Sales, Atlas Lines`."""
    people: dict[str, str] = {}
    latest = ""
    is_after_role = has_degree = False
    has_organisation = any(_words(part) & _ORGANISATIONS for part in parts)
    for number, named in enumerate(parts):
        part = named if people or is_person(named) else _before_role(named)
        if latest and (_SUFFIX.fullmatch(part) or _DEGREE.fullmatch(part)):
            people[latest] += f", {part}"
            has_degree = True
        elif has_degree and _CAPITALS.fullmatch(part):
            people[latest] += f", {part}"
        elif not is_person(part) or (people and part.islower()):
            is_after_role = bool(people) or is_after_role
            has_degree = False
        elif not (
            (has_organisation and " " not in part and not _is_unspaced(part))
            or (is_after_role and not _is_role("".join(parts[number + 1 : number + 2])))
        ):
            latest, is_after_role, has_degree = folded_name(part), part != named, False
            people.setdefault(latest, part)
    return list(people.values())


def _before_role(part: str) -> str:
    """A person's name without the role behind it: `Jane Doe Senior Writer`; a part without one as
    it is."""
    words = part.split()
    roles = [bool(_words(word) & (_ROLES | _ORGANISATIONS)) for word in words]
    place = roles.index(True) if _words(part) & _ROLES else 0
    name = " ".join(words[:place])
    return name if place > 1 and is_person(name) and not name.islower() else part


def _is_role(part: str) -> bool:
    return bool(_words(part) & _ROLES)


def _is_unspaced(name: str) -> bool:
    """Whether a name is in a writing that puts no space between its words."""
    return not any(map(_has_case, name))


def _bare(part: str) -> str:
    """A part without what stands around a name."""
    name = _BY.sub("", part.strip(" \t-–—,:;*\"“”'’‘«»|"))
    name = _PLACE.sub("", name)
    name = _WRITER_END.sub("", name)
    if name.endswith(".") and not (_INITIAL_END.search(name) or _DEGREE.fullmatch(name)):
        name = name[:-1]
    return name


def _is_turned(text: str, parts: list[str]) -> bool:
    """Whether a family name stands first: `Doe, Jane`."""
    if len(parts) != 2 or text.count(",") != 1 or _DEGREE.fullmatch(parts[1]):
        return False
    first, second = parts
    given = second.split()
    return (
        " " not in first
        and len(given) <= 2
        and all(is_person(name) for name in (first, *given[:1]))
        and not (_words(second) & _ROLES)
    )


def is_person(name: str) -> bool:
    """Whether a text reads as one person's name."""
    words = name.split()
    letters = sum(map(str.isalpha, name))
    if not letters >= _LEAST_LETTERS or len(name) > _LONGEST or len(words) > _MOST_WORDS:
        return False
    if any(c.isdigit() or c in ":：" for c in name) or _ADDRESS.search(name):
        return False
    if _DEGREE.fullmatch(name):
        return False
    folded = _words(name)
    if folded & _ORGANISATIONS or folded & _ROLES or _JOINED_ORGANISATIONS.search(name):
        return False
    if (
        "the" in folded
        or (len(words) == 2 and words[0] in _ARTICLES)
        or (_STOPS.search(name) and not _INITIAL_END.search(name))
    ):
        return False
    if not any(map(_has_case, name)):
        return letters <= 30
    small = [word for word in words if word[:1].islower() and word.casefold() not in _PARTICLES]
    if len(words) == 1:
        return not small and letters > _LEAST_LETTERS and not _is_handle(name)
    return not small or (len(small) == len(words) and len(words) <= 3)


def is_full_name(text: str) -> bool:
    """Whether a text is one person's name and nothing else, the family name included.

    >>> is_full_name("Juan de la Cruz"), is_full_name("Ferry stops until May")
    (True, False)
    """
    words = text.split()
    named = [word for word in words if word.casefold() not in _PARTICLES]
    return (
        2 <= len(named) <= 3
        and all(word[0].isupper() for word in named)
        and is_person(text)
        and people_in(text) == [text]
    )


def is_address(text: str) -> bool:
    """Whether a text is an address, or holds one: of a page, a mailbox, a social network."""
    return _ADDRESS.search(text) is not None


def folded_name(name: str) -> str:
    """A name for comparison: without case, accents and points."""
    if name.isascii():
        return " ".join(_WORD.findall(name.lower()))
    plain = unicodedata.normalize("NFKD", name.casefold())
    return " ".join("".join(c if c.isalnum() else " " for c in plain if not _is_mark(c)).split())


def _is_mark(letter: str) -> bool:
    return unicodedata.category(letter) == "Mn" and letter < "\u0590"


def _words(text: str) -> set[str]:
    return {word.strip(".,’'") for word in text.casefold().split()}


def _has_case(letter: str) -> bool:
    return letter.islower() or letter.isupper()


def _is_handle(word: str) -> bool:
    """`JaneDoe`, `jane_doe`: a name by which a machine knows somebody."""
    return "_" in word
