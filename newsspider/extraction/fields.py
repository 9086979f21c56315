"""The fields of an article: as the profile selects them, as the page declares them, as it looks."""

from newsspider.extraction.bylines import authors
from newsspider.extraction.evidence import Found, Page
from newsspider.extraction.headlines import headline
from newsspider.extraction.languages import language
from newsspider.extraction.published import modified_at, published
from newsspider.extraction.sections import issue, section, standfirst

__all__ = [
    "Found",
    "Page",
    "authors",
    "headline",
    "issue",
    "language",
    "modified_at",
    "published",
    "section",
    "standfirst",
]
