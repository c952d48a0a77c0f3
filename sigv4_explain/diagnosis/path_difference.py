"""What the difference of two canonical URIs tells."""

from __future__ import annotations

from sigv4_explain.canonical import normalized_path
from sigv4_explain.encoding import uri_decode, uri_encode


def path_cause(mine: str, theirs: str) -> str | None:
    """Return the cause that two canonical URIs speak for; None when they are two paths.

    >>> path_cause("/a%20b", "/a%2520b")
    'path-double-encoding-rule'
    >>> path_cause("/a%2Fb", "/a/b")
    'slash-encoded-in-path'
    """
    if "/" in (mine, theirs) or not mine.startswith("/"):
        return "path-missing-leading-slash" if mine == theirs[1:] else None
    if uri_encode(theirs, keep="/%") == mine:
        return "server-decodes-path"
    if theirs in (mine.replace("%2B", "%20"), mine.replace("+", "%20")):
        return "plus-in-path-read-as-space"
    if mine == theirs.replace("%2B", "%20"):
        return "plus-signed-as-space"
    if mine.replace("%2F", "/") == theirs:
        return "slash-encoded-in-path"
    if _plain(mine) == _plain(theirs):
        return _encoding_cause(mine, theirs)
    if normalized_path(mine) == normalized_path(theirs):
        return "path-normalised-for-s3" if len(mine) < len(theirs) else "path-not-normalised"
    return "proxy-rewrote-path" if mine.endswith(theirs) or theirs.endswith(mine) else None


def _encoding_cause(mine: str, theirs: str) -> str:
    my_depth, their_depth = mine.count("%25"), theirs.count("%25")
    if my_depth > their_depth:
        return "double-encoded-path"
    return "path-double-encoding-rule" if my_depth < their_depth else "path-char-not-encoded"


def _plain(path: str) -> bytes:
    """Decode a path as often as it takes."""
    decoded = path.encode("utf-8", "surrogatepass")
    for _ in range(5):
        again = uri_decode(decoded.decode("latin-1"))
        if again == decoded:
            break
        decoded = again
    return decoded
