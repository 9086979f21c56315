"""Citations of an article for reference managers: CSL-JSON, RIS and BibTeX."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Final, NamedTuple

from newsspider.browse.template_filters import plain, web_address
from newsspider.language.cjk import CJK

if TYPE_CHECKING:
    from datetime import date

    from newsspider.browse.queries.models import Cited

_LONGEST, _LONGEST_NOTE = 1_000, 4_000
# Words of a name, in scripts that separate them; other names are given whole.
_NAME_WORD = re.compile(rf"[^\W\d_{CJK}][^\W\d_]*(?:[-'’.][^\W\d_]*)*")
_SUFFIX = re.compile(r"(?:[JS]r|[JS]un|I{2,3}|IV)\.?")
_MOST_NAME_WORDS = 6
# What a family name may begin with; other words in small letters ("and", "for") are not part of a name.
_BEGINNING = (
    "abu af al bin da das de del della den der di do dos du el ibn la le of ten ter van vom von zu zum zur"
)
_BEGINNINGS: Final = frozenset(_BEGINNING.split())
_SEASONS: Final = {3: ("Spring", 1), 6: ("Summer", 2), 9: ("Autumn", 3), 12: ("Winter", 4)}
_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
# BibTeX counts escaped braces too, so a value must not have any.
_TEX: Final = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{sign: f"\\{sign}" for sign in "$&#%_"},
}
_IN_ADDRESS: Final = {"{": "%7B", "}": "%7D", "\\": "%5C"}


class Name(NamedTuple):
    """A person's name; `family` is all of it if it cannot be split (one word, Chinese, an agency)."""

    family: str
    given: str = ""
    suffix: str = ""


class Format(NamedTuple):
    """A citation format: its name, its media type, and its writer."""

    title: str
    media_type: str
    write: Callable[[Cited], str]


def name_parts(name: str) -> Name:
    """The parts of a name as bylines write it, with the family name last."""
    words = plain(name, _LONGEST).split()
    whole = Name(" ".join(words))
    suffix = words.pop().strip(",") if len(words) > 2 and _SUFFIX.fullmatch(words[-1]) else ""
    words = [word.rstrip(",") for word in words] if suffix else words
    small = [place for place, word in enumerate(words) if word.islower()]
    if not 2 <= len(words) <= _MOST_NAME_WORDS or not all(map(_NAME_WORD.fullmatch, words)):
        return whole
    if 0 in small or not _BEGINNINGS.issuperset(words[place] for place in small):
        return whole
    begins = small[0] if small else len(words) - 1
    return Name(" ".join(words[begins:]), " ".join(words[:begins]), suffix)


def csl_json(cited: Cited) -> str:
    """A list with one item of CSL-JSON 1.0."""
    article, on = cited.article, cited.article.published_on
    item = {
        "id": article.key,
        "type": "article-magazine",
        "title": plain(article.headline, _LONGEST),
        "author": [_csl_name(name_parts(name)) for name in article.authors],
        "container-title": plain(cited.site_title, _LONGEST),
        "issue": plain(article.issue, _LONGEST),
        "issued": _csl_date(on, article.published_precision) if on else None,
        "accessed": _csl_date(cited.captured_at.date(), "day") if cited.captured_at else None,
        "URL": web_address(article.url),
        "language": article.language,
        "abstract": plain(article.standfirst, _LONGEST_NOTE),
        "archive": "newsspider",
        "archive_location": article.key,
    }
    return json.dumps([{name: value for name, value in item.items() if value}], ensure_ascii=False, indent=2)


def ris(cited: Cited) -> str:
    """A record in the RIS format of reference managers."""
    article, kept_at = cited.article, cited.captured_at
    fields: list[tuple[str, str | None]] = [
        ("TY", "MGZN"),
        *(("AU", ", ".join(part for part in name_parts(name) if part)) for name in article.authors),
        ("TI", plain(article.headline, _LONGEST)),
        ("T2", plain(cited.site_title, _LONGEST)),
        ("IS", plain(article.issue, _LONGEST)),
        ("PY", f"{article.published_on:%Y}" if article.published_on else None),
        (
            "DA",
            _ris_date(article.published_on, article.published_precision) if article.published_on else None,
        ),
        ("UR", web_address(article.url)),
        ("Y2", f"{kept_at:%Y/%m/%d}/" if kept_at else None),
        ("LA", article.language),
        ("AB", plain(article.standfirst, _LONGEST_NOTE)),
        ("AN", f"newsspider:{article.key}"),
    ]
    lines = [f"{tag}  - {value}" for tag, value in fields if value]
    return "\r\n".join([*lines, "ER  - ", ""])


def bibtex(cited: Cited) -> str:
    """An entry of BibTeX, in UTF-8; biblatex reads it too."""
    lines = [f"  {name} = {value}," for name, value in _bibtex_fields(cited) if value not in (None, "{}")]
    return "\n".join([f"@article{{{_bibtex_key(cited)},", *lines, "}", ""])


FORMATS: Final = {
    "bib": Format("BibTeX", "application/x-bibtex; charset=utf-8", bibtex),
    "ris": Format("RIS", "application/x-research-info-systems; charset=utf-8", ris),
    "json": Format("CSL-JSON", "application/vnd.citationstyles.csl+json; charset=utf-8", csl_json),
}


def _csl_name(name: Name) -> dict[str, str]:
    if not name.given:
        return {"literal": name.family}
    return {part: value for part, value in name._asdict().items() if value}


def _csl_date(on: date, precision: str | None) -> dict[str, object]:
    if precision == "season" and on.month in _SEASONS:
        return {"date-parts": [[on.year]], "season": _SEASONS[on.month][1]}
    return {"date-parts": [[on.year, on.month, on.day][: _known(precision)]]}


def _ris_date(on: date, precision: str | None) -> str:
    if precision == "season" and on.month in _SEASONS:
        return f"{on.year:04}///{_SEASONS[on.month][0]}"
    parts = [f"{on.year:04}", f"{on.month:02}", f"{on.day:02}"][: _known(precision)]
    return "/".join([*parts, *[""] * (4 - len(parts))])


def _known(precision: str | None) -> int:
    """How many of year, month and day are known."""
    return {"year": 1, "season": 2, "month": 2}.get(precision or "day", 3)


def _bibtex_fields(cited: Cited) -> Iterator[tuple[str, str | None]]:
    article, on = cited.article, cited.article.published_on
    known = _known(article.published_precision)
    is_season = article.published_precision == "season" and on and on.month in _SEASONS
    yield "author", f"{{{' and '.join(_bibtex_name(name_parts(name)) for name in article.authors)}}}"
    # The second braces keep the publication's capitals.
    yield "title", f"{{{{{_tex(article.headline)}}}}}" if article.headline else None
    yield "journal", f"{{{_tex(cited.site_title)}}}"
    yield "number", f"{{{_tex(article.issue)}}}"
    yield "year", f"{{{on:%Y}}}" if on else None
    yield "month", _MONTHS[on.month - 1] if on and known > 1 and not is_season else None
    yield "day", f"{{{on.day}}}" if on and known > 2 else None
    yield "issue", f"{{{_SEASONS[on.month][0]}}}" if on and is_season else None
    yield "url", f"{{{_bibtex_address(article.url)}}}"
    yield "urldate", f"{{{cited.captured_at:%Y-%m-%d}}}" if cited.captured_at else None
    yield "langid", f"{{{_tex(article.language)}}}"
    yield "note", f"{{newsspider:{article.key}}}"


def _bibtex_name(name: Name) -> str:
    if not name.given:
        return f"{{{_tex(name.family)}}}"  # in braces, so that no "and" or comma splits it
    parts = (name.family, name.suffix, name.given)
    return ", ".join(_tex(part) for part in parts if part)


def _bibtex_key(cited: Cited) -> str:
    """The first author, the year, and some of the article's key, in ASCII."""
    article = cited.article
    name = name_parts(article.authors[0]).family if article.authors else cited.site_title
    letters = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    word = re.sub(r"[^a-z]", "", letters)[:30] or "article"
    return f"{word}{article.published_on.year if article.published_on else ''}-{article.key[:6]}"


def _bibtex_address(url: str) -> str:
    """An address for LaTeX and biblatex: unchanged, except what would end the field."""
    return "".join(_IN_ADDRESS.get(sign, sign) for sign in web_address(url) or "")


def _tex(text: str | None) -> str:
    return "".join(_TEX.get(sign, sign) for sign in plain(text, _LONGEST))
