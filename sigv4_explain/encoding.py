"""The five functions that AWS's page takes for granted: Lowercase, Trim, UriEncode, Hex(SHA256), HMAC-SHA256."""

from __future__ import annotations

import hmac
import re
from hashlib import sha256
from typing import BinaryIO
from urllib.parse import quote, unquote_to_bytes

from sigv4_explain.errors import InvalidInput

EMPTY_SHA256 = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
"""The SHA-256 of no bytes at all: the payload hash of every request without a body."""

CHUNK = 1 << 20
"""Bytes of a file that are in memory at a time."""

is_sha256 = re.compile(r"[0-9a-f]{64}").fullmatch
_runs_of_blanks = re.compile(r"[ \t]+")
is_unreserved = re.compile(r"[A-Za-z0-9._~-]*").fullmatch
_is_unreserved_path = re.compile(r"[A-Za-z0-9._~/-]*").fullmatch


def trim(value: str) -> str:
    r"""Remove blanks at both ends and fold each run of blanks inside to one space.

    ``Trim(value)``; also between quotes, and a tab is a blank.

    >>> trim('  "a   b   c" ')
    '"a b c"'
    >>> trim("a\t b")
    'a b'

    Source: AWS's published case get-header-value-trim.
    """
    if "\t" in value or "  " in value:
        value = _runs_of_blanks.sub(" ", value)
    return value.strip(" ")


def uri_encode(text: str | bytes, keep: str = "") -> str:
    """Percent-encode every byte except ``A-Z a-z 0-9 - . _ ~`` and the characters in ``keep``.

    ``UriEncode(text)``; text is UTF-8, hex digits are upper case, a space is ``%20``, never ``+``. A byte that is no
    UTF-8 may stand in a text as Python has it in file names. Raises InvalidInput for another lone surrogate.

    >>> uri_encode("ሴ b+c")
    '%E1%88%B4%20b%2Bc'
    >>> uri_encode("/a/b", keep="/")
    '/a/b'

    Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
    """
    if isinstance(text, str):
        if _is_unreserved_path(text) if keep == "/" else is_unreserved(text):  # most texts, and much faster
            return text
        text = utf_8(text, "surrogateescape")
    return quote(text, safe=keep)


def uri_decode(text: str) -> bytes:
    """Undo percent-encoding, to bytes: what was encoded need not be UTF-8. Raises as ``uri_encode`` does.

    >>> uri_decode("a%20b%2fc%zz")
    b'a b/c%zz'
    """
    return unquote_to_bytes(utf_8(text, "surrogateescape"))


def sha256_hex(data: bytes | bytearray | memoryview) -> str:
    """Hash bytes and write the 32-byte result as 64 lower-case hex digits.

    ``Hex(SHA256Hash(data))``

    >>> sha256_hex(b"") == EMPTY_SHA256
    True
    """
    return sha256(data).hexdigest()


def sha256_hex_of_file(file: BinaryIO) -> str:
    """Hash the rest of an open file in constant memory and put the file back where it was.

    Send the result as ``x-amz-content-sha256`` to sign a body that does not fit in memory.

    >>> import io
    >>> file = io.BytesIO(b"read Param1=value1")
    >>> file.seek(5)
    5
    >>> sha256_hex_of_file(file) == sha256_hex(b"Param1=value1")
    True
    """
    start = file.tell()
    try:
        digest = sha256()
        while chunk := file.read(CHUNK):
            digest.update(chunk)
        return digest.hexdigest()
    finally:
        file.seek(start)


def hmac_sha256(key: bytes, message: str) -> bytes:
    """Authenticate a UTF-8 message with a key; both the key and the 32-byte result are raw bytes.

    ``HMAC-SHA256(key, message)``

    >>> hmac_sha256(b"key", "message").hex()[:16]
    '6e9ef29b75fffc5b'
    """
    return hmac.digest(key, utf_8(message), "sha256")


def utf_8(text: str, errors: str = "strict") -> bytes:
    r"""Encode text. Raises InvalidInput for half of a surrogate pair, which is no Unicode; the text is not shown.

    >>> utf_8("é")
    b'\xc3\xa9'
    """
    try:
        return text.encode("utf-8", errors)
    except UnicodeEncodeError as error:
        received = f"a lone surrogate at position {error.start}"
        raise InvalidInput("text", received, "text that is Unicode") from None
