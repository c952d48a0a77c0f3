"""What the doctor hears in an answer: words that name a cause, what the server refuses, and its clock."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from sigv4_explain.doctor.case import Case
from sigv4_explain.doctor.causes import weighed
from sigv4_explain.doctor.finding import Certainty, Finding
from sigv4_explain.doctor.listen.access import access_heard
from sigv4_explain.doctor.listen.clock import client_clock_compared, clock_compared, clock_heard, clock_unset
from sigv4_explain.doctor.listen.keys import keys_heard
from sigv4_explain.doctor.listen.payload import origin_access_heard, payload_heard, with_switch
from sigv4_explain.doctor.listen.refused import form_heard, scope_heard, unsigned_headers_heard
from sigv4_explain.doctor.listen.words import codes_heard, sentences_heard
from sigv4_explain.doctor.look.post_policy import with_policy
from sigv4_explain.readers.answers.forms import AnswerForm

_TELLERS = (
    scope_heard,
    clock_heard,
    form_heard,
    sentences_heard,
    payload_heard,
    origin_access_heard,
    unsigned_headers_heard,
    keys_heard,
    access_heard,
)


def listen(case: Case) -> Iterator[Finding]:
    """Return what the answer says, with the numbers in it; that two signatures differ names no cause.

    >>> from sigv4_explain.doctor.case import case_of
    >>> from sigv4_explain.doctor.evidence import Evidence
    >>> from sigv4_explain.readers.answers import parse_answer
    >>> answer = parse_answer("An error occurred (RequestTimeTooSkewed) when calling the GetObject operation: Too late")
    >>> list(listen(case_of(Evidence(answer=answer))))
    [<Finding: clock-skew, shown>]
    """
    findings: list[Finding] = []
    if case.refuses:
        findings = [finding for tell in _TELLERS for finding in tell(case)]
        findings = findings or list(codes_heard(case))
    if not any(finding.cause in _OF_TIME for finding in findings):
        findings += _clocks(case)
    if _is_hearsay(case) or _is_told_of(case, findings):
        findings = [replace(finding, certainty=Certainty.SUSPECTED) for finding in findings]
    yield from (with_policy(with_switch(finding, case), case) for finding in weighed(findings))


_MOST_AT_ONCE = 2
_MISMATCH = "signature we calculated"
_OF_THE_SCOPE = frozenset(
    {"wrong-region", "wrong-service", "date-scope-mismatch", "malformed-credential", "empty-region", "needs-sigv4a"}
)


def _is_told_of(case: Case, findings: list[Finding]) -> bool:
    """Tell whether people only speak of an answer: in a list of causes, of another day, in a program."""
    sure = {finding.cause for finding in findings if finding.certainty is Certainty.SHOWN} - _OF_THE_SCOPE
    another = _MISMATCH in case.evidence.pasted and not case.is_mismatch
    code, answer = case.evidence.code, case.evidence.answer
    message = ((answer.message if answer else "") or "").strip()[:_ENOUGH]
    return another or len(sure) > _MOST_AT_ONCE or bool(code and message and message in code.text)


_ENOUGH = 60

_elsewhere = re.compile(
    r"\b(?:most common|common(?:est)?) (?:cause|reason)"
    r"|\b(?:possible|other|another|usual|typical) (?:causes?|reasons?)?:"
    r"|\b(?:causes?|reasons?) (?:may|might|can|could) be\b|\bnot (?:it|so) (?:for|with|in) (?:me|us|my|our)\b"
    r"|\b(?:not|n['’]t|unlike) (?:my|our) (?:case|problem|issue|error)\b"
    r"|\b(?:the docs?|documentation|manual|forum|article|blog|stack ?overflow|somebody|someone|chatgpt)\b[^\n]{0,40}\b"
    r"(?:says?(?! no)|said|lists?|writes?|suggests?|mentions?|answers?)\b",
    re.IGNORECASE,
)


_of_an_sdk = re.compile(r"An error occurred \(|api error \w{3,80}:|\(Service: |Exception: |Errors::")


def _is_hearsay(case: Case) -> bool:
    """Tell whether a sentence stands in prose that speaks of what others had, so that no server need have said it."""
    answer = case.evidence.answer
    is_bare = answer is not None and not answer.status and answer.form not in (AnswerForm.JSON, AnswerForm.XML)
    pasted = case.evidence.pasted
    return is_bare and bool(_elsewhere.search(pasted)) and not _of_an_sdk.search(pasted)


_OF_TIME = ("clock-skew", "presigned-url-expired")


def _clocks(case: Case) -> Iterator[Finding]:
    """Compare the request's date with whatever clock is known."""
    compared = list(clock_unset(case))
    if not case.has_request:
        yield from compared
        return
    if not compared and case.evidence.received_at is not None:
        compared = list(clock_compared(case, case.evidence.received_at))
    elif not compared and case.evidence.at is not None:
        compared = list(client_clock_compared(case, case.evidence.at))
    yield from compared
