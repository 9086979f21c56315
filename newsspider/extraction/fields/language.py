"""The language: as declared, unless the text's script or its commonest words say otherwise."""

from __future__ import annotations

import re
from collections import Counter
from heapq import nlargest
from typing import TYPE_CHECKING

from newsspider.extraction.context import FieldValue, Page, first_value, from_selectors

if TYPE_CHECKING:
    from collections.abc import Sequence

SAMPLE = 2_000  # characters
LEAST = 8  # common words that must be there to overrule a declaration
MARGIN = 2.5  # how many times more of another language's words it takes

# Words that every text has, and that few other languages have; by language.
_COMMON = {
    "en": "the and of to in is that for was with as are this by be at from have has his they which"
    " were their been",
    "de": "der die und das ist nicht mit ein eine den von dem auf für sich auch wird wurde des zu"
    " im bei nach aus",
    "fr": "le la les des et est une dans pour qui que sur pas avec du au sont plus par ce cette il"
    " ont aux être",
    "es": "el la los las del que una por con para es se su al como más pero sus este ha fue entre y lo"
    " desde sobre",
    "pt": "o os uma não que do da dos das em no na para com por mais foi ao como são pela pelo sua também à",
    "it": "il che di della è per una non con del le gli nel dei alla sono più anche come delle questo ha dal",
    "nl": "de het een van en is dat op te zijn voor met niet aan er om ook maar bij heeft naar door"
    " wordt uit",
    "sv": "och att det som en på är av för med den till inte har om ett jag men var från när han så vid",
    "da": "og at det som en på er af for med den til ikke har om et jeg men var fra han så ved blev der",
    "no": "og at det som en på er av for med den til ikke har om et jeg men var fra han så ved ble"
    " ikke etter",
    "fi": "ja on ei että se oli hän mutta myös kun ovat kuin tai niin joka mukaan sen jo vain ole sekä",
    "pl": "i w na z się że do nie jest to o jak po od za przez był ale dla jego które oraz tym może",
    "cs": "a se na je že v to s do z o jako za by ale pro jsou podle byl po který také od své ve",
    "sk": "a sa na je že v to s do z o ako za by ale pre sú podľa bol po ktorý aj od ktoré vo",
    "hu": "a az és hogy nem is egy meg ez de volt csak már még el mint azt lesz szerint után kell van",
    "ro": "și în de la a cu pe nu că este din o pentru care mai sunt au fost prin ce să un după sau",
    "tr": "ve bir bu için ile da de olarak daha çok olan gibi en kadar sonra ancak göre ne her oldu diye",
    "id": "yang dan di ini itu dengan untuk dari dalam tidak akan pada juga ke oleh ada karena bisa"
    " telah saat",
    "vi": "và của là có không được trong cho một những với các người này đã khi để đến tại từ",
    "ca": "el la els les i que de amb per una és no del al ha com més però seva aquest dels hi també",
    "hr": "i je u na se da za su od s a o koji što kako će bi nije iz to ali kao ne bio još",
    "lt": "ir kad yra tai iš su į ne apie bei bet kaip už buvo jis po nuo dėl metų taip savo",
    "lv": "un ir ka ar no par uz tas to kas bet arī pēc nav gan lai tika kā vai viņš ja",
    "et": "ja on ei et see ta oli aga kui ka mis oma seda või siis nii pärast mida veel ning",
    "af": "die en van in is het dat nie om te vir met wat op aan hy sy was as daar ook na",
    "sw": "na ya wa kwa ni katika la za kuwa hiyo yake huo alisema huku watu pia cha kama hayo",
    "ru": "и в не на что с по он как это из его за от но для она было все также уже при",
    "uk": "і в не на що з та до він як це за від але для його було про також у під які",
    "bg": "и на в за да се от е не че са с по това той като но до при които беше обаче",
    "sr": "и је у на се да за су од са о који што како ће би није из то али као",
    "ar": "في من على أن إلى عن مع التي هذا الذي هذه كان قد لا ما بعد بين ذلك كما أو",
    "fa": "و در به از که این را با است برای آن یک می شد بود تا هم شده بر خود",
    "ur": "کے میں کی ہے اور سے کا نے کو پر کہ ہیں یہ اس نہیں بھی ایک ہو کر تھا",
}
_LANGUAGES: dict[str, list[str]] = {}  # by word
for _language, _words in _COMMON.items():
    for _one in dict.fromkeys(_words.split()):
        _LANGUAGES.setdefault(_one, []).append(_language)
_WORDS_OF = {language: frozenset(words.split()) for language, words in _COMMON.items()}
_WORD = re.compile(r"[^\W\d_]+")
_SCRIPT = re.compile("[\u0370-\u17ff\u3040-\ud7af]")  # where the scripts that are told apart stand
# Scripts that one language writes, or that part the languages with a word list.
_SCRIPTS = (
    (re.compile(r"[\u3040-\u30ff]"), ("ja",)),
    (re.compile(r"[\uac00-\ud7af]"), ("ko",)),
    (re.compile(r"[\u4e00-\u9fff]"), ("zh", "ja", "yue", "lzh")),
    (re.compile(r"[\u0e00-\u0e7f]"), ("th",)),
    (re.compile(r"[\u0370-\u03ff]"), ("el",)),
    (re.compile(r"[\u0590-\u05ff]"), ("he", "yi")),
    (re.compile(r"[\u0900-\u097f]"), ("hi", "mr", "ne", "sa")),
    (re.compile(r"[\u0980-\u09ff]"), ("bn", "as")),
    (re.compile(r"[\u0b80-\u0bff]"), ("ta",)),
    (re.compile(r"[\u0c00-\u0c7f]"), ("te",)),
    (re.compile(r"[\u10a0-\u10ff]"), ("ka",)),
    (re.compile(r"[\u0530-\u058f]"), ("hy",)),
    (re.compile(r"[\u1000-\u109f]"), ("my",)),
    (re.compile(r"[\u1780-\u17ff]"), ("km",)),
)
_OLD = {
    "iw": "he",
    "in": "id",
    "nb": "no",
    "nn": "no",
    "cn": "zh",
    "jp": "ja",
    "kr": "ko",
    "cz": "cs",
    "ua": "uk",
}
_LOANED = {"ja": 0.05, "zh": 0.3}  # share of a script from which the text is of it; kana beside many kanji


def language(page: Page) -> FieldValue | None:
    """The language's tag."""
    only = page.profile.languages if page.profile and len(page.profile.languages) == 1 else ()
    declared = page.document.language
    stated = first_value(
        from_selectors(page, "language"),
        FieldValue(value=declared, source="declared:lang") if declared else None,
        FieldValue(value=only[0], source="profile") if only else None,
    )
    heard = language_of_text(_sample(page), declared=stated.value if stated else None)
    if heard and (stated is None or _base(stated.value) != heard) and not _selected(stated):
        return FieldValue(value=heard, source="inferred:text")
    return stated


def language_of_text(text: str, *, declared: str | None) -> str | None:
    """The language that a text is surely in; None where it does not contradict what is *declared*."""
    words = _WORD.findall(text.lower())
    letters = sum(map(len, words))
    said = _base(declared) if declared else ""
    for pattern, languages in _SCRIPTS if _SCRIPT.search(text) else ():
        if len(pattern.findall(text)) > letters * _LOANED.get(languages[0], 0.4):
            return None if said in languages else languages[0]
    return _by_words(words, said)


def _by_words(words: Sequence[str], said: str) -> str | None:
    """The language whose common words are by far the most frequent."""
    common = list(filter(_LANGUAGES.__contains__, words))
    if sum(map(_WORDS_OF.get(said, frozenset()).__contains__, common)) * MARGIN >= len(common) > 0:
        return None  # no other can have so many more
    counts = dict.fromkeys(_COMMON, 0)
    kinds = dict.fromkeys(_COMMON, 0)
    for word, times in Counter(common).items():
        for language in _LANGUAGES[word]:
            counts[language] += times
            kinds[language] += 1
    best = max(counts, key=lambda language: (counts[language], kinds[language]))
    if counts[best] < LEAST or kinds[best] < 5:
        return None
    if said == best or {said, best} in ({"da", "no"}, {"hr", "sr"}, {"hr", "bs"}, {"cs", "sk"}, {"id", "ms"}):
        return None
    if said and said not in counts:
        return best if counts[best] >= 4 * LEAST else None
    if said:
        return best if counts[best] > MARGIN * counts[said] else None
    second = max(count for language, count in counts.items() if language != best)
    return best if counts[best] >= 1.15 * second else None


def _sample(page: Page) -> str:
    """The longest lines of running text."""
    prose = (line for line in page.tree.lines if line.linked * 2 < line.chars)
    return " ".join(line.text for line in nlargest(12, prose, key=lambda line: line.chars))[:SAMPLE]


def _base(tag: str) -> str:
    base = tag.partition("-")[0].lower()
    return _OLD.get(base, base)


def _selected(found: FieldValue | None) -> bool:
    return found is not None and found.source.startswith("selected")
