"""A very long paste, shortened to what stands around anything signed or refused."""

from __future__ import annotations

import re

LONGEST = 512 * 1024
"""Characters that are looked at: more than anybody pastes on purpose."""
_AROUND = 6 * 1024
_landmark = re.compile(
    r"AWS4-|X-Amz-|x-amz-|aws-sigv4|Signature|Canonical String|[Cc]anonical ?[Rr]equest|String-to-Sign|StringToSign"
    r"|\bcurl |k8s-aws-v1|__type|<Code>|<Error|[Ee]rror [Cc]ode|api error|An error occurred \(|\b403\b|[Ff]orbidden|\"message\""
)


def shortened(paste: str) -> str:
    """Return a paste, or of a very long one the lines around its landmarks, the last of them first of all.

    >>> len(shortened("x" * 10_000_000)) <= LONGEST
    True
    """
    if len(paste) <= LONGEST:
        return paste
    parts: list[tuple[int, int]] = []
    end = 0
    found = _landmark.search(paste)
    while found is not None:
        start = max(end, found.start() - _AROUND)
        newline = paste.rfind("\n", start, found.start() - _AROUND // 2)
        start = newline + 1 if newline >= 0 else start
        end = min(len(paste), found.end() + _AROUND)
        newline = paste.rfind("\n", found.end(), end)
        end = newline + 1 if newline > 0 else end
        parts.append((start, end))
        found = _landmark.search(paste, end)
    if not parts:
        return paste[:LONGEST]
    kept, size = [], 0
    for start, stop in [parts[0], *reversed(parts[1:])]:
        if size + stop - start > LONGEST:
            break
        kept.append((start, stop))
        size += stop - start
    return "".join([paste[start:stop] for start, stop in sorted(kept)])
