"""A client that a request can be written for, and what its code is made from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from sigv4_explain.request import Request
from sigv4_explain.rules import SigningRules


class Language(Enum):
    """What the code is written in, with the ending of its file."""

    PYTHON = ".py"
    JAVASCRIPT = ".mjs"
    SHELL = ".sh"


@dataclass(frozen=True, slots=True)
class Call:
    """A request to be signed when the code runs: without the signature, date and token of an earlier one."""

    request: Request
    region: str
    service: str
    rules: SigningRules
    path_given: str = ""
    """The path before it was spelled anew, for what has to be said about that."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Client:
    """A library or a program that signs, or is signed for."""

    name: str
    """How it is asked for, such as ``aws4-node-fetch``."""
    title: str
    """How it is shown, such as ``aws4 with node-fetch``."""
    language: Language
    packages: tuple[str, ...]
    """What must be installed, by the names of PyPI or npm."""
    write: Callable[[Call], str]
    """Writes the code. It signs when it runs, and takes its keys from the environment."""
    deprecated: str | None = None
    """Why not to use it any more; None for a client that is kept up."""
