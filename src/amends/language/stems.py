"""Light stems for search: the forms of one word meet, without knowing which language it is in.

The language of a query is not known, so languages that share a script share one set of rules: English and
Swedish, Bulgarian and Russian. A rule is only good here when it does little harm in the other language. Every
word is searched as written too, so a stem may be rough: it has to be the same for the forms of a word, not a
word itself.
"""

import re
from collections.abc import Callable
from typing import Final

# Words whose ending only looks like an inflection, and frequent small words that are not worth a stem.
_LATIN_WORDS: Final = """
    customer number letter former matter manner better other another order under after over never ever however
    whether rather either neither computer paper water power silver master weather corner center
    market internet planet ticket basket budget forget target packet pocket secret
    here there where were these those have more some same because before please since else once twice
    also that what this thus great treat repeat format contract chat
    open seven eleven given often happen even woman human clean mean loan plan
    color colour major minor error doctor door floor poor data extra area media
    being during thing nothing something anything everything morning evening king bring string spring
    need indeed speed hundred always perhaps
    eller efter inte denna detta dessa skulle hade alla andra bara kunna skall honom henne deras
"""
_CYRILLIC_WORDS: Final = """
    это этот эта эти что как когда тогда очень меня тебя него нее они она оно или уже еще даже если чтобы
    было была были есть будет после перед через между только также потому почему
    това тази тези този което която който които беше бяха след преди защото обаче само вече няма има
    моля много
"""

# Forms no ending explains, and words that would meet a very frequent one, as "varor" would meet "var".
_IRREGULAR: Final = {
    **dict.fromkeys(("vara", "varan", "varor", "varorna"), "varu"),
    **dict.fromkeys(("bok", "boken", "böcker", "böckerna"), "bok"),
    "paid": "pay",
    "sent": "send",
    "broke": "break",
    "broken": "break",
    "children": "child",
    "women": "woman",
}

_WHOLE_LATIN: Final = frozenset(_LATIN_WORDS.split())
_WHOLE_CYRILLIC: Final = frozenset(_CYRILLIC_WORDS.split())

_PLURAL_ES: Final = ("ches", "shes", "sses", "xes", "zes")
_VERB_END: Final = re.compile(r"(?P<stem>.*[aeiouyåäö].*)(?:ing|ed)$")
_DOUBLED: Final = re.compile(r"([bdfgkmnprtv])\1$")
_LATIN_END: Final = re.compile(
    r"(?P<stem>.{4,}?|[^aeiouyåäö]+[aeiouyåäö][^aeiouyåäö])"
    r"(?:arnas|ernas|ornas|arna|erna|orna|ade|ar|er|or|an|en|et|at|na|a|e)$"
)

# Where а belongs to the word: the article of "жалбата" goes, the "та" of "оплата" stays.
_NO_ARTICLE: Final = ("плата", "трата", "дата", "цитата")
_ARTICLE: Final = re.compile(
    r"(?P<stem>.{2,}(?:[ая](?=та$)|[оеия](?=то$)|[иея](?=те$)|[^аеиоуъюя](?=[ъя]т$)))(?:та|то|те|ът|ят)$"
)
_REFLEXIVE: Final = re.compile(r"(?P<stem>.{4,})с[яь]$")
_VERB_PAST: Final = re.compile(r"(?P<stem>.{2,}[аеиуыя])(?:ла|ло|ли|л|ться|ть|ет|ют|ит|ат|ят)$")
_VERB_PRESENT: Final = re.compile(r"(?P<stem>.{4,})[еюиая]т$")
_CYRILLIC_END: Final = re.compile(
    r"(?P<stem>.{3,}?)(?:иями|ями|ами|ыми|ими|иях|ях|ах|иям|ям|ам|ией|ей|ой|ою|ею|ием|ем|ом|ове|ов|ев|ого|его|ому|ему"
    r"|ий|ый|ая|яя|ое|ее|ые|ие|ия|ии|ию|ью|ья|ье|ым|им|ую|юю|ых|их|а|я|ы|и|у|ю|о|е|ь|й)$"
)

_HEBREW_END: Final = re.compile(r"(?P<stem>.{3,})(?:ימ|ות|ה|(?<=.{3}י)ת)$")
_HEBREW_PREFIX: Final = re.compile(r"[והבלמשכ](?=.{3})")
_FINAL_LETTERS: Final = str.maketrans("ךםןףץ", "כמנפצ")


def _latin_step(word: str) -> str:
    """One ending less, or the same word."""
    if word.endswith("ies") and len(word) > 5:
        return word[:-3] + "y"
    if word.endswith(_PLURAL_ES) and len(word) > 4:
        return word[:-2]
    if word.endswith("s"):
        return word if len(word) < 4 or word[-2] in "sui" else word[:-1]
    if verb := _VERB_END.match(word):
        return _after_verb_end(word, verb["stem"])
    ended = _LATIN_END.match(word)
    return ended["stem"] if ended else word


def _after_verb_end(word: str, stem: str) -> str:
    if len(stem) < 3 or word.endswith("eed"):
        return word
    return stem[:-1] if len(stem) > 3 and _DOUBLED.search(stem) else stem


def _until_stable(word: str, step: Callable[[str], str], whole: frozenset[str]) -> str:
    while word not in whole and (shorter := step(word)) != word:
        word = shorter
    return word


def stem_latin(word: str) -> str:
    """The stem an English or Swedish word shares with its other forms."""
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    stem = _until_stable(word, _latin_step, _WHOLE_LATIN)
    return stem[:-1] if stem.endswith("ll") and len(stem) > 5 else stem


def _cyrillic_step(word: str) -> str:
    for rule in (_REFLEXIVE, _ARTICLE, _VERB_PAST, _VERB_PRESENT, _CYRILLIC_END):
        found = rule.match(word)
        if found and len(found["stem"]) > 2 and not (rule is _ARTICLE and word.endswith(_NO_ARTICLE)):
            return found["stem"]
    return word


def stem_cyrillic(word: str) -> str:
    """The stem a Bulgarian or Russian word shares with its other forms and with its definite form."""
    return _until_stable(word, _cyrillic_step, _WHOLE_CYRILLIC)


def stem_hebrew(word: str) -> str:
    """A Hebrew word without its one-letter prefixes and its ending; three letters always stay."""
    word = word.translate(_FINAL_LETTERS)
    while ended := _HEBREW_END.match(word):
        word = ended["stem"]
    while _HEBREW_PREFIX.match(word):
        word = word[1:]
    return word


def stem(word: str) -> str:
    """The stem of a folded word, by the script of its first letter; what has no rules stays."""
    if not word.isalpha():
        return word
    if word[0] < "\u0250":
        return stem_latin(word)
    if "\u0400" <= word[0] < "\u0530":
        return stem_cyrillic(word)
    return stem_hebrew(word) if "\u05d0" <= word[0] <= "\u05ea" else word
