"""The little query of ``foedus cases --where``: read by a parser of its own, answered yes, no or not known.

Grammar, what binds least first::

    either  = both {"or" both}
    both    = negated {"and" negated}
    negated = "not" negated | "(" either ")" | test
    test    = column | column sign value | column ["not"] "in" "(" value {"," value} ")"
    sign    = "=" | "!=" | "<" | "<=" | ">" | ">="

Truth has three values, as in Kleene's strong logic: a comparison with what is not known is not known.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from foedus.cli.lookup import hint, state_named
from foedus.cli.stops import WrongUsage, shown
from foedus.dates import Date, DateError

if TYPE_CHECKING:
    from foedus.analysis.casebook import Column

Truth: TypeAlias = "bool | None"
Test: TypeAlias = Callable[[Mapping[str, Any]], "bool | None"]
"""Answers for a row: True, False, or None where it is not known."""

LONGEST: Final = 2000
DEEPEST: Final = 50
SIGNS: Final = ("=", "!=", "<", "<=", ">", ">=")
WORDS: Final = ("and", "or", "not", "in")

_TOKEN: Final = re.compile(
    r"""\s*(?:(?P<sign><=|>=|!=|==|[=<>(),])|'(?P<single>[^']*)'|"(?P<double>[^"]*)"|(?P<word>[^\s=<>!(),'"]+))"""
)


@dataclass(frozen=True, slots=True)
class Token:
    """A sign, a word or a quoted value, and where it stands."""

    text: str
    quoted: bool = False

    def word(self) -> str:
        """Its text for comparing with the language's own words; nothing where it is quoted."""
        return "" if self.quoted else self.text.casefold()


def parse(text: str, columns: Iterable[Column], known: Mapping[str, Sequence[str]] | None = None) -> Test:
    """Read a query.

    Args:
        text: the query.
        columns: what it may name.
        known: for columns whose values are a closed list outside the codebook, such as organisations, that list.

    Returns:
        what answers it for a row.

    Raises:
        WrongUsage: when it is none, or names what there is not.

    >>> from foedus.analysis.casebook import CASE_COLUMNS
    >>> holds = parse("kind = coup and not invoked", CASE_COLUMNS)
    >>> holds({"kind": "coup", "invoked": False}), holds({"kind": "coup", "invoked": None})
    (True, None)
    """
    if len(text) > LONGEST:
        raise WrongUsage(f"--where: {len(text):,} characters; a query has {LONGEST:,} at most")
    reader = _Reader(_tokens(text), {one.name: one for one in columns}, known or {})
    made = reader.either(0)
    if reader.left:
        raise WrongUsage(f"--where: {shown(reader.left[0].text)} stands where and, or or the end must stand")
    return made


def _tokens(text: str) -> list[Token]:
    made, at, text = [], 0, text.rstrip()
    while at < len(text):
        found = _TOKEN.match(text, at)
        if found is None:
            raise WrongUsage(f"--where: {shown(text[at:].lstrip())} cannot be read; is a quotation mark missing?")
        at = found.end()
        quoted = found["single"] if found["single"] is not None else found["double"]
        made.append(Token(found["sign"] or found["word"] or "") if quoted is None else Token(quoted, True))
    return made


class _Reader:
    """Reads tokens by recursive descent, to a bounded depth."""

    def __init__(
        self, tokens: list[Token], columns: Mapping[str, Column], known: Mapping[str, Sequence[str]]
    ) -> None:
        self.left = tokens
        self.columns = columns
        self.known = known

    def next(self, wanted: str) -> Token:
        if not self.left:
            raise WrongUsage(f"--where: {wanted} is missing at the end")
        return self.left.pop(0)

    def took(self, *words: str) -> bool:
        if self.left and self.left[0].word() in words:
            self.left.pop(0)
            return True
        return False

    def either(self, depth: int) -> Test:
        parts = [self.both(depth)]
        while self.took("or"):
            parts.append(self.both(depth))
        return parts[0] if len(parts) == 1 else partial(_or, parts)

    def both(self, depth: int) -> Test:
        parts = [self.negated(depth)]
        while self.took("and"):
            parts.append(self.negated(depth))
        return parts[0] if len(parts) == 1 else partial(_and, parts)

    def negated(self, depth: int) -> Test:
        if depth > DEEPEST:
            raise WrongUsage(f"--where: more than {DEEPEST} parentheses or nots within one another")
        if self.took("not"):
            return partial(_not, self.negated(depth + 1))
        if self.took("("):
            made = self.either(depth + 1)
            self.expect(")")
            return made
        return self.test()

    def expect(self, sign: str) -> None:
        found = self.next(shown(sign))
        if found.word() != sign:
            raise WrongUsage(f"--where: {shown(found.text)} stands where {shown(sign)} must stand")

    def test(self) -> Test:
        column = self.column()
        turned = len(self.left) > 1 and self.left[1].word() == "in" and self.took("not")
        if self.took("in"):
            self.expect("(")
            tests = [self.compared(column, "=")]
            while self.took(","):
                tests.append(self.compared(column, "="))
            self.expect(")")
            return partial(_not, partial(_or, tests)) if turned else partial(_or, tests)
        if self.left and self.left[0].word() in (*SIGNS, "=="):
            sign = self.left.pop(0).text
            return self.compared(column, "=" if sign == "==" else sign)
        if column.kind != "boolean":
            raise WrongUsage(
                f"--where: {column.name} by itself is neither true nor false; write {column.name} = ..."
            )
        return partial(_field, column.name)

    def column(self) -> Column:
        found = self.next("the name of a column")
        name = found.word().replace("-", "_")
        if name in self.columns:
            return self.columns[name]
        if found.quoted or name in WORDS or not name[:1].isalnum():
            raise WrongUsage(f"--where: {shown(found.text)} stands where the name of a column must stand")
        raise WrongUsage(f"--where: unknown column {shown(found.text)}; {hint(name, self.columns)}")

    def compared(self, column: Column, sign: str) -> Test:
        found = self.next(f"a value for {column.name}")
        if not found.quoted and (found.word() in WORDS or found.text in (*SIGNS, "==", "(", ")", ",")):
            raise WrongUsage(f"--where: {shown(found.text)} stands where a value for {column.name} must stand")
        text = found.text.strip()
        if column.kind == "date":
            first, last = _span(column.name, text)
            return partial(_by_date, column.name, sign, first, last)
        if column.kind == "number":
            if not re.fullmatch("-?[0-9]{1,18}", text):
                raise WrongUsage(f"--where: {column.name} is a number; {shown(found.text)} is none")
            return partial(_by_number, column.name, sign, int(text))
        if sign not in ("=", "!="):
            raise WrongUsage(f"--where: {column.name} has no order, so that {sign} says nothing; write = or !=")
        if column.kind == "boolean":
            said = _one_of(text, ("true", "false", "yes", "no"), column.name) in ("true", "yes")
            return partial(_by_value, column.name, sign, said)
        if column.kind in ("state", "states"):
            return partial(_by_value, column.name, sign, _state(text))
        closed = column.values or self.known.get(column.name, ())
        return partial(_by_value, column.name, sign, _one_of(text, closed, column.name) if closed else text)


def _state(text: str) -> str:
    try:
        return state_named(text)
    except WrongUsage as error:
        raise WrongUsage(f"--where: {error.message}") from error


def _one_of(text: str, known: Sequence[str], what: str) -> str:
    plain = text.casefold().replace(" ", "_").replace("-", "_")
    for one in known:
        if plain == one.casefold().replace("-", "_"):
            return one
    raise WrongUsage(f"--where: unknown {what} {shown(text)}; {hint(text, known)}")


def _span(name: str, text: str) -> tuple[int, int]:
    try:
        date = Date.parse(text)
    except DateError as error:
        raise WrongUsage(f"--where: {name}: {error}") from error
    if date.qualifier:
        raise WrongUsage(f"--where: {name}: leave the {date.qualifier!r} out of {text} here")
    return date.first, date.last


def _and(parts: Sequence[Test], row: Mapping[str, Any]) -> Truth:
    found = [one(row) for one in parts]
    return False if False in found else None if None in found else True


def _or(parts: Sequence[Test], row: Mapping[str, Any]) -> Truth:
    found = [one(row) for one in parts]
    return True if True in found else None if None in found else False


def _not(part: Test, row: Mapping[str, Any]) -> Truth:
    found = part(row)
    return None if found is None else not found


def _field(name: str, row: Mapping[str, Any]) -> Truth:
    value: bool | None = row[name]
    return value


def _by_value(name: str, sign: str, wanted: str | bool, row: Mapping[str, Any]) -> Truth:
    value = row[name]
    if value is None:
        return None
    held = any(_same(one, wanted) for one in value) if isinstance(value, list) else _same(value, wanted)
    return held == (sign == "=")


def _same(value: object, wanted: str | bool) -> bool:
    if isinstance(value, str) and isinstance(wanted, str):
        return value.casefold() == wanted.casefold()
    return value is wanted


def _by_number(name: str, sign: str, wanted: int, row: Mapping[str, Any]) -> Truth:
    value: int | None = row[name]
    return None if value is None else _ordered(sign, value, value, wanted, wanted)


def _by_date(name: str, sign: str, first: int, last: int, row: Mapping[str, Any]) -> Truth:
    if row[name] is None:
        return None
    date = Date.parse(row[name])
    return _ordered(sign, date.first, date.last, first, last)


def _ordered(sign: str, low: int, high: int, first: int, last: int) -> Truth:
    """Compare a value that lies somewhere from low to high with the stretch from first to last."""
    if sign in ("!=", ">=", ">"):
        found = _ordered({"!=": "=", ">=": "<", ">": "<="}[sign], low, high, first, last)
        return None if found is None else not found
    if sign == "=":
        return True if first <= low and high <= last else False if high < first or last < low else None
    edge = first if sign == "<" else last + 1
    return True if high < edge else False if low >= edge else None
