"""The composition ``mountains``."""

from random import Random

from newsportal.demo.pictures.buildings import church, house
from newsportal.demo.pictures.canvas import Canvas
from newsportal.demo.pictures.geometry import (
    Outline,
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
)
from newsportal.demo.pictures.palettes import Palette, mix, rgb
from newsportal.demo.pictures.people import look, person
from newsportal.demo.pictures.scenery import (
    birds,
    clouds,
    conifer,
    glints,
    grass,
    hills,
    pines_on,
    ridge,
    sky,
    smoke,
    sun,
    water,
    weather,
)


def great_peak(
    c: Canvas,
    p: Palette,
    rng: Random,
    x: float,
    foot: float,
    width: float,
    height: float,
    depth: float,
    lit_side: int,
) -> None:
    """Draw one snow-capped mountain with its top ``height`` above ``foot``."""
    top = (x, foot - height)
    left = crag(rng, x - width / 2, foot, *top, rough=height * 0.09)
    right = crag(rng, *top, x + width / 2, foot, rough=height * 0.09)
    body = [*left, *right]
    rock = p.tone(depth)
    c.fill(body, rock)
    shaded = right if lit_side < 0 else left
    spine: Outline = [top]
    px, py, swing = x, top[1], lit_side
    while py < foot:
        step = height * rng.uniform(0.07, 0.15)
        py = min(foot, py + step)
        px += swing * step * rng.uniform(0.3, 0.75)
        swing = -swing
        spine.append((px, py))
    half = [*spine, *(reversed(shaded) if lit_side < 0 else shaded)]
    if lit_side > 0:
        half = [*reversed(spine), *reversed(shaded)]
    c.fill(half, mix(rock, p.ink, 0.3))
    # snow: the top of the mountain down to a broken line
    level = foot - height * rng.uniform(0.5, 0.6)
    edge: Outline = []
    n = 18
    x0, x1 = x - width * 0.33, x + width * 0.33
    for i in range(n + 1):
        t = i / n
        drop = height * (0.16 if i % 2 else -0.06) * rng.uniform(0.4, 1.2)
        edge.append((x0 + (x1 - x0) * t, level + drop))
    cap = [(x0, -50), *edge, (x1, -50)]
    cold = mix(p.lit(p.paper), p.sky[1], 0.1)
    with c.inside(body):
        c.fill(cap, mix(cold, p.sun, 0.25))
        shadow = mix(mix(cold, p.ramp[1], 0.45), p.ink, 0.08)
        with c.inside(cap):
            c.fill(half, shadow)
        for _ in range(12):
            sx = rng.uniform(x - width * 0.36, x + width * 0.36)
            sy = rng.uniform(level, foot - height * 0.12)
            size = rng.uniform(14, 60)
            side = 1 if sx > x else -1
            c.fill(
                [
                    (sx, sy),
                    (sx + side * size * 0.5, sy + size),
                    (sx + side * size * 0.16, sy + size * 0.7),
                ],
                cold,
                0.75,
            )
        c.wash(body, p.haze, (0, foot - height * 0.45), (0, foot), (0.0, 0.7), 0.45)


def hiker(c: Canvas, p: Palette, rng: Random) -> None:
    """A walker with a pack looks over range after range."""
    side = rng.choice((-1, 1))
    sx = 800 + side * rng.uniform(60, 380)
    sky(c, p, 620)
    sun(c, p, sx, rng.uniform(190, 330), rng.uniform(80, 140))
    clouds(c, p, rng, 330, 6)
    ridge(c, p, rng, 520, 230, 0.86, rng.randint(4, 6))
    ridge(c, p, rng, 600, 230, 0.72, rng.randint(3, 5))
    ridge(c, p, rng, 690, 220, 0.56, rng.randint(3, 4))
    line = hills(c, p, rng, 740, 60, 0.4)
    pines_on(c, p, rng, line, 0.4, 80, 70)
    line = hills(c, p, rng, 830, 46, 0.26, 700)
    pines_on(c, p, rng, line, 0.24, 130, 40)
    rock = (
        crag(rng, -10, 960 if side < 0 else 830, 820, 850, 24)
        + crag(rng, 820, 850, 1610, 960 if side > 0 else 830, 24)[1:]
    )
    area = down_to(rock, 1010)
    c.fill(area, p.tone(0.08))
    c.wash(area, p.tone(0.5), (0, 830), (0, 920), (0.7, 0), 0.7)
    for _ in range(12):
        x = rng.uniform(0, 1600)
        y = at(rock, x)
        size = rng.uniform(16, 50)
        c.fill(
            [
                (x - size, y + 12),
                (x - size * 0.4, y - size * 0.5),
                (x + size * 0.3, y - size * 0.6),
                (x + size, y + 14),
            ],
            p.tone(0.16),
        )
    grass(c, rng, 1000, [p.ink, p.tone(0.12)], 66, 12)
    x = 800 - side * rng.uniform(0, 80)
    y = at(rock, x) + 10
    wear = look(rng, p)
    h = rng.uniform(330, 370)
    pack = p.lit(rng.choice((p.accent, p.accent2, rgb("d9a441"))))
    fig = person(c, x, y, h, wear, rng.choice(("point", "stand")), side)
    back = x - side * h * 0.12
    c.fill(box(back - h * 0.085, y - h * 0.83, back + h * 0.075, y - h * 0.52, h * 0.05), pack)
    c.fill(
        box(back - h * 0.06, y - h * 0.66, back + h * 0.05, y - h * 0.55, h * 0.025),
        mix(pack, p.ink, 0.25),
    )
    c.fill(
        box(back - h * 0.1, y - h * 0.885, back + h * 0.085, y - h * 0.83, h * 0.028),
        mix(pack, p.paper, 0.4),
    )
    c.line([fig.far_hand, (fig.far_hand[0] + side * 26, y + 6)], 5, p.lit(rgb("8a6a4a")))
    birds(c, rng, 800 + side * 330, 420, 7, p.ink, 14)
    weather(c, p, rng)


def alpine_lake(c: Canvas, p: Palette, rng: Random) -> None:
    """A snowy peak stands over its image in a lake; a boat lies off a cabin."""
    horizon = rng.uniform(600, 640)
    side = rng.choice((-1, 1))
    sx = 800 + side * rng.uniform(420, 620)
    sky(c, p, horizon)
    sun(c, p, sx, rng.uniform(140, 280), rng.uniform(50, 90))
    clouds(c, p, rng, 330, 6)
    ridge(c, p, rng, horizon - 60, 220, 0.84, 6)
    great_peak(
        c,
        p,
        rng,
        800 + side * rng.uniform(-90, 60),
        horizon,
        rng.uniform(1060, 1260),
        rng.uniform(470, 530),
        0.5,
        side,
    )
    line = roll(rng, horizon - 24, 20, 700)
    c.fill(down_to(line, horizon + 4), p.tone(0.4))
    pines_on(c, p, rng, line, 0.42, 66, 130)
    line = roll(rng, horizon + 2, 7, 500)
    c.fill(down_to(line, horizon + 8), p.tone(0.28))
    for a, b in ((0, 430), (1170, 1600)):
        pines_on(c, p, rng, line, 0.26, 150, 20, a, b)
    cx = 800 - side * 300
    wall = p.lit(rgb("8a5a3c"))
    c.box(cx - 66, horizon - 62, cx + 66, horizon + 4, wall)
    for i in range(6):
        c.line([(cx - 66, horizon - 56 + i * 11), (cx + 66, horizon - 56 + i * 11)], 2, p.ink, 0.35)
    c.fill(
        path(around(cx, horizon), "-88,-56 0,-126 88,-56"),
        p.lit(rgb("5b3a3a")),
    )
    c.box(cx + 26, horizon - 116, cx + 44, horizon - 80, p.lit(rgb("6b6066")))
    if p.mood != "day":
        smoke(c, rng, cx + 35, horizon - 122, 13, mix(p.haze, p.paper, 0.4), side * 0.35)
    for dx in (-42, 18):
        c.box(
            cx + dx,
            horizon - 44,
            cx + dx + 24,
            horizon - 20,
            p.glow if p.dark or p.mood == "dawn" else p.lit(rgb("2c4254")),
        )
    water(c, p, rng, horizon + 4, sx)
    bx, by = 800 + side * rng.uniform(0, 60), horizon + 190
    c.wash(ellipse(bx, by + 12, 130, 22), p.ink, (bx, by), (bx, by + 32), (0.6, 0), 0.5)
    hull = p.lit(p.accent)
    rower = look(rng, p)
    person(c, bx - 10, by + 24, 178, rower, "sit", side)
    c.fill(
        [
            *curve(path(around(bx, by), "-128,-30 0,-16 128,-32"), False),
            (bx + 86, by + 12),
            (bx - 90, by + 12),
        ],
        hull,
    )
    c.wash(
        path(around(bx, by), "-128,-30 128,-32 86,12 -90,12"),
        p.ink,
        (0, by - 20),
        (0, by + 12),
        (0, 0.55),
        0.6,
    )
    c.line([(bx - 110, by - 60), (bx + 120, by + 16)], 6, p.lit(rgb("c79a66")))
    c.oval(bx + 126, by + 18, 22, 6, p.lit(rgb("c79a66")))
    glints(c, rng, by + 8, p.paper, 16, bx, 0.6, by + 60)
    grass(c, rng, 1000, [p.ink, p.tone(0.14)], 90, 10)
    weather(c, p, rng)


def valley_village(c: Canvas, p: Palette, rng: Random) -> None:
    """A road winds down to a village with a steeple under steep slopes."""
    side = rng.choice((-1, 1))
    sx = 800 + side * rng.uniform(80, 300)
    sky(c, p, 520)
    sun(c, p, sx, rng.uniform(170, 290), rng.uniform(80, 120))
    clouds(c, p, rng, 330, 5)
    great_peak(c, p, rng, 800 - side * 330, 600, 1150, 420, 0.76, side)
    great_peak(c, p, rng, 800 + side * 430, 620, 1100, 350, 0.66, side)
    meadow = p.lit(mix(rgb("7ba05a"), p.ramp[1], 0.35))
    for flank in (-1, 1):
        edge = 0 if flank < 0 else 1600
        slope = crag(rng, edge - flank * -20, 300 + 50 * rng.random(), 800 + flank * 30, 700, 26)
        slope.sort()
        area = down_to(slope, 1000)
        c.fill(area, mix(p.tone(0.5 if flank == side else 0.42), meadow, 0.25))
        c.wash(area, p.haze, (0, 400), (0, 720), (0.0, 0.6), 0.45)
        lo, hi = (0, 560) if flank < 0 else (1040, 1600)
        for _ in range(70):
            x = rng.uniform(lo, hi)
            y = at(slope, x) + rng.uniform(10, 150)
            size = rng.uniform(34, 70)
            tree = p.lit(mix(rgb("2f5d4a"), p.tone(0.4), 0.5), 0.28)
            conifer(c, rng, x, y, size, tree, mix(tree, p.ink, 0.3))
    floor = roll(rng, 700, 14, 900)
    c.fill(down_to(floor, 1010), mix(meadow, p.haze, 0.15))
    for i in range(9):
        y = 712 + i * 30
        x = rng.uniform(-100, 1500)
        w = rng.uniform(260, 520)
        tint = mix(meadow, rng.choice((p.paper, p.ink, rgb("d8b64f"))), rng.uniform(0.1, 0.26))
        c.fill([(x, y), (x + w, y - 10), (x + w * 1.12, y + 26), (x - 30, y + 34)], tint)
    for i in range(11):
        x = 800 + (i - 5) * 62 + rng.uniform(-18, 18)
        y = 742 + rng.uniform(-22, 34)
        house(c, p, rng, x, y, rng.uniform(54, 74))
    church(c, p, 800 + side * 40, 775, 190)
    near = roll(rng, 870, 34, 1200)
    c.fill(down_to(near, 1010), mix(meadow, p.ink, 0.32))
    c.wash(down_to(near, 1010), p.ink, (0, 840), (0, 1010), (0, 0.6), 0.6)
    bends = path(mirrored(side), "540,1010 680,930 970,880 920,838 770,806 820,782")
    widths = [130, 86, 52, 34, 22, 14]
    road = curve(bends, False, 12)
    left: Outline = []
    right: Outline = []
    for i, (x, y) in enumerate(road):
        t = i / (len(road) - 1) * (len(widths) - 1)
        k = min(len(widths) - 2, int(t))
        w = widths[k] + (widths[k + 1] - widths[k]) * (t - k)
        left.append((x - w / 2, y))
        right.append((x + w / 2, y))
    c.fill([*left, *reversed(right)], mix(p.lit(rgb("e4d6bd")), p.haze, 0.1))
    c.wash([*left, *reversed(right)], p.ink, (0, 780), (0, 1000), (0, 0.28), 0.5)
    for x in (90, 230, 1390, 1530):
        size = rng.uniform(240, 330)
        tree = p.lit(mix(rgb("2f5d4a"), p.ink, 0.3))
        conifer(c, rng, x, 1000, size, tree, mix(tree, p.ink, 0.5))
    person(c, 800 - side * 120, 942, 120, look(rng, p), "walk", side)
    weather(c, p, rng)


MOUNTAINS = (
    (hiker, (0.5, 0.6), "A walker with a pack looks over mountain ranges"),
    (alpine_lake, (0.5, 0.55), "A rower crosses a lake below a snowy peak"),
    (valley_village, (0.5, 0.65), "A road winds down to a mountain village with a steeple"),
)
