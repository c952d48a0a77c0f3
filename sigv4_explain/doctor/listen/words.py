"""What the sentences and the code of an answer say by themselves."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from sigv4_explain.doctor.case import Case
from sigv4_explain.doctor.causes import CAUSES
from sigv4_explain.doctor.evidence import plain
from sigv4_explain.doctor.finding import Certainty, Finding, Place, found
from sigv4_explain.doctor.hosts import place_of_host
from sigv4_explain.doctor.places import in_header, in_signature
from sigv4_explain.doctor.sentences import Heard, codes_in, sentences_in

_LONGEST_QUOTE = 240
_ENOUGH = 30  # characters of a message, by which its line is known


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
    """Return a finding for each sentence of the table that the answer has, or what was pasted around its message.

    Where the answer's message says something else, the text around it may tell of another day: then it is suspected.
    """
    # As the text around the message is: what carried it may have put marks before its quotes.
    words, around = plain(case.words), case.surroundings
    is_other = "signature we calculated" in words or case.code == "SignatureDoesNotMatch"
    in_message = list(sentences_in(words, around))
    known = {heard.sentence.name for heard in in_message}
    for heard in in_message:
        is_doubtful = is_other and CAUSES[heard.sentence.slug].step == "hashed_payload"
        certainty = "SUSPECTED" if is_doubtful else heard.sentence.certainty.name
        yield from _finding(case, heard, certainty, quoted(_around(words, heard.match)))
    own = case.evidence.client.canonical_request or ""  # what the client wrote itself is nobody's answer
    for heard in sentences_in(around, ""):
        if heard.sentence.name not in known and heard.match[0] not in own:
            is_beside = words.strip()[:_ENOUGH] in _around(around, heard.match)
            certainty = heard.sentence.certainty.name if is_beside and not case.is_mismatch else "SUSPECTED"
            # No more than the words: what stands beside them in a paste may be secret.
            yield from _finding(case, heard, certainty, quoted(heard.match[0]))


def codes_heard(case: Case) -> Iterator[Finding]:
    """Return what the code alone means; to be asked when nothing else was heard."""
    for heard in codes_in(case.code, case.surroundings):
        yield from _finding(case, heard, heard.sentence.certainty.name, f"The answer's code is {case.answer.code}.")


def _finding(case: Case, heard: Heard, certainty: str, says: str) -> Iterator[Finding]:
    slug, told = heard.sentence.slug, heard.match.groupdict()
    if slug == "not-a-signature-fault" and case.is_mismatch:
        return
    sent, expected = told.get("sent"), told.get("expected")
    if slug == "wrong-region":
        sent, expected = sent or _own_region(case), expected or _told_region(case)
    where = place_in_request(case, slug, sent or "")
    evidence = (says, heard.sentence.says) if heard.sentence.says else (says,)
    finding = found(CAUSES[slug], Certainty[certainty], *evidence, where=where, sent=sent, expected=expected)
    yield replace(finding, fix=heard.sentence.fix or finding.fix)


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
