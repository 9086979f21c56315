"""The headline is chosen among all that a page, and the front that led to it, call the story."""

from __future__ import annotations

import pytest

from newsspider.extraction import extract
from newsspider.items import Hint
from newsspider.profiles.site import SiteProfile

URL = "http://gazette.example.org/60/mail.html"
GAZETTE = SiteProfile(name="gazette", title="Harbour Gazette", start=(URL,), hosts=frozenset(("h",)))


@pytest.mark.parametrize(
    ("own", "said"),
    [
        ("HarbourGazette MailBag", "The MailBag"),
        ("Harbour Gazette 60: The Answer Page", "The Answer Page"),
        ("More 2¢ Tips!", "More 2-Cent Tips"),
        ("Back Page", "The Back Page"),
    ],
)
def test_the_front_names_a_page_that_adds_but_the_site_or_signs(own: str, said: str) -> None:
    page = f"<title>{own}</title><h1>{own}</h1><p>Text."
    article = extract(page, URL, hint=Hint(text=said, issue="60"), profile=GAZETTE)
    assert (article.headline, article.provenance["headline"]) == (said, "hint")


@pytest.mark.parametrize("said", ["The Harbour", "A Night in the Harbour…", "read more", "60"])
def test_a_page_with_words_of_its_own_keeps_them(said: str) -> None:
    page = "<title>A Night in the Harbour</title><h1>A Night in the Harbour</h1><p>Text."
    article = extract(page, URL, hint=Hint(text=said, issue="60"), profile=GAZETTE)
    assert article.headline == "A Night in the Harbour"
