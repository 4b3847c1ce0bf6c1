"""The composition ``laboratory``."""

import math
from dataclasses import replace
from random import Random

from newsportal.demo.pictures.canvas import Canvas, Colour, halo
from newsportal.demo.pictures.geometry import (
    Point,
    arc,
    around,
    box,
    curve,
    ellipse,
    mirrored,
    path,
    turned,
)
from newsportal.demo.pictures.palettes import Palette, mix, rgb
from newsportal.demo.pictures.people import look, person, silhouette
from newsportal.demo.pictures.rooms import pendant, wall_colour, window
from newsportal.demo.pictures.scenery import clouds, stars, sun


def microscope(c: Canvas, p: Palette, x: float, y: float, h: float, facing: int) -> Point:
    """Stand a microscope ``h`` high on (x, y), its eyepiece turned back; returns the eyepiece."""
    body, dark = p.lit(rgb("f1ece0")), p.lit(rgb("2f3a48"))

    def spot(u: float, v: float) -> Point:
        return (x + facing * u * h, y - v * h)

    c.fill(curve(path(spot, "-0.3,0 -0.3,0.08 0.28,0.08 0.3,0"), False, 4), dark)
    arm = path(
        spot, "0.12,0.07 0.26,0.2 0.26,0.52 0.08,0.78 -0.02,0.7 0.14,0.48 0.14,0.28 0.02,0.07"
    )
    c.fill(curve(arm, steps=6), body)
    c.wash(curve(arm, steps=6), p.ink, spot(0.1, 0), spot(0.3, 0), (0, 0.4), 0.6)
    c.fill(path(spot, "-0.26,0.33 0.16,0.33 0.16,0.29 -0.26,0.29"), dark)
    c.fill(
        path(spot, "-0.14,0.345 0.02,0.345 0.02,0.33 -0.14,0.33"),
        p.lit(p.accent2),
    )
    tube = path(spot, "-0.16,0.56 -0.04,0.62 -0.24,0.97 -0.36,0.91")
    c.fill(tube, body)
    c.wash(tube, p.ink, spot(-0.3, 0.8), spot(-0.1, 0.84), (0, 0.45), 0.6)
    c.fill(path(spot, "-0.36,0.9 -0.24,0.97 -0.27,1.03 -0.39,0.96"), dark)
    c.fill(path(spot, "-0.18,0.6 0,0.66 0.04,0.56 -0.16,0.48"), dark)
    for k, (u, v) in enumerate(((-0.13, 0.5), (-0.06, 0.5), (0.0, 0.53))):
        c.fill(
            [
                spot(u - 0.025, v),
                spot(u + 0.025, v),
                spot(u + 0.018, 0.37 + 0.05 * k),
                spot(u - 0.018, 0.37 + 0.05 * k),
            ],
            p.lit(rgb("c9a24a")) if k == 0 else dark,
        )
    c.disc(*spot(0.2, 0.34), h * 0.07, dark)
    c.disc(*spot(0.2, 0.34), h * 0.04, body)
    c.glow(*spot(-0.07, 0.2), h * 0.3, p.glow, 0.6)
    c.fill(path(spot, "-0.12,0.12 -0.02,0.12 -0.02,0.16 -0.12,0.16"), p.glow)
    return spot(-0.33, 1.0)


def flask(
    c: Canvas, p: Palette, rng: Random, x: float, y: float, h: float, kind: str, liquid: Colour
) -> None:
    """Stand a vessel on (x, y): ``cone``, ``round``, ``tube`` or ``beaker``, ``h`` high."""
    glass = mix(p.paper, p.sky[1], 0.15)
    if kind == "cone":
        outline = [
            (x - h * 0.09, y - h),
            (x + h * 0.09, y - h),
            (x + h * 0.09, y - h * 0.66),
            (x + h * 0.36, y - h * 0.05),
            (x + h * 0.32, y),
            (x - h * 0.32, y),
            (x - h * 0.36, y - h * 0.05),
            (x - h * 0.09, y - h * 0.66),
        ]
        level = y - h * rng.uniform(0.3, 0.5)
    elif kind == "round":
        outline = [
            (x - h * 0.08, y - h),
            (x + h * 0.08, y - h),
            (x + h * 0.08, y - h * 0.56),
            *arc(x, y - h * 0.3, h * 0.3, h * 0.3, -70, 250),
            (x - h * 0.08, y - h * 0.56),
        ]
        level = y - h * rng.uniform(0.22, 0.4)
    elif kind == "tube":
        outline = [
            (x - h * 0.1, y - h),
            (x + h * 0.1, y - h),
            *arc(x, y - h * 0.1, h * 0.1, h * 0.1, 0, 180),
        ]
        level = y - h * rng.uniform(0.35, 0.75)
    else:
        outline = [
            (x - h * 0.36, y - h),
            (x + h * 0.36, y - h),
            (x + h * 0.32, y),
            (x - h * 0.32, y),
        ]
        level = y - h * rng.uniform(0.4, 0.7)
    c.fill(outline, glass, 0.38)
    with c.inside(outline):
        c.box(x - h, level, x + h, y + 4, liquid, 0.92)
        c.wash(
            box(x - h * 0.4, level, x + h * 0.4, y),
            p.ink,
            (x - h * 0.05, 0),
            (x + h * 0.36, 0),
            (0, 0.45),
            0.5,
        )
        c.box(x - h, level - 3, x + h, level + 4, mix(liquid, p.paper, 0.45))
        for _ in range(7):
            c.disc(
                x + rng.uniform(-0.25, 0.25) * h,
                rng.uniform(level + 6, y - 6),
                h * rng.uniform(0.008, 0.025),
                p.paper,
                0.6,
            )
        c.fill(
            path(around(x, y, h), "-0.26,-0.05 -0.2,-0.05 -0.03,-0.7 -0.06,-0.7"),
            p.paper,
            0.35,
        )
    c.line([*outline, outline[0]], max(2.0, h * 0.012), mix(glass, p.ink, 0.15), 0.8)
    neck = h * (0.11 if kind in ("cone", "round", "tube") else 0.38)
    c.fill(box(x - neck, y - h * 1.02, x + neck, y - h * 0.975, 3), glass)


def bench_work(c: Canvas, p: Palette, rng: Random) -> None:
    """A scientist bends over a microscope, a colleague reads from a screen."""
    side = rng.choice((-1, 1))

    def mx(x: float) -> float:
        return 800 + side * (x - 800)

    wall = mix(wall_colour(p, rng), p.lit(rgb("b9d0cc")), 0.4)
    c.box(0, 0, 1600, 1000, wall)
    c.wash(None, p.ink, (0, 440), (0, -80), (0, 0.35), 0.4)
    frame = tuple(sorted((mx(90), mx(470))))
    window(c, p, rng, (frame[0], 110, frame[1], 560), (2, 2), p.lit(rgb("eef0e8")))
    liquids = [
        p.lit(v)
        for v in (p.accent, p.accent2, rgb("5aa6b8"), rgb("e2b33f"), rgb("8a6fb0"), rgb("6fae6a"))
    ]
    for row in range(2):
        y = 220 + row * 170
        lo, hi = sorted((mx(1090), mx(1540)))
        for i in range(7):
            fx = lo + 36 + i * 62
            kind = rng.choice(("cone", "round", "beaker", "tube", "beaker"))
            flask(c, p, rng, fx, y, rng.uniform(70, 116), kind, rng.choice(liquids))
        c.box(lo, y, hi, y + 14, p.lit(rgb("c9a77a")))
        c.box(lo, y + 14, hi, y + 24, p.ink, 0.3)
    sx0, sx1 = sorted((mx(560), mx(1010)))
    c.fill(box(sx0, 120, sx1, 440, 12), p.lit(rgb("2a3644")))
    c.fill(box(sx0 + 14, 134, sx1 - 14, 426, 6), mix(p.ink, p.accent2, 0.18))
    kind = rng.choice(("helix", "wave", "cells"))
    glowing = mix(p.accent2, p.paper, 0.45)
    mid = (sx0 + sx1) / 2
    if kind == "helix":
        for i in range(30):
            t = i / 29
            x = sx0 + 40 + (sx1 - sx0 - 80) * t
            a, b = 280 + 86 * math.sin(t * 9), 280 - 86 * math.sin(t * 9)
            c.line([(x, a), (x, b)], 4, mix(p.ink, glowing, 0.6))
            c.disc(x, a, 8, glowing)
            c.disc(x, b, 8, p.accent)
    elif kind == "wave":
        for k, colour in enumerate((glowing, p.accent, p.glow)):
            line = [
                (
                    sx0 + 30 + i * (sx1 - sx0 - 60) / 60,
                    200
                    + k * 84
                    + math.sin(i * 0.6 + k) * 30 * math.exp(-(((i - 30) / 14) ** 2)) * 1.6
                    + rng.uniform(-3, 3),
                )
                for i in range(61)
            ]
            c.line(line, 4, colour)
    else:
        with c.inside(box(sx0 + 14, 134, sx1 - 14, 426, 6)):
            for _ in range(22):
                x, y, r = (
                    rng.uniform(sx0 + 30, sx1 - 30),
                    rng.uniform(150, 410),
                    rng.uniform(22, 46),
                )
                c.fill(
                    curve(
                        [
                            (
                                x + r * rng.uniform(0.8, 1.15) * math.cos(a),
                                y + r * rng.uniform(0.8, 1.15) * math.sin(a),
                            )
                            for a in (0, 0.9, 1.8, 2.7, 3.6, 4.5, 5.4)
                        ],
                        steps=5,
                    ),
                    glowing,
                    0.5,
                )
                c.disc(x, y, r * 0.32, p.accent)
    c.glow(mid, 280, 420, mix(p.accent2, p.paper, 0.3), 0.25)
    coat = p.lit(rgb("fbf7ec"))
    helper = replace(look(rng, p), top=coat, cut="coat", hat="")
    fig = person(c, mx(1120), 950, 640, helper, "hold", -side)
    hx, hy = fig.near_hand
    c.fill(turned(box(hx - 44, hy - 60, hx + 44, hy + 6, 6), side * 12, (hx, hy)), p.ink)
    c.fill(
        turned(box(hx - 37, hy - 53, hx + 37, hy - 1, 4), side * 12, (hx, hy)),
        mix(p.accent2, p.paper, 0.55),
    )
    scientist = replace(look(rng, p), top=coat, cut="coat", hat="")
    person(c, mx(480), 1010, 690, scientist, "lean", side)
    top = 742.0
    desk = p.lit(rgb("dfe3da"))
    c.box(0, top, 1600, top + 34, desk)
    c.box(0, top + 34, 1600, 1000, p.lit(mix(rgb("7f9aa0"), p.ramp[2], 0.4)))
    for i in range(7):
        c.line(
            [*box(20 + i * 230, top + 60, 230 + i * 230, 990), (20 + i * 230, top + 60)],
            4,
            p.ink,
            0.3,
        )
        c.box(95 + i * 230, top + 84, 155 + i * 230, top + 94, p.lit(rgb("e9ecec")))
    c.wash(box(0, top + 34, 1600, 1000), p.ink, (0, top + 30), (0, 1000), (0, 0.5), 0.6)
    c.wash(box(0, top, 1600, top + 34), p.sun, (mx(200), 0), (mx(900), 0), (0.6, 0), 0.4)
    microscope(c, p, mx(770), top + 4, 330, side)
    for i, (x, kind, h) in enumerate(
        (
            (1000, "cone", 160),
            (1300, "round", 190),
            (1420, "beaker", 110),
            (250, "cone", 130),
            (130, "tube", 150),
        )
    ):
        flask(c, p, rng, mx(x), top + 6, h, kind, liquids[i % len(liquids)])
    rx0, rx1 = sorted((mx(1085), mx(1230)))
    for i in range(5):
        flask(c, p, rng, rx0 + 16 + i * 28, top - 4, 110, "tube", liquids[(i + 2) % len(liquids)])
    c.box(rx0, top - 66, rx1, top - 54, p.lit(rgb("c9a77a")))
    c.box(rx0, top - 8, rx1, top + 4, p.lit(rgb("c9a77a")))
    if p.dark:
        for x in (420, 1180):
            pendant(c, p, mx(x), 60, 46, p.lit(rgb("e6e4da")))


def glassware(c: Canvas, p: Palette, rng: Random) -> None:
    """A seedling grows in a great flask among tubes and burners."""
    side = rng.choice((-1, 1))
    back = mix(p.sky[1], p.ramp[0], 0.3)
    c.box(0, 0, 1600, 1000, back)
    c.wash(None, p.sky[0], (800, 900), (800, -100), (0, 0.8), 0.3)
    c.disc(800, 440, 400, mix(p.sky[2], p.sun, 0.45))
    c.wash(ellipse(800, 440, 400), p.haze, (800, 300), (800, 850), (0, 0.8), 0.5)
    c.glow(800, 420, 760, p.sun, 0.3)
    for _ in range(7):
        x, y, r = rng.uniform(60, 1540), rng.uniform(60, 420), rng.uniform(26, 50)
        if abs(x - 800) < 380:
            continue
        hexagon = ellipse(x, y, r, steps=6)
        c.line([*hexagon, hexagon[0]], 4, p.paper, 0.4)
        c.line([hexagon[0], (hexagon[0][0] + r, hexagon[0][1])], 4, p.paper, 0.4)
        c.disc(hexagon[0][0] + r, hexagon[0][1], 9, p.paper, 0.5)
    table = 850.0
    c.box(0, table, 1600, 1000, p.tone(0.16))
    c.wash(box(0, table, 1600, 1000), p.haze, (0, table), (0, table + 60), (0.5, 0), 0.6)
    liquids = [p.lit(v) for v in (p.accent, rgb("5aa6b8"), rgb("e2b33f"), p.accent2, rgb("8a6fb0"))]
    rng.shuffle(liquids)
    metal = p.lit(rgb("5a6470"))
    for x, kind, h, k in (
        (250, "round", 330, 0),
        (470, "cone", 260, 1),
        (1120, "cone", 310, 2),
        (1350, "round", 400, 3),
    ):
        fx = 800 + side * (x - 800)
        base = table + 18
        if kind == "round":
            lift = 120
            c.line([(fx - 110, base), (fx - 80, base - lift)], 9, metal)
            c.line([(fx + 110, base), (fx + 80, base - lift)], 9, metal)
            c.box(fx - 100, base - lift - 6, fx + 100, base - lift + 6, metal)
            c.fill(box(fx - 24, base - 62, fx + 24, base, 4), metal)
            flame = curve(path(around(fx, base), "0,-116 17,-84 9,-62 -9,-62 -17,-84"))
            c.fill(flame, p.accent)
            c.fill(
                curve(path(around(fx, base), "0,-96 8,-78 0,-64 -8,-78")),
                p.glow,
            )
            c.glow(fx, base - 84, 110, p.glow, 0.7)
            base -= lift
        flask(c, p, rng, fx, base, h, kind, liquids[k])
    pipe = [
        (800 + side * (250 - 800), table - 440),
        (800 + side * (250 - 800), table - 520),
        (800 + side * (560 - 800), table - 560),
        (800 + side * (640 - 800), table - 430),
    ]
    c.line(curve(pipe, False, 10), 13, mix(p.paper, p.sky[1], 0.3), 0.7)
    c.line(curve(pipe, False, 10), 5, liquids[0], 0.9)
    # the great flask
    x, h, y = 800.0, 640.0, table + 60
    outline = [
        (x - 62, y - h),
        (x + 62, y - h),
        (x + 62, y - h * 0.64),
        *arc(x, y - 215, 225, 215, -72, 252),
        (x - 62, y - h * 0.64),
    ]
    c.wash(ellipse(x, y + 4, 250, 24), p.ink, (x, y - 10), (x, y + 30), (0.7, 0), 0.5)
    c.fill(outline, mix(p.paper, p.sky[2], 0.3), 0.4)
    soil = p.lit(rgb("6b4632"))
    with c.inside(outline):
        ground = curve(path(around(x, y), "-240,-130 -100,-168 40,-150 240,-138"), False)
        c.fill([*ground, (x + 240, y + 10), (x - 240, y + 10)], soil)
        c.wash(
            [*ground, (x + 240, y + 10), (x - 240, y + 10)],
            p.ink,
            (0, y - 150),
            (0, y),
            (0, 0.6),
            0.7,
        )
        for _ in range(36):
            c.disc(
                rng.uniform(x - 200, x + 200),
                rng.uniform(y - 120, y - 10),
                rng.uniform(2, 6),
                mix(soil, p.paper, 0.35),
            )
        for k in range(5):
            root = [
                (x + 4, y - 150),
                (x + (k - 2) * 30, y - 100),
                (x + (k - 2) * 56 + rng.uniform(-10, 10), y - 50),
            ]
            c.line(curve(root, False), 4, mix(soil, p.paper, 0.5))
    leaf = p.lit(rgb("5fa04f"))
    stem = curve(path(around(x, y), "4,-150 -10,-280 14,-400 0,-500"), False, 8)
    c.line(stem, 12, mix(leaf, p.ink, 0.25))
    for dx, dy, size, turn in (
        (-1, 250, 120, -24),
        (1, 300, 135, 22),
        (-1, 370, 110, -34),
        (1, 430, 96, 36),
        (-1, 490, 76, -60),
        (1, 500, 76, 60),
    ):
        bx, by = x + dx * 4, y - dy
        blade = curve(
            [
                (bx, by),
                (bx + dx * size * 0.5, by - size * 0.32),
                (bx + dx * size, by - size * 0.16),
                (bx + dx * size * 0.5, by + size * 0.16),
            ]
        )
        blade = turned(blade, -turn * 0.4 * dx if dx > 0 else turn * 0.4 * dx, (bx, by))
        c.fill(blade, leaf if dx < 0 else mix(leaf, p.ink, 0.2))
        c.line([(bx, by), blade[len(blade) // 2]], 2.5, mix(leaf, p.paper, 0.35))
    c.line([*outline, outline[0]], 7, p.paper, 0.75)
    c.fill(box(x - 78, y - h - 12, x + 78, y - h + 10, 8), p.paper, 0.9)
    c.fill(
        curve(path(around(x, y), "-186,-250 -176,-330 -120,-395 -134,-330 -158,-240")),
        p.paper,
        0.5,
    )
    c.disc(x - 160, y - 180, 15, p.paper, 0.5)
    tiny = replace(look(rng, p), top=p.lit(rgb("fbf7ec")), cut="coat", hat="")
    person(c, 800 + side * 300, table + 70, 210, tiny, "point", -side)
    person(
        c,
        800 - side * 320,
        table + 76,
        205,
        replace(look(rng, p), top=p.lit(rgb("fbf7ec")), cut="coat", hat=""),
        "hold",
        side,
    )


def observatory(c: Canvas, p: Palette, rng: Random) -> None:
    """An astronomer stands at a great telescope under the open dome."""
    side = rng.choice((-1, 1))
    wall = mix(p.tone(0.28), p.lit(rgb("5a6a78")), 0.3)
    c.box(0, 0, 1600, 1000, wall)
    slit = path(mirrored(side), "860,-10 1320,-10 1440,620 1130,620")
    with c.inside(slit):
        c.box(0, 0, 1600, 1000, p.sky[1])
        c.wash(None, p.sky[0], (0, 500), (0, 0), (0, 1), 0.15)
        c.wash(None, p.sky[2], (0, 200), (0, 640), (0, 1), 0.15)
        if p.mood in ("night", "dusk", "dawn"):
            stars(c, p, 560)
        sun(c, p, 800 + side * 430, rng.uniform(140, 240), 56)
        if p.mood in ("day", "storm"):
            clouds(c, p, rng, 420, 8)
    c.line([slit[0], slit[3]], 22, mix(wall, p.paper, 0.2))
    c.line([slit[1], slit[2]], 22, mix(wall, p.paper, 0.2))
    for i in range(-6, 9):
        x = 800 + i * 150
        rib = curve([(800 + i * 34, -160), (800 + i * 90, 200), (x, 640)], False, 8)
        inside = side * (x - 800) > 60 and side * (x - 800) < 640
        if not inside:
            c.line(rib, 6, p.ink, 0.35)
    c.beam(
        [slit[0], slit[1], (800 + side * 500, 900), (800 - side * 380, 900)],
        mix(p.sun, p.sky[2], 0.4),
        (800 + side * 300, 0),
        (800, 900),
        0.4,
    )
    c.box(0, 640, 1600, 1000, mix(wall, p.ink, 0.35))
    c.box(0, 632, 1600, 650, mix(wall, p.paper, 0.15))
    for i in range(9):
        c.fill(box(20 + i * 180, 690, 170 + i * 180, 830, 6), p.ink, 0.25)
    c.fill([(0, 860), (1600, 860), (1600, 1000), (0, 1000)], p.tone(0.14))
    c.wash(box(0, 860, 1600, 1000), p.sky[2], (800, 860), (800, 960), (0.35, 0), 0.6)
    # mount and tube
    steel, brass = p.lit(rgb("dfe0d8")), p.lit(rgb("c99a45"))
    base = 900.0
    c.fill(
        [(800 - 130, base), (800 + 130, base), (800 + 70, 640), (800 - 70, 640)],
        p.lit(rgb("3a4656")),
    )
    c.wash(
        [(800 - 130, base), (800 + 130, base), (800 + 70, 640), (800 - 70, 640)],
        p.ink,
        (790, 0),
        (800 + side * 130, 0),
        (0, 0.6),
        0.6,
    )
    c.box(800 - 170, base - 26, 800 + 170, base + 6, p.lit(rgb("2c3644")))

    def along(t: float, v: float) -> Point:
        """A place on the tube: t along it (0 at the mount), v across it."""
        dx, dy = side * 0.62, -0.78
        return (800 + dx * t - dy * v, 600 + dy * t + dx * v)

    c.fill(path(along, "-190,-46 -190,46 120,62 120,-62"), steel)
    c.fill(path(along, "110,-74 110,74 520,92 520,-92"), steel)
    tube = path(along, "110,-74 110,74 520,92 520,-92")
    c.wash(tube, p.ink, along(300, 0), along(300, 100 * side), (0, 0.5), 0.6)
    for t, w in ((112, 84), (330, 92), (505, 102)):
        c.fill([along(t, -w), along(t, w), along(t + 26, w), along(t + 26, -w)], brass)
    c.fill(path(along, "-230,-26 -230,26 -180,34 -180,-34"), brass)
    c.fill(path(along, "-270,-15 -270,15 -225,20 -225,-20"), p.ink)
    c.disc(*along(40, 0), 62, p.lit(rgb("3a4656")))
    c.disc(*along(40, 0), 38, brass)
    c.fill(path(along, "150,84 150,112 420,124 420,100"), p.lit(rgb("3a4656")))
    eye = along(-275, 0)
    # platform
    px = 800 - side * 330
    deck = base - 60
    fig_h = 330
    for k in range(5):
        c.fill(
            box(
                min(px - side * 120, px + side * 150) - 30 + k * 0,
                deck + k * 28,
                max(px - side * 120, px + side * 150) + 10,
                deck + k * 28 + 14,
            ),
            mix(p.tone(0.3), p.paper, 0.1 * (k == 0)),
        )
    wear = replace(look(rng, p), hat="")
    person(c, px + side * 60, deck + 2, fig_h, wear, "lean" if eye[1] > 560 else "point", side)
    dx = 800 + side * 430
    c.fill(box(dx - 150, base - 150, dx + 150, base - 134), p.lit(rgb("8a6a4a")))
    for off in (-130, 130):
        c.line([(dx + off, base - 134), (dx + off, base + 10)], 11, p.lit(rgb("6a4f38")))
    c.fill(box(dx - 90, base - 260, dx + 50, base - 162, 6), p.ink)
    c.fill(box(dx - 82, base - 252, dx + 42, base - 170, 4), mix(p.accent2, p.ink, 0.35))
    for _ in range(14):
        c.disc(
            rng.uniform(dx - 76, dx + 36),
            rng.uniform(base - 246, base - 176),
            rng.uniform(1.5, 4),
            p.paper,
        )
    c.glow(dx - 20, base - 210, 230, mix(p.accent2, p.paper, 0.3), 0.4)
    c.fill(
        path(around(dx, base), "70,-150 120,-150 116,-190 74,-190"),
        p.lit(p.accent),
    )
    person(
        c,
        dx + side * 30,
        base + 60,
        340,
        silhouette(mix(p.ink, p.tone(0.14), 0.3), rng),
        "sit",
        -side,
    )
    halo(c, 800 - side * 640, 600, 9, p.accent)


LABORATORY = (
    (
        bench_work,
        (0.48, 0.6),
        "A scientist bends over a microscope while a colleague holds a tablet",
    ),
    (glassware, (0.5, 0.58), "A seedling grows in a great flask between two small researchers"),
    (observatory, (0.5, 0.6), "An astronomer stands at a great telescope under the open dome"),
)
