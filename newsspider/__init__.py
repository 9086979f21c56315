"""newsspider archives a news publication and keeps the archive up to date.

The names here are imported on first use (PEP 562), so that `import newsspider` loads no Scrapy.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from newsspider.version import __version__

if TYPE_CHECKING:
    from newsspider.extraction import extract, join
    from newsspider.queries.reader import Reader as open  # noqa: A004, N813 # newsspider.open(folder)

__all__ = ["__version__", "extract", "join", "open"]

_HOMES = {
    "extract": ("newsspider.extraction", "extract"),
    "join": ("newsspider.extraction", "join"),
    "open": ("newsspider.queries.reader", "Reader"),
}


def __getattr__(name: str) -> Any:
    """Import a public name from its module."""
    if name not in _HOMES:
        raise AttributeError(f"module 'newsspider' has no attribute {name!r}")
    module, attribute = _HOMES[name]
    return getattr(import_module(module), attribute)
