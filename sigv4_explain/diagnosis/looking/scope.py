"""The words of the credential scope, beside the place where the request arrived and the day of its date."""

from __future__ import annotations

from collections.abc import Iterator

from sigv4_explain.credentials import TERMINATOR
from sigv4_explain.diagnosis.causes import CAUSES
from sigv4_explain.diagnosis.finding import Certainty, Finding, found
from sigv4_explain.diagnosis.looking.desk import Desk
from sigv4_explain.diagnosis.request_lines import in_signature

_FORM = f"KEY-ID/YYYYMMDD/REGION/SERVICE/{TERMINATOR}"


def scope_faults(desk: Desk) -> Iterator[Finding]:
    """Return a finding for each word of the credential that is not what the server expects there."""
    credential, reading = desk.presented.credential, desk.reading
    if len(credential) != 5:
        yield _shown(desk, "malformed-credential", "/".join(credential), _FORM, f"It has {len(credential)} words.")
        return
    _, date, region, service, terminator = credential
    host = desk.request.host[:100]
    if not region:
        says = "The scope's Region is empty."
        yield _shown(desk, "empty-region", "/".join(credential[1:]), desk.evidence.region or "a Region", says)
    elif region != reading.region:
        says = f"The scope says {region}; the server at {host} is in {reading.region}."
        yield _shown(desk, "wrong-region", region, reading.region, says)
    if service != reading.service:
        says = f"The scope says {service or 'nothing'}; the signing name of {host} is {reading.service}."
        yield _shown(desk, "wrong-service", service, reading.service, says)
    if terminator != TERMINATOR:
        yield _shown(desk, "malformed-credential", terminator, TERMINATOR, "The last word of the scope is another.")
    if date != desk.presented.date_time[:8]:
        yield from _date(desk, date)


def _date(desk: Desk, date: str) -> Iterator[Finding]:
    expected = desk.presented.date_time[:8]
    if expected:
        says = f"The scope is for the day {date}; the request's date is {desk.presented.date_time}."
        yield _shown(desk, "date-scope-mismatch", date, expected, says)


def _shown(desk: Desk, slug: str, sent: str, expected: str, says: str) -> Finding:
    where = in_signature(desk.request, "Credential", sent)
    return found(CAUSES[slug], Certainty.SHOWN, says, where=where, sent=sent, expected=expected)
