"""Tables of the page on the literature, in Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from foedus.estimates.literature import Figure, PublishedFinding
from research import burdens, reliability
from research.promises import Rate
from research.uncertainty import Interval, Share

NOTHING = "–"


def table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Write a table; a column that begins with ``>`` is set to the right.

    >>> print(table(["what", ">n"], [["all", "3"]]))
    | what | n |
    | --- | ---: |
    | all | 3 |
    """
    lines = [
        [name.lstrip(">") for name in columns],
        ["---:" if name[0] == ">" else "---" for name in columns],
        *rows,
    ]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def commitments(shares: dict[str, dict[str, Share]], printed: dict[str, str]) -> str:
    """Write the shares of Berkemeier and Fuhrmann's commitments, published and in both codings."""
    rows = []
    for name in shares["LLM"]:
        cells = [name.replace("_", " ").replace("non ", "non-"), printed.get(name, NOTHING)]
        for coding in ("LLM", "BF"):
            found = shares[coding][name]
            cells += [f"{found.count} of {found.n}", number(found.value)]
            cells += [span(found.plain), span(found.clustered)] if coding == "LLM" else [span(found.clustered)]
        rows.append([*cells, str(shares["LLM"][name].clusters)])
    columns = [
        "commitments", ">published", ">kept", ">share", "Wilson", "by war", ">own coding", ">share", "by war",
        ">wars",
    ]  # fmt: skip
    return table(columns, rows)


def institutions(rows: list[reliability.Row]) -> str:
    """Write the shares of kept promises by military institutions and by formality."""
    made = []
    for column, what in (("milinst", "military co-ordination"), ("formal", "formality")):
        for value, found in reliability.kept_by(rows, column).items():
            kept = [f"{found.count} of {found.n}", number(found.value), span(found.plain), span(found.clustered)]
            made.append([f"{what}: {('none', 'some', 'high')[value]}", *kept, str(found.clusters)])
    return table(["alliances", ">kept", ">share", "Wilson", "by war", ">wars"], made)


def rates(found: Iterable[Rate]) -> str:
    """Write the casebook's rates."""
    rows = []
    for one in found:
        partly, wholly = one.at_least_partly, one.wholly
        rows.append(
            [
                one.group, str(one.cases), str(partly.n),
                number(wholly.value), span(wholly.plain), span(wholly.clustered),
                number(partly.value), span(partly.plain), span(partly.clustered), str(partly.clusters),
            ]
        )  # fmt: skip
    columns = [
        "cases", ">all", ">rated", ">in full", "Wilson", "by organisation", ">in full or part", "Wilson",
        "by organisation", ">organisations",
    ]  # fmt: skip
    return table(columns, rows)


def years(found: Iterable[burdens.Year]) -> str:
    """Write rank correlations year by year."""
    rows = []
    for one in found:
        seen = one.correlation
        cells = [NOTHING] * 5
        if seen is not None:
            how = "all" if seen.exact else "drawn"
            cells = [str(seen.n), number(seen.rho), span(seen.interval), f"{seen.p:.3f}", how]
        rows.append([str(one.year), str(one.members), *cells, " ".join(one.left_out) or NOTHING])
    columns = ["year", ">members", ">n", ">coefficient", "95 per cent", ">p", "orders", "without figures"]
    return table(columns, rows)


def states(found: Iterable[PublishedFinding]) -> str:
    """Write every finding with what became of it."""
    rows = []
    for one in found:
        said = [f"{word(part.name)} {part.value}" for part in one.published] or [one.verdict or NOTHING]
        computed = "; ".join(figure(part) for part in one.figures) or NOTHING
        what = f"{one.finding} *{one.study}*"
        rows.append([what, "; ".join(said), computed, one.state.replace("_", " "), one.why])
    return table(["finding", "published", "here", "state", "why"], rows)


def verdicts(found: Iterable[PublishedFinding]) -> str:
    """Write what became of some findings, in short."""
    rows = [
        [
            one.study.split(",")[0],
            "; ".join(f"{word(part.name)} {part.value}" for part in one.published) or one.verdict or NOTHING,
            "; ".join(map(figure, one.figures)),
            one.state.replace("_", " "),
        ]
        for one in found
    ]
    return table(["study", "published", "here", "state"], rows)


def figure(one: Figure) -> str:
    """Write a figure in a cell.

    >>> figure(Figure(name="kept", value=0.5, low=0.42, high=0.58, n=146))
    'kept 0.50 [0.42, 0.58], n 146'
    """
    if one.low is None and one.n is not None:
        return f"{word(one.name)} {one.value:.0f} of {one.n}"
    text = f"{word(one.name)} {number(one.value) if one.low is not None else f'{one.value:.5g}'}"
    if one.low is not None and one.high is not None:
        text += f" {span((one.low, one.high), small=abs(one.value) < 0.01)}"
    return f"{text}, n {one.n:,}" if one.n is not None else text


def word(name: str) -> str:
    """Write the name of a number in words."""
    return name.replace("_", " ").replace("non ", "non-")


def number(value: float | None, digits: int = 2) -> str:
    """Write a number to two digits, with a true minus; one that would be 0 to three.

    >>> number(-0.0041), number(0.5), number(None)
    ('−0.004', '0.50', '–')
    """
    if value is None:
        return NOTHING
    digits = 3 if 0 < abs(value) < 0.01 else digits
    return f"{value:.{digits}f}".replace("-", "−")


def span(interval: Interval | None, *, small: bool = False) -> str:
    """Write an interval.

    >>> span((0.132, 0.349)), span(None)
    ('[0.13, 0.35]', '–')
    """
    if interval is None:
        return NOTHING
    return f"[{', '.join(f'{end:.{3 if small else 2}f}' for end in interval)}]".replace("-", "−")
