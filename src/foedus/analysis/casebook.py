"""The casebook as tidy tables: one row a case, one row a state in a case, each column with its description.

What is not known is null, never 0. Dates are text in EDTF, as precise as known. Polars is imported only where a
frame is made, so that listing and filtering cases never need it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, get_args

from foedus.record.base import Confidence
from foedus.record.cases import CodedCase, Outcome, OutsideHand, Position, SituationKind, Stance
from foedus.record.terms import Territory

if TYPE_CHECKING:
    from polars import DataFrame

    from foedus.dates import Date
    from foedus.record.view import Organisation

Kind: TypeAlias = Literal["text", "texts", "state", "states", "date", "number", "boolean"]
"""What a column holds: text, a list of it, a state's code, a list of codes, a date in EDTF, a count, yes or no."""

Row: TypeAlias = dict[str, Any]
Coded: TypeAlias = "tuple[Organisation, CodedCase]"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table.

    Attributes:
        name: its name, in the tables and in a query.
        kind: see :data:`Kind`.
        about: what it holds, as the codebook says it.
        values: all the values that it may have, where they are a closed list.
    """

    name: str
    kind: Kind
    about: str
    values: tuple[str, ...] = ()


CASE_COLUMNS: tuple[Column, ...] = (
    Column("id", "text", "the case's id; it joins the two tables"),
    Column("organisation", "text", "id of the organisation whose casebook it is in"),
    Column("title", "text", "what the case is called"),
    Column("kind", "text", "what happened", get_args(SituationKind)),
    Column("target", "state", "the state in trouble"),
    Column("also_targets", "states", "other states in the same trouble"),
    Column(
        "initiators", "states", "states that brought it about, as the coding has it; empty where it names none"
    ),
    Column("groups", "texts", "initiators that are not states, in words"),
    Column("target_is_member", "boolean", "whether the target was a member on the day when it began"),
    Column(
        "initiator_is_member",
        "boolean",
        "whether any initiator was a member on the day when it began; null where no initiator is coded",
    ),
    Column("begins", "date", "first day"),
    Column("ends", "date", "last day; null where it is not known or not over"),
    Column("place", "text", "where, in words"),
    Column("territory", "text", "where, seen from the target", get_args(Territory)),
    Column(
        "outside_hand",
        "text",
        "whether an attacker from outside stood behind violence inside the state",
        get_args(OutsideHand),
    ),
    Column("battle_deaths", "number", "deaths in battle"),
    Column(
        "invoked", "boolean", "whether the organisation was asked; false where only another body or one ally was"
    ),
    Column("asked_elsewhere", "boolean", "whether a request was made and went to another body or one ally"),
    Column("invoked_by", "state", "the state that asked, the organisation or elsewhere"),
    Column("joined_by", "states", "states that asked with it"),
    Column("invoked_on", "date", "day of the request"),
    Column("under", "texts", "keys of the articles that were named, or plainly meant; empty where none is known"),
    Column("asks_for", "texts", "what was asked of the organisation"),
    Column("decided_on", "date", "day of the decision or statement"),
    Column("organ", "text", "organ of the organisation that took it"),
    Column("forum", "text", "another body, or an officer who spoke, where it was no organ of the organisation"),
    Column("rule", "text", "decision rule as coded"),
    Column("outcome", "text", "what came of it", get_args(Outcome)),
    Column(
        "days_to_decision",
        "number",
        "days from `begins` to `decided_on`, below 0 where decided before; null where either is no whole day",
    ),
    Column("first_arrival", "date", "day on which the first forces came"),
    Column(
        "days_to_arrival", "number", "days from `begins` to `first_arrival`; null where either is no whole day"
    ),
    Column("personnel_total", "number", "personnel sent in all"),
    Column(
        "fulfilled",
        "text",
        "whether what was promised was done; null where that is not known",
        ("yes", "partly", "no", "not_applicable"),
    ),
    Column("confidence", "text", "how sure the coding is", get_args(Confidence)),
    Column("n_positions", "number", "how many positions of states are coded"),
    Column("n_requests", "number", "how many of them are requests"),
    Column("n_supports", "number", "how many of them are in support"),
    Column("n_objects", "number", "how many of them are objections"),
    Column("n_contributes", "number", "how many states are coded as having really sent forces or materiel"),
    Column("n_sources", "number", "how many sources the coding rests on"),
)

MEMBER_COLUMNS: tuple[Column, ...] = (
    Column("case", "text", "the case's id, as in `id` of the table of cases"),
    Column("organisation", "text", "id of the organisation whose casebook it is in"),
    Column("state", "state", "the state that took the position; it need not be a member"),
    Column("is_member", "boolean", "whether the state was a member on the day when the case began"),
    Column("is_target", "boolean", "whether it is the target or another state in the same trouble"),
    Column("is_initiator", "boolean", "whether it is coded as an initiator"),
    Column(
        "stance",
        "text",
        "where it stood; null where that is not known",
        tuple(one for one in get_args(Stance) if one != "unknown"),
    ),
    Column("on", "text", "what the stance is on", ("request", "decision", "situation")),
    Column("date", "date", "day of the stance"),
    Column("contributes", "boolean", "whether it really sent forces or materiel; null is not no"),
    Column("personnel", "number", "personnel that it sent"),
    Column("materiel", "text", "what else it sent, in words"),
)

TABLES: Mapping[str, tuple[Column, ...]] = {"cases": CASE_COLUMNS, "members": MEMBER_COLUMNS}
"""The tables by name."""


def cases(organisations: Iterable[Organisation]) -> DataFrame:
    """Make the table of cases: one row a case.

    Args:
        organisations: whose casebooks.

    Returns:
        a frame with :data:`CASE_COLUMNS`, by day of beginning and id.

    >>> from foedus.record.view import organisation
    >>> cases([organisation("csto")]).columns[:3]
    ['id', 'organisation', 'title']
    """
    return frame("cases", [case_row(*one) for one in coded_in(organisations)])


def members(organisations: Iterable[Organisation]) -> DataFrame:
    """Make the table of positions: one row a state and stance in a case.

    Args:
        organisations: whose casebooks.

    Returns:
        a frame with :data:`MEMBER_COLUMNS`, in the order of the cases and their coding.

    >>> from foedus.record.view import organisation
    >>> members([organisation("csto")]).columns[:3]
    ['case', 'organisation', 'state']
    """
    return frame("members", [row for one in coded_in(organisations) for row in member_rows(*one)])


def coded_in(organisations: Iterable[Organisation], day: int | None = None) -> list[Coded]:
    """List cases with their organisations, by day of beginning, id and organisation.

    Args:
        organisations: whose casebooks.
        day: an ordinal: as much as was known on that day; None for the last day that each record covers.
    """
    found = [(one, coded) for one in organisations for coded in one.on(day).cases]
    return sorted(found, key=lambda pair: (pair[1].situation.begins.first, pair[1].id, pair[0].id))


def case_row(organisation: Organisation, coded: CodedCase) -> Row:
    """Give a case's row, with the keys of :data:`CASE_COLUMNS`; what is not known is None."""
    was, asked, said, sent = coded.situation, coded.invocation, coded.decision, coded.deployment
    stances = [one.stance for one in coded.positions]
    return {
        "id": coded.id,
        "organisation": organisation.id,
        "title": coded.title,
        "kind": was.kind,
        "target": was.target,
        "also_targets": list(was.also_targets),
        "initiators": list(was.initiators),
        "groups": list(was.groups),
        "target_is_member": _was_member(organisation, was.target, was.begins),
        "initiator_is_member": _any(_was_member(organisation, one, was.begins) for one in was.initiators)
        if was.initiators
        else None,
        "begins": was.begins.text,
        "ends": _text(was.ends),
        "place": was.place,
        "territory": was.territory,
        "outside_hand": was.outside_hand,
        "battle_deaths": was.battle_deaths,
        "invoked": asked.made and not asked.elsewhere,
        "asked_elsewhere": asked.made and asked.elsewhere,
        "invoked_by": asked.by,
        "joined_by": list(asked.joined_by),
        "invoked_on": _text(asked.date),
        "under": list(asked.under),
        "asks_for": list(asked.asks_for),
        "decided_on": _text(said.date),
        "organ": said.organ,
        "forum": said.forum,
        "rule": said.rule,
        "outcome": said.outcome,
        "days_to_decision": _days(was.begins, said.date),
        "first_arrival": _text(sent.first_arrival),
        "days_to_arrival": _days(was.begins, sent.first_arrival),
        "personnel_total": sent.personnel_total,
        "fulfilled": None if coded.fulfilled == "unknown" else coded.fulfilled,
        "confidence": coded.confidence,
        "n_positions": len(stances),
        "n_requests": stances.count("requests"),
        "n_supports": stances.count("supports"),
        "n_objects": stances.count("objects"),
        "n_contributes": len({one.state for one in coded.positions if one.contributes}),
        "n_sources": len(coded.sources),
    }


def member_rows(organisation: Organisation, coded: CodedCase) -> list[Row]:
    """Give the rows of a case's positions, with the keys of :data:`MEMBER_COLUMNS`."""
    return [_member_row(organisation, coded, one) for one in coded.positions]


def _member_row(organisation: Organisation, coded: CodedCase, one: Position) -> Row:
    was = coded.situation
    return {
        "case": coded.id,
        "organisation": organisation.id,
        "state": one.state,
        "is_member": _was_member(organisation, one.state, was.begins),
        "is_target": one.state == was.target or one.state in was.also_targets,
        "is_initiator": one.state in was.initiators,
        "stance": None if one.stance == "unknown" else one.stance,
        "on": one.on,
        "date": _text(one.date),
        "contributes": one.contributes,
        "personnel": one.personnel,
        "materiel": one.materiel,
    }


def _was_member(organisation: Organisation, state: str, date: Date) -> bool | None:
    """Whether a state was a member on a day; None where that day's precision or the record leaves it open."""
    if not organisation.record.membership:
        return None
    found = set()
    for day in sorted({date.first, date.last}):
        member = organisation.on(day).member(state)
        found.add(None if member is not None and "uncertain" in member.flags else member is not None)
    return found.pop() if len(found) == 1 else None


def _any(answers: Iterable[bool | None]) -> bool | None:
    found = list(answers)
    return True if True in found else None if None in found else False


def _text(date: Date | None) -> str | None:
    return None if date is None else date.text


def _days(begins: Date, date: Date | None) -> int | None:
    return date.first - begins.first if date is not None and date.exact and begins.exact else None


def frame(table: str, rows: Sequence[Row]) -> DataFrame:
    """Make a frame of rows.

    Args:
        table: name of the table.
        rows: its rows, with the keys of its columns.

    Returns:
        the frame; its columns have their types even where there is no row.

    Raises:
        KeyError: when there is no such table.

    >>> frame("members", []).shape
    (0, 12)
    """
    import polars

    types: dict[Kind, Any] = {
        "number": polars.Int64,
        "boolean": polars.Boolean,
        "texts": polars.List(polars.String),
        "states": polars.List(polars.String),
    }
    schema = {one.name: types.get(one.kind, polars.String) for one in TABLES[table]}
    return polars.DataFrame([{name: row[name] for name in schema} for row in rows], schema=schema, orient="row")


def _parquet(made: DataFrame) -> bytes:
    import io

    buffer = io.BytesIO()
    # Whatever would depend on a version's defaults is said here, so that the same rows give the same bytes.
    made.write_parquet(buffer, compression="zstd", compression_level=3, statistics=True, row_group_size=65_536)
    return buffer.getvalue()


def _csv(made: DataFrame) -> bytes:
    import polars

    lists = [name for name, of in made.schema.items() if isinstance(of, polars.List)]
    return made.with_columns(polars.col(lists).list.join(";")).write_csv(line_terminator="\n").encode()


def _json(made: DataFrame) -> bytes:
    import json

    return (json.dumps(made.to_dicts(), ensure_ascii=False, indent=2) + "\n").encode()


FORMATS: Mapping[str, Callable[[DataFrame], bytes]] = {"csv": _csv, "parquet": _parquet, "json": _json}
"""The formats of a file by its ending; each makes the same bytes of the same frame."""


def written(made: DataFrame, form: str) -> bytes:
    r"""Write a frame as a file's bytes; in CSV the items of a list stand in one cell, divided by semicolons.

    Args:
        made: the frame.
        form: ``csv``, ``parquet`` or ``json``.

    Raises:
        KeyError: when there is no such format.

    >>> written(frame("members", []), "json")
    b'[]\n'
    """
    return FORMATS[form](made)


_WHAT: Mapping[Kind, str] = {
    "text": "text",
    "texts": "list of texts",
    "state": "state",
    "states": "list of states",
    "date": "date",
    "number": "number",
    "boolean": "true or false",
}

_HEAD = """# Codebook

`foedus cases --table cases` gives one row a case, `foedus cases --table members` one row a state and stance
in a case. From Python, `foedus.analysis.casebook` has `cases(organisations)` and `members(organisations)`,
which give Polars frames. This page is made from the descriptions of the columns themselves.

What is not known is null (in CSV an empty cell), never 0 or a guess. A list is empty where the coding names
nothing; in CSV its items stand in one cell, divided by semicolons. States are codes of three letters. Dates
are text as precise as known: `2012`, `2012-12`, `2012-12-19`, with `?`, `~` or `%` at the end where uncertain
(EDTF). Every case has its sources: `foedus case ID`.
"""

_QUERY = """## Queries

`foedus cases --where "kind = coup and invoked"` keeps the cases for which the query is true.

| write | for |
| --- | --- |
| `kind = coup`, `kind != coup` | a value; of a list, whether it holds the value (`initiators = RUS`) |
| `battle_deaths >= 1000` | `<`, `<=`, `>`, `>=`, of numbers and dates |
| `kind in (coup, civil_war)` | any of several values |
| `invoked` | a column that is true or false, by itself |
| `not`, `and`, `or`, `( )` | in this order of strength |
| `'a value'` | quotation marks, single or double, around a value with spaces or signs |

The names are those of the columns of cases below; with `--table members` also those of members, and rows of
that table are kept. Capitals do not matter. A state is named by its code or its name.

A date in a query may be a year, a month or a day: `begins = 2020` is true of what surely began in 2020,
`begins < 2020` of what surely began before that year, `begins <= 2020` of what surely began before its end.
What may or may not lie there is not known.

**What is not known** makes neither the comparison nor its negation true: a row falls out where the query as a
whole cannot be answered, and the answer says how many rows did. `false and x` is false and `true or x` is
true, whatever x is.
"""


def codebook() -> str:
    """Write the codebook: the page of the reference that names every column.

    >>> codebook().splitlines()[0]
    '# Codebook'
    """
    return "\n".join(
        [
            _HEAD,
            _QUERY,
            *_part("Cases", "One row a case.", CASE_COLUMNS),
            "",
            *_part("Members", "One row a state and stance in a case.", MEMBER_COLUMNS),
            "",
        ]
    )


def _part(title: str, says: str, columns: Sequence[Column]) -> list[str]:
    return [
        f"## {title}",
        "",
        says,
        "",
        "| column | type | what it holds | values |",
        "| --- | --- | --- | --- |",
        *(
            f"| `{one.name}` | {_WHAT[one.kind]} | {one.about} | {', '.join(f'`{word}`' for word in one.values)} |"
            for one in columns
        ),
    ]
