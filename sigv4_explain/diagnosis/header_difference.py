"""What the difference of a header line tells: who rewrote it, or who forgot it."""

from __future__ import annotations

from sigv4_explain.diagnosis.header_kinds import FORWARDED, HOP_BY_HOP, TRACING
from sigv4_explain.diagnosis.recipe import Recipe
from sigv4_explain.encoding import trim
from sigv4_explain.masking import TOKEN_NAMES

_BY_NAME = {
    **dict.fromkeys(HOP_BY_HOP, "hop-by-hop-header-signed"),
    **dict.fromkeys(TRACING, "trace-header-signed"),
    "accept-encoding": "accept-encoding-modified",
    "content-length": "content-length-signed",
    "expect": "expect-header-signed",
    "user-agent": "user-agent-signed",
}
"""Headers that are known for what happens to them."""
_OF_ANSWERS = frozenset({"x-amz-id-2", "x-amz-request-id"})


def header_cause(name: str, mine: str | None, theirs: str | None, right: Recipe) -> str:
    """Return the cause that a header's two values speak for; None is a header without a line, empty is one that is."""
    if name == "host" and mine is not None and theirs is not None:
        return _host_cause(mine, theirs, dict(right.header_lines).get("x-forwarded-host"))
    if theirs is None:
        return "malformed-canonical-request"
    if name in _BY_NAME:
        return _BY_NAME[name]
    if mine is None:
        return "missing-session-token" if name in TOKEN_NAMES else "header-added-after-signing"
    if not theirs:
        return _lost(name, right)
    return _rewritten(name, mine, theirs)


def _lost(name: str, right: Recipe) -> str:
    if name in _OF_ANSWERS:
        return "signed-header-blanked-by-server"
    is_presigned = "X-Amz-SignedHeaders=" in right.canonical_query_string
    return "signed-header-not-sent" if is_presigned else "header-removed-by-proxy"


def _rewritten(name: str, mine: str, theirs: str) -> str:
    if trim(mine) == trim(theirs):
        return "header-value-whitespace"
    if theirs.startswith(f"{mine} ") and ":" in theirs[len(mine) :]:
        return "header-line-folding"
    if not (mine.isascii() and theirs.isascii()):
        return "non-ascii-header-value"
    if name in FORWARDED:
        return "header-modified-by-proxy"
    if name == "content-type":
        is_same_type = mine.partition(";")[0].strip() == theirs.partition(";")[0].strip()
        return "header-modified-after-signing" if is_same_type else "content-type-default-added"
    if name == "x-amz-date":
        return "timestamp-differs-within-signature"
    if name == "x-amz-content-sha256":
        return "body-changed-after-hash"
    return "header-modified-by-server" if mine.lower() == theirs.lower() else "signed-header-value-differs"


def _host_cause(mine: str, theirs: str, forwarded_host: str | None) -> str:
    if mine.lower() == theirs.lower():
        return "host-case"
    if theirs == forwarded_host:
        return "header-added-by-proxy"
    my_name, _, my_port = mine.partition(":")
    their_name, _, their_port = theirs.partition(":")
    if my_name.lower() != their_name.lower():
        return "proxy-changed-host"
    if not my_port:
        return "host-port-missing"
    return "host-with-default-port" if my_port in ("80", "443") and not their_port else "host-with-port"
