"""Colours of a brand: the soft tone computed, contrast measured, confusion with our own signals refused."""

from __future__ import annotations

import colorsys
from collections.abc import Sequence

from amends.errors import DomainError

LEAST_CONTRAST = 4.5
LEAST_HUE_APART = 20
_SURFACE = {"light": "#FFFDF9", "dark": "#1D1A17"}
_OURS = {
    "light": ("#1546B0", "#AE1B1B", "#7E4A00", "#1C6338"),
    "dark": ("#8CB4FF", "#FFA397", "#F4C067", "#86D3A0"),
}
_SOFT = {"light": (0.915, 0.42), "dark": (0.14, 0.46)}
"""Lightness of the soft tone, and the most saturation it may have."""


def brand_rules(brands: Sequence[tuple[str, str, str]]) -> str:
    """Answers the style rules of brands given as (slug, light colour, dark colour)."""
    light = "".join(_rule(slug, colour, "light") for slug, colour, _ in brands)
    dark = "".join(_rule(slug, colour, "dark") for slug, _, colour in brands)
    chosen = dark.replace(".brand-", 'html[data-theme="dark"] .brand-')
    unless = dark.replace(".brand-", 'html:not([data-theme="light"]) .brand-')
    return f"{light}{chosen}@media (prefers-color-scheme:dark){{{unless}}}"


def _rule(slug: str, colour: str, theme: str) -> str:
    return f".brand-{slug}{{--brand:{colour};--brand-soft:{soft(colour, theme)}}}"


def soft(colour: str, theme: str) -> str:
    """Answers the soft tone of a colour: the same hue, nearly as light or as dark as the page."""
    lightness, most_saturation = _SOFT[theme]
    hue, _lightness, saturation = colorsys.rgb_to_hls(*_rgb(colour))
    parts = colorsys.hls_to_rgb(hue, lightness, min(saturation, most_saturation))
    return "#" + "".join(f"{round(255 * part):02X}" for part in parts)


def contrast(one: str, other: str) -> float:
    """Answers the contrast of two colours, 1 to 21. Source: WCAG 2.2, relative luminance."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def check_colour(colour: str, theme: str) -> None:
    """Refuses a brand colour that can't be read or is taken for one of our signals.

    Raises: DomainError('contrast_low'), DomainError('hue_taken').
    """
    for ground in (_SURFACE[theme], soft(colour, theme)):
        if contrast(colour, ground) < LEAST_CONTRAST:
            raise DomainError("contrast_low", colour=colour, contrast=round(contrast(colour, ground), 2))
    for ours in _OURS[theme]:
        if _saturation(colour) > 0.25 and _apart(colour, ours) < LEAST_HUE_APART:
            raise DomainError("hue_taken", colour=colour, ours=ours)


def _rgb(colour: str) -> tuple[float, float, float]:
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return red, green, blue


def _luminance(colour: str) -> float:
    parts = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in _rgb(colour)]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def _saturation(colour: str) -> float:
    return colorsys.rgb_to_hls(*_rgb(colour))[2]


def _apart(one: str, other: str) -> float:
    difference = abs(colorsys.rgb_to_hls(*_rgb(one))[0] - colorsys.rgb_to_hls(*_rgb(other))[0]) * 360
    return min(difference, 360 - difference)
