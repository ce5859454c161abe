"""What the demonstration's customers said once it was over: one content and one not in each language of a brand."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID

from amends.cases.actions.feedback import Felt, answer_feedback, give_feedback
from amends.cases.models import Case, Contact
from amends.people.actors import actor_of
from amends.people.models import Brand, Staff
from amends.people.permissions import Actor
from amends.rules.vocabulary import Ending, Listened, Role

_LATER = timedelta(hours=5)
_SOON = timedelta(hours=2)
BETTER: Mapping[str, str] = {
    "en": "I had to say the same thing three times before anybody wrote it down.",
    "bg": "Трябваше да обяснявам едно и също три пъти, докато някой го запише.",
    "he": "סיפרתי את אותו הדבר שלוש פעמים עד שמישהו רשם.",
    "sv": "Jag fick berätta samma sak tre gånger innan någon skrev ner det.",
    "ru": "Пришлось три раза рассказывать одно и то же, пока кто-то наконец не записал.",
    "zh-Hans": "同一件事讲了三遍才有人记下来。",
    "zh-Hant": "同一件事講了三遍才有人記下來。",
}
THANKS: Mapping[str, str] = {
    "en": "Rang when they said they would. That alone was half of it.",
    "bg": "Обади се точно когато обеща. Само това вече беше половината.",
    "he": "התקשרו בדיוק בשעה שהבטיחו. זה לבד היה חצי מהעניין.",
    "sv": "Ringde när det var sagt. Bara det var halva saken.",
    "ru": "Перезвонили ровно тогда, когда обещали. Уже одно это многого стоит.",
    "zh-Hans": "说几点来电就几点来电，光这一点就让人放心一半了。",
    "zh-Hant": "說幾點來電就幾點來電，光這一點就讓人放心一半了。",
}
CHANGED: Mapping[str, str] = {
    "en": "What you tell us the first time now stands on the case for everybody who picks up after.",
    "bg": "Вече всичко, което ни кажете първия път, стои в случая и го вижда всеки, който поеме след това.",
    "he": "מעכשיו מה שמספרים לנו בפעם הראשונה כתוב בתיק, וכל מי שמטפל אחר כך רואה את זה.",
    "sv": "Det du berättar första gången står nu i ärendet för alla som tar över efteråt.",
    "ru": "Теперь все, что вы рассказали в первый раз, записано в деле, и это видит каждый, кто берется за него потом.",
    "zh-Hans": "现在您第一次说的内容都写在案件里，之后接手的人都看得到。",
    "zh-Hant": "現在您第一次說的內容都寫在案件裡，之後接手的人都看得到。",
}


def tell_afterwards(brand: Brand, now: datetime) -> None:
    """Lets one content customer in each language say so, and one who is not; to these it is told what was changed."""
    manager = Staff.objects.filter(memberships__brand=brand, memberships__role=Role.MANAGER.value).first()
    for language, better in BETTER.items():
        if (case := _closed(brand, language, Ending.PRESUMED, Ending.DISPUTED, now=now)) is not None:
            said = Felt(better=better, listened=Listened.NO)
            row = give_feedback(actor=_customer(case), case_uuid=case.uuid, felt=said, now=_after(case))
            if manager is not None:
                answer_feedback(
                    actor=actor_of(manager),
                    case_uuid=case.uuid,
                    feedback_uuid=row.uuid,
                    text=CHANGED[language],
                    now=_after(case) + _SOON,
                )
        if (case := _closed(brand, language, Ending.SOLVED, now=now)) is not None:
            said = Felt(thanks=THANKS[language], thanked_for=_last_word(case), listened=Listened.YES)
            give_feedback(actor=_customer(case), case_uuid=case.uuid, felt=said, now=_after(case))


def _closed(brand: Brand, language: str, *endings: Ending, now: datetime) -> Case | None:
    rows = Case.objects.of(brand.pk).filter(is_open=False, language=language, feedback__isnull=True)
    rows = rows.filter(
        ending__in=[ending.value for ending in endings], closed_at__lt=now - _LATER - 2 * _SOON
    )
    return rows.order_by("-closed_at").first()


def _after(case: Case) -> datetime:
    assert case.closed_at is not None
    return case.closed_at + _LATER


def _customer(case: Case) -> Actor:
    return Actor(kind="customer", name="", own_case_id=case.pk)


def _last_word(case: Case) -> UUID | None:
    words = Contact.objects.of(case.brand_id).filter(case=case, direction="out", staff__isnull=False)
    return words.order_by("-occurred_at").values_list("uuid", flat=True).first()
