"""`python -m newsspider` runs the command line where the `newsspider` script is not on the path."""

from newsspider.cli import main

if __name__ == "__main__":
    main()
