"""One body in several spellings: alike to a reader or to a parser, and other bytes to a hash."""

from __future__ import annotations

import json
from enum import Enum

from sigv4_explain.errors import InvalidRequest
from sigv4_explain.json_text import read_json

_JSON = "JSON, which this spelling writes anew"


class Spelling(Enum):
    """How the body is written as bytes."""

    AS_TYPED = "as typed, in UTF-8"
    SPACED = "the JSON written anew, with blanks"
    COMPACT = "the JSON written anew, without blanks"
    SORTED = "the JSON with its keys sorted"
    ESCAPED = "the JSON with \\u escapes"
    LINE_BREAK = "with a line break at the end"
    MARKED = "with a byte order mark in front"
    LATIN = "in Latin-1"
    EMPTY = "nothing at all"
    UNSIGNED = "UNSIGNED-PAYLOAD in place of a hash, as S3 allows"


def spelled(text: str, spelling: Spelling) -> bytes:
    r"""Return a body's bytes in a spelling.

    Raises InvalidRequest when the text cannot be written so.

    >>> spelled('{"b": 1,"a": 2}', Spelling.SORTED)
    b'{"a": 2, "b": 1}'
    >>> spelled("ë", Spelling.AS_TYPED), spelled("ë", Spelling.LATIN)
    (b'\xc3\xab', b'\xeb')
    """
    try:
        match spelling:
            case Spelling.EMPTY:
                return b""
            case Spelling.LINE_BREAK:
                return f"{text}\n".encode()
            case Spelling.MARKED:
                return text.encode("utf-8-sig")
            case Spelling.LATIN:
                return text.encode("latin-1")
            case Spelling.SPACED | Spelling.COMPACT | Spelling.SORTED | Spelling.ESCAPED:
                return _written_anew(text, spelling).encode()
            case _:
                return text.encode()
    except UnicodeEncodeError as error:
        where = f"{error.object[error.start]!a} at character {error.start + 1}"
        raise InvalidRequest("body", where, f"characters that can be written so: {spelling.value}") from None


def _written_anew(text: str, spelling: Spelling) -> str:
    try:
        return json.dumps(
            read_json(text),
            separators=(",", ":") if spelling is Spelling.COMPACT else None,
            sort_keys=spelling is Spelling.SORTED,
            ensure_ascii=spelling is Spelling.ESCAPED,
        )
    except json.JSONDecodeError as error:
        raise InvalidRequest("body", f"{error.msg} at character {error.pos + 1}", _JSON) from None
    except ValueError:
        raise InvalidRequest("body", "a number with more digits than Python reads", _JSON) from None
