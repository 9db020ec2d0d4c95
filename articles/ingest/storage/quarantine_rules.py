"""What editors said of lines that found no place, looked up for a parse."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Q

from articles.models import PlacementRule
from articles.parsing import Placement, PlacementKind, Placements


def load_placements(digests: Iterable[str] | None = None) -> Placements:
    """What editors said: of all dumps, or only of those with these SHA-256s; and of lines wherever
    they stand. A page that was taken as an article is in `pages`."""
    rules = PlacementRule.objects.order_by()
    if digests is not None:
        rules = rules.filter(Q(sha256__in=list(digests)) | Q(sha256=""))
    of_dumps = defaultdict(list)
    furniture, pages = set(), set()
    for kind, sha256, first, last, text in rules.values_list(
        "kind", "sha256", "first_line", "last_line", "text"
    ):
        if kind == PlacementRule.Kind.PAGE:
            pages.add(sha256)
        elif first is None or last is None:
            furniture.add(text)
        else:
            of_dumps[sha256].append(Placement(PlacementKind(kind), first, last))
    found = {sha256: tuple(sorted(placements)) for sha256, placements in of_dumps.items()}
    return Placements(found, frozenset(furniture), frozenset(pages))
