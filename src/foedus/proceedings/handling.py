"""Handling: for each kind of act its checks, its legal basis and its effect, in one table.

A check is a function that looks at the case and the act and returns a refusal, or None. A new kind of act is
a class in :mod:`foedus.proceedings.acts` and an entry here.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from foedus.proceedings.acts import Act
from foedus.proceedings.reasons import Reason, Refusal
from foedus.proceedings.state import State

if TYPE_CHECKING:
    from foedus.proceedings.case import Moment

Check = Callable[["Moment", Act], Refusal | None]
Basis = Callable[["Moment", Act], tuple[str, ...]]
Effect = Callable[["Moment", Act], State]


@dataclass(frozen=True, slots=True)
class Handling:
    """How the engine handles one kind of act.

    Attributes:
        checks: in the order in which a referee would ask.
        basis: ids of provisions, rules and organs that the act rests on.
        effect: the state after the act.
        crisis: whether the act needs a situation.
    """

    checks: tuple[Check, ...]
    basis: Basis
    effect: Effect
    crisis: bool = True


def refuse(reason: Reason, rule: str, why: str) -> Refusal:
    """Make a refusal."""
    return Refusal(reason, rule, why)


def nothing(moment: Moment, act: Act) -> tuple[str, ...]:
    """The basis of an act that needs none."""
    return ()


def no_member(moment: Moment, code: str, rule: str = "") -> Refusal:
    """Make the refusal of a state that is not a member."""
    return refuse(Reason.NOT_A_MEMBER, rule, f"{moment.the(code)} is not a member {moment.when}")


def is_member(moment: Moment, act: Act) -> Refusal | None:
    """Refuse an actor that is not a member on the day, nor of the wider body that the organisation acts for."""
    return None if moment.belongs(act.actor) else no_member(moment, act.actor)


def is_organ(name: str) -> Check:
    """Make a check that the actor is the organ that an act names in some field."""

    def check(moment: Moment, act: Act) -> Refusal | None:
        organ = getattr(act.content, name)
        if act.actor == organ:
            return None
        why = f"only {moment.the(organ)} itself can do this, not {moment.the(act.actor)}"
        return refuse(Reason.NOT_AN_ACTOR, organ, why)

    return check


def content(act: Act) -> Any:
    """The act's content; its class is known from the table's entry."""
    return act.content
