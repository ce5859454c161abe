"""Words in the cells of a register that stand for one of our codes, in the seven written languages."""

from __future__ import annotations

import re
from collections.abc import Mapping

from amends.rules.vocabulary import Channel

BLANK_WORDS = frozenset(
    (
        "n/a",
        "N/A",
        "n.a.",
        "NA",
        "null",
        "NULL",
        "Null",
        "None",
        "none",
        "nan",
        "NaN",
        "-",
        "--",
        "\u2014",
        "#N/A",
        "\\N",
    )
)
"""What registers write where nothing is known."""

_CHANNEL_WORDS: dict[str, str] = {
    Channel.PHONE: """
        phone, telephone, call, customer care call, call centre, call center, hotline, voice, телефон,
        обаждане, по телефона, טלפון, שיחה, telefon, samtal, звонок, по телефону, 电话, 热线, 電話, 熱線
    """,
    Channel.WEB: """
        web, internet, online, website, web form, webform, portal, web referral, app, уеб, интернет,
        сайт, онлайн, אתר, אינטרנט, טופס מקוון, webb, webbformulär, webbplats, веб, 网站, 网络, 在线,
        网页, 網站, 網路, 線上, 網頁
    """,
    Channel.EMAIL: """
        email, e mail, mail message, имейл, ел поща, електронна поща, דואל, אימייל, דוא ל, epost, e post,
        mejl, электронная почта, эл почта, 邮件, 电子邮件, 郵件, 電子郵件, 電郵
    """,
    Channel.LETTER: """
        letter, post, postal mail, mail, postal, fax, писмо, поща, факс, מכתב, דואר, פקס, brev, письмо,
        почта, 信件, 信函, 来信, 传真, 來信, 傳真
    """,
    Channel.WALK_IN: """
        walk in, walkin, in person, branch, shop, store, office, counter, на място, в офис, סניף,
        פרונטלי, besök, butik, på plats, лично, в офисе, визит, 现场, 门店, 现场投诉, 現場, 門市, 臨櫃
    """,
    Channel.CHAT: """
        chat, live chat, чат, צאט, chatt, 聊天, 在线客服, 線上客服, whatsapp, 微信
    """,
    Channel.SMS: """
        sms, text message, смс, מסרון, 短信, 簡訊, 短訊
    """,
    Channel.SOCIAL: """
        social, social media, twitter, tweet, facebook, instagram, социални мрежи, רשתות חברתיות,
        sociala medier, соцсети, социальные сети, 社交媒体, 微博, 社群媒體, 社交媒體
    """,
    Channel.API: """
        api
    """,
}

_STATUS_WORDS: dict[str, str] = {
    "open": """
        open, new, in progress, active, assigned, reopened, received, registered, escalated, отворен,
        отворена, нов, нова, в процес, פתוח, פתוחה, חדש, בטיפול, öppen, öppet, ny, nytt, pågående, pågår,
        открыт, открыта, новый, новая, в работе, 打开, 处理中, 新建, 待处理, 未处理, 進行中, 處理中,
        待處理, 未處理, 开启, 開啟
    """,
    "waiting": """
        pending, waiting, on hold, hold, awaiting customer, awaiting response, paused, изчаква, чакаща,
        чакащ, ממתין, ממתינה, בהמתנה, väntar, vilande, avvaktar, ожидание, ожидает, в ожидании, 等待,
        挂起, 等待中, 掛起, 暂停, 暫停
    """,
    "solved": """
        solved, resolved, fixed, settled, решен, решена, разрешен, נפתר, נפתרה, טופל, löst, löstes,
        åtgärdat, åtgärdad, решено, 已解决, 已解決, 解决, 解決
    """,
    "closed": """
        closed, done, completed, finished, untimely, затворен, затворена, приключен, приключена, סגור,
        סגורה, נסגר, הושלם, stängd, stängt, avslutad, avslutat, klar, закрыт, закрыта, закрыто, завершен,
        завершено, 已关闭, 已關閉, 关闭, 關閉, 已完成, 结案, 結案
    """,
}

_LANGUAGE_WORDS: dict[str, str] = {
    "en": """
        en, eng, english, engelska, английски, английский, אנגלית, 英语, 英語, 英文
    """,
    "bg": """
        bg, bul, bulgarian, български, болгарский, bulgariska, בולגרית, 保加利亚语
    """,
    "he": """
        he, iw, heb, hebrew, עברית, иврит, hebreiska, 希伯来语, 希伯來語
    """,
    "sv": """
        sv, swe, swedish, svenska, шведски, шведский, שוודית, 瑞典语, 瑞典語
    """,
    "ru": """
        ru, rus, russian, русский, руски, ryska, רוסית, 俄语, 俄語
    """,
    "zh-Hans": """
        zh, zho, chi, chinese, zh cn, zh hans, zh sg, 简体中文, 中文, kinesiska
    """,
    "zh-Hant": """
        zh tw, zh hk, zh hant, zh mo, 繁體中文, 繁体中文, 正體中文
    """,
}


def _codes(words: Mapping[str, str]) -> dict[str, str]:
    return {word.strip(): str(code) for code, listed in words.items() for word in listed.split(",")}


CHANNEL_CODES = _codes(_CHANNEL_WORDS)
"""A channel as people write it -> our code."""
STATUS_CODES = _codes(_STATUS_WORDS)
"""A status as people write it -> open, waiting, solved or closed."""
LANGUAGE_CODES = _codes(_LANGUAGE_WORDS)
"""A language as people write it -> our tag."""

_NOT_WORD = re.compile(r"[\W_]+")


def plain_value(value: str) -> str:
    """Answers a cell's word in small letters without marks, as the word lists hold it."""
    return " ".join(_NOT_WORD.sub(" ", value).casefold().split())


def channel_code(word: str, told: dict[str, str]) -> str:
    """Answers our code for a channel as people wrote it, '' where we know none; `told` comes first."""
    return told.get(word) or CHANNEL_CODES.get(plain_value(word), "")


def status_code(word: str, told: dict[str, str]) -> str:
    """Answers our code for a status as people wrote it; of a phrase its first word counts."""
    plain = plain_value(word)
    return told.get(word) or STATUS_CODES.get(plain) or STATUS_CODES.get(plain.partition(" ")[0], "")


def language_code(word: str) -> str:
    """Answers our tag for a language as people wrote it, '' where we know none."""
    plain = plain_value(word)
    return LANGUAGE_CODES.get(plain) or LANGUAGE_CODES.get(plain.partition(" ")[0], "")
