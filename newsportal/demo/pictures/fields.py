"""The composition ``fields``."""

import math
from random import Random

from newsportal.demo.pictures.canvas import Canvas, Colour, halo
from newsportal.demo.pictures.geometry import (
    Point,
    at,
    box,
    curve,
    down_to,
    ellipse,
    mirrored,
    path,
    roll,
)
from newsportal.demo.pictures.palettes import Palette, mix, rgb
from newsportal.demo.pictures.people import look, person
from newsportal.demo.pictures.scenery import (
    birds,
    clouds,
    cypress,
    grass,
    hills,
    round_tree,
    sky,
    sun,
    weather,
)
from newsportal.demo.pictures.vessels import turbine


def harvest(c: Canvas, p: Palette, rng: Random) -> None:
    """A combine harvester moves through ripe wheat towards a farm."""
    horizon = rng.uniform(430, 480)
    side = rng.choice((-1, 1))
    sx = 800 - side * rng.uniform(150, 420)
    sky(c, p, horizon)
    sun(c, p, sx, horizon - rng.uniform(70, 230), rng.uniform(80, 130))
    clouds(c, p, rng, horizon * 0.85, 8)
    hills(c, p, rng, horizon - 26, 30, 0.82)
    wheat = p.lit(mix(rgb("e3b04b"), p.accent2, 0.06))
    line = roll(rng, horizon, 10, 1300)
    c.fill(down_to(line, 1010), mix(wheat, p.haze, 0.3))
    farm(c, p, rng, 800 + side * 430, at(line, 800 + side * 430) + 16, 190, side)
    for x in sorted(rng.uniform(0, 1600) for _ in range(13)):
        size = rng.uniform(40, 80)
        leaf = p.lit(mix(rgb("55734a"), p.ramp[1], 0.4), 0.35)
        if abs(x - 800 - side * 430) > 150:
            round_tree(c, rng, x, at(line, x) + 6, size, leaf, mix(leaf, p.ink, 0.4), p.tone(0.3))
    vx = 800 + side * 260
    for i in range(15):
        x0 = -1400 + i * 300
        strip = [
            (vx + (x0 - vx) * 0.05, horizon + 30),
            (vx + (x0 + 150 - vx) * 0.05, horizon + 30),
            (x0 + 150, 1010),
            (x0, 1010),
        ]
        c.fill(strip, mix(wheat, p.ink, 0.1), 0.8)
    c.wash(
        box(0, horizon + 30, 1600, 1000),
        p.haze,
        (0, horizon + 190),
        (0, horizon + 10),
        (0, 0.6),
        0.5,
    )
    c.wash(
        box(0, horizon + 30, 1600, 1000),
        mix(p.accent, p.ink, 0.5),
        (0, horizon + 180),
        (0, 1010),
        (0, 0.5),
        0.6,
    )
    y = 742 + rng.uniform(-12, 12)
    stubble = path(mirrored(side, y), "740,-8 -200,-70 -200,150 760,40")
    c.fill(stubble, mix(wheat, p.paper, 0.28))
    for i in range(9):
        c.line(
            [(800 - side * 50, y - 4 + i * 5), (800 - side * 1000, y - 64 + i * 25)],
            2,
            mix(wheat, p.ink, 0.3),
            0.6,
        )
    combine(c, p, rng, 800 + side * 10, y + 28, 520, side)
    for row in range(6):
        base = 812 + row * 38
        ears(c, p, rng, base, 62 + row * 15, wheat, 0.06 * row)
    birds(c, rng, 800 - side * 300, horizon - 130, 12, p.ink, 13)
    weather(c, p, rng)


def ears(
    c: Canvas, p: Palette, rng: Random, y: float, h: float, wheat: Colour, shade: float
) -> None:
    """Draw a row of wheat along ``y``."""
    tones = [
        mix(mix(wheat, p.ink, shade + d), p.paper, lift)
        for d, lift in ((0.0, 0.15), (0.12, 0.0), (0.22, 0.0))
    ]
    x = -10.0
    while x < 1610:
        tall = h * rng.uniform(0.75, 1.2)
        lean = rng.uniform(-0.12, 0.28) * tall
        tone = rng.choice(tones)
        tip = (x + lean, y - tall)
        c.line([(x, y + 40), (x + lean * 0.4, y - tall * 0.45), tip], 2.4, tone)
        for k in range(4):
            gx, gy = x + lean * (1 - 0.06 * k), y - tall * (1 - 0.085 * k)
            size = h * 0.062
            c.oval(gx - size * 0.7, gy, size * 0.62, size * 1.1, tone)
            c.oval(gx + size * 0.7, gy - size * 0.5, size * 0.62, size * 1.1, tone)
        x += rng.uniform(9, 19)


def combine(c: Canvas, p: Palette, rng: Random, x: float, y: float, w: float, facing: int) -> None:
    """Draw a combine harvester ``w`` long, standing on (x, y)."""

    def spot(u: float, v: float) -> Point:
        return (x + facing * u * w, y - v * w)

    red = p.lit(rng.choice((p.accent, rgb("b5342f"), rgb("3f7a4f"), rgb("d9a02c"))))
    dark = mix(red, p.ink, 0.35)
    c.wash(ellipse(x, y + 4, w * 0.52, 24), p.ink, (x, y), (x, y + 28), (0.7, 0), 0.5)
    for _ in range(46):
        t = rng.random()
        dust = spot(-0.3 - 0.55 * t, 0.05 + rng.random() * 0.22 * (0.4 + t))
        c.disc(*dust, rng.uniform(6, 26) * (0.5 + t), mix(p.haze, p.paper, 0.3), 0.22)
    c.fill(
        path(spot, "-0.38,0.13 -0.36,0.4 -0.02,0.45 0.1,0.4 0.1,0.13"),
        red,
    )
    c.fill(path(spot, "-0.38,0.13 -0.37,0.23 0.1,0.23 0.1,0.13"), dark)
    c.line([spot(-0.36, 0.29), spot(0.08, 0.29)], w * 0.014, p.lit(p.paper))
    c.fill(path(spot, "-0.3,0.41 -0.24,0.48 -0.06,0.48 -0.02,0.44"), dark)
    c.fill(
        path(spot, "0.1,0.2 0.1,0.47 0.24,0.47 0.27,0.3 0.24,0.2"),
        p.lit(rgb("2e4654")),
    )
    c.fill(path(spot, "0.08,0.47 0.08,0.5 0.27,0.5 0.27,0.47"), red)
    c.fill(
        path(spot, "0.13,0.26 0.13,0.45 0.23,0.45 0.25,0.3"),
        mix(p.glow, p.paper, 0.2) if p.dark else mix(p.sky[1], p.paper, 0.25),
    )
    head = spot(0.175, 0.38)
    c.disc(head[0], head[1], w * 0.025, p.ink)
    c.fill(path(spot, "0.145,0.27 0.15,0.35 0.2,0.35 0.215,0.27"), p.ink)
    c.line([spot(-0.1, 0.46), spot(-0.44, 0.57)], w * 0.028, red)
    c.fill(path(spot, "0.24,0.2 0.38,0.09 0.36,0.04 0.2,0.12"), dark)
    hub = spot(0.43, 0.13)
    ring = ellipse(*hub, w * 0.1, steps=24)
    c.line([*ring, ring[0]], w * 0.008, p.accent2)
    for k in range(6):
        c.line([hub, ring[k * 4]], w * 0.007, p.lit(p.paper))
        c.disc(*ring[k * 4], w * 0.012, p.lit(p.paper))
    c.fill(
        path(spot, "0.33,0.1 0.37,0 0.54,0 0.5,0.03 0.38,0.04"),
        p.ink,
    )
    for u, r in ((0.1, 0.13), (-0.28, 0.085)):
        hx, hy = spot(u, r - 0.005)
        c.disc(hx, hy, r * w, p.ink)
        c.disc(hx, hy, r * w * 0.56, p.lit(rgb("e8c25a")))
        c.disc(hx, hy, r * w * 0.2, p.ink)
    if p.dark:
        lamp = spot(0.27, 0.48)
        halo(c, *lamp, w * 0.012, p.glow)
        c.beam([lamp, spot(1.3, 0.3), spot(1.3, -0.15)], p.glow, lamp, spot(1.2, 0), 0.55)


def farm(c: Canvas, p: Palette, rng: Random, x: float, y: float, h: float, side: int) -> None:
    """Draw a barn and a silo ``h`` high on (x, y)."""
    barn = p.lit(rgb("a5402f"), 0.22)
    roof = p.lit(rgb("4a4350"), 0.22)
    w = h * 0.95
    sx = x + side * w * 0.72
    c.fill(box(sx - h * 0.13, y - h * 0.85, sx + h * 0.13, y), p.lit(rgb("c8ccc8"), 0.25))
    c.box(sx + h * 0.02, y - h * 0.85, sx + h * 0.13, y, p.ink, 0.18)
    c.fill(
        [
            (px, py)
            for px, py in ellipse(sx, y - h * 0.85, h * 0.13, h * 0.13)
            if py <= y - h * 0.849
        ],
        roof,
    )
    c.fill(
        [
            (x - w / 2, y),
            (x - w / 2, y - h * 0.42),
            (x - w * 0.28, y - h * 0.68),
            (x, y - h * 0.8),
            (x + w * 0.28, y - h * 0.68),
            (x + w / 2, y - h * 0.42),
            (x + w / 2, y),
        ],
        barn,
    )
    c.line(
        [
            (x - w * 0.55, y - h * 0.4),
            (x - w * 0.29, y - h * 0.69),
            (x, y - h * 0.82),
            (x + w * 0.29, y - h * 0.69),
            (x + w * 0.55, y - h * 0.4),
        ],
        h * 0.055,
        roof,
    )
    trim = p.lit(p.paper, 0.2)
    c.box(x - h * 0.15, y - h * 0.34, x + h * 0.15, y, mix(barn, p.ink, 0.35))
    c.line([(x - h * 0.15, y), (x + h * 0.15, y - h * 0.34)], 4, trim)
    c.line([(x + h * 0.15, y), (x - h * 0.15, y - h * 0.34)], 4, trim)
    c.box(x - h * 0.06, y - h * 0.6, x + h * 0.06, y - h * 0.47, p.glow if p.dark else trim)


def ploughing(c: Canvas, p: Palette, rng: Random) -> None:
    """Furrows run to the horizon; a farmer looks at the soil beside the tractor."""
    horizon = rng.uniform(400, 450)
    side = rng.choice((-1, 1))
    vx = 800 + side * rng.uniform(20, 140)
    sky(c, p, horizon)
    sun(c, p, vx + rng.uniform(-30, 30), horizon - rng.uniform(10, 140), rng.uniform(100, 160))
    clouds(c, p, rng, horizon * 0.8, 7)
    hills(c, p, rng, horizon - 34, 40, 0.84)
    hills(c, p, rng, horizon - 8, 18, 0.68, 600)
    soil = p.lit(mix(rgb("8a5a40"), p.ramp[2], 0.12))
    sprout = p.lit(mix(rgb("7fa650"), p.accent2, 0.1))
    field = box(0, horizon + 6, 1600, 1000)
    c.fill(field, soil)
    rows = 27
    for i in range(rows):
        t0, t1 = i / rows, (i + 0.5) / rows
        x0, x1 = -2000 + 5200 * t0, -2000 + 5200 * t1
        n0, n1 = vx - 90 + 180 * t0, vx - 90 + 180 * t1
        c.fill(
            [(n0, horizon + 6), (n1, horizon + 6), (x1, 1010), (x0, 1010)], mix(soil, p.ink, 0.34)
        )
        middle = (x1 + (x0 + 5200 / rows)) / 2
        for k in range(13):
            s = ((k + rng.random()) / 13) ** 2.0
            base = (n1 + 180 / rows / 4 + (middle - n1) * s, horizon + 8 + (996 - horizon) * s)
            size = 3 + 30 * s
            for lean in (-0.7, 0.0, 0.7):
                tip = (base[0] + lean * size, base[1] - size)
                c.fill(
                    [(base[0] - size * 0.14, base[1]), tip, (base[0] + size * 0.14, base[1])],
                    mix(sprout, p.ink, 0.15 if lean > 0 else 0),
                )
    c.wash(field, p.haze, (0, horizon + 140), (0, horizon), (0, 0.75), 0.45)
    c.wash(field, p.ink, (0, 720), (0, 1010), (0, 0.5), 0.6)
    for x in (90, 175, 250, 1370, 1450, 1530):
        cypress(
            c,
            x,
            horizon + 26 + rng.uniform(-6, 8),
            rng.uniform(130, 190),
            p.lit(rgb("4a6b4a"), 0.34),
            p.tone(0.42),
        )
    tractor(c, p, rng, 800 + side * 190, 705, 380, side)
    fig = person(
        c, 800 - side * 190, 850, 330, look(rng, p), rng.choice(("hold", "bend", "point")), side
    )
    c.oval(fig.near_hand[0], fig.near_hand[1] - 4, 14, 9, soil)
    birds(c, rng, 800 + side * 420, 620, 10, mix(p.paper, p.ink, 0.1), 13)
    weather(c, p, rng)


def tractor(c: Canvas, p: Palette, rng: Random, x: float, y: float, w: float, facing: int) -> None:
    """Draw a tractor ``w`` long, standing on (x, y)."""

    def spot(u: float, v: float) -> Point:
        return (x + facing * u * w, y - v * w)

    body = p.lit(rng.choice((p.accent, rgb("3f7a4f"), rgb("2f6f93"))))
    c.wash(ellipse(x, y + 4, w * 0.5, 22), p.ink, (x, y), (x, y + 26), (0.7, 0), 0.5)
    c.fill(
        path(spot, "-0.06,0.2 -0.06,0.42 0.4,0.4 0.44,0.36 0.44,0.18"),
        body,
    )
    c.fill(
        path(spot, "0.02,0.2 0.02,0.28 0.44,0.27 0.44,0.18"),
        mix(body, p.ink, 0.35),
    )
    for i in range(5):
        c.line([spot(0.36 + 0.015 * i, 0.3), spot(0.36 + 0.015 * i, 0.37)], 2, p.ink)
    c.line([spot(0.2, 0.4), spot(0.2, 0.58)], w * 0.022, p.ink)
    c.fill(
        path(spot, "-0.34,0.3 -0.3,0.68 -0.02,0.68 0,0.4 -0.06,0.3"),
        mix(p.sky[1], p.paper, 0.3) if not p.dark else mix(p.glow, p.ink, 0.25),
    )
    c.fill(path(spot, "-0.36,0.68 -0.34,0.73 0,0.73 0.03,0.68"), body)
    for a, b in (
        (spot(-0.34, 0.3), spot(-0.3, 0.68)),
        (spot(-0.02, 0.68), spot(0.0, 0.4)),
        (spot(-0.16, 0.68), spot(-0.17, 0.4)),
    ):
        c.line([a, b], w * 0.018, p.ink)
    c.fill(
        curve(
            path(spot, "-0.46,0.28 -0.4,0.45 -0.22,0.5 -0.06,0.42 -0.02,0.24"),
            steps=6,
        ),
        body,
    )
    for u, r in ((-0.24, 0.225), (0.32, 0.135)):
        hx, hy = spot(u, r)
        c.fill(ellipse(hx, hy, r * w), p.ink)
        for k in range(14):
            turn = k * math.tau / 14
            c.disc(hx + math.cos(turn) * r * w, hy + math.sin(turn) * r * w, r * w * 0.09, p.ink)
        c.disc(hx, hy, r * w * 0.55, p.lit(rgb("ecd9a6")))
        c.disc(hx, hy, r * w * 0.2, body)
    if p.dark:
        halo(c, *spot(0.44, 0.33), w * 0.014, p.glow)


def wind_and_sheep(c: Canvas, p: Palette, rng: Random) -> None:
    """Turbines turn on green hills above a flock and its shepherd."""

    side = rng.choice((-1, 1))
    sky(c, p, 560)
    sun(c, p, 800 - side * rng.uniform(200, 460), rng.uniform(160, 320), rng.uniform(70, 110))
    clouds(c, p, rng, 400, 9)
    green = p.lit(mix(rgb("8db35a"), p.ramp[1], 0.25))
    hills(c, p, rng, 520, 60, 0.85)
    back = roll(rng, 570, 60, 1100)
    c.fill(down_to(back, 1010), mix(green, p.haze, 0.5))
    white = p.lit(rgb("fdf8ec"), 0.1)
    for i in range(3):
        x = 800 + side * (-520 + 340 * i) + rng.uniform(-60, 60)
        turbine(
            c,
            p,
            x,
            at(back, x) + 6,
            rng.uniform(250, 320),
            rng.uniform(0, 120),
            mix(white, p.haze, 0.3),
        )
    middle = roll(rng, 670, 70, 1250)
    area = down_to(middle, 1010)
    c.fill(area, mix(green, p.haze, 0.22))
    c.wash(area, p.haze, (0, 740), (0, 620), (0, 0.4), 0.5)
    for i in range(7):
        a = middle[int(len(middle) * (i + 0.5) / 7)]
        c.line(
            curve(
                [(a[0], a[1] + 10), (a[0] + side * 60, a[1] + 90), (a[0] + side * 190, a[1] + 190)],
                False,
            ),
            5,
            mix(green, p.ink, 0.25),
            0.6,
        )
    x = 800 + side * 110
    turbine(c, p, x, at(middle, x) + 14, 620, rng.uniform(15, 105), white)
    front = roll(rng, 800, 40, 1500)
    area = down_to(front, 1010)
    c.fill(area, green)
    c.wash(area, p.ink, (0, 790), (0, 1010), (0.05, 0.55), 0.6)
    flock = [(rng.gauss(800 + side * 40, 300), rng.uniform(10, 130)) for _ in range(23)]
    for sx, dy in sorted(flock, key=lambda s: s[1]):
        sheep(c, p, rng, sx, at(front, sx) + dy, 26 + dy * 0.2, rng.choice((-1, 1)))
    hx = 800 - side * 260
    fig = person(c, hx, at(front, hx) + 130, 300, look(rng, p), "carry", side)
    c.line(
        [
            (fig.near_hand[0], fig.near_hand[1] - 60),
            (fig.near_hand[0] + side * 4, at(front, hx) + 134),
        ],
        6,
        p.lit(rgb("8a6a4a")),
    )
    dog = (hx + side * 120, at(front, hx) + 136)
    c.fill(
        curve(
            [
                (dog[0] - 34, dog[1] - 34),
                (dog[0] + 10, dog[1] - 40),
                (dog[0] + 30, dog[1] - 30),
                (dog[0] + 22, dog[1] - 14),
                (dog[0] - 34, dog[1] - 14),
            ]
        ),
        p.ink,
    )
    c.fill(
        curve(
            [
                (dog[0] + side * 26, dog[1] - 58),
                (dog[0] + side * 58, dog[1] - 46),
                (dog[0] + side * 30, dog[1] - 34),
            ]
        ),
        p.ink,
    )
    for dx in (-28, -18, 12, 22):
        c.line([(dog[0] + dx, dog[1] - 20), (dog[0] + dx, dog[1])], 6, p.ink)
    grass(c, rng, 1000, [mix(green, p.ink, 0.5), mix(green, p.ink, 0.65)], 60, 9)
    weather(c, p, rng)


def sheep(c: Canvas, p: Palette, rng: Random, x: float, y: float, size: float, facing: int) -> None:
    """Draw a sheep ``size`` high, standing on (x, y)."""
    wool, dark = p.lit(rgb("fbf4e4")), p.lit(rgb("3a3238"))
    for dx in (-0.5, -0.3, 0.35, 0.55):
        c.line([(x + dx * size, y - size * 0.4), (x + dx * size, y)], size * 0.11, dark)
    for dx, dy, r in ((-0.55, 0.62, 0.36), (0.0, 0.72, 0.42), (0.5, 0.62, 0.36), (0.0, 0.5, 0.4)):
        c.disc(x + dx * size, y - dy * size, r * size, wool)
    c.oval(
        x - facing * 0.1 * size, y - size * 0.36, size * 0.7, size * 0.16, mix(wool, p.ink, 0.25)
    )
    down = rng.random() < 0.5
    hy = y - size * (0.32 if down else 0.78)
    c.oval(x + facing * size * 0.95, hy, size * 0.24, size * 0.17, dark)
    c.oval(x + facing * size * 0.8, hy - size * 0.14, size * 0.12, size * 0.06, dark)


FIELDS = (
    (harvest, (0.5, 0.62), "A combine harvester moves through ripe wheat"),
    (ploughing, (0.5, 0.6), "A farmer stands beside a tractor where young rows run to the horizon"),
    (
        wind_and_sheep,
        (0.5, 0.62),
        "Sheep graze with their shepherd below wind turbines on green hills",
    ),
)
