"""Arguments and options that several commands share, with their help and their completion."""

from __future__ import annotations

from typing import Annotated, TypeAlias

import typer

from foedus.cli import completion

Org: TypeAlias = Annotated[
    str,
    typer.Argument(
        metavar="ORG",
        help="The organisation: its id, or the folder of its pack.",
        autocompletion=completion.organisation,
    ),
]
OrgIfAny: TypeAlias = Annotated[
    str | None,
    typer.Argument(metavar="[ORG]", help="The organisation.", autocompletion=completion.organisation),
]
On: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--on", metavar="DATE", help="The day, YYYY-MM-DD; without it the last day that the record covers."
    ),
]
Reforms: TypeAlias = Annotated[
    list[str] | None,
    typer.Option(
        "--reform",
        metavar="ID|FILE",
        help="Answer under this reform: a ready-made one, or a file. May be repeated.",
        autocompletion=completion.reform,
    ),
]
Json: TypeAlias = Annotated[bool, typer.Option("--json", help="Write JSON, with keys that stay.")]
