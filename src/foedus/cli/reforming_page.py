"""The pages of reforms: those that are ready-made, and what history would have been under one."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from foedus.analysis.reform import LIMIT, PLAIN_LIMIT, Answer, History, Recounted
from foedus.cli.page import Page, bold, emphasis
from foedus.cli.speech import capital, counted, listed, words
from foedus.cli.under_reforms import origin, said
from foedus.record.reform_changes import Addition, Alteration, Change, Movement
from foedus.record.reforms import Reform
from foedus.record.view import Organisation

_MOVES = {
    "joins": "joins",
    "leaves": "leaves",
    "freezes": "freezes its membership",
    "suspended": "is suspended",
    "returns": "returns",
}
_NEW = {"rules": "a decision rule", "articles": "an article", "organs": "an organ", "forces": "a force"}

UNDER: dict[Answer, str] = {
    "would_be_adopted": "would have been adopted",
    "would_be_blocked": "would have been blocked",
    "as_coded": "as it was",
    "cannot_be_told": "cannot be told",
}
WITHOUT: dict[Answer, str] = {
    "would_be_blocked": "adopted against the rule",
    "would_be_adopted": "enough for adoption, not adopted",
    "as_coded": "as the rule has it",
    "cannot_be_told": "cannot be told",
}
"""How an answer is spoken of under a reform, and without one."""


def change_words(change: Change) -> str:
    """What a change changes, in a few words."""
    match change:
        case Alteration(falls_away=True):
            return f"{', '.join(change.names)}: falls away"
        case Alteration():
            keys = (f"{'no ' if value in (None, ()) else ''}{words(key)}" for key, value in change.becomes.items())
            return f"{', '.join(change.names)}: {', '.join(keys)}"
        case Addition():
            return f"{change.fact.id}: {_NEW[change.kind]} is added"
        case Movement():
            on = f" on {change.on.spoken()}" if change.on else ""
            return f"{change.state} {_MOVES[change.move]}{on}"
    return f"what is {words(change.trigger)} is read otherwise"


def listed_all(found: Sequence[tuple[Organisation, Reform]], asked: Sequence[Organisation]) -> None:
    """Ready-made reforms, by organisation."""
    page = Page()
    page.title("Ready-made reforms", "Use one with --reform ID; a file of your own with --reform FILE.")
    for organisation, group in groupby(found, key=lambda pair: pair[0]):
        page.heading(f"{organisation.record.organisation.short_name} ({organisation.id})")
        for _, one in group:
            page.say(bold(f"{one.id}: {one.name}"))
            page.say(one.why, 2)
            since = f"from {one.start.spoken()} on" if one.start else "as if it had always been so"
            page.note(f"{origin(one)}; {since}.", 2)
            page.items([*map(change_words, one.changes), *(f"{k} = {v:g}" for k, v in one.parameters.items())], 2)
    if not found:
        page.blank()
        names = listed([one.id for one in asked])
        page.say(f"None is ready-made{f' for {names}' if names else ''}.")
    page.sources(source for _, one in found for source in one.sources)
    page.out()


def history(history: History, rows: Sequence[Recounted], wanted: str | None) -> None:
    """What came of every past case, and what the rules make of it."""
    page, organisation = Page(), history.organisation
    spoken = UNDER if organisation.reforms else WITHOUT
    short = organisation.record.organisation.short_name
    about = "past cases under a reform" if organisation.reforms else "the rules against history"
    page.title(f"{short}: {about}", LIMIT if organisation.reforms else PLAIN_LIMIT)
    for sentence in said(organisation.reforms, organisation.last_known.last):
        page.say(emphasis(sentence))
    _summary(page, history, spoken)
    told = [row for row in rows if row.organ is not None]
    for answer, words_for in spoken.items():
        some = [row for row in told if row.answer == answer]
        if some:
            page.heading(capital(words_for))
            page.table(["!On", "Case, and why", "!As coded"], map(_row, some), widest="Case, and why")
    apart = [row for row in rows if row.organ is None]
    if apart and wanted in (None, "cannot_be_told"):
        page.heading("Never before an organ, so that there is nothing to count")
        for why, group in groupby(sorted(apart, key=lambda row: row.why), key=lambda row: row.why):
            page.say(f"{capital(why)}: {', '.join(row.case for row in group)}.")
    page.out()


def _summary(page: Page, history: History, spoken: dict[Answer, str]) -> None:
    count = history.summary
    page.blank()
    page.pairs(
        [
            *((capital(words_for), str(count[answer])) for answer, words_for in spoken.items()),
            ("Never before an organ", str(count["never_put"])),
        ]
    )
    total = sum(count[answer] for answer in spoken)
    page.note(f"{counted(total, 'question')} in {counted(len({row.case for row in history.rows}), 'case')}.")


def _row(row: Recounted) -> tuple[str, str, str]:
    """One question: when, which case, and why it comes out so."""
    what = f"{row.case}: {words(row.measure)}" if row.measure else row.case
    rule = f" ({row.rule})" if row.rule else ""
    blocked = f" Blocked by {listed(row.blocked_by)}." if row.blocked_by else ""
    against = f" What the rules have against it: {row.irregular}." if row.irregular else ""
    inferred = " Inferred." if row.inferred else ""
    coded = "adopted" if row.coded == "adopted" else "not adopted"
    return row.at.text, f"{what}\n{capital(row.why)}{rule}.{blocked}{inferred}{against}", coded
