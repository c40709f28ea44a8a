"""Files of questions: good ones give what stands beside them, bad ones are refused in the words that they say."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from foedus.estimates.forecasts import forecasts
from foedus.estimates.question_file import BadQuestions, read_questions

HERE = Path(__file__).parent / "questions"
GOOD = sorted(path for path in (HERE / "good").glob("*.yaml") if not path.stem.endswith(".expects"))
BAD = sorted((HERE / "bad").glob("*.yaml"))


def test_there_are_files() -> None:
    assert len(GOOD) >= 2
    assert len(BAD) >= 12


@pytest.mark.parametrize("path", GOOD, ids=lambda path: path.stem)
def test_good_files_are_read(path: Path) -> None:
    expected: dict[str, Any] = yaml.safe_load(path.with_suffix(".expects.yaml").read_text("utf-8"))
    found = {row["id"]: row for row in forecasts(read_questions(path).questions, lambda question: question.day)}
    assert set(found) == set(expected)
    for name, wanted in expected.items():
        row = found[name]
        assert sum(row["outcome"].values()) == pytest.approx(1, abs=1e-9)
        assert all(sum(shares.values()) == pytest.approx(1, abs=1e-9) for shares in row["stances"].values())
        assert set(wanted["states"]) <= set(row["stances"])
        for key in ("invokes", "known", "counted_from"):
            assert key not in wanted or row[key] == wanted[key], key
        if wanted.get("asked") == "unknown":
            assert 0 < row["invokes"] < 1
        if "not_invoked" in wanted:
            assert row["outcome"]["not_invoked"] == wanted["not_invoked"]
        assert set(wanted.get("unknown", [])) <= set(row["unknown"])


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_bad_files_are_refused(path: Path) -> None:
    refused = path.read_text("utf-8").splitlines()[0].removeprefix("# refused: ")
    with pytest.raises(BadQuestions) as caught:
        read_questions(path)
    assert refused in str(caught.value)
    assert str(caught.value).startswith(f"{path}:")


def test_what_came_later_is_not_read() -> None:
    """A file with the decision and one without it give the same forecasts, byte for byte."""
    path = HERE / "good" / "notes.yaml"
    found = read_questions(path)
    assert found.unread == ("decision", "positions")
    bare = yaml.safe_load(path.read_text("utf-8"))["cases"][0]
    for key in ("decision", "positions"):
        del bare[key]
    assert forecasts(found.questions[:1], lambda question: question.day) == forecasts(
        [_read(bare)], lambda question: question.day
    )


def _read(item: dict[str, Any]) -> Any:
    import tempfile

    with tempfile.TemporaryDirectory() as room:
        path = Path(room) / "one.yaml"
        item["situation"]["ends"] = None
        item["situation"]["battle_deaths"] = None
        path.write_text(yaml.safe_dump(item, default_flow_style=False), "utf-8")
        return read_questions(path).questions[0]
