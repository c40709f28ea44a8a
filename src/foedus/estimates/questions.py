"""Questions: a crisis before an organisation, as it stood when help was asked for, and nothing that came later."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Final

from foedus.dates import Date
from foedus.law.findings import Circumstances
from foedus.record.cases import Invocation, Situation
from foedus.record.view import Organisation, View

_NO_REQUEST: Final[dict[str, Any]] = {"askers": (), "by_body": False, "asks_for": (), "asked_on": None}


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What an estimate is asked about.

    Attributes:
        id: what the question is called: a case's id, or a name of the asker's own.
        view: the organisation on the day of the question.
        situation: what happened, without its end, its dead and its notes.
        invoked: whether the organisation was asked, by anybody; None: not known, or not yet.
        elsewhere: whether a request went to another body or to one ally.
        askers: states that asked.
        by_body: whether it was no state that asked.
        asks_for: what was asked of the organisation.
        asked_on: day of the request, where one was made and the day is known.
        requested: whether the target itself asked, which is what the law looks at; None: not known.
        authorised: whether the outside authority agreed; None: nothing is known of it.
        known: see :attr:`taught_by`; None: the day of the view.
    """

    id: str
    view: View
    situation: Situation
    invoked: bool | None = None
    elsewhere: bool = False
    askers: tuple[str, ...] = ()
    by_body: bool = False
    asks_for: tuple[str, ...] = ()
    asked_on: Date | None = None
    requested: bool | None = None
    authorised: bool | None = None
    known: int | None = None

    @property
    def taught_by(self) -> int:
        """The day (an ordinal) before which cases must be over to teach: the first that the question may mean."""
        return self.view.day if self.known is None else self.known

    @property
    def organisation(self) -> str:
        """Id of the organisation."""
        return self.view.id

    @property
    def day(self) -> int:
        """The day of the question, an ordinal: nothing that came later is used."""
        return self.view.day

    @property
    def counted_from(self) -> Date:
        """The day from which delays are counted: that of the request, or else of the beginning."""
        return self.asked_on or self.situation.begins

    @property
    def circumstances(self) -> Circumstances:
        """The same as the law is asked about it."""
        return Circumstances(
            situation=self.situation,
            requested=self.requested,
            asks_for=self.asks_for if self.requested else (),
            authorised=self.authorised,
        )

    @property
    def in_trouble(self) -> tuple[str, ...]:
        """The target, and the other states in the same trouble."""
        return (self.situation.target, *self.situation.also_targets)

    def before_request(self) -> Question:
        """Give the question as it was before it was known whether anybody would ask."""
        return replace(self, invoked=None, elsewhere=False, requested=None, **_NO_REQUEST)

    def asked(self, invoked: bool) -> Question:
        """Give the question as it would be if the target had asked, or had not."""
        if invoked:
            askers = self.askers or (self.situation.target,)
            return replace(self, invoked=True, requested=True, askers=askers, by_body=False)
        return replace(self, invoked=False, requested=False, **_NO_REQUEST)


def question_of(
    name: str,
    organisation: Organisation,
    situation: Situation,
    invocation: Invocation | None = None,
    day: int | None = None,
) -> Question:
    """Ask about a situation and its request, and about nothing else.

    The end of the situation, its dead and every note are left out, since they came later or tell of later.

    Args:
        name: what the question is called.
        organisation: the organisation.
        situation: what happened.
        invocation: the request, or that there was none; None: that is not known.
        day: the day by which the organisation is seen; without it that of the request, else of the beginning.

    >>> from foedus.record.view import organisation
    >>> csto = organisation("csto")
    >>> coded = csto.case("csto-kazakhstan-2022")
    >>> asked = question_of(coded.id, csto, coded.situation, coded.invocation)
    >>> asked.invoked, asked.asks_for, str(asked.view.date)
    (True, ('peacekeepers', 'troops'), '2022-01-05')
    """
    # What was asked after the decision was not asked while it was open.
    late = invocation is not None and (invocation.elsewhere or invocation.after_decision)
    known = None if invocation is None else invocation.made and not late
    date = invocation.date if invocation is not None and known else None
    askers = _askers(invocation) if invocation is not None and known else ()
    start = date or situation.begins
    seen = start.last if day is None else day
    return Question(
        id=name,
        view=organisation.on(seen),
        situation=replace(situation, ends=None, battle_deaths=None, note=None, foreseen=None),
        invoked=known,
        elsewhere=invocation is not None and _elsewhere(invocation, seen),
        askers=askers,
        by_body=bool(known and not askers),
        asks_for=invocation.asks_for if invocation is not None and known else (),
        asked_on=date if known else None,
        requested=None
        if known is None
        else not set(askers).isdisjoint((situation.target, *situation.also_targets)),
        known=start.first if day is None else None,
    )


def _elsewhere(invocation: Invocation, day: int) -> bool:
    """Whether something was asked of somebody else by the day; what is not dated counts as asked by then."""
    asked = invocation.elsewhere or bool(invocation.asked_elsewhere)
    return asked and (invocation.date is None or invocation.date.first <= day)


def _askers(invocation: Invocation) -> tuple[str, ...]:
    named = (invocation.by, *invocation.joined_by)
    return tuple(dict.fromkeys(one for one in named if one is not None))
