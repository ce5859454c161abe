"""Policies of every shape: overlaps, holds, limits on kinds, bounds, more rows than one mask has room for."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from hypothesis import strategies as st
from tests.rules.policy.conftest import _GOOD

from amends.rules.policy.amounts import MOST
from amends.rules.policy.compiled import Compiled, compile_policy
from amends.rules.policy.document import Policy
from amends.rules.policy.facts import FACTS, FactKind

FAILURES = ("late", "lost", "danger")
EDGES = (0, 1, 2, 47, 48, 999, 1_000, 4_445, 9_000, 10_001)
_MONEY = st.one_of(st.sampled_from((*EDGES, MOST)), st.integers(0, 20_000))
_KINDS = ("refund", "credit", "gift", "repair")


@st.composite
def _worths(draw: st.DrawFn) -> dict[str, Any]:
    if draw(st.booleans()):
        return {"fixed": draw(_MONEY)}
    low, high = sorted((draw(_MONEY), draw(_MONEY)))
    points = st.sampled_from([0, 1, 333, 5_000, 9_999, 10_000, 25_000, 30_000, 1_000_000])
    said = {"share": draw(points), "of": draw(st.sampled_from(["price_paid", "monthly_price", "fee"]))}
    return said | draw(
        st.fixed_dictionaries({}, optional={"at_least": st.just(low), "at_most": st.just(high)})
    )


def _condition(fact: str) -> st.SearchStrategy[Any]:
    kind = FACTS[fact].kind
    if kind is FactKind.FLAG:
        return st.sampled_from([True, False, ["missing"]])
    if kind is FactKind.CODE:
        codes = FACTS[fact].codes or FAILURES
        return st.lists(st.sampled_from([*codes, "missing"]), min_size=1, max_size=3, unique=True)
    edge = st.sampled_from(EDGES)
    return st.fixed_dictionaries({}, optional={"from": edge, "to": edge, "or_missing": st.booleans()})


_ASKED = [fact for fact in FACTS if fact != "product"]
_CONDITIONS = st.lists(st.sampled_from(_ASKED), max_size=3, unique=True).flatmap(
    lambda facts: st.fixed_dictionaries({fact: _condition(fact) for fact in facts})
)
_OFFER = st.fixed_dictionaries(
    {"fix": st.sampled_from(["fix_a", "fix_b"])},
    optional={"extra": st.sampled_from(["extra_a", "extra_b"])},
)
_ROW = st.one_of(
    st.fixed_dictionaries(
        {
            "when": _CONDITIONS,
            "then": st.just("mend"),
            "options": st.lists(_OFFER, min_size=1, max_size=4).map(
                lambda some: dict(zip("ABCD", some, strict=False))
            ),
        }
    ),
    st.fixed_dictionaries({"when": _CONDITIONS, "then": st.sampled_from(["explain", "hold"])}),
)
_LIMITS = st.fixed_dictionaries(
    {"per_case": _MONEY, "per_day": _MONEY},
    optional={"kinds": st.dictionaries(st.sampled_from(_KINDS), _MONEY, max_size=2)},
)


@st.composite
def made(draw: st.DrawFn) -> Compiled:
    """Answers a policy that nobody checked: what can be compiled is answered the same way everywhere."""
    said = deepcopy(_GOOD)
    said["entitlements"] = {}
    said["remedies"] = {
        name: said["remedies"]["gift"]
        | {"kind": draw(st.sampled_from(_KINDS)), "part": name[:-2], "worth": draw(_worths())}
        for name in ("fix_a", "fix_b", "extra_a", "extra_b")
    }
    roles = ["rep", "supervisor", *draw(st.sampled_from([(), ("manager", "win_back")]))]
    said["authority"]["roles"] = {role: draw(_LIMITS) for role in roles}
    rows = draw(st.lists(_ROW, min_size=1, max_size=6))
    # Seldom more than a mask of sixty rows has room for, and more than one of thirty.
    times = draw(st.sampled_from([1, 1, 1, 6, 25]))
    said["tables"] = {
        "all": {"rows": [{"when": {"failure": "lost"}, "then": "explain"}] * (times - 1) + rows * times}
    }
    return compile_policy(Policy.model_validate(said))
