"""One value of a profile's YAML: its checks, and the errors that name its file and key."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from lxml.cssselect import CSSSelector

from newsspider.errors import ProfileError
from newsspider.web import url_parser, urls

Choice = TypeVar("Choice", bound=str)
LONGEST_SHOWN = 60  # characters of a wrong value that an error repeats


@dataclass(frozen=True, kw_only=True, slots=True)
class Value:
    """A value and its place: `source` is the file, `key` the dotted path; errors are of class `raises`."""

    given: object
    source: str
    key: str
    raises: type[ProfileError] = ProfileError

    def wrong(self, reason: str) -> ProfileError:
        """The error that names file and key, for the caller to raise."""
        return self.raises(self.source, key=self.key or None, reason=reason)

    def wrong_key(self, name: str, reason: str) -> ProfileError:
        """The error that names a key of this mapping."""
        return self._inside(None, f"{self.key}.{name}" if self.key else name).wrong(reason)

    def is_not(self, noun: str, *, expected: str) -> ProfileError:
        """The error that also shows the value and says what is expected in its place."""
        shown = repr(self.given)
        shown = shown if len(shown) <= LONGEST_SHOWN else shown[: LONGEST_SHOWN - 1] + "…"
        return self.wrong(f"{shown} is not {noun}; expected {expected}")

    def text(self, expected: str = "text") -> str:
        """Text that is not empty; YAML's own readings of `no`, `012` or `12:30` are refused."""
        if isinstance(self.given, (bool, int, float, date)):
            raise self.is_not("text", expected=f"{expected}: quote it")
        if not isinstance(self.given, str) or not self.given.strip():
            raise self.is_not("text", expected=expected)
        return self.given.strip()

    def items(self, expected: str) -> tuple[Value, ...]:
        """The values of a list."""
        if not isinstance(self.given, list):
            raise self.is_not("a list", expected=expected)
        return tuple(self._inside(item, f"{self.key}[{n}]") for n, item in enumerate(self.given))

    def one_or_more(self, expected: str) -> tuple[Value, ...]:
        """The values of a list, or a single value as a list of one."""
        return self.items(expected) if isinstance(self.given, list) else (self,)

    def fields(self, known: Iterable[str]) -> Mapping[str, Value]:
        """The values of a mapping by key; an unknown key is an error, an empty value counts as absent."""
        names = tuple(known)
        if not isinstance(self.given, dict):
            raise self.is_not("a mapping", expected=f"keys such as {', '.join(names[:4])}")
        path = f"{self.key}." if self.key else ""
        for key in self.given:
            if key not in names:
                raise self._inside(key, f"{path}{key}").wrong(_unknown(str(key), names))
        return {
            key: self._inside(item, f"{path}{key}") for key, item in self.given.items() if item is not None
        }

    def _inside(self, given: object, key: str) -> Value:
        return Value(given=given, source=self.source, key=key, raises=self.raises)

    def choice(self, allowed: tuple[Choice, ...]) -> Choice:
        """One of the words allowed."""
        text = self.text(f"one of {', '.join(allowed)}")
        for word in allowed:
            if text.casefold() == word.casefold():
                return word
        raise self.is_not("a choice", expected=f"one of {', '.join(allowed)}")

    def whole(self, *, least: int = 0) -> int:
        """A whole number."""
        if isinstance(self.given, bool) or not isinstance(self.given, int) or self.given < least:
            raise self.is_not("a whole number", expected=f"{least} or more")
        return self.given

    def number(self, unit: str) -> float:
        """A number that is not negative; *unit* says of what, for the error."""
        given = self.given
        if isinstance(given, bool) or not isinstance(given, (int, float)) or not 0 <= given < float("inf"):
            raise self.is_not("a number", expected=f"{unit}, 0 or more")
        return float(given)

    def day(self) -> date:
        """A calendar day."""
        if isinstance(self.given, datetime):
            raise self.is_not("a date", expected="YYYY-MM-DD")
        if isinstance(self.given, date):
            return self.given
        if isinstance(self.given, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", self.given):
            try:
                return date.fromisoformat(self.given)
            except ValueError:
                pass
        raise self.is_not("a date", expected="YYYY-MM-DD")

    def header(self) -> str:
        """Printable ASCII on one line, for a header of a request."""
        text = self.text()
        if not text.isascii() or not text.isprintable():
            raise self.is_not("text of a header", expected="printable ASCII on one line")
        return text

    def pattern(self) -> re.Pattern[str]:
        """A regular expression."""
        expected = "a Python regular expression, searched in path?query"
        text = self.text(expected)
        try:
            return re.compile(text)
        except re.error as error:
            raise self.is_not("a pattern", expected=f"{expected} ({error})") from error
        except (OverflowError, RecursionError) as error:
            raise self.is_not("a pattern", expected=f"{expected} (too large)") from error

    def selector(self) -> str:
        """A CSS selector; it may end in `@attribute`."""
        expected = "a CSS selector, perhaps with @attribute"
        text = self.text(expected)
        css = re.sub(r"@[A-Za-z_][\w:-]*$", "", text)
        try:
            CSSSelector(css, translator="html")
        except Exception as error:  # cssselect and lxml raise errors of six kinds here
            raise self.is_not("a selector", expected=f"{expected} ({error})") from error
        return text

    def selectors(self) -> tuple[str, ...]:
        """One CSS selector or several."""
        return tuple(item.selector() for item in self.one_or_more("a list of CSS selectors"))

    def patterns(self) -> tuple[re.Pattern[str], ...]:
        """One regular expression or several."""
        return tuple(item.pattern() for item in self.one_or_more("a list of regular expressions"))

    def url(self, *, base: str | None = None) -> str:
        """A web address, in canonical form."""
        expected = "a web address such as http://www.example.org/"
        text = self.text(expected)
        if url_parser.credentials_at(text):
            raise self.wrong(f"{url_parser.without_credentials(text)!r} {urls.CREDENTIALS}")
        settled = urls.canonical(text, base=base)
        if settled is None:
            raise self.is_not("a web address", expected=expected)
        return settled

    def host(self) -> str:
        """A host, with a port where that is unusual."""
        expected = "a host such as www.example.org or 127.0.0.1:8000"
        text = self.text(expected)
        if "@" in text:
            raise self.wrong(f"{text.rpartition('@')[2]!r} {urls.CREDENTIALS}")
        host = "" if re.search(r"[/?#@\s]", text) else urls.host_of(f"http://{text}")
        if not host:
            raise self.is_not("a host", expected=expected)
        return host.removesuffix(":443")

    def zone(self) -> ZoneInfo:
        """A time zone by its IANA name."""
        text = self.text("a time zone such as Asia/Shanghai")
        try:
            return ZoneInfo(text)
        except (ZoneInfoNotFoundError, ValueError, OSError) as error:
            expected = "a name of the IANA database such as Asia/Shanghai" + _meant(
                text, available_timezones()
            )
            raise self.is_not("a time zone", expected=expected) from error

    def language(self) -> str:
        """A language by its tag (BCP 47)."""
        expected = "a language's tag such as en, zh or pt-BR"
        text = self.text(expected)
        if not re.fullmatch(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*", text):
            raise self.is_not("a language", expected=expected)
        return text

    def charset(self) -> str:
        """A character encoding that Python knows."""
        expected = "an encoding such as utf-8, gb18030 or windows-1256"
        text = self.text(expected)
        try:
            b"a".decode(text)  # codecs.lookup would take hex and zip for encodings, too
        except (LookupError, ValueError) as error:
            raise self.is_not("an encoding", expected=expected) from error
        return text


def _unknown(key: str, names: tuple[str, ...]) -> str:
    return f"there is no key {key!r}{_meant(key, names)}; known here: {', '.join(names)}"


def _meant(word: str, known: Iterable[str]) -> str:
    """The nearest known word as a question, or nothing."""
    near = difflib.get_close_matches(word, list(known), n=1, cutoff=0.6)
    return f" (did you mean {near[0]!r}?)" if near else ""
