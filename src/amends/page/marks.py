"""The small marks of which every page has dozens: icons, clocks, brands, words. Functions, because they choose
between shapes and words more than they lay anything out."""

from __future__ import annotations

from functools import lru_cache

from django.templatetags.static import static
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from markupsafe import Markup, escape

from amends.page.parts import BrandShape, ClockShape, Words

_ROUND = '<circle cx="10" cy="10" r="10" fill="currentColor"/>'
_SQUARE = '<rect width="20" height="20" rx="4" fill="currentColor"/>'
_PIE = (
    '<svg class="clock__face" viewBox="0 0 16 16" fill="none" stroke="currentColor" aria-hidden="true">'
    '<circle cx="8" cy="8" r="6.5" stroke-width="1.5"/><circle cx="8" cy="8" r="2.4" stroke-width="4.8" '
    'pathLength="100" stroke-dasharray="{left} 100" transform="rotate(-90 8 8)"/></svg>'
)


@lru_cache(maxsize=1)
def _sprite() -> str:
    return static("amends/img/icons.svg")


@lru_cache(maxsize=1_000)
def icon(name: str, flip: int = 0) -> Markup:
    """Answers an icon of the sprite; `flip` turns it in right-to-left pages."""
    flipped = " icon--flip" if flip else ""
    return Markup(
        f'<svg class="icon{flipped}" aria-hidden="true"><use href="{_sprite()}#{escape(name)}"/></svg>'
    )


def words(said: Words) -> Markup:
    """Answers somebody's words in their language and direction."""
    lang = f' lang="{escape(said.lang)}"' if said.lang else ""
    return Markup(f'<span dir="{said.direction}"{lang}>{escape(said.text)}</span>')


@lru_cache(maxsize=1_000)
def brand_mark(brand: BrandShape, short: int = 0, large: int = 0) -> Markup:
    """Answers a brand's mark: shape, letter and name together."""
    size = " brand--large" if large else ""
    shape = _ROUND if brand.shape == "round" else _SQUARE
    name = escape(brand.row_name if short else brand.name)
    return Markup(
        f'<bdi class="brand brand-{escape(brand.slug)}{size}"><svg class="brand__mark" viewBox="0 0 20 20" '
        f'aria-hidden="true">{shape}<text x="10" y="14.4">{escape(brand.letter)}</text></svg>'
        f'<span class="brand__name">{name}</span></bdi>'
    )


def seriousness_word(level: str) -> str:
    """Answers the word for a seriousness."""
    if level == "severe":
        return pgettext("seriousness", "Severe")
    if level == "high":
        return pgettext("seriousness", "High")
    return pgettext("seriousness", "Low") if level == "low" else pgettext("seriousness", "Normal")


def seriousness(level: str) -> Markup:
    """Answers the four bars and their word."""
    return _seriousness(level, _("Seriousness:"), seriousness_word(level))


@lru_cache(maxsize=100)
def _seriousness(level: str, label: str, word: str) -> Markup:
    return Markup(
        f'<span class="serious serious--{escape(level)}"><svg aria-hidden="true">'
        f'<use href="{_sprite()}#serious-{escape(level)}"/></svg><span class="for-reader">'
        f"{escape(label)} </span>{escape(word)}</span>"
    )


def clock(shape: ClockShape, bare: int = 0, named: int = 0) -> Markup:
    """Answers a clock: its shape, its hour, its rest in words."""
    hidden = ' aria-hidden="true"' if shape.reader_text else ""
    reader = f'<span class="for-reader">{escape(shape.reader_text)}</span>' if shape.reader_text else ""
    rest = "" if bare else f'<span class="clock__rest"{hidden}>{_rest(shape)}</span>'
    return Markup(
        f'<span class="clock clock--{shape.state}{" clock--bare" if bare else ""}">{_face(shape)}{reader}'
        f'<time datetime="{escape(shape.datetime_iso)}"{hidden}>{_named(shape, named)}{_moment(shape)}</time>'
        f"{rest}</span>"
    )


def _face(shape: ClockShape) -> str:
    if shape.state in ("due", "soon"):
        return _PIE.replace("{left}", str(shape.left_percent))
    use = f'<use href="{_sprite()}#clock-{shape.state}"/>'
    return f'<svg class="clock__face" aria-hidden="true">{use}</svg>'


def _named(shape: ClockShape, named: int) -> str:
    return f'<b dir="auto">{escape(shape.name)}</b> ' if named and shape.name else ""


def _moment(shape: ClockShape) -> str:
    if shape.state == "kept":
        kept = pgettext("promise", "Kept")
        return f"<b>{escape(kept)}</b>"
    if shape.state == "paused":
        paused = pgettext("clock", "Paused")
        return f"<b>{escape(paused)}</b>"
    state = "" if shape.reader_text else f'<span class="for-reader">{escape(_state_word(shape))} </span>'
    word = pgettext("promise", "moved") if shape.is_moved else ""
    moved = f'<span class="clock__rest">{escape(word)}</span> ' if word else ""
    return f"{state}{moved}<b><bdi>{escape(shape.key_text)}</bdi></b>"


def _state_word(shape: ClockShape) -> str:
    if shape.state == "broken":
        return _("Broken:")
    return _("Due soon:") if shape.state == "soon" else _("Due:")


def _rest(shape: ClockShape) -> str:
    rest = shape.rest_text if shape.state in ("kept", "paused") else shape.second_text
    return escape(rest) + (f", {escape(shape.tries_text)}" if shape.tries_text else "")
