"""How bytes are written, texts hashed, and keys mixed in: by the rules, and as people do it who sign by hand."""

from __future__ import annotations

import base64
import hmac
import json
from collections.abc import Callable, Mapping
from enum import Enum
from hashlib import md5, sha1, sha256
from types import MappingProxyType

_Written = Callable[[bytes], bytes]


class Form(Enum):
    """One way of several; it is hashed by what it is, as each is there once: Enum's own way takes a replay too long."""

    __hash__ = object.__hash__


class Writing(Form):
    """How the bytes of a hash, a key or a signature are handed on."""

    RAW = "its 32 bytes"
    HEX = "64 hex digits, as text"
    UPPER_HEX = "64 hex digits in capitals, as text"
    BARE_HEX = "hex digits, a byte below 16 as one digit"
    DASHES = "hex digits in capitals with dashes between the bytes, as .NET's BitConverter writes them"
    BASE64 = "base64"
    BASE64_OF_HEX = "base64 of the hex digits"
    PERCENT_BASE64 = "base64, percent-encoded"
    UTF_8 = "each byte taken for a character and written in UTF-8"
    WINDOWS_1252 = "each byte taken for a character of Windows-1252 and written in UTF-8"
    REPLACED = "read as UTF-8, with the replacement character U+FFFD for what is none"
    ASCII = "read as ASCII, with a question mark for each other byte"
    CUT = "cut at its first zero byte"
    SHELL = "as a shell's variable holds it: without zero bytes and without line breaks at the end"
    PYTHON = "as Python prints it, b'…'"
    RUBY = "as a list of numbers between commas"
    OBJECT = "the words [object ArrayBuffer]"
    SWIFT = "the words 32 bytes"

    def written(self, value: bytes) -> bytes:
        """Write bytes in this way."""
        return _WRITINGS[self](value)


def _in_windows_1252(byte: int) -> bytes:
    try:
        return bytes([byte]).decode("cp1252").encode()
    except UnicodeDecodeError:  # five bytes have no character there, and stay controls
        return chr(byte).encode()


_WINDOWS_1252 = tuple(map(_in_windows_1252, range(256)))


_WRITINGS: Mapping[Writing, _Written] = MappingProxyType(
    {
        Writing.RAW: lambda value: value,
        Writing.HEX: lambda value: value.hex().encode(),
        Writing.UPPER_HEX: lambda value: value.hex().upper().encode(),
        Writing.BARE_HEX: lambda value: "".join([f"{byte:x}" for byte in value]).encode(),
        Writing.DASHES: lambda value: value.hex("-").upper().encode(),
        Writing.BASE64: base64.b64encode,
        Writing.BASE64_OF_HEX: lambda value: base64.b64encode(value.hex().encode()),
        Writing.PERCENT_BASE64: lambda value: _percent_encoded(base64.b64encode(value)),
        Writing.UTF_8: lambda value: value.decode("latin-1").encode(),
        Writing.WINDOWS_1252: lambda value: b"".join(map(_WINDOWS_1252.__getitem__, value)),
        Writing.REPLACED: lambda value: value.decode("utf-8", "replace").encode(),
        Writing.ASCII: lambda value: value.decode("ascii", "replace").replace("\ufffd", "?").encode(),
        Writing.CUT: lambda value: value.partition(b"\0")[0],
        Writing.SHELL: lambda value: value.replace(b"\0", b"").rstrip(b"\n"),
        Writing.PYTHON: lambda value: repr(value).encode(),
        Writing.RUBY: lambda value: ",".join(map(str, value)).encode(),
        Writing.OBJECT: lambda _: b"[object ArrayBuffer]",
        Writing.SWIFT: lambda value: f"{len(value)} bytes".encode(),
    }
)


def _percent_encoded(value: bytes) -> bytes:
    return value.replace(b"+", b"%2B").replace(b"/", b"%2F").replace(b"=", b"%3D")


class HashForm(Form):
    """How the hash of a text is made and written: of the canonical request in the string to sign, or of the body."""

    HEX = "64 lower-case hex digits"
    UPPER_HEX = "64 upper-case hex digits"
    BARE_HEX = "a byte below 16 as one hex digit"
    BASE64 = "base64"
    RAW = "its 32 bytes"
    TWICE = "hashed once more, as text"
    TWICE_RAW = "hashed once more, as 32 bytes"
    NONE = "not hashed: the canonical request itself"
    NOTHING = "the hash of no text at all"
    PAYLOAD = "the hash of the body in its place"
    HMAC_1 = "HMAC with the key 1"
    HMAC_EMPTY = "HMAC with an empty key"
    SHA_1 = "SHA-1"
    MD5 = "MD5"

    def written(self, text: bytes) -> bytes:
        """Hash a text in this form; PAYLOAD, which is no hash of the text, gives it back as it is."""
        return _HASH_FORMS[self](text)


def _hex(text: bytes) -> bytes:
    return sha256(text).hexdigest().encode()


def _with_key(key: bytes) -> _Written:
    return lambda text: hmac.digest(key, text, "sha256").hex().encode()


_HASH_FORMS: Mapping[HashForm, _Written] = MappingProxyType(
    {
        HashForm.HEX: _hex,
        HashForm.UPPER_HEX: lambda text: _hex(text).upper(),
        HashForm.BARE_HEX: lambda text: Writing.BARE_HEX.written(sha256(text).digest()),
        HashForm.BASE64: lambda text: base64.b64encode(sha256(text).digest()),
        HashForm.RAW: lambda text: sha256(text).digest(),
        HashForm.TWICE: lambda text: _hex(_hex(text)),
        HashForm.TWICE_RAW: lambda text: _hex(sha256(text).digest()),
        HashForm.NONE: lambda text: text,
        HashForm.NOTHING: lambda _: _hex(b""),
        HashForm.PAYLOAD: lambda text: text,
        HashForm.HMAC_1: _with_key(b"1"),
        HashForm.HMAC_EMPTY: _with_key(b""),
        HashForm.SHA_1: lambda text: sha1(text).hexdigest().encode(),  # noqa: S324 -- what others did, not we
        HashForm.MD5: lambda text: md5(text).hexdigest().encode(),  # noqa: S324 -- what others did, not we
    }
)


class Mixing(Form):
    """How a key and a text become the next key, or the signature."""

    HMAC = "HMAC-SHA256 with the key as its key"
    SWAPPED = "HMAC-SHA256 with the text as its key"
    KEY_ALONE = "the key itself, without the text"
    TEXT_HASHED = "SHA-256 of the text, without the key"
    KEY_BEFORE = "SHA-256 of the key with the text after it"
    KEY_BEHIND = "SHA-256 of the text with the key after it"
    SHA_1 = "HMAC-SHA1"

    def mixed(self, key: bytes, text: bytes) -> bytes:
        """Mix a text into a key."""
        return _MIXINGS[self](key, text)


_MIXINGS: Mapping[Mixing, Callable[[bytes, bytes], bytes]] = MappingProxyType(
    {
        Mixing.HMAC: lambda key, text: hmac.digest(key, text, "sha256"),
        Mixing.SWAPPED: lambda key, text: hmac.digest(text, key, "sha256"),
        Mixing.KEY_ALONE: lambda key, _: key,
        Mixing.TEXT_HASHED: lambda _, text: sha256(text).digest(),
        Mixing.KEY_BEFORE: lambda key, text: sha256(key + text).digest(),
        Mixing.KEY_BEHIND: lambda key, text: sha256(text + key).digest(),
        Mixing.SHA_1: lambda key, text: hmac.digest(key, text, "sha1"),
    }
)


class TextForm(Form):
    """What is made of a text before it is hashed or signed."""

    UTF_8 = "in UTF-8"
    BYTE_ORDER_MARK = "in UTF-8 with a byte order mark before it"
    UTF_16 = "in UTF-16, little end first"
    UTF_16_MARKED = "in UTF-16, little end first, with a byte order mark"
    UTF_16_BIG = "in UTF-16, big end first"
    LOWER = "all of it in lower case"
    JSON = "as a JSON string, with its quotes"
    NO_BLANKS = "without blanks and line breaks"

    def written(self, text: str) -> bytes:
        """Return the bytes that are hashed; a byte that is no UTF-8 stands in the text as Python's files have it."""
        return _TEXT_FORMS[self](text)


def _utf_8(text: str) -> bytes:
    return text.encode("utf-8", "surrogateescape")


def _utf_16(text: str) -> bytes:
    return text.encode("utf-16-le", "surrogatepass")


_TEXT_FORMS: Mapping[TextForm, Callable[[str], bytes]] = MappingProxyType(
    {
        TextForm.UTF_8: _utf_8,
        TextForm.BYTE_ORDER_MARK: lambda text: b"\xef\xbb\xbf" + _utf_8(text),
        TextForm.UTF_16: _utf_16,
        TextForm.UTF_16_MARKED: lambda text: b"\xff\xfe" + _utf_16(text),
        TextForm.UTF_16_BIG: lambda text: text.encode("utf-16-be", "surrogatepass"),
        TextForm.LOWER: lambda text: _utf_8(text.lower()),
        TextForm.JSON: lambda text: _utf_8(json.dumps(text, ensure_ascii=False)),
        TextForm.NO_BLANKS: lambda text: _utf_8("".join(text.split())),
    }
)
