"""The style of the server's page: which outcome each rule shows, and the ticking of one after the other."""

from __future__ import annotations

from sigv4_explain.render.parts import PREFIX
from sigv4_explain.render.style import above_base, base_style, sheet
from sigv4_explain.verifier import Stage
from sigv4_explain.verifier.services import PROFILES

_LONGEST = max(len(profile.rules) for profile in PROFILES.values())
_BODY_RULES = {
    number for profile in PROFILES.values() for number, rule in enumerate(profile.rules, 1) if rule.stage is Stage.BODY
}
_SECONDS_A_RULE = 0.06
# Not in the sheet: an animation's frames cannot be nested.
_TICK = "@keyframes sigv4-tick { from { opacity: 0; transform: translateX(-6px); } }\n"


def server_style() -> str:
    """Return the style of the lab, and what the server's page adds; it never changes."""
    ticks = "".join(_tick(number) for number in range(1, _LONGEST + 1))
    outcomes = "".join(_outcomes(broken, "broken") for broken in range(1, _LONGEST + 2))
    outcomes += "".join(_outcomes(number, "not-checked") for number in sorted(_BODY_RULES))
    return f"{base_style()}{above_base(sheet('server') + ticks + outcomes)}{_TICK}"


def _tick(number: int) -> str:
    delay = number * _SECONDS_A_RULE
    return f".{PREFIX}-rules li:nth-child({number}) .{PREFIX}-outcome {{ animation-delay: {delay:.2f}s; }}\n"


def _outcomes(broken: int, word: str) -> str:
    """Of each rule's outcomes, show the one that fits when the rule with this number is broken, or not checked."""
    within = f".{PREFIX}-{word}-at-{broken} .{PREFIX}-rules li"
    shown = (
        f"{within}:nth-child(-n+{broken - 1}) .{PREFIX}-kept",
        f"{within}:nth-child({broken}) .{PREFIX}-{word}",
        f"{within}:nth-child(n+{broken + 1}) .{PREFIX}-not-reached",
    )
    return f"{', '.join(shown)} {{ display: inline-block; }}\n"
