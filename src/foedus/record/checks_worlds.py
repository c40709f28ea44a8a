"""Figures for simulated worlds: that none of them says what cannot be."""

from __future__ import annotations

from foedus.record.checks_ground import Ground
from foedus.record.worlds import WorldFacts


def check_worlds(ground: Ground) -> None:
    """Check that no rate is below zero; what may be, such as a pull, is in log-odds."""
    for item in ground.items("worlds"):
        facts: WorldFacts = item.fact
        for place, one in enumerate(facts.arrivals):
            if one.rate < 0:
                what, mend = f"{one.rate} is below zero", "write a number from 0 up, or leave the arrival out"
                ground.tell(item, ("arrivals", place, "rate"), "negative-number", what, mend)
