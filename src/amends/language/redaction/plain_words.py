"""Words that people say about a password or after a colon, and that are no password: "wrong", "не подходит"."""

from __future__ import annotations

import re
from typing import Final

_LIST: Final = """
    a about after again all already also always an and another any anything as ask asked at bad be
    because been before being blank both broken but by can cannot cant case-sensitive changed characters
    clear clearly come completely correct could dead did didnt different do does doesnt dont down either
    email e-mail empty enough even every exactly expired fine first fixed for forgot forgotten found from
    gone good google had hard has have he hello help her here hi his how however i id if important
    impossible in incorrect invalid is it its just kept known last left letters like link locked login
    long longer lost me mine missing must my need needed needs never new no nobody none not nothing now
    null of off ok okay old on once one only or our out over please possible private problem pub public
    ready recovery rejected required reset resetting right safe same saved secret secure see sent set she
    short should similar simple since so some something sorry still strong stuck such than thanks that
    the their them then there these they this to too twice two unable unknown unsafe until useless user
    username usually valid very was we weak well were what when where which while who why will with
    without wont work working works would wrong yes yet you your yours yourself apple android bankid
    facebook gmail iphone ipad instagram icloud outlook paypal vip vpn wi-fi wifi windows whatsapp
    youtube linkedin ebay github icloud+ sms app web pin mail account apple-id appleid itunes alla allt
    aldrig alltid ändra ändrat är att av avslutat bara blev blir borta bra bytt bytte då de den denna det
    detta dig din ditt då eftersom ej eller en er ett fel felaktigt för få får fick finns fortfarande
    från fungerar funkar glömt gammalt genom giltigt ha hade han har hej hittar hjälp hur här i igen inga
    ingen inget innan inte ja jag jätteviktigt kan klart kommer korrekt kort kunde lika lång långt löpt
    mig min mitt mycket måste ni nog ny nytt nu när nödvändigt och ofta ogiltigt okänt om på rätt ska
    skickat slut som spärrat svagt så säkert tack till trots tyvärr under upp ut utan var varför vet vi
    vid vill äldre över samma detsamma starkt а аз ако без беше бъде в валидна вашата ви все все-таки
    всички вярна грешна грешно да дали две до друга една ето за забравена забравих здравейте зле и из или
    им има изтекла изтрита как каква като кога които който кратка къде лесна ли липсва ме ми много може
    моля на напълно не невалидна неправилна неизвестна нещо ни никога никой няма нова но объркана от
    отново отхвърлена ок по пак правилна през при променена празна с са само се сгрешена си сигурна след
    слаба смяна сменена стара също така там тази те този това трябва тя у хей че чрез блокирана бърза
    дълга проста важна это вот был была было быть вам ваш ваша вы вообще всегда всё где его ее её если
    есть ещё еще же забыл забыла забыт изменён изменен их каждый какой когда конечно который короткий кто
    мне мной мой моя надо нам нас наш неверен неверный неправильный нельзя нет новый ну нужен он она они
    опять очень пожалуйста почему правильный верный принимается подходит потерян прежний просто прошу
    работает слабый сложный снова спасибо старый так такой тоже тот ты уже утерян устарел чем что чтобы я
    просрочен сброшен заблокирован простой длинный важен тут здесь לא כן שגוי שגויה נכון נכונה חסום חסומה
    פג פגה תקף תקפה חדש חדשה ישן ישנה של שלי שלך את זה זאת אני אתם הם מה למה איך כבר עדיין תמיד אף אין יש
    רק גם אבל או אם כי על עם אל מן בבקשה תודה שלום קצרה ארוכה חלשה חזקה קלה קשה ריקה שוב אותה אותו שכחתי
    נשכחה נמחקה אבדה בעייתית הבעיה מאוד שונה בטוחה
"""
_WORDS: Final = frozenset(_LIST.split())
# Endings of what is said about a thing, in English, Swedish, Bulgarian and Russian; dictionary words of seven
# signs and more that end so are hardly ever a password without a digit.
_ENDS: Final = re.compile(
    r"[a-z']{2,}(?:ed|ing|able|ible|ful|less|ly|n't|n’t)|[a-zåäö]{3,}(?:lig|ligt|ande|ende|ades|ats|erad|erat|dd|bart|bar|löst)"
    r"|[а-яё]{3,}(?:ена|ана|ен|ан|ено|ано|ный|ная|ное|ется|ится|ется|ють|ает|ит|ить|ать|или|али|ила|ала|ился|лась|ешна|лна)",
    re.IGNORECASE,
)
_QUOTES: Final = str.maketrans("’", "'")


def says_something(written: str) -> bool:
    """Answers whether a word is one that people say about a password, and so none itself."""
    word = written.translate(_QUOTES).lower().strip("'\"!?.,")
    return word in _WORDS or word.replace("'", "") in _WORDS or bool(_ENDS.fullmatch(word))
