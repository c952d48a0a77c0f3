"""A request that does not say when it was signed: signed again at the time that the user knows."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta

from sigv4_explain.diagnosis.case import Case
from sigv4_explain.diagnosis.causes import CAUSES
from sigv4_explain.diagnosis.evidence import Evidence
from sigv4_explain.diagnosis.finding import Certainty, Finding, found
from sigv4_explain.diagnosis.forge import Forge
from sigv4_explain.diagnosis.recipe import Recipe
from sigv4_explain.diagnosis.request_lines import in_header, in_target
from sigv4_explain.diagnosis.seen import case_sent
from sigv4_explain.presented import Carrier, presented_by
from sigv4_explain.request import Request
from sigv4_explain.signature import request_date_time

_DATE = "X-Amz-Date"
_NEAR = 60
"""Seconds that a time from memory, or from a log, may be off."""


def dated_case(evidence: Evidence) -> Case | None:
    """Return the request as it was signed, with a date; None when it has its own, or when nobody knows the time."""
    request, at = evidence.request, evidence.at
    if request is None or at is None:
        return None
    presented = presented_by(request, "")
    if presented.date is not None or presented.carrier not in (Carrier.HEADER, Carrier.QUERY):
        return None
    return case_sent(replace(evidence, request=_dated(request, presented.carrier, request_date_time(at))))


def date_not_sent(case: Case, evidence: Evidence) -> Finding | None:
    """Return the finding for a signature that is right but for its date, which was not sent.

    The seconds around the time that was given are tried too.
    """
    request, at, forge = evidence.request, evidence.at, Forge.of(case)
    if request is None or at is None:
        return None
    for date_time in _near(at):
        if forge.reproduces(_signed_at(case.recipe, date_time)):
            in_query = case.presented.carrier is Carrier.QUERY
            where = in_target(request) if in_query else in_header(request, "authorization")
            says = f"Signed at {date_time}, this gives exactly the signature that was received: {case.received[:8]}…."
            cause, expected = CAUSES["incomplete-authorization"], f"{_DATE}: {date_time}"
            return found(cause, Certainty.PROVEN, says, where=where, expected=expected)
    return None


def _dated(request: Request, carrier: Carrier, date_time: str) -> Request:
    if carrier is Carrier.QUERY:
        return Request(request.method, f"{request.url}&{_DATE}={date_time}", request.headers, request.body)
    others = [(name, value) for name, value in request.headers if name.lower() != _DATE.lower()]
    return Request(request.method, request.url, [*others, (_DATE, date_time)], request.body)


def _near(at: datetime) -> Iterator[str]:
    for seconds in sorted(range(-_NEAR, _NEAR + 1), key=abs):
        with suppress(OverflowError):
            yield request_date_time(at + timedelta(seconds=seconds))


def _signed_at(recipe: Recipe, date_time: str) -> Recipe:
    """Return the recipe of another second, and of its day."""
    old, name = recipe.date_time, _DATE.lower()
    query = recipe.canonical_query_string.replace(f"{_DATE}={old}", f"{_DATE}={date_time}")
    lines = [(key, date_time if (key, value) == (name, old) else value) for key, value in recipe.header_lines]
    return recipe._replace(
        date_time=date_time,
        canonical_query_string=query,
        header_lines=tuple(lines),
        scope=(date_time[:8], *recipe.scope[1:]),
        key_chain=recipe.key_chain._replace(date=date_time[:8]),
    )
