"""Outlines: every function returns a list of (x, y) points in the canvas's logical units.

Nothing here knows colours or images, so that a shape can be filled, shaded and used as a clip
with the same points. x grows to the right, y grows downwards.
"""

import itertools
import math
from collections.abc import Callable, Sequence
from random import Random

Point = tuple[float, float]
Outline = list[Point]
#: From a drawing's own coordinates to the canvas.
Place = Callable[[float, float], Point]

#: The sheet's own coordinates.
SHEET: Place = lambda u, v: (u, v)  # noqa: E731


def around(x: float, y: float, scale: float = 1.0, facing: int = 1) -> Place:
    """Return the coordinates of a drawing round (x, y), ``scale`` times as large.

    ``facing`` -1 mirrors it.
    """
    return lambda u, v: (x + facing * u * scale, y + v * scale)


def mirrored(side: int, y: float = 0.0) -> Place:
    """Return the sheet's own coordinates from ``y`` down, left and right swapped by ``side`` -1."""
    return lambda u, v: (800 + side * (u - 800), y + v)


def path(place: Place, data: str) -> Outline:
    """Return the points of ``data``, written as ``"u,v u,v …"`` in a drawing's own coordinates."""
    pairs = (pair.split(",") for pair in data.split())
    return [place(float(u), float(v)) for u, v in pairs]


def ellipse(x: float, y: float, rx: float, ry: float | None = None, steps: int = 48) -> Outline:
    """Return the outline of an ellipse round (x, y); a circle when ``ry`` is left out."""
    ry = rx if ry is None else ry
    turn = 2 * math.pi / steps
    return [(x + rx * math.cos(i * turn), y + ry * math.sin(i * turn)) for i in range(steps)]


def arc(x: float, y: float, rx: float, ry: float, start: float, end: float) -> Outline:
    """Return points on an ellipse from ``start`` to ``end`` degrees (0 is right, 90 is down)."""
    steps = max(4, int(abs(end - start) / 6))
    angles = [math.radians(start + (end - start) * i / steps) for i in range(steps + 1)]
    return [(x + rx * math.cos(a), y + ry * math.sin(a)) for a in angles]


def box(x0: float, y0: float, x1: float, y1: float, radius: float = 0.0) -> Outline:
    """Return a rectangle from two corners, its corners rounded by ``radius``."""
    if radius <= 0:
        return [(x0, y0), (x1, y0), (x1, y1), (x0, y1)]
    r = min(radius, abs(x1 - x0) / 2, abs(y1 - y0) / 2)
    return [
        *arc(x0 + r, y0 + r, r, r, 180, 270),
        *arc(x1 - r, y0 + r, r, r, 270, 360),
        *arc(x1 - r, y1 - r, r, r, 0, 90),
        *arc(x0 + r, y1 - r, r, r, 90, 180),
    ]


def curve(points: Sequence[Point], closed: bool = True, steps: int = 10) -> Outline:
    """Return a smooth Catmull-Rom curve through ``points``; ``steps`` points between each two."""
    n = len(points)
    out: Outline = []
    for i in range(n if closed else n - 1):
        if closed:
            a, b, d, e = (points[(i + k) % n] for k in (-1, 0, 1, 2))
        else:
            a, b, d, e = (points[min(n - 1, max(0, i + k))] for k in (-1, 0, 1, 2))
        for step in range(steps):
            t = step / steps
            t2, t3 = t * t, t * t * t
            wa, wb = -0.5 * t3 + t2 - 0.5 * t, 1.5 * t3 - 2.5 * t2 + 1
            wd, we = -1.5 * t3 + 2 * t2 + 0.5 * t, 0.5 * t3 - 0.5 * t2
            out.append(
                (
                    wa * a[0] + wb * b[0] + wd * d[0] + we * e[0],
                    wa * a[1] + wb * b[1] + wd * d[1] + we * e[1],
                )
            )
    if not closed:
        out.append(points[-1])
    return out


def limb(points: Sequence[Point], radii: Sequence[float]) -> list[Outline]:
    """Return the parts of a tapering limb: discs at the joints and the quads between them."""
    parts: list[Outline] = []
    for (x, y), r in zip(points, radii, strict=True):
        parts.append(ellipse(x, y, r, steps=18))
    for i in range(len(points) - 1):
        (x0, y0), (x1, y1) = points[i], points[i + 1]
        length = math.hypot(x1 - x0, y1 - y0) or 1.0
        nx, ny = (y0 - y1) / length, (x1 - x0) / length
        a, b = radii[i], radii[i + 1]
        parts.append(
            [
                (x0 + nx * a, y0 + ny * a),
                (x1 + nx * b, y1 + ny * b),
                (x1 - nx * b, y1 - ny * b),
                (x0 - nx * a, y0 - ny * a),
            ]
        )
    return parts


def crag(rng: Random, x0: float, y0: float, x1: float, y1: float, rough: float) -> Outline:
    """Return a broken line between two points by midpoint displacement.

    ``rough`` is the largest first displacement in units of y; it halves with every split.
    """
    line = [(x0, y0), (x1, y1)]
    spread = rough
    while spread > rough / 20 and len(line) < 130:
        split: Outline = [line[0]]
        for left, right in itertools.pairwise(line):
            middle = (left[0] + right[0]) / 2 + rng.uniform(-0.12, 0.12) * (right[0] - left[0])
            split += [(middle, (left[1] + right[1]) / 2 + rng.uniform(-spread, spread)), right]
        line, spread = split, spread * 0.52
    return line


def roll(
    rng: Random, y: float, height: float, length: float, x0: float = -20, x1: float = 1620
) -> Outline:
    """Return a soft hill line at ``y`` with waves of about ``height`` and wave ``length``."""
    a, b, d = (rng.uniform(0, 6.28) for _ in range(3))
    line: Outline = []
    x = x0
    while x <= x1:
        k = 2 * math.pi * x / length
        wave = math.sin(k + a) + 0.45 * math.sin(k * 2.1 + b) + 0.2 * math.sin(k * 4.3 + d)
        line.append((x, y + height * wave / 1.65))
        x += 10
    return line


def down_to(line: Sequence[Point], y: float) -> Outline:
    """Close a line into an area that reaches down (or up) to ``y``."""
    return [*line, (line[-1][0], y), (line[0][0], y)]


def at(line: Sequence[Point], x: float) -> float:
    """Return the y of a left-to-right line at ``x`` (ends held)."""
    for (x0, y0), (x1, y1) in itertools.pairwise(line):
        if x0 <= x <= x1:
            return y0 + (y1 - y0) * (x - x0) / ((x1 - x0) or 1)
    return line[0][1] if x < line[0][0] else line[-1][1]


def turned(outline: Sequence[Point], degrees: float, about: Point) -> Outline:
    """Return ``outline`` turned clockwise by ``degrees`` about a point."""
    co, si = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    ox, oy = about
    return [
        (ox + (x - ox) * co - (y - oy) * si, oy + (x - ox) * si + (y - oy) * co) for x, y in outline
    ]
