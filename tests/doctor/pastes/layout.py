"""How the pieces of a paste are saved: wrapped, introduced, put into one text or into files."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from enum import Enum
from random import Random
from typing import NamedTuple

from tests.doctor.pastes.calls import WORDS


class Part(Enum):
    """What a piece of a paste is, by the words that may stand before it."""

    REQUEST = ("", "", "The request:", "This is sent:")
    TEXTS = ("", "", "What I sign:")
    ANSWER = ("", "", "Response:", "The answer is:", "I get:")
    CODE = ("", "", "My code:")


class Piece(NamedTuple):
    """A piece of a paste."""

    part: Part
    text: str


def _fenced(text: str, random: Random) -> str:
    return f"```{random.choice(('', 'http', 'text', 'log'))}\n{text}\n```"


WRAPPINGS: Mapping[str, Callable[[str, Random], str]] = {
    "as it is": lambda text, _: text,
    "as it is, again": lambda text, _: text,
    "line break at the end": lambda text, _: f"{text}\n",
    "fence": _fenced,
    "fence, again": _fenced,
    "quoted": lambda text, _: "\n".join([f"> {line}" for line in text.split("\n")]),
    "indented": lambda text, _: "\n".join([f"    {line}" for line in text.split("\n")]),
    "carriage returns": lambda text, _: text.replace("\r", "").replace("\n", "\r\n"),
}


def _wrapped(piece: Piece, random: Random) -> str:
    names = [name for name in WRAPPINGS if piece.part is Part.REQUEST or name not in ("quoted", "indented")]
    names = [name for name in names if "```" not in piece.text or "fence" not in name]
    return WRAPPINGS[random.choice(names)](piece.text, random)


def laid_out(pieces: Sequence[Piece], random: Random) -> tuple[str, ...]:
    """Write the pieces into one text, with words around them, or each into a file."""
    wrapped = [_wrapped(piece, random) for piece in pieces]
    if random.random() < 0.3:
        return tuple(wrapped)
    words = [random.choice(piece.part.value) for piece in pieces]
    between = random.choice(("\n\n", "\n\n", "\n---\n", "\n\nand this is the rest:\n\n"))
    text = between.join([f"{word}\n{text}" if word else text for word, text in zip(words, wrapped, strict=True)])
    prose = WORDS["prose"]
    return (random.choice(prose["before"]) + text + random.choice(prose["after"]),)
