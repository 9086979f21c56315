"""Sentences that ask for payment or a login are recognised in the common languages."""

from __future__ import annotations

import pytest

from newsspider import extract

HEADLINE = "The ferry keeps its old timetable"
STORY = (
    "<p>The ferry between the two towns keeps its old timetable for another winter, the harbour office said "
    "on Monday, because nobody could agree on a new one that suited the school, the bakers and the pilots."
    "</p><p>The first boat leaves at six in the morning, as it has since the bridge was closed, and the last "
    "one comes back after ten at night, when the cinema on the other side has turned out its lights.</p>"
)
GATES = {
    "en": (
        "Continue reading with a subscription",
        "Log in to read on",
        "You have 3 free articles left",
        "You’ve read your last free article this month.",
        "This article is for subscribers only.",
        "Subscribe now to keep reading",
    ),
    "de": (
        "Weiterlesen mit einem Abo",
        "Jetzt anmelden und weiterlesen",
        "Dieser Artikel ist nur für Abonnenten.",
        "Sie haben noch 2 kostenlose Artikel",
        "Melden Sie sich an, um weiterzulesen",
    ),
    "fr": (
        "Cet article est réservé aux abonnés.",
        "Connectez-vous pour lire la suite",
        "Il vous reste 70 % de cet article à lire.",
        "Il vous reste 2 articles gratuits",
        "La suite est réservée aux abonnés",
    ),
    "es": (
        "Contenido exclusivo para suscriptores",
        "Inicia sesión para seguir leyendo",
        "Suscríbete para leer el artículo completo",
        "Te quedan 2 artículos gratis",
    ),
    "it": (
        "Questo articolo è riservato agli abbonati",
        "Accedi per continuare a leggere",
        "Abbonati per leggere l’articolo completo",
        "Ti restano 2 articoli gratuiti",
    ),
    "pt": (
        "Conteúdo exclusivo para assinantes",
        "Faça login para continuar lendo",
        "Assine para ler a matéria completa",
        "Você ainda tem 2 artigos grátis",
    ),
    "nl": (
        "Dit artikel is alleen voor abonnees",
        "Log in om verder te lezen",
        "Je hebt nog 2 gratis artikelen",
        "Lees verder met een abonnement",
    ),
    "pl": (
        "Artykuł dostępny tylko dla prenumeratorów",
        "Zaloguj się, aby czytać dalej",
        "Pozostały Ci 2 darmowe artykuły",
    ),
    "sv": (
        "Artikeln är endast för prenumeranter",
        "Logga in för att läsa vidare",
        "Du har 2 gratis artiklar kvar",
    ),
    "da": (
        "Artiklen er kun for abonnenter",
        "Log ind for at læse videre",
        "Du har 2 gratis artikler tilbage",
    ),
    "no": (
        "Denne saken er kun for abonnenter",
        "Logg inn for å lese videre",
        "Du har 2 gratis artikler igjen",
    ),
    "fi": (
        "Tämä artikkeli on vain tilaajille",
        "Kirjaudu sisään jatkaaksesi lukemista",
        "Sinulla on 2 ilmaista artikkelia jäljellä",
    ),
    "cs": (
        "Tento článek je pouze pro předplatitele",
        "Pro pokračování ve čtení se přihlaste",
        "Zbývají vám 2 články zdarma",
    ),
    "ru": (
        "Материал доступен только подписчикам",
        "Войдите, чтобы читать дальше",
        "Оформите подписку, чтобы продолжить чтение",
        "У вас осталось 2 бесплатные статьи",
    ),
    "tr": (
        "Bu içerik sadece abonelere özeldir",
        "Okumaya devam etmek için giriş yapın",
        "2 ücretsiz makaleniz kaldı",
    ),
    "zh": ("登录后阅读全文", "订阅后继续阅读", "本文仅限会员阅读", "您还有2篇免费文章", "訂閱後閱讀全文"),
    "ja": (
        "この記事は会員限定です",
        "続きを読むにはログインしてください",
        "この記事は有料会員限定です。残り 812文字",
        "無料で読める記事は残り2本です",
    ),
    "ko": ("이 기사는 구독자 전용입니다", "계속 읽으려면 로그인하세요", "무료 기사가 2개 남았습니다"),
    "ar": (
        "هذا المقال متاح للمشتركين فقط",
        "سجل الدخول لمتابعة القراءة",
        "اشترك لقراءة المقال كاملا",
    ),
    "hi": (
        "यह लेख केवल सदस्यों के लिए है",
        "आगे पढ़ने के लिए लॉग इन करें",
        "पूरी खबर पढ़ने के लिए सब्सक्राइब करें",
    ),
}
STORIES_ABOUT_SUBSCRIPTIONS = (
    "The newspaper lost a third of its subscribers, and those who stayed paid more for less.",
    "Residents must register to keep bees within the old walls of the town, the council said.",
    "Members log in to read their letters twice a day, the old postmaster said with a smile.",
    "They have three free articles of clothing left for the winter, the sisters of the house said.",
    "Die Zeitung verlor im letzten Jahr ein Drittel der Abonnenten, die ihr noch geblieben waren.",
    "Le théâtre a perdu un tiers de ses abonnés depuis que la grande salle a été fermée.",
    "El periódico perdió a un tercio de sus suscriptores, y los demás pagaron más por menos.",
    "Il giornale ha perso un terzo dei suoi abbonati da quando la tipografia è stata chiusa.",
    "O jornal perdeu um terço dos assinantes desde que a gráfica da cidade fechou as portas.",
    "De krant verloor vorig jaar een derde van de abonnees die haar nog gebleven waren.",
    "Gazeta straciła jedną trzecią prenumeratorów, odkąd zamknięto drukarnię w mieście.",
    "Tidningen förlorade en tredjedel av sina prenumeranter när tryckeriet lades ner.",
    "Priset höjs för prenumeranter som vill ha tidningen i brevlådan också på söndagar.",
    "Lehti menetti kolmanneksen tilaajistaan sen jälkeen kun kaupungin kirjapaino suljettiin.",
    "Газета потеряла треть подписчиков с тех пор, как в городе закрыли типографию.",
    "Gazete, şehirdeki matbaa kapandığından beri abonelerinin üçte birini kaybetti.",
    "这家报纸去年失去了三分之一的订阅者，留下来的人付得更多。",
    "その新聞は昨年、購読者の三分の一を失い、残った人々はより多く払った。",
    "그 신문은 작년에 구독자의 3분의 1을 잃었고 남은 사람들은 더 많이 냈다.",
    "خسرت الصحيفة ثلث المشتركين منذ أن أغلقت المطبعة في المدينة أبوابها.",
    "शहर का छापाखाना बंद होने के बाद अखबार ने अपने एक तिहाई सदस्य खो दिए।",
)


def read(last: str):
    """The article of a short story that ends with a line."""
    body = f"<article><h1>{HEADLINE}</h1>{STORY}<p>{last}</p></article>"
    html = f"<html><head><title>{HEADLINE}</title></head><body>{body}</body></html>"
    return extract(html.encode(), "https://ferry.example/2021/05/timetable.html")


@pytest.mark.parametrize("gate", [gate for gates in GATES.values() for gate in gates])
def test_a_gate_is_no_text_and_its_story_a_stub(gate: str) -> None:
    article = read(gate)

    assert article.access == "stub"
    assert gate not in article.text
    assert "turned out its lights" in article.text


@pytest.mark.parametrize("sentence", STORIES_ABOUT_SUBSCRIPTIONS)
def test_a_story_about_subscriptions_is_whole(sentence: str) -> None:
    article = read(sentence)

    assert article.access == "unknown"
    assert sentence in article.text
