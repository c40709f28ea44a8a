"""The page of a replay: a crisis from what happened to where to read on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rich.text import Text

from foedus.cli import act_words, advice_page
from foedus.cli.casebook_page import decision, leaving, positions, request, sent, story, verdict
from foedus.cli.page import Cell, Page, emphasis, with_basis
from foedus.cli.replay_law import advised, could_block, view_of
from foedus.cli.speech import capital, counted, happened, listed, name, names, words
from foedus.cli.under_reforms import said
from foedus.drivers.history import Replay
from foedus.law.advice import Advice
from foedus.proceedings.acts import Act, Decide
from foedus.proceedings.case import Case, Entry
from foedus.proceedings.docket import Verification
from foedus.proceedings.state import Decided
from foedus.record.view import Organisation, View


def told(replay: Replay, verified: Verification | None) -> None:
    """Tell a replay in order."""
    page, coded, case = Page(), replay.coded, replay.case
    view = view_of(case.organisation, coded)
    advice = advised(replay)
    page.title(coded.title, coded.id)
    page.say(case.organisation.record.organisation.name)
    for reform in said(case.organisation.reforms, view.day):
        page.say(emphasis(reform))
    page.heading("What happened")
    page.say(happened(view, coded.situation))
    story(page, coded.timeline)
    page.heading("Who asked")
    page.say(request(view, coded))
    page.heading(f"What the law said on {view.date.spoken()}")
    advice_page.findings(page, advice)
    page.heading("Who decided, and who could have blocked")
    decided(page, replay, advice)
    positions(page, view, coded.positions)
    sent(page, view, coded)
    page.heading("The docket")
    docket(page, case)
    gone = leaving(coded)
    if gone:
        page.heading("Withdrawal")
        page.say(gone)
    page.heading("What came of it")
    page.say(coded.outcome)
    verdict(page, coded)
    beside(page, replay)
    unknown(page, replay)
    _close(page, case, verified)
    page.sources(coded.sources)
    page.note(f"Read on: foedus case {case.id}; foedus advise --situation {case.id}; foedus cite {case.id}")
    page.out()


def decided(page: Page, replay: Replay, advice: Advice) -> None:
    """Each decision with its rule and who could have stopped it; without one, who would have decided."""
    case = replay.case
    if not case.state.decisions:
        page.say(
            "No decision of an organ of the organisation is on record. " + decision(advice.view, replay.coded)
        )
        page.blank()
        if advice.decides is not None:
            page.say("Under the law of the day this would have been for:")
        advice_page.decides(page, advice)
        if advice.decides is not None:
            page.say(advice_page.blocks(advice))
        return
    days = replay.outcome["days_to_decision"]
    if days is not None:
        page.say(f"{capital(counted(days, 'day'))} after the request." if days else "On the day of the request.")
    for one in case.state.decisions:
        _decided(page, case, one)


def _decided(page: Page, case: Case, one: Decided) -> None:
    act = case.entries[one.n - 1].act
    view = case.moment(act).view
    day = act.at.spoken() if act.at else "A day that is not known"
    line = Text.assemble(f"{capital(day)}, {name(view, one.organ)}: ")
    mandate = act.content.mandate if isinstance(act.content, Decide) else None
    if one.measure:
        line.append(words(one.measure), style="bold")
        line.append(". ")
    line.append(f"{capital(mandate)}." if mandate else "")
    page.say(line)
    blocked = could_block(case, one)
    if blocked.rule is None:
        page.say("By which rule is not known.", 2)
        return
    page.say(f"By {words(blocked.rule.kind)} ({blocked.rule.id}): {blocked.rule.basis}.", 2)
    if blocked.states:
        ways = listed([advice_page.BLOCKS.get(how, how) for how in blocked.how], "or")
        who = f"Each of the {_number(len(blocked.states))}" if len(blocked.states) > 1 else "One"
        page.say(f"{who} could have blocked it by {ways}: {names(view, blocked.states)}.", 2)
    else:
        page.say("Nobody alone could have blocked it.", 2)


def _number(count: int) -> str:
    spelt = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
    return spelt[count] if count < len(spelt) else str(count)


def docket(page: Page, case: Case) -> None:
    """The acts in order, each with whether it was in order and what it rests on."""
    if not case.entries:
        page.say("No act of the organisation is on record.")
        return
    rows = [_row(case, entry) for entry in case.entries]
    page.table([">n", "!Day", "!Order", "Act, and what it rests on"], rows, widest="Act, and what it rests on")
    irregular = [entry for entry in case.entries if entry.refusal]
    if irregular:
        page.blank()
        page.say("Irregular, kept with the rule that was broken:")
        page.items(
            f"act {entry.n}: {entry.refusal.why}" + (f" [{entry.refusal.rule}]" if entry.refusal.rule else "")
            for entry in irregular
            if entry.refusal
        )


def _row(case: Case, entry: Entry) -> tuple[Cell, ...]:
    view = case.moment(entry.act).view
    order = Text("in order", style="green") if entry.in_order else Text("irregular", style="bold red")
    at = entry.act.at.text if entry.act.at else "not known"
    line = _act(view, entry.act)
    if entry.basis:
        line.append(f"\n{', '.join(entry.basis)}", style="dim")
    return str(entry.n), at, order, line


def _act(view: View, act: Act) -> Text:
    who, does, what = act_words.sentence(view, act)
    return Text.assemble(who, " ", (does, "bold"), f" {what}" if what else "")


def beside(page: Page, replay: Replay) -> None:
    """What happened beside the proceedings, that the story above does not tell."""
    told = {moment.what for moment in replay.coded.timeline}
    found = [one for one in replay.context if one.what not in told]
    if found:
        page.heading("Beside the organisation")
        page.items(f"{f'{one.at}: ' if one.at else ''}{capital(one.what)} ({one.why})" for one in found)


def explained(replay: Replay, verified: Verification | None) -> None:
    """Tell a replay in sentences, each with what it rests on."""
    page, case = Page(), replay.case
    page.title(replay.coded.title, case.id)
    for sentence in case.explain():
        page.blank()
        text, bracket, basis = sentence.rpartition(" [")
        page.say(with_basis(text + ".", basis.rstrip("].")) if bracket else sentence)
    unknown(page, replay)
    _close(page, case, verified)
    page.out()


def unknown(page: Page, replay: Replay) -> None:
    """What is not known."""
    if replay.gaps:
        page.heading("What is not known")
        page.items(f"{capital(gap)}." for gap in replay.gaps)


def _close(page: Page, case: Case, verified: Verification | None) -> None:
    page.heading("The hash of the docket")
    page.say(f"{case.hash}")
    page.note(f"SHA-256 over a chain of {counted(len(case.entries), 'act')}; the same on every machine.")
    if verified is not None:
        page.say(("Verified: " if verified.holds else "NOT VERIFIED: ") + verified.why + ".")


def recomputed(docket_: Mapping[str, Any], verified: Verification, organisation: Organisation) -> None:
    """The page of a docket that was read from a file."""
    page = Page()
    page.title(str(docket_["case"]), organisation.name)
    page.say(("Verified: " if verified.holds else "NOT VERIFIED: ") + verified.why + ".")
    page.pairs([("Hash", verified.hash), ("As written", str(docket_.get("hash")))])
    page.out()
