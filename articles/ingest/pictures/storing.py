"""The end of an import: the pictures that its pages show are looked for among those that came
along, and stored at their captions.

All of them at the end, for a picture may come long after its page, and only then is it known which
stands on page after page. Each in a transaction of its own: what a crash leaves undone, the next
import of the same does.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Final

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from articles import search
from articles.ingest.events import Notice
from articles.ingest.options import ImportOptions
from articles.ingest.readers.records import Picture, reason_of
from articles.ingest.storage.import_gate import check_not_undone
from articles.ingest.storage.locks import making_picture
from articles.ingest.storage.picture_rows import add_caption, hang
from articles.models import PUBLIC_STATUSES, Article, Caption, ImportRun, StoryPicture
from articles.versions import bulk, history

from .fetching import Fetcher, FetchError
from .preparing import Prepared, Refused, prepare
from .spool import Spool, Spooled

MOST_REPEATED: Final = 3
"""Stories that may show the same picture without a caption; what stands on more is the site's."""

_AT_ONCE: Final = 200
_MOST_TRIED: Final = 2
"""Addresses of one picture that are asked for on the web."""

REPEATED: Final = f"it stands in more than {MOST_REPEATED} stories without a caption"
IN_STORY: Final = "the story has the same picture already"
EDITED: Final = "an editor has worked on its caption"
PUBLISHED: Final = "the story is published"

State = StoryPicture.State


@dataclass(slots=True)
class Storing:
    """The storing of one import's pictures. `counts` are those of its result."""

    run: ImportRun
    spool: Spool
    options: ImportOptions
    listener: Callable[[Notice], None] = lambda notice: None
    stop: Callable[[], bool] = lambda: False
    fetcher: Fetcher | None = None
    counts: Counter[str] = field(default_factory=Counter)
    _refused: dict[str, Refused] = field(default_factory=dict)

    def go(self) -> Mapping[str, int]:
        """Looks for all pictures that the run asks for, and stores those that are found; how many,
        by what became of them."""
        for rows in self._chunks():
            if self.stop():
                return dict(self.counts)
            self._look(rows)
        for rows in self._chunks():
            for _, own in groupby(rows, key=lambda row: row.article_id):
                if self.stop():
                    return dict(self.counts)
                self._store_all(list(own))
        if self.spool.refused:
            self.listener(Notice("pictures", self.spool.refused, is_failure=False))
        return dict(self.counts)

    def _chunks(self) -> Iterator[list[StoryPicture]]:
        """The rows that are not stored, whole stories at once, in order."""
        asked = StoryPicture.objects.filter(run=self.run).exclude(state=State.STORED)
        after = 0
        while True:
            articles = asked.filter(article__gt=after).order_by("article_id")
            keys = list(articles.values_list("article_id", flat=True).distinct()[:_AT_ONCE])
            if not keys:
                return
            after = keys[-1]
            rows = asked.filter(article__in=keys)
            yield sorted(
                rows, key=lambda row: (row.article_id, row.is_spare, not row.number, row.position)
            )

    def _look(self, rows: Sequence[StoryPicture]) -> None:
        """Notes which pictures are there."""
        for row in rows:
            found = self._find(row)
            row.digest = found.digest if found else ""
            if found is None:
                row.state = State.MISSING
            elif row.state == State.KEPT:
                row.reason = PUBLISHED
        # Another import at the same time may have stored some of them meanwhile.
        unstored = StoryPicture.objects.exclude(state=State.STORED)
        unstored.bulk_update(rows, ["digest", "state", "reason"], batch_size=500)

    def _find(self, row: StoryPicture) -> Spooled | None:
        found = self.spool.find(row.addresses)
        if found is not None or self.fetcher is None or row.state != State.WANTED:
            return found
        on_web = [one for one in row.addresses if one.startswith(("http://", "https://"))]
        for address in on_web[:_MOST_TRIED]:
            if self.stop():
                return None
            try:
                raw = self.fetcher.fetch(address)
            except FetchError as error:
                row.reason = str(error)[:300]
                continue
            self.spool.add(Picture(address, raw, address))
            if found := self.spool.find([address]):
                return found
            row.reason = "what its address answered with is no picture"
        return None

    def _store_all(self, rows: Sequence[StoryPicture]) -> None:
        """The pictures of one story."""
        has_picture = None
        for row in rows:
            if row.is_spare:
                if has_picture is None:
                    captions = Caption.objects.filter(article=row.article_id).exclude(image="")
                    has_picture = captions.exists()
                if has_picture:
                    row.delete()
                    continue
            state = self._store(row)
            has_picture = has_picture or state == State.STORED or None
            self.counts[str(state)] += 1

    def _store(self, row: StoryPicture) -> State:
        if row.state != State.WANTED:
            return State(row.state)
        if refused := self._unwanted(row):
            return self._settle(row, State.REFUSED, refused.reason)
        with making_picture(row.digest):
            return self._make(row)

    def _make(self, row: StoryPicture) -> State:
        try:
            prepared = self._prepared(row)
        except OSError as error:
            reason = f"it cannot be stored ({reason_of(error)}); look at MEDIA_ROOT"
            self.listener(Notice(_short(row.address), reason, is_failure=False))
            return self._settle(row, State.MISSING, reason)
        if isinstance(prepared, Refused):
            if prepared.is_broken:
                message = f"this picture is left out: {prepared.reason}"
                self.listener(Notice(_short(row.address), message, is_failure=False))
            return self._settle(row, State.REFUSED, prepared.reason)
        return self._place(row, prepared)

    def _settle(self, row: StoryPicture, state: State, reason: str) -> State:
        """Notes what became of a picture, unless another import has stored it meanwhile."""
        row.state, row.reason = state, reason[:300]
        unstored = StoryPicture.objects.filter(pk=row.pk).exclude(state=State.STORED)
        is_noted = unstored.update(state=row.state, reason=row.reason)
        return state if is_noted else State.STORED

    def _unwanted(self, row: StoryPicture) -> Refused | None:
        if self._is_in_story(row):
            return Refused(IN_STORY)
        if not row.number:
            same = StoryPicture.objects.filter(digest=row.digest)
            alone = same.filter(Q(number=0) | Q(is_added=True)).values("article").distinct()
            if alone[: MOST_REPEATED + 1].count() > MOST_REPEATED:
                return Refused(REPEATED)
        return self._refused.get(row.digest)

    def _is_in_story(self, row: StoryPicture) -> bool:
        own = StoryPicture.objects.filter(article=row.article_id, state=State.STORED)
        return own.filter(digest=row.digest).exists()

    def _prepared(self, row: StoryPicture) -> Prepared | Refused:
        """The picture in the storage: as an earlier story has it, or made now."""
        stored = StoryPicture.objects.filter(digest=row.digest, state=State.STORED).first()
        if stored is not None and default_storage.exists(stored.image):
            caption = Caption.objects.filter(image=stored.image, image_width__gt=0).first()
            if caption is not None:
                return Prepared(stored.image, caption.image_width or 0, caption.image_height or 0)
        raw = self._raw(row)
        if raw is None:
            return Refused("it cannot be read from the temporary folder", is_broken=True)
        prepared = prepare(raw, row.digest, is_written=not self.options.dry_run)
        if isinstance(prepared, Refused) and len(self._refused) < 10_000:
            self._refused[row.digest] = Refused(prepared.reason)
        return prepared

    def _raw(self, row: StoryPicture) -> bytes | None:
        found = self.spool.find(row.addresses)
        if found is None:
            return None
        try:
            return found.file.read_bytes()
        except OSError:
            return None

    def _place(self, row: StoryPicture, prepared: Prepared) -> State:
        with transaction.atomic():
            state = self._placed(row, prepared)
        is_written = state == State.STORED and not self.options.dry_run
        if is_written and not default_storage.exists(prepared.name) and (raw := self._raw(row)):
            prepare(raw, row.digest)  # its last use elsewhere went in this very moment
        return state

    def _placed(self, row: StoryPicture, prepared: Prepared) -> State:
        if not self.options.dry_run:
            check_not_undone(self.run)
        article = (
            Article.objects.select_for_update()
            .only("status")
            .filter(pk=row.article_id)
            .order_by()
            .first()
        )
        # Looked at again now that nobody else can store pictures of this story.
        state = StoryPicture.objects.filter(pk=row.pk).values_list("state", flat=True).first()
        if article is None or state is None:
            return State.REFUSED
        if state == State.STORED:
            return State.STORED
        if self._is_in_story(row):
            return self._settle(row, State.REFUSED, IN_STORY)
        is_public = article.status in PUBLIC_STATUSES
        if is_public and not (row.came_with_story or self.options.update_published):
            return self._settle(row, State.KEPT, PUBLISHED)
        captions = Caption.objects.filter(article=article, number=row.number)
        caption = captions.first() if row.number else None
        if row.number and (caption is None or caption.image or caption.alt_text):
            return self._settle(row, State.KEPT, EDITED)
        is_update = is_public and not row.came_with_story
        if is_update:
            bulk.keep_all([article.pk])
        row.image = prepared.name
        if caption is not None:
            hang(row, caption, prepared.width, prepared.height)
        else:
            add_caption(row, prepared.width, prepared.height)
        row.run = self.run
        row.save(update_fields=["image", "run"])
        self._settle(row, State.STORED, "")
        Article.objects.filter(pk=article.pk).update(modified_at=timezone.now())
        search.refresh([article.pk])
        if is_update:
            comment = history.UPDATED.format(run=self.run.pk, asked_by=self.run.asked_by)
            bulk.add_all({article.pk: comment})
        return State.STORED


def _short(address: str) -> str:
    return address if len(address) < 200 else f"{address[:200]}…"
