"""Markdown: a folder for each year, with one file for each article."""

from __future__ import annotations

import re
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

import yaml

from newsspider.errors import UsageError
from newsspider.export import dictionary, one_article, records, targets
from newsspider.export.fields import FIELDS
from newsspider.export.format import ArticleFormat
from newsspider.export.text.clean_tree import writable
from newsspider.export.text.file_names import slug

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from newsspider.export.format import ArticleWriter
    from newsspider.export.request import ExportRequest
    from newsspider.queries.models import StoredArticle

# Pandoc and generators of static sites read these names.
RENAMED = {"title": "headline", "author": "authors", "date": "published_on", "lang": "language"}
_IN_FRONT = (
    "key",
    "site",
    "url",
    "standfirst",
    "section",
    "issue",
    "published_precision",
    "published_at",
    "modified_at",
    "access",
    "word_count",
    "revision_count",
    "first_seen_at",
    "last_seen_at",
    "gone_at",
)
FRONT_MATTER = (
    *(replace(FIELDS[field], name=name) for name, field in RENAMED.items()),
    *(FIELDS[name] for name in _IN_FRONT),
)
UNDATED = "undated"
# The names that `file_name` makes; an export replaces only such files.
_OURS = re.compile(rf"(?:\d{{4}}|{UNDATED})/(?:[^/]+-)?[0-9a-f]{{16}}\.md")
_LINE_ENDS = re.compile("[\r\x80-\x9f\u2028\u2029]+")


@contextmanager
def _open(request: ExportRequest) -> Iterator[ArticleWriter]:
    if request.target is None:
        raise UsageError("markdown cannot go to standard output; expected a folder, such as -o articles")
    with targets.folder(request.target, is_ours=_is_ours) as unfinished:
        yield _Folder(unfinished)
        if request.is_described:
            dictionary.write(request, [dictionary.of_folder(request)], unfinished / dictionary.FILE)


def file_name(article: StoredArticle) -> str:
    """The path of an article's file: `2017/2017-06-30-the-first-headline-90bd0790d6b1a0d5.md`.

    It has the headline of the first revision, so that a later one does not change the name.
    """
    first = article.revisions[0].wording if article.revisions else article
    day = records.day_text(article.published_on)
    parts = (day, slug(first.headline or ""), article.key)
    return f"{day[:4] if day else UNDATED}/{'-'.join(part for part in parts if part)}.md"


def file_text(article: StoredArticle) -> str:
    """The article after its front matter: YAML between two lines of `---`."""
    front = yaml.safe_dump(front_matter(article), allow_unicode=True, sort_keys=False, width=100)
    return f"---\n{front}---\n\n{one_article.as_markdown(article)}"


def front_matter(article: StoredArticle) -> dict[str, object]:
    """The known fields of an article.

    `title`, `author`, `date` and `lang` have the names that Pandoc and generators of static sites read;
    the rest have the names of JSON.
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
    """*value* without the control characters that YAML refuses or reads as ends of lines."""
    if isinstance(value, list):
        return [_plain(each) for each in value]
    return _LINE_ENDS.sub(" ", writable(value)) if isinstance(value, str) else value


FORMAT = ArticleFormat(
    name="markdown",
    summary="a folder with one file for each article and YAML front matter",
    ending="md",
    media_type="text/markdown",
    open=_open,
    fields=lambda _: FRONT_MATTER,
    paths="*/*.md",
    makes_folder=True,
)
