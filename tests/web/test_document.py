"""What a page declares, read once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsspider.web import document, urls
from newsspider.web.document import Document

if TYPE_CHECKING:
    import pytest

URL = "https://paper.example/2024/05/03/story"


def test_a_language_that_is_named_again_costs_no_reading_of_its_address(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    read: list[str] = []
    canonical = urls.canonical

    def counted(url: str, *, base: str | None = None) -> str | None:
        read.append(url)
        return canonical(url, base=base)

    monkeypatch.setattr(document.urls, "canonical", counted)
    links = "".join(f"<link rel=alternate hreflang=de href=/de/{n}>" for n in range(1_000))
    page = Document(f"<html><head><title>A</title>{links}</head><body><p>Text</p></body></html>", URL)

    assert page.editions == {"de": "https://paper.example/de/0"}
    assert len(read) <= 2
