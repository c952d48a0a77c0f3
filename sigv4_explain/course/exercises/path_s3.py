"""Exercise of notebook 02: the canonical URI of S3."""

from __future__ import annotations

from urllib.parse import quote, unquote, unquote_plus

from sigv4_explain.canonical import canonical_uri, normalized_path
from sigv4_explain.course.exercise import Example, Exercise, Requirement, WrongAnswer
from sigv4_explain.rules import PathEncoding, PathNormalization

_S3 = "https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html"
_READ_AS_SPACE = "https://github.com/anomalizer/ngx_aws_auth/issues/87"
_ONCE = Requirement("For S3 a path is encoded once, whatever was sent: %20 stays %20.", _S3)
_ENCODED = Requirement("All but A-Z a-z 0-9 - . _ ~ and the slash is percent-encoded.", _S3)
_AS_SENT = Requirement("A key of S3 may hold dots and empty segments, so all of them stay.")
_SLASH = Requirement(
    "S3 decodes the whole path first, so that an encoded slash (%2F) is signed as a slash.",
    "https://github.com/aws/aws-sdk-net/pull/4473",
)
_RAW_PLUS = Requirement("A raw plus is a space to S3, so it is signed as %20.", _READ_AS_SPACE)
_PLUS = Requirement(
    "An encoded plus stays %2B: it is decoded once, and a plus that comes out is a plus.", _READ_AS_SPACE
)
_EMPTY = Requirement("The canonical URI is never empty: a path that is empty is a slash.")


def my_s3_path(path: str) -> str:
    """Return the canonical URI for S3."""
    return quote(unquote_plus(path)) or "/"


def _right(path: str) -> str:
    return canonical_uri(path, PathEncoding.ONCE, PathNormalization.AS_SENT)


def _as_sent(path: str) -> str:
    return path or "/"


def _encoded_again(path: str) -> str:
    return quote(path) or "/"


def _normalized(path: str) -> str:
    return _right(normalized_path(path))


def _by_segment(path: str) -> str:
    return "/".join(quote(unquote_plus(segment), safe="~") for segment in path.split("/")) or "/"


def _plus_kept(path: str) -> str:
    return quote(unquote(path)) or "/"


def _decoded_twice(path: str) -> str:
    return quote(unquote_plus(unquote(path))) or "/"


def _empty_left(path: str) -> str:
    return _right(path) if path else ""


EXERCISES = (
    Exercise(
        name="path-s3",
        chapter="02",
        task="write my_s3_path(path): the path as sent in, the canonical URI of S3 out.",
        cases=(
            Example(("/photo.jpg",), _ONCE),
            Example(("/a%20b",), _ONCE),
            Example(("/a b",), _ENCODED),
            Example(("/a//b/../c",), _AS_SENT),
            Example(("/a%2Fb",), _SLASH),
            Example(("/a+b",), _RAW_PLUS),
            Example(("/a%2Bb",), _PLUS),
            Example(("/Zo%c3%ab:1",), Requirement("It is decoded, and encoded anew with upper-case hex digits.", _S3)),
            Example(("",), _EMPTY),
        ),
        right=_right,
        imports=("from urllib.parse import quote, unquote_plus",),
        solution=my_s3_path,
        mistakes=(
            WrongAnswer(_as_sent, Requirement("Who sends it raw signs it encoded: decode, then encode once.", _S3)),
            WrongAnswer(_encoded_again, _ONCE),
            WrongAnswer(_normalized, _AS_SENT),
            WrongAnswer(_by_segment, _SLASH),
            WrongAnswer(_plus_kept, _RAW_PLUS),
            WrongAnswer(_decoded_twice, _PLUS),
            WrongAnswer(_empty_left, _EMPTY),
        ),
        hints=(
            "Nothing is dropped here, so the path need not be taken apart: decode it, then encode it.",
            "unquote_plus(path) decodes, and reads a plus as a space; quote(…) encodes once and keeps the slashes.",
            "'text or \"/\"' is a slash where the text is empty.",
        ),
    ),
)
