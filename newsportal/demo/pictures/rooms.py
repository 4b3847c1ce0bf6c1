"""What rooms are made of: walls, windows and their light, lamps, shelves, furniture."""

import math
from random import Random

from newsportal.demo.pictures.buildings import tower
from newsportal.demo.pictures.canvas import Canvas, Colour
from newsportal.demo.pictures.geometry import Point, arc, around, box, curve, path, turned
from newsportal.demo.pictures.palettes import Palette, mix, rgb
from newsportal.demo.pictures.scenery import sun

SPINES = tuple(
    rgb(code)
    for code in "8c2f39 2f5d73 d9a441 3f5a44 e6d6b8 5a3a5e b5673a 23344f 7d97a5 a84a3a c7b299".split()
)


def wall_colour(p: Palette, rng: Random) -> Colour:
    """Return a room's wall: a quiet colour between the palette and plaster, dim after dark."""
    base = rng.choice(
        (p.ramp[1], p.ramp[0], p.accent2, rgb("c9a98a"), rgb("7f9a94"), rgb("b98b80"))
    )
    plaster = mix(base, rgb("e9ddc8"), 0.42)
    return mix(p.lit(plaster), p.ramp[2], 0.45 if p.dark else 0.1)


def window(
    c: Canvas,
    p: Palette,
    rng: Random,
    frame: tuple[float, float, float, float],
    panes: tuple[int, int],
    bar: Colour,
    arched: bool = False,
    view: str = "city",
) -> None:
    """Set a window into a wall, with the hour's sky and a view (``city`` or ``hills``) behind it."""
    x0, y0, x1, y1 = frame
    opening = box(x0, y0, x1, y1)
    if arched:
        r = (x1 - x0) / 2
        opening = [*arc(x0 + r, y0 + r, r, r, 180, 360), (x1, y1), (x0, y1)]
    with c.inside(opening):
        c.box(x0, y0, x1, y1, p.sky[1])
        c.wash(box(x0, y0, x1, y1), p.sky[0], (0, y1), (0, y0), (0, 0.85), 0.15)
        c.wash(box(x0, y0, x1, y1), p.sky[2], (0, y0), (0, y1), (0, 1), 0.15)
        w, h = x1 - x0, y1 - y0
        if p.mood == "night":
            for _ in range(26):
                c.disc(rng.uniform(x0, x1), rng.uniform(y0, y0 + h * 0.6), rng.uniform(1, 2), p.sun)
        sun(c, p, x0 + w * rng.uniform(0.3, 0.7), y0 + h * rng.uniform(0.25, 0.5), min(w, h) * 0.13)
        if view == "city":
            for depth, tall in ((0.82, 0.5), (0.64, 0.36)):
                x = x0
                while x < x1 + 20:
                    tw = h * rng.uniform(0.09, 0.17)
                    tower(c, p, rng, x, y1 + 4, tw, h * tall * rng.uniform(0.5, 1.1), depth)
                    x += tw * rng.uniform(0.95, 1.3)
        else:
            for k, depth in enumerate((0.84, 0.68, 0.5)):
                base = y1 - h * (0.34 - 0.12 * k)
                line = [
                    (x0 + w * i / 20, base + math.sin(i * 0.55 + k * 2.1) * h * 0.05)
                    for i in range(21)
                ]
                c.fill([*line, (x1, y1), (x0, y1)], p.tone(depth))
        if p.mood == "storm":
            for _ in range(int(w * h / 2600)):
                rx, ry = rng.uniform(x0, x1), rng.uniform(y0, y1)
                c.line([(rx, ry), (rx + 9, ry + 34)], 1.6, p.paper, 0.4)
    columns, rows = panes
    for i in range(1, columns):
        x = x0 + (x1 - x0) * i / columns
        c.box(x - 4, y0 + (0 if not arched else 6), x + 4, y1, bar)
    for i in range(1, rows):
        y = y0 + (y1 - y0) * i / rows
        c.box(x0, y - 4, x1, y + 4, bar)
    c.line([*opening, opening[0]], 14, bar)
    c.box(x0 - 18, y1 - 4, x1 + 18, y1 + 14, mix(bar, p.paper, 0.25))


def sunlight(
    c: Canvas, p: Palette, frame: tuple[float, float, float, float], floor: float, lean: float
) -> None:
    """Let daylight fall from a window on to the floor at ``floor``; nothing after dark."""
    if p.mood in ("night", "storm"):
        return
    x0, y0, x1, y1 = frame
    drop = floor - y1 + 190
    patch = [
        (x0 + lean * 0.6, floor + 18),
        (x1 + lean * 0.6, floor + 18),
        (x1 + lean * 1.25, floor + 176),
        (x0 + lean * 1.25, floor + 176),
    ]
    c.wash(patch, mix(p.sun, p.sky[2], 0.3), (0, floor), (0, floor + 200), (0.75, 0.35), 0.4)
    c.beam(
        [(x0, y0), (x1, y1), (x1 + lean * 1.25, floor + 176), (x0 + lean * 0.6, floor + 18)],
        p.sun,
        (x0, y0),
        (x0 + lean, y1 + drop),
        0.16,
    )


def pendant(c: Canvas, p: Palette, x: float, y: float, size: float, colour: Colour) -> None:
    """Hang a lamp at (x, y), lit unless it is day."""
    c.line([(x, -5), (x, y - size * 0.5)], 4, p.ink)
    c.fill(
        path(around(x, y, size), "-0.2,-0.5 0.2,-0.5 0.75,0.2 -0.75,0.2"),
        colour,
    )
    c.oval(x, y + size * 0.2, size * 0.75, size * 0.12, mix(colour, p.ink, 0.4))
    if p.mood != "day":
        c.oval(x, y + size * 0.22, size * 0.5, size * 0.14, p.glow)
        c.glow(x, y + size * 0.4, size * 5.5, p.glow, 0.5)
        c.beam(
            [
                (x - size * 0.6, y + size * 0.25),
                (x + size * 0.6, y + size * 0.25),
                (x + size * 3.4, y + 460),
                (x - size * 3.4, y + 460),
            ],
            p.glow,
            (x, y),
            (x, y + 460),
            0.3,
        )


def plant(c: Canvas, p: Palette, rng: Random, x: float, y: float, h: float) -> None:
    """Stand a pot plant ``h`` high on (x, y)."""
    leaf = p.lit(rgb("4f7f54"))
    for i in range(11):
        a = math.radians(-160 + 140 * i / 10 + rng.uniform(-8, 8))
        reach = h * rng.uniform(0.45, 0.72)
        tip = (x + math.cos(a) * reach * 0.85, y - h * 0.3 + math.sin(a) * reach)
        mid = ((x + tip[0]) / 2, (y - h * 0.32 + tip[1]) / 2 - h * 0.05)
        tone = mix(leaf, p.ink if i % 2 else p.paper, 0.2 if i % 2 else 0.06)
        dx, dy = -math.sin(a) * h * 0.075, math.cos(a) * h * 0.075
        c.fill(
            curve(
                [(x, y - h * 0.28), (mid[0] + dx, mid[1] + dy), tip, (mid[0] - dx, mid[1] - dy)],
                steps=6,
            ),
            tone,
        )
        c.line([(x, y - h * 0.28), tip], 1.6, mix(tone, p.paper, 0.25))
    pot = p.lit(rgb("c2714a"))
    c.fill(
        path(around(x, y, h), "-0.15,-0.3 0.15,-0.3 0.11,0 -0.11,0"),
        pot,
    )
    c.box(x - h * 0.165, y - h * 0.32, x + h * 0.165, y - h * 0.26, mix(pot, p.paper, 0.15))
    c.wash(
        path(around(x, y, h), "-0.15,-0.3 0.15,-0.3 0.11,0 -0.11,0"),
        p.ink,
        (x, 0),
        (x + h * 0.16, 0),
        (0, 0.5),
        0.6,
    )


def shelf(
    c: Canvas,
    p: Palette,
    rng: Random,
    x0: float,
    y0: float,
    x1: float,
    rows: int,
    height: float,
    wood: Colour,
) -> None:
    """Fill a bookcase of ``rows`` shelves, each ``height`` high, from the corner (x0, y0)."""
    bottom = y0 + rows * height
    c.box(x0, y0, x1, bottom, mix(wood, p.ink, 0.55))
    for row in range(rows):
        floor = y0 + (row + 1) * height - 5
        x = x0 + 6
        while x < x1 - 8:
            w = height * rng.uniform(0.09, 0.24)
            tall = height * rng.uniform(0.55, 0.86)
            right = min(x + w, x1 - 6)
            kind = rng.random()
            if kind < 0.06:
                x += w * 2
                continue
            colour = p.lit(rng.choice((*SPINES, p.accent)), 0, rng.uniform(0, 0.2))
            if kind < 0.12:
                lean = turned(box(x, floor - tall, right, floor), 11, (x, floor))
                c.fill([(px + height * 0.16, min(py, floor)) for px, py in lean], colour)
                x = right + height * 0.2
                continue
            c.box(x, floor - tall, right, floor, colour)
            band = mix(colour, p.lit(p.paper), 0.6)
            if kind < 0.5:
                c.box(x, floor - tall * 0.85, right, floor - tall * 0.79, band)
                c.box(x, floor - tall * 0.2, right, floor - tall * 0.14, band)
            elif kind < 0.7:
                c.box(
                    x + w * 0.25, floor - tall * 0.75, right - w * 0.25, floor - tall * 0.45, band
                )
            c.box(right - max(1.5, w * 0.18), floor - tall, right, floor, p.ink, 0.22)
            x = right + 1
        c.box(x0, floor, x1, floor + 9, wood)
        c.box(x0, floor + 9, x1, floor + 17, p.ink, 0.35)
    for x in (x0, x1):
        c.box(x - 7, y0 - 8, x + 7, bottom + 8, mix(wood, p.ink, 0.15))
    c.box(x0 - 14, y0 - 22, x1 + 14, y0 - 4, wood)


def flag(
    c: Canvas, p: Palette, x: float, y: float, h: float, colours: tuple[Colour, ...], facing: int
) -> None:
    """Stand a furled flag ``h`` high on (x, y)."""
    c.line([(x, y), (x, y - h)], 7, p.lit(rgb("c9a24a")))
    c.disc(x, y - h, 9, p.lit(rgb("e6c36a")))
    c.oval(x, y, 34, 9, p.lit(rgb("c9a24a")))
    n = len(colours)
    for i, colour in enumerate(colours):
        a, b = i / n, (i + 1) / n

        def fold(t: float, v: float) -> Point:
            swell = 0.1 + 0.2 * v + 0.05 * math.sin(v * 5)
            return (x + facing * h * swell * t, y - h * (0.95 - 0.72 * v - 0.07 * t))

        strip = [fold(a, v / 8) for v in range(9)] + [fold(b, v / 8) for v in range(8, -1, -1)]
        c.fill(strip, colour)
        c.wash(strip, p.ink, (x, 0), (x + facing * h * 0.3, 0), (0.0, 0.35), 0.5)


def seat(c: Canvas, p: Palette, x: float, y: float, h: float, facing: int, colour: Colour) -> None:
    """Draw a chair with its seat at ``h`` above (x, y), its back away from where it faces."""
    dark = mix(colour, p.ink, 0.35)
    c.fill(box(x - h * 0.5, y - h * 1.06, x + h * 0.45, y - h * 0.9, 6), colour)
    back = x - facing * h * 0.46
    c.fill(
        curve(
            [
                (back - facing * h * 0.2, y - h * 2.1),
                (back + facing * h * 0.02, y - h * 2.12),
                (back + facing * h * 0.12, y - h),
                (back - facing * h * 0.08, y - h * 0.92),
            ],
            steps=5,
        ),
        dark,
    )
    for dx in (-0.42, 0.36):
        c.line([(x + dx * h, y - h * 0.92), (x + dx * h * 1.12, y)], h * 0.09, p.ink)
