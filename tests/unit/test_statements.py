"""Statements: verdicts are computed from facts, so another fact makes another verdict."""

from __future__ import annotations

import re
from dataclasses import fields, replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from foedus.dates import Certainty, Date, Period
from foedus.record import expectations
from foedus.record.base import Disputed
from foedus.record.expectations import (
    AboutForce,
    AboutItself,
    AboutMembers,
    AboutOrgan,
    AboutProvision,
    AboutStatus,
    AboutTreaty,
)
from foedus.record.facts import Strength
from foedus.record.pack import packs
from foedus.record.queries import Query, Statement
from foedus.record.schema import adapter
from foedus.record.statements import Checked, check, check_all
from foedus.record.terms import MutualDefence
from foedus.record.view import Organisation, organisation
from tests.unit.small_record import (
    SOURCES,
    date,
    facts,
    organ,
    organised,
    party,
    period,
    provision,
    status,
    treaty,
)

CSTO = organisation("csto")
PAGE = Path(__file__).resolve().parents[2] / "docs" / "reference" / "statements.md"


@cache
def on_record() -> dict[str, Checked]:
    return {one.statement.id: one for one in check_all(CSTO)}


@cache
def research(shared: Path) -> dict[str, dict[str, Any]]:
    rows = yaml.safe_load((shared / "facts" / "csto" / "statements.yaml").read_text(encoding="utf-8"))
    return {row["id"]: row for row in rows}


def put(query: Query, as_of: str, whose: Organisation, **keys: Any) -> Checked:
    return check(Statement(id="one", document="a text", quote="so", as_of=date(as_of), query=query, **keys), whose)


def during(one: Checked) -> list[str]:
    return [period.text for period in one.true_during]


# --- all that the research found is in ---


def test_every_statement_of_the_research_is_on_record_with_its_words(shared: Path) -> None:
    found = research(shared)
    assert len(found) == 219
    assert [one.id for one in CSTO.record.statements] == list(found)
    for one in CSTO.record.statements:
        row = found[one.id]
        assert (one.document, one.quote, one.as_of.text) == (row["document"], row["quote_short"], row["as_of"])


def test_most_are_computed_and_the_others_say_why() -> None:
    asked = [one for one in CSTO.record.statements if one.query]
    assert len(CSTO.record.statements) == 219
    assert len(asked) >= 160
    at_home = [one for one in asked if one.organisation is None]
    assert sum(on_record()[one.id].computed for one in at_home) == len(at_home) >= 140
    assert all(one.why for one in CSTO.record.statements if not one.query)


def told_differences() -> dict[str, tuple[str, str]]:
    """The table of differences: id -> (computed, the researcher's)."""
    rows = re.findall(r"^\| `(s\d-\d{3})` \| `(\w+)` \| `(\w+)` \|", PAGE.read_text(encoding="utf-8"), re.M)
    return {name: (computed, read) for name, computed, read in rows}


def test_every_difference_from_the_researcher_is_told_and_no_other(shared: Path) -> None:
    found = {}
    for name, one in on_record().items():
        verdict = research(shared)[name]["verdict"]
        here = one.statement.organisation is None or one.statement.organisation in packs()
        if here and one.verdict != verdict:
            found[name] = (one.verdict, verdict)
    assert found == told_differences()


def test_the_researcher_s_opinions_are_judgements_here(shared: Path) -> None:
    opinions = {name for name, row in research(shared).items() if row["verdict"] == "opinion"}
    assert opinions == {one.id for one in CSTO.record.statements if one.judgement}


def test_what_a_verdict_rests_on_is_on_record() -> None:
    for one in on_record().values():
        record = organisation(one.organisation).record if one.facts else CSTO.record
        for key in one.facts:
            assert key in record.where or key.partition("/")[0] in ("organisation", "states"), key
        if not any(key.startswith("states/") for key in one.facts):
            assert set(one.sources) <= set(record.sources)
        if one.computed and one.verdict not in ("false", "unknown"):
            assert one.facts
            assert one.sources
        assert one.why.endswith(".")


def examples() -> list[Any]:
    found = re.findall(r"^- (\{.+\}) +# (\w+)$", PAGE.read_text(encoding="utf-8"), re.M)
    return [pytest.param(text, verdict, id=text) for text, verdict in found]


@pytest.mark.parametrize(("text", "verdict"), examples())
def test_the_examples_of_the_page_are_true(text: str, verdict: str) -> None:
    made = adapter(Query).validate_python(yaml.load(text, Loader=yaml.BaseLoader))
    found = put(made, "2025-06-01", CSTO)
    assert found.verdict == verdict, found.why


def test_the_page_has_an_example_of_every_query_and_names_every_key() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert len(examples()) > 50
    claimed = [kind for name, kind in vars(expectations).items() if name.startswith("About")]
    assert len(claimed) >= 16
    for one in (*fields(Query), *(key for kind in claimed for key in fields(kind))):
        assert f"{one.name}: " in page or f"`{one.name}`" in page, one.name


# --- verdicts move with the facts ---


def without(state: str, status_: str) -> Organisation:
    """The organisation as if a state had never had a status, and had kept the one before."""
    kept = []
    for row in CSTO.record.membership:
        if row.state == state and row.status == status_:
            continue
        if row.state == state and row.period.end is not None and row.period.end.text == "2012-12-19":
            row = replace(row, period=replace(row.period, end=None))
        kept.append(row)
    return Organisation(replace(CSTO.record, membership=tuple(kept)))


def verdicts(whose: Organisation) -> dict[str, str]:
    return {one.statement.id: one.verdict for one in check_all(whose)}


def test_without_a_suspension_other_statements_are_true() -> None:
    before, after = verdicts(CSTO), verdicts(without("UZB", "suspended"))
    moved = {name: (before[name], after[name]) for name in before if before[name] != after[name]}
    assert moved["s1-021"] == ("out_of_date", "true")  # seven former Soviet states
    assert moved["s1-026"] == ("true", "out_of_date")  # just six
    assert moved["s1-030"] == ("true", "imprecise")  # the six, named: one is missing now
    assert moved["s1-043"] == ("imprecise", "false")  # withdrew in 2012
    assert set(moved) == {"s1-021", "s2-015", "s1-026", "s2-023", "s1-030", "s2-017", "s3-006", "s4-020", "s1-043"}


def test_another_date_of_foundation_turns_true_and_false_around() -> None:
    named = replace(CSTO.record.organisation, founded=date("1992-05-15"), disputed=())
    after = verdicts(Organisation(replace(CSTO.record, organisation=named)))
    assert on_record()["s4-002"].verdict == "imprecise"
    assert after["s4-002"] == "true"
    assert after["s0-003"] == "false"
    assert after["s1-062"] == "false"


def test_without_the_deployment_nothing_was_sent() -> None:
    cases = tuple(one for one in CSTO.record.cases if one.id != "csto-kazakhstan-2022")
    after = verdicts(Organisation(replace(CSTO.record, cases=cases)))
    assert on_record()["s4-018"].verdict == "true"
    assert after["s4-018"] == "unknown"


def test_another_wording_of_an_article_is_another_verdict() -> None:
    def plain(one: Any) -> Any:
        if one.id != "cst-art-4-2010":
            return one
        terms = replace(one.terms, request="not_required", test=None, decided_by=None)
        return replace(one, terms=terms)

    treaties = tuple(replace(one, provisions=tuple(map(plain, one.provisions))) for one in CSTO.record.treaties)
    after = verdicts(Organisation(replace(CSTO.record, treaties=treaties)))
    assert on_record()["s0-010"].verdict == "imprecise"
    assert after["s0-010"] == "true"


# --- examples ---


TWENTY_EIGHT = (
    "ALB BEL BGR CAN HRV CZE DNK EST FRA DEU GRC HUN ISL ITA LVA LTU LUX NLD NOR POL PRT ROU SVK SVN ESP TUR GBR"
    " USA"
)


def pact() -> Organisation:
    """Twenty-eight states, one more from 5 June 2017, another from 27 March 2020, a third from 4 April 2023."""
    late = {"MNE": "2017-06-05", "MKD": "2020-03-27", "FIN": "2023-04-04"}
    rows = [status(code, when="2009-04-01/..") for code in TWENTY_EIGHT.split()]
    rows += [status(code, when=f"{start}/..") for code, start in late.items()]
    pack = replace(organised().record.pack, covers=period("2009-04-01/2025-12-31"))
    return organised(pack=pack, membership=tuple(rows))


@pytest.mark.parametrize(
    ("as_of", "verdict"),
    [("2020-10-17~", "out_of_date"), ("2019", "true_then"), ("2020-03", "true_then"), ("2010", "false")],
)
def test_twenty_nine_members(as_of: str, verdict: str) -> None:
    told = put(Query(members=AboutMembers(count=29)), as_of, pact())
    assert told.verdict == verdict
    assert during(told) == ["2017-06-05/2020-03-27"]
    assert told.certainty is (Certainty.POSSIBLY if as_of == "2020-03" else Certainty.CERTAINLY)


def test_another_organisation_is_asked_where_it_is_installed() -> None:
    query = Query(members=AboutMembers(count=29))
    told = check(
        Statement(id="one", document="a text", quote="29", as_of=date("2022"), organisation="pact", query=query),
        CSTO,
        find=lambda name: pact() if name == "pact" else None,
    )
    assert (told.verdict, told.organisation, told.computed) == ("out_of_date", "small", True)
    missing = replace(told.statement, organisation="no-such-pact")
    assert check(missing, CSTO).verdict == "unknown"
    assert not check(missing, CSTO).computed
    assert check(replace(missing, organisation=None), None).verdict == "unknown"


def test_a_near_status_is_told_apart_from_another_one() -> None:
    rows = (status("ARM", "suspended", "2005-01-01/.."), status("BLR"), status("BLR", "frozen", "2005-01-01/.."))
    whose = organised(membership=rows)

    def left(state: str) -> str:
        return put(Query(status=AboutStatus(state=state, status="withdrawn")), "2010", whose).verdict

    assert left("ARM") == "imprecise", "it is out, by another act"
    assert left("BLR") == "false", "it is a member still"


def test_a_status_at_an_organ_is_near() -> None:
    whose = organised(membership=(status("ARM", "observer", "2005-01-01/..", of="council"),))
    own = put(Query(status=AboutStatus(state="ARM", status="observer")), "2010", whose)
    there = put(Query(status=AboutStatus(state="ARM", status="observer", of="council")), "2010", whose)
    assert (own.verdict, there.verdict) == ("imprecise", "true")
    assert [one.text for one in own.near_during] == ["2005-01-01/.."]


def test_again_wants_an_earlier_time() -> None:
    rows = (status("ARM", when="2001-01-01/2003-01-01"), status("ARM", when="2005-01-01/.."))
    query = Query(status=AboutStatus(state="ARM", status="member", began=date("2005"), again=True))
    assert put(query, "2010", organised(membership=rows)).verdict == "true"
    assert put(query, "2010", organised(membership=rows[1:])).verdict == "false"


def test_a_disputed_value_is_found_only_where_the_record_s_own_is_another() -> None:
    dispute = Disputed(value="2001-05-01", about="founded", sources=("another",))
    whose = organised(organisation=replace(facts(), disputed=(dispute,)))
    own = put(Query(itself=AboutItself(founded=date("2000"))), "2010", whose)
    other = put(Query(itself=AboutItself(founded=date("2001"))), "2010", whose)
    none = put(Query(itself=AboutItself(founded=date("2002"))), "2010", whose)
    assert (own.verdict, other.verdict, none.verdict) == ("true", "disputed", "false")
    assert "Sources differ" in own.why
    assert "another" in other.sources
    assert own.disputed == (("organisation/small", dispute),)


@pytest.mark.parametrize(
    "value", ["to 2008-01-01", "from 2008-01-01", "prose that says nothing typed", "from then"]
)
def test_a_disputed_end_of_a_period_is_another_record(value: str) -> None:
    row = replace(status("ARM", when="2001-01-01/2005-01-01"), disputed=(Disputed(value=value, about="period"),))
    told = put(Query(status=AboutStatus(state="ARM", status="member")), "2007", organised(membership=(row,)))
    assert told.verdict == ("disputed" if value.startswith("to") else "out_of_date")


def test_a_disputed_status_is_another_record() -> None:
    row = replace(status("ARM", "observer"), disputed=(Disputed(value="member"),))
    told = put(Query(status=AboutStatus(state="ARM", status="member")), "2007", organised(membership=(row,)))
    assert told.verdict == "disputed"


def test_words_of_an_organ_may_be_disputed_too() -> None:
    council = replace(organ(), meets="once a year", disputed=(Disputed(value="every month", about="meets"),))
    whose = organised(organs=(council,))
    assert put(Query(organ=AboutOrgan(organ="council", meets="once a year")), "2007", whose).verdict == "true"
    assert (
        put(Query(organ=AboutOrgan(organ="council", meets="once a month")), "2007", whose).verdict == "imprecise"
    )
    assert put(Query(organ=AboutOrgan(organ="council", meets="every month")), "2007", whose).verdict == "disputed"


def test_the_newest_figure_counts_and_one_of_doubtful_day_is_possible() -> None:
    from foedus.record.facts import Force

    figures = tuple(
        Strength(value=value, as_of=date(as_of), sources=SOURCES)
        for value, as_of in ((100, "2005"), (200, "2010"))
    )
    force = Force(
        id="guard",
        name="Guard",
        kind="naval",
        basis="b",
        period=period("2001/.."),
        personnel=figures,
        sources=SOURCES,
    )
    whose = organised(forces=(force,))

    def told(count: int, as_of: str) -> tuple[str, Certainty | None]:
        found = put(Query(force=AboutForce(force="guard", count=count)), as_of, whose)
        return found.verdict, found.certainty

    assert told(100, "2007") == ("true_then", Certainty.CERTAINLY)
    assert told(200, "2010-06-01") == ("true", Certainty.POSSIBLY)
    assert told(100, "2010-06-01") == ("true_then", Certainty.POSSIBLY)
    assert told(100, "2015") == ("out_of_date", Certainty.CERTAINLY)
    assert told(100, "2002") == ("unknown", None)


def test_a_provision_out_of_force_says_nothing() -> None:
    pledge = MutualDefence(obligation="mandatory", content=("military",))
    whose = organised(treaties=(treaty(provision("pledge", pledge, "2001-01-01/2005-01-01")),))
    claim = AboutProvision(article="pledge", terms={"content": ("military",)})
    assert put(Query(provision=claim), "2003", whose).verdict == "true_then"
    gone = put(Query(provision=claim), "2007", whose)
    assert (gone.verdict, during(gone)) == ("out_of_date", ["2001-01-01/2005-01-01"])
    assert "is not in force" in gone.why
    assert "no such article" in put(Query(provision=AboutProvision(article="other")), "2007", whose).why


def test_who_signed_is_not_known_of_states_that_are_not_listed() -> None:
    signed = treaty(
        parties=(party("ARM", signed="1999-01-01"), party("BLR", signed="2001-01-01")), not_signed_by=("KAZ",)
    )
    whose = organised(treaties=(signed,))

    def told(**claim: Any) -> str:
        return put(Query(treaty=AboutTreaty(treaty="charter", **claim)), "2007", whose).verdict

    assert told(signed_by=("ARM", "BLR")) == "true"
    assert told(signed_by=("KAZ",)) == "false"
    assert told(signed_by=("UZB",)) == "unknown"
    assert told(not_signed_by=("KAZ",)) == "true"
    assert told(not_signed_by=("UZB",)) == "unknown"
    assert told(joined=("BLR",), joined_in=date("2001")) == "true"
    assert told(joined=("BLR",), joined_in=date("2002")) == "false"
    assert told(amends="other") == "false"
    assert put(Query(treaty=AboutTreaty(treaty="another")), "2007", whose).verdict == "unknown"


def test_a_time_within_a_statement_may_be_imprecise() -> None:
    whose = organised(membership=(status("ARM", when="2005-06-01/.."),))
    query = Query(members=AboutMembers(count=1))
    in_2005 = put(replace(query, on=date("2005")), "2010", whose)
    in_2006 = put(replace(query, on=date("2006")), "2010", whose)
    assert (in_2005.certainty, in_2006.certainty) == (Certainty.POSSIBLY, Certainty.CERTAINLY)
    assert put(replace(query, on=date("2012")), "2010", whose).verdict == "false"


def test_the_record_of_one_organisation_is_enough_for_its_own_statements(monkeypatch: pytest.MonkeyPatch) -> None:
    own = [one for one in CSTO.record.statements if one.organisation is None]

    def read(name: str) -> None:
        raise AssertionError(f"{name} was read")

    for one in own[:40]:
        assert check(one, CSTO, find=read).organisation == "csto"


def test_periods_bear_the_dates_of_the_facts() -> None:
    whose = organised(membership=(status("ARM", when="2005-06?/2010"), status("BLR", when="/..")))
    armenia = put(Query(status=AboutStatus(state="ARM", status="member")), "2008", whose)
    belarus = put(Query(status=AboutStatus(state="BLR", status="member")), "2008", whose)
    assert during(armenia) == ["2005-06?/2010"]
    assert (during(belarus), [one.text for one in belarus.possibly_during]) == ([], ["2000-01-01/.."])
    assert belarus.verdict == "true"
    assert belarus.certainty is Certainty.POSSIBLY
    assert Period.parse("2005-06?/2010") in armenia.true_during
    assert Date.parse("2010") == armenia.true_during[0].end
