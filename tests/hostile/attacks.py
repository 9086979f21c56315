"""All attacks by name; a new module of attacks is listed here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hostile import answers, damage, slow, traps

if TYPE_CHECKING:
    from collections.abc import Callable

    from hostile.outcome import Outcome

MODULES = (answers, damage, slow, traps)


def attacks() -> dict[str, Callable[[], Outcome]]:
    """How each attack is carried out."""
    return {name: attack for module in MODULES for name, attack in module.attacks().items()}
