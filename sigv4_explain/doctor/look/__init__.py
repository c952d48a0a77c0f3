"""What the doctor sees in a request: what is wrong with it, and what was often seen to go wrong with such a one."""

from __future__ import annotations

from collections.abc import Iterator

from sigv4_explain.doctor.case import Case
from sigv4_explain.doctor.causes import CAUSES
from sigv4_explain.doctor.code import faults_in_code
from sigv4_explain.doctor.finding import Finding
from sigv4_explain.doctor.look.faults import (
    credential_faults,
    list_faults,
    payload_faults,
    presigned_faults,
    signature_faults,
    stream_faults,
    token_faults,
)
from sigv4_explain.doctor.look.habits import (
    body_habits,
    header_habits,
    host_habits,
    path_habits,
    query_habits,
    stream_habits,
)
from sigv4_explain.doctor.look.post_policy import form_faults
from sigv4_explain.doctor.look.refusals import refusals, written_scope
from sigv4_explain.doctor.look.written_texts import in_its_text, own_text_faults, rebuilt, text_habits, texts_alone

_FAULTS = (
    refusals,
    written_scope,
    signature_faults,
    token_faults,
    list_faults,
    payload_faults,
    presigned_faults,
    stream_faults,
    form_faults,
)
_HABITS = (stream_habits, host_habits, header_habits, path_habits, query_habits, body_habits)


def look(case: Case) -> Iterator[Finding]:
    """Return what is wrong with the request and the keys. On a request that is signed as it should be nothing is.

    >>> from sigv4_explain import Request
    >>> from sigv4_explain.doctor.case import case_of
    >>> from sigv4_explain.doctor.evidence import Evidence
    >>> [finding.cause for finding in look(case_of(Evidence(request=Request("GET", "https://example.com/"))))]
    ['not-signed']
    """
    if case.evidence.credentials is not None:
        yield from credential_faults(case.evidence.credentials, case)
    if case.has_request:
        for find in _FAULTS:
            yield from find(case)
    else:
        yield from texts_alone(case)
    yield from own_text_faults(case)
    if case.evidence.code is not None:
        yield from faults_in_code(case.evidence.code)


def likely_habits(case: Case) -> Iterator[Finding]:
    """Return what was often seen to break the signature of such a request, the most frequent first."""
    if case.has_request:
        found = [finding for find in _HABITS for finding in find(case)]
    elif (seen := rebuilt(case)) is not None:
        looks = _HABITS if case.evidence.server.canonical_request is None else (host_habits, header_habits)
        found = [in_its_text(finding, seen, case) for find in looks for finding in find(seen)]
        found += text_habits(case)
    else:
        return
    yield from sorted(found, key=lambda finding: -CAUSES[finding.cause].seen)
