"""What an answer says about the words of the credential scope."""

from __future__ import annotations

from collections.abc import Iterator

from sigv4_explain.capture.answers.scope import ScopeElement, ToldElement
from sigv4_explain.credentials import TERMINATOR
from sigv4_explain.diagnosis.causes import CAUSES
from sigv4_explain.diagnosis.finding import Certainty, Finding, found
from sigv4_explain.diagnosis.places import place_of_host
from sigv4_explain.diagnosis.telling.heard import Heard
from sigv4_explain.diagnosis.telling.words import place_in_request

_PLACES = {ScopeElement.DATE: 1, ScopeElement.REGION: 2, ScopeElement.SERVICE: 3, ScopeElement.TERMINATOR: 4}
_SLUGS = {
    ScopeElement.DATE: "date-scope-mismatch",
    ScopeElement.REGION: "wrong-region",
    ScopeElement.SERVICE: "wrong-service",
    ScopeElement.TERMINATOR: "malformed-credential",
}


def scope_heard(heard: Heard) -> Iterator[Finding]:
    """Return a finding for each word of the scope that the answer calls wrong."""
    for told in heard.answer.scope:
        sent = told.sent if told.sent is not None else _sent(heard, told.element)
        expected = told.expected or _expected(heard, told.element)
        slug = _slug(told, sent)
        says = f"The answer says that the scope's {told.element.value} is wrong" + (
            f": {_quote(sent)} was sent" if sent is not None else ""
        )
        says += f", {_quote(expected)} expected." if expected else "."
        where = place_in_request(heard, slug, sent or "")
        yield found(CAUSES[slug], Certainty.SHOWN, says, where=where, sent=sent, expected=expected)


def _slug(told: ToldElement, sent: str | None) -> str:
    if told.element is ScopeElement.REGION and sent == "":
        return "empty-region"
    if told.element is ScopeElement.DATE and told.expected is None and sent is not None and len(sent) != 8:
        return "malformed-credential"
    return _SLUGS[told.element]


def _sent(heard: Heard, element: ScopeElement) -> str | None:
    """Return what the request says, where the answer does not repeat it."""
    credential = heard.desk.presented.credential if heard.desk else ()
    return credential[_PLACES[element]] if len(credential) == 5 else None


def _expected(heard: Heard, element: ScopeElement) -> str | None:
    """Return what the host's name or the request's date tells, where the answer keeps it to itself."""
    if element is ScopeElement.TERMINATOR:
        return TERMINATOR
    if heard.desk is None:
        return None
    if element is ScopeElement.DATE:
        return heard.desk.presented.date_time[:8] or None
    region, service = place_of_host(heard.desk.request.host)
    given = heard.evidence.region if region is None else region
    other = given if given != _sent(heard, element) else None
    return other if element is ScopeElement.REGION else service


def _quote(text: str | None) -> str:
    return text or "nothing"
