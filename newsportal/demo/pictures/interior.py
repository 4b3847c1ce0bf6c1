"""The composition ``interior``."""

from dataclasses import replace
from random import Random

from newsportal.demo.pictures.canvas import Canvas, Colour
from newsportal.demo.pictures.geometry import (
    Outline,
    around,
    box,
    curve,
    ellipse,
    mirrored,
    path,
    turned,
)
from newsportal.demo.pictures.palettes import Palette, mix, rgb
from newsportal.demo.pictures.people import Look, look, person
from newsportal.demo.pictures.rooms import (
    flag,
    pendant,
    plant,
    seat,
    shelf,
    sunlight,
    wall_colour,
    window,
)


def negotiation(c: Canvas, p: Palette, rng: Random) -> None:
    """Two delegations face one another across a table, flags behind them."""
    side = rng.choice((-1, 1))
    wall = wall_colour(p, rng)
    floor = 770.0
    c.box(0, 0, 1600, 1000, wall)
    c.wash(box(0, 0, 1600, floor), p.ink, (0, 300), (0, -60), (0, 0.38), 0.4)
    bar = p.lit(rgb("efe4cc"))
    if rng.random() < 0.5:
        frames = [(500.0, 110.0, 1100.0, 560.0)]
        window(c, p, rng, frames[0], (4, 2), bar)
    else:
        frames = [(330.0 + 350 * i, 90.0, 570.0 + 350 * i, 570.0) for i in range(3)]
        for frame in frames:
            window(c, p, rng, frame, (2, 3), bar, arched=True)
    panel = mix(wall, p.ink, 0.22)
    c.box(0, 640, 1600, floor, panel)
    c.box(0, 632, 1600, 644, mix(wall, p.paper, 0.25))
    for i in range(10):
        c.line(
            [*box(24 + i * 160, 664, 160 + i * 160, floor - 22), (24 + i * 160, 664)], 3, p.ink, 0.3
        )
    c.box(0, floor, 1600, 1000, mix(p.lit(rgb("8a5f47")), p.ramp[2], 0.25))
    for i in range(12):
        y = floor + 230 * (i / 12) ** 1.5
        c.line([(0, y), (1600, y)], 2, p.ink, 0.25)
    rug = p.lit(mix(p.accent, rgb("7d2a33"), 0.5))
    c.fill([(230, floor + 60), (1370, floor + 60), (1500, 990), (100, 990)], rug)
    c.line(
        [(256, floor + 72), (1344, floor + 72), (1462, 976), (138, 976), (256, floor + 72)],
        5,
        mix(rug, p.paper, 0.5),
    )
    for frame in frames:
        sunlight(c, p, frame, floor, side * 130)
    # two invented states: sea-green, cream and navy; plum and gold
    one = (p.lit(rgb("2f7f7a")), p.lit(rgb("f3ead6")), p.lit(rgb("22385c")))
    two = (p.lit(rgb("7a2f52")), p.lit(rgb("e3b047")), p.lit(rgb("7a2f52")))
    for k, x in enumerate((150, 240)):
        flag(c, p, x, floor + 30, 520, (one, two)[k], 1)
    for k, x in enumerate((1450, 1360)):
        flag(c, p, x, floor + 30, 520, (two, one)[k], -1)
    chair = p.lit(rgb("6b3a3f"))
    suits = (rgb("22324a"), rgb("3a3d4a"), rgb("5a3a48"), rgb("2f4a4a"), rgb("7d6a58"))

    def delegate() -> Look:
        return replace(
            look(rng, p),
            top=p.lit(rng.choice((*suits, p.accent))),
            legs=p.lit(rng.choice(suits)),
            hat="",
            cut="jacket",
        )

    for x in (670, 930):
        person(
            c, x, floor + 40, 380, delegate(), "stand" if x < 800 else "hold", 1 if x < 800 else -1
        )
    y = 905.0
    for k, x in enumerate((305, 430)):
        seat(c, p, x, y - 4 + k * 10, 116, 1, chair)
        person(c, x - 6, y - 2 + k * 10, 430, delegate(), "sit", 1)
    for k, x in enumerate((1295, 1170)):
        seat(c, p, x, y - 4 + k * 10, 116, -1, chair)
        person(c, x + 6, y - 2 + k * 10, 430, delegate(), "sit", -1)
    top = 742.0
    wood = p.lit(rgb("9a6844"))
    c.fill([(470, top), (1130, top), (1180, top + 46), (420, top + 46)], mix(wood, p.paper, 0.2))
    c.wash(
        [(470, top), (1130, top), (1180, top + 46), (420, top + 46)],
        p.sky[2],
        (800, top),
        (800, top + 50),
        (0.45, 0.0),
        0.4,
    )
    c.box(420, top + 46, 1180, top + 66, wood)
    c.fill([(480, top + 66), (1120, top + 66), (1090, 960), (510, 960)], mix(wood, p.ink, 0.4))
    c.wash(
        [(480, top + 66), (1120, top + 66), (1090, 960), (510, 960)],
        p.ink,
        (0, top + 60),
        (0, 960),
        (0.05, 0.5),
        0.6,
    )
    for x in (530, 640, 860, 1010):
        c.fill(
            path(around(x, top), "0,12 66,12 72,34 -6,34"),
            p.lit(p.paper),
        )
        c.line([(x + 10, top + 20), (x + 52, top + 20)], 2, p.ink, 0.5)
        c.line([(x + 8, top + 27), (x + 44, top + 27)], 2, p.ink, 0.5)
    for x in (610, 785, 965):
        c.fill(
            path(around(x, top), "0,-22 18,-22 15,16 3,16"),
            p.paper,
            0.55,
        )
    for k, (x, colour) in enumerate(((760, one[0]), (840, two[0]))):
        c.line([(x, top + 10), (x, top - 58)], 3, p.ink)
        way = -1 if k == 0 else 1
        c.fill(
            path(around(x, top, 1, way), "0,-58 40,-52 40,-26 0,-32"),
            colour,
        )
    if p.mood != "day":
        for x in (560, 1040):
            pendant(c, p, x, 130, 50, p.lit(rgb("3a3038")))


def living_room(c: Canvas, p: Palette, rng: Random) -> None:
    """Somebody reads in an armchair beside a window, a cat on the rug."""
    side = rng.choice((-1, 1))

    def mx(x: float) -> float:
        return 800 + side * (x - 800)

    wall = wall_colour(p, rng)
    floor = 790.0
    c.box(0, 0, 1600, floor, wall)
    if rng.random() < 0.5:
        for i in range(27):
            c.box(i * 62, 0, i * 62 + 22, floor, mix(wall, p.paper, 0.12))
    else:
        for row in range(9):
            for i in range(17):
                c.disc(i * 100 + (row % 2) * 50, 50 + row * 86, 7, mix(wall, p.paper, 0.22))
    c.wash(box(0, 0, 1600, floor), p.ink, (mx(300), 300), (mx(1500), 100), (0, 0.42), 0.4)
    frame = (*sorted((mx(170), mx(600))), 120.0, 590.0)
    frame = (frame[0], 120.0, frame[1], 590.0)
    window(c, p, rng, frame, (2, 2), p.lit(rgb("f2e8d4")), view=rng.choice(("city", "hills")))
    curtain = p.lit(mix(p.accent2, rgb("d9b48a"), 0.35))
    for x0, x1 in ((100, 200), (570, 670)):
        a, b = mx(x0), mx(x1)
        drape = [(a, 90), (b, 90), (b + (10 if x0 > 300 else -10) * side, 640), (a, 640)]
        c.fill(drape, curtain)
        for k in range(4):
            x = a + (b - a) * (k + 0.5) / 4
            c.line([(x, 92), (x, 638)], 7, p.ink, 0.18)
    c.box(min(mx(70), mx(700)), 82, max(mx(70), mx(700)), 96, p.lit(rgb("8a6a4a")))
    c.box(0, floor, 1600, 1000, mix(p.lit(rgb("a9764e")), p.ramp[2], 0.2))
    for i in range(9):
        y = floor + 210 * (i / 9) ** 1.4
        c.line([(0, y), (1600, y)], 2, p.ink, 0.3)
    c.box(0, floor - 22, 1600, floor, mix(wall, p.paper, 0.4))
    sunlight(c, p, frame, floor, side * 260)
    c.oval(mx(850), 900, 440, 70, p.lit(p.accent))
    c.oval(mx(850), 900, 400, 60, mix(p.lit(p.accent), p.paper, 0.4))
    c.oval(mx(850), 900, 350, 50, p.lit(p.accent))
    wood = p.lit(rgb("7a4f36"))
    x0, x1 = sorted((mx(1190), mx(1520)))
    shelf(c, p, rng, x0, 210, x1, 4, 142, wood)
    c.box(x0 - 10, 770, x1 + 10, 800, mix(wood, p.ink, 0.3))
    for k, (ax, ay, w, h) in enumerate(
        ((740, 150, 150, 190), (930, 130, 120, 120), (930, 280, 120, 90))
    ):
        a, b = sorted((mx(ax), mx(ax + w)))
        c.box(a, ay, b, ay + h, p.lit(rgb("3a2f33")))
        c.box(a + 9, ay + 9, b - 9, ay + h - 9, p.lit(rgb("f2e8d4")))
        c.box(a + 22, ay + 22, b - 22, ay + h - 22, p.lit((p.accent2, p.ramp[1], p.accent)[k]))
        c.disc((a + b) / 2, ay + h * 0.45, min(w, h) * 0.18, p.lit(rgb("f2d9a0")))
    plant(c, p, rng, mx(690), 830, 300)
    # the armchair and its reader
    cx = mx(900)
    stuff = p.lit(rng.choice((rgb("2f6f6b"), rgb("8a3a44"), rgb("c98f3c"), rgb("3d5a80"))))
    dark = mix(stuff, p.ink, 0.35)
    c.wash(ellipse(cx, 884, 240, 34), p.ink, (cx, 870), (cx, 915), (0.6, 0), 0.5)
    back = curve(
        path(around(cx, 0, 1, side), "-190,840 -215,560 -130,470 -20,490 -30,760"),
        steps=8,
    )
    c.fill(back, stuff)
    c.wash(back, p.ink, (cx - side * 80, 0), (cx - side * 220, 0), (0, 0.5), 0.6)
    c.fill(
        box(
            min(cx - side * 150, cx + side * 150),
            716,
            max(cx - side * 150, cx + side * 150),
            800,
            26,
        ),
        mix(stuff, p.paper, 0.12),
    )
    fig = person(c, cx - side * 30, 884, 520, replace(look(rng, p), hat=""), "sit", side)
    arm = [(cx - side * 175, 690), (cx + side * 120, 690)]
    c.fill(
        box(
            min(cx - side * 180, cx + side * 128),
            716,
            max(cx - side * 180, cx + side * 128),
            852,
            36,
        ),
        stuff,
    )
    c.wash(
        box(
            min(cx - side * 180, cx + side * 128),
            716,
            max(cx - side * 180, cx + side * 128),
            852,
            36,
        ),
        p.ink,
        (0, 716),
        (0, 860),
        (0, 0.55),
        0.6,
    )
    c.fill(
        box(min(arm[0][0], arm[1][0]) - 14, 690, max(arm[0][0], arm[1][0]) + 14, 742, 26),
        mix(stuff, p.paper, 0.14),
    )
    for dx in (-150, 100):
        c.fill(
            [
                (cx + side * dx - 12, 850),
                (cx + side * dx + 12, 850),
                (cx + side * dx + 7, 886),
                (cx + side * dx - 7, 886),
            ],
            dark,
        )
    hx, hy = fig.near_hand
    c.fill(
        path(around(hx, hy, 1, side), "-6,10 -30,-62 14,-50 22,14"),
        p.lit(p.accent),
    )
    c.fill(
        path(around(hx, hy, 1, side), "22,14 14,-50 58,-66 66,4"),
        p.lit(p.paper),
    )
    # lamp, table, cup, cat
    lx = mx(1120)
    c.line([(lx, 868), (lx, 420)], 8, p.ink)
    c.oval(lx, 870, 52, 11, p.ink)
    shade = [(lx - 46, 340), (lx + 46, 340), (lx + 84, 440), (lx - 84, 440)]
    lamp_on = p.mood != "day"
    c.fill(shade, mix(p.glow, p.paper, 0.3) if lamp_on else p.lit(rgb("ecd9b0")))
    if lamp_on:
        c.glow(lx, 430, 420, p.glow, 0.7)
        c.beam(
            [(lx - 84, 440), (lx + 84, 440), (lx + 330, 900), (lx - 330, 900)],
            p.glow,
            (lx, 430),
            (lx, 900),
            0.35,
        )
    tx = mx(640)
    cat = p.lit(rng.choice((rgb("2b2730"), rgb("c77f3f"), rgb("8d8781"))))
    c.fill(
        curve([(tx - 70, 940), (tx - 50, 896), (tx + 10, 884), (tx + 66, 905), (tx + 78, 940)]), cat
    )
    c.disc(tx - side * -62, 902, 27, cat)
    for dx in (-18, 18):
        c.fill(
            [
                (tx + side * 62 + dx - 10, 884),
                (tx + side * 62 + dx, 862),
                (tx + side * 62 + dx + 10, 884),
            ],
            cat,
        )
    c.line(
        curve(path(around(tx, 0, 1, side), "-66,934 -118,926 -104,886"), False),
        13,
        cat,
        caps=True,
    )


def classroom(c: Canvas, p: Palette, rng: Random) -> None:
    """A teacher explains a drawing on the board; pupils raise their hands."""
    side = rng.choice((-1, 1))

    def mx(x: float) -> float:
        return 800 + side * (x - 800)

    wall = wall_colour(p, rng)
    c.box(0, 0, 1600, 1000, wall)
    c.wash(None, p.ink, (0, 420), (0, -100), (0, 0.32), 0.4)
    floor = 800.0
    c.box(0, floor, 1600, 1000, mix(p.lit(rgb("b98a5e")), p.ramp[2], 0.3))
    board = p.lit(rng.choice((rgb("2f5d50"), rgb("2b3f4f"), rgb("31493d"))))
    a, b = sorted((mx(430), mx(1130)))
    c.box(a - 16, 124, b + 16, 566, p.lit(rgb("a97a4f")))
    c.box(a, 140, b, 550, board)
    c.wash(box(a, 140, b, 550), p.paper, (a, 140), (b, 550), (0.16, 0.0), 0.8)
    chalk = p.lit(rgb("f6f2e4"))
    kind = rng.choice(("sun", "graph", "volcano"))
    ox, oy = mx(920), 350
    if kind == "sun":
        c.line([*ellipse(ox, oy, 60), (ox + 60, oy)], 5, p.lit(rgb("f2cf6a")))
        for r, dot in ((104, 10), (150, 15), (186, 9)):
            ring = ellipse(ox, oy, r, r * 0.82)
            c.line([*ring, ring[0]], 2.5, chalk, 0.75)
            angle = rng.randrange(48)
            c.disc(*ring[angle], dot, rng.choice((chalk, p.lit(p.accent), p.lit(rgb("7fc4d9")))))
    elif kind == "graph":
        c.line([(ox - 170, 200), (ox - 170, 500), (ox + 170, 500)], 5, chalk)
        points = [(ox - 170 + i * 42, 480 - i * i * 3.6 + rng.uniform(-22, 22)) for i in range(9)]
        c.line(points, 6, p.lit(rgb("f2a65a")))
        for i in range(4):
            c.box(ox - 140 + i * 70, 500 - rng.uniform(40, 130), ox - 104 + i * 70, 500, chalk, 0.4)
    else:
        c.line(
            [
                (ox - 170, 500),
                (ox - 50, 300),
                (ox - 20, 330),
                (ox + 20, 322),
                (ox + 50, 300),
                (ox + 170, 500),
            ],
            6,
            chalk,
        )
        c.line(
            curve([(ox, 318), (ox - 20, 250), (ox + 24, 210), (ox - 10, 170)], False),
            7,
            p.lit(rgb("f2885a")),
        )
        c.line([(ox - 14, 330), (ox - 20, 480)], 5, p.lit(rgb("f2885a")))
        c.line([(ox - 190, 500), (ox + 190, 500)], 5, chalk)
    for i in range(5):
        x = mx(480)
        c.line([(x, 190 + i * 44), (x + side * rng.uniform(120, 210), 190 + i * 44)], 5, chalk, 0.7)
    c.box(a, 552, b, 566, p.lit(rgb("c79a66")))
    frame = tuple(sorted((mx(40), mx(310))))
    window(c, p, rng, (frame[0], 130, frame[1], 600), (2, 3), p.lit(rgb("f2e8d4")), view="hills")
    sunlight(c, p, (frame[0], 130, frame[1], 600), floor, side * 330)
    sx0, sx1 = sorted((mx(1230), mx(1540)))
    shelf(c, p, rng, sx0, 420, sx1, 2, 130, p.lit(rgb("a97a4f")))
    c.box(sx0 - 10, 680, sx1 + 10, 800, p.lit(rgb("8a5f3f")))
    gx = mx(1390)
    c.line([(gx, 396), (gx, 372)], 8, p.ink)
    c.disc(gx, 312, 62, p.lit(rgb("4f8fb0")))
    with c.inside(ellipse(gx, 312, 62)):
        for dx, dy, rx, ry in (
            (-28, -18, 30, 20),
            (22, 18, 26, 32),
            (-14, 42, 20, 12),
            (36, -36, 20, 14),
        ):
            c.oval(gx + dx, 312 + dy, rx, ry, p.lit(rgb("a8b85a")))
    c.wash(ellipse(gx, 312, 62), p.ink, (gx - 10, 0), (gx + 62, 0), (0, 0.5), 0.6)
    teacher = person(
        c,
        mx(620),
        856,
        520,
        replace(look(rng, p), hat="", cut=rng.choice(("dress", "jacket", "coat"))),
        "point",
        side,
    )
    c.line(
        [teacher.near_hand, (teacher.near_hand[0] + side * 110, teacher.near_hand[1] - 90)],
        5,
        p.lit(rgb("d9b184")),
    )
    if p.dark:
        for x in (500, 800, 1100):
            pendant(c, p, x, 70, 44, p.lit(rgb("e9dfc8")))
    for row, (y, size, count) in enumerate(((905, 250, 6), (1010, 330, 5))):
        for i in range(count):
            x = 800 + (i - (count - 1) / 2) * (250 + 50 * row) + (row % 2) * 20
            wear = replace(look(rng, p), hat="", cut="jacket")
            c.fill(
                box(x - 96 - 16 * row, y - 76, x + 96 + 16 * row, y - 54, 5), p.lit(rgb("c79a66"))
            )
            pose = rng.choice(("raise", "stand", "raise", "stand", "hold"))
            person(c, x, y + size * 0.34, size, wear, pose, rng.choice((-1, 1)))
            c.fill(box(x - 46, y - 20, x + 46, y + 60, 10), p.lit(rgb("8a5f3f")))


def clinic(c: Canvas, p: Palette, rng: Random) -> None:
    """A doctor talks with a patient who sits up in bed."""
    side = rng.choice((-1, 1))

    def mx(x: float) -> float:
        return 800 + side * (x - 800)

    def slab(x0: float, y0: float, x1: float, y1: float, colour: Colour, radius: float = 0) -> None:
        lo, hi = sorted((mx(x0), mx(x1)))
        c.fill(box(lo, y0, hi, y1, radius), colour)

    wall = mix(wall_colour(p, rng), p.lit(rgb("dfece6")), 0.4)
    floor = 810.0
    c.box(0, 0, 1600, floor, wall)
    c.wash(None, p.ink, (0, 380), (0, -80), (0, 0.3), 0.4)
    c.box(0, 600, 1600, floor, mix(wall, p.accent2, 0.16))
    c.box(0, 592, 1600, 602, mix(wall, p.paper, 0.5))
    c.box(0, floor, 1600, 1000, mix(p.lit(rgb("a9b8b4")), p.ramp[2], 0.35))
    frame = tuple(sorted((mx(560), mx(1010))))
    window(
        c,
        p,
        rng,
        (frame[0], 110, frame[1], 480),
        (3, 1),
        p.lit(rgb("f4f0e4")),
        view=rng.choice(("city", "hills")),
    )
    sunlight(c, p, (frame[0], 110, frame[1], 480), floor, side * 200)
    c.box(0, 60, 1600, 72, p.lit(rgb("b9bfc0")))
    cloth = p.lit(mix(p.accent2, p.paper, 0.4))
    for i in range(9):
        x = mx(40 + i * 40)
        c.fill(
            path(around(x, 0, 1, side), "0,72 40,72 44,800 -2,800"),
            mix(cloth, p.ink, 0.16 if i % 2 else 0.02),
        )
    white, grey = p.lit(rgb("f8f4ea")), p.lit(rgb("9aa7ab"))
    c.wash(ellipse(mx(1060), 872, 420, 30), p.ink, (0, 856), (0, 900), (0.5, 0), 0.5)
    for x in (760, 1390):
        c.line([(mx(x), 700), (mx(x), 860)], 13, grey)
        c.disc(mx(x), 866, 17, p.ink)
    slab(1390, 500, 1424, 800, grey, 14)
    slab(724, 600, 752, 800, grey, 12)
    slab(740, 700, 1400, 756, grey, 10)
    slab(740, 646, 1400, 712, white, 26)
    pillow = turned(
        box(min(mx(1240), mx(1400)), 520, max(mx(1240), mx(1400)), 690, 40),
        side * 16,
        (mx(1320), 620),
    )
    c.fill(pillow, white)
    c.wash(pillow, p.ramp[1], (0, 560), (0, 690), (0, 0.5), 0.5)
    gown = replace(
        look(rng, p), top=p.lit(mix(rgb("8fb8c4"), p.paper, 0.3)), hat="", cut="jacket", legs=white
    )
    person(c, mx(1230), 812, 500, gown, "sit", -side)
    blanket = p.lit(p.accent)
    quilt = curve(
        path(mirrored(side), "1190,690 1150,622 1030,596 940,640 770,640 742,690"),
        False,
        8,
    )
    cover = [*quilt, (mx(742), 760), (mx(1190), 760)]
    c.fill(cover, blanket)
    c.wash(cover, p.ink, (0, 620), (0, 764), (0, 0.5), 0.6)
    for i in range(4):
        x = mx(800 + i * 90)
        c.line([(x, 652), (x - side * 12, 758)], 3, p.paper, 0.4)
    slab(738, 738, 1196, 762, white)
    mo = mx(1490)
    c.line([(mo, 860), (mo, 330)], 10, grey)
    c.oval(mo, 862, 60, 12, grey)
    lo, hi = sorted((mx(1440), mx(1570)))
    c.fill(box(lo, 330, hi, 440, 10), p.ink)
    c.fill(box(lo + 9, 339, hi - 9, 431, 6), mix(p.ink, p.accent2, 0.2))
    beat: Outline = []
    for i in range(23):
        t = i / 22
        spike = -30 if i % 7 == 3 else 18 if i % 7 == 4 else 0
        beat.append((lo + 14 + (hi - lo - 28) * t, 378 + spike))
    c.line(beat, 4, rgb("7fe0b0"))
    c.glow((lo + hi) / 2, 385, 130, rgb("7fe0b0"), 0.3)
    drip = mx(1330)
    c.line([(drip, 860), (drip, 210)], 7, grey)
    c.line([(drip - 34, 214), (drip + 34, 214)], 7, grey)
    c.fill(box(drip + 12, 222, drip + 56, 310, 12), p.paper, 0.75)
    c.line(curve([(drip + 34, 310), (drip + 44, 430), (mx(1180), 560)], False), 3, p.paper, 0.8)
    coat = replace(
        look(rng, p), top=p.lit(rgb("fbf7ec")), cut="coat", hat="", legs=p.lit(rgb("3d6f78"))
    )
    doctor = person(c, mx(640), 892, 600, coat, "talk", side)
    dx, dy = doctor.near_hand
    c.fill(
        turned(box(dx - 34, dy - 60, dx + 34, dy + 30, 5), side * -14, (dx, dy)),
        p.lit(rgb("a97a4f")),
    )
    c.fill(turned(box(dx - 27, dy - 48, dx + 27, dy + 24, 3), side * -14, (dx, dy)), p.paper)
    chest = (doctor.head[0] - side * 6, doctor.head[1] + 96)
    c.line(
        curve(
            [
                (chest[0] - 26, chest[1] - 24),
                (chest[0] - 20, chest[1] + 40),
                (chest[0] + 14, chest[1] + 44),
                (chest[0] + 22, chest[1] - 22),
            ],
            False,
        ),
        6,
        p.ink,
    )
    c.disc(chest[0] - 2, chest[1] + 60, 11, p.ink)
    stool = mx(420)
    plant(c, p, rng, stool, 880, 260)


INTERIOR = (
    (
        negotiation,
        (0.5, 0.66),
        "Two delegations face one another across a table, flags behind them",
    ),
    (living_room, (0.54, 0.66), "Somebody reads in an armchair beside a window, a cat on the rug"),
    (
        classroom,
        (0.5, 0.55),
        "A teacher explains a drawing on the board while pupils raise their hands",
    ),
    (clinic, (0.5, 0.6), "A doctor talks with a patient who sits up in bed"),
)
