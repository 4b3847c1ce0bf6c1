"""The composition ``factory``."""

import math
from dataclasses import replace
from random import Random

from newsportal.demo.pictures.buildings import far_row
from newsportal.demo.pictures.canvas import Canvas, Colour, halo
from newsportal.demo.pictures.geometry import Point, around, box, curve, ellipse, limb, path, turned
from newsportal.demo.pictures.palettes import Palette, mix, rgb
from newsportal.demo.pictures.people import look, person, worker
from newsportal.demo.pictures.scenery import clouds, glints, hills, sky, smoke, sun, water, weather
from newsportal.demo.pictures.vessels import gantry


def works(c: Canvas, p: Palette, rng: Random) -> None:
    """Workers leave a mill with saw-tooth roofs and smoking chimneys."""
    side = rng.choice((-1, 1))

    def mx(x: float) -> float:
        return 800 + side * (x - 800)

    sky(c, p, 700)
    sun(c, p, mx(rng.uniform(900, 1240)), rng.uniform(260, 380), rng.uniform(90, 140))
    clouds(c, p, rng, 300, 5)
    hills(c, p, rng, 590, 36, 0.86)
    far_row(c, p, rng, 640, 0.76, 130)
    steam = mix(p.haze, p.paper, 0.35) if not p.dark else mix(p.sky[1], p.haze, 0.6)
    brick = p.lit(mix(rgb("a5583f"), p.ramp[1], 0.18), 0.12)
    # tanks and a pipe bridge far back
    for x, r, h in ((1300, 84, 190), (1480, 96, 150)):
        tank = p.lit(rgb("c9cbc2"), 0.42)
        c.fill(box(mx(x) - r, 700 - h, mx(x) + r, 720), tank)
        c.fill([(px, min(py, 700 - h)) for px, py in ellipse(mx(x), 700 - h, r, r * 0.4)], tank)
        c.wash(
            box(mx(x) - r, 700 - h - r * 0.4, mx(x) + r, 720),
            p.ink,
            (mx(x) - r * 0.2, 0),
            (mx(x) + r, 0),
            (0, 0.4),
            0.6,
        )
        c.line([(mx(x) - r, 700 - h * 0.5), (mx(x) + r, 700 - h * 0.5)], 4, p.tone(0.5))
    for k, x in enumerate((250, 400, 1040)):
        top = (150, 230, 190)[k] + rng.uniform(-30, 30)
        w = (31, 27, 29)[k]
        cx = mx(x)
        smoke(c, rng, cx, top - 10, 34, steam, side * rng.uniform(0.4, 0.7), 12)
        stack = [(cx - w * 1.5, 700), (cx - w, top), (cx + w, top), (cx + w * 1.5, 700)]
        c.fill(stack, mix(brick, p.haze, 0.12))
        for i in range(3):
            y = top + 30 + i * 56
            c.fill(
                [
                    (cx - w * 1.02, y),
                    (cx + w * 1.02, y),
                    (cx + w * 1.05, y + 20),
                    (cx - w * 1.05, y + 20),
                ],
                p.lit(p.paper, 0.25),
            )
        c.wash(stack, p.ink, (cx - w * 0.3, 0), (cx + w * 1.2, 0), (0, 0.6), 0.6)
        c.box(cx - w * 1.2, top - 8, cx + w * 1.2, top + 8, p.tone(0.25))
        if p.dark:
            halo(c, cx, top - 14, 5, p.accent)
    base = 800.0
    teeth = 6
    x0, x1 = 120.0, 1240.0
    step = (x1 - x0) / teeth
    for i in range(teeth):
        a, b = mx(x0 + i * step), mx(x0 + (i + 1) * step)
        roof = [(a, 590), (a, 480), (b, 590)]
        c.fill(roof, p.lit(rgb("6a6470"), 0.1))
        glass = [(a, 590), (a, 486), (a + (b - a) * 0.13, 500), (a + (b - a) * 0.13, 590)]
        c.fill(glass, p.glow if p.dark else mix(p.sky[2], p.paper, 0.3))
        c.line([(a, 484), (b, 592)], 8, p.tone(0.2))
    lo, hi = sorted((mx(x0), mx(x1)))
    c.box(lo, 586, hi, base, brick)
    for row in range(7):
        for k in range(28):
            if rng.random() < 0.3:
                bx = lo + (hi - lo) * (k + rng.random()) / 28
                c.box(
                    bx,
                    600 + row * 27,
                    bx + 26,
                    610 + row * 27,
                    mix(brick, p.ink, rng.choice((0.1, 0.16))),
                )
    for i in range(12):
        wx = lo + (hi - lo) * (i + 0.5) / 12
        opening = box(wx - 29, 616, wx + 29, 726, 27)
        c.fill(opening, mix(brick, p.paper, 0.35))
        pane = box(wx - 23, 622, wx + 23, 722, 22)
        lit = (p.dark or p.mood == "dawn") and rng.random() < 0.85
        c.fill(pane, p.glow if lit else p.lit(rgb("33495c"), 0.08))
        for dx in (-8, 8):
            c.line([(wx + dx, 624), (wx + dx, 722)], 3, p.tone(0.2))
        for dy in (655, 688):
            c.line([(wx - 23, dy), (wx + 23, dy)], 3, p.tone(0.2))
    c.wash(box(lo, 586, hi, base), p.ink, (0, 620), (0, base), (0, 0.35), 0.6)
    c.box(lo - 6, 580, hi + 6, 594, p.tone(0.22))
    gx = 800.0
    c.box(gx - 118, 640, gx + 118, base, mix(brick, p.ink, 0.4))
    c.fill(
        box(gx - 92, 664, gx + 92, base + 80, 90),
        mix(p.glow, p.paper, 0.2) if p.mood != "day" else p.ink,
    )
    clock = (gx, 540.0)
    c.fill(
        [(gx - 92, 600), (gx - 92, 500), (gx, 446), (gx + 92, 500), (gx + 92, 600)],
        mix(brick, p.paper, 0.1),
    )
    c.line([(gx - 104, 506), (gx, 442), (gx + 104, 506)], 11, p.tone(0.2))
    c.disc(*clock, 40, p.tone(0.15))
    c.disc(*clock, 33, mix(p.glow, p.paper, 0.5) if p.dark else p.lit(p.paper))
    c.line([clock, (clock[0], clock[1] - 25)], 5, p.ink)
    c.line([clock, (clock[0] + 17, clock[1] + 10)], 5, p.ink)
    yard = mix(p.tone(0.4), p.lit(rgb("a99a88")), 0.35)
    c.box(0, base, 1600, 1000, yard)
    c.fill(
        [(gx - 110, base), (gx + 110, base), (gx + 460, 1000), (gx - 460, 1000)],
        mix(yard, p.paper, 0.2),
    )
    if p.mood != "day":
        c.wash(
            [(gx - 100, base), (gx + 100, base), (gx + 330, 1000), (gx - 330, 1000)],
            p.glow,
            (gx, base),
            (gx, 990),
            (0.7, 0),
            0.4,
        )
    c.wash(box(0, base, 1600, 1000), p.ink, (0, base), (0, 1010), (0, 0.45), 0.5)
    leavers = [(rng.uniform(-330, 330), rng.uniform(20, 170)) for _ in range(15)]
    for dx, dy in sorted(leavers, key=lambda s: s[1]):
        spread = 0.4 + 0.9 * dy / 170
        px, py = gx + dx * spread, base + dy
        wear = worker(rng, p) if rng.random() < 0.6 else look(rng, p)
        c.oval(px, py + 1, 20 + dy * 0.14, 4, p.ink, 0.4)
        person(
            c,
            px,
            py,
            96 + dy * 0.95,
            wear,
            rng.choice(("walk", "walk", "walk", "talk")),
            1 if dx > 0 else -1,
        )
    for s in (-1, 1):
        for k in range(9):
            fx = gx + s * (360 + k * 58)
            c.line([(fx, base + 30), (fx, base - 62)], 5, p.tone(0.12))
            c.fill(path(around(fx, base), "-5,-60 5,-60 0,-76"), p.tone(0.12))
        c.line([(gx + s * 350, base - 44), (gx + s * 860, base - 44)], 5, p.tone(0.12))
        c.line([(gx + s * 350, base + 6), (gx + s * 860, base + 6)], 5, p.tone(0.12))
    weather(c, p, rng)


def _arm(
    c: Canvas,
    p: Palette,
    x: float,
    y: float,
    h: float,
    bend: tuple[float, float, float],
    colour: Colour,
) -> Point:
    """Draw an industrial robot standing on (x, y); returns the tip of its tool.

    ``bend`` holds the angles of its three joints in degrees (-90 is straight up).
    """
    dark = p.lit(rgb("2c3440"))
    c.fill(path(around(x, y, h), "-0.16,0 -0.11,-0.12 0.11,-0.12 0.16,0"), dark)
    c.fill(box(x - h * 0.09, y - h * 0.26, x + h * 0.09, y - h * 0.1, h * 0.03), colour)
    joints: list[Point] = [(x, y - h * 0.26)]
    for angle, length in zip(bend, (0.48, 0.42, 0.14), strict=True):
        a = math.radians(angle)
        jx, jy = joints[-1]
        joints.append((jx + math.cos(a) * length * h, jy + math.sin(a) * length * h))
    first = limb(joints[:2], (h * 0.075, h * 0.055))
    c.fills(first, colour)
    c.wash(first, p.ink, (joints[0][0], 0), (joints[0][0] + h * 0.14, 0), (0, 0.4), 0.6)
    c.fills(limb(joints[1:3], (h * 0.055, h * 0.036)), mix(colour, p.paper, 0.12))
    c.line(
        curve(
            [
                (joints[0][0] - h * 0.05, joints[0][1]),
                (joints[1][0] - h * 0.14, joints[1][1] - h * 0.02),
                joints[2],
            ],
            False,
        ),
        h * 0.018,
        dark,
    )
    c.fills(limb(joints[2:4], (h * 0.034, h * 0.024)), dark)
    for k, r in ((0, 0.05), (1, 0.042), (2, 0.028)):
        c.disc(*joints[k], r * h, dark)
        c.disc(*joints[k], r * h * 0.5, mix(colour, p.paper, 0.4))
    tip = joints[3]
    a = math.radians(bend[2])
    for s in (-1, 1):
        nx, ny = -math.sin(a) * s, math.cos(a) * s
        c.line(
            [
                tip,
                (tip[0] + nx * h * 0.04, tip[1] + ny * h * 0.04),
                (
                    tip[0] + nx * h * 0.04 + math.cos(a) * h * 0.06,
                    tip[1] + ny * h * 0.04 + math.sin(a) * h * 0.06,
                ),
            ],
            h * 0.02,
            dark,
        )
    return (tip[0] + math.cos(a) * h * 0.05, tip[1] + math.sin(a) * h * 0.05)


def sparks(
    c: Canvas, p: Palette, rng: Random, x: float, y: float, size: float, count: int = 46
) -> None:
    """Let welding sparks fly from (x, y)."""
    c.glow(x, y, size * 2.2, mix(p.glow, p.paper, 0.5), 0.95)
    for _ in range(count):
        a = rng.uniform(-math.pi * 0.95, math.pi * 0.25)
        reach = size * rng.uniform(0.25, 1.25)
        ex, ey = x + math.cos(a) * reach, y + math.sin(a) * reach * 0.8 + reach * reach / size * 0.5
        mid = (x + math.cos(a) * reach * 0.55, y + math.sin(a) * reach * 0.5)
        c.line([mid, (ex, ey)], rng.uniform(1.4, 3.2), mix(p.glow, p.paper, rng.random()))
    c.disc(x, y, size * 0.07, p.paper)


def assembly(c: Canvas, p: Palette, rng: Random) -> None:
    """Robot arms work along a belt; an engineer with a tablet watches."""
    side = rng.choice((-1, 1))

    def mx(x: float) -> float:
        return 800 + side * (x - 800)

    lamps = p.under_lamps()
    wall = mix(p.ramp[1], p.lit(rgb("b9c4c4")), 0.4)
    c.box(0, 0, 1600, 1000, wall)
    c.wash(None, p.ink, (0, 480), (0, -60), (0, 0.45), 0.4)
    for i in range(6):
        x0, x1 = 40 + i * 265, 255 + i * 265
        c.box(x0, 150, x1, 330, p.sky[1])
        c.wash(box(x0, 150, x1, 330), p.sky[2], (0, 150), (0, 330), (0, 1), 0.2)
        c.wash(box(x0, 150, x1, 330), p.sky[0], (0, 280), (0, 140), (0, 0.8), 0.2)
        for k in range(1, 4):
            c.line(
                [(x0 + (x1 - x0) * k / 4, 150), (x0 + (x1 - x0) * k / 4, 330)],
                5,
                mix(wall, p.ink, 0.4),
            )
        c.line([(x0, 240), (x1, 240)], 5, mix(wall, p.ink, 0.4))
        c.line([*box(x0, 150, x1, 330), (x0, 150)], 10, mix(wall, p.ink, 0.4))
    for i in range(9):
        c.line([(i * 200, 24), (i * 200 + 100, 104), (i * 200 + 200, 24)], 8, mix(wall, p.ink, 0.5))
    c.box(0, 14, 1600, 30, mix(wall, p.ink, 0.55))
    c.box(0, 98, 1600, 114, mix(wall, p.ink, 0.55))
    for i in range(4):
        lx = 200 + i * 400
        c.line([(lx, 110), (lx, 168)], 4, p.ink)
        c.fill(
            [(lx - 22, 168), (lx + 22, 168), (lx + 66, 206), (lx - 66, 206)], p.lit(rgb("39444f"))
        )
        if p.mood != "day":
            c.box(lx - 60, 204, lx + 60, 212, p.glow)
            c.beam(
                [(lx - 60, 210), (lx + 60, 210), (lx + 300, 800), (lx - 300, 800)],
                p.glow,
                (lx, 200),
                (lx, 800),
                0.34,
            )
    floor = 780.0
    c.box(0, floor, 1600, 1000, mix(p.tone(0.34), p.lit(rgb("9aa3a3")), 0.3))
    c.wash(box(0, floor, 1600, 1000), p.ink, (0, floor), (0, 1010), (0, 0.5), 0.5)
    stripe = p.lit(rgb("e3b13c"))
    c.fill([(0, 900), (1600, 900), (1600, 912), (0, 912)], stripe)
    colours = [lamps.lit(rgb("e8892f")), lamps.lit(p.accent), lamps.lit(rgb("e3b13c"))]
    rng.shuffle(colours)
    tips = []
    belt = 640.0
    for k, x in enumerate((300, 800, 1290)):
        way = 1 if (k + (side > 0)) % 2 else -1
        lean = rng.uniform(-8, 8)
        bend = (-90 - way * (28 + lean), -90 + way * (92 + lean), 90 - way * 12)
        tips.append(_arm(c, p, mx(x) - way * 70, 720, 460, bend, colours[k]))
    # the belt
    c.box(0, belt + 44, 1600, belt + 92, p.lit(rgb("4a5561")))
    c.box(0, belt + 36, 1600, belt + 50, p.lit(rgb("8b97a0")))
    for i in range(23):
        c.disc(36 + i * 70, belt + 70, 15, p.lit(rgb("2c3440")))
        c.disc(36 + i * 70, belt + 70, 6, p.lit(rgb("9aa7ab")))
    for i in range(6):
        x = 60 + i * 300
        c.box(x, belt + 92, x + 34, floor + 36, p.lit(rgb("3a4552")))
    product = rng.choice(("car", "box", "engine"))
    for k in range(5):
        x = mx(300 + (k - 1) * 490) if k < 4 else mx(1780)
        _product(c, lamps, rng, x, belt + 36, product)
    for k, (tx, ty) in enumerate(tips):
        if k != 1 or rng.random() < 0.5:
            sparks(c, p, rng, tx, min(ty + 6, belt + 20), 120)
    fx = mx(1020)
    wear = replace(worker(rng, lamps), top=lamps.lit(rgb("f4efe2")), cut="coat")
    c.oval(fx, 962, 110, 12, p.ink, 0.45)
    fig = person(c, fx, 960, 470, wear, "hold", -side)
    hx, hy = fig.near_hand
    c.fill(turned(box(hx - 46, hy - 56, hx + 46, hy + 8, 7), side * 16, (hx, hy)), p.ink)
    c.fill(
        turned(box(hx - 38, hy - 48, hx + 38, hy, 4), side * 16, (hx, hy)),
        mix(p.accent2, p.paper, 0.5),
    )
    c.glow(hx, hy - 30, 130, mix(p.accent2, p.paper, 0.5), 0.35)
    person(c, mx(520), 966, 440, worker(rng, lamps), rng.choice(("point", "talk")), side)
    cone = mx(170)
    c.fill(
        [(cone - 44, 960), (cone - 9, 850), (cone + 9, 850), (cone + 44, 960)],
        lamps.lit(rgb("e8692f")),
    )
    c.fill(
        [(cone - 28, 908), (cone - 20, 884), (cone + 20, 884), (cone + 28, 908)], lamps.lit(p.paper)
    )
    c.box(cone - 58, 956, cone + 58, 970, lamps.lit(rgb("c9562a")))


def _product(c: Canvas, p: Palette, rng: Random, x: float, y: float, kind: str) -> None:
    if kind == "car":
        body = p.lit(rgb("c9d2d4"))
        shell = curve(
            path(
                around(x, y), "-170,-14 -168,-62 -96,-78 -44,-128 56,-130 106,-82 166,-66 172,-14"
            ),
            False,
            6,
        )
        c.fill(shell, body)
        c.wash(shell, p.ink, (0, y - 90), (0, y - 10), (0, 0.5), 0.6)
        c.fill(path(around(x, y), "-78,-80 -38,-116 2,-118 2,-80"), p.lit(rgb("35485a")))
        c.fill(path(around(x, y), "12,-80 12,-118 50,-118 88,-80"), p.lit(rgb("35485a")))
        for dx in (-104, 104):
            c.disc(x + dx, y - 22, 30, p.ink)
            c.disc(x + dx, y - 22, 13, p.lit(rgb("8b97a0")))
    elif kind == "engine":
        c.fill(box(x - 90, y - 100, x + 90, y, 10), p.lit(rgb("7f8f96")))
        for i in range(4):
            c.fill(box(x - 78 + i * 42, y - 138, x - 48 + i * 42, y - 96, 6), p.lit(rgb("5a6a74")))
        c.wash(box(x - 90, y - 138, x + 90, y), p.ink, (x, 0), (x + 90, 0), (0, 0.5), 0.6)
        c.disc(x - 84, y - 40, 40, p.lit(rgb("4a5561")))
        c.disc(x - 84, y - 40, 18, p.lit(p.accent2))
        c.line([(x - 40, y - 60), (x + 60, y - 60)], 8, p.lit(p.accent))
    else:
        tall = rng.choice((90, 120))
        c.fill(box(x - 76, y - tall, x + 76, y, 4), p.lit(rgb("c79a66")))
        c.box(x - 14, y - tall, x + 14, y, p.lit(rgb("e3cfa6")))
        c.wash(box(x - 76, y - tall, x + 76, y), p.ink, (x, 0), (x + 76, 0), (0, 0.45), 0.6)


def shipyard(c: Canvas, p: Palette, rng: Random) -> None:
    """Welders work on a ship's bow that towers in a dry dock."""
    side = rng.choice((-1, 1))

    def mx(x: float) -> float:
        return 800 + side * (x - 800)

    horizon = 700.0
    sky(c, p, horizon)
    sx = mx(rng.uniform(1180, 1380))
    sun(c, p, sx, rng.uniform(300, 460), rng.uniform(70, 120))
    clouds(c, p, rng, 330, 6)
    hills(c, p, rng, horizon - 60, 40, 0.84)
    far_row(c, p, rng, horizon, 0.72, 110)
    for x, h in ((1360, 430), (1530, 380)):
        gantry(
            c,
            p,
            mx(x),
            horizon + 20,
            h,
            -side,
            mix(p.tone(0.34), p.accent, 0.3),
            rng.random() < 0.5,
        )
    water(c, p, rng, horizon, sx)
    glints(c, rng, horizon, p.paper, 20, None, 0.4, 860)
    steel = mix(p.tone(0.3), p.accent2, 0.4)
    for x in (190, 1250):
        leg = mx(x)
        c.fill([(leg - 34, 880), (leg - 16, 60), (leg + 16, 60), (leg + 34, 880)], steel)
        for k in range(9):
            y0, y1 = 80 + k * 88, 80 + (k + 1) * 88
            c.line([(leg - 18, y0), (leg + 20, y1)], 4, p.ink, 0.4)
    lo, hi = sorted((mx(90), mx(1400)))
    c.fill(box(lo, 30, hi, 96, 6), mix(steel, p.paper, 0.08))
    for k in range(20):
        x = lo + (hi - lo) * k / 20
        c.line([(x, 92), (x + (hi - lo) / 40, 36), (x + (hi - lo) / 20, 92)], 4, p.ink, 0.35)
    trolley = mx(1010)
    c.fill(box(trolley - 56, 90, trolley + 56, 130, 6), p.lit(rgb("e3b13c")))
    # the hull, bow towards us
    hull = p.lit(rng.choice((rgb("8a2f33"), rgb("1f4a6b"), rgb("2f5f57"))))
    cx = 720.0 if side > 0 else 880.0
    port = curve(
        [
            (cx, 240),
            (cx - 130, 250),
            (cx - 290, 262),
            (cx - 300, 400),
            (cx - 235, 640),
            (cx - 90, 830),
            (cx, 880),
        ],
        False,
        10,
    )
    starboard = [(2 * cx - x, y) for x, y in port]
    c.fill([*port, *reversed(starboard)], hull)
    c.wash(
        [*port, (cx, 240)],
        p.ink,
        (cx - 300, 300),
        (cx - 10, 420),
        (0.55, 0.05) if side > 0 else (0.3, 0.0),
        0.6,
    )
    c.wash([*starboard, (cx, 240)], p.ink, (cx, 300), (cx + 290, 420), (0.1, 0.65), 0.6)
    for k in range(1, 9):
        y = 262 + k * 66
        rows = [(x, py) for x, py in port if abs(py - y) < 24]
        if rows:
            reach = cx - rows[0][0]
            c.line(
                curve([(cx - reach, y), (cx, y + 20), (cx + reach, y)], False, 6), 2.5, p.ink, 0.35
            )
    for s in (-1, 1):
        for k in range(6):
            x = cx + s * (40 + k * 44)
            c.line([(x, 266), (cx + (x - cx) * 0.72, 720)], 2, p.ink, 0.22)
    keel = [(cx - 14, 240), (cx + 14, 240), (cx + 8, 880), (cx - 8, 880)]
    c.fill(keel, mix(hull, p.paper, 0.25))
    bottom = [point for point in port if point[1] > 640]
    belly = [*bottom, *[(2 * cx - x, y) for x, y in reversed(bottom)]]
    c.fill(belly, p.lit(rgb("a8483a"), 0, 0.25))
    c.line([(cx - 236, 640), (cx, 668), (cx + 236, 640)], 6, p.lit(p.paper))
    for s in (-1, 1):
        c.disc(cx + s * 128, 372, 26, p.ink)
        ax, ay = cx + s * 128, 400
        c.line([(ax, 372), (ax, ay + 40)], 9, p.lit(rgb("5a6470")))
        c.line(
            curve(path(around(ax, ay), "-34,20 -20,50 0,56 20,50 34,20"), False),
            10,
            p.lit(rgb("5a6470")),
        )
    rail = curve(
        [(cx - 292, 258), (cx - 140, 246), (cx, 236), (cx + 140, 246), (cx + 292, 258)], False
    )
    c.line(rail, 9, mix(hull, p.paper, 0.3))
    c.fill(
        [(cx - 170, 246), (cx - 150, 150), (cx + 150, 150), (cx + 170, 246)],
        p.lit(rgb("f1e9d8"), 0.08),
    )
    c.fill(box(cx - 140, 166, cx + 140, 196, 4), p.glow if p.dark else p.lit(rgb("35485a")))
    c.box(cx - 90, 110, cx + 90, 152, p.lit(rgb("f1e9d8"), 0.08, 0.1))
    c.line([(cx, 110), (cx, 40)], 6, p.ink)
    # dock floor and blocks
    c.fill([(0, 850), (1600, 850), (1600, 1000), (0, 1000)], p.tone(0.24))
    c.wash(box(0, 850, 1600, 1000), p.ink, (0, 850), (0, 1010), (0.05, 0.6), 0.6)
    for k in range(-3, 4):
        bx = cx + k * 84
        c.box(bx - 26, 850 if k else 872, bx + 26, 894, p.lit(rgb("9a6a48")))
    # scaffolding
    pole = p.lit(rgb("d9a93f"))
    for s in (-1, 1):
        for k in range(3):
            x = cx + s * (300 + k * 72)
            c.line([(x, 900), (x, 330)], 6, pole)
        for level in range(4):
            y = 380 + level * 130
            reach = (270, 262, 226, 150)[level]
            c.box(
                min(cx + s * reach, cx + s * 456),
                y,
                max(cx + s * reach, cx + s * 456),
                y + 10,
                p.lit(rgb("b98a55")),
            )
            c.line([(cx + s * 300, y + 130), (cx + s * 372, y)], 3, pole)
            c.line([(cx + s * reach, y - 44), (cx + s * 448, y - 44)], 3, pole)
    lamps = p.under_lamps()
    for s, level, glow in ((-1, 1, True), (1, 2, True), (-1, 3, False), (1, 0, False)):
        y = 380 + level * 130
        reach = (270, 262, 226, 150)[level]
        wear = worker(rng, lamps)
        fig = person(
            c,
            cx + s * (reach + 78),
            y,
            126,
            wear,
            "lean" if glow else rng.choice(("talk", "point")),
            -s,
        )
        if glow:
            sparks(c, p, rng, fig.near_hand[0] - s * 24, fig.near_hand[1], 92, 60)
    for dx, pose, way in ((-560, "point", 1), (-440, "hold", 1), (430, "walk", -1)):
        px = cx + dx * side
        c.oval(px, 960, 60, 8, p.ink, 0.4)
        person(c, px, 958, 250, worker(rng, lamps), pose, way * side)
    hang = trolley
    c.line([(hang - 30, 128), (hang - 30, 210)], 3, p.ink)
    c.line([(hang + 30, 128), (hang + 30, 210)], 3, p.ink)
    c.fill(
        [(hang - 90, 210), (hang + 90, 210), (hang + 70, 300), (hang - 70, 300)],
        mix(hull, p.paper, 0.12),
    )
    weather(c, p, rng)


FACTORY = (
    (works, (0.5, 0.66), "Workers leave a mill with saw-tooth roofs and smoking chimneys"),
    (
        assembly,
        (0.54, 0.62),
        "Robot arms work along a belt while an engineer watches with a tablet",
    ),
    (shipyard, (0.48, 0.55), "Welders work on the bow of a ship in a dry dock"),
)
