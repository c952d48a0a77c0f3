"""Exercise of notebook 02: the canonical URI of any service but S3."""

from __future__ import annotations

import re
from posixpath import normpath
from urllib.parse import quote, unquote

from sigv4_explain.canonical import canonical_uri, normalized_path
from sigv4_explain.course.exercise import Case, Exercise, Mistake, Rule

_ONE_SLASH = Rule("If no segment is left, one slash is all: it begins the path and ends it.")
_EMPTY = Rule("The canonical URI is never empty: a path that is empty is a slash.")
_AGAIN = Rule("What was sent is encoded once more, so %20 becomes %2520.")
_ENCODED = Rule("All but A-Z a-z 0-9 - . _ ~ is percent-encoded in a segment, also a colon.")
_SLASHES = Rule("The slashes between segments are kept as slashes.")
_RFC = "https://www.rfc-editor.org/rfc/rfc3986#section-5.2.4"
_DOTS = Rule("A segment . goes away, and .. takes the segment before it along.", _RFC)
_NO_EMPTY = Rule("Empty segments are dropped: // is /.")
_LAST_SLASH = Rule("A slash at the end stays: /a/ and /a are two paths.")


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
            Case(("/",), _ONE_SLASH),
            Case(("/default/pets",), _SLASHES),
            Case(("/a%20b",), _AGAIN),
            Case(("/model:1",), _ENCODED),
            Case(("/a//b",), _NO_EMPTY),
            Case(("/a/./b",), _DOTS),
            Case(("/a/../b",), _DOTS),
            Case(("/a/",), _LAST_SLASH),
            Case(("",), _EMPTY),
            Case(("/../a",), Rule("Nothing is above the first slash, so .. there takes nothing along.", _RFC)),
            Case(("/Zoë/%E2%82%AC",), _AGAIN),
        ),
        right=canonical_uri,
        imports=("from urllib.parse import quote",),
        solution=my_path,
        mistakes=(
            Mistake(_as_sent, _AGAIN),
            Mistake(
                _encoded_once, Rule("Decoding first and encoding once is S3's way. Every other service encodes again.")
            ),
            Mistake(_not_normalized, Rule("Dots and empty segments are resolved before the path is encoded.")),
            Mistake(_dots_kept, _DOTS),
            Mistake(_empty_segments_kept, _NO_EMPTY),
            Mistake(_last_slash_dropped, _LAST_SLASH),
            Mistake(_slashes_encoded, Rule("Here the slashes were encoded too: take the path apart at them first.")),
            Mistake(_empty_left, _EMPTY),
            Mistake(_slash_doubled, _ONE_SLASH),
            Mistake(_encoded_twice_more, Rule("Encode once more than it was sent, not twice: the client did it once.")),
        ),
        hints=(
            "Take the path apart at its slashes, and keep a list of the segments that stay.",
            "A segment '..' removes the last of the list; '' and '.' add nothing; any other is added, encoded.",
            "quote(segment, safe='~') encodes one; at the end '/' + '/'.join(segments), and '/' if the path ended so.",
        ),
    ),
)
