"""The rounds of a path: as a person thinks of it, as sent, without dots, as signed."""

from __future__ import annotations

import re
from typing import NamedTuple

from sigv4_explain.canonical import normalized_path
from sigv4_explain.encoding import uri_decode
from sigv4_explain.rules import PathEncoding, PathNormalization
from sigv4_explain.trace.step import Step

_escape = re.compile(r"%[0-9A-Fa-f]{2}").search


class Round(NamedTuple):
    """A path at one point of its way, and what was done to it."""

    name: str
    path: str
    what: str


def rounds_of(step: Step) -> tuple[Round, ...]:
    """Return the rounds of the path of a ``canonical_uri`` step."""
    path: str = step.inputs["path"]
    return (
        _meant(path, step),
        Round("As sent", path, "the client encoded it" if _escape(path) else "nothing in it is encoded"),
        _tidied(path, step),
        _signed(path, step),
    )


def _meant(path: str, step: Step) -> Round:
    if "+" in path and step.inputs["path_encoding"] is PathEncoding.ONCE:
        key = uri_decode(path.replace("+", " ")).decode(errors="replace")
        return Round("As S3 reads it", key, "a raw plus is a space; who means a plus sends %2B")
    return Round("As a person thinks of it", uri_decode(path).decode(errors="replace"), "nothing is encoded")


def _tidied(path: str, step: Step) -> Round:
    if step.inputs["path_normalization"] is PathNormalization.AS_SENT:
        return Round("Not normalized", path, "a key of S3 may hold dots and empty segments")
    normalized = normalized_path(path)
    what = "no dots and no empty segments in it" if normalized == path else "dots and empty segments are resolved"
    return Round("Normalized", normalized, what)


def _signed(path: str, step: Step) -> Round:
    if step.inputs["path_encoding"] is PathEncoding.ONCE:
        return Round("As signed", step.text, "decoded, then encoded once, whatever was sent; slashes stay")
    what = (
        "encoded once more" if step.text != normalized_path(path) else "encoded once more, but nothing in it needs it"
    )
    return Round("As signed", step.text, what)
