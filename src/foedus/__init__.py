"""Foedus: an executable model of collective-security organisations.

An organisation is a pack of facts with dates and sources; on a day it is a view; the law of that day reads a
situation; a crisis goes through the organisation's own procedure, act by act. What is named here is the public
interface; each name is loaded when it is first used.

>>> import foedus
>>> csto = foedus.organisation("csto")
>>> [member.state for member in csto.on("2022-01-05").members]
['ARM', 'BLR', 'KAZ', 'KGZ', 'RUS', 'TJK']
>>> case = csto.case("csto-kazakhstan-2022")
>>> given = foedus.Circumstances(situation=case.situation, requested=True)
>>> foedus.advise(csto.on("2022-01-05"), given).of("cst-art-4").result
'arguable'
"""

from __future__ import annotations

TYPE_CHECKING = False  # what typing.TYPE_CHECKING is, without the time that importing it takes
if TYPE_CHECKING:
    from foedus.dates import Certainty, Date, Period
    from foedus.drivers.history import replay
    from foedus.estimates.estimating import estimate
    from foedus.law.advice import advise
    from foedus.law.findings import Circumstances, findings
    from foedus.law.tally import tally
    from foedus.proceedings.case import Case
    from foedus.record.cases import Situation
    from foedus.record.pack import packs as organisations
    from foedus.record.view import Organisation, View, organisation
    from foedus.simulation.study import study

__all__ = [
    "Case",
    "Certainty",
    "Circumstances",
    "Date",
    "Organisation",
    "Period",
    "Situation",
    "View",
    "advise",
    "estimate",
    "findings",
    "organisation",
    "organisations",
    "replay",
    "study",
    "tally",
]

_HOMES = {
    "Case": "proceedings.case",
    "Certainty": "dates",
    "Circumstances": "law.findings",
    "Date": "dates",
    "Organisation": "record.view",
    "Period": "dates",
    "Situation": "record.cases",
    "View": "record.view",
    "advise": "law.advice",
    "estimate": "estimates.estimating",
    "findings": "law.findings",
    "organisation": "record.view",
    "organisations": "record.pack",
    "replay": "drivers.history",
    "study": "simulation.study",
    "tally": "law.tally",
}


def __getattr__(name: str) -> object:
    """Load a public name from where it lives, once."""
    if name not in _HOMES:
        raise AttributeError(f"module 'foedus' has no attribute {name!r}")
    from importlib import import_module

    module = import_module(f"foedus.{_HOMES[name]}")
    found: object = getattr(module, "packs" if name == "organisations" else name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    """List the public names."""
    return sorted(__all__)
