"""Contrast of colours by WCAG 2.2, so that an accent can be read by everybody."""

from __future__ import annotations

import colorsys
import re

from django.core.exceptions import ValidationError
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _

#: WCAG 2.2, success criterion 1.4.3, for text of normal size.
LEAST_CONTRAST = 4.5
#: The papers of both themes, as static/css/portal.css has them.
LIGHT_PAPER = "#fffefb"
DARK_PAPER = "#131518"

#: Where sRGB's curve begins to bend (WCAG's definition of relative luminance).
LINEAR_BELOW = 0.04045

HEX_COLOUR = re.compile(r"#[0-9a-f]{6}\Z")


def _channels(colour: str) -> tuple[float, float, float]:
    return (
        int(colour[1:3], 16) / 255,
        int(colour[3:5], 16) / 255,
        int(colour[5:7], 16) / 255,
    )


def luminance(colour: str) -> float:
    """Relative luminance (0 black to 1 white) of a colour written #rrggbb."""
    linear = [
        part / 12.92 if part <= LINEAR_BELOW else ((part + 0.055) / 1.055) ** 2.4
        for part in _channels(colour)
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, 1 to 21 (WCAG 2.2, definition of contrast ratio)."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def check_accent(colour: str) -> None:
    """Raise ValidationError unless `colour` is #rrggbb (lower case) and readable on light paper."""
    if not HEX_COLOUR.match(colour):
        raise ValidationError(_("Write the colour as # and six digits, such as #a3182e."))
    reached = contrast(colour, LIGHT_PAPER)
    if reached < LEAST_CONTRAST:
        raise ValidationError(
            _(
                "This colour reaches a contrast of %(reached)s:1 on paper; %(least)s:1 is needed. "
                "Choose a darker one."
            ),
            params={
                "reached": number_format(reached, 1),
                "least": number_format(LEAST_CONTRAST, 1),
            },
        )


def dark_twin(colour: str) -> str:
    """The same hue, lightened step by step until it can be read on the dark theme's paper."""
    hue, lightness, saturation = colorsys.rgb_to_hls(*_channels(colour))
    twin = colour
    while contrast(twin, DARK_PAPER) < LEAST_CONTRAST + 1 and lightness < 1:
        lightness = min(1.0, lightness + 0.02)
        red, green, blue = colorsys.hls_to_rgb(hue, lightness, min(saturation, 0.8))
        twin = f"#{round(red * 255):02x}{round(green * 255):02x}{round(blue * 255):02x}"
    return twin
