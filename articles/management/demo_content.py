"""Content of the demo besides imported stories: pictures, a scheduled story, a correction, a
withdrawn story. Each is added once, as an editor would do it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any, Final

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from articles import images, publishing
from articles.models import Article, Correction
from articles.versions import history

from .demo_pictures import Scene, draw

DAWN: Final = ((70, 92, 138), (250, 196, 150))
NOON: Final = ((96, 150, 198), (214, 232, 240))
DUSK: Final = ((48, 44, 84), (222, 126, 96))
NIGHT: Final = ((12, 16, 34), (40, 48, 84))
SEA: Final = (72, 112, 140)
SAND: Final = (204, 158, 118)
GREY: Final = ((168, 176, 182), (208, 212, 214))

# The beginning of a headline -> the pictures of its captions, in order: alternative text and scene.
PICTURES: Final[dict[str, tuple[tuple[str, Scene], ...]]] = {
    "Lobster boats carry thermometers": (
        (
            "Three boats on a calm sea at dawn.",
            Scene(DAWN, (255, 236, 200), [(98, 104, 140)], (86, 104, 140), ["boat"] * 3),
        ),
        (
            "Houses by the water below low hills.",
            Scene(NOON, None, [(120, 150, 140), (92, 124, 110)], (92, 134, 156), ["house"] * 4),
        ),
    ),
    "Court orders wind developer": (
        (
            "Two boats on a bay below wooded hills.",
            Scene(NOON, (255, 250, 230), [(104, 138, 128), (70, 104, 94)], SEA, ["boat"] * 2),
        ),
        (
            "A single house on the shore in the evening.",
            Scene(DUSK, (255, 200, 140), [(96, 74, 104)], (74, 72, 108), ["house"]),
        ),
    ),
    "Fog stops harbour ferries": (
        (
            "A boat, hardly to be seen in thick fog.",
            Scene(GREY, None, [], (150, 160, 166), ["boat"], has_fog=True),
        ),
    ),
    "Old container crane": (
        (
            "A harbour crane against the evening sky.",
            Scene(DUSK, (255, 190, 120), [(84, 66, 98)], (66, 62, 96), ["crane"]),
        ),
    ),
    "Herders of the high pass": (
        (
            "Snow-white ridges under a pale sky.",
            Scene(NOON, (255, 255, 240), [(190, 206, 222), (224, 232, 240), (176, 168, 150)]),
        ),
    ),
    "Cable car to El Alto": (
        (
            "The lights of a city in the mountains at night.",
            Scene(NIGHT, (236, 236, 220), [(30, 36, 62), (22, 26, 46)], has_lights=True),
        ),
    ),
    "Dhow builders of Sur": (
        (
            "A boat before bare hills in the morning sun.",
            Scene(
                DAWN, (255, 240, 210), [(204, 158, 118), (182, 132, 96)], (88, 136, 150), ["boat"]
            ),
        ),
    ),
}

SCHEDULED: Final = "Island school with nine pupils"
CORRECTED: Final = "Tide clock returns to the jetty"
CORRECTION: Final = (
    "An earlier version of this story said that the clock sends a message every hour. It sends one "
    "before each high water."
)
WITHDRAWN: Final = "Seabirds give away the boats"
NOTICE: Final = (
    "We have withdrawn this story while we check a figure in it. We will publish it again, with a "
    "note, when that is done."
)


def add_demo_content(*, by: Any, now: datetime) -> None:
    """Adds it to the stories of the fixture dumps, which have just been imported."""
    for number, (headline, pictures) in enumerate(PICTURES.items()):
        _add_pictures(headline, pictures, seed=number, by=by)
    with _edited(SCHEDULED, by=by) as article:
        article.live_from = now + timedelta(days=3)
    publishing.reschedule([article.pk], now=now)
    corrected = _story(CORRECTED)
    Correction.objects.create(article=corrected, text=CORRECTION, made_at=now)
    with _edited(WITHDRAWN, by=by) as article:
        article.withdrawal_notice = NOTICE
    publishing.withdraw(article, now=now, by=by)


def _story(headline: str) -> Article:
    return Article.objects.get(headline__startswith=headline)


@contextmanager
def _edited(headline: str, *, by: Any) -> Iterator[Article]:
    """A story that an editor changes inside; its history has a version of before and of after."""
    article = _story(headline)
    history.keep(article)
    with transaction.atomic(), history.recording(by=by, comment=history.SAVED):
        yield article
        article.save()
        history.add(article)


def _add_pictures(
    headline: str, pictures: tuple[tuple[str, Scene], ...], *, seed: int, by: Any
) -> None:
    with _edited(headline, by=by) as article:
        captions = zip(article.captions.order_by("number"), pictures, strict=False)
        for number, (caption, (alt_text, scene)) in enumerate(captions):
            drawn = draw(scene, seed=10 * seed + number)
            upload = SimpleUploadedFile(f"demo-{seed}-{number}.jpg", drawn, "image/jpeg")
            picture: Any = images.checked(upload)
            caption.image = picture
            caption.alt_text = alt_text
            caption.save()
