"""Sentences that name a cause by themselves, with what was sent and expected where they tell. Data only.

Sources: AWS's own words as the verifier's rules have them; those of other servers from their documentation and source:
https://github.com/minio/minio (cmd/api-errors.go), https://garagehq.deuxfleurs.fr,
https://developers.cloudflare.com/r2/api/error-codes/, https://cloud.google.com/storage/docs/xml-api/reference-status.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from sigv4_explain.diagnosis.finding import Certainty

_QUOTE = r"['\"]"
_SENT = rf"{_QUOTE}(?P<sent>[^'\"\n]{{0,200}}){_QUOTE}"
_EXPECTED = rf"{_QUOTE}(?P<expected>[^'\"\n]{{0,200}}){_QUOTE}"


class Sentence(NamedTuple):
    """A sentence of a server's, and the cause that it names."""

    slug: str
    pattern: re.Pattern[str]
    certainty: Certainty


def _said(slug: str, pattern: str, certainty: Certainty = Certainty.SHOWN) -> Sentence:
    return Sentence(slug, re.compile(pattern), certainty)


SENTENCES = (
    _said("empty-region", r"a non-empty region must be provided"),
    _said("wrong-region", rf"the region is wrong(?:;? expecting {_EXPECTED})?"),
    _said("wrong-region", r"Region does not match"),
    _said("wrong-region", rf"The region name {_SENT} is not valid"),
    _said("wrong-region", r"unexpected scope: [0-9]{1,8}/(?P<sent>[^/\s]{0,60})/s3/", Certainty.SUSPECTED),
    _said("wrong-region", r"must be addressed using the specified endpoint", Certainty.SUSPECTED),
    _said("wrong-service", rf"incorrect service\. This endpoint belongs to {_EXPECTED}"),
    _said(
        "date-scope-mismatch",
        rf"Invalid credential date {_SENT}\.(?: This date is not the same as X-Amz-Date: {_EXPECTED})?",
    ),
    _said(
        "malformed-credential",
        r"Credential must have exactly 5 slash-delimited elements"
        rf"(?:, e\.g\. (?P<expected>[^\s,]{{1,60}}))?(?:, got {_SENT})?",
    ),
    _said("malformed-credential", rf"the Credential is mal-formed(?:; expecting {_EXPECTED})?"),
    _said("malformed-credential", rf"incorrect terminal\. This endpoint uses {_EXPECTED}"),
    _said("malformed-date", rf"Date must be in ISO-8601 'basic format'(?:\. Got {_SENT})?"),
    _said("malformed-date", r"X-Amz-Date must be (?:in the ISO8601|formatted)"),
    _said("malformed-date", r"Invalid date format header"),
    _said("host-not-signed", r"'Host'(?: or ':authority')? must be a 'SignedHeader'"),
    _said("content-sha256-not-hex", r"x-amz-content-sha256 must be [^\n]{0,300}valid sha256"),
    _said("missing-x-amz-content-sha256", r"Missing required header for this request: x-amz-content-sha256"),
    _said("unsupported-algorithm", rf"Unsupported AWS 'algorithm': {_SENT}"),
    _said("unsupported-algorithm", r"authorization mechanism you have provided is not supported"),
    _said("unsupported-algorithm", r"Unsupported Authorization Type"),
    _said("unsupported-algorithm", r"X-Amz-Algorithm only supports"),
    _said("expires-out-of-bounds", r"X-Amz-Expires (?:must be|should be)"),
    _said("expired-session-token", r"token included in the request is expired"),
    _said("expired-session-token", r"provided token has expired(?![^$]{0,40}Request signature expired)"),
    _said("incomplete-authorization", r"Found both 'X-Amz-Algorithm'"),
    _said("incomplete-authorization", r"Only one auth mechanism allowed"),
    _said("incomplete-authorization", r"Authorization header must begin with the algorithm name"),
    _said("incomplete-authorization", r"Authorization header is invalid -- one and only one"),
    _said(
        "incomplete-authorization", r"User: anonymous is not authorized|Anonymous (?:caller|users?) do(?:es)? not have"
    ),
    _said("signed-header-not-sent", r"included in signedheaders, but not in the request"),
    _said("header-added-after-signing", r"included in the request, but not in signedheaders"),
    _said("unknown-access-key", r"Credential access key has length [0-9]{1,6}, should be [0-9]{1,6}"),
)
"""In no order of weight: each is looked for by itself."""

CODES = (
    Sentence("clock-skew", re.compile("RequestTimeTooSkewed|RequestExpired"), Certainty.SHOWN),
    Sentence("wrong-region", re.compile("InvalidRegion(?:Name)?"), Certainty.SHOWN),
    Sentence("malformed-date", re.compile("MalformedDate"), Certainty.SHOWN),
    Sentence("expired-session-token", re.compile("ExpiredToken|TokenRefreshRequired"), Certainty.SHOWN),
    Sentence("malformed-credential", re.compile("AuthorizationHeaderMalformed"), Certainty.SUSPECTED),
    Sentence("incomplete-authorization", re.compile("IncompleteSignature"), Certainty.SHOWN),
    Sentence("incomplete-authorization", re.compile("AuthorizationQueryParametersError"), Certainty.SUSPECTED),
    Sentence("signed-header-not-sent", re.compile("MalformedSecurityHeader"), Certainty.SUSPECTED),
)
"""What a code means where no sentence says more. Ceph answers with codes alone."""
