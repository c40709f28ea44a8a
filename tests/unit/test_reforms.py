"""Reforms: their parts, their interface, and what becomes of dockets, counts and packs under them."""

from __future__ import annotations

import dataclasses
import pickle
from pathlib import Path

import pytest

from foedus.analysis.reform import replay_all
from foedus.dates import Date
from foedus.drivers.history import replay
from foedus.drivers.recount import counts
from foedus.law.inference import ANY, left_open, outcome_of
from foedus.proceedings.case import Case
from foedus.proceedings.docket import DocketError, verify, written
from foedus.record import reform_changes as shapes
from foedus.record.facts import Force, Organ
from foedus.record.reform_reading import KEYS, partial, reform_of
from foedus.record.reforms import Reform, ReformError, check_ready, named, read, ready, reformed
from foedus.record.rules import Condition, DecisionRule, Threshold
from foedus.record.text import document
from foedus.record.view import Organisation, organisation
from tests.unit.small_record import organised, party, provision, rule, status, treaty

REFERENCE = Path(__file__).resolve().parents[2] / "docs" / "reference" / "reforms.md"
HEAD = "reform: drawn-up\nname: Drawn up\nwhy: To see.\n"


def written_up(changes: str, since: str = "2010-01-01") -> Reform:
    text = HEAD + (f"from: {since}\n" if since else "") + f"changes:\n{changes}"
    reform, faults = reform_of(document("drawn-up.yaml", text))
    assert reform is not None, faults
    return reform


def under(plain: Organisation, changes: str, since: str = "2010-01-01") -> Organisation:
    return reformed(plain, [written_up(changes, since)])


MAJORITY = """
- rules: [consensus]
  becomes: {kind: simple_majority, adopted_when: {more_than: {share: 1/2}}, quorum: {at_least: {count: 2}}}
"""


class TestReading:
    def test_a_file_says_all_of_a_reform(self, tmp_path: Path) -> None:
        file = tmp_path / "mine.yaml"
        file.write_text(HEAD + "from: 2030\nproposed_by: somebody\nparameters: {belief: 0.25, n: 1e-3}\n")
        reform = read(file)
        assert (reform.id, reform.name, reform.why, reform.proposed_by) == (
            "drawn-up",
            "Drawn up",
            "To see.",
            "somebody",
        )
        assert reform.start == Date.parse("2030")
        assert reform.first_day == Date.parse("2030-01-01").first
        assert dict(reform.parameters) == {"belief": 0.25, "n": 0.001}
        assert reform.changes == ()
        assert reform.file == str(file)

    def test_layout_and_comments_do_not_count_in_the_digest(self) -> None:
        one = written_up("- {member: ARM, does: leaves}")
        other = written_up("# a comment\n- member: ARM\n  does: leaves\n")
        third = written_up("- {member: BLR, does: leaves}")
        assert one.digest == other.digest != third.digest
        assert len(one.digest) == 64

    def test_a_reform_is_frozen(self) -> None:
        reform = written_up("- {member: ARM, does: leaves}")
        with pytest.raises(dataclasses.FrozenInstanceError):
            reform.id = "other"  # type: ignore[misc]  # that is what is tested
        with pytest.raises(TypeError):
            reform.parameters["x"] = 1  # type: ignore[index]  # that is what is tested

    def test_a_reform_can_be_carried_to_another_process(self) -> None:
        csto = organisation("csto")
        for name in ready(csto):
            reform = named(csto, name)
            again = pickle.loads(pickle.dumps(reform))
            assert again == reform
            assert reformed(csto, [again]).record == reformed(csto, [reform]).record

    def test_a_file_that_is_too_large_is_not_read(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        file = tmp_path / "large.yaml"
        file.write_text(HEAD)
        monkeypatch.setattr("foedus.record.reforms.LARGEST", 3)
        with pytest.raises(ReformError, match="too large"):
            read(file)

    @pytest.mark.parametrize(
        ("text", "told"),
        [
            ("", "the file is empty [wrong-shape]"),
            ("- 1\n", "the file holds no keys and values"),
            (HEAD, "it changes nothing [missing-key]"),
            (HEAD + "form: 2020\nparameters: {a: 1}\n", "the key 'form' is not known [unknown-key]; did you mean"),
            (HEAD + "from: 2020~\nparameters: {a: 1}\n", "leave the '~' out"),
            (HEAD + "changes: [{member: ARM, does: leaves}]\n", "on which day is not said [missing-key]"),
            (HEAD + "changes: [{member: ARM, does: leaves, on: 2020?}]\n", "leave the '?' out"),
            (HEAD + "from: 2020-13\nparameters: {a: 1}\n", "drawn.yaml:4: from: 2020-13"),
            (HEAD + "parameters: [1]\n", "[not-a-mapping]"),
            (HEAD + "parameters: {a: many}\n", "'many' stands where a number is wanted [not-a-number]"),
            (HEAD + "parameters: {a: nan}\n", "'nan' stands where a number is wanted"),
            (HEAD + "changes: 3\n", "no list stands here [not-a-list]"),
            (HEAD + "changes: [3]\n", "no change stands here [not-a-mapping]"),
            (HEAD + "changes: [{}]\n", "what is changed is not said"),
            (HEAD + "changes: [{rules: [a], member: b}]\n", "one change is about rules and member"),
            (HEAD + "changes: [{rules: [], falls_away: true}]\n", "nothing is named [missing-key]"),
            (HEAD + "changes: [{trigger: crisis, cells: [], becomes: {}}]\n", "the key 'becomes' is not known"),
            (HEAD + "changes: [{adds: rule, fact: 3}]\n", "no fact stands here"),
            (HEAD + "changes: [{adds: article, fact: {}}]\n", "the key 'to' is missing"),
            (HEAD.replace("drawn-up", "drawn up") + "parameters: {a: 1}\n", "'drawn up' is no id [bad-id]"),
            ("name: x\nwhy: y\nparameters: {a: 1}\n", "the key 'reform' is missing"),
        ],
    )  # fmt: skip
    def test_what_is_wrong_is_told(self, text: str, told: str) -> None:
        reform, faults = reform_of(document("drawn.yaml", text))
        assert reform is None
        assert told in "\n".join(map(str, faults))

    @pytest.mark.parametrize("of", [DecisionRule, Organ, Force])
    def test_what_says_which_fact_it_is_cannot_be_changed(self, of: type) -> None:
        keys = {one.name for one in dataclasses.fields(partial(of))}
        assert not keys & {"id", "sources", "period", "confidence", "note"}
        assert keys < {one.name for one in dataclasses.fields(of)}

    def test_the_reference_names_every_key(self) -> None:
        page = REFERENCE.read_text(encoding="utf-8")
        kinds = (shapes.OfRules, shapes.OfArticles, shapes.OfOrgans, shapes.OfForces, shapes.OfTrigger)
        more = (shapes.OfMember, shapes.OfNew, shapes.ForceThen, shapes.SetAside)
        keys = {*KEYS, *(one.name for of in (*kinds, *more) for one in dataclasses.fields(of))}
        assert not {key for key in keys if f"`{key}`" not in page}


class TestFinding:
    def test_by_id_by_path_and_not_at_all(self, tmp_path: Path) -> None:
        csto = organisation("csto")
        assert named(csto, "two-thirds").file == "csto/reforms/two-thirds.yaml"
        file = tmp_path / "mine.yaml"
        file.write_text(HEAD + "parameters: {a: 1}\n")
        assert named(csto, str(file)).id == "drawn-up"
        with pytest.raises(LookupError, match="did you mean 'two-thirds'"):
            named(csto, "two-third")
        with pytest.raises(FileNotFoundError):
            named(csto, str(tmp_path / "away.yaml"))

    def test_ready_made_reforms_are_checked(self, tmp_path: Path) -> None:
        folder = tmp_path / "reforms"
        folder.mkdir()
        (folder / "other.yaml").write_text(HEAD + "parameters: {a: 1}\n")
        (folder / "nowhere.yaml").symlink_to(tmp_path / "away")
        told = check_ready(organised(), tmp_path)
        assert [(one.file, one.code) for one in told] == [
            ("reforms/nowhere.yaml", "unreadable-file"),
            ("reforms/other.yaml", "bad-id"),
        ]

    def test_every_ready_made_reform_says_why_and_who(self) -> None:
        for name in ("csto", "nato", "eu", "un-sc", "ecowas", "arab-league"):
            plain = organisation(name)
            for one in ready(plain):
                reform = named(plain, one)
                assert len(reform.why) > 40
                assert bool(reform.proposed_by) <= bool(reform.sources), f"{one}: who proposed it is not shown"


class TestApplying:
    def test_no_reform_is_no_change(self) -> None:
        plain = organised()
        assert reformed(plain, []) is plain

    def test_a_reformed_organisation_says_so(self) -> None:
        whole = under(organised(), MAJORITY)
        assert whole.name == "A Small Pact, reformed (drawn-up)"
        assert repr(whole) == "<organisation small under drawn-up>"
        assert repr(whole.on("2010-01-01")) == "<small on 2010-01-01 under drawn-up>"
        assert repr(whole.on("2009-12-31")) == "<small on 2009-12-31>"
        assert whole.id == "small"

    def test_a_rule_has_another_wording_from_the_day_on(self) -> None:
        whole = under(organised(), MAJORITY)
        old, new = whole.record.decision_rules
        assert (old.period.text, new.period.text) == ("2000-01-01/2010-01-01", "2010-01-01/..")
        assert whole.on("2009-12-31").rules[0].kind == "consensus"
        [then] = whole.on("2010-01-01").rules
        assert then.adopted_when == Condition(more_than=Threshold(share="1/2"))
        assert then.basis == "art. 5, as changed by the reform drawn-up"

    def test_without_a_day_it_has_always_been_so(self) -> None:
        whole = under(organised(), MAJORITY, since="")
        [then] = whole.record.decision_rules
        assert then.period.text == "2000-01-01/.."
        assert whole.on("2000-01-01").rules[0].kind == "simple_majority"

    def test_a_key_that_is_null_falls_away(self) -> None:
        plain = organised(decision_rules=(rule(quorum=Condition(at_least=Threshold(count=2))),))
        [then] = under(plain, "- {rules: [consensus], becomes: {quorum: null}}").on("2012-01-01").rules
        assert then.quorum is None

    def test_a_rule_that_begins_later_is_changed_whole(self) -> None:
        plain = organised(decision_rules=(rule(), rule("late", matters=("budget",), period=rule().period)))
        whole = under(plain, "- {rules: [late], falls_away: true}", since="1999-01-01")
        assert [one.id for one in whole.record.decision_rules] == ["consensus"]

    def test_two_reforms_of_one_rule_follow_each_other(self) -> None:
        first, second = (
            written_up(MAJORITY),
            written_up("- {rules: [consensus], becomes: {stand_aside: true}}", "2012"),
        )
        second = dataclasses.replace(second, id="second")
        whole = reformed(organised(), [second, first])
        assert [one.id for one in whole.reforms] == ["drawn-up", "second"]
        assert [(one.kind, one.stand_aside) for one in whole.record.decision_rules] == [
            ("consensus", False),
            ("simple_majority", False),
            ("simple_majority", True),
        ]

    def test_organs_and_forces_stay_the_same_ones(self) -> None:
        whole = under(organised(), "- {organs: [council], becomes: {meets: daily}}")
        assert whole.on("2012-01-01").organs[0].period.text == "2000-01-01/.."
        assert whole.on("2012-01-01").organs[0].meets == "daily"
        assert whole.on("2009-01-01").organs[0].meets is None

    def test_one_who_leaves_is_party_to_nothing_and_one_who_joins_to_what_all_are(self) -> None:
        parties = tuple(party(code, in_force="2000-01-01") for code in ("ARM", "BLR", "KAZ"))
        some = treaty(id="some", parties=parties[:1])
        plain = organised(treaties=(treaty(parties=parties), some))
        whole = under(plain, "- {member: KAZ, does: leaves}\n- {member: UZB, does: joins}")
        view = whole.on("2012-01-01")
        assert [one.state for one in view.members] == ["ARM", "BLR", "UZB"]
        ends = {one.state: one.ended for one in view.treaties[0].parties}
        assert {code: end.text if end else None for code, end in ends.items()} == {
            "ARM": None, "BLR": None, "KAZ": "2010-01-01", "UZB": None,
        }  # fmt: skip
        assert [one.state for one in view.treaties[1].parties] == ["ARM"]
        assert [(one.holder, one.status) for one in view.standings] == [("KAZ", "withdrawn")]
        earlier = {one.state: one.ended for one in whole.on("2009-12-31").treaties[0].parties}
        assert earlier == {"ARM": None, "BLR": None, "KAZ": None}

    def test_one_who_left_returns(self) -> None:
        plain = organised(membership=(status("ARM"), status("BLR"), status("KAZ", when="2000-01-01/2005-01-01")))
        whole = under(plain, "- {member: KAZ, does: returns}")
        assert whole.on("2012-01-01").member("KAZ") is not None
        assert whole.on("2009-01-01").member("KAZ") is None

    def test_frozen_keeps_the_vote_and_suspended_loses_it(self) -> None:
        whole = under(organised(), "- {member: ARM, does: freezes}\n- {member: BLR, does: suspended}")
        members = {one.state: (one.flags, one.votes) for one in whole.on("2012-01-01").members}
        assert members == {"ARM": (("frozen",), True), "BLR": (("suspended",), False), "KAZ": ((), True)}

    def test_an_elected_member_can_become_a_permanent_one(self) -> None:
        plain = organised(membership=(status("ARM", seat="elected"), status("BLR", seat="permanent")))
        whole = under(plain, "- {member: ARM, does: joins, seat: permanent}")
        assert whole.on("2012-01-01").member("ARM").seat == "permanent"  # type: ignore[union-attr]  # who is not there fails

    def test_an_article_is_added_and_another_falls_away(self) -> None:
        from foedus.record.terms import Duration

        plain = organised(treaties=(treaty(provision("one", Duration(term_years=5))),))
        whole = under(
            plain,
            """
- {articles: [one], subject: duration, falls_away: true}
- adds: article
  to: charter
  fact: {id: two, article: two, ref: art. 2, subject: duration, text: For ever., terms: {term_years: 99}}
""",
        )
        assert [one.id for one in whole.on("2009-01-01").provisions] == ["one"]
        [two] = whole.on("2010-01-01").provisions
        assert two.terms == Duration(term_years=99)
        assert whole.on("2010-01-01").treaty_of(two).id == "charter"

    def test_sources_are_the_pack_s(self) -> None:
        reform = dataclasses.replace(written_up(MAJORITY), sources=("hearsay",))
        with pytest.raises(ReformError, match="'hearsay' is no source of small"):
            reformed(organised(), [reform])

    def test_a_reform_of_parameters_alone_is_a_reform(self) -> None:
        reform, _ = reform_of(document("x.yaml", HEAD + "parameters: {a: 1}\n"))
        assert reform is not None
        whole = reformed(organised(), [reform])
        assert whole.reforms == (reform,)
        assert whole.record == organised().record
        with pytest.raises(ReformError, match="the reform 'drawn-up' is given twice"):
            reformed(whole, [reform])
        with pytest.raises(ReformError, match=r"x\.yaml:4: the parameter 'a' is set by drawn-up already"):
            reformed(whole, [dataclasses.replace(reform, id="other")])


class TestDockets:
    def test_a_docket_names_the_reforms_that_it_was_made_under(self) -> None:
        csto = organisation("csto")
        whole = reformed(csto, [named(csto, "two-thirds")])
        coded = csto.case("csto-kazakhstan-2022")
        assert coded is not None
        docket = written(replay(whole, coded).case)
        assert [one["reform"] for one in docket["reforms"]] == ["two-thirds"]
        assert verify(docket, whole).holds
        with pytest.raises(
            DocketError, match="made under the reform two-thirds, and is held against the law under no reform"
        ):
            verify(docket, csto)
        changed = [{"reform": "two-thirds", "digest": "0" * 64}]
        with pytest.raises(DocketError, match="says something else now"):
            verify({**docket, "reforms": changed}, whole)

    def test_without_reforms_a_docket_is_what_it_was(self) -> None:
        csto = organisation("csto")
        assert "reforms" not in Case.open(csto, "x", None).head()


class TestCounting:
    def test_what_was_declined_without_a_vote_is_counted_on_the_request(self) -> None:
        csto = organisation("csto")
        coded = csto.case("csto-kyrgyz-tajik-2022-september")
        assert coded is not None
        [count] = counts(csto, coded)
        assert (count.voted, count.adopted, count.organ) == (False, False, "csc")
        assert count.stances["KGZ"] == "requests"

    def test_a_reform_that_begins_later_changes_no_past_case(self) -> None:
        csto = organisation("csto")
        history = replay_all(reformed(csto, [named(csto, "armenia-leaves")]))
        assert all(row.unaffected for row in history.rows if row.organ)
        assert {row.answer for row in history.rows if row.organ} <= {"as_coded", "cannot_be_told"}

    def test_nothing_is_inferred_without_a_reform(self) -> None:
        assert not any(row.inferred or row.unaffected for row in replay_all(organisation("csto")).rows)

    def test_every_case_is_in_the_history_and_the_summary_adds_up(self) -> None:
        for name in ("csto", "nato", "un-sc", "eu"):
            history = replay_all(organisation(name))
            assert {row.case for row in history.rows} == {one.id for one in organisation(name).record.cases}
            assert sum(history.summary.values()) == len(history.rows)

    def test_where_the_outcome_contradicts_the_rule_nothing_is_learnt(self) -> None:
        from foedus.law.tally import ballot

        ballots = {"consensus": ballot(rule(), ("ARM", "BLR"))}
        found = left_open(ballots, "consensus", {"ARM": "objects", "BLR": "unknown"}, adopted=True)
        assert found == {"ARM": frozenset({"objects"}), "BLR": ANY}
        assert outcome_of(ballots, "consensus", found) is False
