"""Replay: sign as each known mistake would, and see which one gives the signature that was received."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum
from hashlib import sha256
from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

from sigv4_explain.doctor.forms import Writing
from sigv4_explain.doctor.mistakes import MISTAKES
from sigv4_explain.doctor.mistakes.mistake import (
    LONGEST_PAIRED,
    LONGEST_TRIED,
    MOST_PAIRED,
    MOST_VARIANTS,
    Basis,
    Composition,
    Mistake,
    Variant,
)
from sigv4_explain.doctor.recipe import HASHED, HEADED, SEALED, Recipe, SignedRequest
from sigv4_explain.encoding import utf_8

if TYPE_CHECKING:
    from _hashlib import HASH


class TriedVariant(NamedTuple):
    """A variant that changes something, and what comes of it alone. It is shown nowhere: it holds a key."""

    variant: Variant
    recipe: Recipe
    changed: int
    """The parts of the recipe that it changes, as bits: hash, head, key, seal."""
    hash: bytes
    head: bytes
    key: bytes

    def __repr__(self) -> str:
        return f"<TriedVariant: {self.variant.spelling}>"


_HASH, _HEAD, _KEY, _SEAL = 1, 2, 4, 8

# HMAC by its definition, RFC 2104: with the two blocks of a key at hand it takes half the time of hmac.digest.
_BLOCK = 64
_INNER, _OUTER = (bytes([byte ^ pad for byte in range(256)]) for pad in (0x36, 0x5C))
_SIGNATURE = 32
"""Bytes of a signature."""
_LONG = 1024
"""Characters of a path beyond which a text takes long to write and to hash."""
_is_hex = re.compile("(?:[0-9a-f]{2})+").fullmatch


@dataclass(frozen=True, slots=True)
class Forge:
    """Signs recipes of one case; it lives as long as one replay, and the keys in it too."""

    arrived: SignedRequest
    received: bytes = field(repr=False)
    """The signature that was received; empty when it is not written in lower-case hex digits."""
    hash: bytes = field(repr=False)
    """What is hashed when nothing is wrong."""
    head: bytes = field(repr=False)
    """The first lines of the string to sign when nothing is wrong."""
    right_key: bytes = field(repr=False)
    """The signing key when nothing is wrong."""
    parts: tuple[object, ...] = field(repr=False)
    """The parts of the right recipe: hashed, headed, sealed."""
    blocks: dict[bytes, tuple[HASH, HASH]] = field(default_factory=dict, repr=False)
    """The hashes that each key's inner and outer block begin."""
    links: dict[tuple[bytes, str], bytes] = field(default_factory=dict, repr=False)
    """What became of a key and a word, in the chain of keys."""

    @classmethod
    def of(cls, arrived: SignedRequest) -> Forge:
        """Light the forge: make the parts that most mistakes leave as they are."""
        right = arrived.recipe
        received = bytes.fromhex(arrived.received) if _is_hex(arrived.received) else b""
        parts = right[HASHED], right[HEADED], right[SEALED]
        return cls(arrived, received, right.hash(), right.head(), right.key_chain.signing_key(), parts)

    def key(self, recipe: Recipe) -> bytes:
        """Return a recipe's signing key."""
        if recipe.key_chain is self.arrived.recipe.key_chain:
            return self.right_key
        return recipe.key_chain.signing_key(self._linked)

    def _linked(self, key: bytes, word: str) -> bytes:
        made = self.links.get((key, word))
        if made is None:
            made = self.links[key, word] = self._hmac(key, utf_8(word, "surrogateescape"))
        return made

    def _hmac(self, key: bytes, text: bytes) -> bytes:
        """Sign once with a key; right away, as most keys are used once."""
        block = (key if len(key) <= _BLOCK else sha256(key).digest()).ljust(_BLOCK, b"\0")
        return sha256(block.translate(_OUTER) + sha256(block.translate(_INNER) + text).digest()).digest()

    def _begin(self, key: bytes) -> None:
        """Hash the blocks of a key that will be used often."""
        block = (key if len(key) <= _BLOCK else sha256(key).digest()).ljust(_BLOCK, b"\0")
        self.blocks[key] = sha256(block.translate(_INNER)), sha256(block.translate(_OUTER))

    def reproduces(self, recipe: Recipe) -> bool:
        """Tell whether a recipe gives the signature that was received, from the parts already made."""
        hashed_part, headed_part, sealed_part = self.parts
        hashed = self.hash if recipe[HASHED] == hashed_part else recipe.hash()
        head = self.head if recipe[HEADED] == headed_part else recipe.head()
        if recipe[SEALED] != sealed_part:
            return self._sealed(recipe, self.key(recipe), head + hashed)
        return self._hmac(self.key(recipe), head + hashed) == self.received

    def _sealed(self, recipe: Recipe, key: bytes, text: bytes) -> bool:
        """Tell whether a key and a string to sign, in a recipe's way, give the signature that was received."""
        if recipe.writing is Writing.HEX:
            return recipe.sealed(key, text) == self.received
        received = self.arrived.received.replace(" ", "+")  # in a URL a plus, as base64 has it, arrives as a blank
        return recipe.writing.written(recipe.sealed(key, text)) == received.encode(errors="replace")

    def is_hopeless(self, recipe: Recipe) -> bool:
        """Tell whether a recipe writes the signature in another way than the one that was received is written in."""
        return recipe.writing is not Writing.HEX and len(self.received) == _SIGNATURE

    def attempts(self, mistake: Mistake) -> list[TriedVariant]:
        """Return the variants of a mistake that change something, and that may be one of two."""
        right = self.arrived.recipe
        changed = [(variant, variant.change(right)) for variant in mistake.tried(self.arrived)]
        fit = [(variant, recipe) for variant, recipe in changed if recipe != right and not self.is_hopeless(recipe)]
        return [self._attempt(variant, recipe) for variant, recipe in fit]

    def _attempt(self, variant: Variant, recipe: Recipe) -> TriedVariant:
        hashed_part, headed_part, sealed_part = self.parts
        changed = _HASH * (recipe[HASHED] != hashed_part) + _HEAD * (recipe[HEADED] != headed_part)
        changed += _KEY * (recipe.key_chain != self.arrived.recipe.key_chain)
        changed += _SEAL * (recipe[SEALED] != sealed_part)
        hashed, head, key = recipe.hash() if changed & _HASH else self.hash, recipe.head(), self.key(recipe)
        self._begin(key)
        return TriedVariant(variant, recipe, changed, hashed, head, key)

    def pair(
        self, firsts: Sequence[TriedVariant], seconds: Sequence[TriedVariant]
    ) -> tuple[TriedVariant, TriedVariant, Recipe] | None:
        """Make the one mistake and then the other; two guesses at once are too many."""
        sure = [second for second in seconds if second.variant.basis is not Basis.GUESS]
        for first in firsts:
            for second in sure if first.variant.basis is Basis.GUESS else seconds:
                if self._fits(first, second):
                    return first, second, second.variant.change(first.recipe)
        return None

    def _fits(self, first: TriedVariant, second: TriedVariant) -> bool:
        """Sign with both mistakes: from the parts already made, where the two changed different ones."""
        _, _, changed, hashed, head, key = first
        _, _, also, other_hash, other_head, other_key = second
        if changed & also or changed | also >= _SEAL:
            return self._together(first, second)
        text = (other_head if also & _HEAD else head) + (other_hash if also & _HASH else hashed)
        return self._signed(other_key if also & _KEY else key, text) == self.received

    def _signed(self, key: bytes, text: bytes) -> bytes:
        """Sign with a key whose blocks are hashed already."""
        begun, then = self.blocks[key]
        inner, outer = begun.copy(), then.copy()
        inner.update(text)
        outer.update(inner.digest())
        return outer.digest()

    def _together(self, first: TriedVariant, second: TriedVariant) -> bool:
        """Sign with two mistakes of which the second works on what the first has made.

        A guess is not tried with another mistake in the key, nor, where a hash takes long, with one in the hash.
        """
        in_both, also = first.changed & second.changed, second.changed
        dear = _KEY | _HASH if len(self.arrived.recipe.canonical_uri) > _LONG else _KEY
        if in_both & dear and Basis.GUESS in (first.variant.basis, second.variant.basis):
            return False
        made = second.variant.change(first.recipe)
        hashed, head, key = first.hash, first.head, first.key
        if also & _HASH:
            hashed = made.hash() if in_both & _HASH else second.hash
        if also & _HEAD:
            head = made.head() if in_both & _HEAD else second.head
        if also & _KEY:
            key = self.key(made) if in_both & _KEY else second.key
        if (first.changed | also) & _SEAL:
            return self._sealed(made, key, head + hashed)
        if in_both & _KEY:
            return self._hmac(key, head + hashed) == self.received
        return self._signed(key, head + hashed) == self.received


class Search(Enum):
    """When to stop."""

    FIRST = "at the first proof"
    ALL = "when every mistake has been tried"


@dataclass(frozen=True, slots=True)
class Proof:
    """Mistakes that give exactly the signature that was received. Neither signature is in its repr."""

    mistakes: tuple[Mistake, ...]
    """One, or two in the order in which they are made."""
    spellings: tuple[str, ...]
    """For each mistake, which of its spellings it was."""
    recipe: Recipe
    """What was signed."""
    right: Recipe
    """What should have been signed."""

    @property
    def slugs(self) -> tuple[str, ...]:
        """The names of the causes."""
        return tuple([mistake.slug for mistake in self.mistakes])

    def __repr__(self) -> str:
        return f"<Proof: {' and '.join(self.slugs)}>"


def replay(
    arrived: SignedRequest, *, search: Search = Search.ALL, mistakes: Sequence[Mistake] = MISTAKES
) -> tuple[Proof, ...]:
    """Try each mistake alone, the frequent ones first; return a proof for each that gives the received signature.

    A request that is signed as it should be gives none.
    """
    forge = Forge.of(arrived)
    if forge.reproduces(arrived.recipe):
        return ()
    return _found(_singles(forge, mistakes), search)


def replay_pairs(
    arrived: SignedRequest, *, search: Search = Search.FIRST, mistakes: Sequence[Mistake] = MISTAKES
) -> tuple[Proof, ...]:
    """Try two mistakes at once, without the pairs of which one would undo the other.

    A request that is signed as it should be gives no proof.
    """
    forge = Forge.of(arrived)
    if forge.reproduces(arrived.recipe):
        return ()
    return _found(_pairs(forge, mistakes), search)


def untried(arrived: SignedRequest) -> str | None:
    """Say what is not tried because the canonical request is so large; None for a request of the usual size."""
    length = len(arrived.recipe.canonical_request())
    if length > LONGEST_TRIED:
        return f"No mistake was tried: the text is longer than {LONGEST_TRIED:,} characters."
    if length > LONGEST_PAIRED:
        return f"No two mistakes were tried at once: the text is longer than {LONGEST_PAIRED:,} characters."
    if len(arrived.recipe.header_lines) + len(arrived.query_pieces) > MOST_PAIRED:
        reason = f"the request has more than {MOST_PAIRED} headers and parameters"
        return f"No two mistakes were tried at once, and of each at most {MOST_VARIANTS} spellings: {reason}."
    return None


def _found(proofs: Iterator[Proof], search: Search) -> tuple[Proof, ...]:
    if search is Search.ALL:
        return tuple(proofs)
    first = next(proofs, None)
    return () if first is None else (first,)


def _singles(forge: Forge, mistakes: Sequence[Mistake]) -> Iterator[Proof]:
    """Try what the request gives reason to, and only then what is one of a long list."""
    right = forge.arrived.recipe
    rows = [(mistake, variant) for mistake in mistakes for variant in mistake.tried(forge.arrived)]
    proven: set[str] = set()
    for mistake, variant in sorted(rows, key=lambda row: row[1].basis is Basis.GUESS):
        recipe = variant.change(right)
        if mistake.slug not in proven and not forge.is_hopeless(recipe) and forge.reproduces(recipe):
            proven.add(mistake.slug)
            yield Proof((mistake,), (variant.spelling,), recipe, right)


def _pairs(forge: Forge, mistakes: Sequence[Mistake]) -> Iterator[Proof]:
    rows = {mistake.slug: forge.attempts(mistake) for mistake in mistakes}
    able = [mistake for mistake in mistakes if rows[mistake.slug]]
    for pair in combinations(able, 2):
        order = _order(*pair)
        if order is not None:
            found = forge.pair(rows[order[0].slug], rows[order[1].slug])
            if found is not None:
                first, second, recipe = found
                yield Proof(order, (first.variant.spelling, second.variant.spelling), recipe, forge.arrived.recipe)


def _order(one: Mistake, other: Mistake) -> tuple[Mistake, Mistake] | None:
    """Put two mistakes in the order in which both are seen; None when the one undoes the other either way."""
    if one.step != other.step or other.composition is Composition.ALTERS:
        return one, other
    return (other, one) if one.composition is Composition.ALTERS else None
