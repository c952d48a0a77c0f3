"""The two strings that the server computed: from S3's fields, bytes before text, or from a message that quotes them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from sigv4_explain.capture.answers.paste import whole_characters
from sigv4_explain.capture.answers.strings import (
    Completeness,
    find_string_to_sign,
    plain_part,
    recover_canonical_request,
)
from sigv4_explain.capture.answers.texts import quoted_strings
from sigv4_explain.capture.answers.xml import text_of_bytes
from sigv4_explain.masking import fields_alone


class ServerStrings(NamedTuple):
    """What the server computed, as far as it was shown."""

    canonical_request: str | None
    string_to_sign: str | None
    complete: Completeness

    def __repr__(self) -> str:
        return fields_alone(self)


_BEST_FIRST = tuple(Completeness)


def server_strings(fields: Mapping[str, str], text: str) -> ServerStrings:
    """Return the server's canonical request and string to sign, the best that fields and text have of each."""
    quoted = quoted_strings(text)
    string_to_sign = _string_to_sign(
        [text_of_bytes(fields.get("StringToSignBytes", "")), fields.get("StringToSign", ""), quoted.string_to_sign]
    )
    raws = [
        text_of_bytes(fields.get("CanonicalRequestBytes", "")),
        fields.get("CanonicalRequest", ""),
        quoted.canonical_request,
    ]
    found = [recover_canonical_request(raw, string_to_sign) for raw in dict.fromkeys(raws)]
    canonical, complete = min(found, key=lambda pair: (_BEST_FIRST.index(pair[1]), -len(pair[0] or "")))
    return ServerStrings(
        None if canonical is None else whole_characters(canonical),
        None if string_to_sign is None else whole_characters(string_to_sign),
        complete,
    )


def _string_to_sign(raws: list[str]) -> str | None:
    shown = [raw for raw in raws if raw.strip()]
    whole = next(filter(None, map(find_string_to_sign, shown)), None)
    return whole or (plain_part(shown[0]) if shown else None)
