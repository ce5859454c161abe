"""Parts of a page are compiled into the page: an include by its name costs nothing when the page is drawn.

A page of a case is made of ninety parts. Each would otherwise be looked up and given a copy of all names anew,
which was a tenth of the time that the page takes.
"""

from __future__ import annotations

import re

from jinja2.ext import Extension

_INCLUDE = re.compile(r'\{% include "([^"]+)" %\}')


class Inlined(Extension):
    """Puts the text of each part in the place of its include; names set there stay there."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        """Answers a template's text with its parts in it, and theirs. Raises: TemplateNotFound."""
        return _INCLUDE.sub(self._part, source)

    def _part(self, include: re.Match[str]) -> str:
        loader = self.environment.loader
        assert loader is not None  # Django always gives one.
        text, _path, _is_current = loader.get_source(self.environment, include[1])
        inner = self.preprocess(text, include[1]).removesuffix("\n")
        return f"{{% with %}}{inner}{{% endwith %}}"
