"""An answer, and the sentences and codes of servers that name a cause by themselves.

Sources: AWS's own words as the verifier's rules have them; those of other servers from their documentation and source:
https://github.com/minio/minio (cmd/api-errors.go), https://garagehq.deuxfleurs.fr,
https://developers.cloudflare.com/r2/api/error-codes/, https://cloud.google.com/storage/docs/xml-api/reference-status.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from sigv4_explain.doctor.case import Case
from sigv4_explain.doctor.causes import CAUSES
from sigv4_explain.doctor.finding import Certainty, Finding, Place, found
from sigv4_explain.doctor.hosts import place_of_host
from sigv4_explain.doctor.places import in_header, in_signature

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

_LONGEST_QUOTE = 240


def quoted(sentence: str) -> str:
    """Put AWS's words into a sentence of evidence, in one line and not too long.

    >>> quoted("Date must be  in ISO-8601.")
    'The answer says: Date must be in ISO-8601.'
    """
    line = re.sub(r"\s+", " ", sentence[: 2 * _LONGEST_QUOTE]).strip()
    shown = line if len(line) <= _LONGEST_QUOTE else f"{line[:_LONGEST_QUOTE]}…"
    return f"The answer says: {shown}{'' if shown.endswith(('.', '…')) else '.'}"


_PARAMETERS = {
    "malformed-credential": "Credential",
    "date-scope-mismatch": "Credential",
    "wrong-region": "Credential",
    "wrong-service": "Credential",
    "empty-region": "Credential",
    "host-not-signed": "SignedHeaders",
    "expires-out-of-bounds": "Expires",
}

_HEADERS = {"malformed-date": "x-amz-date", "content-sha256-not-hex": "x-amz-content-sha256"}


def sentences_heard(case: Case) -> Iterator[Finding]:
    """Return a finding for each sentence of the table that the answer has."""
    words = case.words
    for sentence in SENTENCES:
        match = sentence.pattern.search(words)
        if match:
            yield _finding(case, sentence, match, quoted(_around(words, match)))


def codes_heard(case: Case) -> Iterator[Finding]:
    """Return what the code alone means; to be asked when nothing else was case."""
    for code in CODES:
        match = code.pattern.fullmatch(case.code)
        if match:
            yield _finding(case, code, match, f"The answer's code is {case.answer.code}.")


def _finding(case: Case, sentence: Sentence, match: re.Match[str], says: str) -> Finding:
    told = match.groupdict()
    sent, expected = told.get("sent"), told.get("expected")
    if sentence.slug == "wrong-region":
        sent, expected = sent or _own_region(case), expected or _told_region(case)
    where = place_in_request(case, sentence.slug, sent or "")
    return found(CAUSES[sentence.slug], sentence.certainty, says, where=where, sent=sent, expected=expected)


def place_in_request(case: Case, slug: str, part: str = "") -> Place | None:
    """Return where in the request the part stands that a cause is about; None when nobody showed the request."""
    if not case.has_request or not case.is_signed:
        return None
    request = case.request
    if slug in _PARAMETERS:
        return in_signature(request, _PARAMETERS[slug], part)
    return in_header(request, _HEADERS[slug]) if slug in _HEADERS else None


def _own_region(case: Case) -> str | None:
    credential = case.presented.credential
    return credential[2] if len(credential) == 5 else None


def _told_region(case: Case) -> str | None:
    """Return the Region in S3's element of that name, or in the endpoint to which it redirects."""
    endpoint = case.answer.detail("Endpoint")
    return case.answer.detail("Region") or (place_of_host(endpoint)[0] if endpoint else None)


def _around(words: str, match: re.Match[str]) -> str:
    """Return the line in which a sentence was found, from a little before it."""
    start = max(words.rfind("\n", 0, match.start()) + 1, match.start() - 80)
    end = words.find("\n", match.end())
    return words[start : end if end >= 0 else len(words)]
