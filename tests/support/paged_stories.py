"""Pages of stories that go on over several pages, as sites have them."""

from __future__ import annotations

WORDS = (
    "harbour", "lantern", "orchard", "railway", "printer", "glacier", "bakery", "lighthouse", "meadow",
    "quarry", "ferry", "library", "windmill", "bridge", "market", "cellar", "violin", "compass",
)  # fmt: skip


def paragraphs(name: str, number: int, count: int = 4) -> list[str]:
    """Paragraphs that no other page has: their first words name the page and their place."""
    return [
        f"{name} {number}.{n} begins here. The {WORDS[(number * 5 + n) % 18]} was shut for the winter, and"
        f" the keeper of the {WORDS[(number + n * 3) % 18]} said that nobody had asked him about the"
        f" {WORDS[(number * 7 + n) % 18]} since the {WORDS[(n + len(name)) % 18]} came down in the storm"
        f" of that year, when the town counted its boats twice and found one too many at the quay."
        for n in range(1, count + 1)
    ]


def page(headline: str, texts: list[str], *, below: str = "", head: str = "") -> str:
    """A page of a story; *below* stands below its text, *head* in its head."""
    body = "".join(f"<p>{text}</p>" for text in texts)
    return (
        f"<!doctype html><html lang=en><head><meta charset=utf-8><title>{headline}</title>{head}</head>"
        f"<body><header><a href='/'>The Gazette</a></header><main><article><h1>{headline}</h1>{body}{below}"
        f"</article></main><footer><p>The Gazette is printed on Thursdays.</p></footer></body></html>"
    )


def numbers(urls: list[str], current: int, *, label: str = "Pages:", tag: str = "div") -> str:
    """A pager of numbers; the current page is no link."""
    cells = [
        f"<span>{n}</span>" if n == current else f'<a href="{url}">{n}</a>' for n, url in enumerate(urls, 1)
    ]
    return f"<{tag} class=x>{label} {' '.join(cells)}</{tag}>"


def paged(headline: str, urls: list[str], *, name: str = "Part") -> dict[str, object]:
    """All pages of a story, each with a pager of numbers."""
    return {url: page(headline, paragraphs(name, n), below=numbers(urls, n)) for n, url in enumerate(urls, 1)}
