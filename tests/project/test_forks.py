"""What the tests' crawls are forked from: a process that has loaded what a crawl needs."""

from __future__ import annotations

from importlib.util import find_spec

from support.crawling import LOADED


def test_each_module_that_is_loaded_ahead_exists() -> None:
    """A name that is wrong would only cost each crawl its time; nothing else would tell."""
    assert not [name for name in LOADED if find_spec(name) is None]
