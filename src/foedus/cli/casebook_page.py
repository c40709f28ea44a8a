"""Pages of crises as they are coded, and the parts that they share with a replay."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from foedus.cli.case_table import fell_out
from foedus.cli.page import Cell, Page, bold, dim
from foedus.cli.replay_law import view_of
from foedus.cli.speech import as_of, capital, counted, happened, listed, name, words
from foedus.cli.stops import one_line
from foedus.record.base import Disputed
from foedus.record.cases import CodedCase, Meeting, Moment, Position
from foedus.record.view import Organisation, View

STANCES = {
    "requests": "asked for help",
    "supports": "for it",
    "accepts": "let it pass",
    "abstains": "stood aside",
    "abstains_declared": "stood aside, with a declaration",
    "objects": "objected",
    "absent": "absent",
    "unknown": "not known",
}
FULFILLED = {
    "yes": "The promise was kept",
    "partly": "The promise was kept in part",
    "no": "The promise was not kept",
    "not_applicable": "Nothing was promised for such a case",
    "unknown": "Whether the promise was kept is not known",
}


def _days(views: Sequence[View]) -> str:
    """The day that a list is made for."""
    days = dict.fromkeys(one.date.spoken() for one in views)
    return f"On {''.join(days)}." if len(days) == 1 else "Each up to the last day that its record covers."


def _rows(found: Iterable[tuple[Organisation, CodedCase]]) -> list[tuple[Cell, ...]]:
    """Cases on a line each."""
    return [
        (
            coded.situation.begins.text,
            bold(coded.id),
            f"{words(coded.situation.kind)}, {coded.situation.target}",
            words(coded.decision.outcome),
        )
        for _, coded in found
    ]


def on_record(
    views: Sequence[View],
    found: Sequence[tuple[Organisation, CodedCase]],
    where: str | None = None,
    unknown: int = 0,
) -> None:
    """The crises on record, or those of which a query is true; of how many more it cannot be answered."""
    page = Page()
    names = [one.record.organisation.short_name for one in views]
    of = listed(names) if len(names) <= 3 else counted(len(names), "organisation")
    page.title(f"{of}: crises on record", _days(views))
    for late in dict.fromkeys(filter(None, map(as_of, views))):
        page.say(late)
    if where is not None:
        page.say(f"Where {one_line(where)}.")
    if found:
        page.table(["!Begins", "!Case", "What", "What came of it"], _rows(found))
    page.blank()
    page.say(
        f"{counted(len(found), 'case')}. `foedus case ID` shows one, `foedus replay ID` replays it by the law."
    )
    if unknown:
        page.say(fell_out(unknown))
    page.out()


def in_full(organisation: Organisation, coded: CodedCase) -> None:
    """A case as coded."""
    page = Page()
    view = view_of(organisation, coded)
    page.title(coded.title, coded.id)
    page.heading("What happened")
    page.say(happened(view, coded.situation))
    story(page, coded.timeline)
    page.heading("Who asked")
    page.say(request(view, coded))
    if coded.consultations:
        page.heading("Who met")
        page.items(_meeting(view, one) for one in coded.consultations)
    page.heading("What was decided")
    page.say(decision(view, coded))
    positions(page, view, coded.positions)
    sent(page, view, coded)
    page.heading("What came of it")
    page.say(coded.outcome)
    verdict(page, coded)
    page.sources(coded.sources)
    page.note(f"Read on: foedus replay {coded.id}; foedus advise --situation {coded.id}")
    page.out()


def story(page: Page, moments: Sequence[Moment]) -> None:
    """What happened, moment by moment."""
    if moments:
        page.blank()
        page.table(["When", "What"], [(one.at, one.what) for one in moments], widest="What")


def request(view: View, coded: CodedCase) -> str:
    """Who asked whom for what, in sentences."""
    asked = coded.invocation
    if not asked.made:
        return "Nobody asked the organisation." + (f" {capital(asked.words)}." if asked.words else "")
    askers = [name(view, one) for one in filter(None, (asked.by, *asked.joined_by))]
    who = capital(listed([*askers, *filter(None, [asked.body])])) or "A state that is not named"
    whom = "another body or one ally, not the organisation" if asked.elsewhere else "the organisation"
    day = f" on {asked.date.spoken()}" if asked.date else ", on a day that is not known"
    told = f"{who} asked {whom}{day}"
    if asked.asks_for:
        told += f", for {listed(map(words, asked.asks_for))}"
    found = [view.article(one) for one in asked.under]
    refs = [one.ref if one else key for one, key in zip(found, asked.under, strict=True)]
    told += f", under {listed(refs)}." if refs else "; no article is known to have been named."
    if asked.asked_elsewhere:
        told += f" Elsewhere it asked for {listed(map(words, asked.asked_elsewhere))}."
    if asked.words:
        told += f" In words: {asked.words}."
    return told


def _meeting(view: View, one: Meeting) -> str:
    told = f"{one.date.spoken()}: {name(view, one.organ) if one.organ else one.forum}"
    told += f", {one.format}" if one.format else ""
    told += {"no": "; it did not take place", "unknown": "; whether it took place is not known"}.get(one.held, "")
    return told + (f". {one.note}" if one.note else "")


def decision(view: View, coded: CodedCase) -> str:
    """What was decided, by whom and when."""
    said = coded.decision
    if said.outcome == "not_invoked":
        return "Nothing: nobody asked."
    who = name(view, said.organ) if said.organ else said.forum
    told = f"{capital(words(said.outcome))}"
    told += f", by {_the(who)}" if who else ""
    told += f", {said.date.spoken()}" if said.date else ""
    if said.mandate:
        told += f": {said.mandate}"
    return f"{told}." + (f" {said.note}" if said.note else "")


def _the(who: str) -> str:
    return f"the {who}" if who[:1].isupper() and " " in who else who


def positions(page: Page, view: View, rows: Sequence[Position]) -> None:
    """Where each state stood."""
    if not rows:
        return
    page.heading("Who stood where")
    page.table(
        ["State", "Stance", "!On", "Note"],
        [
            (
                name(view, one.state) + _apart(view, one.state),
                STANCES[one.stance] + (f", {one.date}" if one.date else ""),
                dim(one.on),
                one.note or "",
            )
            for one in rows
        ],
        widest="Note",
    )


def _apart(view: View, state: str) -> str:
    """What is said beside a state that does not sit: that it is no member, or only of the wider body."""
    if view.member(state):
        return ""
    return " (no seat)" if view.belongs(state) else " (no member)"


def sent(page: Page, view: View, coded: CodedCase) -> None:
    """What was sent and when, with the figures in dispute."""
    rows = [one for one in coded.positions if one.contributes or one.personnel or one.materiel]
    told = list(movements(view, coded))
    if not rows and not told and not coded.disputed_personnel:
        return
    page.heading("What was sent")
    if rows:
        page.table(
            ["State", ">Personnel", "What"],
            [(name(view, one.state), _figure(one), one.materiel or "") for one in rows],
            widest="What",
        )
    if told:
        page.blank()
        page.pairs(told)
    if coded.disputed_personnel:
        page.blank()
        page.say("Figures in dispute:")
        disputed(page, coded.disputed_personnel, figures=True)


def _figure(one: Position) -> str:
    if one.personnel is not None:
        return f"{one.personnel:,}"
    return "not known" if one.contributes else "none"


def movements(view: View, coded: CodedCase) -> Iterable[tuple[str, Cell]]:
    """When forces came and how many; their leaving is told apart."""
    told = coded.deployment
    if told.force:
        force = next((one for one in view.record.forces if one.id == told.force), None)
        yield "Force", force.name if force else told.force
    if told.first_arrival:
        yield "First arrival", told.first_arrival.spoken()
    if told.full_strength:
        yield "Full strength", told.full_strength.spoken()
    if told.personnel_total:
        yield "In all", f"{told.personnel_total:,}"


def leaving(coded: CodedCase) -> str | None:
    """How forces left, or None when none came."""
    begins, ends = coded.deployment.withdrawal_begins, coded.deployment.withdrawal_ends
    if begins and ends:
        return f"From {begins.spoken()} to {ends.spoken()}."
    if begins or ends:
        return f"It {'began on' if begins else 'ended on'} {(begins or ends or coded.situation.begins).spoken()}."
    return None if coded.deployment.first_arrival is None else "When the forces left is not known."


def disputed(page: Page, rows: Iterable[Disputed], figures: bool = False) -> None:
    """Values that sources disagree about, side by side."""
    page.table(
        ["Value", "Who says so", "Sources"],
        [
            (_figures(one.value) if figures else one.value, one.note or "", dim(", ".join(one.sources)))
            for one in rows
        ],
    )


def _figures(text: str) -> str:
    return f"{int(text):,}" if text.isdecimal() else text


def verdict(page: Page, coded: CodedCase) -> None:
    """Whether the promise was kept, and what is disputed about that and the ground."""
    told = FULFILLED[coded.fulfilled]
    page.say(f"{told}: {coded.fulfilled_why}" if coded.fulfilled_why else f"{told}.")
    for about, rows in (
        ("The legal ground is disputed:", coded.disputed_basis),
        ("Whether the promise was kept is disputed:", coded.disputed_fulfilment),
        ("Also disputed:", coded.disputed),
    ):
        if rows:
            page.blank()
            page.say(about)
            disputed(page, rows)
