"""Which way in a brand answers soonest: a median of its own newest cases, and nothing where too few were answered."""

from __future__ import annotations

from datetime import timedelta

import pytest

from amends.cases.answer_times import ENOUGH, Soonest, answer_times, quickest
from amends.cases.models import Case
from amends.people.scope import every_brand
from amends.rules.vocabulary import Channel
from tests.conftest import Cast, complain


def answered(cast: Cast, channel: Channel, hours: list[int]) -> None:
    for at in hours:
        case = complain(cast)
        Case.objects.filter(pk=case.pk).update(
            channel=channel.value, responded_at=case.opened_at + timedelta(hours=at)
        )


@pytest.mark.usefixtures("everywhere")
def test_the_way_with_the_shortest_median_is_the_quickest(cast: Cast) -> None:
    answered(cast, Channel.WEB, [5] * (ENOUGH - 1) + [500])
    answered(cast, Channel.EMAIL, [8] * ENOUGH)
    assert answer_times(cast.norvia.pk) == {
        Channel.WEB: timedelta(hours=5),
        Channel.EMAIL: timedelta(hours=8),
    }
    assert quickest(cast.norvia.pk) == Soonest(Channel.WEB, timedelta(hours=5))
    assert quickest(cast.sunfold.pk) is None


def test_a_few_quick_answers_and_cases_without_one_say_nothing(cast: Cast) -> None:
    with every_brand():
        answered(cast, Channel.WEB, [1] * (ENOUGH - 1))
        complain(cast)
        assert quickest(cast.norvia.pk) is None
