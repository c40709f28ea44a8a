"""The page of a state's standing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from foedus.cli.advice_page import BLOCKS
from foedus.cli.overview_page import begun
from foedus.cli.page import Cell, Page, with_basis
from foedus.cli.speech import capital, counted, listed, name, names, span, words
from foedus.dates import Certainty
from foedus.law.compatibility import Closed
from foedus.law.entitlements import Clause
from foedus.law.shares import Dues, Turn
from foedus.law.standing import Said, StateStanding
from foedus.law.votes import Vote
from foedus.record.view import View


def told(view: View, one: StateStanding) -> None:
    """Where a state stands on a day: what it has, what it owes, what it may not do."""
    page = begun(view, one.name)
    page.items(row.text for row in one.statuses)
    _clauses(page, "What it may ask", one.rights)
    _clauses(page, "What it owes", one.obligations)
    _votes(page, view, one.votes)
    for row in one.closed:
        _closed(page, view, row)
    if one.arms:
        page.heading("Arms")
        page.items(_arms(one))
    if one.dues is not None:
        _dues(page, view, one.dues)
    if one.contributions:
        page.heading("Set aside for collective forces")
        page.table(
            ["Force", ">Personnel", "Units", "!As of"],
            [
                (
                    row.name,
                    "not known" if row.personnel is None else f"{row.personnel:,}",
                    ", ".join(row.units),
                    row.as_of.text if row.as_of else "",
                )
                for row in one.contributions
            ],
        )
    _turns(page, "Turns in the chair", one.chair_turns)
    _turns(page, "Posts", one.posts)
    _instruments(page, one)
    if one.not_known:
        page.heading("What is not known")
        page.items(row.text for row in one.not_known)
    page.sources(_rests_on(one))
    page.out()


def _rests_on(one: StateStanding) -> Iterator[str]:
    lists: list[Iterable[Said | Clause | Vote]] = [
        one.statuses,
        one.rights,
        one.obligations,
        one.votes,
        one.not_known,
    ]
    for row in chain.from_iterable(lists):
        yield from row.sources


def _clauses(page: Page, heading: str, rows: Sequence[Clause]) -> None:
    """Rights or duties; what several provisions give alike is said once."""
    if not rows:
        return
    page.heading(heading)
    said: dict[str, list[str]] = {}
    for row in rows:
        said.setdefault(row.says, []).append(_basis(row))
    page.items(with_basis(says, "; ".join(dict.fromkeys(bases))) for says, bases in said.items())


def _basis(row: Clause) -> str:
    told = row.provision or row.ref
    told += f", {row.obligation}" if row.obligation else ""
    return told if row.certain else f"{told}, whether it binds is not certain"


def _votes(page: Page, view: View, rows: Sequence[Vote]) -> None:
    """Its vote, rule by rule."""
    if not rows:
        return
    page.heading("Its vote")
    alike: dict[str, list[Vote]] = {}
    for row in rows:
        alike.setdefault(row.rule, []).append(row)
    page.table(
        ["On what, and where", "Rule", "Can it block alone"],
        [
            (
                with_basis(
                    capital(listed(map(words, group[0].matters))), listed(row.name or "any" for row in group)
                ),
                words(group[0].kind),
                _blocks(group[0]),
            )
            for group in alike.values()
        ],
        widest="On what, and where",
    )


def _blocks(row: Vote) -> str:
    if not row.votes:
        return f"it has no vote: {row.apart}"
    ways = listed([BLOCKS.get(how, words(how)) for how in row.how], "or")
    told = {"yes": f"yes, by {ways}", "no": "no", "unknown": "not known"}[row.blocks]
    return f"{told}; no vote where it is about itself" if row.not_own else told


def _closed(page: Page, view: View, row: Closed) -> None:
    page.heading(f"What is closed to it ({row.ref})")
    forbidden = listed(map(words, row.forbids))
    page.say(capital(f"{forbidden}, {row.qualifier}" if row.qualifier else forbidden) + ".")
    for one in row.readings:
        held = f" (so {names(view, one.held_by)})" if one.held_by else ""
        page.say(f"Read {words(one.name)}{held}: {one.says}", 2)
        page.items((f"{other.name}: {_answers(other.answer)}; {other.why}" for other in one.others), 4)
    if row.allows:
        page.say(f"Free stays: {listed(map(words, row.allows))}.")
    if row.organ and row.can_block:
        page.say(f"The {name(view, row.organ)} decides; each of these can refuse: {names(view, row.can_block)}.")


def _answers(answer: str) -> str:
    return {"yes": "compatible", "no": "not compatible", "contested": "contested"}[answer]


def _arms(one: StateStanding) -> Iterator[str]:
    for row in one.arms:
        told = f"{row.ref}: "
        parts = [f"price {words(row.price)}"] if row.price else []
        parts += [f"measured by {words(row.basis)}"] if row.basis else []
        parts += [f"passing on {words(row.re_export)}"] if row.re_export else []
        parts += [f"paid in {listed(map(words, row.currency))}"] if row.currency else []
        yield told + "; ".join(parts) + ("" if row.certain else "; whether it binds is not certain")


def _dues(page: Page, view: View, row: Dues) -> None:
    page.heading("Dues")
    rows: list[tuple[str, Cell]] = []
    share = f"{row.share} of the budget" + (f" (as of {row.as_of})" if row.as_of else "")
    rows.append(("Share", share if row.share else "not known"))
    if row.arrears_years is not None and row.sanctions:
        decides = f", if the {name(view, row.organ)} so decides" if row.organ else ""
        rows.append(("Arrears", f"after {row.arrears_years} years: {listed(map(words, row.sanctions))}{decides}"))
        rows.append(("On record", "a decision to that effect" if row.on_record else "no such decision"))
    page.pairs(rows)
    if row.steps:
        page.blank()
        page.table(["!When", "Last known steps"], [(one.date.text, one.what) for one in row.steps])


def _turns(page: Page, heading: str, rows: Sequence[Turn]) -> None:
    if not rows:
        return
    page.heading(heading)
    now = {Certainty.CERTAINLY: ", now", Certainty.POSSIBLY: ", perhaps still", Certainty.NO: ""}
    page.items(
        (f"{row.person}, {row.what}{' (acting)' if row.acting else ''}: " if row.person else "")
        + span(row.period)
        + now[row.now]
        for row in rows
    )


def _instruments(page: Page, one: StateStanding) -> None:
    if not one.instruments:
        return
    page.heading("Instruments")
    known = [row for row in one.instruments if row.part != "not_known"]
    if known:
        page.table(
            ["!What it did", "!When", "Instrument"],
            [
                (
                    words(row.part),
                    next((date.text for date in (row.ended, row.in_force, row.ratified, row.signed) if date), ""),
                    row.title,
                )
                for row in known
            ],
            widest="Instrument",
        )
    others = len(one.instruments) - len(known)
    if others:
        page.say(f"What it did about {counted(others, 'other instrument')} is not known; --json names them.")
