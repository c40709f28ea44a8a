"""Each finding that can be checked: the figures that stand beside it, and the state that they lead to.

The state is worked out here by rules and never set by hand; what people wrote in ``data/findings.yaml`` is held
against it by a test.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final, Literal

from foedus.estimates.literature import Figure, Published, State
from foedus.record.view import organisation
from research import burdens, council, reliability, wars
from research.ranks import Correlation, least_significant
from research.uncertainty import Difference, Share

Wanted = Literal["positive", "negative", "none", "not_positive"]
"""What a published verdict says of a sign."""
Checked = tuple[tuple[Figure, ...], State]
SIGNIFICANT: Final = 0.05


@dataclass(frozen=True)
class Material:
    """What is computed once and used by several checks.

    Attributes:
        data: the folder of third-party data.
    """

    data: Path

    @cached_property
    def shares(self) -> dict[str, dict[str, Share]]:
        """Shares of kept commitments, by coding."""
        return {
            coding: reliability.shares(reliability.commitments(self.data, coding))
            for coding in reliability.CODINGS
        }

    @cached_property
    def members(self) -> list[reliability.Row]:
        """Members of alliances that a war called on, with traits."""
        return reliability.with_traits(self.data, reliability.allies_at_war(self.data))

    @cached_property
    def early_members(self) -> list[reliability.Row]:
        """Those in alliances made before 1945."""
        return [one for one in self.members if one["atopid"] < reliability.FIRST_SINCE_1945]

    @cached_property
    def years(self) -> dict[str, list[burdens.Year]]:
        """Rank correlations by organisation and year."""
        milex, gdp = burdens.expenditure(self.data), burdens.product(self.data)
        return {name: burdens.series(name, milex, gdp) for name in burdens.FIRST}

    @cached_property
    def wars(self) -> list[wars.War]:
        """Interstate wars."""
        return wars.wars(self.data)


def checked(material: Material, printed: Mapping[str, tuple[Published, ...]]) -> dict[str, Checked]:
    """Check every finding that can be.

    Args:
        material: the data.
        printed: the published numbers, by id of the finding.
    """
    found: dict[str, Checked] = {}
    for name, (figures, same) in NUMBERS.items():
        found[name] = by_numbers(printed[name], figures(material), same=same)
    for name, (figures, wanted) in SIGNS.items():
        found[name] = by_signs(figures(material), wanted)
    for name, check in OTHERS.items():
        found[name] = check(material)
    return found


def by_numbers(printed: tuple[Published, ...], figures: tuple[Figure, ...], *, same: bool) -> Checked:
    """Hold figures against printed numbers.

    Args:
        printed: the numbers, as printed.
        figures: what was computed, by the same names; more than those may be there.
        same: whether it was computed from the study's own data, or by the same rule.
    """
    ours = {one.name: one for one in figures}
    pairs = [(one, ours[one.name]) for one in printed]
    equal = [f"{figure.value:.{one.digits}f}" == f"{one.number:.{one.digits}f}" for one, figure in pairs]
    if same and all(equal):
        return figures, "reproduced"
    within = [
        match or (figure.low is not None and figure.high is not None and figure.low <= one.number <= figure.high)
        for (one, figure), match in zip(pairs, equal, strict=True)
    ]
    return figures, "agrees" if all(within) else "differs"


def by_signs(figures: tuple[Figure, ...], wanted: Mapping[str, Wanted]) -> Checked:
    """Hold differences against published signs: an interval that leaves 0 out on the wrong side differs."""
    verdicts = {_sign(one, wanted[one.name]) for one in figures if one.name in wanted}
    return figures, "differs" if False in verdicts else "undecided" if None in verdicts else "agrees"


def _sign(figure: Figure, wanted: Wanted) -> bool | None:
    assert figure.low is not None
    assert figure.high is not None
    above, below = figure.low > 0, figure.high < 0
    if wanted in ("none", "not_positive"):
        return not above and not (wanted == "none" and below)
    right, wrong = (above, below) if wanted == "positive" else (below, above)
    return True if right else False if wrong else None


def of_share(name: str, found: Share) -> Figure:
    """Write a share as a figure, with its interval over clusters where there is one, else Wilson's."""
    assert found.value is not None
    low, high = found.clustered or found.plain or (None, None)
    clusters = found.clusters if found.clustered else None
    return Figure(
        name=name, value=found.value, low=low, high=high, count=found.count, n=found.n, clusters=clusters
    )


def of_difference(name: str, found: Difference) -> Figure:
    """Write a difference of shares as a figure."""
    low, high = found.interval
    return Figure(name=name, value=found.value, low=low, high=high, n=found.n, clusters=found.clusters)


def of_correlation(name: str, found: Correlation) -> Figure:
    """Write a rank correlation as a figure."""
    low, high = found.interval or (None, None)
    return Figure(name=name, value=found.rho, low=low, high=high, n=found.n)


# --- reliability ---


def _commitments(*names: str) -> Callable[[Material], tuple[Figure, ...]]:
    def figures(material: Material) -> tuple[Figure, ...]:
        found = material.shares["LLM"]
        return tuple(of_share("kept" if name == "all" else name, found[name]) for name in names)

    return figures


def _periods(material: Material) -> tuple[Figure, ...]:
    fall = reliability.fall(reliability.commitments(material.data, "LLM"))
    return (*_commitments(*reliability.PERIODS)(material), of_difference("fall", fall))


def _early_kept(material: Material) -> tuple[Figure, ...]:
    return (of_share("kept", reliability.before_1945(material.members)),)


def _contrasts(columns: Mapping[str, str], early: bool) -> Callable[[Material], tuple[Figure, ...]]:
    def figures(material: Material) -> tuple[Figure, ...]:
        rows = material.early_members if early else material.members
        return tuple(
            of_difference(name, reliability.contrast(rows, column, 1, 0)) for name, column in columns.items()
        )

    return figures


def _institutions(material: Material) -> tuple[Figure, ...]:
    columns = {"military_coordination": "milinst", "formality": "formal"}
    return tuple(
        of_difference(name, reliability.contrast(material.members, column, 2, 0))
        for name, column in columns.items()
    )


def _democratic_allies(material: Material) -> tuple[Figure, ...]:
    return (of_difference("democratic", reliability.joining(material.data)),)


# --- wars, power, taking part ---


def _grew(material: Material) -> tuple[Figure, ...]:
    return (of_share("grew", wars.grew(material.wars)),)


def _deaths(material: Material) -> tuple[Figure, ...]:
    value, (low, high) = wars.deaths_where_grown(material.wars)
    n = len(material.wars)
    return (Figure(name="deaths", value=value, low=low, high=high, n=n, clusters=n),)


def _index(
    day: str, index: Literal["shapley", "banzhaf", ""], act: bool
) -> Callable[[Material], tuple[Figure, ...]]:
    def figures(material: Material) -> tuple[Figure, ...]:
        found = council.power(day)
        both = zip(("permanent", "elected"), getattr(found, index) if index else (), strict=False)
        made = [Figure(name=name, value=float(value)) for name, value in both]
        return (*made, *([Figure(name="to_act", value=float(found.to_act))] if act else []))

    return figures


def _taking_part(material: Material) -> tuple[Figure, ...]:
    owner = organisation("nato")
    coded = owner.case("nato-libya-2011")
    assert coded is not None
    view = owner.on("2011-03-31")
    sent = {one.state for one in coded.positions if one.contributes and view.member(one.state)}
    return (Figure(name="members", value=float(len(sent)), n=len(view.members)),)


# --- burdens ---


def _between(material: Material, name: str, first: int, last: int) -> list[burdens.Year]:
    return [one for one in material.years[name] if first <= one.year <= last and one.correlation is not None]


def significant(years: list[burdens.Year]) -> list[burdens.Year]:
    """Pick the years in which larger members carried more, beyond chance."""
    return [
        one for one in years if one.correlation and one.correlation.rho > 0 and one.correlation.p < SIGNIFICANT
    ]


def _counted(name: str, years: list[burdens.Year]) -> Figure:
    return Figure(name=name, value=float(len(significant(years))), n=len(years))


def _rho(material: Material, name: str, year: int) -> Figure:
    (one,) = _between(material, name, year, year)
    assert one.correlation is not None
    return of_correlation(f"correlation_{year}", one.correlation)


def _out_of_reach(years: list[burdens.Year]) -> bool:
    """Whether an interval rules out every coefficient that would be significant."""
    return any(
        one.correlation and one.correlation.interval
        and one.correlation.interval[1] < least_significant(one.correlation.n)
        for one in years
    )  # fmt: skip


def _olson(material: Material) -> tuple[Figure, ...]:
    return (_rho(material, "nato", 1964),)


def _khanna(material: Material) -> Checked:
    before, after = _between(material, "nato", 1960, 1967), _between(material, "nato", 1968, 1992)
    figures = (
        _counted("significant_years_1960_to_1967", before), _counted("significant_years_1968_to_1992", after),
        *(_rho(material, "nato", year) for year in (1966, 1967, 1968)),
    )  # fmt: skip
    holds = 2 * len(significant(before)) > len(before) and not significant(after)
    return figures, "agrees" if holds else "differs"


def _sandler(material: Material) -> Checked:
    before, last = _between(material, "nato", 1999, 2009), _between(material, "nato", 2010, 2010)
    figures = (_counted("significant_years_1999_to_2009", before), _rho(material, "nato", 2010))
    if significant(before) or _out_of_reach(last):
        return figures, "differs"
    return figures, "agrees" if significant(last) else "undecided"


def _kim(material: Material) -> Checked:
    years = _between(material, "nato", 2011, burdens.LAST)
    figures = (
        _counted("significant_years_2011_to_2016", years),
        *(_rho(material, "nato", one.year) for one in years),
    )
    if _out_of_reach(years):
        return figures, "differs"
    return figures, "agrees" if len(significant(years)) == len(years) else "undecided"


def _oneal(material: Material) -> Checked:
    rio, arab = (_between(material, name, 1960, 1988) for name in ("rio-treaty", "arab-league"))
    figures = (_counted("significant_years_rio", rio), _counted("significant_years_arab", arab))
    if 2 * len(significant(rio)) > len(rio):
        return figures, "agrees" if not significant(arab) else "differs"
    return figures, "undecided"


Figures = Callable[[Material], tuple[Figure, ...]]

NUMBERS: Final[Mapping[str, tuple[Figures, bool]]] = {
    "llm-2000-kept": (_early_kept, False),
    "leeds-2003-kept": (_early_kept, False),
    "berkemeier-fuhrmann-2018-all": (_commitments("all"), True),
    "berkemeier-fuhrmann-2018-periods": (_periods, True),
    "berkemeier-fuhrmann-2018-promises": (_commitments(*(name for name in reliability.PROMISES)), True),
    "joyce-2014-wars-that-grew": (_grew, True),
    "joyce-2014-deaths": (_deaths, True),
    "olson-zeckhauser-1966-nato": (_olson, False),
    "shapley-shubik-15": (_index("2020-06-01", "shapley", False), True),
    "banzhaf-15": (_index("2020-06-01", "banzhaf", False), True),
    "coleman-15": (_index("2020-06-01", "", True), True),
    "shapley-shubik-11": (_index("1960-06-01", "shapley", False), True),
    "banzhaf-11": (_index("1960-06-01", "banzhaf", True), True),
    "libya-2011-members": (_taking_part, False),
}
"""Findings with numbers: the figures, and whether they come from the study's own data or rule."""

SIGNS: Final[Mapping[str, tuple[Figures, Mapping[str, Wanted]]]] = {
    "leeds-2003-predictors": (
        _contrasts(
            {"power_changed": "chcap2d", "institutions_changed": "dinstch2", "major": "major",
             "democratic": "democratic"}, early=True),
        {"power_changed": "negative", "institutions_changed": "negative", "major": "negative",
         "democratic": "positive"},
    ),
    "leeds-2004-democracy": (_contrasts({"democratic": "democratic"}, early=False), {"democratic": "none"}),
    "leeds-anac-2005-institutions": (
        _institutions, {"military_coordination": "not_positive", "formality": "not_positive"}),
    "gartzke-gleditsch-2004-democracy": (_democratic_allies, {"democratic": "negative"}),
}  # fmt: skip
"""Findings with signs: differences in the share of kept promises, and which sign was published."""

OTHERS: Final[Mapping[str, Callable[[Material], Checked]]] = {
    "khanna-sandler-1996-nato": _khanna,
    "sandler-shimizu-2014-nato": _sandler,
    "kim-sandler-2020-nato": _kim,
    "oneal-whatley-1996-pacts": _oneal,
}
"""Findings about which years are significant."""
