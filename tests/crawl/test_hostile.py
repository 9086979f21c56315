"""No answer of a hostile server takes a run down: the good story beside it is kept, in little memory."""

from __future__ import annotations

import json

import pytest
from hostile.__main__ import attacked
from hostile.attacks import attacks

ATTACKS = attacks()


@pytest.mark.long
@pytest.mark.parametrize("name", ATTACKS)
def test_an_attack_costs_no_more_than_its_own_page(name: str) -> None:
    ended, _ = attacked(ATTACKS[name]())

    assert ended.status in (0, 1), ended.err
    assert json.loads(ended.out)["articles"] >= 1
    assert ended.peak_mb < 400
