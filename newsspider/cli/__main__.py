"""`python -m newsspider.cli` runs `newsspider`."""

from newsspider.cli.entry import main

main()
