"""What no rule looked at in an accepted request: named, so that nobody takes it for checked."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from sigv4_explain.presented import Carrier
from sigv4_explain.rules import UNSIGNED_PAYLOAD
from sigv4_explain.verifying.reading import Reading


class Unchecked(NamedTuple):
    """A part of a request that nothing was compared with."""

    name: str
    """Such as ``the body``, to stand after “not checked here:”."""
    why: str
    """What that means, in a sentence."""


def unchecked_in(reading: Reading) -> Iterator[Unchecked]:
    """Return what the signature of a request leaves open, and this server does not look at.

    Source of the words: https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-auth-using-authorization-header.html
    """
    if reading.declared is not None and not reading.body_is_hashed:
        yield from _body(reading, reading.declared)
    if reading.absent:
        why = "They are signed and did not arrive; each counts as empty, for a header without a value may be lost."
        yield Unchecked(f"the headers {', '.join(reading.absent)}", why)


def _body(reading: Reading, word: str) -> Iterator[Unchecked]:
    if word == UNSIGNED_PAYLOAD:
        is_silent = reading.announced is None and reading.presented.carrier is Carrier.QUERY
        why = "A presigned URL may leave it open" if is_silent else f"{word} stands in place of its hash"
        yield Unchecked("the body", f"{why}: any body would be accepted.")
    elif word.endswith("-EVENTS"):
        why = "Each message has a signature of its own, made with the one before it; none is computed here."
        yield Unchecked("the event messages", why)
    elif "UNSIGNED" in word:
        yield Unchecked("the body", f"By {word} its chunks are not signed: any body would be accepted.")
    else:
        why = "Each chunk has a signature of its own, made with the one before it; none is computed here."
        yield Unchecked("the chunks of the body", why)
    if word.endswith("-TRAILER"):
        yield Unchecked("the trailers", "They have the body's checksum, which is not compared here.")
