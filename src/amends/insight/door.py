"""Who comes into the manager's seat, and for which brands."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from amends.page.door import View, at_the_desk
from amends.page.frame import actor_in
from amends.people.models import Brand
from amends.people.permissions import Actor, Subject, may, may_somewhere


def for_those_who(act: str) -> Callable[[View], View]:
    """Lets only people in who may do this for some brand; the others are told that it is not open to them."""

    def guard(view: View) -> View:
        @wraps(view)
        def handle(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
            if not may_somewhere(actor_in(request), act):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return at_the_desk(handle)

    return guard


def brands_where(actor: Actor, act: str, brands: Mapping[int, Brand]) -> dict[int, Brand]:
    """Answers the brands for which this actor may do this."""
    return {pk: row for pk, row in brands.items() if may(actor, act, Subject(pk)).is_granted}
