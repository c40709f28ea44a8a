"""Write the golden dockets anew: `python -m tests.corpus.renew`, after a change of results that is meant.

Look at what `git diff tests/corpus/dockets` shows before it is kept.
"""

from __future__ import annotations

import json
from pathlib import Path

from foedus.drivers.history import replay
from foedus.proceedings.docket import written
from foedus.record.view import Organisation, organisation

DOCKETS = Path(__file__).resolve().parent / "dockets"
ORGANISATIONS = ("csto",)
"""Whose cases have a golden docket."""


def rendered(whose: Organisation, name: str) -> str:
    """The docket of a coded case, replayed, as it is kept."""
    coded = whose.case(name)
    assert coded is not None, name
    return json.dumps(written(replay(whose, coded).case), indent=1, ensure_ascii=False) + "\n"


def golden() -> dict[str, str]:
    """Every golden docket by its file's name."""
    found = {}
    for name in ORGANISATIONS:
        whose = organisation(name)
        found.update({f"{one.id}.json": rendered(whose, one.id) for one in whose.record.cases})
    return found


def main() -> None:
    """Write what differs, take away what has no case any more, and say so."""
    wanted = golden()
    DOCKETS.mkdir(exist_ok=True)
    for path in sorted(DOCKETS.glob("*.json")):
        if path.name not in wanted:
            path.unlink()
            print(f"taken away: {path.name}")
    for name, text in wanted.items():
        path = DOCKETS / name
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")
            print(f"written: {name}")


if __name__ == "__main__":
    main()
