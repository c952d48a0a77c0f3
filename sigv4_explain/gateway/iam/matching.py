"""Compare a pattern of a policy with a text of a request."""

from __future__ import annotations

from sigv4_explain.gateway.iam.template import Pattern, Wildcard


def matches(pattern: Pattern, text: str) -> bool:
    """Compare the whole text; only ``*`` and ``?`` are special, and ``*`` passes over ``:`` and ``/`` as well.

    Takes time in proportion to the lengths multiplied, whatever the pattern. Source: the IAM User Guide, "IAM JSON
    policy elements: Resource".

    >>> matches(("a", Wildcard.ANY_RUN, "z", Wildcard.ANY_ONE), "a:b/c:z1")
    True
    """
    at = here = resume = 0
    run: int | None = None
    while here < len(text):
        piece = pattern[at] if at < len(pattern) else None
        if piece is Wildcard.ANY_RUN:
            run, resume, at = at, here, at + 1
        elif piece is Wildcard.ANY_ONE or piece == text[here]:
            at, here = at + 1, here + 1
        elif run is not None:
            # The run that was met last takes one character more; earlier runs need never be tried again.
            resume += 1
            at, here = run + 1, resume
        else:
            return False
    return all(piece is Wildcard.ANY_RUN for piece in pattern[at:])


def literal(pattern: Pattern) -> str:
    """Return a pattern as a text in which the wildcards are characters like any other."""
    return "".join(piece.value if isinstance(piece, Wildcard) else piece for piece in pattern)
