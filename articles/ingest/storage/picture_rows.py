"""The rows of pictures that pages show: written with a batch, and carried along where an import
changes captions.

What an import has brought is no part of an article's content as long as nobody touches it: the
digests of parts, and with them whose a part is, stay the same with the picture and without it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from django.db.models import F, Max

from articles.ingest.stories.content import CaptionText
from articles.ingest.stories.content import StoryPicture as PagePicture
from articles.models import Caption, StoryPicture

from .working_set import Batch, Hearing, WorkingArticle

MOST_ADDRESSES: Final = 12
"""Addresses that one picture is looked for at."""

_WRITTEN: Final = (
    *("run", "number", "position", "addresses", "alt_text", "credit", "is_spare", "state"),
    *("reason", "came_with_story"),
)


# --- What a batch has heard of


def note_pictures(batch: Batch) -> None:
    """Writes down what the pages of a batch show, to be looked for at the end of the import."""
    heard = {
        working_article.key: working_article
        for working_article in batch.working_articles.values()
        if any(hearing.pictures for hearing in working_article.hearings)
    }
    if not heard or not batch.takes_pictures:
        return
    known: dict[int, list[StoryPicture]] = defaultdict(list)
    for row in StoryPicture.objects.filter(article__in=heard).order_by("pk"):
        known[row.article_id].append(row)
    new: list[StoryPicture] = []
    changed: list[StoryPicture] = []
    gone: list[int] = []
    for key, working_article in heard.items():
        rows = _Rows(batch, key or 0, working_article.stored is None, known[key or 0])
        for hearing in working_article.hearings:
            rows.hear(hearing)
        new += [row for row in rows.rows if row.pk is None]
        changed += [row for row in rows.rows if row.pk is not None and id(row) in rows.changed]
        gone += rows.gone
    StoryPicture.objects.filter(pk__in=gone).delete()
    StoryPicture.objects.bulk_update(changed, _WRITTEN, batch_size=500)
    StoryPicture.objects.bulk_create(new, batch_size=2000)


@dataclass(slots=True)
class _Rows:
    """The rows of one article, while one capture after the other is heard."""

    batch: Batch
    article: int
    is_new: bool
    rows: list[StoryPicture]
    changed: set[int] = field(default_factory=set)
    gone: list[int] = field(default_factory=list)

    def hear(self, hearing: Hearing) -> None:
        """What one capture shows. Of a story that readers see it adds only what to tell editors."""
        by_address = {address: row for row in self.rows for address in row.addresses}
        found: dict[int, StoryPicture] = {}
        for place, picture in enumerate(hearing.pictures):
            row = next((by_address[one] for one in picture.addresses if one in by_address), None)
            if row is not None:
                found[place] = row
        matched = {id(row) for row in found.values()}
        # The same pictures in other sizes, of another capture.
        has_others = any(
            not row.number and row.state == StoryPicture.State.STORED and id(row) not in matched
            for row in self.rows
        )
        for place, picture in enumerate(hearing.pictures):
            row = found.get(place) or self._of_same_caption(picture)
            if row is not None:
                self._hear_again(row, place, picture, hearing)
                matched.add(id(row))
            elif picture.number or not has_others:
                row = self._new(place, picture, hearing)
                self.rows.append(row)
                matched.add(id(row))
        if not hearing.is_held:
            self._forget_others(matched)

    def _of_same_caption(self, picture: PagePicture) -> StoryPicture | None:
        same = (row for row in self.rows if picture.number and row.number == picture.number)
        return next(same, None)

    def _new(self, place: int, picture: PagePicture, hearing: Hearing) -> StoryPicture:
        return StoryPicture(
            article_id=self.article,
            run_id=self.batch.run.pk,
            number=picture.number,
            position=place,
            address=picture.addresses[0],
            addresses=list(picture.addresses),
            alt_text=picture.alt,
            credit=picture.credit,
            is_spare=picture.is_spare,
            came_with_story=self.is_new and not hearing.is_held,
            state=self._state(is_held=hearing.is_held),
        )

    def _state(self, *, is_held: bool) -> StoryPicture.State:
        if not self.batch.looks_for_pictures:
            return StoryPicture.State.MISSING
        return StoryPicture.State.KEPT if is_held else StoryPicture.State.WANTED

    def _hear_again(
        self, row: StoryPicture, place: int, picture: PagePicture, hearing: Hearing
    ) -> None:
        if row.state == StoryPicture.State.STORED:
            return
        if hearing.is_held and row.state == StoryPicture.State.REFUSED:
            return
        is_promised = row.came_with_story and row.state == StoryPicture.State.WANTED
        if self.batch.looks_for_pictures:
            row.state = self._state(is_held=hearing.is_held and not is_promised)
            row.reason = ""
            row.run_id = self.batch.run.pk
        newest, older = picture.addresses, row.addresses
        both = (*older, *newest) if hearing.is_held else (*newest, *older)
        row.addresses = list(dict.fromkeys(both))[:MOST_ADDRESSES]
        row.came_with_story = is_promised
        if not hearing.is_held:
            row.number, row.position = picture.number, place
            row.alt_text, row.credit = picture.alt, picture.credit
            row.is_spare = picture.is_spare
        self.changed.add(id(row))

    def _forget_others(self, matched: set[int]) -> None:
        stored = StoryPicture.State.STORED
        left = [row for row in self.rows if id(row) in matched or row.state == stored]
        kept = set(map(id, left))
        self.gone += [row.pk for row in self.rows if id(row) not in kept and row.pk is not None]
        self.rows = left


# --- What imports have brought


def without_brought(article: int, captions: Sequence[CaptionText]) -> tuple[CaptionText, ...]:
    """The captions of an article as they are without the pictures that imports have brought."""
    if not any(caption.picture for caption in captions):
        return tuple(captions)
    rows = StoryPicture.objects.filter(article=article, state=StoryPicture.State.STORED)
    brought = {f"{row.image}{row.alt_text}": row for row in rows}
    found = []
    for caption in captions:
        row = brought.get(caption.picture)
        if row is None:
            found.append(caption)
        elif not _is_own(row, caption.text, caption.credit):
            found.append(caption._replace(picture=""))
    return tuple(found)


def _is_own(row: StoryPicture, text: str, credit: str) -> bool:
    """Whether a caption was made for a picture, and is still without words."""
    return row.is_added and not text and credit == row.credit


class Lifted(NamedTuple):
    """A picture that was taken off its caption, and the text of that."""

    row: StoryPicture
    text: str
    width: int | None
    height: int | None


def shown(articles: Iterable[int]) -> Iterator[tuple[StoryPicture, Caption]]:
    """The pictures that imports have brought to these articles and nobody has touched, each with
    the caption that shows it."""
    rows = StoryPicture.objects.filter(article__in=articles, state=StoryPicture.State.STORED)
    brought = {(row.article_id, row.image): row for row in rows.exclude(image="")}
    if not brought:
        return
    captions = Caption.objects.filter(article__in={key for key, _ in brought}).exclude(image="")
    for caption in captions.order_by("article", "number"):
        row = brought.get((caption.article_id, caption.image.name))
        if row is not None and caption.alt_text == row.alt_text:
            yield row, caption


def take_off(row: StoryPicture, caption: Caption) -> None:
    """Takes a picture off its caption; one that was made for it goes with it."""
    if _is_own(row, caption.text, caption.credit):
        caption.delete()
    else:
        Caption.objects.filter(pk=caption.pk).update(
            image="", alt_text="", image_width=None, image_height=None
        )


@contextmanager
def carrying_pictures(working_articles: Iterable[WorkingArticle]) -> Iterator[None]:
    """Inside, the captions of these articles are written anew. Afterwards the pictures that imports
    brought stand at their captions again: those that the newest capture names, else those of the
    same text; one whose caption is gone gets one of its own."""
    changing = {
        working_article.key: working_article
        for working_article in working_articles
        if working_article.key is not None
    }
    lifted: dict[int, list[Lifted]] = defaultdict(list)
    for row, caption in list(shown(changing)) if changing else ():
        measures = caption.image_width, caption.image_height
        lifted[row.article_id].append(Lifted(row, caption.text, *measures))
        take_off(row, caption)
    yield
    for key, pictures in lifted.items():
        _hang(key, pictures, changing[key].hearings)


def _hang(article: int, pictures: Sequence[Lifted], hearings: Sequence[Hearing]) -> None:
    captions = list(Caption.objects.filter(article=article).order_by("number"))
    numbers: Mapping[str, int] = {
        address: picture.number
        for hearing in hearings
        for picture in hearing.pictures
        for address in picture.addresses
    }
    for row, text, width, height in pictures:
        number = next((numbers[one] for one in row.addresses if numbers.get(one)), 0)
        free = [caption for caption in captions if not caption.image]
        caption = next((one for one in free if number and one.number == number), None) or next(
            (one for one in free if text and one.text == text), None
        )
        if caption is None:
            add_caption(row, width, height)
            continue
        row.number = caption.number
        hang(row, caption, width, height)


def hang(row: StoryPicture, caption: Caption, width: int | None, height: int | None) -> None:
    """Shows a stored picture at a caption that has none."""
    caption.image.name = row.image
    Caption.objects.filter(pk=caption.pk).update(
        image=row.image, alt_text=row.alt_text, image_width=width, image_height=height
    )
    row.is_added = False
    row.save(update_fields=["number", "is_added"])


def add_caption(row: StoryPicture, width: int | None, height: int | None) -> None:
    """Shows a stored picture at a caption of its own, without words and with no place in the body:
    the first such opens the story, the others stand below it."""
    captions = Caption.objects.filter(article=row.article_id)
    last = captions.aggregate(last=Max(F("number")))["last"] or 0
    # Written at once: as a model, the field would open the file to measure it.
    Caption.objects.bulk_create(
        [
            Caption(
                article_id=row.article_id,
                number=last + 1,
                credit=row.credit,
                image=row.image,
                alt_text=row.alt_text,
                image_width=width,
                image_height=height,
            )
        ]
    )
    row.number, row.is_added = 0, True
    row.save(update_fields=["number", "is_added"])
