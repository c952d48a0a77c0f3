"""What to paste next, and how to get it out of each client."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from sigv4_explain.doctor.case import Case
from sigv4_explain.doctor.diagnosis import Advice
from sigv4_explain.doctor.finding import Certainty, Finding
from sigv4_explain.readers.answers.strings import Completeness
from sigv4_explain.request import Request
from sigv4_explain.texts import records
from sigv4_explain.verifier.profile import CanonicalString
from sigv4_explain.verifier.services import profile_of


class AskedPiece(Enum):
    """Something that a client can be asked for."""

    ANSWER = "what AWS said"
    REQUEST = "the request as it was sent"
    TEXTS = "the canonical request and the string to sign that it computed"


@dataclass(frozen=True, slots=True)
class AskedClient:
    """A client, and its line for each piece; no line where it tells nothing."""

    name: str
    agent: str
    """The pattern by which its User-Agent is known, in whatever case."""
    answer: str
    request: str
    texts: str = ""

    @property
    def lines(self) -> dict[AskedPiece, str]:
        """How to get each piece that this client tells."""
        every = {AskedPiece.ANSWER: self.answer, AskedPiece.REQUEST: self.request, AskedPiece.TEXTS: self.texts}
        return {piece: line for piece, line in every.items() if line}


CLIENTS = tuple(records("sigv4_explain.doctor", "asked_clients.toml", AskedClient, "name").values())
"""The common clients; whoever names two in its User-Agent is the first of them."""


def how_to_get(piece: AskedPiece, request: Request | None) -> tuple[str, ...]:
    """Return a line for the client that sent a request; where its User-Agent does not tell, a line for each.

    >>> how_to_get(AskedPiece.TEXTS, Request("GET", "https://example.com/", {"User-Agent": "aws-cli/2.15"}))
    ('AWS CLI: add --debug: it prints CanonicalRequest and StringToSign',)
    """
    agent = (request.header("user-agent") or "").strip()[:300] if request else ""
    known = next((client for client in CLIENTS if re.search(client.agent, agent, re.IGNORECASE)), None)
    clients = CLIENTS if known is None else (known,)
    return tuple([f"{client.name}: {client.lines[piece]}" for client in clients if piece in client.lines])


_SILENT = {
    "aoss": "OpenSearch Serverless",
    "iam": "IAM",
    "kinesis": "Kinesis",
    "lambda": "A function URL, like Lambda,",
    "neptune-db": "Neptune",
    "sts": "STS",
}
"""Services that were seen to answer with one sentence, no canonical request.

Source: https://github.com/curl/curl/issues/18423, https://github.com/opensearch-project/opensearch-js/issues/356.
"""

_CUT = (Completeness.CUT_SHORT, Completeness.ALTERED, Completeness.REBUILT)


def what_next(case: Case, findings: tuple[Finding, ...]) -> tuple[Advice, ...]:
    """Return what would tell more, the most telling first; nothing when a cause is proven.

    >>> from sigv4_explain.doctor.case import case_of
    >>> from sigv4_explain.doctor.evidence import Evidence
    >>> print(what_next(case_of(Evidence()), ())[0].what)
    AWS's answer with its body: it names many causes by itself, and most services show what they would have signed.
    """
    if findings and findings[0].certainty is Certainty.PROVEN:
        return ()
    pieces = (_unread, _answer, _request, _texts, _secret, _place)
    return tuple([advice for piece in pieces for advice in piece(case)])


def _unread(case: Case) -> Iterator[Advice]:
    for field, received, expected in case.evidence.unread:
        yield Advice(f"The {field} could not be read: {received}.", (f"What can be read: {expected}.",))


def _answer(case: Case) -> Iterator[Advice]:
    answer, how = case.evidence.answer, how_to_get(AskedPiece.ANSWER, case.evidence.request)
    silent = _why_silent(case)
    if answer is None or not (answer.code or answer.message or answer.canonical_request):
        what = "AWS's answer with its body: it names many causes by itself"
        shows = "" if silent else ", and most services show what they would have signed"
        yield Advice(f"{what}{shows}.", how)
    elif answer.canonical_request and answer.complete in _CUT:
        what = "AWS's answer as a whole: its canonical request was cut or changed on the way here."
        yield Advice(what, ("S3: copy the element CanonicalRequestBytes, which survives pasting.", *how))
    elif "signature we calculated" in (answer.message or "") and not answer.canonical_request and not silent:
        yield Advice("The rest of AWS's answer: after its first sentence most services show what they signed.", how)
    if silent:
        yield silent


def _why_silent(case: Case) -> Advice | None:
    """Return what works instead, for a server that does not show its canonical request."""
    instead = "What works: the texts that the client computed, beside the request as it was sent; or the secret."
    if case.evidence.server.canonical_request:
        return None
    if case.evidence.request is not None and case.evidence.request.method == "HEAD":
        what = "The answer to HEAD has no body, so AWS cannot say why."
        return Advice(what, ("Sign and send the same request as GET, and paste that answer.", instead))
    service = case.evidence.service or ""
    hidden = profile_of(service).canonical_string is CanonicalString.HIDDEN
    if service in _SILENT or hidden:
        return Advice(f"{_SILENT.get(service, service)} never shows its canonical request.", (instead,))
    answer = case.evidence.answer
    if service == "execute-api" and answer is not None and answer.message == "Forbidden":
        return Advice("An HTTP API says Forbidden, and never shows its canonical request.", (instead,))
    return None


def _request(case: Case) -> Iterator[Advice]:
    how = how_to_get(AskedPiece.REQUEST, case.evidence.request)
    if not case.has_request:
        if not any(field == "request" for field, _, _ in case.evidence.unread):
            yield Advice("The request as it was sent, with Authorization, every header and the body.", how)
        return
    length = (case.request.header("content-length") or "").strip()
    if not case.is_signed:
        yield Advice("The request with its signature: Authorization, or the X-Amz-… parameters, are missing here.", how)
    elif length.isascii() and length.isdigit() and length.strip("0") and not case.request.body:
        what = f"The body of the request: Content-Length is {length[:20]}, and no body was pasted."
        yield Advice(what, ("curl -v, HAR files and many logs leave the body out: paste it after an empty line.",))


def _texts(case: Case) -> Iterator[Advice]:
    missing = [name for name, text in case.evidence.client._asdict().items() if text is None]
    if missing:
        names = " and ".join(name.replace("_", " ") for name in missing)
        what = f"The client's {names}: where they differ from AWS's, there is the fault."
        yield Advice(what, how_to_get(AskedPiece.TEXTS, case.evidence.request))


def _secret(case: Case) -> Iterator[Advice]:
    if case.evidence.credentials is None:
        what = "The secret access key: it stays on this computer, and is needed to try each known mistake."
        how = (
            "credentials=Credentials(access_key_id, secret_access_key, session_token)",
            "credentials=Credentials.from_boto3() takes the keys that boto3 and the AWS CLI would take",
        )
        yield Advice(what, how)


def _place(case: Case) -> Iterator[Advice]:
    missing = [name for name in ("region", "service") if getattr(case.evidence, name) is None]
    if missing and case.evidence.request is not None:
        names = " and ".join(missing)
        yield Advice(f"The {names} of the server: its host's name does not tell.", (f"Give {names} to diagnose.",))
