"""What the request shows by itself, without an answer and without a secret."""

from __future__ import annotations

from collections.abc import Iterator

from sigv4_explain.diagnosis.causes import CAUSES
from sigv4_explain.diagnosis.evidence import Evidence
from sigv4_explain.diagnosis.finding import Finding
from sigv4_explain.diagnosis.looking.body_habits import body_habits
from sigv4_explain.diagnosis.looking.desk import desk_of
from sigv4_explain.diagnosis.looking.header_habits import header_habits
from sigv4_explain.diagnosis.looking.host_habits import host_habits
from sigv4_explain.diagnosis.looking.path_habits import path_habits
from sigv4_explain.diagnosis.looking.payload import payload_faults
from sigv4_explain.diagnosis.looking.query_habits import query_habits
from sigv4_explain.diagnosis.looking.refusals import refusals
from sigv4_explain.diagnosis.looking.secret import credential_faults
from sigv4_explain.diagnosis.looking.signed_names import list_faults
from sigv4_explain.diagnosis.looking.token import token_faults

_FAULTS = (refusals, token_faults, list_faults, payload_faults)
_HABITS = (host_habits, header_habits, path_habits, query_habits, body_habits)


def seen_in_the_request(evidence: Evidence) -> Iterator[Finding]:
    """Return what is wrong with the request, then what is likely to go wrong with it, the most frequent first.

    On a request that is signed as it should be nothing is shown; much may be suspected.

    >>> from sigv4_explain import Request
    >>> [finding.cause for finding in seen_in_the_request(Evidence(request=Request("GET", "https://example.com/")))]
    ['incomplete-authorization']
    """
    desk = desk_of(evidence)
    if evidence.credentials is not None:
        yield from credential_faults(evidence.credentials, desk)
    if desk is not None:
        for look in _FAULTS:
            yield from look(desk)
        habits = [finding for look in _HABITS for finding in look(desk)]
        yield from sorted(habits, key=lambda finding: -CAUSES[finding.cause].seen)
