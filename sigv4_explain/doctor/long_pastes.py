"""A very long paste, shortened to what stands around anything signed or refused."""

from __future__ import annotations

from collections.abc import Iterator

LONGEST = 128 * 1024
"""Characters that are looked at: more than anybody pastes on purpose."""
_AROUND = 6 * 1024
_MOST = LONGEST // _AROUND
_LANDMARKS = (
    *("AWS4-", "X-Amz-", "x-amz-", "aws-sigv4", "ignature", "anonical", "String-to-Sign", "StringToSign", "curl "),
    *("k8s-aws-v1", "__type", "<Code>", "<Error", "api error", "An error occurred (", "403", "orbidden", '"message"'),
)


def shortened(paste: str) -> str:
    """Return a paste, or of a very long one the whole lines around its landmarks: the first of each, and the last ones.

    >>> len(shortened("x" * 10_000_000)) <= LONGEST
    True
    """
    if len(paste) <= LONGEST:
        return paste
    kept: list[tuple[int, int]] = []
    size = 0
    for place in [*_places(paste), 0]:
        start, end = max(0, place - _AROUND), min(len(paste), place + _AROUND)
        start = max(start, paste.rfind("\n", start, place - _AROUND // 2) + 1)
        last = paste.rfind("\n", place + _AROUND // 2, end)
        end = last + 1 if last >= 0 and end < len(paste) else end
        if size + end - start > LONGEST:
            break
        kept.append((start, end))
        size += end - start
    return "".join(_joined(paste, sorted(kept)))


def _places(paste: str) -> Iterator[int]:
    """Return where the landmarks stand, no two close together: the first of each, then all from the end on."""
    seen: set[int] = set()
    for first in sorted(filter(lambda place: place >= 0, (paste.find(word) for word in _LANDMARKS))):
        if first // _AROUND not in seen:
            seen.add(first // _AROUND)
            yield first
    end = len(paste)
    for _ in range(_MOST):
        end = max([paste.rfind(word, max(0, end - 64 * _AROUND), end) for word in _LANDMARKS])
        if end < 0:
            return
        if end // _AROUND not in seen:
            seen.add(end // _AROUND)
            yield end
        end = max(0, end - _AROUND)


def _joined(paste: str, places: list[tuple[int, int]]) -> Iterator[str]:
    done = 0
    for start, end in places:
        yield paste[max(start, done) : max(end, done)]
        done = max(done, end)
