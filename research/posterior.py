"""Learns the parameters of worlds from the casebooks, and writes ``src/foedus/data/worlds_learnt.yaml``.

Run as ``python -m research.posterior`` (``make posterior``). The priors are read from the file itself. The
defaults and their ends in ``data/worlds.yaml`` are set to what comes out: the middle, and the 5 % and 95 % points.
"""

from __future__ import annotations

import re
import textwrap
from decimal import Decimal
from pathlib import Path

import numpy
from numpy.typing import NDArray

import foedus
from foedus.record.worlds import Learnt
from foedus.simulation.learning import OWN, Posterior, Prior, likelihood, posterior, rows
from foedus.simulation.parameters import POINT
from foedus.simulation.posterior import learnt, value_of

DATA = Path(__file__).resolve().parents[1] / "src" / "foedus" / "data"
FILE = DATA / "worlds_learnt.yaml"
HEAD = """\
# What the casebooks say of the parameters of simulated worlds: written by research/posterior.py (make posterior),
# all but the priors (prior, prior_deviation, departure), which are read from here. How it is learnt stands in
# docs/explanation/worlds.md.

"""


def found(was: Learnt) -> Posterior:
    """The posterior under the priors of a file.

    Args:
        was: the file.
    """
    priors = [Prior(one.name, float(one.prior), float(one.prior_deviation)) for one in was.parameters]
    seen = rows(foedus.organisation(name) for name in foedus.organisations())
    return posterior(likelihood(seen, priors, float(was.departure)))


def own_covariance(was: Learnt, now: Posterior, whose: str) -> NDArray[numpy.float64]:
    """The covariance of the parameters as they are for one organisation, shape (p, p).

    Args:
        was: the file, whose parameters they are.
        now: the posterior.
        whose: id of the organisation; one without cases departs as the prior says.
    """
    count = len(was.parameters)
    sums = numpy.eye(count, len(now.names))
    unseen = numpy.zeros(count)
    for place, one in enumerate(was.parameters):
        own = f"{one.name}@{whose}"
        if own in now.names:
            sums[place, now.names.index(own)] = 1.0
        elif one.name in OWN.values():
            unseen[place] = float(was.departure) ** 2
    found: NDArray[numpy.float64] = sums @ now.covariance @ sums.T + numpy.diag(unseen)
    return found


def _correlations(covariance: NDArray[numpy.float64]) -> NDArray[numpy.float64]:
    root = numpy.sqrt(numpy.diag(covariance))
    found: NDArray[numpy.float64] = covariance / root[:, None] / root + 0.0
    return found


def text(was: Learnt, now: Posterior) -> str:
    """The text of the file.

    Args:
        was: the file with the priors.
        now: the posterior.
    """
    count = len(was.parameters)
    common = own_covariance(was, now, "")
    root = numpy.sqrt(numpy.diag(common))
    correlations = _correlations(common)
    source = "\n".join(textwrap.wrap(was.source, 112, initial_indent="  ", subsequent_indent="  "))
    lines = [f"source: >-\n{source}", f"departure: {was.departure}", "parameters:"]
    for place, one in enumerate(was.parameters):
        lines += [f"  - name: {one.name}", *(["    logarithm: true"] if one.logarithm else [])]
        lines += [f"    prior: {one.prior}", f"    prior_deviation: {one.prior_deviation}"]
        lines += [f"    mean: {now.mean[place]:.3f}", f"    deviation: {root[place]:.3f}"]
        lines += ["    departs: true"] if one.name in OWN.values() else []
    lines.append("correlations:")
    for place in range(count):
        lines.append(f"  - [{', '.join(f'{value:.2f}' for value in correlations[place, :place])}]")
    lines.append("organisations:")
    for place in range(count, len(now.names)):
        name, _, whose = now.names[place].partition("@")
        base = now.names.index(name)
        own = own_covariance(was, now, whose)
        lines += [f"  - organisation: {whose}", f"    name: {name}"]
        lines += [
            f"    mean: {now.mean[base] + now.mean[place]:.3f}",
            f"    deviation: {own[base, base] ** 0.5:.3f}",
        ]
        each = ", ".join(f"{value:.2f}" for value in _correlations(own)[base])
        lines.append(f"    correlations: [{each}]")
    return HEAD + "\n".join(lines) + "\n"


def main() -> None:
    """Learns, and writes both files."""
    was = learnt()
    FILE.write_text(text(was, found(was)), encoding="utf-8", newline="\n")
    learnt.cache_clear()
    page = DATA / "worlds.yaml"
    told = page.read_text(encoding="utf-8")
    for one in learnt().parameters:
        points = {"value": Decimal(0), "low": -POINT, "high": POINT}
        for key, point in points.items():
            value = round(value_of(one, "", point), 2)
            told = re.sub(rf"(  - name: {one.name}\n(?:    .*\n)*?    {key}: ).*", rf"\g<1>{value}", told, count=1)
    page.write_text(told, encoding="utf-8", newline="\n")
    print(FILE.read_text(encoding="utf-8"))


if __name__ == "__main__":
    main()
