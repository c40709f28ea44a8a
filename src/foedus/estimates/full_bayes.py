"""Full Bayes: the same models with the same priors, sampled instead of approximated, to check the quick intervals.

The no-U-turn sampler (Hoffman and Gelman 2014, Journal of Machine Learning Research 15: 1593-1623) of NumPyro
draws from the posterior; nothing is taken as normal. It takes minutes where the quick fit takes a blink, and needs
the extra ``bayes``. The key is fixed, so that the same machine and versions give the same draws.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

import numpy

from foedus.estimates.fitting import Floats
from foedus.estimates.guess import Chance
from foedus.estimates.logits import MultinomialLogit, OrderedLogit
from foedus.estimates.shared_shock import SharedShockLogit

KEY: Final = 20_261_125
CHAINS: Final = 4
ENDS: Final = (0.05, 0.95)
"""The quantiles that are the ends of a 90 % interval."""

SHOCK_PRIOR: Final = 1.0
"""Standard deviation of the half-normal prior of a shock's own standard deviation, where that is not fixed."""

Model: TypeAlias = Callable[[], None]


class ExtraMissing(ImportError):
    """Says that the extra ``bayes`` is not installed, and how to install it."""


@dataclass(frozen=True, eq=False)
class Sampled:
    """Draws from a posterior, with what tells whether they can be trusted.

    Attributes:
        draws: of the parameters as the loss orders them, shape (s, p).
        divergent: draws at which the sampler lost its way; should be none.
        worst_rhat: largest R-hat of any parameter (Gelman and Rubin 1992); should be near 1.
        fewest_effective: smallest effective number of draws of any parameter.
    """

    draws: Floats
    divergent: int
    worst_rhat: float
    fewest_effective: float


def sample_multinomial(logit: MultinomialLogit, warmup: int = 500, draws: int = 500) -> Sampled:
    """Sample the slopes of a multinomial logit.

    Args:
        logit: the logit with its priors.
        warmup: steps in which the sampler finds its way, a chain.
        draws: draws that are kept, a chain; there are :data:`CHAINS`.

    Raises:
        ExtraMissing: when the extra ``bayes`` is not installed.
    """
    numpyro, jax = _loaded()
    root, rows = numpy.linalg.cholesky(logit.between), numpy.arange(len(logit.classes))
    shape = (logit.count, logit.design.shape[1])
    shut = numpy.where(logit.possible, 0.0, -numpy.inf)

    def slopes(raw: Any) -> Any:
        return root @ raw * logit.scales

    def model() -> None:
        raw = numpyro.sample("raw", numpyro.distributions.Normal().expand(shape).to_event(2))
        lines = logit.design @ slopes(raw).T + shut
        numpyro.factor("told", jax.nn.log_softmax(lines)[rows, logit.classes].sum())

    return _sampled(model, lambda found: slopes(found["raw"]).reshape(len(found["raw"]), -1), warmup, draws)


def sample_ordered(logit: OrderedLogit, warmup: int = 500, draws: int = 500) -> Sampled:
    """Sample the cuts and the slopes of an ordered logit; see :func:`sample_multinomial`."""
    numpyro, _ = _loaded()
    normal, width, cuts = numpyro.distributions.Normal, logit.design.shape[1], logit.count - 1
    ordered = numpyro.distributions.constraints.ordered_vector

    def model() -> None:
        raw = numpyro.sample("raw", normal().expand((width,)).to_event(1))
        cut = numpyro.sample("cut", numpyro.distributions.ImproperUniform(ordered, (), (cuts,)))
        numpyro.factor("cuts", normal(0.0, logit.cut_scale).log_prob(cut).sum())
        line = logit.design @ (raw * logit.scales)
        told = numpyro.distributions.OrderedLogistic(line, cut).log_prob(logit.levels)
        numpyro.factor("told", told.sum())

    def parameters(found: Mapping[str, Floats]) -> Floats:
        return numpy.concatenate([found["cut"], found["raw"] * logit.scales], axis=1)

    return _sampled(model, parameters, warmup, draws)


def sample_shock(logit: SharedShockLogit, warmup: int = 300, draws: int = 250) -> Sampled:
    """Sample the standard deviation of the shock that a case's answers share, instead of taking it as it is.

    Its prior is half-normal with a standard deviation of :data:`SHOCK_PRIOR`; all else is as in the logit, and is
    averaged over.

    Args:
        logit: the logit with its priors.
        warmup: as in :func:`sample_multinomial`.
        draws: as there.

    Returns:
        draws of that one number, shape (s, 1).
    """
    numpyro, jax = _loaded()
    normal, rows = numpyro.distributions.Normal(), numpy.arange(len(logit.classes))
    used, groups = numpy.unique(logit.groups, return_inverse=True)
    shape = (len(logit.scores), logit.design.shape[1])

    def model() -> None:
        raw = numpyro.sample("raw", normal.expand(shape).to_event(2))
        effects = numpyro.sample("effects", normal.expand((logit.along.shape[1],)).to_event(1))
        spread = numpyro.sample("spread", numpyro.distributions.HalfNormal(SHOCK_PRIOR))
        shocks = numpyro.sample("shocks", normal.expand((len(used),)).to_event(1))
        push = logit.along @ (effects * logit.along_scales) + spread * shocks[groups]
        lines = logit.design @ (raw * logit.scales).T + push[:, None] * logit.scores
        numpyro.factor("told", jax.nn.log_softmax(lines)[rows, logit.classes].sum())

    return _sampled(model, lambda found: found["spread"][:, None], warmup, draws)


def summary(shares: Floats) -> tuple[Chance, ...]:
    """Give mean and 90 % interval of the chances of classes.

    Args:
        shares: the chances in each draw, shape (s, K).

    >>> summary(numpy.array([[0.25, 0.75], [0.75, 0.25]]))[0].value
    0.5
    """
    low, high = numpy.quantile(shares, ENDS, axis=0)
    return tuple(
        Chance(float(value), float(one), float(other))
        for value, one, other in zip(shares.mean(axis=0), low, high, strict=True)
    )


def _loaded() -> tuple[Any, Any]:
    try:
        import jax
        import numpyro
    except ImportError as missing:
        raise ExtraMissing("full Bayes needs the extra 'bayes': pip install 'foedus[bayes]'") from missing
    return numpyro, jax


def _sampled(
    model: Model, parameters: Callable[[Mapping[str, Floats]], Floats], warmup: int, draws: int
) -> Sampled:
    """Run the sampler, in double precision and all chains at once, and look at how it went."""
    numpyro, jax = _loaded()
    with jax.enable_x64(True):
        sampler = numpyro.infer.MCMC(
            numpyro.infer.NUTS(model),
            num_warmup=warmup,
            num_samples=draws,
            num_chains=CHAINS,
            chain_method="vectorized",
            progress_bar=False,
        )
        sampler.run(jax.random.key(KEY), extra_fields=("diverging",))
        chains = {name: numpy.asarray(one) for name, one in sampler.get_samples(group_by_chain=True).items()}
        told = numpyro.diagnostics.summary(chains)
        divergent = int(numpy.asarray(sampler.get_extra_fields()["diverging"]).sum())
    flat = {name: one.reshape(-1, *one.shape[2:]) for name, one in chains.items()}
    return Sampled(
        draws=numpy.asarray(parameters(flat), dtype=float),
        divergent=divergent,
        worst_rhat=float(max(numpy.max(one["r_hat"]) for one in told.values())),
        fewest_effective=float(min(numpy.min(one["n_eff"]) for one in told.values())),
    )
