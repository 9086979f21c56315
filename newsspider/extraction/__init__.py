"""Reads one article from a page; pure: no input or output, no clock."""

from newsspider.extraction.article import (
    Explanation,
    explain,
    extract,
    open_page,
    read,
    read_without_selectors,
)
from newsspider.extraction.joining import is_page_of, join, whole_story
from newsspider.extraction.link_blocks.blocks import page_blocks

__all__ = [
    "Explanation",
    "explain",
    "extract",
    "is_page_of",
    "join",
    "open_page",
    "page_blocks",
    "read",
    "read_without_selectors",
    "whole_story",
]
