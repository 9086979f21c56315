"""Recognises the lines that Chinese publishers put around a text: editors, sources, notices."""

from __future__ import annotations

import re

LONGEST_NOTE = 80  # characters
LONGEST_CREDIT = 120
LONGEST_CLOSING = 200

_NOTE = re.compile(
    r"""[（(【\[]?\s*(?:
    (?:本文)?原(?:[标標]?[题題])[为為]?\s*[:：《].*
    |(?:[责責]任|值班|[见見][习習]|[执執]行|[编編][审審]|文字)?(?:[编編][辑輯]|[责責][编編]|校[对對]|[审審]核|[监監]制)
        \s*(?:[:：/|｜丨]\s*|\s)\S[^。！？]{0,40}
    |(?:文章|稿件|[资資]料|信息)?(?:[来來]源|[转轉][载載]?自|出[处處])\s*[:：]\s*\S[^。！？]{0,30})[）)】\]]?\s*""",
    re.VERBOSE,
)
_CREDIT = re.compile(
    r"""[▲△（(【\[]?\s*(?:[图圖]|照)片?\s*均?(?:(?:[来來]源|提供)?\s*[:：/]|(?:[来來]源|[来來]自|取自)[于於]?)\s*[^。]{2,40}。?[）)】\]]?
    |.{2,}[^拍][摄攝]\s*[）)】\]]?""",
    re.VERBOSE,
)
_CLOSING = re.compile(
    r"""\W*(?:(?:特[别別]|免[责責]|版[权權]|郑重)?[声聲]明\s*[:：].*|[转轉][载載][请請].*|未[经經](?:本[报報站网網刊]|授[权權]|[许許]可).*
    |.*如有侵[权權].*|.*二[维維][码碼].*|.{0,10}[关關]注.{0,12}公[众眾][号號].*|本文[仅僅不]*代表.*
    |[【\[（(]?(?:打印本[页頁]|打印|[关關][闭閉]窗口|[关關][闭閉]|返回.{0,6}首?[页頁]|加入收藏).*
    |.{0,60}\s(?:[责責]任)?[编編][辑輯]\s?[:：/]\s?\S{2,10}
    |(?:采[写寫]|作者|撰[文稿]人?|文|[记記]者|[译譯]者|口述|整理|供稿)\s*[:：/／|｜丨＝].{2,40}|\S{2,12}[记記]者\s\S{2,4}(?:[\s、]+\S{2,4}){0,4})""",
    re.VERBOSE,
)


def is_note(text: str) -> bool:
    """Whether a line only names the text's editor, its source or its former headline."""
    return len(text) <= LONGEST_NOTE and _NOTE.fullmatch(text) is not None


def is_credit(text: str) -> bool:
    """Whether a line names the photographer or the source of a picture."""
    return len(text) <= LONGEST_CREDIT and _CREDIT.fullmatch(text) is not None


def is_closing(text: str) -> bool:
    """Whether a line belongs below a text: a notice of rights, an invitation to follow, the reporter."""
    return len(text) <= LONGEST_CLOSING and _CLOSING.fullmatch(text) is not None
