"""Whom a hunter can suspect: the causes at each step, and what speaks against a wrong guess."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import NamedTuple

from sigv4_explain.authorization import authorization_header
from sigv4_explain.credentials import EXAMPLE
from sigv4_explain.doctor.aspects import first_difference
from sigv4_explain.doctor.causes import CAUSES
from sigv4_explain.doctor.diagnosis import Diagnosis
from sigv4_explain.doctor.evidence import Evidence
from sigv4_explain.doctor.finding import Cause
from sigv4_explain.doctor.gallery import BrokenRequest, Level
from sigv4_explain.doctor.gallery.making import LENT_KEY, MOMENT, REGION, judged
from sigv4_explain.doctor.gallery.requests import SOLUTIONS
from sigv4_explain.doctor.mistakes import MISTAKES
from sigv4_explain.doctor.mistakes.mistake import Mistake
from sigv4_explain.doctor.recipe import Recipe, SignedRequest
from sigv4_explain.presented import presented_by
from sigv4_explain.request import Request
from sigv4_explain.signing import sign

# A broken request made anew with another mistake: what would be seen if that had been the fault.

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
    arrived = _without_its_fault(broken)
    recipe = next(_wrong(arrived, mistake), None)
    if recipe is None:
        return None
    names = ";".join(recipe.signed_names)
    header = authorization_header(arrived.presented.credential[0], "/".join(recipe.scope), names, recipe.signature())
    verdict = judged(arrived.request.with_headers([("Authorization", header)]), arrived.reading.service)
    return None if verdict.message is None else Remade(verdict.message, recipe, arrived.recipe)


def _without_its_fault(broken: BrokenRequest) -> SignedRequest:
    evidence = broken.diagnose().evidence
    service, sent = evidence.service or "", _arrived(evidence)
    key = _KEYS[presented_by(sent, "X-Amz-Security-Token").credential[0]]
    if broken.level is Level.READ:  # the fault is in the request itself: in its date, its scope or its token
        kept = [(name, value) for name, value in sent.headers if name.lower() not in _SIGNED_ANEW]
        unsigned = Request(sent.method, sent.url, kept, sent.body)
        sent = sign(unsigned, key, region=REGION, service=service, at=MOMENT)
    return SignedRequest.of(sent, key.secret_access_key, region=REGION, service=service)


def _arrived(evidence: Evidence) -> Request:
    """Return the request as the server saw it: its canonical request tells under which host."""
    request = evidence.request or Request("GET", "https://example.com/")
    lines = (evidence.server.canonical_request or "").split("\n")
    host = next((line.removeprefix("host:") for line in lines if line.startswith("host:")), request.host)
    return request.with_url(request.url.replace(request.host, host, 1)).with_headers([("Host", host)])


def _wrong(arrived: SignedRequest, mistake: Mistake) -> Iterator[Recipe]:
    for variant in mistake.variants(arrived):
        recipe = variant.change(arrived.recipe)
        if recipe != arrived.recipe:
            yield recipe


# Where a fault can be, and which causes are suspected there: the true one among others that are like it.

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
_ALSO = {"missing-session-token": ("canonical_headers", "signed_headers")}
"""Other steps at which the fault is seen just as well: the token is a header, and its name is listed."""


def true_causes(broken: BrokenRequest, step: str) -> tuple[Cause, ...]:
    """Return what is wrong at a step; nothing at most of them."""
    return tuple(CAUSES[slug] for slug in SOLUTIONS[broken.name] if step in (CAUSES[slug].step, *_ALSO.get(slug, ())))


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


# What speaks against a wrong guess: the mistake is made on purpose, and what comes of it is not what is seen.

_BY_SLUG = {mistake.slug: mistake for mistake in MISTAKES}
_NEARLY = (
    "The keys differ, that is true. But signing with the secret that you have, and one thing added to it, gives "
    "exactly the signature that was sent. What was added?"
)
_LOCAL = "A time zone is off by whole hours, or at least by quarters of one. Compare the two times in AWS's answer."


def objection_to(broken: BrokenRequest, slug: str) -> str:
    """Say what would be seen if this were the cause, and what is seen instead."""
    if slug == NEARLY:
        return _NEARLY
    made = remade(broken, _BY_SLUG[slug])
    if made is None:
        return "This request leaves no room for it."
    diagnosis = broken.diagnose()
    if slug == "local-time-not-utc":
        return f"{_LOCAL} It says “{_message(diagnosis)}”"
    if made.recipe.scope != made.right.scope:
        return _other_scope(diagnosis, made)
    if broken.level is Level.READ:
        return _other_words(diagnosis, made)
    if broken.level is Level.COMPARE:
        return _other_line(diagnosis, made)
    return _other_signature(broken, diagnosis, made)


def said(message: str) -> str:
    """Return AWS's message up to what it advises."""
    return message.partition(" Check your")[0].strip()


def _other_scope(diagnosis: Diagnosis, made: Remade) -> str:
    request = diagnosis.evidence.request
    scope = () if request is None else presented_by(request, "X-Amz-Security-Token").credential[1:]
    return (
        f"Then the credential would end in “{'/'.join(made.recipe.scope)}”, and AWS would say “{said(made.message)}” "
        f"It ends in “{'/'.join(scope)}”."
    )


def _other_words(diagnosis: Diagnosis, made: Remade) -> str:
    return f"Then AWS would say “{said(made.message)}” It says “{_message(diagnosis)}”"


def _other_line(diagnosis: Diagnosis, made: Remade) -> str:
    client = ("" if diagnosis.sides is None else diagnosis.sides.client.canonical_request or "").split("\n")
    place = first_difference("canonical_request", made.recipe.canonical_request(), made.right.canonical_request())
    if place.where is None:
        return "Then both canonical requests would be the same. They are not."
    number = place.where.line
    return (
        f"Then line {number} of what the client signed would be {_line(place.sent)}. It is {_line(client[number - 1])}."
    )


def _other_signature(broken: BrokenRequest, diagnosis: Diagnosis, made: Remade) -> str:
    place = first_difference("canonical_request", made.recipe.canonical_request(), made.right.canonical_request())
    line = "" if place.where is None else f" line {place.where.line} is {_line(place.sent)}, and"
    if broken.level is Level.TWO_FAULTS:
        return f"Made on purpose,{line} no second known mistake added to it yields the signature that was sent."
    request = diagnosis.evidence.request
    sent = "" if request is None else presented_by(request, "X-Amz-Security-Token").parameters["Signature"]
    mine = made.recipe.signature()
    return f"Made on purpose,{line} the signature begins with {mine[:8]}. The one that was sent begins with {sent[:8]}."


def _message(diagnosis: Diagnosis) -> str:
    answer = diagnosis.evidence.answer
    return said((answer and answer.message) or "")


def _line(line: str | None) -> str:
    return f"“{line}”" if line else "empty"


_READ = "AWS could read the header, the key id too: its answer is about something else."
_CLOCKS = (
    "With more than five minutes between the clocks, AWS would say that the signature expired, or is not yet current."
)
_NO_ROOM = "Nothing of this request could go wrong there."
_NO_KEY_YET = "The texts of both sides differ, and no key is in them. Look there first."
_LINES: Mapping[str, Callable[[list[str]], list[str]]] = MappingProxyType(
    {
        "canonical_request": lambda lines: lines[:1],
        "canonical_uri": lambda lines: lines[1:2],
        "canonical_query_string": lambda lines: lines[2:3],
        "canonical_headers": lambda lines: lines[3:-3],
        "signed_headers": lambda lines: lines[-2:-1],
        "hashed_payload": lambda lines: lines[-1:],
        "request_date_time": lambda lines: [line for line in lines if line.startswith("x-amz-date:")],
    }
)
"""What of a canonical request belongs to a step."""


def nothing_wrong_with(broken: BrokenRequest, step: str) -> str:
    """Say why a step at which nothing is wrong is not the one."""
    if step == "authorization_header":
        return _READ
    if broken.level is Level.READ:
        return _other_words_there(broken, step)
    return _same_lines(broken, step) or _before_the_signature(broken, step) or _other_signatures(broken)


def _other_words_there(broken: BrokenRequest, step: str) -> str:
    would_say = _would_say(broken, step)
    return _NO_ROOM if would_say is None else f"{would_say} It says “{_message(broken.diagnose())}”"


def _would_say(broken: BrokenRequest, step: str) -> str | None:
    """Say what AWS says of the most usual fault at a step."""
    if step == "request_date_time":
        return _CLOCKS
    mistake = next(usual_mistakes(broken, step), None)
    made = None if mistake is None else remade(broken, mistake)
    return None if made is None else f"With the usual fault there, AWS would say “{said(made.message)}”"


def _same_lines(broken: BrokenRequest, step: str) -> str | None:
    diagnosis = broken.diagnose()
    if step not in _LINES or not _shows_both_sides(diagnosis.evidence) or diagnosis.sides is None:
        return None
    mine, theirs = [
        _LINES[step]((side.canonical_request or "").split("\n"))
        for side in (diagnosis.sides.client, diagnosis.sides.server)
    ]
    lines = " ".join(mine)
    return None if mine != theirs else f"There both sides have the same: {f'“{lines}”' if lines else 'nothing'}."


def _shows_both_sides(evidence: Evidence) -> bool:
    """Tell whether the hunter can compare: by the client's own text, or by the lines of the request as it was sent."""
    return evidence.server.canonical_request is not None


def _before_the_signature(broken: BrokenRequest, step: str) -> str | None:
    if step == "credential_scope":
        return f"{_would_say(broken, step)} It had no fault to find with it."
    return _NO_KEY_YET if broken.level is Level.COMPARE else None


def _other_signatures(broken: BrokenRequest) -> str:
    alone = "" if broken.level is not Level.TWO_FAULTS else ", alone and with any other"
    return f"Each known mistake of this step was made on purpose{alone}: none gives the signature that was sent."
