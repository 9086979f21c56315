"""The posts of writers: "Staff Writer", "Redakteurin", "corresponsal"."""

from __future__ import annotations

import re

from newsspider.language import word_lists

LONGEST = 160  # characters of a post, or of a name with one

_NOUN = word_lists.pattern("posts.nouns")
_KIND = word_lists.pattern("posts.kinds")
_POST = re.compile(
    rf"""(?:[^\W\d][\w'’&./-]*,?\s+){{0,4}}{_NOUN}(?:[\s-]+(?:in[\s-]chief|at\slarge|spécial\w*|special\w*))?
    |(?:special(?:ly)?|exclusive(?:ly)?)\s+(?:to|for)\s+(?:the\s+)?\w[\w .'’-]{{1,40}}""",
    re.IGNORECASE | re.VERBOSE,
)
_ANY_POST = re.compile(
    rf"(?:[^\W\d][\w'’&./-]*,?\s+){{0,5}}{word_lists.pattern('posts.nouns', 'posts.professions')}"
    rf"(?:[\s-]+in[\s-]chief|\s+(?:at|of|for|to|in|de|des|du|bei|an)\b.*|\s*(?:[&,/]|and\s).*)?",
    re.IGNORECASE,
)
_INITIAL = re.compile(r"\s*[^\W\d_]\.\s")
_WITH_POST = re.compile(
    rf"(?P<names>.*?[^\s,(|–—·•/-])(?:\s*[,(|–—·•/]\s*|\s+-\s+)(?P<post>[^,(|–—·•/]*)"
    rf"|(?P<before>.*?)\s+(?:{_KIND}\s+){{0,3}}{_NOUN}",
    re.IGNORECASE | re.VERBOSE,
)


def is_post(text: str) -> bool:
    """Whether a text is a writer's post and nothing else; "A. Writer" is a name."""
    return (
        len(text) <= LONGEST and not _INITIAL.match(text) and _POST.fullmatch(text.strip(" ()")) is not None
    )


def is_any_post(text: str) -> bool:
    """Whether a text behind a name is any post or profession: "Head of Product", "Analyst"."""
    return len(text) <= LONGEST and _ANY_POST.fullmatch(text.strip(" ()")) is not None


def without_post(text: str) -> str | None:
    """The text before a post, with or without a sign between them; None if it does not end with a post."""
    found = _WITH_POST.fullmatch(text.rstrip(" )")) if len(text) <= LONGEST else None
    if found is None or (found["post"] is not None and not is_post(found["post"])):
        return None
    return found["names"] or found["before"]
