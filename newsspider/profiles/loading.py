"""Loads profiles from YAML and checks each value before the first request."""

from __future__ import annotations

import hashlib
from collections.abc import Hashable
from dataclasses import replace
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

import yaml

from newsspider.errors import ProfileError
from newsspider.profiles.keys import profile_of
from newsspider.profiles.values import Value

if TYPE_CHECKING:
    from newsspider.profiles.site import SiteProfile

LARGEST_BYTES = 512_000  # a profile is written by hand; the shipped ones have 6 kB


def shipped() -> tuple[str, ...]:
    """The names of the profiles that come with newsspider."""
    folder = resources.files("newsspider.profiles").joinpath("sites")
    return tuple(
        sorted(file.name.removesuffix(".yaml") for file in folder.iterdir() if file.name.endswith(".yaml"))
    )


def load(site: str, *, beside: tuple[str, ...] = ()) -> SiteProfile:
    """The profile of a shipped name, or of the YAML file at that path.

    *beside* are further names that would have been understood, for the error.

    Raises:
        ProfileError: no such site or file, or something in it that cannot be used.
    """
    if site in shipped():
        text = resources.files("newsspider.profiles").joinpath("sites", f"{site}.yaml").read_text("utf-8")
        return replace(parse(text, source=f"{site}.yaml"), place=site)
    file = Path(site)
    if not file.is_file() and "/" not in site and file.suffix not in (".yaml", ".yml", ".json"):
        known = ", ".join(dict.fromkeys((*beside, *shipped())))
        reason = f"there is no such site; expected one of {known}, or a YAML file's path"
        meant = f"; for a web site, type its address: https://{site}/" if "." in site else ""
        raise ProfileError(site, reason=reason + meant)
    return replace(parse(_read(file), source=site), place=str(file.absolute()))


def _read(file: Path) -> str:
    """The text of a profile's file, in UTF-8 or, with a byte order mark, UTF-16."""
    try:
        with file.open("rb") as opened:
            content = opened.read(LARGEST_BYTES + 1)
    except OSError as error:
        raise ProfileError(
            str(file), reason=f"cannot be read: {error.strerror}; expected a YAML file"
        ) from error
    if len(content) > LARGEST_BYTES:
        raise ProfileError(str(file), reason=f"has more than {LARGEST_BYTES:,} bytes; expected a profile")
    try:
        return content.decode("utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
    except UnicodeDecodeError as error:
        reason = f"byte {error.start} is not {error.encoding}; expected text in UTF-8"
        raise ProfileError(str(file), reason=reason) from error


def parse(text: str, *, source: str) -> SiteProfile:
    """The profile that a YAML (or JSON) text holds; *source* is the file's name, for errors.

    Raises:
        ProfileError: with file, key, value and what was expected.
    """
    given = _yaml(text.removeprefix("\ufeff"), source)
    if not isinstance(given, dict):
        raise ProfileError(
            source, reason="holds no keys; expected at least `name: …` and `start: [http://…]`"
        )
    profile = profile_of(Value(given=given, source=source, key=""), source)
    return replace(profile, text_hash=hashlib.sha256(text.encode()).hexdigest())


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


def _yaml(text: str, source: str) -> object:
    """The YAML as plain values."""
    if len(text) > LARGEST_BYTES:
        raise ProfileError(source, reason=f"has more than {LARGEST_BYTES:,} characters; expected a profile")
    try:
        return yaml.load(text, Loader=_Loader)  # noqa: S506 a SafeLoader
    except yaml.MarkedYAMLError as error:
        raise ProfileError(source, reason=_where(error)) from error
    except yaml.reader.ReaderError as error:
        reason = f"character {error.position + 1} cannot stand in YAML: {error.reason}; expected plain text"
        raise ProfileError(source, reason=reason) from error
    except (ValueError, TypeError, OverflowError) as error:
        raise ProfileError(source, reason=f"a value cannot be read: {error}; expected YAML") from error
    except RecursionError as error:
        raise ProfileError(source, reason="is nested too deeply; expected a profile") from error


def _where(error: yaml.MarkedYAMLError) -> str:
    """The message of a YAML error on one line, with line and column from 1."""
    mark = error.problem_mark or error.context_mark
    place = f"line {mark.line + 1}, column {mark.column + 1}: " if mark else ""
    text = " ".join(str(error.problem or error.context).split())
    return f"is broken YAML, {place}{text}"
