"""Where a mix of two to four styles lies on a square, and which mix lies at a place. Numbers only.

Two lie left and right; a third takes the lower edge; four have a corner each, in reading order. Of two and
three every mix has its place. Of four a square has room for those alone whose opposite corners agree (the
product of first and fourth is that of second and third): for any other `place_of` gives the one with the
same parts by columns and by rows, and `has_place` is False.
"""

from __future__ import annotations

from collections.abc import Sequence

FEWEST, MOST = 2, 4
MIDDLE = 0.5, 0.5
DIGITS = 3  # of a weight: what is stored is short, and no step of the hand is lost
NEAR = 0.01  # how far a weight may be from that of its place, and be taken for rounded

Place = tuple[float, float]  # from the left and from the top, 0 to 1


def shares_of(weights: Sequence[float]) -> tuple[float, ...]:
    """Parts of one; equal ones where nothing weighs anything."""
    total = sum(weights)
    if total <= 0:
        return shares_of([1.0] * len(weights))
    return tuple(round(weight / total, DIGITS) for weight in weights)


def shares_at(place: Place, count: int) -> tuple[float, ...]:
    """The parts of each style there; they sum to 1 but for the rounding."""
    x, y = (min(max(part, 0.0), 1.0) for part in place)
    if count == 2:
        shares = [1 - x, x]
    elif count == 3:
        shares = [(1 - x) * (1 - y), x * (1 - y), y]
    else:
        shares = [(1 - x) * (1 - y), x * (1 - y), (1 - x) * y, x * y]
    return tuple(round(share, DIGITS) for share in shares)


def place_of(weights: Sequence[float]) -> Place:
    """The place of a mix."""
    shares = shares_of(weights)
    if len(shares) == 2:
        return shares[1], MIDDLE[1]
    if len(shares) == 3:
        upper = shares[0] + shares[1]
        return (shares[1] / upper if upper > 0 else MIDDLE[0]), shares[2]
    return shares[1] + shares[3], shares[2] + shares[3]


def has_place(weights: Sequence[float]) -> bool:
    """Whether the mix at `place_of` is this one."""
    there = shares_at(place_of(weights), len(weights))
    return all(abs(own - at) < NEAR for own, at in zip(shares_of(weights), there, strict=True))
