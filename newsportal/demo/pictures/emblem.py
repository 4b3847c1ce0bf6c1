"""The Meridian's emblem: a globe with its prime meridian drawn as a needle.

One set of measures gives the vector files and the icons, so that they cannot drift apart.
"""

from PIL import Image, ImageDraw

from newsportal.demo.pictures.geometry import Outline, ellipse

#: The sheet is 64 units square; the globe sits in its middle.
SHEET_SIZE, MIDDLE, GLOBE = 64, 32.0, 30.0
#: Half widths of the two meridians at the equator, and how thick lines are.
NEAR_MERIDIAN, FAR_MERIDIAN, LINE = 10.5, 21.0, 2.2
NEEDLE = 3.4
#: The accent of the house and the colour of its paper.
ACCENT, PAPER = "#a3182e", "#fffefb"
#: Share of an icon's side that the globe fills: home screens round corners off.
ICON_SHARE = 0.8


def needle() -> Outline:
    """Return the prime meridian: a needle from pole to pole."""
    return [
        (MIDDLE, 2.0),
        (MIDDLE + NEEDLE, MIDDLE),
        (MIDDLE, SHEET_SIZE - 2.0),
        (MIDDLE - NEEDLE, MIDDLE),
    ]


def svg(simple: bool = False) -> str:
    """Return the emblem as an SVG document; ``simple`` leaves out what 16 pixels cannot show."""
    meridians = [NEAR_MERIDIAN] if simple else [NEAR_MERIDIAN, FAR_MERIDIAN]
    line = LINE * 1.6 if simple else LINE
    if simple:
        meridians = [(NEAR_MERIDIAN + FAR_MERIDIAN) / 2]
    rings = "".join(
        f'<ellipse cx="{MIDDLE:g}" cy="{MIDDLE:g}" rx="{rx:g}" ry="{GLOBE - line / 2:g}"/>'
        for rx in meridians
    )
    equator = "" if simple else f'<path d="M2 {MIDDLE:g}h60"/>'
    points = " ".join(f"{x:g},{y:g}" for x, y in needle())
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {SHEET_SIZE} {SHEET_SIZE}">'
        f'<circle cx="{MIDDLE:g}" cy="{MIDDLE:g}" r="{GLOBE:g}" fill="{ACCENT}"/>'
        f'<g fill="none" stroke="{PAPER}" stroke-width="{line:g}">{rings}{equator}</g>'
        f'<polygon points="{points}" fill="{PAPER}"/>'
        "</svg>\n"
    )


def logo(size: int = 512, share: float = ICON_SHARE) -> Image.Image:
    """Return the emblem as a square icon on paper.

    Args:
        size: side in pixels.
        share: how much of the side the globe's sheet fills, 0 to 1.

    Returns:
        An RGB image. Raises ``ValueError`` for a size below one pixel.
    """
    if size < 1:
        raise ValueError(f"an icon needs at least one pixel, not {size}")
    fine = size * 4
    image = Image.new("RGB", (fine, fine), PAPER)
    pen = ImageDraw.Draw(image)
    k = fine * share / SHEET_SIZE
    shift = fine * (1 - share) / 2

    def spots(outline: Outline) -> Outline:
        return [(x * k + shift, y * k + shift) for x, y in outline]

    pen.polygon(spots(ellipse(MIDDLE, MIDDLE, GLOBE, steps=720)), fill=ACCENT)
    thick = round(LINE * k)
    for rx in (NEAR_MERIDIAN, FAR_MERIDIAN):
        reach = rx + LINE / 2
        corners = spots([(MIDDLE - reach, MIDDLE - GLOBE), (MIDDLE + reach, MIDDLE + GLOBE)])
        pen.ellipse([*corners[0], *corners[1]], outline=PAPER, width=thick)
    (x0, y), (x1, _) = spots([(2.0, MIDDLE), (SHEET_SIZE - 2.0, MIDDLE)])
    pen.line([(x0, y), (x1, y)], fill=PAPER, width=thick)
    pen.polygon(spots(needle()), fill=PAPER)
    return image.resize((size, size), Image.Resampling.LANCZOS)
