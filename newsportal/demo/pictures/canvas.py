"""The sheet that every picture is drawn on: flat shapes, grained shading, light, paper.

A canvas is addressed in logical units whatever its size in pixels, and is drawn at twice the
size asked for, so that reducing it at the end smooths every edge.
"""

import math
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from random import Random

from PIL import Image, ImageChops, ImageDraw

from newsportal.demo.pictures.geometry import Outline, Point, ellipse

Colour = tuple[int, int, int]

#: Drawing pixels per final pixel and axis.
OVERSAMPLING = 2
#: Strength of the paper's fine grain and of its slow mottling, in steps of 255. Felt rather than
#: seen, and small enough that a 1200 px JPEG of a picture stays near 200 KB.
FINE_GRAIN, MOTTLE = 10, 5


class Canvas:
    """A sheet of ``width`` × ``height`` logical units at ``scale`` final pixels per unit."""

    def __init__(
        self, scale: float, rng: Random, width: float = 1600.0, height: float = 1000.0
    ) -> None:
        self.width, self.height = width, height
        self.scale = scale * OVERSAMPLING
        self.rng = rng
        pixels = (round(width * self.scale), round(height * self.scale))
        self.image = Image.new("RGB", pixels)
        self.pen = ImageDraw.Draw(self.image, "RGBA")
        half = (pixels[0] // OVERSAMPLING + 1, pixels[1] // OVERSAMPLING + 1)
        speckle = Image.frombytes("L", half, rng.randbytes(half[0] * half[1]))
        self._speckle = speckle.resize(
            (half[0] * OVERSAMPLING, half[1] * OVERSAMPLING), Image.Resampling.BILINEAR
        )

    # -- flat shapes ---------------------------------------------------------------------------

    def fill(self, outline: Sequence[Point], colour: Colour, alpha: float = 1.0) -> None:
        """Fill a closed outline with a flat colour; ``alpha`` from 0 (nothing) to 1."""
        s = self.scale
        self.pen.polygon([(x * s, y * s) for x, y in outline], fill=(*colour, round(255 * alpha)))

    def fills(self, outlines: Sequence[Outline], colour: Colour) -> None:
        """Fill several opaque outlines with one colour."""
        for outline in outlines:
            self.fill(outline, colour)

    def disc(self, x: float, y: float, r: float, colour: Colour, alpha: float = 1.0) -> None:
        """Draw a filled circle."""
        self.oval(x, y, r, r, colour, alpha)

    def oval(
        self, x: float, y: float, rx: float, ry: float, colour: Colour, alpha: float = 1.0
    ) -> None:
        """Draw a filled ellipse."""
        s = self.scale
        self.pen.ellipse(
            ((x - rx) * s, (y - ry) * s, (x + rx) * s, (y + ry) * s),
            fill=(*colour, round(255 * alpha)),
        )

    def box(
        self, x0: float, y0: float, x1: float, y1: float, colour: Colour, alpha: float = 1.0
    ) -> None:
        """Draw a filled upright rectangle from two corners in any order."""
        s = self.scale
        left, right = sorted((x0 * s, x1 * s))
        top, bottom = sorted((y0 * s, y1 * s))
        self.pen.rectangle(
            (left, top, max(left, right - 1), max(top, bottom - 1)),
            fill=(*colour, round(255 * alpha)),
        )

    def line(
        self,
        points: Sequence[Point],
        width: float,
        colour: Colour,
        alpha: float = 1.0,
        caps: bool = False,
    ) -> None:
        """Draw a line of ``width`` logical units; ``caps`` rounds its two ends."""
        s = self.scale
        pixels = max(1, round(width * s))
        ink = (*colour, round(255 * alpha))
        self.pen.line([(x * s, y * s) for x, y in points], fill=ink, width=pixels, joint="curve")
        if caps and pixels > 2:
            for x, y in (points[0], points[-1]):
                self.oval(x, y, width / 2, width / 2, colour, alpha)

    # -- light and shade -----------------------------------------------------------------------

    def wash(
        self,
        outlines: Sequence[Point] | Sequence[Outline] | None,
        colour: Colour,
        start: Point,
        end: Point,
        strength: tuple[float, float] = (0.0, 1.0),
        grain: float = 0.5,
    ) -> None:
        """Lay a grained gradient of ``colour`` over one outline, several, or the whole sheet.

        The colour's strength goes from ``strength[0]`` at ``start`` to ``strength[1]`` at
        ``end``. ``grain`` says how far the gradient breaks into specks, 0 smooth to 1 stippled.
        """
        parts = self._parts(outlines)
        frame = self._frame(parts)
        if frame is None:
            return
        mask = self._ramp(frame, start, end, strength)
        if grain > 0:
            specks = ImageChops.add(mask, self._speckle.crop(frame), 1, -255)
            specks = specks.point([min(255, v * 5) for v in range(256)])
            mask = Image.blend(mask, specks, grain)
        if parts:
            mask = ImageChops.multiply(mask, self._mask(parts, frame))
        self.image.paste(colour, frame, mask)

    def glow(
        self, x: float, y: float, r: float, colour: Colour, strength: float = 0.8, ry: float = 0.0
    ) -> None:
        """Let light of ``colour`` shine from (x, y), fading to nothing at radius ``r``."""
        ry = ry or r
        s = self.scale
        left, top = round((x - r) * s), round((y - ry) * s)
        size = (max(2, round(2 * r * s)), max(2, round(2 * ry * s)))
        frame = self._clipped((left, top, left + size[0], top + size[1]))
        if frame is None:
            return
        # Pillow's radial gradient reaches 179 in the middle of its edges, 255 in its corners
        fade = [round(255 * strength * (1 - min(1.0, v / 178)) ** 1.5) for v in range(256)]
        ball = Image.radial_gradient("L").point(fade).resize(size, Image.Resampling.BILINEAR)
        ball = ball.crop((frame[0] - left, frame[1] - top, frame[2] - left, frame[3] - top))
        under = self.image.crop(frame)
        tint = Image.merge("RGB", [ball.point([v * c // 255 for v in range(256)]) for c in colour])
        self.image.paste(ImageChops.screen(under, tint), frame)

    def beam(
        self, outline: Sequence[Point], colour: Colour, start: Point, end: Point, strength: float
    ) -> None:
        """Let a shaft of light fall through ``outline``, strongest at ``start``."""
        frame = self._frame([list(outline)])
        if frame is None:
            return
        ramp = self._ramp(frame, start, end, (strength, 0.0))
        mask = ImageChops.multiply(ramp, self._mask([list(outline)], frame))
        tint = Image.merge("RGB", [mask.point([v * c // 255 for v in range(256)]) for c in colour])
        self.image.paste(ImageChops.screen(self.image.crop(frame), tint), frame)

    def mirror(
        self, y: float, bottom: float, colour: Colour, veil: float, ripple: float, squash: float = 1
    ) -> None:
        """Mirror what stands above ``y`` into the water down to ``bottom``.

        ``veil`` is the share of the water's own ``colour``, ``ripple`` the sideways swing of
        the waves in units, ``squash`` how many units of height go into one unit of water.
        """
        s = self.scale
        top, depth = round(y * s), round((bottom - y) * s)
        source = min(top, round((bottom - y) * squash * s))
        width = self.image.width
        above = self.image.crop((0, top - source, width, top))
        image = above.transpose(Image.Transpose.FLIP_TOP_BOTTOM).resize(
            (width, depth), Image.Resampling.BILINEAR
        )
        image = Image.blend(image, Image.new("RGB", image.size, colour), veil)
        row, phase = 0, self.rng.uniform(0, 6)
        while row < depth:
            share = row / depth
            step = max(1, round((2.5 + 9 * share) * s / 2))
            swing = math.sin(phase + row / s * (0.42 - 0.25 * share)) + self.rng.uniform(-0.5, 0.5)
            shift = round(swing * ripple * (0.35 + share) * s)
            strip = image.crop((0, row, width, min(depth, row + step)))
            self.image.paste(strip, (shift, top + row))
            if shift > 0:
                self.image.paste(strip.crop((0, 0, shift, step)), (0, top + row))
            elif shift < 0:
                edge = strip.crop((width + shift, 0, width, step))
                self.image.paste(edge, (width + shift, top + row))
            row += step

    @contextmanager
    def inside(self, *outlines: Sequence[Point]) -> Iterator[None]:
        """Keep everything drawn within this context inside the given outlines."""
        parts = [list(outline) for outline in outlines]
        before = self.image.copy()
        yield
        whole = (0, 0, self.image.width, self.image.height)
        outer = ImageChops.invert(self._mask(parts, whole))
        self.image.paste(before, (0, 0), outer)

    # -- the end -------------------------------------------------------------------------------

    def finish(self, size: tuple[int, int], focus: Point = (0.5, 0.5)) -> Image.Image:
        """Return the picture at ``size`` pixels on grained paper, cropped round ``focus``."""
        image = self.image.reduce(OVERSAMPLING)
        width, height = size
        left = round((image.width - width) * focus[0])
        top = round((image.height - height) * focus[1])
        left = max(0, min(left, image.width - width))
        top = max(0, min(top, image.height - height))
        image = image.crop((left, top, left + width, top + height))
        return self._on_paper(image)

    def _on_paper(self, image: Image.Image) -> Image.Image:
        width, height = image.size
        fine = Image.frombytes("L", image.size, self.rng.randbytes(width * height))
        small = (width // 5 + 1, height // 5 + 1)
        mottle = Image.frombytes("L", small, self.rng.randbytes(small[0] * small[1]))
        mottle = mottle.resize(image.size, Image.Resampling.BICUBIC)
        fine = fine.point([128 + round((v - 127.5) * FINE_GRAIN / 128) for v in range(256)])
        mottle = mottle.point([128 + round((v - 127.5) * MOTTLE / 128) for v in range(256)])
        grain = ImageChops.add(fine, mottle, 1, -128)
        return ImageChops.overlay(image, Image.merge("RGB", (grain, grain, grain)))

    # -- masks ---------------------------------------------------------------------------------

    def _parts(self, outlines: Sequence[Point] | Sequence[Outline] | None) -> list[list[Point]]:
        if not outlines:
            return []
        if isinstance(outlines[0], tuple):
            return [list(outlines)]  # type: ignore[arg-type]
        return [list(outline) for outline in outlines]  # type: ignore[arg-type]

    def _clipped(self, frame: tuple[int, int, int, int]) -> tuple[int, int, int, int] | None:
        left, top = max(0, frame[0]), max(0, frame[1])
        right, bottom = min(self.image.width, frame[2]), min(self.image.height, frame[3])
        return (left, top, right, bottom) if right > left and bottom > top else None

    def _frame(self, parts: Sequence[Sequence[Point]]) -> tuple[int, int, int, int] | None:
        if not parts:
            return (0, 0, self.image.width, self.image.height)
        s = self.scale
        xs = [x for part in parts for x, _ in part]
        ys = [y for part in parts for _, y in part]
        return self._clipped(
            (
                math.floor(min(xs) * s),
                math.floor(min(ys) * s),
                math.ceil(max(xs) * s) + 1,
                math.ceil(max(ys) * s) + 1,
            )
        )

    def _mask(
        self, parts: Sequence[Sequence[Point]], frame: tuple[int, int, int, int]
    ) -> Image.Image:
        left, top, right, bottom = frame
        mask = Image.new("L", (right - left, bottom - top))
        pen = ImageDraw.Draw(mask)
        s = self.scale
        for part in parts:
            pen.polygon([(x * s - left, y * s - top) for x, y in part], fill=255)
        return mask

    def _ramp(
        self,
        frame: tuple[int, int, int, int],
        start: Point,
        end: Point,
        strength: tuple[float, float],
    ) -> Image.Image:
        """Return the frame's gradient: computed on a coarse grid, stretched to the pixels."""
        left, top, right, bottom = frame
        s = self.scale
        dx, dy = end[0] - start[0], end[1] - start[1]
        square = dx * dx + dy * dy or 1.0
        columns = 1 if abs(dx) < 0.01 else 40
        rows = 1 if abs(dy) < 0.01 else 40
        low, rise = strength[0], strength[1] - strength[0]
        values = bytearray()
        for row in range(rows):
            y = (top + (bottom - top) * (row + 0.5) / rows) / s - start[1]
            for column in range(columns):
                x = (left + (right - left) * (column + 0.5) / columns) / s - start[0]
                t = min(1.0, max(0.0, (x * dx + y * dy) / square))
                values.append(round(255 * (low + rise * t * t * (3 - 2 * t))))
        grid = Image.frombytes("L", (columns, rows), bytes(values))
        return grid.resize((right - left, bottom - top), Image.Resampling.BICUBIC)


def halo(canvas: Canvas, x: float, y: float, r: float, colour: Colour) -> None:
    """Draw a lamp: a bright disc of radius ``r`` in a glow four times as wide."""
    canvas.glow(x, y, r * 6, colour, 0.55)
    canvas.fill(ellipse(x, y, r, steps=24), colour)
