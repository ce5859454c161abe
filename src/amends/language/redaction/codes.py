"""One-time codes: what a bank or a shop sent to prove who somebody is, and what nobody else should read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from amends.language.redaction.secret import Secret, SecretKind

FEWEST_CODE: Final = 4
_STEMS: Final = ("code", "kod", "otp", "one-time", "one time", "onetime", "engångs", "passcode", "2fa")
_OTHER_STEMS: Final = ("код", "парол", "קוד", "חד פעמי", "חד-פעמי", "码", "碼", "口令", "密")

# These words name a code that is used once; any of them is enough.
_SURE: Final = (
    r"(?<![^\W\d_])(?:(?:one|1|single)[\s-]?(?:time|use)[\s-](?:code|password|passcode|pass|pin)"
    r"|otp(?:[\s-]code)?"
    r"|(?:verification|verify|authentication|authenticator|authorization|authorisation|auth|login|log-in"
    r"|sign-in|signin"
    r"|2fa|two-factor|two factor|sms|text|security|activation|access|confirmation|recovery|reset|unlock"
    r"|passcode)[\s-]"
    r"(?:code|codes|passcode)|code (?:from|in) (?:the|your|my|an|a|that) (?:sms|text(?: message)?|e-?mail|app"
    r"|message)"
    r"|code (?:that )?(?:you|they|i|was|we) (?:sent|texted|got|received|messaged|e-?mailed)(?: to)?(?: me"
    r"| us)?(?: by sms)?"
    r"|code i (?:got|received|was sent)|(?:\d|four|six|eight)[\s-]digit (?:code|pin)|(?:\d|fyr"
    r"|sex)[\s-]?siffriga? kod(?:en)?"
    r"|(?:шест|четири)цифрен\w{0,3} код|\w{4,6}значн\w{2,3} код\w{0,2}"
    r"|(?:bank-?id-?|engångs|verifierings|bekräftelse|sms-?|inloggnings|säkerhets|aktiverings|autentiserings"
    r"|återställnings)"
    r"kod(?:en|er)?|engångslösen(?:ord(?:et)?)?"
    r"|kod(?:en)? (?:jag fick|som jag fick|ni skickade|som ni skickade|(?:från|i|via|på) (?:ert "
    r"|mitt )?(?:sms|mejl|mail)\w*)"
    r"|едно(?:крате?н|разов)\w{0,4} (?:парол\w{1,3}|код\w{0,3})|одноразов\w{2,3} (?:код\w{0,2}|парол\w{1,3})"
    r"|(?:смс|sms)[\s-]?код\w{0,2}|(?:потвърдител|провероч|подтверждающ|защит|кодов)\w{1,3} код\w{0,2}"
    r"|код\w{0,2} (?:за )?(?:потвърждение|потвърждаване|достъп|вход|верификация|активация|активиране|сигурност)"
    r"|код\w{0,2} (?:подтверждения|авторизации|доступа|активации|безопасности|верификации|входа|для входа)"
    r"|код\w{0,2} (?:от|из|в|с|по) (?:этого |вашего |съобщението |сообщения )?(?:смс|sms|сообщени|съобщени"
    r"|письм|имейл|пуш|приложени)\w{0,5}(?:-[аи]|-ът)?"
    r"|код\w{0,2},? (?:който|който ми|который|что)(?: (?:ми|мне|вы|я))?(?: (?:изпратихте|пратихте|дойде"
    r"|получих|прислали|пришел|пришёл"
    r"|получил|получила))(?: мне| ми)?"
    r"|код\w{0,2} (?:ми )?(?:дойде|пришел|пришёл|получих))(?![^\W\d_])"
    r"|(?:ה?קוד|סיסמ[אה]) (?:בן \d ספרות|ה?חד[\s-]?פעמית?|ה?אימות|ה?כניסה|ה?אישור|ה?זיהוי|ה?אבטחה|ה?הפעלה"
    r"|ב?סמס|מהסמס|ב-?sms"
    r"|שקיבלתי(?: ב(?:סמס|הודעה|מייל|-?sms))?|שנשלח(?: אליי| אלי| לי)?(?: ב(?:סמס|הודעה|מייל))?|ששלחתם(?: לי)?)"
    r"|验证码|驗證碼|校验码|校驗碼|认证码|認證碼|确认码|確認碼|动态码|動態碼|(?:一次性|动态|動態|短信|簡訊)(?:密[码碼]|口令|验证码|驗證碼)"
    r"|安全[码碼]|(?:短信|簡訊)[码碼]|otp\s?[码碼]|取件密[码碼]|登[录錄入][码碼]"
)
# These may be codes of anything: they need "is" or a colon, and nothing of goods, faults or addresses before them.
_ANY: Final = (
    r"(?<![^\W_])(?<![-/])(?:code|kod|koden|код|кодът|кода|кодом)(?![^\W\d_])"
    r"|(?<![א-ת])[והב]{0,2}קוד(?: שלי)?(?![א-ת])"
)
_DEFINITE: Final = frozenset(("koden", "кодът", "кода", "הקוד", "והקוד", "הקוד שלי", "קוד שלי"))
_WORD: Final = re.compile(rf"(?P<sure>{_SURE})|(?P<any>{_ANY})", re.IGNORECASE)
_OTHER_CODE: Final = re.compile(
    r"error|fault|discount|promo|voucher|coupon|gift|product|item|article|post|zip|country|area|dial|tracking"
    r"|order|booking"
    r"|reservation|reserv|flight|hotel|sort|bar|\bqr|door|gate|entrance|portal|dress|source|swift|bank|branch"
    r"|refer|colou?r|dealer|store"
    r"|model|part|reason|status|tax|customs|style|campaign|\bvat|\bfel|rabatt|kampanj|artikel|produkt|\bport"
    r"|post|kund|färg|вход\w* врата"
    r"|ошибк|скид|товар|артикул|промо|купон|почт|штрих|домофон|подъезд|грешк|отстъп|продукт|пощ|ваучер"
    r"|резервац|брон|поръчк|заказ"
    r"|שגיאה|הנחה|מוצר|מיקוד|קופון|שער|דלת|הזמנ|错误|錯誤|优惠|優惠|折扣|商品|邮政|郵遞|取件|门禁|門禁",
    re.IGNORECASE,
)
_LINK: Final = (
    r"\s*(?:(?:is|was|är|var|е|беше|это|был|הוא|היה|היא|זה|number|nummer|no\.?|номер)\s*[:：]?\s+"
    r"|[:=：＝#(（\[«\"“]|[–—-](?=\s)"
    r"|是|为|為|就是|,\s|，)\s*[\"'«“(]?\s*"
)
_DIGITS: Final = (
    r"(?<!\d)(?<!\d[\s.,:-])(?:(?:[A-Z]-)?(?:\d{4,8}|\d{3}[\s\u200b-]\d{3}|\d{2}[\s-]\d{2}[\s-]\d{2}"
    r"|\d{4}[\s-]\d{4}"
    r"|\d(?:[\s-]\d){3,7}))(?![\s-]?\d)(?![.,:/]\d)(?![^\W_]*\d)"
)
_MIXED: Final = r"(?<![^\W_])(?=[A-Z\d]{0,7}\d)(?=[A-Z\d]{0,7}[A-Z])[A-Z\d]{5,8}(?![^\W_])"
_UNIT: Final = (
    r"(?!\s?(?:kr\b|usd|eur|gbp|sek|лв|руб|рубл|bgn|₽|€|\$|£|₪|¥|%|元|块|塊|年|天|次|分钟|分鐘|秒|小时|lines?\b|rows?\b"
    r"|rader\b|pages?\b|siffror|tecken|symbol|signs|символ|знак|цифр|days?\b|times?\b|hours?\b|minutes?"
    r"|seconds?|mins?\b|gånger|dagar|sekunder|минут|секунд|часа|часов|дни|дней|раз|пъти|לירות|שקל|ש\"ח|דקות"
    r"|שניות|г\.|год))"
)
_AFTER_SURE: Final = re.compile(
    rf"(?:{_LINK}|\s*)(?P<near>{_DIGITS}){_UNIT}|{_LINK}(?P<mixed>(?-i:{_MIXED}))"
    rf"|(?P<gap>[^\d.!?;。！？；\n•]{{1,48}}?)(?P<far>{_DIGITS}){_UNIT}",
    re.IGNORECASE,
)
_AFTER_ANY: Final = re.compile(rf"{_LINK}(?P<near>{_DIGITS}){_UNIT}", re.IGNORECASE)
_ELSEWHERE: Final = re.compile(
    r"\b(?:and|but|because|since|before|at|in|on|until|after|about|per|for|over|paid|order|phone|number"
    r"|invoice|och|men|sedan"
    r"|eftersom|för|klockan|kl|nummer|telefon|order|kund|и|но|а|за|от|след|преди|около|поръчка|номер"
    r"|телефон\w*|с|до|в|на|по|заказ\w*"
    r"|около|после)\b|אבל|מספר|טלפון|הזמנ|订单|訂單|手机|手機|电话|電話|但|号码|號碼",
    re.IGNORECASE,
)
_LINKED: Final = re.compile(
    r"(?:[:：=]|\b(?:is|was|är|var|е|беше|это)|是|为|為|הוא|היה)\s*[\"'«“(]?\s*$", re.IGNORECASE
)
# "The code 482913 does not work", "I received code 482913": six digits beside a code that somebody got or typed.
_SIX: Final = re.compile(
    rf"\s+(?P<near>(?<!\d)(?:\d{{6}}|\d{{3}}[\s-]\d{{3}})(?![\s-]?\d)(?![.,:/]\d)){_UNIT}", re.IGNORECASE
)
_GOT: Final = re.compile(
    r"(?:got|received|receiv\w*|enter\w*|typ\w{1,4}|inputt?\w*|with|sent(?: me)?|texted(?: me)?|fick"
    r"|skriver in|skrev in|anger|angav|knappar in"
    r"|med|получ\w+|въвежд\w+|въведох|пиша|ввож\w+|ввел\w?|ввёл|ввод\w*|приш[её]л|дойде|пришла|прислали"
    r"|пратихте|изпратихте|קיבלתי|הקלדתי"
    r"|(?:sms|смс|съобщени\w|сообщени\w)\s(?:с|със|with|med)|(?:казах|дадох|съобщих|продиктувах|сообщил\w?"
    r"|назвал\w?|продиктовал\w?"
    r"|gave|told|read out|uppgav)(?: (?:him|her|them|you|ему|ей|им|вам|му|henne|honom))?|שלחו(?: לי)?|הזנתי"
    r"|שלחתם(?: לי)?|the|my|this|your)\s+(?:(?:a|the|my|this|your|min|мне|ми)\s+)?$",
    re.IGNORECASE,
)
_GOT_AFTER: Final = re.compile(
    r"\W{1,3}(?:you sent|from you|doesn|does not|didn|expired|is not|isn|was sent|funkar|fungerar|gäller"
    r"|går inte|ми пратихте|не става"
    r"|не работи|изтече|не подходит|не работает|не принима|просроч|לא עובד|פג|לא תקף|שלחתם)",
    re.IGNORECASE,
)
_YEAR: Final = re.compile(r"(?:19|20)\d\d")
_BEFORE: Final = re.compile(
    rf"(?P<code>{_DIGITS})[\"'»”)]?(?:\s*(?:is|was|är|var|е|беше|это|[–—-]|זה|הוא|as)\s+(?:(?:my|your|the|our"
    rf"|din"
    rf"|ditt|er|mitt|min"
    rf"|ваш\w{{0,3}}|твоят|моят|ми|мой|наш|new|нов\w+)\s+){{0,2}}ה?|\s*[(（]|\s*(?:是|为|為)(?:我|你|您)?(?:本次)?的?)$",
    re.IGNORECASE,
)


def may_have_code(text: str) -> bool:
    """Answers whether a text says a word that codes stand beside."""
    low = text.lower()
    stems = _STEMS if low.isascii() else _STEMS + _OTHER_STEMS
    return any(stem in low for stem in stems)


def find_codes(text: str) -> list[Secret]:
    """Answers every one-time code in a text."""
    return [Secret(SecretKind.ONE_TIME_CODE, *span) for span in _spans(text)]


def _spans(text: str) -> Iterator[tuple[int, int]]:
    for word in _WORD.finditer(text):
        before = text[max(0, word.start() - 60) : word.start()]
        if word["sure"]:
            if _is_booking(word[0], before):
                continue
            found = _AFTER_SURE.match(text, word.end())
            span = _span(found) if found else None
            code = _BEFORE.search(before)
            if span is None and code is not None:
                at = max(0, word.start() - 60)
                span = (at + code.start("code"), at + code.end("code"))
            if span:
                yield span
        elif not _OTHER_CODE.search(before[-40:]):
            found = _AFTER_ANY.match(text, word.end()) or _six(text, word, before)
            if found and not _YEAR.fullmatch(found["near"]):
                yield found.span("near")


def _six(text: str, word: re.Match[str], before: str) -> re.Match[str] | None:
    found = _SIX.match(text, word.end())
    is_known = word[0].lower() in _DEFINITE or _GOT.search(before)
    return found if found and (is_known or _GOT_AFTER.match(text, found.end())) else None


def _is_booking(word: str, before: str) -> bool:
    """Answers whether a confirmation is one of a booking, and its code what the desk needs to find it."""
    return bool(
        re.match(r"confirmation|bekräft|確認|确认|код\w* за потв|activation", word, re.IGNORECASE)
    ) and bool(
        re.search(r"book|reserv|hotel|flight|order|bokning|резерв|поръчк|订|訂|預|预", before, re.IGNORECASE)
    )


def _span(found: re.Match[str]) -> tuple[int, int] | None:
    for name in ("near", "mixed"):
        if found[name]:
            return found.span(name)
    gap, far = found["gap"], found["far"]
    if _ELSEWHERE.search(gap) or _YEAR.fullmatch(far):
        return None
    is_short = len(re.sub(r"\D", "", far)) < 5
    return None if is_short and not _LINKED.search(gap) else found.span("far")
