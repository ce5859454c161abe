"""The policy that a brand without one begins from: small, whole, and to be filled."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from amends.rules.vocabulary import LANGUAGES

_TEXTS = {
    "failure": ("Something went wrong", "Нещо се обърка", "משהו השתבש", "Något gick fel", "Что-то пошло не так",
                "出了问题", "出了問題"),
    "reason": ("Not yet looked into", "Още не е проучено", "עדיין לא נבדק", "Inte utrett än", "Еще не выяснено",
               "尚未查明", "尚未查明"),
    "again": ("We do it again", "Ще го направим отново", "נעשה זאת שוב", "Vi gör om det", "Мы сделаем это заново",
              "我们重新办理", "我們重新辦理"),
    "back": ("The price back", "Връщаме цената", "החזר המחיר", "Priset tillbaka", "Возврат цены",
             "退还所付价款", "退還所付價款"),
    "credit": ("A credit", "Кредит по сметката", "זיכוי", "En kreditering", "Зачисление на счет", "账户抵扣",
               "帳戶抵扣"),
    "supervisor": ("A supervisor", "Ръководител", "אחראי משמרת", "En ansvarig", "Руководитель", "主管", "主管"),
    "head": ("Head office, finally", "Централата, окончателно", "ההנהלה, סופית", "Huvudkontoret, slutligt",
             "Головной офис, окончательно", "总部（最终）", "總部（最終）"),
}  # fmt: skip


def starter(currency: str, now: datetime) -> dict[str, Any]:
    """Answers a policy as plain data in which everything has its place, and almost nothing is given."""
    company, others = ["company", "supplier"], ["customer", "nobody", "unknown", "missing"]
    little, more = {"per_case": 5_000, "per_day": 20_000}, {"per_case": 10_000, "per_day": 50_000}
    return {
        "currency": currency,
        "effective_at": now + timedelta(days=7),
        "failures": {"other": _said("failure")},
        "reasons": {"not_yet_known": _said("reason")},
        "remedies": {
            "again": _remedy("re_performance", "fix", "again", {"fixed": 0}),
            "back": _remedy("refund", "fix", "back", {"share": 10_000, "of": "price_paid"}),
            "small_credit": _remedy("credit", "extra", "credit", {"fixed": 500}),
        },
        "authority": {
            "roles": {"rep": little, "supervisor": more, "manager": {"per_case": 50_000, "per_day": 200_000}}
        },
        "tables": {
            "all": {
                "rows": [
                    {
                        "when": {"fault": company},
                        "then": "mend",
                        "options": {"A": {"fix": "again", "extra": "small_credit"}, "B": {"fix": "back"}},
                    },
                    {
                        "when": {"fault": others},
                        "then": "explain",
                        "reasons": ["not_yet_known"],
                        "next_rung": "supervisor",
                    },
                ]
            }
        },
        "ladder": {
            "supervisor": {"who": "supervisor", "next": "head_office", "texts": _said("supervisor")},
            "head_office": {"who": "head_office", "is_final": True, "texts": _said("head")},
        },
    }


def _remedy(kind: str, part: str, texts: str, worth: dict[str, Any]) -> dict[str, Any]:
    return {"kind": kind, "part": part, "worth": worth, "texts": _said(texts)}


def _said(name: str) -> dict[str, str]:
    return dict(zip(LANGUAGES, _TEXTS[name], strict=True))
