"""S3, API Gateway, function URLs, STS and DynamoDB side by side: what each signs and answers, from the kit's rules."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from types import MappingProxyType
from typing import Any

from sigv4_explain import Credentials, Request, SigningRules, presign, sign, verify
from sigv4_explain.credentials import EXAMPLE
from sigv4_explain.drawing.markup import Html, headed_table, row_head, tag
from sigv4_explain.preparing import LONGEST_EXPIRES
from sigv4_explain.verifier import Verdict
from sigv4_explain.verifier.services import profile_of

SERVICES: Mapping[str, str] = MappingProxyType(
    {
        "s3": "S3",
        "execute-api": "API Gateway (execute-api)",
        "lambda": "function URL (lambda)",
        "sts": "STS",
        "dynamodb": "DynamoDB",
    }
)
"""The services that are compared, by the name in the credential scope."""
_SOONER, _LONG_AFTER = "20150830T123600Z", "20150830T130000Z"


@dataclass(frozen=True, slots=True, repr=False)
class SideBySide:
    """A table: each question, and each service's answer in the order of ``SERVICES``."""

    rows: Mapping[str, tuple[str, ...]]

    def __repr__(self) -> str:
        return "\n\n".join("\n".join([question, *_lines(answers)]) for question, answers in self.rows.items())

    def _repr_html_(self) -> str:
        return headed_table(("", *SERVICES.values()), map(self._row, self.rows))

    def _row(self, question: str) -> Html:
        """Draw a row; what neighbours share stands there once, over all of them."""
        runs = [(answer, len(list(run))) for answer, run in groupby(self.rows[question])]
        style = "text-align: left; vertical-align: top; border-left: 1px solid #8a8f98"
        cells = (tag("td", answer, colspan=str(count) if count > 1 else None, style=style) for answer, count in runs)
        return tag("tr", row_head(question), cells)


def _lines(answers: tuple[str, ...]) -> Iterator[str]:
    for answer, run in groupby(zip(answers, SERVICES.values(), strict=True), key=lambda pair: pair[0]):
        yield f"  {', '.join(name for _, name in run)}: {answer}"


def side_by_side() -> SideBySide:
    """Return the table.

    >>> side_by_side().rows["How far the clock may be off"][:2]
    ('15 minutes', '5 minutes')
    """
    return SideBySide({question: tuple(map(answer, SERVICES)) for question, answer in _QUESTIONS.items()})


def _rule(name: str) -> Callable[[str], str]:
    return lambda service: str(getattr(SigningRules.for_service(service), name).value)


def _window(service: str) -> str:
    return f"{int(profile_of(service).window.total_seconds()) // 60} minutes"


def _life(service: str) -> str:
    """Try a URL that is to be valid for an hour, after 24 minutes."""
    place = _place(service)
    url = presign(Request("GET", "https://example.com/"), EXAMPLE, at=_SOONER, expires=3600, **place)
    accepted = verify(Request("GET", url), _known(), at=_LONG_AFTER, **place).accepted
    return f"X-Amz-Expires, at most {LONGEST_EXPIRES} seconds" if accepted else f"{_window(service)}, whatever it says"


def _unsigned_header(service: str) -> str:
    place = _place(service)
    sent = sign(Request("GET", "https://example.com/"), EXAMPLE, at=_SOONER, **place)
    verdict = verify(sent.with_headers([("X-Amz-Added", "1")]), _known(), at=_SOONER, **place)
    return "let in" if verdict.accepted else _said(verdict)


def _without(service: str) -> str:
    return _said(verify(Request("GET", "https://example.com/"), _known(), at=_SOONER, **_place(service)))


def _guessed(service: str) -> str:
    place, guess = _place(service), Credentials(EXAMPLE.access_key_id, "a guess")
    sent = sign(Request("GET", "https://example.com/"), guess, at=_SOONER, **place)
    return _said(verify(sent, _known(), at=_SOONER, **place))


def _said(verdict: Verdict) -> str:
    return f"{verdict.status} {verdict.code}"


def _shown(service: str) -> str:
    return profile_of(service).canonical_string.value


def _place(service: str) -> dict[str, Any]:
    return {"region": "us-east-1", "service": service}


def _known() -> dict[str, Credentials]:
    return {EXAMPLE.access_key_id: EXAMPLE}


_QUESTIONS: Mapping[str, Callable[[str], str]] = MappingProxyType(
    {
        "The path is signed": _rule("path_encoding"),
        "Dots and empty segments": _rule("path_normalization"),
        "Of a parameter that comes twice": _rule("repeated_parameters"),
        "The header x-amz-content-sha256": _rule("content_sha256"),
        "UNSIGNED-PAYLOAD in that header": _rule("declared_payload"),
        "The payload line of a presigned URL": _rule("presigned_payload"),
        "How far the clock may be off": _window,
        "How long a presigned URL is valid": _life,
        "An x-amz- header that is not signed": _unsigned_header,
        "No signature": _without,
        "Another secret": _guessed,
        "And the answer shows": _shown,
    }
)
