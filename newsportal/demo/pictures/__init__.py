"""Original illustrations for the demonstration, drawn by Pillow from a seed.

A picture is named by a composition, a seed and a mood. The seed chooses one of the composition's
scenes (``seed`` modulo their number, in the order in which the composition's module lists them),
then its layout, people and palette; the mood chooses the hour, the weather and the light. The
same name gives the same picture, byte for byte, on one version of Pillow.
"""

from collections.abc import Callable
from random import Random

from PIL import Image

from newsportal.demo.pictures.canvas import Canvas
from newsportal.demo.pictures.crowd import CROWD
from newsportal.demo.pictures.emblem import logo
from newsportal.demo.pictures.faces import AUTHORS, Traits, backdrop, bust, some_traits
from newsportal.demo.pictures.factory import FACTORY
from newsportal.demo.pictures.fields import FIELDS
from newsportal.demo.pictures.forest import FOREST
from newsportal.demo.pictures.geometry import Point
from newsportal.demo.pictures.harbour import HARBOUR
from newsportal.demo.pictures.interior import INTERIOR
from newsportal.demo.pictures.laboratory import LABORATORY
from newsportal.demo.pictures.library import LIBRARY
from newsportal.demo.pictures.maps import MAP
from newsportal.demo.pictures.mountains import MOUNTAINS
from newsportal.demo.pictures.palettes import MOODS, Palette, mix, palette
from newsportal.demo.pictures.portraits import PORTRAIT
from newsportal.demo.pictures.sea import SEA
from newsportal.demo.pictures.skyline import SKYLINE
from newsportal.demo.pictures.stadium import STADIUM
from newsportal.demo.pictures.stage import STAGE
from newsportal.demo.pictures.street import STREET

__all__ = [
    "AUTHORS",
    "COMPOSITIONS",
    "MOODS",
    "author_portrait",
    "describe",
    "draw",
    "focal_point",
    "logo",
    "portrait",
]

#: What draws a scene, where its subject stands (shares of width and height), what it shows.
Scene = tuple[Callable[[Canvas, Palette, Random], None], Point, str]

_SCENES: dict[str, tuple[Scene, ...]] = {
    "harbour": HARBOUR,
    "skyline": SKYLINE,
    "mountains": MOUNTAINS,
    "fields": FIELDS,
    "interior": INTERIOR,
    "stadium": STADIUM,
    "laboratory": LABORATORY,
    "library": LIBRARY,
    "crowd": CROWD,
    "street": STREET,
    "map": MAP,
    "portrait": PORTRAIT,
    "forest": FOREST,
    "sea": SEA,
    "factory": FACTORY,
    "stage": STAGE,
}

COMPOSITIONS = tuple(_SCENES)

_WHEN = {
    "dawn": "at dawn",
    "day": "by day",
    "dusk": "at dusk",
    "night": "at night",
    "storm": "in the rain",
}


def _scene(composition: str, seed: int) -> Scene:
    scenes = _SCENES.get(composition)
    if scenes is None:
        known = ", ".join(COMPOSITIONS)
        raise ValueError(f"unknown composition {composition!r}; one of: {known}")
    return scenes[seed % len(scenes)]


def draw(
    composition: str, seed: int, mood: str, size: tuple[int, int] = (1600, 1000)
) -> Image.Image:
    """Return an illustration.

    Args:
        composition: one of ``COMPOSITIONS``.
        seed: any integer; chooses the scene, its layout and its palette.
        mood: one of ``MOODS``.
        size: width and height in pixels. Another shape than 16:10 is a crop round the subject.

    Returns:
        An RGB image.

    Raises:
        ValueError: for an unknown composition or mood, or a size below one pixel.
    """
    paint, focus, _ = _scene(composition, seed)
    colours = palette(mood, Random(f"palette:{composition}:{seed}"))
    width, height = _checked(size)
    rng = Random(f"{composition}:{seed}")
    canvas = Canvas(max(width / 1600, height / 1000), rng)
    paint(canvas, colours, rng)
    return canvas.finish((width, height), focus)


def focal_point(composition: str, seed: int) -> Point:
    """Return where the subject of ``draw(composition, seed, …)`` stands.

    x and y are shares of the width and the height, from the upper left corner. Raises
    ``ValueError`` for an unknown composition.
    """
    return _scene(composition, seed)[1]


def describe(composition: str, seed: int, mood: str) -> str:
    """Return a sentence that says what ``draw(composition, seed, mood)`` shows.

    Raises ``ValueError`` for an unknown composition or mood.
    """
    if mood not in MOODS:
        raise ValueError(f"unknown mood {mood!r}; one of: {', '.join(MOODS)}")
    return f"{_scene(composition, seed)[2]}, {_WHEN[mood]}."


def portrait(
    seed: int | str, size: tuple[int, int] = (600, 600), who: Traits | None = None
) -> Image.Image:
    """Return a drawn head and shoulders before a calm background.

    Args:
        seed: chooses background and light, and the face when ``who`` is left out.
        size: width and height in pixels; another shape than a square is a crop.
        who: what the face looks like.

    Returns:
        An RGB image. Raises ``ValueError`` for a size below one pixel.
    """
    rng = Random(f"portrait:{seed}")
    width, height = _checked(size)
    canvas = Canvas(max(width, height) / 1000, rng, 1000.0, 1000.0)
    colours = palette(rng.choice(("day", "day", "dawn")), rng)
    facing = rng.choice((-1, 1))
    backdrop(canvas, colours, rng, facing)
    who = who or some_traits(rng)
    light = mix(colours.sun, colours.sky[2], 0.4)
    bust(canvas, colours, who, 500, 450, 470, facing, light)
    return canvas.finish((width, height), (0.5, 0.35))


def author_portrait(slug: str, size: tuple[int, int] = (600, 600)) -> Image.Image:
    """Return the portrait of one of the demo newsroom's authors; of anybody for another slug."""
    return portrait(slug, size, AUTHORS.get(slug))


def _checked(size: tuple[int, int]) -> tuple[int, int]:
    width, height = size
    if width < 1 or height < 1:
        raise ValueError(f"a picture needs at least one pixel each way, not {width} × {height}")
    return width, height
