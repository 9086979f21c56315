"""What one answer brought, into all the tables that it concerns."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from newsspider.items import Decision, Verdict
from newsspider.storage.tables import (
    absorbing,
    addresses,
    articles,
    assets,
    blocks,
    captures,
    claims,
    finishing,
    hints,
    likenesses,
    missing,
    story_ids,
    twins,
    updates,
    waiting,
)

if TYPE_CHECKING:
    from newsspider.items import Article, Unit
    from newsspider.storage.writing import Writing


_FINE = frozenset({*finishing.GOOD, Verdict.NOT_MODIFIED, Verdict.REDIRECT})

# Answers that are no story themselves, and stand for one.
_LEADING_ON = frozenset({Verdict.NOT_MODIFIED, Verdict.REDIRECT, Verdict.PAGE})


@dataclass(frozen=True, kw_only=True, slots=True)
class Kept:
    """What a unit was to the archive.

    `decision` is None where there was no article to decide on.  `is_duplicate`: the article was
    known, under another address.  `is_gone`: with this answer its last address
    says that there is no such page; the end of the run decides whether that is believed (`claims`).
    """

    unit: Unit
    decision: Decision | None = None
    article_id: int | None = None
    is_duplicate: bool = False
    is_gone: bool = False


def keep_unit(writing: Writing, unit: Unit) -> Kept:
    """Keep one unit: captures, article, addresses, link blocks, links, and its address's own "done"."""
    capture_id = None
    for capture in unit.captures:
        declares_article = unit.declares_article and capture is unit.captures[-1]
        capture_id = captures.insert(writing, unit.site, capture, declares_article=declares_article)
    if unit.asset:
        return _keep_asset(writing, unit)
    if unit.verdict in _FINE:
        # A redirect that ends at an error page or a wall says nothing of where the story is.
        _note_redirects(writing, unit)
        claims.drop(writing, unit.site, _own_urls(unit))
    if unit.address_url and absorbing.is_joined_already(writing, unit):
        unit = replace(unit, article=None, verdict=Verdict.PAGE)
    kept = _keep_answer(writing, unit, capture_id)
    _note_other_addresses(writing, unit, kept.article_id)
    _keep_blocks(writing, unit, kept.article_id)
    if unit.article and kept.article_id is not None and not kept.is_duplicate:
        likenesses.keep_editions(writing.conn, kept.article_id, unit.editions, at=writing.at)
        if unit.story_id:
            story_ids.keep(writing.conn, unit.site, kept.article_id, unit.story_id, at=writing.at)
    _part_pages(writing, unit)
    _keep_frontier(writing, unit, kept)
    if unit.address_url and kept.article_id is None and unit.verdict not in _LEADING_ON:
        twins.ask_again(writing, unit.site, unit.address_url)
    if unit.article and kept.article_id is not None and unit.joined_urls:
        first_url = waiting.part_of(writing.conn, unit.site, unit.joined_urls[0]) or unit.article.url
        absorbing.absorb(
            writing, unit.site, unit.joined_urls, article_id=kept.article_id, first_url=first_url
        )
    _note_further_addresses(writing, unit)
    if unit.missing:
        missing.keep(writing, unit.site, unit.missing)
    return kept


def _part_pages(writing: Writing, unit: Unit) -> None:
    """Have pages asked for themselves that turned out not to be further pages of an article."""
    if unit.is_apart and unit.address_url:
        absorbing.release(writing, unit.site, unit.address_url)
    absorbing.ask_apart(writing, unit.site, unit.apart_urls)
    if unit.verdict in claims.GONE and unit.address_url:
        absorbing.let_go(writing, unit.site, unit.address_url)


def keep_article(writing: Writing, unit: Unit, *, capture_id: int) -> int | None:
    """The article that a kept capture is now read as: its row, addresses and link blocks are written."""
    assert unit.article
    kept = _keep_article(writing, unit, unit.article, capture_id)
    _note_other_addresses(writing, unit, kept.article_id)
    _keep_blocks(writing, unit, kept.article_id)
    return kept.article_id


def _keep_asset(writing: Writing, unit: Unit) -> Kept:
    """An asset has its captures and its place in the frontier, and is nothing else to the archive."""
    _take_in_assets(writing, unit)
    finishing.finish_asset(writing, unit)
    return Kept(unit=unit)


def _take_in_assets(writing: Writing, unit: Unit) -> None:
    """Take in the assets that the unit shows, links or needs; a list has no news by them."""
    if unit.assets:
        waiting.add(writing.conn, unit.site, unit.assets, at=writing.at, run_id=writing.run_id)
        assets.note_shown(writing.conn, unit.site, unit.assets)


def _keep_frontier(writing: Writing, unit: Unit, kept: Kept) -> None:
    """Take in the addresses that the unit found, and finish its own."""
    conn, site = writing.conn, unit.site
    new_addresses = waiting.add(conn, site, unit.links, at=writing.at, run_id=writing.run_id)
    _take_in_assets(writing, unit)
    if unit.verdict is Verdict.SITEMAP and unit.address_url and unit.links:
        named = (link.url for link in unit.links if link.kind == "article")
        waiting.note_named(conn, site, unit.address_url, named, at=writing.at, run_id=writing.run_id)
    outcome = finishing.Outcome(
        decision=kept.decision, article_id=kept.article_id, new_addresses=new_addresses
    )
    finishing.finish(writing, unit, outcome)
    own = [unit.address_url] if unit.address_url and kept.article_id is not None else []
    if heard_of := own + hints.telling(unit.links):
        hints.fill(writing, site, heard_of)


def _keep_answer(writing: Writing, unit: Unit, capture_id: int | None) -> Kept:
    if unit.verdict in claims.GONE:
        kept = _keep_gone(writing, unit)
        # A further page that is gone: its article is what its other pages make of it.
        return _keep_article(writing, unit, unit.article, capture_id) if unit.article else kept
    if unit.verdict is Verdict.NOT_MODIFIED:
        return _keep_unmodified(writing, unit)
    if unit.article is None:
        return Kept(unit=unit)
    return _keep_article(writing, unit, unit.article, capture_id)


def _keep_article(writing: Writing, unit: Unit, article: Article, capture_id: int | None) -> Kept:
    known = articles.find(writing, unit.site, article, led_from=_leading_urls(unit))
    if known is None:
        if not article.body and unit.verdict not in (Verdict.ARTICLE, Verdict.STUB):
            return Kept(unit=unit)
        article_id = articles.insert(writing, unit.site, article, capture_id=capture_id)
        _note_speaker(writing, unit.site, article, article_id)
        return Kept(unit=unit, decision=Decision.FIRST, article_id=article_id)
    if known.has_text and not article.body:
        updates.hide_text(writing, known.id)
        return Kept(unit=unit, article_id=known.id)
    return _keep_known(writing, unit, article, known, capture_id)


def _keep_known(
    writing: Writing, unit: Unit, article: Article, known: articles.Known, capture_id: int | None
) -> Kept:
    rows = addresses.rows_of(writing, known.id)
    leading = set(_leading_urls(unit))
    is_new = all(found.url != article.url for found in rows) and leading.isdisjoint(
        found.url for found in rows
    )
    if any(found.is_claim and found.url == article.url == article.canonical_url for found in rows):
        known = articles.confirm_canonical(writing, known, article.url)
    others = [found for found in addresses.speakers(rows) if found.url not in leading | {article.url}]
    if others and article.url != known.canonical_url:
        addresses.note_answer(writing, unit.site, article.url, "duplicate", article_id=known.id)
        articles.renew(writing, known.id)
        return Kept(unit=unit, decision=Decision.SAME, article_id=known.id, is_duplicate=True)
    if updates.completed(writing, known, article, capture_id=capture_id):
        return Kept(unit=unit, article_id=known.id)
    if unit.awaits_pages and updates.is_awaited(known, article):
        return Kept(unit=unit, article_id=known.id)
    is_stub = unit.verdict is Verdict.STUB
    decision: Decision | None = updates.update(
        writing, known, article, capture_id=capture_id, is_stub=is_stub
    )
    _note_speaker(writing, unit.site, article, known.id)
    if unit.verdict is Verdict.PAGE and decision is Decision.SAME:
        decision = None  # the article was counted with its first page
    return Kept(unit=unit, decision=decision, article_id=known.id, is_duplicate=is_new)


def _note_speaker(writing: Writing, site: str, article: Article, article_id: int) -> None:
    """Note the address that the article's wording now comes from, and the canonical one it declares."""
    _move_canonical(writing, article, article_id)
    canonical_url = articles.by_id(writing, article_id).canonical_url
    is_canonical = article.url == canonical_url
    addresses.note_answer(
        writing, site, article.url, "canonical" if is_canonical else "fetched", article_id=article_id
    )
    addresses.demote_others(writing, article_id, speaker_url=article.url)
    articles.note_claim(writing, site, article, article_id)


def _move_canonical(writing: Writing, article: Article, article_id: int) -> None:
    """Take over the canonical address of an article that moved.

    Its new address names itself canonical, and the old canonical one answers no more, or never did.
    """
    known = articles.by_id(writing, article_id)
    if article.url != article.canonical_url or known.canonical_url == article.url:
        return
    rows = addresses.rows_of(writing, article_id)
    if not any(found.url == known.canonical_url for found in addresses.speakers(rows)):
        articles.set_canonical(writing, article_id, article.url)


def _keep_unmodified(writing: Writing, unit: Unit) -> Kept:
    known = _known_address(writing, unit)
    if known is None:
        return Kept(unit=unit)
    blocks.renew(writing, known.id)
    if known.article_id is None or not addresses.renew(writing, known):
        return Kept(unit=unit, article_id=known.article_id)
    if known.reason == "duplicate":
        articles.renew(writing, known.article_id)
    else:
        articles.renew_wording(writing, known.article_id)
    return Kept(unit=unit, decision=Decision.SAME, article_id=known.article_id)


def _known_address(writing: Writing, unit: Unit) -> addresses.UrlRow | None:
    """The row of the address that answered; of the one asked where that is not known."""
    urls = [capture.address_url for capture in reversed(unit.captures)] + [unit.address_url]
    rows = (addresses.row(writing, unit.site, url) for url in urls if url)
    return next((found for found in rows if found), None)


def _keep_gone(writing: Writing, unit: Unit) -> Kept:
    # Where a redirect leads home, the home page itself is not gone.
    answering = unit.captures[:-1] if unit.verdict is Verdict.REDIRECT_HOME else unit.captures
    urls = {url for url in (unit.address_url, *(capture.address_url for capture in answering)) if url}
    claimed = claims.note(writing, unit.site, sorted(urls), unit.verdict)
    last = [one for one in claimed if claims.is_last(writing, one)]
    return Kept(unit=unit, article_id=min(last or claimed, default=None), is_gone=bool(last))


def _leading_urls(unit: Unit) -> Iterator[str]:
    """The addresses that were redirected on the way to the answer."""
    for capture in unit.captures[:-1]:
        if capture.address_url != unit.captures[-1].address_url:
            yield capture.address_url


def _own_urls(unit: Unit) -> frozenset[str]:
    """The address that was asked, and those that answered."""
    return frozenset(
        url for url in (unit.address_url, *(capture.address_url for capture in unit.captures)) if url
    )


def _note_redirects(writing: Writing, unit: Unit) -> None:
    for before, after in zip(unit.captures, unit.captures[1:], strict=False):
        addresses.note_leading(
            writing, unit.site, before.address_url, "redirect", target_url=after.address_url
        )


def _note_other_addresses(writing: Writing, unit: Unit, article_id: int | None) -> None:
    """Note whatever other addresses the unit names for its article."""
    if article_id is None or unit.article is None:
        return
    for url, reason in unit.other_urls.items():
        addresses.note(writing, unit.site, url, reason, article_id=article_id)
    found = unit.captures[-1].address_url if unit.captures else unit.address_url
    if found and found != unit.article.url and waiting.part_of(writing.conn, unit.site, found) is None:
        addresses.note(writing, unit.site, found, "found", article_id=article_id)


def _note_further_addresses(writing: Writing, unit: Unit) -> None:
    """Note the addresses that profiles rewrote, the further pages, and where a lone redirect leads."""
    for link in unit.links:
        if link.written_url:
            addresses.note_leading(writing, unit.site, link.written_url, "rewritten", target_url=link.url)
    if unit.address_url is None:
        return
    if unit.verdict is Verdict.PAGE and (
        first_url := waiting.part_of(writing.conn, unit.site, unit.address_url)
    ):
        addresses.note_leading(writing, unit.site, unit.address_url, "page", target_url=first_url)
    last = unit.captures[-1] if unit.captures else None
    if unit.verdict is Verdict.REDIRECT and last and last.location_url:
        addresses.note_leading(writing, unit.site, last.address_url, "redirect", target_url=last.location_url)


def _keep_blocks(writing: Writing, unit: Unit, article_id: int | None) -> None:
    if unit.article and article_id is not None and unit.article.link_blocks:
        url_id = addresses.note(writing, unit.site, unit.article.url, "found", article_id=article_id)
        blocks.keep(writing, unit.article.link_blocks, url_id=url_id, article_id=article_id)
    url = unit.captures[-1].address_url if unit.captures else unit.address_url
    if url and (unit.page_blocks or unit.verdict is Verdict.FRONT):
        url_id = addresses.note(writing, unit.site, url, "front")
        blocks.keep(writing, unit.page_blocks, url_id=url_id, article_id=None)
