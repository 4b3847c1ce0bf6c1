"""The composition ``forest``."""

from random import Random

from newsportal.demo.pictures.canvas import Canvas, Colour
from newsportal.demo.pictures.geometry import (
    Outline,
    Point,
    around,
    at,
    box,
    curve,
    down_to,
    ellipse,
    mirrored,
    path,
    roll,
)
from newsportal.demo.pictures.palettes import Palette, mix, rgb
from newsportal.demo.pictures.people import look, person
from newsportal.demo.pictures.scenery import clouds, conifer, grass, pines_on, sky, sun, weather


def _trunks(
    c: Canvas,
    p: Palette,
    rng: Random,
    count: int,
    depth: float,
    width: float,
    base: float,
    gap: float,
) -> None:
    """Draw tall trunks standing on about ``base``, leaving the middle open by ``gap`` units."""
    colour = p.lit(mix(p.tone(depth), rgb("3f5a44"), 0.3 * (1 - depth)), depth * 0.3)
    for i in range(count):
        x = (i + rng.uniform(0.1, 0.9)) * 1700 / count - 50
        if abs(x - 800) < gap:
            continue
        w = width * rng.uniform(0.6, 1.3)
        lean = rng.uniform(-26, 26)
        foot = base + rng.uniform(-18, 24)
        trunk = [
            (x - w * 0.85, foot),
            (x - w * 0.5, foot - 50),
            (x - w * 0.42 + lean, -20),
            (x + w * 0.42 + lean, -20),
            (x + w * 0.5, foot - 50),
            (x + w * 0.95, foot),
        ]
        c.fill(trunk, colour)
        c.wash(trunk, p.ink, (x - w * 0.1, 0), (x + w * 0.6, 0), (0, 0.4 * (1 - depth)), 0.7)
        for _ in range(rng.randint(1, 3)):
            y = rng.uniform(60, foot - 260)
            way = rng.choice((-1, 1))
            reach = rng.uniform(50, 150) * (0.6 + (1 - depth))
            c.line(
                curve(
                    [(x, y), (x + way * reach * 0.5, y - 26), (x + way * reach, y - 70)], False, 6
                ),
                max(2.0, w * 0.17),
                colour,
            )


def _canopy(c: Canvas, rng: Random, y: float, size: float, colour: Colour, shade: Colour) -> None:
    parts: list[Outline] = []
    x = -40.0
    while x < 1640:
        r = size * rng.uniform(0.6, 1.2)
        parts.append(ellipse(x, y + rng.uniform(-0.5, 0.35) * size, r, r * 0.8, steps=26))
        x += r * rng.uniform(0.55, 0.95)
    parts.append(box(-10, -20, 1610, y))
    c.fills(parts, colour)
    c.wash(parts, shade, (0, y + size), (0, y - size * 1.3), (0.0, 0.8), 0.65)


def light_shafts(c: Canvas, p: Palette, rng: Random) -> None:
    """Light falls in shafts through tall trees on somebody walking a dog."""
    side = rng.choice((-1, 1))
    sky(c, p, 700)
    c.wash(None, p.haze, (0, 0), (0, 800), (0.5, 0.75), 0.3)
    c.glow(
        800 + side * 80,
        420,
        620,
        p.sun if p.mood != "night" else mix(p.sun, p.sky[2], 0.5),
        0.7,
    )
    _trunks(c, p, rng, 30, 0.82, 14, 610, 0)
    line = roll(rng, 620, 16, 700)
    c.fill(down_to(line, 1010), p.tone(0.72))
    c.wash(down_to(line, 1010), p.haze, (0, 700), (0, 600), (0, 0.7), 0.5)
    _trunks(c, p, rng, 20, 0.6, 24, 680, 90)
    _canopy(c, rng, 40, 90, p.tone(0.62), p.tone(0.45))
    for i in range(5):
        x = 800 + side * (-260 + 150 * i) + rng.uniform(-30, 30)
        w = rng.uniform(40, 90)
        far = x - side * rng.uniform(260, 330)
        colour = p.sun if p.mood != "night" else mix(p.sun, p.sky[2], 0.45)
        c.beam(
            [(x, -10), (x + w, -10), (far + w * 2.4, 860), (far - w * 0.6, 860)],
            colour,
            (x, -20),
            (far, 860),
            0.42,
        )
    floor = roll(rng, 740, 22, 900)
    c.fill(down_to(floor, 1010), p.tone(0.42))
    trail = curve(
        [(800 - 30, 700), (800 + side * 40, 760), (800 - side * 60, 860), (800 - side * 10, 1020)],
        False,
        12,
    )
    right = [(x + 40 + max(0, y - 700) * 0.75, y) for x, y in trail]
    left = [(x - 20 - max(0, y - 700) * 0.62, y) for x, y in trail]
    c.fill([*left, *reversed(right)], mix(p.tone(0.55), p.paper, 0.3))
    c.wash([*left, *reversed(right)], p.ink, (0, 780), (0, 1000), (0, 0.4), 0.6)
    _trunks(c, p, rng, 13, 0.34, 42, 800, 240)
    x, y = 800 - side * 10, 872
    c.wash(
        ellipse(x - side * 120, y + 6, 150, 10), p.ink, (x, y), (x - side * 260, y), (0.6, 0), 0.4
    )
    fig = person(c, x, y, 250, look(rng, p), "walk", rng.choice((-1, 1)))
    dx = fig.near_hand[0] + side * 130
    c.line([fig.near_hand, (dx, y - 46)], 2, p.ink)
    c.fill(
        curve(path(around(dx, y, 1, side), "-12,-52 58,-54 66,-30 0,-28")),
        p.lit(rgb("b07a45")),
    )
    c.fill(
        curve(path(around(dx, y, 1, side), "-34,-66 -4,-74 8,-48 -10,-46")),
        p.lit(rgb("b07a45")),
    )
    for off in (4, 14, 46, 58):
        c.line([(dx + side * off, y - 36), (dx + side * off, y)], 7, p.lit(rgb("8a5a34")))
    c.line([(dx + side * 62, y - 48), (dx + side * 84, y - 72)], 6, p.lit(rgb("b07a45")))
    _trunks(c, p, rng, 7, 0.08, 84, 980, 440)
    _canopy(c, rng, 0, 96, p.tone(0.24), p.ink)
    ferns(c, p, rng, 985, 120, 330)
    weather(c, p, rng)


def ferns(c: Canvas, p: Palette, rng: Random, y: float, size: float, gap: float) -> None:
    """Plant ferns along ``y`` left and right of an opening ``gap`` units wide on each side."""
    leaf = p.lit(mix(rgb("3f6b46"), p.ink, 0.35))
    for _ in range(26):
        x = rng.uniform(-20, 1620)
        if abs(x - 800) < gap:
            continue
        base = y + rng.uniform(-10, 30)
        for k in range(6):
            bend = (k - 2.5) * 0.36 + rng.uniform(-0.1, 0.1)
            tall = size * rng.uniform(0.6, 1.05)
            frond = curve(
                [
                    (x, base),
                    (x + bend * tall * 0.4, base - tall * 0.7),
                    (x + bend * tall, base - tall * 0.82),
                ],
                False,
                5,
            )
            tone = mix(leaf, p.paper, rng.choice((0.0, 0.08, 0.16)))
            c.line(frond, 3, tone)
            for i, (fx, fy) in enumerate(frond[1:-1]):
                reach = tall * 0.15 * (1 - i / len(frond))
                c.line(
                    [(fx - reach, fy - reach * 0.7), (fx, fy), (fx + reach, fy - reach * 0.7)],
                    3,
                    tone,
                )


def birches(c: Canvas, p: Palette, rng: Random) -> None:
    """A deer stands among birches in coloured leaf."""
    side = rng.choice((-1, 1))
    sky(c, p, 640)
    sun(c, p, 800 + side * rng.uniform(60, 260), rng.uniform(300, 420), rng.uniform(110, 160))
    c.wash(None, p.haze, (0, 150), (0, 660), (0.0, 0.7), 0.3)
    leaf = p.lit(rng.choice((rgb("e0912f"), rgb("d9b13f"), rgb("c9583a"), p.accent)))
    for depth, y in ((0.8, 590), (0.66, 650)):
        parts = [
            ellipse(rng.uniform(-40, 1640), y - rng.uniform(40, 330), rng.uniform(40, 90), steps=20)
            for _ in range(44)
        ]
        c.fills(parts, mix(mix(p.tone(depth), leaf, 0.35), p.haze, 0.25))
        c.fill(down_to(roll(rng, y, 16, 600), 1010), mix(p.tone(depth), leaf, 0.25))
    floor = roll(rng, 730, 18, 1000)
    ground = mix(p.tone(0.45), leaf, 0.32)
    c.fill(down_to(floor, 1010), ground)
    c.wash(down_to(floor, 1010), p.ink, (0, 730), (0, 1010), (0, 0.6), 0.6)
    for tier, (count, w, base) in enumerate(((15, 22, 735), (9, 40, 800))):
        for i in range(count):
            x = (i + rng.uniform(0.15, 0.85)) * 1600 / count
            if tier and abs(x - 800) < 210:
                continue
            birch(
                c,
                p,
                rng,
                x,
                base + rng.uniform(-10, 20),
                w * rng.uniform(0.75, 1.2),
                0.4 - 0.3 * tier,
            )
    deer(c, p, rng, 800 + side * 20, 842, 330, side)
    for i in (0.06, 0.22, 0.83, 0.95):
        birch(c, p, rng, 1600 * i + rng.uniform(-30, 30), 1000, rng.uniform(64, 88), 0.0)
    for _ in range(120):
        x, y = rng.uniform(0, 1600), rng.uniform(0, 1) ** 2 * 380
        r = rng.uniform(10, 34)
        c.oval(
            x,
            y,
            r,
            r * 0.6,
            mix(leaf, rng.choice((p.paper, p.ink, p.accent)), rng.uniform(0, 0.3)),
            0.92,
        )
    for _ in range(70):
        x, y = rng.uniform(0, 1600), rng.uniform(420, 990)
        c.oval(
            x,
            y,
            rng.uniform(5, 11),
            rng.uniform(3, 6),
            mix(leaf, rng.choice((p.paper, p.ink)), 0.2),
        )
    grass(c, rng, 1000, [p.ink, mix(ground, p.ink, 0.6)], 60, 12)
    weather(c, p, rng)


def birch(c: Canvas, p: Palette, rng: Random, x: float, y: float, w: float, depth: float) -> None:
    """Draw a birch trunk from the ground at (x, y) out of the top of the sheet."""
    bark = p.lit(rgb("f6efe1"), depth)
    lean = rng.uniform(-40, 40)
    trunk = [
        (x - w * 0.6, y),
        (x - w * 0.42, y - 80),
        (x - w * 0.32 + lean, -20),
        (x + w * 0.32 + lean, -20),
        (x + w * 0.42, y - 80),
        (x + w * 0.6, y),
    ]
    c.fill(trunk, bark)
    c.wash(trunk, p.tone(0.3), (x - w * 0.1, 0), (x + w * 0.55, 0), (0, 0.75), 0.6)
    for _ in range(int(9 + w * 0.2)):
        ty = rng.uniform(0, y - 20)
        cx = x + lean * (1 - ty / y)
        way = rng.choice((-1, 1))
        length = rng.uniform(0.2, 0.6) * w
        edge = cx + way * w * 0.4
        c.fill(
            [(edge, ty - w * 0.05), (edge - way * length, ty), (edge, ty + w * 0.08)],
            p.lit(p.ink, depth),
        )
    for _ in range(2):
        ty = rng.uniform(60, y * 0.6)
        way = rng.choice((-1, 1))
        cx = x + lean * (1 - ty / y)
        c.line(
            curve(
                [(cx, ty), (cx + way * w * 1.4, ty - w), (cx + way * w * 2.4, ty - w * 2.6)],
                False,
                6,
            ),
            w * 0.13,
            mix(bark, p.ink, 0.3),
        )


def deer(c: Canvas, p: Palette, rng: Random, x: float, y: float, h: float, facing: int) -> None:
    """Draw a stag ``h`` high to its antlers, standing on (x, y)."""

    def spot(u: float, v: float) -> Point:
        return (x + facing * u * h, y - v * h)

    coat = p.lit(rgb("a8683c"), 0, 0.05)
    dark = mix(coat, p.ink, 0.45)
    for u0, u1, u2, tone in (
        (-0.2, -0.25, -0.22, dark),
        (0.16, 0.17, 0.15, dark),
        (-0.26, -0.32, -0.29, coat),
        (0.22, 0.25, 0.24, coat),
    ):
        c.line([spot(u0, 0.36), spot(u1, 0.18), spot(u2, 0.0)], h * 0.032, tone)
    body = curve(
        path(spot, "-0.33,0.42 -0.28,0.52 0,0.5 0.2,0.54 0.28,0.46 0.22,0.33 0,0.32 -0.24,0.31")
    )
    c.fill(body, coat)
    c.wash(body, p.ink, spot(0, 0.46), spot(0, 0.3), (0, 0.5), 0.6)
    c.fill(
        curve(path(spot, "0.16,0.5 0.26,0.66 0.3,0.72 0.38,0.7 0.34,0.58 0.28,0.4")),
        coat,
    )
    c.fill(
        curve(path(spot, "0.28,0.75 0.36,0.76 0.48,0.68 0.46,0.65 0.34,0.66")),
        coat,
    )
    c.fill(path(spot, "0.28,0.73 0.2,0.77 0.27,0.77 0.33,0.75"), coat)
    c.disc(*spot(0.47, 0.667), h * 0.014, p.ink)
    c.disc(*spot(0.365, 0.722), h * 0.009, p.ink)
    horn = p.lit(rgb("e3cda6"))
    for dx in (0.0, 0.05):
        c.line(
            curve([spot(0.31 + dx, 0.75), spot(0.24 + dx, 0.86), spot(0.3 + dx, 1.0)], False),
            h * 0.018,
            horn,
        )
        c.line([spot(0.255 + dx, 0.84), spot(0.34 + dx, 0.88)], h * 0.014, horn)
        c.line([spot(0.25 + dx, 0.9), spot(0.18 + dx, 0.97)], h * 0.014, horn)
    c.fill(curve(path(spot, "-0.33,0.46 -0.38,0.4 -0.33,0.38")), p.lit(p.paper))


def misty_slope(c: Canvas, p: Palette, rng: Random) -> None:
    """A stream falls through fir woods that rise into the mist; two people take samples."""
    side = rng.choice((-1, 1))
    sky(c, p, 500)
    sun(c, p, 800 + side * rng.uniform(250, 430), rng.uniform(120, 220), rng.uniform(60, 100))
    clouds(c, p, rng, 260, 4)
    for depth, y, h, count in ((0.86, 300, 90, 70), (0.72, 400, 130, 56), (0.56, 520, 180, 42)):
        line = [(x, yy + (abs(x - 800) * -0.16)) for x, yy in roll(rng, y + 60, 36, 900)]
        area = down_to(line, 1010)
        c.fill(area, p.tone(depth))
        pines_on(c, p, rng, line, depth, h, count)
        c.wash(area, mix(p.haze, p.paper, 0.25), (0, y), (0, y + 230), (0.0, 0.85), 0.45)
    green = p.lit(mix(rgb("4c7150"), p.tone(0.4), 0.4))
    line = [(x, yy - abs(x - 800) * 0.2) for x, yy in roll(rng, 760, 16, 800)]
    c.fill(down_to(line, 1010), green)
    c.wash(down_to(line, 1010), p.ink, (0, 700), (0, 1010), (0.05, 0.6), 0.6)
    course = curve(
        path(mirrored(side), "820,560 760,650 850,740 770,840 600,1020"),
        False,
        14,
    )
    widths = [10 + 170 * (i / len(course)) ** 2 for i in range(len(course))]
    stream = [(x - w / 2, y) for (x, y), w in zip(course, widths, strict=True)]
    stream += [(x + w / 2, y) for (x, y), w in zip(reversed(course), reversed(widths), strict=True)]
    c.fill(stream, mix(p.sky[2], p.ramp[0], 0.3))
    for _ in range(60):
        i = rng.randrange(6, len(course))
        x, y = course[i]
        w = widths[i]
        off = rng.uniform(-0.42, 0.42) * w
        c.line(
            [(x + off, y - 8 - w * 0.05), (x + off + rng.uniform(-6, 6), y + 6 + w * 0.08)],
            1.5 + w * 0.02,
            p.paper,
            0.7,
        )
    for _ in range(26):
        i = rng.randrange(10, len(course))
        x, y = course[i]
        way = rng.choice((-1, 1))
        size = 6 + widths[i] * 0.2 * rng.uniform(0.6, 1.3)
        c.oval(x + way * (widths[i] / 2 + size * 0.3), y + 6, size, size * 0.66, p.tone(0.3))
        c.oval(
            x + way * (widths[i] / 2 + size * 0.3) - size * 0.2,
            y + 2,
            size * 0.6,
            size * 0.34,
            p.tone(0.52),
        )
    for _ in range(16):
        x = rng.uniform(-20, 1620)
        if abs(x - 800) < 330:
            continue
        size = rng.uniform(240, 400)
        tree = p.lit(mix(rgb("2c5846"), p.tone(0.3), 0.35))
        conifer(c, rng, x, at(line, x) + rng.uniform(40, 110), size, tree, mix(tree, p.ink, 0.4))
    fig = person(c, 800 + side * 170, 880, 290, look(rng, p), "bend", -side)
    hx, hy = fig.near_hand
    c.fill(box(hx - 9, hy - 4, hx + 9, hy + 34, 5), mix(p.accent2, p.paper, 0.45))
    person(c, 800 + side * 320, 900, 300, look(rng, p), "hold", -side)
    for x in (40, 190, 1420, 1570):
        tree = p.lit(mix(rgb("24483b"), p.ink, 0.4))
        conifer(c, rng, x, 1040, rng.uniform(560, 700), tree, mix(tree, p.ink, 0.5))
    weather(c, p, rng)


FOREST = (
    (light_shafts, (0.5, 0.62), "Somebody walks a dog on a path through tall trees"),
    (birches, (0.5, 0.62), "A stag stands among birches in coloured leaf"),
    (misty_slope, (0.54, 0.66), "Two people take samples from a stream below misty fir woods"),
)
