"""The command that puts organisations side by side: compare."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Annotated, Any

import typer

from foedus.cli import completion
from foedus.cli.arguments import Json, On, Reforms
from foedus.cli.lookup import day_named, organisation_named
from foedus.cli.output import write, write_json
from foedus.cli.stops import WrongUsage
from foedus.cli.under_reforms import said, under_each

if TYPE_CHECKING:
    from foedus.analysis.compare import Comparison
    from foedus.record.view import Organisation


def compare(
    orgs: Annotated[
        list[str],
        typer.Argument(metavar="ORG...", help="The organisations.", autocompletion=completion.organisation),
    ],
    on: On = None,
    reform: Reforms = None,
    json: Json = False,
    markdown: Annotated[bool, typer.Option("--markdown", help="Write a Markdown table.")] = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="Write CSV, one line for each answer.")] = False,
) -> None:
    """Put organisations side by side on one day.

    What triggers the promise, how far it binds, who decides by which rule,
    who can block, what can be sent, how one leaves, who is in it, and what
    came of past calls; each answer with what it rests on. With a reform, the
    reformed organisation stands beside the same as it is.

    Examples:
        foedus compare csto nato --on 2022-02-24
        foedus compare csto nato eu --markdown
        foedus compare csto --reform two-thirds
    """
    if json + markdown + as_csv > 1:
        raise WrongUsage("--json, --markdown and --csv are three ways to write one answer; give one")
    named = [organisation_named(one) for one in dict.fromkeys(orgs)]
    day = day_named(on) if on is not None else min(one.last_known.last for one in named)

    from foedus.analysis.compare import compare as compared

    beside = dict.fromkeys(one for pair in zip(named, under_each(named, reform), strict=True) for one in pair)
    made = compared([one.on(day) for one in beside])
    if json:
        write_json(plain(made))
    elif markdown:
        write(_markdown(made))
    elif as_csv:
        write(_csv(made))
    else:
        _page(made, [sentence for one in beside for sentence in _under(one, day, len(named) > 1)])


def plain(made: Comparison) -> dict[str, Any]:
    """The comparison as plain JSON data."""
    rows = [
        {
            "question": row.question,
            "answers": [
                {"organisation": name, "text": cell.text, "known": cell.known, "references": list(cell.references)}
                for name, cell in zip(made.organisations, row.cells, strict=True)
            ],
        }
        for row in made.rows
    ]
    last = dict(zip(made.organisations, made.last_known, strict=True))
    return {"on": made.on, "organisations": list(made.organisations), "last_known_as_of": last, "rows": rows}


def _markdown(made: Comparison) -> str:
    def line(cells: list[str]) -> str:
        return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |\n"

    text = line([f"on {made.on}", *made.names]) + line(["---"] * (1 + len(made.names)))
    for row in made.rows:
        cells = [
            cell.text + (f" [{', '.join(cell.references[:3])}]" if cell.references else "") for cell in row.cells
        ]
        text += line([row.question, *cells])
    return text


def _csv(made: Comparison) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["on", "question", "organisation", "known", "answer", "references"])
    for row in made.rows:
        for name, cell in zip(made.organisations, row.cells, strict=True):
            writer.writerow(
                [made.on, row.question, name, str(cell.known).lower(), cell.text, " ".join(cell.references)]
            )
    return out.getvalue()


def _under(one: Organisation, day: int, several: bool) -> list[str]:
    """Sentences that say under which reforms an organisation is shown; of several, with its name."""
    whose = f"{one.record.organisation.short_name}: " if several else ""
    return [f"{whose}{sentence}" for sentence in said(one.reforms, day)]


def _page(made: Comparison, reforms: list[str]) -> None:
    from foedus.cli.page import Page, bold, emphasis

    page = Page()
    late = [
        f"{name}: last known as of {day}" for name, day in zip(made.names, made.last_known, strict=True) if day
    ]
    page.title(" beside ".join(made.names), f"On {made.on}." + (f" {'; '.join(late)}." if late else ""))
    for sentence in reforms:
        page.say(emphasis(sentence))
    page.blank()
    if len(made.names) <= 3:
        page.table(
            ["", *made.names], [[bold(row.question), *(cell.text for cell in row.cells)] for row in made.rows]
        )
    else:
        for row in made.rows:
            page.heading(row.question)
            page.pairs([(name, cell.text) for name, cell in zip(made.names, row.cells, strict=True)])
    page.note(
        "With --json, --markdown or --csv each answer comes with the provisions, rules and cases it rests on."
    )
    page.out()


COMMANDS: dict[str, Any] = {"compare": compare}
