"""The language is the declared one, unless the text clearly is in another."""

from __future__ import annotations

import pytest

from newsspider.extraction import extract
from newsspider.extraction.fields.language import language_of_text

URL = "https://example.org/a.html"
TEXTS = {
    "en": "The ferry to the island was late again, and the people who were waiting on the quay said"
    " that it has"
    " been like this for weeks. They are not sure that the new captain is to blame.",
    "de": "Die Fähre zur Insel war wieder zu spät, und die Leute auf dem Kai sagen, das sei nicht"
    " neu: Es wird seit"
    " Wochen nicht besser, auch wenn der Kapitän sich mit der Sache befasst und eine Lösung für den"
    " Hafen sucht.",
    "fr": "Le bac pour l'île est encore en retard, et les gens qui attendent sur le quai ne sont"
    " pas surpris : il"
    " en est ainsi depuis des semaines, dans le port comme sur la mer, avec ce capitaine ou avec un autre.",
    "es": "El barco para la isla llega tarde otra vez, y la gente que espera en el muelle dice que"
    " así es desde hace"
    " semanas. No es el capitán el que tiene la culpa, sino los motores del barco, que son más"
    " viejos que él.",
    "ru": "Паром на остров снова опоздал, и люди на причале говорят, что это уже не в первый раз."
    " Все они ждут,"
    " что для них найдут другой, но он пока стоит на ремонте, и как долго это будет, никто не"
    " знает, что бы ни было.",
    "ja": "島へ向かうフェリーはまた遅れた。岸壁で待つ人々は、何週間もこの状態が続いていると話している。",
    "zh": "开往岛上的渡轮又晚点了。码头上等候的人们说，这种情况已经持续了好几个星期。",
    "ko": "섬으로 가는 배가 또 늦었다. 부두에서 기다리던 사람들은 몇 주째 이렇다고 말했다.",
    "el": "Το πλοίο για το νησί άργησε πάλι και οι άνθρωποι στην προβλήτα λένε ότι έτσι είναι εδώ"
    " και εβδομάδες.",
    "ar": "تأخرت العبارة إلى الجزيرة مرة أخرى، وقال من كان على الرصيف إن هذا ما حدث منذ أسابيع. لا"
    " أحد من الذين"
    " ينتظرون في الميناء قد عرف عن هذه المشكلة ما هو أكثر من ذلك، كما أن السفينة التي بعد هذه لا"
    " تصل مع الليل.",
}


@pytest.mark.parametrize("language", TEXTS)
def test_an_undeclared_language_is_found_by_its_words(language: str) -> None:
    assert language_of_text(TEXTS[language], declared=None) == language


@pytest.mark.parametrize("language", TEXTS)
def test_a_true_declaration_stands(language: str) -> None:
    article = extract(f'<html lang="{language}"><title>x</title><p>{TEXTS[language]}</html>', URL)
    assert (article.language, article.provenance["language"]) == (language, "declared:lang")


@pytest.mark.parametrize("language", [one for one in TEXTS if one != "en"])
def test_a_template_s_declaration_does_not_hold_against_the_text(language: str) -> None:
    article = extract(f'<html lang="en"><title>x</title><p>{TEXTS[language]}</html>', URL)
    assert (article.language, article.provenance["language"]) == (language, "inferred:text")


def test_a_language_is_distinguished_from_similar_ones() -> None:
    text = (
        "El alcalde de Puerto Hondo y los vecinos del barrio alto se han reunido para hablar del barco"
        " y de los horarios del invierno. La empresa y el Gobierno firmaron en mayo un acuerdo de tres años,"
        " y las obras del muelle van a empezar en otoño, según el alcalde y la directora de la empresa."
        " Lo que falta es el dinero, y lo saben."
    )
    assert (
        language_of_text(text, declared=None) == "es"
    )  # and not Catalan, whose list has "de" and "que", too


def test_a_few_words_overrule_nothing() -> None:
    assert language_of_text("Der Hafen", declared="en") is None
    assert language_of_text("", declared=None) is None
