"""What was done to a whole paste before it was pasted, by which the text in it is no longer the one that was sent."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from sigv4_explain.doctor.case import Case
from sigv4_explain.doctor.compare.texts import written
from sigv4_explain.doctor.finding import Certainty, Finding

_METHOD = r"(?:GET|PUT|POST|HEAD|PATCH|DELETE|OPTIONS)"
_EDITS: Mapping[str, re.Pattern[str]] = {
    "The paste is set in small letters, so what is in it is not as it was sent.": re.compile(
        r"aws4-hmac-sha256\s+(?:credential=|\d{8}t\d{6}z)|x-amz-algorithm=aws4-hmac-sha256"
    ),
    "The lines of the paste were broken anew, so a text in it may not be as it was.": re.compile(
        rf"""(?mx) ^{_METHOD}[ ]/\S*[ ]HTTP/[0-9.]+[ ]+[A-Za-z][A-Za-z-]*:[ ]
      | aws4_request,\nSignedHeaders= | X-Amz-\n[A-Z]
      | SignedHeaders=\s*\n | SignedHeaders=[\w;-]*[;-]\s*(?:\n|$) | SignedHeaders=[\w;-]+\n[\w-]*[;,]
      | ;[a-z-]+-\n[a-z] | Signature=\s*\n\s*[0-9a-f] | Signature=[0-9a-f]{{1,63}}\n[0-9a-f]+$
      | Credential=\s*\n | Credential=[^\s,&]+\n[^\s,]*aws4_request"""
    ),
}
"""What says so, by the sentence that tells it."""


def edit_of(case: Case) -> str | None:
    """Say what was done to the text; None for one that nothing shows to be edited."""
    if case.evidence.form and case.has_request and _escaped(case.request.query) and not _is_as_the_server_got_it(case):
        return _HTML
    return next((says for says, sign in _EDITS.items() if sign.search(case.evidence.pasted)), None)


_escaped = re.compile(r"amp;[\w.-]+=").search


def as_edited(finding: Finding, says: str) -> Finding:
    """Return a finding as it may be told of a text that was edited: suspected at most."""
    if finding.certainty is Certainty.SUSPECTED:
        return finding
    return replace(finding, certainty=Certainty.SUSPECTED, evidence=(*finding.evidence, says))


_TRACKING = re.compile(r"(?:utm_\w+|fbclid|gclid|dclid|gbraid|wbraid|msclkid|mc_eid|igshid|yclid|_hsenc|_hsmi)(?:=.*)?")
_OF_THE_URL = frozenset(
    {
        "extra-query-param", "trailing-slash-added", "trailing-slash-dropped", "query-dropped-after-signing",
        "server-ignores-query-param", "proxy-rewrote-path", "path-not-the-one-sent", "proxy-changed-host",
        "host-not-the-one-sent", "signature-reused-for-other-request", "redirect-followed-with-old-signature",
    }
)  # fmt: skip
"""What a URL that was renamed, shortened, or followed and copied again, looks like."""
URL_AS_PASTED = "The URL here is as it was pasted: a part may have been left out, or added to it, before."
_HTML = "HTML writes & as &amp;, and a part of that is left in the URL here."


def doubt_of_url(finding: Finding, case: Case) -> str | None:
    """Say why a URL that was pasted shows nothing of what was sent; None where the server's own text has it too."""
    if not (case.evidence.form and case.has_request) or _is_as_the_server_got_it(case):
        return None
    parts = case.request.query.split("&")
    is_tracked = any(_TRACKING.fullmatch(part) for part in parts) and finding.step == "canonical_query_string"
    return URL_AS_PASTED if is_tracked or finding.cause in _OF_THE_URL else None


def _is_as_the_server_got_it(case: Case) -> bool:
    server = written(case.evidence.server)
    if server is None or case.sent is None or server.recipe.canonical_uri == "":
        return False
    mine, theirs = case.sent.recipe, server.recipe
    return (mine.canonical_uri, mine.canonical_query_string) == (theirs.canonical_uri, theirs.canonical_query_string)
