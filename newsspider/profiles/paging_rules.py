"""How the further pages of a list or an article are found."""

from __future__ import annotations

import re
from dataclasses import dataclass

from newsspider.web import urls

MOST_PAGES = 500  # more pages of one article or list are not plausible


@dataclass(frozen=True, kw_only=True, slots=True)
class PagesRule:
    """A profile's rule for further pages: each part is optional, and all given parts apply.

    `link` is a selector of links to other pages.  `number` is the name of a further page beside the
    first one, with `{n}`, and `{stem}` and `{suffix}` for the parts of the first page's file name:
    `index_{n}.html`, `{stem}_{n}{suffix}`; `first` is n of the second page.  `script` names a function
    that a page calls with its count of pages, as TRS's `createPageHTML(count, current, stem, suffix)`.
    """

    link: str | None = None
    number: str | None = None
    first: int = 2
    script: str | None = None

    def page(self, url: str, n: int) -> str | None:
        """The address of page *n* (as numbered by the site) of what begins at *url*."""
        if self.number is None:
            return None
        folder, leaf = _split(url)
        stem, dot, suffix = leaf.rpartition(".")
        parts = {"{n}": str(n), "{stem}": stem if dot else leaf, "{suffix}": dot + suffix if dot else ""}
        return urls.canonical(re.sub(r"\{\w+\}", lambda hole: parts[hole[0]], self.number), base=folder)

    def whole_of(self, url: str) -> tuple[str, int] | None:
        """The first page of which *url* is a further one, and its number; None if it is not one.

        Where `number` has no `{stem}` the first page is the folder itself.
        """
        if self.number is None:
            return None
        folder, leaf = _split(url)
        found = re.fullmatch(_as_regex(self.number), leaf)
        if not found or int(found["n"]) < self.first:
            return None
        parts = found.groupdict()
        return folder + parts.get("stem", "") + (parts.get("suffix") or ""), int(found["n"])

    def next_page(self, url: str) -> str | None:
        """The page after *url* in a numbered list."""
        whole = self.whole_of(url)
        return self.page(whole[0], whole[1] + 1) if whole else self.page(url, self.first)

    def counted(self, page_text: str, url: str) -> tuple[str, ...] | None:
        """The further pages that a script's call in *page_text* counts, in order, without *url* itself.

        None if there is no such call; the function's own definition does not count.
        """
        if self.script is None:
            return None
        call = re.search(rf"\b{re.escape(self.script)}\s*\(\s*(\d{{1,6}}\s*(?:,[^()]*)?)\)", page_text)
        return _counted(call[1], url) if call else None


def _counted(arguments: str, url: str) -> tuple[str, ...]:
    """The pages of `count, current, "stem", "suffix"`: page 0 is `stem.suffix`, page n is `stem_n.suffix`."""
    text = [part.strip().strip("\"'") for part in arguments.split(",")]
    folder, leaf = _split(url)
    own_stem, _, own_suffix = leaf.rpartition(".")
    stem = text[2] if len(text) > 2 and text[2] else re.sub(r"_\d{1,3}$", "", own_stem) or "index"
    suffix = (text[3] if len(text) > 3 and text[3] else own_suffix or "html").lstrip(".")
    pages = [f"{stem}.{suffix}"] + [f"{stem}_{n}.{suffix}" for n in range(1, min(int(text[0]), MOST_PAGES))]
    return tuple(page for leaf in pages[1:] if (page := urls.canonical(leaf, base=folder)) and page != url)


def _split(url: str) -> tuple[str, str]:
    """The folder with its slash, and the file's name, of an address without its query."""
    folder, slash, leaf = url.partition("?")[0].rpartition("/")
    return folder + slash, leaf


def _as_regex(number: str) -> str:
    """The pattern of file names that `number` makes."""
    holes = {"{n}": r"(?P<n>\d{1,3})", "{stem}": r"(?P<stem>[^/]+?)", "{suffix}": r"(?P<suffix>\.\w+|)"}
    return "".join(holes.get(part, re.escape(part)) for part in re.split(r"(\{\w+\})", number))
