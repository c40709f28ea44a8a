"""The page of advice, and the parts of it that a replay shares."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from rich.text import Text

from foedus.cli.overview_page import begun
from foedus.cli.page import Page, bold, dim, emphasis, finding
from foedus.cli.speech import OTHERS, called, capital, happened, listed, name, names, words
from foedus.cli.under_reforms import said
from foedus.law.advice import Advice, Bound, Decides, Sendable
from foedus.law.deciding import chain, not_on_record
from foedus.law.findings import Finding, Test
from foedus.record.cases import CodedCase
from foedus.record.view import View

if TYPE_CHECKING:
    from foedus.estimates.answers import Estimate

NOWHERE = "not in force"
ORDER = ("engaged", "arguable", "not_engaged")
BLOCKS = {
    "objects": "objecting",
    "abstains": "abstaining",
    "abstains_declared": "abstaining with a declaration",
    "absent": "staying away",
}


def told(advice: Advice, coded: CodedCase | None, own: Advice | None, estimate: Estimate | None = None) -> None:
    """What the law of a day says, beside that of the situation's own day where that is another; will it come."""
    page = begun(advice.view, "what the law says")
    view = advice.view if own is None else own.view
    page.heading(f"{coded.title} ({coded.id})" if coded else "The situation")
    page.say(happened(view, advice.circumstances.situation))
    page.say(request(advice))
    if own is None:
        page.heading("What the law says")
        findings(page, advice)
    else:
        page.heading(f"What the law says: {own.view.date.spoken()} beside {advice.view.date.spoken()}")
        compared(page, own, advice)
    page.heading("Who decides")
    decides(page, advice)
    if own is not None:
        page.note(f"On {own.view.date.spoken()}: {_decides_in_short(own)}")
    page.heading("Who can block")
    page.say(blocks(advice))
    page.heading("Who is bound")
    bound(page, advice)
    page.heading("What can be sent")
    sendable(page, advice)
    if advice.elsewhere:
        page.heading("What must be asked or told elsewhere")
        page.items(elsewhere(advice))
    if estimate is not None:
        from foedus.cli.estimating_page import will_it_come

        will_it_come(page, estimate)
    page.sources(rests_on(advice))
    page.out()


def beside(made: Sequence[Advice], coded: CodedCase | None) -> None:
    """What the law of several organisations says of one situation."""
    page, first = Page(), made[0]
    page.title("One situation, several organisations", f"On {first.view.date.spoken()}.")
    page.heading(f"{coded.title} ({coded.id})" if coded else "The situation")
    page.say(happened(first.view, first.circumstances.situation))
    page.say(request(first))
    for advice in made:
        facts = advice.view.record.organisation
        page.heading(facts.short_name)
        for reform in said(advice.view.organisation.reforms, advice.view.day):
            page.say(emphasis(reform))
        if advice.last_known is not None:
            page.note(f"Last known as of {advice.last_known.spoken()}.")
        page.pairs(_in_short(advice))
    page.note("Ask one of them alone to see each test, and what each answer rests on.")
    page.sources(source for advice in made for source in rests_on(advice))
    page.out()


def _in_short(advice: Advice) -> list[tuple[str, str]]:
    """An organisation's answer in a few lines."""
    view = advice.view
    rows = []
    for result in ("engaged", "arguable"):
        hit = [f"{one.provision.ref} ({one.provision.id})" for one in advice.findings if one.result == result]
        if hit:
            rows.append((capital(result), listed(hit)))
    waiting = [one for one in advice.findings if one.lacking]
    if waiting:
        rows.append(("Once asked", listed(f"{one.provision.ref} ({', '.join(one.lacking)})" for one in waiting)))
    if not rows:
        rows.append(("Owed", "nothing: no provision in force on the day is engaged"))
    rows.append(("Decides", _decides_in_short(advice) if advice.decides else "no organ"))
    rows.append(("Can block", blocks(advice)))
    owing = [one.state for one in advice.bound]
    rows.append(("Bound", names(view, owing) if owing else "nobody"))
    return rows


def request(advice: Advice) -> str:
    """Whether help was asked for, and whether the outside authority agreed."""
    asked = advice.circumstances
    if asked.requested is None:
        said = "Whether the target asked the organisation is not known."
    elif not asked.requested:
        said = "The target has not asked the organisation."
    else:
        what = f" for {listed(map(words, asked.asks_for))}" if asked.asks_for else ""
        said = f"The target has asked the organisation{what}."
    if asked.authorised is not None:
        said += f" The UN Security Council has {'' if asked.authorised else 'not '}agreed."
    return said


def rests_on(advice: Advice) -> Iterable[str]:
    """Sources of what was found."""
    for one in advice.findings:
        yield from one.provision.sources
    if advice.decides and advice.decides.rule:
        yield from advice.decides.rule.sources


def ordered(found: Sequence[Finding]) -> list[Finding]:
    """What bites before what does not."""
    return sorted(found, key=lambda one: ORDER.index(one.result))


def findings(page: Page, advice: Advice) -> None:
    """Every provision that bears on the situation: how surely, and why."""
    if not advice.findings:
        page.say("No provision in force bears on such a situation.")
        return
    rows = []
    for one in ordered(advice.findings):
        line = bold(called(advice.view, one.provision))
        line.append(f"\n{why(one)}", style="not bold")
        rows.append((finding(one.result), line))
    page.table(["!Finding", "Provision, and why"], rows, widest="Provision, and why")


def why(one: Finding) -> str:
    """The reason of a finding: the test that settles it."""
    return capital(telling(one).why)


def telling(one: Finding) -> Test:
    """The test that settles a finding: the first that fails, else one in doubt, else what happened."""
    failed = next((row for row in one.tests if row.answer == "no"), None)
    if failed is not None:
        return failed
    doubtful = [row for row in one.tests if row.answer == "contested"]
    # What happened tells a reader more than since when the wording holds.
    return max(doubtful or one.tests, key=lambda row: _TELLS.get(row.test, 0))


_TELLS = {"trigger": 4, "case": 3, "territory": 2, "initiator": 1}


def compared(page: Page, own: Advice, other: Advice) -> None:
    """The findings of two days side by side, article by article; what differs first."""
    first = {one.provision.article: one for one in own.findings}
    second = {one.provision.article: one for one in other.findings}
    articles = list(dict.fromkeys([*second, *first]))
    articles.sort(key=lambda key: _place(_result(first.get(key)), _result(second.get(key))))
    rows = []
    for key in articles:
        one = second.get(key) or first[key]
        view = other.view if key in second else own.view
        line = bold(called(view, one.provision))
        line.append(f"\n{why(one)}", style="not bold")
        rows.append((_cell(first.get(key)), _cell(second.get(key)), line))
    last = f"Provision, and why on {other.view.date}"
    page.table([f"!{own.view.date}", f"!{other.view.date}", last], rows, widest=last)


def _place(before: str, after: str) -> int:
    """What is read otherwise comes first, then what is new or gone, then what stays the same."""
    return 2 if before == after else 1 if NOWHERE in (before, after) else 0


def _result(one: Finding | None) -> str:
    return one.result if one else NOWHERE


def _cell(one: Finding | None) -> Text:
    return finding(one.result) if one else dim(NOWHERE)


def decides(page: Page, advice: Advice) -> None:
    """Which organ decides, by which rule, with whose votes."""
    view, one = advice.view, advice.decides
    for own in advice.alone:
        may = "Each member" if own.rule.alone == "any_member" else "The state in trouble"
        sure = "" if own.how == "engaged" else " (it is arguable)"
        page.say(f"{may} settles for itself what it does under {', '.join(_refs(view, [own.provision]))}{sure}.")
    if one is None:
        page.say("No provision that is engaged or arguable gives an organ anything to decide.")
        return
    page.say(_decides_in_short(advice))
    if one.rule is not None:
        rows = [("Under", one.rule.basis), ("Voting", _voting(view, one))]
        rows += [("Failing it", f"{words(other.kind)} ({other.id})") for other in chain(view, one.rule)[1:]]
        rows += [("Without", f"{name(view, state)}: {why}") for state, why in one.electorate.apart]
        if one.rule.precondition:
            rows.append(("First", f"a {listed(map(words, one.rule.precondition))} of the state concerned"))
        if one.rule.binding_on:
            rows.append(("Binds", one.rule.binding_on))
        rows += [("Or", f"{words(other.kind)} ({other.basis})") for other in one.others]
        page.pairs(rows)


def _voting(view: View, one: Decides) -> str:
    silent = one.rule is not None and not_on_record(one.rule, one.electorate.voters)
    return names(view, one.electorate.voters) or ("who sits is not on record" if silent else "nobody")


def _decides_in_short(advice: Advice) -> str:
    one = advice.decides
    if one is None:
        return "nothing to decide."
    organ = name(advice.view, one.organ)
    if one.rule is None:
        return f"The {organ}; by which rule is not known."
    return f"The {organ}, by {words(one.rule.kind)} ({one.rule.id}), on {words(one.matter)}."


def blocks(advice: Advice) -> str:
    """Who alone can stop the decision, and how."""
    if advice.decides is None:
        return "There is nothing to block."
    if advice.decides.rule is None:
        return "Not known, for the rule is not."
    if not_on_record(advice.decides.rule, advice.decides.electorate.voters):
        return "Not known, for who votes is not on record."
    if not advice.can_block:
        return "Nobody alone."
    states = [one.state for one in advice.can_block]
    ways = listed([BLOCKS.get(how, words(how)) for how in advice.can_block[0].how], "or")
    alike = len({one.how for one in advice.can_block}) == 1
    everyone = " (all that vote)" if set(states) == set(advice.decides.electorate.voters) else ""
    if alike:
        each = "Each of these alone" if len(states) > 1 else "Alone"
        return f"{each}{everyone}, by {ways}: {names(advice.view, states)}."
    told = [
        f"{name(advice.view, one.state)} by {listed([BLOCKS.get(how, words(how)) for how in one.how], 'or')}"
        for one in advice.can_block
    ]
    return f"Alone: {'; '.join(told)}."


def bound(page: Page, advice: Advice) -> None:
    """Who owes what; states that owe the same stand together."""
    if not advice.bound:
        page.say("Nobody owes anything under these findings.")
        return
    alike: dict[tuple[str, tuple[str, ...], tuple[str, ...]], list[Bound]] = {}
    for one in advice.bound:
        alike.setdefault((one.how, one.content, one.under), []).append(one)
    for (how, content, under), rows in alike.items():
        sure = "owe" if how == "engaged" else "may owe (it is arguable)"
        if len(rows) == 1:
            sure = sure.replace("owe", "owes", 1) if how == "engaged" else sure
        page.say(f"{names(advice.view, [row.state for row in rows])} {sure}: {listed(map(words, content))}.")
        page.note(f"under {', '.join(_refs(advice.view, under))}", 2)


def _refs(view: View, ids: Iterable[str]) -> list[str]:
    by_id = {one.id: one for one in view.provisions}
    return [f"{by_id[one].ref} ({one})" if one in by_id else one for one in ids]


def sendable(page: Page, advice: Advice) -> None:
    """The forces that the law lets go, with the newest figures."""
    if not advice.forces:
        page.say("No collective force: no provision that is engaged or arguable allows one.")
        return
    how = {"engaged": "allowed", "arguable": "arguable", "on_request": "once asked"}
    page.table(
        ["Force", "!Law", ">Strength", "!As of"],
        [(one.force.name, how[one.how], _strength(one), one.strength.as_of.text if one.strength else "")
         for one in advice.forces],
        widest="Force",
    )  # fmt: skip
    consents = dict.fromkeys(pair for one in advice.forces for pair in one.consents)
    for state, of in consents:
        page.say(f"{name(advice.view, state)} needs the consent of its {words(of)} before its troops leave.")


def _strength(one: Sendable) -> str:
    return f"{one.strength.value:,}" if one.strength else "not known"


def elsewhere(advice: Advice) -> Iterable[str]:
    """What must be asked of others, or told to them."""
    made: dict[tuple[str, str], list[str]] = {}
    for one in advice.elsewhere:
        made.setdefault((one.whom, one.what), []).append(one.under)
    for (whom, what), under in made.items():
        yield f"{capital(OTHERS.get(whom, whom))}: {what}, {', '.join(_refs(advice.view, dict.fromkeys(under)))}"
