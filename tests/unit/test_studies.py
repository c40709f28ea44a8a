"""Studies: the same bytes however they are cut, resumed, or played by whom; never mixed, never lost."""

from __future__ import annotations

import errno
import json
import os
import random
import re
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import polars as pl
import pytest

pytest.importorskip("numba", reason="the extra 'simulation' is not installed")

from foedus.record.reforms import ready
from foedus.record.view import organisation  # after the check that the extra is there
from foedus.simulation import folder as folders
from foedus.simulation import plan as plans
from foedus.simulation import runners
from foedus.simulation.folder import Folder, OtherStudy
from foedus.simulation.layout import FORMAT
from foedus.simulation.parameters import possible, settings
from foedus.simulation.plan import AGAIN, BadPlan, Compiled, Plan, compiled, count, plan_from
from foedus.simulation.runners import Cluster, NoCluster, Pool, unpacked
from foedus.simulation.sources import kernel_digest
from foedus.simulation.study import Interrupted, reopened, run, study
from foedus.simulation.summary import markdown, plain, text
from foedus.simulation.uncertainty import spread
from tests.unit.cli_running import ran

FORMAT_OF = ("foedus-worlds/2", "2ed33c30b32c46e96d932cd2dceacadd32550213ae982c6c23bdea1cbf9bc5cd")
"""The format of tables and steps, and the hash of the kernel that plays them."""
PLAN = Plan(organisation="csto", first="2026-03-01", years=8, worlds=2_000, seed=7)


@pytest.fixture(scope="module")
def small() -> Compiled:
    return compiled(PLAN, organisation("csto"))


@pytest.fixture(scope="module")
def told(small: Compiled) -> dict[str, Any]:
    return plain(run(small, runner=Pool(1)))


def test_threads_change_nothing(small: Compiled, told: dict[str, Any]) -> None:
    assert plain(run(small, runner=Pool(3))) == told


def test_processes_change_nothing(small: Compiled, told: dict[str, Any]) -> None:
    assert plain(run(small, runner=Pool(2, processes=True))) == told


def test_how_a_study_is_cut_changes_no_count(
    small: Compiled, told: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(plans, "UNITS", 7)
    assert len(small.units()) == 7
    other = plain(run(small, runner=Pool(2)))["results"][0]
    mine = told["results"][0]
    assert other["crises"] == mine["crises"]
    values = {one["question"]: one["value"] for one in mine["answers"]}
    assert {one["question"]: one["value"] for one in other["answers"]} == pytest.approx(values, abs=1e-12)


def test_a_study_is_resumed_without_a_change(small: Compiled, told: dict[str, Any], tmp_path: Path) -> None:
    folder = Folder(tmp_path / "study")
    folder.begin(small)
    run(small, folder, runner=Pool(2))
    units = sorted((folder.path / "units").iterdir())
    assert len(units) == 100
    for n, unit in enumerate(units):
        if n % 3 == 0:
            unit.unlink()
        elif n % 3 == 1:
            unit.write_bytes(unit.read_bytes()[: n * 7])  # half a file, as a machine leaves it that loses power
    assert plain(run(small, folder)) == told
    assert plain(run(small, folder)) == told
    assert not list(folder.path.rglob("*.part"))


def test_a_full_disk_leaves_a_study_that_resumes(
    small: Compiled, told: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = Folder(tmp_path / "study")
    folder.begin(small)
    real, left = os.fsync, [30]

    def full(number: int) -> None:
        left[0] -= 1
        if left[0] < 0:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        real(number)

    monkeypatch.setattr(folders.os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        run(small, folder, runner=Pool(2))
    monkeypatch.undo()
    assert len(list((folder.path / "units").glob("*.parquet"))) == 30
    assert not list(folder.path.rglob("*.part"))
    assert plain(run(small, folder)) == told


def test_an_interrupt_keeps_what_is_done(small: Compiled, told: dict[str, Any], tmp_path: Path) -> None:
    folder = Folder(tmp_path / "study")
    folder.begin(small)

    def stop(progress: Any) -> None:
        if progress.worlds >= 1_000:
            os.kill(os.getpid(), signal.SIGINT)

    with pytest.raises(Interrupted, match="of 2,000 worlds are done"):
        run(small, folder, runner=Pool(1), watch=stop)
    assert len(list((folder.path / "units").glob("*.parquet"))) == 50
    assert plain(run(small, folder)) == told


def test_a_unit_that_was_changed_is_played_again(small: Compiled, told: dict[str, Any], tmp_path: Path) -> None:
    folder = Folder(tmp_path / "study")
    folder.begin(small)
    run(small, folder)
    first, second, third, *_ = sorted((folder.path / "units").iterdir())
    right = [one.read_bytes() for one in (first, second, third)]
    held = pl.read_parquet(first)
    changed = held.with_columns(count=pl.when(pl.col("statistic") == "crises").then(999).otherwise("count"))
    changed.write_parquet(first, metadata={folders.MARK: pl.read_parquet_metadata(first)[folders.MARK]})
    pl.read_parquet(second).write_parquet(second)  # it says nothing about itself
    third.write_bytes(right[0])  # it is of other worlds
    assert plain(run(small, folder)) == told
    assert [one.read_bytes() for one in (first, second, third)] == right


def test_a_unit_of_another_kernel_is_played_again(
    small: Compiled, told: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = Folder(tmp_path / "study")
    folder.begin(small)
    monkeypatch.setattr(folders, "kernel_digest", lambda: "another")
    run(small, folder)
    unit = small.units()[0]
    assert folder.kept(unit, small.variants[0].table) is not None
    monkeypatch.undo()
    assert folder.kept(unit, small.variants[0].table) is None
    assert plain(run(small, folder)) == told


def test_another_study_is_refused(small: Compiled, tmp_path: Path) -> None:
    Folder(tmp_path / "study").begin(small)
    other = compiled(
        Plan(organisation="csto", first="2026-03-01", years=8, worlds=2_000, seed=8), organisation("csto")
    )
    with pytest.raises(OtherStudy, match="never mixed"):
        Folder(tmp_path / "study").begin(other)
    full = tmp_path / "full"
    full.mkdir()
    (full / "letter.txt").write_text("dear all")
    with pytest.raises(OtherStudy, match="holds no study"):
        Folder(full).begin(small)
    assert [one.name for one in full.iterdir()] == ["letter.txt"]


def test_a_study_of_another_version_is_refused(small: Compiled, tmp_path: Path) -> None:
    folder = Folder(tmp_path / "study")
    folder.begin(small)
    file = folder.path / "plan.yaml"
    file.write_text(file.read_text().replace(FORMAT, "foedus-worlds/0"))
    with pytest.raises(BadPlan, match="foedus-worlds/0"):
        reopened(folder.path)
    file.write_text(file.read_text().replace("foedus-worlds/0", FORMAT).replace("seed: 7", "seed: 9"))
    with pytest.raises(OtherStudy, match="cannot be made again"):
        reopened(folder.path)


def test_variants_meet_the_same_crises() -> None:
    made = study("csto", years=5, worlds=1_000, variants=["two-thirds"], parameters={"deterrence": 0, "drift": 0})
    # Without deterrence and with nobody leaving nothing but the rule differs between the two.
    still = study(
        "csto",
        years=5,
        worlds=1_000,
        variants=["two-thirds"],
        parameters={"deterrence": 0, "notice": 0.00001, "notice_frozen": 0.00001},
    )
    assert still.answers()["crises"].value == pytest.approx(still.answers("two-thirds")["crises"].value, abs=0.01)
    paired = made.compared("two-thirds")["adopted"]
    alone = made.answers()["adopted"]
    assert paired.value is not None
    assert paired.value > 0
    assert paired.error is not None
    assert alone.error is not None
    assert paired.error < 2**0.5 * alone.error


def test_draws_of_parameters_are_told_apart_from_the_error() -> None:
    made = study("csto", years=4, worlds=400, draws=6)
    answer = made.answers()["granted"]
    assert answer.low is not None
    assert answer.draw_error is not None
    assert 0 < answer.draw_error < 0.05
    assert answer.high is not None
    assert answer.high - answer.low > 4 * (answer.error or 0)
    assert study("csto", years=4, worlds=400).answers()["granted"].low is None


def test_draws_of_nothing_have_no_spread() -> None:
    record = organisation("csto")
    every = {one.name: float(one.low) for one in possible(settings(record))}
    made = study("csto", years=10, worlds=400, draws=20, variants=["two-thirds"], parameters=every)
    for one in (*made.answers().values(), *made.compared("two-thirds").values()):
        if one.low is not None and one.value is not None:
            assert one.low == pytest.approx(one.value), one.question
            assert one.high == pytest.approx(one.value), one.question
            assert one.draw_error == pytest.approx(0, abs=1e-12)


@pytest.mark.parametrize("wide", [0.0, 0.02, 0.2])
@pytest.mark.parametrize("common", [0.0, 1.0])
def test_the_error_of_draws_is_taken_out_of_the_spread(wide: float, common: float) -> None:
    # Answers of the test's own making: a true change, an error that the settings share and one of each draw's own.
    chance = random.Random(5)
    of_worlds = [chance.gauss(0, 0.3) for _ in range(4)]

    def answer(change: float, shares: float, own: float) -> tuple[float, dict[int, float]]:
        units = [shares * one + chance.gauss(0, own) for one in of_worlds]
        mean = sum(units) / 4
        return 0.5 + change + mean, {unit: one - mean for unit, one in enumerate(units)}

    draws = {number: answer(0.05 + chance.gauss(0, wide), common, 0.2) for number in range(1, 2_001)}
    found = spread(draws | {AGAIN: answer(0.0, 1.0, 0.0)}, 0.5)
    assert found is not None
    assert found.error == pytest.approx(0.2 / 2, rel=0.1)
    # 90 in a hundred of a normal lie within 1.645 standard deviations; without the errors' part of it.
    assert found.high - found.low == pytest.approx(2 * 1.645 * wide, rel=0.1, abs=0.07)
    assert (found.low + found.high) / 2 == pytest.approx(0.05, abs=0.015)


def test_the_spread_hangs_little_on_how_many_worlds_are_played() -> None:
    few = study("csto", years=10, worlds=2_000, draws=60).answers()["granted"]
    many = study("csto", years=10, worlds=600_000, draws=60).answers()["granted"]
    assert few.low is not None
    assert few.high is not None
    assert few.draw_error is not None
    assert many.low is not None
    assert many.high is not None
    assert many.draw_error is not None
    assert many.draw_error < 0.4 * few.draw_error
    assert few.high - few.low == pytest.approx(many.high - many.low, abs=0.05)


def test_calls_are_told_by_member_and_kind() -> None:
    made = study("csto", years=5, worlds=2_000)
    answers = made.answers()
    rows = {(one["member"], one["kind"]): one for one in made.requests.to_dicts()}
    assert len(rows) == 36
    for (member, kind), row in rows.items():
        one = answers[f"granted.{member}.{kind}"]
        assert one.value == row["granted"]
        assert (one.error is None) == (row["granted"] is None)
        assert row["error"] == one.error


def test_rare_calls_have_no_spread_rather_than_a_wrong_one() -> None:
    answers = study("csto", years=20, worlds=4_000, draws=10).answers()
    assert answers["granted.ARM.interstate_attack"].value is not None
    assert answers["granted.ARM.interstate_attack"].low is None
    often = answers["granted.RUS.border_clash"]
    assert often.low is not None
    assert often.high is not None
    assert often.value is not None
    assert often.low < often.value < often.high


def test_beliefs_are_those_of_members_that_belong() -> None:
    made = study("csto", years=10, worlds=1_000, parameters={"notice": 0.3})
    counts = made.counts()
    belong = counts.statuses[:, :, :3].sum(axis=2)
    assert (counts.beliefs[:, :-1].sum(axis=2) == belong).all()
    assert belong[-1].sum() < belong[0].sum()
    assert set(counts.beliefs[:, -1].sum(axis=1)) == {1_000}


def test_how_soon_is_told_with_its_error() -> None:
    made = study("csto", years=5, worlds=2_000, draws=3)
    for question, what in (("prompt", "decision"), ("timely", "arrival")):
        one = made.answers()[question]
        days = made.days.filter(pl.col("what") == what)
        soon = int(days.filter(pl.col("days") <= 30)["count"].sum()) / int(days["count"].sum())
        assert one.value == pytest.approx(soon)
        assert one.error is not None
        assert one.low is not None


def test_a_study_that_begins_in_the_past_says_what_it_does_not_know() -> None:
    told_ = ran("simulate", "csto", "--from", "2012-01-01", "--years", "2", "--worlds", "100", "--json")
    notes = json.loads(told_.out)["notes"]
    assert "figures are of 2026-01-01 and are not used" in notes[0]
    assert "data that go beyond it" in notes[1]
    page = ran("simulate", "csto", "--from", "2012-01-01", "--years", "2", "--worlds", "100")
    assert "figures are of 2026-01-01" in page.flat
    assert json.loads(ran("simulate", "csto", "--years", "2", "--worlds", "100", "--json").out)["notes"] == []


def test_two_reforms_of_one_name_are_refused(tmp_path: Path) -> None:
    text_ = (ready(organisation("csto"))["two-thirds"]).read_text()
    for n, name in enumerate(("a", "b")):
        (tmp_path / f"{name}.yaml").write_text(f"{text_}\nparameters: {{deterrence: 0.{n}}}\n")
    told_ = ran(
        "simulate",
        "csto",
        "--reform",
        str(tmp_path / "a.yaml"),
        "--reform",
        str(tmp_path / "b.yaml"),
        "--worlds",
        "10",
    )
    assert told_.code == 2
    assert "two files are called 'two-thirds'" in told_.err


def test_results_print_and_have_frames() -> None:
    made = study("csto", years=3, worlds=200, variants=["two-thirds"])
    assert repr(made) == text(made)
    assert "## Two-thirds" in markdown(made)
    assert made.requests.height == 2 * 6 * 6
    assert made.membership["year"].max() == 3
    sums = made.membership.group_by("variant", "year", "state").agg(pl.sum("worlds"))
    assert set(sums["worlds"]) == {200}
    assert made.days["count"].sum() > 0
    assert set(made.differences["variant"]) == {"two-thirds"}
    with pytest.raises(LookupError, match="has no variant"):
        made.answers("three-fifths")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--worlds", "many"), "worlds is 'many'; write a whole number"),
        (("--worlds", "0"), "worlds is 0; it lies between 1 and"),
        (("--years", "0"), "years is 0; it lies between 1 and 200"),
        (("--years", "201"), "years is 201"),
        (("--seed", "-1"), "seed is -1"),
        (("--from", "1950-01-01"), "from is 1950-01-01; the record of csto covers"),
        (("--from", "2040-01-01"), "from is 2040-01-01"),
        (("--set", "deterence=0.5"), "did you mean 'deterrence'?"),
        (("--set", "deterrence=2"), "deterrence is 2; it lies between 0 and 0.95"),
        (("--set", "deterrence=much"), "write a number"),
        (("--set", "deterrence"), "write NAME=VALUE"),
        (("--set", "rate=1e999999999"), "rate is 1e999999999; write a number of at most 30 digits"),
        (("--set", "rate=1e-999999999"), "write a number of at most 30 digits"),
        (("--years", "200", "--set", "trend=1.1"), "worlds hold 2,922: lower rate, trend or years"),
        (("--years", "200", "--set", "rate=50", "--draws", "2"), "trend = 1.02 and 200 years make"),
        (("--draws", "1"), "draws is 1"),
        (("--reform", "two-thirds", "--reform", "two-thirds"), "two-thirds stands twice among the variants"),
        (("--set", "pull.FRA=1"), "FRA has no place in these worlds"),
        (("--reform", "two-third"), "two-thirds"),
        (("--reform", "two-thirds+silence-24h"), "is changed from the same day"),
        (("--draws", "-1"), "draws is -1"),
        (("--workers", "0"), "workers is 0"),
        (("--scheduler", "nonsense"), "scheduler is 'nonsense'; write HOST:PORT"),
        (("--scheduler", "tcp://host"), "write HOST:PORT, such as tcp://10.0.0.1:8786"),
        (("--scheduler", "host:8786", "--workers", "2"), "workers and scheduler exclude each other"),
    ],
)
def test_what_cannot_be_meant_is_told_in_a_line(arguments: tuple[str, ...], said: str) -> None:
    told_ = ran("simulate", "csto", *arguments)
    assert told_.code == 2
    assert told_.out == ""
    assert said in told_.err
    assert len(told_.err.splitlines()) == 1


def test_numbers_are_written_as_people_write_them() -> None:
    assert [count(one, "worlds") for one in ("7", "1e6", "200,000", "200_000")] == [7, 10**6, 200_000, 200_000]
    with pytest.raises(BadPlan):
        count("1.5", "worlds")
    with pytest.raises(BadPlan, match="is no plan"):
        plan_from({"format": FORMAT}, "plan.yaml")


@pytest.mark.parametrize(
    ("how", "said"),
    [
        ({"worlds": 10.5}, "worlds is 10.5; it is a whole number"),
        ({"years": "x"}, "years is 'x'; it is a whole number"),
        ({"draws": True}, "draws is True; it is a whole number"),
        ({"start": 2026}, "start is 2026; write a day as text"),
        ({"start": ""}, "from is ''; write a day"),
        ({"variants": 5}, "variants is or holds 5; give ids or paths"),
        ({"variants": None}, "variants is or holds None"),
        (
            {"variants": {"two-thirds"}},
            "variants is or holds {'two-thirds'}; give ids or paths of reforms, in a list",
        ),
        ({"variants": [["two-thirds", 3]]}, "variants holds 3; name each reform by its id or path"),
        ({"parameters": "deterrence=1"}, "parameters is 'deterrence=1'; give values by name"),
        ({"parameters": pl.DataFrame({"deterrence": range(99)})}, "parameters is shape: (99, 1)"),
        ({"parameters": {1: 2}}, "parameters names 1; a parameter's name is text"),
        ({"watch": 5}, "watch is 5; give a function"),
        ({"workers": True}, "workers is True"),
        ({"workers": -1}, "workers is -1; it lies between 1 and 1024"),
        ({"workers": 2.5}, "workers is 2.5"),
        ({"scheduler": "nonsense"}, "scheduler is 'nonsense'"),
    ],
)
def test_from_python_too_nothing_is_made_of_what_cannot_be_meant(
    how: dict[str, Any], said: str, tmp_path: Path
) -> None:
    with pytest.raises(BadPlan, match=re.escape(said)) as told_:
        study("csto", out=tmp_path / "study", **how)
    assert len(str(told_.value).splitlines()) == 1
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("how", "said"),
    [
        ({"organisation": 5}, "organisation is of the kind int; give an id"),
        ({"organisation": organisation("csto").on("2020-01-01")}, "organisation is of the kind View"),
        ({"out": b"study"}, "out is b'study'; give the path of a folder"),
        ({"out": ""}, "out is ''; give the path of a folder"),
        ({"out": True}, "out is True"),
    ],
)
def test_an_organisation_or_folder_that_is_none_is_told(how: dict[str, Any], said: str) -> None:
    with pytest.raises(BadPlan, match=re.escape(said)):
        study(**{"organisation": "csto", "years": 1, "worlds": 10, **how})


def test_a_reform_may_be_named_by_its_path() -> None:
    path = ready(organisation("csto"))["two-thirds"]
    assert study("csto", years=1, worlds=20, variants=[path]).variants == ("as it is", "two-thirds")


def test_one_variant_may_stand_alone() -> None:
    assert study("csto", years=1, worlds=20, variants="two-thirds").variants == ("as it is", "two-thirds")


def test_a_study_without_a_reform_that_its_plan_names_is_refused(tmp_path: Path) -> None:
    study("csto", years=1, worlds=20, variants="two-thirds", out=tmp_path / "study")
    (tmp_path / "study" / "reforms" / "two-thirds.yaml").unlink()
    told_ = ran("study", str(tmp_path / "study"))
    assert told_.code == 2
    assert "its plan names 'two-thirds', and reforms/two-thirds.yaml is missing" in told_.err


def test_a_fault_within_is_not_told_as_the_users(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any, **__: Any) -> None:
        raise KeyError("deep within")

    monkeypatch.setattr("foedus.simulation.study.run", broken)
    told_ = ran("simulate", "csto", "--worlds", "10")
    assert told_.code == 70
    assert "a fault of Foedus" in told_.err


def test_the_kernel_is_that_of_its_format() -> None:
    """Whoever changes the kernel meets this: raise FORMAT where worlds change by it, and write the hash anew."""
    assert (FORMAT, kernel_digest()) == FORMAT_OF


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-c", "import sys; from foedus.cli.main import run; sys.exit(run())", *arguments]


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT])
def test_a_killed_process_leaves_a_study_that_resumes(how: signal.Signals, tmp_path: Path) -> None:
    arguments = ("simulate", "csto", "--years", "30", "--worlds", "200000", "--out", str(tmp_path / "study"))
    process = subprocess.Popen(command(*arguments), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    units = tmp_path / "study" / "units"
    until = time.monotonic() + 120
    while time.monotonic() < until and len(list(units.glob("*.parquet"))) < 3:
        time.sleep(0.02)
    process.send_signal(how)
    _, err = process.communicate(timeout=60)
    done = len(list(units.glob("*.parquet")))
    assert 3 <= done < 100, "it was not stopped in the middle"
    if how is signal.SIGINT:
        assert process.returncode == 130
        assert "the same command goes on" in err
        assert len(err.splitlines()) == 1
    again = subprocess.run(command(*arguments, "--json"), capture_output=True, text=True, check=True)
    whole = study("csto", years=30, worlds=200_000)
    assert json.loads(again.stdout)["results"] == plain(whole)["results"]


def test_without_the_extra_a_clear_message(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "numba", None)
    told_ = ran("simulate", "csto", "--worlds", "10")
    assert told_.code == 2
    assert "pip install 'foedus[simulation]'" in told_.err


# --- the clusters ---


def test_a_local_cluster_changes_nothing(small: Compiled, told: dict[str, Any]) -> None:
    distributed = pytest.importorskip("distributed", reason="the extra 'cluster' is not installed")

    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=False, dashboard_address=None
    ) as cluster:
        for _ in range(2):  # the second finds what the first has let go
            assert plain(run(small, runner=Cluster(cluster.scheduler_address))) == told


def test_a_worker_that_is_killed_changes_nothing(tmp_path: Path) -> None:
    pytest.importorskip("distributed", reason="the extra 'cluster' is not installed")

    # Long enough for a worker to be killed in the middle.
    long = compiled(
        Plan(organisation="nato", first="2026-01-01", years=30, worlds=20_000, seed=7), organisation("nato")
    )
    address = tmp_path / "scheduler.json"
    dask = [sys.executable, "-m", "dask"]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    told_ = ["--scheduler-file", str(address)]
    scheduler = subprocess.Popen([*dask, "scheduler", "--port", "0", "--no-dashboard", *told_], **quiet)  # type: ignore[call-overload]
    workers = []
    try:
        wait_for(address)
        worker = [*dask, "worker", "--nthreads", "1", "--no-nanny", "--no-dashboard", *told_]
        workers = [subprocess.Popen(worker, **quiet) for _ in range(2)]  # type: ignore[call-overload]
        where = json.loads(address.read_text())["address"]
        killed = []

        def kill(progress: Any) -> None:
            if not killed and progress.worlds >= 2_000:
                workers[0].kill()
                killed.append(progress.worlds)

        made = run(long, runner=Cluster(where), watch=kill)
        assert killed
        assert plain(made) == plain(run(long, runner=Pool(2)))
    finally:
        for one in (*workers, scheduler):
            one.terminate()
            one.wait(30)


def test_a_cluster_that_is_not_there_is_told(small: Compiled, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("distributed", reason="the extra 'cluster' is not installed")
    monkeypatch.setattr(runners, "PATIENCE", 1)
    with pytest.raises(NoCluster, match=r"no scheduler answers at tcp://127\.0\.0\.1:1"):
        run(small, runner=Cluster("tcp://127.0.0.1:1"))
    told_ = ran("simulate", "csto", "--worlds", "20", "--scheduler", "tcp://127.0.0.1:1")
    assert told_.code == 1
    assert told_.err.splitlines() == ["foedus: no scheduler answers at tcp://127.0.0.1:1"]


def test_a_cluster_without_a_worker_is_told(small: Compiled, monkeypatch: pytest.MonkeyPatch) -> None:
    distributed = pytest.importorskip("distributed", reason="the extra 'cluster' is not installed")
    monkeypatch.setattr(runners, "PATIENCE", 1)
    with (
        distributed.LocalCluster(n_workers=0, processes=False, dashboard_address=None) as cluster,
        pytest.raises(NoCluster, match="has no worker, and none came in 1 seconds"),
    ):
        run(small, runner=Cluster(cluster.scheduler_address))


def test_a_worker_of_another_version_refuses(small: Compiled, monkeypatch: pytest.MonkeyPatch) -> None:
    distributed = pytest.importorskip("distributed", reason="the extra 'cluster' is not installed")
    with pytest.raises(NoCluster, match="install the same Foedus there"):
        unpacked(("foedus-worlds/0", kernel_digest()), b"", 7, 0, 1)
    own = (FORMAT, kernel_digest())
    this = threading.current_thread()
    # Who asks is of another version; the worker, in a thread of the same process, is of this one.
    other = (FORMAT, "another kernel")
    monkeypatch.setattr(runners, "version", lambda: other if threading.current_thread() is this else own)
    with (
        distributed.LocalCluster(
            n_workers=1, threads_per_worker=1, processes=False, dashboard_address=None, silence_logs=50
        ) as cluster,
        pytest.raises(NoCluster, match=r"this study is of .* with the kernel another kern"),
    ):
        run(small, runner=Cluster(cluster.scheduler_address))


def wait_for(file: Path) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        if file.is_file() and file.read_text().strip().endswith("}"):
            return
        time.sleep(0.1)
    pytest.fail(f"{file} did not come")
