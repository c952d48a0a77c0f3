"""The sentences and codes of the table, heard in an answer."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sigv4_explain.diagnosis.causes import CAUSES
from sigv4_explain.diagnosis.finding import Finding, Place, found
from sigv4_explain.diagnosis.places import place_of_host
from sigv4_explain.diagnosis.request_lines import in_header, in_signature
from sigv4_explain.diagnosis.telling.heard import Heard, quoted
from sigv4_explain.diagnosis.telling.sentences import CODES, SENTENCES, Sentence

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


def sentences_heard(heard: Heard) -> Iterator[Finding]:
    """Return a finding for each sentence of the table that the answer has."""
    words = heard.words
    for sentence in SENTENCES:
        match = sentence.pattern.search(words)
        if match:
            yield _finding(heard, sentence, match, quoted(_around(words, match)))


def codes_heard(heard: Heard) -> Iterator[Finding]:
    """Return what the code alone means; to be asked when nothing else was heard."""
    for code in CODES:
        match = code.pattern.fullmatch(heard.code)
        if match:
            yield _finding(heard, code, match, f"The answer's code is {heard.answer.code}.")


def _finding(heard: Heard, sentence: Sentence, match: re.Match[str], says: str) -> Finding:
    told = match.groupdict()
    sent, expected = told.get("sent"), told.get("expected")
    if sentence.slug == "wrong-region":
        sent, expected = sent or _own_region(heard), expected or _told_region(heard)
    where = place_in_request(heard, sentence.slug, sent or "")
    return found(CAUSES[sentence.slug], sentence.certainty, says, where=where, sent=sent, expected=expected)


def place_in_request(heard: Heard, slug: str, part: str = "") -> Place | None:
    """Return where in the request the part stands that a cause is about; None when nobody showed the request."""
    if heard.desk is None or not heard.desk.is_signed:
        return None
    request = heard.desk.request
    if slug in _PARAMETERS:
        return in_signature(request, _PARAMETERS[slug], part)
    return in_header(request, _HEADERS[slug]) if slug in _HEADERS else None


def _own_region(heard: Heard) -> str | None:
    credential = heard.desk.presented.credential if heard.desk else ()
    return credential[2] if len(credential) == 5 else None


def _told_region(heard: Heard) -> str | None:
    """Return the Region in S3's element of that name, or in the endpoint to which it redirects."""
    endpoint = heard.answer.detail("Endpoint")
    return heard.answer.detail("Region") or (place_of_host(endpoint)[0] if endpoint else None)


def _around(words: str, match: re.Match[str]) -> str:
    """Return the line in which a sentence was found, from a little before it."""
    start = max(words.rfind("\n", 0, match.start()) + 1, match.start() - 80)
    end = words.find("\n", match.end())
    return words[start : end if end >= 0 else len(words)]
