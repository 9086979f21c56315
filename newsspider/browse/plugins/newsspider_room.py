# Written by newsspider.  Where newsspider is installed beside Datasette, this opens the reading room.
try:
    from newsspider.browse.plugin import *  # noqa: F403
except ImportError:
    pass
