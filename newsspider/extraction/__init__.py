"""Reads one article out of a page; pure: no I/O, no clock."""

from newsspider.extraction.article import Explanation, explain, extract, opened, read, read_unselected
from newsspider.extraction.blocks import page_blocks
from newsspider.extraction.lessons import Lesson, lesson
from newsspider.extraction.memory import SiteMemory
from newsspider.extraction.pages import join

__all__ = [
    "Explanation",
    "Lesson",
    "SiteMemory",
    "explain",
    "extract",
    "join",
    "lesson",
    "opened",
    "page_blocks",
    "read",
    "read_unselected",
]
