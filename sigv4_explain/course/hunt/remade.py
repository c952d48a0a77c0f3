"""A broken request made anew with another mistake: what would be seen if that had been the fault."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from sigv4_explain.authorization import authorization_header
from sigv4_explain.credentials import EXAMPLE
from sigv4_explain.doctor.evidence import Evidence
from sigv4_explain.doctor.gallery import BrokenRequest, Level
from sigv4_explain.doctor.gallery.making import LENT_KEY, MOMENT, REGION, judged
from sigv4_explain.doctor.mistakes.mistake import Mistake
from sigv4_explain.doctor.recipe import Case, Recipe
from sigv4_explain.presented import presented_by
from sigv4_explain.request import Request
from sigv4_explain.signing import sign

_KEYS = {key.access_key_id: key for key in (EXAMPLE, LENT_KEY)}
_SIGNED_ANEW = frozenset(("authorization", "x-amz-date"))


class Remade(NamedTuple):
    """A request with a mistake that AWS refuses."""

    message: str
    """What AWS would say."""
    recipe: Recipe
    """What the client would have signed."""
    right: Recipe
    """What AWS signs."""


def remade(broken: BrokenRequest, mistake: Mistake) -> Remade | None:
    """Make this mistake in place of the fault; None where the request leaves no room for it, or AWS would not mind."""
    case = _without_its_fault(broken)
    recipe = next(_wrong(case, mistake), None)
    if recipe is None:
        return None
    names = ";".join(recipe.signed_names)
    header = authorization_header(case.presented.credential[0], "/".join(recipe.scope), names, recipe.signature())
    verdict = judged(case.request.with_headers([("Authorization", header)]), case.reading.service)
    return None if verdict.message is None else Remade(verdict.message, recipe, case.recipe)


def _without_its_fault(broken: BrokenRequest) -> Case:
    evidence = broken.diagnose().evidence
    service, sent = evidence.service or "", _arrived(evidence)
    key = _KEYS[presented_by(sent, "X-Amz-Security-Token").credential[0]]
    if broken.level is Level.READ:  # the fault is in the request itself: in its date, its scope or its token
        kept = [(name, value) for name, value in sent.headers if name.lower() not in _SIGNED_ANEW]
        unsigned = Request(sent.method, sent.url, kept, sent.body)
        sent = sign(unsigned, key, region=REGION, service=service, at=MOMENT)
    return Case.of(sent, key.secret_access_key, region=REGION, service=service)


def _arrived(evidence: Evidence) -> Request:
    """Return the request as the server saw it: its canonical request tells under which host."""
    request = evidence.request or Request("GET", "https://example.com/")
    lines = (evidence.server.canonical_request or "").split("\n")
    host = next((line.removeprefix("host:") for line in lines if line.startswith("host:")), request.host)
    return request.with_url(request.url.replace(request.host, host, 1)).with_headers([("Host", host)])


def _wrong(case: Case, mistake: Mistake) -> Iterator[Recipe]:
    for variant in mistake.variants(case):
        recipe = variant.change(case.recipe)
        if recipe != case.recipe:
            yield recipe
