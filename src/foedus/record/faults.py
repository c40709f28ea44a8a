"""Faults: what is wrong with a pack, where, and how to mend it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final


@dataclass(frozen=True, slots=True)
class FaultKind:
    """One kind of fault.

    Attributes:
        meaning: what is wrong with a pack that has it.
        mend: what would be right.
    """

    meaning: str
    mend: str


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One thing that is wrong.

    Attributes:
        file: path of the file, relative to the pack.
        line: line in that file, from 1; 0 for the file as a whole.
        code: kind of fault, a key of :data:`CODES`.
        what: what is wrong.
        mend: what would be right.

    Raises:
        ValueError: the code is none of :data:`CODES`.
    """

    file: str
    line: int
    code: str
    what: str
    mend: str

    def __post_init__(self) -> None:
        """Keep the list of codes closed."""
        if self.code not in CODES:
            raise ValueError(f"{self.code!r} is no kind of fault; add it to CODES with what it means")

    def __str__(self) -> str:
        """Read as a compiler's message.

        >>> str(Fault("events.yaml", 3, "bad-date", "2012-13 has no month 13", "write YYYY-MM"))
        'events.yaml:3: 2012-13 has no month 13 [bad-date]; write YYYY-MM'
        """
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{place}: {self.what} [{self.code}]; {self.mend}"


class PackError(Exception):
    """Says that a pack cannot be used, with every fault found in it.

    Attributes:
        pack: the pack's name or path.
        faults: all of them, in the order of file and line.
    """

    def __init__(self, pack: str, faults: tuple[Fault, ...]) -> None:
        """Keep the faults sorted."""
        self.pack = pack
        self.faults = tuple(sorted(faults))
        count = len(self.faults)
        head = f"pack {pack} has {count} fault{'s' if count != 1 else ''}"
        super().__init__("\n".join([head, *(str(fault) for fault in self.faults)]))


class UnknownPack(LookupError):
    """Says that no pack has that name, and which one was most likely meant."""


def _kinds(text: str) -> Mapping[str, FaultKind]:
    """Read the table below: a code on a line of its own, then its meaning, then ``->`` and how to mend it."""
    kinds: dict[str, FaultKind] = {}
    for entry in text.strip().split("\n\n"):
        code, _, prose = entry.partition("\n")
        meaning, _, mend = " ".join(prose.split()).partition(" -> ")
        kinds[code] = FaultKind(meaning, mend)
    return MappingProxyType(kinds)


CODES: Final[Mapping[str, FaultKind]] = _kinds(
    """
unknown-file
    A file bears the name of no section, or stands where that section is not read.
    -> Name it after its section (`organs.yaml`, `treaties/any-name.yaml`), or take it out of the pack.

missing-file
    A section that every pack has is not there.
    -> Add the file.

unreadable-file
    A file cannot be opened.
    -> Mend its permissions, or the link that leads nowhere.

yaml-syntax
    The text is not YAML, or not UTF-8. Nothing is read of such a file.
    -> Mend it where the line says; text that holds `: ` or ` #` wants quotation marks.

yaml-feature
    There is an anchor, an alias, a tag, or a key that is not plain text.
    -> Write the value out; what type it has the schema says.

several-documents
    A second YAML document begins in the file.
    -> Keep one document in a file.

duplicate-key
    A key is given twice in one mapping.
    -> Keep one of the two.

duplicate-id
    Two facts of one kind bear the same id.
    -> Give each an id of its own.

bad-id
    An id is empty, or holds blanks or signs that do not belong in an address.
    -> Write letters, digits, hyphens, dots and underscores only, beginning with a letter or digit.

wrong-shape
    A file holds a list where one fact is wanted, one fact where a list is, or nothing.
    -> Write what the message says.

unknown-key
    A key is none of those that this kind of fact has.
    -> Write the nearest right one, which the message names.

missing-key
    A key that this kind of fact must have is not there.
    -> Add it.

unknown-word
    A value is none of the words allowed in that place.
    -> Write the nearest right one, which the message names.

not-text
    A list, a mapping or nothing stands where text is wanted.
    -> Write one line of text.

not-a-number
    Something else stands where a whole number is wanted.
    -> Write digits only; leave the key out if the number is not known.

not-true-or-false
    Something else stands where true or false is wanted.
    -> Write `true` or `false`.

not-a-list
    Something else stands where a list is wanted.
    -> Write `[one, two]`, or one item a line, each beginning with `- `.

not-a-mapping
    Something else stands where keys with values are wanted.
    -> Write `{key: value}`, or one `key: value` a line.

bad-date
    A date is not written in EDTF, or there is no such day.
    -> Write YYYY, YYYY-MM or YYYY-MM-DD, with `?`, `~` or `%` at the end when it is uncertain.

bad-period
    A period is not two dates around a slash, or it ends before it begins.
    -> Write FROM/TO, FROM/.. while it goes on, FROM/ when its end is not known; TO is the first day on which
    it no longer holds.

bad-condition
    A condition of a decision rule, a query or a statement has none of the keys that it takes one of, or several.
    -> Give exactly one; join several conditions or queries with `all_of` or `any_of`.

bad-share
    A share is not an exact fraction above 0 and up to 1, stands beside a count, or shares do not add up to 1.
    -> Write a fraction (`2/3`), and either a share or a count.

negative-number
    A number is below zero.
    -> Write a number from 0 up; leave the key out if it is not known.

bad-url
    An address does not begin with `http://` or `https://` and a host.
    -> Copy the whole address.

pack-id
    The id in `pack.yaml` is not the name of the folder, or not the id in `organisation.yaml`.
    -> Make the three alike.

schema-version
    The pack is written in a version of the schema that is not read here.
    -> Write the version that the message names.

no-licence
    The licence of the pack's data, or its owner, is left empty.
    -> Write the licence as an SPDX identifier (`CC-BY-4.0`) and who owns the data.

open-coverage
    The time that the pack covers has no end, so that nobody could tell what it no longer knows.
    -> Write the newest day or month for which the pack claims to know.

outside-coverage
    A fact is dated after the end of the time that the pack covers.
    -> Mend the date, or move the end of `covers` in `pack.yaml`.

no-sources
    A fact names no source.
    -> Name at least one entry of `sources.yaml`.

unknown-source
    A source that a fact names is not in `sources.yaml`.
    -> Add it there, or mend the id.

unknown-state
    A code is none of a state.
    -> Write its three-letter code (ISO 3166-1; for states that are gone the code they had).

unknown-organ
    An organ that a fact names is not in `organs.yaml`.
    -> Add it there, or mend the id.

unknown-rule
    A decision rule that a fact names is not in `decision_rules.yaml`.
    -> Add it there, or mend the id.

unknown-treaty
    An instrument that a fact names is not in the pack.
    -> Add it under `treaties`, or mend the id.

unknown-provision
    A provision that a fact names is in none of the pack's instruments.
    -> Add it to its instrument, or mend the id.

unknown-article
    No provision of the pack bears the article key that a fact names.
    -> Write the article's key, which is the same in all its wordings, not the id of one wording.

unknown-force
    A force that a fact names is not in `forces.yaml`.
    -> Add it there, or mend the id.

unknown-case
    A case that a fact names is not in the casebook.
    -> Add it under `cases`, or mend the id.

unknown-activity
    An activity that a fact names is not among `activities`.
    -> Add it there, or mend the id.

unknown-event
    A milestone that a statement names is not among `events`.
    -> Add it there, or mend the id.

state-not-in-being
    A state is named for a time at which it surely did not exist.
    -> Write the code of the state that was there then, or mend the date.

ends-before-founded
    The organisation is dissolved before it is founded.
    -> Mend one of the two dates.

membership-needs-state-or-body
    A row of `membership.yaml` names neither a state nor another body, or both.
    -> Give `state`, or `body` for what is not a state.

overlapping-membership
    Two rows give one holder the same status in the same thing, and their periods surely overlap.
    -> End one before the other begins, or make them one row.

chair-overlap
    Two states are surely in the chair at once.
    -> End one before the other begins.

office-overlap
    Two persons surely hold one office at once, and neither is acting.
    -> End one before the other begins, mark one as acting, or tell the offices apart.

term-ends-before-start
    A term of office ends before the person takes office.
    -> Mend one of the two dates.

contribution-of-non-member
    A state is said to contribute to a force, and it has no row in `membership.yaml`.
    -> Add its membership, or mend the code.

treaty-in-force-before-signed
    An instrument is in force before it is signed.
    -> Mend one of the two dates.

treaty-ends-before-signed
    An instrument ends before it is signed.
    -> Mend one of the two dates.

party-in-force-before-treaty-signed
    An instrument is in force for a party before anyone signed it.
    -> Mend one of the two dates.

party-ends-before-in-force
    An instrument ends for a party before it is in force for it.
    -> Mend one of the two dates.

provision-outside-treaty
    The wording of a provision holds before its instrument is signed, or after it has ended.
    -> Mend the period of the wording, or the dates of the instrument.

overlapping-wordings
    Two wordings of one article are surely in force at once.
    -> End the older one on the day on which the newer one begins, or give the two articles keys of their own.

organ-cycle
    An organ is its own parent, through one or more others.
    -> Let the highest organ have no parent.

rule-without-organ
    A decision rule names no organ, and it is no right that one state has alone.
    -> Name the organs that it governs, or say `alone`.

fallback-cycle
    A decision rule falls back on itself, through one or more others.
    -> Let the last rule have no fallback.

veto-without-holder
    A condition asks for no objection of the veto holders, and the rule names none.
    -> Name them under `veto_holders`, or write `no_objection: voters`.

voters-not-named
    The voters of a rule are said to be named, and no state is.
    -> List them under `named`.

unknown-scope
    A rule leaves out members that stand outside something, and no status in membership.yaml has that scope.
    -> Write the scope as it stands there.

doctrine-gap
    No entry of a trigger fits every situation, so that some have no answer.
    -> End with an entry that has neither `kinds` nor `by` nor `outside`.

unreachable-cell
    An entry stands after one that fits every situation, so that it never answers.
    -> Put it before that one.

duplicate-trigger
    A trigger has its readings twice.
    -> Make the two one.

situation-ends-before-it-begins
    A situation ends before it begins.
    -> Mend one of the two dates.

act-before-situation
    An act of a case comes before its situation begins, or before the day from which it was foreseen.
    -> Mend one of the dates; if something was done before it began, say from when with `foreseen`.

decision-before-invocation
    The organisation answers a request before it is made.
    -> Mend one of the two dates; if the request went elsewhere or came later, say `elsewhere` or `after_decision`.

withdrawal-before-arrival
    Forces leave before they arrive, or have left before they begin to.
    -> Mend one of the dates.

position-twice
    A case gives one state's position on one thing twice.
    -> Keep one, or say with `on` what each is on.

consultation-needs-organ-or-forum
    A consultation names neither an organ of the organisation nor another forum.
    -> Give `organ`, or `forum` in words.

contradictory-reform
    A reform sets one thing twice from the same day, or another way than a reform beside it; or a state joins that
    belongs already, or leaves, freezes or returns when it cannot.
    -> Leave one of the two out, or let them begin on different days.

nothing-to-change
    A reform changes what does not hold any more on its day, or an article on another subject.
    -> Let it begin earlier, or name what holds then.
"""
)
"""Every kind of fault, in the order of the reference (``docs/reference/faults.md``)."""
