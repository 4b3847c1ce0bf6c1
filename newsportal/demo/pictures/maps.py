"""The composition ``map``."""

import itertools
import math
from random import Random

from newsportal.demo.pictures.canvas import Canvas, Colour
from newsportal.demo.pictures.geometry import (
    Outline,
    Point,
    arc,
    around,
    box,
    curve,
    ellipse,
    mirrored,
    path,
    roll,
    turned,
)
from newsportal.demo.pictures.palettes import Palette, mix, rgb


def _sheet(c: Canvas, p: Palette, rng: Random, ground: Colour) -> None:
    """Lay the ground colour with a faint grid of degrees."""
    c.box(0, 0, 1600, 1000, ground)
    step = rng.choice((160, 200))
    for i in range(1, 1600 // step + 1):
        c.line([(i * step, 0), (i * step, 1000)], 1.6, p.ink, 0.14)
    for i in range(1, 1000 // step + 1):
        c.line([(0, i * step), (1600, i * step)], 1.6, p.ink, 0.14)


def _creases(c: Canvas, p: Palette, rng: Random) -> None:
    """Fold the sheet: alternate panels lie in light and shade."""
    folds = [0, 400, 800, 1200, 1600]
    for i in range(4):
        x0, x1 = folds[i], folds[i + 1]
        if i % 2:
            c.wash(box(x0, 0, x1, 1000), p.ink, (x0, 0), (x1, 0), (0.22, 0.02), 0.35)
        else:
            c.wash(box(x0, 0, x1, 1000), p.paper, (x0, 0), (x1, 0), (0.0, 0.2), 0.35)
    y = 500 + rng.uniform(-20, 20)
    c.wash(box(0, y, 1600, 1000), p.ink, (0, y), (0, y + 170), (0.16, 0.0), 0.35)
    c.line([(0, y), (1600, y)], 2, p.paper, 0.35)


def _rim(c: Canvas, p: Palette) -> None:
    """Frame the map with a scale of alternating bars."""
    for i in range(32):
        colour = p.ink if i % 2 else p.paper
        c.box(i * 50, 0, i * 50 + 50, 13, colour)
        c.box(i * 50, 987, i * 50 + 50, 1000, colour)
    for i in range(20):
        colour = p.paper if i % 2 else p.ink
        c.box(0, i * 50, 13, i * 50 + 50, colour)
        c.box(1587, i * 50, 1600, i * 50 + 50, colour)


def compass(c: Canvas, p: Palette, x: float, y: float, r: float) -> None:
    """Draw a compass rose of radius ``r``."""
    for radius, width in ((r * 0.98, 3.0), (r * 0.86, 2.0)):
        ring = ellipse(x, y, radius)
        c.line([*ring, ring[0]], width, p.ink)
    for k in range(32):
        a = k * math.tau / 32
        inner = r * (0.86 if k % 4 else 0.78)
        c.line(
            [
                (x + math.cos(a) * inner, y + math.sin(a) * inner),
                (x + math.cos(a) * r * 0.98, y + math.sin(a) * r * 0.98),
            ],
            2,
            p.ink,
        )
    for k in range(8):
        reach, wide = (r * 0.8, r * 0.15) if k % 2 == 0 else (r * 0.46, r * 0.11)
        a = k * math.tau / 8 - math.pi / 2
        tip = (x + math.cos(a) * reach, y + math.sin(a) * reach)
        for s in (-1, 1):
            b = a + s * math.pi / 4
            side = (x + math.cos(b) * wide, y + math.sin(b) * wide)
            colour = p.ink if s > 0 else p.paper
            if k == 0:
                colour = p.accent if s > 0 else mix(p.accent, p.paper, 0.4)
            c.fill([(x, y), side, tip], colour)
            c.line([(x, y), side, tip, (x, y)], 1.2, p.ink)


def pin(c: Canvas, p: Palette, x: float, y: float, h: float, colour: Colour) -> None:
    """Stick a pin of height ``h`` with its point at (x, y)."""
    c.fill(path(around(x, y, h), "0,0 0.5,-0.12 0.8,-0.2 0.55,-0.04"), p.ink, 0.3)
    r = h * 0.3
    c.fill([(x, y), *arc(x, y - h * 0.7, r, r, 155, 385)], colour)
    c.wash(
        [(x, y), *arc(x, y - h * 0.7, r, r, 155, 385)], p.ink, (x, 0), (x + r, 0), (0, 0.35), 0.5
    )
    c.disc(x, y - h * 0.7, r * 0.45, p.paper)


def route(c: Canvas, points: Outline, width: float, colour: Colour, dash: float) -> None:
    """Draw a dashed line along ``points``."""
    run, on = 0.0, True
    for a, b in itertools.pairwise(points):
        length = math.hypot(b[0] - a[0], b[1] - a[1])
        if on:
            c.line([a, b], width, colour, caps=True)
        run += length
        if run > dash:
            run, on = 0.0, not on


def _coast(
    rng: Random, x: float, y: float, r: float, rough: float, stretch: float = 1.0
) -> Outline:
    """Return the outline of an island of about radius ``r``."""
    a, b, d, e = (rng.uniform(0, 6.28) for _ in range(4))
    points: Outline = []
    for i in range(72):
        t = math.tau * i / 72
        k = 1 + rough * (
            0.5 * math.sin(2 * t + a)
            + 0.35 * math.sin(3 * t + b)
            + 0.22 * math.sin(5 * t + d)
            + 0.16 * math.sin(9 * t + e)
            + rng.uniform(-0.09, 0.09)
        )
        points.append((x + math.cos(t) * r * k * stretch, y + math.sin(t) * r * k / stretch))
    return curve(points, steps=3)


def _shrink(outline: Outline, share: float, about: Point) -> Outline:
    x, y = about
    return [(x + (px - x) * share, y + (py - y) * share) for px, py in outline]


def _relief(c: Canvas, p: Palette, rng: Random, x: float, y: float, size: float) -> None:
    """Draw a mountain sign as old maps have it."""
    h = size * rng.uniform(0.8, 1.2)
    c.fill([(x - size * 0.6, y), (x, y - h), (x + size * 0.6, y)], mix(p.paper, p.ramp[0], 0.3))
    c.fill(
        [(x, y - h), (x + size * 0.6, y), (x + size * 0.12, y), (x - size * 0.06, y - h * 0.4)],
        p.tone(0.3),
    )
    c.line([(x - size * 0.6, y), (x, y - h), (x + size * 0.6, y)], 2.4, p.ink)


def _town(c: Canvas, p: Palette, x: float, y: float, r: float) -> None:
    c.disc(x, y, r, p.ink)
    c.disc(x, y, r * 0.66, p.paper)
    c.disc(x, y, r * 0.36, p.accent)


def _label(c: Canvas, rng: Random, x: float, y: float, colour: Colour, size: float) -> None:
    """Stand in for a name: two or three short bars."""
    for _ in range(rng.randint(1, 2)):
        w = rng.uniform(3, 7) * size
        c.fill(box(x, y, x + w, y + size, size / 2), colour, 0.75)
        x += w + size


def delta(c: Canvas, p: Palette, rng: Random) -> None:
    """A river splits into a delta; a dotted route crosses it between pins."""
    side = rng.choice((-1, 1))
    land = mix(p.paper, p.lit(mix(rgb("d9cfa4"), p.ramp[0], 0.25)), 0.75)
    sea = mix(p.ramp[1], p.sky[1], 0.35)
    _sheet(c, p, rng, land)
    for _ in range(24):
        x, y, r = rng.uniform(0, 1600), rng.uniform(0, 620), rng.uniform(50, 150)
        patch = _coast(rng, x, y, r, 0.3, rng.uniform(1, 1.5))
        c.fill(
            patch, mix(land, p.lit(rng.choice((rgb("9db87a"), rgb("c9b26a"), rgb("8aa893")))), 0.45)
        )
    coast = [
        (x, y + 34 * math.sin(x / 130) + 14 * math.sin(x / 47 + 1))
        for x, y in roll(rng, 740, 50, 900)
    ]
    for k in range(5, 0, -1):
        c.fill(
            [*[(x, y - k * 15) for x, y in coast], (1620, 1010), (-20, 1010)],
            mix(mix(land, sea, 0.25), sea, 1 - k / 6),
        )
    water = [*coast, (1620, 1010), (-20, 1010)]
    c.fill(water, sea)
    c.wash(water, p.ink, (0, 700), (0, 1010), (0, 0.35), 0.5)
    for k in range(1, 5):
        c.line([(x, y + k * 26) for x, y in coast], 2, p.paper, 0.32 - 0.06 * k)
    # the river and its arms, drawn as one braid: each arm keeps splitting
    river = mix(sea, p.sky[0], 0.3)
    arms: list[tuple[Point, float, float, int]] = [((800 + side * 190, 330), 90 + side * 9, 26, 0)]
    stem = curve(
        path(mirrored(side), "1320,-20 1220,80 1270,170 1100,230 990,332"),
        False,
        10,
    )
    for i, (a, b) in enumerate(itertools.pairwise(stem)):
        c.line([a, b], 24 + i * 0.18, river, caps=True)
    while arms:
        (x, y), angle, width, level = arms.pop()
        length = rng.uniform(95, 150)
        bend = rng.uniform(-24, 24)
        mid = (
            x + math.cos(math.radians(angle + bend)) * length * 0.5,
            y + math.sin(math.radians(angle + bend)) * length * 0.5,
        )
        end = (
            x + math.cos(math.radians(angle)) * length,
            y + math.sin(math.radians(angle)) * length,
        )
        c.line(curve([(x, y), mid, end], False, 8), width, river, caps=True)
        c.disc(*end, width / 2, river)
        if end[1] < 830 and level < 7:
            if level < 4:
                fork = rng.uniform(17, 30)
                arms.append((end, angle - fork, width * 0.76, level + 1))
                arms.append((end, angle + fork, width * 0.76, level + 1))
            else:
                arms.append((end, angle * 0.5 + 45, width * 0.92, level + 1))
    for _ in range(46):
        x, y = rng.gauss(800, 300), rng.uniform(470, 730)
        c.oval(x, y, rng.uniform(4, 9), rng.uniform(3, 6), p.lit(rgb("5c8a4e")), 0.7)
    for k in range(13):
        x = 800 - side * rng.uniform(200, 720)
        _relief(c, p, rng, x, 90 + k * 22 + rng.uniform(-20, 20), rng.uniform(50, 84))
    places = path(mirrored(side), "470,520 740,610 1040,520 1130,700")
    route(c, curve(places, False, 26), 7, p.accent, 17)
    for x, y in [(800 + side * 410, 150.0), (800 - side * 520, 640.0), *places]:
        _town(c, p, x, y, 13)
        _label(c, rng, x + 20, y - 5, p.ink, 9)
    pin(c, p, *places[0], 92, p.accent)
    pin(c, p, *places[-1], 92, p.accent2 if sum(p.accent2) < 600 else p.accent)
    compass(c, p, 800 - side * 560, 860, 96)
    _creases(c, p, rng)
    _rim(c, p)


def islands(c: Canvas, p: Palette, rng: Random) -> None:
    """Ferry lines run between the islands of an archipelago."""
    sea = mix(p.ramp[1], p.sky[1], 0.4)
    land = mix(p.paper, p.lit(mix(rgb("d6c894"), p.accent2, 0.08)), 0.8)
    _sheet(c, p, rng, sea)
    c.wash(None, p.ramp[2], (300, 0), (1500, 1000), (0, 0.7), 0.35)
    main_r = rng.uniform(210, 260)
    spots: list[tuple[float, float, float]] = [
        (800 + rng.uniform(-90, 90), 500 + rng.uniform(-50, 50), main_r)
    ]
    for _ in range(700):
        r = rng.choice((36, 52, 70, 96, 120, 150))
        x, y = rng.uniform(80, 1520), rng.uniform(80, 920)
        if all(math.hypot(x - a, y - b) > (r + d) * 1.28 + 26 for a, b, d in spots):
            spots.append((x, y, r))
        if len(spots) > 17:
            break
    shapes = [_coast(rng, x, y, r * 0.92, 0.34, rng.uniform(0.9, 1.22)) for x, y, r in spots]
    for k, share in ((0, 1.36), (1, 1.24), (2, 1.13)):
        for (x, y, _), shape in zip(spots, shapes, strict=True):
            c.fill(
                _shrink(shape, share, (x, y)),
                mix(mix(sea, p.ramp[2], 0.3), p.sky[2], 0.2 + 0.16 * k),
            )
    for (x, y, r), shape in zip(spots, shapes, strict=True):
        c.fill([(px + 7, py + 9) for px, py in shape], p.ink, 0.35)
        c.fill(shape, land)
        for share, tint in ((0.74, 0.3), (0.5, 0.55), (0.28, 0.8)):
            if r > 50:
                off = (x + r * 0.06, y - r * 0.08)
                c.fill(_shrink(shape, share, off), mix(land, p.lit(rgb("7a9a62")), tint * 0.6))
                ring = _shrink(shape, share, off)
                c.line([*ring, ring[0]], 1.8, p.ink, 0.3)
        c.line([*shape, shape[0]], 3, p.ink, 0.75)
        if r > 90:
            for _ in range(3):
                _relief(
                    c,
                    p,
                    rng,
                    x + rng.uniform(-0.28, 0.28) * r,
                    y + rng.uniform(-0.15, 0.25) * r,
                    r * 0.17,
                )
    home = spots[0]
    hub = (home[0] + home[2] * 0.9, home[1] + home[2] * 0.25)
    order = sorted(spots[1:], key=lambda s: math.hypot(s[0] - hub[0], s[1] - hub[1]))
    for k, (x, y, r) in enumerate(order[:7]):
        goal = (
            x + (hub[0] - x) * r / (math.hypot(hub[0] - x, hub[1] - y) or 1),
            y + (hub[1] - y) * r / (math.hypot(hub[0] - x, hub[1] - y) or 1),
        )
        bow = 60 * (-1) ** k
        mid = ((hub[0] + goal[0]) / 2 + bow * 0.6, (hub[1] + goal[1]) / 2 - bow)
        route(c, curve([hub, mid, goal], False, 24), 6, p.accent if k % 2 else p.paper, 15)
        _town(c, p, *goal, 12)
        t = 0.5
        bx, by = mid
        if k < 4:
            boat = path(around(bx, by), "-24,-3 26,-3 16,10 -18,10")
            c.fill(boat, p.paper)
            c.fill(box(bx - 14, by - 13, bx + 10, by - 2, 2), p.accent)
            c.box(bx - 6, by - 21, bx, by - 12, p.ink)
        _label(c, rng, goal[0] + 18, goal[1] + 10 * t, p.paper, 8)
    _town(c, p, *hub, 18)
    pin(c, p, *hub, 104, p.accent)
    corners = [(160.0, 840.0), (1440.0, 160.0), (160.0, 160.0), (1440.0, 840.0)]
    corner = max(
        corners, key=lambda q: min(math.hypot(q[0] - x, q[1] - y) - r for x, y, r in spots)
    )
    compass(c, p, *corner, 92)
    for _ in range(30):
        x, y = rng.uniform(40, 1560), rng.uniform(40, 960)
        if all(math.hypot(x - a, y - b) > d * 1.5 for a, b, d in spots):
            c.line(
                curve(path(around(x, y), "-16,0 -8,-6 0,0 8,-6 16,0"), False, 4), 2.4, p.paper, 0.4
            )
    _creases(c, p, rng)
    _rim(c, p)


def city_plan(c: Canvas, p: Palette, rng: Random) -> None:
    """The plan of a city with its river, parks and one marked route."""
    ground = mix(p.paper, p.ramp[0], 0.12)
    street = mix(p.paper, p.haze, 0.1)
    c.box(0, 0, 1600, 1000, street)
    angle = rng.uniform(-24, 24)
    park = p.lit(mix(rgb("8fb872"), p.ramp[0], 0.2))
    blocks = [
        mix(ground, p.ramp[0], 0.32),
        mix(ground, p.ramp[0], 0.2),
        mix(ground, p.ramp[1], 0.3),
        mix(ground, p.haze, 0.6),
    ]
    y = -520.0
    while y < 1520:
        h = rng.choice((54, 72, 72, 96))
        x = -520.0 + rng.uniform(-40, 0)
        while x < 2120:
            w = rng.choice((60, 84, 84, 116, 150))
            block = turned(box(x, y, x + w, y + h, 5), angle, (800, 500))
            kind = rng.random()
            colour = park if kind < 0.05 else rng.choice(blocks)
            c.fill(block, colour)
            if kind < 0.05:
                for _ in range(7):
                    tx, ty = rng.uniform(x + 10, x + w - 10), rng.uniform(y + 10, y + h - 10)
                    (tree,) = turned([(tx, ty)], angle, (800, 500))
                    c.disc(*tree, 8, mix(park, p.ink, 0.25))
            elif kind > 0.5:
                inner = turned(
                    box(x + w * 0.28, y + h * 0.3, x + w * 0.72, y + h * 0.7), angle, (800, 500)
                )
                c.fill(inner, mix(colour, p.paper, 0.55))
            x += w + 13
        y += h + 13
    for _ in range(3):
        a, b = rng.uniform(0, 1600), rng.uniform(0, 1600)
        c.line([(a, -20), (b, 1020)], 24, street)
        c.line([(a, -20), (b, 1020)], 3, p.accent2, 0.6)
    centre = (800 + rng.uniform(-100, 100), 480 + rng.uniform(-50, 50))
    for r, colour in ((190, street), (172, blocks[0]), (150, street)):
        c.disc(*centre, r, colour)
    for k in range(8):
        a = k * math.tau / 8 + math.radians(angle)
        wedge = [
            (centre[0] + math.cos(a + d) * rr, centre[1] + math.sin(a + d) * rr)
            for rr, d in ((140, 0.07), (140, 0.72), (70, 0.66), (70, 0.13))
        ]
        c.fill(wedge, blocks[k % 4])
    c.disc(*centre, 52, park)
    c.disc(*centre, 20, mix(p.sky[1], p.ramp[1], 0.3))
    side = rng.choice((-1, 1))
    course = curve(
        [
            (-40, 500 + side * 330),
            (260, 500 + side * 240),
            (520, 500 + side * 300),
            (830, 500 + side * 250),
            (1100, 500 + side * 60),
            (1330, 500 - side * 60),
            (1660, 500 - side * 240),
        ],
        False,
        16,
    )
    river = mix(p.ramp[1], p.sky[1], 0.4)
    c.line(course, 104, street)
    c.line(course, 86, river)
    for x, y in course:
        c.disc(x, y, 43, river)
    for k in (-20, 0, 18):
        c.line([(x + k * 0.3, y + k) for x, y in course], 2, p.paper, 0.4)
    for t in (0.2, 0.4, 0.62, 0.82):
        i = int(len(course) * t)
        (x0, y0), (x1, y1) = course[i], course[i + 1]
        n = math.hypot(x1 - x0, y1 - y0)
        nx, ny = (y0 - y1) / n, (x1 - x0) / n
        c.line([(x0 + nx * 66, y0 + ny * 66), (x0 - nx * 66, y0 - ny * 66)], 20, p.ink)
        c.line([(x0 + nx * 66, y0 + ny * 66), (x0 - nx * 66, y0 - ny * 66)], 14, street)
    px, py = 800 + side * 420, 500 + side * 300
    green = _coast(rng, px, py, 120, 0.2, 1.3)
    c.fill(green, park)
    for _ in range(34):
        a, d = rng.uniform(0, 6.28), rng.uniform(0, 92)
        c.disc(
            px + math.cos(a) * d * 1.3,
            py + math.sin(a) * d * 0.8,
            rng.uniform(7, 12),
            mix(park, p.ink, rng.choice((0.15, 0.28))),
        )
    track = [
        (250.0, 500 - side * 250),
        (470.0, 500 - side * 170),
        (620.0, 500 - side * 190),
        centre,
        (990.0, 500 + side * 150),
        (1230.0, 500 + side * 130),
        (1370.0, 500 - side * 210),
    ]
    c.line(curve(track, False, 16), 17, p.paper)
    c.line(curve(track, False, 16), 11, p.accent)
    for x, y in track:
        c.disc(x, y, 16, p.ink)
        c.disc(x, y, 10, p.paper)
    other = [
        (centre[0] - 360, 40.0),
        (centre[0] - 200, 230.0),
        centre,
        (centre[0] + 90, 720.0),
        (centre[0] + 20, 1010.0),
    ]
    c.line(curve(other, False, 16), 10, p.tone(0.2))
    for x, y in other[1:4]:
        c.disc(x, y, 13, p.ink)
        c.disc(x, y, 8, p.paper)
    pin(c, p, centre[0], centre[1], 150, p.accent)
    _creases(c, p, rng)


def border(c: Canvas, p: Palette, rng: Random) -> None:
    """Two countries meet along a dotted border with a pin on either side."""
    one = mix(p.paper, p.lit(p.accent2), 0.42)
    two = mix(p.paper, p.lit(p.accent), 0.42)
    _sheet(c, p, rng, one)
    a, b = rng.uniform(0, 6), rng.uniform(0, 6)
    lean = rng.uniform(-190, 190)
    line: Outline = []
    for i in range(61):
        t = i / 60
        x = (
            800
            + lean * (t - 0.5)
            + 86 * math.sin(t * 5 + a)
            + 36 * math.sin(t * 13 + b)
            + rng.uniform(-7, 7)
        )
        line.append((x, -10 + 1020 * t))
    line = curve(line, False, 3)
    c.fill([*line, (1620, 1010), (1620, -10)], two)
    for k in range(5):
        c.line([(x + 9 + k * 11, y) for x, y in line], 11, p.accent, 0.34 - 0.065 * k)
        c.line([(x - 9 - k * 11, y) for x, y in line], 11, p.accent2, 0.34 - 0.065 * k)
    sea = mix(p.ramp[1], p.sky[1], 0.35)
    coast = [(x, y + 22 * math.sin(x / 90 + a)) for x, y in roll(rng, 850, 46, 800)]
    for k in (3, 2, 1):
        c.line([(x, y - k * 5) for x, y in coast], 14, mix(p.paper, sea, 0.3 * (4 - k)))
    c.fill([*coast, (1620, 1010), (-20, 1010)], sea)
    c.line(coast, 4, p.ink)
    for k in range(1, 4):
        c.line([(x, y + k * 24) for x, y in coast], 2, p.paper, 0.4)
    for _ in range(26):
        s = rng.choice((-1, 1))
        _relief(
            c, p, rng, 800 + s * rng.uniform(330, 720), rng.uniform(110, 470), rng.uniform(46, 90)
        )
    for s in (-1, 1):
        river = curve(
            path(mirrored(s), "1420,250 1270,420 1320,600 1180,720 1220,900"),
            False,
            12,
        )
        for i, (q, r) in enumerate(itertools.pairwise(river)):
            c.line([q, r], 3 + i * 0.24, sea, caps=True)
    route(c, line, 8, p.ink, 20)
    left, right = (
        (800 - rng.uniform(230, 290), 470 + rng.uniform(-60, 60)),
        (800 + rng.uniform(230, 290), 520 + rng.uniform(-60, 60)),
    )
    bridge = curve([left, (800, min(left[1], right[1]) - 190), right], False, 22)
    route(c, bridge, 6, p.ink, 14)
    for x, y in (left, right):
        _town(c, p, x, y, 19)
        _label(c, rng, x - 44, y + 30, p.ink, 13)
    for _ in range(12):
        x, y = rng.uniform(60, 1540), rng.uniform(150, 780)
        if abs(x - 800) > 160:
            _town(c, p, x, y, 9)
            _label(c, rng, x + 14, y - 4, p.ink, 7)
    pin(c, p, *left, 150, p.accent2)
    pin(c, p, *right, 150, p.accent)
    compass(c, p, rng.choice((170, 1430)), 170, 88)
    _creases(c, p, rng)
    _rim(c, p)


def pressure(c: Canvas, p: Palette, rng: Random) -> None:
    """A weather chart: isobars round a low, fronts sweeping over a coast."""
    side = rng.choice((-1, 1))
    sea = mix(p.ramp[2], p.sky[0], 0.3)
    land = mix(p.lit(mix(rgb("8fae7a"), p.ramp[1], 0.35)), p.paper, 0.14)
    _sheet(c, p, rng, sea)
    mass = path(
        mirrored(side),
        "890,-20 950,120 860,230 1030,330 980,470 1130,560 1090,720 1220,830 1190,1020 1700,1020 1700,-20",
    )
    shape = curve(mass, steps=8)
    for k in (3, 2, 1):
        c.fill([(x - side * k * 16, y) for x, y in shape], mix(sea, p.sky[2], 0.14 * (4 - k)))
    c.fill(shape, land)
    c.line([*shape, shape[0]], 4, p.ink, 0.7)
    isle = _coast(rng, 800 - side * 480, 720, 110, 0.34)
    c.fill(isle, land)
    c.line([*isle, isle[0]], 4, p.ink, 0.7)
    eye = (800 - side * rng.uniform(40, 110), 470 + rng.uniform(-40, 40))
    tilt = rng.uniform(-20, 20)
    for k in range(1, 12):
        r = 44 + k * 66
        ring: Outline = []
        for i in range(90):
            t = math.tau * i / 90
            wobble = 1 + 0.05 * math.sin(2 * t + k * 0.3) + 0.035 * math.sin(3 * t + k * 0.21)
            ring.append(
                (eye[0] + math.cos(t) * r * 1.25 * wobble, eye[1] + math.sin(t) * r * 0.86 * wobble)
            )
        ring = turned(ring, tilt + k * 3, eye)
        c.line([*ring, ring[0]], 3.2, p.paper, 0.75 - 0.045 * k)
    # a swirl of cloud round the low
    for arm in range(3):
        spiral: Outline = []
        for i in range(70):
            t = i / 69
            a = side * -1 * (arm * math.tau / 3 + t * 4.6)
            r = 36 + 360 * t
            spiral.append((eye[0] + math.cos(a) * r * 1.2, eye[1] + math.sin(a) * r * 0.85))
        for i, (x, y) in enumerate(spiral):
            t = i / 69
            c.disc(x, y, 20 + 30 * math.sin(t * math.pi), mix(p.paper, p.haze, 0.25), 0.2)
    cold = curve(
        [
            eye,
            (eye[0] - side * 40, eye[1] + 170),
            (eye[0] - side * 190, eye[1] + 330),
            (eye[0] - side * 430, eye[1] + 440),
        ],
        False,
        14,
    )
    warm = curve(
        [
            eye,
            (eye[0] + side * 190, eye[1] + 40),
            (eye[0] + side * 370, eye[1] + 150),
            (eye[0] + side * 500, eye[1] + 320),
        ],
        False,
        14,
    )
    blue, red = rgb("3f8fd0"), p.accent
    for front, colour, kind in ((cold, blue, "teeth"), (warm, red, "domes")):
        c.line(front, 9, colour)
        for i in range(3, len(front) - 3, 5):
            (x0, y0), (x1, y1) = front[i], front[i + 2]
            n = math.hypot(x1 - x0, y1 - y0) or 1
            nx, ny = (y1 - y0) / n * side, -(x1 - x0) / n * side
            mx, my = (x0 + x1) / 2, (y0 + y1) / 2
            if kind == "teeth":
                c.fill([(x0, y0), (mx + nx * 30, my + ny * 30), (x1, y1)], colour)
            else:
                start = math.degrees(math.atan2(y1 - y0, x1 - x0))
                sweep = -180 if side > 0 else 180
                c.fill(arc(mx, my, 17, 17, start, start + sweep), colour)
    c.disc(*eye, 42, p.accent)
    c.line(
        [(eye[0] - 10, eye[1] - 20), (eye[0] - 10, eye[1] + 18), (eye[0] + 16, eye[1] + 18)],
        9,
        p.paper,
    )
    for _ in range(26):
        x, y = rng.uniform(60, 1540), rng.uniform(60, 940)
        d = math.hypot(x - eye[0], y - eye[1])
        if d < 150:
            continue
        a = math.degrees(math.atan2(y - eye[1], x - eye[0])) + 90 * -side + 20
        barb = [(x, y), (x + 52, y)]
        flags = [
            [(x + 52 - k * 13, y), (x + 60 - k * 13, y - 22)] for k in range(3 if d < 420 else 2)
        ]
        c.line(turned(barb, a, (x, y)), 4, p.ink)
        for feather in flags:
            c.line(turned(feather, a, (x, y)), 4, p.ink)
        c.disc(x, y, 7, p.ink)
        c.disc(x, y, 4, p.paper)
    for x, y in ((800 + side * 520, 420.0), (800 + side * 640, 700.0), (800 + side * 420, 180.0)):
        _town(c, p, x, y, 12)
        _label(c, rng, x + 18, y - 5, p.ink, 9)
    _creases(c, p, rng)
    _rim(c, p)


MAP = (
    (delta, (0.5, 0.55), "A map of a river delta with a dotted route between two pins"),
    (islands, (0.5, 0.5), "A map of an archipelago with its ferry lines"),
    (city_plan, (0.5, 0.48), "A city plan with a river, parks and a marked route"),
    (border, (0.5, 0.48), "A map of two countries that meet along a dotted border"),
    (pressure, (0.48, 0.5), "A weather chart with a deep low off the coast"),
)
