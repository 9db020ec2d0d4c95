"""Landscapes for the demo, drawn from shapes: a sky, a sun, ridges, water, boats and houses."""

from __future__ import annotations

import io
import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PIL import Image, ImageDraw, ImageFilter

WIDTH: Final = 1200
HEIGHT: Final = 800
_FINER: Final = 2
"""Drawn at so many times the size, so that edges are smooth."""

Colour = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Scene:
    """What to draw. `ridges` are colours from the farthest to the nearest; without `water` the
    nearest ridge fills the foreground. `things` are `boat`, `crane` or `house`."""

    sky: tuple[Colour, Colour]
    sun: Colour | None = None
    ridges: Sequence[Colour] = ()
    water: Colour | None = None
    things: Sequence[str] = ()
    has_fog: bool = False
    has_lights: bool = False


def draw(scene: Scene, *, seed: int) -> bytes:
    """The scene as a JPEG; the same for the same seed."""
    chance = random.Random(seed)  # noqa: S311 - where a hill stands is no secret
    width, height = WIDTH * _FINER, HEIGHT * _FINER
    horizon = int(height * 0.62)
    image = _gradient(scene.sky, width, height)
    pen = ImageDraw.Draw(image)
    if scene.sun:
        _circle(pen, width * chance.uniform(0.2, 0.8), horizon * 0.45, height * 0.07, scene.sun)
    for number, colour in enumerate(scene.ridges):
        nearness = (number + 1) / len(scene.ridges)
        base = horizon if scene.water else int(horizon + (height - horizon) * 0.5 * nearness)
        tops = _ridge(chance, width, base - height * 0.05, height * (0.3 - 0.2 * nearness))
        pen.polygon([(0, height), *tops, (width, height)], fill=colour)
    if scene.water:
        pen.rectangle((0, horizon, width, height), fill=scene.water)
        _waves(pen, chance, scene.water, horizon, width, height)
    for number, thing in enumerate(scene.things):
        centre = width * (number + 0.5 + chance.uniform(-0.15, 0.15)) / len(scene.things)
        below = chance.uniform(0.02, 0.1) if thing != "house" else 0.0
        _THINGS[thing](pen, centre, horizon + height * below, height * 0.11)
    if scene.has_lights:
        _lights(pen, chance, horizon, width, height)
    if scene.has_fog:
        veil = Image.new("RGB", image.size, scene.sky[1])
        image = Image.blend(image.filter(ImageFilter.GaussianBlur(5)), veil, 0.55)
    file = io.BytesIO()
    image.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS).save(file, "JPEG", quality=85)
    return file.getvalue()


def _gradient(ends: tuple[Colour, Colour], width: int, height: int) -> Image.Image:
    column = Image.new("RGB", (1, 2))
    column.putdata(ends)
    return column.resize((width, height), Image.Resampling.BILINEAR)


def _circle(pen: ImageDraw.ImageDraw, x: float, y: float, radius: float, fill: Colour) -> None:
    pen.ellipse((x - radius, y - radius, x + radius, y + radius), fill=fill)


def _ridge(
    chance: random.Random, width: int, base: float, rise: float
) -> list[tuple[float, float]]:
    steps = 14
    return [
        (width * step / steps, base - rise * chance.uniform(0.0, 1.0) * (1 if step % 2 else 0.4))
        for step in range(steps + 1)
    ]


def _waves(
    pen: ImageDraw.ImageDraw,
    chance: random.Random,
    water: Colour,
    horizon: int,
    width: int,
    height: int,
) -> None:
    lighter = tuple(min(255, part + 24) for part in water)
    for _ in range(90):
        y = chance.uniform(horizon, height)
        x, length = chance.uniform(0, width), width * 0.06 * (y - horizon) / (height - horizon)
        pen.line((x, y, x + length + 10, y), fill=lighter, width=4)


def _lights(
    pen: ImageDraw.ImageDraw, chance: random.Random, horizon: int, width: int, height: int
) -> None:
    for _ in range(420):
        y = chance.uniform(horizon * 0.85, height)
        _circle(pen, chance.uniform(0, width), y, chance.uniform(2, 6), (255, 214, 140))


_DARK: Final[Colour] = (34, 40, 52)
_PALE: Final[Colour] = (238, 234, 224)


def _boat(pen: ImageDraw.ImageDraw, x: float, y: float, size: float) -> None:
    hull = [(x - size, y - size * 0.3), (x + size, y - size * 0.3), (x + size * 0.7, y)]
    pen.polygon([*hull, (x - size * 0.7, y)], fill=_DARK)
    pen.rectangle((x - size * 0.35, y - size * 0.75, x + size * 0.2, y - size * 0.3), fill=_PALE)
    pen.line((x, y - size * 0.3, x, y - size * 1.7), fill=_DARK, width=8)


def _crane(pen: ImageDraw.ImageDraw, x: float, y: float, size: float) -> None:
    top = y - size * 3.2
    for leg in (-0.5, 0.5):
        pen.line((x + size * leg, y, x + size * leg * 0.6, top), fill=_DARK, width=16)
    pen.line((x - size * 1.2, top, x + size * 2.6, top - size * 0.5), fill=_DARK, width=18)
    pen.line((x + size * 2, top - size * 0.4, x + size * 2, top + size * 1.2), fill=_DARK, width=5)


def _house(pen: ImageDraw.ImageDraw, x: float, y: float, size: float) -> None:
    pen.rectangle((x - size * 0.6, y - size * 0.8, x + size * 0.6, y), fill=_PALE)
    roof = [(x - size * 0.7, y - size * 0.8), (x, y - size * 1.4), (x + size * 0.7, y - size * 0.8)]
    pen.polygon(roof, fill=(150, 72, 58))


_THINGS: Final = {"boat": _boat, "crane": _crane, "house": _house}
