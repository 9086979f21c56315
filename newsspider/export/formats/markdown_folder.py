"""Articles as a folder of Markdown files, one an article, in a folder for each year."""

from __future__ import annotations

import re
from contextlib import contextmanager
from typing import TYPE_CHECKING

import yaml

from newsspider.errors import UsageError
from newsspider.export import dictionary, records, targets
from newsspider.export.fields import FRONT_MATTER, RENAMED
from newsspider.export.formats import markdown
from newsspider.export.text.clean_tree import writable
from newsspider.export.text.file_names import slug

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from newsspider.export.request import Order, Writer
    from newsspider.queries.models import StoredArticle

UNDATED = "undated"
# Names of files as `file_name` makes them: what an export may replace.
_OURS = re.compile(rf"(?:\d{{4}}|{UNDATED})/(?:[^/]+-)?[0-9a-f]{{16}}\.md")
_LINE_ENDS = re.compile("[\r\x80-\x9f\u2028\u2029]+")


@contextmanager
def markdown_files(order: Order) -> Iterator[Writer]:
    """A folder of Markdown files under way.

    Raises:
        UsageError: it would be standard output, or take the place of files that are no export.
    """
    if order.target is None:
        raise UsageError("Markdown is a file an article; wanted a folder, such as -o articles")
    with targets.folder(order.target, is_ours=_is_ours) as unfinished:
        yield _Folder(unfinished)
        if order.is_described:
            dictionary.write(order, [dictionary.of_folder(order)], unfinished / dictionary.FILE)


def file_name(article: StoredArticle) -> str:
    """Where an article goes: `2017/2017-06-30-the-first-headline-90bd0790d6b1a0d5.md`.

    The headline is that of its first wording: later ones leave the name as it is.
    """
    first = article.revisions[0].wording if article.revisions else article
    day = records.day_text(article.published_on)
    parts = (day, slug(first.headline or ""), article.key)
    return f"{day[:4] if day else UNDATED}/{'-'.join(part for part in parts if part)}.md"


def file_text(article: StoredArticle) -> str:
    """The article with its facts in front, as YAML between two lines of `---`."""
    front = yaml.safe_dump(front_matter(article), allow_unicode=True, sort_keys=False, width=100)
    return f"---\n{front}---\n\n{markdown.as_markdown(article)}"


def front_matter(article: StoredArticle) -> dict[str, object]:
    """What is known of an article; what is not known is left out.

    `title`, `author`, `date` and `lang` are named as Pandoc and the makers of static sites read them, the
    rest as in JSON.
    """
    record = {**records.record(article), "published_on": article.published_on}
    facts = {field.name: record[RENAMED.get(field.name, field.name)] for field in FRONT_MATTER}
    return {name: _plain(value) for name, value in facts.items() if value not in (None, [], "")}


class _Folder:
    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def write(self, article: StoredArticle) -> None:
        file = self._folder / file_name(article)
        file.parent.mkdir(exist_ok=True)
        file.write_text(file_text(article), encoding="utf-8", newline="")


def _is_ours(name: str) -> bool:
    return name == dictionary.FILE or _OURS.fullmatch(name) is not None


def _plain(value: object) -> object:
    """*value* without the control characters that YAML reads as ends of lines, or not at all."""
    if isinstance(value, list):
        return [_plain(each) for each in value]
    return _LINE_ENDS.sub(" ", writable(value)) if isinstance(value, str) else value
