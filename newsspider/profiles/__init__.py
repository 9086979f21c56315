"""Profiles of publications: what a site's YAML says, checked on load."""

from newsspider.profiles.loading import load, parse, shipped
from newsspider.profiles.paging_rules import PagesRule
from newsspider.profiles.site import (
    FrontRule,
    Layout,
    Limits,
    Politeness,
    Rewrite,
    SiteProfile,
    StoryIdRule,
    searched,
    split_selector,
)
from newsspider.profiles.url_guesses import guess_kind, is_service

__all__ = [
    "FrontRule",
    "Layout",
    "Limits",
    "PagesRule",
    "Politeness",
    "Rewrite",
    "SiteProfile",
    "StoryIdRule",
    "guess_kind",
    "is_service",
    "load",
    "parse",
    "searched",
    "shipped",
    "split_selector",
]
