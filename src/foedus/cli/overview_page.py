"""Pages that show an organisation on a day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.text import Text
from rich.tree import Tree

from foedus.cli import plain_overview
from foedus.cli.page import Cell, Page, bold, emphasis
from foedus.cli.speech import as_of, capital, counted, doubt, listed, names, span, words
from foedus.cli.under_reforms import said
from foedus.dates import Certainty
from foedus.record.facts import Activity, Force, Organ
from foedus.record.view import Member, View


def begun(view: View, about: str = "") -> Page:
    """A page that begins with the organisation and the day, and says where the record ends."""
    page = Page()
    short = view.record.organisation.short_name
    day = view.date.spoken()
    if view.day == view.organisation.last_known.last:
        day += ", the last day that the record covers"
    page.title(f"{short}{': ' if about else ''}{about}", f"On {day}.")
    for reform in said(view.organisation.reforms, view.day):
        page.say(emphasis(reform))
    late = as_of(view)
    if late:
        page.say(late)
    if view.exists is Certainty.NO:
        page.say(nobody(view))
    return page


def nobody(view: View) -> str:
    """Say that the organisation is not there on the day."""
    facts = view.record.organisation
    if facts.dissolved is not None and facts.dissolved.last <= view.day:
        return f"It was dissolved, {facts.dissolved.spoken()}."
    first = min(view.record.treaties, key=lambda one: one.signed.first, default=None)
    if first is None:
        return "It was not there yet."
    return f"It was not there yet: its oldest instrument, {first.title}, was signed on {first.signed.spoken()}."


def shown(view: View) -> None:
    """What the organisation is, who is in it, what the record holds."""
    facts = view.record.organisation
    told = plain_overview.shown(view)
    page = begun(view, facts.name)
    rows: list[tuple[str, Cell]] = [("Kind", words(facts.kind))]
    known = view.facts
    if known is None:
        rows.append(("Founded", "not yet" + (f"; there was the {facts.predecessor}" if facts.predecessor else "")))
    else:
        rows.append(("Founded", known.founded.spoken()))
        rows += [("Seat", known.seat)] if known.seat else []
        un = known.un_status
        rows += [("At the UN", f"{un.status}, since {un.since.spoken()}")] if un else []
    rows.append(("Chair", _chair(view)))
    members = view.members
    rows.append((f"Members ({len(members)})", names(view, (one.state for one in members)) or "none"))
    marked = [f"{one.name}: {_marks(one)}" for one in members if one.flags]
    if marked:
        rows.append(("Of them", "; ".join(marked)))
    rows += [(capital(words(status)), what) for status, what in _others(view)]
    page.pairs(rows)
    if view.officeholders:
        page.heading("In office")
        page.pairs([(one.person + (" (acting)" if one.acting else ""), one.office) for one in view.officeholders])
    page.heading("On record")
    page.say(_holdings(told["counts"]))
    _unsure(page, view)
    page.sources([*facts.sources, *(name for one in view.chair for name in one.sources)])
    page.note(f"Read on: foedus members|law|organs|forces|timeline {view.id}; foedus cases {view.id}")
    page.out()


def _chair(view: View) -> str:
    if not view.chair:
        return "not known"
    told = [f"{names(view, [one.state])} ({span(one.period)})" for one in view.chair]
    return listed(told, "or")


def _others(view: View) -> Iterable[tuple[str, str]]:
    """Statuses short of membership, holders together."""
    held: dict[str, list[str]] = {}
    for one in view.standings:
        of = view.organ(one.of) if one.of else None
        where = f" at the {of.name}" if of else f" at {one.of}" if one.of else ""
        held.setdefault(f"{one.status}{where}", []).append(one.name + doubt(one.certainty))
    for status, holders in held.items():
        kind, _, where = status.partition(" at ")
        yield kind, listed(holders) + (f" (at {where})" if where else "")


def _holdings(counts: dict[str, int]) -> str:
    told = [
        counted(counts["treaties"], "instrument"),
        counted(counts["provisions"], "provision") + " in force",
        counted(counts["organs"], "organ"),
        counted(counts["decision_rules"], "decision rule"),
        counted(counts["forces"], "collective force"),
        counted(counts["activities"], "operation or exercise", "operations and exercises"),
        counted(counts["events"], "milestone"),
        counted(counts["cases"], "crisis", "crises"),
    ]
    return f"{listed(told)}; {counted(counts['sources'], 'source')} in all."


def _unsure(page: Page, view: View) -> None:
    """What is disputed about the organisation, and what was looked for and not found."""
    # What the record says in prose may look ahead, so it is shown only where nothing lies ahead.
    facts = view.record.organisation if plain_overview.is_latest(view) else view.facts
    if facts is None:
        return
    if facts.disputed:
        page.heading("Disputed")
        page.items(
            f"{capital(words(one.about or 'value'))}: {one.value}" + (f". {one.note}" if one.note else "")
            for one in facts.disputed
        )
    if facts.not_found:
        page.heading("Looked for and not found")
        page.items(one.what for one in facts.not_found)


def members(view: View) -> None:
    """The members, with what is unusual about them."""
    page = begun(view, "members")
    found = view.members
    if found:
        page.table(
            ["!State", "Name", "!Since", "!Party since", "Marks"],
            [
                (one.state, one.name, str(one.since or "not known"), str(one.party_since or ""), _marks(one))
                for one in found
            ],
        )
        kind = "party" if found[0].status == "party" else "member"
        page.blank()
        page.say(f"{counted(len(found), kind, 'parties' if kind == 'party' else 'members')}.")
    elif view.exists is not Certainty.NO:
        page.say("No state was a party in force.")
    others = list(_others(view))
    if others:
        page.pairs([(capital(words(status)), what) for status, what in others])
    page.sources(name for one in found for name in one.sources)
    page.out()


def _marks(one: Member) -> str:
    told = [words(flag) for flag in one.flags]
    return ", ".join(told if one.votes else [*told, "no vote"])


def everybody(view: View) -> None:
    """Every status that anybody had by the day."""
    page = begun(view, "everybody who ever had a status")
    rows = plain_overview.statuses(view)
    now = {"certainly": "yes", "possibly": "perhaps", "no": "no"}
    page.table(
        ["Name", "Status", "!Since", "!Until", "!Now"],
        [
            (
                row["name"],
                words(row["status"]) + (f" at the {words(row['of'])}" if row["of"] else ""),
                row["since"] or "..",
                row["until"] or "",
                now[row["certainty"]],
            )
            for row in rows
        ],
    )
    page.sources(name for row in rows for name in row["sources"])
    page.out()


def organs(view: View) -> None:
    """The organs as a tree."""
    page = begun(view, "organs")
    found = view.organs
    ids = {one.id for one in found}
    tops = [one for one in found if one.parent not in ids]
    for top in tops:
        _grow(page.tree(_organ(top, view)), top, found, view)
    page.blank()
    page.say(f"{counted(len(found), 'organ')}. A body without a rule takes no decisions for the members.")
    page.sources(name for one in found for name in one.sources)
    page.out()


def _grow(tree: Tree, parent: Organ, found: Sequence[Organ], view: View) -> None:
    for one in found:
        if one.parent == parent.id:
            _grow(tree.add(_organ(one, view)), one, found, view)


def _organ(one: Organ, view: View) -> Text:
    held = {rule.id: rule for rule in view.rules}
    kinds = [words(held[name].kind) for name in one.decision_rules if name in held]
    line = bold(f"{one.name} ({one.abbreviations[0]})" if one.abbreviations else one.name)
    line.append(f" {words(one.level)}", style="not bold dim")
    if kinds and one.decides:
        line.append(f"\ndecides by {listed(dict.fromkeys(kinds), 'or')}", style="not bold")
    return line


def forces(view: View) -> None:
    """The collective forces, one after the other."""
    page = begun(view, "collective forces")
    for one in view.forces:
        page.heading(one.name)
        page.pairs(_force(one, view))
    if not view.forces:
        page.say("None on this day.")
    page.sources(name for one in view.forces for name in one.sources)
    page.out()


def _force(one: Force, view: View) -> Iterable[tuple[str, Cell]]:
    yield "Kind", f"{words(one.kind)}, {span(one.period)}"
    yield "Basis", one.basis
    figures = [f"{row.value:,} ({row.as_of})" for row in one.personnel]
    yield "Strength", ", ".join(figures) or "not known"
    if one.contributions:
        yield (
            "Set aside",
            "; ".join(
                f"{row.state} {'figure not known' if row.personnel is None else format(row.personnel, ',')}"
                + (f" ({', '.join(row.units)})" if row.units else "")
                for row in one.contributions
            ),
        )
    if one.use and one.use.on_member_territory:
        yield "Inside", one.use.on_member_territory
    if one.use and one.use.elsewhere:
        yield "Elsewhere", one.use.elsewhere
    if one.used_in:
        yield "Used in", ", ".join(one.used_in)


def activities(view: View, found: Sequence[Activity], kind: str | None) -> None:
    """Operations, exercises and programmes."""
    page = begun(view, f"{words(kind)}s" if kind else "operations, exercises, programmes")
    if found:
        page.table(
            ["!Period", "Name", "!Kind", "Place", "States"],
            [
                (str(one.period), one.name, words(one.kind), one.place or "", " ".join(one.states))
                for one in sorted(found, key=_start)
            ],
        )
        page.blank()
    page.say(f"{counted(len(found), 'activity', 'activities')} begun by then.")
    page.sources(name for one in found for name in one.sources)
    page.out()


def _start(one: Activity) -> tuple[int, str]:
    return (one.period.start.first if one.period.start else 0, one.id)
