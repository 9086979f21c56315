"""`python -m hostile [WORD]` from tests/: every attack whose name has WORD, and a table of what happened."""

from __future__ import annotations

import sys

from hostile.attacks import attacks


def main() -> int:
    word = sys.argv[1] if len(sys.argv) > 1 else ""
    faults = 0
    print(f"{'attack':32} {'exit':>4} {'MB':>5} {'s':>5}  what happened")
    for name, attack in attacks().items():
        if word in name:
            seen = attack()
            said = "; ".join((*(f"FAULT: {fault}" for fault in seen.faults), seen.happened))
            print(f"{name:32} {seen.status:4} {seen.peak_mb:5.0f} {seen.took_s:5.1f}  {said}", flush=True)
            faults += len(seen.faults)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
