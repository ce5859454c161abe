"""Amounts of money: kept as whole minor units, written and read in units of their currency."""

from __future__ import annotations

from decimal import Context, Decimal, Inexact

from amends.errors import DomainError

MOST = 10**12
"""No amount is larger, so that no database's integers run over. Units: minor units."""
_USUAL = 2
_OTHERS = {
    0: "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF",
    3: "BHD IQD JOD KWD LYD OMR TND",
    4: "CLF UYW",
}
_PLACES = {currency: places for places, named in _OTHERS.items() for currency in named.split()}


def places(currency: str) -> int:
    """Answers how many decimals a currency has: two for EUR, none for JPY, three for KWD.

    Source: ISO 4217, as banks count. CLDR gives some none that are seldom seen with theirs: RSD, ALL, LBP.
    """
    return _PLACES.get(currency, _USUAL)


def major(minor: int, currency: str) -> Decimal:
    """Answers an amount in units of its currency, with all decimals that it has: 132.00. Units: minor units."""
    return Decimal(minor).scaleb(-places(currency))


def written(minor: int, currency: str) -> str:
    """Answers an amount as a field holds it: 1234.00, in JPY 1234, in KWD 1234.000. Units: minor units."""
    return f"{major(minor, currency):f}"


def grouped(minor: int, currency: str) -> str:
    """Answers an amount as the terminal shows it: 1,234.00. Units: minor units."""
    return f"{major(minor, currency):,f}"


def minor_of(amount: Decimal, currency: str) -> int:
    """Answers an amount that is said in units of its currency, exactly. Units: minor units.

    Raises: DomainError('amount_wrong') below nought, above MOST, not finite, or with more decimals than there are.
    """
    if not amount.is_finite() or not 0 <= amount <= MOST:
        raise DomainError("amount_wrong")
    try:
        minor = amount.scaleb(places(currency), Context(traps=[Inexact]))
    except Inexact as error:
        raise DomainError("amount_wrong") from error
    if minor != minor.to_integral_value() or minor > MOST:
        raise DomainError("amount_wrong")
    return int(minor)
