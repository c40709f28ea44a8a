"""The command that carries a crisis through the law, act by act: replay."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from foedus.cli import completion
from foedus.cli.arguments import Json, Reforms
from foedus.cli.lookup import case_named, organisation_named
from foedus.cli.output import write_json
from foedus.cli.stops import Failed, WrongUsage, one_line, shown
from foedus.cli.under_reforms import plain as reforms_plain
from foedus.cli.under_reforms import under

if TYPE_CHECKING:
    from foedus.proceedings.docket import Verification


def replay(
    case: Annotated[
        str,
        typer.Argument(
            metavar="CASE|FILE",
            help="The case's id, or a docket that --out wrote.",
            autocompletion=completion.case,
        ),
    ],
    verify: Annotated[
        bool, typer.Option("--verify", help="Recompute every hash, and fail if one differs.")
    ] = False,
    explain: Annotated[
        bool, typer.Option("--explain", help="Tell it in sentences only, each with what it rests on.")
    ] = False,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="Write the docket to this file as JSON.")
    ] = None,
    reform: Reforms = None,
    json: Json = False,
) -> None:
    """Carry a crisis through the law, act by act.

    What happened, what the law said, who decided and who could have blocked,
    what each member said, what was sent and when, each with its basis.

    Every act goes through the engine; what was done against the rules is
    kept and marked irregular, what is not known is a gap. A docket that was
    written to a file is always recomputed. Under a reform the same acts meet
    the rules as reformed: what was in order may be irregular then.

    Examples:
        foedus replay csto-kazakhstan-2022
        foedus replay csto-armenia-2022-september --explain
        foedus replay csto-kazakhstan-2022 --reform two-thirds
        foedus replay csto-kyrgyzstan-2010-june --verify --out docket.json
    """
    file = _docket_file(case)
    if file is not None:
        _from_file(file, out, reform, json)
        return
    from foedus.drivers.history import replay as replayed
    from foedus.proceedings.docket import verify as recomputed
    from foedus.proceedings.docket import written

    organisation, coded = case_named(case)
    organisation = under(organisation, reform)
    told = replayed(organisation, coded)
    docket = written(told.case)
    if out is not None:
        _write(out, docket)
    verified = recomputed(docket, organisation) if verify else None
    if json:
        from foedus.cli import plain_cases

        write_json(plain_cases.replayed(told, None if verified is None else _plain(verified)))
    else:
        from foedus.cli import replay_page

        if explain:
            replay_page.explained(told, verified)
        else:
            replay_page.told(told, verified)
    if verified is not None and not verified.holds:
        raise Failed(f"{coded.id}: {verified.why}")


def _plain(verified: Verification) -> dict[str, Any]:
    return {"holds": verified.holds, "first_difference": verified.first_difference, "why": verified.why}


def _docket_file(name: str) -> Path | None:
    try:
        path = Path(name)
        if path.is_file():
            return path
        missing = path.suffix == ".json"
    except (OSError, ValueError):
        return None
    if missing:
        raise WrongUsage(f"there is no file {shown(name)}")
    return None


def _from_file(file: Path, out: Path | None, reforms: list[str] | None, json: bool) -> None:
    """Recompute a docket that was written to a file."""
    from foedus.proceedings.docket import DocketError, verify

    if out is not None:
        raise WrongUsage("--out writes the docket of a case, not of a file that holds one already")
    docket = _read(file)
    organisation = under(organisation_named(str(docket.get("organisation", ""))), reforms)
    try:
        verified = verify(docket, organisation)
    except DocketError as error:
        raise WrongUsage(one_line(f"{file} is no docket that can be read: {error}")) from error
    if json:
        write_json(
            {
                "case": docket["case"],
                "organisation": organisation.id,
                "reforms": reforms_plain(organisation.reforms, organisation.last_known.last),
                "hash": verified.hash,
                "verified": _plain(verified),
                "acts": docket["acts"],
            }
        )
    else:
        from foedus.cli import replay_page

        replay_page.recomputed(docket, verified, organisation)
    if not verified.holds:
        raise Failed(one_line(f"{file}: {verified.why}"))


def _read(file: Path) -> dict[str, Any]:
    import json

    try:
        docket = json.loads(file.read_bytes())
    except OSError as error:
        raise WrongUsage(f"{shown(str(file))} cannot be read: {error.strerror}") from error
    except (ValueError, RecursionError) as error:
        raise WrongUsage(one_line(f"{file} is not JSON: {error}")) from error
    if not isinstance(docket, dict):
        raise WrongUsage(f"{file} holds no docket")
    return docket


def _write(out: Path, docket: dict[str, Any]) -> None:
    import json

    try:
        out.write_text(json.dumps(docket, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else error
        raise WrongUsage(one_line(f"--out {out}: it cannot be written: {why}")) from error


COMMANDS: dict[str, Any] = {"replay": replay}
