"""People's names, read from bylines and from fields that should hold a name."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from newsspider.language import chinese_names, job_titles, word_lists
from newsspider.language.cjk import HAN, HANGUL

if TYPE_CHECKING:
    from collections.abc import Iterable

LONGEST = 160  # characters of a byline
MOST_WORDS = 6  # words of one name
MOST_PARTS = 4  # words of a name alone after "author"
_BY = re.compile(
    rf"""[\s,;:–—|·()-]*
    (?:(?:{word_lists.pattern("bylines.written")}\s+)?
        {word_lists.pattern("bylines.by")}(?:\s*[:/]\s*|\s+|(?-i:(?<=[Bb]y)(?=[A-Z])))
    |(?:pubblicat[oa]|postato|scritto)\s+da\s+|gönderen\s+
    |(?:this|the)\ (?:post|article|story|guide)\ was\ written\ by\s+|contributors?:\s+
    |{word_lists.pattern("bylines.author")}(?:\s*:\s+|(?P<bare>\s+))
    |{word_lists.pattern("bylines.author_with_sign")}(?:\s*[:：/／|｜丨＝]\s*|\s+))
    (?P<names>\S.*)""",
    re.IGNORECASE | re.VERBOSE,
)
_FIGURE = re.compile(r"\d")
# How blogs name the author before or after the date; "bill" stays in lower case.
_DAY = r"""(?:\w+day,?\s+)?(?:\d{1,2}\.?\s+(?:de\s+)?\S{3,12}\s+(?:de\s+)?(?:19|20|25)\d\d
    |\w{3,9}\.?\s+\d{1,2}(?:st|nd|rd|th)?,?\s+(?:19|20)\d\d|\d{1,4}[./-]\d{1,2}[./-]\d{1,4})
    (?:,?\s+(?:at\s+)?\d{1,2}[:.]\d\d(?:\s*[ap]\.?m\.?)?)?"""
_POSTED = re.compile(
    rf"""\W*posted\s+by:?\s+(?P<nick>[\w.-]{{2,30}})\s+(?:at|on)\s.{{0,40}}\d.{{0,12}}
    |[^\d.!?]{{0,24}}{_DAY}[\s,]+(?:{word_lists.pattern("bylines.by")}:?|توسط)\s+
        (?:(?P<last>[\w.-]{{2,30}})\W*|(?P<names>\S.*))""",
    re.IGNORECASE | re.VERBOSE,
)
_PICTURE = re.compile(
    r"\b(?:photo|photograph|foto|image|picture|illustration|graphic|video|bild|grafik|imagen)", re.IGNORECASE
)
_NAMES_END = re.compile(
    rf"""\s*(?:[|•⋅–—●∙▪◦]|·(?![{HAN}])|\s-\s|\b(?:on|at)\s+[\w ,]{{0,20}}\d|(?-i:\b(?:in|aus|für|for)\s+)
    |[,;]?\s*\(?\b\d{{1,4}}[./-]|\d{{4}}
    |[,;]?\s\(?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\w*\.?\s+\d
    |\b(?:updated|published|posted|copyright|(?:mon|tues|wednes|thurs|fri|satur|sun)day)\b
    |\b(?:um|à|às|a\ las|alle|ore|en|op|om|o|kl\.?|klo|в|zaman:?|時刻:?)\s+\d
    |\s+[{HAN}]{{2,6}}\s?[:：|｜丨]|(?<=[{HAN}])／
    |[,;]?\s(?:envoyée?s?\ spécia|correspondante?s?\b|enviad[oa]s?\ esp|inviat[oaie]\ spec|corresponsal)
    |(?<=[^\W\d_]{{5}})\.\s|\.?\s+(?:permalink|permanent\ link|trackback|photo\w*|illustrat\w+)\b).*$""",
    re.IGNORECASE | re.VERBOSE,
)
# An e-mail address or a handle, also right behind the name: "areed@gazette.example", "@areed".
_REACHED_AT = re.compile(r"\s?[(<]?(?:(?<![^\s(<|,])[\w.+-]{1,64}@[\w-]{1,64}\.[\w.-]{1,64}|@\w{1,64})[)>]?")
_SEPARATOR = re.compile(
    r"\s*(?:,\s*(?:and|und|et|y|e|en|og|och|ja|i|и)\s+|\s(?:and|und|et|y|en|og|och|ja|&)\s+|\s&(?=[^\W\d_]{3})|[,;、，；]\s*|\s/\s|\s\|\s"
    rf"|(?<=[{HAN}])&(?=[{HAN}]))",
    re.IGNORECASE,
)
_COMMA = re.compile(r"[\s,]+|\s/\s|\s\|\s")
_REMARK = re.compile(r"\s\((?!with|avec|mit|con|com|met)[^()]*\)(?=\s*(?:[,;&]|and\b|$))", re.IGNORECASE)
_NO_FIRST_NAME = re.compile(rf"{word_lists.pattern('bylines.no_first_names')}\s", re.IGNORECASE)
_PLACE = re.compile(rf"{word_lists.pattern('bylines.place_beginnings')}\s", re.IGNORECASE)
_WITH = re.compile(r"\s\((?:with|avec|mit|con|com|met)\s+([^()]+)\)", re.IGNORECASE)
_NAME = re.compile(r"(?=.*[^\W\d_])[^\d@<>:?!]{2,60}")
_ANY_TEXT = re.compile(r"(?=.*[^\W\d_])[^<>]{3,60}")
_NO_NAME = re.compile(
    rf"{word_lists.pattern('bylines.titles')}\.?|(?:.*\s)?{word_lists.pattern('bylines.not_names_at_end')}"
    rf"|{word_lists.pattern('bylines.not_names')}|(?:.*\s)?{word_lists.pattern('bylines.by')}",
    re.IGNORECASE,
)
_ORGANISATION = re.compile(rf"(?:.*\s)?{word_lists.pattern('organisations.last_words')}\.?", re.IGNORECASE)
_AGENCY = re.compile(word_lists.pattern("organisations.agencies"), re.IGNORECASE)
_ADDRESS = re.compile(r"https?:|www\.|\S@\S|^@|\.(?:com|org|net|html?)\b", re.IGNORECASE)
_ROLE = re.compile(
    r"""^(?:our\ )?(?:(?:staff|senior|special|political|chief|foreign)\s+)*
        (?:reporter|writer|correspondent|editor)s?\s+
    |\s*[,(|–—]\s*(?:\w+\s+){0,3}
        (?:reporter|writer|correspondent|editor|journalist|redakteur(?:in)?|professor)\b.*$
    |\s+기자$|\s+(?:\S+\s)?칼럼니스트$|\s*[记記]者$|^\S{0,12}(?:[记記]者|通[讯訊][员員]|[撰主][稿笔筆]人?|[评評][论論][员員]|[专專][栏欄]作[者家])[\s:：]*(?=\S)""",
    re.IGNORECASE | re.VERBOSE,
)
# A login, or the name of an organisation: "evenyag", "Tree07", "第2012实验室".
_LOGIN = re.compile(r"(?!.*\d[-./年]\d?)(?=.*[^\W\d_])[\w.-]{2,40}")
_DEGREE = re.compile(
    r"(?:(?:[A-Z][a-z]?\.){2,4}|Ph\.?\s?D|M\.?D|MBA|MPH|MSc|BSc|MA|BA|RN|JD|LLB|LLM|CFA|CPA|Esq)\.?"
)
_LETTERS = re.compile(
    r"(?:[A-Z][A-Za-z]{0,3})?[A-Z]{2,6}[®™]?(?:-[A-Z]{1,4}|\s\d+)?\.?(?:\s\([^()]*\))?"
)  # of a degree
_DEGREES_BEHIND = re.compile(
    r"(?:,?\s(?:(?:[A-Z][a-z]?\.){2,4}|(?:Ph\.?D|Ed\.?D|PsyD|M\.?D|MS|MA|MBA|MPH|RDN?|RN|JD|DVM|VMD|DDS|DMD|DO|CPP|CPA|CFA|CFP|PSP|LCSW|PE|Esq"
    r"|LMFT|CPT)[.®]*))+"
)
_SCOTS = re.compile(r"\bMc([a-z])(?=[a-z]{2})")
_CLASS = re.compile(r",?\s+['’‘`´]\d\d\b")  # the year in which alumni left school: "Anna Reed '03"
_DIVIDED = re.compile(r"[|•·⋅:!?]")  # signs of a text that holds more than names
_SLUG = re.compile(r"[a-z]{2,}(?:[-_][a-z]{2,}){1,2}")
_PARTICLES = frozenset(
    (
        "de", "del", "della", "di", "da", "do", "dos", "das", "du", "des", "la", "le", "van", "von", "der",
        "den", "zu", "zur", "bin", "ibn", "al", "el", "abu", "y", "e", "i", "ten", "ter", "af",
    )
)  # fmt: skip
_SIGNS = " ,;:|/–—-·•⋅\u200b"
_SHORTENED = re.compile(r"\b(?:[^\W\d]|[JS]r)\.$")
_HANGUL = re.compile(rf"[{HANGUL}]{{2,4}}")


def authors_in(lines: Iterable[str]) -> tuple[str, ...]:
    """The names of the first line that begins with "by" or the like in any language.

    "Author" without a colon counts only before a person: "Author information" names nobody.
    """
    for line in lines:
        if names := _labelled(line):
            return names
        found = _BY.fullmatch(line)
        names = names_in(found["names"]) if found else ()
        if found and names and (not found["bare"] or all(map(_is_name, names))):
            return names
        if names := _posted(line):
            return names
    return ()


def _labelled(line: str) -> tuple[str, ...]:
    """The author in a Chinese line that also has other labels."""
    text = None if line.isascii() else chinese_names.labelled(line)
    if text and _LOGIN.fullmatch(text) and (text[0].islower() or _FIGURE.search(text)):
        return (text,)
    return names_in(text) if text else ()


def _posted(line: str) -> tuple[str, ...]:
    """The author in a line that also has the date."""
    found = _POSTED.fullmatch(line) if _FIGURE.search(line) else None
    if found is None:
        return ()
    name = _one(found["nick"] or found["last"] or "")
    return (name,) if name else names_in(found["names"] or "")


def names_in(text: str) -> tuple[str, ...]:
    """The names in "A. Writer, B. Writer and C. Writer"; () if it reads like a sentence."""
    if len(text) > LONGEST + 1 or _PICTURE.match(text):
        return ()
    text = _NAMES_END.sub("", _REACHED_AT.sub("", text)).strip(" ,;:")
    if text.count("(") != text.count(")"):
        text = text.strip("()")
    text = re.sub(r"(?<=[^\W_]{3})\.$", "", text)
    text = _without_remarks(_CLASS.sub("", text))
    parts = [_without_post(part) for part in _parts(text)]
    names = [part for part in _without_company(parts, text) if not _is_no_name(part)]
    if not all(_NAME.fullmatch(name) and len(name.split()) <= MOST_WORDS for name in names):
        return ()
    return tuple(dict.fromkeys(names)) if names and not names[0][0].islower() else ()


def _without_remarks(text: str) -> str:
    """A byline without remarks in brackets; a nickname stays: "Anna (Sparrow) Reed", "Tom Hay (Hopper)"."""
    return _REMARK.sub(lambda found: found[0] if _is_nickname(found[0].strip(" ()")) else "", text)


def _is_nickname(text: str) -> bool:
    """Whether a word in brackets can be a name: one capital, then small letters, and not an agency."""
    return text.isalpha() and text.istitle() and not (is_agency(text) or is_organisation(text))


def _is_no_name(part: str) -> bool:
    """Whether a part of a byline is a title, a degree, a post or a label."""
    return bool(_NO_NAME.fullmatch(part) or _DEGREE.fullmatch(part) or job_titles.is_post(part))


def _without_company(parts: list[str], text: str) -> list[str]:
    """The parts of a byline without what stands behind a person's name: posts, places, organisations.

    Behind a post, only what the word for "and" joins or another post follows is a name again.
    """
    if len(parts) < 2 or not is_person_in_any_case(parts[0]):
        return parts
    posts = [
        _is_no_name(part)
        or (_LETTERS.fullmatch(part) is not None and not is_agency(part))
        or job_titles.is_any_post(part)
        for part in parts
    ]
    kept, at = parts[:1], text.find(parts[0]) + len(parts[0])
    for n, part in enumerate(parts[1:], 1):
        here = text.find(part, at)
        is_joined = here > at and not _COMMA.fullmatch(text[at:here])
        at = max(here, at) + len(part)
        is_after_post = posts[n - 1] and not is_joined and not any(posts[n + 1 : n + 2])
        is_second = is_joined and parts[n - 1] == kept[-1]
        if not posts[n] and not is_after_post and (is_second or _is_other_person(part)):
            kept.append(part)
    return kept


def _is_other_person(part: str) -> bool:
    """Whether a part behind a person is one more person, and not a place or an organisation."""
    return is_person_in_any_case(part) and not (_PLACE.match(part) or is_organisation(part))


def _without_post(part: str) -> str:
    """A name without the post behind it, as in "Anna Reed Staff Writer"."""
    before = job_titles.without_post(part) if _NO_NAME.fullmatch(part) else None
    return before if before and is_person_in_any_case(before) else part


def _parts(text: str) -> list[str]:
    """A text split at the signs and words that separate names; Chinese also at blanks.

    A bare slash separates only people: "Anna Reed/Tom Hay".
    """
    parts = [part for one in _SEPARATOR.split(_WITH.sub(r", \1", text)) if (part := one.strip())]
    halves = [[half.strip() for half in part.split("/")] for part in parts]
    parts = [
        one
        for part, both in zip(parts, halves, strict=True)
        for one in (both if all(map(is_person_in_any_case, both)) else [part])
    ]
    return parts if text.isascii() else [name for part in parts for name in chinese_names.split_names(part)]


def cleaned(texts: Iterable[str]) -> tuple[str, ...]:
    """The names in texts that should hold names: split, without roles, addresses, handles and numbers."""
    found: dict[str, None] = {}
    for text in texts:
        text = _REACHED_AT.sub("", text) if "@" in text else text
        text = _without_by(text)
        if _ADDRESS.search(text):
            parts = [text]
        else:
            text = _without_remarks(text.strip())
            parts = _without_company(_parts(_ROLE.sub("", text)), text)
        names = [name for part in parts if (name := _one(part))]
        found.update(dict.fromkeys(names))
    return tuple(found)


def _without_by(text: str) -> str:
    """A text without "by" or the like; without "author" only before a name."""
    found = _BY.fullmatch(text)
    if found is None or (found["bare"] and not _is_name(found["names"])):
        return text
    return found["names"]


def texts_without_addresses(texts: Iterable[str]) -> tuple[str, ...]:
    """The texts that are not addresses, unchanged: "Staff" is better than no name."""
    return tuple(text for text in texts if _ANY_TEXT.fullmatch(text) and not _ADDRESS.search(text))


def is_person(text: str) -> bool:
    """Whether a text looks like one person's name: two to five capitalised words, or a few ideographs."""
    if _HANGUL.fullmatch(text) or chinese_names.is_person(text):
        return True
    words = text.split()
    if not 2 <= len(words) <= 5 or _NO_NAME.fullmatch(text) or not _NAME.fullmatch(text):
        return False
    if _NO_FIRST_NAME.match(text):
        return False
    return all(word[0].isupper() or word.lower() in _PARTICLES for word in words) and not text.isupper()


def is_description(text: str) -> bool:
    """Whether a text of several words has one in small letters: "staff of the valley", "Agency in Lisbon"."""
    words = text.split()
    return len(words) > 1 and any(word[0].islower() and word not in _PARTICLES for word in words)


def is_person_in_any_case(name: str) -> bool:
    """Whether a name, in capitals or not, looks like a person's."""
    return is_person(name.title() if name.isupper() else name)


def _is_name(text: str) -> bool:
    """Whether a text is almost certainly one person's name, so that it needs no colon before it."""
    return is_person(text) and len(text.split()) <= MOST_PARTS


def with_post(text: str) -> tuple[str, ...]:
    """The people in "Anna Reed, Staff Writer", with or without a sign between name and post."""
    names = job_titles.without_post(text) if len(text) <= LONGEST else None
    return people_in(names) if names else ()


def people_in(text: str) -> tuple[str, ...]:
    """The names in a text that holds only names of people, in capitals or not."""
    if _DIVIDED.search(text):
        return ()
    names = names_in(re.sub(r"\swith\s", ", ", text, flags=re.IGNORECASE))
    return names if all(map(is_person_in_any_case, names)) else ()


def without_capitals(name: str) -> str:
    """A person's name with small letters if it is in capitals: "J.P. O'BRIEN" is "J.P. O'Brien"."""
    if not name.isupper() or not is_person_in_any_case(name) or is_organisation(name):
        return name
    words = name.split()
    inner = [_SCOTS.sub(lambda found: "Mc" + found[1].upper(), _capitalised(word)) for word in words]
    return " ".join(
        word.lower() if 0 < n < len(words) - 1 and word.lower() in _PARTICLES else word
        for n, word in enumerate(inner)
    )


def without_degrees(name: str) -> str:
    """A person's name without the degrees behind it: "Anna Reed MD"."""
    found = _DEGREES_BEHIND.search(name)
    is_behind = found and found.end() == len(name) and " " in name[: found.start()]
    return name[: found.start()] if found and is_behind and not name.isupper() else name


def _capitalised(word: str) -> str:
    """A capitalised word; initials and numerals are unchanged."""
    if "." in word[:-1] or re.fullmatch(r"I{2,3}|IV", word):
        return word
    return re.sub(r"[^\W\d_]+", lambda found: found[0].capitalize(), word)


def is_organisation(text: str) -> bool:
    """Whether a name ends like an agency's, a newspaper's or a company's: "Valley News Service"."""
    return is_agency(text) or _ORGANISATION.fullmatch(text) is not None


def is_agency(text: str) -> bool:
    """Whether a name is one of the large news agencies'."""
    return _AGENCY.fullmatch(text) is not None


def _bare(name: str) -> str:
    """A name without brackets, and once if a page repeats it for narrow screens."""
    half = name[: len(name) // 2]
    if " " in half and name == half + half:
        return half
    return name[1:-1] if name.startswith("(") and name.endswith(")") else name


def _one(part: str) -> str | None:
    """The text as one name, or None if it is not a name."""
    name = _bare(part.strip(_SIGNS))
    if not _SHORTENED.search(name):
        name = name.strip(".")
    if _ADDRESS.search(name) or _NO_NAME.fullmatch(name) or not _NAME.fullmatch(name):
        return None
    if len(name.split()) > MOST_WORDS:
        return None
    if _SLUG.fullmatch(name):
        return " ".join(word.capitalize() for word in re.split(r"[-_]", name))
    return name
