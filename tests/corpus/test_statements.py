"""Statements that a lawyer can read, each with the verdict that must come of it."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path
from typing import Any, get_args

import pytest
import yaml

from foedus.dates import Period
from foedus.record.queries import Query, Statement
from foedus.record.schema import adapter
from foedus.record.statements import Checked, Verdict, check
from foedus.record.view import Organisation, organisation

HERE = Path(__file__).parent
FILES = sorted((HERE / "statements").glob("*.yaml"))


def rows() -> list[Any]:
    found = []
    for file in FILES:
        read = yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
        found += [pytest.param(read["pack"], row, id=f"{file.stem}-{row['id']}") for row in read["statements"]]
    return found


ROWS = rows()


def whose(pack: str) -> Organisation:
    folder = HERE / "packs" / pack
    return organisation(str(folder) if folder.is_dir() else pack)


def statement(row: dict[str, Any]) -> Statement:
    given = {key: value for key, value in row.items() if key != "expect"}
    made = adapter(Statement).validate_python({"document": "a text", **given})
    assert isinstance(made, Statement)
    return made


def told(periods: tuple[Period, ...]) -> list[str]:
    return [one.text for one in periods]


@pytest.mark.parametrize(("pack", "row"), ROWS)
def test_the_verdict(pack: str, row: dict[str, Any]) -> None:
    found: Checked = check(statement(row), whose(pack))
    expect = row["expect"]
    assert found.verdict == expect["verdict"], found.why
    if "certainty" in expect:
        assert found.certainty is not None
        assert found.certainty.value == expect["certainty"]
    for key in ("true_during", "possibly_during", "near_during"):
        if key in expect:
            assert told(getattr(found, key)) == expect[key]
    if "facts" in expect:
        assert list(found.facts) == expect["facts"]
    assert expect.get("why", "") in found.why
    assert found.why.endswith(".")


def test_every_verdict_and_every_kind_of_query_is_shown() -> None:
    verdicts = {row.values[1]["expect"]["verdict"] for row in ROWS}
    assert verdicts == set(get_args(Verdict))
    keys = {statement(row.values[1]).query.key() for row in ROWS if "query" in row.values[1]}  # type: ignore[union-attr]  # it has one
    assert keys == {one.name for one in fields(Query)} - {"on"}
