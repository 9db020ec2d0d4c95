"""Whether the time for something grows as its size does, by the processor's time."""

from __future__ import annotations

from collections.abc import Callable

TIMES = 3
"""How often each size is measured at most: whatever else the machine does can only add to a time,
so the least is the truest."""


def grows_within(
    seconds: Callable[[int], float], few: int, many: int, *, times: float, least: float
) -> bool:
    """Whether `many` take less than so many times the seconds of `few`, which count as `least`
    where they are less. `many`, which take the longest, are measured again only where they seem to
    take too long."""
    limit = times * max(least, min(seconds(few) for _ in range(TIMES)))
    return any(seconds(many) < limit for _ in range(TIMES))
