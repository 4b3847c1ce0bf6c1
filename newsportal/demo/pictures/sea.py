"""The composition ``sea``."""

import math
from random import Random

from newsportal.demo.pictures.buildings import house, street_lamp
from newsportal.demo.pictures.canvas import Canvas, Colour
from newsportal.demo.pictures.geometry import (
    Outline,
    Point,
    arc,
    around,
    at,
    box,
    crag,
    curve,
    down_to,
    ellipse,
    mirrored,
    path,
    roll,
    turned,
)
from newsportal.demo.pictures.palettes import Palette, mix, rgb
from newsportal.demo.pictures.people import look, person
from newsportal.demo.pictures.scenery import (
    birds,
    clouds,
    glints,
    hills,
    lightning,
    sky,
    sun,
    wake,
    water,
    weather,
)
from newsportal.demo.pictures.vessels import (
    bollard,
    ferry,
    fishing_boat,
    lighthouse,
    sailboat,
    turbine,
)


def swell(
    c: Canvas,
    p: Palette,
    rng: Random,
    y: float,
    height: float,
    length: float,
    depth: float,
    lean: int,
) -> None:
    """Draw one row of breaking waves along ``y``.

    Crests are sharp and troughs wide, as in a steep sea; ``lean`` 1 or -1 is where they break.
    """
    line: Outline = []
    crests: list[tuple[float, float, float, float]] = []
    x = -rng.uniform(0.2, 1.2) * length
    size = height
    while x < 1650:
        step, rise = length * rng.uniform(0.75, 1.25), height * rng.uniform(0.5, 1.15)
        for k in range(20):
            t = k / 20
            crest = size * (1 - t) ** 2.4 + rise * t**2.4
            line.append((x + step * t, y - crest))
        x, size = x + step, rise
        crests.append((x, y - rise, rise, step))
    area = down_to(line, 1010)
    body = mix(p.tone(depth), p.sky[1], 0.14)
    bright = mix(mix(p.ramp[0], p.paper, 0.35), body, depth * 0.5)
    c.fill(area, body)
    c.wash(area, bright, (0, y - height), (0, y + height * 0.2), (0.75, 0), 0.6)
    c.wash(area, p.ink, (0, y - height * 0.1), (0, y + height * 1.5), (0, 0.4), 0.5)
    foam = mix(p.paper, body, 0.1 + depth * 0.35)
    for cx, cy, rise, step in crests:
        _crest(c, rng, cx, cy, rise, step, foam, lean)


def _crest(
    c: Canvas, rng: Random, x: float, y: float, rise: float, step: float, foam: Colour, lean: int
) -> None:
    """Let foam curl over a crest at (x, y) and run down its lee side."""
    reach, drop = step * 0.36, rise * 0.95

    def spot(u: float, v: float) -> Point:
        return (x + lean * u * reach, y + v * drop)

    back = path(spot, "-0.95,0.93 -0.55,0.68 -0.2,0.28 0.02,-0.06")
    lip = path(spot, "0.24,-0.02 0.34,0.16 0.3,0.34 0.2,0.2 0.08,0.16")
    ragged: Outline = []
    for i in range(7):
        t = i / 7
        ragged.append(spot(-0.02 - 0.85 * t, 0.3 + 0.66 * t + (0.2 if i % 2 else -0.04) * (1 - t)))
    c.fill(curve([*back, *lip, *ragged], steps=5), foam)
    for i in range(3):
        start = 0.36 + 0.2 * i
        streak = [
            spot(-0.12 - 0.25 * i, start + 0.2),
            spot(0.1 - 0.1 * i, start + 0.42),
            spot(0.5, start + 0.5),
        ]
        c.line(curve(streak, False, 6), max(1.2, rise * 0.02), foam, 0.55)
    for _ in range(int(6 + rise * 0.16)):
        c.disc(
            x + lean * rng.uniform(0.0, 0.75) * reach,
            y + rng.gauss(-0.1, 0.24) * drop,
            rng.uniform(0.8, 1.4 + rise * 0.03),
            foam,
        )


def surf(
    c: Canvas, rng: Random, x0: float, x1: float, y: float, size: float, foam: Colour, shade: Colour
) -> None:
    """Pile surf against a shore from ``x0`` to ``x1``, highest in the middle."""
    for colour, lift in ((shade, 0.25), (foam, 0.0)):
        x = x0
        while x < x1:
            t = (x - x0) / (x1 - x0)
            tall = size * (0.25 + math.sin(math.pi * t) ** 0.7)
            r = rng.uniform(0.25, 0.5) * tall
            c.disc(x, y - rng.uniform(0.05, 0.6) * tall - lift * tall, r, colour)
            c.disc(x + r, y + r * 0.3, r * 0.9, colour)
            if rng.random() < 0.5:
                c.disc(
                    x + rng.uniform(-20, 20),
                    y - tall * rng.uniform(0.9, 1.5),
                    rng.uniform(1.5, 5),
                    colour,
                )
            x += r * 0.8


def trawler_in_waves(c: Canvas, p: Palette, rng: Random) -> None:
    """A trawler climbs a wave, gulls behind it."""
    horizon = rng.uniform(390, 450)
    lean = rng.choice((-1, 1))
    sx = 800 - lean * rng.uniform(200, 420)
    sky(c, p, horizon)
    sun(c, p, sx, horizon - rng.uniform(70, 190), rng.uniform(60, 100))
    clouds(c, p, rng, horizon, 6)
    if p.mood == "storm":
        lightning(c, p, rng, 800 + lean * 430, 40, horizon)
    c.box(0, horizon, 1600, 1000, p.tone(0.75))
    glints(c, rng, horizon, p.sun, 60, sx, 0.7)
    rows = 6
    foam_shade = mix(p.paper, p.ramp[1], 0.35)
    for i in range(rows):
        t = i / (rows - 1)
        y = horizon + 50 + 470 * t**1.25
        if i == 3:
            x, by = 800 + rng.uniform(-40, 40), y - 34
            fishing_boat(c, p, rng, x, by, rng.uniform(430, 500), lean, -lean * rng.uniform(7, 12))
            birds(c, rng, x - lean * 320, by - 190, 11, p.paper, 20)
            surf(c, rng, x + lean * 170 - 110, x + lean * 170 + 110, y - 4, 44, p.paper, foam_shade)
        swell(c, p, rng, y, 24 + 96 * t, 200 + 340 * t, 0.74 - 0.6 * t, lean)
    weather(c, p, rng)


def lighthouse_rock(c: Canvas, p: Palette, rng: Random) -> None:
    """A lighthouse stands on a rock, surf at its foot."""
    horizon = rng.uniform(590, 650)
    side = rng.choice((-1, 1))
    sx = 800 + side * rng.uniform(300, 480)
    sky(c, p, horizon)
    sun(c, p, sx, horizon - rng.uniform(50, 260), rng.uniform(70, 120))
    clouds(c, p, rng, horizon * 0.85, 8)
    if p.mood == "storm":
        lightning(c, p, rng, 800 + side * 520, 30, horizon)
    hills(c, p, rng, horizon - 6, 26, 0.85, 700)
    water(c, p, rng, horizon, sx, mirror=False)
    x = 800 - side * rng.uniform(30, 110)
    top = horizon - 40
    left = crag(rng, x - 430, horizon + 170, x - 90, top, 34)
    right = crag(rng, x + 90, top, x + 520, horizon + 190, 36)
    rock = [*left, *right]
    c.fill(rock, p.tone(0.14))
    c.wash(
        rock,
        p.tone(0.55),
        (x - side * -320, horizon + 60),
        (x + side * -120, horizon + 60),
        (0.75, 0),
        0.7,
    )
    for _ in range(7):
        px = x + rng.uniform(-260, 300)
        y0 = max(at(left, px) if px < x else at(right, px), top) + 14
        crack = [
            (px, y0),
            (px + rng.uniform(-20, 24), y0 + 40),
            (px + rng.uniform(-10, 60), y0 + rng.uniform(70, 130)),
        ]
        c.line(crack, 5, p.ink, 0.5)
    cottage = x + side * 150
    c.box(cottage - 62, top - 44, cottage + 62, top + 30, p.lit(rgb("f3ead8"), 0, 0.08))
    c.fill(
        path(around(cottage, top), "-76,-42 -40,-92 40,-92 76,-42"),
        p.lit(rgb("7d3b30")),
    )
    for dx in (-38, 18):
        c.box(
            cottage + dx,
            top - 28,
            cottage + dx + 22,
            top - 4,
            p.glow if p.dark else p.lit(rgb("2c4254")),
        )
    lighthouse(c, p, x, top + 6, rng.uniform(470, 540), side)
    lean = side
    for i in range(3):
        y = horizon + 160 + i * 95
        if i == 0:
            surf(c, rng, x - 450, x + 540, y - 6, 58, p.paper, mix(p.paper, p.ramp[1], 0.4))
        swell(c, p, rng, y, 30 + 22 * i, 260 + 90 * i, 0.5 - 0.17 * i, lean)
    birds(c, rng, 800 + side * 250, horizon - 300, 8, mix(p.paper, p.ink, 0.15), 16)
    weather(c, p, rng)


def regatta(c: Canvas, p: Palette, rng: Random) -> None:
    """Sailing boats cross a bright bay."""
    horizon = rng.uniform(420, 480)
    facing = rng.choice((-1, 1))
    sx = 800 + facing * rng.uniform(100, 420)
    sky(c, p, horizon)
    sun(c, p, sx, horizon - rng.uniform(90, 240), rng.uniform(70, 110))
    clouds(c, p, rng, horizon * 0.85, 7)
    hills(c, p, rng, horizon - 40, 46, 0.84)
    hills(c, p, rng, horizon - 8, 20, 0.7, 500)
    water(c, p, rng, horizon, sx)
    sails = [rgb("fbf4e4"), rgb("fbf4e4"), p.accent, p.accent2, rgb("f0d9a8")]
    fleet = sorted((rng.uniform(0.02, 0.3), rng.uniform(80, 1520)) for _ in range(9))
    for share, x in fleet:
        y = horizon + 14 + 300 * share
        sailboat(c, p, x, y, 60 + 300 * share, facing, rng.choice(sails), 0.55 * (1 - share * 3))
        glints(c, rng, y, p.paper, 5, x, 0.5, y + 20)
    for dx, dy, h, sail in (
        (-330, 260, 380, sails[2]),
        (70, 330, 560, sails[0]),
        (430, 280, 420, sails[3]),
    ):
        x, y = 800 + facing * dx + rng.uniform(-30, 30), horizon + dy
        c.wash(ellipse(x, y + 20, h * 0.36, 34), p.ink, (x, y), (x, y + 56), (0.55, 0), 0.5)
        sailboat(c, p, x, y, h, facing, sail)
        glints(c, rng, y + 2, p.paper, 14, x, 0.7, y + 44)
    weather(c, p, rng)


def wind_farm(c: Canvas, p: Palette, rng: Random) -> None:
    """Turbines stand in the open sea, a service boat among them."""
    horizon = rng.uniform(600, 660)
    side = rng.choice((-1, 1))
    sx = 800 + side * rng.uniform(60, 300)
    sky(c, p, horizon)
    sun(c, p, sx, horizon - rng.uniform(20, 150), rng.uniform(110, 170))
    clouds(c, p, rng, horizon * 0.75, 6)
    rows = [(0.8, 150, 9), (0.6, 270, 5), (0.35, 470, 3)]
    for depth, h, count in rows:
        for i in range(count):
            x = (i + 0.5 + rng.uniform(-0.2, 0.2)) * 1600 / count
            colour = mix(p.lit(rgb("fbf6ea"), depth), p.tone(depth), 0.25)
            turbine(c, p, x, horizon + 6, h, rng.uniform(0, 120), colour)
    water(c, p, rng, horizon, sx)
    big = 800 - side * rng.uniform(90, 170)
    base = horizon + 150
    white = p.lit(rgb("fdf8ec"))
    turbine(c, p, big, base, 860, rng.uniform(15, 105), white)
    c.fill(box(big - 26, base - 40, big + 26, base + 16, 4), p.lit(rgb("e3b13c")))
    c.box(big - 44, base - 52, big + 44, base - 40, p.ink)
    glints(c, rng, base + 8, p.paper, 14, big, 0.7, base + 50)
    fishing_boat(c, p, rng, 800 + side * 190, base + 70, 300, -side, rng.uniform(-3, 3))
    glints(c, rng, base + 74, p.paper, 14, 800 + side * 190, 0.7, base + 120)
    birds(c, rng, 800 + side * 260, 300, 8, mix(p.paper, p.ink, 0.2), 15)
    weather(c, p, rng)


def eelgrass(c: Canvas, p: Palette, rng: Random) -> None:
    """Eelgrass sways below calm water, a skiff floats above it, fish swim between."""
    surface = rng.uniform(380, 410)
    side = rng.choice((-1, 1))
    sky(c, p, surface)
    sun(c, p, 800 + side * rng.uniform(260, 420), rng.uniform(130, 210), rng.uniform(54, 84))
    clouds(c, p, rng, 260, 6)
    hills(c, p, rng, surface - 34, 24, 0.8, 800)
    hills(c, p, rng, surface - 10, 12, 0.64, 500)
    shallow = mix(p.lit(rgb("7cc4b0")), p.sky[1], 0.35)
    deep = mix(p.lit(rgb("1f5f66")), p.ramp[2], 0.45)
    sea = box(0, surface, 1600, 1000)
    c.fill(sea, shallow)
    c.wash(sea, deep, (0, surface), (0, 1000), (0.0, 1.0), 0.35)
    for k in range(4):
        y = surface + 26 + k * 54
        line = roll(rng, y, 9, 520)
        c.fill(down_to(line, 1000), mix(shallow, deep, 0.16 + 0.2 * k), 0.5)
    for k in range(6):
        x = 800 + side * (-420 + k * 190) + rng.uniform(-40, 40)
        shaft = [
            (x, surface),
            (x + rng.uniform(50, 100), surface),
            (x - side * 130, 1000),
            (x - side * 330, 1000),
        ]
        c.beam(shaft, mix(p.sun, shallow, 0.4), (x, surface), (x, 960), 0.26)
    bed = roll(rng, 930, 16, 700)
    for depth, base, tall, count in (
        (0.5, 940, 330, 70),
        (0.25, 975, 400, 66),
        (0.0, 1010, 470, 56),
    ):
        blade = mix(mix(p.lit(rgb("4f9a5a")), deep, depth), p.ink, 0.12)
        for _ in range(count):
            x = rng.uniform(-20, 1620)
            open_water = 1 - 0.6 * max(0.0, 1 - abs(x - 800) / 360)
            h = tall * rng.uniform(0.5, 1.0) * open_water
            sway = side * h * rng.uniform(0.12, 0.42)
            w = rng.uniform(5, 9)
            spine = curve(
                [(x, base), (x + sway * 0.2, base - h * 0.45), (x + sway, base - h)], False, 6
            )
            left = [(px - w * (1 - i / len(spine)), py) for i, (px, py) in enumerate(spine)]
            right = [(px + w * (1 - i / len(spine)), py) for i, (px, py) in enumerate(spine)]
            tone = mix(blade, p.paper if rng.random() < 0.35 else p.ink, rng.uniform(0, 0.22))
            c.fill([*left, *reversed(right)], tone)
        if depth:
            c.fill(down_to(bed, 1010), mix(deep, p.lit(rgb("c9b48a")), 0.3))
    for x, y, count in ((560, 620, 9), (1010, 700, 8), (820, 800, 6)):
        for _ in range(count):
            fish(
                c,
                p,
                x + rng.gauss(0, 110),
                y + rng.gauss(0, 44),
                rng.uniform(26, 46),
                side,
                rng.choice((p.paper, p.accent, p.glow)),
            )
    bx = 800 - side * 40
    shadow = ellipse(bx, surface + 40, 190, 22)
    c.fill(shadow, deep, 0.4)
    person(c, bx - side * 40, surface + 20, 190, look(rng, p), "sit", side)
    fig = person(c, bx + side * 70, surface + 2, 190, look(rng, p), "lean", side)
    c.line([fig.near_hand, (fig.near_hand[0] + side * 24, surface + 220)], 3, p.paper, 0.8)
    c.fill(
        box(
            fig.near_hand[0] + side * 24 - 26,
            surface + 214,
            fig.near_hand[0] + side * 24 + 26,
            surface + 250,
            6,
        ),
        p.accent,
    )
    hull = [
        *curve(path(around(bx, surface, 1, side), "-190,-40 -20,-26 150,-34 214,-56"), False),
        *path(around(bx, surface, 1, side), "150,26 -150,26"),
    ]
    c.fill(hull, p.lit(rgb("f2e6cc")))
    c.wash(hull, p.ink, (0, surface - 20), (0, surface + 26), (0, 0.5), 0.6)
    c.line([(0, surface), (bx - 172, surface)], 4, p.paper, 0.7)
    c.line([(bx + 172, surface), (1600, surface)], 4, p.paper, 0.7)
    weather(c, p, rng)


def fish(
    c: Canvas, p: Palette, x: float, y: float, size: float, facing: int, colour: Colour
) -> None:
    """Draw a small fish ``size`` long."""
    here = around(x, y, size, facing)
    c.fill(
        curve(path(here, "0.5,0 0.15,-0.2 -0.25,-0.12 -0.38,0 -0.25,0.12 0.15,0.2"), steps=5),
        p.lit(colour),
    )
    c.fill(path(here, "-0.3,0 -0.6,-0.2 -0.52,0 -0.6,0.2"), p.lit(colour, 0, 0.2))
    c.disc(*here(0.32, -0.05), size * 0.04, p.ink)


def late_boat(c: Canvas, p: Palette, rng: Random) -> None:
    """Somebody on a bollard waits for a small ferry far out on the water."""
    horizon = rng.uniform(430, 470)
    side = rng.choice((-1, 1))
    here = mirrored(side)
    sx = here(rng.uniform(1000, 1180), 0)[0]
    sky(c, p, horizon)
    sun(c, p, sx, horizon - rng.uniform(30, 120), rng.uniform(70, 110))
    clouds(c, p, rng, 380, 9)
    hills(c, p, rng, horizon - 10, 18, 0.84, 900)
    water(c, p, rng, horizon, sx)
    bx, by = here(560, horizon + 60)
    wake(c, bx + side * -70, by, 150, p.paper, side)
    ferry(c, p, rng, bx, by, 190, side)
    glints(c, rng, by + 6, p.glow, 24, bx, 0.8, by + 150)
    quay = 830.0
    c.fill(path(here, f"420,1010 560,{quay} 1620,{quay} 1620,1010"), p.tone(0.12))
    c.wash(
        path(here, f"420,1010 560,{quay} 1620,{quay} 1620,1010"),
        p.haze,
        (0, quay),
        (0, quay + 70),
        (0.35, 0.0),
        0.6,
    )
    for k in range(6):
        x = here(640 + k * 180, 0)[0]
        c.line([(x, quay), (x - side * 40, 1000)], 3, p.ink, 0.5)
    for x in (1260, 1480):
        bollard(c, *here(x, quay + 30), 80, p.ink)
    seat_x = here(830, 0)[0]
    bollard(c, seat_x, quay + 52, 118, p.ink)
    c.oval(seat_x, quay + 60, 130, 12, p.ink, 0.5)
    person(c, seat_x, quay + 60, 420, look(rng, p), "sit", -side)
    c.fill(
        box(
            min(seat_x + side * 90, seat_x + side * 190),
            quay - 20,
            max(seat_x + side * 90, seat_x + side * 190),
            quay + 58,
            10,
        ),
        p.lit(p.accent),
    )
    c.line(arc(seat_x + side * 140, quay - 20, 24, 22, 180, 360), 7, p.lit(p.accent, 0, 0.3))
    street_lamp(c, p, here(1120, 0)[0], quay + 20, 520, -side)
    birds(c, rng, here(700, 0)[0], 280, 6, mix(p.ink, p.sky[1], 0.3), 15)
    weather(c, p, rng)


def surge(c: Canvas, p: Palette, rng: Random) -> None:
    """A wave bursts over the outer sea wall beside its tide gauge."""
    horizon = rng.uniform(400, 440)
    side = rng.choice((-1, 1))
    here = mirrored(side)
    sky(c, p, horizon)
    c.wash(
        box(0, horizon - 90, 1600, horizon),
        p.sun,
        (0, horizon - 110),
        (0, horizon),
        (0.0, 0.8),
        0.4,
    )
    clouds(c, p, rng, horizon, 6)
    c.box(0, horizon, 1600, 1000, p.tone(0.72))
    for i in range(3):
        swell(c, p, rng, horizon + 46 + i * 60, 34 + 20 * i, 240 + 70 * i, 0.66 - 0.13 * i, side)
    foam, shade = p.paper, mix(p.paper, p.ramp[1], 0.4)
    x, y = here(800, 640)
    for k in range(3):
        for _ in range(26):
            a = math.radians(rng.uniform(-152, -28))
            reach = rng.uniform(60, 370) * (1 - 0.2 * k)
            size = rng.uniform(18, 54) * (1 - reach / 560)
            tone = (shade, mix(foam, shade, 0.5), foam)[k]
            c.disc(
                x + math.cos(a) * reach * 0.95, y + math.sin(a) * reach * 1.15, max(3.0, size), tone
            )
    for _ in range(90):
        a = math.radians(rng.uniform(-160, -20))
        reach = rng.uniform(220, 520)
        c.disc(x + math.cos(a) * reach, y + math.sin(a) * reach, rng.uniform(1.5, 6), foam)
    surf(c, rng, x - 420, x + 420, 668, 70, foam, shade)
    wall = path(here, "-20,700 1620,640 1620,1010 -20,1010")
    stone = p.lit(mix(rgb("8d8f8c"), p.ramp[2], 0.4))
    c.fill(wall, stone)
    c.wash(wall, p.ink, (0, 680), (0, 1000), (0.0, 0.6), 0.5)
    c.fill(path(here, "-20,700 1620,640 1620,670 -20,730"), mix(stone, p.paper, 0.3))
    for row in range(4):
        for k in range(13):
            bx = -60 + k * 140 + (row % 2) * 70
            by = 745 + row * 74 - bx * 0.037
            c.line([here(bx, by), here(bx + 140, by - 5)], 3, p.ink, 0.45)
            c.line([here(bx, by), here(bx, by + 74)], 3, p.ink, 0.35)
    for _ in range(9):
        fx = rng.uniform(430, 1170)
        top = here(fx, 712 - (fx * 0.037))
        c.fill(
            [
                (top[0] - 14, top[1] - 20),
                (top[0] + 14, top[1] - 20),
                (top[0] + 4, top[1] + rng.uniform(60, 190)),
                (top[0] - 4, top[1] + 50),
            ],
            foam,
            0.8,
        )
    gx, gy = here(1080, 1000)
    c.box(gx - 40, 690, gx + 40, gy, p.lit(rgb("f3ecdc")))
    for k in range(8):
        c.box(gx - 40 if k % 2 else gx, 706 + k * 38, gx if k % 2 else gx + 40, 725 + k * 38, p.ink)
        c.box(gx - 40, 703 + k * 38, gx + (40 if k % 3 == 0 else 12), 707 + k * 38, p.ink)
    c.box(gx - 40, 776, gx + 40, 788, p.accent)
    lx = here(330, 0)[0]
    street_lamp(c, p, lx, 700, 330, side)
    weather(c, p, rng)


def ferry_and_island(c: Canvas, p: Palette, rng: Random) -> None:
    """A broad white ferry passes an island with a lighthouse."""
    horizon = rng.uniform(500, 530)
    side = rng.choice((-1, 1))
    here = mirrored(side)
    sx = here(rng.uniform(240, 420), 0)[0]
    sky(c, p, horizon)
    sun(c, p, sx, rng.uniform(130, 240), rng.uniform(60, 90))
    clouds(c, p, rng, 400, 8)
    hills(c, p, rng, horizon - 6, 16, 0.84, 900)
    green = p.lit(mix(rgb("7fa65e"), p.ramp[1], 0.35), 0.22)
    island = [
        here(x, y)
        for x, y in (
            (760, horizon + 4),
            (860, horizon - 60),
            (980, horizon - 96),
            (1110, horizon - 128),
            (1260, horizon - 104),
            (1400, horizon - 50),
            (1560, horizon + 4),
        )
    ]
    land = [*curve(island, False, 8)]
    c.fill(land, green)
    c.wash(land, p.ink, (0, horizon - 130), (0, horizon + 4), (0, 0.45), 0.6)
    lighthouse(c, p, *here(1130, horizon - 118), 250, -side)
    for x in (960, 1010, 1290, 1340):
        house(c, p, rng, *here(x, horizon - 58 + abs(x - 1130) * 0.08), 46, 0.25)
    water(c, p, rng, horizon, sx)
    w = rng.uniform(690, 760)
    x, y = here(690, horizon + 190)
    c.wash(ellipse(x, y + 26, w * 0.52, 44), p.ink, (x, y), (x, y + 72), (0.55, 0.0), 0.5)
    wake(c, x - side * w * 0.42, y - 4, w * 0.8, p.paper, side)
    ferry(c, p, rng, x, y, w, side, rgb("f4efe2"))
    glints(c, rng, y + 4, p.paper, 22, x, 0.6, y + 60)
    birds(c, rng, here(360, 0)[0], 360, 8, mix(p.paper, p.ink, 0.12), 16)
    weather(c, p, rng)


def open_boat(c: Canvas, p: Palette, rng: Random) -> None:
    """Two people row a tin box between low islands over a calm sea."""
    horizon = rng.uniform(430, 470)
    side = rng.choice((-1, 1))
    here = mirrored(side)
    sx = here(rng.uniform(900, 1100), 0)[0]
    sky(c, p, horizon)
    sun(c, p, sx, horizon - rng.uniform(60, 150), rng.uniform(70, 110))
    clouds(c, p, rng, 360, 7)
    for depth, y, h, count in (
        (0.85, horizon, 60, 4),
        (0.7, horizon + 4, 70, 3),
        (0.5, horizon + 14, 90, 2),
    ):
        for _ in range(count):
            x, w = rng.uniform(0, 1600), rng.uniform(170, 420)
            tall = h * rng.uniform(0.5, 1)
            island = curve(
                [
                    (x - w, y),
                    (x - w * 0.5, y - tall * 0.6),
                    (x, y - tall),
                    (x + w * 0.4, y - tall * 0.7),
                    (x + w, y),
                ],
                False,
                8,
            )
            c.fill(island, p.tone(depth))
            c.wash(island, p.haze, (0, y - tall), (0, y), (0, 0.6), 0.5)
    water(c, p, rng, horizon + 14, sx)
    x, y = here(790, 790)
    place = around(x, y, 1, side)
    c.wash(ellipse(x, y + 30, 380, 50), p.ink, (x, y), (x, y + 80), (0.6, 0.0), 0.5)
    person(c, *place(-130, 60), 430, look(rng, p), "sit", side)
    c.line(path(place, "40,-120 -190,40"), 11, p.lit(rgb("c79a66")))
    c.fill(
        box(
            min(place(20, 0)[0], place(110, 0)[0]),
            y - 104,
            max(place(20, 0)[0], place(110, 0)[0]),
            y - 20,
            5,
        ),
        p.lit(rgb("9aa7ab")),
    )
    c.fill(box(x + side * 65 - 26, y - 100, x + side * 65 + 26, y - 92, 3), p.ink)
    person(c, *place(230, 60), 420, look(rng, p), "sit", -side)
    hull = [
        *curve(path(place, "-360,-78 -150,-44 120,-44 380,-96"), False),
        *path(place, "290,44 -290,44"),
    ]
    colour = p.lit(rng.choice((p.accent, rgb("2c5a7a"))))
    c.fill(hull, colour)
    c.wash(hull, p.ink, (0, y - 50), (0, y + 46), (0, 0.55), 0.6)
    c.line(curve(path(place, "-360,-78 -150,-44 120,-44 380,-96"), False), 12, p.lit(p.paper))
    c.line(path(place, "-60,-60 -330,60"), 11, p.lit(rgb("c79a66")))
    c.fill(
        turned(ellipse(*place(-350, 68), 52, 14), -24 * side, place(-350, 68)), p.lit(rgb("c79a66"))
    )
    glints(c, rng, y + 36, p.paper, 26, x, 0.65, y + 120)
    birds(c, rng, here(420, 0)[0], 330, 7, p.tone(0.3), 15)
    weather(c, p, rng)


def buoy(c: Canvas, p: Palette, rng: Random) -> None:
    """A lit buoy leans in the swell, gulls round it."""
    horizon = rng.uniform(430, 480)
    side = rng.choice((-1, 1))
    sx = 800 + side * rng.uniform(200, 380)
    sky(c, p, horizon)
    sun(c, p, sx, horizon - rng.uniform(60, 200), rng.uniform(70, 120))
    clouds(c, p, rng, 400, 7)
    hills(c, p, rng, horizon - 4, 14, 0.84, 700)
    c.box(0, horizon, 1600, 1000, p.tone(0.75))
    glints(c, rng, horizon, p.sun, 50, sx, 0.7)
    for i in range(3):
        swell(c, p, rng, horizon + 60 + i * 70, 30 + 22 * i, 250 + 80 * i, 0.66 - 0.14 * i, side)
    foot = (800.0, 770.0)

    def here(u: float, v: float) -> Point:
        return turned([(800 + u, 770 + v)], side * 11, foot)[0]

    red, white = p.lit(p.accent), p.lit(p.paper)
    for u in (-74, 74):
        c.line([here(u, -90), here(u * 0.35, -390)], 13, red)
    c.line([here(-66, -130), here(46, -300)], 7, red)
    c.line([here(66, -130), here(-46, -300)], 7, red)
    c.fill(path(here, "-40,-220 40,-220 34,-300 -34,-300"), white)
    c.fill(path(here, "-52,-384 52,-384 44,-404 -44,-404"), p.ink)
    c.fill(path(here, "-22,-404 22,-404 18,-450 -18,-450"), mix(p.glow, p.paper, 0.3))
    c.fill(path(here, "-28,-450 0,-482 28,-450"), p.ink)
    body = path(here, "-170,-110 170,-110 150,30 90,90 -90,90 -150,30")
    c.fill(body, red)
    c.fill(path(here, "-167,-70 167,-70 161,-30 -161,-30"), white)
    c.wash(body, p.ink, here(-20, 0), here(side * 180, 0), (0, 0.55), 0.6)
    if p.mood != "day":
        c.glow(*here(0, -426), 300, p.glow, 0.9)
    surf(c, rng, 590, 1010, 806, 34, p.paper, mix(p.paper, p.ramp[1], 0.4))
    swell(c, p, rng, 850, 70, 480, 0.2, side)
    swell(c, p, rng, 950, 80, 560, 0.08, side)
    birds(c, rng, 800 - side * 190, 260, 9, mix(p.paper, p.ink, 0.06), 22)
    weather(c, p, rng)


SEA = (
    (
        eelgrass,
        (0.5, 0.48),
        "Eelgrass sways below calm water while two people float above it in a skiff",
    ),
    (late_boat, (0.52, 0.72), "Somebody on a bollard waits for a small ferry far out on the water"),
    (wind_farm, (0.48, 0.55), "Wind turbines stand in the open sea, a service boat below them"),
    (surge, (0.5, 0.6), "A wave bursts over a sea wall beside a tide gauge"),
    (trawler_in_waves, (0.5, 0.52), "A trawler climbs a wave, gulls behind it"),
    (lighthouse_rock, (0.5, 0.5), "A lighthouse stands on a rock in the surf"),
    (ferry_and_island, (0.48, 0.62), "A broad white ferry passes an island with a lighthouse"),
    (
        open_boat,
        (0.5, 0.7),
        "Two people sit in an open boat between low islands, a tin box between them",
    ),
    (buoy, (0.5, 0.58), "A buoy leans in the swell with gulls round it"),
    (regatta, (0.5, 0.6), "Sailing boats cross a wide bay"),
)
