"""The fields of an article: as the profile selects them, as the page declares them, as it looks."""

from newsspider.extraction.fields.authorship import authors
from newsspider.extraction.fields.dating import modified_at, published
from newsspider.extraction.fields.evidence import Found, Page
from newsspider.extraction.fields.headlines import headline
from newsspider.extraction.fields.languages import language
from newsspider.extraction.fields.sections import issue, section, standfirst

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
