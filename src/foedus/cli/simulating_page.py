"""The page of a study: what its worlds came to, beside each other where there are variants."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from foedus.cli.page import Cell, Page, bold, dim
from foedus.cli.speech import capital
from foedus.simulation import summary
from foedus.simulation.answers import Estimate
from foedus.simulation.parameters import defaults
from foedus.simulation.questions import QUESTIONS, words
from foedus.simulation.results import Results
from foedus.simulation.uncertainty import LEAST_CASES

if TYPE_CHECKING:
    from foedus.analysis.sensitivity import Sensitivities


def told(results: Results, folder: Path | None) -> None:
    """Tell a study.

    Args:
        results: what it came to.
        folder: where it is kept, if it is.
    """
    page = Page()
    _opened(page, results)
    page.blank()
    _answers(page, results)
    for name in results.variants[1:]:
        _difference(page, results, name)
    _members(page, results)
    _requests(page, results)
    _soon(page, results)
    page.blank()
    page.note(summary.CAUTION)
    page.note(f"Identity {results.study.identity[:16]}; the same seed gives the same worlds on every machine.")
    if folder is not None:
        page.note(f"Read on: foedus world {folder} 0; foedus study {folder} --charts DIR")
    page.out()


def told_requests(results: Results) -> None:
    """Tell of every state and kind of crisis how often a call is answered, with error and spread.

    Args:
        results: what a study came to.
    """
    page = Page()
    _opened(page, results)
    drawn = bool(results.study.plan.draws)
    kinds = [one.kind for one in defaults().kinds]
    columns = ["!State", "!Kind of crisis", ">Calls", ">Answered", "!", *(["!5 % to 95 %"] if drawn else [])]
    for name, tally in zip(results.variants, results.tallies, strict=True):
        page.heading(f"Calls answered, by state and kind: {name}")
        answers, called = results.answers(name), tally.total()
        rows: list[list[Cell]] = []
        for code in tally.variant.law.states:
            for kind in kinds:
                one = answers[f"granted.{code}.{kind}"]
                calls = f"{called[one.question][1]:,.0f}"
                row = ["" if kind != kinds[0] else code, kind.replace("_", " "), calls, summary.number(one)]
                rows.append([*row, summary.error(one), *([summary.spread(one)] if drawn else [])])
        page.table(columns, rows)
    page.note(
        "Answered: share of the calls in such crises. After ± two standard errors of the simulation"
        + (f"; then {_spread_note(results)}." if drawn else ".")
    )
    if drawn:
        page.note(
            f"No spread is told where the worlds of a draw have fewer than {LEAST_CASES} such calls; more worlds "
            "with the same draws give it."
        )
    page.note(summary.CAUTION)
    page.out()


def _opened(page: Page, results: Results) -> None:
    """Begin a page with what the study is about, and what a reader has to know of it."""
    plan = results.study.plan
    page.title(
        summary.title(results), f"{results.study.variants[0].law.organisation.name}, as on record that day."
    )
    if plan.given:
        page.note("Set: " + ", ".join(f"{name} = {value}" for name, value in plan.given) + ".")
    for note in results.study.notes:
        page.note(note)


def _cell(one: Estimate) -> Cell:
    told_ = f"{summary.number(one)} {summary.error(one)}".strip()
    left = summary.spread(one)
    return f"{told_}\n{left}" if left else told_


def _spread_note(results: Results) -> str:
    """What stands below an answer; nothing without draws."""
    plan = results.study.plan
    drawn = f"{plan.draws:,} draws of the parameters, of {plan.drawn:,} worlds each"
    return f"5 % to 95 % over {drawn}, less their own error"


def _by_variant(page: Page, names: Sequence[str], rows: Sequence[tuple[str, Sequence[Cell]]]) -> None:
    """A column for each variant; of many variants one table each."""
    if len(names) <= (3 if page.width > 90 else 2):
        page.table(["", *(f"!{capital(name)}" for name in names)], [[asked, *cells] for asked, cells in rows])
        return
    for place, name in enumerate(names):
        page.heading(capital(name))
        page.table(["", "!"], [[asked, cells[place]] for asked, cells in rows])


def _answers(page: Page, results: Results) -> None:
    """The general questions."""
    answers = [results.answers(name) for name in results.variants]
    rows = [(capital(asked), [_cell(each[question]) for each in answers]) for question, asked in QUESTIONS.items()]
    _by_variant(page, results.variants, rows)
    shown = any(one.low is not None for each in answers for one in each.values())
    below = f"; below it {_spread_note(results)}" if shown else ""
    page.note(f"After ± two standard errors of the simulation{below}.")


NOUNS = {"decision": "decisions", "arrival": "first arrivals"}


def _soon(page: Page, results: Results) -> None:
    """By how many days decisions and help have come."""
    page.heading("How soon, in days")
    found = [summary.waits(results, name) for name in results.variants]
    rows: list[tuple[str, list[Cell]]] = []
    for what, noun in NOUNS.items():
        for place, share in enumerate(summary.SHARES.values()):
            each = [one[what][place] if what in one else ("–", "") for one in found]
            rows.append((f"{capital(share)} of {noun}", [f"{told}\n{left}".strip() for told, left in each]))
    _by_variant(page, results.variants, rows)
    shown = any(left for one in found for each in one.values() for _, left in each)
    below = f"; below, {_spread_note(results)}" if shown else ""
    page.note(
        f"Days {summary.WAITS['decision']}, and {summary.WAITS['arrival']}, within which so many have come. In "
        f"brackets what two standard errors of the simulation leave open{below}."
    )


def _difference(page: Page, results: Results, name: str) -> None:
    page.heading(f"{capital(name)}, against {results.variants[0]}")
    rows: list[list[Cell]] = []
    for question, one in results.compared(name).items():
        if question not in QUESTIONS or one.value is None:
            continue
        sign = "+" if one.value >= 0 else ""
        clear = one.error is not None and abs(one.value) > 2 * one.error
        value = f"{sign}{summary.number(one)}"
        row: list[Cell] = [capital(QUESTIONS[question]), bold(value) if clear else dim(value), summary.error(one)]
        rows.append([*row, summary.spread(one)] if results.study.plan.draws else row)
    columns = ["", ">", "!"]
    page.table([*columns, "!5 % to 95 %"] if results.study.plan.draws else columns, rows)
    page.note("On the same crises; bold where the difference is more than two standard errors.")


def _members(page: Page, results: Results) -> None:
    page.heading("Each state")
    rows: list[list[Cell]] = []
    for name in results.variants:
        answers = results.answers(name)
        for code in results.study.variants[0].law.states:
            own = [answers.get(f"{one}.{code}") for one in ("granted", "stays", "frozen", "blocks")]
            rows.append([name, code, *(summary.number(one) if one else "–" for one in own)])
    alone = len(results.variants) == 1
    columns = ["Variant", "!State", ">Call answered", ">Has not left", ">Stands aside", ">Alone blocks"]
    page.table(columns[1:] if alone else columns, [row[1:] for row in rows] if alone else rows)
    page.note(
        "Call answered: of its calls. Has not left, stands aside: at the end. Alone blocks: share of all "
        "rejections that its support alone would have turned."
    )


MOST_ROWS = 48
"""Rows of calls by member and kind that are shown; of more, those of the first variant."""


def _requests(page: Page, results: Results) -> None:
    """Which calls are answered, by member and kind: for each variant, or for the first where that is long."""
    kinds = [one.kind for one in defaults().kinds]
    states = results.study.variants[0].law.states
    all_ = len(states) * len(results.variants) <= MOST_ROWS
    for name in results.variants if all_ else results.variants[:1]:
        page.heading(f"Calls answered, by state and kind: {name}")
        answers = results.answers(name)
        rows: list[list[Cell]] = []
        for code in states:
            own = [answers.get(f"granted.{code}.{kind}") for kind in kinds]
            rows.append([code, *(_share(one) if one else "–" for one in own)])
        page.table(["!State", *(">" + capital(kind.replace("_", "\n")) for kind in kinds)], rows)
    page.note(
        f"In per cent of the calls in such crises, ± two standard errors.{'' if all_ else ' All: --requests.'}"
    )


def _share(one: Estimate) -> Cell:
    if one.value is None:
        return "–"
    error = f" ± {200 * one.error:.0f}" if one.error is not None else ""
    return f"{100 * one.value:.0f}{error}"


def told_sensitivity(found: Sensitivities) -> None:
    """Tell on which parameters an answer hangs."""
    page = Page()
    page.title(f"On what hangs: {words(found.question)}", found.title)
    page.blank()
    rows = [
        [
            one.name,
            f"{one.total:.2f}",
            f"± {one.total_error:.2f}",
            f"{one.first:.2f}",
            f"{one.at_low:.3f}",
            f"{one.at_high:.3f}",
        ]
        for one in found.parameters[:15]
    ]
    page.table(["Parameter", ">Total", "!", ">First order", ">At low", ">At high"], rows)
    page.note(
        f"Sobol indices from {found.evaluations:,} settings of {found.worlds:,} worlds each; ± half-width "
        "of 95 %. Total: share of the variance left if only this were unknown. At low, at high: the "
        "answer with this parameter alone moved to its ends."
    )
    page.note(
        f"The answer lies between {found.least:.3f} and {found.most:.3f} over the settings. "
        + ("The budget is small: indices below their error say nothing." if found.evaluations < 5000 else "")
    )
    page.out()
