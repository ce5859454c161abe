"""People at the desk: Today, a case, a note, a reply, one page each seven seconds, with the live events of a page."""

from __future__ import annotations

import contextlib
import http.client
import random
import re
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from itertools import cycle

from bench.busy.arrivals import Seen, asked
from bench.busy.browser import Answer, Browser
from bench.busy.marks import nobodys_mark

PAUSE_SECONDS = (6.0, 8.0)
_CASE = re.compile(r"/cases/([0-9a-f-]{36})/")
_FETCHED_AGAIN_SECONDS = (0.15, 0.5)


class Person:
    """Somebody who works until told to stop, and whose page is fetched again when its case changes."""

    def __init__(
        self, port: int, session: str, began: float, marks: Mapping[str, str], visited: Sequence[str]
    ) -> None:
        self.browser = Browser(port, {"sessionid": session})
        self.seen: list[Seen] = []
        self._began = began
        self._marks = marks
        self._visited = visited
        self._chance = random.Random(session)
        self._case = ""
        self._stop = threading.Event()
        self._threads = [threading.Thread(target=work, daemon=True) for work in (self._work, self._listen)]

    def start(self) -> None:
        """Begins to work."""
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Ends the work after the page that is on its way; the stream of events ends with this program."""
        self._stop.set()
        self._threads[0].join()

    def _work(self) -> None:
        steps: tuple[Callable[[], object], ...] = (self._today, self._open, self._note, self._reply)
        pause = self._chance.uniform(0, PAUSE_SECONDS[1])
        for step in cycle(steps):
            if self._stop.wait(pause):
                return
            step()
            pause = self._chance.uniform(*PAUSE_SECONDS)

    def _today(self) -> None:
        self._case = ""
        self._look("today", lambda: self.browser.get("/"))

    def _open(self) -> None:
        """Takes the next case; half the time one whose customer is about."""
        if self._chance.random() < 0.5:
            done = self._look("take the next case", lambda: self.browser.post("/next/", {}))
            if done is not None and (found := _CASE.search(done.location)):
                self._show(found[1])
                return
        self._show(self._chance.choice(self._visited))

    def _show(self, case: str) -> None:
        self._case = case
        self._look("case", lambda: self.browser.get(f"/cases/{case}/"))

    def _note(self) -> None:
        self._act("note", {"text": f"{nobodys_mark()} Rang them, and nobody was there."})

    def _reply(self) -> None:
        mark = self._marks.get(self._case, "")
        text = f"{mark} We have what you wrote and are looking at it now."
        self._act("reply", {"text": text, "channel": "email"})

    def _act(self, name: str, form: Mapping[str, str]) -> None:
        case = self._case
        self._look(name, lambda: self.browser.post(f"/cases/{case}/{name}/", form))
        self._show(case)

    def _look(self, kind: str, ask: Callable[[], Answer]) -> Answer | None:
        seen, answer = asked(kind, None, self._began, ask)
        self.seen.append(seen)
        return answer

    def _listen(self) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", self.browser.port)
        with contextlib.suppress(OSError, http.client.HTTPException):
            connection.request("GET", "/live", headers={"Cookie": self.browser.cookie_line()})
            stream = connection.getresponse()
            while line := stream.readline():
                case = self._case
                if case and line.decode().split() == ["data:", "case", case]:
                    time.sleep(self._chance.uniform(*_FETCHED_AGAIN_SECONDS))
                    self._fetch_again(case)

    def _fetch_again(self, case: str) -> None:
        headers = {"X-Amends-Live": "1"}
        self._look("fetched again", lambda: self.browser.get(f"/cases/{case}/", headers))
