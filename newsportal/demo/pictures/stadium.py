"""The composition ``stadium``."""

import math
from dataclasses import replace
from random import Random

from newsportal.demo.pictures.buildings import tower
from newsportal.demo.pictures.canvas import Canvas, Colour
from newsportal.demo.pictures.geometry import Outline, Point, around, box, curve, ellipse, path
from newsportal.demo.pictures.palettes import Palette, mix, rgb
from newsportal.demo.pictures.people import HAIR, SKINS, Look, crowd_of_heads, person
from newsportal.demo.pictures.scenery import clouds, hills, sky, sun, weather


def _stand(
    c: Canvas,
    p: Palette,
    rng: Random,
    outline: Outline,
    y0: float,
    y1: float,
    size: float,
    colours: list[Colour],
) -> None:
    """Fill a stand with rows of spectators between ``y0`` and ``y1``."""
    c.fill(outline, p.tone(0.3))
    xs = [x for x, _ in outline]
    left, right = min(xs), max(xs)
    with c.inside(outline):
        y = y0
        while y < y1:
            c.box(left, y + size * 0.9, right, y + size * 1.05, p.ink, 0.3)
            x = left + rng.uniform(0, size)
            while x < right:
                if rng.random() < 0.9:
                    colour = rng.choice(colours)
                    c.oval(x, y + size * 0.62, size * 0.42, size * 0.42, colour)
                    c.disc(x, y, size * 0.24, p.lit(rng.choice(SKINS), 0.2))
                    if rng.random() < 0.1:
                        c.line(
                            [(x - size * 0.3, y + size * 0.4), (x - size * 0.4, y - size * 0.5)],
                            size * 0.16,
                            colour,
                        )
                        c.line(
                            [(x + size * 0.3, y + size * 0.4), (x + size * 0.4, y - size * 0.5)],
                            size * 0.16,
                            colour,
                        )
                x += size * rng.uniform(0.85, 1.1)
            y += size * 1.15


def _floodlight(c: Canvas, p: Palette, x: float, y: float, h: float, aim: Point) -> None:
    c.line([(x, y), (x, y - h)], 10, p.tone(0.2))
    for k in range(6):
        c.line([(x - 9, y - h * k / 6), (x + 9, y - h * (k + 0.5) / 6)], 2, p.tone(0.2))
    c.fill(box(x - 62, y - h - 54, x + 62, y - h + 8, 4), p.tone(0.1))
    on = p.mood != "day"
    for row in range(2):
        for i in range(5):
            c.disc(
                x - 46 + i * 23,
                y - h - 38 + row * 27,
                9,
                mix(p.glow, p.paper, 0.7) if on else p.lit(rgb("dfe3e0")),
            )
    if on:
        c.glow(x, y - h - 24, 260, mix(p.glow, p.paper, 0.6), 0.8)
        c.beam(
            [
                (x - 60, y - h - 30),
                (x + 60, y - h - 10),
                (aim[0] + 330, aim[1]),
                (aim[0] - 330, aim[1]),
            ],
            mix(p.glow, p.paper, 0.6),
            (x, y - h),
            aim,
            0.32,
        )


def _kit(rng: Random, p: Palette, shirt: Colour, shorts: Colour) -> Look:
    return Look(
        skin=p.lit(rng.choice(SKINS)),
        hair=p.lit(rng.choice(HAIR)),
        top=p.lit(shirt),
        legs=p.lit(shorts),
        shoes=p.lit(p.ink),
        style=rng.choice(("crop", "crop", "bun", "tail", "afro", "bald")),
    )


def _pitch(c: Canvas, p: Palette, y: float, vanish: float, green: Colour) -> None:
    c.box(0, y, 1600, 1000, green)
    n = 14
    for i in range(0, n, 2):
        x0, x1 = -900 + 3400 * i / n, -900 + 3400 * (i + 1) / n
        f0, f1 = vanish + (x0 - vanish) * 0.42, vanish + (x1 - vanish) * 0.42
        c.fill([(f0, y), (f1, y), (x1, 1000), (x0, 1000)], mix(green, p.paper, 0.1))
    c.wash(box(0, y, 1600, 1000), p.ink, (0, y + 60), (0, 1020), (0.0, 0.5), 0.5)


def penalty(c: Canvas, p: Palette, rng: Random) -> None:
    """A player shoots; the keeper dives before a full stand."""
    side = rng.choice((-1, 1))
    sky(c, p, 420)
    clouds(c, p, rng, 200, 5)
    sun(c, p, 800 - side * 500, 110, 46)
    green = p.lit(mix(rgb("5f9a4c"), p.ramp[1], 0.22))
    home, away = rng.sample([p.accent, p.accent2, rgb("2f4f8a"), rgb("f4efe2"), rgb("7a2f52")], 2)
    crowd = [
        p.lit(v, 0.18) for v in (home, home, home, p.paper, rgb("3c4a5c"), rgb("b59a7a"), away)
    ]
    _stand(c, p, rng, [(0, 190), (1600, 190), (1600, 520), (0, 520)], 200, 520, 24, crowd)
    c.fill([(0, 150), (1600, 150), (1600, 196), (0, 196)], p.tone(0.12))
    for i in range(17):
        c.line([(i * 100, 196), (i * 100 + 50, 110), (i * 100 + 100, 196)], 5, p.tone(0.2))
    c.line([(0, 110), (1600, 110)], 9, p.tone(0.2))
    c.wash([(0, 196), (1600, 196), (1600, 330), (0, 330)], p.ink, (0, 196), (0, 330), (0.6, 0), 0.4)
    for i in range(8):
        colour = p.lit(rng.choice((p.accent, p.accent2, rgb("23405f"), p.paper)), 0.05)
        c.box(i * 204, 516, i * 204 + 198, 566, colour)
        c.fill(
            box(i * 204 + 40, 532, i * 204 + rng.uniform(90, 160), 550, 8),
            mix(colour, p.ink if sum(colour) > 360 else p.paper, 0.55),
        )
    _pitch(c, p, 566, 800, green)
    white = p.lit(rgb("f7f4ea"))
    c.line([(0, 640), (1600, 640)], 5, white)
    c.line([(270, 640), (110, 800), (1490, 800), (1330, 640)], 7, white)
    gx0, gx1, gy0, gy1 = 470.0, 1130.0, 356.0, 640.0
    net = mix(white, p.tone(0.3), 0.25)
    for i in range(23):
        x = gx0 + (gx1 - gx0) * i / 22
        c.line(
            [(x, gy0), (800 + (x - 800) * 0.92, gy0 + 46), (800 + (x - 800) * 0.96, gy1)],
            1.8,
            net,
            0.8,
        )
    for i in range(10):
        y = gy0 + 30 + (gy1 - gy0 - 30) * i / 10
        c.line([(gx0 + 16, y), (gx1 - 16, y)], 1.8, net, 0.8)
    c.line([(gx0, gy1), (gx0, gy0), (gx1, gy0), (gx1, gy1)], 13, white)
    keeper = _kit(rng, p, rgb("e8c23a") if home != rgb("e8c23a") else rgb("5aa6b8"), rgb("22324a"))
    c.oval(800 + side * 120, 652, 120, 9, p.ink, 0.4)
    person(c, 800 + side * 60, 676, 300, keeper, "dive", side)
    bx, by = 800 + side * 236, 418.0
    for k in range(7):
        t = k / 7
        c.disc(
            800 - side * 90 + (bx - 800 + side * 90) * t,
            800 + (by - 800) * t - 40 * math.sin(t * 3.1),
            4 + 9 * t,
            p.paper,
            0.12 + 0.1 * t,
        )
    football(c, p, bx, by, 24)
    kicker = _kit(rng, p, home, rgb("f4efe2"))
    c.oval(800 - side * 190, 934, 190, 16, p.ink, 0.45)
    person(c, 800 - side * 190, 934, 520, kicker, "kick", side)
    for k in range(2):
        person(
            c,
            800 - side * (560 - k * 1090),
            860 + 10 * k,
            330,
            _kit(rng, p, away, rgb("22324a")),
            "run",
            side,
        )
    for x in (120, 1480):
        _floodlight(c, p, x, 196, 100, (800, 640))
    weather(c, p, rng)


def football(c: Canvas, p: Palette, x: float, y: float, r: float) -> None:
    """Draw a football of radius ``r``."""
    c.disc(x, y, r, p.lit(rgb("fdfaf0")))
    with c.inside(ellipse(x, y, r)):
        c.fill(ellipse(x + r * 0.1, y - r * 0.05, r * 0.36, steps=5), p.ink)
        for k in range(5):
            a = k * math.tau / 5 + 0.3
            c.fill(
                ellipse(x + math.cos(a) * r * 1.0, y + math.sin(a) * r * 1.0, r * 0.32, steps=5),
                p.ink,
            )
        c.wash(ellipse(x, y, r), p.ink, (x, y), (x + r, y + r), (0, 0.5), 0.4)


def bowl(c: Canvas, p: Palette, rng: Random) -> None:
    """The whole ground from the top of a stand, the match small and bright below."""
    side = rng.choice((-1, 1))
    sky(c, p, 380)
    sun(c, p, 800 + side * rng.uniform(200, 430), rng.uniform(90, 180), rng.uniform(50, 84))
    clouds(c, p, rng, 230, 6)
    hills(c, p, rng, 300, 26, 0.82)
    x = -20.0
    while x < 1620:
        w = rng.uniform(50, 90)
        tower(c, p, rng, x, 345, w, rng.uniform(40, 170), 0.72)
        x += w
    home, away = rng.sample([p.accent, p.accent2, rgb("2f4f8a"), rgb("f4efe2"), rgb("7a2f52")], 2)
    crowd = [p.lit(v, 0.25) for v in (home, home, p.paper, rgb("3c4a5c"), rgb("b59a7a"), away)]
    outer = ellipse(800, 610, 860, 340, 90)
    c.fill(outer, p.tone(0.2))
    with c.inside(outer):
        for ring in range(13):
            t = ring / 13
            rx, ry = 850 - 250 * t, 330 - 130 * t
            c.oval(800, 610 + 12 * t, rx, ry, mix(p.tone(0.3), p.ink, 0.1 * (ring % 2)))
            count = int(230 - 60 * t)
            for i in range(count):
                a = math.tau * (i + rng.random() * 0.6) / count
                c.disc(
                    800 + math.cos(a) * (rx - 8),
                    610 + 12 * t + math.sin(a) * (ry - 5),
                    rng.uniform(3.4, 5.6),
                    rng.choice(crowd),
                )
    inner = ellipse(800, 622, 600, 200, 90)
    green = p.lit(mix(rgb("69a552"), p.ramp[1], 0.15))
    c.fill(inner, mix(green, p.ink, 0.3))
    pitch = [(470, 500), (1130, 500), (1290, 750), (310, 750)]
    c.fill(pitch, green)

    def spot(u: float, v: float) -> Point:
        """u along the pitch and v across it, both 0 to 1."""
        left = (470 - 160 * v, 500 + 250 * v)
        right = (1130 + 160 * v, 500 + 250 * v)
        return (left[0] + (right[0] - left[0]) * u, left[1])

    for i in range(0, 12, 2):
        c.fill(
            [spot(i / 12, 0), spot((i + 1) / 12, 0), spot((i + 1) / 12, 1), spot(i / 12, 1)],
            mix(green, p.paper, 0.13),
        )
    white = p.lit(rgb("fbf8ee"))
    c.line(path(spot, "0.02,0.03 0.98,0.03 0.98,0.97 0.02,0.97 0.02,0.03"), 4, white)
    c.line([spot(0.5, 0.03), spot(0.5, 0.97)], 4, white)
    circle = [
        spot(0.5 + 0.085 * math.cos(a / 20 * math.pi), 0.48 + 0.16 * math.sin(a / 20 * math.pi))
        for a in range(41)
    ]
    c.line(circle, 4, white)
    for u0, u1 in ((0.02, 0.16), (0.98, 0.84)):
        c.line([spot(u0, 0.22), spot(u1, 0.22), spot(u1, 0.78), spot(u0, 0.78)], 4, white)
        c.line(
            [
                spot(u0, 0.4),
                (spot(u0, 0.4)[0], spot(u0, 0.4)[1] - 30),
                (spot(u0, 0.58)[0], spot(u0, 0.58)[1] - 34),
                spot(u0, 0.58),
            ],
            4,
            white,
        )
    if p.mood != "day":
        c.glow(800, 620, 620, mix(p.glow, p.paper, 0.5), 0.35, 240)
    players = [(rng.uniform(0.12, 0.9), rng.uniform(0.12, 0.92), k % 2) for k in range(20)]
    for u, v, team in sorted(players, key=lambda s: s[1]):
        px, py = spot(u, v)
        c.oval(px + 8, py + 1, 13, 3.4, p.ink, 0.45)
        person(
            c,
            px,
            py,
            46 + 20 * v,
            _kit(rng, p, (home, away)[team], rgb("f4efe2") if team else rgb("22324a")),
            rng.choice(("run", "run", "walk", "stand")),
            rng.choice((-1, 1)),
        )
    football(c, p, *spot(0.56, 0.6), 7)
    for fx, fy in ((150, 460), (1450, 460), (420, 350), (1180, 350)):
        _floodlight(c, p, fx, fy, 210 if fy > 400 else 130, (800, 640))
    heads = [p.ink, mix(p.ink, p.tone(0.2), 0.5), mix(p.ink, home, 0.25)]
    crowd_of_heads(c, rng, 880, 40, [mix(v, p.tone(0.25), 0.5) for v in heads], -20, 1640)
    crowd_of_heads(c, rng, 940, 54, heads, -20, 1640)
    for k in range(5):
        hx = 140 + 330 * k + rng.uniform(-60, 60)
        scarf = [(hx - 105, 842), (hx + 105, 836), (hx + 108, 872), (hx - 104, 878)]
        for s in (-1, 1):
            c.line([(hx + s * 96, 850), (hx + s * 70, 1000)], 28, p.ink, caps=True)
        c.fill(scarf, p.lit(home))
        for i in range(5):
            sx = hx - 105 + 42 * i + 10
            c.fill([(sx, 841), (sx + 18, 840), (sx + 19, 874), (sx + 1, 875)], p.lit(rgb("f4efe2")))
    weather(c, p, rng)


def track(c: Canvas, p: Palette, rng: Random) -> None:
    """Runners come out of the bend, the grandstand behind them."""
    side = rng.choice((-1, 1))
    sky(c, p, 420)
    sun(c, p, 800 + side * rng.uniform(60, 330), rng.uniform(120, 220), rng.uniform(90, 140))
    clouds(c, p, rng, 260, 5)
    crowd = [
        p.lit(v, 0.3)
        for v in (p.accent, p.accent2, p.paper, rgb("3c4a5c"), rgb("b59a7a"), rgb("7f9ab0"))
    ]
    stand: Outline = (
        [(0, 330), (1600, 250), (1600, 520), (0, 520)]
        if side > 0
        else [(0, 250), (1600, 330), (1600, 520), (0, 520)]
    )
    _stand(c, p, rng, stand, 256, 520, 21, crowd)
    low, high = (300, 190) if side > 0 else (190, 300)
    c.fill([(0, low), (1600, high), (1600, high + 40), (0, low + 34)], p.tone(0.14))
    for i in range(9):
        x = 60 + i * 185
        t = x / 1600
        y = low + (high - low) * t
        c.line([(x, y + 30), (x, 500)], 7, p.tone(0.2))
        c.line([(x, y), (x, y - 74)], 4, p.tone(0.14))
        c.fill(
            path(around(x, y, 1, side), "0,-74 52,-66 0,-46"),
            rng.choice((p.accent, p.accent2, p.lit(p.paper))),
        )
    c.box(0, 512, 1600, 560, p.lit(rgb("2f4a5c"), 0.1))
    for i in range(11):
        c.fill(
            box(i * 150 + 20, 526, i * 150 + rng.uniform(70, 130), 546, 8),
            mix(p.lit(p.paper), p.lit(rgb("2f4a5c")), 0.3),
        )
    green = p.lit(mix(rgb("69a552"), p.ramp[1], 0.25))
    c.box(0, 560, 1600, 640, green)
    clay = p.lit(mix(rgb("c95a3c"), p.accent, 0.2))
    c.box(0, 620, 1600, 1000, clay)
    c.wash(box(0, 620, 1600, 1000), p.ink, (0, 640), (0, 1010), (0, 0.5), 0.5)
    white = p.lit(rgb("fbf8ee"))
    for i in range(8):
        y = 622 + 380 * (i / 8) ** 1.35
        bend = 26 + 70 * (i / 8)
        lane = curve(
            [
                (-20, y + bend * (1 if side > 0 else -0.2)),
                (800, y + 6),
                (1620, y + bend * (1 if side < 0 else -0.2)),
            ],
            False,
            12,
        )
        c.line(lane, 3 + 4 * i / 8, white)
    colours = [p.accent, p.accent2, rgb("2f4f8a"), rgb("e8c23a"), rgb("3f7a4f"), rgb("7a2f52")]
    rng.shuffle(colours)
    for k, (dx, y, h) in enumerate(
        (
            (330, 706, 270),
            (60, 744, 310),
            (-330, 782, 350),
            (190, 850, 420),
            (-90, 930, 500),
            (-520, 950, 480),
        )
    ):
        x = 800 + side * dx + rng.uniform(-20, 20)
        c.oval(x, y + h * 0.02, h * 0.3, h * 0.022, p.ink, 0.45)
        wear = replace(
            _kit(rng, p, colours[k], rng.choice((rgb("22324a"), rgb("2b2b33")))), cut="jacket"
        )
        person(c, x, y, h, wear, "run", side)
        for i in range(3):
            c.line(
                [
                    (x - side * h * (0.32 + 0.05 * i), y - h * (0.3 + 0.2 * i)),
                    (x - side * h * (0.5 + 0.08 * i), y - h * (0.3 + 0.2 * i)),
                ],
                3,
                white,
                0.4,
            )
    weather(c, p, rng)


STADIUM = (
    (penalty, (0.5, 0.62), "A footballer shoots and the keeper dives before a full stand"),
    (bowl, (0.5, 0.6), "A football match seen from the top of a full stadium"),
    (track, (0.5, 0.66), "Runners come out of the bend in front of the grandstand"),
)
