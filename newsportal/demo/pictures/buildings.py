"""Buildings near and far, and the lamps before them."""

from random import Random

from newsportal.demo.pictures.canvas import Canvas, Colour, halo
from newsportal.demo.pictures.geometry import around, box, ellipse, path
from newsportal.demo.pictures.palettes import Palette, mix, rgb

FRONTS = tuple(
    rgb(code) for code in "d9a07a c96f52 e6cfa4 8fa9a3 b7c4cf a85a4e efe0c4 7f8fa6 d8b45e".split()
)


AWNINGS = tuple(rgb(code) for code in "b5342f 2f6f73 e0a63a 34506f 6d8a54".split())


def windows(
    c: Canvas,
    rng: Random,
    frame: tuple[float, float, float, float],
    columns: int,
    rows: int,
    dark: Colour,
    lit: Colour,
    share: float,
    gap: tuple[float, float] = (0.42, 0.42),
) -> None:
    """Fill a wall (left, top, right, bottom) with a grid of panes, ``share`` of them lit."""
    x0, y0, x1, y1 = frame
    w, h = (x1 - x0) / columns, (y1 - y0) / rows
    gx, gy = w * gap[0] / 2, h * gap[1] / 2
    for row in range(rows):
        for column in range(columns):
            left, top = x0 + column * w, y0 + row * h
            colour = lit if rng.random() < share else dark
            c.box(left + gx, top + gy, left + w - gx, top + h - gy, colour)


def tower(
    c: Canvas,
    p: Palette,
    rng: Random,
    x: float,
    y: float,
    w: float,
    h: float,
    depth: float,
    side: float = 0.3,
) -> None:
    """Draw a high-rise standing on ``y``: a lit front, a shaded side, a roof and its windows."""
    front = p.tone(depth)
    left, right, top = x - w / 2, x + w / 2, y - h
    style = rng.choice(("flat", "step", "slant", "mast", "round", "flat"))
    outline = box(left, top, right, y)
    if style == "slant":
        outline = [(left, top + w * 0.45), (right, top), (right, y), (left, y)]
    elif style == "round":
        cap = [(px, py) for px, py in ellipse(x, top, w / 2, w * 0.42) if py <= top + 1]
        outline = [*cap[len(cap) // 2 :], *cap[: len(cap) // 2]]
        outline = [*sorted(outline), (right, y), (left, y)]
    elif style == "step":
        c.fill(box(left + w * 0.2, top - h * 0.07, right - w * 0.2, top), front)
        c.fill(box(left + w * 0.36, top - h * 0.12, right - w * 0.36, top), front)
    elif style == "mast":
        c.line([(x, top - h * 0.16), (x, top)], max(2.0, w * 0.035), front)
        c.box(left + w * 0.3, top - h * 0.03, right - w * 0.3, top, front)
    c.fill(outline, front)
    shadow = [
        (px, py)
        for px, py in box(right - w * side, top + (w * 0.15 if style == "slant" else 0), right, y)
    ]
    if style != "round":
        c.fill(shadow, p.ink, 0.2 * (1 - depth))
    share = {"day": 0.0, "dawn": 0.14, "dusk": 0.34, "night": 0.46, "storm": 0.3}[p.mood]
    glass = mix(front, p.sky[2], 0.28) if not p.dark else mix(front, p.ink, 0.3)
    lamp = mix(p.glow, p.haze, depth * 0.75)
    rows = max(3, int(h / (17 + 10 * (1 - depth))))
    columns = max(2, int(w / (15 + 9 * (1 - depth))))
    inset = top + (w * 0.5 if style == "slant" else h * 0.04)
    manner = rng.random()
    if manner < 0.62:
        windows(
            c,
            rng,
            (left + w * 0.07, inset, right - w * 0.07, y - h * 0.03),
            columns,
            rows,
            glass,
            lamp,
            share,
        )
    elif manner < 0.82:
        rows = max(3, rows * 2 // 3)
        step = (y - inset) / rows
        for i in range(rows):
            colour = lamp if rng.random() < share * 0.8 else glass
            c.box(
                left + w * 0.08,
                inset + i * step,
                right - w * 0.08,
                inset + (i + 0.5) * step,
                colour,
            )
    else:
        step = w / (columns + 1)
        for i in range(columns):
            c.box(left + step * (i + 0.65), inset, left + step * (i + 1.1), y - h * 0.04, glass)
            for _ in range(int(share * rows)):
                wy = inset + rng.random() * (y - inset) * 0.93
                c.box(left + step * (i + 0.65), wy, left + step * (i + 1.1), wy + 8, lamp)
    if p.mood == "night" and style == "mast":
        halo(c, x, top - h * 0.16, 3, p.accent)


def towers(
    c: Canvas,
    p: Palette,
    rng: Random,
    y: float,
    depth: float,
    height: float,
    width: float,
    dip: float,
) -> None:
    """Draw a row of high-rises on ``y``; ``dip`` (0 to 1) lowers those near the middle."""
    x = -20.0
    while x < 1640:
        w = width * rng.uniform(0.6, 1.25)
        middle = max(0.0, 1 - abs(x + w / 2 - 800) / 420)
        h = height * rng.uniform(0.45, 1.0) * (1 - dip * middle)
        tower(c, p, rng, x + w / 2, y, w, h, depth)
        x += w * rng.uniform(0.92, 1.25)


def far_row(
    c: Canvas,
    p: Palette,
    rng: Random,
    y: float,
    depth: float,
    height: float,
    x0: float = -20,
    x1: float = 1640,
) -> None:
    """Draw a low row of houses and towers far off, standing on ``y``."""
    x = x0
    while x < x1:
        w = rng.uniform(26, 62)
        h = height * rng.uniform(0.3, 1) * (1.5 if rng.random() < 0.14 else 1)
        tower(c, p, rng, x, y + 2, w, h, depth)
        x += w * rng.uniform(0.8, 1.1)


def house(
    c: Canvas, p: Palette, rng: Random, x: float, y: float, w: float, depth: float = 0.12
) -> None:
    """Draw a small gabled house with its foot at (x, y)."""
    wall = p.lit(rng.choice((rgb("f3e9d6"), rgb("e6cfa4"), rgb("d9a07a"), rgb("dfe3df"))), depth)
    roof = p.lit(rng.choice((rgb("9a4a38"), rgb("7d3b34"), rgb("5e5560"))), depth)
    h = w * 0.62
    c.box(x - w / 2, y - h, x + w / 2, y, wall)
    c.box(x + w * 0.1, y - h, x + w / 2, y, p.ink, 0.16)
    c.fill(
        [
            (x - w * 0.58, y - h + 2),
            (x - w * 0.3, y - h - w * 0.36),
            (x + w * 0.36, y - h - w * 0.36),
            (x + w * 0.58, y - h + 2),
        ],
        roof,
    )
    for dx in (-0.34, -0.08, 0.24):
        on = p.mood != "day" and rng.random() < 0.7
        c.box(
            x + dx * w,
            y - h * 0.74,
            x + (dx + 0.14) * w,
            y - h * 0.36,
            p.glow if on else p.lit(rgb("3a5064"), depth),
        )


def church(c: Canvas, p: Palette, x: float, y: float, h: float) -> None:
    """Draw a village church ``h`` high with its foot at (x, y)."""
    wall = p.lit(rgb("f6eedd"), 0.06)
    roof = p.lit(rgb("5c4650"))
    c.box(x, y - h * 0.3, x + h * 0.5, y, mix(wall, p.ink, 0.08))
    c.fill(
        path(around(x, y, h), "-0.02,-0.3 0.06,-0.5 0.46,-0.5 0.54,-0.3"),
        roof,
    )
    for i in range(3):
        c.fill(
            box(
                x + h * (0.17 + 0.11 * i),
                y - h * 0.23,
                x + h * (0.21 + 0.11 * i),
                y - h * 0.08,
                h * 0.02,
            ),
            p.glow if p.dark else p.lit(rgb("3a5064")),
        )
    c.box(x - h * 0.1, y - h * 0.62, x + h * 0.1, y, wall)
    c.box(x + h * 0.02, y - h * 0.62, x + h * 0.1, y, p.ink, 0.18)
    c.fill([(x - h * 0.13, y - h * 0.6), (x, y - h), (x + h * 0.13, y - h * 0.6)], roof)
    c.disc(x, y - h * 0.51, h * 0.045, p.ink)
    c.disc(x, y - h * 0.51, h * 0.036, p.paper)


def street_lamp(c: Canvas, p: Palette, x: float, y: float, h: float, facing: int = 1) -> None:
    """Draw a lamp post with its foot at (x, y), lit in the dark."""
    pole = p.lit(p.ink, 0, 0.3)
    c.line([(x, y), (x, y - h)], h * 0.022, pole)
    c.line([(x, y - h), (x + facing * h * 0.12, y - h * 1.03)], h * 0.018, pole)
    c.fill(box(x - h * 0.025, y - h * 0.05, x + h * 0.025, y), pole)
    lx, ly = x + facing * h * 0.14, y - h * 1.02
    c.fill(
        path(around(lx, ly, h), "-0.05,0.02 0.05,0.02 0.02,-0.02 -0.02,-0.02"),
        pole,
    )
    if p.dark:
        halo(c, lx, ly + h * 0.03, h * 0.024, p.glow)
        c.beam(
            [(lx - h * 0.03, ly), (lx + h * 0.03, ly), (lx + h * 0.3, y), (lx - h * 0.3, y)],
            p.glow,
            (lx, ly),
            (lx, y),
            0.28,
        )
