"""An error as a form tells it: by the label that stands at the field, what came there, and what to write instead."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from sigv4_explain.errors import InvalidInput, MissingDependency, SigV4Error
from sigv4_explain.texts import records


@dataclass(frozen=True, slots=True)
class FormWord:
    """What a form says in place of an error's words."""

    said: str
    form: str


FORM_WORDS = records("sigv4_explain.widgets", "form_words.toml", FormWord, "said").values()
"""What a form says otherwise than an error."""
_NOTHING = ("''", "an empty text")
_quoted = re.compile(r"'([^\\]+)'|\"([^\\]+)\"").fullmatch
_of_one_header = re.compile(r"headers\['?(.*?)'?\]").fullmatch
_exception_name = re.compile(r" \((?:[A-Z][a-z]+)+\)$")
_more_than_the_name = re.compile(r" \(.*|: .*|, one .*")


def label_of(description: str) -> str:
    """Return what a sentence calls a field: its label without what explains it.

    >>> label_of("Time, UTC"), label_of("Headers, one a line"), label_of("AWS profile (empty for boto3's default)")
    ('Time, UTC', 'Headers', 'AWS profile')
    """
    return _more_than_the_name.sub("", description.strip())


def field_of(error: InvalidInput) -> str:
    """Return the name of the field that an error is about: that of all headers for one of them.

    >>> field_of(InvalidInput("headers['X-A']", "int", "str"))
    'headers'
    """
    return error.field.partition("[")[0]


def in_words(error: SigV4Error, labels: Mapping[str, str], field: str = "") -> str:
    """Tell an error in a form's words; ``labels`` has what stands at each field, ``field`` is where it belongs.

    >>> in_words(InvalidInput("at", "''", "YYYYMMDDTHHMMSSZ (as 20150830T123600Z) or an aware datetime"),
    ...          {"at": "Time, UTC"})
    'Time, UTC is empty. Write a time in UTC such as 20150830T123600Z.'
    """
    if not isinstance(error, InvalidInput):
        where = label_of(labels[field]) + ": " if field in labels else ""
        return f"{where}{error}{'' if isinstance(error, MissingDependency) else '.'}"
    name = field_of(error) if field_of(error) in labels else field or field_of(error)
    label = label_of(labels.get(name, name.replace("_", " ").capitalize()))
    expected = error.expected
    for word in FORM_WORDS:
        expected = expected.replace(word.said, word.form)
    if error.received in _NOTHING:
        return f"{label} is empty. Write {expected}."
    if value := _quoted(error.received):
        return f"{label}: “{value[1] or value[2]}” is not {expected}."
    header = _of_one_header(error.field)
    came = _exception_name.sub("", error.received).rstrip(".").replace(repr("\n"), "a line break")
    return f"{label}: {f'in {header[1]}, ' if header else ''}{came}. Write {expected}."
