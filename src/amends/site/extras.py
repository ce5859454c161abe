"""What is used only where it was installed: each extra of the package is loaded here and nowhere else."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, NoReturn

from PIL import ImageFile

from amends.errors import DomainError

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


def duckdb_in_memory() -> DuckDBPyConnection:
    """Answers an empty database of DuckDB's. Raises: DomainError('duckdb_missing')."""
    try:
        import duckdb  # noqa: PLC0415
    except ImportError as error:
        raise DomainError("duckdb_missing") from error
    return duckdb.connect()


@lru_cache(maxsize=1)
def _weasyprint() -> Any:
    """Answers WeasyPrint, asked for once: looking for libraries that are missing takes longer than a letter."""
    try:
        import weasyprint  # noqa: PLC0415
    except (ImportError, OSError):  # OSError: it is there, Pango is not
        return None
    # It lets Pillow take pictures that were cut short for whole, everywhere in the process; ours must not.
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    return weasyprint


def refuse_fetch(url: str) -> NoReturn:
    """Fetches nothing for a letter, from nowhere. Raises: PermissionError."""
    raise PermissionError(url)


@lru_cache(maxsize=1)
def _refusing(made: Any) -> Any:
    """Answers a fetcher of WeasyPrint's own kind that refuses; it stumbles over one that is a mere function."""

    def fetch(_self: object, url: str, _headers: object = None) -> NoReturn:
        refuse_fetch(url)

    return type("RefusingFetcher", (made.urls.URLFetcher,), {"fetch": fetch})()


def weasyprint_pdf(html: str, css: str) -> bytes | None:
    """Answers a page with this style as an accessible PDF (PDF/UA); None where the extra `letters` is missing."""
    made = _weasyprint()
    if made is None:
        return None
    style = made.CSS(string=css, url_fetcher=_refusing(made))
    page = made.HTML(string=html, url_fetcher=_refusing(made))
    return bytes(page.write_pdf(stylesheets=[style], pdf_variant="pdf/ua-1"))
