"""What the secret proves: the mistake that gives exactly the signature that was received."""

from __future__ import annotations

import hmac
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from sigv4_explain.doctor.aspects import NOWHERE, Located, changed_aspects, located, shared_names
from sigv4_explain.doctor.case import Case, with_request
from sigv4_explain.doctor.causes import CAUSES, suspected
from sigv4_explain.doctor.finding import Certainty, Finding, found
from sigv4_explain.doctor.known_clients import DIALECTS, Dialect, Services
from sigv4_explain.doctor.mistakes import MISTAKES
from sigv4_explain.doctor.mistakes.mistake import LONGEST_TRIED, Mistake, Variant
from sigv4_explain.doctor.places import in_header, in_target
from sigv4_explain.doctor.recipe import Recipe, SignedRequest
from sigv4_explain.doctor.replay.replay import Forge, Proof, Search, replay, replay_pairs, untried
from sigv4_explain.presented import Carrier
from sigv4_explain.request import Request
from sigv4_explain.signature import request_date_time

_Step = tuple[Mistake, Variant]
_BY_SLUG = {mistake.slug: mistake for mistake in MISTAKES}


def dialects_of(arrived: SignedRequest) -> Iterator[tuple[Dialect, Proof]]:
    """Make all the habits of each client for which the case has room; return those that give the received signature.

    A proof holds the habits without which the signature would be another. A right signature gives none.

    >>> from dataclasses import replace
    >>> from sigv4_explain import Credentials, Request, sign
    >>> alice = Credentials("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY")
    >>> place = {"region": "us-east-1", "service": "execute-api"}
    >>> signed = sign(Request("GET", "https://example.com/?q=a%20b"), alice, at="20150830T123600Z", **place)
    >>> arrived = SignedRequest.of(signed, alice.secret_access_key, **place)
    >>> list(dialects_of(arrived))
    []
    >>> twice = arrived.recipe._replace(canonical_query_string="q=a%2520b")
    >>> [(dialect.client, proof) for dialect, proof in dialects_of(replace(arrived, received=twice.signature()))]
    [('awscurl 0.44', <Proof: double-encoded-query>)]
    """
    forge = Forge.of(arrived)
    if forge.reproduces(arrived.recipe):
        return
    served = Services.OTHERS if arrived.encodes_twice else Services.S3
    for dialect in DIALECTS:
        if dialect.services is served:
            steps = _steps(dialect, arrived)
            recipe = _made(steps, arrived.recipe)
            if forge.reproduces(recipe):
                mistakes, variants = zip(*_needed(steps, recipe, arrived.recipe), strict=True)
                yield (
                    dialect,
                    Proof(mistakes, tuple([variant.spelling for variant in variants]), recipe, arrived.recipe),
                )


def _steps(dialect: Dialect, arrived: SignedRequest) -> list[_Step]:
    steps = []
    for slug, spelling in dialect.habits:
        mistake = _BY_SLUG[slug]
        steps += [(mistake, variant) for variant in mistake.variants(arrived) if variant.spelling == spelling]
    return steps


def _made(steps: Sequence[_Step], recipe: Recipe) -> Recipe:
    for _, variant in steps:
        recipe = variant.change(recipe)
    return recipe


def _needed(steps: list[_Step], recipe: Recipe, right: Recipe) -> list[_Step]:
    """Leave out, the last first, what makes no difference."""
    for step in reversed(steps):
        others = [other for other in steps if other is not step]
        if _made(others, right) == recipe:
            steps = others
    return steps


class SecretVerdict(Enum):
    """What the secret says of the signature."""

    RIGHT = "it is the one that AWS computes for the request as it was sent"
    WRONG = "it is another one than AWS computes"
    UNKNOWN = "without a secret, or without a signature, nobody can tell"


@dataclass(frozen=True, slots=True)
class Replayed:
    """What came of signing again."""

    signed: SecretVerdict
    proof: Proof | None = None
    dialects: tuple[Dialect, ...] = ()
    """The clients whose way of signing this is."""
    untried: str | None = None
    """What was not tried, in a sentence."""


class Depth(Enum):
    """How much is tried."""

    SINGLES = "each mistake, and each client's"
    PAIRS = "two mistakes at once too"


def replayed(arrived: SignedRequest | None, depth: Depth = Depth.PAIRS) -> Replayed:
    """Sign as AWS does, with each known mistake, as each known client, with two mistakes; stop at the first proof."""
    if arrived is None or not arrived.received:
        return Replayed(SecretVerdict.UNKNOWN)
    if Forge.of(arrived).reproduces(arrived.recipe):
        return Replayed(SecretVerdict.RIGHT)
    large = untried(arrived)
    if len(arrived.recipe.canonical_request()) > LONGEST_TRIED:
        return Replayed(SecretVerdict.WRONG, untried=large)
    spoken = tuple(dialects_of(arrived))
    proofs = replay(arrived, search=Search.FIRST) or [proof for _, proof in spoken]
    if not proofs and depth is Depth.PAIRS and large is None:
        proofs = replay_pairs(arrived)
    return Replayed(
        SecretVerdict.WRONG, proofs[0] if proofs else None, tuple([dialect for dialect, _ in spoken]), large
    )


def proof_findings(replay: Replayed, arrived: SignedRequest) -> Iterator[Finding]:
    """Return a finding for each mistake of a proof, with the place in the text that was signed."""
    proof = replay.proof
    if proof is None:
        return
    client = ", ".join([dialect.client for dialect in replay.dialects]) or None
    is_dialect = len(proof.mistakes) > 1  # a single mistake is made by many
    spoken = replay.dialects if is_dialect else ()
    habits = [f"This is what {dialect.client} does: {dialect.sentence}" for dialect in spoken]
    for mistake, spelling in zip(proof.mistakes, proof.spellings, strict=True):
        where, sent, expected = _place(mistake, spelling, proof, arrived)
        says = [f"Signed this way: {spelling}."] if spelling else []
        says += [f"This gives exactly the signature that was received: {arrived.received[:8]}….", *habits]
        yield found(mistake, Certainty.PROVEN, *says, where=where, sent=sent, expected=expected, client=client)


def _place(mistake: Mistake, spelling: str, proof: Proof, arrived: SignedRequest) -> Located:
    """Find the place of one mistake, also when a second one was made."""
    alone = _alone(mistake, spelling, arrived)
    changed = changed_aspects(alone, proof.right, shared_names(alone, proof.right))
    return located(min(changed), proof.recipe, proof.right) if changed else NOWHERE


def _alone(mistake: Mistake, spelling: str, arrived: SignedRequest) -> Recipe:
    for variant in mistake.tried(arrived):
        recipe = variant.change(arrived.recipe)
        if variant.spelling == spelling and recipe != arrived.recipe:
            return recipe
    return arrived.recipe


def signs(string_to_sign: str | None, arrived: SignedRequest | None) -> bool:
    """Tell whether the secret and the client's own string to sign give the signature that was received."""
    if string_to_sign is None or arrived is None or not arrived.received:
        return False
    key = arrived.recipe.key_chain.signing_key()
    for text in (string_to_sign, string_to_sign.strip("\r\n"), string_to_sign.strip("\r\n").replace("\r\n", "\n")):
        if hmac.digest(key, text.encode("utf-8", "surrogatepass"), "sha256").hex() == arrived.received:
            return True
    return False


def no_proof(untried: str | None) -> Finding:
    """Return the finding for a signature that none of the known mistakes that were tried explains."""
    says = f"None of {len(MISTAKES)} known mistakes, alone or two at once, gives the signature with this secret."
    otherwise = "Or what is shown here is not what was signed: the client's own text tells."
    return suspected("wrong-secret", untried or says, otherwise)


_DATE = "X-Amz-Date"

_NEAR = 60
"""Seconds that a time from memory, or from a log, may be off."""


def dated_case(case: Case) -> SignedRequest | None:
    """Return the request as it was signed, with a date; None when it has its own, or when nobody knows the time."""
    request, at = case.evidence.request, case.evidence.at
    if request is None or at is None:
        return None
    presented = case.presented
    if presented.date is not None or presented.carrier not in (Carrier.HEADER, Carrier.QUERY):
        return None
    return with_request(_dated(request, presented.carrier, request_date_time(at)), case.evidence)


def date_not_sent(arrived: SignedRequest, case: Case) -> Finding | None:
    """Return the finding for a signature that is right but for its date, which was not sent.

    The seconds around the time that was given are tried too.
    """
    request, at, forge = case.evidence.request, case.evidence.at, Forge.of(arrived)
    if request is None or at is None:
        return None
    for date_time in _near(at):
        if forge.reproduces(_signed_at(arrived.recipe, date_time)):
            in_query = arrived.presented.carrier is Carrier.QUERY
            where = in_target(request) if in_query else in_header(request, "authorization")
            says = (
                f"Signed at {date_time}, this gives exactly the signature that was received: {arrived.received[:8]}…."
            )
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
