"""Stores everything one answer brought, in all the tables it concerns."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from newsspider.items import Decision, Verdict
from newsspider.storage import merged_pages
from newsspider.storage.articles import (
    article_rows,
    article_updates,
    article_urls,
    late_hints,
    link_block_rows,
    near_duplicate_links,
    translations,
)
from newsspider.storage.frontier import alternate_pages, asset_pages, finished, incoming, probe_answers
from newsspider.storage.runs import capture_rows, removal_claims

if TYPE_CHECKING:
    from newsspider.items import Article, Unit
    from newsspider.storage.transaction import Transaction


_FINE = frozenset({*finished.GOOD, Verdict.NOT_MODIFIED, Verdict.REDIRECT})

# Answers that are not a story themselves but show one.
_LEADING_ON = frozenset({Verdict.NOT_MODIFIED, Verdict.REDIRECT, Verdict.PAGE})


@dataclass(frozen=True, kw_only=True, slots=True)
class StoredUnit:
    """What a unit was to the archive.

    `decision` is None without an article. `is_duplicate`: the article was known under another address.
    `is_gone`: with this answer its last address says there is no such page; the end of the run decides
    whether that is believed (`removal_claims`).
    """

    unit: Unit
    decision: Decision | None = None
    article_id: int | None = None
    is_duplicate: bool = False
    is_gone: bool = False


def store_unit(transaction: Transaction, unit: Unit) -> StoredUnit:
    """Store one unit: captures, article, addresses, link blocks, links, and that its address is done."""
    capture_id = None
    for capture in unit.captures:
        declares_article = unit.declares_article and capture is unit.captures[-1]
        capture_id = capture_rows.insert(transaction, unit.site, capture, declares_article=declares_article)
    if unit.asset:
        return _keep_asset(transaction, unit)
    if unit.verdict in _FINE:
        # A redirect to an error page or a wall says nothing of where the story is.
        _note_redirects(transaction, unit)
        removal_claims.drop(transaction, unit.site, _own_urls(unit))
    if unit.address_url and merged_pages.is_joined_already(transaction, unit):
        unit = replace(unit, article=None, verdict=Verdict.PAGE)
    kept = _keep_answer(transaction, unit, capture_id)
    _note_other_addresses(transaction, unit, kept.article_id)
    _keep_blocks(transaction, unit, kept.article_id)
    if unit.article and kept.article_id is not None and not kept.is_duplicate:
        near_duplicate_links.keep_editions(
            transaction.conn, kept.article_id, unit.editions, at=transaction.at
        )
        if unit.story_id:
            translations.keep(transaction.conn, unit.site, kept.article_id, unit.story_id, at=transaction.at)
    _part_pages(transaction, unit)
    _keep_frontier(transaction, unit, kept)
    if unit.address_url and kept.article_id is None and unit.verdict not in _LEADING_ON:
        alternate_pages.ask_again(transaction, unit.site, unit.address_url)
    if unit.article and kept.article_id is not None and unit.joined_urls:
        first_url = incoming.part_of(transaction.conn, unit.site, unit.joined_urls[0]) or unit.article.url
        merged_pages.absorb(
            transaction, unit.site, unit.joined_urls, article_id=kept.article_id, first_url=first_url
        )
    _note_further_addresses(transaction, unit)
    if unit.missing:
        probe_answers.keep(transaction, unit.site, unit.missing)
    return kept


def _part_pages(transaction: Transaction, unit: Unit) -> None:
    """Request pages as stories of their own that turned out not to be further pages of an article."""
    if unit.is_apart and unit.address_url:
        merged_pages.release(transaction, unit.site, unit.address_url)
    merged_pages.request_as_stories(transaction, unit.site, unit.apart_urls)
    if unit.verdict in removal_claims.GONE and unit.address_url:
        merged_pages.request_separately(transaction, unit.site, unit.address_url)


def store_article(transaction: Transaction, unit: Unit, *, capture_id: int) -> int | None:
    """Store the article that a kept capture is now read as: its row, addresses and link blocks."""
    assert unit.article
    kept = _keep_article(transaction, unit, unit.article, capture_id)
    _note_other_addresses(transaction, unit, kept.article_id)
    _keep_blocks(transaction, unit, kept.article_id)
    return kept.article_id


def _keep_asset(transaction: Transaction, unit: Unit) -> StoredUnit:
    """Store an asset: it has captures and a place in the frontier, and nothing else."""
    _take_in_assets(transaction, unit)
    finished.finish_asset(transaction, unit)
    return StoredUnit(unit=unit)


def _take_in_assets(transaction: Transaction, unit: Unit) -> None:
    """Add the assets that the unit shows, links or needs; they are no news of a list."""
    if unit.assets:
        incoming.add(transaction.conn, unit.site, unit.assets, at=transaction.at, run_id=transaction.run_id)
        asset_pages.note_shown(transaction.conn, unit.site, unit.assets)


def _keep_frontier(transaction: Transaction, unit: Unit, kept: StoredUnit) -> None:
    """Add the addresses that the unit found, and record that its own is done."""
    conn, site = transaction.conn, unit.site
    new_addresses = incoming.add(conn, site, unit.links, at=transaction.at, run_id=transaction.run_id)
    _take_in_assets(transaction, unit)
    if unit.verdict is Verdict.SITEMAP and unit.address_url and unit.links:
        named = (link.url for link in unit.links if link.kind == "article")
        incoming.note_named(conn, site, unit.address_url, named, at=transaction.at, run_id=transaction.run_id)
    outcome = finished.Outcome(
        decision=kept.decision, article_id=kept.article_id, new_addresses=new_addresses
    )
    finished.finish(transaction, unit, outcome)
    own = [unit.address_url] if unit.address_url and kept.article_id is not None else []
    if heard_of := own + late_hints.telling(unit.links):
        late_hints.fill(transaction, site, heard_of)


def _keep_answer(transaction: Transaction, unit: Unit, capture_id: int | None) -> StoredUnit:
    if unit.verdict in removal_claims.GONE:
        kept = _keep_gone(transaction, unit)
        # A further page that is gone: the article is made of its other pages.
        return _keep_article(transaction, unit, unit.article, capture_id) if unit.article else kept
    if unit.verdict is Verdict.NOT_MODIFIED:
        return _keep_unmodified(transaction, unit)
    if unit.article is None:
        return StoredUnit(unit=unit)
    return _keep_article(transaction, unit, unit.article, capture_id)


def _keep_article(
    transaction: Transaction, unit: Unit, article: Article, capture_id: int | None
) -> StoredUnit:
    known = article_rows.find(transaction, unit.site, article, led_from=_leading_urls(unit))
    if known is None:
        if not article.body and unit.verdict not in (Verdict.ARTICLE, Verdict.STUB):
            return StoredUnit(unit=unit)
        article_id = article_rows.insert(transaction, unit.site, article, capture_id=capture_id)
        _note_speaker(transaction, unit.site, article, article_id)
        return StoredUnit(unit=unit, decision=Decision.FIRST, article_id=article_id)
    if known.has_text and not article.body:
        article_updates.hide_text(transaction, known.id)
        return StoredUnit(unit=unit, article_id=known.id)
    return _keep_known(transaction, unit, article, known, capture_id)


def _keep_known(
    transaction: Transaction,
    unit: Unit,
    article: Article,
    known: article_rows.KnownArticle,
    capture_id: int | None,
) -> StoredUnit:
    rows = article_urls.rows_of(transaction, known.id)
    leading = set(_leading_urls(unit))
    is_new = all(found.url != article.url for found in rows) and leading.isdisjoint(
        found.url for found in rows
    )
    if any(found.is_claim and found.url == article.url == article.canonical_url for found in rows):
        known = article_rows.confirm_canonical(transaction, known, article.url)
    others = [found for found in article_urls.speakers(rows) if found.url not in leading | {article.url}]
    if others and article.url != known.canonical_url:
        article_urls.note_answer(transaction, unit.site, article.url, "duplicate", article_id=known.id)
        article_rows.renew(transaction, known.id)
        return StoredUnit(unit=unit, decision=Decision.SAME, article_id=known.id, is_duplicate=True)
    if article_updates.completed(transaction, known, article, capture_id=capture_id):
        return StoredUnit(unit=unit, article_id=known.id)
    if unit.awaits_pages and article_updates.is_awaited(known, article):
        return StoredUnit(unit=unit, article_id=known.id)
    is_stub = unit.verdict is Verdict.STUB
    decision: Decision | None = article_updates.update(
        transaction, known, article, capture_id=capture_id, is_stub=is_stub
    )
    _note_speaker(transaction, unit.site, article, known.id)
    if unit.verdict is Verdict.PAGE and decision is Decision.SAME:
        decision = None  # the article was counted with its first page
    return StoredUnit(unit=unit, decision=decision, article_id=known.id, is_duplicate=is_new)


def _note_speaker(transaction: Transaction, site: str, article: Article, article_id: int) -> None:
    """Record the address that the article's text now comes from, and the canonical address it declares."""
    _move_canonical(transaction, article, article_id)
    canonical_url = article_rows.by_id(transaction, article_id).canonical_url
    is_canonical = article.url == canonical_url
    article_urls.note_answer(
        transaction, site, article.url, "canonical" if is_canonical else "fetched", article_id=article_id
    )
    article_urls.demote_others(transaction, article_id, speaker_url=article.url)
    article_rows.note_claim(transaction, site, article, article_id)


def _move_canonical(transaction: Transaction, article: Article, article_id: int) -> None:
    """Take over the canonical address of an article that moved.

    Its new address names itself canonical, and the old canonical address no longer answers, or never did.
    """
    known = article_rows.by_id(transaction, article_id)
    if article.url != article.canonical_url or known.canonical_url == article.url:
        return
    rows = article_urls.rows_of(transaction, article_id)
    if not any(found.url == known.canonical_url for found in article_urls.speakers(rows)):
        article_rows.set_canonical(transaction, article_id, article.url)


def _keep_unmodified(transaction: Transaction, unit: Unit) -> StoredUnit:
    known = _known_address(transaction, unit)
    if known is None:
        return StoredUnit(unit=unit)
    link_block_rows.renew(transaction, known.id)
    if known.article_id is None or not article_urls.renew(transaction, known):
        return StoredUnit(unit=unit, article_id=known.article_id)
    if known.reason == "duplicate":
        article_rows.renew(transaction, known.article_id)
    else:
        article_rows.renew_revision(transaction, known.article_id)
    return StoredUnit(unit=unit, decision=Decision.SAME, article_id=known.article_id)


def _known_address(transaction: Transaction, unit: Unit) -> article_urls.UrlRow | None:
    """The row of the address that answered, or of the requested one if that is unknown."""
    urls = [capture.address_url for capture in reversed(unit.captures)] + [unit.address_url]
    rows = (article_urls.row(transaction, unit.site, url) for url in urls if url)
    return next((found for found in rows if found), None)


def _keep_gone(transaction: Transaction, unit: Unit) -> StoredUnit:
    # If a redirect leads home, the home page itself is not gone.
    answering = unit.captures[:-1] if unit.verdict is Verdict.REDIRECT_HOME else unit.captures
    urls = {url for url in (unit.address_url, *(capture.address_url for capture in answering)) if url}
    claimed = removal_claims.note(transaction, unit.site, sorted(urls), unit.verdict)
    last = [one for one in claimed if removal_claims.is_last(transaction, one)]
    return StoredUnit(unit=unit, article_id=min(last or claimed, default=None), is_gone=bool(last))


def _leading_urls(unit: Unit) -> Iterator[str]:
    """The addresses that were redirected on the way to the answer."""
    for capture in unit.captures[:-1]:
        if capture.address_url != unit.captures[-1].address_url:
            yield capture.address_url


def _own_urls(unit: Unit) -> frozenset[str]:
    """The requested address, and the addresses that answered."""
    return frozenset(
        url for url in (unit.address_url, *(capture.address_url for capture in unit.captures)) if url
    )


def _note_redirects(transaction: Transaction, unit: Unit) -> None:
    for before, after in zip(unit.captures, unit.captures[1:], strict=False):
        article_urls.note_leading(
            transaction, unit.site, before.address_url, "redirect", target_url=after.address_url
        )


def _note_other_addresses(transaction: Transaction, unit: Unit, article_id: int | None) -> None:
    """Record all other addresses that the unit names for its article."""
    if article_id is None or unit.article is None:
        return
    for url, reason in unit.other_urls.items():
        article_urls.note(transaction, unit.site, url, reason, article_id=article_id)
    found = unit.captures[-1].address_url if unit.captures else unit.address_url
    if found and found != unit.article.url and incoming.part_of(transaction.conn, unit.site, found) is None:
        article_urls.note(transaction, unit.site, found, "found", article_id=article_id)


def _note_further_addresses(transaction: Transaction, unit: Unit) -> None:
    """Record addresses that profiles rewrote, further pages, and where a lone redirect leads."""
    for link in unit.links:
        if link.written_url:
            article_urls.note_leading(
                transaction, unit.site, link.written_url, "rewritten", target_url=link.url
            )
    if unit.address_url is None:
        return
    if unit.verdict is Verdict.PAGE and (
        first_url := incoming.part_of(transaction.conn, unit.site, unit.address_url)
    ):
        article_urls.note_leading(transaction, unit.site, unit.address_url, "page", target_url=first_url)
    last = unit.captures[-1] if unit.captures else None
    if unit.verdict is Verdict.REDIRECT and last and last.location_url:
        article_urls.note_leading(
            transaction, unit.site, last.address_url, "redirect", target_url=last.location_url
        )


def _keep_blocks(transaction: Transaction, unit: Unit, article_id: int | None) -> None:
    if unit.article and article_id is not None and unit.article.link_blocks:
        url_id = article_urls.note(transaction, unit.site, unit.article.url, "found", article_id=article_id)
        link_block_rows.keep(transaction, unit.article.link_blocks, url_id=url_id, article_id=article_id)
    url = unit.captures[-1].address_url if unit.captures else unit.address_url
    if url and (unit.page_blocks or unit.verdict is Verdict.FRONT):
        url_id = article_urls.note(transaction, unit.site, url, "front")
        link_block_rows.keep(transaction, unit.page_blocks, url_id=url_id, article_id=None)
