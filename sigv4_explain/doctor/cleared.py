"""What did not go wrong: the request has no room for it, or the texts show that it is right."""

from __future__ import annotations

import re

from sigv4_explain.doctor.case import Case, State
from sigv4_explain.doctor.compare.both_sides import Compared
from sigv4_explain.doctor.compare.texts import written
from sigv4_explain.doctor.diagnosis import SERVER_SAYS
from sigv4_explain.doctor.finding import Finding
from sigv4_explain.doctor.places import header_lines
from sigv4_explain.encoding import EMPTY_SHA256

_ON_THE_WAY = frozenset(
    {
        "proxy-changed-host", "hop-by-hop-header-signed", "accept-encoding-modified", "content-length-signed",
        "expect-header-signed", "header-modified-by-proxy", "header-removed-by-proxy", "trace-header-signed",
        "user-agent-signed", "header-added-by-proxy", "body-dropped-after-signing",
    }
)  # fmt: skip
"""What only happens between the client and the server."""


_OF_ANY_PATH = frozenset(
    {
        "proxy-rewrote-path", "bucket-missing-from-path", "stage-missing-from-path", "path-left-at-slash",
        "path-not-the-one-sent", "url-signed-as-path", "empty-path-not-slash", "trailing-slash-added",
        "trailing-slash-dropped", "redirect-followed-with-old-signature", "query-signed-in-path",
    }
)  # fmt: skip
"""What may go wrong with a path of letters and digits too."""
_is_plain = re.compile(r"(?:/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)*/?").fullmatch


def has_room(finding: Finding, case: Case) -> bool:
    """Tell whether the request has what a suspicion is about: nothing of a plain path can be encoded wrongly."""
    known = _target(case)
    if finding.cause == "query-dropped-after-signing":
        return not _arrived_query(case)
    if finding.step == "canonical_uri" and known:
        return finding.cause in _OF_ANY_PATH or not _is_plain(known[0])
    if finding.step == "canonical_query_string" and known:
        return bool(known[1])
    arrived = written(case.evidence.server) if finding.cause in _OF_A_BODY else None
    if arrived is not None and arrived.recipe.hashed_payload == EMPTY_SHA256:
        return False
    if finding.cause == "signed-header-not-sent" and case.signed_names:
        return any(name.lower() != "host" for name in case.signed_names)
    if finding.cause in _OF_A_BODY and case.has_request:
        return bool(case.request.body) or case.state("body") is not State.KNOWN
    return True


def _target(case: Case) -> tuple[str, str] | None:
    """Return path and query as they were sent, else as the server's text has them; None where nobody shows them."""
    if case.has_request and case.knows("target"):
        return case.request.path, case.request.query
    side = written(case.evidence.server)
    return (side.recipe.canonical_uri, side.recipe.canonical_query_string) if side and side.recipe.method else None


def _arrived_query(case: Case) -> str:
    """Return the query as the server's own text has it: what is there was not dropped on the way."""
    side = written(case.evidence.server)
    return side.recipe.canonical_query_string if side and side.recipe.method else ""


_OF_A_BODY = frozenset({"empty-body-hash", "body-reserialised", "body-encoding-form", "body-compressed-after-signing"})


NOT_BY_SIGNING = _ON_THE_WAY | {
    "wrong-secret", "unknown-access-key", "clock-skew", "expired-session-token", "presigned-url-expired",
    "not-a-signature-fault", "opt-in-region-token", "proxy-rewrote-path", "another-scheme", "smtp-password-for-secret",
    "cloudfront-oac-body-hash-missing", "checksum-header-not-supported", "streaming-trailer-not-supported",
    "no-credentials-found",
}  # fmt: skip
"""What may be wrong though the signature is that of the request as it was sent."""


def is_refuted(finding: Finding, case: Case, compared: Compared) -> bool:
    """Tell whether the texts show that what often goes wrong did not go wrong here.

    Where both sides' own texts are equal in a line, neither the client nor the way is to blame for it; where the
    request as it was sent agrees with one side's text, only that side's part is cleared: the client's own signing by
    its log, the way by the server's.
    """
    sides = compared.sides
    if sides is None or not compared.is_equal(*_aspect_of(finding, case)):
        return False
    if compared.are_texts:
        return True
    on_the_way = finding.cause in _ON_THE_WAY
    return on_the_way if sides.server_title == SERVER_SAYS else not on_the_way


def is_told_right(finding: Finding, case: Case) -> bool:
    """Tell whether the server's own text has the hash that was announced: what was pasted of the body may be less."""
    of_code = finding.where is not None and finding.where.text == "code"
    return finding.step == "hashed_payload" and not of_code and case.has_request and case.is_announced_hash_told


def _aspect_of(finding: Finding, case: Case) -> tuple[str, str]:
    """Return the kind and the name of what a finding is about."""
    if finding.step not in ("canonical_headers", "signed_headers"):
        return finding.step, ""
    name = "host" if "host" in finding.cause else ""
    if not name and finding.where is not None and finding.where.text == "request" and finding.where.line > 1:
        lines = header_lines(case.request)
        name = lines[finding.where.line - 2][0].lower() if finding.where.line - 2 < len(lines) else ""
    return "header", name
