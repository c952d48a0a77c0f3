"""The menu of the scope clock: signatures and servers to look at."""

from __future__ import annotations

from sigv4_explain.texts import records
from sigv4_explain.widgets.clock_input import ClockInput

CLOCKS = records("sigv4_explain.widgets", "clock_presets.toml", ClockInput)
"""What the menu offers, by the name it shows."""

FIRST = next(iter(CLOCKS))
