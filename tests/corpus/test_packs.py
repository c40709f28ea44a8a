"""Good and bad packs: a good one has no fault, and each bad one has exactly the faults that it is there for.

A bad pack (``packs/bad/<name>/``) holds only the files that differ from the good one, ``packs/good/minimal/``,
and ``expected.yaml``: under ``faults`` what must be told, under ``remove`` files that are taken away, under
``links`` files that are links to nowhere.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from foedus.record.checks import check
from foedus.record.faults import CODES, Fault, PackError
from foedus.record.pack import load
from foedus.record.reading import read
from foedus.record.reforms import check_ready
from foedus.record.view import Organisation

PACKS = Path(__file__).parent / "packs"
GOOD = sorted(path for path in (PACKS / "good").iterdir() if path.is_dir())
BAD = sorted(path for path in (PACKS / "bad").iterdir() if path.is_dir())
PAGE = Path(__file__).parents[2] / "docs" / "reference" / "faults.md"


def expectation(bad: Path) -> dict[str, Any]:
    loaded = yaml.load((bad / "expected.yaml").read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    assert isinstance(loaded, dict)
    return loaded


def laid_over(bad: Path, folder: Path) -> Path:
    """Lay a bad pack's files over the good one, in a folder of the good one's name."""
    expected = expectation(bad)
    pack = folder / "minimal"
    shutil.copytree(PACKS / "good" / "minimal", pack)
    shutil.copytree(bad, pack, dirs_exist_ok=True, ignore=shutil.ignore_patterns("expected.yaml"))
    for name in [*expected.get("remove", []), *expected.get("links", {})]:
        (pack / name).unlink()
    for name, nowhere in expected.get("links", {}).items():
        (pack / name).symlink_to(nowhere)
    return pack


def faults_of(pack: Path) -> list[Fault]:
    reading = read(pack)
    found = sorted([*reading.faults, *check(reading)])
    return found or check_ready(Organisation(load(str(pack))), pack)


@pytest.mark.parametrize("pack", GOOD, ids=lambda path: path.name)
def test_a_good_pack_has_no_fault_and_loads(pack: Path) -> None:
    assert faults_of(pack) == []
    assert load(str(pack)).pack.id == pack.name


@pytest.mark.parametrize("bad", BAD, ids=lambda path: path.name)
def test_a_bad_pack_has_exactly_the_faults_expected(bad: Path, tmp_path: Path) -> None:
    expected = expectation(bad)["faults"]
    found = faults_of(laid_over(bad, tmp_path))
    told = "\n".join(str(fault) for fault in found)
    assert [(fault.file, str(fault.line), fault.code) for fault in found] == [
        (each["file"], each["line"], each["code"]) for each in expected
    ], told
    for fault, each in zip(found, expected, strict=True):
        assert each["what"] in fault.what
        assert each["mend"] in fault.mend


@pytest.mark.parametrize("bad", [bad for bad in BAD if not (bad / "reforms").is_dir()], ids=lambda path: path.name)
def test_nothing_of_a_bad_pack_is_used(bad: Path, tmp_path: Path) -> None:
    pack = laid_over(bad, tmp_path)
    with pytest.raises(PackError) as caught:
        load(str(pack))
    assert list(caught.value.faults) == faults_of(pack)
    assert str(caught.value).count("\n") == len(caught.value.faults)


@pytest.mark.parametrize("bad", [bad for bad in BAD if (bad / "reforms").is_dir()], ids=lambda path: path.name)
def test_a_bad_reform_leaves_the_pack_as_good_as_it_is(bad: Path, tmp_path: Path) -> None:
    assert load(str(laid_over(bad, tmp_path))).pack.id == "minimal"


def test_every_kind_of_fault_has_a_bad_pack() -> None:
    shown = {each["code"] for bad in BAD for each in expectation(bad)["faults"]}
    assert shown == set(CODES)


def test_a_bad_pack_that_bears_the_name_of_a_fault_shows_it() -> None:
    for bad in BAD:
        if bad.name in CODES:
            assert bad.name in {each["code"] for each in expectation(bad)["faults"]}


def test_faults_of_different_files_are_told_all_at_once_and_in_order(tmp_path: Path) -> None:
    found = faults_of(laid_over(PACKS / "bad" / "several-at-once", tmp_path))
    assert [(fault.file, fault.code) for fault in found] == [
        ("cases.yaml", "situation-ends-before-it-begins"),
        ("events.yaml", "bad-date"),
        ("forces.yaml", "negative-number"),
        ("membership.yaml", "unknown-key"),
        ("organs.yaml", "unknown-organ"),
    ]


def test_no_message_needs_knowledge_of_the_code() -> None:
    """Messages are read by people who know the subject and not Python."""
    for bad in BAD:
        for each in expectation(bad)["faults"]:
            words = f"{each['what']} {each['mend']}"
            assert not re.search(r"\b(None|str|dict|tuple|int|bool|pydantic|kwarg|dataclass)\b", words), words
            assert "\n" not in words


def documented() -> Iterator[tuple[str, str, str]]:
    entry = re.compile(r"^`([a-z-]+)`\n: (.+)\n: (.+)$", re.MULTILINE)
    for found in entry.finditer(PAGE.read_text(encoding="utf-8")):
        yield found[1], found[2], found[3]


def test_the_reference_lists_every_kind_of_fault_and_no_other() -> None:
    kept = [(code, kind.meaning, kind.mend) for code, kind in CODES.items()]
    assert list(documented()) == kept, f"write in {PAGE.name}: " + "\n".join(
        f"`{code}`\n: {meaning}\n: {mend}" for code, meaning, mend in kept
    )
