"""The rows of the table, as data: requests in which clients differ. What is right is computed, not typed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from sigv4_explain.canonical import canonical_headers, canonical_query_string, canonical_uri, signed_headers
from sigv4_explain.doctor.recipe import Recipe
from sigv4_explain.request import Request
from sigv4_explain.rules import ContentSha256, SigningRules
from sigv4_explain.texts import records

REGION = "eu-central-1"
"""Where every request of the table is signed for."""


class RequestPart(Enum):
    """A part of the canonical request, by the name of the step that makes it."""

    PATH = "canonical_uri"
    QUERY = "canonical_query_string"
    HOST = "host"
    HEADER = "x-amz-meta-note"
    NAMES = "signed_headers"

    def line_of(self, recipe: Recipe) -> str | None:
        """Return this part of what one side signs; None for a header that is not signed."""
        if self is RequestPart.NAMES:
            return ";".join(recipe.signed_names)
        if self in (RequestPart.HOST, RequestPart.HEADER):
            return next((f"{name}:{value}" for name, value in recipe.header_lines if name == self.value), None)
        return str(getattr(recipe, self.value))

    def put(self, line: str, recipe: Recipe) -> Recipe:
        """Return the recipe with another line here, or for a header with several, each of which is named then.

        The names alone are never put: the request tells them.
        """
        if self not in (RequestPart.HOST, RequestPart.HEADER):
            values: dict[str, Any] = {self.value: line}
            return recipe._replace(**values)
        instead = [(self.value, text.partition(":")[2]) for text in line.split("\n")]
        lines = tuple(new for old in recipe.header_lines for new in (instead if old[0] == self.value else [old]))
        return recipe._replace(header_lines=lines, signed_names=tuple(name for name, _ in lines))


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """A row of the table: what is asked of every client."""

    name: str
    """How it is asked for, such as ``path-space``."""
    title: str
    part: RequestPart
    request: Request
    service: str
    meaning: str
    """What it does to a user, in one sentence."""
    source: str
    """Where AWS, or the standard it follows, gives the rule."""

    @property
    def right(self) -> str:
        """The line that AWS signs, made by this package's own steps; of the names, the fewest that AWS asks for."""
        return _RIGHT[self.part](self.request, SigningRules.for_service(self.service))


def _path(request: Request, rules: SigningRules) -> str:
    return canonical_uri(request.path, rules.path_encoding, rules.path_normalization)


def _header(name: str) -> Callable[[Request, SigningRules], str]:
    def line(request: Request, _rules: SigningRules) -> str:
        headers = (("Host", request.host), *request.headers)
        return canonical_headers(tuple(pair for pair in headers if pair[0].lower() == name)).rstrip("\n")

    return line


def _names(request: Request, rules: SigningRules) -> str:
    hashed = ["x-amz-content-sha256"] if rules.content_sha256 is ContentSha256.REQUIRED else []
    names = [name for name, _ in request.headers if name.lower().startswith("x-amz-")]
    return signed_headers(tuple((name, "") for name in ("host", "x-amz-date", *hashed, *names)))


_RIGHT: Mapping[RequestPart, Callable[[Request, SigningRules], str]] = {
    RequestPart.PATH: _path,
    RequestPart.QUERY: lambda request, rules: canonical_query_string(request.query, rules.repeated_parameters),
    RequestPart.HOST: _header(RequestPart.HOST.value),
    RequestPart.HEADER: _header(RequestPart.HEADER.value),
    RequestPart.NAMES: _names,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SituationText:
    """A table of ``situations.toml``: a situation, and what each client signed in it when it was measured."""

    name: str
    title: str
    part: RequestPart
    service: str
    url: str
    headers: tuple[str, ...] = ()
    meaning: str
    source: str
    different: Mapping[str, str] = field(default_factory=dict)
    """By the client's name, the line that AWS refuses."""
    accepted: Mapping[str, str] = field(default_factory=dict)
    """The line that is not the right one, but fits what the client sends."""
    instead: Mapping[str, str] = field(default_factory=dict)
    """Why there is no line: the name of an ``Instead``."""

    @property
    def situation(self) -> Situation:
        """What is asked of every client."""
        headers = [(name, value) for name, _, value in (line.partition(": ") for line in self.headers)]
        return Situation(
            name=self.name,
            title=self.title,
            part=self.part,
            request=Request("GET", self.url, headers),
            service=self.service,
            meaning=self.meaning,
            source=self.source,
        )


TEXTS = records("sigv4_explain.clients", "situations.toml", SituationText, "name")
SITUATIONS: tuple[Situation, ...] = tuple(text.situation for text in TEXTS.values())
"""In the order in which they are shown."""
