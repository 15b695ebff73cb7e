"""Shares of few deals, with how far they can be trusted."""

from dataclasses import dataclass
from math import sqrt

# The standard score of an interval that holds the true share in 95 of 100 cases.
_SCORE = 1.959964


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a whole, both counted, with the ends of its 95 % interval by Wilson.

    Of ten deals, five are a share of 24 to 76 %.
    """

    part: int
    whole: int

    @property
    def share(self) -> float:
        return self.part / self.whole

    @property
    def low(self) -> float:
        return self._middle - self._reach if self.part else 0.0

    @property
    def high(self) -> float:
        return self._middle + self._reach if self.part < self.whole else 1.0

    @property
    def _middle(self) -> float:
        return (self.share + _SCORE**2 / (2 * self.whole)) / (1 + _SCORE**2 / self.whole)

    @property
    def _reach(self) -> float:
        spread = self.share * (1 - self.share) / self.whole + _SCORE**2 / (4 * self.whole**2)
        return _SCORE * sqrt(spread) / (1 + _SCORE**2 / self.whole)

    def is_over(self, level: float) -> bool | None:
        """Whether the true share is over a level; none where nobody can tell."""
        if self.low > level:
            return True
        return False if self.high < level else None


def is_more(one: Share, other: Share) -> bool | None:
    """Whether one share is larger than another of other deals; none where nobody can tell.

    By Newcombe's interval of a difference, made of both of Wilson's.
    """
    difference = one.share - other.share
    below = sqrt((one.share - one.low) ** 2 + (other.high - other.share) ** 2)
    above = sqrt((one.high - one.share) ** 2 + (other.share - other.low) ** 2)
    if difference - below > 0:
        return True
    return False if difference + above < 0 else None
