"""The composition ``stage``."""

import itertools
import math
from dataclasses import replace
from random import Random

from newsportal.demo.pictures.buildings import tower
from newsportal.demo.pictures.canvas import Canvas, Colour
from newsportal.demo.pictures.geometry import SHEET, Point, around, box, curve, ellipse, path
from newsportal.demo.pictures.palettes import Palette, mix, rgb
from newsportal.demo.pictures.people import (
    HAIR,
    SKINS,
    Look,
    crowd_of_heads,
    look,
    person,
    silhouette,
)


def _curtains(c: Canvas, p: Palette, cloth: Colour, floor: float) -> None:
    """Hang the house curtain left and right of the stage, with a swagged valance."""
    for s in (-1, 1):
        edge = 800 + s * 820
        n = 7
        for i in range(n):
            a, b = edge - s * 300 * i / n, edge - s * 300 * (i + 1) / n
            sweep = 1 - 0.5 * (i / n)
            fold = [
                (a, -10),
                (b - s * 60 * (1 - i / n), -10),
                *curve(
                    [
                        (b - s * 60 * (1 - i / n), -10),
                        (b, floor * 0.45),
                        (b + s * 40 * (i / n), floor * 0.72),
                        (b + s * 20, floor + 10),
                    ],
                    False,
                    6,
                ),
                (a + s * 20 * sweep, floor + 10),
            ]
            c.fill(fold, mix(cloth, p.ink, 0.12 + 0.06 * (i % 2)))
            c.wash(fold, p.ink, (a, 0), (b, 0), (0.55, 0.0), 0.5)
        tie = 800 + s * 630
        c.fill(
            box(
                min(tie, 800 + s * 840), floor * 0.6, max(tie, 800 + s * 840), floor * 0.6 + 26, 12
            ),
            p.lit(rgb("d9a93f")),
        )
    for i in range(5):
        x0, x1 = i * 320.0, (i + 1) * 320.0
        swag = [
            (x0, -10),
            (x1, -10),
            *curve([(x1, 60), (x1 - 70, 124), (x0 + 160, 150), (x0 + 70, 124), (x0, 60)], False, 6),
        ]
        c.fill(swag, mix(cloth, p.ink, 0.06))
        c.wash(swag, p.ink, (0, 30), (0, 150), (0.0, 0.45), 0.5)
        for k in range(3):
            drop = 48 + 32 * k
            c.line(curve([(x0, 20), (x0 + 160, drop + 30), (x1, 20)], False, 8), 3, p.ink, 0.28)
        c.line(
            curve([(x0, 60), (x0 + 70, 124), (x0 + 160, 150), (x1 - 70, 124), (x1, 60)], False, 6),
            9,
            p.lit(rgb("d9a93f")),
        )


def _spot(
    c: Canvas, p: Palette, x: float, target: Point, width: float, strength: float, colour: Colour
) -> None:
    tx, ty = target
    c.beam(
        [(x - 16, -20), (x + 16, -20), (tx + width, ty), (tx - width, ty)],
        colour,
        (x, -20),
        (tx, ty + 200),
        strength,
    )
    c.glow(tx, ty, width * 1.5, colour, strength * 0.8, width * 0.34)


def theatre(c: Canvas, p: Palette, rng: Random) -> None:
    """A singer stands in the spotlight between the curtains of a full theatre."""
    side = rng.choice((-1, 1))
    floor = 720.0
    back = mix(p.ramp[2], p.ink, 0.45)
    c.box(0, 0, 1600, 1000, back)
    scene = rng.choice(("arches", "moon", "city"))
    if scene == "moon":
        c.glow(800, 380, 560, p.sun, 0.4)
        c.disc(800, 380, 250, mix(p.sun, p.sky[2], 0.35))
        for k, depth in enumerate((0.62, 0.42)):
            line = [(x, 600 + 50 * k + math.sin(x / 150 + k * 2) * 36) for x in range(0, 1610, 20)]
            c.fill([*line, (1600, floor), (0, floor)], mix(p.tone(depth), p.ink, 0.25))
    elif scene == "city":
        c.wash(box(0, 0, 1600, floor), p.sky[1], (0, 100), (0, floor), (0, 0.9), 0.3)
        for depth in (0.6, 0.4):
            x = 150.0
            while x < 1450:
                w = rng.uniform(70, 110)
                tower(c, p, rng, x, floor, w, rng.uniform(130, 400) * (1.2 - depth), depth)
                x += w
    else:
        c.wash(box(0, 0, 1600, floor), p.ramp[1], (0, 0), (0, floor), (0.1, 0.8), 0.4)
        for i in range(5):
            x = 800 + (i - 2) * 230
            c.fill(
                box(x - 84, 230, x + 84, floor + 90, 84),
                mix(p.sky[2], p.ramp[1], 0.35 + 0.1 * abs(i - 2)),
            )
            c.fill(box(x - 84, 230, x - 62, floor), p.ink, 0.22)
    wood = p.lit(rgb("a9714a"))
    c.fill([(0, floor), (1600, floor), (1600, 860), (0, 860)], wood)
    for i in range(-14, 15):
        c.line([(800 + i * 62, floor), (800 + i * 120, 860)], 2, p.ink, 0.3)
    c.wash(box(0, floor, 1600, 860), p.ink, (800, floor), (800, 870), (0.3, 0.5), 0.5)
    bright = mix(p.glow, p.paper, 0.45)
    star = (800 + side * rng.uniform(0, 70), 800.0)
    _spot(c, p, 800 - side * 500, star, 210, 0.5, bright)
    _spot(c, p, 800 + side * 620, star, 200, 0.42, mix(bright, p.accent2, 0.3))
    gown = Look(
        skin=p.lit(rng.choice(SKINS)),
        hair=p.lit(rng.choice(HAIR[:5])),
        top=p.accent,
        legs=p.accent,
        shoes=p.ink,
        style=rng.choice(("bun", "long", "afro", "bob")),
        cut="dress",
    )
    x, y, h = star[0], 812.0, 470.0
    c.oval(x, y + 4, 150, 15, p.ink, 0.5)
    person(c, x, y, h, gown, rng.choice(("cheer", "conduct", "talk")), side)
    train = curve(
        [
            (x - 42, y - h * 0.5),
            (x - 92, y - 90),
            (x - 150, y + 4),
            (x + 140, y + 4),
            (x + 84, y - 90),
            (x + 42, y - h * 0.5),
        ],
        False,
        8,
    )
    c.fill(train, p.accent)
    c.wash(train, p.ink, (x, 0), (x - side * 140, 0), (0, 0.5), 0.6)
    for k in (-60, -14, 34, 76):
        c.line([(x + k * 0.3, y - h * 0.42), (x + k, y)], 3, p.ink, 0.22)
    _curtains(c, p, mix(p.accent, rgb("7a1f2c"), 0.55), 850)
    c.box(0, 850, 1600, 1000, mix(p.ink, p.ramp[2], 0.25))
    c.box(0, 846, 1600, 860, p.lit(rgb("d9a93f")))
    for i in range(12):
        lx = 70 + i * 132
        c.fill([(lx - 26, 850), (lx + 26, 850), (lx + 20, 830), (lx - 20, 830)], p.ink)
        c.glow(lx, 826, 90, bright, 0.5)
    crowd_of_heads(c, rng, 905, 30, [mix(p.ink, p.ramp[2], 0.42)], -20, 1640)
    crowd_of_heads(c, rng, 945, 42, [mix(p.ink, p.ramp[2], 0.15)], -20, 1640)


def orchestra(c: Canvas, p: Palette, rng: Random) -> None:
    """A conductor raises both arms before the strings of an orchestra."""
    side = rng.choice((-1, 1))
    wall = mix(p.lit(rgb("b98a5a")), p.ramp[2], 0.35)
    c.box(0, 0, 1600, 1000, wall)
    for i in range(20):
        c.box(i * 84, 0, i * 84 + 36, 560, mix(wall, p.ink, 0.16))
    c.wash(box(0, 0, 1600, 580), p.ink, (0, 500), (0, 0), (0.0, 0.6), 0.4)
    pipes = sorted(range(17), key=lambda i: abs(i - 8), reverse=True)
    for i in pipes:
        x = 800 + (i - 8) * 46
        top = 70 + abs(i - 8) * 20
        metal = p.lit(rgb("d9c9a0"))
        c.fill(box(x - 19, top, x + 19, 470, 8), metal)
        c.wash(box(x - 19, top, x + 19, 470), p.ink, (x - 4, 0), (x + 20, 0), (0, 0.55), 0.6)
        c.fill(curve([(x - 11, 420), (x, 386), (x + 11, 420), (x, 434)]), p.ink)
    c.box(360, 462, 1240, 500, mix(p.lit(rgb("7a4f36")), p.ink, 0.2))
    wood = p.lit(rgb("c0874f"))
    for y, depth in ((540, 0.3), (640, 0.18), (752, 0.06)):
        c.fill(box(-20, y, 1620, 1010), mix(mix(wood, p.ink, depth), p.ramp[2], 0.2))
        c.box(-20, y, 1620, y + 8, mix(wood, p.paper, 0.2))
    bright = mix(p.glow, p.paper, 0.4)
    for i in range(5):
        _spot(c, p, 160 + i * 320, (200 + i * 300, 720), 240, 0.26, bright)
    black = p.lit(rgb("22222c"))
    rows = ((600, 210, 9, 150), (708, 260, 8, 176), (836, 320, 6, 236))
    for r, (y, h, count, step) in enumerate(rows):
        for i in range(count):
            x = 800 + (i - (count - 1) / 2) * step + rng.uniform(-12, 12)
            if r == 2 and abs(x - 800) < 190:
                continue
            way = 1 if x < 800 else -1
            wear = replace(
                look(rng, p, 0.0, 0.05 * (2 - r)),
                top=black if rng.random() < 0.8 else p.lit(p.accent),
                legs=black,
                hat="",
                cut="jacket",
            )
            c.box(x - h * 0.11, y - h * 0.27, x + h * 0.11, y - h * 0.23, p.ink)
            for dx in (-0.1, 0.1):
                c.line([(x + dx * h, y - h * 0.25), (x + dx * h, y)], 4, p.ink)
            fig = person(c, x, y, h * 1.25, wear, "sit", way)
            tone = p.lit(rgb("9a4f28"))
            if r == 1 and i in (0, 1, count - 1, count - 2):
                _cello(c, p, x + way * h * 0.2, y, h * 0.78, way, tone)
            elif r == 0 and i % 3 == 1:
                hx, hy = fig.near_hand
                c.line(
                    [(hx - way * 20, hy - h * 0.22), (hx + way * 60, hy + 10)],
                    8,
                    p.lit(rgb("d9b04a")),
                )
                c.fill(
                    path(around(hx, hy, 1, way), "54,-6 90,-2 84,34 50,16"),
                    p.lit(rgb("d9b04a")),
                )
            else:
                _violin(c, p, fig.head, h, way, tone)
            sx = x + way * h * 0.52
            c.line([(sx, y), (sx, y - h * 0.42)], 4, p.ink)
            c.fill(
                [
                    (sx - way * 6, y - h * 0.42),
                    (sx - way * 24, y - h * 0.6),
                    (sx + way * 26, y - h * 0.56),
                    (sx + way * 36, y - h * 0.4),
                ],
                p.lit(p.paper),
            )
    c.fill(box(650, 940, 950, 1010, 6), mix(wood, p.ink, 0.4))
    c.box(650, 936, 950, 946, p.lit(rgb("d9a93f")))
    tails = Look(
        skin=p.lit(rng.choice(SKINS)),
        hair=p.lit(rng.choice(HAIR)),
        top=p.lit(rgb("17171f")),
        legs=p.lit(rgb("17171f")),
        shoes=p.ink,
        style=rng.choice(("crop", "bun", "bob", "tail")),
        cut="coat",
    )
    fig = person(c, 800, 944, 470, tails, "conduct", side)
    hx, hy = fig.near_hand
    c.line([(hx, hy), (hx + side * 70, hy - 66)], 4, p.paper)
    c.glow(hx + side * 70, hy - 66, 60, bright, 0.6)
    c.line(
        curve(path(SHEET, "650,936 640,860 800,846 960,860 950,936"), False),
        6,
        p.lit(rgb("d9a93f")),
    )


def _violin(c: Canvas, p: Palette, head: Point, h: float, way: int, tone: Colour) -> None:
    x, y = head[0] + way * h * 0.11, head[1] + h * 0.13
    body = curve(
        [
            (x - way * h * 0.05, y - h * 0.03),
            (x + way * h * 0.02, y - h * 0.055),
            (x + way * h * 0.07, y - h * 0.03),
            (x + way * h * 0.15, y - h * 0.02),
            (x + way * h * 0.14, y + h * 0.045),
            (x + way * h * 0.06, y + h * 0.035),
            (x - way * h * 0.02, y + h * 0.05),
        ]
    )
    c.fill(body, tone)
    c.line(
        [(x + way * h * 0.13, y + h * 0.01), (x + way * h * 0.3, y + h * 0.03)], h * 0.022, p.ink
    )
    c.line(
        [(x - way * h * 0.04, y + h * 0.26), (x + way * h * 0.15, y - h * 0.2)],
        h * 0.012,
        p.lit(rgb("e3cda6")),
    )


def _cello(c: Canvas, p: Palette, x: float, y: float, h: float, way: int, tone: Colour) -> None:
    def spot(u: float, v: float) -> Point:
        return (x + way * (u * h - (v - 0.3) * h * 0.18), y - v * h)

    c.line([spot(0, 0.1), spot(0, 0.0)], 4, p.ink)
    body = curve(
        path(
            spot,
            "-0.17,0.14 0,0.07 0.17,0.14 0.18,0.26 0.11,0.36 0.15,0.5 0,0.57 -0.15,0.5 -0.11,0.36 -0.18,0.26",
        )
    )
    c.fill(body, tone)
    c.wash(body, p.ink, spot(0, 0.3), spot(0.2, 0.3), (0, 0.5), 0.6)
    c.line([spot(0, 0.3), spot(0, 0.95)], h * 0.035, p.ink)
    c.line([spot(-0.34, 0.34), spot(0.34, 0.28)], h * 0.016, p.lit(rgb("e3cda6")))


def dancers(c: Canvas, p: Palette, rng: Random) -> None:
    """Three dancers before an enormous moon of light."""
    side = rng.choice((-1, 1))
    back = mix(p.sky[0], p.ink, 0.4)
    c.box(0, 0, 1600, 1000, back)
    c.wash(None, p.sky[1], (800, 0), (800, 820), (0.0, 0.7), 0.35)
    c.glow(800, 430, 900, p.sun, 0.35)
    disc = mix(p.sun, p.accent if rng.random() < 0.5 else p.sky[2], 0.4)
    c.disc(800, 440, 390, disc)
    c.wash(ellipse(800, 440, 390), p.accent, (800, 200), (800, 850), (0.0, 0.75), 0.6)
    floor = 800.0
    c.box(0, floor, 1600, 1000, mix(p.ink, p.ramp[2], 0.3))
    c.mirror(floor, 1000, mix(p.ink, p.ramp[2], 0.25), 0.55, 2, 1.3)
    c.wash(box(0, floor, 1600, 1000), p.ink, (0, floor), (0, 1010), (0, 0.7), 0.4)
    bright = mix(p.glow, p.paper, 0.5)
    for x, tx in ((330, 470), (1270, 1130), (800, 800)):
        _spot(c, p, x, (tx, 880), 180, 0.3, bright)
    cloth = [p.accent2, p.lit(rgb("f4ead6")), p.accent]
    rng.shuffle(cloth)
    for k, (x, y, h, pose, way) in enumerate(
        (
            (440, 880, 480, "dance", 1),
            (1150, 880, 480, "dance", -1),
            (790, 910, 560, rng.choice(("cheer", "dance")), side),
        )
    ):
        skin = p.lit(rng.choice(SKINS))
        wear = Look(
            skin=skin,
            hair=p.lit(rng.choice(HAIR[:4])),
            top=cloth[k],
            legs=skin if k != 1 else cloth[k],
            shoes=cloth[k],
            style=rng.choice(("bun", "bun", "crop", "tail")),
            cut=rng.choice(("dress", "jacket")),
        )
        c.oval(x, y + 5, 120, 13, p.ink, 0.55)
        fig = person(c, x, y, h, wear, pose, way)
        ribbon = curve(
            [
                fig.near_hand,
                (fig.near_hand[0] + way * 80, fig.near_hand[1] - 60),
                (fig.near_hand[0] + way * 150, fig.near_hand[1] + 40),
                (fig.near_hand[0] + way * 60, fig.near_hand[1] + 140),
                (fig.near_hand[0] + way * 170, fig.near_hand[1] + 210),
            ],
            False,
            10,
        )
        for i, (a, b) in enumerate(itertools.pairwise(ribbon)):
            c.line([a, b], 4 + 9 * math.sin(i / len(ribbon) * math.pi), cloth[(k + 1) % 3])
    for s in (-1, 1):
        for i in range(4):
            x0, x1 = 800 + s * (820 - 58 * i), 800 + s * (762 - 58 * i)
            wing = [(x0, -10), (x1, -10), (x1 + s * 14, 860), (x0, 880)]
            c.fill(wing, mix(p.ink, p.ramp[2], 0.12 + 0.08 * (i % 2)))
            c.wash(wing, p.ink, (x0, 0), (x1, 0), (0.6, 0.0), 0.5)


def cinema(c: Canvas, p: Palette, rng: Random) -> None:
    """A full house watches the bright screen, the projector's beam over its heads."""
    side = rng.choice((-1, 1))
    room = mix(p.ink, p.ramp[2], 0.35)
    c.box(0, 0, 1600, 1000, room)
    for i in range(-1, 9):
        for s in (-1, 1):
            x = 800 + s * (430 + i * 60)
            c.fill(
                [
                    (x, 60 - i * 14),
                    (x + s * 26, 50 - i * 14),
                    (x + s * 26, 780 + i * 20),
                    (x, 770 + i * 20),
                ],
                mix(room, p.accent, 0.22),
            )
    screen = (370.0, 110.0, 1230.0, 610.0)
    c.glow(800, 360, 900, p.sky[2], 0.4)
    c.box(screen[0] - 16, screen[1] - 16, screen[2] + 16, screen[3] + 16, p.ink)
    with c.inside(box(*screen)):
        c.box(*screen, p.sky[1])
        c.wash(box(*screen), p.sky[2], (0, 110), (0, 610), (0, 1), 0.2)
        c.disc(800 + side * 120, 380, 120, p.sun)
        for k, depth in enumerate((0.8, 0.6, 0.4)):
            line = [
                (x, 470 + 44 * k + math.sin(x / (110 - 20 * k) + k) * 30)
                for x in range(360, 1250, 14)
            ]
            c.fill([*line, (1240, 620), (360, 620)], p.tone(depth))
        person(c, 800 - side * 150, 600, 230, silhouette(p.ink, rng), "walk", side)
        person(c, 800 - side * 60, 604, 215, silhouette(p.ink, rng), "raise", -side)
    source = (800 - side * 330, -60.0)
    c.beam(
        [
            source,
            (source[0] + 20, -60),
            (screen[2], screen[3]),
            (screen[0], screen[3]),
            (screen[0], screen[1]),
        ],
        mix(p.sky[2], p.paper, 0.4),
        source,
        (800, 760),
        0.28,
    )
    floor = 700.0
    c.box(0, floor, 1600, 1000, mix(room, p.ink, 0.4))
    c.wash(
        [(300, floor - 30), (1300, floor - 30), (1500, 830), (100, 830)],
        p.sky[2],
        (0, floor - 30),
        (0, 830),
        (0.5, 0),
        0.5,
    )
    for y, r, light in ((724, 24, 0.55), (784, 33, 0.38), (858, 45, 0.2), (946, 62, 0.04)):
        seat_colour = mix(mix(p.accent, rgb("5a1f2c"), 0.6), p.ink, 0.5 - light * 0.4)
        x = -30 + rng.uniform(0, r)
        while x < 1640:
            c.fill(box(x - r * 1.15, y + r * 0.5, x + r * 1.15, y + r * 5, r * 0.5), seat_colour)
            c.fill(
                box(x - r * 1.15, y + r * 0.5, x + r * 1.15, y + r * 0.75, r * 0.2),
                mix(seat_colour, p.sky[2], light),
            )
            x += r * 2.6
        crowd_of_heads(
            c,
            rng,
            y,
            r,
            [mix(p.ink, p.ramp[1], light * 0.6), mix(p.ink, p.ramp[1], light * 0.9)],
            -20,
            1640,
        )


STAGE = (
    (theatre, (0.5, 0.6), "A singer stands in the spotlight of a full theatre"),
    (orchestra, (0.5, 0.64), "A conductor raises both arms before an orchestra"),
    (dancers, (0.5, 0.6), "Three dancers move before an enormous disc of light"),
    (cinema, (0.5, 0.45), "A full house watches a bright cinema screen"),
)
