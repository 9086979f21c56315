"""Whether a page shows the free beginning of an article that costs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from newsspider.items import Article
    from newsspider.web.document import Document

# Sizes in words of the body: a page that says it costs, and shows more, shows all (a script hides it).
STUB = 200
# Fewer words make a stub of a page that only declares a price, without a word of it in the text.
BARE_STUB = 120
_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]|\w+")
_WALL = re.compile(
    r"""\b(?:subscribe|sign\ up|register|log\ ?in|become\ a\ (?:subscriber|member)|join)\b.{0,60}
        \b(?:continue|keep|finish|full|rest|whole|unlimited|read\ (?:on|more|this|the))\b
    | \b(?:this\ (?:article|story|content|post)\ is|exclusive(?:ly)?|only\ available|reserved)\ (?:for|to)\ (?:our\ |paid\ |paying\ )?
        (?:subscribers|members)
    | \b(?:subscriber|member)s?[- ](?:only|exclusive)\b | \balready\ (?:a\ )?(?:subscriber|member|subscribed)\b
    | \byou\ (?:have|.ve)\ (?:reached|read|used)\b.{0,40}\b(?:free\ )?articles?\b
    | \bto\ (?:continue|keep)\ reading\b | \bto\ read\ the\ (?:full|whole|rest\ of\ the)\ (?:article|story)\b
    | \b(?:jetzt|hier)\ (?:weiterlesen|abonnieren|freischalten) | \bweiterlesen\ mit\b | \bnur\ für\ (?:abonnent|mitglied|plus)
    | \b(?:diesen|der|dieser)\ artikel\b.{0,40}\b(?:abonnent|abo\b|kostenpflichtig|freischalten) | \bbereits\ abonnent
    | \bréservée?s?\ aux?\ abonnée?s? | \babonnez[- ]vous\b | \bpour\ lire\ la\ suite\b | \bdéjà\ abonnée? | \bil\ vous\ reste\ .{0,10}%
    | \b(?:exclusiv[oa]|sólo|solo)\ para\ (?:suscriptores|abonados) | \bsuscríbe(?:te|se)\b | \bpara\ seguir\ leyendo
    | \b(?:exclusivo|só)\ para\ assinantes | \bassine\ (?:já|agora|para)\b | \b(?:riservato|solo)\ (?:agli|per)\ (?:gli\ )?abbonati
    | \babbonati\ per\b | \balleen\ voor\ abonnees | \bword\ abonnee | \blees\ verder\b | \bendast\ för\ prenumeranter | \bfor\ abonnenter
    | \bтолько\ для\ подписчиков | \bоформите\ подписку | \bdla\ prenumeratorów
    | (?:订阅|訂閱|登录|登入|付费|付費).{0,10}(?:阅读全文|閱讀全文|继续阅读|繼續閱讀|查看全文) | (?:仅限|僅限|专享|會員|会员).{0,6}(?:订阅|訂閱|会员|會員|閱讀|阅读)
    | (?:会員限定|有料会員|続きを読むには|この記事は有料|残り\s?\d+\s?文字) | (?:유료|구독자\ 전용|구독하고)""",
    re.IGNORECASE | re.VERBOSE | re.DOTALL,
)


def is_stub(document: Document, article: Article, text: str) -> bool:
    """Whether the article read of a page, whose visible text is *text*, is its free beginning alone."""
    if article.access != "unknown":
        return article.access == "stub"
    size = _size(article.text)
    if size >= STUB:
        return False
    costs = _declares_price(document)
    has_wall = _WALL.search(text) is not None
    if _declared_size(document) > 2 * size + 50 and (costs or has_wall):
        return True
    return (costs and (has_wall or size < BARE_STUB)) or (has_wall and _ends_short(article))


def _declares_price(document: Document) -> bool:
    """Whether the publisher's markup says that the article is not free (schema.org, Open Graph)."""
    for thing in document.linked_data:
        if str(thing.get("isAccessibleForFree", "")).strip().lower() in (
            "false",
            "no",
            "http://schema.org/false",
        ):
            return True
    tier = (document.meta("article:content_tier") or document.meta("content_tier") or "").lower()
    return tier in ("locked", "metered", "paid", "premium")


def _declared_size(document: Document) -> int:
    """How many words the whole article has, as the markup declares it."""
    sizes = [0]
    for thing in document.linked_data:
        count = str(thing.get("wordCount", "")).strip()
        sizes += [int(count)] if count.isascii() and count.isdigit() and len(count) < 7 else []
        body = thing.get("articleBody")
        sizes += [_size(body)] if isinstance(body, str) else []
    return max(sizes)


def _ends_short(article: Article) -> bool:
    """Whether the body breaks off: at an ellipsis, or in the words that ask for money."""
    if not article.body:
        return False
    last = article.body[-1].rstrip()
    return last.endswith(("…", "...", "[…]", "[...]")) or _WALL.search(last) is not None


def _size(text: str) -> int:
    return len(_WORD.findall(text))
