"""The composition ``portrait``."""

import math
from dataclasses import replace
from random import Random

from newsportal.demo.pictures.buildings import tower
from newsportal.demo.pictures.canvas import Canvas, Colour
from newsportal.demo.pictures.faces import bust, some_traits
from newsportal.demo.pictures.geometry import (
    SHEET,
    Outline,
    Point,
    around,
    box,
    curve,
    ellipse,
    path,
    turned,
)
from newsportal.demo.pictures.palettes import Palette, mix, rgb
from newsportal.demo.pictures.people import HAIR, SKINS
from newsportal.demo.pictures.scenery import birds, clouds, conifer, cumulus, sky, sun, weather


def before_disc(c: Canvas, p: Palette, rng: Random) -> None:
    """A face before a great disc, leaves, waves or towers round it."""
    facing = rng.choice((-1, 1))
    sky(c, p, 1000)
    motif = rng.choice(("leaves", "city", "hills", "gulls"))
    c.glow(800, 400, 900, p.sun, 0.3)
    disc = mix(p.sun, rng.choice((p.accent, p.accent2, p.sun)), 0.4)
    c.disc(800 + facing * 40, 400, 350, disc)
    c.wash(ellipse(800 + facing * 40, 400, 350), p.haze, (0, 250), (0, 760), (0.0, 0.85), 0.5)
    if motif == "city":
        for depth, h in ((0.8, 430), (0.62, 330)):
            x = -20.0
            while x < 1640:
                w = rng.uniform(70, 120)
                tower(c, p, rng, x, 1000, w, h * rng.uniform(0.6, 1.25), depth)
                x += w
    elif motif == "hills":
        clouds(c, p, rng, 380, 6)
        for k, depth in enumerate((0.82, 0.66, 0.5, 0.36)):
            line = [
                (x, 600 + 96 * k + math.sin(x / (190 - 20 * k) + k * 2 + 1) * 50)
                for x in range(-20, 1640, 20)
            ]
            c.fill([*line, (1620, 1000), (-20, 1000)], p.tone(depth))
            c.wash(
                [*line, (1620, 1000), (-20, 1000)],
                p.haze,
                (0, 600 + 96 * k),
                (0, 760 + 96 * k),
                (0, 0.5),
                0.4,
            )
            if k > 1:
                for _ in range(16):
                    x = rng.uniform(0, 1600)
                    if abs(x - 800) > 330:
                        conifer(
                            c,
                            rng,
                            x,
                            640 + 96 * k,
                            rng.uniform(90, 150),
                            p.tone(depth - 0.1),
                            p.tone(depth - 0.2),
                        )
    elif motif == "gulls":
        clouds(c, p, rng, 420, 7)
        for k in range(6):
            y = 640 + 66 * k
            line = [(x, y + math.sin(x / 60 + k * 2.2) * 16) for x in range(-20, 1640, 12)]
            c.fill([*line, (1620, 1000), (-20, 1000)], mix(p.tone(0.75 - 0.1 * k), p.sky[1], 0.2))
            c.line(line, 5, p.paper, 0.45)
        birds(c, rng, 800 - facing * 430, 300, 8, p.paper, 34)
        birds(c, rng, 800 + facing * 520, 380, 5, p.paper, 30)
    who = replace(some_traits(rng))
    bust(c, p, who, 800 + facing * 10, 440, 430, facing, mix(p.sun, p.sky[2], 0.4))
    if motif == "leaves":
        leaf = p.lit(mix(rgb("4f7f54"), p.ramp[1], 0.25))
        for s in (-1, 1):
            for k in range(9):
                bx, by = 800 + s * rng.uniform(430, 840), 1020 - rng.uniform(0, 60)
                tip = (bx + s * rng.uniform(-160, 90), by - rng.uniform(260, 640))
                _branch(
                    c,
                    p,
                    rng,
                    (bx, by),
                    tip,
                    mix(leaf, p.ink if k % 2 else p.paper, 0.25 if k % 2 else 0.05),
                )
    weather(c, p, rng)


def _branch(c: Canvas, p: Palette, rng: Random, foot: Point, tip: Point, colour: Colour) -> None:
    stem = curve(
        [foot, ((foot[0] + tip[0]) / 2 + rng.uniform(-50, 50), (foot[1] + tip[1]) / 2), tip],
        False,
        8,
    )
    c.line(stem, 5, mix(colour, p.ink, 0.3))
    for i in range(2, len(stem) - 1, 2):
        (x, y), (nx, ny) = stem[i], stem[i + 1]
        along = math.degrees(math.atan2(ny - y, nx - x))
        size = 96 * (1 - 0.5 * i / len(stem))
        for s in (-1, 1):
            blade = curve(
                [
                    (x, y),
                    (x + size * 0.45, y - size * 0.2),
                    (x + size, y),
                    (x + size * 0.45, y + size * 0.2),
                ],
                steps=5,
            )
            c.fill(
                turned(blade, along + s * 46, (x, y)), mix(colour, p.paper if s > 0 else p.ink, 0.1)
            )
    end = turned(
        curve(
            [
                (tip[0], tip[1]),
                (tip[0] + 28, tip[1] - 14),
                (tip[0] + 62, tip[1]),
                (tip[0] + 28, tip[1] + 14),
            ],
            steps=5,
        ),
        -90,
        tip,
    )
    c.fill(end, colour)


def profile(x: float, y: float, size: float, facing: int) -> Outline:
    """Return the outline of a head and shoulders seen from the side, the head ``size`` high."""
    points = path(
        SHEET,
        "0.62,1.6 0.56,1.16 0.36,0.92 0.15,0.78 0.115,0.62 0.17,0.535 0.29,0.515 0.348,0.48 0.362,0.42 0.33,0.365 0.368,0.33 0.352,0.298 0.378,0.262 0.352,0.212 0.43,0.188 0.462,0.155 0.4,0.03 0.345,-0.075 0.362,-0.13 0.352,-0.27 0.28,-0.41 0.1,-0.5 -0.12,-0.5 -0.33,-0.4 -0.44,-0.18 -0.42,0.06 -0.33,0.27 -0.28,0.44 -0.32,0.66 -0.55,0.84 -0.84,1 -0.96,1.24 -1,1.6",
    )
    return curve([(x + facing * u * size, y + v * size) for u, v in points], False, 6)


def double_exposure(c: Canvas, p: Palette, rng: Random) -> None:
    """A profile that holds a landscape of its own."""
    facing = rng.choice((-1, 1))
    ground = mix(p.sky[2], p.paper, 0.35)
    c.box(0, 0, 1600, 1000, ground)
    c.wash(None, p.sky[1], (800, 350), (800 - facing * 900, 1100), (0.0, 0.55), 0.4)
    c.disc(800 + facing * 330, 330, 150, mix(p.sun, p.accent, 0.45))
    c.wash(ellipse(800 + facing * 330, 330, 150), ground, (0, 260), (0, 500), (0, 0.8), 0.6)
    size = 620.0
    x, y = 800 - facing * 20, 430.0
    head = profile(x, y, size, facing)
    kind = rng.choice(("forest", "city", "sea", "mountains"))
    with c.inside(head):
        c.box(0, 0, 1600, 1000, p.sky[1])
        c.wash(None, p.sky[0], (0, 420), (0, 60), (0, 1), 0.2)
        c.wash(None, p.sky[2], (0, 240), (0, 620), (0, 1), 0.2)
        sun(c, p, x - facing * 60, 290, 66)
        if kind == "forest":
            for depth, base, h, n in (
                (0.8, 520, 150, 30),
                (0.6, 620, 220, 24),
                (0.38, 760, 320, 18),
                (0.12, 1010, 430, 13),
            ):
                c.box(0, base - 20, 1600, 1000, p.tone(depth))
                for i in range(n):
                    tx = 800 + (i - n / 2 + rng.random()) * 1000 / n
                    conifer(
                        c,
                        rng,
                        tx,
                        base,
                        h * rng.uniform(0.7, 1.15),
                        p.tone(depth),
                        p.tone(max(0, depth - 0.1)),
                    )
            birds(c, rng, x - facing * 100, 210, 8, p.ink, 13)
        elif kind == "city":
            for depth, base, h in (
                (0.8, 640, 320),
                (0.6, 760, 360),
                (0.4, 900, 380),
                (0.2, 1040, 360),
            ):
                tx = 250.0
                while tx < 1350:
                    w = rng.uniform(56, 96)
                    tower(c, p, rng, tx, base, w, h * rng.uniform(0.5, 1.05), depth)
                    c.box(tx - w / 2, base, tx + w / 2, 1000, p.tone(depth))
                    tx += w
        elif kind == "sea":
            cumulus(c, x - facing * 30, 250, 260, p.paper, p.haze, rng)
            for k in range(9):
                yy = 440 + 70 * k
                wave = [
                    (xx, yy + math.sin(xx / (40 + 5 * k) + k * 2.1) * (7 + 3 * k))
                    for xx in range(200, 1420, 10)
                ]
                c.fill(
                    [*wave, (1420, 1000), (200, 1000)], mix(p.tone(0.8 - 0.085 * k), p.sky[1], 0.15)
                )
                c.line(wave, 3 + k * 0.7, p.paper, 0.6)
            bx, by = x - facing * 90, 500
            c.fill(path(around(bx, by, 1, facing), "0,-150 0,-20 92,-20"), p.lit(p.paper))
            c.fill(
                path(around(bx, by, 1, facing), "-10,-130 -10,-20 -62,-20"),
                p.accent,
            )
            c.fill(path(around(bx, by), "-80,-12 96,-12 66,22 -60,22"), p.ink)
        else:
            for depth, base in ((0.82, 560), (0.62, 680), (0.42, 820), (0.2, 980)):
                line: Outline = [(200, base)]
                tx = 240.0
                while tx < 1400:
                    line += [
                        (tx, base - rng.uniform(120, 260)),
                        (tx + rng.uniform(50, 90), base - rng.uniform(20, 80)),
                    ]
                    tx += rng.uniform(120, 190)
                shape = [*line, (1420, 1000), (200, 1000)]
                c.fill(shape, p.tone(depth))
                c.wash(shape, p.haze, (0, base - 120), (0, base + 60), (0, 0.6), 0.5)
                for i in range(1, len(line) - 1, 2):
                    (ax, ay), (bx2, by2) = line[i], line[i + 1]
                    c.fill([(ax, ay), (bx2, by2), (ax + 14, by2 + 20)], p.ink, 0.22)
        c.wash(None, p.ink, (0, 760), (0, 1040), (0.0, 0.6), 0.5)
        c.wash(head, p.sun, (x + facing * 160, 300), (x + facing * 330, 340), (0.0, 0.45), 0.5)
    collar = [
        (x - facing * 0.34 * size, y + 0.7 * size),
        (x + facing * 0.15 * size, y + 0.8 * size),
    ]
    with c.inside(head):
        coat = [collar[0], collar[1], (x + facing * 700, 1010), (x - facing * 800, 1010)]
        c.fill(coat, mix(p.accent, p.ink, 0.12))
        c.wash(coat, p.ink, (x + facing * 100, 0), (x - facing * 420, 0), (0.0, 0.55), 0.6)
        c.line([collar[0], collar[1]], 26, mix(p.accent, p.paper, 0.25))
    birds(c, rng, 800 - facing * 480, 300, 6, p.tone(0.3), 17)
    for _ in range(16):
        lx, ly = x - facing * rng.uniform(180, 620), rng.uniform(60, 420)
        c.fill(
            turned(
                curve(path(around(lx, ly), "-16,0 0,-7 16,0 0,7"), steps=4),
                rng.uniform(0, 180),
                (lx, ly),
            ),
            rng.choice((p.accent, p.accent2, p.tone(0.4))),
            0.85,
        )
    weather(c, p, rng)


def conversation(c: Canvas, p: Palette, rng: Random) -> None:
    """Two people in profile face one another, their words overlapping between them."""
    ground = mix(p.sky[1], p.paper, 0.2)
    c.box(0, 0, 1600, 1000, ground)
    c.wash(None, p.sky[2], (0, 100), (0, 1000), (0.0, 0.9), 0.3)
    c.wash(
        [(0, 0), (800, 0), (800, 1000), (0, 1000)], p.accent2, (800, 500), (0, 500), (0.0, 0.4), 0.4
    )
    c.wash(
        [(800, 0), (1600, 0), (1600, 1000), (800, 1000)],
        p.accent,
        (800, 500),
        (1600, 500),
        (0.0, 0.4),
        0.4,
    )
    c.disc(800, 330, 230, mix(p.sun, p.paper, 0.3))
    c.wash(ellipse(800, 330, 230), p.haze, (0, 200), (0, 560), (0, 0.8), 0.5)
    skins = rng.sample(list(SKINS), 2)
    hairs = [rng.choice(HAIR), rng.choice(HAIR)]
    cloths = [p.accent, p.accent2]
    for k, s in enumerate((-1, 1)):
        facing = -s
        x, y, size = 800 + s * 420, 480.0, 470.0
        skin, hair = p.lit(skins[k]), p.lit(hairs[k])
        head = profile(x, y, size, facing)

        def at(
            u: float, v: float, x: float = x, y: float = y, size: float = size, facing: int = facing
        ) -> Point:
            return (x + facing * u * size, y + v * size)

        style = rng.choice(("crop", "bun", "bob", "long", "curls", "wrap"))
        if style in ("bob", "long"):
            low = 0.5 if style == "bob" else 0.95
            c.fill(
                curve(
                    [
                        at(0.1, -0.56),
                        at(-0.36, -0.5),
                        at(-0.56, -0.1),
                        at(-0.52, low),
                        at(-0.2, low + 0.04),
                        at(-0.1, 0.1),
                    ],
                    steps=8,
                ),
                mix(hair, p.ink, 0.35),
            )
        if style == "bun":
            c.disc(*at(-0.5, -0.36), 0.17 * size, mix(hair, p.ink, 0.3))
        c.fill(head, skin)
        dim = mix(skin, mix(p.ink, rgb("5a1f2a"), 0.5), 0.36)
        c.wash(head, dim, at(0.2, 0), at(-0.4, 0.2), (0.0, 0.95), 0.6)
        with c.inside(head):
            c.fill(curve(path(at, "0.34,0.53 0.1,0.5 -0.1,0.3 -0.2,0.6 0.12,0.8"), steps=6), dim)
            c.wash(
                ellipse(*at(0.2, 0.17), 0.1 * size, 0.08 * size),
                rgb("d9523f"),
                at(0.2, 0.17),
                at(0.3, 0.17),
                (0.3, 0),
                0.5,
            )
            coat = path(at, "-0.4,0.66 0.2,0.8 0.9,1.3 0.9,1.7 -1.2,1.7 -1.2,0.9")
            c.fill(coat, p.lit(cloths[k]))
            c.wash(coat, p.ink, at(0.3, 0.8), at(-0.8, 1.2), (0.0, 0.55), 0.6)
            c.line(
                [at(-0.36, 0.63), at(0.18, 0.78)], 0.08 * size, mix(p.lit(cloths[k]), p.paper, 0.3)
            )
        ink = mix(p.ink, rgb("2a1418"), 0.5)
        eye = curve(path(at, "0.2,-0.015 0.27,-0.05 0.315,-0.01 0.26,0.02"), steps=5)
        c.fill(eye, mix(p.lit(p.paper), skin, 0.15))
        c.disc(*at(0.28, -0.015), 0.026 * size, ink)
        c.line(curve(path(at, "0.19,-0.01 0.265,-0.055 0.325,-0.012"), False, 5), 0.016 * size, ink)
        c.fill(
            curve(path(at, "0.17,-0.115 0.27,-0.15 0.345,-0.12 0.27,-0.125"), steps=5),
            mix(hair, ink, 0.5),
        )
        c.line(path(at, "0.36,0.296 0.27,0.3 0.25,0.29"), 0.013 * size, ink)
        c.line(
            curve(path(at, "0.37,0.2 0.335,0.185 0.34,0.15"), False, 5),
            0.011 * size,
            mix(dim, ink, 0.3),
        )
        ear = curve(path(at, "-0.06,-0.06 -0.14,-0.05 -0.15,0.06 -0.08,0.13 -0.04,0.06"), steps=6)
        cap = path(
            at,
            "0.34,-0.27 0.3,-0.44 0.08,-0.56 -0.18,-0.55 -0.4,-0.43 -0.5,-0.16 -0.45,0.1 -0.34,0.28",
        )
        rest = path(
            at, "-0.24,0.2 -0.16,0.05 -0.06,-0.04 -0.04,0.08 0.02,0.04 0.04,-0.14 0.2,-0.24"
        )
        if style == "curls":
            for i in range(22):
                a = math.radians(-35 - 190 * i / 21)
                c.disc(
                    *at(-0.06 + math.cos(a) * 0.38, -0.1 + math.sin(a) * 0.38),
                    0.12 * size,
                    mix(hair, p.ink, 0.3 * (i % 3) / 2),
                )
            c.fill(curve([*cap, *rest], steps=6), hair)
        elif style == "wrap":
            wrap = curve(
                path(
                    at,
                    "0.36,-0.22 0.34,-0.5 0.06,-0.68 -0.3,-0.66 -0.52,-0.42 -0.46,-0.1 -0.2,-0.06 0.1,-0.16",
                ),
                steps=6,
            )
            cloth = p.lit(rgb("e0a13a"))
            c.fill(wrap, cloth)
            c.wash(wrap, p.ink, at(0.1, -0.3), at(-0.5, -0.2), (0, 0.5), 0.6)
            for i in range(3):
                c.line(
                    curve(
                        [
                            at(-0.48, -0.22 - 0.12 * i),
                            at(-0.05, -0.3 - 0.1 * i),
                            at(0.33, -0.3 - 0.06 * i),
                        ],
                        False,
                        6,
                    ),
                    0.02 * size,
                    p.accent,
                )
        else:
            shape = curve([*cap, *rest], steps=6)
            c.fill(shape, hair)
            c.wash(shape, p.ink, at(0.1, -0.3), at(-0.5, 0.0), (0.0, 0.5), 0.6)
        c.fill(ear, mix(skin, dim, 0.25))
        if rng.random() < 0.35:
            ring = ellipse(*at(0.26, -0.005), 0.1 * size, 0.1 * size)
            c.line([*ring, ring[0]], 0.018 * size, ink)
            c.line([at(0.16, -0.02), at(-0.08, -0.03)], 0.016 * size, ink)
    for s, colour, dy in ((-1, p.accent, 40), (1, p.accent2, 0)):
        bx, by = 800 + s * 62, 190.0 + dy
        bubble = [*box(bx - 120, by - 84, bx + 120, by + 70, 54)]
        c.fill(bubble, colour, 0.92)
        c.fill(
            path(around(bx, by, 1, s), "60,60 116,120 104,44"),
            colour,
            0.92,
        )
        for i in range(3):
            c.line(
                [(bx - 74, by - 40 + i * 32), (bx + (70, 30, 54)[i], by - 40 + i * 32)],
                11,
                p.lit(p.paper),
                0.9,
                caps=True,
            )
    weather(c, p, rng)


PORTRAIT = (
    (before_disc, (0.5, 0.44), "A portrait before a great bright disc"),
    (double_exposure, (0.5, 0.42), "A face in profile that holds a landscape of its own"),
    (conversation, (0.5, 0.5), "Two people in profile face one another, speech between them"),
)
