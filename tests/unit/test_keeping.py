"""Keeping a checked pack: only the same bytes, only the user's own file, never a fault."""

from __future__ import annotations

import os
import pickle
import shutil
from pathlib import Path

import pytest

from foedus.record import keeping, pack
from foedus.record.faults import PackError

MINIMAL = Path(__file__).resolve().parents[1] / "corpus" / "packs" / "good" / "minimal"


@pytest.fixture
def lakes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A pack of its own, and a cache folder of its own."""
    monkeypatch.setenv("FOEDUS_CACHE", str(tmp_path / "kept"))
    folder = tmp_path / MINIMAL.name
    shutil.copytree(MINIMAL, folder)
    return folder


def kept(tmp_path: Path) -> list[Path]:
    return sorted((tmp_path / "kept").glob("*.record")) if (tmp_path / "kept").exists() else []


def test_what_was_kept_is_what_was_read(lakes: Path, tmp_path: Path) -> None:
    assert keeping.recall(lakes) is None
    first = pack.load(str(lakes))
    assert len(kept(tmp_path)) == 1
    assert keeping.recall(lakes) is not None
    again = pack.load(str(lakes))
    assert (again.treaties, again.membership, dict(again.sources), dict(again.where)) == (
        first.treaties,
        first.membership,
        dict(first.sources),
        dict(first.where),
    )


def test_another_byte_in_the_pack_is_another_pack(lakes: Path) -> None:
    pack.load(str(lakes))
    file = lakes / "pack.yaml"
    file.write_text(file.read_text() + "# a remark\n")
    assert keeping.recall(lakes) is None
    assert pack.load(str(lakes)).pack.id == lakes.name


def test_a_pack_with_a_fault_is_not_kept_and_not_served(lakes: Path, tmp_path: Path) -> None:
    pack.load(str(lakes))
    (lakes / "organs.yaml").write_text("- nonsense\n")
    with pytest.raises(PackError):
        pack.load(str(lakes))
    assert keeping.recall(lakes) is None


def test_a_file_that_others_may_write_is_not_read(lakes: Path, tmp_path: Path) -> None:
    pack.load(str(lakes))
    kept(tmp_path)[0].chmod(0o666)
    assert keeping.recall(lakes) is None


@pytest.mark.parametrize("content", [b"", b"junk", b"\xff\xfe\n\x80", b"key\n" + pickle.dumps(1)])
def test_a_broken_file_is_as_good_as_none(lakes: Path, tmp_path: Path, content: bytes) -> None:
    pack.load(str(lakes))
    kept(tmp_path)[0].write_bytes(content)
    assert keeping.recall(lakes) is None
    kept(tmp_path)[0].write_bytes(keeping.fingerprint(lakes).encode() + b"\n" + content)
    assert keeping.recall(lakes) is None
    assert pack.load(str(lakes)).pack.id == lakes.name


def test_off_keeps_nothing(lakes: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FOEDUS_CACHE", keeping.OFF)
    pack.load(str(lakes))
    assert kept(tmp_path) == []
    assert keeping.recall(lakes) is None


def test_the_user_s_cache_folder_is_the_default(
    lakes: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("FOEDUS_CACHE")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "home"))
    pack.load(str(lakes))
    assert len(list((tmp_path / "home" / "foedus").iterdir())) == 1


def test_a_folder_that_cannot_be_written_does_no_harm(
    lakes: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("not a folder")
    monkeypatch.setenv("FOEDUS_CACHE", str(tmp_path / "file"))
    assert pack.load(str(lakes)).pack.id == lakes.name


def test_half_a_file_is_never_left(lakes: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError("no space left")

    monkeypatch.setattr(os, "replace", full)
    pack.load(str(lakes))
    assert list((tmp_path / "kept").iterdir()) == []
