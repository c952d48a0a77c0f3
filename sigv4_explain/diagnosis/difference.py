"""What a difference tells by itself, where no known mistake makes just this one."""

from __future__ import annotations

from sigv4_explain.diagnosis.aspects import Aspect
from sigv4_explain.diagnosis.comparing import Comparison
from sigv4_explain.diagnosis.header_difference import header_cause
from sigv4_explain.diagnosis.path_difference import path_cause
from sigv4_explain.diagnosis.query_difference import query_cause
from sigv4_explain.encoding import EMPTY_SHA256
from sigv4_explain.signature import is_basic_format

_BY_KIND = {
    "header order": "signed-headers-order",
    "signed order": "signed-headers-order",
    "line_break": "crlf-line-endings",
    "text_line_break": "crlf-line-endings",
    "after_headers": "malformed-canonical-request",
    "ending": "malformed-canonical-request",
    "algorithm": "malformed-canonical-request",
    "hash_form": "sts-hash-not-hex",
}
_BY_SCOPE_WORD = {
    "date": "date-scope-mismatch",
    "region": "wrong-region",
    "service": "wrong-service",
    "terminator": "malformed-credential",
}


def cause_of(aspect: Aspect, comparison: Comparison) -> str:
    """Return the name of the cause that a difference speaks for."""
    mine, theirs = comparison.mine.get(aspect), comparison.theirs.get(aspect)
    if aspect.kind in _BY_KIND:
        return _BY_KIND[aspect.kind]
    if aspect.kind == "header" and _has_capitals(aspect.name, comparison):
        return "malformed-canonical-request"
    if aspect.kind == "header":
        return header_cause(aspect.name, _joined(mine), _joined(theirs), comparison.right.recipe)
    if aspect.kind == "signed name":
        return "duplicate-signed-header" if (_count(mine) or 0) > 1 else "header-added-after-signing"
    if aspect.kind == "scope":
        return "empty-region" if aspect.name == "region" and mine == "" else _BY_SCOPE_WORD[aspect.name]
    return _cause_of_text(aspect.kind, str(mine), str(theirs), comparison)


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
        "signature-reused-for-other-request" if is_other_request else "body-reserialised"
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
    is_hash = len(mine) == 64 and mine == mine.lower()
    return None if is_hash else "content-sha256-not-hex"


def _joined(value: object) -> str | None:
    return ",".join([str(each) for each in value]) if isinstance(value, tuple) else None


def _count(value: object) -> int | None:
    return value if isinstance(value, int) else None
