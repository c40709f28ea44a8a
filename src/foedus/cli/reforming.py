"""Commands about reforms: reforms lists those that are ready-made, replay-all holds them against history."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, get_args

import typer

from foedus.cli import completion
from foedus.cli.arguments import Json, Org, OrgIfAny, Reforms
from foedus.cli.lookup import one_of, organisation_named, organisations
from foedus.cli.output import write_json
from foedus.cli.speech import text
from foedus.cli.stops import Failed, one_line
from foedus.cli.under_reforms import plain as reforms_plain
from foedus.cli.under_reforms import under

if TYPE_CHECKING:
    from foedus.analysis.reform import History, Recounted
    from foedus.record.reforms import Reform
    from foedus.record.view import Organisation


def reforms(org: OrgIfAny = None, json: Json = False) -> None:
    """List the ready-made reforms: what each changes, and who proposed it.

    A reform is used by its id, or by the path of a file of one's own:

    Examples:
        foedus reforms csto
        foedus advise --situation csto-armenia-2022-september --reform two-thirds
        foedus replay-all csto --reform my-reform.yaml
    """
    of = list(organisations()) if org is None else [organisation_named(org)]
    found = [(one, reform) for one in of for reform in _ready(one)]
    if json:
        write_json([_plain(one, reform) for one, reform in found])
        return
    from foedus.cli import reforming_page

    reforming_page.listed_all(found, of if org is not None else [])


def _ready(organisation: Organisation) -> list[Reform]:
    from foedus.record.reforms import ReformError, named, ready

    try:
        return [named(organisation, name) for name in ready(organisation)]
    except ReformError as error:
        raise Failed(one_line(f"{error.faults[0]}; see foedus validate {organisation.id}")) from error


def _plain(organisation: Organisation, reform: Reform) -> dict[str, Any]:
    return {
        "organisation": organisation.id,
        "reform": reform.id,
        "name": reform.name,
        "why": reform.why,
        "from": text(reform.start),
        "proposed_by": reform.proposed_by,
        "sources": list(reform.sources),
        "changes": [_words(change) for change in reform.changes],
        "parameters": dict(reform.parameters),
        "file": reform.file,
    }


def _words(change: Any) -> str:
    from foedus.cli.reforming_page import change_words

    return change_words(change)


def replay_all(
    org: Org,
    reform: Reforms = None,
    answer: Annotated[
        str | None,
        typer.Option(
            "--answer", metavar="ANSWER", help="Only those that come out so.", autocompletion=completion.answer
        ),
    ] = None,
    json: Json = False,
) -> None:
    """Count every past case by the rules, given the stances as coded.

    Under a reform: which decisions would have come out otherwise, who would
    have blocked them, and which cannot be told. Without a reform it is the
    check of the rules against history.

    Stances adapt to rules: under other rules some states would have stood
    elsewhere, and some things would or would not have been asked.

    Examples:
        foedus replay-all csto
        foedus replay-all csto --reform two-thirds
        foedus replay-all un-sc --reform no-veto --answer would_be_adopted
    """
    from foedus.analysis.reform import Answer
    from foedus.analysis.reform import replay_all as replayed

    wanted = None if answer is None else one_of(answer, get_args(Answer), "answer")
    history = replayed(under(organisation_named(org), reform))
    rows = [row for row in history.rows if wanted in (None, row.answer)]
    if json:
        write_json(_history(history, rows))
        return
    from foedus.cli import reforming_page

    reforming_page.history(history, rows, wanted)


def _history(history: History, rows: list[Recounted]) -> dict[str, Any]:
    from foedus.analysis.reform import LIMIT, PLAIN_LIMIT

    organisation = history.organisation
    return {
        "organisation": organisation.id,
        "last_known_as_of": organisation.last_known.text,
        "reforms": reforms_plain(organisation.reforms, organisation.last_known.last),
        "limit": LIMIT if organisation.reforms else PLAIN_LIMIT,
        "summary": dict(history.summary),
        "rows": [
            {
                "case": row.case,
                "title": row.title,
                "n": row.n,
                "at": row.at.text,
                "organ": row.organ,
                "matter": row.matter,
                "measure": row.measure,
                "rule": row.rule,
                "coded": row.coded,
                "answer": row.answer,
                "why": row.why,
                "blocked_by": list(row.blocked_by),
                "not_coded": list(row.not_coded),
                "inferred": row.inferred,
                "unaffected": row.unaffected,
                "irregular": row.irregular,
            }
            for row in rows
        ],
    }


COMMANDS: dict[str, Any] = {"reforms": reforms, "replay-all": replay_all}
