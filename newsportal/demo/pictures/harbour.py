"""The composition ``harbour``."""

from dataclasses import replace
from random import Random

from newsportal.demo.pictures.buildings import AWNINGS, FRONTS, far_row
from newsportal.demo.pictures.canvas import Canvas, halo
from newsportal.demo.pictures.geometry import around, box, ellipse, mirrored, path
from newsportal.demo.pictures.palettes import Palette, mix, rgb
from newsportal.demo.pictures.people import look, person
from newsportal.demo.pictures.scenery import (
    birds,
    clouds,
    glints,
    hills,
    sky,
    sun,
    wake,
    water,
    weather,
)
from newsportal.demo.pictures.vessels import (
    bollard,
    container_ship,
    container_stacks,
    ferry,
    fishing_boat,
    gantry,
    lighthouse,
)


def ferry_leaves(c: Canvas, p: Palette, rng: Random) -> None:
    """A ferry crosses in front of the port's cranes."""
    horizon = rng.uniform(555, 600)
    facing = rng.choice((-1, 1))
    sx = 800 - facing * rng.uniform(180, 420)
    sky(c, p, horizon)
    sun(c, p, sx, horizon - rng.uniform(110, 260), rng.uniform(52, 82))
    clouds(c, p, rng, horizon * 0.8, 6)
    hills(c, p, rng, horizon - 70, 42, 0.86)
    hills(c, p, rng, horizon - 24, 30, 0.66, 600)
    far_row(c, p, rng, horizon, 0.62, 90, 800 - facing * 800, 1600) if facing < 0 else far_row(
        c, p, rng, horizon, 0.62, 90, 0, 760
    )
    side = 1 if facing > 0 else -1
    for i in range(3):
        x = 800 + side * (330 + 190 * i)
        gantry(
            c,
            p,
            x,
            horizon + 2,
            300 - 24 * i,
            -side,
            mix(p.tone(0.36), p.accent, 0.25),
            rng.random() < 0.4,
        )
    quay = sorted((800 + side * 240, 800 + side * 900))
    container_stacks(c, p, rng, quay[0] + 20, quay[1], horizon - 10, 58, 0.3)
    c.box(quay[0], horizon - 12, quay[1], horizon + 4, p.tone(0.2))
    water(c, p, rng, horizon, sx)
    bx, by, w = (
        800 - facing * rng.uniform(-20, 60),
        horizon + rng.uniform(150, 190),
        rng.uniform(600, 690),
    )
    c.wash(ellipse(bx, by + 26, w * 0.52, 42), p.ink, (bx, by), (bx, by + 70), (0.6, 0.0), 0.5)
    wake(c, bx - facing * w * 0.42, by - 4, w * 0.9, mix(p.paper, p.sky[2], 0.2), facing)
    ferry(c, p, rng, bx, by, w, facing)
    glints(c, rng, by + 4, mix(p.paper, p.sky[2], 0.3), 16, bx, 0.6, by + 40)
    if p.dark:
        glints(c, rng, by + 12, p.glow, 34, bx, 0.6, by + 190)
    birds(
        c,
        rng,
        bx - facing * 260,
        by - w * 0.5,
        9,
        mix(p.paper, p.ink, 0.1 if not p.dark else 0.0),
        17,
    )
    weather(c, p, rng)


def loading(c: Canvas, p: Palette, rng: Random) -> None:
    """A container ship lies under the cranes; two people look on."""
    horizon = rng.uniform(590, 630)
    facing = rng.choice((-1, 1))
    sx = 800 + facing * rng.uniform(280, 500)
    sky(c, p, horizon)
    sun(c, p, sx, rng.uniform(150, 330), rng.uniform(50, 90))
    clouds(c, p, rng, horizon * 0.7, 7)
    hills(c, p, rng, horizon - 50, 46, 0.84)
    far_row(c, p, rng, horizon, 0.74, 110, 0, 1600)
    shades = [mix(p.tone(0.3), p.accent, 0.55), mix(p.tone(0.25), p.accent2, 0.5)]
    for i, dx in enumerate((-480, -120, 250, 560)):
        gantry(
            c,
            p,
            800 + facing * dx,
            horizon + 30,
            rng.uniform(470, 530),
            facing if i % 2 else -facing,
            shades[i % 2],
            i == 3,
        )
    container_ship(c, p, rng, 800, horizon + 74, 1010, facing)
    water(c, p, rng, horizon + 66, sx, mirror=True)
    quay = 872 + rng.uniform(-14, 14)
    ground = [(0, quay), (1600, quay), (1600, 1000), (0, 1000)]
    c.fill(ground, p.tone(0.12))
    c.wash(ground, p.haze, (0, quay), (0, quay + 50), (0.3, 0), 0.6)
    c.box(0, quay, 1600, quay + 9, p.lit(rgb("d9a441")))
    for i in range(14):
        c.fill(
            [
                (i * 120 + 10, quay),
                (i * 120 + 60, quay),
                (i * 120 + 40, quay + 9),
                (i * 120 - 10, quay + 9),
            ],
            p.ink,
        )
    for dx in (-560, 500):
        bollard(c, 800 + dx, quay + 12, 62, p.ink)
    wear = [look(rng, p), look(rng, p)]
    base = quay + 76
    person(c, 720, base, 270, wear[0], "point", 1)
    person(c, 880, base + 4, 262, wear[1], rng.choice(("hold", "stand", "talk")), -1)
    weather(c, p, rng)


def fishing_port(c: Canvas, p: Palette, rng: Random) -> None:
    """Fishing boats ride at their moorings below a lighthouse."""
    horizon = rng.uniform(520, 570)
    side = rng.choice((-1, 1))
    sx = 800 - side * rng.uniform(250, 500)
    sky(c, p, horizon)
    sun(c, p, sx, horizon - rng.uniform(60, 220), rng.uniform(56, 92))
    clouds(c, p, rng, horizon * 0.8, 7)
    hills(c, p, rng, horizon - 60, 50, 0.82)
    hills(c, p, rng, horizon - 20, 36, 0.64, 640)
    lx = 800 + side * rng.uniform(170, 260)
    mole = path(around(lx, horizon, 1, side), "-250,8 -170,-26 1000,-54 1000,8")
    c.fill(mole, p.tone(0.3))
    c.wash(mole, p.ink, (lx, horizon - 50), (lx, horizon + 8), (0, 0.5), 0.7)
    lighthouse(c, p, lx, horizon - 26, rng.uniform(330, 390), -side)
    x = lx + side * 190
    for _ in range(6):
        w, h = rng.uniform(80, 110), rng.uniform(80, 140)
        colour = p.lit(
            rng.choice((rgb("e8d9bd"), rgb("c86a4a"), rgb("8fa6b0"), rgb("d9b36a"))), 0.25
        )
        base = horizon - 44
        c.box(x - w / 2, base - h, x + w / 2, base, colour)
        roof = p.lit(rgb("8a4433"), 0.25, 0.2)
        c.fill([(x - w * 0.58, base - h), (x, base - h - w * 0.5), (x + w * 0.58, base - h)], roof)
        for k in range(2):
            pane = p.glow if p.dark and rng.random() < 0.7 else p.lit(rgb("33475a"), 0.2)
            c.box(
                x - w * 0.3 + k * w * 0.4,
                base - h * 0.72,
                x - w * 0.12 + k * w * 0.4,
                base - h * 0.45,
                pane,
            )
        x += side * w * 1.02
    water(c, p, rng, horizon + 6, sx)
    for dx, dy, w in (
        (-430, 90, 210),
        (-60, 150, 270),
        (330, 118, 230),
        (-250, 268, 350),
        (290, 300, 400),
    ):
        bx, by = 800 + dx + rng.uniform(-40, 40), horizon + dy
        c.wash(
            ellipse(bx, by + w * 0.06, w * 0.5, w * 0.09),
            p.ink,
            (bx, by),
            (bx, by + w * 0.16),
            (0.55, 0),
            0.5,
        )
        fishing_boat(c, p, rng, bx, by, w, rng.choice((-1, 1)), rng.uniform(-2, 2))
        glints(c, rng, by + 3, mix(p.paper, p.sky[2], 0.35), 7, bx, 0.5, by + 30)
    birds(c, rng, 800 - side * 120, horizon - 260, 10, mix(p.paper, p.sky[0], 0.1), 15)
    weather(c, p, rng)


def pilot(c: Canvas, p: Palette, rng: Random) -> None:
    """A pilot boat heads for the dark wall of a ship's side, harbour lights behind it."""
    horizon = rng.uniform(470, 500)
    side = rng.choice((-1, 1))
    here = mirrored(side)
    sky(c, p, horizon)
    sun(c, p, *here(rng.uniform(380, 520), rng.uniform(120, 190)), rng.uniform(44, 60))
    clouds(c, p, rng, 300, 5)
    hills(c, p, rng, horizon - 16, 22, 0.82, 700)
    far_row(c, p, rng, horizon, 0.66, 60)
    for x, colour in ((160, rgb("35c07a")), (560, rgb("e8463a"))):
        mole = path(
            here,
            f"{x - 150},{horizon + 14} {x - 120},{horizon - 12} "
            f"{x + 60},{horizon - 12} {x + 90},{horizon + 14}",
        )
        c.fill(mole, p.tone(0.25))
        lx, ly = here(x, horizon - 12)
        c.fill(path(around(lx, ly), "-13,0 -9,-96 9,-96 13,0"), p.lit(colour))
        c.box(lx - 14, ly - 100, lx + 14, ly - 94, p.ink)
        halo(c, lx, ly - 110, 9, colour)
    water(c, p, rng, horizon, here(450, 0)[0])
    wall = path(here, "900,-20 1620,-20 1620,940 1010,900 930,760 905,500")
    hull = mix(p.ink, p.tone(0.2), 0.35)
    c.fill(wall, hull)
    c.wash(wall, p.ramp[1], here(905, 0), here(1250, 0), (0.5, 0.0), 0.5)
    c.wash(wall, p.ink, (0, 500), (0, 940), (0.0, 0.6), 0.5)
    band = path(here, "924,740 1620,800 1620,940 1010,900")
    c.fill(band, p.lit(rgb("8a2f2c"), 0, 0.25))
    for k in range(8):
        y = 40 + k * 92
        c.line(path(here, f"{902 + k * 3},{y} 1620,{y - 6}"), 2.5, p.ink, 0.4)
    for k in range(5):
        x, y = here(1010 + k * 132, 150)
        c.disc(x, y, 19, p.ink)
        c.disc(x, y, 14, p.glow if p.dark else p.lit(rgb("9fb6c0")))
        if p.dark:
            c.glow(x, y, 70, p.glow, 0.5)
    for k in range(6):
        x, y = here(1440, 330 + k * 62)
        c.box(x - 26, y, x + 10, y + 6, p.paper, 0.8)
        c.box(x - 26, y + 30, x - 4, y + 34, p.paper, 0.6)
    rope = p.lit(rgb("d9b184"))
    for dx in (0, 34):
        c.line([here(1000 + dx, -10), here(1006 + dx, 726)], 4, rope)
    for k in range(27):
        y = k * 27
        c.line([here(1000 + y * 0.008, y), here(1034 + y * 0.008, y)], 6, rope)
    climber = replace(
        look(rng, p.under_lamps()),
        top=p.under_lamps().lit(rgb("f08a2c")),
        hat="beanie",
        cut="jacket",
    )
    person(c, *here(1012, 560), 200, climber, "raise", side)
    bx, by = here(700, 790)
    c.wash(ellipse(bx, by + 14, 270, 34), p.ink, (bx, by), (bx, by + 48), (0.6, 0), 0.5)
    wake(c, bx - side * 190, by - 2, 420, mix(p.paper, p.sky[2], 0.2), side)
    fishing_boat(c, p, rng, bx, by, 430, side, -side * 4)
    if p.dark:
        lamp = (bx + side * 60, by - 190)
        c.beam([lamp, here(1010, 330), here(1046, 720)], p.glow, lamp, here(1030, 560), 0.6)
    glints(c, rng, by + 6, mix(p.paper, p.glow, 0.3), 26, bx, 0.6, by + 110)
    weather(c, p, rng)


def quiet_quay(c: Canvas, p: Palette, rng: Random) -> None:
    """A long ministry on the inner harbour with one lit window, hulls and cranes before it."""
    horizon = 640.0
    side = rng.choice((-1, 1))
    here = mirrored(side)
    sx = here(rng.uniform(1120, 1260), 0)[0]
    sky(c, p, horizon)
    sun(c, p, sx, rng.uniform(300, 400), rng.uniform(90, 130))
    clouds(c, p, rng, 380, 7)
    hills(c, p, rng, horizon - 70, 50, 0.84)
    far_row(c, p, rng, horizon, 0.7, 130)
    for x, h in ((1260, 330), (1420, 400), (1570, 300)):
        gantry(c, p, here(x, 0)[0], horizon, h, -side, p.tone(0.3), x != 1420)
    stone = p.lit(mix(rgb("c9b49a"), p.ramp[1], 0.4), 0.06)
    lo, hi = sorted((here(230, 0)[0], here(1130, 0)[0]))
    c.box(lo, 380, hi, horizon, stone)
    for end in (lo, hi):
        c.box(end - 74, 350, end + 74, horizon, mix(stone, p.ink, 0.1))
        c.fill(path(around(end, 350), "-88,0 -52,-58 52,-58 88,0"), p.tone(0.24))
    c.fill([(lo + 60, 382), (lo + 96, 326), (hi - 96, 326), (hi - 60, 382)], p.tone(0.26))
    middle = (lo + hi) / 2
    c.fill(path(around(middle, 386), "-120,0 0,-84 120,0"), mix(stone, p.paper, 0.12))
    c.line([(middle, 302), (middle, 226)], 5, p.ink)
    c.fill(path(around(middle, 230), "0,0 70,8 70,42 0,36"), p.accent)
    rows, columns = 4, 25
    lit_column = 15 if side > 0 else 9
    for row in range(rows):
        for k in range(columns):
            x = lo - 50 + (hi - lo + 100) * (k + 0.5) / columns
            y = 404 + row * 58
            on = row == 0 and k == lit_column
            pane = p.glow if on else mix(p.tone(0.2), stone, 0.25)
            c.fill(box(x - 10, y, x + 10, y + 36, 2), pane)
            if on:
                c.glow(x, y + 18, 150, p.glow, 0.8)
        c.box(lo - 74, 446 + row * 58, hi + 74, 451 + row * 58, mix(stone, p.ink, 0.16))
    c.wash(
        box(lo - 74, 340, hi + 74, horizon), p.ink, (sx, 0), (sx - side * 900, 0), (0.0, 0.5), 0.5
    )
    c.box(0, horizon - 14, 1600, horizon + 10, p.tone(0.18))
    for x in (1010, 1210):
        ship = here(x, 0)[0]
        w = 330
        c.fill(
            path(
                around(ship, horizon + 26, 1, -side),
                f"-{w * 0.5},-74 {w * 0.52},-96 {w * 0.42},0 -{w * 0.46},0",
            ),
            p.tone(0.1),
        )
        c.fill(
            path(around(ship, horizon - 40, 1, -side), "-130,0 -130,-86 -40,-86 -40,0"),
            p.tone(0.16),
        )
        c.line([(ship - 10, horizon - 40), (ship - 10, horizon - 250)], 6, p.tone(0.08))
        c.line([(ship - 10, horizon - 240), (ship + side * -140, horizon - 60)], 2.5, p.tone(0.08))
    water(c, p, rng, horizon + 10, sx)
    x, y = here(560, 760)
    glints(
        c,
        rng,
        horizon + 20,
        p.glow,
        22,
        lo - 50 + (hi - lo + 100) * (lit_column + 0.5) / columns,
        0.7,
        860,
    )
    for dx, dy, w in ((0, 40, 330), (330, 130, 420)):
        c.wash(
            ellipse(x + side * dx, y + dy + 14, w * 0.5, 26),
            p.ink,
            (0, y + dy),
            (0, y + dy + 40),
            (0.6, 0),
            0.5,
        )
        fishing_boat(
            c, replace(p, mood="day"), rng, x + side * dx, y + dy, w, side, rng.uniform(-2, 2)
        )
    birds(c, rng, here(900, 0)[0], 250, 7, p.ink, 14)
    weather(c, p, rng)


def cruise_ship(c: Canvas, p: Palette, rng: Random) -> None:
    """An enormous white ship lies at the quay; narrow houses stand in its shadow."""
    side = rng.choice((-1, 1))
    here = mirrored(side)
    sky(c, p, 620)
    sun(c, p, *here(rng.uniform(180, 320), rng.uniform(90, 150)), rng.uniform(50, 70))
    clouds(c, p, rng, 260, 6)
    white = p.lit(rgb("fcf8ee"))
    dim = mix(white, p.ramp[1], 0.3)
    pane = p.glow if p.dark else p.lit(rgb("4a6b80"))
    c.fill(path(here, "40,640 40,330 150,300 1330,270 1590,330 1500,640"), white)
    levels = ((170, 1330, 270), (220, 1290, 222), (260, 1240, 174), (310, 1180, 128))
    for x0, x1, y in levels:
        c.fill(path(here, f"{x0},{y + 60} {x0},{y} {x1},{y} {x1 + 40},{y + 60}"), white)
        c.fill(
            path(here, f"{x0},{y + 46} {x0},{y + 34} {x1 + 24},{y + 34} {x1 + 34},{y + 46}"), dim
        )
        k = x0 + 18
        while k < x1 - 10:
            c.box(*here(k, y + 12), *here(k + 17, y + 28), pane)
            k += 28
    for row in range(5):
        y = 352 + row * 46
        k = 96 + row * 6
        while k < 1440 - row * 12:
            c.box(*here(k, y), *here(k + 22, y + 24), pane)
            c.box(*here(k - 4, y + 24), *here(k + 26, y + 29), dim)
            k += 36
    c.fill(path(here, "420,130 450,40 570,40 580,130"), p.accent)
    c.fill(path(here, "430,102 442,72 575,72 577,102"), white)
    c.fill(path(here, "700,130 710,84 980,84 1000,130"), dim)
    c.fill(path(here, "1190,150 1200,96 1300,104 1330,150"), white)
    c.fill(path(here, "1206,128 1212,108 1296,114 1310,128"), pane)
    for k in range(7):
        x, y = here(280 + k * 130, 318)
        c.fill(path(around(x, y), "-40,0 40,0 32,20 -32,20"), p.lit(rgb("e8792f")))
    c.fill(path(here, "40,560 1528,560 1500,640 40,640"), p.lit(rgb("23405f")))
    c.wash(
        path(here, "40,640 40,130 1330,130 1590,330 1500,640"),
        p.ink,
        (0, 300),
        (0, 660),
        (0.0, 0.3),
        0.5,
    )
    c.line([here(1470, 400), here(1560, 600)], 4, p.ink)
    ground = p.tone(0.36)
    c.box(0, 640, 1600, 1000, ground)
    x = -30.0
    while x < 1620:
        w, h = rng.uniform(86, 122), rng.uniform(190, 260)
        colour = p.lit(rng.choice(FRONTS), 0, 0.26)
        base = 862
        top = base - h
        c.box(x, top, x + w, base, colour)
        c.fill(
            [(x - 4, top), (x + w / 2, top - w * 0.55), (x + w + 4, top)],
            p.lit(rgb("6d3b34"), 0, 0.3),
        )
        c.box(
            x + w * 0.7, top - w * 0.52, x + w * 0.84, top - w * 0.2, p.lit(rgb("5a3a34"), 0, 0.2)
        )
        for row in range(3):
            for k in range(2):
                wx, wy = x + w * (0.16 + 0.42 * k), top + 20 + row * h * 0.29
                on = p.mood != "day" and rng.random() < 0.5
                c.box(
                    wx - 3, wy - 3, wx + w * 0.26 + 3, wy + h * 0.16 + 3, mix(colour, p.paper, 0.4)
                )
                c.box(wx, wy, wx + w * 0.26, wy + h * 0.16, p.glow if on else p.lit(rgb("2f4456")))
        c.fill(
            box(x + w * 0.38, base - 52, x + w * 0.62, base, 3), p.lit(rng.choice(AWNINGS), 0, 0.2)
        )
        x += w + 3
    c.wash(box(0, 560, 1600, 870), p.ink, (0, 560), (0, 900), (0.5, 0.1), 0.4)
    c.box(0, 862, 1600, 1000, mix(p.tone(0.46), p.paper, 0.1))
    c.wash(box(0, 862, 1600, 1000), p.ink, (0, 862), (0, 990), (0.5, 0.1), 0.5)
    for x, h, pose in (
        (620, 150, "point"),
        (700, 142, "stand"),
        (1010, 150, "walk"),
        (300, 146, "walk"),
    ):
        px = x + rng.uniform(-40, 40)
        c.oval(px, 944, 32, 5, p.ink, 0.4)
        person(c, px, 943, h, look(rng, p, 0, 0.1), pose, side)
    weather(c, p, rng)


HARBOUR = (
    (ferry_leaves, (0.5, 0.62), "A ferry crosses the harbour in front of the cranes"),
    (
        pilot,
        (0.52, 0.6),
        "A pilot boat heads for the dark side of a ship from which a ladder hangs",
    ),
    (fishing_port, (0.52, 0.6), "Fishing boats ride at their moorings below a lighthouse"),
    (quiet_quay, (0.48, 0.55), "A long ministry on the harbour with a single lit window"),
    (cruise_ship, (0.5, 0.5), "An enormous white ship towers over a row of narrow houses"),
    (loading, (0.5, 0.62), "Two people on the quay watch cranes load a container ship"),
)
