"""The version of newsspider."""

__version__ = "0.1.0"
