"""The composition ``crowd``."""

import math
from dataclasses import replace
from random import Random

from newsportal.demo.pictures.buildings import tower
from newsportal.demo.pictures.canvas import Canvas, Colour
from newsportal.demo.pictures.geometry import around, box, curve, ellipse, path, turned
from newsportal.demo.pictures.palettes import Palette, mix, rgb
from newsportal.demo.pictures.people import SKINS, look, person, placard, umbrella
from newsportal.demo.pictures.scenery import clouds, sky, sun, weather


def _throng(
    c: Canvas,
    p: Palette,
    rng: Random,
    y: float,
    h: float,
    depth: float,
    step: float,
    poses: tuple[str, ...],
    facing: int,
) -> None:
    """Draw one row of people along ``y``; some carry boards, some umbrellas in a storm."""
    x = -40 + rng.uniform(0, step)
    while x < 1640:
        wear = look(rng, p, depth)
        way = facing if rng.random() < 0.85 else -facing
        carry = rng.random()
        pose = rng.choice(poses)
        if p.mood == "storm" and carry < 0.3:
            pose = "carry"
        elif carry < 0.24:
            pose = "raise"
        fig = person(
            c, x, y + rng.uniform(-0.03, 0.03) * h, h * rng.uniform(0.9, 1.06), wear, pose, way
        )
        colour = p.lit(rng.choice((p.accent, p.accent2, p.paper, p.paper, rgb("e6b13c"))), depth)
        if pose == "carry":
            umbrella(c, fig.near_hand, h * 0.36, colour, p.ink)
        elif pose == "raise" and carry < 0.24:
            mark = p.lit(p.ink, depth) if sum(colour) > 380 else p.lit(p.paper, depth)
            placard(
                c,
                fig.near_hand,
                h * rng.uniform(0.26, 0.34),
                colour,
                p.lit(rgb("8a6a4a"), depth),
                rng.uniform(-0.2, 0.2),
                mark,
            )
        x += step * rng.uniform(0.7, 1.3)


def march(c: Canvas, p: Palette, rng: Random) -> None:
    """A march with boards and a long banner fills the street below the houses."""
    side = rng.choice((-1, 1))
    sky(c, p, 620)
    sun(c, p, 800 + side * rng.uniform(100, 400), rng.uniform(160, 280), rng.uniform(80, 130))
    clouds(c, p, rng, 360, 5)
    for depth, h, w in ((0.82, 330, 80), (0.64, 300, 110)):
        x = -30.0
        while x < 1640:
            width = w * rng.uniform(0.8, 1.3)
            dip = max(0.0, 1 - abs(x - 800) / 430) * 0.55
            tower(
                c, p, rng, x + width / 2, 640, width, h * rng.uniform(0.6, 1.1) * (1 - dip), depth
            )
            x += width
    c.box(0, 600, 1600, 1000, p.tone(0.5))
    c.wash(box(0, 560, 1600, 760), p.haze, (0, 760), (0, 560), (0, 0.6), 0.4)
    rows = ((640, 100, 0.66, 34), (690, 140, 0.5, 46), (752, 190, 0.32, 62), (826, 250, 0.14, 84))
    for y, h, depth, step in rows:
        _throng(c, p, rng, y, h, depth, step, ("walk", "walk", "stand", "cheer", "talk"), side)
    flag_x = 800 + side * rng.uniform(120, 260)
    c.line([(flag_x, 830), (flag_x + side * 30, 330)], 8, p.ink)
    cloth = [
        (flag_x + side * 30, 334),
        *curve(
            path(around(flag_x, 0, 1, side), "30,334 -70,320 -150,352 -240,336"),
            False,
        ),
    ]
    low = path(around(flag_x, 0, 1, side), "-232,452 -146,470 -64,440 23,456")
    c.fill([*cloth, *low], p.accent)
    c.wash([*cloth, *low], p.ink, (flag_x, 0), (flag_x - side * 120, 0), (0.0, 0.3), 0.5)
    # the front row carries a banner
    base = 968.0
    xs = [250 + i * 138 + rng.uniform(-12, 12) for i in range(9)]
    figures = [
        person(
            c,
            x,
            base + rng.uniform(-6, 8),
            rng.uniform(330, 365),
            look(rng, p),
            rng.choice(("walk", "talk", "walk", "raise")),
            side,
        )
        for x in xs
    ]
    top = [(fig.head[0], base - 215 + (10 if i % 2 else -4)) for i, fig in enumerate(figures[1:-1])]
    bottom = [(x, y + 132) for x, y in reversed(top)]
    banner = [*top, *bottom]
    board = p.lit(p.paper)
    c.fill(banner, board)
    c.wash(banner, p.ink, (0, base - 200), (0, base - 70), (0, 0.25), 0.6)
    x0, x1 = top[0][0], top[-1][0]
    colours = (p.accent, p.lit(p.ink), p.accent2)
    x = x0 + 40
    while x < x1 - 70:
        w = rng.uniform(26, 110)
        c.fill(box(x, base - 176, min(x + w, x1 - 30), base - 150, 8), rng.choice(colours[:2]))
        x += w + 22
    x = x0 + 90
    while x < x1 - 130:
        w = rng.uniform(26, 90)
        c.fill(box(x, base - 130, min(x + w, x1 - 60), base - 108, 8), colours[2])
        x += w + 20
    for point in top[::2]:
        c.disc(point[0], point[1] + 8, 12, p.lit(rng.choice(SKINS)))
    weather(c, p, rng)


def umbrellas(c: Canvas, p: Palette, rng: Random) -> None:
    """A square full of umbrellas seen from straight above, one of them bright."""
    paving = mix(p.lit(rgb("b9b2a8")), p.ramp[1], 0.35)
    c.box(0, 0, 1600, 1000, paving)
    size = rng.choice((84, 100, 118))
    angle = rng.uniform(-18, 18)
    for i in range(-6, 30):
        for k in range(-6, 24):
            tile = turned(
                box(i * size, k * size, (i + 1) * size - 5, (k + 1) * size - 5), angle, (800, 500)
            )
            shade = rng.uniform(-1, 1)
            c.fill(tile, mix(paving, p.paper if shade > 0 else p.ink, abs(shade) * 0.09))
    c.wash(None, p.sky[2], (200, 0), (1500, 1000), (0.4, 0.0), 0.3)
    c.wash(None, p.ink, (500, 300), (1600, 1100), (0.0, 0.42), 0.3)
    places: list[tuple[float, float, float]] = [
        (800 + rng.uniform(-40, 40), 500 + rng.uniform(-30, 30), 138)
    ]
    for _ in range(900):
        x, y, r = rng.uniform(-60, 1660), rng.uniform(-60, 1060), rng.uniform(62, 112)
        if all(math.hypot(x - a, y - b) > (r + d) * 0.86 for a, b, d in places):
            places.append((x, y, r))
    dull = [
        p.tone(0.12),
        p.tone(0.26),
        p.tone(0.4),
        mix(p.ramp[1], p.ink, 0.3),
        mix(p.ramp[2], p.accent2, 0.22),
    ]
    sunny = p.mood in ("dawn", "day", "dusk")
    drop = (46, 58) if p.mood != "day" else (28, 36)
    for x, y, r in places:
        c.oval(x + drop[0], y + drop[1], r * 0.98, r * 0.98, p.ink, 0.3 if sunny else 0.2)
    walker = rng.uniform(0, 360)
    for i, (x, y, r) in enumerate(places):
        heading = walker + rng.uniform(-40, 40) + (180 if rng.random() < 0.4 else 0)
        a = math.radians(heading)
        for s in (-1, 1):
            foot = (
                x + math.cos(a) * r * 0.95 * s + math.sin(a) * r * 0.16,
                y + math.sin(a) * r * 0.95 * s,
            )
            if s == 1 or rng.random() < 0.6:
                c.fill(
                    turned(
                        box(
                            foot[0] - r * 0.16,
                            foot[1] - r * 0.075,
                            foot[0] + r * 0.16,
                            foot[1] + r * 0.075,
                            r * 0.07,
                        ),
                        heading,
                        foot,
                    ),
                    p.ink,
                )
        colour = p.accent if i == 0 else p.lit(rng.choice(dull))
        if i and rng.random() < 0.1:
            colour = p.lit(mix(p.accent2, p.paper, 0.3))
        from_above(c, p, x, y, r, colour, rng.uniform(0, 45), lit=i == 0)
    weather(c, p, rng)


def from_above(
    c: Canvas, p: Palette, x: float, y: float, r: float, colour: Colour, turn: float, lit: bool
) -> None:
    """Draw an umbrella of radius ``r`` seen from above, its eight panels shaded one by one."""
    rim = ellipse(x, y, r, steps=8)
    rim = turned(rim, turn, (x, y))
    for i in range(8):
        a, b = rim[i], rim[(i + 1) % 8]
        mid = (
            (a[0] + b[0]) / 2 + (x - (a[0] + b[0]) / 2) * 0.06,
            (a[1] + b[1]) / 2 + (y - (a[1] + b[1]) / 2) * 0.06,
        )
        facing = ((mid[0] - x) * -0.6 + (mid[1] - y) * -0.8) / r
        tone = (
            mix(colour, p.paper, 0.32 * max(0.0, facing))
            if facing > 0
            else mix(colour, p.ink, 0.42 * -facing)
        )
        c.fill([(x, y), a, mid, b], tone)
    for point in rim:
        c.line([(x, y), point], 2, p.ink, 0.35)
        c.disc(*point, 3.2, p.ink)
    c.disc(x, y, 7, p.paper if lit else p.ink)


def polling(c: Canvas, p: Palette, rng: Random) -> None:
    """Voters queue before a ballot box; one of them drops a paper in."""
    side = rng.choice((-1, 1))

    def mx(x: float) -> float:
        return 800 + side * (x - 800)

    wall = mix(p.lit(mix(rgb("e6d9c0"), p.ramp[0], 0.3)), p.ramp[2], 0.35 if p.dark else 0.05)
    c.box(0, 0, 1600, 1000, wall)
    c.wash(None, p.ink, (0, 420), (0, -90), (0, 0.35), 0.4)
    for i in range(5):
        x0, x1 = 90 + i * 300, 270 + i * 300
        opening = box(x0, 70, x1, 400, 90)
        with c.inside(opening):
            c.box(x0, 70, x1, 400, p.sky[1])
            c.wash(box(x0, 70, x1, 400), p.sky[2], (0, 100), (0, 400), (0, 1), 0.2)
            c.wash(box(x0, 70, x1, 400), p.sky[0], (0, 300), (0, 60), (0, 0.9), 0.2)
            for depth in (0.8, 0.6):
                x = x0
                while x < x1:
                    tower(c, p, rng, x, 404, 36, rng.uniform(60, 190) * depth, depth)
                    x += 38
        c.line([*opening, opening[0]], 10, mix(wall, p.paper, 0.45))
        c.box((x0 + x1) / 2 - 3, 74, (x0 + x1) / 2 + 3, 400, mix(wall, p.paper, 0.45))
    floor = 770.0
    c.box(0, floor, 1600, 1000, mix(p.lit(rgb("a9805c")), p.ramp[2], 0.3))
    for i in range(1, 9):
        y = floor + 230 * (i / 9) ** 1.5
        c.line([(0, y), (1600, y)], 2, p.ink, 0.25)
    for i in range(-8, 9):
        c.line([(800 + i * 140, floor), (800 + i * 280, 1000)], 2, p.ink, 0.18)
    for k in range(3):
        x = mx(1190 + k * 160)
        c.fill(box(x - 70, 470, x + 70, 800), p.lit(rgb("c9b08a")))
        c.fill(
            [(x - 60, 482), (x + 60, 482), (x + 60, 690), (x - 60, 690)],
            p.lit(mix(p.accent2, p.paper, 0.25)),
        )
        for i in range(5):
            c.line([(x - 48 + i * 24, 484), (x - 50 + i * 25, 690)], 6, p.ink, 0.16)
        wear = look(rng, p)
        c.line([(x - 16, 690), (x - 18, 806)], 24, wear.legs)
        c.line([(x + 16, 690), (x + 18, 806)], 24, wear.legs)
        c.fill(box(x - 34, 798, x - 4, 814, 6), p.ink)
        c.fill(box(x + 6, 798, x + 38, 814, 6), p.ink)
    x = 90.0
    queue = []
    while x < 620:
        queue.append(x)
        x += rng.uniform(88, 122)
    for i, qx in enumerate(queue):
        person(
            c,
            mx(qx),
            858 + (i % 2) * 26,
            rng.uniform(370, 430),
            look(rng, p),
            rng.choice(("stand", "hold", "talk", "stand")),
            side,
        )
    tx = mx(960)
    cloth = p.lit(p.accent2)
    person(c, tx + side * 130, 900, 430, look(rng, p), "stand", -side)
    c.fill(
        [(tx - 230, 760), (tx + 230, 760), (tx + 256, 800), (tx - 256, 800)],
        mix(cloth, p.paper, 0.2),
    )
    c.fill([(tx - 256, 800), (tx + 256, 800), (tx + 244, 968), (tx - 244, 968)], cloth)
    c.wash(
        [(tx - 256, 800), (tx + 256, 800), (tx + 244, 968), (tx - 244, 968)],
        p.ink,
        (0, 800),
        (0, 968),
        (0.05, 0.5),
        0.6,
    )
    for i in range(7):
        c.line([(tx - 210 + i * 70, 806), (tx - 216 + i * 72, 964)], 5, p.ink, 0.18)
    bx = tx - side * 40
    white = p.lit(rgb("fbf6ea"))
    c.fill(box(bx - 88, 616, bx + 88, 784, 6), white)
    c.wash(box(bx - 88, 616, bx + 88, 784, 6), p.ink, (bx, 0), (bx + side * 110, 0), (0, 0.4), 0.6)
    c.fill(
        [(bx - 96, 620), (bx + 96, 620), (bx + 78, 594), (bx - 78, 594)], mix(white, p.ink, 0.12)
    )
    c.fill(box(bx - 46, 602, bx + 46, 610, 3), p.ink)
    c.fill(ellipse(bx, 704, 38), p.accent)
    c.line([(bx - 18, 704), (bx - 4, 720), (bx + 20, 688)], 9, white)
    voter = person(c, bx - side * 190, 950, 480, look(rng, p), "point", side)
    hx, hy = voter.near_hand
    paper = turned(box(hx - 24, hy - 58, hx + 24, hy + 16), side * 14, (hx, hy))
    c.fill(paper, white)
    c.line([(hx - 10, hy - 34), (hx + 12, hy - 30)], 3, p.ink, 0.6)
    c.line([(hx - 8, hy - 18), (hx + 10, hy - 14)], 3, p.ink, 0.6)
    c.disc(hx, hy, 12, mix(p.lit(SKINS[2]), p.ink, 0.05))


def market(c: Canvas, p: Palette, rng: Random) -> None:
    """Shoppers move between market stalls piled with fruit."""
    side = rng.choice((-1, 1))
    sky(c, p, 560)
    sun(c, p, 800 - side * rng.uniform(150, 420), rng.uniform(110, 220), rng.uniform(70, 110))
    clouds(c, p, rng, 260, 4)
    x = -30.0
    while x < 1640:
        w = rng.uniform(120, 190)
        tower(c, p, rng, x + w / 2, 640, w, rng.uniform(260, 430), 0.62)
        x += w
    c.box(0, 620, 1600, 1000, mix(p.lit(rgb("c2b4a0")), p.ramp[1], 0.35))
    c.wash(box(0, 620, 1600, 1000), p.ink, (0, 640), (0, 1010), (0, 0.5), 0.5)
    _throng_plain(c, p, rng, 690, 190, 0.4, 74)
    for k in range(4):
        stall(c, p, rng, -60 + k * 440 + rng.uniform(-20, 20) + 160, 800, 380, 0.1)
    _throng_plain(c, p, rng, 872, 300, 0.05, 250)
    for bx in (800 + side * 60,):
        fig = person(c, bx, 950, 400, look(rng, p), "hold", side)
        hx, hy = fig.near_hand
        c.fill(
            [*curve(path(around(hx, hy), "-46,0 -34,60 34,60 46,0"), False), (hx + 46, hy)],
            p.lit(rgb("b98a55")),
        )
        for i in range(6):
            c.disc(
                hx - 36 + i * 14,
                hy - 4 - (i % 2) * 10,
                13,
                p.lit(rng.choice((rgb("d9483b"), rgb("e6b13c"), rgb("7fa650")))),
            )
        for i in range(3):
            c.line([(hx - 20 + i * 16, hy), (hx - 30 + i * 24, hy - 62)], 6, p.lit(rgb("5c8a4e")))
    person(c, 800 - side * 190, 964, 410, look(rng, p), "talk", side)
    person(c, 800 - side * 470, 968, 400, look(rng, p), "walk", -side)
    person(c, 800 + side * 460, 972, 410, look(rng, p), "walk", side)
    weather(c, p, rng)


def _throng_plain(
    c: Canvas, p: Palette, rng: Random, y: float, h: float, depth: float, step: float
) -> None:
    x = rng.uniform(-30, step)
    while x < 1640:
        person(
            c,
            x,
            y + rng.uniform(-8, 8),
            h * rng.uniform(0.92, 1.05),
            look(rng, p, depth),
            rng.choice(("walk", "talk", "stand", "hold", "walk")),
            rng.choice((-1, 1)),
        )
        x += step * rng.uniform(0.6, 1.4)


def stall(c: Canvas, p: Palette, rng: Random, x: float, y: float, w: float, depth: float) -> None:
    """Draw a market stall ``w`` wide, its counter's foot at (x, y)."""
    awning = p.lit(
        rng.choice((p.accent, p.accent2, rgb("2f6f73"), rgb("b5342f"), rgb("d9a02c"))), depth
    )
    left, right = x - w / 2, x + w / 2
    top = y - w * 0.86
    for px in (left + 10, right - 10):
        c.line([(px, y), (px, top)], 8, p.lit(rgb("6b4f3a"), depth))
    inside = box(left + 12, top + 40, right - 12, y - 120)
    c.fill(inside, p.ink, 0.35)
    person(
        c,
        x + rng.uniform(-60, 60),
        y + 20,
        w * 0.8,
        replace(look(rng, p, depth, 0.1), hat=""),
        rng.choice(("talk", "hold", "point")),
        rng.choice((-1, 1)),
    )
    if p.dark:
        c.glow(x, top + 90, 260, p.glow, 0.6)
        for k in range(5):
            c.disc(left + w * (0.14 + 0.18 * k), top + 66, 7, p.glow)
    n = 10
    for k in range(n):
        a, b = left - 20 + (w + 40) * k / n, left - 20 + (w + 40) * (k + 1) / n
        ta, tb = x + (a - x) * 0.84, x + (b - x) * 0.84
        colour = awning if k % 2 else p.lit(rgb("f6ecd8"), depth)
        c.fill([(ta, top - 44), (tb, top - 44), (b, top + 34), (a, top + 34)], colour)
        c.fill(
            [(a, top + 33), (b, top + 33), (b, top + 46), ((a + b) / 2, top + 62), (a, top + 46)],
            mix(colour, p.ink, 0.14),
        )
    c.box(left, y - 112, right, y, p.lit(rgb("9a6a48"), depth))
    c.wash(box(left, y - 112, right, y), p.ink, (0, y - 112), (0, y), (0.1, 0.6), 0.6)
    fruit = [
        rgb("d9483b"),
        rgb("e6b13c"),
        rgb("7fa650"),
        rgb("e07a2f"),
        rgb("8a4a6b"),
        rgb("b8cf6a"),
    ]
    rng.shuffle(fruit)
    crates = 5
    for k in range(crates):
        a, b = left + w * k / crates + 4, left + w * (k + 1) / crates - 4
        tone = p.lit(fruit[k], depth)
        r = w * 0.03
        for row in range(3):
            fx = a + r
            while fx < b - r * 0.5:
                c.disc(
                    fx + rng.uniform(-1, 1),
                    y - 112 - row * r * 1.1,
                    r,
                    mix(tone, p.ink, rng.choice((0.0, 0.1, 0.2))),
                )
                fx += r * 1.75
        c.fill(
            [(a, y - 110), (b, y - 110), (b - 5, y - 78), (a + 5, y - 78)],
            p.lit(rgb("c79a66"), depth),
        )
        c.line([(a + 2, y - 94), (b - 2, y - 94)], 3, p.ink, 0.4)


CROWD = (
    (march, (0.5, 0.7), "A march with boards and a long banner fills the street"),
    (umbrellas, (0.5, 0.5), "A square full of umbrellas seen from above, one of them bright"),
    (polling, (0.5, 0.66), "Voters queue before a ballot box"),
    (market, (0.5, 0.7), "Shoppers move between market stalls piled with fruit"),
)
