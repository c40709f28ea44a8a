"""What the page says in numbers outside its tables: each phrase is made from figures and has to stand in it."""

from __future__ import annotations

from collections import Counter

from foedus.estimates.literature import PublishedFinding
from research import promises, reliability
from research.checks import Material, significant
from research.promises import Promise, Rate
from research.tables import number
from research.uncertainty import Share


def missing(page: str, phrases: list[str]) -> list[str]:
    """List the phrases that a page does not have, whatever its line breaks."""
    flat = " ".join(page.split())
    return [one for one in phrases if one not in flat]


def of_casebook(found: list[Promise]) -> list[str]:
    """Make the phrases about the casebook, which need no data from outside."""
    rates = {one.group: one for one in promises.rates(found)}
    near, asked = promises.nearest(found)
    within = [one for one in found if one.kind in promises.ATTACKS and one.defence == "engaged" and one.counts]
    with_request, without = _partly(rates["the organisation was asked"]), _partly(rates["it was not asked"])
    (_, most), *_ = Counter(one.organisation for one in within).most_common(1)
    low, high = near.at_least_partly.plain or (0.0, 1.0)
    since = sum(one.year >= 1991 for one in found) / len(found)
    return [
        f"kept in full in {near.wholly.count} of {near.wholly.n} cases, and at least in part in "
        f"{near.at_least_partly.count}",
        f"in {asked.wholly.count} and {asked.at_least_partly.count} of {asked.wholly.n}",
        f"{most} of the {near.wholly.n} are cases of one organisation",
        f"the interval goes from {number(low)} to {number(high)}",
        f"({with_request} and {without} in full or part)",
        f"{number(rates['all'].at_least_partly.value)} were kept at least in part, "
        f"{number(rates['all'].wholly.value)} in full",
        f"from {min(one.year for one in found)} on; {since:.0%} since 1991".replace("%", " per cent"),
    ]


def of_others(material: Material) -> list[str]:
    """Make the phrases about published data."""
    shares, rows = material.shares["LLM"], reliability.commitments(material.data, "LLM")
    fall = reliability.fall(rows)
    early = reliability.before_1945(material.members)
    several = shares["of several parties, since_1945"]
    in_world_wars = shares["before_1945"].n - shares["before_1945, without the world wars"].n
    by_war = [row for row in rows if row["rsh_warid"] > reliability.WORLD_WARS[1] and not _before(row)]
    nato = [one for one in material.years["nato"] if one.correlation is not None]
    later = [one.correlation for one in nato if one.year >= 2011 and one.correlation]
    rhos, chances = sorted(one.rho for one in later), sorted(one.p for one in later)
    last = sum(row["rsh_warid"] == reliability.WORLD_WARS[1] for row in rows)
    late = [row["kept"] for row in material.members if row["atopid"] >= reliability.FIRST_SINCE_1945]
    return [
        f"since one war has {last} of the {len(rows)}",
        f"kept fewer promises ({sum(late)} of {len(late)})",
        f"{100 * -fall.value:.0f} points, from {100 * -fall.interval[1]:.0f} to {100 * -fall.interval[0]:.0f}",
        f"{in_world_wars} of the {shares['before_1945'].n} commitments before 1945",
        f"{_of(several)}, in {several.clusters} wars",
        f"since 1945 ({_of(shares['defence, since_1945'])})",
        f"{sum(row['kept'] for row in by_war)} of {len(by_war)}, that is "
        f"{number(sum(row['kept'] for row in by_war) / len(by_war))}",
        f"{sum(row['cow_warnum'] in (155, 169) for row in rows)} of all {shares['since_1945'].n}",
        f"{sum(row['sample'] == 1 for row in rows if row['neutral'])} of {shares['neutrality'].n} before 1945",
        f"{_of(early)} promises, {number(early.value)} from {_ends(early)} by war",
        *(
            f"{sum(row['atopid'] >= reliability.FIRST_SINCE_1945 for row in group)} of the {len(group)}"
            for group in ([row for row in material.members if row["milinst"] == value] for value in (2, 0))
        ),
        f"below 0.05 in {len(significant(nato))} of {len(nato)} years, none of them after "
        f"{max(one.year for one in significant(nato))}",
        f"{number(rhos[0])} to {number(rhos[-1])} since 2011, with p from {number(chances[0])} to "
        f"{number(chances[-1])}",
    ]


def of_states(findings: list[PublishedFinding]) -> list[str]:
    """Make the phrases that count the findings by their states."""
    made = [f"The {sum(bool(one.figures) for one in findings)} findings of {len(findings)} that have figures"]
    if not any(one.state == "differs" for one in findings):
        made.append("No finding has this state now.")
    return made


def _before(row: reliability.Row) -> bool:
    """Whether a war that the list of Reiter, Stam and Horowitz numbers last began before 1945 all the same."""
    return bool(row["rsh_warid"] == 90)


def _partly(one: Rate) -> str:
    return number(one.at_least_partly.value)


def _of(found: Share) -> str:
    return f"{found.count} of {found.n}"


def _ends(found: Share) -> str:
    low, high = found.clustered or found.plain or (0.0, 1.0)
    return f"{number(low)} to {number(high)}"
