"""Names of files made of what people wrote."""

from __future__ import annotations

import unicodedata

_LONGEST_BYTES = 120  # a file system takes 255 for a name


def slug(words: str) -> str:
    """The words, in any script, for the name of a file; "" if no word has a letter or digit."""
    letters = unicodedata.normalize("NFKC", words).casefold().replace("'", "").replace("’", "")
    spaced = "".join(char if _is_part_of_a_word(char) else " " for char in letters)
    made = ""
    for word in spaced.split():
        longer = f"{made}-{word}" if made else word
        if len(longer.encode()) > _LONGEST_BYTES:
            return made or word.encode()[:_LONGEST_BYTES].decode(errors="ignore")
        made = longer
    return made


def _is_part_of_a_word(char: str) -> bool:
    return char.isalnum() or unicodedata.category(char)[0] == "M"
