"""Commands for estimates: predict, models, track-record."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeAlias

import typer

from foedus.cli import completion
from foedus.cli.arguments import Json
from foedus.cli.chart_file import Chart, drawable, drawn
from foedus.cli.lookup import day_named, hint, organisation_named
from foedus.cli.output import put, tell, write, write_json
from foedus.cli.stops import Failed, WrongUsage, one_line, shown

if TYPE_CHECKING:
    from foedus.estimates.questions import Question

Model: TypeAlias = Annotated[
    str | None,
    typer.Option("--model", metavar="MODEL", help="The model of outcomes, as foedus models lists it."),
]
Known: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--known",
        metavar="DATE|all",
        help="Only cases over before this day teach, or all. Without it, the question's own day.",
    ),
]


def predict(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Situations in YAML, one or many.")],
    known: Known = None,
    model: Model = None,
    org: Annotated[
        str | None,
        typer.Option(
            "--org",
            metavar="ORG",
            help="The organisation of situations that name none.",
            autocompletion=completion.organisation,
        ),
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="Write to this file: .json or .parquet.")
    ] = None,
    json: Annotated[
        bool, typer.Option("--json", help="Write JSON, with keys that stay; that is so without it, too.")
    ] = False,
) -> None:
    """Write chances for situations in a file.

    For each: the chance of every outcome, of every state's stance, days to a
    decision if one comes. A situation is read with its request, and nothing
    else; where the file does not say whether anybody asked, that is estimated.

    Examples:
        foedus predict situations.yaml
        foedus predict situations.yaml --known all --out forecasts.parquet
    """
    form = _format(out)
    day = _known(known)
    default = None if org is None else organisation_named(org).id

    from foedus.estimates.estimating import Impossible
    from foedus.estimates.forecasts import FORMATS, forecasts
    from foedus.estimates.question_file import BadQuestions, read_questions

    _model(model)
    try:
        found = read_questions(file, default)
    except BadQuestions as error:
        raise WrongUsage(one_line(str(error))) from error
    if found.unread:
        tell(f"foedus: not read: {', '.join(found.unread)}; a forecast rests on situation and invocation alone")
    try:
        rows = _made(
            found.questions, forecasts, lambda question: question.taught_by if day == OWN else _ordinal(day), model
        )
    except Impossible as error:
        raise WrongUsage(one_line(f"{file}: {error}")) from error
    made = FORMATS[form](rows)
    if out is None:
        write(made.decode())
    else:
        put(out, made)
        write(f"{len(rows)} forecast{'' if len(rows) == 1 else 's'} written to {out}.\n")


OWN = "own"
"""That the question's own day is what is known."""


def _known(text: str | None) -> int | str | None:
    """What is known: a day's ordinal, None for all, or that it is the question's own day."""
    if text is None:
        return OWN
    return None if text.strip().casefold() == "all" else day_named(text, "--known")


def _ordinal(day: int | str | None) -> int | None:
    return day if isinstance(day, int) else None


def _format(out: Path | None) -> str:
    if out is None:
        return "json"
    form = out.suffix.removeprefix(".").casefold()
    if form not in ("json", "parquet"):
        raise WrongUsage(
            f"--out {shown(str(out))}: the ending says no format; {hint(form or 'x', ['json', 'parquet'])}"
        )
    return form


def _model(name: str | None) -> None:
    from foedus.estimates.catalogue import UnknownModel, outcome_model

    try:
        outcome_model(name)
    except UnknownModel as error:
        raise WrongUsage(one_line(str(error))) from error


def _made(questions: tuple[Question, ...], make: Any, known: Any, model: str | None) -> Any:
    """Make forecasts, with a bar where there are many and a person is watching."""
    from foedus.cli.progress import watched

    with watched("Estimating", least=8) as done:
        return make(questions, known, model, done)


def models(json: Json = False) -> None:
    """List the models: what each says, where it comes from, how it did.

    Examples:
        foedus models
        foedus models --json
    """
    from foedus.cli import estimating_page
    from foedus.estimates.catalogue import CARDS

    if json:
        write_json([estimating_page.card(one) for one in CARDS])
        return
    estimating_page.catalogue(CARDS)


def track_record(
    anew: Annotated[
        bool, typer.Option("--anew", help="Compute it anew instead of showing the published one.")
    ] = False,
    workers: Annotated[
        int, typer.Option("--workers", metavar="N", min=1, max=256, help="How many processes compute.")
    ] = 2,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="Write the whole record to this .json file.")
    ] = None,
    chart: Chart = None,
    json: Json = False,
) -> None:
    """Show how the models did on cases that they had not seen.

    Rolling origin by year, leave one case out, leave one organisation out;
    scores beside those of the base rate and of a table by kind, with
    intervals. The published record is shown where the cases are the same
    as then; otherwise, and with --anew, it is computed.

    Examples:
        foedus track-record
        foedus track-record --anew --workers 2 --json
    """
    if out is not None and out.suffix.casefold() != ".json":
        raise WrongUsage(f"--out {shown(str(out))}: the record is written as .json")
    drawable(chart)

    from foedus.cli import estimating_page
    from foedus.cli.progress import watched
    from foedus.estimates.frames import lessons
    from foedus.estimates.published_record import published
    from foedus.estimates.record_making import as_text, fingerprint, track_record

    record = published()
    current = record is not None and record["made_from"]["fingerprint"] == fingerprint(lessons())
    if anew or not current:
        with watched("Predicting cases not seen", least=0) as done:
            record = track_record(workers=workers, done=done)
    if record is None:
        raise Failed("there is no record")
    if out is not None:
        put(out, as_text(record).encode())
    if chart is not None:
        from foedus.charts.record import skill_chart

        put(chart, drawn(lambda: skill_chart(record), chart), "--chart")
    if json:
        write_json(record)
        return
    estimating_page.record(record, published_is_current=current and not anew)


COMMANDS: dict[str, Any] = {"predict": predict, "models": models, "track-record": track_record}
