"""The summary of a study: its answers in words and in a table, for people, and as plain data, for programs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from foedus.simulation.answers import Estimate
from foedus.simulation.questions import PERCENT, QUESTIONS, words
from foedus.simulation.results import Results
from foedus.simulation.waiting import Ends, Quantile

CAUTION = (
    "A world is what the model makes of the parameters, most of which nothing shows: it is no forecast. The error "
    "is that of the simulation; what the parameters leave open is told apart from it, or not at all without draws."
)


def number(one: Estimate, value: float | None = None) -> str:
    """The value of an answer as it is read.

    >>> number(Estimate("granted", 0.25, 0.01)), number(Estimate("crises", 1.5, 0.01))
    ('25.0 %', '1.50')
    """
    shown = one.value if value is None else value
    if shown is None:
        return "–"
    return f"{100 * shown:.1f} %" if one.question.partition(".")[0] in PERCENT else f"{shown:.2f}"


def error(one: Estimate) -> str:
    """The error of the simulation as it is read: two standard errors.

    >>> error(Estimate("granted", 0.25, 0.01))
    '± 2.0 %'
    """
    if one.error is None or one.value is None:
        return ""
    twice = 2 * one.error
    if one.question.partition(".")[0] in PERCENT:
        return f"± {100 * twice:.1f} %" if twice >= 0.0005 else "± < 0.1 %"
    return f"± {twice:.2f}" if twice >= 0.005 else "± < 0.01"


def spread(one: Estimate) -> str:
    """What draws of the parameters leave open, as it is read; nothing without draws."""
    if one.low is None or one.high is None:
        return ""
    return f"{number(one, one.low)} to {number(one, one.high)}"


WAITS = {
    "decision": "from the beginning to the decision",
    "arrival": "from the call to the first arrival",
}
"""What is waited for, in words."""
SHARES = {0.25: "a quarter", 0.5: "half", 0.75: "three quarters", 0.9: "nine tenths"}
"""Shares of cases of which pages tell the days, in words."""


def day(one: Quantile, counted: int) -> str:
    """Days with their error, as they are read.

    Args:
        one: the quantile.
        counted: days that are counted; longer ones are not told apart.

    >>> (
    ...     day(Quantile(0.5, 12, (11, 13), None), 598),
    ...     day(Quantile(0.9, 598, (590, None), None), 598),
    ... )
    ('12 (11 to 13)', '598 (590 to over 598)')
    """
    told = _day(one.days, counted)
    return told if one.error is None else f"{told} ({_ends(one.error, counted)})"


def day_spread(one: Quantile, counted: int) -> str:
    """What draws of the parameters leave open of days, as it is read; nothing without draws."""
    return "" if one.spread is None else _ends(one.spread, counted)


def _ends(ends: Ends, counted: int) -> str:
    low, high = (_day(one, counted) for one in ends)
    return f"{low} to {high}"


def _day(days: int | None, counted: int) -> str:
    return f"over {counted}" if days is None else str(days)


def waits(results: Results, variant: str) -> dict[str, list[tuple[str, str]]]:
    """How soon decisions and help come: days and their spread, as they are read, for each of :data:`SHARES`."""
    counts = results.counts(variant)
    counted = {"decision": len(counts.decision) - 2, "arrival": len(counts.arrival) - 2}
    return {
        what: [(day(one, counted[what]), day_spread(one, counted[what])) for one in found if one.share in SHARES]
        for what, found in results.waits(variant).items()
        if found
    }


def plain(results: Results) -> dict[str, Any]:
    """The results as plain data; the same study gives the same bytes."""
    plan = results.study.plan
    variants = []
    for name in results.variants:
        counts = results.counts(name)
        against = results.compared(name) if name != results.variants[0] else {}
        variants.append(
            {
                "variant": name,
                "worlds": int(counts.whole[0]),
                "crises": int(counts.whole[2]),
                "answers": [_plain(one) for one in results.answers(name).values()],
                "differences": [_plain(one) for one in against.values()],
                **{f"days_to_{what}": list(map(_quantile, found)) for what, found in results.waits(name).items()},
            }
        )
    return {
        **plan.plain(),
        "identity": results.study.identity,
        "complete": results.complete,
        "notes": list(results.study.notes),
        "results": variants,
    }


def _quantile(one: Quantile) -> dict[str, Any]:
    error, over = (None if ends is None else list(ends) for ends in (one.error, one.spread))
    return {"share": one.share, "days": one.days, "within_error": error, "within_parameters": over}


def _plain(one: Estimate) -> dict[str, float | str | None]:
    numbers = {name: getattr(one, name) for name in ("value", "error", "low", "high", "draw_error")}
    return {"question": one.question, **{name: _short(value) for name, value in numbers.items()}}


def _short(value: float | None) -> float | None:
    return None if value is None else round(value, 9)


def title(results: Results) -> str:
    """What the study is about, in a line."""
    plan = results.study.plan
    name = results.study.variants[0].law.organisation.record.organisation.short_name
    return f"{name} from {plan.first}, {plan.years} years, {plan.worlds:,} worlds, seed {plan.seed}"


def markdown(results: Results) -> str:
    """The summary as Markdown."""
    lines = [f"# {title(results)}", ""]
    for name in results.variants:
        lines += [f"## {name[0].upper()}{name[1:]}", ""]
        lines += ["| question | answer | error (2 s.e.) | parameters (5 % to 95 %) |", "| --- | --- | --- | --- |"]
        lines += [
            f"| {words(one.question)} | {number(one)} | {error(one)} | {spread(one)} |"
            for one in _told(results, name)
        ]
        lines += ["", *_soon(results, name), ""]
        if name != results.variants[0]:
            lines += _against(results, name)
    notes = [part for note in results.study.notes for part in (note, "")]
    return "\n".join([*lines, *notes, CAUTION, "", f"Identity: `{results.study.identity}`", ""])


def _soon(results: Results, name: str) -> list[str]:
    found = waits(results, name)
    if not found:
        return ["Nothing was decided."]
    lines = ["| days by which it has come (within 2 s.e.) | " + " | ".join(SHARES.values()) + " |"]
    lines.append("| --- |" + " --- |" * len(SHARES))
    for what, each in found.items():
        lines.append(f"| {WAITS[what]} | " + " | ".join(told for told, _ in each) + " |")
        if any(left for _, left in each):
            lines.append("| … parameters (5 % to 95 %) | " + " | ".join(left for _, left in each) + " |")
    return lines


def _told(results: Results, name: str) -> Iterator[Estimate]:
    yield from (one for one in results.answers(name).values() if one.value is not None)


def _against(results: Results, name: str) -> list[str]:
    lines = [f"Against {results.variants[0]}, on the same crises:", ""]
    lines += ["| question | difference | error (2 s.e.) | parameters (5 % to 95 %) |", "| --- | --- | --- | --- |"]
    for one in results.compared(name).values():
        sign = "+" if (one.value or 0) >= 0 else ""
        lines.append(f"| {words(one.question)} | {sign}{number(one)} | {error(one)} | {spread(one)} |")
    return [*lines, ""]


def text(results: Results) -> str:
    """The summary as a few lines, for a terminal or a notebook that shows no Markdown."""
    lines = [title(results)]
    for name in results.variants:
        lines.append(f"{name}:")
        for question in QUESTIONS:
            one = results.answers(name)[question]
            if one.value is not None:
                lines.append(f"  {words(question)}: {number(one)} {error(one)} {spread(one)}".rstrip())
    lines += results.study.notes
    return "\n".join(lines)
