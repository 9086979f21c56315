"""The magazine of the tests itself: plain, it is read whole, and an ordinary second crawl is quiet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from support.changing_magazine import age, url_of

if TYPE_CHECKING:
    from pathlib import Path

    from support.changing_magazine import ChangingMagazine


def test_the_plain_magazine_is_read_whole(tmp_path: Path, magazine: ChangingMagazine) -> None:
    first = magazine.crawl(tmp_path)

    assert (first.status, first.alarms) == (0, ())
    assert set(first.articles) == magazine.urls
    for story in magazine.stories:
        article = first.articles[url_of(story)]
        assert (article["headline"], article["authors"]) == (story.headline, story.author)
        assert article["published_on"] == story.published_on.isoformat()
        assert all(paragraph in article["text"] for paragraph in story.paragraphs)


def test_later_crawls_of_it_are_quiet(tmp_path: Path, magazine: ChangingMagazine) -> None:
    first = magazine.crawl(tmp_path)
    age(tmp_path / "archive", days=3)
    new = magazine.publish(2)

    second = magazine.crawl(tmp_path, "--full")
    third = magazine.crawl(tmp_path)

    assert [(run.status, run.alarms) for run in (second, third)] == [(0, ()), (0, ())]
    assert (second.run["new"], second.run["changed"], second.run["gone"]) == (2, 0, 0)
    assert set(third.articles) == {*first.articles, *map(url_of, new)}
    assert {url: kept for url, kept in third.kept.items() if url in first.kept} == first.kept
