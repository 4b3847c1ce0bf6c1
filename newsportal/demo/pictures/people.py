"""Small whole figures: jointed, dressed, each with something to do."""

import math
from dataclasses import dataclass, replace
from random import Random

from newsportal.demo.pictures.canvas import Canvas, Colour
from newsportal.demo.pictures.geometry import (
    Outline,
    Point,
    around,
    box,
    curve,
    ellipse,
    limb,
    path,
)
from newsportal.demo.pictures.palettes import Palette, mix, rgb

SKINS = tuple(rgb(code) for code in "f3cfb3 e8b592 d39b73 b97a52 8f5a3a 6a4029 4a2c1e".split())
HAIR = tuple(
    rgb(code) for code in "1c1616 2f211b 4b3021 7a4a26 a8743a c9a15a 8d8781 d8d3ca".split()
)
CLOTH = tuple(
    rgb(code)
    for code in "f1e6d2 22324a 3c5a73 8c2f39 d9a441 4f6b4a 6b4a6e 2b2b33 b35a3a 7d97a5 c7b299".split()
)
HAIR_STYLES = ("crop", "bob", "bun", "long", "afro", "scarf", "bald", "tail")

# Joints in shares of the figure's height: x towards where it looks, y upwards from the ground.
# far and near arm: elbow, hand; far and near leg: knee, foot; hip and chest carry the torso.
_STAND: dict[str, Point] = {
    "hip": (0.0, 0.49),
    "chest": (0.0, 0.79),
    "head": (0.012, 0.925),
    "far_elbow": (-0.085, 0.64),
    "far_hand": (-0.07, 0.49),
    "near_elbow": (0.07, 0.63),
    "near_hand": (0.1, 0.49),
    "far_knee": (-0.03, 0.26),
    "far_foot": (-0.045, 0.0),
    "near_knee": (0.035, 0.26),
    "near_foot": (0.035, 0.0),
}


def _pose(**joints: Point) -> dict[str, Point]:
    return {**_STAND, **joints}


POSES: dict[str, dict[str, Point]] = {
    "stand": _STAND,
    "walk": _pose(
        chest=(0.015, 0.785),
        head=(0.035, 0.92),
        far_elbow=(0.085, 0.635),
        far_hand=(0.16, 0.54),
        near_elbow=(-0.08, 0.635),
        near_hand=(-0.1, 0.49),
        far_knee=(-0.03, 0.255),
        far_foot=(-0.15, 0.035),
        near_knee=(0.085, 0.27),
        near_foot=(0.13, 0.0),
    ),
    "run": _pose(
        hip=(0.0, 0.5),
        chest=(0.09, 0.77),
        head=(0.15, 0.895),
        far_elbow=(0.16, 0.62),
        far_hand=(0.29, 0.7),
        near_elbow=(-0.06, 0.63),
        near_hand=(0.03, 0.53),
        far_knee=(-0.07, 0.3),
        far_foot=(-0.29, 0.24),
        near_knee=(0.16, 0.37),
        near_foot=(0.13, 0.1),
    ),
    "kick": _pose(
        hip=(0.0, 0.5),
        chest=(-0.08, 0.77),
        head=(-0.05, 0.9),
        far_elbow=(0.06, 0.72),
        far_hand=(0.19, 0.68),
        near_elbow=(-0.22, 0.72),
        near_hand=(-0.36, 0.76),
        far_knee=(-0.04, 0.26),
        far_foot=(-0.1, 0.0),
        near_knee=(0.16, 0.39),
        near_foot=(0.36, 0.3),
    ),
    "point": _pose(
        near_elbow=(0.15, 0.735),
        near_hand=(0.31, 0.77),
        far_hand=(-0.05, 0.5),
    ),
    "raise": _pose(
        near_elbow=(0.135, 0.87),
        near_hand=(0.115, 1.03),
        far_hand=(-0.03, 0.52),
    ),
    "cheer": _pose(
        near_elbow=(0.15, 0.86),
        near_hand=(0.16, 1.02),
        far_elbow=(-0.14, 0.86),
        far_hand=(-0.17, 1.02),
        head=(0.01, 0.93),
    ),
    "hold": _pose(
        near_elbow=(0.06, 0.62),
        near_hand=(0.18, 0.66),
        far_elbow=(0.0, 0.62),
        far_hand=(0.15, 0.64),
        head=(0.03, 0.918),
    ),
    "carry": _pose(near_elbow=(0.075, 0.63), near_hand=(0.12, 0.72)),
    "talk": _pose(
        near_elbow=(0.1, 0.635),
        near_hand=(0.235, 0.7),
        far_elbow=(-0.09, 0.64),
        far_hand=(0.02, 0.6),
    ),
    "lean": _pose(
        chest=(0.06, 0.775),
        head=(0.1, 0.9),
        near_elbow=(0.16, 0.6),
        near_hand=(0.27, 0.58),
        far_elbow=(0.13, 0.6),
        far_hand=(0.25, 0.6),
    ),
    "conduct": _pose(
        near_elbow=(0.16, 0.74),
        near_hand=(0.27, 0.9),
        far_elbow=(-0.15, 0.76),
        far_hand=(-0.25, 0.92),
        head=(0.02, 0.93),
    ),
    "dance": _pose(
        hip=(0.0, 0.5),
        chest=(-0.03, 0.79),
        head=(-0.05, 0.925),
        near_elbow=(0.13, 0.88),
        near_hand=(0.2, 1.04),
        far_elbow=(-0.17, 0.72),
        far_hand=(-0.32, 0.76),
        far_knee=(-0.01, 0.25),
        far_foot=(0.0, 0.0),
        near_knee=(0.19, 0.45),
        near_foot=(0.39, 0.5),
    ),
    "dive": _pose(
        hip=(0.0, 0.5),
        chest=(0.24, 0.66),
        head=(0.36, 0.74),
        near_elbow=(0.42, 0.8),
        near_hand=(0.58, 0.9),
        far_elbow=(0.38, 0.66),
        far_hand=(0.54, 0.74),
        far_knee=(-0.17, 0.37),
        far_foot=(-0.34, 0.3),
        near_knee=(-0.08, 0.3),
        near_foot=(-0.28, 0.16),
    ),
    "sit": _pose(
        hip=(0.0, 0.27),
        chest=(-0.01, 0.57),
        head=(0.02, 0.705),
        near_elbow=(0.06, 0.4),
        near_hand=(0.18, 0.45),
        far_elbow=(0.03, 0.4),
        far_hand=(0.17, 0.42),
        far_knee=(0.2, 0.275),
        far_foot=(0.18, 0.0),
        near_knee=(0.22, 0.27),
        near_foot=(0.22, 0.0),
    ),
    "ride": _pose(
        hip=(-0.06, 0.55),
        chest=(0.1, 0.8),
        head=(0.17, 0.925),
        near_elbow=(0.17, 0.66),
        near_hand=(0.29, 0.6),
        far_elbow=(0.17, 0.66),
        far_hand=(0.3, 0.6),
        far_knee=(0.1, 0.36),
        far_foot=(0.0, 0.22),
        near_knee=(0.09, 0.42),
        near_foot=(0.06, 0.13),
    ),
    "bend": _pose(
        hip=(-0.03, 0.5),
        chest=(0.17, 0.67),
        head=(0.28, 0.73),
        near_elbow=(0.2, 0.46),
        near_hand=(0.27, 0.32),
        far_elbow=(0.22, 0.48),
        far_hand=(0.31, 0.34),
    ),
}


@dataclass(frozen=True)
class Look:
    """What a figure wears, already in the colours of the picture's light."""

    skin: Colour
    hair: Colour
    top: Colour
    legs: Colour
    shoes: Colour
    style: str = "crop"
    cut: str = "jacket"
    hat: str = ""
    hat_colour: Colour = (0, 0, 0)


def look(rng: Random, p: Palette, depth: float = 0.0, shade: float = 0.0) -> Look:
    """Return the clothes of a passer-by seen at ``depth`` and ``shade`` (see ``Palette.lit``)."""
    skin = p.lit(rng.choice(SKINS), depth, shade * 0.7)
    hair = p.lit(rng.choice(HAIR), depth, shade)
    tops = (*CLOTH, p.accent, p.accent, p.accent2)
    top = p.lit(rng.choice(tops), depth, shade)
    legs = p.lit(rng.choice(CLOTH[1:3] + CLOTH[7:8] + CLOTH[9:]), depth, shade)
    hat = rng.choice(("", "", "", "", "", "beanie", "brim"))
    return Look(
        skin=skin,
        hair=hair,
        top=top,
        legs=legs,
        shoes=p.lit(p.ink, depth, 0.4),
        style=rng.choice(HAIR_STYLES),
        cut=rng.choice(("jacket", "coat", "coat", "dress", "jacket")),
        hat=hat,
        hat_colour=p.lit(rng.choice(tops), depth, shade),
    )


def silhouette(colour: Colour, rng: Random) -> Look:
    """Return a look in one colour, for figures seen against the light."""
    return Look(
        skin=colour,
        hair=colour,
        top=colour,
        legs=colour,
        shoes=colour,
        style=rng.choice(HAIR_STYLES),
        cut=rng.choice(("jacket", "coat", "dress")),
        hat=rng.choice(("", "", "brim", "beanie")),
        hat_colour=colour,
    )


@dataclass(frozen=True)
class Figure:
    """A drawn figure: where its hands and head came to lie, for things to hold."""

    near_hand: Point
    far_hand: Point
    head: Point
    height: float


def person(
    c: Canvas,
    x: float,
    y: float,
    height: float,
    wear: Look,
    pose: str = "stand",
    facing: int = 1,
) -> Figure:
    """Draw a figure of ``height`` units with its feet at (x, y), looking right (1) or left (-1).

    ``pose`` is a key of ``POSES``. Returns where its hands and head are.
    """
    joints = {
        name: (x + facing * px * height, y - py * height) for name, (px, py) in POSES[pose].items()
    }
    h = height
    side = wear.top if sum(wear.top) < 90 else mix(wear.top, (16, 14, 30), 0.28)
    back_leg = mix(wear.legs, (16, 14, 30), 0.28)
    hip, chest, head = joints["hip"], joints["chest"], joints["head"]
    far_shoulder = (chest[0] - facing * 0.07 * h, chest[1] + 0.012 * h)
    near_shoulder = (chest[0] + facing * 0.055 * h, chest[1] + 0.012 * h)

    _arm(c, (far_shoulder, joints["far_elbow"], joints["far_hand"]), h, side, wear.skin)
    skirt = wear.cut == "dress"
    for knee, foot, colour, root in (
        ("far_knee", "far_foot", back_leg, -0.028),
        ("near_knee", "near_foot", wear.legs, 0.028),
    ):
        start = (hip[0] + facing * root * h, hip[1])
        shown = wear.skin if skirt else colour
        radii = (0.05 * h, 0.036 * h, 0.024 * h) if not skirt else (0.04 * h, 0.028 * h, 0.02 * h)
        ankle = (joints[foot][0], joints[foot][1] - 0.025 * h)
        c.fills(limb((start, joints[knee], ankle), radii), shown)
        _shoe(c, joints[foot], h, wear.shoes, facing)
    _torso(c, wear, h, facing, hip, chest, joints)
    if wear.style == "long" and wear.hat != "helmet":
        c.fills(
            limb(
                (head, (chest[0] - facing * 0.035 * h, chest[1] + 0.06 * h)),
                (0.055 * h, 0.04 * h),
            ),
            wear.hair,
        )
    neck = (chest[0] + facing * 0.004 * h, chest[1] - 0.01 * h)
    c.fills(limb((neck, head), (0.03 * h, 0.026 * h)), mix(wear.skin, (40, 16, 24), 0.18))
    _head(c, wear, head, h, facing)
    sleeve = mix(wear.top, (255, 246, 230), 0.1)
    _arm(c, (near_shoulder, joints["near_elbow"], joints["near_hand"]), h, sleeve, wear.skin)
    return Figure(joints["near_hand"], joints["far_hand"], head, h)


def _arm(
    c: Canvas, joints: tuple[Point, Point, Point], h: float, sleeve: Colour, skin: Colour
) -> None:
    hand = joints[2]
    c.fill(ellipse(*hand, 0.026 * h, steps=14), skin)
    wrist = (
        hand[0] + (joints[1][0] - hand[0]) * 0.14,
        hand[1] + (joints[1][1] - hand[1]) * 0.14,
    )
    c.fills(limb((joints[0], joints[1], wrist), (0.043 * h, 0.034 * h, 0.026 * h)), sleeve)


def _shoe(c: Canvas, foot: Point, h: float, colour: Colour, facing: int) -> None:
    x, y = foot
    toe = x + facing * 0.07 * h
    heel = x - facing * 0.028 * h
    c.fill(
        [
            (heel, y - 0.03 * h),
            (x + facing * 0.025 * h, y - 0.034 * h),
            (toe, y - 0.008 * h),
            (toe, y + 0.008 * h),
            (heel, y + 0.008 * h),
        ],
        colour,
    )


def _torso(
    c: Canvas,
    wear: Look,
    h: float,
    facing: int,
    hip: Point,
    chest: Point,
    joints: dict[str, Point],
) -> None:
    down = ((hip[0] - chest[0]) / h, (hip[1] - chest[1]) / h)
    length = math.hypot(*down) or 1.0
    down = (down[0] / length, down[1] / length)

    def near(point: Point, dx: float, dy: float) -> Point:
        """A point beside the spine: dx towards the front, dy down the back."""
        return (
            point[0] + (facing * dx * down[1] + dy * down[0]) * h,
            point[1] + (dy * down[1] - facing * dx * down[0]) * h,
        )

    collar = [near(chest, -0.03, -0.035), near(chest, 0.035, -0.035)]
    front = [near(chest, 0.092, 0.0), near(chest, 0.1, 0.07)]
    back = [near(chest, -0.105, 0.07), near(chest, -0.098, 0.0)]
    seated = abs(joints["near_knee"][1] - hip[1]) < 0.06 * h
    if wear.cut == "jacket" or seated:
        hem = [near(hip, 0.082, 0.035), near(hip, -0.082, 0.035)]
    else:
        long, flare = (0.2, 0.03) if wear.cut == "coat" else (0.16, 0.055)
        lead = max(joints["near_knee"][0] * facing, joints["far_knee"][0] * facing) * facing
        trail = min(joints["near_knee"][0] * facing, joints["far_knee"][0] * facing) * facing
        hem = [
            (lead + facing * (0.045 + flare) * h, hip[1] + long * h),
            (trail - facing * (0.045 + flare) * h, hip[1] + (long + 0.01) * h),
        ]
        hem = [near(hip, 0.085, 0.0), *hem, near(hip, -0.085, 0.0)]
    outline = collar[1:] + front + hem + back + collar[:1]
    c.fill(outline, wear.top)
    for x, y in (front[0], back[-1]):
        c.fill(ellipse(x - (x - chest[0]) * 0.4, y + 0.012 * h, 0.042 * h, steps=14), wear.top)
    # the side away from the light
    rear = [collar[0], near(chest, 0.0, 0.03), *_middle(hem), *hem[len(hem) // 2 :], *back]
    c.fill(rear, (16, 14, 30), 0.16)


def _middle(hem: list[Point]) -> list[Point]:
    front, back = hem[len(hem) // 2 - 1], hem[len(hem) // 2]
    return [((front[0] + back[0]) / 2, (front[1] + back[1]) / 2)]


def _head(c: Canvas, wear: Look, head: Point, h: float, facing: int) -> None:
    x, y = head
    rx, ry = 0.05 * h, 0.064 * h

    def spot(dx: float, dy: float) -> Point:
        return (x + facing * dx * h, y + dy * h)

    if wear.style == "afro" and not wear.hat:
        c.fill(ellipse(*spot(-0.012, -0.022), 0.082 * h, 0.08 * h, steps=30), wear.hair)
    if wear.style == "tail" and wear.hat != "helmet":
        tail = limb((spot(-0.045, -0.02), spot(-0.095, 0.02), spot(-0.085, 0.075)), _radii(h))
        c.fills(tail, wear.hair)
    face = curve(
        path(
            spot,
            "-0.05,0 -0.03,-0.055 0.02,-0.06 0.048,-0.02 0.058,0.008 0.046,0.018 0.034,0.058 0.008,0.062 -0.03,0.04",
        ),
        steps=5,
    )
    c.fill(face, wear.skin)
    if wear.hat == "helmet":
        c.fill(_cap(spot(-0.004, -0.012), rx * 1.28, ry * 1.12), wear.hat_colour)
        brim = path(spot, "-0.072,-0.02 0.088,-0.02 0.086,-0.006 -0.07,-0.006")
        c.fill(brim, mix(wear.hat_colour, (0, 0, 0), 0.2))
        return
    if wear.hat == "beanie":
        c.fill(_cap(spot(-0.006, -0.01), rx * 1.14, ry * 1.15), wear.hat_colour)
        return
    if wear.hat == "brim":
        c.fill(ellipse(*spot(0.0, -0.022), 0.105 * h, 0.016 * h, steps=24), wear.hat_colour)
        c.fill(_cap(spot(-0.004, -0.022), rx * 1.1, ry * 1.0), wear.hat_colour)
        return
    if wear.style == "bald":
        return
    if wear.style == "scarf":
        cloth = mix(wear.top, (255, 255, 255), 0.25)
        outer = ellipse(*spot(-0.006, 0.0), 0.066 * h, 0.08 * h, steps=30)
        c.fill(outer, cloth)
        c.fill(ellipse(*spot(0.02, 0.006), 0.038 * h, 0.05 * h, steps=24), wear.skin)
        c.fill(path(spot, "-0.06,0.02 0.05,0.05 0.07,0.13 -0.09,0.14"), cloth)
        return
    top = path(spot, "0.052,-0.03 0.035,-0.066 -0.012,-0.078 -0.056,-0.05 -0.064,0")
    if wear.style == "bob":
        rest = path(spot, "-0.07,0.05 -0.02,0.062 -0.01,-0.01 0.015,-0.035")
    elif wear.style == "afro":
        rest = path(spot, "-0.05,0.03 -0.02,0 0.01,-0.03")
    else:
        rest = path(spot, "-0.052,0.028 -0.022,0.01 -0.014,-0.02 0.02,-0.036")
    c.fill(curve([*top, *rest], steps=5), wear.hair)
    if wear.style == "bun":
        c.fill(ellipse(*spot(-0.05, -0.07), 0.032 * h, steps=18), wear.hair)


def _radii(h: float) -> tuple[float, float, float]:
    return (0.02 * h, 0.024 * h, 0.008 * h)


def _cap(middle: Point, rx: float, ry: float) -> Outline:
    x, y = middle
    return [(px, min(py, y)) for px, py in ellipse(x, y, rx, ry, steps=30)]


def worker(rng: Random, p: Palette, shade: float = 0.0) -> Look:
    """Return somebody in work clothes and a helmet."""
    return replace(
        look(rng, p, 0.0, shade),
        cut="jacket",
        hat="helmet",
        hat_colour=p.lit(rng.choice((rgb("f2b632"), p.accent, rgb("f4efe2"))), 0, shade),
        top=p.lit(rng.choice((rgb("f08a2c"), rgb("35566f"), p.accent2)), 0, shade),
        legs=p.lit(rgb("2c3d52"), 0, shade),
    )


def umbrella(c: Canvas, hand: Point, r: float, colour: Colour, pole: Colour) -> None:
    """Open an umbrella of radius ``r`` above a hand."""
    x, y = hand
    top = y - r * 1.5
    c.line([(x, y + r * 0.1), (x, top - r * 0.12)], r * 0.045, pole)
    dome = [(px, min(py, top + r * 0.55)) for px, py in ellipse(x, top + r * 0.55, r, r * 0.62)]
    scallops: Outline = []
    for i in range(5):
        left = x + r - i * r * 0.4
        scallops += path(around(left, top, r), "0,0.55 -0.1,0.49 -0.2,0.47 -0.3,0.49")
    upper = [point for point in dome if point[1] < top + r * 0.55]
    c.fill([*upper, (x + r, top + r * 0.55), *scallops, (x - r, top + r * 0.55)], colour)
    c.fill(
        path(around(x, top, r), "0,0 -0.2,0.48 0.2,0.48"),
        mix(colour, (255, 255, 255), 0.18),
    )
    dark = mix(colour, (10, 10, 30), 0.22)
    c.fill(
        path(around(x, top, r), "0,0 0.2,0.48 0.6,0.48 0.99,0.53 0.8,0.18 0.45,0.02"),
        dark,
    )


def placard(
    c: Canvas, hand: Point, size: float, board: Colour, pole: Colour, tilt: float, mark: Colour
) -> None:
    """Hold up a board with painted strokes instead of words."""
    x, y = hand
    top = y - size * 1.25
    shift = tilt * size
    c.line([(x - shift * 0.2, y + size * 0.25), (x + shift, top)], size * 0.06, pole)
    w, t = size * 0.62, size * 0.42
    cx, cy = x + shift, top

    def spot(u: float, v: float) -> Point:
        return (cx + u * w - v * t * tilt, cy + v * t + u * w * tilt)

    c.fill(path(spot, "-1,-1 1,-1 1,1 -1,1"), board)
    for row, length in ((-0.45, 0.72), (0.05, 0.5), (0.5, 0.64)):
        c.line([spot(-length, row), spot(length, row)], size * 0.09, mark)


def crowd_of_heads(
    c: Canvas, rng: Random, y: float, r: float, colours: list[Colour], x0: float, x1: float
) -> None:
    """Draw a row of heads and shoulders seen from behind along ``y``; ``r`` is a head's size."""
    x = x0 + rng.uniform(0, r)
    while x < x1:
        size = r * rng.uniform(0.88, 1.12)
        base = y + rng.uniform(-0.45, 0.45) * r
        colour = rng.choice(colours)
        c.fill(
            curve(
                path(
                    around(x, base, size), "-1.9,3.6 -1.7,1.75 -0.5,1.15 0.5,1.15 1.7,1.75 1.9,3.6"
                ),
                steps=5,
            ),
            colour,
        )
        c.fill(box(x - size * 0.36, base + size * 0.6, x + size * 0.36, base + size * 1.5), colour)
        c.fill(ellipse(x, base, size * 0.82, size, steps=24), colour)
        kind = rng.random()
        if kind < 0.2:
            c.fill(ellipse(x, base - size * 1.05, size * 0.42, steps=16), colour)
        elif kind < 0.35:
            c.fill(ellipse(x, base - size * 0.15, size * 1.25, size * 1.15, steps=24), colour)
        elif kind < 0.5:
            c.fill(
                box(
                    x - size * 0.95,
                    base - size * 0.1,
                    x + size * 0.95,
                    base + size * 1.3,
                    size * 0.5,
                ),
                colour,
            )
        x += size * rng.uniform(2.5, 3.3)
