"""What is said around the demonstration's promises, in every written language."""

from __future__ import annotations

from collections.abc import Mapping

from amends.rules.promises import PromiseKind

_ORDER = (
    PromiseKind.CALL_BACK,
    PromiseKind.ANSWER,
    PromiseKind.REPAIR,
    PromiseKind.PAY,
    PromiseKind.DELIVER,
)


def _all(*texts: str) -> Mapping[PromiseKind, str]:
    return dict(zip(_ORDER, texts, strict=True))


PROMISED: Mapping[str, Mapping[PromiseKind, str]] = {
    "en": _all(
        "I ring you and tell you what we found",
        "You have our answer in writing",
        "The technician comes to you and mends the line",
        "The money is back on your account",
        "The replacement is at your door",
    ),
    "bg": _all(
        "Ще Ви се обадя и ще Ви кажа какво установихме",
        "Ще имате отговора ни писмено",
        "Техникът ще дойде при Вас и ще поправи линията",
        "Парите ще са обратно в сметката Ви",
        "Заместващият продукт ще е пред вратата Ви",
    ),
    "he": _all(
        "אתקשר אליך ואספר מה מצאנו",
        "התשובה שלנו תהיה אצלך בכתב",
        "הטכנאי יגיע אליך ויתקן את הקו",
        "הכסף יחזור לחשבון שלך",
        "המוצר החלופי יגיע עד הדלת",
    ),
    "sv": _all(
        "Jag ringer dig och berättar vad vi har kommit fram till",
        "Du har vårt svar skriftligt",
        "Teknikern kommer hem till dig och lagar linjen",
        "Pengarna är tillbaka på ditt konto",
        "Ersättningen är framme vid din dörr",
    ),
    "ru": _all(
        "Я позвоню вам и расскажу, что мы выяснили",
        "Вы получите наш ответ в письменном виде",
        "К вам приедет техник и починит линию",
        "Деньги вернутся на ваш счет",
        "Замена будет у вашей двери",
    ),
    "zh-Hans": _all(
        "我会给您回电，告诉您查到了什么",
        "您会收到我们的书面答复",
        "技术人员会上门修好线路",
        "款项会退回您的账户",
        "替换的产品会送到您家门口",
    ),
    "zh-Hant": _all(
        "我會給您回電，告訴您查到了什麼",
        "您會收到我們的書面答覆",
        "技術人員會到府修好線路",
        "款項會退回您的帳戶",
        "替換的產品會送到您家門口",
    ),
}
DONE: Mapping[str, str] = {
    "en": "I rang as promised and told them what we found and what happens next.",
    "bg": "Обадих се, както обещах, и казах какво установихме и какво следва.",
    "he": "התקשרתי כפי שהבטחתי וסיפרתי מה מצאנו ומה יקרה עכשיו.",
    "sv": "Jag ringde som jag lovade och berättade vad vi har kommit fram till och vad som händer nu.",
    "ru": "Позвонили, как обещали, и рассказали, что выяснили и что будет дальше.",
    "zh-Hans": "已按约定回电，说明了查到的情况和接下来的安排。",
    "zh-Hant": "已按約定回電，說明了查到的情況和接下來的安排。",
}
LEFT: Mapping[str, str] = {
    "en": "Left a message: we rang as promised, here is our direct number, and we are here until six.",
    "bg": "Оставих съобщение: обадихме се, както обещахме, ето директния ни номер, на линия сме до шест.",
    "he": "השארתי הודעה: התקשרנו כפי שהבטחנו, זה המספר הישיר שלנו, ואנחנו כאן עד שש.",
    "sv": "Lämnade ett meddelande: vi ringde som vi lovade, här är vårt direktnummer och vi är här till sex.",
    "ru": "Оставлено сообщение: мы звонили, как обещали, вот наш прямой номер, мы на месте до шести.",
    "zh-Hans": "已留言：我们按约定打过电话，这是直拨号码，六点前都有人接听。",
    "zh-Hant": "已留言：我們按約定打過電話，這是直撥號碼，六點前都有人接聽。",
}
OTHER_HOUR: Mapping[str, str] = {
    "en": "That day does not suit me after all. The day after is fine, please come to me then.",
    "bg": "Все пак този ден не ми е удобен. На следващия може, нека бъде тогава.",
    "he": "בסוף היום הזה לא מתאים לי. למחרת זה בסדר, אפשר אז.",
    "sv": "Den dagen passar visst inte. Dagen efter går bra, ta det då.",
    "ru": "Этот день мне все-таки не подходит. На следующий можно, давайте тогда.",
    "zh-Hans": "那天我还是不方便，改到第二天可以，就那时吧。",
    "zh-Hant": "那天我還是不方便，改到隔天可以，就那時吧。",
}
TAKEN_BACK: Mapping[str, str] = {
    "en": "Not needed any more: the part was found at the first visit",
    "bg": "Вече не е нужно: частта се намери още при първото посещение",
    "he": "כבר אין צורך: החלק נמצא כבר בביקור הראשון",
    "sv": "Behövs inte längre: delen hittades vid första besöket",
    "ru": "Больше не нужно: деталь нашлась при первом визите",
    "zh-Hans": "不再需要：第一次上门时已找到零件",
    "zh-Hant": "不再需要：第一次到府時已找到零件",
}
