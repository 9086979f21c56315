"""Lines of a body that change by themselves: clocks, counters, labels of ads and buttons; pure.

They do not count as text: "updated 3 minutes ago" is different at each visit.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

LONGEST = 160  # characters; a longer paragraph is prose

_NUMBER = r"(?:[\d.,'’\s]*\d[\d.,]*\s*(?:k|m|mil|tsd\.?|万|萬|億|亿|만)?|no|one|an?|keine?|aucune?|un[ae]?|ein(?:e|er|en|em)?)"
_SPAN = (
    r"(?:seconds?|secs?|minutes?|mins?|hours?|hrs?|days?|weeks?|months?|years?|[smhd]"
    r"|sekunden?|minuten?|stunden?|std\.?|tag(?:e|en)?|wochen?"
    r"|secondes?|heures?|jours?|semaines?|segundos?|minutos?|horas?|d[ií]as?|semanas?"
    r"|second[io]|minut[io]|or[ae]|giorn[io]|uur|dagen|dag|uren|秒钟?|分钟?|分鐘?|小时|小時|天|日|時間|분|시간|일)"
)
_AGO = rf"""(?:just\ now|moments?\ ago|soeben|gerade\ eben|刚刚|剛剛|たった今|방금
    | (?:about\ |circa\ |ca\.\ |etwa\ )?{_NUMBER}\s*{_SPAN}(?:\ and\ {_NUMBER}\s*{_SPAN})?\s*(?:ago|zuvor|geleden|fa|前|전|以前)
    | (?:vor|il\ y\ a|hace|há|före|för)\ (?:etwa\ |environ\ )?{_NUMBER}\s*{_SPAN}(?:\ sedan)?)"""
_CLOCK = r"""(?:(?:on\ |am\ |le\ |el\ |il\ |at\ |um\ |à\ |a\ las\ )?
    (?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s*)?
    (?:[\d]{1,4}[-/.年]\s?[\d]{1,2}[-/.月]\s?[\d]{1,4}日?|(?:[\d]{1,2}\.?\s+)?[^\W\d]{3,10}\.?\s+(?:[\d]{1,2},?\s+)?[\d]{4}
      |[\d]{1,2}\s+[^\W\d]{3,10}\.?|today|heute|aujourd.hui|hoy|oggi|今天)?
    ,?\s*(?:at\ |um\ |à\ |[-–|]\s*)?(?:[\d]{1,2}[:.h][\d]{2}(?:[:.][\d]{2})?\s*(?:[ap]\.?m\.?|uhr|h)?\s*(?:[A-Z]{2,4}|\(?(?:utc|gmt)[+-]?[\d:]*\)?)?)?)"""
_UPDATED = r"""(?:(?:last|recently)?\ ?(?:updated?|modified|refreshed|checked)(?:\ on|\ at)?
    | (?:zuletzt\ )?aktualisiert | stand | letzte\ (?:aktualisierung|änderung)
    | (?:mise?\ à\ jour|mis\ à\ jour|dernière\ mise\ à\ jour|actualisé) (?:\ le)?
    | (?:última\ )?actuali[sz]ad[oa]|última\ actualización|atualizado(?:\ em)?|aggiornato|bijgewerkt|uppdaterad|opdateret
    | обновлено | (?:最后|最近)?更新(?:时间|時間|于|於|日時)? | 最終更新(?:日時)? | 업데이트)"""
_COUNTED = r"""(?:views?|page\ ?views?|reads?|hits?|visits?|visitors?|readers?|clicks?|comments?|repl(?:y|ies)|shares?|likes?
    |reactions?|votes?|downloads?|followers?|times|people\ (?:like|are\ reading)\ this|aufrufe?|leser|kommentare?|mal\ gelesen
    |vues?|lectures?|commentaires?|partages?|visitas?|vistas?|lecturas?|comentarios?|visualizzazioni|commenti
    |reacties|просмотр(?:ов|а)?|次(?:阅读|浏览|播放)?|人阅读|条评论|回|件|조회)"""
_COUNTER = rf"""(?:{_NUMBER}\s*{_COUNTED}(?:\ so\ far)?
    | (?:views?|reads?|hits?|page\ ?views?|visitors?|comments?|shares?|likes?|aufrufe|kommentare|vues|commentaires|visitas
        |comentarios|阅读(?:量|数|次数)?|浏览(?:量|数|次数)?|点击(?:量|数|次数)?|评论(?:数)?|閱讀|瀏覽|閲覧数|조회수?)\s*[:：(\[]?\s*[\d.,\s]+(?:万|次)?[)\]]?
    | (?:read|viewed|seen|shared)\ {_NUMBER}\s*times
    | {_NUMBER}\s*[-–]?\s*(?:min(?:ute)?s?|minuten)\.?\s*(?:read|to\ read|lesezeit|de\ lecture|de\ lectura)
    | (?:reading\ time|lesezeit|temps\ de\ lecture|tiempo\ de\ lectura)\s*:?\s*{_NUMBER}\s*{_SPAN})"""
_LABEL = r"""(?:advertisements?|advert|ads?\ by\ \w+|ad|sponsored(?:\ content)?|promoted|(?:story|article)\ continues\ below(?:\ advertisement)?
    |(?:continue|keep)\ reading(?:\ below)?|scroll\ to\ continue|skip\ ad(?:vertisement)?
    |anzeige|werbung|publicité|annonce|publicidad|anuncio|pubblicità|advertentie|annons|reklama|реклама|广告|廣告|広告|광고
    |share(?:\ this(?:\ (?:article|story|page))?)?(?:\ on)?|tweet|print|e-?mail|save|bookmark|copy\ link|follow\ us|comments?
    |teilen|drucken|merken|partager|imprimer|compartir|imprimir|condividi|stampa|delen|分享(?:到)?|打印|收藏|シェア|인쇄
    |facebook|twitter|x|whatsapp|linkedin|telegram|reddit|pinterest|微信|微博)"""
_NOISE = re.compile(
    rf"""(?:{_UPDATED}\s*[:：]?\s*(?:{_AGO}|{_CLOCK})|(?:published\ |posted\ |veröffentlicht\ |publié\ |publicado\ |发布于\s?)?{_AGO}(?:\s*(?:aktualisiert|更新|updated))?
    |{_COUNTER}|{_LABEL})""",
    re.IGNORECASE | re.VERBOSE,
)
_BETWEEN = re.compile(r"\s*[|·•∙/•]\s*|\s+[-–—]\s+|\s{3,}|\s*;\s*")
_MAY_PART = re.compile(r"[|·•∙/;]|\s[-–—]\s|\s{3}")  # ten times faster than splitting
_AROUND = " \t\r\n\u00a0.:…*-–—()[]【】|·•"


def is_noise(paragraph: str) -> bool:
    """Whether a paragraph is nothing but a clock, a counter or a label, or several of them."""
    bare = paragraph.strip(_AROUND)
    if not bare or len(bare) > LONGEST:
        return not bare
    if not _MAY_PART.search(bare):
        return _NOISE.fullmatch(bare) is not None
    return all(_NOISE.fullmatch(part.strip(_AROUND)) for part in _BETWEEN.split(bare) if part.strip(_AROUND))


def without(paragraphs: Iterable[str]) -> tuple[str, ...]:
    """The paragraphs that say something."""
    return tuple(paragraph for paragraph in paragraphs if not is_noise(paragraph))
