"""Which brands may be seen right now. Nothing of a brand is readable outside a scope, on either database."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import ClassVar, Self, TypeVar

from django.db import connection, models, transaction

from amends.errors import DomainError

EVERY_BRAND = "*"

_scope: ContextVar[frozenset[int] | str | None] = ContextVar("brand_scope", default=None)
_Row = TypeVar("_Row", bound=models.Model)


class ScopeMissing(DomainError):
    """A brand's rows were asked for without saying for which brand."""


def current_scope() -> frozenset[int] | str:
    """Answers the brands in scope, or EVERY_BRAND. Raises: ScopeMissing."""
    scope = _scope.get()
    if scope is None:
        raise ScopeMissing("scope_missing")
    return scope


def scope_or_none() -> frozenset[int] | str | None:
    """Answers the brands in scope, EVERY_BRAND, or nothing where no scope was entered."""
    return _scope.get()


def require_in_scope(brand_id: int) -> None:
    """Raises ScopeMissing where this brand may not be read."""
    scope = current_scope()
    if isinstance(scope, frozenset) and brand_id not in scope:
        raise ScopeMissing("brand_out_of_scope", brand=brand_id)


@contextmanager
def as_if_scoped(scope: frozenset[int] | str | None) -> Iterator[None]:
    """Lets a statement be written as in this scope; it opens nothing, for the database is not told."""
    token = _scope.set(scope)
    try:
        yield
    finally:
        _scope.reset(token)


@contextmanager
def _entered(scope: frozenset[int] | str) -> Iterator[None]:
    token = _scope.set(scope)
    try:
        if connection.vendor == "postgresql":
            with transaction.atomic():
                _tell_database(scope)
                yield
                _tell_outer(token.old_value)
        else:
            yield
    finally:
        _scope.reset(token)


def _tell_outer(old: object) -> None:
    # A savepoint that is released keeps its settings: say again what the outer scope was.
    outer = old if isinstance(old, frozenset | str) else frozenset[int]()
    _tell_database(outer)


def _tell_database(scope: frozenset[int] | str) -> None:
    said = scope if isinstance(scope, str) else ",".join(str(brand) for brand in sorted(scope))
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('amends.brands', %s, true)", [said])


@contextmanager
def brand_scope(brand_ids: Iterable[int]) -> Iterator[None]:
    """Lets the block see these brands only; a scope inside another can only narrow it."""
    wanted = frozenset(brand_ids)
    outer = _scope.get()
    if isinstance(outer, frozenset) and not wanted <= outer:
        raise ScopeMissing("scope_widened", wanted=sorted(wanted))
    with _entered(wanted):
        yield


@contextmanager
def every_brand() -> Iterator[None]:
    """Lets background work and the operator's commands see all brands; only listed files may call it."""
    with _entered(EVERY_BRAND):
        yield


class BrandManager(models.Manager[_Row]):
    """The only way to a brand's rows: filters by the scope, and raises without one."""

    use_in_migrations = False

    def get_queryset(self) -> models.QuerySet[_Row]:
        """Answers the rows of the brands in scope. Raises: ScopeMissing."""
        scope = current_scope()
        rows = super().get_queryset()
        if isinstance(scope, str):
            return rows
        if len(scope) == 1:
            return rows.filter(brand_id=next(iter(scope)))
        return rows.filter(brand_id__in=sorted(scope))

    def of(self, brand_id: int) -> models.QuerySet[_Row]:
        """Answers the rows of one brand by equality, so that a composite index serves them."""
        require_in_scope(brand_id)
        return super().get_queryset().filter(brand_id=brand_id)


class BrandOwned(models.Model):
    """A row that belongs to exactly one brand."""

    brand = models.ForeignKey("people.Brand", on_delete=models.PROTECT, related_name="+", db_index=False)

    belongs_to_brand: ClassVar[bool] = True
    objects = BrandManager[Self]()

    class Meta:
        abstract = True
        base_manager_name = "objects"
        default_manager_name = "objects"
