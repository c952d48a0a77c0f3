"""What traces of this family are made of: the functions, their words, and where each piece of an output came from."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from sigv4_explain.encoding import EMPTY_SHA256
from sigv4_explain.family import chunks
from sigv4_explain.family.checksums import checksum
from sigv4_explain.family.framing import TRAILER_SIGNATURE, chunk_header, content_length, trailer_lines
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


def catalogue_of(kind: str) -> Catalogue:
    """Return the catalogue of a kind of trace, by its name in JSON; ValueError for another one."""
    for catalogue in (UPLOAD,):
        if catalogue.kind == kind:
            return catalogue
    raise ValueError("a trace of another kind")
