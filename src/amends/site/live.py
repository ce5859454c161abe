"""Live events: one broadcaster for each process tells its listeners that something changed, never what.

Listeners hear "case X", "consults" or "all" of brands they work for, and only of cases that exist for them. Each
round asks again whether their sessions and their rights still stand. Source: docs/adr/0015.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping, MutableMapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import timedelta
from http.cookies import CookieError, SimpleCookie
from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user
from django.contrib.sessions.models import Session
from django.db import close_old_connections
from django.http import HttpRequest
from django.http.request import split_domain_port, validate_host

from amends.cases.actions.presence import note_presence
from amends.cases.changes import Changes, Place, changes_since, place_now
from amends.cases.consults import may_answer_somewhere
from amends.clock import now
from amends.people.actors import actor_of
from amends.people.models import Membership, Staff
from amends.people.permissions import Actor, may
from amends.people.scope import every_brand
from amends.rules.vocabulary import Role

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

ADDRESS = "/live"
ROUND_SECONDS = 1.0
QUIET_SECONDS = 15.0
"""After so long without a word something is sent, so that a listener who is gone is noticed."""
LONGEST_SECONDS = 600.0
"""Then a stream ends, and the browser opens a new one, whose session is checked whole."""
PRESENCE_EVERY = timedelta(seconds=30)
MOST_LISTENERS = 2_000
MOST_FOR_ONE = 12
"""So many pages of one person may listen in one process."""
MOST_WAITING = 50
_CHUNK = 500

log = logging.getLogger("amends.live")


@dataclass(eq=False, slots=True)
class Listener:
    """One open stream: whose, by which session, and what waits to be told."""

    actor: Actor
    session_key: str
    waiting: dict[str, None] = field(default_factory=dict)
    woken: asyncio.Event = field(default_factory=asyncio.Event)
    is_over: bool = False

    def tell(self, message: str) -> None:
        """Adds a message; one that waits already is not told twice, and too many become one."""
        if len(self.waiting) >= MOST_WAITING:
            self.waiting = {"all": None}
        elif "all" not in self.waiting:
            self.waiting[message] = None
        self.woken.set()

    def end(self) -> None:
        """Ends the stream."""
        self.is_over = True
        self.woken.set()

    def take(self) -> list[str]:
        """Answers what waits, and forgets it."""
        taken, self.waiting = list(self.waiting), {}
        self.woken.clear()
        return taken


def messages_for(actor: Actor, changes: Changes) -> list[str]:
    """Answers what this person may hear of the changes."""
    if changes.is_cut:
        return ["all"]
    heard = [change for change in changes.found if may(actor, "see", change.subject).is_granted]
    said = dict.fromkeys(f"case {change.case_uuid}" for change in heard)
    if any(change.is_consult for change in heard):
        said["consults"] = None
    return list(said)


@dataclass(slots=True)
class Round:
    """What one look at the database came to: what changed, and who may still listen, with their rights."""

    changes: Changes
    sessions: frozenset[str]
    actors: Mapping[int, Actor]


def look(
    place: Place | None, sessions: Sequence[str], staff: Sequence[int], newcomers: Collection[int]
) -> Round:
    """Answers one round, and keeps which newcomers may answer.

    Queries: 3 to 6, and 2 more for each 500 listeners beyond the first.
    """
    try:
        with every_brand():
            changes = changes_since(place) if place else Changes((), place_now())
        actors = _actors(staff)
        there = [pk for pk in newcomers if pk in actors and may_answer_somewhere(actors[pk])]
        note_presence(staff_ids=there, now=now())
        return Round(changes, _alive(sessions), actors)
    finally:
        close_old_connections()


def _alive(keys: Sequence[str]) -> frozenset[str]:
    alive: set[str] = set()
    for chunk in _chunks(keys):
        rows = Session.objects.filter(session_key__in=chunk, expire_date__gt=now())
        alive.update(rows.values_list("session_key", flat=True))
    return frozenset(alive)


def _actors(staff: Sequence[int]) -> dict[int, Actor]:
    roles: dict[int, dict[int, Role]] = {}
    for chunk in _chunks(staff):
        rows = Membership.objects.filter(staff_id__in=chunk, staff__is_active=True)
        for pk, brand, role in rows.values_list("staff_id", "brand_id", "role"):
            roles.setdefault(pk, {})[brand] = Role(role)
    return {pk: Actor("staff", "", pk, held) for pk, held in roles.items()}


def _chunks(values: Sequence[Any]) -> Iterable[Sequence[Any]]:
    return (values[at : at + _CHUNK] for at in range(0, len(values), _CHUNK))


def person_of(session_key: str) -> Actor | None:
    """Answers whose session this is, checked as on every page; None where it opens nothing. Queries: 0 to 3."""
    try:
        request = HttpRequest()
        request.session = import_module(settings.SESSION_ENGINE).SessionStore(session_key)
        person = get_user(request)
        return actor_of(person) if isinstance(person, Staff) and person.is_authenticated else None
    finally:
        close_old_connections()


class Broadcaster:
    """Tells the listeners of this process what changed; looks only while somebody listens."""

    def __init__(self) -> None:
        self._listeners: set[Listener] = set()
        self._place: Place | None = None
        self._task: asyncio.Task[None] | None = None
        self._noted: set[int] = set()
        self._noted_at = now()
        # The database knows its connections by thread: one thread looks for all.
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="live")

    async def person(self, session_key: str) -> Actor | None:
        """Answers whose session this is."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._thread, person_of, session_key)

    def is_full(self, actor: Actor) -> bool:
        """Answers whether this person can't be heard any more."""
        own = sum(listener.actor.staff_id == actor.staff_id for listener in self._listeners)
        return len(self._listeners) >= MOST_LISTENERS or own >= MOST_FOR_ONE

    def join(self, listener: Listener) -> None:
        """Lets somebody listen from now on."""
        self._listeners.add(listener)
        if self._task is None or self._task.done():
            # Nobody listened: what happened meanwhile is for nobody, and who comes now is new.
            self._place, self._noted = None, set()
            self._task = asyncio.get_running_loop().create_task(self._run())

    def leave(self, listener: Listener) -> None:
        """Lets somebody go."""
        self._listeners.discard(listener)

    async def _run(self) -> None:
        while self._listeners:
            try:
                await self._round()
            except Exception:  # whatever it was: the next round tries again, and the log says what happened
                log.exception("live events could not be looked for")
            await asyncio.sleep(ROUND_SECONDS)

    async def _round(self) -> None:
        everybody = list(self._listeners)
        sessions = sorted({one.session_key for one in everybody})
        staff = sorted({one.actor.staff_id for one in everybody if one.actor.staff_id is not None})
        newcomers = self._newcomers(staff)
        loop = asyncio.get_running_loop()
        seen = await loop.run_in_executor(self._thread, look, self._place, sessions, staff, newcomers)
        self._place = seen.changes.place
        self._noted.update(newcomers)
        for one in everybody:
            self._tell(one, seen)

    def _newcomers(self, staff: Sequence[int]) -> set[int]:
        """Answers whose presence is to be kept in this round: who is new, and now and then everybody."""
        if now() - self._noted_at >= PRESENCE_EVERY:
            self._noted, self._noted_at = set(), now()
        return set(staff) - self._noted

    def _tell(self, listener: Listener, seen: Round) -> None:
        actor = seen.actors.get(listener.actor.staff_id or 0)
        if actor is None or listener.session_key not in seen.sessions:
            listener.end()
            return
        listener.actor = actor
        for message in messages_for(actor, seen.changes):
            listener.tell(message)


broadcaster = Broadcaster()


async def live(scope: Message, receive: Receive, send: Send) -> None:
    """Answers one stream of live events, until its reader, its session or its time is gone."""
    refusal = _refusal(scope)
    actor = None if refusal else await broadcaster.person(_session_key(scope))
    if refusal or actor is None or not actor.roles:
        return await _say(send, refusal or 401)
    if broadcaster.is_full(actor):
        return await _say(send, 503)
    listener = Listener(actor, _session_key(scope))
    broadcaster.join(listener)
    gone = asyncio.ensure_future(_gone(receive, listener))
    try:
        await _stream(listener, send)
    finally:
        broadcaster.leave(listener)
        gone.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await gone


def _refusal(scope: Message) -> int:
    host, _port = split_domain_port(_header(scope, b"host"))
    if not host or not validate_host(host, settings.ALLOWED_HOSTS):
        return 400
    return 0 if scope["method"] == "GET" else 405


def _header(scope: Message, name: bytes) -> str:
    found = [value for key, value in scope["headers"] if bytes(key).lower() == name]
    return bytes(found[0]).decode("latin1") if found else ""


def _session_key(scope: Message) -> str:
    try:
        cookie = SimpleCookie(_header(scope, b"cookie")).get(settings.SESSION_COOKIE_NAME)
    except CookieError:
        return ""
    return cookie.value if cookie else ""


async def _say(send: Send, status: int) -> None:
    headers = [(b"cache-control", b"no-store"), (b"content-length", b"0")]
    headers += [(b"retry-after", b"30")] if status == 503 else []
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": b"", "more_body": False})


async def _gone(receive: Receive, listener: Listener) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    listener.end()


async def _stream(listener: Listener, send: Send) -> None:
    headers = [
        (b"content-type", b"text/event-stream; charset=utf-8"),
        (b"cache-control", b"no-store, no-transform"),
        (b"x-accel-buffering", b"no"),
    ]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await _send(send, b": listening\n\n")
    loop = asyncio.get_running_loop()
    until = loop.time() + LONGEST_SECONDS
    while not listener.is_over and loop.time() < until:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(listener.woken.wait(), QUIET_SECONDS)
        said = listener.take()
        if not listener.is_over:
            await _send(send, "".join(f"data: {one}\n\n" for one in said).encode() or b": still here\n\n")
    with contextlib.suppress(Exception):
        # Who is gone already needs no end.
        await send({"type": "http.response.body", "body": b"", "more_body": False})


async def _send(send: Send, body: bytes) -> None:
    await send({"type": "http.response.body", "body": body, "more_body": True})
