"""The composition ``library``."""

import math
from dataclasses import replace
from random import Random

from newsportal.demo.pictures.canvas import Canvas
from newsportal.demo.pictures.geometry import Point, around, box, curve, ellipse, path, turned
from newsportal.demo.pictures.palettes import Palette, mix, rgb
from newsportal.demo.pictures.people import look, person
from newsportal.demo.pictures.rooms import SPINES, shelf, sunlight, wall_colour, window
from newsportal.demo.pictures.scenery import clouds, hills, sky, sun, weather


def reading_hall(c: Canvas, p: Palette, rng: Random) -> None:
    """Readers sit at long tables with lamps below shelves and a tall window."""
    side = rng.choice((-1, 1))
    wall = mix(wall_colour(p, rng), p.lit(rgb("a9825c")), 0.35)
    c.box(0, 0, 1600, 1000, wall)
    c.wash(None, p.ink, (0, 520), (0, -60), (0, 0.5), 0.4)
    wood = p.lit(rgb("7a4f36"))
    frame = (620.0, 50.0, 980.0, 600.0)
    window(c, p, rng, frame, (3, 4), p.lit(rgb("e9dcc0")), arched=True)
    for x0, x1 in ((20, 280), (310, 560), (1040, 1290), (1320, 1580)):
        shelf(c, p, rng, x0, 110, x1, 5, 118, wood)
        crown = [(x0 - 16, 92), (x1 + 16, 92), ((x0 + x1) / 2 + 30, 62), ((x0 + x1) / 2 - 30, 62)]
        c.fill(crown, mix(wood, p.paper, 0.1))
    c.box(0, 700, 1600, 1000, mix(p.lit(rgb("5a3a2c")), p.ramp[2], 0.3))
    c.box(0, 700, 1600, 716, mix(wood, p.ink, 0.4))
    sunlight(c, p, frame, 700, side * 150)
    lx = 800 - side * 480
    rail = p.lit(rgb("c9a24a"))
    for dx in (-34, 34):
        c.line([(lx + dx + side * 60, 850), (lx + dx, 130)], 9, mix(wood, p.paper, 0.3))
    for i in range(13):
        t = i / 13
        x = lx + side * 60 * t
        c.line([(x - 34, 130 + 720 * t), (x + 34, 130 + 720 * t)], 7, mix(wood, p.paper, 0.3))
    c.box(0, 120, 590, 128, rail)
    c.box(1010, 120, 1600, 128, rail)
    person(c, lx + side * 26, 560, 340, replace(look(rng, p), hat=""), "raise", -side)
    green = p.lit(rgb("3f7f62"))
    for row, (y, h, scale) in enumerate(((792, 26, 0.78), (930, 36, 1.0))):
        for i in range(3 + (row == 0)):
            count = 3 + (row == 0)
            x = 800 + (i - (count - 1) / 2) * (370 if row == 0 else 450) + rng.uniform(-20, 20)
            way = rng.choice((-1, 1))
            if rng.random() < 0.85 or (row == 1 and i == 1):
                size = 430 * scale
                fig = person(
                    c,
                    x - way * 50,
                    y + 150 * scale,
                    size,
                    replace(look(rng, p), hat=""),
                    "sit",
                    way,
                )
                hx = fig.near_hand[0]
                c.fill(
                    [
                        (hx + way * 10, y - 6),
                        (hx + way * 6, y - 52 * scale),
                        (hx + way * 46, y - 66 * scale),
                        (hx + way * 52, y - 10),
                    ],
                    p.lit(rng.choice(SPINES)),
                )
        c.fill([(0, y), (1600, y), (1600, y + h), (0, y + h)], mix(wood, p.paper, 0.22))
        c.box(0, y + h, 1600, y + h + 16, wood)
        c.box(0, y + h + 16, 1600, y + h + 110, mix(wood, p.ink, 0.55))
        for i in range(4):
            x = 800 + (i - 1.5) * 370 + (row * 60)
            c.line([(x, y + 6), (x, y - 78 * scale)], 6, rail)
            c.oval(x, y + 8, 28, 6, rail)
            c.fill(
                curve(
                    path(around(x, y, scale), "-52,-72 -34,-104 34,-104 52,-72"),
                    False,
                ),
                green,
            )
            if p.mood != "day":
                c.box(x - 46 * scale, y - 74 * scale, x + 46 * scale, y - 68 * scale, p.glow)
                c.glow(x, y - 50 * scale, 190 * scale, p.glow, 0.6)
            for k in range(rng.randint(1, 4)):
                c.box(
                    x + 70,
                    y - 4 - 12 * k,
                    x + 140 + rng.uniform(-8, 8),
                    y + 7 - 12 * k,
                    p.lit(rng.choice(SPINES)),
                )


def aisle(c: Canvas, p: Palette, rng: Random) -> None:
    """A reader walks down an aisle between endless shelves."""
    side = rng.choice((-1, 1))
    vx, vy = 800 + side * rng.uniform(0, 60), 500.0
    c.box(0, 0, 1600, 1000, mix(p.sky[2], p.paper, 0.2))
    c.glow(vx, vy, 420, p.sun, 0.8)
    wood = p.lit(rgb("7a4f36"))
    floor_colour = mix(p.lit(rgb("b5855a")), p.ramp[2], 0.2)
    ceiling = mix(p.lit(rgb("4a3a3f")), p.ramp[2], 0.3)
    c.fill([(0, 1000), (1600, 1000), (vx + 60, vy + 60), (vx - 60, vy + 60)], floor_colour)
    c.fill([(0, 0), (1600, 0), (vx + 60, vy - 110), (vx - 60, vy - 110)], ceiling)
    window(
        c,
        p,
        rng,
        (vx - 58, vy - 108, vx + 58, vy + 62),
        (2, 3),
        p.lit(rgb("e9dcc0")),
        arched=True,
        view="hills",
    )
    for s in (-1, 1):
        edge = 800 + s * 800

        def project(t: float, v: float, edge: float = edge, s: int = s) -> Point:
            """t from 0 (near) to 1 (far wall); v from 0 (floor) to 1 (ceiling)."""
            k = 1 - (1 - t) ** 2.3
            x = edge + (vx + s * 60 - edge) * k
            low, high = 1000 + (vy + 60 - 1000) * k, 0 + (vy - 110) * k
            return (x, low + (high - low) * v)

        c.fill(path(project, "0,0 1,0 1,1 0,1"), mix(wood, p.ink, 0.6))
        rows, bays = 6, 7
        for bay in reversed(range(bays)):
            t0, t1 = bay / bays, (bay + 1) / bays
            depth = 0.55 * t0
            for row in range(rows):
                v0, v1 = 0.03 + 0.94 * row / rows, 0.03 + 0.94 * (row + 1) / rows
                t = t0 + 0.008
                while t < t1 - 0.012:
                    w = (t1 - t0) * rng.uniform(0.035, 0.085)
                    end = min(t + w, t1 - 0.006)
                    top = v0 + (v1 - v0) * rng.uniform(0.6, 0.88)
                    if rng.random() > 0.05:
                        colour = mix(p.lit(rng.choice((*SPINES, p.accent)), 0, 0.25), p.haze, depth)
                        c.fill(
                            [project(t, v0), project(end, v0), project(end, top), project(t, top)],
                            colour,
                        )
                        if rng.random() < 0.4:
                            b0, b1 = v0 + (top - v0) * 0.72, v0 + (top - v0) * 0.8
                            c.fill(
                                [
                                    project(t, b0),
                                    project(end, b0),
                                    project(end, b1),
                                    project(t, b1),
                                ],
                                mix(colour, p.paper, 0.5),
                            )
                    t = end + 0.001
                c.fill(
                    [
                        project(t0, v0 - 0.016),
                        project(t1, v0 - 0.016),
                        project(t1, v0 + 0.004),
                        project(t0, v0 + 0.004),
                    ],
                    mix(wood, p.haze, depth),
                )
            post = [project(t0, 0), project(t0 + 0.012, 0), project(t0 + 0.012, 1), project(t0, 1)]
            c.fill(post, mix(mix(wood, p.paper, 0.15), p.haze, depth))
        face = path(project, "0,0 1,0 1,1 0,1")
        c.wash(face, p.ink, (vx + s * 200, 0), (edge, 0), (0, 0.55), 0.5)
        c.wash(face, p.sun, (vx + s * 330, 0), (vx, 0), (0, 0.55), 0.4)
    c.wash(
        [(0, 1000), (1600, 1000), (vx + 60, vy + 60), (vx - 60, vy + 60)],
        p.sun,
        (0, 860),
        (0, vy + 50),
        (0, 0.8),
        0.4,
    )
    for k in range(1, 9):
        t = 1 - (1 - k / 9) ** 2.3
        y = 1000 + (vy + 60 - 1000) * t
        c.line(
            [(0 + (vx - 60) * t, y), (1600 + (vx + 60 - 1600) * t, y)],
            2.5 * (1 - t) + 0.8,
            p.ink,
            0.25,
        )
    for t in (0.86, 0.66, 0.36):
        x, y, r = 800 + (vx - 800) * t, 40 + (vy - 70 - 40) * t, 46 * (1 - t) + 8
        c.line([(x, y - r * 3), (x, y)], 3, p.ink)
        c.disc(x, y + r, r, p.lit(rgb("f2e4c0")) if p.mood == "day" else p.glow)
        if p.mood != "day":
            c.glow(x, y + r, r * 6, p.glow, 0.55)
    x, y = 800 + side * 20, 900
    c.wash(ellipse(x, y + 4, 110, 16), p.ink, (x, y), (x, y + 20), (0.7, 0), 0.5)
    fig = person(c, x, y, 440, replace(look(rng, p), hat=""), "hold", rng.choice((-1, 1)))
    hx, hy = fig.near_hand
    for k in range(3):
        c.fill(
            box(hx - 40, hy - 22 - 17 * k, hx + 34, hy - 6 - 17 * k, 2),
            p.lit(SPINES[(k * 3) % len(SPINES)]),
        )


def giant_books(c: Canvas, p: Palette, rng: Random) -> None:
    """A small reader sits on top of a stack of enormous books under the sky."""
    side = rng.choice((-1, 1))

    sky(c, p, 900)
    sun(c, p, 800 + side * rng.uniform(0, 120), rng.uniform(280, 350), rng.uniform(190, 250))
    clouds(c, p, rng, 520, 7)
    hills(c, p, rng, 800, 40, 0.8)
    hills(c, p, rng, 850, 30, 0.62)
    for stack in range(2):
        bx = 800 - side * (540 if stack == 0 else -540) + rng.uniform(-20, 20)
        y = 960.0
        for _ in range(rng.randint(2, 4) + (1 - stack)):
            h = rng.uniform(56, 88)
            w = rng.uniform(240, 340)
            book(c, p, rng, bx + rng.uniform(-24, 24), y, w, h, rng.choice((-1, 1)), 0.2)
            y -= h
        if stack == 0:
            c.fill(
                turned(box(bx - 40, y - 260, bx + 40, y, 4), side * 12, (bx, y)),
                p.lit(rng.choice(SPINES), 0.15),
            )
    y = 980.0
    widths = sorted((rng.uniform(430, 640) for _ in range(4)), reverse=True)
    for w in widths:
        h = rng.uniform(72, 104)
        book(c, p, rng, 800 + rng.uniform(-34, 34), y, w, h, rng.choice((-1, 1)), 0.0)
        y -= h
    fig = person(
        c, 800 - side * 40, y + 78, 360, replace(look(rng, p), hat="", cut="jacket"), "sit", side
    )
    hx, hy = fig.near_hand
    pages = p.lit(rgb("fdf6e6"))
    c.fill(
        path(around(hx, hy, 1, side), "6,10 -20,-50 10,-44 18,12"),
        p.lit(p.accent),
    )
    c.fill(
        path(around(hx, hy, 1, side), "18,12 10,-44 52,-56 56,4"),
        pages,
    )
    if p.dark:
        c.glow(hx + side * 20, hy - 30, 260, p.glow, 0.6)
        lamp = (800 - side * 190, y)
        c.line([lamp, (lamp[0], y - 220), (lamp[0] + side * 50, y - 250)], 7, p.ink)
        c.fill(
            [
                (lamp[0] + side * 20, y - 226),
                (lamp[0] + side * 60, y - 280),
                (lamp[0] + side * 110, y - 222),
            ],
            p.lit(p.accent2),
        )
        c.glow(lamp[0] + side * 66, y - 218, 240, p.glow, 0.6)
    for i in range(6):
        t = i / 6
        px, py = (
            hx + side * (90 + 330 * t),
            hy - 90 - 190 * math.sin(t * 2.4) + rng.uniform(-20, 20),
        )
        size = 24 + 14 * t
        c.fill(
            turned(
                [
                    (px - size, py - size * 0.7),
                    (px + size, py - size * 0.7),
                    (px + size, py + size * 0.7),
                    (px - size, py + size * 0.7),
                ],
                rng.uniform(-40, 40),
                (px, py),
            ),
            pages,
            0.92,
        )
    c.box(0, 975, 1600, 1000, p.tone(0.2))
    weather(c, p, rng)


def book(
    c: Canvas,
    p: Palette,
    rng: Random,
    x: float,
    y: float,
    w: float,
    h: float,
    facing: int,
    depth: float,
) -> None:
    """Lay a book ``w`` wide and ``h`` thick flat on ``y``, its spine away from where it faces."""
    cover = p.lit(rng.choice((*SPINES[:10], p.accent, p.accent2)), depth)
    left, right = x - w / 2, x + w / 2
    pages = p.lit(rgb("f6ecd6"), depth)
    inner = (left + 26, right) if facing > 0 else (left, right - 26)
    c.fill(box(left, y - h, right, y, 10), cover)
    c.box(inner[0], y - h * 0.84, inner[1] - (6 if facing > 0 else -6) * 1, y - h * 0.16, pages)
    for i in range(5):
        ly = y - h * (0.26 + 0.12 * i)
        c.line([(inner[0], ly), (inner[1] - facing * 6, ly)], 1.6, p.ink, 0.22)
    spine = (
        box(left, y - h, left + 34, y, 12) if facing > 0 else box(right - 34, y - h, right, y, 12)
    )
    c.fill(spine, mix(cover, p.ink, 0.2))
    c.wash(box(left, y - h, right, y), p.ink, (x - w * 0.1, 0), (right + 30, 0), (0, 0.42), 0.6)
    c.box(left, y - 4, right, y, p.ink, 0.3)


LIBRARY = (
    (reading_hall, (0.5, 0.68), "Readers sit at long tables below bookshelves and a tall window"),
    (aisle, (0.5, 0.6), "A reader carries books down an aisle between tall shelves"),
    (giant_books, (0.5, 0.62), "A small reader sits on a stack of enormous books"),
)
