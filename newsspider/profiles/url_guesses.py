"""The kind of an address that no profile names, guessed from its form.

In doubt it is an article: `classify.verdicts` recognises a list that was fetched as an article, but a
story that was fetched as a list is lost.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from newsspider.language import word_lists
from newsspider.web import urls

if TYPE_CHECKING:
    from newsspider.items import AddressKind

_LIST_WORD = re.compile(
    word_lists.pattern("page_addresses.list_folders", "page_addresses.list_words"), re.IGNORECASE
)
_LIST_FOLDER = re.compile(word_lists.pattern("page_addresses.list_folders"), re.IGNORECASE)
_LIST_LEAF = re.compile(
    rf"{word_lists.pattern('page_addresses.list_files', 'page_addresses.node_files')}(?:[-_]?\d+)*",
    re.IGNORECASE,
)
# Pages about the publication: they are followed, as they may lead on, but are not articles.
_SERVICE_WORD = re.compile(
    word_lists.pattern("page_addresses.services", "page_addresses.services_near_root"), re.IGNORECASE
)
_LONG_SLUG = re.compile(r"[^\W_]{2,}(?:[-_][^\W_]+){2,}")
_SLUG = re.compile(r"[^\W\d_]{2,}[-_][^\W_]{2,}")
_NUMBER = re.compile(r"\d{5,}|(?:article|story|content|news|post|art|id|t)[-_]?\d{3,}", re.IGNORECASE)
_PAGE_FILE = re.compile(r"\.(?:s?html?|php\d?|aspx?|jsp|cfm|cgi|pl)$", re.IGNORECASE)
_STORY_QUERY = re.compile(r"(?:^|&)(?:id|article_?id|article|art_?id|story_?id|story|p|nid|newsid)=\d+")
_LIST_QUERY = re.compile(r"(?:^|&)(?:page|paged|pg|seite|offset|start|from)=\d+")


def guess_kind(url: str) -> AddressKind:
    """Whether an address looks like an article's or like a front's."""
    path, query = _parts(url)
    segments = [segment for segment in path.split("/") if segment]
    if not segments:
        return "article" if _STORY_QUERY.search(query) else "front"
    *folders, leaf = segments
    stem = _PAGE_FILE.sub("", leaf)
    if is_service(url) or _LIST_LEAF.fullmatch(stem) or any(_LIST_FOLDER.fullmatch(part) for part in folders):
        return "front"
    if _is_story(stem, url) or _STORY_QUERY.search(query):
        return "article"
    if (
        path.endswith("/")
        or _LIST_QUERY.search(query)
        or any(_LIST_WORD.fullmatch(part) for part in (*folders, stem))
    ):
        return "front"
    return "article" if stem != leaf or folders or _SLUG.search(stem) else "front"


def is_service(url: str) -> bool:
    """Whether the address looks like a page about the publication: contact, terms, search."""
    segments = [segment for segment in _parts(url)[0].split("/") if segment]
    if not segments or len(segments) > 2:
        return False
    return _SERVICE_WORD.fullmatch(_PAGE_FILE.sub("", segments[-1])) is not None


def _is_story(stem: str, url: str) -> bool:
    """Whether a file's name is a story's: a long slug, a number, or a name below a day."""
    stated = urls.date_in(url)
    is_dated = stated is not None and stated.precision == "day" and not re.fullmatch(r"[\d._-]{1,8}", stem)
    return is_dated or _LONG_SLUG.search(stem) is not None or _NUMBER.search(stem) is not None


def _parts(url: str) -> tuple[str, str]:
    """The unquoted path and the query; both empty for a broken address."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return "", ""
    return unquote(parts.path), parts.query
