"""How a pack's files become facts: text, schema, folders, and what is said of what is wrong."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from foedus.dates import Date, Period
from foedus.record import checks_names, checks_pack
from foedus.record.base import Part
from foedus.record.checks import check
from foedus.record.checks_ground import cycles, fraction
from foedus.record.faults import CODES, Fault, PackError, UnknownPack
from foedus.record.pack import folder, load, packs
from foedus.record.reading import read
from foedus.record.schema import SECTION, SECTIONS, Section, adapter, parse
from foedus.record.terms import General, MutualDefence
from foedus.record.text import document

MINIMAL = Path(__file__).parents[1] / "corpus" / "packs" / "good" / "minimal"
FILES = sorted(
    path.relative_to(MINIMAL).as_posix() for path in MINIMAL.rglob("*.yaml") if path.parent.name != "reforms"
)
BUDGET = (
    (MINIMAL / "organisation.yaml").read_text().partition("https://lakes.example\n")[2].partition("sources")[0]
)
ACTIVITY = "- {id: canal, name: CANAL, kind: operation, period: 2003/.., sources: [page]"


def told(text: str) -> list[tuple[int, str]]:
    return [(fault.line, fault.code) for fault in document("x.yaml", text).faults]


def faults(section: str, text: str) -> list[Fault]:
    found = document(f"{section}.yaml", text)
    parse(SECTION[section], found)
    return found.faults


def only(section: str, text: str) -> Fault:
    (fault,) = faults(section, text)
    return fault


@pytest.fixture
def minimal(tmp_path: Path) -> Path:
    return Path(shutil.copytree(MINIMAL, tmp_path / "minimal"))


def all_faults(pack: Path) -> list[Fault]:
    reading = read(pack)
    return sorted([*reading.faults, *check(reading)])


class TestText:
    @pytest.mark.parametrize(
        "word", ["NO", "on", "yes", "12:30", "1.10", "0x1F", "1_000", "2012-12-19", "1e3", "-"]
    )
    def test_a_scalar_stays_as_it_is_written(self, word: str) -> None:
        assert document("x.yaml", f'key: "{word}"').tree == {"key": word}
        if word != "-":
            assert document("x.yaml", f"key: {word}\nlist: [{word}]").tree == {"key": word, "list": [word]}

    def test_only_a_bare_null_is_nothing(self) -> None:
        text = "[null, ~, , 'null', \"~\", '']"
        assert document("x.yaml", text.replace(", ,", ",")).tree == [None, None, "null", "~", ""]
        assert document("x.yaml", "a:\nb: Null\nc: |\n  null").tree == {"a": None, "b": "Null", "c": "null"}

    @pytest.mark.parametrize("text", ["", "\n\n", "# only words\n", "---\n"])
    def test_an_empty_file_is_nothing_and_no_fault_of_the_text(self, text: str) -> None:
        found = document("x.yaml", text)
        assert (found.tree, found.faults, found.whole) == (None, [], True)

    def test_every_value_knows_its_line(self) -> None:
        found = document("x.yaml", "a: 1\nb:\n  - c: 2\n    d: >-\n      long\n      text\n  - [3,\n     4]\n")
        assert found.line_of(()) == 1
        assert found.line_of(("a",)) == 1
        assert found.line_of(("b",)) == 2
        assert found.line_of(("b", 0)) == 3
        assert found.line_of(("b", 0, "d")) == 4
        assert found.line_of(("b", 1, 1)) == 8

    @pytest.mark.parametrize("path", [("x",), ("b", 5), ("b", "c"), ("b", 0, "x"), ("a", "deeper")])
    def test_what_is_not_there_has_the_line_of_what_is_above_it(self, path: tuple[str | int, ...]) -> None:
        found = document("x.yaml", "a: 1\nb:\n  - c: 2\n")
        assert found.line_of(path) == {"x": 1, "a": 1}.get(str(path[0]), 3 if len(path) == 3 else 2)

    @pytest.mark.parametrize(
        ("path", "name"),
        [
            ((), ""),
            (("seat",), "seat"),
            ((0,), "pact"),
            ((0, "parties", 0, "signed"), "pact, parties[FIN].signed"),
            ((0, "parties", 1), "pact, parties[item 2]"),
            ((0, "provisions", 0, "terms", "trigger", 1), "art-1, terms.trigger[item 2]"),
            ((1, "cells", 0), "aggression, cells[item 1]"),
            ((2,), "item 3"),
            ((2, "what"), "item 3, what"),
            ((9, "x", 4), "item 10, x[item 5]"),
        ],
    )
    def test_a_place_is_named_as_a_reader_knows_it(self, path: tuple[str | int, ...], name: str) -> None:
        text = (
            "- {id: pact, parties: [{state: FIN}, none], provisions: [{id: art-1, terms: {trigger: [a, b]}}]}\n"
            "- {trigger: aggression, cells: [{}]}\n"
            "- [nothing]\n"
        )
        assert document("x.yaml", text).name_of(path) == name

    def test_an_id_that_is_no_text_names_nothing(self) -> None:
        assert document("x.yaml", "- {id: [a], name: Lake}").name_of((0, "id")) == "Lake, id"

    @pytest.mark.parametrize(
        ("text", "line", "words"),
        [
            ("a: [b", 2, "close every bracket"),
            ("a: b: c", 1, "quote text that holds ': '"),
            ("a:\n\tb: c", 2, "blanks, not tabs"),
            ("a: @b", 1, "begins with one of"),
            ("a: 'b\n", 2, "close the quotation marks"),
            ('a: "\\q"', 1, "double a backslash"),
            ("key: |\n  x\n y: 2", 3, "indent the keys of one mapping alike"),
            ("%FOO\n---\na: 1", 1, "close every bracket"),
            ("a: \x00", 1, "take it out"),
            ("a: 1\nb: \ufffe", 2, "take it out"),
            ("a: \ud800", 1, "take it out"),
            (b"a: 1\nb: caf\xe9".decode("utf-8", "surrogateescape"), 2, "save the file as UTF-8"),
            ("[" * 100_000, 0, "fewer within one another"),
            ("- " * 5_000, 0, "fewer within one another"),
        ],
    )
    def test_text_that_is_no_yaml_is_told_with_its_line(self, text: str, line: int, words: str) -> None:
        found = document("x.yaml", text)
        (fault,) = found.faults
        assert (fault.line, fault.code) == (line, "yaml-syntax")
        assert words in fault.mend
        assert not found.whole

    def test_where_an_open_bracket_began_is_told(self) -> None:
        (fault,) = document("x.yaml", "a: 1\nb: [c,\n  d\ne: 2\n").faults
        assert "that begins in line 2" in fault.what

    @pytest.mark.parametrize(
        ("text", "line"),
        [
            ("a: &x 1", 1),
            ("a: 1\nb: *x", 2),
            ("a: !!int 3", 1),
            ("a: !pact {}", 1),
            ("a: &x [1]", 1),
            ("&k a: 1", 1),
            ("a: 1\n!k b: 1", 2),
        ],
    )
    def test_what_yaml_would_repeat_or_type_is_a_fault_and_the_rest_is_read(self, text: str, line: int) -> None:
        found = document("x.yaml", f"{text}\nlast: 1")
        assert [(fault.line, fault.code) for fault in found.faults] == [(line, "yaml-feature")]
        assert found.whole
        assert found.tree["last"] == "1"

    def test_the_common_tags_are_named_as_written(self) -> None:
        assert document("x.yaml", "a: !!int 3").faults[0].what == "the tag !!int is not read"
        assert document("x.yaml", "a: !pact 3").faults[0].what == "the tag !pact is not read"

    @pytest.mark.parametrize("text", ["? [a]\n: 1", "{a: 1}: 2", "? {a: 1}\n: 2", "*x : 1"])
    def test_a_key_that_is_not_plain_text_ends_the_reading(self, text: str) -> None:
        found = document("x.yaml", text)
        assert [fault.code for fault in found.faults] == ["yaml-feature"]
        assert not found.whole

    def test_a_second_document_ends_the_reading(self) -> None:
        assert told("---\na: 1\n---\nb: 2\n---\n") == [(3, "several-documents")]
        assert told("---\na: 1\n...\n") == []

    def test_every_key_given_twice_is_told(self) -> None:
        assert told("a: 1\na: 2\nb: {c: 1,\n c: 2}\n") == [(2, "duplicate-key"), (4, "duplicate-key")]
        assert told("- a: 1\n- a: 2\n") == []

    @given(st.one_of(st.text(), st.text(alphabet="ab:{}[],-&*!?|>#@`%'\"\\\n \t\ufeff0~")))
    def test_no_text_stops_the_reader(self, text: str) -> None:
        found = document("x.yaml", text)
        assert found.whole or found.faults


@dataclass(frozen=True, slots=True, kw_only=True)
class Lake(Part):
    """A kind of fact with a type that no section has."""

    id: str
    depth: float


class TestSchema:
    @pytest.mark.parametrize("section", SECTIONS, ids=lambda section: section.name)
    def test_an_empty_fact_of_each_section_is_told_what_it_lacks(self, section: Section) -> None:
        text = {"one": "{}", "mapping": "a: {}", "list": "- {}"}[section.shape]
        found = faults(section.name, text)
        assert found
        assert {fault.code for fault in found} == {"missing-key"}
        assert all(fault.line == 1 for fault in found)

    @pytest.mark.parametrize(
        ("section", "text", "what"),
        [
            ("events", "", "the file is empty"),
            ("events", "a: 1", "the file holds a mapping"),
            ("events", "word", "the file holds 'word'"),
            ("pack", "- a", "the file holds a list"),
            ("sources", "- a", "the file holds a list"),
        ],
    )
    def test_a_file_of_another_shape_is_told(self, section: str, text: str, what: str) -> None:
        fault = only(section, text)
        assert (fault.code, fault.what) == ("wrong-shape", what)

    def test_an_empty_list_is_no_fault(self) -> None:
        assert faults("events", "[]") == []

    def test_a_file_that_could_not_be_read_to_its_end_gives_no_facts(self) -> None:
        found = document("events.yaml", "- {id: a}\n- [")
        assert parse(SECTION["events"], found) == []
        assert [fault.code for fault in found.faults] == ["yaml-syntax"]

    def test_what_the_text_got_wrong_is_told_once(self) -> None:
        text = ACTIVITY.replace("kind: operation", "kind: *kind") + "}\n- {id: a}"
        assert [(fault.line, fault.code) for fault in faults("activities", text)][:1] == [(1, "yaml-feature")]
        assert {fault.line for fault in faults("activities", text)[1:]} == {2}

    def test_the_nearest_right_key_is_named_and_not_missed_as_well(self) -> None:
        fault = only("activities", ACTIVITY.replace("period:", "perod:") + "}")
        assert (fault.code, fault.what) == ("unknown-key", "canal: the key 'perod' is not known")
        assert fault.mend == "did you mean 'period'?"

    def test_a_key_like_no_other_is_told_with_all_the_right_ones(self) -> None:
        fault = only("activities", ACTIVITY + ", zzz: fine}")
        assert fault.mend.startswith("the keys here are id, sources, confidence")
        assert fault.mend.endswith("part_of")

    def test_the_nearest_key_is_found_in_nested_mappings(self) -> None:
        text = (
            "- {id: r, organs: [o], matters: [any], kind: consensus, basis: b, period: 2000/.., sources: [s],\n"
            "   adopted_when: {all_of: [{none_of: [{at_least: {share: 1/2, counting: for,\n"
            "     mesure: heads}}]}]}}"
        )
        fault = only("decision_rules", text)
        assert (fault.line, fault.mend) == (3, "did you mean 'measure'?")
        assert fault.what.startswith("r, adopted_when.all_of[item 1].none_of[item 1].at_least:")

    def test_the_nearest_key_is_found_in_the_terms_that_the_subject_chooses(self) -> None:
        provision = (
            "- id: t\n  title: T\n  signed: 2000\n  sources: [s]\n  provisions:\n"
            "  - {id: p, article: p, ref: art. 1, subject: withdrawal, text: t, period: 2000/.., sources: [s],\n"
            "     terms: {to: council, notice_month: 6}}"
        )
        fault = only("treaties", provision)
        assert (fault.code, fault.line, fault.mend) == ("unknown-key", 7, "did you mean 'notice_months'?")

    @pytest.mark.parametrize(
        ("subject", "terms", "codes"),
        [
            ("mutual_defence", "{obligation: mandatory, content: [all]}", []),
            ("mutual_defence", "[mandatory]", ["not-a-mapping"]),
            ("mutual_defence", "", ["not-a-mapping"]),
            ("mutual_defense", "{obligation: compulsory}", ["unknown-word"]),
            ("[mutual_defence]", "{obligation: compulsory}", ["unknown-word"]),
        ],
    )
    def test_terms_are_judged_by_their_subject_alone(self, subject: str, terms: str, codes: list[str]) -> None:
        text = (
            "- id: t\n  title: T\n  signed: 2000\n  sources: [s]\n  provisions:\n"
            f"  - {{id: p, article: p, ref: art. 1, subject: {subject}, text: t, period: 2000/.., sources: [s],\n"
            f"     terms: {terms}}}"
        )
        assert [fault.code for fault in faults("treaties", text)] == codes

    def test_terms_become_the_class_of_their_subject(self) -> None:
        (treaty, *_) = [item.fact for item in read(MINIMAL).items["treaties"] if item.id == "lake-treaty"]
        assert type(treaty.provisions[0].terms) is MutualDefence
        assert all(isinstance(one.terms, General) is (one.subject == "other") for one in treaty.provisions)

    @pytest.mark.parametrize("provisions", ["here", "[here]", "[{}]", ""])
    def test_provisions_of_another_shape_are_told(self, provisions: str) -> None:
        assert faults("treaties", f"- {{id: t, title: T, signed: 2000, sources: [s], provisions: {provisions}}}")

    @pytest.mark.parametrize(
        ("key", "value", "code", "words"),
        [
            ("period", "2003-13/..", "bad-period", "there is no month 13"),
            ("period", "2003", "bad-period", "one slash"),
            ("period", "2003/2002", "bad-period", "ends before it begins"),
            ("period", "[2003]", "bad-period", "a list stands where a period is wanted"),
            ("states", "FIN", "not-a-list", "'FIN' stands where a list is wanted"),
            ("states", "{FIN: 1}", "not-a-list", "a mapping stands where"),
            ("states", "[[FIN]]", "not-text", "states[item 1]: a list stands where text is wanted"),
            ("states", "[~]", "not-text", "nothing stands where"),
            ("personnel", "many", "not-a-number", "'many' stands where a whole number is wanted"),
            ("personnel", "1.5", "not-a-number", "'1.5'"),
            ("personnel", "[1]", "not-a-number", "a list"),
            ("personnel", "9" * 5000, "not-a-number", "..."),
            ("confidence", "hi", "unknown-word", "'hi' is none of the words for this place"),
            ("confidence", "{}", "unknown-word", "a mapping is none"),
        ],
    )
    def test_a_value_of_another_type_is_told(self, key: str, value: str, code: str, words: str) -> None:
        text = ACTIVITY if key != "period" else ACTIVITY.replace("period: 2003/.., ", "")
        fault = only("activities", f"{text}, {key}: {value}}}")
        assert fault.code == code
        assert words in fault.what
        assert fault.what.startswith(f"canal, {key}")
        assert len(fault.what) < 150

    def test_a_date_is_told_apart_from_a_period(self) -> None:
        fault = only("events", '- {id: a, date: "2012-13", what: w, sources: [s]}')
        assert (fault.code, fault.what) == ("bad-date", "a, date: 2012-13: there is no month 13")
        assert fault.mend == "write YYYY, YYYY-MM or YYYY-MM-DD, with ?, ~ or % when uncertain"

    def test_truth_is_told(self) -> None:
        fault = only(
            "membership", "- {id: a, state: FIN, status: party, period: 2000/.., sources: [s], in_law: so}"
        )
        assert (fault.code, fault.mend) == ("not-true-or-false", "write true or false")

    def test_a_near_word_is_named_and_else_all_of_them(self) -> None:
        near = only("activities", ACTIVITY.replace("operation", "operatoin") + "}")
        far = only("activities", ACTIVITY.replace("operation", "war") + "}")
        assert near.mend == "did you mean 'operation'?"
        assert far.mend == "write one of exercise, operation, programme, working_group"

    def test_a_type_that_no_section_has_is_told_all_the_same(self) -> None:
        found = document("lakes.yaml", "- {id: ladoga, depth: deep}")
        assert parse(Section("lakes", Lake, "list", False, "lakes"), found) == []
        (fault,) = found.faults
        assert fault.code == "wrong-shape"
        assert fault.what.startswith("ladoga, depth: 'deep': ")

    def test_an_adapter_is_made_once(self) -> None:
        assert adapter(Lake) is adapter(Lake)


class TestReading:
    def test_the_good_pack_is_read_whole(self) -> None:
        reading = read(MINIMAL)
        assert not reading.faults
        assert not reading.unread
        assert [name for name, _ in reading.facts["organs"]] == ["council", "secretariat"]
        assert reading.all("organs")[1].parent == "council"
        assert reading.all("statements") == []
        assert reading.place("organs/secretariat") == ("organs.yaml", 10)
        assert reading.place("provisions/lake-art-2-2000") == ("treaties/lake-treaty.yaml", 35)
        assert reading.place("organs/senate") == ("organs.yaml", 0)

    def test_a_section_may_be_a_file_or_a_folder_or_both(self, minimal: Path) -> None:
        (minimal / "organs").mkdir()
        (minimal / "organs" / "working-groups.yaml").write_text(
            "- {id: rafts, name: Rafts, level: working_group, composition: c, period: 2000/.., parent: council,"
            " sources: [gazette]}\n"
        )
        assert all_faults(minimal) == []
        assert read(minimal).ids["organs"] == {"council", "secretariat", "rafts"}

    def test_other_files_are_left_alone(self, minimal: Path) -> None:
        (minimal / "README.md").write_text("words")
        for name in ("organs.yaml.orig", "organs.yoml"):
            (minimal / name).write_text("[")
        assert all_faults(minimal) == []

    def test_only_the_top_of_a_folder_that_is_no_section_is_looked_at(self, minimal: Path) -> None:
        for deep in ("statutes/deep", "organs/deep"):
            (minimal / deep).mkdir(parents=True)
            (minimal / deep / "one.yaml").write_text("[]")
        assert all_faults(minimal) == []
        (minimal / "statutes" / "one.yaml").write_text("[]")
        assert [(fault.file, fault.code) for fault in all_faults(minimal)] == [
            ("statutes/one.yaml", "unknown-file")
        ]

    def test_a_name_like_no_section_is_told_with_all_of_them(self, minimal: Path) -> None:
        (minimal / "zzz.yaml").write_text("[]")
        (fault,) = all_faults(minimal)
        assert fault.mend.startswith("a pack has pack, organisation, sources, treaties")

    @pytest.mark.parametrize(
        ("file", "old", "new"),
        [
            ("organs.yaml", "level: staff", "level: stuff"),
            ("organs.yaml", "- id: secretariat", "- id: [secretariat]"),
            ("forces.yaml", "kind: naval", "kind: wet"),
            ("decision_rules.yaml", "kind: consensus", "kind: consent"),
            ("cases.yaml", "made: true", "made: so"),
            ("sources.yaml", "kind: official", "kind: offcial"),
            ("membership.yaml", "state: UGA, status: member", "state: UGA, status: membre"),
            ("treaties/lake-treaty.yaml", 'signed: "1990-06-01"\n', "signed: June\n"),
            ("treaties/lake-treaty.yaml", "id: lake-art-2-2000", "id: [lake-art-2-2000]"),
            ("treaties/lake-treaty.yaml", "article: lake-art-1\n", "article: [lake-art-1]\n"),
            ("pack.yaml", "2020-12-31", "2020-13"),
            ("doctrine.yaml", "trigger: armed_attack", "trigger: armed_atack"),
        ],
    )
    def test_one_fault_in_a_fact_brings_no_other_elsewhere(
        self, minimal: Path, file: str, old: str, new: str
    ) -> None:
        """What names a faulty fact is right all the same, so nothing may be said of it."""
        text = (minimal / file).read_text()
        assert text.count(old) == 1 or file == "membership.yaml"
        (minimal / file).write_text(text.replace(old, new))
        assert [fault.file for fault in all_faults(minimal)] == [file]

    @pytest.mark.parametrize("file", FILES)
    @pytest.mark.parametrize("content", ["[", "word", "", "- 1", "a: 1"])
    def test_a_file_that_cannot_be_used_is_told_alone(self, minimal: Path, file: str, content: str) -> None:
        if (file, content) == ("sources.yaml", "a: 1"):
            content = "- a: 1"  # the other would be a list of sources, and name none that is wanted
        (minimal / file).write_text(content)
        found = all_faults(minimal)
        assert found
        assert {fault.file for fault in found} == {file}

    def test_an_empty_folder_lacks_every_section_that_is_required(self, tmp_path: Path) -> None:
        found = all_faults(tmp_path)
        assert {fault.code for fault in found} == {"missing-file"}
        assert [fault.file for fault in found] == sorted(f"{one.name}.yaml" for one in SECTIONS if one.required)

    def test_without_provisions_a_treaty_is_still_one(self, minimal: Path) -> None:
        (minimal / "treaties" / "sea.yaml").write_text("- {id: sea, title: Sea, signed: 1999, sources: [gazette]}")
        assert all_faults(minimal) == []

    @settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
    @given(st.data())
    def test_no_change_of_a_pack_stops_the_checks(self, tmp_path: Path, data: st.DataObject) -> None:
        pack = tmp_path / "minimal"
        shutil.copytree(MINIMAL, pack, dirs_exist_ok=True)
        file = pack / data.draw(st.sampled_from(FILES))
        words = file.read_text().split(" ")
        other = data.draw(st.sampled_from(FILES))
        spare = (MINIMAL / other).read_text().split()
        for _ in range(data.draw(st.integers(1, 3))):
            place = data.draw(st.integers(0, len(words) - 1))
            words[place] = data.draw(
                st.sampled_from([*spare, "", "[]", "{}", "~", "-", "\n- ", "\n", "'", "x: y"])
            )
        file.write_text(" ".join(words))
        for fault in all_faults(pack):
            assert fault.what
            assert fault.mend


class TestChecks:
    """What the corpus of bad packs leaves out: what is uncertain is no fault."""

    @pytest.mark.parametrize(
        ("file", "old", "new"),
        [
            # They may overlap, and may not.
            (
                "membership.yaml",
                "id: che-observer, state: CHE, status: observer",
                "id: x, state: CHE, status: member",
            ),
            ("chairmanship.yaml", '"1991-03-01/2000"', '"1991-03-01/2000?"'),
            ("officeholders.yaml", '"1991-03-01/2000"', '"1991-03-01/"'),
            ("treaties/lake-treaty.yaml", '"1991-03-01/2000-05-01"', '"1991-03-01/2000"'),
            # The same person, or the same state, goes on.
            (
                "officeholders.yaml",
                'person: B. Byamukama\n  state: UGA\n  period: "2000',
                'person: A. Aalto\n  state: UGA\n  period: "1999',
            ),
            ("chairmanship.yaml", 'state: UGA, period: "2000', 'state: FIN, period: "1999'),
            # An acting holder beside the one in office.
            ("officeholders.yaml", 'state: UGA\n  period: "2000', 'acting: true\n  state: UGA\n  period: "1999'),
            ("officeholders.yaml", "state: UGA\n", "state:\n"),
            # Dates that may be in order.
            ("cases.yaml", 'date: "2005-03-11"\n    under', 'date: "2005-03"\n    under'),
            ("cases.yaml", 'first_arrival: "2005-03-13"', 'first_arrival: "2005"'),
            ("cases.yaml", 'ends: "2005-03-20"\n  inv', 'ends: "2005"\n  inv'),
            ("treaties/lake-protocol.yaml", 'in_force: "2000-05-01"', 'in_force: "1999"'),
            ("treaties/lake-treaty.yaml", '"1991-03-01/2000-05-01"', '"/2000-05-01"'),
            ("treaties/lake-protocol.yaml", '"2000-05-01/2010"', '"2000-05-01/"'),
            ("events.yaml", "1991-04", "2020"),
            ("officeholders.yaml", 'term_ends: "2001"', 'term_ends: "2030"'),
            ("chairmanship.yaml", '"2000/.."', '"2000/"'),
            # A request that went elsewhere is not what the organisation answers; a statement needs no request.
            (
                "cases.yaml",
                'made: true\n    by: UGA\n    date: "2005-03-11"',
                'made: true\n    elsewhere: true\n    date: "2005-03-19"',
            ),
            (
                "cases.yaml",
                'made: true\n    by: UGA\n    date: "2005-03-11"',
                'made: false\n    date: "2005-03-19"',
            ),
            ("cases.yaml", 'by: UGA\n    date: "2005-03-11"', "by: UGA"),
            # A right of one state alone needs no organ.
            (
                "decision_rules.yaml",
                "organs: [council]\n  matters: [any]",
                "organs: []\n  alone: any_member\n  matters: [any]",
            ),
            (
                "decision_rules.yaml",
                "veto_holders: [FIN]",
                "veto_holders: [FIN]\n  voters: {who: named, named: [FIN]}",
            ),
            ("organisation.yaml", "website: https://lakes.example\n", ""),
            ("organisation.yaml", BUDGET, ""),
            ("organisation.yaml", 'founded: "1991-03-01"', 'founded: "1991-03-01"\ndissolved: "1991"'),
            # What acts need not be a state or an organ.
            ("cases.yaml", "actor: secretariat", "actor: un_security_council"),
            # A programme may outlast a state that took part in it.
            (
                "activities.yaml",
                'period: "2002/2003", states: [FIN, UGA]',
                'period: "2002/2012", states: [FIN, SSD]',
            ),
            ("activities.yaml", 'period: "2002/2003", states: [FIN, UGA]', 'period: "/", states: [FIN, SSD]'),
            ("forces.yaml", "contributions:\n    - {state: FIN,", "contributions:\n    - {state: CHE,"),
        ],
    )
    def test_what_may_be_right_is_no_fault(self, minimal: Path, file: str, old: str, new: str) -> None:
        text = (minimal / file).read_text()
        assert text.count(old) == 1
        (minimal / file).write_text(text.replace(old, new))
        assert all_faults(minimal) == []

    def test_a_state_that_another_continues_is_named(self) -> None:
        assert checks_names.absent("RUS", Date.parse("1985"))[1] == "write SUN (Soviet Union)"
        assert checks_names.absent("YMD", Period.parse("/2010"))[1] == "it became YEM (Yemen)"

    @pytest.mark.parametrize(
        "text",
        ["0/3", "4/3", "1/0", "2", "", "0.5", "1/-2", "¹/²", "1/2/3", "1/", f"{'9' * 5000}/1", " 1/2", "50%"],
    )
    def test_what_is_no_exact_share_up_to_one_is_none(self, text: str) -> None:
        assert fraction(text) is None

    def test_a_share_is_an_exact_fraction(self) -> None:
        assert fraction("2/3") == Fraction(2, 3)
        assert fraction("1/1") == 1

    @pytest.mark.parametrize(
        ("follows", "found"),
        [
            ({}, []),
            ({"a": "b", "b": "c"}, []),
            ({"a": "a"}, [("a",)]),
            ({"a": "c", "b": "c", "c": "b"}, [("b", "c")]),
            ({"a": "b", "b": "a", "c": "d", "d": "c", "e": "a"}, [("a", "b"), ("c", "d")]),
        ],
    )
    def test_each_ring_is_found_once(self, follows: dict[str, str], found: list[tuple[str, ...]]) -> None:
        assert cycles(follows) == found

    def test_the_good_pack_is_of_the_version_that_is_read(self) -> None:
        assert read(MINIMAL).all("pack")[0].schema == checks_pack.SCHEMA_VERSION

    def test_a_fault_is_told_once(self, minimal: Path) -> None:
        reading = read(minimal)
        reading.items["events"] *= 2
        reading.items["events"][0] = replace(
            reading.items["events"][0], fact=replace(reading.items["events"][0].fact, sources=())
        )
        reading.items["events"][1] = reading.items["events"][0]
        assert [fault.code for fault in check(reading)] == ["no-sources"]


class TestPack:
    def test_a_record_knows_where_its_facts_stand(self) -> None:
        record = load(str(MINIMAL))
        assert record.where["cases/lake-storm-2005"] == ("cases.yaml", 1)
        assert record.organisation.name == "League of Lakes"
        assert list(record.sources) == ["lake-treaty-text", "gazette"]
        assert [treaty.id for treaty in record.treaties] == ["lake-protocol", "lake-treaty"]

    def test_a_pack_is_found_by_its_name_in_the_folders_of_the_environment(
        self, minimal: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        assert "minimal" not in packs()
        monkeypatch.setenv("FOEDUS_PACKS", str(minimal.parent))
        assert folder("minimal") == minimal
        monkeypatch.setenv("FOEDUS_PACKS", str(minimal))
        assert folder("minimal") == minimal
        assert list(packs()) == sorted(packs())

    def test_a_folder_may_be_given_instead_of_a_name(self, minimal: Path) -> None:
        assert folder(str(minimal)) == minimal

    def test_the_name_most_likely_meant_is_told(self, minimal: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("FOEDUS_PACKS", str(minimal.parent))
        with pytest.raises(UnknownPack, match="did you mean 'minimal'"):
            folder("MINIMAAL")
        with pytest.raises(UnknownPack, match=r"known are .*minimal"):
            folder("qqqqqqqq")

    @pytest.mark.parametrize("name", ["", "x" * 5000, "no\0such", "\udcff", "pack.yaml"])
    def test_no_name_stops_the_search(self, name: str) -> None:
        with pytest.raises(UnknownPack):
            folder(name)

    def test_a_bad_pack_is_not_loaded(self, minimal: Path) -> None:
        (minimal / "organs.yaml").unlink()
        with pytest.raises(PackError, match=r"has 1 fault\n.*organs.yaml is missing"):
            load(str(minimal))


class TestFaults:
    def test_a_fault_reads_like_a_message_of_a_compiler(self) -> None:
        fault = Fault("a.yaml", 0, "missing-file", "a.yaml is missing", "add it")
        assert str(fault) == "a.yaml: a.yaml is missing [missing-file]; add it"

    def test_the_list_of_codes_is_closed(self) -> None:
        with pytest.raises(ValueError, match="no kind of fault"):
            Fault("a.yaml", 1, "made-up", "what", "mend")

    @pytest.mark.parametrize("code", CODES)
    def test_every_kind_says_what_it_means_and_how_to_mend_it(self, code: str) -> None:
        kind = CODES[code]
        for words in (kind.meaning, kind.mend):
            assert words.endswith(".")
            assert words == " ".join(words.split())

    def test_an_error_sorts_its_faults(self) -> None:
        one, other = (Fault(name, 1, "bad-date", "w", "m") for name in ("b.yaml", "a.yaml"))
        error = PackError("x", (one, other))
        assert error.faults == (other, one)
        assert str(error).startswith("pack x has 2 faults\na.yaml:1: ")
