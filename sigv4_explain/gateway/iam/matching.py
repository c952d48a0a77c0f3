"""Compare a pattern of a policy with a text of a request."""

from __future__ import annotations

import re
from functools import lru_cache

from sigv4_explain.gateway.iam.template import Pattern, Wildcard


def matches(pattern: Pattern, text: str) -> bool:
    """Compare the whole text; only ``*`` and ``?`` are special, and ``*`` passes over ``:`` and ``/`` as well.

    Takes time in proportion to the lengths multiplied, whatever the pattern. Source: the IAM User Guide, "IAM JSON
    policy elements: Resource".

    >>> matches(("a", Wildcard.ANY_RUN, "z", Wildcard.ANY_ONE), "a:b/c:z1")
    True
    """
    return _expression(pattern).fullmatch(text) is not None


@lru_cache(maxsize=1024)
def _expression(pattern: Pattern) -> re.Pattern[str]:
    """Write a pattern as a regular expression.

    What stands between two runs is taken where it first occurs and never looked for again, ``(?>…)``: a later place
    could not help what follows, and trying them all would take for ever on a hostile pattern.
    """
    parts = [""]
    for piece in pattern:
        if piece is Wildcard.ANY_RUN:
            parts.append("")
        else:
            parts[-1] += "." if piece is Wildcard.ANY_ONE else re.escape(piece)
    first, *others = parts
    if not others:
        return re.compile(first, re.DOTALL)
    *between, last = others
    return re.compile(first + "".join(f"(?>.*?{part})" for part in between) + ".*" + last, re.DOTALL)


def literal(pattern: Pattern) -> str:
    """Return a pattern as a text in which the wildcards are characters like any other."""
    return "".join(piece.value if isinstance(piece, Wildcard) else piece for piece in pattern)
