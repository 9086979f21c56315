# Written by newsspider. Delete this line to keep your own changes.
"""Opens the reading room where newsspider is installed beside Datasette."""

from contextlib import suppress

with suppress(ImportError):
    from newsspider.browse.datasette.plugin import *  # noqa: F403
