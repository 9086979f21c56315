"""Text decoded from bytes, and text normalised for storing and comparing."""

from __future__ import annotations

import codecs
import re
import unicodedata
from dataclasses import dataclass

from newsspider.language.cjk import WORD_EACH

# The WHATWG Encoding Standard reads these labels as a larger relative, as every browser does.
_LARGER = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "hz": "gb18030",
    "big5": "big5hkscs",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "utf-16": "utf-8",  # a page whose `meta` can be read is not UTF-16
    "utf-16-le": "utf-8",
    "utf-16-be": "utf-8",
    "utf-32": "utf-8",
    "utf-7": "utf-8",
}
_ALIASES = {
    "x-sjis": "shift_jis",
    "x-gbk": "gbk",
    "x-big5": "big5",
    "x-euc-jp": "euc_jp",
    "ks_c_5601-1987": "euc_kr",
}
_TAGS_LOOK = 1_024
_WIDE_TAG = re.compile(rb"<\0[!?a-zA-Z]\0[-!a-zA-Z0-9>]\0|\0<\0[!?a-zA-Z]\0[-!a-zA-Z0-9>]")
_WIDE_LOOK = 64  # bytes that are checked for UTF-16 without a mark: any page begins with more ASCII
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))

HEAD_BYTES = 16_384  # HTML says 1,024, but old pages put long scripts and comments first
SAMPLE_BYTES = 6_000  # sample of text with bytes above 127, for detection
FEW = 24  # bytes above 127 that are too few for detection: the declared or commonest charset counts
DENSE = 0.25  # share of bytes above 127 among letters, more than any language of Latin letters has

_CONTENT_CHARSET = re.compile(r"charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_META_CHARSET = re.compile(rb"<meta\b[^>]*?charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_XML_CHARSET = re.compile(rb"^\s*<\?xml\b[^>]*?encoding\s*=\s*[\"']([\w.:-]+)", re.IGNORECASE)
_COMMENT = re.compile(rb"<!--.*?-->", re.DOTALL)
# Each looks at a byte only a few times, even if a script or a tag is never closed.
_TAG = re.compile(rb"<(?:script|style)\b.*?(?:</(?:script|style)\s*>|\Z)|<[^<>]*>", re.DOTALL | re.IGNORECASE)
_LETTER = re.compile(rb"[A-Za-z]")
_HIGH = re.compile(rb"[\x80-\xff]")
_LINE = re.compile(rb"[^\r\n<>]+")

_SPACE = re.compile(r"[\s\u200b\u200c\u2060\ufeff\u00ad\u180e]+")
_INVISIBLE = re.compile(r"[\u200b\u2060\ufeff\u00ad\u180e]")
_JOINER_LETTERS = re.compile(r"[\u0600-\u06ff\u0900-\u0dff]")  # where U+200C is spelling
_CJK = re.compile(f"[{WORD_EACH}]")
_WORD = re.compile(r"\w")
_SAME = str.maketrans(
    {
        **dict.fromkeys("‘’‚‛`´ʼ′", "'"),
        **dict.fromkeys("“”„‟«»″", '"'),
        **dict.fromkeys("‐‑‒–—―−", "-"),
        "…": "...",
    }
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Decoded:
    """A page's text, the charset it was decoded with, and who declared that charset.

    `source` is `bom`, `profile`, `header`, `meta`, `xml` or `detected`; `header-wrong` and the like
    where the declared charset does not fit the bytes and another was detected; `header-mended` and the
    like where single bytes of another charset were read as windows-1252.  `is_utf8` says that the bytes
    are the text in UTF-8 as they stand.
    """

    text: str
    charset: str
    source: str
    is_utf8: bool = False


def decode(html: bytes, *, content_type: str | None = None, charset: str | None = None) -> Decoded:
    """The text of a page: by BOM, *charset* (a profile's), HTTP header, `meta`, then by its bytes.

    Never raises.  A declaration is believed only where the bytes agree.
    """
    for bom, name in _BOMS:
        if html.startswith(bom):
            return Decoded(text=html[len(bom) :].decode(name, "replace"), charset=name, source="bom")
    if wide := wide_encoding(html):
        return Decoded(text=html.decode(wide, "replace"), charset=wide, source="detected")
    declared, source = _declared(html, content_type, charset)
    if html.isascii():
        name = declared if declared and _is_stateful(declared) else "ascii"
        text = html.decode(name, "replace")
        charset, source = declared or "utf-8", source or "detected"
        return Decoded(text=text, charset=charset, source=source, is_utf8=name == "ascii")
    return _decoded_high(html, declared, source)


def wide_encoding(start: bytes) -> str | None:
    """UTF-16 with its byte order if bytes begin so: with its mark, or with a NUL beside each letter."""
    for bom, name in _BOMS[1:]:
        if start.startswith(bom):
            return name
    even, odd = start[0:_WIDE_LOOK:2], start[1:_WIDE_LOOK:2]
    if len(odd) >= 4 and odd.count(0) > 0.9 * len(odd) and 0 not in even:
        return "utf-16-le"
    if len(odd) >= 4 and even.count(0) > 0.9 * len(even) and 0 not in odd:
        return "utf-16-be"
    return _wide_by_tags(start[:_TAGS_LOOK])


def _wide_by_tags(start: bytes) -> str | None:
    """UTF-16 with its byte order, where a tag is written in it: other letters have no NUL beside them."""
    for found in _WIDE_TAG.finditer(start):
        if found.start() % 2 == 0:
            return "utf-16-le" if found[0][1] == 0 else "utf-16-be"
    return None


def _decoded_high(html: bytes, declared: str | None, source: str | None) -> Decoded:
    """The text of bytes beyond ASCII without a BOM."""
    strict = _strictly(html, "utf-8")
    if strict is not None and (declared in (None, "utf-8") or not _is_chance(html)):
        text = source if declared == "utf-8" else f"{source}-wrong" if source else "detected"
        return Decoded(text=strict, charset="utf-8", source=text or "detected", is_utf8=True)
    if declared is None:
        return _guessed(html, source="detected")
    if declared == "utf-8":
        if _mostly_utf8(html):
            return Decoded(text=_mended(html), charset="utf-8", source=f"{source}-mended")
        return _guessed(html, source=f"{source}-wrong")
    return _as_declared(html, declared, source or "detected")


def _as_declared(html: bytes, declared: str, source: str) -> Decoded:
    """The text in a declared charset that is not UTF-8, unless the bytes contradict it."""
    text = _strictly(html, declared)
    if text is None and _mostly_utf8(html) and len(_HIGH.findall(html)) > FEW:
        return Decoded(text=_mended(html), charset="utf-8", source=f"{source}-wrong")
    if text is None:
        text = html.decode(declared, "replace")
        if text.count("\ufffd") > max(2, len(_HIGH.findall(html)) // 100) and declared != "cp1252":
            return _guessed(html, source=f"{source}-wrong")
    if declared == "cp1252":
        text = _western(html)
        if _density(html) > DENSE:
            guess = _guessed(html, source=f"{source}-wrong")
            return guess if guess.charset != "cp1252" else Decoded(text=text, charset=declared, source=source)
    return Decoded(text=text, charset=declared, source=source)


def _declared(html: bytes, content_type: str | None, charset: str | None) -> tuple[str | None, str | None]:
    """The declared charset by Python's name and who declared it; the first one that Python knows."""
    head = _COMMENT.sub(b"", html[:HEAD_BYTES])
    text = _CONTENT_CHARSET.search(content_type or "")
    meta, xml = _META_CHARSET.search(head), _XML_CHARSET.search(head)
    stated = (
        ("profile", charset),
        ("header", text[1] if text else None),
        ("meta", meta[1].decode("ascii", "ignore") if meta else None),
        ("xml", xml[1].decode("ascii", "ignore") if xml else None),
    )
    for source, label in stated:
        if label and (name := _known(label)):
            return name, source
    return None, None


# Python's codecs that are not a charset to any browser: they spell names, or hide markup.
_NO_CHARSETS = frozenset(("idna", "punycode", "unicode-escape", "raw-unicode-escape", "undefined"))


def _known(label: str) -> str | None:
    """Python's name of the charset that browsers use for a label, or None."""
    label = label.strip().lower()
    try:
        name = codecs.lookup(_ALIASES.get(label, label)).name
        b"a".decode(name)
    except (LookupError, ValueError):
        return None
    return None if name in _NO_CHARSETS else _LARGER.get(name, name)


def _is_stateful(name: str) -> bool:
    return name.startswith("iso2022")


def _strictly(html: bytes, name: str) -> str | None:
    """The text if every byte fits, else None."""
    try:
        return html.decode(name)
    except (UnicodeDecodeError, LookupError):
        return None


def _is_chance(html: bytes) -> bool:
    """Whether so few bytes are beyond ASCII that they may be UTF-8 by chance; no dash or quote is."""
    return b"\xe2\x80" not in html and len(_HIGH.findall(html)) < 4


def _mostly_utf8(html: bytes) -> bool:
    """Whether the bytes beyond ASCII are UTF-8 apart from a few strays, or only strays."""
    bad = html.decode("utf-8", "replace").count("\ufffd")
    high = len(_HIGH.findall(html))
    return bad <= 3 or bad * 10 < high


def _mended(html: bytes) -> str:
    """The text in UTF-8; bytes that are not UTF-8 are read as windows-1252."""
    return html.decode("utf-8", "newsspider-western")


def _western(html: bytes) -> str:
    """windows-1252 as browsers read it: its five unused bytes are control characters."""
    return html.decode("cp1252", "newsspider-western")


def _as_western(error: UnicodeError) -> tuple[str, int]:
    """Python's error handler for `_mended` and `_western`."""
    assert isinstance(error, UnicodeDecodeError)
    bad = error.object[error.start : error.end]
    return bad.decode("cp1252", "ignore"), error.end


codecs.register_error("newsspider-western", _as_western)


def _density(html: bytes) -> float:
    """Share of bytes beyond ASCII among the letters of the text."""
    text = _TAG.sub(b" ", html)
    high = len(_HIGH.findall(text))
    return high / (high + len(_LETTER.findall(text)) or 1)


def _guessed(html: bytes, *, source: str) -> Decoded:
    """The text in the charset that the bytes suggest; windows-1252 if there are too few of them."""
    text = _TAG.sub(b" ", html)
    lines = (line for line in _LINE.findall(text) if not line.isascii())
    sample = b"\n".join(lines)[:SAMPLE_BYTES]
    high = len(_HIGH.findall(sample))
    if high < FEW or high / max(1, len(text)) < 0.01:
        return Decoded(text=_western(html), charset="cp1252", source=source)
    name = _detected(sample) or "cp1252"
    text_ = _western(html) if name == "cp1252" else html.decode(name, "replace")
    return Decoded(text=text_, charset=name, source=source)


def _detected(sample: bytes) -> str | None:
    """The charset that a sample suggests, by Python's name and as browsers read it."""
    from charset_normalizer import from_bytes  # slow to load, and seldom needed

    best = from_bytes(sample, cp_isolation=list(_POSSIBLE), threshold=0.4, enable_fallback=False).best()
    return _known(best.encoding) if best else None


_POSSIBLE = (
    "utf_8",
    "cp1252",
    "cp1250",
    "cp1251",
    "koi8_r",
    "cp1253",
    "cp1254",
    "cp1255",
    "cp1256",
    "cp874",
    "gb18030",
    "big5",
    "cp932",
    "euc_jp",
    "cp949",
)


def squeeze(text: str) -> str:
    """The text on one line: any white space becomes one blank, and the ends are trimmed.

    No-break, ideographic and zero-width blanks and soft hyphens go, too, except the zero-width
    non-joiner inside scripts that spell with it.
    """
    squeezed = " ".join(text.split())
    if squeezed.isascii() or squeezed.isprintable():  # invisible characters are not printable
        return squeezed
    text = _INVISIBLE.sub("", text)
    if "\u200c" in text and not _JOINER_LETTERS.search(text):
        text = text.replace("\u200c", "")
    return " ".join(text.split())


def normal(text: str) -> str:
    """The text for comparing: forms, case, quotes and dashes are unified, white space is squeezed."""
    if text.isascii():
        return squeeze(text.casefold().replace("`", "'"))
    folded = unicodedata.normalize("NFKC", text.translate(_SAME)).casefold()
    return squeeze(unicodedata.normalize("NFKC", folded).translate(_SAME))


def is_cjk(text: str) -> bool:
    """Whether most letters are Chinese or Japanese, where words have no blanks between them."""
    ideographs = 0 if text.isascii() else len(_CJK.findall(text))
    return ideographs > 0 and ideographs * 2 > len(_WORD.findall(text))
