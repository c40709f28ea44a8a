"""Commands for the record: sources, cite, validate, schema."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from foedus.record.pack import packs
from foedus.record.schema import SECTION
from foedus.record.view import organisation
from tests.unit.cli_running import done, plain, ran, refused

CSTO = organisation("csto").record
MINIMAL = Path(__file__).resolve().parents[1] / "corpus" / "packs" / "good" / "minimal"


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    """A small sound pack, to be spoilt."""
    name = next(line for line in (MINIMAL / "pack.yaml").read_text("utf-8").splitlines() if line.startswith("id:"))
    return Path(shutil.copytree(MINIMAL, tmp_path / name.removeprefix("id:").strip()))


def spoil(pack: Path) -> None:
    file = pack / "membership.yaml"
    file.write_text(file.read_text("utf-8").replace("status: ", "statis: ", 1), encoding="utf-8")


# --- sources and citations ---


def test_sources() -> None:
    told = plain("sources", "csto")["sources"]
    assert [one["source"] for one in told] == sorted(CSTO.sources)
    assert done("sources", "csto").out.count("\n") > len(told)


def test_cite_a_source() -> None:
    assert (
        done("cite", "csto-charter-2010").out
        == CSTO.sources["csto-charter-2010"].bibtex("csto-charter-2010") + "\n"
    )


def test_cite_everything_that_something_rests_on() -> None:
    provision = next(one for treaty in CSTO.treaties for one in treaty.provisions if one.id == "cst-art-4-2010")
    told = plain("cite", "cst-art-4-2010")["cited"]
    assert [one["source"] for one in told] == sorted(provision.sources)
    assert all(one["bibtex"].startswith("@") for one in told)
    case = next(one for one in CSTO.cases if one.id == "csto-kazakhstan-2022")
    cited = {one["source"] for one in plain("cite", case.id)["cited"]}
    assert set(case.sources) < cited, "what its timeline, its acts and its disputes rest on belongs to it"
    assert "rbc-2022-01-07-serdyukov" in cited
    assert (
        plain("cite", "csto:cst-art-4-2010", case.id)["cited"] == plain("cite", case.id, "cst-art-4-2010")["cited"]
    )


def test_cite_what_the_common_tables_rest_on() -> None:
    assert plain("cite", "un-member-states")["cited"][0]["publisher"] == "United Nations"
    assert plain("cite", "unga-3314")["cited"][0]["source"] == "unga-3314"


def test_every_source_of_an_answer_can_be_cited() -> None:
    told = plain("advise", "--situation", "csto-kazakhstan-2022")
    names = {name for one in told["findings"] for row in one["tests"] for name in row["sources"]}
    assert names
    assert {one["source"] for one in plain("cite", *sorted(names))["cited"]} == names


def test_cite_what_is_not_there() -> None:
    assert "did you mean 'csto-charter-2010'" in refused("cite", "csto-charter-2101")
    assert "unknown organisation" in refused("cite", "nowhere:x")


# --- validate ---


def test_every_installed_pack_is_sound() -> None:
    assert plain("validate") == {
        "faults": 0,
        "packs": [{"pack": name, "folder": str(folder), "faults": []} for name, folder in packs().items()],
    }
    assert "csto: no faults" in done("validate").out


def test_faults_are_all_told_with_their_places(pack: Path) -> None:
    spoil(pack)
    (pack / "evnts.yaml").write_text("[]", encoding="utf-8")
    made = ran("validate", str(pack))
    assert made.code == 1
    assert (
        f"{pack}/evnts.yaml: no section is called 'evnts' [unknown-file]; did you mean events.yaml?\n" in made.out
    )
    assert "did you mean 'status'?" in made.out
    assert made.err == f"foedus: {len(made.out.splitlines())} faults in 1 pack\n"
    told = ran("validate", str(pack), "--json")
    assert told.code == 1
    assert told.plain["faults"] == len(told.plain["packs"][0]["faults"]) == len(made.out.splitlines())
    assert {"file", "line", "code", "what", "mend"} == set(told.plain["packs"][0]["faults"][0])


def test_a_sound_pack_by_its_folder_and_a_folder_of_packs(pack: Path) -> None:
    assert done("validate", str(pack)).out == f"{pack}: no faults\n"
    assert done("validate", str(pack.parent)).out == f"{pack}: no faults\n"
    assert done("validate", "csto", str(pack)).out.count("no faults") == 2


def test_nothing_to_validate(tmp_path: Path) -> None:
    assert "did you mean 'csto'?" in refused("validate", "csot")
    assert "no folder of that name holds one" in refused("validate", str(tmp_path))


def test_a_pack_by_its_folder(pack: Path) -> None:
    assert done("show", str(pack)).out


def test_a_pack_with_faults_is_not_used(pack: Path) -> None:
    spoil(pack)
    said = refused("members", str(pack), code=1)
    assert "cannot be used" in said
    assert "foedus validate" in said


def test_a_broken_pack_does_not_hide_the_others(pack: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    spoil(pack)
    monkeypatch.setenv("FOEDUS_PACKS", str(pack))
    assert done("case", "csto-karabakh-2020").out
    assert "did you mean 'csto-karabakh-2020'?" in refused("case", "csto-karabak-2020")
    for args in (("case", "???"), ("cite", "???")):
        assert "in the packs that can be read; the pack" in refused(*args, code=1)
    made = ran("cases")
    assert made.code == 1
    assert "csto-karabakh-2020" in made.out
    assert "cases are missing" in made.err
    assert done("cases", "csto").out


# --- schema ---


def test_schema_lists_the_sections() -> None:
    page = done("schema").out
    assert all(section in page for section in SECTION)


def test_schema_of_a_section() -> None:
    told = json.loads(done("schema", "--section", "Organs").out)
    assert told["type"] == "array"
    assert plain("schema", "--section", "organs") == told
    assert list(plain("schema")["sections"]) == [*SECTION, "reforms"]
    assert "did you mean 'organs'?" in refused("schema", "--section", "organ")


def test_schema_into_a_folder(tmp_path: Path) -> None:
    told = plain("schema", "--out", str(tmp_path / "schemas"))["files"]
    assert len(told) == len(SECTION) + 1
    assert json.loads(Path(told[0]).read_text("utf-8")) == plain("schema", "--section", "pack")
    made = done("schema", "--out", str(tmp_path), "--section", "organs").out
    assert made == f"{tmp_path / 'organs.schema.json'}\n"
    (tmp_path / "file").write_text("", encoding="utf-8")
    assert "cannot be written" in refused("schema", "--out", str(tmp_path / "file"))
