"""What the difference of two canonical query strings tells."""

from __future__ import annotations

from collections import Counter

from sigv4_explain.encoding import uri_decode


def query_cause(mine: str, theirs: str) -> str:
    """Return the cause that two canonical query strings speak for.

    >>> query_cause("b=2&a=1", "a=1&b=2")
    'unsorted-query'
    """
    if not mine or not theirs:
        return "query-dropped-after-signing" if not theirs else "query-string-not-signed"
    my_pairs, their_pairs = Counter(mine.split("&")), Counter(theirs.split("&"))
    if my_pairs == their_pairs:
        return "unsorted-query"
    if all(piece.startswith("X-Amz-Security-Token=") for piece in (my_pairs - their_pairs) | (their_pairs - my_pairs)):
        return "session-token-signed-where-not-allowed"
    if sorted(mine.replace("%2B", "%20").split("&")) == sorted(theirs.replace("%2B", "%20").split("&")):
        return "plus-in-query-read-as-space"
    if _plain(mine) == _plain(theirs):
        return _encoding_cause(mine, theirs)
    my_names = Counter([piece.partition("=")[0] for piece in mine.split("&")])
    their_names = Counter([piece.partition("=")[0] for piece in theirs.split("&")])
    if max(my_names.values()) > 1 or max(their_names.values()) > 1:
        return "duplicate-query-param"
    if my_pairs > their_pairs:
        return "server-ignores-query-param"
    return "extra-query-param" if my_pairs < their_pairs else "signature-reused-for-other-request"


def _encoding_cause(mine: str, theirs: str) -> str:
    if "+" in mine:
        return "plus-for-space"
    return "double-encoded-query" if mine.count("%25") > theirs.count("%25") else "query-char-not-encoded"


def _plain(query: str) -> list[bytes]:
    """Return the pairs, decoded as often as it takes, a plus as a space, in one order."""
    pairs = []
    for piece in query.replace("+", " ").split("&"):
        decoded = uri_decode(uri_decode(piece).decode("latin-1"))
        pairs.append(decoded if "=" in piece else decoded + b"=")
    return sorted(pairs)
