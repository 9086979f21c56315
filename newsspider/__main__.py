"""`python -m newsspider`: the command, where the script is not on the path."""

from newsspider.cli import main

if __name__ == "__main__":
    main()
