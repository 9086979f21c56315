"""Decide which alarms of earlier runs last and which are over; pure.

An alarm lasts until a run looks at its subject again and finds it well. The run that raises it shows the
full message, later runs a short one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from newsspider.items import Verdict
from newsspider.monitoring.health import LEAST_ANSWERS, LEAST_SELECTED, MANY, MOST
from newsspider.monitoring.health_facts import Alarm, RunFacts

_GOOD = (Verdict.ARTICLE, Verdict.NOT_MODIFIED, Verdict.STUB, Verdict.PAGE)
_OF_ANSWERS = ("blocked", "failed", "empty")


@dataclass(frozen=True, kw_only=True, slots=True)
class OpenAlarm:
    """An alarm that stood before; `of_profile`: it was raised under the profile as it is now."""

    kind: str
    subject: str
    message: str
    since_run_id: int
    of_profile: bool = True


@dataclass(frozen=True, kw_only=True, slots=True)
class CurrentAlarms:
    """The alarms of a run, and the earlier ones that are over."""

    alarms: tuple[Alarm, ...]
    mended: tuple[OpenAlarm, ...]


def carry_over(raised: Sequence[Alarm], opened: Sequence[OpenAlarm], now: RunFacts) -> CurrentAlarms:
    """The raised alarms, the earlier ones that last, and those that are over."""
    known = {(one.kind, one.subject): one for one in opened}
    raised_keys = {(alarm.kind, alarm.subject) for alarm in raised}
    alarms = [_in_short_if_known(alarm, known.get((alarm.kind, alarm.subject))) for alarm in raised]
    mended = []
    for key, one in known.items():
        if key in raised_keys:
            continue
        if _is_mended(one, now):
            mended.append(one)
        else:
            alarms.append(_still_standing(one))
    return CurrentAlarms(alarms=tuple(alarms), mended=tuple(mended))


def _in_short_if_known(alarm: Alarm, earlier: OpenAlarm | None) -> Alarm:
    """The alarm in full if it is new, in short if an earlier run raised it."""
    if earlier is None:
        return alarm
    message = f"{_short(alarm)} (since run {earlier.since_run_id})"
    return replace(alarm, message=message, since_run_id=earlier.since_run_id)


def _still_standing(one: OpenAlarm) -> Alarm:
    """An earlier alarm that lasts."""
    message = _first_words(one.message)
    ending = f" (since run {one.since_run_id})"
    if not message.endswith(ending):
        message += ending
    return Alarm(kind=one.kind, subject=one.subject, message=message, since_run_id=one.since_run_id)  # type: ignore[arg-type] # kinds come from alarms


def _short(alarm: Alarm) -> str:
    return _first_words(alarm.short or alarm.message)


def _first_words(message: str) -> str:
    """A message without examples and advice."""
    for ending in (", such as ", ", as http", "; ", ". "):
        message = message.partition(ending)[0]
    return message.rstrip(".")


def _is_mended(one: OpenAlarm, now: RunFacts) -> bool:
    """Whether the run looked at the subject of the alarm and found it well."""
    if one.kind in ("fields", "text"):
        return _is_shown_again(one.subject, now)
    if one.kind == "template":
        return not now.held.in_run and (now.reread > 0 or not now.held.standing)
    if one.kind in _OF_ANSWERS:
        return now.count(*_GOOD) > 0 or not now.sick
    if one.kind == "gone":
        return now.lately_gone < max(LEAST_ANSWERS, MANY * now.known)
    if one.kind == "selector" and one.of_profile:
        return any(each.layout == one.subject and each.found >= MOST * each.asked for each in now.selected)
    return True


def _is_shown_again(field: str, now: RunFacts) -> bool:
    hidden = now.hidden.get(field)
    if hidden is None:
        return True
    if hidden.in_run + hidden.shown == 0:
        return hidden.standing < LEAST_SELECTED
    return hidden.in_run < LEAST_SELECTED or hidden.shown > hidden.in_run
