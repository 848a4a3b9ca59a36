"""How sure a mean is, from a printed summary alone: Student's t, without any dependency."""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, lgamma, log, sqrt

from afterglow.ground.kernel.between import Between


@dataclass(frozen=True)
class Summary:
    """A mean with its standard deviation and the number of people, as a table prints them."""

    mean: float
    sd: float
    n: int

    def __post_init__(self) -> None:
        if self.n < 2 or self.sd <= 0:
            raise ValueError("A summary needs at least two people who are not all alike.")

    @property
    def variance_of_mean(self) -> float:
        """The square of the mean's standard error."""
        return self.sd**2 / self.n

    def interval(self, level: float = 0.95) -> Between[float]:
        """The confidence interval of the mean."""
        reach = t_quantile((1 + level) / 2, self.n - 1) * sqrt(self.variance_of_mean)
        return Between(self.mean - reach, self.mean + reach)


def two_sided_p(t: float, degrees: float) -> float:
    """How often chance alone gives a t at least this far from nothing."""
    whole = degrees + t * t
    return _beta_share(degrees / whole, t * t / whole, degrees / 2, 0.5)


def t_quantile(probability: float, degrees: float) -> float:
    """The t below which a probability between 0.5 and 1 lies, to about ten digits."""
    low, high = 0.0, 1.0
    while two_sided_p(high, degrees) > 2 * (1 - probability):
        high *= 2
    for _ in range(80):
        middle = (low + high) / 2
        low, high = (middle, high) if two_sided_p(middle, degrees) > 2 * (1 - probability) else (low, middle)
    return (low + high) / 2


def _beta_share(x: float, rest: float, a: float, b: float) -> float:
    """The regularised incomplete beta function at x; ``rest`` is 1 - x, handed on because near 1 it is lost in x."""
    if not (x and rest):
        return float(not rest)
    front = exp(a * log(x) + b * log(rest) + lgamma(a + b) - lgamma(a) - lgamma(b))
    if x < (a + 1) / (a + b + 2):
        return front * _fraction(x, a, b) / a
    return 1 - front * _fraction(rest, b, a) / b


def _fraction(x: float, a: float, b: float) -> float:
    """Lentz's method for the continued fraction of the incomplete beta function."""
    c, d = 1.0, 1 / (1 - (a + b) * x / (a + 1))
    value = d
    for m in range(1, 400):
        for term in (
            m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)),
            -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)),
        ):
            d = 1 / (1 + term * d)
            c = 1 + term / c
            value *= c * d
        if abs(c * d - 1) < 1e-14:
            break
    return value
