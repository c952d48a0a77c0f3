"""What traces of this family are made of: the functions, their words, and where each piece of an output came from."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from sigv4_explain.encoding import EMPTY_SHA256
from sigv4_explain.family import chunks
from sigv4_explain.family.checksums import checksum
from sigv4_explain.family.framing import TRAILER_SIGNATURE, chunk_header, content_length, trailer_lines
from sigv4_explain.family.post_policy import policy_string_to_sign, post_policy
from sigv4_explain.masking import TOKEN_NAMES, values_in_policy
from sigv4_explain.signature import credential_scope, request_date_time
from sigv4_explain.texts import records
from sigv4_explain.trace.catalogue import CATALOGUE, Catalogue, StepInfo
from sigv4_explain.trace.provenance import FINDERS, Finder, Piece, Traced, below_algorithm, composed
from sigv4_explain.trace.step import FUNCTIONS


def _number(step: Traced) -> str:
    return step.name.partition(".")[2]


def _hashed_chunk_data(step: Traced) -> Iterator[Piece]:
    yield step.text, f"chunk.{_number(step)}", ()


def _chunk_string_to_sign(step: Traced) -> Iterator[Piece]:
    yield from below_algorithm("request_date_time", "credential_scope", "previous_signature")(step)
    yield EMPTY_SHA256, "", ()
    yield from composed("hashed_chunk_data")(step)


def _chunk_header(step: Traced) -> Iterator[Piece]:
    size, separator, signature = step.text.partition(";chunk-signature=")
    yield size, f"chunk.{_number(step)}", ()
    if signature:
        yield separator, "", ()
        yield from composed("chunk_signature")(step)


def _checksum(step: Traced) -> Iterator[Piece]:
    yield step.text, f"trailer.x-amz-checksum-{step.inputs['algorithm']}", ()


def _trailers(step: Traced) -> Iterator[Piece]:
    for line in step.text.splitlines():
        name, colon, value = line.partition(":")
        part = "trailer_signature" if name == TRAILER_SIGNATURE else f"trailer.{name}"
        yield name, f"trailer.{name}", ()
        yield colon, "", ()
        yield value, part, ()


_FUNCTIONS: tuple[Callable[..., str], ...] = (
    content_length,
    chunks.hashed_chunk_data,
    chunks.chunk_string_to_sign,
    chunks.chunk_signature,
    chunk_header,
    checksum,
    chunks.canonical_trailers,
    chunks.hashed_trailers,
    chunks.trailer_string_to_sign,
    chunks.trailer_signature,
    trailer_lines,
)
_FINDERS: Mapping[str, Finder] = {
    "hashed_chunk_data": _hashed_chunk_data,
    "chunk_string_to_sign": _chunk_string_to_sign,
    "chunk_header": _chunk_header,
    "checksum": _checksum,
    "canonical_trailers": _trailers,
    "trailer_string_to_sign": below_algorithm(
        "request_date_time", "credential_scope", "previous_signature", "hashed_trailers"
    ),
    "trailer_lines": _trailers,
}
_SEED = f"content_length {' '.join([*FUNCTIONS][:-1])} "
_SIGNED = "hashed_chunk_data chunk_string_to_sign chunk_signature chunk_header "
_SIGNED_TRAILER = "checksum canonical_trailers hashed_trailers trailer_string_to_sign trailer_signature trailer_lines "
UPLOAD = Catalogue(
    "upload",
    {**FUNCTIONS, **{function.__name__: function for function in _FUNCTIONS}},
    {**CATALOGUE, **records("sigv4_explain.family", "upload.toml", StepInfo, "name")},
    {**FINDERS, **_FINDERS},
    f"{_SEED}(?:(?:{_SIGNED})+(?:{_SIGNED_TRAILER})?|(?:chunk_header )+checksum trailer_lines )",
)
"""The steps of an upload in chunks: its length, its seed signature, its chunks, its trailer."""


def _post_policy(step: Traced) -> Iterator[Piece]:
    before = 0
    for name, start, end in values_in_policy(step.text):
        yield step.text[before:start], "", ()
        part = "session_token" if name in TOKEN_NAMES else "expires" if name == "expiration" else f"field.{name}"
        yield step.text[start:end], part, ()
        before = end


def _policy_string_to_sign(step: Traced) -> Iterator[Piece]:
    """Of the base64 all that a session token's bytes went into is the token's; the rest is the policy's."""
    text, policy, before = step.text, step.sources["post_policy"].text, 0
    places = [] if "•••" in text else values_in_policy(policy)
    for _, start, end in (place for place in places if place[0] in TOKEN_NAMES):
        first = len(policy[:start].encode()) // 3 * 4
        last = -(-len(policy[:end].encode()) // 3) * 4
        yield text[before:first], "policy", ()
        yield text[first:last], "session_token", ()
        before = last
    yield text[before:], "policy", ()


_KEYS = [*FUNCTIONS][[*FUNCTIONS].index("date_key") : -2]
_OF_A_FORM = {
    function.__name__: function
    for function in (post_policy, policy_string_to_sign, request_date_time, credential_scope)
} | {name: FUNCTIONS[name] for name in _KEYS}
_FORM_WORDS = {**CATALOGUE, **records("sigv4_explain.family", "form.toml", StepInfo, "name")}
FORM = Catalogue(
    "form",
    _OF_A_FORM,
    {name: _FORM_WORDS[name] for name in _OF_A_FORM},
    {**FINDERS, "post_policy": _post_policy, "policy_string_to_sign": _policy_string_to_sign},
    f"{' '.join(_OF_A_FORM)} ",
)
"""The steps of a form with a policy: the policy is the string to sign, and the key chain is a signature's."""


def catalogue_of(kind: str) -> Catalogue:
    """Return the catalogue of a kind of trace, by its name in JSON; ValueError for another one."""
    for catalogue in (UPLOAD, FORM):
        if catalogue.kind == kind:
            return catalogue
    raise ValueError("a trace of another kind")
