"""Exercise of notebook 02: the canonical URI of any service but S3."""

from __future__ import annotations

import re
from posixpath import normpath
from urllib.parse import quote, unquote

from sigv4_explain.canonical import canonical_uri, normalized_path
from sigv4_explain.course.exercise import Example, Exercise, Requirement, WrongAnswer

_ONE_SLASH = Requirement("If no segment is left, one slash is all: it begins the path and ends it.")
_EMPTY = Requirement("The canonical URI is never empty: a path that is empty is a slash.")
_AGAIN = Requirement("What was sent is encoded once more, so %20 becomes %2520.")
_ENCODED = Requirement("All but A-Z a-z 0-9 - . _ ~ is percent-encoded in a segment, also a colon.")
_SLASHES = Requirement("The slashes between segments are kept as slashes.")
_RFC = "https://www.rfc-editor.org/rfc/rfc3986#section-5.2.4"
_DOTS = Requirement("A segment . goes away, and .. takes the segment before it along.", _RFC)
_NO_EMPTY = Requirement("Empty segments are dropped: // is /.")
_LAST_SLASH = Requirement("A slash at the end stays: /a/ and /a are two paths.")


def my_path(path: str) -> str:
    """Return the canonical URI."""
    segments: list[str] = []
    for segment in path.split("/"):
        if segment == "..":
            segments = segments[:-1]
        elif segment not in ("", "."):
            segments.append(quote(segment, safe="~"))
    ending = "/" if path.endswith("/") and segments else ""
    return "/" + "/".join(segments) + ending


def _as_sent(path: str) -> str:
    return path or "/"


def _encoded_once(path: str) -> str:
    return quote(unquote(normalized_path(path)))


def _not_normalized(path: str) -> str:
    return quote(path) or "/"


def _dots_kept(path: str) -> str:
    return quote(re.sub("/+", "/", path)) or "/"


def _empty_segments_kept(path: str) -> str:
    segments: list[str] = []
    for segment in path.split("/")[1:]:
        if segment == "..":
            segments = segments[:-1]
        elif segment != ".":
            segments.append(quote(segment))
    return "/" + "/".join(segments)


def _last_slash_dropped(path: str) -> str:
    return quote(normpath(f"/{path.lstrip('/')}"))


def _slashes_encoded(path: str) -> str:
    return quote(normalized_path(path), safe="")


def _empty_left(path: str) -> str:
    return quote(normalized_path(path)) if path else ""


def _slash_doubled(path: str) -> str:
    return f"{quote(normalized_path(path.rstrip('/')))}{'/' if path.endswith('/') else ''}"


def _encoded_twice_more(path: str) -> str:
    return quote(quote(normalized_path(path)))


EXERCISES = (
    Exercise(
        name="path",
        chapter="02",
        task="write my_path(path): the path as sent in, the canonical URI of any service but S3 out.",
        cases=(
            Example(("/",), _ONE_SLASH),
            Example(("/default/pets",), _SLASHES),
            Example(("/a%20b",), _AGAIN),
            Example(("/model:1",), _ENCODED),
            Example(("/a//b",), _NO_EMPTY),
            Example(("/a/./b",), _DOTS),
            Example(("/a/../b",), _DOTS),
            Example(("/a/",), _LAST_SLASH),
            Example(("",), _EMPTY),
            Example(
                ("/../a",), Requirement("Nothing is above the first slash, so .. there takes nothing along.", _RFC)
            ),
            Example(("/Zoë/%E2%82%AC",), _AGAIN),
        ),
        right=canonical_uri,
        imports=("from urllib.parse import quote",),
        solution=my_path,
        mistakes=(
            WrongAnswer(_as_sent, _AGAIN),
            WrongAnswer(
                _encoded_once,
                Requirement("Decoding first and encoding once is S3's way. Every other service encodes again."),
            ),
            WrongAnswer(
                _not_normalized, Requirement("Dots and empty segments are resolved before the path is encoded.")
            ),
            WrongAnswer(_dots_kept, _DOTS),
            WrongAnswer(_empty_segments_kept, _NO_EMPTY),
            WrongAnswer(_last_slash_dropped, _LAST_SLASH),
            WrongAnswer(
                _slashes_encoded, Requirement("Here the slashes were encoded too: take the path apart at them first.")
            ),
            WrongAnswer(_empty_left, _EMPTY),
            WrongAnswer(_slash_doubled, _ONE_SLASH),
            WrongAnswer(
                _encoded_twice_more,
                Requirement("Encode once more than it was sent, not twice: the client did it once."),
            ),
        ),
        hints=(
            "Take the path apart at its slashes, and keep a list of the segments that stay.",
            "A segment '..' removes the last of the list; '' and '.' add nothing; any other is added, encoded.",
            "quote(segment, safe='~') encodes one; at the end '/' + '/'.join(segments), and '/' if the path ended so.",
        ),
    ),
)
