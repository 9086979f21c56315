"""Patterns that a profile can have: each finds the address that it was made of."""

from __future__ import annotations

import yaml
from hypothesis import given
from hypothesis import strategies as st

from newsspider import profiles
from newsspider.profiles.address_patterns import patterns
from newsspider.profiles.site import finds
from newsspider.web import urls


def test_folders_years_and_names_have_their_patterns() -> None:
    found = patterns(
        f"https://gazette.example{path}"
        for path in ("/2012/11/a.html", "/blog/my-post/", "/my-post/", "/story.html", "/story", "/?p=1")
    )

    assert set(found) == {
        r"^/\d{4}/", "^/blog/", "^/[^/]+/$", r"^/[^/]+\.html$", "^/[^/?]+$", r"^/[^/?]*\?",
    }  # fmt: skip


@given(
    st.lists(st.text(st.characters(codec="utf-8"), max_size=12), max_size=4),
    st.one_of(st.none(), st.text(st.characters(codec="utf-8"), max_size=12)),
)
def test_a_pattern_finds_its_address_and_stands_in_yaml(folders: list[str], query: str | None) -> None:
    written = "https://gazette.example/" + "/".join(folders) + (f"?{query}" if query is not None else "")
    url = urls.canonical(written)
    if url is None or url.endswith("gazette.example/"):
        return
    (pattern,) = patterns([url])
    text = f"name: a\nstart: [https://gazette.example/]\narticles: {{match: ['{pattern}']}}"

    profile = profiles.parse(text, source="a.yaml")

    assert yaml.safe_load(text)["articles"]["match"] == [pattern]
    assert finds(profile.article_patterns[0], url)
