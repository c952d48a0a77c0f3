"""Times of several contenders, measured in turns, so that what slows the machine slows them all."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from statistics import median
from timeit import Timer


def ratios(
    contenders: Mapping[str, Callable[[], object]], baseline: str, *, rounds: int, calls: int
) -> dict[str, float]:
    """Return how many times as long as the baseline each contender takes: the median over the rounds.

    In each round every contender is called ``calls`` times, one contender after the other, without garbage collection.
    """
    timers = {name: Timer(contender) for name, contender in contenders.items()}
    for timer in timers.values():
        timer.timeit(calls)  # fills caches, loads libraries
    times = [{name: timer.timeit(calls) for name, timer in timers.items()} for _ in range(rounds)]
    return {name: median(row[name] / row[baseline] for row in times) for name in contenders}


def markdown(header: list[str], rows: Mapping[str, list[str]]) -> str:
    """Write a table: the first column left, the others right."""
    lines = [header, ["---", *("---:" for _ in header[1:])], *([name, *cells] for name, cells in rows.items())]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def short(ratio: float) -> str:
    """Write a ratio with two digits that count: 0.24, 2.4, 24."""
    return f"{ratio:.2f}" if ratio < 2 else f"{ratio:.1f}" if ratio < 10 else f"{ratio:.0f}"
