"""No attack takes a run down: it ends, in little memory, and has the good stories."""

from __future__ import annotations

import pytest
from hostile.attacks import attacks

ATTACKS = attacks()


@pytest.mark.long
@pytest.mark.parametrize("name", ATTACKS)
def test_an_attack_costs_no_more_than_its_own_page(name: str) -> None:
    seen = ATTACKS[name]()

    assert seen.faults == ()
