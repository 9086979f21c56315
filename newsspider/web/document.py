"""A page parsed once: its elements, JSON-LD, meta tags and links."""

from __future__ import annotations

import re
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any, cast

from lxml import etree, html
from lxml.cssselect import CSSSelector

from newsspider.errors import UnreadablePage
from newsspider.language.text import decode, squeeze, wide_encoding
from newsspider.web import oversized_tags, structured_data, url_parser, urls

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lxml.html import HtmlElement

MAGIC = (
    (b"%PDF-", "a PDF file"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"PK\x03\x04", "a ZIP archive"),
    (b"\x1f\x8b", "gzip data"),
    (b"RIFF", "a sound, film or picture"),
    (b"\xd0\xcf\x11\xe0", "an office file"),
    (b"\x00\x00\x01\x00", "an icon"),
)
MOST_HTML_BYTES, MOST_TAGS = 5_000_000, 200_000
_DEEPEST = 2_040  # libxml2 stops at 2,048 nested elements
_TOO_DEEP = "cut while reading: more than 2,048 elements stand in one another; what follows is not read"
# Elements that describe the page and are not part of its text.
_IN_HEAD = frozenset(
    (
        "base",
        "basefont",
        "bgsound",
        "link",
        "meta",
        "noscript",
        "object",
        "script",
        "style",
        "template",
        "title",
    )
) | {etree.Comment, etree.ProcessingInstruction}
_ABOUT = ("base", "frameset", "link", "meta", "script", "title")
# Characters that XML 1.0 forbids: the parser would stop there or drop the rest.
_CONTROLS = bytes(32 if n < 32 and n not in (9, 10, 13) else n for n in range(256))
_NO_SIGNS = ("\ufffe", "\uffff")
_SURROGATE = re.compile("[\ud800-\udfff]")
_DECLARATION = re.compile(rb"\s*<\?xml\b[^>]*\?>")
_REFRESH = re.compile(r"^\s*[\d.]*\s*[;,]?\s*url\s*=\s*[\"']?\s*([^\"'\s>]+)", re.IGNORECASE)
_ENP = re.compile(r"enpproperty\b(.*?)/?\s*enpproperty", re.DOTALL)
_ENP_FIELD = re.compile(r"<(\w+)>(.*?)</\1>", re.DOTALL)
_LANGUAGE = re.compile(r"([A-Za-z]{2,3})(?:[-_][A-Za-z0-9]{1,8})*")
# The attributes, and their elements by them: `/..` and `|` would compare every element found with all others.
_ITEMPROPS = etree.XPath("descendant-or-self::*/@itemprop")
_PROPERTIES = etree.XPath("descendant-or-self::*[not(self::meta)]/@property")
_UNREAD = "parent::script or parent::style"
_VISIBLE = etree.XPath(
    f"descendant::body/descendant::text()[not({_UNREAD} or ancestor::noscript)]", smart_strings=False
)
# For absurdly nested pages: `ancestor::` would look at two thousand elements for every text.
_IS_DEEP = etree.XPath(f"boolean({'/*' * 100})")
_VISIBLE_DEEP = etree.XPath(
    f"descendant::body/descendant::text()[not({_UNREAD} or parent::noscript)]", smart_strings=False
)
# lxml's own lookup asks a Python function for the class of every element: a third of a millisecond a page.
_CLASSES = etree.ElementDefaultClassLookup(
    element=html.HtmlElement,
    comment=html.HtmlComment,
    pi=html.HtmlProcessingInstruction,
    entity=html.HtmlEntity,
)
_NO_LANGUAGES = frozenset(("utf", "und", "xx", "zxx", "mul"))


@lru_cache(maxsize=512)
def _selector(css: str) -> CSSSelector:
    return CSSSelector(css, translator="html")


@lru_cache(maxsize=16)
def _attributes(name: str) -> etree.XPath:
    return etree.XPath(f"descendant-or-self::*/@{name}")


class Document:
    """One page of HTML, decoded and parsed once.

    Its links are relative to `base_url`; `note` says which part of the page was not read, or is None.
    Raises UnreadablePage for bytes that are not HTML.
    """

    def __init__(
        self, html: bytes | str, url: str, *, content_type: str | None = None, charset: str | None = None
    ) -> None:
        self.url = url
        self.charset: str | None = None
        self.charset_source: str | None = None
        self._written, self.note = oversized_tags.cut(self._fit(html, content_type, charset))
        self.root, is_cut = _parsed(self._written, url)
        self.note = self.note or (_TOO_DEEP if is_cut else None)

    def _fit(self, html: bytes | str, content_type: str | None, charset: str | None) -> bytes:
        """The page in UTF-8, fit for the parser; of bytes, the charset is noted."""
        if isinstance(html, str):
            return _fit(html)
        if reason := _no_html(html) or _too_much(html):
            raise UnreadablePage(self.url, reason=reason)
        decoded = decode(html, content_type=content_type, charset=charset)
        self.charset, self.charset_source = decoded.charset, decoded.source
        return _fit(decoded.text, html if decoded.is_utf8 else None)

    def mentions(self, word: str) -> bool:
        """Whether the page's source has a word: to look for the elements that need it costs far more."""
        return word.encode() in self._written

    def mentions_any_case(self, word: str) -> bool:
        """Like mentions(), whatever the case: old pages write their tags in capitals."""
        return word.lower().encode() in self._lowered

    @cached_property
    def _lowered(self) -> bytes:
        return self._written.lower()

    def with_attribute(self, name: str) -> list[HtmlElement]:
        """The elements that have an attribute, in page order."""
        return [value.getparent() for value in _attributes(name)(self.root)]

    def tagged(self, *tags: str) -> list[HtmlElement]:
        """The elements of these tags, each tag's in page order."""
        return [e for tag in tags for e in (self._about[tag] if tag in _ABOUT else self.root.iter(tag))]

    @cached_property
    def _about(self) -> Mapping[str, list[HtmlElement]]:
        """The elements that describe the page, by tag, found in one pass."""
        found: dict[str, list[HtmlElement]] = {tag: [] for tag in _ABOUT}
        for element in self.root.iter(*_ABOUT):
            found[element.tag].append(element)
        return found

    def props(self, name: str) -> list[HtmlElement]:
        """The elements that microdata or RDFa call by a property's name, microdata's first."""
        return self._props.get(name.lower(), [])

    @cached_property
    def _props(self) -> Mapping[str, list[HtmlElement]]:
        named: dict[str, list[HtmlElement]] = {}
        for names in (*_ITEMPROPS(self.root), *_PROPERTIES(self.root)):
            element = names.getparent()
            if names.attrname == "itemprop" or not element.get("itemprop"):
                for prop in names.lower().split():
                    named.setdefault(prop.rpartition(":")[2], []).append(element)
        return named

    @cached_property
    def base_url(self) -> str:
        """The address that links on the page are relative to (`<base href>`)."""
        base = next((e.get("href") for e in self.tagged("base") if e.get("href")), None)
        return self.absolute(base, base=self.url) or self.url if base else self.url

    def absolute(self, href: str, *, base: str | None = None) -> str | None:
        """The absolute http(s) address of *href* as a browser reads it, None for anything else."""
        found = url_parser.parse(href, base=base or self.base_url, charset=self.charset)
        return str(found) if found else None

    @cached_property
    def linked_data(self) -> tuple[Mapping[str, Any], ...]:
        """Every JSON-LD object on the page, those of `@graph` and lists singly."""
        scripts = (e for e in self.tagged("script") if "ld+json" in e.get("type", "").lower())
        return tuple(item for script in scripts for item in structured_data.read(script.text or ""))

    @cached_property
    def _meta(self) -> Mapping[str, tuple[str, ...]]:
        """The contents of `meta` tags by name, property or itemprop in lower case."""
        text: dict[str, list[str]] = {}
        for element in self.tagged("meta"):
            name = element.get("property") or element.get("name") or element.get("itemprop")
            if name and (content := element.get("content", "").strip()):
                for one in {name.strip().lower()} | {(element.get("name") or name).strip().lower()}:
                    text.setdefault(one, []).append(content)
        return {name: tuple(contents) for name, contents in text.items()}

    def meta(self, name: str) -> str | None:
        """The first content of the `meta` tag with that name or property."""
        return next(iter(self.metas(name)), None)

    def metas(self, name: str) -> tuple[str, ...]:
        """The contents of all `meta` tags with that name or property."""
        return self._meta.get(name.lower(), ())

    @cached_property
    def comments(self) -> Mapping[str, str]:
        """The fields of the comment `enpproperty` that Founder's systems leave; empty if there is none."""
        for comment in self.root.iter(etree.Comment):
            if found := _ENP.search(comment.text or ""):
                fields = (
                    (name.lower(), squeeze(structured_data.plain(text)))
                    for name, text in _ENP_FIELD.findall(found[1])
                )
                return {name: text for name, text in fields if text}
        return {}

    @cached_property
    def canonical_url(self) -> str | None:
        """The address that the page declares as its own, in canonical form."""
        declared = (
            link.get("href") for link in self.tagged("link") if (link.get("rel") or "").lower() == "canonical"
        )
        href = next((href for href in declared if href), None) or self.meta("og:url")
        declared_url = self.absolute(href) if href else None
        return urls.canonical(declared_url) if declared_url else None

    @cached_property
    def editions(self) -> Mapping[str, str]:
        """The addresses of the page in other languages, in canonical form, by the tag of each language."""
        found: dict[str, str] = {}
        own_url = urls.canonical(self.url)
        for link in self.tagged("link"):
            language, href = (link.get("hreflang") or "").strip().lower(), link.get("href")
            is_other = "alternate" in (link.get("rel") or "").lower().split() and language != "x-default"
            is_new = is_other and language and language not in found
            named = self.absolute(href) if is_new and href else None
            url = urls.canonical(named) if named else None
            if url and url != own_url:
                found[language] = url
        return found

    @cached_property
    def language(self) -> str | None:
        """The language's tag that the page declares, such as `en` or `pt-br`."""
        root = self.root if self.root.tag == "html" else None
        stated = (
            root.get("lang") if root is not None else None,
            root.get("xml:lang") if root is not None else None,
            self.meta("content-language") or self._http_equiv("content-language"),
            self.meta("og:locale"),
            self.meta("language") or self.meta("dc.language"),
        )
        for text in stated:
            found = _LANGUAGE.fullmatch((text or "").strip())
            if found and found[1].lower() not in _NO_LANGUAGES:
                return found[0].replace("_", "-").lower()
        return None

    def _http_equiv(self, name: str) -> str | None:
        for element in self.tagged("meta"):
            if element.get("http-equiv", "").lower() == name and element.get("content") is not None:
                content: str | None = element.get("content")
                return content
        return None

    @cached_property
    def refresh_url(self) -> str | None:
        """Where a `meta` refresh leads."""
        found = _REFRESH.match(self._http_equiv("refresh") or "")
        return self.absolute(found[1]) if found else None

    @cached_property
    def text(self) -> str:
        """The text of the page without scripts and styles, on one line."""
        visible = _VISIBLE_DEEP if _IS_DEEP(self.root) else _VISIBLE
        return squeeze(" ".join(cast("list[str]", visible(self.root))))

    @cached_property
    def is_frameset(self) -> bool:
        """Whether the page is only a set of frames."""
        return bool(self.tagged("frameset"))

    def select(self, css: str) -> list[HtmlElement]:
        """The elements that a CSS selector finds, in page order."""
        return cast("list[HtmlElement]", _selector(css)(self.root))

    def select_one(self, css: str) -> HtmlElement | None:
        """The first element that a CSS selector finds."""
        return next(iter(self.select(css)), None)

    def links(self) -> tuple[tuple[HtmlElement, str, str], ...]:
        """Every link to an http(s) address: the element, the absolute address, the text."""
        return self._links

    def as_linked(self, url: str) -> str | None:
        """The address that a browser requests for a link to *url*; None if that is *url* itself.

        *url* is in canonical form.  Of several links that have this form, the first counts.
        """
        return self._linked_forms.get(url)

    @cached_property
    def _linked_forms(self) -> Mapping[str, str]:
        """Linked addresses by their canonical form, if that differs."""
        elements = self.root.iter("a", "area", "link", "frame", "iframe", "img")
        hrefs = (element.get("href") or element.get("src") for element in elements)
        forms: dict[str, str] = {}
        for linked in (*(self.absolute(href) for href in hrefs if href), self.refresh_url):
            url = urls.canonical(linked) if linked else None
            if linked and url and url not in forms:
                forms[url] = urls.fetch_url(linked) or url
        return {url: form for url, form in forms.items() if form != url}

    @cached_property
    def _links(self) -> tuple[tuple[HtmlElement, str, str], ...]:
        found = (
            (element, self.absolute(element.get("href", "")))
            for element in self.root.iter("a", "area")
            if element.get("href") is not None
        )
        return tuple(
            (element, url, squeeze(element.text_content() or element.get("alt") or ""))
            for element, url in found
            if url
        )


def too_much(html: bytes) -> str | None:
    """Why a page is too large to be read; None if it is not, or is not HTML.

    A parsed element takes half a kilobyte, a byte of text some forty while it is read:
    tests/crawl/test_bombs.py measures a crawl at these bounds.
    """
    return None if _no_html(html) else _too_much(html)


def _too_much(html: bytes) -> str | None:
    if len(html) > MOST_HTML_BYTES:
        return f"it has {len(html):,} bytes; no more than {MOST_HTML_BYTES:,} are read"
    if (tags := html.count(b"<")) > MOST_TAGS:
        return f"it has {tags:,} tags; no more than {MOST_TAGS:,} are read"
    return None


def _no_html(html: bytes) -> str | None:
    """What the bytes are if they are not HTML, else None."""
    if not html.lstrip(b"\0 \t\r\n\f\v"):  # unlike strip(), it copies no page that begins with a tag
        return "there is nothing in it; expected HTML"
    for magic, name in MAGIC:
        if html.startswith(magic):
            return f"it is {name}; expected HTML"
    head = html.lstrip(b"\0 \t\r\n")[:1024]
    if head.count(0) * 4 > len(head) and wide_encoding(head) is None:
        return "it is binary; expected HTML"
    return None


def _parsed(written: bytes, url: str) -> tuple[HtmlElement, bool]:
    """The root element of a page, and whether the parser stopped where the page nests too deep."""
    if declaration := _DECLARATION.match(written):
        written = written[declaration.end() :]
    if not written or written.isspace():
        raise UnreadablePage(url, reason="there is nothing in it; expected HTML")
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True)
    parser.set_element_class_lookup(_CLASSES)
    try:
        root = html.document_fromstring(written, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise UnreadablePage(url, reason=f"no HTML can be read in it ({error}); expected HTML") from error
    is_cut = written.count(b"<") >= _DEEPEST and bool(
        parser.error_log.filter_from_errors().filter_types(etree.ErrorTypes.ERR_RESOURCE_LIMIT)
    )
    _close_head(root)
    return cast("HtmlElement", root), is_cut


def _close_head(root: etree._Element) -> None:
    """Move what does not belong into the head to the beginning of the body, which is made if there is none.

    HTML lets the tags of head and body be left out: the head ends at the first element that is not its own
    (HTML Living Standard, section 13.2.6.4.4). The parser does not know the elements of HTML5, and keeps them
    in the head.
    """
    head = root.find("head")
    first = (
        next((n for n, one in enumerate(head) if one.tag not in _IN_HEAD), None) if head is not None else None
    )
    if head is None or first is None or root.find("frameset") is not None:
        return
    body = root.find("body")
    if body is None:
        body = etree.SubElement(root, "body")
    for n, one in enumerate(head[first:]):
        body.insert(n, one)


def _fit(text: str, written: bytes | None = None) -> bytes:
    """The text in UTF-8, without NULs and with a blank for every other sign that XML does not allow.

    *written* is the text in UTF-8, where that is at hand.
    """
    for sign in _NO_SIGNS:
        if sign in text:
            text, written = text.replace(sign, " "), None
    if written is None:
        try:
            written = text.encode()
        except UnicodeEncodeError:
            written = _SURROGATE.sub(" ", text).encode()
    # Twice as fast as with an empty set of bytes to delete.
    return written.translate(_CONTROLS, b"\0") if b"\0" in written else written.translate(_CONTROLS)
