"""Ranges of characters for regular expressions: scripts of East and Southeast Asia, by Unicode's blocks.

Each is written as between brackets: `f"[{HAN}]"` is one Chinese character.
"""

from __future__ import annotations

KANA = "\u3040-\u30ff"
HAN = "\u3400-\u4dbf\u4e00-\u9fff"
HAN_COMPATIBILITY = "\uf900-\ufaff"
RARE_HAN = "\U00020000-\U0003ffff"
HANGUL = "\uac00-\ud7af"
HANGUL_LETTERS = "\u1100-\u11ff"
THAI = "\u0e00-\u0e7f"
SOUTHEAST_ASIAN = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"  # Thai, Lao, Burmese, Khmer
PUNCTUATION = "\u3001-\u303f\uff01-\uff5e"  # and letters as wide as a Chinese character

# Characters that are a word each, for comparing and counting: Chinese and Japanese without blanks.
WORD_EACH = KANA + HAN + HAN_COMPATIBILITY
CJK = KANA + HAN + HANGUL
# Scripts that are searched by pairs of characters.
SEARCHED_BY_PAIRS = (
    SOUTHEAST_ASIAN + HANGUL_LETTERS + KANA + "\u31f0-\u31ff" + HAN + HANGUL + HAN_COMPATIBILITY
    + "\uff66-\uff9d" + RARE_HAN
)  # fmt: skip
