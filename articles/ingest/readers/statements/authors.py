"""Who wrote a page: of all that it states of its authors what counts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby
from typing import Final

from articles.parsing.lines.people import folded_name, is_address, is_person, people_in

from .addresses import host_of
from .statement import Statement, Statements

_MOST: Final = 20
_LONGEST_AGENCY: Final = 80
_LONGEST_SIGNATURE: Final = 40
_MOST_SIGNATURE: Final = 5
_NOBODY: Final = re.compile(
    r"^(?:\w{0,2}admin\w{0,2}|administrator|root|user|guest|default|test|none|null|undefined|unknown"
    r"|n a|author|anonymous|webmaster|web ?admin|site ?admin|super ?admin|wordpress|wp)(?: \d*)?$"
    r"|\d{3}|^\S*\d\S*$"
)
_TEAM: Final = re.compile(r"(?i)\b(?:team|staff|editors|editorial|desk|newsroom|redaktion)\b")
_BY: Final = re.compile(r"^(?i:by)\s+")
_OF_ELEMENTS: Final = ("class", "rel=", "link")
_MOST_NEAR: Final = 8
"""People that elements name; more of them are a forum's users, or a list of books."""


def people_of(stated: Statements) -> tuple[Statement | None, tuple[str, ...]]:
    """The authors by the first of the page's statements that names people, and that statement."""
    papers = frozenset(_papers(stated))
    for _, group in groupby(stated.authors, key=lambda statement: statement.origin):
        people: dict[str, str] = {}
        named = list(group)
        for statement in named:
            for person in people_in(statement.text):
                if not _is_paper(person, papers, stated):
                    people.setdefault(folded_name(person), person)
        is_list = len(people) > _MOST_NEAR and named[0].origin.startswith(_OF_ELEMENTS)
        if people and not is_list:
            return named[0], tuple(people.values())[:_MOST]
    return None, ()


def agencies_of(stated: Statements) -> tuple[Statement | None, tuple[str, ...]]:
    """What stands in an author's place and is no person, nor the page's own paper."""
    papers = frozenset(_papers(stated))
    found = {
        one.text: one
        for one in (*stated.organisations, *stated.authors)
        if len(one.text) <= _LONGEST_AGENCY
        and not one.origin.startswith(_OF_ELEMENTS)
        and folded_name(one.text) not in papers
        and not any(map(str.isdigit, one.text))
        and not is_address(one.text)
        and not people_in(one.text)
    }
    return next(iter(found.values()), None), tuple(found)[:_MOST]


def signature_of(stated: Statements) -> Statement | None:
    """Who signs a page that names no person as its writer: a team, a pen name, or the paper itself
    where the page calls it the writer. A machine's word for whoever is logged in signs nothing."""
    papers = {paper.replace(" ", "") for paper in _papers(stated)}
    found = [
        Statement(text, one.origin)
        for one in stated.authors
        if _can_sign(text := _BY.sub("", one.text))
        and (not one.origin.startswith(_OF_ELEMENTS) or _TEAM.search(text))
    ]
    own = (one for one in found if folded_name(one.text).replace(" ", "") not in papers)
    return next(own, next(iter(found), None))


def _can_sign(name: str) -> bool:
    return (
        len(name) <= _LONGEST_SIGNATURE
        and name.count(" ") < _MOST_SIGNATURE
        and any(map(str.isalpha, name))
        and not _NOBODY.search(folded_name(name))
        and not is_address(name)
    )


def _papers(stated: Statements) -> Iterator[str]:
    """The names that the page's own paper goes by."""
    for statement in stated.publishers:
        yield folded_name(statement.text)
    for statement in stated.addresses:
        yield from host_of(statement.text).replace("-", "").split(".")[:-1]


def _is_paper(name: str, papers: frozenset[str], stated: Statements) -> bool:
    """Whether a name is that of the paper itself. A person's own site goes by the person's name: it
    says so or, where it says nothing, is at an address of that name."""
    folded = folded_name(name)
    squeezed = folded.replace(" ", "")
    if squeezed == folded or folded not in papers:
        return squeezed == folded and folded in papers
    if stated.is_personal is None:
        return squeezed not in papers or not is_person(name) or name.isupper()
    return not (stated.is_personal and is_person(name))
