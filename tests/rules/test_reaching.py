"""Nobody is called at a wrong hour, by a way they did not want, or by one that leads nowhere."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amends.rules.reaching import AHEAD, Ground, Known, Reach, Wish, next_reach
from amends.rules.vocabulary import Channel

NOON = datetime(2026, 5, 13, 12, 0, tzinfo=UTC)
ALWAYS = ((NOON - timedelta(days=1), NOON + AHEAD),)
ZONES = (
    "UTC",
    "Asia/Jerusalem",
    "Asia/Shanghai",
    "America/New_York",
    "Australia/Lord_Howe",
    "Asia/Kathmandu",
)


def known(**said: object) -> Known:
    return Known(**({"has_email": True, "has_phone": True} | said))  # type: ignore[arg-type]


@given(
    wish=st.sampled_from([None, *Wish]),
    came=st.sampled_from([None, *Channel]),
    ways=st.tuples(st.booleans(), st.booleans()),
    zone=st.sampled_from(ZONES),
    now=st.integers(0, 2 * 365 * 24 * 60).map(lambda minutes: NOON + timedelta(minutes=minutes)),
)
def test_a_call_is_within_the_day_of_who_is_called_and_a_way_leads_somewhere(
    wish: Wish | None, came: Channel | None, ways: tuple[bool, bool], zone: str, now: datetime
) -> None:
    reach = next_reach(Known(*ways, wish, came), ((now, now + AHEAD),), zone, now)
    if reach is None:
        assert not any(ways)
        return
    assert ways[reach.channel is Channel.PHONE]
    if reach.call is not None:
        since, until = (moment.astimezone(ZoneInfo(zone)) for moment in reach.call)
        assert now <= reach.call[0] < reach.call[1] and since.date() == until.date()
        assert since.hour >= 9 and (until.hour, until.minute) <= (20, 0)


@pytest.mark.parametrize("wish", [wish for wish in Wish if wish is not Wish.EMAIL])
def test_who_asked_for_a_call_in_the_evening_is_not_mailed_and_not_called_at_nine(wish: Wish) -> None:
    reach = next_reach(known(wish=wish, came_by=Channel.EMAIL), ALWAYS, "Asia/Jerusalem", NOON)
    assert reach is not None and (reach.channel, reach.ground) == (Channel.PHONE, Ground.ASKED)
    starts = {Wish.PHONE: 15, Wish.MORNING: 9, Wish.AFTERNOON: 15, Wish.EVENING: 17}[wish]
    assert reach.call is not None and reach.call[0].astimezone(ZoneInfo("Asia/Jerusalem")).hour == starts


def test_a_call_waits_until_the_brand_works() -> None:
    monday = datetime(2026, 5, 18, 8, 0, tzinfo=UTC)
    works = ((monday, monday + timedelta(hours=9)),)
    friday = datetime(2026, 5, 15, 18, 30, tzinfo=UTC)
    reach = next_reach(known(wish=Wish.PHONE), works, "UTC", friday)
    assert reach is not None and reach.call == (monday + timedelta(hours=1), monday + timedelta(hours=9))
    assert next_reach(known(wish=Wish.EVENING), works, "UTC", friday) == Reach(Channel.PHONE, Ground.ASKED)


@pytest.mark.parametrize(
    ("said", "channel", "ground"),
    [
        ({"wish": Wish.EMAIL, "came_by": Channel.PHONE}, Channel.EMAIL, Ground.ASKED),
        ({"wish": Wish.EMAIL, "has_email": False}, Channel.PHONE, Ground.ONLY),
        ({"wish": Wish.PHONE, "has_phone": False}, Channel.EMAIL, Ground.ONLY),
        ({"came_by": Channel.PHONE}, Channel.PHONE, Ground.CAME_SO),
        ({"came_by": Channel.WEB}, Channel.EMAIL, Ground.STAYS),
        ({"came_by": Channel.EMAIL}, Channel.EMAIL, Ground.CAME_SO),
        ({"came_by": Channel.PHONE, "has_phone": False}, Channel.EMAIL, Ground.ONLY),
    ],
)
def test_what_was_asked_for_goes_before_how_they_came(
    said: dict[str, object], channel: Channel, ground: Ground
) -> None:
    reach = next_reach(known(**said), ALWAYS, "UTC", NOON)
    assert reach is not None and (reach.channel, reach.ground) == (channel, ground)


def test_where_no_way_is_known_none_is_made_up() -> None:
    assert next_reach(known(has_email=False, has_phone=False), ALWAYS, "UTC", NOON) is None
