"""The command line: one module per command, without SQL or HTML."""

from newsspider.cli.entry import main

__all__ = ["main"]
