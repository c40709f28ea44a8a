"""Acts in words: one short sentence for each line of a docket."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from foedus.cli.speech import capital, listed, name, the, words
from foedus.proceedings.acts import Act
from foedus.record.view import View

STANCES = {
    "requests": "asks for it",
    "supports": "is for it",
    "accepts": "lets it pass",
    "abstains": "stands aside",
    "abstains_declared": "stands aside with a declaration",
    "objects": "objects",
    "absent": "is absent",
    "unknown": "takes a stand that is not known",
}
Says = Callable[[View, str, Any], tuple[str, str, str]]
"""From the actor's name and the content: who, the verb, the rest."""


def sentence(view: View, act: Act) -> tuple[str, str, str]:
    """Say what an act is.

    Args:
        view: the organisation on the act's day.
        act: the act.

    Returns:
        who, does, what: to be read one after the other.
    """
    who, verb, rest = _SAYS.get(act.kind, _anything)(view, the(view, act.actor), act.content)
    return capital(who), verb, rest


def _invoke(view: View, who: str, content: Any) -> tuple[str, str, str]:
    under = f"under {listed(_refs(view, content.under))}" if content.under else ""
    asks = f"for {listed(map(words, content.asks_for))}" if content.asks_for else ""
    return who, "asks", ", ".join(part for part in (asks, under) if part) or "for help"


def _convene(view: View, who: str, content: Any) -> tuple[str, str, str]:
    organ = the(view, content.organ)
    form = f"({content.format})" if content.format else ""
    return (who, "meets", form) if who == organ else (who, "calls together", f"{organ} {form}".strip())


def _propose(view: View, who: str, content: Any) -> tuple[str, str, str]:
    what = content.text or words(content.measure or content.matter)
    organ = the(view, content.organ)
    if who == organ:
        return organ, "has before it", what
    return who, "proposes", f"to {organ}: {what}"


def _declare(view: View, who: str, content: Any) -> tuple[str, str, str]:
    about = f"(act {content.on})" if content.on else "(the situation)"
    return who, STANCES[content.stance], about


def _decide(view: View, who: str, content: Any) -> tuple[str, str, str]:
    return who, "decides", words(content.measure) if content.measure else content.mandate or words(content.matter)


def _sends(verb: str) -> Says:
    def says(view: View, who: str, content: Any) -> tuple[str, str, str]:
        if content.personnel:
            return who, verb, f"{content.personnel:,}" + (f" ({content.materiel})" if content.materiel else "")
        if content.materiel:
            return who, verb, content.materiel + ("; how many is not known" if content.force else "")
        return who, verb, "a number not known"

    return says


def _arrive(view: View, who: str, content: Any) -> tuple[str, str, str]:
    count = f"({content.personnel:,} in all)" if content.personnel else ""
    return f"forces of {who}", "are at full strength" if content.full_strength else "begin to arrive", count


def _withdraw(view: View, who: str, content: Any) -> tuple[str, str, str]:
    return f"forces of {who}", "begin to leave" if content.stage == "begins" else "have left", ""


def _report(view: View, who: str, content: Any) -> tuple[str, str, str]:
    return who, "tells", the(view, content.to) + (f": {content.text}" if content.text else "")


def _consent(view: View, who: str, content: Any) -> tuple[str, str, str]:
    return who, "consents", "as host" if content.of == "host" else f"by its {words(content.of)}"


def _authorise(view: View, who: str, content: Any) -> tuple[str, str, str]:
    return who, "authorises", content.text or "the use of force"


def _appoint(view: View, who: str, content: Any) -> tuple[str, str, str]:
    return who, "appoints", f"{content.person}, {content.office}"


def _about(verb: str, field: str) -> Says:
    def says(view: View, who: str, content: Any) -> tuple[str, str, str]:
        value = getattr(content, field) or ""
        treaty = next((one.title for one in view.record.treaties if one.id == value), None)
        return who, verb, treaty or (name(view, value) if value else "")

    return says


def _plainly(verb: str) -> Says:
    return lambda view, who, content: (who, verb, "")


def _anything(view: View, who: str, content: Any) -> tuple[str, str, str]:
    return who, words(content.kind), ""


def _refs(view: View, articles: tuple[str, ...]) -> list[str]:
    found = [(view.article(one), one) for one in articles]
    return [one.ref if one else key for one, key in found]


_SAYS: Mapping[str, Says] = {
    "invoke": _invoke,
    "convene": _convene,
    "propose": _propose,
    "declare": _declare,
    "decide": _decide,
    "pledge": _sends("pledges"),
    "deploy": _sends("sends"),
    "consent": _consent,
    "authorise": _authorise,
    "arrive": _arrive,
    "withdraw": _withdraw,
    "report": _report,
    "close": _plainly("closes the case"),
    "sign": _about("signs", "treaty"),
    "ratify": _about("ratifies", "treaty"),
    "accede": _plainly("joins"),
    "suspend": _about("suspends", "state"),
    "freeze": _plainly("calls its participation frozen"),
    "give_notice": _plainly("gives notice of leaving"),
    "leave": _plainly("leaves"),
    "expel": _about("expels", "state"),
    "appoint": _appoint,
    "rotate": _about("passes the chair to", "to"),
    "amend": _about("amends", "treaty"),
}
"""Every kind of act of :data:`foedus.proceedings.acts.KINDS`; a test keeps the two alike."""
