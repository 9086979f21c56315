"""Decide whether a page is an article, a list of stories or a service page, by weighing what is seen on it.

Each row of `EVIDENCE` is one observation: which kinds it speaks for, how much it weighs, and the function
that looks for it.  What a page declares weighs most, then the shape of the page, then its address.  The
weights of each kind are added up, and the heaviest kind wins.  A tie goes to the article: a list that was
stored by mistake is noticed and removed, a story that was not stored is lost.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from newsspider.classify import observations
from newsspider.classify.page_facts import Facts

if TYPE_CHECKING:
    from newsspider.items import Article
    from newsspider.profiles import SiteProfile
    from newsspider.web.document import Document

PageKind = Literal["article", "list", "service"]
KINDS: tuple[PageKind, ...] = ("article", "list", "service")


@dataclass(frozen=True, kw_only=True, slots=True)
class Evidence:
    """One observation: what it speaks for, its weight, and what was seen."""

    kinds: tuple[PageKind, ...]
    weight: float
    seen: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Weighed:
    """The kind of a page and the evidence for and against it, heaviest first."""

    kind: PageKind
    evidence: tuple[Evidence, ...]

    @property
    def decisive(self) -> Evidence | None:
        """The heaviest observation that speaks for the page's kind."""
        return next((one for one in self.evidence if self.kind in one.kinds), None)

    @property
    def declares_article(self) -> bool:
        """Whether the page says of itself, in markup, that it is an article."""
        return any(one.kinds == ("article",) and one.weight >= DECLARED for one in self.evidence)

    def total(self, kind: PageKind) -> float:
        """How much speaks for a kind."""
        return sum(one.weight for one in self.evidence if kind in one.kinds)


# Weights.  A declaration outweighs any address; two strong ones outweigh any shape.
DECLARED = 4.0
BODY_CLASS = 5.0
SHAPE = 4.0
ADDRESS = 2.5


Kinds = tuple[PageKind, ...]
ARTICLE: Kinds = ("article",)
LIST: Kinds = ("list",)
SERVICE: Kinds = ("service",)
ONE_TEXT: Kinds = ("article", "service")
EVIDENCE: tuple[tuple[Kinds, float, Callable[[Facts], str | None]], ...] = (
    # What the page declares of itself
    (ARTICLE, DECLARED, observations.published_time),
    (ARTICLE, DECLARED, observations.json_article),
    (ARTICLE, BODY_CLASS, observations.single_class),
    (ARTICLE, 2.5, observations.og_article),
    (ARTICLE, 1.5, observations.one_item),
    (LIST, BODY_CLASS, observations.list_class),
    (LIST, DECLARED, observations.json_list),
    (LIST, 2.0, observations.json_articles),
    (LIST, 2.0, observations.many_items),
    (LIST, 2.0, observations.many_entries),
    (LIST, 1.0, observations.og_list),
    (SERVICE, 6.0, observations.service_class),
    (SERVICE, DECLARED, observations.json_service),
    # The shape of the page
    (ONE_TEXT, 3.0, observations.own_text(150, 10**9)),
    (ONE_TEXT, 2.0, observations.own_text(50, 150)),
    (ONE_TEXT, 1.0, observations.own_text(15, 50)),
    (ARTICLE, 2.0, observations.body_declared),
    (ONE_TEXT, 1.0, observations.headline),
    (ARTICLE, 1.0, observations.signed),
    (ARTICLE, 1.0, observations.pictures),
    (LIST, SHAPE, observations.teasers),
    (LIST, 2.0, observations.some_teasers),
    (LIST, 3.0, observations.few_teasers),
    (LIST, 3.5, observations.only_headlines),
    (LIST, 2.0, observations.headlines),
    (LIST, 2.0, observations.few_headlines),
    (LIST, 3.0, observations.read_on),
    (LIST, 3.0, observations.list_title),
    (SERVICE, 3.0, observations.service_title),
    # The address
    (ARTICLE, 3.0, observations.profile_article),
    (ARTICLE, 1.5, observations.story_address),
    (LIST, ADDRESS, observations.list_address),
    (LIST, 0.5, observations.index_address),
    (SERVICE, 2.0, observations.service_address),
)


def weigh(document: Document, article: Article | None, *, url: str, profile: SiteProfile) -> Weighed:
    """The kind of a page, by all the evidence on it."""
    facts = Facts(document, article, url, profile)
    found = [
        Evidence(kinds=kinds, weight=weight, seen=seen)
        for kinds, weight, look in EVIDENCE
        if (seen := look(facts))
    ]
    return Weighed(kind=heaviest(found), evidence=tuple(sorted(found, key=lambda one: -one.weight)))


def heaviest(found: Iterable[Evidence]) -> PageKind:
    """The kind with the most weight; of equal ones the article, then the list."""
    totals: dict[PageKind, float] = {"article": 0.0, "list": 0.0, "service": 0.0}
    for one in found:
        for kind in one.kinds:
            totals[kind] += one.weight
    return max(totals, key=lambda kind: totals[kind])
