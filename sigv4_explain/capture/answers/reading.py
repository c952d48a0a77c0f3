"""Which form an answer has, and its named fields: JSON first, then XML, then whatever an SDK or a log prints."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from enum import Enum
from itertools import islice
from types import MappingProxyType
from typing import NamedTuple

from sigv4_explain.capture.answers.dump import dumped_pairs
from sigv4_explain.capture.answers.fields import fields_by_name, known_name
from sigv4_explain.capture.answers.json import json_pairs
from sigv4_explain.capture.answers.texts import quoted_strings, sentence_in
from sigv4_explain.capture.answers.views import joined, views
from sigv4_explain.capture.answers.xml import xml_pairs
from sigv4_explain.masking import fields_alone


class Form(Enum):
    """How an answer carries its words."""

    JSON = "JSON"
    XML = "XML"
    TEXT = "text"


class Reading(NamedTuple):
    """An answer's form and fields, and the text in which its sentences stand."""

    form: Form
    fields: Mapping[str, str]
    text: str

    def __repr__(self) -> str:
        return fields_alone(self)


_Pairs = list[tuple[str, str]]
_MOST_VIEWS = 6
_DEEPEST = 3
_json_was_cut = re.compile(r'\{\s*"[^{]{0,200}"(?:message|Message|__type)"\s*:|\{\s*"(?:message|Message|__type)"\s*:')


def read(text: str, depth: int = _DEEPEST) -> Reading:
    """Return the form, the fields and the text of an answer that may be wrapped in another's text or JSON.

    >>> read("<Error><Code>AccessDenied</Code></Error>").form
    <Form.XML: 'XML'>
    """
    for view in islice(views(text), _MOST_VIEWS):
        carried = _json_text(json_pairs(view), depth) or _xml_text(xml_pairs(view))
        if carried:
            return carried
    form = Form.JSON if _json_was_cut.search(text) else Form.TEXT
    return Reading(form, fields_by_name(dumped_pairs(text)), joined(text))


def _xml_text(pairs: _Pairs) -> Reading | None:
    fields = fields_by_name(pairs)
    if not fields.keys() & {"Code", "CanonicalRequest", "CanonicalRequestBytes", "StringToSign"}:
        return None
    return Reading(Form.XML, fields, fields.get("Message", ""))


def _json_text(pairs: _Pairs, depth: int) -> Reading | None:
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
        return Reading(Form.JSON, fields, message)
    return None


def _first(pairs: _Pairs, is_right: Callable[[str], bool]) -> str:
    return next((value for _, value in pairs if is_right(value)), "")


def _tells(value: str) -> str | None:
    return sentence_in(value) if " " in value else None


def _is_markup(text: str) -> bool:
    return text.lstrip()[:1] in {"{", "<"}
