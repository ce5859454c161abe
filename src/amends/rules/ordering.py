"""In which order work is done: one stored number per case, so a queue page is one index walk."""

from __future__ import annotations

from datetime import datetime

_SECONDS = 10**11
_MINUTE_BITS = 26
_TIE_BITS = 26
_MINUTES = (1 << _MINUTE_BITS) - 1
_TIE = (1 << _TIE_BITS) - 1
BRAND_SHIFT = _MINUTE_BITS + _TIE_BITS


def priority(impact: int, urgency: int) -> int:
    """Answers priority = impact x urgency, each 1 to 3 (ITIL)."""
    return impact * urgency


def queue_rank(seriousness: int, priority_value: int, opened_at: datetime) -> int:
    """Answers a case's place behind the due ones: lower comes first.

    Seriousness falls (3 to 0), then priority falls (9 to 1), then age (the oldest first).
    """
    step = (3 - seriousness) * 10 + (9 - priority_value)
    return step * _SECONDS + max(0, int(opened_at.timestamp()))


def recent_key(brand_id: int, opened_at: datetime, case_id: int) -> int:
    """Answers a case's place in "newest first": brand, minute and case in one 63-bit number.

    The brand stands in the high bits, so one brand's cases, and its search index, are one range.
    Raises: OverflowError for a brand id over 2,047.
    """
    if brand_id >= 1 << (63 - BRAND_SHIFT):
        raise OverflowError("brand id too large for the search key")
    minute = min(max(0, int(opened_at.timestamp()) // 60), _MINUTES)
    return (brand_id << BRAND_SHIFT) | (minute << _TIE_BITS) | (case_id & _TIE)


def recent_range(brand_id: int) -> tuple[int, int]:
    """Answers the first and last key that a brand's cases can have."""
    return brand_id << BRAND_SHIFT, ((brand_id + 1) << BRAND_SHIFT) - 1
