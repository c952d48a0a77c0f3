"""What an answer says about the credential scope: which elements are wrong, what they were, what they should be."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum


class ScopeElement(Enum):
    """An element of the credential scope."""

    DATE = "date"
    REGION = "region"
    SERVICE = "service"
    TERMINATOR = "terminator"


@dataclass(frozen=True, slots=True)
class ToldElement:
    """A wrong element of the scope, as far as the server tells it."""

    element: ScopeElement
    sent: str | None
    """What the credential says; None when the answer does not repeat it."""
    expected: str | None
    """What it should say; None when the answer does not tell."""


_SENT = r"['\"](?P<sent>[^'\"]{0,200})['\"]"
_EXPECTED = r"['\"](?P<expected>[^'\"]{0,200})['\"]"
_SENTENCES = (
    (ScopeElement.REGION, rf"scoped to a valid region(?:, not {_SENT})?"),
    (ScopeElement.REGION, rf"the region {_SENT} is wrong(?:; expecting {_EXPECTED})?"),
    (ScopeElement.SERVICE, rf"scoped to correct service: {_EXPECTED}"),
    (ScopeElement.SERVICE, rf"incorrect service {_SENT}\. This endpoint belongs to {_EXPECTED}"),
    (ScopeElement.TERMINATOR, rf"scoped with a valid terminator: {_EXPECTED}(?:, not {_SENT})?"),
    (ScopeElement.TERMINATOR, rf"incorrect terminal {_SENT}\. This endpoint uses {_EXPECTED}"),
    (ScopeElement.DATE, rf"Date in Credential scope does not match [^:\n]{{0,80}}HTTP(?:: {_SENT} != {_EXPECTED})?"),
    (ScopeElement.DATE, rf"incorrect date format {_SENT}"),
)


def told_about_the_scope(message: str, fields: Mapping[str, str]) -> tuple[ToldElement, ...]:
    """Return what the sentences about the scope say, in their order here; S3 names the right Region in an element too.

    >>> told, = told_about_the_scope("Credential should be scoped to correct service: 'execute-api'. ", {})
    >>> told.element.value, told.sent, told.expected
    ('service', None, 'execute-api')
    """
    told = tuple([_told(element, found) for element, found in _found(message)])
    is_malformed = fields.get("Code") == "AuthorizationHeaderMalformed"
    if not told and is_malformed and "Region" in fields:
        return (ToldElement(ScopeElement.REGION, None, fields["Region"]),)
    return told


def _found(message: str) -> Iterator[tuple[ScopeElement, re.Match[str]]]:
    for element, sentence in _SENTENCES:
        found = re.search(sentence, message)
        if found:
            yield element, found


def _told(element: ScopeElement, found: re.Match[str]) -> ToldElement:
    parts = found.groupdict()
    return ToldElement(element, parts.get("sent"), parts.get("expected"))
