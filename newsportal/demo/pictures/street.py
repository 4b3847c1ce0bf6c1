"""The composition ``street``."""

import itertools
from random import Random

from newsportal.demo.pictures.buildings import AWNINGS, FRONTS, street_lamp, tower, towers
from newsportal.demo.pictures.canvas import Canvas
from newsportal.demo.pictures.geometry import Point, arc, around, box, ellipse, path
from newsportal.demo.pictures.palettes import Palette, mix, rgb
from newsportal.demo.pictures.people import look, person, silhouette, umbrella
from newsportal.demo.pictures.scenery import clouds, sky, sun, weather


def _facades(c: Canvas, p: Palette, rng: Random, side: int, vanish: Point, ground: float) -> None:
    """Draw one side of a street in one-point perspective, from the far end to the near."""
    vx, vy = vanish
    edge = 0.0 if side < 0 else 1600.0

    def project(t: float, v: float) -> Point:
        """t: 0 at the near edge to 1 at the vanishing point; v: height over the pavement."""
        x = edge + (vx - edge) * t
        base = ground + (vy - ground) * t
        return (x, base - v * (1 - t))

    cuts = [0.0]
    while cuts[-1] < 0.9:
        cuts.append(cuts[-1] + (1 - cuts[-1]) * rng.uniform(0.22, 0.34))
    for t0, t1 in reversed(list(itertools.pairwise(cuts))):
        height = rng.uniform(620, 900)
        depth = 0.62 * t0**0.8
        colour = p.lit(rng.choice(FRONTS), depth, 0.12 if side < 0 else 0.0)
        wall = [project(t0, 0), project(t1, 0), project(t1, height), project(t0, height)]
        c.fill(wall, colour)
        c.wash(wall, p.ink, (0, project(t0, height)[1]), (0, project(t0, 0)[1]), (0.0, 0.32), 0.6)
        cornice = [
            project(t0, height),
            project(t1, height),
            project(t1, height + 26),
            project(t0, height + 26),
        ]
        c.fill(cornice, mix(colour, p.ink, 0.3))
        floors = int(height // 150)
        bays = 3
        for floor in range(1, floors):
            for bay in range(bays):
                a = t0 + (t1 - t0) * (bay + 0.25) / bays
                b = t0 + (t1 - t0) * (bay + 0.72) / bays
                v0 = floor * 150 + 34
                pane = p.lit(rgb("31485c"), depth)
                if rng.random() < {"day": 0.0, "dawn": 0.12}.get(p.mood, 0.45):
                    pane = mix(p.glow, p.haze, depth * 0.5)
                frame = [project(a, v0), project(b, v0), project(b, v0 + 84), project(a, v0 + 84)]
                c.fill(frame, pane)
                sill = [
                    project(a - 0.004, v0 - 9),
                    project(b + 0.004, v0 - 9),
                    project(b + 0.004, v0),
                    project(a - 0.004, v0),
                ]
                c.fill(sill, mix(colour, p.paper, 0.4))
        shop = [
            project(t0 + 0.02 * (1 - t0), 0),
            project(t1 - 0.02 * (1 - t0), 0),
            project(t1 - 0.02 * (1 - t0), 118),
            project(t0 + 0.02 * (1 - t0), 118),
        ]
        lit = p.mood not in {"day", "dawn"}
        c.fill(shop, mix(p.glow, p.haze, depth * 0.4) if lit else p.lit(rgb("3d4f5c"), depth))
        awning = p.lit(rng.choice((*AWNINGS, p.accent)), depth)
        out = -side * 60 * (1 - t0)
        stripes = 8
        for k in range(stripes):
            a = t0 + (t1 - t0) * k / stripes
            b = t0 + (t1 - t0) * (k + 1) / stripes
            top_a, top_b = project(a, 150), project(b, 150)
            low_a, low_b = project(a, 104), project(b, 104)
            strip = [
                top_a,
                top_b,
                (low_b[0] + out * (1 - b), low_b[1]),
                (low_a[0] + out * (1 - a), low_a[1]),
            ]
            c.fill(strip, awning if k % 2 else mix(awning, p.paper, 0.75))


def tram_street(c: Canvas, p: Palette, rng: Random) -> None:
    """A tram comes down a street of tall houses."""
    vanish = (800 + rng.uniform(-70, 70), 560.0)
    sky(c, p, 640)
    sun(c, p, vanish[0] + rng.uniform(-60, 60), rng.uniform(330, 430), rng.uniform(70, 120))
    clouds(c, p, rng, 320, 3)
    for i in range(5):
        tower(c, p, rng, vanish[0] - 130 + i * 65, 575, 56, rng.uniform(70, 190), 0.85)
    ground = 985.0
    road = [
        (vanish[0] - 12, vanish[1] + 6),
        (vanish[0] + 12, vanish[1] + 6),
        (1600, 1000),
        (0, 1000),
    ]
    c.fill(box(0, vanish[1] + 4, 1600, 1000), p.tone(0.5))
    c.fill(road, p.lit(mix(rgb("8c8a92"), p.ramp[2], 0.35)))
    c.wash(road, p.haze, (0, vanish[1] + 150), vanish, (0, 0.8), 0.4)
    for side in (-1, 1):
        _facades(c, p, rng, side, vanish, ground)
        edge = 0 if side < 0 else 1600
        kerb = [
            (edge, ground - 8),
            (vanish[0], vanish[1]),
            (vanish[0], vanish[1] + 3),
            (edge - side * 330, 1010),
            (edge, 1010),
        ]
        c.fill(kerb, mix(p.tone(0.55), p.paper, 0.15))
    shift = rng.choice((-1, 1)) * 30
    for dx in (-150, 150):
        c.line(
            [(800 + shift + dx * 1.55, 1000), (vanish[0] + dx * 0.02, vanish[1])],
            6,
            mix(p.sky[2], p.ink, 0.25),
        )
    # the tram
    x, y, w, h = 800 + shift * 0.5, 900.0, 290.0, 430.0
    body = p.lit(rng.choice((p.accent, rgb("d8a531"), rgb("2f6f73"), rgb("b5342f"))))
    cream = p.lit(rgb("f7edd8"))
    c.wash(ellipse(x, y + 12, w * 0.75, 34), p.ink, (x, y), (x, y + 46), (0.75, 0), 0.5)
    c.fill(box(x - w / 2, y - h, x + w / 2, y, 46), body)
    c.fill(box(x - w / 2 + 8, y - h + 66, x + w / 2 - 8, y - 170, 18), cream)
    glass = mix(p.lit(rgb("2d4658")), p.sky[2], 0.15)
    c.fill(box(x - w / 2 + 24, y - h + 92, x + w / 2 - 24, y - 186, 16), glass)
    if p.dark:
        c.fill(
            box(x - w / 2 + 24, y - h + 92, x + w / 2 - 24, y - 186, 16), mix(p.glow, body, 0.25)
        )
    driver = silhouette(p.ink, rng)
    with c.inside(box(x - w / 2 + 24, y - h + 92, x + w / 2 - 24, y - 186, 16)):
        person(c, x - 30, y + 78, 330, driver, "stand", 1)
        for i in range(3):
            person(
                c,
                x + 30 + i * 34,
                y + 60 - i * 8,
                290 - 8 * i,
                silhouette(mix(p.ink, glass, 0.35), rng),
                "stand",
                -1,
            )
        c.fill(
            path(around(x, y), "-96,-186 10,-340 44,-340 -58,-186"),
            p.paper,
            0.16,
        )
    c.line([(x, y - h + 92), (x, y - 186)], 5, cream)
    c.fill(box(x - 78, y - h + 22, x + 78, y - h + 58, 12), p.ink)
    for i in range(4):
        c.fill(box(x - 62 + 32 * i, y - h + 32, x - 42 + 32 * i + 6, y - h + 48, 4), p.glow)
    c.box(x - w / 2, y - 96, x + w / 2, y - 84, cream)
    for dx in (-94, 94):
        c.disc(x + dx, y - 56, 19, cream)
        c.disc(x + dx, y - 56, 13, mix(p.glow, p.paper, 0.4))
        if p.dark:
            c.glow(x + dx, y - 56, 170, p.glow, 0.75)
    c.fill(box(x - w / 2 + 12, y - 26, x + w / 2 - 12, y + 6, 8), p.ink)
    c.wash(
        box(x - w / 2, y - h, x + w / 2, y, 46), p.ink, (x, 0), (x + w / 2 + 20, 0), (0, 0.42), 0.6
    )
    c.line([(x - 30, y - h - 50), (x + 30, y - h - 50)], 5, p.ink)
    c.line([(x, y - h), (x - 34, y - h - 26), (x, y - h - 50)], 4, p.ink)
    c.line([(x, y - h - 50), vanish], 2, p.ink, 0.6)
    c.line([(x, y - h - 50), (x + shift, -10)], 2.5, p.ink, 0.8)
    for dx, pose in ((-420, "walk"), (420, "walk"), (-540, "stand"), (600, "hold")):
        wear = look(rng, p)
        facing = rng.choice((-1, 1))
        px, py = 800 + dx + rng.uniform(-40, 40), 955 + rng.uniform(-25, 35)
        c.oval(px + 16, py + 2, 62, 9, p.ink, 0.4)
        fig = person(c, px, py, 260, wear, "carry" if p.mood == "storm" else pose, facing)
        if p.mood == "storm":
            umbrella(c, fig.near_hand, 100, p.lit(rng.choice((p.accent, p.accent2, p.ink))), p.ink)
    weather(c, p, rng)


def cafe_row(c: Canvas, p: Palette, rng: Random) -> None:
    """A row of shops seen from across the street; a cyclist passes the café tables."""
    ground = 800.0
    sky(c, p, 700)
    sun(c, p, rng.uniform(250, 1350), rng.uniform(60, 150), rng.uniform(50, 80))
    clouds(c, p, rng, 260, 4)
    x = -rng.uniform(20, 150)
    lit = p.dark
    while x < 1600:
        w = rng.uniform(250, 350)
        h = rng.uniform(470, 690)
        colour = p.lit(rng.choice(FRONTS))
        top = ground - h
        c.box(x, top, x + w, ground, colour)
        kind = rng.choice(("gable", "flat", "mansard", "flat"))
        roof = p.lit(rng.choice((rgb("6d3b34"), rgb("47566b"), rgb("59483f"))))
        if kind == "gable":
            c.fill([(x, top), (x + w / 2, top - w * 0.36), (x + w, top)], colour)
            c.line([(x - 8, top + 4), (x + w / 2, top - w * 0.37), (x + w + 8, top + 4)], 13, roof)
            c.disc(x + w / 2, top - w * 0.1, 22, p.glow if lit else p.lit(rgb("33495c")))
        elif kind == "mansard":
            c.fill([(x, top), (x + 24, top - 84), (x + w - 24, top - 84), (x + w, top)], roof)
            for k in range(3):
                wx = x + w * (k + 0.5) / 3
                c.fill(box(wx - 20, top - 66, wx + 20, top - 8, 20), mix(roof, p.paper, 0.5))
                c.fill(
                    box(wx - 14, top - 58, wx + 14, top - 8, 14),
                    p.glow if lit and rng.random() < 0.6 else p.lit(rgb("33495c")),
                )
        else:
            c.box(x - 5, top - 16, x + w + 5, top + 6, mix(colour, p.ink, 0.3))
        if rng.random() < 0.7:
            cx = x + w * rng.choice((0.18, 0.8))
            c.box(
                cx - 17,
                top - 120,
                cx + 17,
                top - 20 if kind == "flat" else top - 40,
                mix(roof, p.ink, 0.15),
            )
        rows = int((h - 190) // 130)
        for row in range(rows):
            for k in range(3):
                wx, wy = x + w * (k + 0.5) / 3, top + 34 + row * ((h - 200) / rows)
                c.fill(box(wx - 31, wy - 6, wx + 31, wy + 88), mix(colour, p.paper, 0.55))
                pane = p.glow if lit and rng.random() < 0.5 else p.lit(rgb("3a5468"))
                c.fill(box(wx - 24, wy, wx + 24, wy + 84), pane)
                c.line([(wx, wy), (wx, wy + 84)], 4, mix(colour, p.paper, 0.55))
                c.line([(wx - 24, wy + 32), (wx + 24, wy + 32)], 4, mix(colour, p.paper, 0.55))
                if rng.random() < 0.35:
                    shutter = p.lit(rgb("3f6f64"))
                    c.box(wx - 52, wy - 2, wx - 32, wy + 86, shutter)
                    c.box(wx + 32, wy - 2, wx + 52, wy + 86, shutter)
                if rng.random() < 0.3:
                    for _ in range(9):
                        c.disc(
                            wx + rng.uniform(-32, 32),
                            wy + 88 - rng.uniform(0, 16),
                            rng.uniform(6, 11),
                            p.lit(rng.choice((rgb("5c8a4e"), p.accent, rgb("4a7350")))),
                        )
        trim = p.lit(rng.choice((rgb("2d4a4f"), rgb("5a2c33"), rgb("2f3f5c"), rgb("6b5a3c"))))
        c.box(x + 12, ground - 162, x + w - 12, ground, trim)
        shop = mix(p.glow, p.paper, 0.15) if lit else p.lit(rgb("557284"))
        c.box(x + 30, ground - 128, x + w - 96, ground - 26, shop)
        c.box(x + w - 80, ground - 128, x + w - 32, ground, shop if lit else p.lit(rgb("40586a")))
        if not lit:
            c.fill(
                path(around(x, ground), "30,-26 90,-128 124,-128 64,-26"),
                p.paper,
                0.2,
            )
        for k in range(4):
            c.fill(
                box(
                    x + 44 + k * (w - 150) / 4, ground - 60, x + 66 + k * (w - 150) / 4, ground - 26
                ),
                mix(trim, shop, 0.4),
            )
        awning = p.lit(rng.choice((*AWNINGS, p.accent)))
        n = 9
        for k in range(n):
            a, b = x + 10 + (w - 20) * k / n, x + 10 + (w - 20) * (k + 1) / n
            colour2 = awning if k % 2 else mix(awning, p.paper, 0.8)
            c.fill(
                [
                    (a + (x + w / 2 - a) * 0.05, ground - 186),
                    (b + (x + w / 2 - b) * 0.05, ground - 186),
                    (b, ground - 134),
                    (a, ground - 134),
                ],
                colour2,
            )
            c.fill(
                [*arc((a + b) / 2, ground - 134, (b - a) / 2, 13, 0, 180)],
                mix(colour2, p.ink, 0.12),
            )
        c.wash(box(x, top, x + w, ground), p.ink, (0, top), (0, ground), (0, 0.22), 0.6)
        x += w
    c.box(0, ground, 1600, ground + 58, p.lit(mix(rgb("c9c0b4"), p.ramp[1], 0.3)))
    c.box(0, ground + 52, 1600, ground + 64, p.tone(0.3))
    c.box(0, ground + 64, 1600, 1000, p.lit(mix(rgb("6f7078"), p.ramp[2], 0.45)))
    c.wash(box(0, ground, 1600, 1000), p.ink, (0, ground), (0, 1010), (0, 0.45), 0.5)
    for i in range(9):
        c.fill(
            [(i * 200 + 20, 962), (i * 200 + 120, 962), (i * 200 + 112, 972), (i * 200 + 12, 972)],
            mix(p.paper, p.ink, 0.3),
        )
    if lit:
        for gx in (300, 800, 1300):
            c.glow(gx, ground + 40, 330, p.glow, 0.35, 110)
    side = rng.choice((-1, 1))
    for k in range(3):
        tx = 800 - side * (150 + k * 170)
        c.line([(tx, ground + 56), (tx, ground - 8)], 5, p.ink)
        c.oval(tx, ground - 10, 46, 8, p.paper if not lit else mix(p.paper, p.glow, 0.3))
        c.oval(tx, ground + 58, 24, 5, p.ink)
        for s in (-1, 1):
            if rng.random() < 0.8:
                sx = tx + s * 62
                c.box(sx - 20, ground + 4, sx + 20, ground + 10, p.ink)
                for leg in (-16, 16):
                    c.line([(sx + leg, ground + 6), (sx + leg, ground + 56)], 4, p.ink)
                c.line([(sx + s * 20, ground + 8), (sx + s * 22, ground - 44)], 4, p.ink)
                person(c, sx, ground + 56, 186, look(rng, p), "sit", -s)
        c.fill(box(tx - 8, ground - 26, tx + 2, ground - 12, 2), p.accent)
    street_lamp(c, p, 800 + side * 480, ground + 50, 330, -side)
    cyclist(c, p, rng, 800 + side * 190, 962, 330, side)
    if p.mood == "storm":
        fig = person(c, 800 + side * 620, ground + 96, 240, look(rng, p), "carry", -side)
        umbrella(c, fig.near_hand, 96, p.accent, p.ink)
    weather(c, p, rng)


def cyclist(c: Canvas, p: Palette, rng: Random, x: float, y: float, h: float, facing: int) -> None:
    """Draw a cyclist ``h`` high, the wheels standing at (x, y)."""
    r = h * 0.2
    frame = p.lit(p.accent)
    c.oval(x, y + 2, h * 0.55, 9, p.ink, 0.4)

    def spot(u: float, v: float) -> Point:
        return (x + facing * u * h, y - v * h)

    for u in (-0.28, 0.3):
        hub = spot(u, 0.2)
        ring = ellipse(*hub, r, steps=48)
        c.line([*ring, ring[0]], h * 0.02, p.ink)
        for k in range(8):
            c.line([hub, ring[k * 6]], 1.6, p.ink, 0.6)
    crank, saddle, head = spot(-0.02, 0.19), spot(-0.11, 0.45), spot(0.22, 0.47)
    for a, b in (
        (spot(-0.28, 0.2), crank),
        (crank, saddle),
        (saddle, head),
        (crank, head),
        (spot(-0.28, 0.2), saddle),
    ):
        c.line([a, b], h * 0.022, frame)
    c.line([spot(0.3, 0.2), head, spot(0.2, 0.55)], h * 0.02, frame)
    c.line([spot(0.18, 0.56), spot(0.27, 0.57)], h * 0.022, p.ink)
    c.fill(
        box(saddle[0] - h * 0.06, saddle[1] - h * 0.03, saddle[0] + h * 0.05, saddle[1], 5), p.ink
    )
    basket = spot(0.3, 0.5)
    c.fill(
        box(
            basket[0] - h * 0.06,
            basket[1] - h * 0.05,
            basket[0] + h * 0.06,
            basket[1] + h * 0.05,
            3,
        ),
        p.lit(rgb("b98a55")),
    )
    c.disc(basket[0], basket[1] - h * 0.06, h * 0.035, p.lit(rgb("5c8a4e")))
    c.disc(basket[0] + h * 0.03, basket[1] - h * 0.07, h * 0.03, p.accent2)
    person(c, *spot(-0.05, 0.07), h * 0.85, look(rng, p), "ride", facing)


def night_corner(c: Canvas, p: Palette, rng: Random) -> None:
    """Figures cross a wet crossing between lit windows, long reflections at their feet."""
    ground = 640.0
    sky(c, p, 560)
    sun(c, p, 800 + rng.uniform(-200, 200), rng.uniform(90, 190), rng.uniform(50, 90))
    clouds(c, p, rng, 300, 4)
    towers(c, p, rng, ground, 0.74, 360, 86, 0.5)
    for side in (-1, 1):
        edge = 0 if side < 0 else 1600
        inner = 800 + side * rng.uniform(300, 370)
        colour = p.lit(rng.choice(FRONTS), 0, 0.25)
        wall = [(edge, 30), (inner, 190), (inner, ground), (edge, ground + 130)]
        c.fill(wall, colour)
        c.wash(wall, p.ink, (edge, 0), (inner, 0), (0.42, 0.05), 0.5)
        for row in range(4):
            for k in range(4):
                t0, t1 = (k + 0.2) / 4, (k + 0.76) / 4
                quad = []
                for t, v in ((t0, 0.16), (t1, 0.16), (t1, 0.84), (t0, 0.84)):
                    x = edge + (inner - edge) * t
                    top, low = 30 + 160 * t, ground + 130 * (1 - t)
                    height = (low - top) * 0.78
                    quad.append((x, top + 26 + height * (row + v) / 4))
                on = rng.random() < {"day": 0.0, "dawn": 0.2}.get(p.mood, 0.55)
                c.fill(quad, p.glow if on else p.lit(rgb("2e4356")))
        for t0, t1 in ((0.05, 0.46), (0.54, 0.95)):
            quad = []
            for t, v in ((t0, 0.81), (t1, 0.81), (t1, 0.985), (t0, 0.985)):
                x = edge + (inner - edge) * t
                top, low = 30 + 160 * t, ground + 130 * (1 - t)
                quad.append((x, top + (low - top) * v))
            c.fill(quad, mix(p.glow, p.paper, 0.25) if p.mood != "day" else p.lit(rgb("7c97a6")))
            c.line([quad[0], quad[1]], 16, p.lit(rng.choice((*AWNINGS, p.accent))))
        c.box(inner - 6, 186, inner + 6, ground, mix(colour, p.paper, 0.3))
    tx = 800 + rng.choice((-1, 1)) * 240
    c.line([(tx, ground + 20), (tx, 330)], 10, p.ink)
    c.fill(box(tx - 26, 300, tx + 26, 420, 12), p.ink)
    for k, colour in enumerate((rgb("d9483b"), rgb("e6b13c"), rgb("4fa878"))):
        c.disc(tx, 324 + 36 * k, 13, colour if k == 2 else mix(colour, p.ink, 0.65))
    c.glow(tx, 396, 90, rgb("4fa878"), 0.5)
    road = p.lit(mix(rgb("7a7a86"), p.ramp[2], 0.5))
    c.mirror(ground + 20, 1000, road, 0.5 if p.mood in ("night", "storm", "dusk") else 0.82, 5, 1.0)
    c.wash(box(0, ground + 20, 1600, 1000), p.ink, (0, ground), (0, 1020), (0.05, 0.62), 0.4)
    for i in range(7):
        t0, t1 = (i + 0.15) / 7, (i + 0.62) / 7
        stripe = [
            (180 + 1240 * t0, 735),
            (180 + 1240 * t1, 735),
            (-200 + 2000 * t1, 940),
            (-200 + 2000 * t0, 940),
        ]
        c.fill(stripe, mix(p.paper, road, 0.25), 0.6)
    for dx, y, h in ((-430, 800, 250), (430, 790, 240), (-170, 860, 330), (130, 880, 350)):
        wear = look(rng, p, 0, 0.05)
        facing = rng.choice((-1, 1))
        px = 800 + dx + rng.uniform(-40, 40)
        c.wash(
            [(px - 40, y), (px + 40, y), (px + 26, y + h * 0.55), (px - 26, y + h * 0.55)],
            p.ink,
            (px, y),
            (px, y + h * 0.55),
            (0.75, 0),
            0.5,
        )
        wet = p.mood == "storm" or (p.mood == "night" and rng.random() < 0.5)
        fig = person(c, px, y, h, wear, "carry" if wet else "walk", facing)
        if wet:
            umbrella(
                c,
                fig.near_hand,
                h * 0.38,
                p.lit(rng.choice((p.accent, p.accent2, rgb("2c3550")))),
                p.ink,
            )
    weather(c, p, rng)


STREET = (
    (tram_street, (0.5, 0.65), "A tram comes down a street of tall houses and shops"),
    (cafe_row, (0.5, 0.7), "A cyclist passes a row of shops and café tables"),
    (night_corner, (0.5, 0.65), "People walk over a crossing between tall houses"),
)
