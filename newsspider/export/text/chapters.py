"""The pages of a book: its title, its contents, and a chapter for each article."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsspider.export.records import day_text, known_day
from newsspider.export.text import clean_tree, xhtml
from newsspider.export.text.xhtml import attribute, text
from newsspider.language.direction import direction, language_tag

if TYPE_CHECKING:
    from newsspider.export.editions import Edition
    from newsspider.queries.models import StoredArticle

STYLE = """body { margin: 5%; line-height: 1.4; }
h1 { line-height: 1.15; margin: 0 0 0.5em; }
h1, h2, h3, h4, h5, h6 { text-align: start; break-after: avoid; hyphens: none; }
.kicker, .byline, .source, figcaption { font-size: 0.85em; }
.kicker { margin: 2em 0 0.3em; letter-spacing: 0.05em; }
.standfirst { font-weight: bold; }
.source { margin-top: 2em; padding-top: 0.7em; border-top: 1px solid; overflow-wrap: anywhere; }
.title { margin-top: 30%; }
.title h1, .title p { text-align: center; }
figure { margin: 1em 0; }
blockquote { margin: 1em 1.5em; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; font-size: 0.85em; }
table { border-collapse: collapse; }
th, td { border: 1px solid; padding: 0.2em 0.5em; text-align: start; vertical-align: top; }
.contents ol { padding: 0; list-style: none; }
.contents li { margin: 0.9em 0; }
.contents a { color: inherit; font-weight: bold; text-decoration: none; }
.contents p { margin: 0; }
aside { font-size: 0.85em; }
"""
_UNTITLED = "–"


def language(stated: str | None) -> str:
    """A language tag for EPUB: `und` if the language is unknown."""
    return language_tag(stated) or "und"


def source(edition: Edition) -> str | None:
    """The address of the publication."""
    return clean_tree.web_address(edition.home_url, url="")


def title_page(edition: Edition) -> str:
    """The title page: what the book is, where it is from, and what it spans."""
    address = source(edition)
    days = " – ".join(
        dict.fromkeys(day for day in (day_text(edition.earliest_on), day_text(edition.latest_on)) if day)
    )
    lines = (
        f"<h1>{text(edition.publisher)}</h1>",
        f"<p>{text(edition.part)}</p>" if edition.part else "",
        f"<p>{days}</p>" if days else "",
        f'<p><a href="{attribute(address)}">{text(address)}</a></p>' if address else "",
    )
    inside = "\n".join(line for line in lines if line)
    return _page(
        edition.title,
        f'<section class="title" epub:type="titlepage">\n{inside}\n</section>',
        edition.language,
    )


def navigation(edition: Edition) -> tuple[str, str]:
    """The contents for a reader's menu: the text before their lines, and after."""
    return _around_lines(edition, 'nav epub:type="toc" id="toc"', "nav")


def contents(edition: Edition) -> tuple[str, str]:
    """The contents as a page: the text before their lines, and after."""
    return _around_lines(edition, 'section class="contents"', "section")


def line_of_navigation(article: StoredArticle, name: str) -> str:
    """An article in a reader's menu."""
    return f"<li>{_entry(article, name)}</li>\n"


def line_of_contents(article: StoredArticle, name: str) -> str:
    """An article in the contents, with who wrote it, where and when."""
    told = " · ".join(text(part) for part in (article.section, _byline(article)) if part)
    below = f'\n<p class="byline">{told}</p>' if told else ""
    return f"<li><p>{_entry(article, name)}</p>{below}</li>\n"


def _around_lines(edition: Edition, element: str, end: str) -> tuple[str, str]:
    inside = f"<{element}>\n<h1>{text(edition.title)}</h1>\n<ol>\n\0</ol>\n</{end}>"
    before, _, after = _page(edition.title, inside, edition.language).partition("\0")
    return before, after


def _entry(article: StoredArticle, name: str) -> str:
    return f'<a href="{name}"><span{_language(article.language)}>{text(_headline(article))}</span></a>'


def _byline(article: StoredArticle) -> str:
    day = known_day(article.published_on, article.published_precision)
    return ", ".join(part for part in (*article.authors, day) if part)


def chapter(article: StoredArticle) -> str:
    """An article as a page of its own."""
    kicker = " · ".join(text(part) for part in (article.section, article.issue) if part)
    byline = text(_byline(article))
    parts = (
        f'<p class="kicker">{kicker}</p>' if kicker else "",
        f"<h1>{text(_headline(article))}</h1>",
        f'<p class="standfirst">{text(article.standfirst)}</p>' if article.standfirst else "",
        f'<p class="byline">{byline}</p>' if byline else "",
        xhtml.body(article.html, url=article.url, pictures="linked", notes="popups"),
        xhtml.figures(article.images, article.html, url=article.url, pictures="linked"),
        _source(article),
    )
    inside = "\n".join(part for part in parts if part)
    return _page(
        _headline(article), f"<article>\n{inside}\n</article>", article.language, style="../style.css"
    )


def _headline(article: StoredArticle) -> str:
    return " ".join(clean_tree.writable(article.headline or "").split()) or _UNTITLED


def _source(article: StoredArticle) -> str:
    """Where the article was published, and when it was seen there."""
    address = clean_tree.web_address(article.url, url="")
    link = f'<a href="{attribute(address)}">{text(address)}</a>' if address else text(article.url)
    seen = article.last_seen_at and f"{article.last_seen_at:%Y-%m-%d}"
    return f'<p class="source">{link}{f", {seen}" if seen else ""}</p>'


def _language(stated: str | None) -> str:
    tag = language_tag(stated)
    return f' lang="{tag}" xml:lang="{tag}" dir="{direction(tag)}"' if tag else ""


def _page(title: str, body: str, stated: str | None, *, style: str = "style.css") -> str:
    return f"""<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE html>
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"{_language(stated)}>
<head>
<meta charset="utf-8"/>
<title>{text(title)}</title>
<link rel="stylesheet" href="{style}"/>
</head>
<body>
{body}
</body>
</html>
"""
