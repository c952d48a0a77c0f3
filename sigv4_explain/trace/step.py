"""A step: a plain function, its inputs and its output; and the recorder that calls and keeps them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from functools import partial
from typing import Any, NamedTuple, ParamSpec, TypeVar

from sigv4_explain.authorization import authorization_header, presigned_url
from sigv4_explain.canonical import (
    canonical_headers,
    canonical_query_string,
    canonical_request,
    canonical_uri,
    hashed_canonical_request,
    hashed_payload,
    signed_headers,
)
from sigv4_explain.masking import PUBLISHED_EXAMPLES, masked, masked_encoded, masked_headers, masked_policy, masked_url
from sigv4_explain.shown import Shown
from sigv4_explain.signature import (
    credential_scope,
    date_key,
    date_region_key,
    date_region_service_key,
    request_date_time,
    signature,
    signing_key,
    string_to_sign,
)
from sigv4_explain.trace.catalogue import CATALOGUE, Catalogue, StepInfo
from sigv4_explain.trace.provenance import FINDERS, Spans, spans_of, spans_of_yours

Parameters = ParamSpec("Parameters")
Output = TypeVar("Output", str, bytes)

_STEP_FUNCTIONS: tuple[Callable[..., str | bytes], ...] = (
    canonical_uri,
    canonical_query_string,
    canonical_headers,
    signed_headers,
    hashed_payload,
    canonical_request,
    hashed_canonical_request,
    request_date_time,
    credential_scope,
    string_to_sign,
    date_key,
    date_region_key,
    date_region_service_key,
    signing_key,
    signature,
    authorization_header,
    presigned_url,
)
FUNCTIONS: Mapping[str, Callable[..., str | bytes]] = {function.__name__: function for function in _STEP_FUNCTIONS}
"""The plain function behind each step, by the step's name."""
_ORDER = f"{' '.join([*FUNCTIONS][:-2])} (?:authorization_header|presigned_url) "
SIGNATURE = Catalogue("signature", FUNCTIONS, CATALOGUE, FINDERS, _ORDER)
"""The steps of a signature."""

_PLAIN_INPUTS: Mapping[str, Callable[[Any], Any]] = {
    "headers": masked_headers,
    "query": masked_url,
    "url": masked_url,
    "policy": masked_policy,
    "secret_access_key": masked,
    "token_after_signing": lambda token: token if token is None else masked(token),
    **dict.fromkeys(
        ("date_key", "date_region_key", "date_region_service_key", "signing_key"),
        lambda key: f"••• ({len(key)} bytes)",
    ),
}
"""How a sensitive input that no earlier step made is shown."""


class OutputOrigin(Enum):
    """Who says what a step returned."""

    COMPUTED = "its function"
    YOURS = "yours: given, not computed"


class Piece(NamedTuple):
    """A stretch of a value as it is shown, and the part it came from (None for punctuation)."""

    text: str
    part: str | None


@dataclass(frozen=True, slots=True, repr=False)
class Step(Shown):
    """One step: a plain function, exactly the inputs it was called with, and what it returned.

    ``step.function(**step.inputs) == step.output`` holds for every step but those whose output you gave.
    """

    function: Callable[..., str | bytes]
    inputs: Mapping[str, Any]
    output: str | bytes
    """Text, or raw bytes for the keys of the chain."""
    sources: Mapping[str, Step] = field(default_factory=dict, compare=False)
    """The earlier steps whose outputs are among the inputs, by the input."""
    origin: OutputOrigin = OutputOrigin.COMPUTED
    """Whether the function returned the output, or you gave it: see ``explain(…, overriding=…)``."""
    number: int = 0
    """Which one it is, from 1, of the steps with this function; 0 where there is but one."""
    catalogue: Catalogue = field(default=SIGNATURE, compare=False)
    """Where the words are."""

    @property
    def name(self) -> str:
        """The step's fixed name: the function's, and behind a dot the number if it has one."""
        return f"{self.function.__name__}.{self.number}" if self.number else self.function.__name__

    @property
    def info(self) -> StepInfo:
        """The catalogue's words about this step."""
        return self.catalogue.words[self.function.__name__]

    @property
    def title(self) -> str:
        """What AWS's page calls this step."""
        return f"{self.info.title}, {self.info.counted} {self.number}" if self.number else self.info.title

    @property
    def formula(self) -> str:
        """How the output follows from the inputs."""
        return self.info.formula

    @property
    def why(self) -> str:
        """What would go wrong without this step, in one sentence."""
        return self.info.why

    @property
    def reference(self) -> str:
        """The page where AWS says so."""
        return self.info.reference

    @property
    def text(self) -> str:
        """The output as text; a key in hex. Not masked."""
        return self.output.hex() if isinstance(self.output, bytes) else self.output

    @property
    def spans(self) -> Spans:
        """Which part of the request, the keys or the scope each piece of ``text`` came from."""
        if self.origin is OutputOrigin.YOURS:
            return spans_of_yours(self.text)
        return spans_of(self, self.catalogue.finders.get(self.function.__name__))

    @property
    def sensitive(self) -> frozenset[str]:
        """The inputs that hold a secret, and ``output`` if that does; empty for AWS's published example keys."""
        return frozenset(() if self.made_from_published_keys() else self.info.sensitive)

    def pieces(self, *, reveal: bool = False) -> tuple[Piece, ...]:
        """Cut the output at its spans, for showing; secrets are masked unless ``reveal``."""
        if "output" in self.sensitive and not reveal:
            masked_key = f"••• ({len(self.output)} bytes)" if isinstance(self.output, bytes) else self.text
            return (Piece(masked_key, self.name),)
        return cut(self.text, self.spans, reveal=reveal)

    def shown(self, *, reveal: bool = False) -> str:
        """Return the output as text, with secrets masked unless ``reveal``."""
        return "".join(piece.text for piece in self.pieces(reveal=reveal))

    def shown_inputs(self, *, reveal: bool = False) -> dict[str, Any]:
        """Return the inputs with secrets masked unless ``reveal``; the keys of the chain in hex."""
        made = {name: source.shown(reveal=reveal) for name, source in self.sources.items()}
        plain = {} if reveal else _PLAIN_INPUTS
        return {
            name: made[name] if name in made else plain[name](value) if name in plain else value
            for name, value in self.inputs.items()
        }

    def made_from_published_keys(self) -> bool:
        """Return whether the secret at the root of this step is one that AWS prints in its documentation."""
        if self.origin is OutputOrigin.YOURS and "output" in self.info.sensitive:
            return False  # a key of yours, whatever was there before
        secret = self.inputs.get("secret_access_key")
        own = (source for name, source in self.sources.items() if name != source.info.becomes)  # no chain of signatures
        return secret in PUBLISHED_EXAMPLES or any(source.made_from_published_keys() for source in own)

    def __repr__(self) -> str:
        yours = ", yours" if self.origin is OutputOrigin.YOURS else ""
        return f"Step({self.name!r}, output={self.shown()!r}{yours})"


def cut(text: str, spans: Spans, *, reveal: bool) -> tuple[Piece, ...]:
    """Cut a text at its spans, for showing; a session token is masked unless ``reveal``."""
    pieces: list[Piece] = []
    position = 0
    for start, end, part in spans:
        if start > position:
            pieces.append(Piece(text[position:start], None))
        piece = text[start:end]
        pieces.append(Piece(piece if reveal or part != "session_token" else masked_encoded(piece), part))
        position = end
    if position < len(text):
        pieces.append(Piece(text[position:], None))
    return tuple(pieces)


class Recorder:
    """Calls each step's function and keeps what went in and what came out, or what is given in its place."""

    def __init__(self, given: Mapping[str, str | bytes] | None = None, catalogue: Catalogue = SIGNATURE) -> None:
        self.steps: dict[str, Step] = {}
        self.latest: dict[str, Step] = {}
        """The last step whose output is an input of this name."""
        self._given: Mapping[str, Any] = given or {}
        self._catalogue = catalogue
        self._counts: dict[str, int] = {}

    def __call__(
        self, function: Callable[Parameters, Output], *args: Parameters.args, **inputs: Parameters.kwargs
    ) -> Output:
        """Call ``function(**inputs)``, record the step, return its output. Inputs are given by name."""
        if self._given and (name := self._next_name(function.__name__)) in self._given:
            yours: Output = self._given[name]
            self.add(function, inputs, yours, OutputOrigin.YOURS)
            return yours
        output = function(*args, **inputs)
        self.add(function, inputs, output)
        return output

    def recorded(self, function: Callable[Parameters, Output]) -> Callable[Parameters, Output]:
        """Return a function that calls ``function``, given its inputs by name, and records that."""
        return partial(self, function)

    def add(
        self,
        function: Callable[..., str | bytes],
        inputs: Mapping[str, Any],
        output: str | bytes,
        origin: OutputOrigin = OutputOrigin.COMPUTED,
    ) -> None:
        """Record a step; its sources are the latest steps that its inputs are named after."""
        latest, name, number = self.latest, function.__name__, 0
        sources = {each: latest[each] for each in inputs if each in latest}
        info = self._catalogue.words[name]
        if info.counted:
            number = self._counts[name] = self._counts.get(name, 0) + 1
        step = Step(function, inputs, output, sources, origin, number, self._catalogue)
        self.steps[f"{name}.{number}" if number else name] = latest[name] = step
        if info.becomes:
            latest[info.becomes] = step

    def keep(self, steps: Iterable[Step]) -> None:
        """Go on from steps that were recorded elsewhere."""
        for step in steps:
            self.steps[step.name] = self.latest[step.function.__name__] = step
            if step.info.becomes:
                self.latest[step.info.becomes] = step

    def _next_name(self, name: str) -> str:
        return f"{name}.{self._counts.get(name, 0) + 1}" if self._catalogue.words[name].counted else name
