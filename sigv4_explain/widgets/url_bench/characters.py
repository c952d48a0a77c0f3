"""What becomes of each character of a path and a query when it is signed, and where its echo stands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from itertools import chain, zip_longest
from typing import NamedTuple
from urllib.parse import unquote_plus

from sigv4_explain.canonical import canonical_query_string, canonical_uri, normalized_path
from sigv4_explain.masking import TOKEN_NAMES, masked_encoded
from sigv4_explain.rules import PathNormalization
from sigv4_explain.trace.step import Step

# What becomes of each character of a URL when it is signed: a fate in words, told from both sides of it.

_is_escape = re.compile(r"%[0-9A-Fa-f]{2}").fullmatch
_characters = re.compile(r"%[0-9A-Fa-f]{2}|.", re.DOTALL).findall


class Fate(Enum):
    """What becomes of a character."""

    KEPT = "kept"
    SEPARATOR = "a separator, kept"
    ENCODED = "encoded"
    AGAIN = "encoded again: its % becomes %25"
    ENCODED_ALREADY = "encoded already, stays so"
    UPPER_CASE = "encoded already, now in upper-case hex"
    DECODED = "decoded: it needs no encoding"
    SPACE = "read as a space, and encoded as one"
    ADDED = "added"
    DROPPED_WITH_SEGMENT = "dropped with its segment"
    DROPPED = "dropped: nothing stands between two separators"
    REPEATED = "dropped: only the first value of a name is signed"
    MASKED = "a session token, masked here"


class Character(NamedTuple):
    """A character of the URL, or an escape such as ``%20``; ``sent`` is empty where one was added."""

    sent: str
    signed: str
    """What stands for it in the canonical request; empty when it was dropped."""
    fate: Fate


def characters_of(text: str) -> list[str]:
    """Cut a text into characters; an escape is one.

    >>> characters_of("a%20%2")
    ['a', '%20', '%', '2']
    """
    return list(_characters(text))


def fated(sent: str, signed: str) -> Character:
    """Tell a character's fate from what was sent and what is signed.

    >>> fated("%20", "%2520").fate.value
    'encoded again: its % becomes %25'
    >>> fated("~", "~").fate.value
    'kept'
    """
    return Character(sent, signed, _fate(sent, signed))


def _fate(sent: str, signed: str) -> Fate:
    if sent == signed:
        return Fate.ENCODED_ALREADY if _is_escape(sent) else Fate.KEPT
    if sent == "+" and signed == "%20":
        return Fate.SPACE
    if not _is_escape(sent):
        return Fate.ENCODED
    if signed.startswith("%25"):
        return Fate.AGAIN
    return Fate.UPPER_CASE if signed == sent.upper() else Fate.DECODED


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of the query and its two places, counted from 1; ``place_signed`` is None for one not signed."""

    characters: tuple[Character, ...]
    place_sent: int
    place_signed: int | None

    @property
    def sent(self) -> str:
        """The parameter as it was sent."""
        return "".join([character.sent for character in self.characters])

    @property
    def signed(self) -> str:
        """The parameter as it is signed."""
        return "".join([character.signed for character in self.characters])

    @property
    def move(self) -> str:
        """What sorting does to it, in words."""
        if self.place_signed is None:
            return Fate.REPEATED.value if self.characters else "dropped: it is empty"
        return "stays" if self.place_signed == self.place_sent else "moved by sorting"


def parameters_of(step: Step) -> tuple[Parameter, ...]:
    """Return the parameters of a ``canonical_query_string`` step, in the order in which they were sent."""
    query: str = step.inputs["query"]
    pieces = query.split("&") if query else []
    places: dict[str, list[int]] = {}  # of a repeat that is not signed there is none
    for place, written in enumerate(step.text.split("&"), 1):
        places.setdefault(written, []).append(place)
    found = []
    for number, piece in enumerate(pieces, 1):
        left, characters = places.get(canonical_query_string(piece)) if piece else None, _query_characters(piece)
        if not left:
            characters = tuple(Character(one.sent, "", Fate.REPEATED) for one in characters if one.sent)
        found.append(Parameter(characters, number, left.pop(0) if left else None))
    return tuple(found)


def in_signed_order(parameters: tuple[Parameter, ...]) -> list[Parameter]:
    """Return the parameters that are signed, sorted."""
    return sorted([one for one in parameters if one.place_signed], key=lambda one: one.place_signed or 0)


def _query_characters(piece: str) -> tuple[Character, ...]:
    name, equals, value = piece.partition("=")
    if not piece:
        return ()
    middle = Character(equals, "=", Fate.SEPARATOR if equals else Fate.ADDED)
    if value and unquote_plus(name).lower() in TOKEN_NAMES:
        shown = masked_encoded(value)
        return (*_signed(name), middle, Character(shown, shown, Fate.MASKED))
    return (*_signed(name), middle, *_signed(value))


def _signed(text: str) -> list[Character]:
    """Sign each character alone, as the value of a parameter without a name."""
    return [fated(sent, canonical_query_string(f"={sent}")[1:]) for sent in characters_of(text)]


# A path beside its canonical URI, character by character.


def path_characters(step: Step) -> tuple[Character, ...]:
    """Return each character of the path of a ``canonical_uri`` step; put together, they are its input and its output.

    Each is signed alone, by the package's own function: so the picture and the signature cannot part.
    """
    path: str = step.inputs["path"]
    if not path:
        return (Character("", "/", Fate.ADDED),)
    segments = path.split("/")[1:]
    with_slash, with_name = _kept(segments, step)
    found: list[Character] = []
    for number, segment in enumerate(segments):
        found.append(Character("/", "/", Fate.SEPARATOR) if number in with_slash else _dropped("/"))
        found += [
            fated(sent, canonical_uri(sent, step.inputs["path_encoding"], PathNormalization.AS_SENT))
            if number in with_name
            else _dropped(sent)
            for sent in characters_of(segment)
        ]
    return tuple(found)


def _dropped(sent: str) -> Character:
    return Character(sent, "", Fate.DROPPED_WITH_SEGMENT)


def _kept(segments: list[str], step: Step) -> tuple[set[int], set[int]]:
    """Tell which segments keep the slash before them, and which keep their characters.

    To see which segments are kept, a path whose segments are called by their numbers is normalized.
    """
    if step.inputs["path_normalization"] is PathNormalization.AS_SENT:
        everything = set(range(len(segments)))
        return everything, everything
    numbered = [name if name in ("", ".", "..") else str(number) for number, name in enumerate(segments)]
    normalized = normalized_path(f"/{'/'.join(numbered)}")
    kept = {int(number) for number in normalized.split("/") if number}
    if not kept:
        return {0}, kept
    closing = {len(segments) - 1} if normalized.endswith("/") else set()
    return kept | closing, kept


# The characters of a path or a query in both orders, as sent and as signed, so that each can find its echo.


@dataclass(frozen=True, slots=True)
class Linked:
    """Characters, numbered in the order in which they were sent."""

    characters: tuple[Character, ...]
    signed_order: tuple[int, ...]
    """Their numbers in the order in which they are signed."""
    moved: frozenset[int] = frozenset()
    """The numbers of those that sorting moves."""

    def words(self, number: int) -> str:
        """Say what becomes of a character."""
        moved = ", moved by sorting" if number in self.moved else ""
        return f"{self.characters[number].fate.value}{moved}"

    def runs(self) -> Iterator[range]:
        """Yield the numbers of characters that belong together: kept ones side by side, every other one alone."""
        start = 0
        for number, character in enumerate(self.characters):
            following = self.characters[number + 1].fate if number + 1 < len(self.characters) else None
            if not character.fate is following is Fate.KEPT:
                yield range(start, number + 1)
                start = number + 1


def linked_path(step: Step) -> Linked:
    """Link the path of a ``canonical_uri`` step with its canonical URI, in which nothing changes its place."""
    characters = path_characters(step)
    return Linked(characters, tuple(range(len(characters))))


def linked_query(parameters: tuple[Parameter, ...]) -> Linked:
    """Link the parameters as sent with the sorted ones, and the ampersands between them in their order."""
    characters: list[Character] = []
    ampersands: list[int] = []
    numbers: dict[int, range] = {}
    for parameter in parameters:
        if characters or parameter.place_sent > 1:
            is_kept = bool(numbers) and parameter.place_signed is not None
            if is_kept:
                ampersands.append(len(characters))
            dropped = Fate.REPEATED if parameter.characters and parameter.place_signed is None else Fate.DROPPED
            characters.append(Character("&", "&", Fate.SEPARATOR) if is_kept else Character("&", "", dropped))
        if parameter.place_signed is not None:
            numbers[parameter.place_sent] = range(len(characters), len(characters) + len(parameter.characters))
        characters += parameter.characters
    is_moved = {one.place_sent: one.place_signed != one.place_sent for one in parameters}
    moved = frozenset(chain.from_iterable(its for place, its in numbers.items() if is_moved[place]))
    ordered = [numbers[one.place_sent] for one in in_signed_order(parameters)]
    with_ampersands = chain.from_iterable(zip_longest(ordered, [[number] for number in ampersands], fillvalue=()))
    return Linked(tuple(characters), tuple(chain.from_iterable(with_ampersands)), moved)
