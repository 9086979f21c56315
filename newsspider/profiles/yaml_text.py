"""YAML of files that people write, as plain values: no aliases, no repeated keys, a limit on the size."""

from __future__ import annotations

from collections.abc import Hashable
from typing import TYPE_CHECKING

import yaml

from newsspider.errors import ProfileError

if TYPE_CHECKING:
    from pathlib import Path

LARGEST_BYTES = 512_000  # such a file is written by hand; the shipped profiles have 6 kB


def of_file(file: Path, raises: type[ProfileError] = ProfileError) -> str:
    """The text of a file, in UTF-8 or, with a byte order mark, UTF-16.

    Raises:
        ProfileError: or what *raises* says: the file cannot be read, or is too large.
    """
    try:
        with file.open("rb") as opened:
            content = opened.read(LARGEST_BYTES + 1)
    except OSError as error:
        raise raises(str(file), reason=f"cannot be read: {error.strerror}; expected a YAML file") from error
    if len(content) > LARGEST_BYTES:
        raise raises(
            str(file), reason=f"has more than {LARGEST_BYTES:,} bytes; expected a file written by hand"
        )
    try:
        return content.decode("utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
    except UnicodeDecodeError as error:
        reason = f"byte {error.start} is not {error.encoding}; expected text in UTF-8"
        raise raises(str(file), reason=reason) from error


class _Loader(yaml.SafeLoader):
    """Like yaml.SafeLoader, but repeated keys and aliases are errors."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, object]:
        seen: set[object] = set()
        for key, _ in node.value:
            if key.value in seen and isinstance(key, yaml.ScalarNode):
                raise yaml.constructor.ConstructorError(
                    problem=f"the key {key.value!r} stands here twice", problem_mark=key.start_mark
                )
            seen.add(key.value if isinstance(key, yaml.ScalarNode) else id(key))
        return super().construct_mapping(node, deep=deep)

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        """Refuse aliases: a few lines of them can expand to billions of values."""
        if self.check_event(yaml.AliasEvent):
            alias = self.peek_event()  # type: ignore[no-untyped-call] # PyYAML's stub leaves it open
            raise yaml.composer.ComposerError(
                problem="an alias (*name) is not accepted; expected the value written out",
                problem_mark=alias.start_mark,
            )
        return super().compose_node(parent, index)


def _day_or_text(loader: _Loader, node: yaml.ScalarNode) -> object:
    """A date; an impossible one such as `2024-13-45` stays text for the check of its key."""
    try:
        return loader.construct_yaml_timestamp(node)
    except ValueError:
        return node.value


_Loader.add_constructor("tag:yaml.org,2002:timestamp", _day_or_text)


def values(text: str, source: str, raises: type[ProfileError] = ProfileError) -> object:
    """The YAML as plain values; *source* is the file's name, for errors.

    Raises:
        ProfileError: or what *raises* says: with line and column where there is one.
    """
    if len(text) > LARGEST_BYTES:
        raise raises(
            source, reason=f"has more than {LARGEST_BYTES:,} characters; expected a file written by hand"
        )
    try:
        return yaml.load(text, Loader=_Loader)  # noqa: S506 a SafeLoader
    except yaml.MarkedYAMLError as error:
        raise raises(source, reason=_where(error)) from error
    except yaml.reader.ReaderError as error:
        reason = f"character {error.position + 1} cannot stand in YAML: {error.reason}; expected plain text"
        raise raises(source, reason=reason) from error
    except (ValueError, TypeError, OverflowError) as error:
        raise raises(source, reason=f"a value cannot be read: {error}; expected YAML") from error
    except RecursionError as error:
        raise raises(source, reason="is nested too deeply; expected a file written by hand") from error


def _where(error: yaml.MarkedYAMLError) -> str:
    """The message of a YAML error on one line, with line and column from 1."""
    mark = error.problem_mark or error.context_mark
    place = f"line {mark.line + 1}, column {mark.column + 1}: " if mark else ""
    text = " ".join(str(error.problem or error.context).split())
    return f"is broken YAML, {place}{text}"
