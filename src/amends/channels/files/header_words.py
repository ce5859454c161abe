"""What people call the columns of a complaint register, in the seven written languages."""

from __future__ import annotations

import re
import unicodedata

_WORDS: dict[str, str] = {
    "external_id": """
        complaint id, complaint number, complaint no, complaint nr, case id, case number, case no,
        ticket number, ticket id, ticket, tweet id, reference, reference number, ref, ref no, id,
        record id, issue id, message id, external id, external reference, request id, identifier, номер,
        номер на жалба, номер на жалбата, номер на сигнал, жалба number, референция, вх номер,
        входящ номер, случай number, идентификатор, מספר תלונה, מספר פנייה, מספר פניה, מספר תיק, מספר,
        מזהה, אסמכתא, ärendenummer, ärende id, ärendenr, ärende nr, klagomålsnummer, diarienummer,
        nummer, referens, referensnummer, klagomåls id, номер жалобы, номер обращения, номер заявки,
        рег номер, регистрационный номер, жалоба number, 投诉编号, 编号, 工单号, 工单编号, 单号,
        案件编号, 投诉号, 序号, 订单编号, 投訴編號, 編號, 案件編號, 單號, 申訴編號, 客訴編號, 序號
    """,
    "gist": """
        title, subject, gist, headline, summary, short description, complaint title, customer complaint,
        тема, заглавие, относно, резюме, кратко описание, נושא, כותרת, תקציר, נושא הפנייה, נושא התלונה,
        rubrik, titel, ämnesrad, ärendemening, sammanfattning, заголовок, краткое описание, суть,
        тема обращения, 标题, 主题, 摘要, 投诉标题, 標題, 主題, 主旨
    """,
    "narrative": """
        narrative, consumer complaint narrative, complaint narrative, complaint text, text, message,
        body, description, details, comment, comments, content, review, review text, tweet, complaint,
        complaint description, complaint details, what happened, customer comment, full text, описание,
        текст, съобщение, коментар, жалба, оплакване, съдържание, текст на жалбата, תיאור, תוכן, טקסט,
        הודעה, תלונה, פירוט, תוכן הפנייה, תיאור התלונה, תוכן התלונה, beskrivning, meddelande, klagomål,
        kommentar, innehåll, händelsebeskrivning, fritext, текст жалобы, сообщение, жалоба, обращение,
        комментарий, содержание, описание проблемы, 内容, 投诉内容, 描述, 详情, 正文, 评论, 问题描述,
        留言, 投诉详情, 內容, 投訴內容, 詳情, 評論, 問題描述, 客訴內容, 申訴內容
    """,
    "received": """
        date received, received, received at, received on, received date, date, complaint date,
        date submitted, submitted, submitted on, created, created at, created on, creation date,
        date created, date opened, opened, open date, tweet created, timestamp, datetime, date time,
        date filed, reported on, posted at, published, contact date, дата, дата на получаване, получена на,
        получено, дата на подаване, дата на жалбата, създадена, תאריך, תאריך קבלה, תאריך פנייה,
        תאריך תלונה, התקבל, תאריך פתיחה, נוצר, datum, inkom, inkommet, mottaget, mottagen,
        mottagningsdatum, ankomstdatum, inkommen, skapad, skapat, inkom datum, registrerad,
        дата получения, дата обращения, дата поступления, поступило, дата создания, создано, дата жалобы,
        日期, 收到日期, 投诉日期, 投诉时间, 受理时间, 受理日期, 创建时间, 提交时间, 提交日期, 接收日期,
        投訴日期, 投訴時間, 受理時間, 建立時間, 收件日期, 提交時間, 申訴日期
    """,
    "time": """
        time, time received, received time, hour, complaint time, час, час на получаване, време, שעה,
        שעת קבלה, tid, klockslag, klockan, время, время получения, 时间, 時間, 时刻, 時刻
    """,
    "event": """
        event date, incident date, date of incident, date of event, occurred, occurred on, occurred at,
        issue date, date of issue, date time of issue, date of occurrence, дата на събитието,
        дата на инцидента, תאריך האירוע, תאריך אירוע, händelsedatum, inträffade, дата события,
        дата происшествия, дата инцидента, 发生日期, 发生时间, 事件日期, 發生日期, 發生時間
    """,
    "channel": """
        channel, submitted via, received via, source, via, contact channel, origin, method,
        contact method, complaint channel, medium, intake channel, канал, получена чрез, източник,
        начин на подаване, ערוץ, ערוץ פנייה, התקבל באמצעות, מקור, kanal, inkom via, kontaktväg, källa,
        канал обращения, источник, способ подачи, 渠道, 来源, 投诉渠道, 来源渠道, 管道, 來源, 投訴渠道,
        投訴管道
    """,
    "product": """
        product, service, line of business, product type, product name, service type, product line,
        продукт, услуга, מוצר, שירות, produkt, tjänst, vara, товар, продукт услуга, 产品, 服务, 产品名称,
        业务, 商品, 產品, 服務, 產品名稱, 業務
    """,
    "sub_product": """
        sub product, subproduct, product variant, подпродукт, вид продукт, תת מוצר, underprodukt,
        delprodukt, подвид продукта, 子产品, 产品子类, 子產品, 產品子類
    """,
    "issue": """
        issue, category, reason, negativereason, negative reason, complaint type, type of complaint,
        issue type, complaint reason, cause, problem, topic, complaint category, problem type, проблем,
        категория, причина, вид жалба, вид, בעיה, קטגוריה, סיבה, סוג תלונה, סוג פנייה, kategori, orsak,
        anledning, ämne, typ av klagomål, ärendetyp, проблема, тип обращения, тип жалобы,
        причина обращения, 问题, 类别, 分类, 原因, 投诉类型, 投诉原因, 问题类型, 問題, 類別, 分類,
        投訴類型, 投訴原因
    """,
    "sub_issue": """
        sub issue, subissue, subcategory, sub category, подкатегория, подпроблем, תת קטגוריה,
        underkategori, подпроблема, 子问题, 子类别, 二级分类, 子問題, 子類別
    """,
    "city": """
        city, town, city area, municipality, град, населено място, община, עיר, יישוב, ישוב, stad, ort,
        kommun, город, населенный пункт, 城市, 市, 縣市
    """,
    "state": """
        state, province, region, county, област, регион, מחוז, אזור, län, landskap, область,
        регион область, 省, 省份, 地区, 州, 地區, province state
    """,
    "zip": """
        zip, zip code, zipcode, postal code, postcode, post code, пощенски код, מיקוד, postnummer,
        индекс, почтовый индекс, 邮编, 邮政编码, 郵遞區號, 郵編
    """,
    "status": """
        status, state of case, complaint status, case status, current status, статус, състояние, סטטוס,
        מצב, ärendestatus, состояние, 状态, 处理状态, 狀態, 處理狀態
    """,
    "outcome": """
        outcome, company response, company response to consumer, resolution, response, result, finding,
        decision, answer, remedy, резултат, отговор, решение, תוצאה, תגובה, החלטה, פתרון, utfall, svar,
        beslut, åtgärd, resultat, исход, ответ, результат, решение по обращению, 结果, 处理结果, 答复,
        回复, 結果, 處理結果, 答覆, 回覆
    """,
    "timely": """
        timely, timely response, on time, in time, навременен отговор, в срок, בזמן, i tid, вовремя,
        是否及时, 及时, 是否及時, 及時
    """,
    "disputed": """
        disputed, consumer disputed, customer disputed, оспорено, оспорена, ערעור, הוגש ערעור, bestridd,
        omtvistad, överklagad, оспорена клиентом, 是否有异议, 有异议, 有異議, 是否有異議
    """,
    "customer_name": """
        customer name, customer, consumer name, complainant, complainant name, name, client, full name,
        client name, contact name, име, клиент, име на клиента, жалбоподател, שם, שם לקוח, שם הלקוח,
        לקוח, שם מלא, namn, kund, kundnamn, kundens namn, klagande, имя, имя клиента, фио, заявитель,
        姓名, 客户, 客户姓名, 投诉人, 用户, 客戶, 客戶姓名, 投訴人, 顧客姓名
    """,
    "customer_email": """
        email, e mail, email address, customer email, mail, имейл, електронна поща, имейл адрес, דואל,
        דוא ל, אימייל, כתובת אימייל, epost, e post, e postadress, epostadress, mejl, почта,
        электронная почта, эл почта, адрес электронной почты, 邮箱, 电子邮件, 電郵, 電子郵件, 信箱
    """,
    "customer_phone": """
        phone, phone number, telephone, customer phone, mobile, mobile number, caller id number, телефон,
        телефонен номер, мобилен, טלפון, מספר טלפון, נייד, telefon, telefonnummer, mobil, номер телефона,
        мобильный, 电话, 电话号码, 手机, 手机号, 電話, 電話號碼, 手機
    """,
    "language": """
        language, lang, locale, език, שפה, språk, язык, 语言, 語言
    """,
    "company": """
        company, company name, service provider, provider, airline, bank, brand, firm, merchant, фирма,
        дружество, компания, доставчик, марка, חברה, ספק, מותג, företag, bolag, leverantör, varumärke,
        организация, поставщик, банк, 公司, 商家, 品牌, 企业, 企業, 供應商
    """,
    "other_date": """
        date sent to company, sent, date closed, closed on, closed at, resolved at, solved at,
        date resolved, updated, updated at, due, due date, last modified, date updated,
        дата на затваряне, תאריך סגירה, avslutad, avslutat datum, дата закрытия, 关闭时间, 完成时间,
        更新时间, 關閉時間, 完成時間, 更新時間
    """,
    "extra": """
        company public response, consumer consent provided, tags, filing on behalf of someone,
        complaint from, primary category, secondary category
    """,
}

HEADER_WORDS: dict[str, tuple[str, ...]] = {
    role: tuple(word.strip() for word in words.split(",")) for role, words in _WORDS.items()
}
"""Role -> what such a column is called. `extra` are columns with a known sense that have no place of their
own.
"""

ROLES = tuple(role for role in HEADER_WORDS if role != "extra")

_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_NOT_WORD = re.compile(r"[^\w]+|_+")


def plain_header(header: str) -> str:
    """Answers a header as plain words: small letters, no punctuation, `#` and `№` read as number."""
    text = header.replace("№", " number ").replace("#", " number ")
    text = unicodedata.normalize("NFKC", _CAMEL.sub(" ", text)).casefold()
    return " ".join(_NOT_WORD.sub(" ", text).split())


_EXACT: dict[str, list[str]] = {}
for _role, _words in HEADER_WORDS.items():
    for _word in _words:
        _EXACT.setdefault(plain_header(_word), []).append(_role)


def roles_named(header: str) -> dict[str, int]:
    """Answers which roles a header names, and how surely (0 to 100); words within it count for less."""
    plain = plain_header(header)
    if plain in _EXACT:
        return dict.fromkeys(_EXACT[plain], 100)
    found: dict[str, int] = {}
    for word, roles in _EXACT.items():
        if len(word) > 1 and _contains(plain, word):
            share = 40 + 45 * len(word) // len(plain)
            for role in roles:
                found[role] = max(found.get(role, 0), share)
    return {role: share for role, share in found.items() if share >= 52}


def _contains(plain: str, word: str) -> bool:
    if "\u4e00" <= word[0] <= "\u9fff":
        return word in plain
    return f" {word} " in f" {plain} "


def is_known_header(text: str) -> bool:
    """Answers whether a cell is a column name that we know, word for word."""
    return len(text) <= 80 and plain_header(text) in _EXACT
