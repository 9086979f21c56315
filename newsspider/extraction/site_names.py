"""The names of a publication, and texts without them."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from newsspider.language.cjk import HAN, KANA, PUNCTUATION
from newsspider.language.text import squeeze

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from newsspider.web.document import Document

LONGEST = 200  # characters of a name; a longer text is not a name, whatever a page calls it
SHORTEST_INSIDE = 5  # letters of a name that is part of a longer text
LEAST_NAME = 7  # letters of a name of several words at the beginning of a slogan
MOST_MORE = 12  # letters beside the name
LEAST_TIGHT = 6  # letters of a name that is told without blanks around the sign before it
MOST_SIGNS = 4  # at an end of a title, behind which the site's name may stand
# The signs between a headline and the site's name: most have blanks around them, a few need none; a hyphen
# may stand between Chinese characters.
TITLE_SEPARATOR = re.compile(
    r"\s+(?:[|•·・‧∙:*⋆★«»›<>/\\~–—-]|::|--)+\s+|\s*[|_»｜¦│┃❘︱ǀ]\s*|\s*--+\s*|\s*：\s*|\s+-(?=[^\W\d_])"
    rf"|(?<=[{KANA}{HAN}{PUNCTUATION}])-(?=[{HAN}])"
)
_SIGNS = "-–—―,:;|│┃❘·•・/~～»›."
_TIGHT = re.compile(f"[{re.escape(_SIGNS)}]")
# The endings of Chinese sites' names: "河口新闻网", "河口日报", "财经频道".
_CHINESE_SITE = re.compile(
    rf"[{HAN}]{{0,8}}(?:[^上联互][网網]|[日晚早时時周週][报報]|[频頻]道|[在线線]{{2}}|[电電][视視]台|客[户戶]端)"
)
_SITES = ("WebSite", "Organization", "NewsMediaOrganization", "Corporation")
_GENERIC = frozenset(
    (
        "www",
        "news",
        "com",
        "org",
        "net",
        "blog",
        "m",
        "amp",
        "co",
        "de",
        "en",
        "fr",
        "es",
        "it",
        "home",
        "online",
        "magazine",
        "newspaper",
        "the",
        "site",
        "official",
        "web",
        "live",
        "noticias",
        "nachrichten",
    )
)
_GERMAN = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


@lru_cache(maxsize=4_096)
def name_key(text: str) -> str:
    """The folded letters and digits of a name, to compare it by: "Börsen-Zeitung" is "boersenzeitung"."""
    folded = text.casefold().translate(_GERMAN)
    plain = unicodedata.normalize("NFKD", folded)
    return "".join(sign for sign in plain if sign.isalnum())


def site_names(document: Document, title: str | None) -> frozenset[str]:
    """The keys of a site's names: the profile's, those that the page declares, its host's."""
    found = [title or "", document.meta("og:site_name") or "", document.meta("application-name") or ""]
    found += [document.meta("twitter:site") or "", *_json_names(document.linked_data)]
    found += _host_names(document.url)
    names = (name_key(one) for one in found if len(one) <= LONGEST)
    return frozenset(name for name in names if len(name) > 1 and name not in _GENERIC)


def without_site_name(text: str, names: frozenset[str]) -> str:
    """A title without the site's name at its ends."""
    parts = [(found.start(), found.end()) for found in TITLE_SEPARATOR.finditer(text)]
    start, end = 0, len(text)
    while parts and (
        _contains_site_name(last := text[parts[-1][1] : end], names) or _CHINESE_SITE.fullmatch(last)
    ):
        end = parts.pop()[0]
    while parts and _contains_site_name(text[start : parts[0][0]], names):
        start = parts.pop(0)[1]
    return without_whole_name(text[start:end].strip(), names) or text


def without_whole_name(text: str, names: frozenset[str]) -> str:
    """A title without the site's whole name and the sign beside it, with or without blanks around it."""
    signs = [found.start() for found in _TIGHT.finditer(text)]
    for at in signs[-MOST_SIGNS:]:
        if len(key := name_key(text[at + 1 :])) >= LEAST_TIGHT and key in names:
            return text[:at].rstrip(f" {_SIGNS}") or text
    for at in signs[:MOST_SIGNS]:
        if len(key := name_key(text[:at])) >= LEAST_TIGHT and key in names:
            return text[at + 1 :].lstrip(f" {_SIGNS}") or text
    return text


def is_site_name(text: str, names: frozenset[str]) -> bool:
    """Whether a text is the site's name, with or without words like "news" and "online"."""
    if len(text) > LONGEST:
        return False
    if name_key(text) in names:
        return True
    words = [word for word in text.split() if name_key(word) not in _GENERIC]
    return bool(words) and name_key("".join(words)) in names


def begins_with_site_name(text: str, names: frozenset[str]) -> bool:
    """Whether a text is the site's name or, like a slogan, begins with a name of several words."""
    if is_site_name(text, names):
        return True
    words = name_key(text[:LONGEST])
    first = name_key(text.split(maxsplit=1)[0]) if text else ""
    return any(words.startswith(name) for name in names if len(name) > max(LEAST_NAME, len(first)))


def _contains_site_name(text: str, names: frozenset[str]) -> bool:
    """Whether a part of a title is the site's name, perhaps with a word or two: "BILD.de Sport"."""
    if is_site_name(text, names):
        return True
    name = name_key(text)
    if not 3 <= len(name) <= 40:
        return False
    inside = [known for known in names if len(known) >= SHORTEST_INSIDE and known in name]
    more = len(text.split()) <= 3 and len(name) - max(map(len, inside), default=0) <= MOST_MORE
    is_short = len(name) >= SHORTEST_INSIDE and any(known.startswith(name) for known in names)
    return (bool(inside) and more) or is_short


def _host_names(url: str) -> Iterator[str]:
    """The host's name, and each of its labels but the last."""
    host = (urlsplit(url).hostname or "").removeprefix("www.")
    if host and not host.replace(".", "").isdigit():
        yield host
        labels = host.split(".")
        yield from (label for label in labels[:-1] if len(label) > 2)


def _json_names(linked_data: tuple[Mapping[str, Any], ...]) -> Iterator[str]:
    """The names of publishers and sites in JSON-LD."""
    for item in linked_data:
        kinds = item.get("@type")
        publisher = item.get("publisher")
        if isinstance(publisher, dict) and isinstance(publisher.get("name"), str):
            yield squeeze(publisher["name"])
        if any(kind in _SITES for kind in (kinds if isinstance(kinds, list) else [kinds])):
            for key in ("name", "alternateName"):
                if isinstance(item.get(key), str):
                    yield squeeze(item[key])
