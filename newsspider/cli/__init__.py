"""The command line: one module a command; knows no SQL and no HTML."""

from newsspider.cli.entry import main

__all__ = ["main"]
