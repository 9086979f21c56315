"""Recognise the page that a site shows, with status 200, for a page that does not exist."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from newsspider.items import STATUSES_WITH_BODY, MissingPage
from newsspider.language.text import normal, squeeze
from newsspider.web import urls

if TYPE_CHECKING:
    from newsspider.profiles import SiteProfile
    from newsspider.web.document import Document

# A page that says so many words more than the site's answer to an impossible address is a page of its own:
# moments, counters and a teaser that rotates are fewer, the shortest headline stands there twice or more.
OWN_WORDS = 12
# A site whose answer has fewer words (a shell that scripts fill) cannot be compared.
LEAST_WORDS = 4
LONGEST_TEXT = 50_000  # characters
_HOME_PATH = re.compile(r"/?(?:(?:index|default|home)\.\w{2,5})?", re.IGNORECASE)


def words_of(document: Document) -> str:
    """The words of a page, its title included, without numbers and without its own address."""
    titles = (title.text_content() for title in document.tagged("title"))
    text = normal(" ".join((*titles, document.text)))
    path = unquote(urlsplit(document.url).path)
    for own in sorted({document.url, path, path.strip("/"), *path.split("/")}, key=len, reverse=True):
        if len(own) > 3:
            text = text.replace(normal(own), " ")
    return squeeze(re.sub(r"\d+", " ", text))[:LONGEST_TEXT]


def is_missing(document: Document, missing: MissingPage | None) -> bool:
    """Whether a page says hardly more or less than its host does for an address that cannot exist."""
    if missing is None or len(missing.text.split()) < LEAST_WORDS:
        return False
    own_words, missing_words = Counter(words_of(document).split()), Counter(missing.text.split())
    return (own_words - missing_words).total() < OWN_WORDS and (
        missing_words - own_words
    ).total() < 3 * OWN_WORDS


def leads_home(asked_url: str, url: str, profile: SiteProfile, missing: MissingPage | None) -> bool:
    """Whether an article's address was redirected to the home page, or to where the probe URL is."""
    if asked_url == url or asked_url in profile.start or _is_home(asked_url):
        return False
    return url in profile.start or _is_home(url) or (missing is not None and url == missing.location_url)


def probe_url(start_url: str) -> str:
    """An address on a start page's host that no site has."""
    parts = urlsplit(start_url)
    return f"{parts.scheme}://{parts.netloc}/newsspider-asks-for-a-page-that-cannot-exist-7f3a91c4.html"


def learn_missing_page(
    probe: str, *, url: str, status: int, document: Document | None, location_url: str | None
) -> MissingPage:
    """The site's answer to the probe URL; *url* is the address that answered in the end."""
    text = words_of(document) if document and status in STATUSES_WITH_BODY and url == probe else ""
    return MissingPage(host=urls.host_of(probe), status=status, text=text, location_url=location_url)


def _is_home(url: str) -> bool:
    parts = urlsplit(url)
    return not parts.query and _HOME_PATH.fullmatch(parts.path) is not None
