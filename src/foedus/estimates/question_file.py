"""Files of questions: situations in YAML, each with its request, as the casebook writes these two blocks.

An item has ``organisation`` (a pack's id), ``situation`` and, where it is known whether anybody asked,
``invocation``; it may have an ``id`` and the day ``on`` which it is asked. Other blocks of a casebook's item (its
decision, its positions, ...) may stand there and are not read: nothing that came later can move an estimate.

Some research notes write the same two blocks with other keys (``initiator``, ``initiator_is_member``,
``on_recognised_territory_of_target``, ``provision``), and name states in words; they are read too. Where no
request was made and yet it is said who asked, or what for, it was asked of somebody else.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Final

from foedus import states
from foedus.dates import Date
from foedus.estimates.estimating import Impossible, check
from foedus.estimates.questions import Question, question_of
from foedus.record.base import Part
from foedus.record.cases import CodedCase, Invocation, Situation
from foedus.record.faults import UnknownPack
from foedus.record.pack import packs
from foedus.record.schema import Section, parse
from foedus.record.text import Document, Tree, Way, document
from foedus.record.view import Organisation, organisation

LARGEST: Final = 50_000_000
"""No file of questions takes more bytes than this."""


class BadQuestions(ValueError):
    """Says what is wrong with a file of questions, with its line, and what would be right."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item(Part):
    """What an item of such a file holds."""

    id: str | None = None
    organisation: str | None = None
    title: str | None = None
    on: Date | None = None
    situation: Situation
    invocation: Invocation | None = None


UNREAD: Final = frozenset(one.name for one in fields(CodedCase)) - {one.name for one in fields(Item)}
"""Keys of a coded case that are not read."""

_ALSO_UNREAD: Final = frozenset({"note", "sources", "confidence", "disputed", "fulfilled", "outcome", "decision"})


@dataclass(frozen=True, slots=True)
class Questions:
    """The questions of a file.

    Attributes:
        questions: in the order of the file.
        unread: keys that stood there and were not read.
    """

    questions: tuple[Question, ...]
    unread: tuple[str, ...]


def read_questions(path: Path, default: str | None = None) -> Questions:
    """Read a file of questions: one item, or a list of them.

    Args:
        path: the file.
        default: id of the organisation of items that name none.

    Raises:
        BadQuestions: with the first fault, its line and how to mend it.
    """
    found = document(str(path), _text(path))
    unread: dict[str, None] = {}
    if found.whole:
        found.tree = _as_items(found.tree, unread)
    parsed = parse(Section("questions", Item, "list", True, "questions"), found)
    if found.faults:
        first, others = min(found.faults), len(found.faults) - 1
        raise BadQuestions(f"{first}{f' (and {others} more)' if others else ''}")
    if not parsed:
        raise BadQuestions(f"{path}: there is no question in it; write organisation, situation and invocation")
    made = [_question(one.fact, one.way, place, found, default) for place, one in enumerate(parsed)]
    return Questions(tuple(made), tuple(unread))


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > LARGEST:
            raise BadQuestions(f"{path} is too large for a file of questions")
        return path.read_bytes().decode("utf-8", errors="surrogateescape")
    except OSError as error:
        raise BadQuestions(f"{path} cannot be read: {error.strerror}") from error


def _as_items(tree: Tree, unread: dict[str, None]) -> Tree:
    """Give the items in the casebook's own form; what is no item is left for the schema to refuse."""
    if isinstance(tree, dict):
        inner = next((tree[key] for key in ("questions", "situations", "cases") if key in tree), None)
        tree = inner if inner is not None and len(tree) == 1 else [tree]
    if not isinstance(tree, list):
        return tree
    return [_as_item(one, unread) for one in tree]


def _as_item(raw: Tree, unread: dict[str, None]) -> Tree:
    if not isinstance(raw, dict):
        return raw
    left_out = [key for key in raw if key in UNREAD | _ALSO_UNREAD]
    unread.update(dict.fromkeys(left_out))
    item = {key: value for key, value in raw.items() if key not in left_out}
    if isinstance(item.get("situation"), dict):
        item["situation"] = _situation(item["situation"], item)
    if isinstance(item.get("invocation"), dict):
        item["invocation"] = _invocation(item["invocation"])
    return item


_CODE: Final = re.compile(r"\b[A-Z]{3}\b")
_WHOSE: Final[Mapping[str, str]] = {"true": "recognised", "false": "outside", "disputed": "disputed"}


def _codes(text: str) -> list[str]:
    """Codes of states in a text, in its order."""
    found = []
    for word in _CODE.findall(text):
        try:
            found.append(states.state(word).code)
        except states.UnknownState:
            continue
    return list(dict.fromkeys(found))


def _in_words(text: str) -> list[str]:
    """States that are named in words, what stands in brackets last: a name as a whole, else codes."""
    bare = text.partition("(")[0].strip()
    try:
        return [states.find(bare).code]
    except states.UnknownState:
        return _codes(bare) or _codes(text)


def _situation(raw: dict[str, Tree], item: Mapping[str, Tree]) -> dict[str, Tree]:
    """A block ``situation`` in the casebook's own form."""
    block = {key: value for key, value in raw.items() if key != "initiator_is_member"}
    whose = block.pop("on_recognised_territory_of_target", None)
    if isinstance(whose, str) and whose.casefold() in _WHOSE:
        block.setdefault("territory", _WHOSE[whose.casefold()])
    target = block.get("target")
    if isinstance(target, str) and len(target) > 3 and (codes := _in_words(target)):
        block["target"], block["also_targets"] = codes[0], codes[1:]
    named = raw.get("initiator")
    block.pop("initiator", None)
    if isinstance(named, str):
        # A state that is in trouble by its own government's hand is no initiator from outside.
        codes = [one for one in _codes(named) if one != block.get("target")]
        block.setdefault("initiators" if codes else "groups", codes or [named])
    elif isinstance(named, list):
        block.setdefault("initiators", named)
    if block.get("begins") is None:
        asked = item.get("invocation")
        given = item.get("on") or (asked.get("date") if isinstance(asked, dict) else None)
        block = {**block, "begins": given} if given is not None else block
    return {key: value for key, value in block.items() if value is not None}


def _invocation(raw: dict[str, Tree]) -> dict[str, Tree]:
    """A block ``invocation`` in the casebook's own form."""
    block = {key: value for key, value in raw.items() if value is not None}
    if isinstance(block.get("provision"), str):
        block.setdefault("words", block.pop("provision"))
    if block.get("made") == "false" and (block.get("by") or block.get("asks_for")):
        # Something was asked, and not of the organisation.
        block |= {"made": "true", "elsewhere": "true"}
    by = block.get("by")
    if isinstance(by, str) and (len(by) != 3 or by.casefold() in packs()):
        codes = _codes(by)
        del block["by"]
        block |= {"by": codes[0], "joined_by": codes[1:]} if codes else {"body": by}
    return block


def _question(item: Item, way: Way, place: int, found: Document, default: str | None) -> Question:
    def wrong(at: Way, what: str, mend: str) -> BadQuestions:
        return BadQuestions(f"{found.file}:{found.line_of((*way, *at))}: {what}; {mend}")

    name = item.organisation or default
    if name is None:
        raise wrong((), "no organisation is named", "add 'organisation: ...', a pack's id")
    try:
        body = organisation(name)
    except UnknownPack as error:
        raise wrong(("organisation",), *_parted(str(error))) from error
    situation, asked = item.situation, item.invocation
    _known_states(situation, asked, body, wrong)
    if situation.ends is not None and situation.ends.certainly_before(situation.begins):
        raise wrong(
            ("situation", "ends"), "the situation ends before it begins", "write a later day, or leave it out"
        )
    day = None if item.on is None else item.on.last
    made = question_of(item.id or f"question-{place + 1}", body, situation, asked, day)
    try:
        check(made)
    except Impossible as error:
        raise wrong(("situation",), *_parted(str(error))) from error
    return made


def _parted(text: str) -> tuple[str, str]:
    what, _, mend = text.partition("; ")
    return what, mend or "see foedus members"


def _known_states(situation: Situation, asked: Invocation | None, body: Organisation, wrong: Any) -> None:
    places: list[tuple[Way, str]] = [(("situation", "target"), situation.target)]
    places += [(("situation", "also_targets"), one) for one in situation.also_targets]
    places += [(("situation", "initiators"), one) for one in situation.initiators]
    if asked is not None:
        places += [(("invocation", "by"), one) for one in (asked.by, *asked.joined_by) if one is not None]
    for at, code in places:
        try:
            states.state(code)
        except states.UnknownState as error:
            what, mend = _parted(str(error))
            raise wrong(at, what, _likely(code, body) or mend) from error


def _likely(code: str, body: Organisation) -> str | None:
    """Say which state that ever had a status in an organisation was most likely meant."""
    known = sorted({one.state for one in body.record.membership if one.state is not None})
    near = difflib.get_close_matches(code.upper(), known, len(known) or 1, 0.6)
    # Letters that changed places are likelier than others.
    if not near:
        return None
    found = max(near, key=lambda one: sorted(one) == sorted(code.upper()))
    return f"did you mean {found} ({states.state(found).name})?"


__all__ = ["BadQuestions", "Questions", "read_questions"]
