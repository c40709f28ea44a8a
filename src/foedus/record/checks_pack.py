"""What a pack says of itself, of the organisation, and of its sources."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from foedus.record.checks_ground import Ground, fraction

if TYPE_CHECKING:
    from foedus.record.facts import BudgetShare
    from foedus.record.reading import Item

SCHEMA_VERSION: Final = 1
"""The version of the schema that this code reads."""

_ADDRESS = re.compile(r"https?://[^\s/?#.]+\.[^\s]+")


def check_pack(ground: Ground) -> None:
    """Check ``pack.yaml``, ``organisation.yaml`` and ``sources.yaml``."""
    _check_head(ground)
    _check_organisation(ground)
    for item in ground.items("sources"):
        url = item.fact.url
        if url is not None and not _ADDRESS.fullmatch(url):
            ground.tell(item, ("url",), "bad-url", f"{url!r} is no address", "write https://host/page in full")


def _check_head(ground: Ground) -> None:
    folder = ground.reading.folder.resolve().name
    for item in ground.items("pack"):
        pack = item.fact
        if pack.id != folder:
            what = f"the pack is called {pack.id!r}, its folder {folder!r}"
            ground.tell(item, ("id",), "pack-id", what, "give both one name")
        if pack.schema != SCHEMA_VERSION:
            what = f"the schema's version {pack.schema} is not read here"
            ground.tell(item, ("schema",), "schema-version", what, f"write {SCHEMA_VERSION}")
        for key, wanted in (("licence", "an SPDX identifier such as CC-BY-4.0"), ("owner", "who owns the data")):
            if not getattr(pack, key):
                ground.tell(item, (key,), "no-licence", "nothing is written here", f"write {wanted}")
        if pack.covers.end is None:
            what, mend = "the time covered has no end", "write the newest day or month that the pack knows"
            ground.tell(item, ("covers",), "open-coverage", what, mend)


def _check_organisation(ground: Ground) -> None:
    packs = ground.reading.all("pack")
    for item in ground.items("organisation"):
        facts = item.fact
        if packs and packs[0].id != facts.id:
            what = f"the organisation is called {facts.id!r}, the pack {packs[0].id!r}"
            ground.tell(item, ("id",), "pack-id", what, "give both one name")
        if facts.dissolved and facts.dissolved.certainly_before(facts.founded):
            what = f"dissolved {facts.dissolved}, before it was founded {facts.founded}"
            ground.tell(item, ("dissolved",), "ends-before-founded", what, "mend one of the two dates")
        if facts.website is not None and not _ADDRESS.fullmatch(facts.website):
            what = f"{facts.website!r} is no address"
            ground.tell(item, ("website",), "bad-url", what, "write https://host in full")
        if facts.budget:
            _check_budget(ground, item, facts.budget.shares)


def _check_budget(ground: Ground, item: Item, shares: tuple[BudgetShare, ...]) -> None:
    read = [fraction(share.share) for share in shares]
    for place, value in enumerate(read):
        if value is None:
            what = f"{shares[place].share!r} is no exact fraction above 0 and up to 1"
            ground.tell(item, ("budget", "shares", place, "share"), "bad-share", what, "write it as 1/10")
    known = [value for value in read if value is not None]
    total = sum(known, Fraction(0))
    if shares and len(known) == len(read) and total != 1:
        what, mend = f"the shares add up to {total}", "mend them so that they add up to 1"
        ground.tell(item, ("budget", "shares"), "bad-share", what, mend)
