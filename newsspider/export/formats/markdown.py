"""An article as Markdown (CommonMark), made from its clean HTML."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsspider.export.one_article import byline
from newsspider.export.text import clean_tree, commonmark

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newsspider.items import Article, Image
    from newsspider.queries.models import StoredArticle


def as_markdown(article: Article | StoredArticle) -> str:
    """Headline, byline and day, standfirst, the body with all that it holds, and its pictures."""
    return "\n\n".join(part for part in _parts(article) if part) + "\n"


def _parts(article: Article | StoredArticle) -> Iterator[str]:
    if article.headline:
        yield commonmark.heading(article.headline)
    yield commonmark.paragraph(byline(article))
    if article.standfirst:
        yield f"**{commonmark.escaped(article.standfirst).strip()}**"
    if article.html:
        yield from commonmark.blocks(article.html, url=article.url)
    else:
        yield from map(commonmark.paragraph, article.text.split("\n\n"))
    shown = {img.get("src") for img in clean_tree.tree(article.html).iter("img")}
    yield from (_picture(image, article.url) for image in article.images if image.url not in shown)


def _picture(image: Image, url: str) -> str:
    """A picture by its address, with what is said of it below."""
    address = clean_tree.web_address(image.url, url=url)
    shown = commonmark.picture(image.alt, address) if address else ""
    told = " · ".join(commonmark.escaped(part) for part in (image.caption, image.credit) if part)
    return "  \n".join(part for part in (shown, told) if part)
