"""The findings of one story, each with the place to mend it and, where one press does it, the
mend."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Final

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext, ngettext
from rapidfuzz.distance import OSA

from articles.models import Article, ArticleTag, Topic

HEAVY_ISSUES: Final = frozenset(
    {"no-headline", "may-be-several", "lost-text", "mojibake", "side-by-side-columns"}
)
"""Issues of the parser that readers would notice."""

_PLACEHOLDER: Final = re.compile(
    r"\W*(untitled|no title|no headline|headline|title|test|tbd|xxx+|lorem ipsum.*|"
    r"بلا عنوان|بدون عنوان|العنوان|عنوان|sans titre|ohne titel|sin título|без названия|无标题)\W*",
    re.IGNORECASE,
)
_ALIKE: Final = 0.84
"""So alike two names of topics are, from 0 to 1, where one is taken for a slip of the other."""
_COMPARED: Final = 3000
"""Most topics that a new one is compared with; those that begin with the same letter."""


@dataclass(frozen=True, slots=True)
class Mend:
    """One press that mends: its value for `mend`, and the words on its button."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Finding:
    """Something to look at: a code, a sentence, the anchor of its place in the form (for a raw line
    beside it with the clipping that has it), and maybe a mend."""

    code: str
    text: str
    anchor: str = ""
    mend: Mend | None = None
    clipping: int | None = None


def findings_of(article: Article, *, with_topics: bool = True) -> list[Finding]:
    """The findings of a story with its rows, in the order of the form. Only that of its topics asks
    the database for more than the story."""
    checks = [_headline, _body, _date, _pictures, _topics, _issues]
    if not with_topics:
        checks.remove(_topics)
    return [finding for check in checks for finding in check(article)]


def _headline(article: Article) -> Iterator[Finding]:
    words = article.headline.strip()
    if _PLACEHOLDER.fullmatch(words) or len(re.sub(r"\W", "", words)) < 2:
        text = gettext("The headline says nothing about the story.")
        yield Finding("headline", text, "#id_headline")
    elif words.casefold() in {row.source.name.casefold() for row in article.attributions.all()}:
        text = gettext("The headline is only the name of a source.")
        yield Finding("headline", text, "#id_headline")


def _body(article: Article) -> Iterator[Finding]:
    if not article.has_body:
        yield Finding("no-body", gettext("It has no body."), "#id_body")


def _date(article: Article) -> Iterator[Finding]:
    if not article.is_dated:
        text = gettext("It has no date: readers see it as undated.")
        yield Finding("no-date", text, "#id_published_at_0")


def _pictures(article: Article) -> Iterator[Finding]:
    captions = list(article.captions.all())
    lacking = [at for at, row in enumerate(captions) if row.image and not row.alt_text.strip()]
    if lacking:
        text = ngettext(
            "%(count)s picture has no alternative text for those who do not see it.",
            "%(count)s pictures have no alternative text for those who do not see them.",
            len(lacking),
        )
        anchor = f"#id_captions-{lacking[0]}-alt_text"
        yield Finding("no-alt-text", text % {"count": len(lacking)}, anchor)


def _topics(article: Article) -> Iterator[Finding]:
    """Topics that no other story has, and that look like a slip of one that others have."""
    own = {link.tag_id for link in article.article_tags.all()}
    if not own:
        return
    others = ArticleTag.objects.filter(tag=OuterRef("pk")).exclude(content_object=article.pk)
    new = list(Topic.objects.filter(~Exists(others), pk__in=own).order_by("pk"))
    known = _known(new) if new else []
    for topic in new:
        meant = _meant(topic, known)
        if meant is None:
            continue
        words = {"new": topic.name, "known": meant.name}
        text = gettext("The topic “%(new)s” is new. Did you mean “%(known)s”?") % words
        label = gettext("Use “%(known)s”") % words
        mended = Mend(f"topic:{topic.pk}:{meant.pk}", label)
        yield Finding("new-topic", text, "#id_tags", mended)


def _known(new: list[Topic]) -> list[Topic]:
    """Topics that stories have and that begin with the letter of a new one."""
    used = ArticleTag.objects.filter(tag=OuterRef("pk"))
    letters = reduce(or_, (Q(name__istartswith=topic.name[:1]) for topic in new))
    rows = Topic.objects.filter(letters, Exists(used)).exclude(pk__in=[t.pk for t in new])
    return list(rows.only("name").order_by("pk")[:_COMPARED])


def _meant(topic: Topic, known: list[Topic]) -> Topic | None:
    """The known topic whose name is nearly that of this one."""
    name = topic.name.casefold()
    likeness = [(OSA.normalized_similarity(name, row.name.casefold()), row) for row in known]
    best = max(likeness, key=lambda pair: pair[0], default=None)
    return best[1] if best is not None and best[0] >= _ALIKE else None


def _issues(article: Article) -> Iterator[Finding]:
    heavy: list[tuple[int, int]] = [
        (clipping.pk, issue["line"])
        for clipping in article.clippings.all()
        for issue in clipping.open_issues
        if issue["code"] in HEAVY_ISSUES
    ]
    if heavy:
        text = ngettext(
            "%(count)s open issue that readers may notice.",
            "%(count)s open issues that readers may notice.",
            len(heavy),
        )
        clipping, line = heavy[0]
        words = text % {"count": len(heavy)}
        yield Finding("issues", words, f"#line-{line}", clipping=clipping)


@transaction.atomic
def mend(article: Article, value: str) -> bool:
    """Does what a mend's button says; False if that is no longer possible."""
    kind, _, rest = value.partition(":")
    old, _, new = rest.partition(":")
    if kind != "topic" or not all(part.isascii() and part.isdigit() for part in (old, new)):
        return False
    link = ArticleTag.objects.filter(content_object=article.pk, tag=int(old)).first()
    known = Topic.objects.filter(pk=int(new)).first()
    if link is None or known is None:
        return False
    link.delete()
    ArticleTag.objects.get_or_create(content_object=article, tag=known)
    return True
