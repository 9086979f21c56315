"""EPUB: a book (EPUB 3.3) with a title page, the contents and one chapter for each article.

The same articles always make the same file.  Pictures are links: a book must hold the pictures that it
shows (EPUB 3.3, section 3.6).
"""

from __future__ import annotations

import shutil
import zipfile
from contextlib import contextmanager
from dataclasses import dataclass
from tempfile import TemporaryFile
from typing import IO, TYPE_CHECKING

from newsspider.article_fields import Field
from newsspider.errors import UsageError
from newsspider.export import targets
from newsspider.export.format import ArticleFormat
from newsspider.export.text import chapters
from newsspider.export.text.xhtml import attribute, text
from newsspider.language.direction import direction

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newsspider.export.editions import Edition
    from newsspider.export.format import ArticleWriter
    from newsspider.export.request import ExportRequest
    from newsspider.queries.models import StoredArticle

LONGEST = 10_000  # articles; reading software does not open larger books

_CONTAINER = """<?xml version="1.0" encoding="utf-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles><rootfile full-path="EPUB/package.opf" media-type="application/oebps-package+xml"/></rootfiles>
</container>
"""
_ACCESSIBLE = (
    ("accessMode", "textual"),
    ("accessModeSufficient", "textual"),
    ("accessibilityFeature", "tableOfContents"),
    ("accessibilityFeature", "readingOrder"),
    ("accessibilityFeature", "structuralNavigation"),
    ("accessibilityHazard", "none"),
    ("accessibilitySummary", "Text throughout; pictures are linked to."),
)


@contextmanager
def open_book(request: ExportRequest) -> Iterator[ArticleWriter]:
    """An open book.

    Raises:
        UsageError: the target is standard output, or the book has too many articles.
    """
    edition = request.edition
    if request.target is None:
        raise UsageError("epub cannot go to standard output; expected a file, such as -o articles.epub")
    if edition.articles > LONGEST:
        raise UsageError(
            f"{edition.articles:,} articles are too many for one book; expected {LONGEST:,} or fewer,"
            " by a filter or by --each month"
        )
    with (
        targets.opened_bytes(request.target) as stream,
        zipfile.ZipFile(stream, "w") as archive,
        TemporaryFile() as manifest,
        TemporaryFile() as spine,
        TemporaryFile() as navigation,
        TemporaryFile() as contents,
    ):
        collected = _Collected(manifest=manifest, spine=spine, navigation=navigation, contents=contents)
        made = _Book(archive, edition, collected)
        yield made
        made.end()


@dataclass(frozen=True, kw_only=True, slots=True)
class _Collected:
    """Lines about each chapter, collected until all chapters are written."""

    manifest: IO[bytes]
    spine: IO[bytes]
    navigation: IO[bytes]
    contents: IO[bytes]


class _Book:
    """An open book."""

    def __init__(self, archive: zipfile.ZipFile, edition: Edition, collected: _Collected) -> None:
        self._zip, self._edition, self._collected = archive, edition, collected
        self._add("mimetype", "application/epub+zip", compression=zipfile.ZIP_STORED)
        self._add("META-INF/container.xml", _CONTAINER)
        self._add("EPUB/style.css", chapters.STYLE)
        self._add("EPUB/title.xhtml", chapters.title_page(edition))

    def write(self, article: StoredArticle) -> None:
        """Add the chapter of *article*."""
        name = f"articles/{article.key}.xhtml"
        item = f'<item id="a-{article.key}" href="{name}" media-type="application/xhtml+xml"/>\n'
        self._add(f"EPUB/{name}", chapters.chapter(article))
        self._collected.manifest.write(item.encode())
        self._collected.spine.write(f'<itemref idref="a-{article.key}"/>\n'.encode())
        self._collected.navigation.write(chapters.line_of_navigation(article, name).encode())
        self._collected.contents.write(chapters.line_of_contents(article, name).encode())

    def end(self) -> None:
        """Write the contents and the package document, which name the chapters."""
        start, end = chapters.navigation(self._edition)
        with self._part("EPUB/navigation.xhtml") as part:
            _write(part, start, self._collected.navigation, end)
        start, end = chapters.contents(self._edition)
        with self._part("EPUB/contents.xhtml") as part:
            _write(part, start, self._collected.contents, end)
        start, between, end = _package(self._edition)
        with self._part("EPUB/package.opf") as part:
            _write(part, start, self._collected.manifest, between)
            _write(part, "", self._collected.spine, end)

    def _add(self, name: str, content: str, *, compression: int = zipfile.ZIP_DEFLATED) -> None:
        self._zip.writestr(self._info(name, compression), content)

    def _part(self, name: str) -> IO[bytes]:
        return self._zip.open(self._info(name, zipfile.ZIP_DEFLATED), "w")

    def _info(self, name: str, compression: int) -> zipfile.ZipInfo:
        at = max(self._edition.changed_at.timetuple()[:6], (1980, 1, 1, 0, 0, 0))  # where ZIP's time begins
        info = zipfile.ZipInfo(name, date_time=at)
        info.compress_type = compression
        info.external_attr = 0o644 << 16
        return info


def _write(part: IO[bytes], start: str, collected: IO[bytes], end: str) -> None:
    part.write(start.encode())
    collected.seek(0)
    shutil.copyfileobj(collected, part)
    part.write(end.encode())


def _package(edition: Edition) -> tuple[str, str, str]:
    """The package document in three pieces: up to the chapters' items, from there to the spine, the end."""
    source = chapters.source(edition)
    metadata = (
        f'<dc:identifier id="id">{edition.id}</dc:identifier>',
        f"<dc:title>{text(edition.title)}</dc:title>",
        f"<dc:language>{chapters.language(edition.language)}</dc:language>",
        f"<dc:publisher>{text(edition.publisher)}</dc:publisher>",
        f"<dc:source>{text(source)}</dc:source>" if source else "",
        f'<meta property="dcterms:modified">{edition.changed_at:%Y-%m-%dT%H:%M:%SZ}</meta>',
        *(f'<meta property="schema:{name}">{value}</meta>' for name, value in _ACCESSIBLE),
    )
    start = f"""<?xml version="1.0" encoding="utf-8"?>
<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id"
 xml:lang="{attribute(chapters.language(edition.language))}">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">
{chr(10).join(line for line in metadata if line)}
</metadata>
<manifest>
<item id="style" href="style.css" media-type="text/css"/>
<item id="title" href="title.xhtml" media-type="application/xhtml+xml"/>
<item id="contents" href="contents.xhtml" media-type="application/xhtml+xml"/>
<item id="navigation" href="navigation.xhtml" media-type="application/xhtml+xml" properties="nav"/>
"""
    between = f"""</manifest>
<spine page-progression-direction="{direction(edition.language)}">
<itemref idref="title"/>
<itemref idref="contents"/>
"""
    return start, between, "</spine>\n</package>\n"


_FIELDS = (
    Field("dc:identifier", "string", "a URN that the same part of the same publications always has"),
    Field("dc:title", "string", "publication, and the part of it that this is"),
    Field("dc:publisher", "string", "the publication"),
    Field("dc:source", "string", "the publication's address"),
    Field("dcterms:modified", "datetime", "when the newest revision was first seen; UTC"),
    Field(
        "articles/*.xhtml",
        "string",
        "an article: section, issue, headline, standfirst, byline, body, address",
    ),
)
FORMAT = ArticleFormat(
    name="epub",
    summary="a book; with `--each issue` or `--each month`, a folder of books",
    ending="epub",
    media_type="application/epub+zip",
    open=open_book,
    fields=lambda _: _FIELDS,
    paths="*.epub",
    is_divisible=True,
)
