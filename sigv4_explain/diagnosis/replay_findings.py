"""What the secret proves: the mistake that gives exactly the signature that was received."""

from __future__ import annotations

import hmac
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from sigv4_explain.diagnosis.aspects import aspects_of, differing, shared_names
from sigv4_explain.diagnosis.case import Case
from sigv4_explain.diagnosis.causes import CAUSES
from sigv4_explain.diagnosis.dialects import dialects_of
from sigv4_explain.diagnosis.finding import Certainty, Finding, found
from sigv4_explain.diagnosis.forge import Forge
from sigv4_explain.diagnosis.known_clients import Dialect
from sigv4_explain.diagnosis.locating import NOWHERE, Located, located
from sigv4_explain.diagnosis.mistake import LONGEST_TRIED, Mistake
from sigv4_explain.diagnosis.mistakes import MISTAKES
from sigv4_explain.diagnosis.recipe import Recipe
from sigv4_explain.diagnosis.replay import Proof, Search, replay, replay_pairs, untried


class Signed(Enum):
    """What the secret says of the signature."""

    RIGHT = "it is the one that AWS computes for the request as it was sent"
    WRONG = "it is another one than AWS computes"
    UNKNOWN = "without a secret, or without a signature, nobody can tell"


@dataclass(frozen=True, slots=True)
class Replayed:
    """What came of signing again."""

    signed: Signed
    proof: Proof | None = None
    dialects: tuple[Dialect, ...] = ()
    """The clients whose way of signing this is."""
    untried: str | None = None
    """What was not tried, in a sentence."""


class Depth(Enum):
    """How much is tried."""

    SINGLES = "each mistake, and each client's"
    PAIRS = "two mistakes at once too"


def replayed(case: Case | None, depth: Depth = Depth.PAIRS) -> Replayed:
    """Sign as AWS does, with each known mistake, as each known client, with two mistakes; stop at the first proof."""
    if case is None or not case.received:
        return Replayed(Signed.UNKNOWN)
    if Forge.of(case).reproduces(case.recipe):
        return Replayed(Signed.RIGHT)
    large = untried(case)
    if len(case.recipe.canonical_request()) > LONGEST_TRIED:
        return Replayed(Signed.WRONG, untried=large)
    spoken = tuple(dialects_of(case))
    proofs = replay(case, search=Search.FIRST) or [proof for _, proof in spoken]
    if not proofs and depth is Depth.PAIRS and large is None:
        proofs = replay_pairs(case)
    return Replayed(Signed.WRONG, proofs[0] if proofs else None, tuple([dialect for dialect, _ in spoken]), large)


def proof_findings(replay: Replayed, case: Case) -> Iterator[Finding]:
    """Return a finding for each mistake of a proof, with the place in the text that was signed."""
    proof = replay.proof
    if proof is None:
        return
    client = ", ".join([dialect.client for dialect in replay.dialects]) or None
    is_dialect = len(proof.mistakes) > 1  # a single mistake is made by many
    spoken = replay.dialects if is_dialect else ()
    habits = [f"This is what {dialect.client} does: {dialect.sentence}" for dialect in spoken]
    for mistake, spelling in zip(proof.mistakes, proof.spellings, strict=True):
        where, sent, expected = _place(mistake, spelling, proof, case)
        says = [f"Signed this way: {spelling}."] if spelling else []
        says += [f"This gives exactly the signature that was received: {case.received[:8]}….", *habits]
        yield found(mistake, Certainty.PROVEN, *says, where=where, sent=sent, expected=expected, client=client)


def _place(mistake: Mistake, spelling: str, proof: Proof, case: Case) -> Located:
    """Find the place of one mistake, also when a second one was made."""
    alone = _alone(mistake, spelling, case)
    shared = shared_names(alone, proof.right)
    changed = differing(aspects_of(alone, shared), aspects_of(proof.right, shared))
    return located(min(changed), proof.recipe, proof.right) if changed else NOWHERE


def _alone(mistake: Mistake, spelling: str, case: Case) -> Recipe:
    for variant in mistake.tried(case):
        recipe = variant.change(case.recipe)
        if variant.spelling == spelling and recipe != case.recipe:
            return recipe
    return case.recipe


def signs(string_to_sign: str | None, case: Case | None) -> bool:
    """Tell whether the secret and the client's own string to sign give the signature that was received."""
    if string_to_sign is None or case is None or not case.received:
        return False
    key = case.recipe.key_chain.signing_key()
    for text in (string_to_sign, string_to_sign.strip("\r\n"), string_to_sign.strip("\r\n").replace("\r\n", "\n")):
        if hmac.digest(key, text.encode("utf-8", "surrogatepass"), "sha256").hex() == case.received:
            return True
    return False


def no_proof(untried: str | None) -> Finding:
    """Return the finding for a signature that none of the known mistakes that were tried explains."""
    says = f"None of {len(MISTAKES)} known mistakes, alone or two at once, gives the signature with this secret."
    otherwise = "Or what is shown here is not what was signed: the client's own text tells."
    return found(CAUSES["wrong-secret"], Certainty.SUSPECTED, untried or says, otherwise)
