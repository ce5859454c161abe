"""The forms of one word meet in one stem; words that only look alike do not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amends.language.stems import stem, stem_cyrillic, stem_hebrew, stem_latin

FORMS = """
refund refunds refunded refunding
charge charges charged charging
cancel cancels cancelled canceled cancelling
complain complained complaining complains
complaint complaints
delivery deliveries
deliver delivered delivering
order orders ordered ordering
customer customers
invoice invoices invoiced
call calls called calling
bill bills billing billed
address addresses addressed
box boxes
company companies
move moved moving moves
add added adding adds
pay paid pays
faktura fakturan fakturor fakturorna fakturans
paket paketet paketen
leverans leveransen leveranser leveranserna
reklamation reklamationen reklamationer reklamationerna
kund kunden kunder kunderna
betala betalar betalade betalat
vara varan varor varorna
resa resan resor resorna
ärende ärendet ärenden
pengar pengarna
ersättning ersättningen ersättningar
жалба жалбата жалби жалбите
продукт продукта продуктът продукти продуктите
договор договора договорът договори договорите
поръчка поръчката поръчки поръчките
служител служителя служителят служители служителите
рекламация рекламацията рекламации рекламациите
възстановяване възстановяването
плащане плащането плащания плащанията
компания компанията компании компаниите
жалоба жалобы жалобу жалоб жалобой жалобами жалобе
возврат возврата возвратом возврату возвраты
заказ заказа заказы заказов заказом
доставка доставки доставку доставкой доставке
компания компании компанию компаний компанией
оплата оплаты оплату оплатой
деньги деньгами деньгам
вернуть вернули вернул вернет верните
сломался сломалась сломали сломать
новый новая новое новые нового новой
שירות שירותים השירות
מוצר מוצרים המוצר והמוצר שהמוצר
תלונה תלונות התלונה
בעיה בעיות הבעיה
החזר החזרים להחזר
חשבונית חשבוניות החשבונית
טלפון טלפונים
""".strip().splitlines()

STRANGERS = """
customer customs
number numb
order ord
former form
market mark
letter let
varor var
card care
case cash
bring br
доставка доставать
карта карате
полет пол
оплата опера
""".strip().splitlines()

ALPHABETS = ("abcdeginorstuyåäö", "абвеийлнорстыюяъ", "אבגדהוכלמםנרשתי")
words = st.sampled_from(ALPHABETS).flatmap(lambda letters: st.text(letters, min_size=1, max_size=20))


@pytest.mark.parametrize("forms", FORMS)
def test_the_forms_of_a_word_have_one_stem(forms: str) -> None:
    assert len({stem(form) for form in forms.split()}) == 1


@pytest.mark.parametrize("pair", STRANGERS)
def test_words_that_only_look_alike_keep_apart(pair: str) -> None:
    one, other = pair.split()
    assert stem(one) != stem(other)


@given(words)
def test_a_stem_is_its_own_stem(word: str) -> None:
    assert stem(stem(word)) == stem(word)


@given(words)
def test_a_stem_keeps_most_of_a_short_word(word: str) -> None:
    assert len(stem(word)) >= min(3, len(word))


@pytest.mark.parametrize("word", ["a52", "7k4q", "手机", "δέμα", "هاتف", "12", ""])
def test_what_has_no_rules_stays_as_it_is(word: str) -> None:
    assert stem(word) == word


def test_each_script_has_its_own_rules() -> None:
    assert stem("orders") == stem_latin("orders") == "order"
    assert stem("жалбата") == stem_cyrillic("жалбата") == "жалб"
    assert stem("ההחזרים") == stem_hebrew("ההחזרים") == "חזר"


def test_a_hebrew_prefix_goes_only_when_three_letters_stay() -> None:
    assert stem_hebrew("הבית") == "בית"
    assert stem_hebrew("שלו") == "שלו"
    assert stem_hebrew("וכשהמשלוח") == stem_hebrew("משלוח")
