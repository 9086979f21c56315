"""Reads one article out of a page; pure: no I/O, no clock."""

from newsspider.extraction.article import Explanation, explain, extract, opened, read, read_unselected
from newsspider.extraction.joining import is_page_of, join, whole_story
from newsspider.extraction.link_blocks.blocks import page_blocks

__all__ = [
    "Explanation",
    "explain",
    "extract",
    "is_page_of",
    "join",
    "opened",
    "page_blocks",
    "read",
    "read_unselected",
    "whole_story",
]
