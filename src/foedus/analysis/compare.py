"""Comparison: the same questions put to several organisations on one day, each answer with its reference."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from foedus.law.deciding import blockers as stopping
from foedus.law.deciding import electorate, not_on_record, rule_by_id, rule_for
from foedus.record.facts import Provision
from foedus.record.rules import DecisionRule
from foedus.record.terms import (
    Engaging,
    Exclusivity,
    ForceUse,
    MutualDefence,
    Peacekeeping,
    TerritorialScope,
    Withdrawal,
)
from foedus.record.view import View

UNKNOWN = "unknown"
"""What a cell says where the record tells nothing."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One answer.

    Attributes:
        text: the answer in words.
        references: ids of provisions, rules, forces or cases that it rests on.
        known: False where the record tells nothing; that is not the same as "none".
    """

    text: str
    references: tuple[str, ...] = ()
    known: bool = True


@dataclass(frozen=True, slots=True)
class Row:
    """One question, with the answer of each organisation in order."""

    question: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Organisations side by side.

    Attributes:
        organisations: their ids, in order; of one under reforms with theirs, as ``id+reform``.
        names: their short names, with the reforms that they are under.
        on: the day, as text.
        rows: the questions, in a fixed order.
        last_known: for each organisation the last day its record knows, where the day lies after it.
    """

    organisations: tuple[str, ...]
    names: tuple[str, ...]
    on: str
    rows: tuple[Row, ...]
    last_known: tuple[str | None, ...]


def compare(views: Sequence[View]) -> Comparison:
    """Put the same questions to several organisations.

    Args:
        views: each organisation on the day; all of the same day.

    >>> from foedus.record.view import organisation
    >>> made = compare([organisation("csto").on("2022-01-05")])
    >>> next(row.cells[0].text for row in made.rows if row.question == "members")
    '6: ARM, BLR, KAZ, KGZ, RUS, TJK'
    """
    rows = tuple(Row(name, tuple(answer(view) for view in views)) for name, answer in QUESTIONS)
    return Comparison(
        organisations=tuple("+".join((view.id, *_reforms(view))) for view in views),
        names=tuple(map(_name, views)),
        on=views[0].date.text if views else "",
        rows=rows,
        last_known=tuple(view.last_known.text if view.last_known else None for view in views),
    )


def _reforms(view: View) -> tuple[str, ...]:
    return tuple(one.id for one in view.organisation.reforms)


def _name(view: View) -> str:
    short, under = view.record.organisation.short_name, _reforms(view)
    return f"{short} under {', '.join(under)}" if under else short


def _defence(view: View) -> tuple[tuple[Provision, MutualDefence], ...]:
    pairs = ((one, one.terms) for one in view.law("mutual_defence"))
    return tuple((one, terms) for one, terms in pairs if isinstance(terms, MutualDefence))


def _words(tokens: Iterable[str]) -> str:
    return ", ".join(dict.fromkeys(token.replace("_", " ") for token in tokens))


def _no_clause(view: View) -> Cell:
    """What is said where no mutual-defence clause is on record."""
    if not view.members:
        return Cell("no such organisation on the day")
    if view.provisions:
        return Cell("no defence clause on record: nothing is owed", tuple(one.id for one in view.law("other"))[:1])
    return Cell(UNKNOWN, known=False)


def _of_defence(view: View, tell: Callable[[Provision, MutualDefence], str]) -> Cell:
    """One answer from each mutual-defence clause, told once where they agree."""
    pairs = _defence(view)
    if not pairs:
        return _no_clause(view)
    told: dict[str, list[str]] = {}
    for provision, terms in pairs:
        told.setdefault(tell(provision, terms), []).append(provision.id)
    if len(told) == 1:
        text = next(iter(told))
    else:
        refs = {one.id: one.ref for one, _ in pairs}
        text = "; ".join(f"{' and '.join(refs[name] for name in names)}: {text}" for text, names in told.items())
    return Cell(text, tuple(one.id for one, _ in pairs))


def trigger(view: View) -> Cell:
    """What must have happened."""
    return _of_defence(view, lambda _, terms: _words(terms.trigger) + (f" ({terms.test})" if terms.test else ""))


def obligation(view: View) -> Cell:
    """How far members are bound."""
    return _of_defence(view, lambda _, terms: terms.obligation)


def means(view: View) -> Cell:
    """What is owed, and who chooses the means; a clause that names nobody to choose does not say."""
    choice = {"each_member": "each member chooses", "organ": "the organ chooses", "none": "no choice"}

    def told(_: Provision, terms: MutualDefence) -> str:
        silent = terms.discretion == "organ" and terms.decided_by is None
        return f"{_words(terms.content)}; {'who chooses is not stated' if silent else choice[terms.discretion]}"

    return _of_defence(view, told)


def request(view: View) -> Cell:
    """Whether the target must ask."""
    return _of_defence(view, lambda _, terms: "required" if terms.request == "required" else "not required")


def territory(view: View) -> Cell:
    """Where the promise reaches."""
    scopes = [(one, one.terms) for one in view.law("territorial_scope")]
    told = [_words(terms.territory) for _, terms in scopes if isinstance(terms, TerritorialScope)]
    if told:
        return Cell("; ".join(dict.fromkeys(told)), tuple(one.id for one, _ in scopes))
    return _of_defence(
        view, lambda _, terms: _words(terms.territory) + " territory" if terms.territory else "no limit stated"
    )


def deciding(view: View) -> tuple[Provision | None, str | None, DecisionRule | None]:
    """The provision, organ and rule by which forces, or failing that help, are decided on."""
    ordered = [one for subject in ("force_deployment", "peacekeeping", "mutual_defence", "consultation")
               for one in view.provisions if one.subject == subject]  # fmt: skip
    # What the organisation decides on its own goes before what somebody outside must agree to.
    for one in sorted(ordered, key=lambda one: getattr(one.terms, "outside_authorisation", None) is not None):
        terms = one.terms
        if not isinstance(terms, Engaging) or (isinstance(terms, ForceUse) and not terms.allows_force):
            continue
        named = rule_by_id(view, terms.rule) if terms.rule else None
        if terms.decided_by:
            return one, terms.decided_by, named or rule_for(view, terms.decided_by, terms.matter or "any")
        if named is not None:
            return one, None, named
    return None, None, None


def who_decides(view: View) -> Cell:
    """The organ that decides."""
    provision, organ, rule = deciding(view)
    if provision is None:
        alone = [one for one, terms in _defence(view) if terms.discretion == "each_member"]
        if alone:
            return Cell("no organ: each member for itself", tuple(one.id for one in alone))
        return Cell(UNKNOWN, known=False)
    if organ is None:
        return Cell("no organ: each member for itself", (provision.id, *([rule.id] if rule else [])))
    body = view.organ(organ)
    return Cell(body.name if body else organ, (provision.id, organ))


def decision_rule(view: View) -> Cell:
    """How it decides."""
    _, _, rule = deciding(view)
    if rule is None:
        return Cell(UNKNOWN, known=False)
    return Cell(f"{rule.kind.replace('_', ' ')} ({rule.basis})", (rule.id,))


def blockers(view: View) -> Cell:
    """Who alone can stop the decision."""
    _, _, rule = deciding(view)
    if rule is None:
        return Cell(UNKNOWN, known=False)
    if rule.alone:
        return Cell("nobody: it is a right used alone", (rule.id,))
    voters = electorate(view, rule).voters
    if not_on_record(rule, voters):
        return Cell("not known: who votes is not on record", (rule.id,), known=False)
    codes = tuple(one.state for one in stopping(view, rule, voters))
    if not codes:
        return Cell("nobody alone", (rule.id,))
    whole = f"each of the {len(codes)}" if len(codes) == len(voters) else ", ".join(codes)
    return Cell(whole, (rule.id,))


def forces(view: View) -> Cell:
    """What can be sent."""
    if not view.forces:
        return Cell("no standing collective force on record")
    told = []
    for force in view.forces:
        newest = max(force.personnel, key=lambda one: one.as_of.last, default=None)
        told.append(force.name + (f" ({newest.value:,}, {newest.as_of.text})" if newest else ""))
    return Cell("; ".join(told), tuple(one.id for one in view.forces))


def exit_notice(view: View) -> Cell:
    """How long before leaving notice must be given."""
    pairs = [(one, one.terms) for one in view.law("withdrawal")]
    told = [
        (f"{terms.notice_months} months" if terms.notice_months is not None else "no period stated")
        + (f", from {terms.earliest.text}" if terms.earliest else "")
        for _, terms in pairs
        if isinstance(terms, Withdrawal)
    ]
    if not told:
        return Cell(UNKNOWN, known=False)
    return Cell("; ".join(dict.fromkeys(told)), tuple(one.id for one, _ in pairs))


def members(view: View) -> Cell:
    """Who belongs to it."""
    if not view.members:
        return Cell("nobody on the day" if view.exists.possible else "not founded yet, or ended")
    codes = [one.state + ("?" if "uncertain" in one.flags else "") for one in view.members]
    return Cell(
        f"{len(codes)}: {', '.join(codes)}",
        tuple(dict.fromkeys(name for one in view.members for name in one.sources))[:3],
    )


def exclusivity(view: View) -> Cell:
    """What else a member may join."""
    pairs = [(one, one.terms) for one in view.law("exclusivity")]
    told = []
    for one, terms in pairs:
        if isinstance(terms, Exclusivity):
            parts = [
                f"forbids {_words(terms.forbids)}" if terms.forbids else "",
                f"allows {_words(terms.allows)}" if terms.allows else "",
            ]
            said = "; ".join(part for part in parts if part) or one.text
            told.append(said + (f" ({terms.qualifier})" if terms.qualifier else ""))
    if not told:
        return Cell("no clause on record") if view.provisions else Cell(UNKNOWN, known=False)
    return Cell("; ".join(told), tuple(one.id for one, _ in pairs))


def outside(view: View) -> Cell:
    """What must be asked of an authority outside."""
    asked = [one for one in view.provisions if isinstance(one.terms, Engaging) and one.terms.outside_authorisation]
    if not asked:
        return Cell("nothing on record")
    kinds = {"operations elsewhere" if isinstance(one.terms, Peacekeeping) else one.ref for one in asked}
    return Cell(f"the UN Security Council, for {', '.join(sorted(kinds))}", tuple(one.id for one in asked))


def invocations(view: View) -> Cell:
    """How often it was asked in the casebook, and what came of it; the casebook is no census."""
    asked = [one for one in view.record.cases if one.invocation.made and not one.invocation.elsewhere]
    past = [one for one in asked if one.decision.date is not None and one.decision.date.last <= view.day]
    if not view.record.cases:
        return Cell("no cases on record", known=False)
    came = Counter(one.decision.outcome.replace("_", " ") for one in past)
    told = ", ".join(
        f"{count} {name}" for name, count in sorted(came.items(), key=lambda pair: (-pair[1], pair[0]))
    )
    return Cell(f"{len(past)} coded: {told}" if past else "none coded by the day", tuple(one.id for one in past))


QUESTIONS: tuple[tuple[str, Callable[[View], Cell]], ...] = (
    ("trigger", trigger),
    ("obligation", obligation),
    ("means", means),
    ("request", request),
    ("territory", territory),
    ("who decides", who_decides),
    ("rule", decision_rule),
    ("who can block", blockers),
    ("asked outside", outside),
    ("forces", forces),
    ("exit notice", exit_notice),
    ("exclusivity", exclusivity),
    ("members", members),
    ("invocations", invocations),
)
"""The questions, in the order in which they are told."""
