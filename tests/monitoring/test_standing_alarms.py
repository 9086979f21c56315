"""An alarm stands until a run sees mended what it was about."""

from __future__ import annotations

import pytest

from newsspider.items import Verdict
from newsspider.monitoring.health_facts import Alarm, HeldChanges, HiddenField, RunFacts, Selected
from newsspider.monitoring.standing_alarms import OpenAlarm, carry_over

BYLINES = OpenAlarm(
    kind="fields", subject="byline", message="the byline is gone, as http://x/1; see", since_run_id=7
)


def test_what_is_raised_again_is_told_in_short_with_its_first_run() -> None:
    again = Alarm(
        kind="fields", subject="byline", message="all of it, as http://x/1", short="the byline is gone"
    )

    (told,) = carry_over([again], [BYLINES], RunFacts()).alarms

    assert (told.message, told.since_run_id) == ("the byline is gone (since run 7)", 7)


def test_what_is_new_is_told_in_full() -> None:
    new = Alarm(kind="quiet", message="no new article for 9 days; see", short="no new article")

    assert carry_over([new], [], RunFacts()).alarms == (new,)


def test_a_run_that_did_not_look_mends_nothing() -> None:
    hidden = {"byline": HiddenField(standing=30)}

    found = carry_over([], [BYLINES], RunFacts(hidden=hidden))

    assert [one.message for one in found.alarms] == ["the byline is gone (since run 7)"]
    assert found.mended == ()


@pytest.mark.parametrize(
    ("opened", "now"),
    [
        (BYLINES, RunFacts(hidden={"byline": HiddenField(shown=30, standing=10)})),
        (BYLINES, RunFacts()),
        (
            OpenAlarm(kind="template", subject="", message="x", since_run_id=2),
            RunFacts(reread=9, held=HeldChanges(standing=9)),
        ),
        (
            OpenAlarm(kind="blocked", subject="", message="x", since_run_id=2),
            RunFacts(verdicts={Verdict.ARTICLE: 3}, sick=20),
        ),
        (
            OpenAlarm(kind="selector", subject="old", message="x", since_run_id=2),
            RunFacts(selected=(Selected(layout="old", asked=4, found=4),)),
        ),
        (OpenAlarm(kind="start", subject="http://x/", message="x", since_run_id=2), RunFacts()),
    ],
)
def test_what_was_seen_well_again_is_mended(opened: OpenAlarm, now: RunFacts) -> None:
    found = carry_over([], [opened], now)

    assert (found.alarms, found.mended) == ((), (opened,))


@pytest.mark.parametrize(
    ("kind", "now"),
    [
        ("blocked", RunFacts(sick=20)),
        ("gone", RunFacts(known=40, lately_gone=30)),
        ("selector", RunFacts()),
        ("template", RunFacts(held=HeldChanges(standing=9))),
    ],
)
def test_what_was_not_seen_stands(kind: str, now: RunFacts) -> None:
    opened = OpenAlarm(kind=kind, subject="", message="what it was", since_run_id=2)

    assert [one.message for one in carry_over([], [opened], now).alarms] == ["what it was (since run 2)"]
