"""Colours by the hour and the weather: twenty hand-mixed palettes and how light falls on them."""

import colorsys
from dataclasses import dataclass, replace
from random import Random

from newsportal.demo.pictures.canvas import Colour

MOODS = ("dawn", "day", "dusk", "night", "storm")


def rgb(code: str) -> Colour:
    """Return the colour of a six-digit hexadecimal code."""
    return (int(code[0:2], 16), int(code[2:4], 16), int(code[4:6], 16))


def mix(a: Colour, b: Colour, share: float) -> Colour:
    """Return ``a`` with ``share`` (0 to 1) of ``b`` mixed in."""
    r, g, bl = (round(x + (y - x) * share) for x, y in zip(a, b, strict=True))
    return (r, g, bl)


def turn(colour: Colour, degrees: float, saturation: float = 1.0) -> Colour:
    """Return ``colour`` with its hue turned and its saturation multiplied."""
    h, lightness, s = colorsys.rgb_to_hls(*(v / 255 for v in colour))
    r, g, b = colorsys.hls_to_rgb((h + degrees / 360) % 1, lightness, min(1.0, s * saturation))
    return (round(r * 255), round(g * 255), round(b * 255))


@dataclass(frozen=True)
class Palette:
    """The colours of one picture.

    ``sky`` runs from the zenith over the middle to the horizon; ``ramp`` from the farthest to
    the nearest scenery; ``light`` is what the hour's light does to an object's own colour.
    """

    mood: str
    sky: tuple[Colour, Colour, Colour]
    sun: Colour
    haze: Colour
    ramp: tuple[Colour, Colour, Colour]
    ink: Colour
    paper: Colour
    accent: Colour
    accent2: Colour
    glow: Colour
    light: tuple[float, float, float]

    @property
    def dark(self) -> bool:
        """Whether lamps and windows are lit."""
        return self.mood in ("dusk", "night", "storm")

    def lit(self, colour: Colour, depth: float = 0.0, shade: float = 0.0) -> Colour:
        """Return an object's own colour as the hour shows it.

        ``depth`` from 0 (near) to 1 (lost in haze), ``shade`` from 0 to 1 (ink).
        """
        r, g, b = (round(v * k) for v, k in zip(colour, self.light, strict=True))
        return mix(mix((r, g, b), self.ink, shade), self.haze, depth)

    def under_lamps(self) -> "Palette":
        """Return the palette for what stands in lamplight: dim hours no longer dim it."""
        r, g, b = self.light
        return replace(self, light=(max(r, 0.84), max(g, 0.78), max(b, 0.74)))

    def tone(self, depth: float) -> Colour:
        """Return the scenery's colour from 0 (nearest, ink) over the ramp to 1 (haze)."""
        stops = (self.ink, self.ramp[2], self.ramp[1], self.ramp[0], self.haze)
        place = max(0.0, min(0.999, depth)) * (len(stops) - 1)
        return mix(stops[int(place)], stops[int(place) + 1], place % 1)


_LIGHT = {
    "dawn": (1.0, 0.94, 0.9),
    "day": (1.0, 1.0, 0.98),
    "dusk": (0.9, 0.74, 0.72),
    "night": (0.42, 0.48, 0.68),
    "storm": (0.72, 0.77, 0.8),
}

# zenith, middle, horizon | sun | haze | far, middle, near | ink | paper | accents | lamps
_CODES = {
    "dawn": (
        "6f8fb5 e9b7a6 fbe3c0 fff6e0 f1cdb6 b3a5bf 6c7ca0 35476d 1b2642 fff4e3 d9583b 2f7f86 ffd88a",
        "7fb7b5 cfe3cf fbeccb fffbea dde8d2 a0c4b9 53948d 275a5f 12343b fdf6e4 e2703a b8424f ffdf95",
        "7a74ad d4a9c9 fcd9c4 fff3e0 ecc6c9 b195c1 73629c 3e3b70 211e45 fff1e6 f06a4f 2a8c8a ffe09a",
        "8fb3c9 f0dca0 fcf0c9 ffffff f2e5bc b8bfa3 748d7d 3c5950 1b2d2b fffaea c9482f 2b6b8f ffe08f",
    ),
    "day": (
        "2f86c1 7fbbe0 d9eef2 fff6d0 c9e3e8 8ab7ca 44879f 1c566e 0f2f40 fdfaf0 e4572e f2b134 fff0b8",
        "ecd7a6 f5e7c4 fbf3e1 e8663d f0e2c4 9fc0b5 4a8d88 1f5d5f 12383e fffaf0 d8482f e8a534 fff0b8",
        "3aa6a6 8fd0c4 e2f2df fff5c8 cfebd9 8ac6b5 3b907f 185852 0c3535 fffbee ef6f4a f4c14f fff0b8",
        "7aa0d4 b5cdea f0f1ee ffffff dbe4ee a3b5d3 637bab 30467a 182446 fffdf6 e2483d f1b23e fff0b8",
    ),
    "dusk": (
        "3f2d5c c9586a f7b27a ffe3ad e99a80 a4567a 673a6c 372551 1a1332 ffe9cf f4793b 2f9a9a ffd37a",
        "274b66 d98a4e f8cf86 fff2c8 e2ad74 9f7152 61504e 34343f 181c29 fff0d6 d4432e 3f8f96 ffdc8a",
        "24295c 8c4a8f f08a86 ffe0bb d07e97 85508f 4f3b7a 292858 131438 ffe4d6 ff7d57 38a3a5 ffd588",
        "14505c 6fa08f f6c27a fff4cc d3bd92 6a9285 346d6d 14474f 0a2831 fff0d6 ef6c35 c23b4e ffd98a",
    ),
    "night": (
        "0b1533 1b2f5e 3f5f90 f6f2dc 33527f 284471 1b3157 122240 080f22 dfe8f2 e9573f 3fa7a3 ffcf6b",
        "17102f 3a2460 7a4a86 fdecd4 573873 452c65 2d1f4e 1c1538 0d0a20 f3e6ee f2663f 47a8bd ffd27a",
        "07231f 12494a 4a8a76 f4f4d8 2f6a61 20544e 133e3e 0b2a2e 041619 e6f0e2 f0703c c9bc4a ffe08a",
        "0f1a3f 34376f a8607a ffe8d2 5c4a7a 3c3a6c 272a54 181c3d 0a0e25 f5e6e2 f58a4b 5fb0c4 ffd98a",
    ),
    "storm": (
        "2b3744 54687a adbab9 eef0e2 8b9ca2 6d808a 465964 2a3845 141d28 eef0e6 d9502f d9a43a ffd98a",
        "243c3b 4f7470 b9c6a9 f1f2dc 8fa594 6a8a82 406560 234544 10282a eff3e4 e0693a d3b04a ffdf95",
        "2f2b42 645a78 bfaeb2 f4e9e4 988a9c 7a6d88 54496a 342c4a 191527 f3ebe6 e8603f 5aa0a8 ffd79a",
        "3f3831 877960 d6c493 f7edd0 b5a684 938468 635a4c 3d3934 1f1d1d f6efdd c94a2b 3f8488 ffd98a",
    ),
}


def palette(mood: str, rng: Random) -> Palette:
    """Return a palette for ``mood``: one of its four mixtures, turned a little by ``rng``.

    Raises ``ValueError`` for a mood that is not one of ``MOODS``.
    """
    if mood not in _CODES:
        raise ValueError(f"unknown mood {mood!r}; one of: {', '.join(MOODS)}")
    degrees, saturation = rng.uniform(-7, 7), rng.uniform(0.92, 1.08)
    c = [turn(rgb(code), degrees, saturation) for code in rng.choice(_CODES[mood]).split()]
    accent, accent2 = (c[10], c[11]) if rng.random() < 0.65 else (c[11], c[10])
    return Palette(
        mood=mood,
        sky=(c[0], c[1], c[2]),
        sun=c[3],
        haze=c[4],
        ramp=(c[5], c[6], c[7]),
        ink=c[8],
        paper=c[9],
        accent=accent,
        accent2=accent2,
        glow=c[12],
        light=_LIGHT[mood],
    )
