"""`python -m newsspider.cli`: the same as `newsspider`."""

from newsspider.cli.entry import main

main()
