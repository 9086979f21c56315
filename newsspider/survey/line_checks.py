"""Checks that a line of a profile does no harm: what was seen is read with it and without it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from newsspider import profiles
from newsspider.errors import NewsspiderError
from newsspider.extraction import open_page, read
from newsspider.items import Hint
from newsspider.language import dates
from newsspider.survey import page_layout
from newsspider.survey.profile_text import Line, written

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from newsspider.items import Article
    from newsspider.profiles import SiteProfile
    from newsspider.survey.observed import Observed, Seen

_FIELDS = ("headline", "standfirst", "authors", "section", "issue", "published_on", "language", "body")
_MENTIONS, _AROUND = 10, 24  # of a year in a page's text; characters on either side


class LineChecks:
    """Checks lines by the articles of one publication."""

    def __init__(self, seen: Observed) -> None:
        self._seen = seen
        self._read = list(_readings(seen, seen.site))
        self._repeated = page_layout.repeated_texts(seen)

    def checked(self, line: Line, lines: Sequence[Line], *, may_change: frozenset[str] = frozenset()) -> Line:
        """The line; as a comment if it would change what is read for the worse.

        *lines* are those before it.  A field that it *may_change* may become another, for a good reason.
        """
        if not line.is_used:
            return line
        try:
            site = profiles.parse(written([*lines, line]), source="draft")
        except NewsspiderError:
            return replace(line, is_used=False)
        changed = {
            name: None
            for (one, before), (_, after) in zip(self._read, _readings(self._seen, site), strict=True)
            for name in _FIELDS
            if self._is_worse(name, before, after, one, may_change=may_change)
        }
        if not changed:
            return line
        why = f"{line.why}. Not used: it would change what is read as {', '.join(changed)}"
        return replace(line, is_used=False, why=why.removeprefix(". "))

    def _is_worse(
        self, name: str, before: Article, after: Article, one: Seen, *, may_change: frozenset[str]
    ) -> bool:
        """Whether a field that was read is now another, without a good reason."""
        old, new = getattr(before, name), getattr(after, name)
        if old == new or not old:
            return False
        if name not in may_change:
            return True
        if name == "body":  # only what is repeated may go
            return not new or not set(new) <= set(old) or not set(old) - set(new) <= self._repeated
        if name == "published_on":
            return not _prints_day(one, after) or _prints_day(one, before)
        return not new


def readings(seen: Observed, site: SiteProfile) -> tuple[Article, ...]:
    """The articles that were seen, as they are read with a profile."""
    return tuple(_reading(one, seen, site, one.stop.hint) for one in seen.articles())


def _readings(seen: Observed, site: SiteProfile) -> Iterator[tuple[Seen, Article]]:
    """Each article, read with what its list says of it, and with the shortest text that links to it."""
    texts: dict[str, str] = {}
    for link in (link for one in seen.pages() for link in one.links):
        text = link.hint.text
        if text and len(text) < len(texts.get(link.url, text + " ")):
            texts[link.url] = text
    for one in seen.articles():
        yield one, _reading(one, seen, site, one.stop.hint)
        if (text := texts.get(one.stop.url)) and text != one.stop.hint.text:
            yield one, _reading(one, seen, site, Hint(text=text))


def _reading(one: Seen, seen: Observed, site: SiteProfile, hint: Hint) -> Article:
    page = open_page(one.body, one.url, content_type=one.content_type, at=seen.at, hint=hint, profile=site)
    return read(page)


def _prints_day(one: Seen, article: Article) -> bool:
    """Whether the page shows its readers the day of the article, in words or figures."""
    day = article.published_on
    if one.document is None or day is None:
        return False
    stated = (dates.parse(part, zone=None) for part in _around_years(one.document.text, day.year))
    return any(found is not None and found.on == day for found in stated)


def _around_years(text: str, year: int) -> Iterator[str]:
    """The words around the first mentions of a year."""
    at = text.find(str(year))
    for _ in range(_MENTIONS):
        if at < 0:
            return
        yield text[max(0, at - _AROUND) : at + _AROUND]
        at = text.find(str(year), at + 4)
