"""One tree of errors: a code and its values, put into words by the face that shows it."""

from __future__ import annotations


class DomainError(Exception):
    """What went wrong, as a code with values; faces translate it late."""

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code)
        self.code = code
        self.values = values

    def __str__(self) -> str:
        said = ", ".join(f"{name}={value!r}" for name, value in self.values.items())
        return f"{self.code}({said})" if said else self.code


class ChannelError(DomainError):
    """What came from outside and is wrong; `permanent` says whether trying again can help."""

    def __init__(self, reason: str, permanent: bool, **values: object) -> None:
        super().__init__(reason, **values)
        self.permanent = permanent
