"""The complaints that are measured with: the same ones every time, whatever the machine."""

from __future__ import annotations

import importlib.util
import os
import random
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from amends.cases.inbound import Caller, InboundContact
from amends.rules.vocabulary import Channel

Ticket = dict[str, Any]

# Priority 1 to 5 of the corpus as impact and urgency.
_IMPACT_URGENCY = {1: (3, 3), 2: (3, 2), 3: (2, 2), 4: (2, 1), 5: (1, 1)}
_CHINESE = (
    "我要投诉这家公司",
    "退款一直没有到账",
    "客服态度很差",
    "網絡經常斷線",
    "我要投訴送貨延誤",
    "请尽快处理赔偿",
)
_ONE_IN_CHINESE = 49

_WORDS = """
parcel invoice router contract refund hotel booking cancelled engineer promise account charged twice outage
meter bill reply waited hours letter broken screen delivered late wrong address voucher missing name price
changed answer phone queue office visit repair part lost luggage room noise cold breakfast seat train bus fare
date moved week month day card declined balance transfer fee app login password reset courier street door
""".split()  # noqa: SIM905
_RARE = [f"qz{chr(97 + number % 26)}{chr(97 + number // 26)}vk{number:02d}" for number in range(40)]


def _own_ticket(number: int) -> Ticket:
    chance = random.Random(number * 2_654_435_761 % 2**32)
    body = [chance.choice(_WORDS) for _ in range(55)]
    if chance.random() < 0.02:
        body[10] = chance.choice(_RARE)
    return {
        "i": number,
        "subject": " ".join(chance.choice(_WORDS) for _ in range(6)),
        "body": " ".join(body),
        "email": f"person{number % 50_000}@example.org",
        "priority": 1 + chance.randrange(5),
        "closed": chance.random() < 0.7,
        "created": 1_735_689_600 + number * 30 % 31_536_000,
    }


class Corpus:
    """Complaints by number; from `desk/corpus.py` in a folder given, else our own of the same shape."""

    def __init__(self, folder: str = "") -> None:
        folder = folder or os.environ.get("AMENDS_BENCH", "")
        self.name = "own"
        self._ticket: Callable[[int], Ticket] = _own_ticket
        self.words, self.rare = _WORDS, _RARE
        if folder:
            module = _module(Path(folder) / "desk" / "corpus.py")
            self.name, self._ticket = "desk/corpus.py", module.ticket
            self.words, self.rare = module.WORDS, module.RARE

    def contact(self, number: int) -> InboundContact:
        """Answers one complaint as imported history; about one in fifty also says something in Chinese."""
        ticket = self._ticket(number)
        impact, urgency = _IMPACT_URGENCY[ticket["priority"]]
        text = ticket["body"]
        if number % _ONE_IN_CHINESE == 0:
            text = f"{text} {_CHINESE[number // _ONE_IN_CHINESE % len(_CHINESE)]}"
        return InboundContact(
            channel=Channel.EMAIL,
            text=text,
            gist=ticket["subject"],
            caller=Caller(email=ticket["email"], language="en"),
            impact=impact,
            urgency=urgency,
            occurred_at=datetime.fromtimestamp(ticket["created"], UTC),
            is_history=True,
            is_closed=ticket["closed"],
        )


def _module(path: Path) -> Any:
    spec = importlib.util.spec_from_file_location("bench_corpus", path)
    if spec is None or spec.loader is None or not path.is_file():
        raise SystemExit(f"There is no corpus at {path}: name its folder with --corpus or AMENDS_BENCH.")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
