"""The kind of a link block, by its label or by where its links lead."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newsspider.items import BlockKind

_POPULAR = re.compile(
    r"most[ -](?:read|popular|viewed|shared|commented|watched)|popular|trending|top (?:hits|stories|news)"
    r"|meist(?:gelesen|geklickt|kommentiert|geteilt|gesucht)|beliebt|plus (?:lus|vus|partag|comment)"
    r"|m[áa]s (?:le[íi]d|vist|comentad)|mais (?:lid|vist)|pi[ùu] (?:lett|vist|condivis|comment)|meest gelezen"
    r"|mest (?:l[äæe]st|sett)|populær|nejčtenější|najczęściej czytane|популярн|самое читаемое|найпопулярніш"
    r"|çok okunan|人気|ランキング|热门|热点|排行|熱門|인기|많이 본|đọc nhiều|xem nhiều|terpopuler"
    r"|الأكثر|הנקראות",
    re.IGNORECASE,
)
_LATEST = re.compile(
    r"latest|\brecent\b|(?:just|breaking) (?:in|news)|\bnew(?:est)? (?:posts|articles|stories)|neueste"
    r"|^aktuell|aktuelle meldungen|dernière|derniers|en continu|últim|recientes"
    r"|recentes|ultim[ei]|laatste|senaste|siste nytt|seneste|nejnovější|najnowsze|новости|свеж|последн"
    r"|останні|son dakika|新着|最新|속보|최신"
    r"|mới nhất|terbaru|أحدث",
    re.IGNORECASE,
)
_RELATED = re.compile(
    r"related|see (?:also|more)|read (?:more|also|next|on)\b|further reading|also (?:on|read|see|in)\b"
    r"|\bmore (?:on|from|about|like|in|stories|news|posts|coverage)\b|\bmore .{1,24} stories"
    r"|similar"
    r"|(?:may|might) (?:also )?(?:like|be interested)|don.t miss|recommended|up next|in case you missed"
    r"|from (?:around )?the (?:web|site|archive)|keep reading|what to read|explore (?:more|further)"
    r"|story timeline|in this series|mehr (?:zum|zu|von|aus)|verwandt|lesen sie|auch interessant|könnte sie"
    r"|weitere (?:artikel|beiträge|themen|meldungen)|ähnlich|passend dazu|(?:lire|voir) aussi"
    r"|à (?:lire|voir|découvrir)|sur le même (?:thème|sujet)|vous conseille|leggi anche|potrebbe"
    r"|per approfondire|correlat|raccomandat|(?:ver|lea|leer|lee) (?:también|más)|[tl]e puede|puede interesar"
    r"|para saber más|relacionad|(?:leia|veja) (?:também|mais)|saiba mais|você pode|lees ook|meer over"
    r"|läs (?:också|även|mer)|les (?:også|mer)|læs også|lue myös|související|čtěte také"
    r"|czytaj (?:także|też|więcej)|zobacz także|по теме|(?:читайте|смотрите) (?:также|ещё|еще|також)"
    r"|вам (?:может|также)|ilgili haber|benzer|関連|おすすめ|あわせて読|相关|相關|延伸阅读|推荐|推薦|관련"
    r"|xem thêm|liên quan|baca juga|terkait|اقرأ أيضا|ذات صلة|(?:यह|ये) भी पढ़ें",
    re.IGNORECASE,
)
_CONTENTS = re.compile(
    r"\bcontents\b|in this (?:issue|article|story)|this issue|\binhalt|sommaire|sumario|sumário|sommario"
    r"|inhoud|содержание|目次|目录|목차",
    re.IGNORECASE,
)
_TAGS = re.compile(
    r"^tags?\b|\btopics\b|\bkeywords?\b|(?:published under|filed under)|^in:?$|schlagwort|\bthemen\b|thèmes"
    r"|mots[- ]clés|etiquetas|\btemas\b|argomenti|tópicos|emner|ämnen|témata|теги|темы|etiketler|标签|タグ"
    r"|キーワード|태그",
    re.IGNORECASE,
)
_TOPICS = re.compile(
    r"/(?:tags?|topics?|keywords?|schlagwort|themen?|temas?|etiquetas?|argomenti|theme|specials)/",
    re.IGNORECASE,
)
_LABELLED: tuple[tuple[re.Pattern[str], BlockKind], ...] = (
    (_CONTENTS, "contents"),
    (_POPULAR, "popular"),
    (_RELATED, "related"),
    (_LATEST, "latest"),
    (_TAGS, "tags"),
)


@lru_cache(maxsize=4_096)
def announces_stories(label: str) -> bool:
    """Whether a label announces other stories."""
    return _RELATED.search(label) is not None or _POPULAR.search(label) is not None


def kind_of(label: str | None, addresses: Sequence[str], *, in_prose: bool) -> BlockKind:
    """The kind of a block: by its label, else by the addresses of its links, else by its place."""
    for words, kind in _LABELLED:
        if label and words.search(label):
            return kind
    if sum(_TOPICS.search(url) is not None for url in addresses) * 2 > len(addresses):
        return "tags"
    return "related" if in_prose and label is None else "sidebar"
