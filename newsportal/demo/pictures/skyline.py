"""The composition ``skyline``."""

from random import Random

from newsportal.demo.pictures.buildings import FRONTS, street_lamp, towers
from newsportal.demo.pictures.canvas import Canvas, halo
from newsportal.demo.pictures.geometry import Outline, around, box, curve, ellipse, path
from newsportal.demo.pictures.palettes import Palette, mix, rgb
from newsportal.demo.pictures.people import look, person, silhouette
from newsportal.demo.pictures.scenery import (
    birds,
    clouds,
    glints,
    hills,
    round_tree,
    sky,
    sun,
    water,
    weather,
)


def river_city(c: Canvas, p: Palette, rng: Random) -> None:
    """Towers beyond a suspension bridge over the river."""
    horizon = rng.uniform(640, 690)
    sx = 800 + rng.uniform(-260, 260)
    sky(c, p, horizon)
    sun(c, p, sx, horizon - rng.uniform(230, 380), rng.uniform(90, 150))
    clouds(c, p, rng, horizon * 0.7, 6)
    towers(c, p, rng, horizon, 0.84, rng.uniform(260, 340), 62, 0.2)
    towers(c, p, rng, horizon, 0.68, rng.uniform(330, 420), 78, 0.55)
    towers(c, p, rng, horizon, 0.5, rng.uniform(240, 320), 88, 0.7)
    c.wash(
        box(0, horizon - 200, 1600, horizon),
        p.haze,
        (0, horizon - 200),
        (0, horizon),
        (0, 0.6),
        0.4,
    )
    deck = horizon - 58
    steel = mix(p.tone(0.14), p.accent, 0.42)
    pylons = (470, 1130)
    for x in pylons:
        c.fill(
            [
                (x - 22, horizon + 6),
                (x - 14, deck - 330),
                (x + 14, deck - 330),
                (x + 22, horizon + 6),
            ],
            steel,
        )
        c.wash(
            [(x, horizon + 6), (x, deck - 330), (x + 14, deck - 330), (x + 22, horizon + 6)],
            p.ink,
            (x, 0),
            (x + 20, 0),
            (0.1, 0.5),
            0.4,
        )
        c.box(x - 20, deck - 338, x + 20, deck - 326, steel)
        if p.dark:
            halo(c, x, deck - 346, 5, p.glow)
    spans = ((470 - 660, 470), (470, 1130), (1130, 1130 + 660))
    for x0, x1 in spans:
        cable: Outline = []
        for i in range(41):
            t = i / 40
            sag = 4 * (t - 0.5) ** 2
            cable.append((x0 + (x1 - x0) * t, deck - 24 - 300 * sag))
        c.line(cable, 6, steel)
        for i in range(1, 40, 2):
            c.line([cable[i], (cable[i][0], deck)], 2, steel)
    c.box(0, deck, 1600, deck + 17, steel)
    c.box(0, deck + 17, 1600, deck + 25, p.ink)
    for _ in range(22):
        x = rng.uniform(0, 1600)
        w = rng.choice((20, 24, 46))
        c.box(x, deck - 11 - (6 if w > 40 else 0), x + w, deck, p.lit(rng.choice(FRONTS), 0.1, 0.2))
        if p.dark:
            c.disc(x + w, deck - 4, 3, p.glow)
    water(c, p, rng, horizon, sx)
    if p.dark:
        glints(c, rng, horizon, p.glow, 90, None, 0.5)
    quay = 900
    c.box(0, quay, 1600, 1000, p.ink)
    c.box(0, quay - 4, 1600, quay + 4, p.tone(0.25))
    for i in range(33):
        c.line([(i * 50, quay), (i * 50, quay - 52)], 4, p.ink)
    c.line([(0, quay - 52), (1600, quay - 52)], 7, p.ink)
    pair = [silhouette(p.ink, rng), silhouette(p.ink, rng)]
    x = rng.choice((620, 960)) + rng.uniform(-40, 40)
    person(c, x, 985, 270, pair[0], "lean", 1)
    person(c, x + 110, 985, 258, pair[1], "stand", -1)
    street_lamp(c, p, x + 560 if x < 800 else x - 560, 985, 360, -1 if x < 800 else 1)
    weather(c, p, rng)


def parliament(c: Canvas, p: Palette, rng: Random) -> None:
    """A domed parliament and its clock tower above the roofs; people cross the square."""
    horizon = 760.0
    side = rng.choice((-1, 1))
    sky(c, p, horizon)
    sun(c, p, 800 - side * rng.uniform(150, 420), rng.uniform(230, 420), rng.uniform(80, 130))
    clouds(c, p, rng, 480, 7)
    towers(c, p, rng, horizon, 0.84, rng.uniform(250, 330), 74, 0.3)
    towers(c, p, rng, horizon, 0.68, rng.uniform(170, 240), 84, 0.1)
    stone = mix(p.lit(rgb("e9dcc2")), p.haze, 0.12)
    dim = mix(stone, p.ink, 0.24)
    roof = p.lit(mix(rgb("3f7a70"), p.accent2, 0.15))
    x = 800.0
    base = 790.0
    c.box(x - 430, base - 170, x + 430, base, stone)
    for end in (-1, 1):
        c.box(x + end * 330, base - 215, x + end * 450, base, mix(stone, p.ink, 0.07))
        c.fill(
            [(x + end * 320, base - 212), (x + end * 390, base - 262), (x + end * 460, base - 212)],
            roof,
        )
    pane = p.glow if p.dark else mix(p.lit(rgb("3a5468")), stone, 0.15)
    for i in range(16):
        wx = x - 415 + i * 53
        if abs(wx + 12 - x) < 150:
            continue
        for row in (0, 1):
            wy = base - 148 + row * 76
            colour = pane if rng.random() < 0.82 else dim
            c.fill(box(wx, wy, wx + 24, wy + 52, 12 if row == 0 else 2), colour)
    c.box(x - 440, base - 176, x + 440, base - 164, dim)
    # the portico
    c.box(x - 150, base - 190, x + 150, base, dim)
    c.fill(path(around(x, base), "-172,-188 0,-258 172,-188"), stone)
    c.fill(path(around(x, base), "-128,-196 0,-244 128,-196"), dim)
    for i in range(7):
        cx = x - 138 + i * 46
        c.box(cx - 10, base - 184, cx + 10, base - 14, stone)
        c.box(cx + 3, base - 184, cx + 10, base - 14, dim, 0.7)
    c.fill(box(x - 22, base - 120, x + 22, base - 14, 22), pane)
    # the dome
    c.box(x - 118, base - 330, x + 118, base - 240, stone)
    for i in range(9):
        c.fill(
            box(x - 108 + i * 25, base - 318, x - 94 + i * 25, base - 252, 7),
            pane if p.dark else dim,
        )
    c.box(x - 130, base - 342, x + 130, base - 326, dim)
    dome = [(px, py) for px, py in ellipse(x, base - 338, 112, 132, 60) if py <= base - 337]
    c.fill(dome, roof)
    for k in (-0.62, -0.3, 0.0, 0.3, 0.62):
        rib = [
            (x + 112 * k * (1 - t) ** 0.5 * 1.0, base - 338 - 132 * t)
            for t in (0, 0.25, 0.5, 0.75, 0.98)
        ]
        c.line(rib, 4, mix(roof, p.ink, 0.3))
    c.wash(dome, p.ink, (x - side * 30, 0), (x + side * 110, 0), (0, 0.55), 0.65)
    c.box(x - 22, base - 520, x + 22, base - 464, stone)
    c.fill(path(around(x, base), "-28,-518 0,-580 28,-518"), roof)
    c.line([(x, base - 580), (x, base - 668)], 4, p.ink)
    flag = curve(path(around(x, base, 1, side), "0,-664 40,-672 84,-656"), False)
    c.fill(
        [*flag, (x + side * 84, base - 616), (x + side * 42, base - 630), (x, base - 622)], p.accent
    )
    c.wash(
        path(around(x, base), "-430,0 -430,-170 430,-170 430,0"),
        p.ink,
        (x - side * 200, 0),
        (x + side * 460, 0),
        (0, 0.35),
        0.5,
    )
    # the clock tower
    tx = x + side * 560
    c.box(tx - 44, base - 430, tx + 44, base, mix(stone, p.ink, 0.1))
    c.box(tx + 8, base - 430, tx + 44, base, p.ink, 0.16)
    c.box(tx - 52, base - 440, tx + 52, base - 424, dim)
    c.disc(tx, base - 376, 34, p.glow if p.dark else p.paper)
    c.line([(tx, base - 376), (tx, base - 402)], 5, p.ink)
    c.line([(tx, base - 376), (tx + 17, base - 366)], 5, p.ink)
    c.fill(path(around(tx, base), "-54,-438 0,-590 54,-438"), roof)
    c.fill(path(around(tx, base), "0,-590 54,-438 4,-438"), p.ink, 0.25)
    # the square
    c.fill([(0, base), (1600, base), (1600, 1000), (0, 1000)], p.tone(0.42))
    c.fill(
        [(x - 170, base), (x + 170, base), (x + 560, 1000), (x - 560, 1000)],
        mix(p.tone(0.42), p.paper, 0.25),
    )
    c.wash(box(0, base, 1600, 1000), p.ink, (0, base), (0, 1010), (0.02, 0.55), 0.5)
    for i in range(3):
        c.fill(
            box(x - 190 - 14 * i, base - 14 + 9 * i, x + 190 + 14 * i, base - 5 + 9 * i),
            mix(stone, p.ink, 0.05 + 0.09 * i),
        )
    for dx in (-520, -430, 470, 560):
        size = rng.uniform(150, 190)
        leaf = p.lit(mix(rgb("4c7a4f"), p.ramp[1], 0.3))
        round_tree(c, rng, x + dx, base + 40, size, leaf, mix(leaf, p.ink, 0.45), p.ink)
    for dx in (-330, 330):
        street_lamp(c, p, x + dx, base + 66, 190, 1 if dx < 0 else -1)
    walkers = [(rng.uniform(-620, 620), rng.uniform(45, 190)) for _ in range(11)]
    for dx, dy in sorted(walkers, key=lambda w: w[1]):
        facing = rng.choice((-1, 1))
        wx, wy = x + dx, base + dy
        c.oval(wx + 14, wy, 26 + dy * 0.1, 5, p.ink, 0.35)
        person(
            c,
            wx,
            wy,
            64 + dy * 0.52,
            look(rng, p),
            rng.choice(("walk", "walk", "stand", "talk")),
            facing,
        )
    weather(c, p, rng)


def rooftops(c: Canvas, p: Palette, rng: Random) -> None:
    """Somebody tends a roof garden high above the city."""
    sx = 800 + rng.choice((-1, 1)) * rng.uniform(60, 330)
    sky(c, p, 700)
    sun(c, p, sx, rng.uniform(260, 420), rng.uniform(110, 180))
    clouds(c, p, rng, 420, 6)
    hills(c, p, rng, 560, 40, 0.9)
    for depth, y, h, w in ((0.8, 760, 330, 70), (0.62, 800, 330, 92), (0.42, 840, 270, 124)):
        towers(c, p, rng, y, depth, h * rng.uniform(0.9, 1.15), w, 0.35)
        c.wash(box(0, y - h * 0.8, 1600, y), p.haze, (0, y - h * 0.6), (0, y), (0, 0.55), 0.4)
    roof = 800.0
    c.fill(box(0, roof, 1600, 1000), p.tone(0.14))
    c.wash(box(0, roof, 1600, 1000), p.haze, (0, roof), (0, roof + 90), (0.35, 0), 0.6)
    c.box(0, roof - 34, 1600, roof, p.tone(0.24))
    c.box(0, roof - 40, 1600, roof - 28, mix(p.tone(0.3), p.paper, 0.25))
    side = rng.choice((-1, 1))
    tx = 800 + side * 430
    wood = p.lit(rgb("9a6a48"))
    for dx in (-70, 0, 70):
        c.line([(tx + dx, roof + 20), (tx + dx * 0.9, roof - 150)], 9, p.ink)
    c.line([(tx - 70, roof + 10), (tx + 65, roof - 140)], 4, p.ink)
    tank = box(tx - 96, roof - 320, tx + 96, roof - 140, 8)
    c.fill(tank, wood)
    for i in range(9):
        c.line([(tx - 90 + i * 22, roof - 316), (tx - 90 + i * 22, roof - 144)], 2, p.ink, 0.35)
    for dy in (290, 230, 170):
        c.line([(tx - 97, roof - dy), (tx + 97, roof - dy)], 4, p.ink, 0.6)
    c.wash(tank, p.ink, (tx - 10, 0), (tx + 100, 0), (0, 0.6), 0.6)
    c.fill(path(around(tx, roof), "-112,-316 0,-400 112,-316"), p.lit(rgb("5a4a52")))
    hx = 800 - side * 470
    c.fill(box(hx - 130, roof - 190, hx + 130, roof + 30), p.lit(rgb("c98f6c"), 0.05))
    c.wash(
        box(hx - 130, roof - 190, hx + 130, roof + 30),
        p.ink,
        (hx, 0),
        (hx + side * -140, 0),
        (0, 0.35),
        0.6,
    )
    c.box(hx - 145, roof - 204, hx + 145, roof - 186, p.ink)
    c.box(hx - 36, roof - 130, hx + 40, roof + 30, p.glow if p.dark else p.lit(rgb("37546b")))
    c.line([(hx + 90, roof - 200), (hx + 90, roof - 330)], 5, p.ink)
    for i in range(4):
        c.line(
            [(hx + 60 + 4 * i, roof - 320 + i * 26), (hx + 120 - 4 * i, roof - 320 + i * 26)],
            4,
            p.ink,
        )
    leaf = p.lit(mix(rgb("5c8a4e"), p.accent2, 0.1))
    gx = 800 - side * 40
    for i in range(5):
        bx = gx - 250 + i * 125
        c.fill(box(bx - 52, roof + 60, bx + 52, roof + 108, 5), p.lit(rgb("b5754c"), 0, 0.05 * i))
        for _ in range(11):
            lx, height = bx + rng.uniform(-44, 44), rng.uniform(30, 110)
            c.line(
                [(lx, roof + 62), (lx + rng.uniform(-12, 12), roof + 62 - height)],
                3,
                mix(leaf, p.ink, 0.3),
            )
            c.oval(
                lx + rng.uniform(-8, 8),
                roof + 62 - height,
                rng.uniform(10, 20),
                rng.uniform(8, 14),
                mix(leaf, p.ink, rng.choice((0.0, 0.2, 0.35))),
            )
            if rng.random() < 0.3:
                c.disc(
                    lx + rng.uniform(-10, 10),
                    roof + 55 - height,
                    rng.uniform(5, 9),
                    rng.choice((p.accent, p.paper, p.accent2)),
                )
    wear = look(rng, p)
    fig = person(c, gx + 30, roof + 168, 330, wear, "hold", side)
    hx2, hy2 = fig.near_hand
    can = p.lit(p.accent)
    c.fill(box(hx2 - 30, hy2 - 6, hx2 + 30, hy2 + 46, 6), can)
    c.fill(
        path(around(hx2, hy2, 1, side), "28,36 88,-2 92,8 28,50"),
        can,
    )
    for k in range(5):
        c.line(
            [(hx2 + side * 92, hy2 + 4 + k), (hx2 + side * (112 + 5 * k), hy2 + 40 + 8 * k)],
            2,
            p.paper,
            0.7,
        )
    birds(c, rng, 800 + side * 90, 300, 9, mix(p.ink, p.sky[1], 0.2), 15)
    weather(c, p, rng)


SKYLINE = (
    (
        river_city,
        (0.5, 0.6),
        "Two people at a railing look over the river at a bridge and the towers of the city",
    ),
    (parliament, (0.5, 0.55), "People cross the square in front of a domed parliament"),
    (rooftops, (0.5, 0.65), "Somebody waters plants on a roof high above the city"),
)
