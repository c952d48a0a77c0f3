"""Headers, and fields by their names, in what a program printed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import NamedTuple

from sigv4_explain.masking import fields_alone
from sigv4_explain.readers.printed_values import Printed, Value, Word, decoded, printed_in, text_of
from sigv4_explain.readers.read_request import HEADER_NAME, HeaderPairs

plain_name = re.compile(r"\([^)]*\)|[^a-z0-9:]")
is_header_name = re.compile(HEADER_NAME).fullmatch
_of_version_4 = re.compile(r"AWS4-[A-Z0-9-]+(?: +(?!.*SignedHeaders=<)|$)[^{}$%]*$").match
_date = re.compile(r"\d{8}T\d{6}Z").fullmatch
_is_masked_word = re.compile(r"(?:Sensitive|REDACTED|\*{3,})", re.IGNORECASE).fullmatch
_mask = re.compile(
    r"[\s\S]{0,40}(?:\*{3}|x{4}|X{4}|redacted|sensitive|filtered|masked|hidden|<[^>]*>|…|\.\.\.)", re.I
).match
NOTHING = frozenset({"undefined", "null", "None", "nil", "NULL", "<null>"})
_server_variable = re.compile(r"(?:HTTP|request|http|req_headers?|request_headers?|req)[_.](.+)").fullmatch


class PrintedFields(NamedTuple):
    """A printed object, by its names in lower case without punctuation."""

    printed: Printed
    by_name: Mapping[str, Value]

    def __repr__(self) -> str:
        return fields_alone(self)

    def get(self, names: tuple[str, ...]) -> Value | None:
        """Return the value of the first name that is there."""
        return next((self.by_name[name] for name in names if name in self.by_name), None)

    def text(self, names: tuple[str, ...]) -> str | None:
        """Return the first value that is a text, and not the word for nothing."""
        values = [text_of(self.by_name[name]) for name in names if name in self.by_name]
        return next((value for value in values if value and value not in NOTHING), None)


def server_variables(pairs: HeaderPairs) -> HeaderPairs:
    """Return headers whose names a server put together, such as ``HTTP_X_AMZ_DATE``, under their own names."""
    found = [(one[1], value) for name, value in pairs if (one := _server_variable(name))]
    if not any(name.lower() == "authorization" for name, _ in found):
        return []
    told = {
        "method",
        "uri",
        "path",
        "id",
        "time",
        "length",
        "host",
        "port",
        "scheme",
        "protocol",
        "addr",
        "count",
        "size",
    }
    by_request = {name.lower() for name, _ in pairs if name.lower().startswith("http_")}
    return [(n.replace("_", "-"), v) for n, v in found if n.lower() not in told or f"http_{n.lower()}" in by_request]


_LONGEST_NAME = 40


def fields_of(printed: Printed) -> PrintedFields:
    """Return an object's values by their plain names; of two of one name the first, of a long one its last word."""
    by_name: dict[str, Value] = {}
    for name, value in printed.pairs:
        words = name.lower()
        words = words.rpartition(" ")[2] if len(words) > _LONGEST_NAME else words
        by_name.setdefault(plain_name.sub("", words), value)
    return PrintedFields(printed, MappingProxyType(by_name))


def headers_in(value: Value | None) -> HeaderPairs:
    """Return the headers in a table of names and values, a list of either, or a text of lines."""
    text = text_of(value)
    if text is not None:
        plain = decoded(text)
        if plain and "{" in plain:
            return list(pairs_of(next(printed_in(plain).groups(), printed_in(""))))
        return _lines(text)
    return list(pairs_of(value)) if isinstance(value, Printed) else []


def _lines(text: str) -> HeaderPairs:
    pairs = [line.partition(":") for line in text.replace("\r", "").split("\n")]
    return [(name.strip(), value.strip()) for name, colon, value in pairs if colon and is_header_name(name.strip())]


def pairs_of(printed: Printed) -> Iterator[tuple[str, str]]:
    """Return names and values, however they are nested; values that are no text are left out."""
    for name, value in printed.pairs:
        for text in _texts(value):
            if is_header_name(name):
                yield name, text
    if printed.pairs:
        return
    yield from ((name, text) for name, text in named_pairs(printed) if is_header_name(name))
    texts = [text_of(item) for item in printed.items]
    if texts and all(isinstance(text, str) for text in texts):
        whole = [text or "" for text in texts]
        if len(whole) % 2 == 0 and len(whole) > 2 and all(map(is_header_name, whole[::2])):  # Node's rawHeaders
            yield from zip(whole[::2], whole[1::2], strict=True)
        elif all(":" in text for text in whole):
            yield from _lines("\n".join(whole))


def named_pairs(printed: Printed) -> HeaderPairs:
    """Return the pairs of a list: of objects that have name and value, or of two texts each."""
    pairs: HeaderPairs = []
    for item in printed.groups():
        fields = fields_of(item)
        name, value = fields.text(("name", "key")), fields.get(("value", "rawvalue"))
        if name and value is not None:
            pairs += [(name, text) for text in _texts(value)]
        elif not item.pairs and len(item.items) == 2:
            first, second = item.items
            pairs += [(text_of(first) or "", text) for text in _texts(second)]
        elif len(item.pairs) == 1 and not item.items:
            pairs += [(item.pairs[0][0], text) for text in _texts(item.pairs[0][1])]
    return pairs


def _texts(value: Value) -> list[str]:
    text = text_of(value)
    if text is not None:
        return [text]
    items = value.items if isinstance(value, Printed) and not value.pairs else []
    if items and all(isinstance(item, Printed) and item.pairs for item in items):  # CloudFront's key and value
        return [text for _, text in named_pairs(value)] if isinstance(value, Printed) else []
    return [item for item in map(text_of, items) if item is not None]


def are_signed(headers: HeaderPairs) -> bool:
    """Tell whether headers are those of a signed request: a whole value, or a mask, and no name of a variable."""
    for name, value in headers:
        lower = name.lower()
        if lower == "authorization" and isinstance(value, Word) and _is_masked_word(value):
            return True
        if lower == "authorization" and not isinstance(value, Word) and (_of_version_4(value) or _mask(value)):
            return True
        if lower == "x-amz-date" and _date(value):
            return True
    return False
