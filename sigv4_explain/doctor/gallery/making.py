"""How a broken request is made: from a right one, by a mistake on purpose, and refused by our own server."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from enum import Enum
from functools import cache, reduce
from html import escape
from typing import NamedTuple

from sigv4_explain.authorization import authorization_header
from sigv4_explain.credentials import EXAMPLE, Credentials
from sigv4_explain.doctor.diagnose import diagnose
from sigv4_explain.doctor.diagnosis import Diagnosis
from sigv4_explain.doctor.evidence import Inputs
from sigv4_explain.doctor.mistakes import MISTAKES
from sigv4_explain.doctor.mistakes.mistake import Change
from sigv4_explain.doctor.recipe import Recipe, SignedRequest
from sigv4_explain.drawing.request_text import raw_http
from sigv4_explain.masking import EXAMPLE_SECRET_OF_IAM, EXAMPLE_TOKEN
from sigv4_explain.request import Request
from sigv4_explain.signing import sign
from sigv4_explain.verifier.verdict import Verdict
from sigv4_explain.verifier.verify import verify

MOMENT = "20150830T123600Z"
REGION = "eu-central-1"
API = "https://abc123.execute-api.eu-central-1.amazonaws.com/default"
FUNCTION = "https://echoexampleexampleexampleexample.lambda-url.eu-central-1.on.aws"
BUCKET = "https://notes.s3.eu-central-1.amazonaws.com"

LENT_KEY = Credentials("ASIAIOSFODNN7EXAMPLE", EXAMPLE_SECRET_OF_IAM, EXAMPLE_TOKEN)
"""The keys are those that AWS prints in its documentation."""

_KEYS = {key.access_key_id: key for key in (EXAMPLE, LENT_KEY)}
_MISTAKES = {mistake.slug: mistake for mistake in MISTAKES}


class WronglySigned(NamedTuple):
    """A request that was signed with mistakes, and what was signed."""

    request: Request
    recipe: Recipe


def mistaken(request: Request, service: str, mistakes: Mapping[str, str]) -> WronglySigned:
    """Sign a request with mistakes: for each its slug, and the spelling of the table."""
    signed = sign(request, EXAMPLE, region=REGION, service=service, at=MOMENT)
    arrived = SignedRequest.of(signed, EXAMPLE.secret_access_key, region=REGION, service=service)
    changes = [_change(arrived, slug, spelling) for slug, spelling in mistakes.items()]
    recipe = reduce(lambda made, change: change(made), changes, arrived.recipe)
    names = ";".join(arrived.recipe.signed_names)
    header = authorization_header(EXAMPLE.access_key_id, "/".join(recipe.scope), names, recipe.signature())
    return WronglySigned(signed.with_headers([("Authorization", header)]), recipe)


def _change(arrived: SignedRequest, slug: str, spelling: str) -> Change:
    return {variant.spelling: variant.change for variant in _MISTAKES[slug].variants(arrived)}[spelling]


def judged(request: Request, service: str) -> Verdict:
    """Let our server judge a request as it arrived."""
    return verify(request, _KEYS, region=REGION, service=service, at=MOMENT)


_TITLES = {
    "request": "What was sent",
    "answer": "What came back",
    "client_canonical_request": "What the client says that it signed",
    "credentials": "The keys",
}


class Level(Enum):
    """How far one has to go to find the fault."""

    READ = "read what AWS says"
    COMPARE = "compare what both sides signed"
    REPLAY = "sign again, with the secret at hand"
    TWO_FAULTS = "do not stop at the first"


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class BrokenRequest:
    """One row of the gallery; nothing in it names the cause."""

    name: str
    """Some words to call it by."""
    level: Level
    story: str
    """Who, with which client, sees what: two or three sentences."""
    hint: str
    """Where to look, for those who ask."""
    given: Inputs
    """What the person has."""

    def evidence(self) -> Inputs:
        """Return what there is to go by, by the names under which ``diagnose`` takes it."""
        return self.given

    def diagnose(self) -> Diagnosis:
        """Give the evidence to the doctor."""
        return _diagnosed(self)

    @property
    def shown(self) -> tuple[tuple[str, str], ...]:
        """What the person has: a title and a text each, the secret masked."""
        given = self.given._asdict()
        return tuple((title, str(given[name]).rstrip()) for name, title in _TITLES.items() if given[name] is not None)

    def __str__(self) -> str:
        """Write the story, and what the person has; no hint."""
        parts = [f"{title}:\n\n{text}" for title, text in self.shown]
        return "\n\n".join([f"{self.name} ({self.level.value})", self.story, *parts])

    def __repr__(self) -> str:
        return f"<BrokenRequest: {self.name}>"


def json_body(verdict: Verdict) -> str:
    """Write the answer's body as API Gateway does."""
    return json.dumps({"message": verdict.message}, ensure_ascii=False, separators=(",", ":"))


def json_answer(verdict: Verdict) -> str:
    """Write status, the header that has the code, and the body."""
    return f"HTTP/1.1 {verdict.status} Forbidden\nx-amzn-ErrorType: {verdict.code}\n\n{json_body(verdict)}"


def xml_answer(verdict: Verdict) -> str:
    """Write the answer's body as S3 does."""
    details = () if verdict.refusal is None else verdict.refusal.details
    elements = [("Code", verdict.code or ""), ("Message", verdict.message or ""), *details]
    lines = [f"<{name}>{escape(text, quote=False)}</{name}>" for name, text in elements]
    return "\n".join(['<?xml version="1.0" encoding="UTF-8"?>', "<Error>", *lines, "</Error>"])


def curl_exchange(sent: Request, verdict: Verdict, date_time: str) -> str:
    """Write what ``curl -v`` prints of a request without a body; the answer has the server's time as its Date."""
    date = format_datetime(datetime.fromisoformat(date_time), usegmt=True)
    asked = [f"> {line}" for line in raw_http(sent).split("\n")[:-1]]
    head = ["HTTP/1.1 403 Forbidden", f"Date: {date}", f"x-amzn-ErrorType: {verdict.code}", ""]
    return "\n".join([*asked, *[f"< {line}" for line in head], json_body(verdict)])


def log_line(verdict: Verdict) -> str:
    """Write the answer as one line of an application's log."""
    return f"2015-08-30 12:36:00,218 ERROR shop.orders - upstream said {verdict.status}: {json_body(verdict)}"


def signer_log(signed: WronglySigned) -> str:
    """Write the debug log of a client that tells what it signs and sends."""
    lines = ("Canonical request:", signed.recipe.canonical_request(), "String to sign:", signed.recipe.string_to_sign())
    return "\n".join(["DEBUG", *lines, "DEBUG Sending:", raw_http(signed.request)])


@cache  # each click of the hunt asks again
def _diagnosed(broken: BrokenRequest) -> Diagnosis:
    return diagnose(**broken.given._asdict())
