"""A query beside its canonical query string: parameter by parameter, and each character by character."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import unquote_plus

from sigv4_explain.canonical import canonical_query_string
from sigv4_explain.masking import TOKEN_NAMES, masked_encoded
from sigv4_explain.render.url_bench_fates import Character, Fate, characters_of, fated
from sigv4_explain.trace.step import Step


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
        left, characters = places.get(canonical_query_string(piece)) if piece else None, _characters(piece)
        if not left:
            characters = tuple(Character(one.sent, "", Fate.REPEATED) for one in characters if one.sent)
        found.append(Parameter(characters, number, left.pop(0) if left else None))
    return tuple(found)


def in_signed_order(parameters: tuple[Parameter, ...]) -> list[Parameter]:
    """Return the parameters that are signed, sorted."""
    return sorted([one for one in parameters if one.place_signed], key=lambda one: one.place_signed or 0)


def _characters(piece: str) -> tuple[Character, ...]:
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
