"""Reads one article out of a page; pure: no I/O, no clock."""

from newsspider.extraction.article import Explanation, explain, extract
from newsspider.extraction.blocks import page_blocks
from newsspider.extraction.memory import SiteMemory
from newsspider.extraction.pages import join

__all__ = ["Explanation", "SiteMemory", "explain", "extract", "join", "page_blocks"]
