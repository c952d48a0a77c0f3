"""What a difference tells by itself, where no known mistake makes just this one."""

from __future__ import annotations

import re
from collections import Counter

from sigv4_explain.canonical import normalized_path
from sigv4_explain.doctor.aspects import Aspect
from sigv4_explain.doctor.compare.comparison import Comparison
from sigv4_explain.doctor.header_advice import FORWARDED, HOP_BY_HOP, TRACING
from sigv4_explain.doctor.recipe import Recipe
from sigv4_explain.encoding import EMPTY_SHA256, trim, uri_decode, uri_encode
from sigv4_explain.masking import TOKEN_NAMES
from sigv4_explain.signature import is_basic_format


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
    if _plain(mine).startswith(_plain(theirs) + b"?"):
        return "query-signed-in-path"
    if _plain(mine) == _plain(theirs):
        return _encoding_cause(mine, theirs)
    if normalized_path(mine) == normalized_path(theirs):
        return "path-normalised-for-s3" if len(mine) < len(theirs) else "path-not-normalised"
    return "proxy-rewrote-path" if mine.endswith(theirs) or theirs.endswith(mine) else None


def _encoding_cause(mine: str, theirs: str) -> str:
    if _with_capitals(mine) == theirs:
        return "lowercase-hex-percent-encoding"
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
    changed = [*(my_pairs - their_pairs), *(their_pairs - my_pairs)]
    if len(changed) == 1 and changed[0].startswith("X-Amz-Security-Token="):
        return "session-token-signed-where-not-allowed"
    if _are_cut(mine, theirs):
        return "query-value-cut-at-equals"
    if sorted(mine.replace("%2B", "%20").split("&")) == sorted(theirs.replace("%2B", "%20").split("&")):
        return "plus-in-query-read-as-space"
    if _query_plain(mine) == _query_plain(theirs):
        return _query_encoding_cause(mine, theirs)
    my_names = Counter([piece.partition("=")[0] for piece in mine.split("&")])
    their_names = Counter([piece.partition("=")[0] for piece in theirs.split("&")])
    if max(my_names.values()) > 1 or max(their_names.values()) > 1:
        return "duplicate-query-param"
    if my_pairs > their_pairs:
        return "server-ignores-query-param"
    return "extra-query-param" if my_pairs < their_pairs else "signature-reused-for-other-request"


def _are_cut(mine: str, theirs: str) -> bool:
    """Tell whether the client's values end where an equals sign stands in the server's."""
    mine_plain, theirs_plain = _query_plain(mine), _query_plain(theirs)
    pairs = zip(mine_plain, theirs_plain, strict=False)
    is_like = len(mine_plain) == len(theirs_plain) and mine_plain != theirs_plain
    return is_like and all(one == other or other.startswith(one + b"=") for one, other in pairs)


def _query_encoding_cause(mine: str, theirs: str) -> str:
    if "+" in mine:
        return "plus-for-space"
    if _with_capitals(mine) == theirs:
        return "lowercase-hex-percent-encoding"
    return "double-encoded-query" if mine.count("%25") > theirs.count("%25") else "query-char-not-encoded"


def _with_capitals(text: str) -> str:
    return _percent.sub(lambda found: found[0].upper(), text)


_percent = re.compile("%[0-9a-fA-F]{2}")


def _query_plain(query: str) -> list[bytes]:
    """Return the pairs, decoded as often as it takes, a plus as a space, in one order."""
    pairs = []
    for piece in query.replace("+", " ").split("&"):
        decoded = uri_decode(uri_decode(piece).decode("latin-1"))
        pairs.append(decoded if "=" in piece else decoded + b"=")
    return sorted(pairs)


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


_BY_KIND = {
    "header order": "signed-headers-order",
    "signed order": "signed-headers-order",
    "line_break": "crlf-line-endings",
    "text_line_break": "crlf-line-endings",
    "after_headers": "malformed-canonical-request",
    "ending": "line-break-hashed",
    "between_names": "signed-headers-separator",
    "layout": "canonical-lines-order",
    "text_form": "text-hashed-as-utf16",
    "head_layout": "malformed-string-to-sign",
    "text_ending": "line-break-hashed",
    "to_sign_form": "text-hashed-as-utf16",
    "algorithm": "malformed-string-to-sign",
    "hash_form": "sts-hash-not-hex",
}

_BY_SCOPE_WORD = {
    "date": "date-scope-mismatch",
    "region": "wrong-region",
    "service": "wrong-service",
    "terminator": "malformed-credential",
    "more": "malformed-scope",
}


def cause_of(aspect: Aspect, comparison: Comparison) -> str:
    """Return the name of the cause that a difference speaks for."""
    mine, theirs = comparison.mine.get(aspect), comparison.theirs.get(aspect)
    if aspect.kind in _OF_THE_LIST and _is_doubled(comparison):
        return "duplicate-signed-header"
    if aspect.kind in _BY_KIND:
        return _BY_KIND[aspect.kind]
    if aspect.kind == "header" and _has_capitals(aspect.name, comparison):
        return "header-name-capitals"
    if aspect.kind == "header":
        return header_cause(aspect.name, _joined(mine), _joined(theirs), comparison.right.recipe)
    if aspect.kind == "signed name":
        return "header-added-after-signing"
    if aspect.kind == "scope":
        return "empty-region" if aspect.name == "region" and mine == "" else _BY_SCOPE_WORD[aspect.name]
    return _cause_of_text(aspect.kind, str(mine), str(theirs), comparison)


_OF_THE_LIST = ("signed name", "signed order")


def _is_doubled(comparison: Comparison) -> bool:
    """Tell whether a name stands twice in either side's list: the server's repeats what Authorization says."""
    lists = (comparison.wrong.recipe.signed_names, comparison.right.recipe.signed_names)
    return any(len(set(names)) < len(names) for names in lists)


def _has_capitals(name: str, comparison: Comparison) -> bool:
    """Tell whether the client wrote a header's name as it was sent."""
    return any(key != key.lower() == name.lower() for kind, key in comparison.mine if kind == "header")


def _cause_of_text(kind: str, mine: str, theirs: str, comparison: Comparison) -> str:
    if kind == "method":
        return "method-case" if mine.upper() == theirs.upper() else "method-mismatch"
    if kind == "date_time":
        return "timestamp-differs-within-signature" if is_basic_format(mine) else "malformed-date"
    if kind == "canonical_query_string":
        return query_cause(mine, theirs)
    is_other_request = len(comparison.differences & _WHOLE_REQUEST) > 1
    if kind == "canonical_uri":
        return path_cause(mine, theirs) or (
            "signature-reused-for-other-request" if is_other_request else "redirect-followed-with-old-signature"
        )
    return _body_cause(mine, theirs) or (
        "signature-reused-for-other-request" if is_other_request else "body-changed-after-hash"
    )


_WHOLE_REQUEST = frozenset(
    [Aspect("method"), Aspect("canonical_uri"), Aspect("canonical_query_string"), Aspect("hashed_payload")]
)


def _body_cause(mine: str, theirs: str) -> str | None:
    if "UNSIGNED-PAYLOAD" in (mine, theirs):
        return "unsigned-payload-mismatch"
    if mine == EMPTY_SHA256:
        return "empty-body-hash"
    if theirs == EMPTY_SHA256:
        return "body-dropped-after-signing"
    if _of_another_function(mine):
        return "other-hash-function"
    is_hash = len(mine) == 64 and mine == mine.lower()
    return None if is_hash else "content-sha256-not-hex"


_of_another_function = re.compile("[0-9a-fA-F]{32}|[0-9a-fA-F]{40}|[0-9a-fA-F]{96}|[0-9a-fA-F]{128}").fullmatch
"""The lengths of MD5, SHA-1, SHA-384 and SHA-512."""


def _joined(value: object) -> str | None:
    return ",".join([str(each) for each in value]) if isinstance(value, tuple) else None
