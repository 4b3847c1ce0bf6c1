"""What floats, and what stands on a quay."""

import math
from random import Random

from newsportal.demo.pictures.canvas import Canvas, Colour, halo
from newsportal.demo.pictures.geometry import Point, around, box, curve, ellipse, path
from newsportal.demo.pictures.palettes import Palette, mix, rgb
from newsportal.demo.pictures.people import person, silhouette

BOXES = tuple(rgb(code) for code in "c8432f 2f6f8f e0a63a 47705a efe6d2 8a3a4d 5a7fa0".split())


def ferry(
    c: Canvas,
    p: Palette,
    rng: Random,
    x: float,
    y: float,
    w: float,
    facing: int,
    hull_colour: Colour | None = None,
) -> None:
    """Draw a passenger ferry ``w`` long, its waterline at (x, y)."""
    hull = p.lit(hull_colour or rng.choice((p.accent, rgb("23405f"), rgb("8c2f39"))))
    white = p.lit(rgb("f6efe0"))
    dim = p.lit(rgb("f6efe0"), 0, 0.3)

    def spot(u: float, v: float) -> Point:
        return (x + facing * u * w, y - v * w)

    c.fill(path(spot, "-0.5,0.115 0.56,0.135 0.46,-0.012 -0.46,-0.012"), hull)
    c.wash(
        path(spot, "-0.5,0.115 0.56,0.135 0.46,-0.012 -0.46,-0.012"),
        p.ink,
        spot(0, 0.1),
        spot(0, -0.02),
        (0, 0.55),
        0.6,
    )
    c.fill(path(spot, "-0.5,0.115 0.56,0.135 0.55,0.118 -0.497,0.1"), white)
    c.fill(path(spot, "-0.46,0.112 0.36,0.112 0.32,0.205 -0.46,0.205"), white)
    c.fill(path(spot, "-0.38,0.205 0.26,0.205 0.22,0.285 -0.38,0.285"), dim)
    c.fill(path(spot, "-0.38,0.275 0.25,0.275 0.245,0.29 -0.38,0.29"), white)
    c.fill(path(spot, "0.04,0.285 0.21,0.285 0.17,0.345 0.06,0.345"), white)
    c.fill(
        path(spot, "0.07,0.3 0.195,0.3 0.175,0.332 0.08,0.332"),
        p.lit(rgb("24384c")),
    )
    funnel = path(spot, "-0.2,0.285 -0.07,0.285 -0.1,0.41 -0.2,0.41")
    c.fill(funnel, hull)
    c.fill(path(spot, "-0.2,0.355 -0.088,0.355 -0.094,0.378 -0.2,0.378"), white)
    c.fill(path(spot, "-0.2,0.397 -0.098,0.397 -0.1,0.41 -0.2,0.41"), p.ink)
    pane = p.glow if p.dark or p.mood == "dawn" else p.lit(rgb("35566f"))
    for row, v, u0, u1 in ((0, 0.142, -0.43, 0.3), (1, 0.226, -0.35, 0.2)):
        count = 17 - row * 4
        for i in range(count):
            u = u0 + (u1 - u0) * i / count
            colour = pane if rng.random() < 0.85 else p.lit(rgb("35566f"))
            c.fill(
                [spot(u, v), spot(u + 0.026, v), spot(u + 0.026, v + 0.036), spot(u, v + 0.036)],
                colour,
            )
    c.line([spot(0.12, 0.345), spot(0.12, 0.47)], w * 0.006, p.ink)
    c.line([spot(0.12, 0.45), spot(0.36, 0.21)], w * 0.003, p.ink)
    c.line(path(spot, "-0.46,0.205 -0.46,0.24 -0.38,0.24"), w * 0.004, p.ink)
    c.fill(path(spot, "0.12,0.47 0.05,0.455 0.12,0.44"), p.lit(p.accent2))
    people = [silhouette(p.ink, rng) for _ in range(5)]
    for i, wear in enumerate(people):
        px, py = spot(-0.44 + i * 0.017 * (i % 3 + 1), 0.205)
        person(c, px, py, w * 0.052, wear, "stand", facing)
    if p.dark:
        c.glow(x, y - w * 0.17, w * 0.5, p.glow, 0.25, w * 0.2)
    c.fill(path(spot, "0.46,-0.012 0.56,-0.002 0.34,0.02"), p.paper, 0.75)


def container_ship(
    c: Canvas,
    p: Palette,
    rng: Random,
    x: float,
    y: float,
    w: float,
    facing: int,
    depth: float = 0.0,
) -> None:
    """Draw a loaded container ship ``w`` long, its waterline at (x, y)."""

    def spot(u: float, v: float) -> Point:
        return (x + facing * u * w, y - v * w)

    hull = p.lit(rng.choice((rgb("1f3550"), rgb("7d2a33"), rgb("1f5a56"))), depth)
    unit, high = 0.052, 0.026
    heights = [rng.randint(3, 6) for _ in range(14)]
    for i, height in enumerate(heights):
        u = -0.25 + i * unit
        if u > 0.42:
            break
        for level in range(height - (2 if u > 0.33 else 0)):
            colour = p.lit(rng.choice(BOXES), depth, 0.1)
            corner, other = (
                spot(u + 0.002, 0.1 + level * high),
                spot(u + unit - 0.002, 0.1 + (level + 1) * high - 0.002),
            )
            c.box(corner[0], corner[1], other[0], other[1], colour)
            for k in range(1, 6):
                t = corner[0] + (other[0] - corner[0]) * k / 6
                c.line([(t, corner[1]), (t, other[1])], w * 0.0012, p.ink, 0.18)
    bridge = path(spot, "-0.44,0.1 -0.29,0.1 -0.29,0.31 -0.44,0.31")
    c.fill(bridge, p.lit(rgb("f3ead8"), depth))
    c.fill(
        path(spot, "-0.46,0.285 -0.27,0.285 -0.27,0.315 -0.46,0.315"),
        p.lit(rgb("f3ead8"), depth, 0.14),
    )
    c.fill(
        path(spot, "-0.44,0.293 -0.275,0.293 -0.275,0.308 -0.44,0.308"),
        p.glow if p.dark else p.lit(rgb("2c4a60"), depth),
    )
    for row in range(5):
        for k in range(4):
            a, b = (
                spot(-0.425 + k * 0.033, 0.13 + row * 0.03),
                spot(-0.41 + k * 0.033, 0.142 + row * 0.03),
            )
            c.box(*a, *b, p.glow if p.dark and rng.random() < 0.6 else p.lit(rgb("2c4a60"), depth))
    c.fill(
        path(spot, "-0.42,0.315 -0.36,0.315 -0.37,0.37 -0.42,0.37"),
        p.lit(p.accent, depth),
    )
    outline = path(spot, "-0.5,0.11 0.4,0.105 0.44,0.14 0.53,0.14 0.45,-0.01 -0.47,-0.01")
    c.fill(outline, hull)
    c.wash(outline, p.ink, spot(0, 0.11), spot(0, 0), (0, 0.5), 0.55)
    c.fill(
        path(spot, "-0.478,0.015 0.46,0.015 0.45,-0.012 -0.47,-0.012"),
        p.lit(rgb("a83a2f"), depth, 0.1),
    )
    c.fill(
        path(spot, "-0.498,0.1 0.41,0.095 0.41,0.087 -0.497,0.092"),
        p.lit(rgb("f3ead8"), depth),
    )


def gantry(
    c: Canvas,
    p: Palette,
    x: float,
    y: float,
    h: float,
    facing: int,
    colour: Colour,
    boom_up: bool = False,
) -> None:
    """Draw a ship-to-shore crane standing on (x, y), its boom to the side it faces."""
    w = h * 0.3

    def spot(u: float, v: float) -> Point:
        return (x + facing * u * h, y - v * h)

    t = h * 0.02
    dark = mix(colour, p.ink, 0.35)
    for u in (-0.15, 0.15):
        c.line([spot(u, 0), spot(u * 0.95, 0.62)], t * 1.5, colour if u > 0 else dark)
        c.fill(box(*spot(u - 0.035, 0.03), *spot(u + 0.035, -0.005)), dark)
    c.line([spot(-0.15, 0.22), spot(0.15, 0.22)], t, dark)
    c.line([spot(-0.15, 0.22), spot(0.145, 0.5)], t * 0.7, dark)
    c.line([spot(-0.145, 0.5), spot(0.15, 0.22)], t * 0.7, dark)
    c.line([spot(-0.145, 0.5), spot(0.145, 0.5)], t, dark)
    c.line([spot(-0.42, 0.63), spot(0.2, 0.63)], t * 1.8, colour)
    apex = spot(0.05, 0.98)
    c.line([spot(-0.14, 0.63), apex], t, colour)
    c.line([spot(0.14, 0.63), apex], t, colour)
    c.line([apex, spot(-0.4, 0.64)], t * 0.4, colour)
    tip = spot(0.5, 1.16) if boom_up else spot(0.86, 0.63)
    c.line([spot(0.18, 0.63), tip], t * 1.6, colour)
    c.line(
        [apex, ((spot(0.18, 0.63)[0] + tip[0]) / 2, (spot(0.18, 0.63)[1] + tip[1]) / 2)],
        t * 0.4,
        colour,
    )
    c.line([apex, tip], t * 0.4, colour)
    c.fill(box(*spot(-0.33, 0.72), *spot(-0.16, 0.63)), dark)
    if not boom_up:
        trolley = spot(0.55, 0.6)
        c.fill(
            box(trolley[0] - t * 1.6, trolley[1] - t, trolley[0] + t * 1.6, trolley[1] + t * 0.6),
            dark,
        )
        c.line([trolley, (trolley[0], trolley[1] + h * 0.2)], t * 0.3, p.ink)
        c.fill(
            box(
                trolley[0] - w * 0.17,
                trolley[1] + h * 0.2,
                trolley[0] + w * 0.17,
                trolley[1] + h * 0.25,
            ),
            p.lit(BOXES[0]),
        )
    if p.dark:
        halo(c, *apex, h * 0.008, p.accent)
        halo(c, *spot(0.1, 0.6), h * 0.01, p.glow)
        halo(c, *spot(-0.1, 0.6), h * 0.01, p.glow)


def lighthouse(c: Canvas, p: Palette, x: float, y: float, h: float, lamp: int = 1) -> Point:
    """Draw a banded lighthouse on (x, y); returns its lamp. ``lamp`` 1 or -1 turns the beam."""
    white, band = p.lit(rgb("f7efe0")), p.lit(p.accent)
    top = y - h * 0.8

    def width(py: float) -> float:
        return h * (0.075 + 0.055 * (py - top) / (y - top))

    for i in range(6):
        a, b = top + (y - top) * i / 6, top + (y - top) * (i + 1) / 6
        quad = [(x - width(a), a), (x + width(a), a), (x + width(b), b), (x - width(b), b)]
        c.fill(quad, white if i % 2 else band)
    body = [(x - width(top), top), (x + width(top), top), (x + width(y), y), (x - width(y), y)]
    c.wash(body, p.ink, (x - h * 0.02, y), (x + h * 0.13, y), (0, 0.55), 0.6)
    for i in range(3):
        wy = top + h * (0.14 + 0.2 * i)
        c.fill(
            box(x - h * 0.014, wy, x + h * 0.014, wy + h * 0.05, h * 0.014),
            p.glow if p.dark else p.ink,
        )
    c.box(x - h * 0.115, top - h * 0.012, x + h * 0.115, top + h * 0.012, p.ink)
    c.line(
        path(around(x, top, h), "-0.11,0 -0.11,-0.04 0.11,-0.04 0.11,0"),
        h * 0.006,
        p.ink,
    )
    c.box(x - h * 0.055, top - h * 0.1, x + h * 0.055, top - h * 0.01, mix(p.glow, p.paper, 0.3))
    for dx in (-0.055, -0.018, 0.018, 0.055):
        c.line([(x + dx * h, top - h * 0.1), (x + dx * h, top - h * 0.01)], h * 0.006, p.ink)
    dome = [
        (px, py)
        for px, py in ellipse(x, top - h * 0.1, h * 0.07, h * 0.07)
        if py <= top - h * 0.099
    ]
    c.fill(dome, p.ink)
    c.line([(x, top - h * 0.16), (x, top - h * 0.2)], h * 0.01, p.ink)
    light = (x, top - h * 0.055)
    if p.dark:
        far = x + lamp * 1700
        c.beam(
            [light, (far, light[1] - 210), (far, light[1] + 90)],
            p.glow,
            light,
            (far, light[1]),
            0.6,
        )
        back = x - lamp * 900
        c.beam(
            [light, (back, light[1] + 110), (back, light[1] - 20)],
            p.glow,
            light,
            (back, light[1]),
            0.35,
        )
        c.glow(*light, h * 0.4, p.glow, 0.9)
    return light


def fishing_boat(
    c: Canvas, p: Palette, rng: Random, x: float, y: float, w: float, facing: int, tilt: float = 0.0
) -> None:
    """Draw a small trawler ``w`` long, its waterline at (x, y), rolled by ``tilt`` degrees."""
    co, si = math.cos(math.radians(tilt)), math.sin(math.radians(tilt))

    def spot(u: float, v: float) -> Point:
        px, py = facing * u * w, -v * w
        return (x + px * co - py * si, y + px * si + py * co)

    hull = p.lit(rng.choice((p.accent, p.accent2, rgb("2c5a7a"), rgb("f0e4cc"), rgb("35614f"))))
    outline = curve(path(spot, "-0.48,0.16 -0.1,0.11 0.3,0.17 0.54,0.3"), False, 6)
    outline += [spot(0.38, -0.02), spot(-0.42, -0.02)]
    cabin = p.lit(rgb("f6eddb"))
    c.line([spot(-0.2, 0.1), spot(-0.2, 0.72)], w * 0.022, p.ink)
    c.line([spot(-0.2, 0.62), spot(-0.5, 0.4)], w * 0.012, p.ink)
    c.line([spot(-0.2, 0.7), spot(0.52, 0.3)], w * 0.006, p.ink)
    c.line([spot(-0.2, 0.7), spot(-0.47, 0.16)], w * 0.006, p.ink)
    c.fill(path(spot, "-0.08,0.08 0.22,0.08 0.2,0.4 -0.06,0.4"), cabin)
    c.fill(path(spot, "-0.12,0.4 0.26,0.4 0.24,0.44 -0.1,0.44"), hull)
    pane = p.glow if p.dark else p.lit(rgb("2a4458"))
    for u in (-0.03, 0.06, 0.14):
        c.fill([spot(u, 0.27), spot(u + 0.055, 0.27), spot(u + 0.055, 0.36), spot(u, 0.36)], pane)
    c.fill(outline, hull)
    c.wash(outline, p.ink, spot(0, 0.14), spot(0, -0.02), (0, 0.6), 0.6)
    c.line(path(spot, "-0.48,0.15 -0.1,0.1 0.3,0.16 0.53,0.28"), w * 0.02, cabin)
    if p.dark:
        halo(c, *spot(-0.2, 0.73), w * 0.02, p.glow)
        c.glow(*spot(0.07, 0.3), w * 0.4, p.glow, 0.4)


def sailboat(
    c: Canvas, p: Palette, x: float, y: float, h: float, facing: int, sail: Colour, depth: float = 0
) -> None:
    """Draw a yacht ``h`` high under sail, its waterline at (x, y)."""

    def spot(u: float, v: float) -> Point:
        return (x + facing * u * h, y - v * h)

    lit = p.lit(sail, depth)
    main = curve(path(spot, "-0.02,0.98 -0.2,0.6 -0.34,0.14"), False)
    c.fill([*main, spot(-0.02, 0.11)], lit)
    jib = curve(path(spot, "0.02,0.9 0.2,0.42 0.3,0.1"), False)
    c.fill([*jib, spot(0.02, 0.16)], mix(lit, p.ink, 0.16))
    c.line([spot(0, 0.05), spot(0, 1.0)], h * 0.014, p.ink)
    c.fill(
        [
            *curve(path(spot, "-0.36,0.075 0,0.06 0.36,0.085"), False),
            spot(0.26, -0.01),
            spot(-0.28, -0.01),
        ],
        p.lit(p.ink, depth, 0.1),
    )


def bollard(c: Canvas, x: float, y: float, h: float, colour: Colour) -> None:
    """Draw a mooring bollard on the quay's edge."""
    c.fill(
        path(around(x, y, h), "-0.28,0 -0.2,-0.7 0.2,-0.7 0.28,0"),
        colour,
    )
    c.fill(box(x - h * 0.42, y - h, x + h * 0.42, y - h * 0.66, h * 0.16), colour)


def turbine(
    c: Canvas, p: Palette, x: float, y: float, h: float, turn: float, colour: Colour
) -> None:
    """Draw a wind turbine ``h`` high; ``turn`` is the first blade's angle in degrees."""
    hub = (x, y - h * 0.66)
    c.fill(
        [(x - h * 0.014, y), (x - h * 0.007, hub[1]), (x + h * 0.007, hub[1]), (x + h * 0.014, y)],
        colour,
    )
    for k in range(3):
        a = math.radians(turn + 120 * k)
        co, si = math.cos(a), math.sin(a)

        def spot(u: float, v: float, co: float = co, si: float = si) -> Point:
            return (hub[0] + (u * co - v * si) * h, hub[1] + (u * si + v * co) * h)

        c.fill(
            path(spot, "0,-0.006 0.07,-0.018 0.34,0 0.06,0.009 0,0.006"),
            colour,
        )
    c.disc(*hub, h * 0.014, colour)


def container_stacks(
    c: Canvas, p: Palette, rng: Random, x0: float, x1: float, y: float, size: float, depth: float
) -> None:
    """Stack containers along the quay between ``x0`` and ``x1``."""
    x = x0
    while x < x1 - size:
        for level in range(rng.randint(1, 4)):
            colour = p.lit(rng.choice(BOXES), depth, 0.18)
            c.box(
                x,
                y - (level + 1) * size * 0.44,
                x + size - 1.5,
                y - level * size * 0.44 - 1.5,
                colour,
            )
            for k in range(1, 7):
                c.line(
                    [
                        (x + size * k / 7, y - (level + 1) * size * 0.44),
                        (x + size * k / 7, y - level * size * 0.44 - 2),
                    ],
                    1,
                    p.ink,
                    0.2,
                )
        x += size
