"""Decide which alarms the end of a run raises, by comparing it with the runs before it; pure.

One failed page is not an alarm, and a quiet day is not either.  An alarm says that the site, its rules or
our profile of it changed, so that the next runs will bring less than they should.
"""

from __future__ import annotations

from newsspider.items import Verdict
from newsspider.monitoring.field_coverage import falls
from newsspider.monitoring.health_facts import Alarm, AlarmKind, Earlier, RunFacts
from newsspider.profiles import address_patterns
from newsspider.revisions import removal_claims

# Smaller counts are chance: every site has a handful of bad pages.
LEAST_ANSWERS = 10  # answers to addresses of articles
LEAST_SELECTED = 5  # articles that one layout should read, or whose fields were compared
HANDFUL = 5  # more pages than these that declare themselves articles and were not stored are an alarm
LEAST_BROKEN = 2  # runs in which a feed or site map is bad; a single failure may pass
# Shares are between 0 and 1; tests/monitoring/test_health.py has the cases at each border.
MANY = 0.3  # of the answers
MOST = 0.5

FIELDS = {
    "headline": "the headline",
    "standfirst": "the standfirst",
    "byline": "the byline",
    "date": "the date",
    "section": "the section",
    "issue": "the issue",
    "text": "a text of the usual length",
    "confidence": "a text that the reader trusts",
    "pictures": "a picture",
    "link_blocks": "a box of links",
}
NOT_ON_PAGES = frozenset(("issue",))  # lists name the issue; pages need not

_BAD = (Verdict.ERROR, Verdict.UNREADABLE)
_HOLLOW = (Verdict.EMPTY, Verdict.SOFT_404, Verdict.WRONG_TYPE)
_PAGES = (Verdict.ARTICLE, Verdict.PAGE, Verdict.FRONT, *_HOLLOW)


_CHECK = "newsspider check shows what the profile reads"


def alarms(now: RunFacts, before: Earlier) -> tuple[Alarm, ...]:
    """The alarms of a run that ended by itself, the gravest first."""
    found = (
        *_refusals(now),
        *_starts(now),
        *_nothing(now),
        *_answers(now, before),
        *_selectors(now),
        *_drifted_selectors(now, before),
        *_hidden(now),
        *_fields(now, before),
        *_template(now),
        *_lists(now),
        *_quiet(now),
        *_losses(now),
        *_pipelines(now),
        *_unstored(now),
    )
    kinds = {alarm.kind for alarm in found}
    return (*found, *(alarm for alarm in _doubts(now) if alarm.kind not in kinds))


def _refusals(now: RunFacts) -> list[Alarm]:
    found = [
        Alarm(kind="robots", subject=url, message=f"start page {url} was not fetched: {why}")
        for url, why in now.forbidden_starts.items()
    ]
    if now.forbidden >= LEAST_ANSWERS:
        message = (
            f"robots.txt now forbids {now.forbidden:,} addresses that were fetched before;"
            " they are left alone. Ask the publisher for permission if you need them"
        )
        found.append(Alarm(kind="robots", message=message))
    return found + [
        Alarm(kind="silent", subject=host, message=f"{host} was left: {why}")
        for host, why in now.silent_hosts.items()
    ]


def _starts(now: RunFacts) -> list[Alarm]:
    return [
        Alarm(
            kind="start",
            subject=url,
            message=f"start page {url} was a list before, and is now: {verdict};"
            " check the address under `start` in the profile",
        )
        for url, verdict in now.lost_starts.items()
    ]


def _nothing(now: RunFacts) -> list[Alarm]:
    """Pages were there, but no article where there should be some."""
    asked = now.count(*_PAGES)
    if now.fronts and not now.still_fronts and not now.stories:
        since = " any more" if now.known else ""
        lists = (
            "1 list of stories was read and links"
            if now.fronts == 1
            else f"{now.fronts:,} lists of stories were read and link"
        )
        message = f"{lists} to no story{since}; {_CHECK}"
        return [Alarm(kind="empty", message=message)]
    if asked and not now.known:
        return [Alarm(kind="empty", message=f"no article was found on {asked:,} pages; {_CHECK}")]
    if asked >= LEAST_ANSWERS and not now.articles:
        return [Alarm(kind="empty", message=f"none of {asked:,} pages gave an article; {_CHECK}")]
    return []


def _answers(now: RunFacts, before: Earlier) -> list[Alarm]:
    """Many bad answers of one sort, more than twice the usual share."""
    groups: tuple[tuple[AlarmKind, str, tuple[Verdict, ...], str], ...] = (
        ("blocked", "were blocked", (Verdict.BLOCKED,), "crawl more slowly, or ask the publisher"),
        ("failed", "failed or could not be read", _BAD, "crawl again later"),
        ("empty", "had no article", _HOLLOW, _CHECK),
    )
    found = []
    for kind, what, verdicts, step in () if now.silent_hosts else groups:
        bad, usual = now.count(*verdicts), before.share(*verdicts)
        if kind == "empty" and not now.articles:  # _nothing() raises it
            continue
        if bad >= LEAST_ANSWERS and bad >= MANY * now.answers and bad > 2 * usual * now.answers:
            message = f"{bad:,} of {now.answers:,} pages {what} (before: {usual:.0%}); {step}"
            found.append(Alarm(kind=kind, message=message))
    return found


def _doubts(now: RunFacts) -> list[Alarm]:
    """So many known articles answer badly that the site must have changed."""
    if now.settled is None or not removal_claims.is_widespread(now.settled.answers):
        return []
    answers = now.settled.answers
    sorts: tuple[tuple[AlarmKind, str, int], ...] = (
        ("gone", "answer as if they were gone", now.settled.doubted),
        ("blocked", "were blocked", answers.failing.get(Verdict.BLOCKED, 0)),
        ("failed", "failed or could not be read", sum(answers.failing.get(verdict, 0) for verdict in _BAD)),
        ("empty", "gave a page without an article", sum(answers.failing.get(each, 0) for each in _HOLLOW)),
    )
    kind, what, number = max(sorts, key=lambda sort: sort[2])
    if not number:
        return []
    message = (
        f"{number:,} of {answers.asked:,} articles that were asked again {what};"
        " none of them is marked as gone, and the next run asks again"
    )
    return [Alarm(kind=kind, message=message)]


def _selectors(now: RunFacts) -> list[Alarm]:
    return [
        Alarm(
            kind="selector",
            subject=each.layout,
            message=f"the body's selector of {each.layout!r} found nothing on"
            f" {each.asked - each.found:,} of {each.asked:,} articles; correct it in the profile,"
            " then run newsspider reextract",
        )
        for each in now.selected
        if each.asked >= LEAST_SELECTED and each.found < MOST * each.asked
    ]


def _drifted_selectors(now: RunFacts, before: Earlier) -> list[Alarm]:
    """Selectors that read something else than the page states; one alarm for each version of the profile."""
    found = []
    for each in now.drifted_fields:
        what = (
            f"{each.selector!r} of layout {each.layout!r} selects another {each.field} than the page states"
        )
        was_raised = any(message.startswith(what) for message in before.profile_messages)
        if each.compared >= LEAST_SELECTED and each.differing >= MOST * each.compared and not was_raised:
            share = f"{each.differing:,} of {each.compared:,} articles ({each.differing / each.compared:.0%})"
            message = f"{what}, on {share}, such as {each.url}; correct the selector if it is wrong"
            found.append(Alarm(kind="profile", subject=what, message=message))
    return found


def _hidden(now: RunFacts) -> list[Alarm]:
    """Fields that many pages showed before and no longer show."""
    found = []
    for name, hidden in now.hidden.items():
        if name in NOT_ON_PAGES or hidden.in_run < max(LEAST_SELECTED, MANY * now.reread):
            continue
        number = f"{hidden.in_run:,} of {now.reread:,} articles that were visited again"
        if name == "text":
            short = f"most of the text is missing on {number}"
            kind: AlarmKind = "text"
        else:
            short, kind = f"{FIELDS[name]} is no longer on the page of {number}", "fields"
        message = (
            f"{short}, such as {hidden.url}; the archive keeps what it had. See what changed on the page"
        )
        found.append(Alarm(kind=kind, subject=name, message=message, short=short))
    return found


def _fields(now: RunFacts, before: Earlier) -> list[Alarm]:
    """Fields that fewer of the new articles have than of those before."""
    hidden_fields = {name for name, hidden in now.hidden.items() if hidden.in_run >= LEAST_SELECTED}
    found = []
    for fall in falls(before.new_articles, before.bad_fields):
        if fall.field in hidden_fields:
            continue
        message = (
            f"{FIELDS[fall.field]} was read on {fall.share:.0%} of {fall.articles:,} new articles"
            f" (before: {fall.before:.0%}); compare a new article's page with an older one,"
            " and correct the profile if it selects the field"
        )
        kind: AlarmKind = "text" if fall.field == "text" else "fields"
        found.append(Alarm(kind=kind, subject=fall.field, message=message))
    return found


def _template(now: RunFacts) -> list[Alarm]:
    """Many articles changed alike: the template did it, and no new revision is kept."""
    held = now.held
    if not held.in_run:
        return []
    edits = ", ".join(held.edits)
    short = f"{held.in_run:,} articles changed alike ({edits}) and keep their stored text"
    message = (
        f"{short}, such as {held.url}; the site's template seems to have changed. If the profile can"
        " select or remove what is new there, change it and run newsspider reextract"
    )
    return [Alarm(kind="template", message=message, short=short)]


def _lists(now: RunFacts) -> list[Alarm]:
    """Feeds and site maps that were broken in several runs."""
    names = {"feed": "feed", "sitemap": "site map"}
    return [
        Alarm(
            kind="list",
            subject=each.url,
            message=f"{names.get(each.kind, each.kind)} {each.url} named stories before, and for"
            f" {each.runs} runs it is: {each.verdict}; look for its new address on the site",
        )
        for each in now.broken_lists
        if each.runs >= LEAST_BROKEN
    ]


def _quiet(now: RunFacts) -> list[Alarm]:
    """No new article for much longer than usual."""
    if now.silence is None:
        return []
    days, usual, last_on = now.silence
    often = "day" if usual <= 1 else f"{usual} days"
    short = f"no new article for {days} days, and usually there is one every {often}"
    message = f"{short}; the last came on {last_on}. See whether the start pages and lists are up to date"
    return [Alarm(kind="quiet", message=message, short=short)]


def _losses(now: RunFacts) -> list[Alarm]:
    if now.gone < LEAST_ANSWERS or now.gone < MANY * now.known:
        return []
    return [
        Alarm(
            kind="gone",
            message=f"{now.gone:,} of {now.known:,} articles are gone at once;"
            " see whether the site moved them",
        )
    ]


def _pipelines(now: RunFacts) -> list[Alarm]:
    """Articles that an item pipeline failed on; each exception is named once."""
    return [
        Alarm(
            kind="pipeline",
            subject=why,
            message=f"{_articles(len(found))} not stored: {why}; the first is {found[0]}."
            " The next run fetches what was not stored again",
        )
        for why, found in now.pipeline_errors.items()
    ]


def _unstored(now: RunFacts) -> list[Alarm]:
    """Pages that declare themselves articles and were not stored as such."""
    found = now.declared_not_stored
    if len(found) <= HANDFUL:
        return []
    patterns = ", ".join(f"'{each}'" for each in address_patterns.patterns((*found, *now.article_urls)))
    message = (
        f"{len(found):,} pages declare themselves articles and were not stored,"
        f" such as {', '.join(found[:3])}."
        f" If they are articles, put the pattern of their addresses into the profile:"
        f" articles: {{match: [{patterns}]}}, then run newsspider reextract"
        f" (newsspider extract {found[0]} --explain says why they were not stored)"
    )
    return [Alarm(kind="unstored", message=message)]


def _articles(number: int) -> str:
    return "1 article was" if number == 1 else f"{number:,} articles were"
