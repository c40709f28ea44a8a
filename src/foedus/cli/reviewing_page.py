"""The pages of the literature: every finding in short, or some in full."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import get_args

from rich.text import Text

from foedus.cli.page import Page
from foedus.cli.speech import capital, counted, listed, words
from foedus.estimates.literature import Figure, Published, PublishedFinding, State, Topic

LOOKS: dict[State, str] = {
    "reproduced": "bold green",
    "agrees": "green",
    "differs": "bold red",
    "undecided": "yellow",
    "not_checked": "dim",
    "not_checkable": "dim",
}
MEANS = (
    "Reproduced: from the same data or rule, to every printed digit. Agrees, differs: from other data or another"
    " coding, within or outside the interval. Undecided: it cannot be told. Not checked: it takes a study of its"
    " own. Not checkable: what it takes is not at hand."
)


def in_short(found: Sequence[PublishedFinding]) -> None:
    """Every finding on a line or two, by topic."""
    page = Page()
    page.title("What scholars found", f"{counted(len(found), 'finding')}: {_tally(found)}.")
    for topic in get_args(Topic):
        within = [one for one in found if one.topic == topic]
        if within:
            page.heading(capital(words(topic)))
            page.table(
                ["!State", "Finding"], [(_state(one.state), _named(one)) for one in within], widest="Finding"
            )
    page.blank()
    page.note(MEANS)
    page.say("`foedus findings --topic reliability` gives the figures of a topic, with why.")
    page.out()


def in_full(found: Sequence[PublishedFinding], topic: str | None, state: str | None) -> None:
    """Some findings with what was published, what was computed, and why."""
    page = Page()
    of = " and ".join(words(one) for one in (topic, state) if one)
    page.title(
        f"What scholars found: {of}", f"{counted(len(found), 'finding')}{': ' if found else ''}{_tally(found)}."
    )
    for one in found:
        page.blank()
        page.say(Text(one.finding, style="bold"))
        rows: list[tuple[str, str | Text]] = [("study", one.study)]
        about = [part for part in (one.period, f"n: {one.n}" if one.n else None) if part]
        if about:
            rows.append(("about", "; ".join(about)))
        rows.append(("published", "; ".join(map(printed, one.published)) or one.verdict or ""))
        if one.figures:
            rows.append(("here", "\n".join(map(computed, one.figures))))
        rows.append(("state", _state(one.state)))
        rows.append(("why", one.why))
        if one.note:
            rows.append(("note", one.note))
        page.pairs(rows, indent=2)
    page.blank()
    if any(figure.low is not None for one in found for figure in one.figures):
        page.note(
            "In brackets: intervals of 95 per cent; over whole clusters, such as wars, where they are named."
        )
    page.note(MEANS)
    page.sources(name for one in found for name in one.sources)
    page.out()


def printed(one: Published) -> str:
    """A published number in words.

    >>> printed(Published(name="since_1945", value="0.22"))
    'since 1945 0.22'
    """
    return f"{words(one.name)} {one.value}"


def computed(one: Figure) -> str:
    """A figure in words, with its interval and what it rests on.

    >>> computed(
    ...     Figure(name="kept", value=0.5, low=0.42, high=0.58, count=73, n=146, clusters=45)
    ... )
    'kept 0.50 [0.42, 0.58], 73 of 146 in 45 clusters'
    """
    if one.low is None or one.high is None:
        return f"{words(one.name)} {one.value:.5g}" + (f" of {one.n}" if one.n is not None else "")
    digits = 3 if 0 < abs(one.value) < 0.01 else 2
    text = f"{words(one.name)} {one.value:.{digits}f} [{one.low:.{digits}f}, {one.high:.{digits}f}]"
    if one.count is not None and one.n is not None:
        text += f", {one.count} of {one.n}"
    elif one.n is not None:
        text += f", n {one.n:,}"
    return text + (f" in {one.clusters} clusters" if one.clusters and one.clusters != one.n else "")


def _named(one: PublishedFinding) -> Text:
    return Text(one.finding).append(f"\n{one.study}", style="dim")


def _state(state: State) -> Text:
    return Text(words(state), style=LOOKS[state])


def _tally(found: Sequence[PublishedFinding]) -> str:
    counts = Counter(one.state for one in found)
    said = {"agrees": "agree", "differs": "differ"}
    return listed(f"{counts[one]} {said.get(one, words(one))}" for one in get_args(State) if counts[one])
