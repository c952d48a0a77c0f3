"""Where a fault can be, and which causes are suspected there: the true one among others that are like it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from sigv4_explain.course.hunt.remade import remade
from sigv4_explain.doctor.causes import CAUSES
from sigv4_explain.doctor.diagnosis import Cause
from sigv4_explain.doctor.gallery import BrokenRequest
from sigv4_explain.doctor.gallery.requests import SOLUTIONS
from sigv4_explain.doctor.mistakes import MISTAKES
from sigv4_explain.doctor.mistakes.mistake import Mistake

PLACES: Mapping[str, str] = MappingProxyType(
    {
        "canonical_uri": "Canonical URI: the path",
        "canonical_query_string": "Canonical query string",
        "canonical_headers": "Canonical headers: values, order",
        "signed_headers": "Signed headers: the names",
        "hashed_payload": "Hashed payload: the body",
        "canonical_request": "Canonical request as a whole: method, session token, line ends",
        "request_date_time": "Request date time: the clock",
        "credential_scope": "Credential scope: day, Region, service",
        "date_key": "Date key: the secret access key",
        "signing_key": "Signing key: the chain of HMACs",
        "authorization_header": "Authorization header: its form, the key id",
    }
)
"""The steps at which one can look, in the order of the trace, with what stands there."""
NEARLY = "wrong-secret"
"""No mistake to make on purpose, but whoever suspects it of a request whose secret is damaged is near."""
_MOST_OTHERS = 4
_AS_GOOD_AS_TRUE = {"Red or black": "extra-query-param"}
"""What could be said of the fault just as well; it would be unfair to call it wrong."""


def true_causes(broken: BrokenRequest, step: str) -> tuple[Cause, ...]:
    """Return what is wrong at a step; nothing at most of them."""
    return tuple(CAUSES[slug] for slug in SOLUTIONS[broken.name] if CAUSES[slug].step == step)


def suspects(broken: BrokenRequest, step: str) -> tuple[Cause, ...]:
    """Return what may be wrong at a step: what is, and the most usual mistakes that this request has room for.

    They come in the order of their words, so that the order tells nothing.
    """
    true = true_causes(broken, step)
    others = [cause for cause in _others(broken, step) if cause not in true]
    return tuple(sorted((*true, *others[:_MOST_OTHERS]), key=lambda cause: cause.sentence))


def usual_mistakes(broken: BrokenRequest, step: str) -> Iterator[Mistake]:
    """Return the mistakes of a step that this request has room for, the most usual first."""
    here = [mistake for mistake in MISTAKES if mistake.step == step]
    for mistake in sorted(here, key=lambda mistake: -mistake.seen):
        if mistake.slug != _AS_GOOD_AS_TRUE.get(broken.name) and remade(broken, mistake) is not None:
            yield mistake


def _others(broken: BrokenRequest, step: str) -> Iterator[Cause]:
    if step == CAUSES[NEARLY].step:
        yield CAUSES[NEARLY]
    yield from usual_mistakes(broken, step)
