"""The layout of a compiled organisation: one flat table of whole numbers, with its offsets in front.

Kernel and compiler share these places and nothing else. The kernel's format is part of every study's identity:
whoever changes what the table means, or the order of a step, raises :data:`FORMAT`.
"""

from __future__ import annotations

from typing import Final

FORMAT: Final = "foedus-worlds/2"
"""Name of the format of the tables and of the order of a step."""

# --- scalars, then offsets of the tables, in the front of the flat table ---

(
    MEMBERS, CELLS, KINDS, YEARS, ASKS, SCENES, HORIZON, MEAN_GAP, LEADER, LEADER_WEIGHT, ABSTENTION,
    BELIEF_STANCE, BELIEF_INVOKE, BELIEF_LEAVE, FROZEN_INVOKE, DETERRENCE, SHOCK, ADMISSION, DRIFT, CONSENT,
    SELF_TIE, EPOCHS, STATISTICS, S_CRISES, S_PIVOTAL, S_STANCES, S_DECISION, S_ARRIVAL, S_STATUS, S_BELIEF,
    S_YEARS, S_MEMBERS, S_ANSWERED, S_WORLDS,
    O_LOGISTIC, O_EXPONENTIAL, O_SHOCKS, O_CELLS, O_CUMULATIVE, O_GUIDE, O_SCENE_CUMULATIVE, O_KINDS, O_ASKS,
    O_ROUTES, O_AFFINITY, O_TIES, O_MEMBERS, O_DELAYS, O_PROGRAMS, O_YEARS, O_EPOCHS, O_MEASURES, O_UPDATES,
    O_ADMISSIONS, O_HAZARDS,
) = range(55)  # fmt: skip
HEAD: Final = 64
"""Places kept in front."""

MOST_MEMBERS: Final = 62
"""Members and other voters that one world can hold: the bits of a positive whole number of 64."""

# --- one row of each table ---

CELL_TARGET, CELL_KIND, CELL_INITIATOR, CELL_FIRST_SCENE, CELL_SCENES, CELL_BY_MEMBER = range(6)
CELL: Final = 6
"""Width of a cell: who is in trouble, the kind, row of ties, first scene, how many, the member behind it or -1."""

KIND_DETERRED, KIND_INVOKE, KIND_STANCE, KIND_FRONT = range(4)
KIND: Final = KIND_FRONT + 33
"""Width of a kind: deterred share, index of invoking, index of support; then quantiles of the need."""

(
    ROUTE_STATUS, ROUTE_PROGRAM, ROUTE_VOTERS, ROUTE_OPEN, ROUTE_MEASURE, ROUTE_LESSER, ROUTE_SILENT, ROUTE_DAYS,
) = range(8)  # fmt: skip
ROUTE: Final = 8
"""Width of a route: status, program of the rule, voters as a mask, those of them whose vote does not hang on
membership, measure put, whether it is less than was asked, whether silence is consent, days that it runs."""

NOT_ENGAGED, DECIDED, ALONE, NOBODY = range(4)
"""Statuses of a route: the call is not in order; an organ decides; each state by itself; no organ can."""

MEASURE_COST, MEASURE_HELP, MEASURE_CONSENT, MEASURE_SEND = range(4)
MEASURE: Final = 4
"""Width of a measure: index of its cost, whether help follows, whether own law may stop it, index of sending."""

MEMBER_BELIEF, MEMBER_STATUS, MEMBER_PULL, MEMBER_STRENGTH, MEMBER_CONSENT, MEMBER_PRIOR = range(6)
MEMBER: Final = 6
"""Width of a member; the row after the last is that of those outside."""

YEAR_DAY, YEAR_TREND, YEAR_NOTICE, YEAR_LEAVES = range(4)
YEAR: Final = 4
"""Width of a year: its day, its rate as a threshold, whether notice may be given, the day on which it has run."""

EPOCH_DAY, EPOCH_MEMBERS, EPOCH_FREE = range(3)
EPOCH: Final = 3
"""Width of an epoch of the law: first day, members as a mask, those of them that may freeze, leave and return."""

ADMISSION_STATUS, ADMISSION_PROGRAM, ADMISSION_VOTERS, ADMISSION_SILENT = range(4)
ADMIT: Final = 4
"""Width of an admission: impossible, voted or free; then as of a route."""
IMPOSSIBLE, VOTED, FREE = range(3)

DELAY_INVOKE, DELAY_MEET, DELAY_SEND, DELAY_STAY = range(4)
"""Quantile tables of days, 33 points each."""

HAZARD_FREEZE, HAZARD_UNFREEZE, HAZARD_NOTICE, HAZARD_NOTICE_FROZEN, HAZARD_RETURN = range(5)
"""Indices of yearly steps, one row."""
HAZARDS: Final = 5

# --- outcomes ---

OUTCOMES: Final = (
    "not_engaged", "not_invoked", "nobody_decides", "cannot_be_told", "not_adopted", "lesser_measure",
    "insufficient", "answered",
)  # fmt: skip
"""How a crisis ends before the organisation, in the order of their codes."""
(
    OUT_NOT_ENGAGED, OUT_NOT_INVOKED, OUT_NOBODY, OUT_UNKNOWN, OUT_REJECTED, OUT_LESSER, OUT_INSUFFICIENT,
    OUT_ANSWERED,
) = range(8)  # fmt: skip

UPDATE: Final = 6
"""Width of an update: up and down for the target, for onlookers, for those outside."""

STANCES: Final = ("supports", "abstains", "objects", "absent", "silent")
SUPPORTS, ABSTAINS, OBJECTS, ABSENT, SILENT = range(5)
"""Stances that members of a world take."""

MEMBER_NOW, FROZEN, NOTICE, OUTSIDE = range(4)
STATUSES: Final = ("member", "frozen", "notice", "outside")
"""Statuses that a state can have in a world."""

NEVER: Final = 1 << 40
"""A day that never comes."""

# --- programs of decision rules ---

OP_BAR, OP_OBJECTIONS, OP_SETTLED, OP_COMBINED = range(4)
BAR: Final = 13
"""Width of a threshold: op, measure, needed, five scores, five parts of the base."""
OBJECTING: Final = 3
"""Width of an objection: op, who (-1: any voter), stances against as bits."""
SETTLING: Final = 2
COMBINING: Final = 3
ALL_OF, ANY_OF, NONE_OF = range(3)
LINK_WHEN, LINK_EMPTY, LINK_QUORUM, LINK_CONDITION, LINK_NO_WEIGHT, LINK_NO_PEOPLE, LINK_UNEVEN = range(7)
LINK: Final = 7
"""Width of a link's front: fallback, answer without voters, lengths of quorum and condition, masks of voters
without a weight and without a count of people, whether votes differ in this rule or those it falls back on; then
weights and people of each member, then the operations."""
FALSE, TRUE, UNTOLD = range(3)

# --- the trace of a world, for the comparison with the engine ---

TRACE: Final = 24
"""Width of a trace's front; beliefs and statuses follow."""
(
    ROW_KIND, ROW_NUMBER, ROW_DAY, ROW_CELL, ROW_SCENE, ROW_ASK, ROW_OUTCOME, ROW_INVOKED, ROW_MET, ROW_DECIDED,
    ROW_SUPPORTS, ROW_ABSTAINS, ROW_OBJECTS, ROW_ABSENT, ROW_SILENT, ROW_PIVOTAL, ROW_SENDS, ROW_REFUSED,
    ROW_TOTAL, ROW_NEED, ROW_ARRIVED, ROW_COMPLETE, ROW_MEMBERS, ROW_LEFT,
) = range(24)  # fmt: skip
ROW_CRISIS, ROW_YEAR = 1, 2

# --- statistics ---

DECISION_DAYS: Final = 600
ARRIVAL_DAYS: Final = 384
BELIEF_BINS: Final = 16
WORLD_BINS: Final = 64
CRISIS: Final = 9
"""Counts of a member and kind: the eight outcomes, then crises in which help arrived."""
CRISES_OF_YEAR: Final = 8
"""Counts of a year: crises by outcome."""
WORLDS, CANDIDATES, CRISES, DAYS = range(4)
"""Counts of the whole: worlds, candidate crises, crises, days of history played."""

# --- the scratch of one thread ---

(
    X_WORLD, X_LOW, X_HIGH, X_NUMBER, X_DAY, X_TARGET, X_BEHIND, X_PRESENT, X_VOTERS, X_ROUTE, X_KIND, X_ROW,
    X_INVOKED, X_DECIDED, X_NEED, X_TOTAL, X_FIRST, X_TICK, X_YEAR, X_EPOCH, X_CELL, X_SCENE, X_ASK, X_COMMON,
    X_PURPOSE, X_SHIFT, X_SILENT, X_CANDIDATES, X_CRISES, X_ANSWERED, X_SENDS, X_OUTCOME,
) = range(32)  # fmt: skip
X_BELIEFS, X_STATUS, X_LEAVES, X_INDEX, X_MASKS, X_STACK, X_FOLLOWED, X_GONE = 32, 96, 160, 224, 288, 293, 360, 361
X_LEAST, X_MOST = 384, 448
"""Between these two a member's word for the year changes nothing, whatever it believes."""
X_GROUPS, X_YEARS, GROUPS = 512, 576, 16
"""Words of groups of four members, drawn together: for a vote, for a year."""
X_HELP = 640
"""Words of each member, drawn together."""
X_GAPS, X_SCENES, X_COURSES, AHEAD = 896, 928, 960, 8
"""Words of so many candidates and their crises, drawn together."""
SCRATCH: Final = 992
WHOLE: Final = 1 << 16
"""A belief that is complete."""
