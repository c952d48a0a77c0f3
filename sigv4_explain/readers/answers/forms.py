"""Which form an answer has, and its named fields: JSON first, then XML, then whatever an SDK or a log prints."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from enum import Enum
from itertools import islice
from types import MappingProxyType
from typing import Any, NamedTuple

from sigv4_explain.masking import fields_alone
from sigv4_explain.readers.answers.disguises import joined, unescaped, views
from sigv4_explain.readers.answers.sentences import quoted_strings, sentence_in

_DEEPEST = 40
_MOST_TRIES = 20
_decoder = json.JSONDecoder(strict=False)  # whoever prints an answer often leaves real newlines in its strings
_object_start = re.compile(r'\{\s*["}]')


def json_pairs(text: str) -> list[tuple[str, str]]:
    """Return the names and the texts or whole numbers of the first JSON object, outer ones first; else nothing.

    >>> json_pairs('HTTP 403: {"errors": [{"message": "Forbidden", "code": 7}]}')
    [('message', 'Forbidden'), ('code', '7')]
    """
    for tried, found in enumerate(_object_start.finditer(text)):
        if tried == _MOST_TRIES:
            break
        try:
            value, _ = _decoder.raw_decode(text, found.start())
        except (ValueError, RecursionError):
            continue
        pairs = list(_pairs(value, "", _DEEPEST))
        if pairs:
            return pairs
    return []


def _pairs(value: Any, name: str, depth: int) -> Iterator[tuple[str, str]]:
    if isinstance(value, (str, int)) and not isinstance(value, bool):
        yield name, str(value)
    elif depth and isinstance(value, dict):
        flat_first = sorted(value.items(), key=lambda item: isinstance(item[1], (dict, list)))
        for inner, part in flat_first:
            yield from _pairs(part, inner, depth - 1)
    elif depth and isinstance(value, list):
        for part in value:
            yield from _pairs(part, name, depth - 1)


_element = re.compile(r"<([A-Za-z_][A-Za-z0-9_.-]{0,60})(?:\s[^<>]{0,300})?>([^<]*)(</\1\s*>|\Z)")
_hex_byte = re.compile(r"[0-9a-fA-F]{1,2}")


def xml_pairs(text: str) -> list[tuple[str, str]]:
    """Return the names and the unescaped texts of the elements that hold nothing but text; the last may be cut short.

    >>> xml_pairs("<Error><Code>AccessDenied</Code><Message>it&#39;s cu")
    [('Code', 'AccessDenied'), ('Message', "it's cu")]
    """
    return [(found[1], html.unescape(found[2])) for found in _element.finditer(text)]


def text_of_bytes(listed: str) -> str:
    r"""Return the text whose bytes are listed in hex, a blank between them; up to the first that is none.

    A byte below 16 may stand without its zero, as Wasabi writes it. What is not UTF-8 is read as Latin-1.

    >>> text_of_bytes("47 45 54 a 2f"), text_of_bytes("47 45 54 a 2")
    ('GET\n/', 'GET\n')
    """
    words = listed.split()
    if len(words) == 1 and len(words[0]) > 2:
        words = [words[0][place : place + 2] for place in range(0, len(words[0]), 2)]
    if words and len(words[-1]) == 1:
        words.pop()  # cut in the middle: no canonical request ends with a control character
    known = bytearray()
    for word in words:
        if not _hex_byte.fullmatch(word):
            break
        known.append(int(word, 16))
    try:
        return known.decode()
    except UnicodeDecodeError:
        return known.decode("latin-1")


_SYNONYMS = {
    "__type": "Code",
    "code": "Code",
    "errortype": "Code",
    "error code": "Code",
    "message": "Message",
    "errormessage": "Message",
    "status": "Status",
    "statuscode": "Status",
    "httpstatuscode": "Status",
}

_OTHER_NAMES = (
    "AWSAccessKeyId",
    "CanonicalRequest",
    "CanonicalRequestBytes",
    "ClientComputedContentSHA256",
    "Code",
    "Endpoint",
    "Expires",
    "HeadersNotSigned",
    "HostId",
    "MaxAllowedSkewMilliseconds",
    "Region",
    "RequestId",
    "RequestTime",
    "S3ComputedContentSHA256",
    "ServerTime",
    "SignatureProvided",
    "StringToSign",
    "StringToSignBytes",
    "X-Amz-Expires",
)

KNOWN_NAMES = (*_SYNONYMS, *_OTHER_NAMES)
"""The names by which a field is known, in whatever case."""

_KNOWN = {name.lower(): name for name in _OTHER_NAMES} | _SYNONYMS


def known_name(name: str) -> str:
    """Return S3's name of a field; one that S3 does not have stays as it is.

    >>> known_name("stringToSign"), known_name("__type"), known_name("BucketName")
    ('StringToSign', 'Code', 'BucketName')
    """
    return _KNOWN.get(name.lower(), name)


def fields_by_name(pairs: Iterable[tuple[str, str]]) -> Mapping[str, str]:
    """Return the first value for each name, empty ones left out."""
    fields: dict[str, str] = {}
    for name, value in pairs:
        if value:
            fields.setdefault(known_name(name), value)
    return fields


_PIECE = r"\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*'"
_pieces = re.compile(_PIECE, re.DOTALL)
_names = "|".join(sorted(map(re.escape, KNOWN_NAMES), key=len, reverse=True))

_field = re.compile(
    rf"(?<![A-Za-z0-9_-])['\":]?({_names})['\"]?\s{{0,3}}(?::|=>|=)\s{{0,3}}"
    rf"(?:Some\()?b?((?:{_PIECE})(?:\s{{0,80}}\+?\s{{0,80}}(?:{_PIECE}))*|[0-9]{{3}}\b)",
    re.DOTALL | re.IGNORECASE,
)


def dumped_pairs(text: str) -> list[tuple[str, str]]:
    r"""Return the names and values of the known fields in a printed object.

    >>> dumped_pairs("{'Error': {'Code': 'AccessDenied', 'HTTPStatusCode': 403}, Message => \"it's\"")
    [('Code', 'AccessDenied'), ('HTTPStatusCode', '403'), ('Message', "it's")]
    """
    return [(found[1], _value(found[2])) for found in _field.finditer(text)]


def _value(printed: str) -> str:
    """Put the pieces together in which Node, and Python's pprint, print a long text."""
    pieces = [unescaped(piece[1:-1]) for piece in _pieces.findall(printed)]
    return "".join(pieces) if pieces else printed


class AnswerForm(Enum):
    """How an answer carries its words."""

    JSON = "JSON"
    XML = "XML"
    TEXT = "text"


class ReadAnswer(NamedTuple):
    """An answer's form and fields, and the text in which its sentences stand."""

    form: AnswerForm
    fields: Mapping[str, str]
    text: str

    def __repr__(self) -> str:
        return fields_alone(self)


_Pairs = list[tuple[str, str]]
_MOST_VIEWS = 6
_READING_DEEPEST = 3
_json_was_cut = re.compile(r'\{\s*"[^{]{0,200}"(?:message|Message|__type)"\s*:|\{\s*"(?:message|Message|__type)"\s*:')


def read(text: str, depth: int = _READING_DEEPEST) -> ReadAnswer:
    """Return the form, the fields and the text of an answer that may be wrapped in another's text or JSON.

    >>> read("<Error><Code>AccessDenied</Code></Error>").form
    <AnswerForm.XML: 'XML'>
    """
    for view in islice(views(text), _MOST_VIEWS):
        carried = _json_text(json_pairs(view), depth) or _xml_text(xml_pairs(view))
        if carried:
            return carried
    form = AnswerForm.JSON if _json_was_cut.search(text) else AnswerForm.TEXT
    return ReadAnswer(form, fields_by_name(dumped_pairs(text)), joined(text))


def _xml_text(pairs: _Pairs) -> ReadAnswer | None:
    fields = fields_by_name(pairs)
    is_piece = "Message" in fields and (fields.keys() & set(_OTHER_NAMES) or sentence_in(fields["Message"]))
    if not (is_piece or fields.keys() & {"Code", "CanonicalRequest", "CanonicalRequestBytes", "StringToSign"}):
        return None
    return ReadAnswer(AnswerForm.XML, fields, fields.get("Message", ""))


def _json_text(pairs: _Pairs, depth: int) -> ReadAnswer | None:
    """Return the answer that is the JSON, or the one that a log or a proxy put into one of its texts."""
    fields = fields_by_name(pairs)
    message = fields.get("Message", "")
    telling = _first(pairs, lambda value: any(quoted_strings(value))) or _first(
        pairs, lambda value: bool(_tells(value))
    )
    wrapped = telling if telling not in ("", message) else message if _is_markup(message) else ""
    if wrapped and depth:
        inner = read(wrapped, depth - 1)
        return inner._replace(fields=MappingProxyType({**fields, "Message": "", **inner.fields}))
    if any(known_name(name) in {"Message", "Code"} for name, _ in pairs):
        return ReadAnswer(AnswerForm.JSON, fields, message)
    return None


def _first(pairs: _Pairs, is_right: Callable[[str], bool]) -> str:
    return next((value for _, value in pairs if is_right(value)), "")


def _tells(value: str) -> str | None:
    return sentence_in(value) if " " in value else None


def _is_markup(text: str) -> bool:
    return text.lstrip()[:1] in {"{", "<"}
