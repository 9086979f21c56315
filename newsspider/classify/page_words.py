"""What lists and service pages are called, in their titles and in their addresses."""

from __future__ import annotations

import re
from urllib.parse import unquote

from newsspider.language import word_lists
from newsspider.language.text import squeeze

LONGEST_TITLE = 120  # characters; longer ones are headlines
MOST_PARTS = 4

_TITLE_BREAK = re.compile(r"\s+[|–—·•»«:]\s+|\s+-\s+|\s*[|»]\s*")
_LIST_TITLE = re.compile(word_lists.pattern("page_titles.lists"), re.IGNORECASE)
_SERVICE_TITLE = re.compile(word_lists.pattern("page_titles.services"), re.IGNORECASE)
_SERVICE_PATH = re.compile(word_lists.pattern("page_addresses.services"), re.IGNORECASE)
_ROOT_SERVICE_PATH = re.compile(word_lists.pattern("page_addresses.services_near_root"), re.IGNORECASE)
_PAGE_FILE = re.compile(r"\.(?:s?html?|php\d?|aspx?|jsp|cfm|cgi|pl)$", re.IGNORECASE)
_COPY_NUMBER = re.compile(r"-\d{1,2}$")


_READ_ON = re.compile(word_lists.pattern("page_links.more", "page_links.read_more"), re.IGNORECASE)
LONGEST_LABEL = 80  # characters


def is_read_on(label: str) -> bool:
    """Whether a link says that it leads to the rest of a text: "Read more", "weiterlesen"."""
    label = label.strip(" .…:>»›→[]()\u00a0-–")
    return 0 < len(label) <= LONGEST_LABEL and _READ_ON.fullmatch(label) is not None


def title_parts(title: str) -> tuple[str, ...]:
    """The parts of a page's title: "Tag: x | The Paper" gives both sides."""
    parts = (squeeze(part) for part in _TITLE_BREAK.split(title))
    return tuple(part for part in parts if part)[:MOST_PARTS]


def is_list_title(title: str) -> bool:
    """Whether a title is that of a list: an archive, a tag, a category, an author's posts."""
    return len(title) <= LONGEST_TITLE and _LIST_TITLE.fullmatch(title.strip(" .:!")) is not None


def is_service_title(title: str) -> bool:
    """Whether a title is that of a page about the publication, its terms or its money."""
    return len(title) <= LONGEST_TITLE and _SERVICE_TITLE.fullmatch(title.strip(" .:!?")) is not None


def service_word(path: str) -> str | None:
    """The last part of an address's path where it names a service page: contact, terms, subscribe."""
    leaf = unquote(path).rstrip("/").rpartition("/")[2]
    stem = _COPY_NUMBER.sub("", _PAGE_FILE.sub("", leaf)).replace("_", "-")
    if _SERVICE_PATH.fullmatch(stem):
        return stem
    is_near_root = path.strip("/").count("/") <= 1
    return stem if is_near_root and _ROOT_SERVICE_PATH.fullmatch(stem) else None


_LONG_SLUG = re.compile(r"[^\W_]{2,}(?:[-_][^\W_]+){2,}")
_NUMBERED = re.compile(
    r"(?<!\d)\d{5,}(?!\d)|(?:article|story|content|news|post|art|id|t|node)[-_]?\d{2,}", re.IGNORECASE
)
_DATED = re.compile(
    r"(?:19|20)\d\d[-/_.]?(?:0?[1-9]|1[0-2])[-/_.]?(?:0[1-9]|[12]\d|3[01])?/[^/]*[^\W\d_]{2,}[^/]*/?$"
)
_STORY_QUERY = re.compile(r"(?:^|&)(?:id|article_?id|article|art_?id|story_?id|story|p|nid|newsid)=\d+")


_LIST_LEAF = re.compile(
    rf"{word_lists.pattern('page_addresses.list_files', 'page_addresses.issue_files')}[-_]?\d*", re.IGNORECASE
)


def is_story_path(path: str, query: str) -> bool:
    """Whether an address looks like a story's: a long slug, a number, or a name below a date."""
    leaf = _PAGE_FILE.sub("", path.rstrip("/").rpartition("/")[2])
    if _LIST_LEAF.fullmatch(leaf) or not re.search(r"[^\W\d_]{2}|\d{4}", leaf):
        return _STORY_QUERY.search(query) is not None
    if _LONG_SLUG.search(leaf) or _NUMBERED.search(leaf) or _STORY_QUERY.search(query):
        return True
    return _DATED.search(path) is not None
