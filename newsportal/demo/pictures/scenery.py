"""What many compositions share: skies, clouds, weather, water, hills, trees, towers, birds."""

import itertools
import math
from random import Random

from newsportal.demo.pictures.canvas import Canvas, Colour
from newsportal.demo.pictures.geometry import (
    Outline,
    Point,
    around,
    at,
    box,
    crag,
    curve,
    down_to,
    ellipse,
    path,
    roll,
)
from newsportal.demo.pictures.palettes import Palette, mix, rgb


def sky(c: Canvas, p: Palette, horizon: float = 1000.0) -> None:
    """Lay the sky from the top of the sheet down to ``horizon``."""
    c.box(0, 0, 1600, 1000, p.sky[1])
    c.wash(None, p.sky[0], (0, horizon * 0.55), (0, -40), (0, 1), 0.12)
    c.wash(None, p.sky[2], (0, horizon * 0.35), (0, horizon), (0, 1), 0.12)
    if p.mood == "night":
        stars(c, p, horizon * 0.75)


def sun(c: Canvas, p: Palette, x: float, y: float, r: float) -> None:
    """Set the sun, or the moon at night, at (x, y); in a storm a pale break in the clouds."""
    if p.mood == "night":
        c.glow(x, y, r * 6, mix(p.sun, p.sky[1], 0.45), 0.5)
        c.disc(x, y, r, p.sun)
        for dx, dy, size in ((-0.3, -0.2, 0.2), (0.25, 0.3, 0.26), (0.3, -0.38, 0.12)):
            c.disc(x + dx * r, y + dy * r, r * size, mix(p.sun, p.sky[2], 0.22))
    elif p.mood == "storm":
        c.glow(x, y, r * 7, p.sun, 0.5)
        c.disc(x, y, r * 0.8, p.sun, 0.4)
    else:
        c.glow(x, y, r * 5.5, p.sun, 0.6)
        c.disc(x, y, r, p.sun)
        c.wash(ellipse(x, y, r), p.haze, (x, y), (x, y + r * 1.1), (0, 0.45), 0.3)


def stars(c: Canvas, p: Palette, low: float) -> None:
    """Scatter stars above ``low``, fewer towards it."""
    for _ in range(150):
        x, y = c.rng.uniform(0, c.width), c.rng.uniform(0, 1) ** 1.4 * low
        c.disc(x, y, c.rng.choice((1.0, 1.2, 1.5, 2.4)), p.sun, c.rng.uniform(0.35, 0.9))


def clouds(c: Canvas, p: Palette, rng: Random, low: float, count: int) -> None:
    """Draw clouds above ``low`` in the manner of the mood."""
    if p.mood == "storm":
        for i in range(4):
            base = low * (0.62 - 0.17 * i)
            bank = down_to(_bank(rng, base, low * 0.2), -200)
            c.fill(bank, mix(p.sky[1], p.ramp[2], 0.14 + 0.2 * i))
            c.wash(bank, p.sky[2], (0, base - 40), (0, base + low * 0.26), (0, 0.42), 0.5)
        return
    for _ in range(count):
        width = rng.uniform(180, 460)
        x, y = rng.uniform(-60, 1640), low * rng.uniform(0.12, 0.85)
        share = y / low
        colour = mix(p.paper, p.sky[2], 0.2 + 0.4 * share)
        alpha = 0.85
        if p.mood == "night":
            colour, alpha = mix(p.sky[2], p.sky[1], 0.35), 0.5
        elif p.mood == "dusk":
            colour = mix(p.sky[2], p.sun, 0.45)
            alpha = 0.75
        if rng.random() < 0.5 or p.mood in ("dusk", "night"):
            _streaks(c, rng, x, y, width, colour, alpha)
        else:
            cumulus(c, x, y, width, colour, mix(p.sky[1], p.sky[2], 0.4), rng)


def _bank(rng: Random, y: float, size: float) -> Outline:
    """Return the bulging underside of a bank of storm clouds hanging about ``y``."""
    bulges: list[tuple[float, float, float]] = []
    x = -160.0
    while x < 1760:
        r = size * rng.uniform(0.45, 1.9)
        bulges.append((x, y - r * rng.uniform(0.35, 0.75), r))
        x += r * rng.uniform(0.75, 1.35)
    line: Outline = []
    for px in range(-20, 1630, 6):
        depths = [
            cy + 0.62 * math.sqrt(r * r - (px - cx) ** 2)
            for cx, cy, r in bulges
            if abs(px - cx) < r
        ]
        line.append((float(px), max(depths, default=y - size)))
    return line


def _streaks(
    c: Canvas, rng: Random, x: float, y: float, width: float, colour: Colour, alpha: float
) -> None:
    bars: list[Outline] = []
    for i in range(rng.randint(2, 4)):
        w = width * rng.uniform(0.4, 1)
        left = x + rng.uniform(-0.35, 0.35) * width - w / 2
        h = rng.uniform(7, 15)
        top = y + i * 12
        bars.append(box(left, top, left + w, top + h, h / 2))
    c.wash(bars, colour, (x - width, y), (x + width, y), (alpha, alpha * 0.6), 0.15)


def cumulus(
    c: Canvas, x: float, y: float, width: float, colour: Colour, shade: Colour, rng: Random
) -> None:
    """Draw a flat-bottomed fair-weather cloud with its base at ``y``."""
    puffs: list[Outline] = [box(x - width / 2, y - width * 0.09, x + width / 2, y, width * 0.045)]
    for i in range(5):
        t = (i + 0.5) / 5
        r = width * (0.08 + 0.11 * math.sin(math.pi * t)) * rng.uniform(0.85, 1.2)
        cx = x - width / 2 + width * (0.1 + 0.8 * t)
        arch = ellipse(cx, y - width * 0.05, r, steps=32)
        puffs.append([(px, min(py, y)) for px, py in arch])
    c.fills(puffs, colour)
    c.wash(puffs, shade, (x, y - width * 0.16), (x, y), (0, 0.7), 0.5)


def weather(c: Canvas, p: Palette, rng: Random) -> None:
    """Let it rain in a storm; other moods are dry."""
    if p.mood != "storm":
        return
    slant = rng.choice((-1, 1)) * rng.uniform(0.22, 0.38)
    for _ in range(330):
        x, y = rng.uniform(-150, 1750), rng.uniform(-40, 1000)
        length = rng.uniform(22, 70)
        c.line([(x, y), (x + slant * length, y + length)], 1.7, p.paper, rng.uniform(0.14, 0.4))


def lightning(c: Canvas, p: Palette, rng: Random, x: float, top: float, bottom: float) -> None:
    """Strike a bolt from ``top`` to ``bottom`` near ``x``."""
    bolt = [(x, top)]
    while bolt[-1][1] < bottom:
        px, py = bolt[-1]
        bolt.append((px + rng.uniform(-34, 30), py + rng.uniform(25, 60)))
    c.glow(x, (top + bottom) / 2, 420, p.sun, 0.5)
    c.line(bolt, 5, p.paper)
    middle = bolt[len(bolt) // 2]
    c.line(
        [middle, (middle[0] + 50, middle[1] + 60), (middle[0] + 62, middle[1] + 110)], 3, p.paper
    )


def birds(
    c: Canvas, rng: Random, x: float, y: float, count: int, colour: Colour, size: float
) -> None:
    """Send up a loose flock of gulls round (x, y)."""
    for _ in range(count):
        bx, by = x + rng.gauss(0, size * 6), y + rng.gauss(0, size * 2.6)
        s = size * rng.uniform(0.6, 1.2)
        lift, bank = rng.uniform(0.25, 0.7), rng.uniform(-0.25, 0.25)
        wing = [
            (bx - s * 1.25, by - s * (lift * 0.6 + bank)),
            (bx - s * 0.55, by - s * (lift + bank * 0.4)),
            (bx, by),
            (bx + s * 0.55, by - s * (lift - bank * 0.4)),
            (bx + s * 1.25, by - s * (lift * 0.6 - bank)),
            (bx + s * 0.5, by - s * (lift * 0.62 - bank * 0.4)),
            (bx, by + s * 0.24),
            (bx - s * 0.5, by - s * (lift * 0.62 + bank * 0.4)),
        ]
        c.fill(wing, colour)


# -- water -------------------------------------------------------------------------------------


def water(
    c: Canvas, p: Palette, rng: Random, y: float, sun_x: float | None, mirror: bool = True
) -> None:
    """Fill the sheet below ``y`` with water, the sky mirrored, light glittering below the sun."""
    base = mix(p.ramp[1], p.sky[1], 0.35)
    if mirror:
        c.mirror(y, 1000, base, 0.36, 7, squash=1.0)
    else:
        c.box(0, y, 1600, 1000, mix(p.sky[2], base, 0.5))
    area = box(0, y, 1600, 1000)
    c.wash(area, p.ramp[2], (0, y + 30), (0, 1010), (0.05, 0.82), 0.3)
    glints(c, rng, y, mix(p.sky[2], p.paper, 0.35), 70, None, 0.32)
    if sun_x is not None:
        glints(c, rng, y, p.sun, 95, sun_x, 0.8)


def glints(
    c: Canvas,
    rng: Random,
    y: float,
    colour: Colour,
    count: int,
    x: float | None,
    alpha: float,
    bottom: float = 1000.0,
) -> None:
    """Scatter thin lenses of light over water from ``y`` to ``bottom``, in a column below ``x``."""
    for _ in range(count):
        share = rng.random() ** 1.5
        gy = y + 3 + share * (bottom - y)
        size = 8 + 70 * share
        gx = rng.uniform(0, 1600) if x is None else x + rng.gauss(0, 16 + 75 * share)
        half = size * rng.uniform(0.4, 1.1)
        thick = (1.0 + 3.4 * share) * rng.uniform(0.7, 1.2)
        lens = [(gx - half, gy), (gx - half * 0.3, gy - thick), (gx + half * 0.4, gy - thick * 0.8)]
        lens += [
            (gx + half, gy),
            (gx + half * 0.3, gy + thick * 0.9),
            (gx - half * 0.4, gy + thick),
        ]
        c.fill(lens, colour, alpha * rng.uniform(0.6, 1))


def wake(c: Canvas, x: float, y: float, length: float, colour: Colour, facing: int) -> None:
    """Draw the foam that a hull trails: ``x`` is the stern, ``facing`` the way it sails."""
    for i in range(5):
        reach = length * (1 - i * 0.16)
        dy = i * 7.0
        tail = x - facing * reach
        c.fill(
            [(x + facing * 20, y + dy - 2), (tail, y + dy + 2), (x, y + dy + 5)],
            colour,
            0.6 - i * 0.08,
        )


# -- land --------------------------------------------------------------------------------------


def hills(
    c: Canvas, p: Palette, rng: Random, y: float, height: float, depth: float, length: float = 900
) -> Outline:
    """Draw a soft range with its feet in mist; returns its skyline."""
    line = roll(rng, y, height, length * rng.uniform(0.8, 1.25))
    area = down_to(line, 1000)
    c.fill(area, p.tone(depth))
    c.wash(area, p.haze, (0, y - height), (0, y + height * 2.2 + 90), (0.0, 0.55), 0.45)
    return line


def ridge(
    c: Canvas,
    p: Palette,
    rng: Random,
    y: float,
    height: float,
    depth: float,
    peaks: int = 5,
) -> Outline:
    """Draw a mountain range with lit and shaded faces; returns its skyline."""
    tops: list[Point] = [(-80, y)]
    for i in range(peaks):
        x = (i + 0.5 + rng.uniform(-0.28, 0.28)) * 1600 / peaks
        tops.append((x, y - height * rng.uniform(0.55, 1.0)))
        gap = (i + 1 + rng.uniform(-0.15, 0.15)) * 1600 / peaks
        tops.append((gap, y - height * rng.uniform(0.1, 0.35)))
    tops[-1] = (1680, y)
    line: Outline = []
    for left, right in itertools.pairwise(tops):
        line += crag(rng, *left, *right, rough=height * 0.1)[:-1]
    line.append(tops[-1])
    area = down_to(line, 1000)
    c.fill(area, p.tone(depth))
    for i in range(1, len(tops) - 1, 2):
        face(c, p, rng, tops[i], tops[i + 1], y + height * 0.5, depth)
    c.wash(area, p.haze, (0, y - height * 0.4), (0, y + height * 0.5 + 40), (0.0, 0.75), 0.45)
    return line


def face(
    c: Canvas, p: Palette, rng: Random, top: Point, valley: Point, foot: float, depth: float
) -> None:
    """Shade the side of a peak away from the light, down to ``foot``."""
    crest = crag(rng, top[0], top[1], top[0] + rng.uniform(-40, 40), foot, (foot - top[1]) * 0.0)
    crest = [
        (x + math.sin(i * 1.7) * 16 + rng.uniform(-9, 9), y) if i > 0 else (x, y)
        for i, (x, y) in enumerate(crest)
    ]
    crest = _zigzag(rng, top, foot)
    side = [*crest, (valley[0] + 30, foot), valley]
    c.wash(side, p.ink, (top[0], top[1]), (top[0], foot), (0.34 * (1 - depth) + 0.08, 0.1), 0.55)


def _zigzag(rng: Random, top: Point, foot: float) -> Outline:
    x, y = top
    line: Outline = [top]
    direction = rng.choice((-1, 1))
    while y < foot:
        step = (foot - top[1]) * rng.uniform(0.08, 0.18)
        y = min(foot, y + step)
        x += direction * step * rng.uniform(0.25, 0.7)
        direction = -direction
        line.append((x, y))
    return line


def conifer(
    c: Canvas, rng: Random, x: float, y: float, h: float, colour: Colour, shade: Colour
) -> None:
    """Draw a fir with its foot at (x, y)."""
    c.box(x - h * 0.022, y - h * 0.12, x + h * 0.022, y, shade)
    tiers = 6
    left: Outline = []
    right: Outline = []
    for i in range(tiers):
        t = (i + 1) / tiers
        level = y - h + h * 0.92 * t
        w = h * 0.2 * t**0.9 * rng.uniform(0.85, 1.15) + h * 0.01
        left += [(x - w, level + h * 0.02), (x - w * 0.5, level - h * 0.012)]
        right += [(x + w, level + h * 0.02), (x + w * 0.5, level - h * 0.012)]
    outline = [(x, y - h), *left[:-1], *reversed(right[:-1])]
    c.fill(outline, colour)
    c.fill([*[(x, y - h), *reversed(right[:-1])][::-1], (x, y - h * 0.06)], shade)


def round_tree(
    c: Canvas,
    rng: Random,
    x: float,
    y: float,
    h: float,
    colour: Colour,
    shade: Colour,
    trunk: Colour,
) -> None:
    """Draw a broad-leaved tree with its foot at (x, y)."""
    c.fill(
        path(around(x, y, h), "-0.03,0 -0.014,-0.5 0.014,-0.5 0.03,0"),
        trunk,
    )
    c.line([(x, y - h * 0.36), (x + h * 0.14, y - h * 0.56)], h * 0.018, trunk)
    c.line([(x, y - h * 0.3), (x - h * 0.13, y - h * 0.5)], h * 0.018, trunk)
    crown: list[Outline] = []
    for i in range(7):
        angle = i * 2.4 + rng.uniform(0, 0.6)
        d = h * 0.17 * (i / 7) ** 0.5
        r = h * rng.uniform(0.14, 0.2)
        crown.append(
            ellipse(x + d * 1.15 * math.cos(angle), y - h * 0.68 + d * math.sin(angle), r, steps=26)
        )
    c.fills(crown, colour)
    c.wash(
        crown, shade, (x - h * 0.18, y - h * 0.85), (x + h * 0.22, y - h * 0.45), (0, 0.95), 0.65
    )


def cypress(c: Canvas, x: float, y: float, h: float, colour: Colour, shade: Colour) -> None:
    """Draw a slim poplar or cypress with its foot at (x, y)."""
    w = h * 0.1
    side = curve([(x, y - h), (x + w, y - h * 0.5), (x + w * 0.8, y - h * 0.12), (x, y)], False)
    other = [(2 * x - px, py) for px, py in reversed(side)]
    c.fill(side + other, colour)
    c.fill([*side, (x + w * 0.1, y - h * 0.4)], shade)


def grass(
    c: Canvas, rng: Random, y: float, colours: list[Colour], h: float, step: float = 9
) -> None:
    """Draw a fringe of blades along ``y`` over the whole width."""
    x = -10.0
    while x < 1610:
        tall = h * rng.uniform(0.35, 1)
        lean = rng.uniform(-0.35, 0.45) * tall
        w = rng.uniform(2.5, 5)
        tip = (x + lean, y - tall)
        c.fill(
            [(x - w, y + 30), (x + lean * 0.3 - w * 0.5, y - tall * 0.5), tip, (x + w, y + 30)],
            rng.choice(colours),
        )
        x += step * rng.uniform(0.5, 1.5)


def smoke(
    c: Canvas,
    rng: Random,
    x: float,
    y: float,
    size: float,
    colour: Colour,
    lean: float,
    puffs: int = 9,
) -> None:
    """Let smoke rise from (x, y), drifting by ``lean`` units for each unit of height."""
    for i in range(puffs):
        t = i / puffs
        r = size * (0.35 + 1.5 * t)
        px = x + lean * size * 5.4 * t**1.25 + rng.uniform(-0.25, 0.25) * r
        py = y - size * 5.2 * t + rng.uniform(-0.15, 0.15) * r
        c.fill(
            ellipse(px, py, r, r * 0.82, steps=30),
            mix(colour, (255, 255, 255), 0.1 * (i % 2)),
            0.85 - 0.62 * t,
        )


def pines_on(
    c: Canvas,
    p: Palette,
    rng: Random,
    line: Outline,
    depth: float,
    h: float,
    count: int,
    x0: float = -20,
    x1: float = 1620,
) -> None:
    """Plant firs along a skyline between ``x0`` and ``x1``."""
    colour = p.lit(mix(p.tone(depth), rgb("2f5d4a"), 0.35 * (1 - depth)), depth * 0.4, 0.1)
    for x in sorted(rng.uniform(x0, x1) for _ in range(count)):
        size = h * rng.uniform(0.6, 1.2)
        conifer(c, rng, x, at(line, x) + size * 0.08, size, colour, mix(colour, p.ink, 0.35))
