"""The public holidays of a region: known to a library, so that nobody types them in."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

import holidays

from amends.errors import DomainError


def public_holidays(region: str, years: tuple[int, ...]) -> frozenset[date]:
    """Answers the public holidays of a region, as "GB" or "DE-BY", in these years; none without a region.

    Raises: DomainError('region_unknown').
    """
    return frozenset(day for year in years for day in _of_year(region, year)) if region else frozenset()


@lru_cache(maxsize=256)
def _of_year(region: str, year: int) -> tuple[date, ...]:
    country, _dash, part = region.partition("-")
    try:
        return tuple(holidays.country_holidays(country, subdiv=part or None, years=year))
    except (NotImplementedError, KeyError, ValueError) as error:
        raise DomainError("region_unknown", region=region) from error
