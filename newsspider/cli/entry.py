"""`newsspider`: finds the command, runs it, and turns what goes wrong into one line and an exit status.

0 all well · 1 done, with alarms · 2 wrong use or a bad profile · 3 nothing could be fetched ·
4 another run holds the lock · 130 interrupted · 141 the reader of our output went away.
"""

from __future__ import annotations

import os
import sys
import traceback
from importlib import import_module

import click

from newsspider.cli.output.lost_terminal import drop_when_lost, occupy_closed
from newsspider.errors import NewsspiderError
from newsspider.version import __version__

# In the order in which one meets them; each is `newsspider.cli.NAME.command`.
COMMANDS = (
    "demo",
    "crawl",
    "extract",
    "search",
    "history",
    "export",
    "browse",
    "sites",
    "schedule",
    "status",
    "verify",
    "rebuild",
    "reextract",
    "backup",
    "withdraw",
)

_DEBUG = "--debug"
_FAILED, _WRONG_USE, _INTERRUPTED, _BROKEN_PIPE = 1, 2, 130, 141


class LazyGroup(click.Group):
    """A group whose commands are imported when they are asked for, so that the start stays quick."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """The names of all commands."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """The command of that name."""
        if cmd_name not in COMMANDS:
            return None
        command = import_module(f"newsspider.cli.{cmd_name}").command
        assert isinstance(command, click.Command)
        return command


@click.group(
    cls=LazyGroup,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Example: newsspider crawl chinatoday --archive ~/archive",
)
@click.version_option(__version__, prog_name="newsspider")
@click.option(_DEBUG, is_flag=True, help="Show the traceback of an unexpected error.")
def group(debug: bool) -> None:
    """Keep one publication whole and current: crawl, read, store, search, export, browse."""


def main() -> None:
    """Run the command line, and end the process with its exit status."""
    occupy_closed()
    sys.exit(run(sys.argv[1:]))


def run(arguments: list[str]) -> int:
    """Run the command that *arguments* name; the exit status.

    What is said on standard error is dropped where nobody reads it.
    """
    with drop_when_lost("stderr"):
        return _run(arguments)


def _run(arguments: list[str]) -> int:
    is_debug, arguments = _without_debug(arguments)
    try:
        ended = group.main(arguments, prog_name="newsspider", standalone_mode=False)
        if sys.stdout:
            sys.stdout.flush()
    except (click.ClickException, NewsspiderError, OSError, click.Abort, KeyboardInterrupt) as error:
        return _told(error, is_debug=is_debug)
    except SystemExit as ending:  # click ends so at a broken pipe, and after completing for a shell
        return _quiet_ending() if ending.code == 1 else int(ending.code or 0)
    except Exception as error:  # noqa: BLE001 - the one place where everything else ends as a line
        return _unexpected(error, is_debug=is_debug)
    return ended if isinstance(ended, int) else 0


def _without_debug(arguments: list[str]) -> tuple[bool, list[str]]:
    """Whether --debug is among them, wherever it stands before a `--`, and the others."""
    end = arguments.index("--") if "--" in arguments else len(arguments)
    options = [argument for argument in arguments[:end] if argument != _DEBUG]
    return len(options) < end, options + arguments[end:]


def _told(error: BaseException, *, is_debug: bool) -> int:
    """Say what an expected error is; its exit status."""
    if is_debug:
        traceback.print_exception(error)
    if isinstance(error, click.ClickException):
        error.show()
        return error.exit_code
    if isinstance(error, NewsspiderError):
        _say(str(error))
        return error.exit_status
    if isinstance(error, BrokenPipeError):
        return _quiet_ending()
    if isinstance(error, OSError):
        _say(": ".join(str(part) for part in (error.filename, error.strerror or error) if part))
        return _WRONG_USE
    click.echo("newsspider: interrupted", err=True)
    return _INTERRUPTED


def _unexpected(error: Exception, *, is_debug: bool) -> int:
    if is_debug:
        traceback.print_exception(error)
    else:
        what = f"{type(error).__name__}: {error}".splitlines()[0]
        _say(f"unexpected error, {what} (run again with {_DEBUG} to see where)")
    return _FAILED


def _quiet_ending() -> int:
    """The status after the reader went away; what is still to be written goes nowhere."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    return _BROKEN_PIPE


def _say(message: str) -> None:
    line = " ".join(message.split())
    click.echo(f"newsspider: {line}", err=True)
