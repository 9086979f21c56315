"""`newsspider extract`: reads one page from a file, an address or standard input."""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import click

from newsspider.cli.options import archive_option
from newsspider.cli.output import terminal
from newsspider.errors import UsageError
from newsspider.items import DOUBTFUL
from newsspider.web import urls

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from newsspider.classify.page_evidence import Weighed
    from newsspider.classify.verdicts import Judgement
    from newsspider.extraction import Explanation
    from newsspider.items import Article
    from newsspider.profiles import SiteProfile
    from newsspider.web.document import Document

# Where a page states its own address, which makes its links absolute when --url is not given.
_OWN_ADDRESS = re.compile(
    rb"""<link\b[^>]*\brel=["']?canonical\b[^>]*|<meta\b[^>]*\bproperty=["']?og:url\b[^>]*""", re.IGNORECASE
)
_ADDRESS = re.compile(rb"""\b(?:href|content)=["']?(https?://[^"'\s>]+)""", re.IGNORECASE)
_NO_ADDRESS = "http://localhost/"
SHOWN = 3  # lines shown of a menu or footer that was left out


@dataclass(frozen=True, kw_only=True, slots=True)
class _Page:
    html: bytes
    url: str
    content_type: str | None = None


@click.command(
    epilog="Example: newsspider extract page.html --url https://example.org/2017/story --format markdown"
)
@click.argument("page", metavar="FILE|URL|-")
@click.option("--url", metavar="URL", help="The page's address, for a file or standard input.")
@click.option("--site", metavar="SITE", help="Use this site's profile (a name or a YAML file).")
@click.option(
    "form", "--format", type=click.Choice(("json", "markdown", "text")), default="json", show_default=True
)
@click.option("--explain", is_flag=True, help="Print on standard error how the page was read.")
@archive_option
def command(page: str, url: str | None, site: str | None, form: str, explain: bool, archive: Path) -> None:
    """Read one page and print its article.

    That is its headline, byline, date, body, pictures and link blocks.  A web address is requested once; `-`
    reads the page from standard input.
    """
    from newsspider.collection import site_files
    from newsspider.extraction import explain as explained
    from newsspider.extraction import open_page
    from newsspider.runner import watchdog

    profile = site_files.load(site, archive) if site else None
    with watchdog.Watchdog.beside(watchdog.line_of_a_page) as watched:
        source = _source(page, url)
        with watched.lone_page(page, longest_s=watchdog.LONGEST_S):
            opened_page = open_page(
                source.html, source.url, content_type=source.content_type, profile=profile
            )
            read = explained(opened_page)
            judged = _judged(source, read.article, opened_page.document, profile) if explain else None
    _print(read.article, form)
    if judged:
        _explain(read)
        _explain_verdict(*judged)


def _source(page: str, url: str | None) -> _Page:
    if page.lower().startswith(("http:", "https:")):
        from newsspider.runner import page_fetch

        if url:
            _checked(url)
        fetched = page_fetch.fetch(page)
        return _Page(html=fetched.body, url=url or fetched.url, content_type=fetched.content_type)
    html = sys.stdin.buffer.read() if page == "-" else _file(page)
    return _Page(html=html, url=_checked(url) if url else _own_address(html))


def _file(name: str) -> bytes:
    path = Path(name)
    if path.is_dir():
        raise UsageError(f"{name} is a folder; expected a file, an address that begins with http, or -")
    if not path.exists():
        raise UsageError(f"there is no file {name}; expected a file, an address that begins with http, or -")
    return path.read_bytes()


def _checked(url: str) -> str:
    urls.refuse_credentials(url, what="--url")
    if urls.canonical(url) is None:
        raise UsageError(f"--url {url!r} is not the address of a page; expected http://… or https://…")
    return url


def _own_address(html: bytes) -> str:
    stated = _OWN_ADDRESS.search(html[:100_000])
    address = _ADDRESS.search(stated[0]) if stated else None
    return address[1].decode("ascii", "ignore") if address else _NO_ADDRESS


def _print(article: Article, form: str) -> None:
    from newsspider.export import one_article

    if form == "json":
        terminal.print_json(one_article.as_json(article))
    else:
        text = one_article.as_markdown(article) if form == "markdown" else one_article.as_text(article)
        click.echo(terminal.without_control_characters(text), nl=False)


def _explain(read: Explanation) -> None:
    """Print the sources, the claims of authorship, the body guesses, the link blocks, what was left out."""
    from newsspider.export import one_article

    article = read.article
    rows = [(name, _cut(short), source or "-") for name, short, source in one_article.explanation(article)]
    _table(("field", "read", "by"), rows)
    claims = [
        (source, _cut(", ".join(names)), f"{weight:.1f}") for source, names, weight in read.author_claims
    ]
    _table(("authors by", "read", "weight"), claims, numbers=(2,))
    guesses = [(name, f"{agreement:.2f}", f"{characters:,}") for name, agreement, characters in read.guesses]
    _table(("guess at the body", "agreement", "characters"), guesses, numbers=(1, 2))
    doubt = "; doubtful, compare the text with the page" if article.confidence < DOUBTFUL else ""
    terminal.note(f"confidence in the body: {article.confidence:.2f}{doubt}")
    blocks = [(_cut(b.label or "-"), b.kind, str(len(b.links))) for b in article.link_blocks]
    _table(("link block", "kind", "links"), blocks, numbers=(2,))
    _table(("left out", "text"), list(_left_out(read)))


def _judged(
    source: _Page, article: Article, document: Document, profile: SiteProfile | None
) -> tuple[Judgement, Weighed]:
    """A crawl's verdict on the page, and the evidence for and against it."""
    from newsspider import profiles
    from newsspider.classify import page_evidence, verdicts

    if profile is None:
        profile = profiles.parse("name: page\nstart: ['http://start.invalid/']\n", source="extract")
        profile = replace(profile, hosts=frozenset((urls.host_of(source.url),)))
    judged = verdicts.judge(
        200,
        source.content_type,
        source.html,
        article,
        document,
        profile=profile,
        url=source.url,
        kind="article",
    )
    return judged, judged.weighed or page_evidence.weigh(document, article, url=source.url, profile=profile)


def _explain_verdict(judged: Judgement, weighed: Weighed) -> None:
    """Print a crawl's verdict on the page, with the evidence for and against it."""
    from newsspider.classify import page_evidence

    terminal.note("")
    terminal.note(f"verdict of a crawl: {judged.verdict}" + (f" ({judged.note})" if judged.note else ""))
    rows = [(_cut(one.seen), " or ".join(one.kinds), f"{one.weight:g}") for one in weighed.evidence]
    _table(("evidence", "speaks for", "weight"), rows, numbers=(2,))
    totals = (f"{kind} {weighed.total(kind):g}" for kind in page_evidence.KINDS)
    terminal.note(f"in all: {', '.join(totals)}")


def _left_out(read: Explanation) -> Iterator[tuple[str, str]]:
    """The reasons and lines in page order; only the first of many lines in a row with the same reason."""
    for reason, group in groupby(read.left_out, key=lambda line: line[1]):
        texts = [text for text, _ in group]
        shown = texts if len(texts) <= SHOWN + 1 else texts[:SHOWN]
        yield from ((reason, _cut(text)) for text in shown)
        if len(shown) < len(texts):
            yield "", f"… {len(texts) - len(shown):,} more lines"


def _table(head: tuple[str, ...], rows: Sequence[tuple[str, ...]], *, numbers: Sequence[int] = ()) -> None:
    """Print a table on standard error after an empty line, or nothing without rows."""
    if rows:
        terminal.note("")
        for line in terminal.table(head, rows, numbers=numbers):
            terminal.note(line)


def _cut(text: str) -> str:
    one_line = terminal.clean(text)
    return one_line if len(one_line) <= 60 else f"{one_line[:59]}…"
