from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from amends.channels.files import ImportedRow, read_rows, understand

Write = Callable[..., Path]
REGISTERS = {
    "en": "Complaint ID,Subject,Description,Date received,Submitted via,Product,Issue,City,Status,E-mail\n",
    "bg": "Номер на жалба,Заглавие,Описание,Дата на получаване,Канал,Продукт,Категория,Град,Статус,Имейл\n",
    "he": "מספר תלונה,נושא,תיאור,תאריך קבלה,ערוץ,מוצר,קטגוריה,עיר,סטטוס,אימייל\n",
    "sv": "Ärendenummer,Rubrik,Beskrivning,Datum,Kanal,Produkt,Kategori,Ort,Status,E-post\n",
    "ru": "Номер заявки,Заголовок,Текст жалобы,Дата обращения,Канал,Товар,Категория,Город,Статус,Почта\n",
    "zh-Hans": "投诉编号,标题,投诉内容,投诉日期,渠道,产品,类别,城市,状态,邮箱\n",
    "zh-Hant": "投訴編號,標題,投訴內容,投訴日期,管道,產品,類別,城市,狀態,電子郵件\n",
}
ROLES = [
    "external_id",
    "gist",
    "narrative",
    "received",
    "channel",
    "product",
    "issue",
    "city",
    "status",
    "customer_email",
]


@pytest.mark.parametrize("language", REGISTERS)
def test_columns_are_known_by_their_names_in_seven_languages(write: Write, language: str) -> None:
    rows = "".join(
        f"K-{n},slow line,it is slow since Monday,2024-05-{n},Web,DSL,speed,Kiruna,Closed,a{n}@b.se\n"
        for n in (13, 14)
    )
    understanding = understand(write(REGISTERS[language] + rows))
    assert [column.role for column in understanding.columns] == ROLES


def test_a_column_called_complaint_is_read_by_what_stands_in_it(write: Write) -> None:
    ids = understand(write("Complaint,Issue\n" + "".join(f"CI-00{n},slow\n" for n in range(10, 20))))
    titles = understand(
        write("Customer Complaint,Status\n" + "Slow line,Open\nToo expensive,Closed\nRude,Open\n", "b.csv")
    )
    texts = understand(
        write("Complaint,Status\n" + f"{'It was late and nobody came. ' * 9},Open\n" * 3, "c.csv")
    )
    assert [found.columns[0].role for found in (ids, titles, texts)] == ["external_id", "gist", "narrative"]


def test_codes_stand_for_channels_statuses_and_languages(write: Write) -> None:
    text = (
        "ID,Text,Channel,Status,Language\n1,a,Customer Care Call,Solved,Svenska\n"
        "2,b,Postal mail,Closed with relief,zh-TW\n3,c,carrier pigeon,в работе,\n"
    )
    understanding = understand(write(text))
    rows = [
        row for row in read_rows(understanding.source.path, understanding) if isinstance(row, ImportedRow)
    ]
    assert [(row.channel, row.status_code, row.language) for row in rows] == [
        ("phone", "solved", "sv"),
        ("letter", "closed", "zh-Hant"),
        ("file", "open", ""),
    ]
    assert rows[2].extra == {"Channel": "carrier pigeon"}
    assert {word.word: word.code for word in understanding.words}["carrier pigeon"] == ""


def test_what_is_missing_and_what_is_there_twice_is_told(write: Write) -> None:
    text = "ID,Text\n1,late\n2,slow\n1,late\n2,another point of the same complaint\n"
    understanding = understand(write(text))
    assert (understanding.duplicates.exact_rows, understanding.duplicates.shared_ids) == (1, 1)
    assert "date" in understanding.missing
    assert "words" not in understanding.missing
    assert understanding.rows == 4


def test_a_file_without_a_header_is_read_by_its_longest_text(write: Write) -> None:
    text = "".join(
        f"{n},I was charged twice for the same order and nobody answers me,2024-05-{n}\n"
        for n in range(13, 20)
    )
    understanding = understand(write(text))
    assert understanding.layout.header_row == 0
    assert [column.role for column in understanding.columns][1:] == ["narrative", "received"]
    assert understanding.rows == 7


def test_a_column_of_keys_is_no_answer_whatever_it_is_called(write: Write) -> None:
    text = "ID,Text,Response tweet id\n" + "".join(f"{n},late,{n * 7}\n" for n in range(20, 40))
    assert understand(write(text)).columns[2].role == "extra"
