"""The command for the literature: findings, what was published and what became of checking it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from foedus.cli import completion
from foedus.cli.arguments import Json
from foedus.cli.lookup import one_of
from foedus.cli.output import write_json

if TYPE_CHECKING:
    from foedus.estimates.literature import PublishedFinding


def findings(
    topic: Annotated[
        str | None,
        typer.Option("--topic", metavar="TOPIC", help="One topic, in full.", autocompletion=completion.topic),
    ] = None,
    state: Annotated[
        str | None,
        typer.Option(
            "--state",
            metavar="STATE",
            help="Only those of which this came: reproduced, agrees, differs, undecided, ...",
            autocompletion=completion.review_state,
        ),
    ] = None,
    json: Json = False,
) -> None:
    """List what scholars found, and whether Foedus finds it too.

    Examples:
        foedus findings
        foedus findings --topic reliability
        foedus findings --state undecided
    """
    topic = None if topic is None else one_of(topic, completion.TOPICS(), "topic")
    state = None if state is None else one_of(state, completion.REVIEW_STATES(), "state")
    from foedus.estimates.literature import published

    found = [one for one in published() if topic in (None, one.topic) and state in (None, one.state)]
    if json:
        write_json({"topic": topic, "state": state, "findings": [plain(one) for one in found]})
        return
    from foedus.cli import reviewing_page

    if topic is None and state is None:
        reviewing_page.in_short(found)
    else:
        reviewing_page.in_full(found, topic, state)


def plain(one: PublishedFinding) -> dict[str, Any]:
    """A finding for JSON; what is not known is null."""
    return {
        "finding": one.id,
        "topic": one.topic,
        "text": one.finding,
        "published": [{"name": part.name, "value": part.value} for part in one.published],
        "verdict": one.verdict,
        "n": one.n,
        "period": one.period,
        "study": one.study,
        "url": one.url,
        "note": one.note,
        "sources": list(one.sources),
        "confidence": one.confidence,
        "state": one.state,
        "why": one.why,
        "figures": [
            {
                "name": part.name,
                "value": part.value,
                "low": part.low,
                "high": part.high,
                "count": part.count,
                "n": part.n,
                "clusters": part.clusters,
            }
            for part in one.figures
        ],
    }


COMMANDS: dict[str, Any] = {"findings": findings}
