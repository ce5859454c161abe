"""What last year would have cost under a draft: summed week by week, so that a large desk sees how far it has come.

Each part ends with a day of the brand, so that no day's budget is cut in two; what the parts come to adds up to what
one report of the whole time says (`replay_report`).
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from amends.cases.actions.drafts import Span, drop_replay, keep_replay_part
from amends.cases.models import PolicyReplay
from amends.cases.policies import open_replays, version_text
from amends.insight.denials import denials
from amends.insight.replay.budgets import budgets_of, gestures_wished, options_wished
from amends.insight.replay.consults import consults_spared
from amends.insight.replay.report import Policies, Times, by_desk
from amends.insight.replay.segments import SEGMENTS
from amends.insight.replay.statements import Compared
from amends.insight.replay.totals import Replayed, observed
from amends.insight.studio.reading import compiled_of
from amends.rules.policy.compiled import Compiled

YEAR, WEEKS = timedelta(days=365), 52
BUDGET_SECONDS = 0.8
"""So long one round of the worker or one request sums at most, but for the week that it is in."""
SHAPE = 2
"""Which figures a kept sum has; one of another shape is dropped."""


def last_year(now: datetime) -> Span:
    """Answers the year before now, in weeks."""
    return Span(now - YEAR, now, WEEKS)


def is_readable(row: PolicyReplay) -> bool:
    """Answers whether a kept sum has the figures that are shown today."""
    return not row.parts_done or row.found.get("shape") == SHAPE


def advance_open(now: datetime) -> int:
    """Goes on with the sum that was asked for first; answers how many weeks were summed."""
    row = open_replays().first()
    return advance(row, now) if row else 0


def advance(row: PolicyReplay, now: datetime) -> int:
    """Sums as many weeks as the time allows, and keeps each; answers how many. Queries: about 12 for each week."""
    policies = _policies(row) if is_readable(row) else None
    if policies is None:
        drop_replay(replay=row)
        return 0
    until, done = time.monotonic() + BUDGET_SECONDS, 0
    while row.parts_done < row.parts and (not done or time.monotonic() < until):
        kept = {name: value for name, value in row.found.items() if name != "shape"}
        found = {**added(kept, _part(row, policies)), "shape": SHAPE}
        if not keep_replay_part(replay=row, found=found, now=now):
            break
        row.found, row.parts_done, done = found, row.parts_done + 1, done + 1
    return done


def _policies(row: PolicyReplay) -> Policies | None:
    """Answers the draft and what was in force, made ready; None where the draft can't be counted."""
    draft = compiled_of(row.draft.text)
    held = version_text(row.brand_id, row.held_number) if row.held_number else None
    return (draft, compiled_of(held) if held else None) if draft else None


def _part(row: PolicyReplay, policies: Policies) -> dict[str, Any]:
    draft, held = policies
    times = _times(row)
    compared = Compared(before=Replayed() if held else None)
    for _share in by_desk(row.brand, policies, times, compared):
        pass  # the week is short: how far it has come within it is not shown
    found: dict[str, Any] = {
        "observed": observed(row.brand, *times),
        "consulted": asdict(consults_spared(row.brand, times, draft, held)),
        "draft": _plain(compared.after) | _beyond(row, times, draft),
        "denied": _denied(row, times),
    }
    if held is not None and compared.before is not None:
        found["held"] = _plain(compared.before) | _beyond(row, times, held)
    return found


def _times(row: PolicyReplay) -> Times:
    """Answers from when until when the next part goes."""
    return _end(row, row.parts_done), _end(row, row.parts_done + 1)


def _end(row: PolicyReplay, number: int) -> datetime:
    """Answers when so many parts are over: at a midnight of the brand, but for the first and the last."""
    if number in (0, row.parts):
        return row.since if not number else row.until
    moment = row.since + (row.until - row.since) / row.parts * number
    local = moment.astimezone(ZoneInfo(row.brand.zone))
    return max(local.replace(hour=0, minute=0, second=0, microsecond=0), row.since)


def _plain(found: Replayed) -> dict[str, Any]:
    segments = {
        f"by_{name}": {code: asdict(one) for code, one in found.of(name).items()} for name in SEGMENTS
    }
    return {"whole": asdict(found.whole), **segments}


def _beyond(row: PolicyReplay, times: Times, compiled: Compiled) -> dict[str, Any]:
    """Answers what the days' budgets would not have covered; small gestures, which may come days later, all at once."""
    is_last = row.parts_done + 1 == row.parts
    gestures = gestures_wished(row.brand, (row.since, row.until)) if is_last else ()
    found = budgets_of(compiled, options_wished(row.brand, times, compiled), gestures)
    return {"options": asdict(found.options), "gestures": asdict(found.gestures)}


def _denied(row: PolicyReplay, times: Times) -> dict[str, dict[str, dict[str, int]]]:
    """Answers what denying first came to, by policy and row."""
    made: dict[str, dict[str, dict[str, int]]] = {}
    for one in denials(row.brand, *times):
        figures = {name: value for name, value in asdict(one).items() if isinstance(value, int)}
        del figures["policy_number"]
        made.setdefault(str(one.policy_number), {})[one.place] = figures
    return made


def added(one: Mapping[str, Any], other: Mapping[str, Any]) -> dict[str, Any]:
    """Answers two sums as one: whatever has the same name is added up."""
    made: dict[str, Any] = dict(one)
    for name, value in other.items():
        made[name] = (
            added(made.get(name, {}), value) if isinstance(value, Mapping) else made.get(name, 0) + value
        )
    return made
