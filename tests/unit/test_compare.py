"""Organisations side by side: a difference in law is a difference in the answer, each with its reference."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator

import pytest

from foedus.analysis.compare import QUESTIONS, UNKNOWN, Cell, compare
from foedus.cli.main import run
from foedus.record.view import organisation

PACKS = ("csto", "nato", "eu", "sco", "un-sc", "rio-treaty", "ecowas", "aes", "warsaw-pact", "anzus")


def answers(pack: str, day: str) -> dict[str, Cell]:
    """What one organisation answers, by question."""
    return {row.question: row.cells[0] for row in compare([organisation(pack).on(day)]).rows}


def test_every_question_is_answered_for_everyone_on_any_day() -> None:
    for day in ("1950-01-01", "1985-01-01", "2005-01-01", "2024-01-01"):
        made = compare([organisation(pack).on(day) for pack in PACKS])
        assert [row.question for row in made.rows] == [name for name, _ in QUESTIONS]
        assert all(len(row.cells) == len(PACKS) and all(cell.text for cell in row.cells) for row in made.rows)


def test_the_request_is_asked_for_since_the_wording_of_2010_only() -> None:
    assert answers("csto", "2012-12-18")["request"].text == "not required"
    assert answers("csto", "2012-12-19")["request"].text == "required"


def test_a_promise_that_no_organ_decides_on() -> None:
    cell = answers("eu", "2015-11-17")["means"]
    assert "each member chooses" in cell.text
    assert answers("anzus", "1960-01-01")["who decides"].text == "no organ: each member for itself"


def test_no_defence_clause_is_an_honest_nothing() -> None:
    assert answers("sco", "2020-01-01")["obligation"].text == "no defence clause on record: nothing is owed"
    assert answers("sco", "1980-01-01")["obligation"].text == "no such organisation on the day"


def test_who_can_block() -> None:
    assert answers("csto", "2022-01-05")["who can block"].text == "each of the 6"
    assert answers("nato", "2022-02-24")["who can block"].text == "each of the 30"
    for code in ("CHN", "FRA", "GBR", "RUS", "USA"):
        assert code in answers("un-sc", "2024-06-01")["who can block"].text


def test_every_reference_leads_somewhere() -> None:
    def known(pack: str) -> Iterator[str]:
        record = organisation(pack).record
        yield from record.sources
        for treaty in record.treaties:
            yield from (one.id for one in treaty.provisions)
        for section in (record.organs, record.decision_rules, record.forces, record.cases):
            yield from (one.id for one in section)

    for pack in PACKS:
        ids = set(known(pack))
        for name, cell in answers(pack, "2024-01-01").items():
            assert set(cell.references) <= ids, (pack, name)


def test_the_casebook_is_counted_by_the_day_only() -> None:
    assert answers("csto", "1998-01-01")["invocations"].text == "none coded by the day"
    assert "collective military action" in answers("csto", "2022-02-24")["invocations"].text


def test_what_is_not_known_is_not_nothing() -> None:
    cells = [cell for pack in PACKS for cell in answers(pack, "1985-01-01").values()]
    assert all(not cell.known for cell in cells if cell.text == UNKNOWN)


def test_after_the_newest_fact() -> None:
    made = compare([organisation("csto").on("2030-01-01")])
    assert made.last_known == (organisation("csto").last_known.text,)


@pytest.mark.parametrize("form", ["--json", "--markdown", "--csv"])
def test_one_answer_in_three_forms(form: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["compare", "csto", "nato", "--on", "2022-02-24", form]) == 0
    text = capsys.readouterr().out
    if form == "--json":
        plain = json.loads(text)
        cells = [one for row in plain["rows"] for one in row["answers"]]
        assert (len(plain["rows"]), {one["organisation"] for one in cells}) == (len(QUESTIONS), {"csto", "nato"})
    elif form == "--csv":
        assert len(list(csv.reader(io.StringIO(text)))) == 1 + 2 * len(QUESTIONS)
    else:
        assert text.count("\n") == 2 + len(QUESTIONS)


def test_two_forms_at_once_are_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["compare", "csto", "--json", "--csv"]) == 2
    assert "give one" in capsys.readouterr().err
