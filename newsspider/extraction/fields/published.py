"""The date of an article, from every place where a publisher puts it.

What the publisher declares is asked first, then what the page prints beside the headline, its
address, what the front said, and last any other date of the page.  Dates of other stories, of
comments and of copyright notices stand in places that are not asked.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, cast

from newsspider import urls
from newsspider.extraction.fields import headlines
from newsspider.extraction.fields.evidence import Page, comment, selected
from newsspider.extraction.fields.sections import printed_issue
from newsspider.extraction.page import marks
from newsspider.text import squeeze

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from newsspider.extraction.page.tree import Line
    from newsspider.items import PublicationDate

WEB = date(1991, 8, 6)  # the first page of the web: nothing printed beside a headline is older
UNSET = frozenset(
    (date(1970, 1, 1), date(1969, 12, 31), date(1900, 1, 1), date(1980, 1, 1), date(2000, 1, 1))
)
LONGEST = 160  # characters of a line that may be a dateline
NEAR = 60  # places around the headline
BELOW = 4  # lines from the headline on
MOST_BARE = 4  # words of a line that is little but a date: a weekday, a month, "published on"
MOST_WORDS = 8  # beside the date, of a line that is a dateline

_METAS = (
    "article:published_time", "article:published", "og:published_time", "og:article:published_time",
    "og:pubdate", "publishdate", "publish-date", "publish_date", "pubdate", "datepublished",
    "parsely-pub-date", "sailthru.date", "cxenseparse:recs:publishtime", "cxenseparse:publishtime",
    "dc.date.issued", "dcterms.issued", "dcterms.date", "dc.date", "dcterms.created", "dc.date.created",
    "dcterms.available", "citation_publication_date", "citation_date", "citation_online_date",
    "prism.publicationdate", "publication_date", "published_date", "published-date", "publishedtime",
    "published_time", "published", "article_date_original", "article.published", "article.created",
    "rnews:datepublished", "bt:pubdate", "displaydate", "originalpublicationdate", "ptime", "cdate", "pdate",
    "article-publication-date", "article.date", "article_date", "date.issued", "issued", "date_published",
    "date-published", "weibo:article:create_at", "created", "createdate", "date_created", "datecreated",
    "creation_date", "post_date", "iso-8601-publish-date", "eomportal-uuid-date", "release_date", "nyt:date",
    "shareaholic:article_published_time", "buildtime", "pubtime", "firstpublishedtime",
    "time", "date",
)  # fmt: skip
_CHANGED_METAS = (
    "article:modified_time", "og:updated_time", "dc.date.modified", "dcterms.modified", "datemodified",
    "article:modified", "modified", "last-modified", "lastmodified", "lastmodifiedtime", "revised",
    "updated", "update_time",
)  # fmt: skip
_CHANGED = re.compile(
    r"""\b(?:last\ )?(?:updat|modifi|revis|edit|chang)(?:ed|é)\b|last\ (?:update|modified|changed)|aktualis
    |geändert|stand:|mis(?:e)?\ à\ jour|modifié|actualiza|última\ modific|atualiza|aggiorna|ultima\ modifica
    |bijgewerkt|gewijzigd|laatst|oppdatert|opdateret|uppdatera|päivitetty|muokattu|uaktualn|frissít|aktualiz
    |actualizat|güncelle|diperbarui|cập\ nhật|обновлен|изменен|оновлен|更新|最終|수정|업데이트|تحديث
    |آخر\ تحديث|עודכן|ενημέρωση""",
    re.IGNORECASE | re.VERBOSE,
)
_NOT_OURS = re.compile(
    r"©|\(c\)|copyright|all rights|since\b|seit\b|joined|member since|born|geboren|expires|valid until",
    re.IGNORECASE,
)
# What a dateline says beside the date: who wrote it, that it was published, a sign between its parts.
_CUE = re.compile(
    r"""[|•·●]|\bby\b|\bvon\b|\bpar\b|\bpor\b|\bdi\b|\bdoor\b|\bav\b|post(?:ed|ato|ado)|publi|veröffentl|erstellt
    |erschien|published|written|filed|opublik|geplaatst|gepubl|julkaistu|yayın|diterbit|опубл|дата|date|datum|fecha
    |[发發][布佈]|[时時][间間]|[来來]源|出[处處]|作者|[编編][辑輯]|公開|掲載|입력|등록|نشر|تاريخ""",
    re.IGNORECASE | re.VERBOSE,
)
# A sentence that tells the day of the page: "This entry was posted on ...", "Posted by Ann at 9:30 on ...",
# "Updated: $Date: 2016/11/18 $"; and the place and day that a press release begins with.
_TOLD = re.compile(
    r"""(?:^\W*(?:(?:last|zuletzt|dernière)\ )?
    |\b(?:this|diese[rs]?|cet(?:te)?|est[ea]|quest[oa]|deze|dit)\ [^.]{2,40}?\b)
    (?:posted|published|written|created|edited|modified|updated|changed|veröffentlicht|erstellt|aktualisiert
    |geändert|publiée?|modifiée?|publicad[oa]|actualizad[oa]|atualizad[oa]|pubblicat[oa]|aggiornat[oa]
    |gepubliceerd|bijgewerkt)(?:\ (?:by|von|par|por|di|door)\ [^.,:]{2,40}?)?
    (?:\ at\ \d\d?[:.]\d\d(?:\ ?[ap]\.?m\b\.?)?)?(?:\ (?:on|at|am|le|el|em|il|op)|\ ?:)\ (.{6,50})
    |\$(?:date|lastchangeddate):(.{8,50})\$
    |^diese\ seite\ wurde\ zuletzt\ am\ (.{6,40})
    |^(?:[^\W\d_][\w\ .'-]{1,40},\ )?((?:\w{3,9}\.?\ \d\d?,?|\d\d?\.?\ \w{3,9}\.?)\ (?:19|20)\d\d)
    \ ?(?:/\w|\(\w|--|[–—])""",
    re.IGNORECASE | re.VERBOSE,
)
LONGEST_TOLD = 400  # characters of a line that are looked at for such a sentence
_IN_SCRIPT = re.compile(
    r"\b(?:datePublished|pub(?:lish(?:ed)?)?_?(?:date|time|at|on))\\?[\"']?\s*[:=]\s*\\?[\"']([^\"'\\]{8,40})",
    re.IGNORECASE,
)
_MAY_TELL = marks.DATE | marks.AUTHOR | marks.META
_CAPTIONS = marks.CAPTION | marks.CREDIT
_STATES_DAY = re.compile(r"\d.*\d\d|[日号號일]")
_PARTS = re.compile(r"\s*[|•·●/]\s+|\s+[–—]\s+|\s{2,}|;\s|\((?=[^)]*\d)|\)")
_FIGURES = re.compile(r"\d+")
_CLOCK = re.compile(r"(?<!\d)\d{1,2}:\d\d(?!\d)")
_WORDS = re.compile(r"[^\W\d_]{2,}")
_DATA = (
    "datetime", "data-datetime", "data-timestamp", "data-time", "data-date", "data-published",
    "data-pubdate", "data-publish-date", "data-published-at", "data-epoch", "data-unixtime",
    "data-utime", "title", "content",
)  # fmt: skip
_CALLED_CHANGED = re.compile(r"updat|modif", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Said:
    """A text that may be a date, and who says it."""

    text: str
    source: str


def published(page: Page) -> PublicationDate | None:
    """The date it ran, the first of those stated that is possible, most telling source first.

    A date printed beside the headline outranks the address: what is published again gets a new one.
    """
    hinted = page.hint.date if page.hint else None
    in_url = _possible(page, _dated_address(page))
    said_url = replace(in_url, source="inferred:url") if in_url else None
    if found := _first(page, _declared(page)):
        return replace(found, on=in_url.on) if in_url and _is_next_door(page, found, in_url) else found
    if said_url and said_url.precision == "day" and not _prints_dates(page):
        return said_url
    dateline = _first(page, _datelines(page), since=WEB)
    if dateline and not (hinted and hinted.precision != "day" and not _agrees(dateline, hinted)):
        return dateline
    if said_url and said_url.precision == "day":
        return said_url
    if hinted:
        return replace(hinted, source="hint")
    return _first(page, _issued(page)) or _first(page, _others(page), since=WEB) or said_url


def _is_next_door(page: Page, declared: PublicationDate, in_url: PublicationDate) -> bool:
    """Whether the address has the day before or after a moment that is given in UTC, as a far zone has it.

    Where the publisher's zone is known, the moment's day is on its calendar already.
    """
    is_known = bool(page.profile or (page.layout and page.layout.zone))
    is_utc = declared.at is not None and (declared.raw or "").rstrip().endswith(("Z", "+00:00", "+0000"))
    is_day = in_url.precision == "day" and abs(in_url.on - declared.on) == timedelta(days=1)
    return is_day and is_utc and not is_known


def _dated_address(page: Page) -> PublicationDate | None:
    """The date in the page's address, or in the one that it calls its own."""
    return urls.date_in(page.document.url) or urls.date_in(page.document.canonical_url or "")


def modified_at(page: Page) -> datetime | None:
    """When it was last changed, if the page says it with a time."""
    said = [_text_of(page.stated.get("dateModified")), *(page.document.meta(name) for name in _CHANGED_METAS)]
    elements = (page.tree.elements[n] for n in page.sights.times)
    said += [e.get("datetime") for e in elements if "modified" in (e.get("itemprop") or "").lower()]
    return next((found.at for text in said if text and (found := page.date(text)) and found.at), None)


def _first(page: Page, said: Iterator[_Said], *, since: date | None = None) -> PublicationDate | None:
    """The first possible date of some texts."""
    for one in said:
        found = _possible(page, page.date(one.text))
        if found and not (since and (found.on < since or found.precision not in ("day", "time"))):
            return replace(found, source=one.source)
    return None


def _possible(page: Page, found: PublicationDate | None) -> PublicationDate | None:
    """The date, unless it lies after the capture or is what programs write for none."""
    if found is None or (found.on in UNSET and found.at is not None and found.at.second == 0):
        return None
    if page.at is not None and found.on > (page.at + timedelta(days=1)).date():
        return None
    return found


def _agrees(day: PublicationDate, hinted: PublicationDate) -> bool:
    """Whether a day lies in the month, season or year that the front named."""
    months = {"month": 2, "season": 4, "year": 12}.get(hinted.precision, 0)
    return timedelta(days=-31) <= day.on - hinted.on <= timedelta(days=31 * months)


def _declared(page: Page) -> Iterator[_Said]:
    """What the profile selects and the publisher declares."""
    if found := selected(page, "published"):
        yield _Said(found.value, found.source)
    if found := comment(page, "date"):
        yield _Said(found.value, found.source)
    yield from _marked_up(page)


def _marked_up(page: Page) -> Iterator[_Said]:
    """What JSON-LD, meta tags and microdata call the day of publication."""
    for key in ("datePublished", "dateCreated", "uploadDate"):
        if text := _text_of(page.stated.get(key)):
            yield _Said(text, "declared:json-ld")
    for name in _METAS:
        if content := page.document.meta(name):
            yield _Said(content, f"declared:{name}")
    for prop in ("datepublished", "published", "datecreated", "issued"):
        for element in page.sights.props(prop):
            yield _Said(_own_text(element, "content", "datetime"), "declared:itemprop")
    for item in page.document.linked_data:
        if text := _text_of(item.get("datePublished")):
            yield _Said(text, "declared:json-ld")


def _prints_dates(page: Page) -> bool:
    """Whether a page has a day in print at all, so that its dateline is worth looking for."""
    return bool(page.sights.times or page.sights.dates or page.sights.h1s)


def _datelines(page: Page) -> Iterator[_Said]:
    """Dates printed beside the headline: time elements, elements called dates, short lines; changes last."""
    changed: list[_Said] = []
    times, far = _times(page)
    for one in (*times, *_right_below(page), *_dates(page), *_lines(page), *far):
        for part in _PARTS.split(one.text):
            if not _STATES_DAY.search(part) or _NOT_OURS.search(part):
                continue
            if _CHANGED.search(part):
                changed.append(replace(one, text=part))
            else:
                yield replace(one, text=part)
    yield from changed


def _times(page: Page) -> tuple[list[_Said], list[_Said]]:
    """Time elements near the headline, and the others, the nearest first: far ones may be other stories'."""
    sights, here = page.sights, headlines.place(page)
    own = [n for n in sights.times if not sights.is_elsewhere(n, here)]
    near: list[_Said] = []
    far: list[_Said] = []
    for n in sorted(
        own, key=lambda n: (_label(page, n), abs(n - here) if n >= here - 40 else abs(n - here) * 4)
    ):
        element = page.tree.elements[n]
        label = "updated " if _label(page, n) else ""
        said = element.get("datetime")
        is_near = abs(n - here) <= NEAR
        for text in (said,) if said else _said_by(page, n):
            if text and len(text) <= LONGEST:
                (near if is_near else far).append(_Said(label + text, "declared:time"))
    return near, far


def _dates(page: Page) -> Iterator[_Said]:
    """Elements called dates, those nearest to the headline first."""
    sights, here = page.sights, headlines.place(page)
    named = [n for n in sights.dates if here - 120 <= n <= here + 160 and not sights.is_elsewhere(n, here)]
    for n in sorted(named, key=lambda n: abs(n - here) if n > here else 2 * abs(n - here)):
        for text in _said_by(page, n):
            if text and len(text) <= LONGEST and _FIGURES.search(text):
                yield _Said(text, "inferred:dateline")


def _said_by(page: Page, n: int) -> tuple[str, ...]:
    """What an element says in its attributes, and what it shows: "4 hours ago"."""
    element = page.tree.elements[n]
    return (*(element.get(name) or "" for name in _DATA), page.tree.short_text(n, LONGEST))


def _label(page: Page, n: int) -> bool:
    """Whether a time element is called or told to be the one of a change."""
    element = page.tree.elements[n]
    above = element.getparent()
    named = (element.get("class"), element.get("itemprop"), above.get("class") if above is not None else None)
    before = element.getprevious()
    lead = (before.tail if before is not None else above.text if above is not None else "") or ""
    return any(name and _CALLED_CHANGED.search(name) for name in named) or bool(_CHANGED.search(lead[-40:]))


def _right_below(page: Page) -> Iterator[_Said]:
    """A line with the time of the day among the first below the headline."""
    for line in page.sights.lines_near(headlines.place(page))[:BELOW]:
        if _CLOCK.search(line.text) and _may_date(page, line):
            yield _Said(line.text, "inferred:dateline")


def _lines(page: Page) -> Iterator[_Said]:
    """Short lines around the headline that are hardly more than a date and a byline, the barest first."""
    here = headlines.place(page)
    near = [line for line in page.sights.lines_near(here) if _may_date(page, line)]
    begins = page.sights.begins(here)
    told = [line for line in near if here <= line.at < begins]
    for lines, most in ((told, MOST_BARE), (told, MOST_WORDS), (near, MOST_BARE), (near, MOST_WORDS)):
        for line in lines:
            if len(_WORDS.findall(line.text)) <= most:
                yield _Said(line.text, "inferred:dateline")


def _may_date(page: Page, line: Line) -> bool:
    """Whether a line has figures and little beside them, and stands where no other story's date stands."""
    if line.chars > LONGEST or not _STATES_DAY.search(line.text):
        return False
    words = len(_WORDS.findall(line.text))
    if words > MOST_WORDS or _NOT_OURS.search(line.text):
        return False
    n = max(0, line.first)
    bits = page.tree.around(n)
    is_told = bits & _MAY_TELL or _CUE.search(line.text) or _CHANGED.search(line.text)
    if words > MOST_BARE and not is_told:
        return False
    return not bits & _CAPTIONS and not page.sights.is_elsewhere(n, headlines.place(page))


def _issued(page: Page) -> Iterator[_Said]:
    """The month of the issue that an old magazine's page names."""
    if issue := printed_issue(page):
        yield _Said(issue[2], "inferred:published-in")


def _others(page: Page) -> Iterator[_Said]:
    """Every other date of the page: changes that are declared, then lines anywhere that hold little else."""
    if text := _text_of(page.stated.get("dateModified")):
        yield _Said(text, "declared:json-ld-modified")
    for name in _CHANGED_METAS:
        if content := page.document.meta(name):
            yield _Said(content, f"declared:{name}")
    for line in page.tree.lines:
        if _may_date(page, line):
            yield _Said(line.text, "inferred:line")
    yield from _told(page)
    yield from _in_scripts(page)


def _told(page: Page) -> Iterator[_Said]:
    """The days that sentences below the headline tell, those of a change last."""
    told = [
        (line, next(filter(None, found.groups())))
        for line in page.tree.lines
        if (found := _TOLD.search(line.text[:LONGEST_TOLD]))
    ]
    for is_change in (False, True):
        for line, text in told:
            where = page.tree.around(line.block) & marks.COMMENT
            if not where and bool(_CHANGED.search(line.text)) == is_change:
                yield _Said(text, "inferred:line")


def _in_scripts(page: Page) -> Iterator[_Said]:
    """The day of publication that a page's scripts know, if only one: of several, most are other stories'."""
    scripts = (script.text or "" for script in page.document.tagged("script"))
    said = {found[1][:10] for script in scripts for found in _IN_SCRIPT.finditer(script)}
    if len(said) == 1:
        yield _Said(said.pop(), "declared:script")


def _text_of(said: object) -> str:
    if isinstance(said, list):
        return _text_of(said[0]) if said else ""
    if isinstance(said, dict):
        return _text_of(said.get("@value"))
    return squeeze(str(said)) if isinstance(said, str | int) else ""


def _own_text(element: object, *names: str) -> str:
    get, text = element.get, element.text_content  # type: ignore[attr-defined] # lxml's elements
    return cast("str", next((value for name in names if (value := get(name))), None) or squeeze(text()))
