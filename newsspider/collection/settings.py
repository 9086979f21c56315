"""The settings of a collection: its file `newsspider.yaml`, then the environment, then options of a command.

A later one outranks an earlier one.  A site's profile outranks all three, for that site, where both have a
key; `--set` outranks everything.
"""

from __future__ import annotations

import os
import shlex
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from newsspider.errors import SettingsError
from newsspider.profiles import kinds, timetables, yaml_text
from newsspider.profiles.kinds import Key, Kind, choice, list_of, mapping, read
from newsspider.profiles.values import Value

if TYPE_CHECKING:
    from pathlib import Path

    from newsspider.profiles.timetables import Timetable

NAME = "newsspider.yaml"
PREFIX = "NEWSSPIDER_"
_DEFAULT = "default"
_LONGEST_NAME = 60


@dataclass(frozen=True, kw_only=True, slots=True)
class Notify:
    """Where messages about the collection go.

    `apprise` are addresses as Apprise takes them; they may hold passwords.  `command` is a program with its
    arguments; it gets the text on its standard input.  `feed` is the name of an Atom file in the archive.
    """

    apprise: tuple[str, ...] = ()
    command: tuple[str, ...] = ()
    feed: str | None = None

    def __bool__(self) -> bool:
        return bool(self.apprise or self.command or self.feed)


@dataclass(frozen=True, kw_only=True, slots=True)
class Watch:
    """Articles that people are told about: `words` is a search query; `changed`: also when they change."""

    name: str
    words: str
    site: str | None = None
    changed: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class CollectionSettings:
    """What holds for the whole collection; `sources` says where each setting comes from.

    `scrapy` are settings of Scrapy for every crawl.
    """

    jobs: int = 4
    every: Timetable = field(default_factory=lambda: timetables.parse("1d"))
    user_agent: str | None = None
    contact: str | None = None
    delay_s: float | None = None
    log_format: str = "text"
    log_level: str | None = None
    notify: Notify = field(default_factory=Notify)
    watch: tuple[Watch, ...] = ()
    scrapy: Mapping[str, object] = field(default_factory=dict)
    sources: Mapping[str, str] = field(default_factory=dict)

    def source(self, name: str) -> str:
        """Where the setting *name* comes from: `default`, a file, a variable or an option."""
        return self.sources.get(name, _DEFAULT)

    def for_scrapy(self) -> dict[str, object]:
        """The settings of Scrapy that every crawl of the collection has."""
        own = {
            "USER_AGENT": self.user_agent,
            "NEWSSPIDER_CONTACT": self.contact,
            "DOWNLOAD_DELAY": self.delay_s,
        }
        return {**self.scrapy, **{name: value for name, value in own.items() if value is not None}}

    def with_options(self, **options: object) -> CollectionSettings:
        """The settings with options of a command line; an option that is None was not given."""
        given = {name: value for name, value in options.items() if value is not None}
        sources = {**self.sources, **{name: f"--{name.replace('_', '-')}" for name in given}}
        return replace(self, **given, sources=sources)  # type: ignore[arg-type] # the caller's options fit


def _at_least_one(value: Value) -> int:
    return value.whole(least=1)


def _command(value: Value) -> tuple[str, ...]:
    expected = "a program and its arguments, as a list or a line such as `mail -s newsspider me@example.org`"
    if isinstance(value.given, list):
        words = tuple(item.text(expected) for item in value.items(expected))
    else:
        try:
            words = tuple(shlex.split(value.text(expected)))
        except ValueError as error:
            raise value.is_not("a command", expected=f"{expected} ({error})") from error
    if not words:
        raise value.is_not("a command", expected=expected)
    return words


def _apprise_address(value: Value) -> str:
    """An address of Apprise; an error does not repeat it, because it may hold a password."""
    expected = "an address of Apprise such as mailto://user:password@example.org"
    if not isinstance(value.given, str) or "://" not in value.given or not value.given.strip().isprintable():
        raise value.wrong(f"this is not an address of a service; expected {expected}")
    return value.given.strip()


def _feed(value: Value) -> str:
    expected = "the name of a file in the archive's folder, such as notices.atom"
    name = value.text(expected)
    if "/" in name or name.startswith(".") or not name.endswith((".atom", ".xml")):
        raise value.is_not("a feed's file", expected=expected)
    return name


def _watch(value: Value) -> Watch:
    given = value.fields(key.name for key in _WATCH_KEYS)
    if "words" not in given:
        raise value.is_not("a watch", expected="at least {words: …}, a search query")
    watch: dict[str, Any] = read(value, _WATCH_KEYS)
    return Watch(**({"name": watch["words"][:_LONGEST_NAME]} | watch))


def _watches(value: Value) -> tuple[Watch, ...]:
    found = tuple(_watch(item) for item in value.items("a list of watches, each with {words: …}"))
    names = [watch.name for watch in found]
    for name in names:
        if names.count(name) > 1:
            raise value.wrong(f"two watches have the name {name!r}; expected a `name` of its own for each")
    return found


def _scrapy(value: Value) -> Mapping[str, object]:
    if not isinstance(value.given, dict):
        raise value.is_not("a mapping", expected="settings of Scrapy such as {DOWNLOAD_TIMEOUT: 60}")
    for name in value.given:
        if not isinstance(name, str) or not name.isidentifier() or not name.isupper():
            raise value.wrong_key(str(name), f"{name!r} is not a setting of Scrapy; expected capital letters")
    return value.given


_YES_NO = Kind(noun="`true` or `false`", read=lambda value: _yes_or_no(value), schema={"type": "boolean"})


def _yes_or_no(value: Value) -> bool:
    if not isinstance(value.given, bool):
        raise value.is_not("a choice", expected="true or false")
    return value.given


_WATCH_KEYS = (
    Key("words", kinds.TEXT, "a search query, as of `newsspider search`", is_required=True),
    Key("name", kinds.TEXT, "what messages call the watch (the words)"),
    Key("site", kinds.TEXT, "only articles of this site"),
    Key("changed", _YES_NO, "also tell when such an article changes after publication"),
)
_NOTIFY_KEYS = (
    Key(
        "apprise",
        list_of(Kind(noun="address of Apprise", read=_apprise_address), "a list of addresses of Apprise"),
        "services that get messages: mail, Slack, Matrix, ntfy, webhooks, … (`newsspider[notify]`)",
    ),
    Key("command", Kind(noun="program and arguments", read=_command), "a program that gets the text"),
    Key("feed", Kind(noun="file name", read=_feed), "an Atom feed of the messages, in the archive's folder"),
)
KEYS = (
    Key(
        "jobs",
        Kind(noun="whole number, 1 or more", read=_at_least_one, schema={"type": "integer", "minimum": 1}),
        "sites that `newsspider run` crawls side by side",
    ),
    Key("every", kinds.TIMETABLE, "when a site is crawled whose profile does not say it"),
    Key("user_agent", kinds.HEADER, "header User-Agent"),
    Key("contact", kinds.HEADER, "address or mail for webmasters; it is sent with every request"),
    Key("delay_s", kinds.SECONDS, "pause between two requests to a host"),
    Key("log_format", choice({"text": "text", "json": "json"}), "logs as text or as JSON lines"),
    Key(
        "log_level",
        choice({level: level for level in ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")}),
        "the least level that is logged (CRITICAL; INFO with JSON lines)",
    ),
    Key(
        "notify",
        mapping("mapping", _NOTIFY_KEYS, lambda value: Notify(**read(value, _NOTIFY_KEYS))),
        "who is told about alarms and watches",
    ),
    Key(
        "watch",
        Kind(noun="list of watches", read=_watches, keys=_WATCH_KEYS),
        "words that people want to be told about",
    ),
    Key("scrapy", Kind(noun="mapping", read=_scrapy), "settings of Scrapy for every crawl"),
)


def load(archive: Path, environment: Mapping[str, str] = os.environ) -> CollectionSettings:
    """The settings of the collection in the folder *archive*.

    Raises:
        SettingsError: the file or a variable cannot be used.
    """
    file = archive / NAME
    settings = CollectionSettings()
    if file.is_file():
        given = yaml_text.values(yaml_text.of_file(file, SettingsError), str(file), SettingsError)
        settings = _changed(settings, {} if given is None else given, KEYS, str(file))
    for key in KEYS:
        variable = f"{PREFIX}{key.name.upper()}"
        if environment.get(variable, "").strip():
            value = _value_of(environment[variable], key, variable)
            settings = _changed(settings, {key.name: value}, (key,), variable)
    return settings


def shown(settings: CollectionSettings, name: str) -> object:
    """The value of a setting as it may be printed: addresses of services without their secrets."""
    value = getattr(settings, name)
    if name == "notify":
        return {
            "apprise": [f"{address.partition('://')[0]}://…" for address in value.apprise],
            "command": list(value.command),
            "feed": value.feed,
        }
    if name == "every":
        return value.text
    if name == "scrapy":  # headers and proxies may hold passwords
        return {each: "…" if isinstance(given, (dict, list)) else given for each, given in value.items()}
    if name == "watch":
        return [{"name": each.name, "words": each.words} for each in value]
    return value


def unknown_variables(environment: Mapping[str, str] = os.environ) -> tuple[str, ...]:
    """Variables with our prefix that no setting has."""
    known = {f"{PREFIX}{key.name.upper()}" for key in KEYS} | {f"{PREFIX}ARCHIVE"}
    return tuple(sorted(name for name in environment if name.startswith(PREFIX) and name not in known))


def _value_of(text: str, key: Key, variable: str) -> object:
    """The value in a variable: YAML, but plain text stays text where the setting is one."""
    if key.kind.schema.get("type") == "string":
        return text
    return yaml_text.values(text, variable, SettingsError)


def _changed(
    settings: CollectionSettings, given: object, keys: tuple[Key, ...], source: str
) -> CollectionSettings:
    value = Value(given=given, source=source, key="", raises=SettingsError)
    found = read(value, keys)
    return replace(settings, **found, sources={**settings.sources, **dict.fromkeys(found, source)})
