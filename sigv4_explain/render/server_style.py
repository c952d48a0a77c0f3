"""The style of the server's page: which outcome each rule shows, and the ticking of one after the other."""

from __future__ import annotations

from sigv4_explain.render.parts import PREFIX
from sigv4_explain.render.style import above_base, base_style, sheet
from sigv4_explain.verifying.services import PROFILES

_LONGEST = max(len(profile.rules) for profile in PROFILES.values())
_SECONDS_A_RULE = 0.06
# Not in the sheet: an animation's frames cannot be nested.
_TICK = "@keyframes sigv4-tick { from { opacity: 0; transform: translateX(-6px); } }\n"


def server_style() -> str:
    """Return the style of the lab, and what the server's page adds; it never changes."""
    ticks = "".join(_tick(number) for number in range(1, _LONGEST + 1))
    outcomes = "".join(_outcomes(broken) for broken in range(1, _LONGEST + 2))
    return f"{base_style()}{above_base(sheet('server') + ticks + outcomes)}{_TICK}"


def _tick(number: int) -> str:
    delay = number * _SECONDS_A_RULE
    return f".{PREFIX}-rules li:nth-child({number}) .{PREFIX}-outcome {{ animation-delay: {delay:.2f}s; }}\n"


def _outcomes(broken: int) -> str:
    """Of each rule's three outcomes, show the one that fits when the rule with this number is broken."""
    within = f".{PREFIX}-broken-at-{broken} .{PREFIX}-rules li"
    shown = (
        f"{within}:nth-child(-n+{broken - 1}) .{PREFIX}-kept",
        f"{within}:nth-child({broken}) .{PREFIX}-broken",
        f"{within}:nth-child(n+{broken + 1}) .{PREFIX}-not-reached",
    )
    return f"{', '.join(shown)} {{ display: inline-block; }}\n"
