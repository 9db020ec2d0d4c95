"""Makes articles/parsing/model/page_breaks.json, the trees that tell where a further page begins.

    python benchmarks/train_page_breaks.py CORPUS [--out FILE] [--scores]

CORPUS is a folder of labelled pages (see training_pages.py), `../shared/corpus` here. The pages are
put together in many ways (see joined_pages.py). The file holds numbers only; the same pages give
the same file.

With --scores the files of joined pages (CORPUS/joined and CORPUS/dev/joined) are read, too, by
trees that have seen none of their publishers, and F1 is printed by what stands between the pages.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import cache, partial
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from body_scores import reading_by, with_text
from joined_pages import Joined, joined, printed_sheets
from made_stories import Sheet, made_sheets
from train_labeller import grow, plain
from training_pages import PARTS, ROOT, Page, pages, part_of

from articles.ingest.stories.known_sources import registry
from articles.parsing import parse
from articles.parsing.line_kinds import HintedLine, hint
from articles.parsing.lines.lines import split_lines
from articles.parsing.model import classifier, page_breaks
from articles.parsing.model.features import Look, looks_of
from articles.parsing.model.gap_measures import measure_gaps
from articles.parsing.model.gaps import Gaps

_GROUPS = 4
"""Groups of publishers: pages of one are put together, and read by trees grown from the others."""

_SAMPLE = 60
"""Lines that begin no page, for each text, of which the first trees learn."""

_MAY_BEGIN = ({"learning_rate": 0.3, "num_leaves": 24, "min_data_in_leaf": 20}, 25)
_BEGINS = ({"learning_rate": 0.1, "num_leaves": 20, "min_data_in_leaf": 15}, 300)
_PARTED = ({"learning_rate": 0.1, "num_leaves": 12, "min_data_in_leaf": 20}, 120)
_WIDE_WEIGHT = 3.0
"""What a place below a separator or a wide gap weighs for the second trees: it is most often such a
place that is in doubt."""

_NEWS_WEIGHT = 3.0
"""What texts with a page of a news publisher weigh, beside those of blogs, shops and test pages."""

Trees = dict[str, list[Any]]


class Text(NamedTuple):
    """Joined pages, measured: the places that may begin a page by the first trees, what the second
    are asked of them, whether each does, how many page starts are not among the places, and what
    the third need."""

    places: list[int]
    rows: Any
    right: list[bool]
    lost: int
    gaps: Gaps
    looks: list[Look]


def kept_of(mix: Joined) -> tuple[list[HintedLine], Gaps, list[Look], list[bool]]:
    """The lines, the gaps, the looks that are no separators, and which of them begin a page."""
    lines = [hint(line, registry()) for line in split_lines("\n".join(mix.lines))]
    looks = looks_of(lines, 0, len(lines))
    if not looks:
        return lines, Gaps(), [], []
    gaps = page_breaks.gaps_of(lines, looks)
    kept = [looks[place] for place in gaps.places]
    indexes = [look.line_index for look in kept]
    at = {bisect_left(indexes, start) for start in mix.starts}
    return lines, gaps, kept, [k in at for k in range(len(kept))]


def sampled(mix: Joined) -> tuple[Any, list[bool]]:
    """Of a text the rows of all page starts and of some other lines, for the first trees."""
    lines, _, kept, right = kept_of(mix)
    rows = dict(page_breaks.measure_heads(lines, kept))
    chance = random.Random(len(rows))  # noqa: S311 - lines are dealt, no secret is made
    others = [k for k in rows if not right[k]]
    some = [k for k in rows if right[k]] + chance.sample(others, min(_SAMPLE, len(others)))
    return np.asarray([rows[k] for k in some], np.float32), [right[k] for k in some]


def measured(mix: Joined, trees: str) -> Text:
    """A text measured for the second and third trees; `trees` are the first, in JSON."""
    lines, gaps, kept, right = kept_of(mix)
    heads = page_breaks.measure_heads(lines, kept)
    heads = page_breaks.may_begin(gaps, heads, compiled(trees))
    rows = page_breaks.measure_breaks(lines, kept, heads) if heads else []
    found = [right[k] for k in heads]
    slim = [look._replace(wording="", own=(), signs=[]) for look in kept]
    lost = sum(right) - sum(found)
    return Text(list(heads), np.asarray(rows, np.float32), found, lost, gaps, slim)


@cache
def compiled(trees: str) -> Any:
    """Trees out of JSON as functions."""
    return classifier.compiled(json.loads(trees))


def measured_texts(
    sheets: Sequence[Sheet], pool: ProcessPoolExecutor
) -> tuple[list[Any], list[tuple[Joined, int]], list[Rated]]:
    """The first trees, the texts in which they see no place with their number of breaks, and the
    others, measured."""
    mixes: list[Joined] = []
    groups: list[int] = []
    for group in range(_GROUPS):
        own = [sheet for sheet in sheets if part_of(sheet.site, _GROUPS) == group]
        some = list(joined(own, group))
        mixes += some
        groups += [group] * len(some)
    apart = partial(pool.map, chunksize=16)
    first = [(rows, right) for rows, right in apart(sampled, mixes[::3]) if right]
    rows = np.vstack([some for some, _ in first])
    may_begin = plain(grow(rows, [yes for _, right in first for yes in right], None, *_MAY_BEGIN))
    asked = json.dumps(may_begin)
    found = zip(mixes, groups, apart(measured, mixes, [asked] * len(mixes)), strict=True)
    some = [(mix, group, text) for mix, group, text in found]
    texts = [text for *_, text in some]
    lost, count = sum(text.lost for text in texts), sum(len(text.places) for text in texts)
    print(
        f"{len(some)} texts, {sum(sum(t.right) for t in texts)} breaks and {lost} lost at first, "
        f"{count} places of {sum(len(t.looks) for t in texts)} lines",
        flush=True,
    )
    usable = [item for item in some if item[2].places]

    parts = range(_GROUPS)
    grown = [grow_begins([t for _, g, t in usable if g != part]) for part in parts]
    third = []
    for mix, group, text in usable:
        odds = [page_breaks.add_up(grown[group], row) for row in text.rows.tolist()]
        chances = dict(zip(text.places, odds, strict=True))
        rows = measure_gaps(text.looks, text.gaps, chances)
        third.append(Rated(mix, group, text, np.asarray(rows, np.float32)))
    empty = [(mix, text.lost) for mix, _, text in some if not text.places]
    return may_begin, empty, third


class Rated(NamedTuple):
    """A text, the group of its publishers, and what the third trees are asked of its places, by
    second trees that have not seen its group."""

    mix: Joined
    group: int
    text: Text
    rows: Any


def grow_begins(texts: Iterable[Text]) -> list[Any]:
    """The second trees, as functions; see `plain_begins`."""
    return classifier.compiled(plain_begins(texts))


def plain_begins(texts: Iterable[Text], trust: Sequence[float] = ()) -> list[Any]:
    """The second trees, of these texts; `trust` is what each weighs."""
    some = list(texts)
    right = [yes for text in some for yes in text.right]
    trust = trust or [1.0] * len(some)
    weights = [w * own for text, own in zip(some, trust, strict=True) for w in weights_of(text)]
    return plain(grow(np.vstack([text.rows for text in some]), right, weights, *_BEGINS))


def weights_of(text: Text) -> list[float]:
    """What each of a text's places weighs."""
    usual = text.gaps.usual_blanks()
    gaps = (text.gaps.above[place] for place in text.places)
    return [_WIDE_WEIGHT if gap.marks or gap.blanks > usual else 1.0 for gap in gaps]


def plain_parted(some: Iterable[Rated], trust: Sequence[float] = ()) -> list[Any]:
    """The third trees, of these texts; `trust` is what each weighs."""
    rated = list(some)
    right = [yes for item in rated for yes in item.text.right]
    trust = trust or [1.0] * len(rated)
    weights = [own for item, own in zip(rated, trust, strict=True) for _ in item.text.right]
    return plain(grow(np.vstack([item.rows for item in rated]), right, weights, *_PARTED))


def all_trees(
    may_begin: list[Any],
    third: Sequence[Rated],
    news: Collection[str],
    unseen: Collection[str] = (),
) -> Trees:
    """The three sets of trees, the latter two without the texts that have a page of the publishers
    `unseen`; those of the publishers `news` weigh more."""
    some = [item for item in third if item.mix.sites.isdisjoint(unseen)]
    trust = [1.0 if item.mix.sites.isdisjoint(news) else _NEWS_WEIGHT for item in some]
    return {
        "may begin": may_begin,
        "begins": plain_begins([item.text for item in some], trust),
        "parted": plain_parted(some, trust),
    }


def print_unseen(empty: Sequence[tuple[Joined, int]], third: Sequence[Rated]) -> None:
    """Prints how well breaks are found by trees that have not seen the publishers, by the way in
    which the pages were put together."""
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0, 0, 0])
    trees = [
        classifier.compiled(plain_parted(item for item in third if item.group != group))
        for group in range(_GROUPS)
    ]
    for mix, lost in empty:
        counts[mix.name][2] += lost
        counts[mix.name][3] += 1
    for mix, group, text, rows in third:
        given = [
            page_breaks.add_up(trees[group], row) > page_breaks.IS_BREAK for row in rows.tolist()
        ]
        right = sum(map(min, given, text.right))
        name = mix.name
        for key in (name, f"{mix.kind} {'single' if name.startswith('single') else 'joined'}"):
            wanted = sum(text.right) + text.lost
            some = (right, sum(given), wanted, 1, sum(given) > right)
            counts[key] = [a + b for a, b in zip(counts[key], some, strict=True)]
    for name, (right, given, wanted, number, wrong) in sorted(counts.items()):
        f1 = 2 * right / ((given + wanted) or 1)
        print(
            f"  {name:24} {number:5} texts, {wrong:4} with a wrong break  "
            f"{right:5} of {wanted:5}, {given:5} given  F1 {f1:.3f}",
            flush=True,
        )


def print_joined(corpus: Path, found: Sequence[Page], may_begin: list[Any], third: Any) -> None:
    """Prints how well the breaks of the joined files are found by trees that have not seen their
    publishers, by what stands between the pages."""
    sites = {page.name: page.site for page in found if page.folder == "dev"}
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    files = {
        folder: sorted((corpus / folder).glob("*.json")) for folder in ("joined", "dev/joined")
    }
    for part in range(PARTS):
        own = {folder: paths[part::PARTS] for folder, paths in files.items()}
        labels = {
            path: json.loads(path.read_text(encoding="utf-8")) for path in chain(*own.values())
        }
        unseen = {sites[page["id"]] for label in labels.values() for page in label["articles"]}
        with reading_by(all_trees(may_begin, third, set(sites.values()), unseen)):
            for folder, paths in own.items():
                for path in paths:
                    between = labels[path].get("separator", ["", ""])
                    some = breaks_of(path, labels[path]["articles"])
                    for name in (folder, f"{folder} {between}"):
                        counts[name] = [a + b for a, b in zip(counts[name], some, strict=True)]
        print(part, {name: counts[name] for name in files}, flush=True)
    for name, (right, given, wanted) in sorted(counts.items()):
        f1 = 2 * right / (given + wanted)
        print(f"{name:70} {right:4} of {wanted:4}, {given:4} given   F1 {f1:.3f}", flush=True)


def breaks_of(path: Path, labels: Sequence[dict[str, Any]]) -> tuple[int, int, int]:
    """Of the breaks in a joined file: how many are found, given and wanted."""
    raw = path.with_suffix(".txt").read_text(encoding="utf-8")
    lines = raw.split("\n")
    wanted = {with_text(lines, page["first_line"]) for page in labels[1:]}
    articles = parse(raw, registry=registry()).articles
    given = {with_text(lines, article.lines.first) for article in articles[1:]}
    return len(given & wanted), len(given), len(wanted)


def main() -> int:
    """Trains and writes the file, then prints the figures."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("corpus", type=Path)
    parser.add_argument(
        "--out", type=Path, default=ROOT / "articles/parsing/model/page_breaks.json"
    )
    parser.add_argument("--no-scores", action="store_true", help="only write the file")
    options = parser.parse_args()
    found = list(pages(options.corpus))
    sheets = printed_sheets(found) + printed_sheets(
        [page for page in found if page.folder == "dev"]
    )
    sheets += made_sheets(options.corpus, random.Random(7))  # noqa: S311 - no secret
    with ProcessPoolExecutor(2) as pool:
        may_begin, empty, third = measured_texts(sheets, pool)
    news = {page.site for page in found if page.folder == "dev"}
    trees = all_trees(may_begin, third, news)
    options.out.write_text(json.dumps(trees, separators=(",", ":")) + "\n", encoding="ascii")
    print(f"{options.out}: {options.out.stat().st_size} bytes", flush=True)
    if not options.no_scores:
        print_unseen(empty, third)
        print_joined(options.corpus, found, may_begin, third)
    return 0


if __name__ == "__main__":
    sys.exit(main())
