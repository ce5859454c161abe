"""Why something was understood as it was: a code and its values, put into words by the face that shows it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Evidence:
    """One reason for a finding."""

    code: str
    values: tuple[tuple[str, object], ...] = ()

    def value(self, name: str) -> object:
        """Answers one of the values, None where it is not given."""
        return dict(self.values).get(name)


def because(code: str, **values: object) -> Evidence:
    """Answers one reason, with its values in the order given."""
    return Evidence(code, tuple(values.items()))
