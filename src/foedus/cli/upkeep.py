"""Commands for those who keep packs: validate, schema."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from foedus.cli import completion
from foedus.cli.arguments import Json
from foedus.cli.lookup import hint, one_of
from foedus.cli.output import write, write_json
from foedus.cli.stops import Failed, WrongUsage, one_line, shown

if TYPE_CHECKING:
    from foedus.record.faults import Fault


def validate(
    packs: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[PACK]...",
            help="Packs by id, or folders; without any, every installed pack.",
            autocompletion=completion.organisation,
        ),
    ] = None,
    json: Json = False,
) -> None:
    """Check packs and their ready-made reforms, and tell every fault at once.

    Each with file, line, what is wrong and what would be right.

    Examples:
        foedus validate
        foedus validate csto path/to/my-pack
    """
    from foedus.record.checks import check
    from foedus.record.reading import read
    from foedus.record.reforms import check_ready
    from foedus.record.view import organisation

    found: list[tuple[str, Path, list[Fault]]] = []
    for name, folder in _folders(packs or []):
        reading = read(folder)
        faults = [*reading.faults, *check(reading)]
        # What reforms change must be sound before they can be held against it.
        found.append((name, folder, sorted(faults) or check_ready(organisation(str(folder)), folder)))
    count = sum(len(faults) for _, _, faults in found)
    if json:
        write_json({"faults": count, "packs": [_plain(*one) for one in found]})
    else:
        for name, _, faults in found:
            lines = [f"{name}/{fault}" for fault in faults] or [f"{name}: no faults"]
            write("".join(f"{_clean(line)}\n" for line in lines))
    if count:
        faulty = sum(1 for _, _, faults in found if faults)
        raise Failed(
            f"{count:,} {'fault' if count == 1 else 'faults'} in {faulty} {'pack' if faulty == 1 else 'packs'}"
        )


def _clean(line: str) -> str:
    return "".join(sign if sign.isprintable() else ascii(sign)[1:-1] for sign in line)


def _plain(name: str, folder: Path, faults: list[Fault]) -> dict[str, Any]:
    rows = [
        {"file": one.file, "line": one.line, "code": one.code, "what": one.what, "mend": one.mend}
        for one in faults
    ]
    return {"pack": name, "folder": str(folder), "faults": rows}


def _folders(wanted: list[str]) -> list[tuple[str, Path]]:
    """The folders to check, each with the name by which it was asked for."""
    from foedus.record.pack import packs

    known = packs()
    if not wanted:
        return list(known.items())
    found: list[tuple[str, Path]] = []
    for name in wanted:
        if name in known:
            found.append((name, known[name]))
            continue
        folders = _within(name)
        if not folders:
            raise WrongUsage(
                f"no pack is called {shown(name)}, and no folder of that name holds one; {hint(name, known)}"
            )
        found += folders
    return found


def _within(name: str) -> list[tuple[str, Path]]:
    """A folder that is a pack, or the packs in a folder of packs."""
    from foedus.record.schema import SECTION

    try:
        folder = Path(name)
        if not name or not folder.is_dir():
            return []
        if any((folder / f"{section}.yaml").is_file() for section in SECTION):
            return [(name.rstrip("/"), folder)]
        return [(str(one.parent), one.parent) for one in sorted(folder.glob("*/pack.yaml"))]
    except (OSError, ValueError):
        return []


def schema(
    section: Annotated[
        str | None,
        typer.Option(
            "--section",
            metavar="SECTION",
            help="Write the JSON Schema of this section.",
            autocompletion=completion.section,
        ),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="DIR", help="Write SECTION.schema.json files into this folder."),
    ] = None,
    json: Json = False,
) -> None:
    """Write the JSON Schema of a pack's files, for editors.

    Without options it lists the sections. A pack's file tells an editor where
    its schema is by its first line:
    # yaml-language-server: $schema=organs.schema.json

    Examples:
        foedus schema --section organs
        foedus schema --out schemas
    """
    wanted = None if section is None else one_of(section, completion.sections(), "section")
    names = [name for name in completion.sections() if wanted in (None, name)]
    if out is not None:
        made = [_write(out, name, _schema(name)) for name in names]
        if json:
            write_json({"files": made})
        else:
            write("".join(f"{name}\n" for name in made))
    elif wanted is not None:
        write_json(_schema(wanted))
    elif json:
        write_json({"sections": {name: _schema(name) for name in names}})
    else:
        from foedus.cli import upkeep_page

        upkeep_page.sections()


def _schema(section: str) -> dict[str, Any]:
    from foedus.record.json_schema import json_schema
    from foedus.record.reading import REFORMS
    from foedus.record.reform_schema import reform_schema

    return reform_schema() if section == REFORMS else json_schema(section)


def _write(out: Path, name: str, schema: dict[str, Any]) -> str:
    import json

    path = out / f"{name}.schema.json"
    try:
        out.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(schema, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else error
        raise WrongUsage(one_line(f"--out {out}: it cannot be written: {why}")) from error
    return str(path)


COMMANDS: dict[str, Any] = {"validate": validate, "schema": schema}
