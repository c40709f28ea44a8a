"""Speech: codes, tokens and dates in the words of a reader."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from foedus.dates import Certainty, Date, Period

if TYPE_CHECKING:
    from foedus.record.cases import Situation
    from foedus.record.facts import Provision
    from foedus.record.view import View


def words(token: str) -> str:
    """A token of the record as words.

    >>> words("not_engaged")
    'not engaged'
    """
    return token.replace("_", " ").replace("-", " ").replace("non m", "non-m")


def capital(sentence: str) -> str:
    """A sentence that begins with a capital, the rest as it is.

    >>> capital("perhaps May 2010")
    'Perhaps May 2010'
    """
    return sentence[:1].upper() + sentence[1:]


def listed(names: Iterable[str], last: str = "and") -> str:
    """Names in a sentence.

    >>> listed(["Armenia", "Belarus", "Kazakhstan"])
    'Armenia, Belarus and Kazakhstan'
    """
    all_of_them = list(names)
    if len(all_of_them) < 2:
        return "".join(all_of_them)
    return f"{', '.join(all_of_them[:-1])} {last} {all_of_them[-1]}"


def counted(number: int, thing: str, several: str | None = None) -> str:
    """A number of things.

    >>> counted(1, "party", "parties"), counted(2030, "soldier")
    ('1 party', '2,030 soldiers')
    """
    return f"{number:,} {thing if number == 1 else several or thing + 's'}"


def span(period: Period) -> str:
    """A period in words.

    >>> span(Period.parse("2006-06-23/2012-12-19")), span(Period.parse("2003-09-18/.."))
    ('2006-06-23 to 2012-12-19', 'since 2003-09-18')
    >>> span(Period.parse("2004/"))
    'since 2004, to a day not known'
    """
    start = period.start.text if period.start else "a day not known" if period.start_unknown else None
    if period.end is not None:
        return f"{start or '..'} to {period.end}"
    later = ", to a day not known" if period.end_unknown else ""
    return f"since {start}{later}" if start else f"always{later}"


def until(period: Period) -> str | None:
    """The end of a period for JSON: a date, ``unknown``, or None while it goes on.

    >>> until(Period.parse("2004/")), until(Period.parse("2004/.."))
    ('unknown', None)
    """
    return period.end.text if period.end else "unknown" if period.end_unknown else None


def since(period: Period) -> str | None:
    """The start of a period for JSON: a date, ``unknown``, or None where it is open."""
    return period.start.text if period.start else "unknown" if period.start_unknown else None


def text(date: Date | None) -> str | None:
    """A date for JSON."""
    return None if date is None else date.text


def doubt(certainty: Certainty) -> str:
    """A mark for what is not certain.

    >>> doubt(Certainty.POSSIBLY), doubt(Certainty.CERTAINLY)
    (' (uncertain)', '')
    """
    return " (uncertain)" if certainty is Certainty.POSSIBLY else ""


def name(view: View, code: str) -> str:
    """What a code is called on the day of a view: a state, an organ, another actor."""
    from foedus.proceedings.case import name_of

    found = name_of(view, code)
    return OTHERS.get(found, found)


def the(view: View, code: str) -> str:
    """What a code is called within a sentence: a body with its article, a state without."""
    found = name(view, code)
    body = view.organ(code) is not None or code == view.id
    return f"the {found}" if body and not found.startswith("the ") else found


OTHERS = {"un_security_council": "the UN Security Council"}
"""Actors that no pack names."""


def names(view: View, codes: Iterable[str]) -> str:
    """Names of states in a sentence."""
    return listed(name(view, code) for code in codes)


def as_of(view: View) -> str | None:
    """What to say where the day lies after the newest fact."""
    if view.last_known is None:
        return None
    return f"Last known as of {view.last_known.spoken()}: the record covers nothing later."


def happened(view: View, situation: Situation) -> str:
    """A situation in sentences."""
    kind, target = words(situation.kind), name(view, situation.target)
    by = [name(view, code) for code in situation.initiators] + list(situation.groups)
    others = [name(view, code) for code in situation.also_targets]
    told = f"{capital(kind)}, {listed([target, *others])} the target{'s' if others else ''}"
    told += f"; brought about by {listed(by)}" if by else "; by whom is not known"
    told += "; threatened or feared, not carried out" if situation.threatened else ""
    told += f". {_dates(situation)}"
    if situation.place:
        told += f", {situation.place}"
    return f"{told}. {_marks(situation)}"


def _dates(situation: Situation) -> str:
    if situation.ends is None:
        return f"From {situation.begins.spoken()}"
    if situation.ends == situation.begins:
        return capital(situation.begins.spoken())
    return f"{capital(situation.begins.spoken())} to {situation.ends.spoken()}"


PLACES = {
    "recognised": "on its recognised territory",
    "disputed": "on disputed territory",
    "outside": "outside its recognised territory",
    None: "whose territory it was on is not known",
}
HANDS = {
    "none": "no attacker from outside",
    "alleged": "an attacker from outside is alleged, not shown",
    "shown": "an attacker from outside is shown",
    None: "whether there was an attacker from outside is not said",
}


def _marks(situation: Situation) -> str:
    told = f"{PLACES[situation.territory]}; {HANDS[situation.outside_hand]}"
    if situation.battle_deaths is not None:
        told += f"; {counted(situation.battle_deaths, 'death')}"
    return f"{capital(told)}."


def called(view: View, provision: Provision) -> str:
    """A provision as a reader cites it.

    Returns:
        the reference and the instrument, ``art. 4, Collective Security Treaty``.
    """
    return f"{provision.ref}, {view.treaty_of(provision).title}"
