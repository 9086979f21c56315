"""The posts of writers: "Staff Writer", "Redakteurin", "corresponsal"."""

from __future__ import annotations

import re

from newsspider.language import word_lists

LONGEST = 160  # characters of a line that is a post, or a name with one

_NOUN = word_lists.pattern("posts.nouns")
_KIND = word_lists.pattern("posts.kinds")
_POST = re.compile(
    rf"""(?:[^\W\d][\w'’&./-]*,?\s+){{0,4}}{_NOUN}(?:[\s-]+(?:in[\s-]chief|at\slarge|spécial\w*|special\w*))?
    |(?:special(?:ly)?|exclusive(?:ly)?)\s+(?:to|for)\s+(?:the\s+)?\w[\w .'’-]{{1,40}}""",
    re.IGNORECASE | re.VERBOSE,
)
_INITIAL = re.compile(r"\s*[^\W\d_]\.\s")
_WITH_POST = re.compile(
    rf"(?P<names>.*?[^\s,(|–—·•/-])(?:\s*[,(|–—·•/]\s*|\s+-\s+)(?P<post>[^,(|–—·•/]*)"
    rf"|(?P<before>.*?)\s+(?:{_KIND}\s+){{0,3}}{_NOUN}",
    re.IGNORECASE | re.VERBOSE,
)


def is_post(said: str) -> bool:
    """Whether a text is the post of a writer and nothing else; "A. Writer" is a name."""
    return (
        len(said) <= LONGEST and not _INITIAL.match(said) and _POST.fullmatch(said.strip(" ()")) is not None
    )


def without_post(said: str) -> str | None:
    """What stands before a post, with or without a sign between them; None where no post is at the end."""
    found = _WITH_POST.fullmatch(said.rstrip(" )")) if len(said) <= LONGEST else None
    if found is None or (found["post"] is not None and not is_post(found["post"])):
        return None
    return found["names"] or found["before"]
