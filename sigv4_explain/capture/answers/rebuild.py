"""A canonical request whose lines ran together, put back into lines."""

from __future__ import annotations

import re
from collections.abc import Iterator

PAYLOAD_HASH = r"(?:[0-9a-f]{64}|UNSIGNED-PAYLOAD|STREAMING-[A-Z0-9-]{1,60}PAYLOAD(?:-TRAILER)?)"
"""The last line of a canonical request: a hash, or one of S3's words in its place."""

_method = re.compile(r"(?<![A-Za-z-])([A-Z]{3,20})\s*(?=/)")
_payload = re.compile(rf"{PAYLOAD_HASH}$")
_names = re.compile(r"[a-z0-9!#$%&*+.^_|~;-]{1,4096}$")
_QUOTES = "'\"`‘’"
_MOST_CHARACTERS = 2_000_000  # of all attempts to part one path from its query


def rebuilt(text: str) -> Iterator[str]:
    r"""Return what the canonical request may have been before its newlines became blanks or were lost.

    The end tells the beginning: the last line is a hash, the one before it names the headers. Where path and query
    ran together, every place to part them is tried; whoever knows the hash knows which is right.

    >>> next(rebuilt("'GET / a=1 host:h x-amz-date:d host;x-amz-date UNSIGNED-PAYLOAD'"))
    'GET\n/\na=1\nhost:h\nx-amz-date:d\n\nhost;x-amz-date\nUNSIGNED-PAYLOAD'
    """
    text = text.strip().strip(_QUOTES).strip()
    method, payload = _method.search(text), _payload.search(text)
    if not (method and payload):
        return
    middle = text[method.end() : payload.start()].rstrip()
    for names in _lists_of_names(middle):
        block = middle[: len(middle) - len(names)]
        for order in dict.fromkeys([tuple(sorted(names.split(";"))), tuple(names.split(";"))]):
            for lines in _lines(block, order):
                yield "\n".join([method[1], *lines, "", names, payload[0]])


def _lists_of_names(middle: str) -> Iterator[str]:
    """Return what may be the list of signed headers at the end: each of its names also stands before a colon."""
    found = _names.search(middle[-4096:])
    if not found:
        return
    first, semicolon, others = found[0].partition(";")
    for start in range(min(len(first), 200)):
        if f"{first[start:]}:" in middle:
            yield first[start:] + semicolon + others


def _lines(block: str, names: tuple[str, ...]) -> Iterator[list[str]]:
    """Return path, query and header lines; nothing when a header is not found."""
    places: list[int] = []
    for name in names:
        found = _place(block, name, places[-1] + 1 if places else 0)
        if found < 0:
            return
        places.append(found)
    ends = [*places[1:], len(block)]
    headers = [_header_line(block[start:end]) for start, end in zip(places, ends, strict=True)]
    for path, query in _paths_and_queries(block[: places[0]]):
        yield [path, query, *headers]


def _place(block: str, name: str, start: int) -> int:
    """Where a header begins: after a blank if there is such a place, else anywhere."""
    after_blank = re.compile(rf"(?<=\s){re.escape(name)}:").search(block, start)
    return after_blank.start() if after_blank else block.find(f"{name}:", start)


def _header_line(text: str) -> str:
    name, _, value = text.partition(":")
    return f"{name}:{' '.join(value.split())}"


def _paths_and_queries(head: str) -> Iterator[tuple[str, str]]:
    path, *query = head.split()
    yield path, "".join(query)
    if not query:
        yield from (
            (path[:place], path[place:]) for place in range(1, min(len(path), _MOST_CHARACTERS // (len(path) + 1)))
        )
