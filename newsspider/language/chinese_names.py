"""Names of people in Chinese characters: how to recognise, separate and find them."""

from __future__ import annotations

import re
from itertools import takewhile

from newsspider.language.cjk import HAN, KANA

LONGEST_LINE = 40  # characters of a line that is a reporter's name
# The surnames of nine in ten Chinese, simplified and traditional, without those that also begin common words
# of menus ("关注", "时间", "文章", "全部").
_SURNAMES = frozenset(
    "王李张張刘劉陈陳杨楊赵趙黄黃周吴吳徐孙孫胡朱高林何郭马馬罗羅梁宋郑鄭谢謝韩韓唐冯馮于董萧蕭肖程曹袁邓鄧许許傅沈"
    "曾彭吕呂苏蘇卢盧蒋蔣蔡贾賈丁魏薛叶葉阎閻余潘杜戴夏钟鍾汪田任姜范范方石姚谭譚廖邹鄒熊金陆陸郝孔白崔康毛邱丘秦江史"
    "顾顧侯邵孟龙龍万萬段雷钱錢汤湯尹黎易常武乔喬贺賀赖賴龚龔庞龐樊兰蘭殷施陶洪翟颜顏倪严嚴牛温溫芦季俞章鲁魯葛伍韦韋"
    "申尤毕畢聂聶柴焦向柳邢路岳齐齊梅莫庄莊辛管祝左涂谷祁耿牟卜詹柯阮桂闫闕裴霍翁童项項盛柏凌甘欧歐费費裘蓝藍饶饒阳"
    "褚靳屈蒲纪紀佟桑宗竺苗戚鲍鮑覃骆駱晏郎宫尚班宁寧冉鄢池鞠麦麥邬鄔臧司滕卓茅窦竇缪詹冼简簡瞿荣榮"
)
_DOUBLE = (
    "欧阳", "歐陽", "司马", "司馬", "上官", "诸葛", "諸葛", "皇甫", "令狐", "尉迟", "公孙", "慕容", "端木",
)  # fmt: skip
# Common second characters of Japanese surnames.
_JAPANESE = re.compile(rf"[{HAN}][田村島嶋川河井山本口藤木林橋崎﨑沢澤谷岡塚浦辺邊部原野]")
_KANA = re.compile(f"[{KANA}]")
_HAN = re.compile(rf"[{HAN}][{KANA}{HAN}々·]{{1,5}}")
_NO_PERSON = re.compile(
    r"""更多|[关關]注|[简簡]介|客[户戶]端|[编編][辑輯者]|作者|[记記]者|公司|集[团團]|金融|石油|消息|[资資][讯訊]
    |新[闻聞]|[杂雜][志誌]|[周週月季]刊|[报報网網社台局部版]$""",
    re.VERBOSE,
)
# A label and the author within a line: "2020-11-23 10:22 来源：… 作者：… 编辑：…".
_LABELLED = re.compile(
    r"""(?:(?<![原图圖片])作者|撰文|撰稿人?|采[写寫]|[记記]者|(?:^|[\s（(【\[〔［・])(?:文(?:[/、][图圖]|・写真|(?![/、][图圖]))|[执執][笔筆]))
    \s*[:：/／|｜丨＝]\s*(\S.*)""",
    re.VERBOSE,
)
# A country or an office beside a name, and the text after a closing bracket.
_BESIDE = re.compile(
    rf"\s*[／/|｜]\s*[^\s:：]{{1,12}}\s?[:：].*|（[^（）]*）|^[（(【\[〔［][{HAN}]{{1,3}}[）)】\]〕］]\s*|\s*[【】〔〕［］\[\]].*|(?<=[{HAN}])[／/].*"
)
_SPACED_OUT = re.compile(rf"(?<!\S)([{HAN}])\s+([{HAN}])(?!\S)")
_REPORTER = r"(?:[记記]者|通[讯訊][员員]|[实實][习習]生)"
_PARTED = re.compile(rf"{_REPORTER}\s*[:：]?|[,，、;；&]|\s(?:[编編][译譯]|整[合理]|[报報][道導])$")
# In brackets after the place and day of a report: "新华社巴黎12月9日电（记者唐霁）".
_AFTER_PLACE = re.compile(
    rf".{{0,40}}?[讯訊电電]\s*[（(](?:[^（()）]{{0,12}}?{_REPORTER}\s*[:：]?)?([^（()）]{{2,60}})[）)]"
)
# How stories in newspapers of Taiwan begin: "〔記者張三豐／台北報導〕", "（中央社記者張三豐台北4日電）".
_REPORTED = re.compile(
    rf"[（(【\[〔［]?(?:\S{{0,8}}{_REPORTER})?\s*([{HAN}、\s]{{2,20}})[／/]\S{{2,8}}[報报][導导道](?:[）)】\]〕］\s]|$)"
    rf"|[（(]\S{{0,6}}{_REPORTER}([{HAN}]{{3}})[{HAN}]{{2,4}}\d{{1,2}}日[電电][）)]"
)
_ALONE = re.compile(rf"[（(【]?\S{{0,14}}?{_REPORTER}\s*[:：]?([^（()）】]{{2,40}})[）)】]?")


def is_person(text: str) -> bool:
    """Whether Chinese characters may be one person's name: by its surname, Chinese or Japanese."""
    if not _HAN.fullmatch(text) or _NO_PERSON.search(text):
        return False
    if _KANA.search(text) or (_JAPANESE.match(text) and len(text) > 2):
        return True
    return _is_chinese(text)


def is_other(text: str) -> bool:
    """Whether Chinese characters are not a person's name: a newspaper's, a channel's, a pen name."""
    return _HAN.fullmatch(text) is not None and not is_person(text)


def split_names(text: str) -> list[str]:
    """The Chinese names that blanks separate, without the words behind them; any other text as it is.

    "李 楠" is one name, spaced out.
    """
    words = _SPACED_OUT.sub(r"\1\2", text).split()
    names = list(takewhile(_is_parted, words))
    return names if names and all(map(_HAN.fullmatch, words)) else [text]


def _is_parted(word: str) -> bool:
    return _is_chinese(word) and not _JAPANESE.match(word)


def labelled(line: str) -> str | None:
    """The text behind a label such as "author" or "text" within a line."""
    found = _LABELLED.search(line)
    return _BESIDE.sub("", found[1]).strip() if found else None


def reporters(line: str) -> tuple[str, ...]:
    """The names in a line that is a reporter's, or in brackets behind the place of a report."""
    found = _REPORTED.match(line) or _AFTER_PLACE.match(line)
    found = found or (_ALONE.fullmatch(line) if len(line) <= LONGEST_LINE else None)
    if found is None:
        return ()
    text = next(filter(None, found.groups()))
    names = [name for part in _PARTED.split(text) if part.strip() for name in split_names(part.strip())]
    return tuple(names) if all(map(is_person, names)) else ()


def _is_chinese(text: str) -> bool:
    return 2 <= len(text) <= 4 and (text[0] in _SURNAMES or text.startswith(_DOUBLE))
