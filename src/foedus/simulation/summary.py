"""The summary of a study: its answers in words and in a table, for people, and as plain data, for programs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from foedus.simulation.answers import Estimate
from foedus.simulation.questions import PERCENT, QUESTIONS, Counts, quantile, words
from foedus.simulation.results import Results

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


def days(results: Results, variant: str) -> str:
    """How soon decisions and help come, in words."""
    counts: Counts = results.counts(variant)
    parts = []
    for what, histogram in (
        ("from the beginning to the decision", counts.decision),
        ("from the call to the first arrival", counts.arrival),
    ):
        found = [quantile([int(n) for n in histogram], share) for share in (0.25, 0.5, 0.75, 0.9)]
        if any(one is not None for one in found):
            last = len(histogram) - 1
            told = [str(one) if one is not None else f"over {last - 1}" for one in found]
            parts.append(
                f"{what}: half within {told[1]} days, a quarter within {told[0]}, "
                f"three quarters within {told[2]}, nine tenths within {told[3]}"
            )
    return "; ".join(parts)


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
                "days_to_decision": _quantiles(counts.decision),
                "days_to_arrival": _quantiles(counts.arrival),
            }
        )
    return {
        **plan.plain(),
        "identity": results.study.identity,
        "complete": results.complete,
        "notes": list(results.study.notes),
        "results": variants,
    }


def _quantiles(histogram: Any) -> list[dict[str, float | int | None]]:
    counts = [int(n) for n in histogram]
    return [{"share": share, "days": quantile(counts, share)} for share in (0.1, 0.25, 0.5, 0.75, 0.9)]


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
        found = days(results, name)
        lines += ["", f"Days {found}." if found else "Nothing was decided.", ""]
        if name != results.variants[0]:
            lines += _against(results, name)
    notes = [part for note in results.study.notes for part in (note, "")]
    return "\n".join([*lines, *notes, CAUTION, "", f"Identity: `{results.study.identity}`", ""])


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
