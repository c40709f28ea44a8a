"""Acts: one dated step each, as plain frozen data.

An act has a kind, an actor, a day where one is known, and content typed by its kind. It says what was done;
whether that was in order is for the engine (:mod:`foedus.proceedings.case`) to say.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, dataclass, fields
from functools import cache
from types import MappingProxyType, NoneType, UnionType
from typing import Any, ClassVar, Literal, Union, get_args, get_origin, get_type_hints

from foedus.dates import Date
from foedus.record.base import Part
from foedus.record.cases import Outcome, Stance


@dataclass(frozen=True, slots=True, kw_only=True)
class Content(Part):
    """What an act of some kind carries."""

    kind: ClassVar[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Invoke(Content):
    """A state calls on the organisation.

    Attributes:
        under: articles named, by key; empty when none was named.
        asks_for: what is asked for.
    """

    kind = "invoke"
    under: tuple[str, ...] = ()
    asks_for: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Convene(Content):
    """An organ is called together."""

    kind = "convene"
    organ: str
    format: Literal["regular", "extraordinary", "consultation"] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Propose(Content):
    """A measure is put to an organ.

    Attributes:
        organ: where.
        measure: what is proposed, as an outcome; None for a matter of the organisation itself.
        matter: which kind of decision it is, as the decision rules name matters.
        under: articles it rests on.
        concerned: the state that it is about, for suspension, accession and the like.
        text: the proposal in words.
    """

    kind = "propose"
    organ: str
    matter: str
    measure: Outcome | None = None
    under: tuple[str, ...] = ()
    concerned: str | None = None
    text: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Declare(Content):
    """A state says where it stands.

    Attributes:
        stance: see :data:`foedus.record.cases.Stance`.
        on: number of the act that put the proposal or the request; None: on the situation at large.
    """

    kind = "declare"
    stance: Stance
    on: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Decide(Content):
    """An organ decides.

    Attributes:
        organ: which.
        measure: what was decided, as an outcome.
        matter: which kind of decision it is.
        on: number of the act that put the proposal; None where none is known.
        rule: id of the rule applied; None: the rule that the engine finds.
        under: articles that the decision names.
        concerned: the state that it is about, where it is about one.
        mandate: the decision in words.
    """

    kind = "decide"
    organ: str
    matter: str
    measure: Outcome | None = None
    on: int | None = None
    rule: str | None = None
    under: tuple[str, ...] = ()
    concerned: str | None = None
    mandate: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Pledge(Content):
    """A member promises forces or materiel."""

    kind = "pledge"
    force: str | None = None
    personnel: int | None = None
    materiel: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent(Content):
    """A state, or a body inside it, agrees: as host, or to its own troops leaving."""

    kind = "consent"
    of: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Authorise(Content):
    """An authority outside the organisation allows the use of force."""

    kind = "authorise"
    text: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Deploy(Content):
    """Forces or materiel set out."""

    kind = "deploy"
    force: str | None = None
    personnel: int | None = None
    materiel: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrive(Content):
    """Forces arrive; ``full_strength`` says that all have."""

    kind = "arrive"
    force: str | None = None
    personnel: int | None = None
    full_strength: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdraw(Content):
    """Forces begin to leave, or have left."""

    kind = "withdraw"
    stage: Literal["begins", "ends"]
    force: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Report(Content):
    """Somebody is told what was done."""

    kind = "report"
    to: str
    text: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Close(Content):
    """The case is closed."""

    kind = "close"
    text: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sign(Content):
    """A state signs an instrument."""

    kind = "sign"
    treaty: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Ratify(Content):
    """A state notifies the depositary that it is bound by an instrument."""

    kind = "ratify"
    treaty: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Accede(Content):
    """A state joins the organisation."""

    kind = "accede"


@dataclass(frozen=True, slots=True, kw_only=True)
class Suspend(Content):
    """An organ suspends a member."""

    kind = "suspend"
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Freeze(Content):
    """A member declares its own participation frozen."""

    kind = "freeze"
    scope: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GiveNotice(Content):
    """A member gives notice that it will leave."""

    kind = "give_notice"


@dataclass(frozen=True, slots=True, kw_only=True)
class Leave(Content):
    """A member leaves, its notice having run."""

    kind = "leave"


@dataclass(frozen=True, slots=True, kw_only=True)
class Expel(Content):
    """An organ puts a member out."""

    kind = "expel"
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Appoint(Content):
    """An organ appoints a person to an office; ``matter`` is the kind of decision that it is."""

    kind = "appoint"
    matter: str = "appointment"
    office: str
    person: str
    nationality: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rotate(Content):
    """The chair passes to a state."""

    kind = "rotate"
    to: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Amend(Content):
    """An instrument is changed, by a protocol or by decision."""

    kind = "amend"
    treaty: str
    by: str | None = None


CRISIS: tuple[type[Content], ...] = (
    Invoke, Convene, Propose, Declare, Decide, Pledge, Consent, Authorise, Deploy, Arrive, Withdraw, Report, Close,
)  # fmt: skip
"""Acts in a crisis."""

CHANGE: tuple[type[Content], ...] = (
    Sign, Ratify, Accede, Suspend, Freeze, GiveNotice, Leave, Expel, Appoint, Rotate, Amend,
)  # fmt: skip
"""Acts on the organisation itself."""

KINDS: Mapping[str, type[Content]] = MappingProxyType({one.kind: one for one in CRISIS + CHANGE})
"""Every kind of act, by name."""

_NAMES: Mapping[type, tuple[str, ...]] = {
    one: tuple(sorted(field.name for field in fields(one))) for one in CRISIS + CHANGE
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One step.

    Attributes:
        actor: a state's code, an organ's id, the organisation's id, or an authority outside.
        at: the day, as precise as known; None: not known.
        content: what was done; its class is the act's kind.
        sources: ids of the sources that show it.
        note: prose for the reader; it has no effect, and is part of the record all the same.

    >>> Act(actor="KAZ", at=Date.parse("2022-01-05"), content=Invoke(asks_for=("troops",))).kind
    'invoke'
    """

    actor: str
    at: Date | None
    content: Content
    sources: tuple[str, ...] = ()
    note: str | None = None

    @property
    def kind(self) -> str:
        """Name of the kind of act."""
        return self.content.kind

    def plain(self) -> dict[str, Any]:
        """The act as plain JSON data; what it leaves open is left out.

        >>> Act(actor="KAZ", at=None, content=Freeze()).plain()
        {'act': 'freeze', 'actor': 'KAZ', 'at': None}
        """
        content = self.content
        made: dict[str, Any] = {
            "act": content.kind,
            "actor": self.actor,
            "at": self.at.text if self.at else None,
        }
        stated = {}
        for name in _NAMES[type(content)]:
            value = getattr(content, name)
            if value is not None and value != () and value is not False:
                stated[name] = list(value) if isinstance(value, tuple) else value
        if stated:
            made["content"] = stated
        if self.sources:
            made["sources"] = list(self.sources)
        if self.note:
            made["note"] = self.note
        return made


class ActError(ValueError):
    """Says that data does not describe an act."""


def act_from(plain: Mapping[str, Any]) -> Act:
    """Read an act from plain JSON data, as :meth:`Act.plain` writes it.

    Raises:
        ActError: with what is wrong.
        foedus.dates.DateError: when the day is not one.

    >>> act_from(
    ...     {
    ...         "act": "consent",
    ...         "actor": "KGZ",
    ...         "at": "2022-01-07",
    ...         "content": {"of": "parliament"},
    ...     }
    ... ).content
    Consent(of='parliament')
    """
    if not isinstance(plain, Mapping):
        raise ActError(f"an act is a mapping, not {plain!r}")
    kind = plain.get("act")
    of = KINDS.get(kind) if isinstance(kind, str) else None
    if of is None:
        raise ActError(f"{kind!r} is no kind of act; known are {', '.join(KINDS)}")
    actor, at, note = plain.get("actor"), plain.get("at"), plain.get("note")
    if not isinstance(actor, str) or not actor:
        raise ActError(f"{of.kind} names no actor")
    return Act(
        actor=_text(of, "actor", actor),
        at=None if at is None else Date.parse(_text(of, "at", at)),
        content=_content(of, plain.get("content", {})),
        sources=tuple(_text(of, "sources", one) for one in _items(of, "sources", plain.get("sources", ()))),
        note=None if note is None else _text(of, "note", note),
    )


def _content(of: type[Content], given: Any) -> Content:
    if not isinstance(given, Mapping):
        raise ActError(f"the content of {of.kind} is a mapping, not {given!r}")
    unknown = sorted(str(name) for name in given if name not in _NAMES[of])
    if unknown:
        raise ActError(f"{of.kind} has no {unknown[0]!r}; it has {', '.join(_NAMES[of]) or 'no content'}")
    lacking = [one.name for one in fields(of) if one.default is MISSING and one.name not in given]
    if lacking:
        raise ActError(f"{of.kind} lacks {' and '.join(lacking)}")
    return of(**{name: _typed(of, name, value) for name, value in given.items()})


@cache
def _hints(kind: str) -> Mapping[str, Any]:
    """For each field of a kind's content the type that it has when it is not None."""
    found = get_type_hints(KINDS[kind])
    return {name: next(one for one in _parts(found[name]) if one is not NoneType) for name in _NAMES[KINDS[kind]]}


def _parts(hint: Any) -> tuple[Any, ...]:
    return get_args(hint) if get_origin(hint) in (Union, UnionType) else (hint,)


def _typed(of: type[Content], name: str, value: Any) -> Any:
    """Give a value the type that its field asks for; a pack's details are all text."""
    asked = _hints(of.kind)[name]
    if get_origin(asked) is tuple:
        return tuple(_text(of, name, one) for one in _items(of, name, value))
    if asked is bool:
        if not isinstance(value, bool) and value not in ("true", "false"):
            raise ActError(f"{of.kind}: {name} is true or false, not {value!r}")
        return value in (True, "true")
    if asked is int:
        return _whole(of, name, value)
    text = _text(of, name, value)
    allowed = get_args(asked) if get_origin(asked) is Literal else ()
    if allowed and text not in allowed:
        raise ActError(f"{of.kind}: {name} is one of {', '.join(allowed)}, not {text!r}")
    return text


def _items(of: type[Content], name: str, value: Any) -> tuple[Any, ...]:
    """A list as it is; one value in the place of a list of one."""
    if isinstance(value, (list, tuple)):
        return tuple(value)
    if isinstance(value, str):
        return (value,)
    raise ActError(f"{of.kind}: {name} is a list, not {value!r}")


def _whole(of: type[Content], name: str, value: Any) -> int:
    """A count, or the number of an act."""
    if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
        return value
    if isinstance(value, str) and value.isascii() and value.isdecimal() and len(value) < 10:
        return int(value)
    raise ActError(f"{of.kind}: {name} is a whole number from 0, not {value!r}")


def _text(of: type[Content], name: str, value: Any) -> str:
    """Text that can be written as UTF-8, as the docket's hash is taken over UTF-8."""
    if not isinstance(value, str):
        raise ActError(f"{of.kind}: {name} is text, not {value!r}")
    try:
        value.encode()
    except UnicodeEncodeError:
        raise ActError(f"{of.kind}: {name} holds half of a character, {value!r}") from None
    return value
