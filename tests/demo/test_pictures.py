"""The demonstration's illustrations: drawn by our own code, the same everywhere, all different."""

from __future__ import annotations

import itertools

import pytest
from PIL import Image, ImageChops, ImageStat

from newsportal.demo import pictures

SMALL = (160, 100)
#: Mean difference (0 to 255) of two small pictures from which nobody takes one for the other.
DIFFERENT = 12


def scenes() -> list[tuple[str, int]]:
    """A seed for every scene of every composition."""
    return [
        (composition, seed)
        for composition, all_scenes in pictures._SCENES.items()
        for seed in range(len(all_scenes))
    ]


@pytest.mark.parametrize(("composition", "seed"), scenes())
def test_every_scene_can_be_drawn_in_every_mood(composition, seed):
    for mood in pictures.MOODS:
        picture = pictures.draw(composition, seed, mood, SMALL)

        assert (picture.size, picture.mode) == (SMALL, "RGB")
        assert max(ImageStat.Stat(picture).stddev) > DIFFERENT, "an empty sheet"
        assert pictures.describe(composition, seed, mood)


def test_the_same_seed_gives_the_same_picture():
    first, second = (pictures.draw("harbour", 11, "dusk", SMALL) for _ in range(2))

    assert first.tobytes() == second.tobytes()


def difference(one: Image.Image, other: Image.Image) -> float:
    return sum(ImageStat.Stat(ImageChops.difference(one, other)).mean) / 3


def test_compositions_differ_from_each_other():
    drawn = [pictures.draw(name, 4, "day", SMALL) for name in pictures.COMPOSITIONS]

    assert len(drawn) >= 8
    pairs = itertools.combinations(drawn, 2)
    assert all(difference(one, other) > DIFFERENT for one, other in pairs)


def test_the_focal_point_lies_in_the_picture():
    for composition, seed in scenes():
        x, y = pictures.focal_point(composition, seed)
        assert 0 <= x <= 1
        assert 0 <= y <= 1


@pytest.mark.parametrize("arguments", [("castle", 1, "day"), ("harbour", 1, "noon")])
def test_what_is_unknown_is_refused(arguments):
    with pytest.raises(ValueError, match="unknown"):
        pictures.draw(*arguments)


def test_portraits_are_square_and_different():
    one, other = (pictures.portrait(seed, (120, 120)) for seed in (1, 2))

    assert one.size == (120, 120)
    assert difference(one, other) > 1
