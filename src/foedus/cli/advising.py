"""The command that asks the law about a situation: advise."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from foedus.cli import completion
from foedus.cli.arguments import Json, On, Reforms
from foedus.cli.chart_file import Chart, drawable, drawn
from foedus.cli.output import put, write_json
from foedus.cli.under_reforms import under, under_each

if TYPE_CHECKING:
    from foedus.cli.asked import Asked, Given
    from foedus.estimates.answers import Estimate
    from foedus.record.view import Organisation


def advise(
    orgs: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[ORG...]",
            help="The organisation; with several, one situation is put to each.",
            autocompletion=completion.organisation,
        ),
    ] = None,
    situation: Annotated[
        str | None,
        typer.Option(
            "--situation",
            metavar="CASE|FILE",
            help="A case's id, or a YAML file that describes a situation.",
            autocompletion=completion.case,
        ),
    ] = None,
    kind: Annotated[
        str | None,
        typer.Option("--kind", metavar="KIND", help="What happened.", autocompletion=completion.situation_kind),
    ] = None,
    target: Annotated[
        str | None,
        typer.Option("--target", metavar="STATE", help="The state in trouble.", autocompletion=completion.state),
    ] = None,
    initiator: Annotated[
        list[str] | None,
        typer.Option(
            "--initiator",
            metavar="STATE|WORDS",
            help="Who brought it about: a state, or words for a group. May be repeated.",
            autocompletion=completion.state,
        ),
    ] = None,
    place: Annotated[str | None, typer.Option("--place", metavar="TEXT", help="Where, in words.")] = None,
    territory: Annotated[
        str | None,
        typer.Option(
            "--territory",
            metavar="WHOSE",
            help="The target's recognised territory, disputed, or outside.",
            autocompletion=completion.territory,
        ),
    ] = None,
    outside: Annotated[
        str | None,
        typer.Option(
            "--outside",
            metavar="HAND",
            help="An attacker from outside: none, alleged or shown.",
            autocompletion=completion.hand,
        ),
    ] = None,
    requested: Annotated[
        bool | None,
        typer.Option(
            "--requested/--not-requested",
            help="Whether the target asked the organisation; without it: not known.",
        ),
    ] = None,
    asks: Annotated[
        list[str] | None,
        typer.Option(
            "--asks",
            metavar="WHAT",
            help="What it asked for. May be repeated.",
            autocompletion=completion.ask,
        ),
    ] = None,
    authorised: Annotated[
        bool | None,
        typer.Option(
            "--authorised/--not-authorised",
            help="Whether the UN Security Council agreed; without it: not known.",
        ),
    ] = None,
    on: On = None,
    reform: Reforms = None,
    chart: Chart = None,
    json: Json = False,
) -> None:
    """Ask what the law says of a situation.

    Which provisions are engaged and how surely, who decides by which rule,
    who can block, who is bound, what can be sent, what is asked elsewhere;
    and whether it will come, by models that say how they did in the past.

    A case or a file is read by the law of its own day: that of the request,
    or else of its beginning. With another day, --on, the findings of both
    stand side by side. Further options change what the case or file says.

    Examples:
        foedus advise csto --kind interstate_attack --target ARM --initiator AZE --on 2022-09-13
        foedus advise --situation csto-kyrgyzstan-2010-june --on 2013-01-01
        foedus advise csto --situation trouble.yaml --requested --json
        foedus advise csto nato --situation csto-armenia-2022-september
        foedus advise --situation csto-armenia-2022-september --reform two-thirds
    """
    from foedus.cli.asked import Given, asked

    given = Given(
        kind=kind,
        target=target,
        initiators=tuple(initiator or ()),
        place=place,
        territory=territory,
        hand=outside,
        requested=requested,
        asks=tuple(asks or ()),
        authorised=authorised,
    )
    named = list(dict.fromkeys(orgs or ()))
    drawable(chart)
    if len(named) > 1:
        _of_several(named, situation, on, given, reform, json)
        return
    question = asked(named[0] if named else None, situation, on, given)
    organisation = under(question.organisation, reform)

    from foedus.law.advice import advise as advised

    advice = advised(organisation.on(question.day), question.circumstances)
    own = None
    if question.own is not None and question.own != question.day:
        own = advised(organisation.on(question.own), question.circumstances)
    name = question.coded.id if question.coded else None
    estimate = _estimate(question, organisation, given)
    if chart is not None and estimate is not None:
        from foedus.charts.outcomes import estimate_chart

        put(chart, drawn(lambda: estimate_chart(estimate), chart), "--chart")
    if json:
        from foedus.cli import plain_advice

        write_json(plain_advice.advice(advice, name, own) | {"will_it_come": estimate and estimate.detailed()})
        return
    from foedus.cli import advice_page

    advice_page.told(advice, question.coded, own, estimate)


def _estimate(asked: Asked, organisation: Organisation, given: Given) -> Estimate | None:
    """Whether it will come, as could be known on the day; None where the organisation had no members then."""
    from dataclasses import replace

    from foedus.estimates.estimating import Impossible, estimate_of
    from foedus.estimates.questions import question_of

    told = asked.circumstances
    invocation = asked.coded.invocation if asked.coded else None
    question = question_of(
        asked.coded.id if asked.coded else organisation.id,
        organisation,
        told.situation,
        invocation,
        asked.day,
    )
    if given.requested is not None or given.asks or invocation is None:
        invoked = told.requested
        question = question.before_request() if invoked is None else question.asked(invoked)
        question = replace(question, asks_for=told.asks_for if invoked else ())
    try:
        return estimate_of(replace(question, authorised=given.authorised), asked.day)
    except Impossible:
        return None


def _of_several(
    named: list[str],
    situation: str | None,
    on: str | None,
    given: Given,
    reforms: list[str] | None,
    json: bool,
) -> None:
    """Put one situation to several organisations, each by its own law of the day."""
    from foedus.cli.asked import asked_of_several
    from foedus.law.advice import advise as advised

    organisations, question = asked_of_several(named, situation, on, given)
    organisations = under_each(organisations, reforms)
    made = [advised(one.on(question.day), question.circumstances) for one in organisations]
    if json:
        from foedus.cli import plain_advice

        write_json({"organisations": [plain_advice.advice(one, None, None) for one in made]})
        return
    from foedus.cli import advice_page

    advice_page.beside(made, question.coded)


COMMANDS: dict[str, Any] = {"advise": advise}
