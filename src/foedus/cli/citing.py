"""Commands for what answers rest on: sources, cite."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import TYPE_CHECKING, Annotated, Any

import typer

from foedus.cli.arguments import Json, Org
from foedus.cli.lookup import missing, nearest, organisation_named, sound
from foedus.cli.output import write, write_json
from foedus.cli.stops import shown

if TYPE_CHECKING:
    from foedus.record.faults import PackError
    from foedus.record.pack import Record
    from foedus.sources import Source

SECTIONS = (
    "treaties",
    "membership",
    "organs",
    "decision_rules",
    "officeholders",
    "chairmanship",
    "forces",
    "national_consents",
    "activities",
    "events",
    "cases",
)
"""Parts of a record whose facts have ids."""


def sources(org: Org, json: Json = False) -> None:
    """List the sources of a record.

    Examples:
        foedus sources csto
    """
    from foedus.cli import plain

    organisation = organisation_named(org)
    found = organisation.record.sources
    if json:
        rows = [plain.source(name, found[name]) for name in sorted(found)]
        write_json({"organisation": organisation.id, "sources": rows})
        return
    from foedus.cli import citing_page

    citing_page.listed(organisation, found)


def cite(
    ids: Annotated[
        list[str],
        typer.Argument(
            metavar="ID...",
            help="Sources, or facts, provisions and cases whose sources are wanted; ORG:ID says where.",
        ),
    ],
    json: Json = False,
) -> None:
    """Write BibTeX of what an answer rests on.

    Give ids of sources, or of facts, provisions and cases for all of theirs.

    Examples:
        foedus cite csto-charter-2010
        foedus cite csto-kazakhstan-2022 cst-art-4-2010 > sources.bib
    """
    found: dict[str, Source] = {}
    for one in ids:
        found.update(_cited(one))
    if json:
        from foedus.cli import plain

        write_json(
            {
                "cited": [
                    {**plain.source(name, found[name]), "bibtex": found[name].bibtex(name)}
                    for name in sorted(found)
                ]
            }
        )
        return
    write("\n\n".join(found[name].bibtex(name) for name in sorted(found)) + "\n")


def _cited(name: str) -> Mapping[str, Source]:
    """The sources of an id, from the first organisation that knows it, else from the common tables."""
    from foedus import states
    from foedus.estimates import figures, literature
    from foedus.law.doctrine import common_sources

    owner, colon, bare = name.rpartition(":")
    known: list[str] = []
    broken: list[PackError] = []
    for organisation in [organisation_named(owner)] if colon else sound(broken, name):
        record = organisation.record
        if bare in record.sources:
            return {bare: record.sources[bare]}
        rests = dict(_facts(record)).get(bare)
        if rests is not None:
            every = {**states.citations(), **common_sources(), **record.sources}
            return {one: every[one] for one in _sources_in(rests) if one in every}
        known += [*record.sources, *(key for key, _ in _facts(record))]
    common_tables = (common_sources(), states.citations(), figures.citations(), literature.sources())
    for common in () if colon else common_tables:
        if bare in common:
            return {bare: common[bare]}
        known += common
    for one in () if colon else literature.published():
        if bare == one.id:
            return {source: literature.sources()[source] for source in one.sources}
        known.append(one.id)
    where = "foedus sources lists the sources of an organisation"
    raise missing(f"nothing on record has the id {shown(name)}", nearest(bare, known), broken, where)


def _facts(record: Record) -> Iterator[tuple[str, Any]]:
    """Every fact with its id."""
    yield record.organisation.id, record.organisation
    for section in SECTIONS:
        for fact in getattr(record, section):
            yield fact.id, fact
            for provision in getattr(fact, "provisions", ()) if section == "treaties" else ():
                yield provision.id, provision


def _sources_in(value: Any) -> Iterator[str]:
    """Ids of sources anywhere within a fact."""
    if isinstance(value, tuple):
        for one in value:
            yield from _sources_in(one)
    elif is_dataclass(value):
        for field in fields(value):
            within = getattr(value, field.name)
            if field.name.endswith("sources"):
                yield from within
            else:
                yield from _sources_in(within)


COMMANDS: dict[str, Any] = {"sources": sources, "cite": cite}
