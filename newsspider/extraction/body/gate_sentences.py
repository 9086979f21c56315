"""The sentences with which publishers keep the rest of a text back, in the common languages."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from newsspider.extraction.page.tree import Line

LONGEST = 200  # characters of such a sentence
BELOW = 8  # lines below a text in which it may stand
# That one has to pay, or to log in, to read on.
_GATE = re.compile(
    r"""\b(?:this|the)\ (?:full\ |entire\ )?(?:article|story|content|post)\ is\ (?:only\ |exclusively\ )?
        (?:for|available\ to|reserved\ for)\ (?:our\ )?(?:paid\ |paying\ )?(?:subscribers|members)
    |\b(?:subscribe|register|sign\ (?:in|up)|log\ ?in|join)\b.{0,60}\bto\ (?:read|continue|keep|unlock)\b
    |\bto\ (?:read|continue\ reading|unlock)\ (?:the\ (?:full|rest|whole)|this\ (?:article|story|post)|on\b)
    |\b(?:möchten\ (?:sie\ )?weiterlesen|weiterlesen\ mit|um\ weiterzulesen|(?:nur|exklusiv)\ für\ abonnent
        |(?:artikel|beitrag|text)\ ist\ .{0,30}\babonnent)
    |\bjetzt\ .{0,60}\b(?:testen|abonnieren|registrieren)\b.{0,60}\b(?:weiter)?lesen\b
    |\bréservé.{0,20}\babonné|\bpour\ lire\ la\ suite|\babonnez-vous\ pour
    |\bil\ vous\ reste\ .{1,12}\bde\ cet\ article
    |\b(?:exclusivo|reservado|solo|sólo)\b.{0,20}\bsuscriptores|\bpara\ seguir\ leyendo|\bsuscr[ií]bete\ para
    |\briservat.{0,30}\babbonati|\bper\ continuare\ a\ leggere|\babbonati\ per
    |\b(?:exclusivo|conteúdo)\b.{0,20}\bassinantes|\bpara\ continuar\ (?:lendo|a\ ler)|\bassine\ para
    |\balleen\ voor\ abonnees|\bom\ verder\ te\ lezen|\blees\ verder\ met
    |\bför\ prenumeranter|\bför\ att\ läsa\ vidare
    |\bfor\ abonnenter|\bfor\ at\ læse\ videre|\bfor\ å\ lese\ videre
    |\bdla\ prenumeratorów|\baby\ czytać\ dalej|\bтолько\ для\ подписчиков|\bчтобы\ читать\ дальше
    |会員限定|続きを読むには|订阅后(?:阅读|继续)|訂閱後(?:閱讀|繼續)|仅限(?:会员|订阅)|登录后(?:阅读|查看)""",
    re.IGNORECASE | re.VERBOSE,
)
# What stands beside it: that one may have paid before.
_KNOWN = re.compile(
    r"""^\W*(?:already\ (?:a\ |have\ a\ )?(?:subscri|member)|(?:bereits|schon)\ abonnent|déjà\ abonné
    |ya\ (?:es|eres)\ suscriptor|sei\ già\ abbonato|já\ é\ assinante|al\ abonnee|redan\ prenumerant
    |allerede\ abonnent|masz\ już\ prenumeratę)""",
    re.IGNORECASE | re.VERBOSE,
)


def is_gate(text: str) -> bool:
    """Whether a short line says that the rest is for those who pay or log in."""
    return len(text) <= LONGEST and (_GATE.search(text) is not None or _KNOWN.match(text) is not None)


def has_gate_sentence(lines: Iterable[Line]) -> bool:
    """Whether one of the lines within and right below a text keeps the rest of it back."""
    return any(
        len(line.text) <= LONGEST and _GATE.search(line.text) for line in lines if line.chars <= LONGEST
    )
