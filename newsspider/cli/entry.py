"""`newsspider`: runs a command, and turns an error into one line and an exit status.

0 all well · 1 done, with alarms · 2 wrong use or a bad profile · 3 nothing could be fetched ·
4 another run holds the lock · 130 interrupted · 141 nobody reads the output any more.
"""

from __future__ import annotations

import keyword
import os
import sys
import traceback
from importlib import import_module

import click

from newsspider.cli.output.lost_terminal import drop_when_lost, occupy_closed
from newsspider.errors import NewsspiderError
from newsspider.version import __version__

# In the order in which a user meets them; each is `newsspider.cli.NAME.command`.
COMMANDS = (
    "demo",
    "init",
    "crawl",
    "run",
    "extract",
    "search",
    "history",
    "export",
    "browse",
    "sites",
    "check",
    "save-case",
    "schedule",
    "settings",
    "notify",
    "status",
    "import",
    "verify",
    "rebuild",
    "reextract",
    "backup",
    "withdraw",
)

_DEBUG = "--debug"
_FAILED, _WRONG_USE, _INTERRUPTED, _BROKEN_PIPE = 1, 2, 130, 141


class LazyGroup(click.Group):
    """A group that imports a command only when it is used, so that the program starts quickly."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """The names of all commands."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """The command of that name."""
        if cmd_name not in COMMANDS:
            return None
        module = f"{cmd_name}_" if keyword.iskeyword(cmd_name) else cmd_name.replace("-", "_")
        command = import_module(f"newsspider.cli.{module}").command
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
    """Archive a news publication and keep it up to date: crawl, search, export, browse."""


def main() -> None:
    """Run the command line, and end the process with its exit status."""
    occupy_closed()
    sys.exit(run(sys.argv[1:]))


def run(arguments: list[str]) -> int:
    """Run the command that *arguments* name, and return its exit status.

    Messages on standard error are dropped if nobody reads them.
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
        return _expected(error, is_debug=is_debug)
    except SystemExit as ending:  # click raises it at a broken pipe, and after shell completion
        return _quiet_ending() if ending.code == 1 else int(ending.code or 0)
    except Exception as error:  # noqa: BLE001 - every other error becomes one line here
        return _unexpected(error, is_debug=is_debug)
    return ended if isinstance(ended, int) else 0


def _without_debug(arguments: list[str]) -> tuple[bool, list[str]]:
    """Whether --debug is among the arguments before a `--`, and the other arguments."""
    end = arguments.index("--") if "--" in arguments else len(arguments)
    options = [argument for argument in arguments[:end] if argument != _DEBUG]
    return len(options) < end, options + arguments[end:]


def _expected(error: BaseException, *, is_debug: bool) -> int:
    """Print an expected error, and return its exit status."""
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
        _say(f"unexpected error, {what} (run it again with {_DEBUG} to see where)")
    return _FAILED


def _quiet_ending() -> int:
    """Send what is still to be printed to /dev/null, because nobody reads it; return the exit status."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    return _BROKEN_PIPE


def _say(message: str) -> None:
    line = " ".join(message.split())
    click.echo(f"newsspider: {line}", err=True)
