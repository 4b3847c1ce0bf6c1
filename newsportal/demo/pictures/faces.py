"""Faces: heads and shoulders, hair, spectacles, clothes."""

import math
from dataclasses import dataclass, replace
from random import Random

from newsportal.demo.pictures.canvas import Canvas, Colour
from newsportal.demo.pictures.geometry import (
    SHEET,
    Outline,
    Place,
    Point,
    arc,
    box,
    curve,
    ellipse,
    path,
)
from newsportal.demo.pictures.palettes import Palette, mix, rgb
from newsportal.demo.pictures.people import CLOTH, HAIR, SKINS

#: From a place on a face, in shares of the head's height, to the canvas.
At = Place


HAIR_CUTS = (
    "crop",
    "part",
    "bob",
    "long",
    "bun",
    "afro",
    "curls",
    "fringe",
    "scarf",
    "wrap",
    "bald",
    "receding",
    "braids",
    "waves",
)


GARMENTS = ("crew", "shirt", "blazer", "turtleneck", "tie", "shawl", "hood", "dungarees")


@dataclass(frozen=True)
class Traits:
    """What a face looks like. Colours are local ones, before the light of the hour."""

    skin: Colour
    hair: Colour
    cut: str
    garment: str
    cloth: Colour
    cloth2: Colour
    glasses: str = ""
    beard: str = ""
    earrings: bool = False
    lines: float = 0.0
    jaw: float = 1.0
    smile: float = 0.5


def some_traits(rng: Random) -> Traits:
    """Return a face drawn at random; cut, beard and greying go together plausibly."""
    cut = rng.choice(HAIR_CUTS)
    old = rng.random() < 0.3
    skin = rng.choice(SKINS)
    dark = sum(skin) < 400
    hair = rng.choice(HAIR[6:]) if old else rng.choice(HAIR[:2] if dark else HAIR[:6])
    bearded = cut in ("crop", "part", "bald", "receding", "curls") and rng.random() < 0.5
    return Traits(
        skin=skin,
        hair=hair,
        cut=cut,
        garment=rng.choice(GARMENTS),
        cloth=rng.choice(CLOTH),
        cloth2=rng.choice(CLOTH),
        glasses=rng.choice(("", "", "", "round", "square")),
        beard=rng.choice(("full", "short", "moustache")) if bearded else "",
        earrings=not bearded and cut not in ("crop", "part", "receding") and rng.random() < 0.45,
        lines=0.8 if old else 0.0,
        jaw=1.08 if bearded else rng.uniform(0.92, 1.04),
        smile=rng.uniform(0.2, 0.9),
    )


def _traits(
    skin: int, hair: str, cut: str, garment: str, cloth: str, cloth2: str, **more: object
) -> Traits:
    base = Traits(SKINS[skin], rgb(hair), cut, garment, rgb(cloth), rgb(cloth2))
    return replace(base, **more)  # type: ignore[arg-type]


#: How the demo newsroom's people look, by author slug.
AUTHORS: dict[str, Traits] = {
    "mina-holt": _traits(
        1, "b9b3ad", "bob", "blazer", "22324a", "f1e6d2", glasses="round", lines=0.6, smile=0.4
    ),
    "jae-lim": _traits(1, "1c1616", "part", "turtleneck", "3a4a44", "3a4a44", smile=0.5),
    "tove-lindqvist": _traits(
        0, "c9a15a", "bun", "crew", "a83a3f", "f1e6d2", earrings=True, smile=0.6
    ),
    "omar-farouk": _traits(
        3, "1c1616", "crop", "blazer", "3d4f63", "e9e2d4", beard="short", jaw=1.06, smile=0.6
    ),
    "ines-carvalho": _traits(
        2, "2f211b", "curls", "shirt", "d9a441", "d9a441", earrings=True, smile=0.8
    ),
    "daniel-okafor": _traits(
        5, "1c1616", "crop", "shirt", "7d97a5", "7d97a5", glasses="square", jaw=1.04, smile=0.7
    ),
    "ruth-abelson": _traits(
        0, "d8d3ca", "curls", "shawl", "5a3a5e", "d9a441", glasses="round", lines=1.0, smile=0.7
    ),
    "petra-novak": _traits(0, "4b3021", "fringe", "turtleneck", "b35a3a", "b35a3a", smile=0.3),
    "luca-brandt": _traits(
        1, "7a4a26", "waves", "hood", "2f5d73", "f1e6d2", beard="short", jaw=1.05, smile=0.9
    ),
    "amara-diallo": _traits(
        5, "1c1616", "wrap", "crew", "4f6b4a", "e0913a", earrings=True, smile=0.8
    ),
    "henrik-sol": _traits(
        0,
        "8d8781",
        "bald",
        "turtleneck",
        "2b2b33",
        "2b2b33",
        beard="full",
        jaw=1.06,
        lines=0.6,
        smile=0.4,
    ),
    "yuna-park": _traits(1, "1c1616", "fringe", "dungarees", "3c5a73", "e6b6a4", smile=0.8),
    "simone-achterberg": _traits(
        0, "8c4426", "long", "blazer", "6b4a6e", "f1e6d2", glasses="square", smile=0.5
    ),
    "theo-marsh": _traits(
        1, "d8d3ca", "receding", "tie", "3a3d4a", "8c2f39", beard="moustache", lines=1.0, smile=0.4
    ),
}


def bust(
    c: Canvas, p: Palette, who: Traits, x: float, y: float, size: float, facing: int, light: Colour
) -> None:
    """Draw head and shoulders: the head ``size`` high round (x, y), turned a little to ``facing``.

    ``light`` is the colour that falls on the side the face is turned to.
    """
    skin = p.lit(who.skin)
    dim = mix(skin, mix(p.ink, rgb("5a1f2a"), 0.5), 0.34)
    hair = p.lit(who.hair)
    hair_dim = mix(hair, p.ink, 0.4)

    def at(u: float, v: float) -> Point:
        return (x + facing * u * size, y + v * size)

    _back_hair(c, who, at, size, hair, hair_dim)
    _shoulders(c, p, who, at, size, facing)
    # neck
    neck = path(at, "-0.165,0.28 0.15,0.28 0.155,0.6 0.21,0.7 -0.01,0.82 -0.23,0.7 -0.17,0.6")
    if who.garment == "turtleneck":
        neck = path(at, "-0.165,0.28 0.15,0.28 0.15,0.56 -0.165,0.56")
    c.fill(neck, skin)
    throat = path(at, "-0.165,0.36 -0.06,0.52 0.15,0.4 0.15,0.5 0.02,0.62 -0.165,0.56")
    c.fill(throat, dim)
    if who.garment == "turtleneck":
        roll = curve(path(at, "-0.2,0.47 0,0.53 0.19,0.47 0.21,0.66 0,0.74 -0.22,0.66"), steps=6)
        c.fill(roll, p.lit(mix(who.cloth, rgb("ffffff"), 0.1)))
        c.wash(roll, p.ink, at(0.1, 0.5), at(-0.2, 0.5), (0, 0.4), 0.6)
    # ears
    for u in (-0.345, 0.315):
        ear = ellipse(*at(u, 0.03), 0.055 * size, 0.09 * size, steps=24)
        if who.cut not in ("scarf", "bob", "long", "fringe", "waves") or (
            u > 0 and who.cut == "waves"
        ):
            c.fill(ear, mix(skin, dim, 0.35))
            if who.earrings:
                c.disc(*at(u * 1.02, 0.16), 0.034 * size, p.lit(rgb("e3b13c")))
    j = who.jaw
    face = curve(
        [
            at(0.0, -0.46),
            at(0.2, -0.4),
            at(0.315, -0.2),
            at(0.325, 0.02),
            at(0.285 * j, 0.24),
            at(0.165 * j, 0.43),
            at(0.02, 0.5),
            at(-0.13 * j, 0.45),
            at(-0.275 * j, 0.27),
            at(-0.335, 0.02),
            at(-0.325, -0.2),
            at(-0.2, -0.4),
        ],
        steps=8,
    )
    c.fill(face, skin)
    c.wash(face, light, at(0.02, 0), at(0.36, -0.1), (0.0, 0.28), 0.4)
    shadow = path(
        at,
        "0.03,-0.5 -0.5,-0.5 -0.5,0.6 0.03,0.6 0.02,0.42 0.05,0.34 0.03,0.22 0.095,0.14 0.03,-0.04 0.05,-0.14",
    )
    with c.inside(face):
        c.fill(shadow, dim, 0.42)
        c.wash(shadow, dim, at(-0.05, 0), at(-0.38, 0.1), (0.0, 0.75), 0.6)
        for u in (-0.2, 0.2):
            c.wash(
                ellipse(*at(u, 0.17), 0.1 * size, 0.075 * size),
                rgb("d9523f"),
                at(u, 0.17),
                at(u + 0.11, 0.17),
                (0.28, 0.0),
                0.5,
            )
        if who.beard in ("full", "short"):
            _beard(c, who, at, hair, hair_dim)
    _features(c, p, who, at, size, facing, skin, dim, hair)
    _front_hair(c, p, who, at, size, facing, hair, hair_dim, light)
    if who.glasses:
        _glasses(c, p, who, at, size)


def _features(
    c: Canvas,
    p: Palette,
    who: Traits,
    at: At,
    size: float,
    facing: int,
    skin: Colour,
    dim: Colour,
    hair: Colour,
) -> None:
    ink = mix(p.ink, rgb("2a1418"), 0.5)
    white = mix(p.lit(rgb("fbf6ee")), skin, 0.12)
    brow = mix(hair, ink, 0.45) if who.cut not in ("scarf", "wrap") else ink
    for u, w in ((-0.135, 0.075), (0.165, 0.066)):
        eye = curve([at(u - w, 0.012), at(u, -0.034), at(u + w, 0.008), at(u, 0.036)], steps=6)
        c.fill(eye, white)
        with c.inside(eye):
            c.disc(*at(u + 0.012, -0.001), 0.037 * size, mix(ink, rgb("5a4632"), 0.35))
            c.disc(*at(u + 0.012, -0.001), 0.019 * size, ink)
        c.disc(*at(u + 0.024, -0.014), 0.0085 * size, white)
        c.line(
            curve([at(u - w * 1.05, 0.014), at(u, -0.038), at(u + w * 1.1, 0.006)], False, 6),
            0.015 * size,
            ink,
        )
        c.line(
            curve([at(u - w * 0.9, -0.05), at(u, -0.075), at(u + w * 0.9, -0.052)], False, 6),
            0.007 * size,
            dim,
            0.8,
        )
        lift = 0.012 * who.smile
        c.fill(
            curve(
                [
                    at(u - w * 1.25, -0.1 - lift),
                    at(u, -0.142 - lift),
                    at(u + w * 1.2, -0.112),
                    at(u + w * 0.2, -0.116 - lift),
                ],
                steps=6,
            ),
            brow,
        )
        if who.lines:
            c.line(
                curve([at(u - w * 0.9, 0.062), at(u, 0.078), at(u + w * 0.9, 0.06)], False, 6),
                0.007 * size,
                dim,
                0.8 * who.lines,
            )
    nose = path(at, "0.065,-0.06 0.085,0.05 0.115,0.135 0.07,0.17 -0.015,0.165 -0.035,0.13")
    c.line(curve(nose[1:5], False, 6), 0.012 * size, mix(dim, ink, 0.25))
    c.fill(
        curve(path(at, "-0.03,0.145 0.02,0.178 0.09,0.165 0.03,0.158"), steps=5), mix(dim, ink, 0.2)
    )
    s = 0.03 * who.smile
    lip = mix(mix(skin, rgb("b0303a"), 0.42), dim, 0.2)
    c.fill(
        curve(
            [
                at(-0.095, 0.292 - s),
                at(-0.02, 0.27),
                at(0.03, 0.278),
                at(0.08, 0.27),
                at(0.145, 0.288 - s),
                at(0.03, 0.302 + s * 0.5),
            ],
            steps=6,
        ),
        mix(lip, ink, 0.22),
    )
    c.fill(
        curve(
            [
                at(-0.085, 0.294 - s * 0.8),
                at(0.03, 0.305 + s * 0.4),
                at(0.135, 0.29 - s * 0.8),
                at(0.085, 0.338),
                at(0.03, 0.348),
                at(-0.04, 0.336),
            ],
            steps=6,
        ),
        lip,
    )
    c.line(
        curve(
            [at(-0.11, 0.288 - s * 1.3), at(0.03, 0.303 + s * 0.5), at(0.16, 0.284 - s * 1.3)],
            False,
            6,
        ),
        0.009 * size,
        ink,
        0.85,
    )
    if who.lines:
        for u0, u1 in ((-0.1, -0.145), (0.165, 0.205)):
            c.line(
                curve([at(u0, 0.17), at(u1, 0.235), at(u1 + 0.01, 0.3)], False, 6),
                0.009 * size,
                dim,
                0.9 * who.lines,
            )
        for v in (-0.26, -0.21):
            c.line(
                curve([at(-0.13, v), at(0.03, v - 0.016), at(0.19, v)], False, 6),
                0.007 * size,
                dim,
                0.7 * who.lines,
            )
    if who.beard in ("full", "short", "moustache"):
        tash = curve(
            path(
                at,
                "-0.11,0.275 -0.03,0.205 0.03,0.222 0.09,0.203 0.165,0.268 0.09,0.262 0.03,0.27 -0.04,0.264",
            ),
            steps=6,
        )
        alpha = 1.0 if who.beard != "short" else 0.7
        c.fill(tash, p.lit(mix(who.hair, p.ink, 0.12)), alpha)


def _beard(c: Canvas, who: Traits, at: At, hair: Colour, hair_dim: Colour) -> None:
    top = 0.2 if who.beard == "full" else 0.23
    shape = [
        at(-0.4, -0.02),
        at(-0.3, 0.02),
        at(-0.265, top),
        at(-0.15, top + 0.03),
        at(-0.05, 0.235),
        at(0.03, 0.245),
        at(0.11, 0.235),
        at(0.2, top + 0.03),
        at(0.265, top),
        at(0.3, 0.02),
        at(0.4, -0.02),
        at(0.4, 0.6),
        at(-0.4, 0.6),
    ]
    if who.beard == "full":
        c.fill(shape, hair)
        c.wash(shape, hair_dim, at(0.1, 0.3), at(-0.3, 0.34), (0.0, 0.9), 0.6)
    else:
        c.wash(shape, hair_dim, at(0, 0.16), at(0, 0.36), (0.35, 0.85), 0.65)


def _glasses(c: Canvas, p: Palette, who: Traits, at: At, size: float) -> None:
    frame = p.lit(rgb("1f2026"))
    for u, r in ((-0.135, 0.118), (0.17, 0.108)):
        if who.glasses == "round":
            ring = ellipse(*at(u, 0.005), r * size, 0.112 * size, steps=48)
        else:
            (ax, ay), (bx, by) = at(u - r, -0.08), at(u + r, 0.09)
            ring = box(min(ax, bx), ay, max(ax, bx), by, 0.034 * size)
        c.fill(ring, p.paper, 0.13)
        c.fill(
            [
                at(u - r * 0.5, 0.085),
                at(u - r * 0.1, -0.085),
                at(u + r * 0.3, -0.085),
                at(u - r * 0.1, 0.085),
            ],
            p.paper,
            0.16,
        )
        c.line([*ring, ring[0], ring[1]], 0.02 * size, frame)
    c.line(curve(path(at, "-0.02,-0.01 0.022,-0.03 0.062,-0.01"), False, 5), 0.018 * size, frame)
    c.line([at(-0.25, -0.02), at(-0.345, -0.035)], 0.018 * size, frame)
    c.line([at(0.275, -0.02), at(0.325, -0.03)], 0.018 * size, frame)


def _back_hair(c: Canvas, who: Traits, at: At, size: float, hair: Colour, dim: Colour) -> None:
    if who.cut == "afro":
        c.fill(ellipse(*at(-0.01, -0.16), 0.56 * size, 0.5 * size), dim)
        c.wash(
            ellipse(*at(-0.01, -0.16), 0.56 * size, 0.5 * size),
            hair,
            at(-0.3, 0),
            at(0.4, -0.2),
            (0.0, 0.9),
            0.6,
        )
    elif who.cut == "curls":
        for i in range(26):
            a = math.radians(150 + 240 * i / 25)
            u, v = math.cos(a) * 0.4, math.sin(a) * 0.42 + 0.02
            c.disc(
                *at(u, v),
                (0.1 + 0.03 * math.sin(i * 2.3)) * size,
                dim if i % 2 else mix(hair, dim, 0.4),
            )
    elif who.cut in ("bob", "fringe"):
        low = 0.42 if who.cut == "bob" else 0.5
        shape = curve(
            [
                at(0.0, -0.58),
                at(0.34, -0.46),
                at(0.44, -0.1),
                at(0.43, low),
                at(0.24, low + 0.05),
                at(-0.24, low + 0.05),
                at(-0.45, low),
                at(-0.46, -0.1),
                at(-0.36, -0.46),
            ],
            steps=8,
        )
        c.fill(shape, dim)
    elif who.cut in ("long", "braids"):
        shape = curve(
            path(
                at,
                "0,-0.58 0.35,-0.45 0.45,-0.05 0.5,0.6 0.42,0.98 -0.44,0.98 -0.52,0.6 -0.47,-0.05 -0.36,-0.45",
            ),
            steps=8,
        )
        c.fill(shape, dim)
    elif who.cut == "bun":
        c.disc(*at(-0.06, -0.62), 0.17 * size, dim)
        c.fill(curve(path(at, "-0.02,-0.5 0.1,-0.62 -0.02,-0.76 -0.18,-0.7")), hair)
    elif who.cut == "waves":
        c.fill(
            curve(
                path(at, "0,-0.56 0.36,-0.44 0.39,-0.1 0.3,0.1 -0.36,0.26 -0.43,0 -0.4,-0.4"),
                steps=8,
            ),
            dim,
        )


def _front_hair(
    c: Canvas,
    p: Palette,
    who: Traits,
    at: At,
    size: float,
    facing: int,
    hair: Colour,
    dim: Colour,
    light: Colour,
) -> None:
    cut = who.cut
    parts: list[Outline] = []
    if cut in ("crop", "afro"):
        parts.append(
            curve(
                path(
                    at,
                    "0.345,-0.02 0.375,-0.28 0.22,-0.52 0,-0.56 -0.24,-0.52 -0.39,-0.28 -0.37,0.02 -0.325,-0.02 -0.315,-0.2 -0.21,-0.32 0,-0.345 0.2,-0.32 0.29,-0.22 0.315,-0.08",
                ),
                steps=6,
            )
        )
    elif cut == "part":
        parts.append(
            curve(
                path(
                    at,
                    "0.34,-0.02 0.39,-0.3 0.26,-0.55 0,-0.6 -0.27,-0.54 -0.4,-0.28 -0.37,0.03 -0.325,-0.03 -0.315,-0.2 -0.2,-0.36 -0.02,-0.26 0.18,-0.22 0.285,-0.27 0.31,-0.14",
                ),
                steps=6,
            )
        )
    elif cut == "waves":
        parts.append(
            curve(
                path(
                    at,
                    "0.33,-0.04 0.4,-0.26 0.31,-0.52 0.06,-0.62 -0.24,-0.58 -0.42,-0.34 -0.41,-0.02 -0.36,0.2 -0.33,-0.02 -0.3,-0.22 -0.16,-0.3 -0.06,-0.24 0.08,-0.32 0.2,-0.26 0.29,-0.3 0.31,-0.16",
                ),
                steps=6,
            )
        )
    elif cut == "receding":
        parts.append(
            curve(
                path(
                    at,
                    "-0.33,-0.02 -0.31,-0.18 -0.24,-0.34 -0.12,-0.4 -0.16,-0.52 -0.32,-0.44 -0.41,-0.22 -0.37,0.06",
                ),
                steps=6,
            )
        )
        parts.append(
            curve(
                path(
                    at,
                    "0.32,-0.04 0.305,-0.18 0.26,-0.33 0.1,-0.4 0.16,-0.51 0.32,-0.42 0.385,-0.2 0.35,0.02",
                ),
                steps=6,
            )
        )
        parts.append(curve(path(at, "-0.2,-0.46 0,-0.43 0.2,-0.45 0.12,-0.52 -0.1,-0.53"), steps=6))
    elif cut == "bun":
        parts.append(
            curve(
                path(
                    at,
                    "0.335,-0.02 0.37,-0.26 0.24,-0.5 0,-0.55 -0.24,-0.51 -0.385,-0.26 -0.36,0.06 -0.325,-0.04 -0.3,-0.22 -0.12,-0.37 0.07,-0.4 0.22,-0.31 0.305,-0.16",
                ),
                steps=6,
            )
        )
    elif cut == "bob":
        parts.append(
            curve(
                path(
                    at,
                    "-0.1,-0.56 0.26,-0.54 0.43,-0.24 0.42,0.32 0.31,0.4 0.315,0.05 0.28,-0.2 0.1,-0.37 -0.06,-0.42",
                ),
                steps=6,
            )
        )
        parts.append(
            curve(
                path(
                    at,
                    "0,-0.57 -0.3,-0.52 -0.46,-0.2 -0.44,0.36 -0.3,0.42 -0.33,0.06 -0.3,-0.16 -0.18,-0.36 -0.04,-0.44",
                ),
                steps=6,
            )
        )
    elif cut == "fringe":
        parts.append(
            curve(
                path(
                    at,
                    "0,-0.58 0.3,-0.5 0.42,-0.18 0.41,0.48 0.3,0.5 0.32,0 0.3,-0.16 0.12,-0.185 -0.1,-0.18 -0.3,-0.155 -0.335,0.02 -0.32,0.5 -0.43,0.48 -0.45,-0.16 -0.32,-0.5",
                ),
                steps=6,
            )
        )
    elif cut in ("long", "braids"):
        parts.append(
            curve(
                path(
                    at,
                    "0.02,-0.58 0.3,-0.5 0.43,-0.18 0.45,0.4 0.42,0.78 0.31,0.6 0.33,0.12 0.28,-0.16 0.12,-0.36 0.02,-0.46",
                ),
                steps=6,
            )
        )
        parts.append(
            curve(
                path(
                    at,
                    "0.03,-0.58 -0.3,-0.52 -0.46,-0.16 -0.47,0.4 -0.45,0.84 -0.33,0.62 -0.345,0.12 -0.3,-0.14 -0.14,-0.34 0.02,-0.46",
                ),
                steps=6,
            )
        )
    elif cut == "curls":
        spots = path(
            SHEET,
            "-0.36,-0.02 -0.4,-0.18 -0.33,-0.34 -0.2,-0.46 -0.03,-0.5 0.14,-0.48 0.28,-0.38 0.36,-0.22 0.36,-0.04 -0.2,-0.36 0,-0.4 0.17,-0.36",
        )
        for i, (u, v) in enumerate(spots):
            c.disc(*at(u, v), (0.105 if i < 9 else 0.08) * size, mix(hair, dim, 0.25 * (i % 3)))
        for u, v in spots:
            ring = arc(*at(u, v), 0.055 * size, 0.05 * size, 180, 330)
            c.line(ring, 0.012 * size, mix(hair, light, 0.3), 0.7)
        return
    elif cut == "scarf":
        cloth = p.lit(who.cloth2)
        ring = curve(
            path(
                at,
                "0,-0.6 0.3,-0.52 0.43,-0.2 0.42,0.2 0.3,0.5 0.42,0.78 0.1,0.96 -0.34,0.9 -0.44,0.7 -0.36,0.48 -0.46,0.2 -0.45,-0.2 -0.32,-0.52",
            ),
            steps=6,
        )
        hole = curve(
            path(
                at,
                "0,-0.37 0.2,-0.32 0.3,-0.1 0.29,0.14 0.17,0.4 0.02,0.47 -0.14,0.42 -0.27,0.2 -0.305,-0.08 -0.2,-0.32",
            ),
            steps=6,
        )
        band = [*ring, ring[0], hole[0], *reversed(hole)]
        c.fill(band, cloth)
        c.wash(band, p.ink, at(0.1, 0), at(-0.46, 0.1), (0.0, 0.5), 0.6)
        c.line(
            curve(path(at, "0.22,-0.4 0.36,0.1 0.2,0.5 -0.2,0.74"), False, 6),
            0.014 * size,
            p.ink,
            0.3,
        )
        c.line(curve(path(at, "-0.3,0.3 -0.1,0.56 0.24,0.62"), False, 6), 0.014 * size, p.ink, 0.3)
        return
    elif cut == "wrap":
        cloth = p.lit(who.cloth2)
        shape = curve(
            path(
                at,
                "0.335,-0.16 0.4,-0.36 0.3,-0.62 0.08,-0.74 -0.2,-0.72 -0.4,-0.5 -0.4,-0.2 -0.33,-0.12 -0.16,-0.26 0.04,-0.3 0.2,-0.26",
            ),
            steps=6,
        )
        c.fill(shape, cloth)
        c.wash(shape, p.ink, at(0.1, -0.4), at(-0.4, -0.3), (0.0, 0.5), 0.6)
        for k in range(3):
            c.line(
                curve(
                    [
                        at(-0.37, -0.3 - 0.1 * k),
                        at(0.0, -0.42 - 0.1 * k),
                        at(0.34, -0.34 - 0.09 * k),
                    ],
                    False,
                    8,
                ),
                0.016 * size,
                p.lit(who.cloth),
                0.9,
            )
        c.fill(curve(path(at, "0.1,-0.66 0.28,-0.84 0.36,-0.7 0.22,-0.58"), steps=6), cloth)
        c.fill(
            curve(path(at, "0.08,-0.66 0.02,-0.86 0.18,-0.84 0.2,-0.66"), steps=6),
            mix(cloth, p.ink, 0.2),
        )
        return
    if not parts:
        return
    c.fills(parts, hair)
    c.wash(parts, dim, at(0.06, 0), at(-0.42, 0.1), (0.0, 0.95), 0.6)
    c.wash(parts, light, at(0.1, -0.3), at(0.42, -0.4), (0.0, 0.3), 0.5)
    if cut in ("long", "bob", "fringe", "bun", "part"):
        for k in range(3):
            c.line(
                curve(
                    [
                        at(0.1 + 0.06 * k, -0.52 + 0.02 * k),
                        at(0.27 + 0.03 * k, -0.38),
                        at(0.345 + 0.025 * k, -0.12),
                    ],
                    False,
                    6,
                ),
                0.008 * size,
                mix(hair, light, 0.35),
                0.6,
            )
    if cut == "braids":
        for s in (-1, 1):
            for k in range(9):
                c.fill(
                    ellipse(
                        *at(s * 0.42 + (0.015 if k % 2 else -0.015), 0.3 + k * 0.075),
                        0.062 * size,
                        0.052 * size,
                        steps=20,
                    ),
                    hair if k % 2 else dim,
                )
    if who.earrings and cut in ("bob", "long", "fringe", "waves", "braids"):
        c.disc(*at(0.335, 0.2), 0.028 * size, p.lit(rgb("e3b13c")))


def _shoulders(c: Canvas, p: Palette, who: Traits, at: At, size: float, facing: int) -> None:
    cloth, second = p.lit(who.cloth), p.lit(who.cloth2)
    shape = curve(path(at, "-0.17,0.6 -0.4,0.71 -0.76,0.82 -0.94,1.1 -1.02,1.9"), False, 8)
    other = curve(path(at, "1,1.9 0.9,1.1 0.72,0.82 0.38,0.71 0.16,0.6"), False, 8)
    body = [*shape, *other]
    base = second if who.garment in ("blazer", "tie", "dungarees") else cloth
    c.fill(body, base)
    if who.garment == "tie":
        c.fill(body, p.lit(rgb("f1ece0")))
    if who.garment in ("blazer", "tie"):
        left = [*shape, at(-0.02, 1.9), at(-0.0, 1.25), at(-0.2, 0.66)]
        right = [*other, at(0.18, 0.66), at(0.04, 1.25), at(0.0, 1.9)]
        if who.garment == "tie":
            c.fill(path(at, "-0.05,0.74 0.06,0.74 0.1,1.3 0,1.5 -0.08,1.3"), second)
            c.fill(path(at, "-0.06,0.7 0.07,0.7 0.04,0.8 -0.03,0.8"), mix(second, p.ink, 0.25))
            for s in (-1, 1):
                c.fill(
                    [at(s * 0.17, 0.58), at(s * 0.02, 0.76), at(s * 0.17, 0.9), at(s * 0.27, 0.68)],
                    p.lit(rgb("fbf7ec")),
                )
        c.fill(left, cloth)
        c.fill(right, mix(cloth, p.paper, 0.06))
        for s in (-1, 1):
            lapel = [
                at(s * 0.2, 0.63),
                at(s * 0.02, 1.3),
                at(s * 0.3, 1.02),
                at(s * 0.25, 0.93),
                at(s * 0.36, 0.88),
            ]
            c.fill(lapel, mix(cloth, p.ink if s < 0 else p.paper, 0.14))
            c.line([lapel[1], lapel[2], lapel[3], lapel[4]], 0.008 * size, p.ink, 0.5)
    elif who.garment == "shirt":
        c.line([at(0.0, 0.8), at(0.0, 1.9)], 0.012 * size, p.ink, 0.4)
        for k in range(5):
            c.disc(*at(0.03, 0.98 + k * 0.2), 0.014 * size, p.ink, 0.6)
        for s in (-1, 1):
            c.fill(
                [at(s * 0.18, 0.58), at(s * 0.0, 0.82), at(s * 0.2, 0.96), at(s * 0.32, 0.68)],
                mix(cloth, p.paper, 0.25 if s > 0 else 0.1),
            )
    elif who.garment == "crew":
        c.fill(
            curve(path(at, "-0.24,0.66 0,0.86 0.23,0.66 0.29,0.7 0,0.95 -0.3,0.7"), steps=6),
            mix(cloth, p.ink, 0.25),
        )
    elif who.garment == "hood":
        c.fill(
            curve(
                path(
                    at,
                    "-0.2,0.58 -0.42,0.56 -0.5,0.78 -0.2,0.94 0,1 0.2,0.94 0.48,0.78 0.4,0.56 0.18,0.58 0,0.84",
                ),
                steps=6,
            ),
            mix(cloth, p.ink, 0.28),
        )
        for s in (-1, 1):
            c.line([at(s * 0.1, 0.94), at(s * 0.12, 1.3)], 0.02 * size, second)
    elif who.garment == "shawl":
        drape = curve(
            path(
                at,
                "-0.2,0.6 -0.62,0.74 -0.86,1 -0.5,1.2 -0.06,1.06 0.4,1.24 0.82,1 0.58,0.74 0.18,0.6 0,0.78",
            ),
            steps=6,
        )
        c.fill(drape, second)
        c.wash(drape, p.ink, at(0, 0.7), at(-0.2, 1.2), (0.0, 0.5), 0.6)
        for k in range(4):
            c.line(
                curve(
                    [
                        at(-0.5 + 0.1 * k, 0.72 + 0.02 * k),
                        at(-0.1 + 0.06 * k, 0.96 + 0.03 * k),
                        at(0.3 + 0.1 * k, 0.94 + 0.05 * k),
                    ],
                    False,
                    6,
                ),
                0.012 * size,
                p.ink,
                0.28,
            )
    elif who.garment == "dungarees":
        c.fill(
            curve(path(at, "-0.24,0.66 0,0.86 0.23,0.66 0.29,0.7 0,0.95 -0.3,0.7"), steps=6),
            mix(base, p.ink, 0.2),
        )
        bib = path(at, "-0.38,1.16 0.38,1.16 0.46,1.95 -0.46,1.95")
        c.fill(bib, cloth)
        for s in (-1, 1):
            c.line([at(s * 0.42, 0.7), at(s * 0.31, 1.22)], 0.1 * size, cloth)
            c.disc(*at(s * 0.31, 1.22), 0.035 * size, p.lit(rgb("e3b13c")))
    c.wash(body, p.ink, at(0.05, 0), at(-0.9, 0.3), (0.0, 0.5), 0.6)
    c.wash(body, p.ink, at(0, 0.9), at(0, 1.7), (0.0, 0.4), 0.5)


def backdrop(c: Canvas, p: Palette, rng: Random, facing: int) -> None:
    """Fill an author portrait's square background with one calm shape."""
    w = c.width
    ground = mix(rng.choice((p.sky[1], p.ramp[0], p.sky[2], p.accent2)), p.paper, 0.28)
    c.box(0, 0, w, w, ground)
    shape = mix(rng.choice((p.accent, p.ramp[1], p.accent2, p.sun)), ground, 0.3)
    kind = rng.choice(("disc", "arch", "diagonal", "hills", "bars"))
    if kind == "disc":
        c.disc(w * (0.5 + facing * 0.08), w * 0.42, w * 0.37, shape)
        c.wash(
            ellipse(w * (0.5 + facing * 0.08), w * 0.42, w * 0.37),
            ground,
            (0, w * 0.2),
            (0, w * 0.85),
            (0, 0.9),
            0.6,
        )
    elif kind == "arch":
        c.fill(
            [(w * 0.16, w), *arc(w * 0.5, w * 0.46, w * 0.34, w * 0.34, 180, 360), (w * 0.84, w)],
            shape,
        )
        c.wash(
            [(w * 0.16, w), *arc(w * 0.5, w * 0.46, w * 0.34, w * 0.34, 180, 360), (w * 0.84, w)],
            ground,
            (0, w * 0.3),
            (0, w),
            (0, 0.7),
            0.6,
        )
    elif kind == "diagonal":
        c.fill(
            [(0, w), (0, w * 0.62), (w, w * 0.1), (w, w)]
            if facing > 0
            else [(0, w), (0, w * 0.1), (w, w * 0.62), (w, w)],
            shape,
        )
    elif kind == "hills":
        c.disc(w * (0.5 + facing * 0.27), w * 0.22, w * 0.1, mix(p.sun, ground, 0.1))
        for k in range(3):
            line = [
                (
                    x,
                    w * (0.5 + 0.14 * k)
                    + math.sin(x / (w * 0.13) + k * 1.7 + rng.random()) * w * 0.035,
                )
                for x in range(-10, int(w) + 30, 20)
            ]
            c.fill([*line, (w, w), (0, w)], mix(shape, ground, 0.55 - 0.2 * k))
    else:
        for k in range(6):
            x = w * (0.06 + 0.16 * k)
            c.fill(
                box(x, w * (0.12 + 0.05 * ((k * 3) % 4)), x + w * 0.1, w, w * 0.05),
                mix(shape, ground, 0.35 if k % 2 else 0.1),
            )
    c.wash(
        box(0, 0, w, w),
        p.ramp[2],
        (w * 0.5, w * 0.3),
        (w * (0.5 - facing * 0.6), w * 1.1),
        (0.0, 0.35),
        0.4,
    )
