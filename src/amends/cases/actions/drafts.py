"""A draft of a brand's policy: begun, changed, undone, thrown away, replayed, put in force."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from amends.cases.actions.policies import activate_policy
from amends.cases.models import PolicyDraft, PolicyDraftStep, PolicyReplay, PolicyVersion
from amends.cases.recording import Conflict, Refused, allow, writing
from amends.errors import DomainError
from amends.people.models import Brand
from amends.people.permissions import Actor, Subject, may
from amends.rules.policy.reading import policy_of, read_policy
from amends.rules.policy.writing import content_of, write_policy

MOST_STEPS = 50
"""So many texts before the present one are kept."""
AT_ONCE = timedelta(seconds=1)
"""What is put in force at once begins with the next second: no policy begins in the past."""


def begin_draft(*, actor: Actor, brand: Brand, text: str, based_on: int, now: datetime) -> PolicyDraft:
    """Begins a draft with this text; one that is there already stays as it is. Raises: Refused, NotAPolicy."""
    allow(may(actor, "manage_policy", Subject(brand.pk)))
    _check(brand, text)
    with writing():
        draft = _turn(brand)
        if draft is not None:
            return draft
        moments = {"begun_at": now, "updated_at": now}
        return PolicyDraft.objects.create(
            brand=brand, text=text, based_on=based_on, staff_id=actor.staff_id, **moments
        )


def edit_draft(*, actor: Actor, brand: Brand, text: str, seen: int, now: datetime) -> PolicyDraft:
    """Puts a text in the draft's place; the one before can be brought back.

    Raises: Refused, Conflict where somebody changed it since it was seen, NotAPolicy, DomainError("other_currency").
    """
    _check(brand, text)
    with writing():
        draft = _seen(actor, brand, seen)
        if text != draft.text:
            PolicyDraftStep.objects.create(brand=brand, draft=draft, version=draft.version, text=draft.text)
            _replace(draft, actor, text, now)
            _forget_old_steps(draft)
        return draft


def undo_draft(*, actor: Actor, brand: Brand, seen: int, now: datetime) -> PolicyDraft:
    """Brings back the text before the last change. Raises: Refused("nothing_to_undo"), Conflict."""
    with writing():
        draft = _seen(actor, brand, seen)
        step = PolicyDraftStep.objects.of(brand.pk).filter(draft=draft).order_by("-version").first()
        if step is None:
            raise Refused("nothing_to_undo")
        _replace(draft, actor, step.text, now)
        step.delete()
        return draft


def discard_draft(*, actor: Actor, brand: Brand, seen: int) -> None:
    """Throws the draft away, with all its steps. Raises: Refused, Conflict."""
    with writing():
        _seen(actor, brand, seen).delete()


def activate_draft(
    *, actor: Actor, brand: Brand, seen: int, is_at_once: bool, now: datetime
) -> PolicyVersion:
    """Puts the draft in force from the moment it names, or at once, and ends it.

    Raises: Refused, Conflict, PolicyFaulty, DomainError("other_currency").
    """
    with writing():
        draft = _seen(actor, brand, seen)
        text = _at_once(draft.text, now) if is_at_once else draft.text
        made = activate_policy(actor=actor, brand=brand, text=text, now=now)
        draft.delete()
        return made


def _at_once(text: str, now: datetime) -> str:
    begins = now.replace(microsecond=0) + AT_ONCE
    return write_policy(policy_of({**content_of(read_policy(text).policy), "effective_at": begins}))


class Span(NamedTuple):
    """A time, cut into so many parts, each of which is summed at once."""

    since: datetime
    until: datetime
    parts: int


def start_replay(
    *, actor: Actor, brand: Brand, seen: int, held_number: int, span: Span, now: datetime
) -> PolicyReplay:
    """Asks for a sum of the cases of a time under the draft; one that was asked for before gives way.

    Raises: Refused, Conflict.
    """
    with writing():
        draft = _seen(actor, brand, seen)
        PolicyReplay.objects.of(brand.pk).filter(draft=draft).delete()
        return PolicyReplay.objects.create(
            brand=brand,
            draft=draft,
            draft_version=draft.version,
            held_number=held_number,
            since=span.since,
            until=span.until,
            parts=span.parts,
            started_at=now,
        )


def stop_replay(*, actor: Actor, brand: Brand) -> None:
    """Gives up the sum that was asked for. Raises: Refused."""
    allow(may(actor, "manage_policy", Subject(brand.pk)))
    with writing():
        PolicyReplay.objects.of(brand.pk).delete()


def drop_replay(*, replay: PolicyReplay) -> None:
    """Drops a sum whose figures nobody can read any more; it can be asked for again."""
    with writing():
        PolicyReplay.objects.of(replay.brand_id).filter(pk=replay.pk).delete()


def keep_replay_part(*, replay: PolicyReplay, found: Mapping[str, Any], now: datetime) -> bool:
    """Keeps what one more part of the time came to; answers whether nobody else did so first."""
    done = replay.parts_done + 1
    ended = now if done >= replay.parts else None
    with writing():
        rows = PolicyReplay.objects.of(replay.brand_id).filter(pk=replay.pk, parts_done=replay.parts_done)
        return bool(rows.update(found=found, parts_done=done, finished_at=ended))


def _check(brand: Brand, text: str) -> None:
    currency = read_policy(text).policy.currency
    if currency != brand.currency:
        raise DomainError("other_currency", currency=currency, expected=brand.currency)


def _turn(brand: Brand) -> PolicyDraft | None:
    """Answers the draft of a brand; whoever holds the brand's row is the only one who changes it."""
    Brand.objects.select_for_update().get(pk=brand.pk)
    return PolicyDraft.objects.of(brand.pk).first()


def _seen(actor: Actor, brand: Brand, seen: int) -> PolicyDraft:
    allow(may(actor, "manage_policy", Subject(brand.pk)))
    draft = _turn(brand)
    if draft is None:
        raise Refused("no_draft")
    if draft.version != seen:
        raise Conflict("draft_changed", seen=seen, now=draft.version)
    return draft


def _replace(draft: PolicyDraft, actor: Actor, text: str, now: datetime) -> None:
    draft.text, draft.version, draft.updated_at = text, draft.version + 1, now
    draft.staff_id = actor.staff_id
    draft.save()
    # What a year came to was said of the text before.
    PolicyReplay.objects.of(draft.brand_id).filter(draft=draft).delete()


def _forget_old_steps(draft: PolicyDraft) -> None:
    steps = PolicyDraftStep.objects.of(draft.brand_id).filter(draft=draft)
    kept = list(steps.order_by("-version").values_list("pk", flat=True)[:MOST_STEPS])
    steps.exclude(pk__in=kept).delete()
