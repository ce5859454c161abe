"""Registers made for the tests of importing."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from random import Random

HEADER = "ID,Complaint title,Text,Date received,Status,City,E-mail,Colour\n"


def register(rows: int, seed: int = 1) -> str:
    """A register in which some rows have day and month exchanged, some are doubles and some can't be read."""
    chance = Random(seed)
    lines = []
    for at in range(1, rows + 1):
        day = datetime(2024, 1, 13, tzinfo=UTC) + timedelta(days=at * 2)
        said = f"{day:%m/%d/%Y}" if chance.random() < 0.2 and day.day <= 12 else f"{day:%d/%m/%Y}"
        status = chance.choice(["Open", "Closed", "Solved"])
        lines.append(
            f"{at},Line {at},The line was dead {at} times,{said},{status},Lund,c{at % 7}@example.org,red\n"
        )
        if chance.random() < 0.1:
            lines.append(lines[-1])
        if chance.random() < 0.1:
            lines.append(f"{at},=SUM(A1),broken,99/99/2024,Open,Lund,,\n")
    return HEADER + "".join(lines)
