"""What AWS's answer tells by itself: scope, date, token, host and format messages name their own cause."""

from __future__ import annotations

from collections.abc import Iterator

from sigv4_explain.diagnosis.evidence import Evidence
from sigv4_explain.diagnosis.finding import Finding
from sigv4_explain.diagnosis.looking.desk import desk_of
from sigv4_explain.diagnosis.telling.access import access_heard
from sigv4_explain.diagnosis.telling.clock import client_clock_compared, clock_compared, clock_heard
from sigv4_explain.diagnosis.telling.form import form_heard
from sigv4_explain.diagnosis.telling.heard import Heard
from sigv4_explain.diagnosis.telling.keys import keys_heard
from sigv4_explain.diagnosis.telling.payload import payload_heard, unsigned_headers_heard
from sigv4_explain.diagnosis.telling.scope import scope_heard
from sigv4_explain.diagnosis.telling.words import codes_heard, sentences_heard

_TELLERS = (
    scope_heard,
    clock_heard,
    form_heard,
    sentences_heard,
    payload_heard,
    unsigned_headers_heard,
    keys_heard,
    access_heard,
)


def told(evidence: Evidence) -> Iterator[Finding]:
    """Return what the answer says, with the numbers in it; that two signatures differ names no cause.

    >>> from sigv4_explain.capture.answers import parse_answer
    >>> answer = parse_answer("An error occurred (RequestTimeTooSkewed) when calling the GetObject operation: Too late")
    >>> list(told(Evidence(answer=answer)))
    [<Finding: clock-skew, shown>]
    """
    desk = desk_of(evidence)
    heard = None if evidence.answer is None else Heard(evidence, evidence.answer, desk)
    findings: list[Finding] = []
    if heard is not None and heard.refuses:
        findings = [finding for tell in _TELLERS for finding in tell(heard)]
        findings = findings or list(codes_heard(heard))
    yield from findings
    names_time = any(finding.cause == "clock-skew" for finding in findings)
    if desk is None or names_time:
        return
    if evidence.received_at is not None:
        yield from clock_compared(desk, evidence.received_at, heard)
    elif evidence.at is not None:
        yield from client_clock_compared(desk, evidence.at, heard)
