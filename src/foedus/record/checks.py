"""Checks: what is wrong across the files of a pack, all of it at once.

What one file says of itself the schema has judged already (:mod:`foedus.record.schema`). Here facts are held
against one another. A fault is told only where it is certain: two periods that may overlap are no fault.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from foedus.record.checks_cases import check_cases
from foedus.record.checks_ground import Ground
from foedus.record.checks_law import check_doctrine, check_organs, check_rules, check_treaties
from foedus.record.checks_members import check_members
from foedus.record.checks_names import check_names
from foedus.record.checks_pack import check_pack
from foedus.record.checks_statements import check_statements
from foedus.record.checks_worlds import check_worlds
from foedus.record.faults import Fault

if TYPE_CHECKING:
    from foedus.record.reading import Reading

CHECKS: Final = (
    check_pack,
    check_names,
    check_treaties,
    check_organs,
    check_rules,
    check_doctrine,
    check_members,
    check_cases,
    check_statements,
    check_worlds,
)
"""All of them; their order does not matter."""


def check(reading: Reading) -> list[Fault]:
    """Find every fault across the files of a pack.

    Args:
        reading: what was read. Facts that are faulty in themselves are missing from it: nothing is said of what
            they would have been needed for.

    Returns:
        the faults beyond those of the reading itself, in the order of file and line, each once.
    """
    ground = Ground(reading)
    for each in CHECKS:
        each(ground)
    return sorted(set(ground.faults))
