"""Who signed: how a client is known, in which manner it signs, and how it tells what it does."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum

from sigv4_explain.doctor.case import Case
from sigv4_explain.doctor.code import LANGUAGES
from sigv4_explain.texts import records


class AskedPiece(Enum):
    """Something that a client can be asked for."""

    ANSWER = "what AWS said"
    REQUEST = "the request as it was sent"
    TEXTS = "the canonical request and the string to sign that it computed"


class SigningManner(Enum):
    """In which manner somebody signs, and so what goes wrong."""

    SDK = "an SDK or its like"
    """It signs by the rules: so it is key, token, clock, Region, endpoint, a proxy, or a version's fault."""
    GATEWAY = "a gateway or plugin"
    """It adds headers, or hands on those of its callers."""
    LIBRARY = "a small library"
    """It errs in encodings and orders."""
    HAND = "code of one's own"
    """It errs in bytes, hex, time and line breaks."""
    SENDER = "a sender of what others signed"
    """It sends what was signed, or something else."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SignerKind:
    """A client, what goes wrong with it, and its line for each piece; no line where it tells nothing."""

    name: str
    agent: str = "(?!)"
    """The pattern by which its User-Agent is known, in whatever case."""
    seen: str = "(?!)"
    """How its logs, its commands and the code that uses it are known: a pattern."""
    manner: SigningManner
    usual: tuple[str, ...] = ()
    """The causes that its users had, the commonest first."""
    answer: str = ""
    request: str = ""
    texts: str = ""
    faults: str = ""
    """What a version of it does wrong."""
    source: str = ""

    @property
    def lines(self) -> dict[AskedPiece, str]:
        """How to get each piece that this client tells."""
        every = {AskedPiece.ANSWER: self.answer, AskedPiece.REQUEST: self.request, AskedPiece.TEXTS: self.texts}
        return {piece: line for piece, line in every.items() if line}


CLIENTS = tuple(records("sigv4_explain.doctor", "signers.toml", SignerKind, "name").values())
"""The common clients; who shows as two of them is the first."""

BY_HAND = SignerKind(
    name="code of one's own",
    manner=SigningManner.HAND,
    answer="print the status, the headers and the body of the response",
    request="print method, URL, every header and the body right before they are sent",
    texts="print both texts, each below a line of its own: Canonical request: and String to sign:",
)
"""Who signs by hand. Nothing is usual: what no pattern sees in the code was none of the commonest faults."""

_by_hand = re.compile(
    r"\b(?:hash_hmac|createHmac|hmac\.new|hmac:new|HmacSHA256|getSignatureKey|CCHmac|computeHmacSha256|HMAC_CTX"
    r"|mbedtls_md_hmac|OpenSSL::HMAC|aws4_request[\"'`]|openssl dgst -sha256 .{0,20}-?hmac)|[\"']AWS4[\"' ]",
    re.IGNORECASE,
)
_says_by_hand = re.compile(
    r"\b(?:my|our) own (?:[\w#+.]+ )?(?:code|signer|implementation|function|library|script|client)|\bfrom scratch\b"
    r"|\bown (?:[A-Z][\w#+]* (?:code|signer|client|program)|hmac|signing|sigv4)\b"
    r"|\bhand-?(?:written|rolled|made)|\bwithout (?:the |an |any )?(?:aws )?sdk\b"
    r"|\b(?:sign|code|writ|implement|calculat|comput|do|build|made)\w*[^\n.]{0,40}\bby hand\b"
    r"|\bby hand\b[^\n.]{0,40}\b(?:sign|code)"
    r"|\bcanonical_?(?:request|headers|query_?string)\s{0,20}[:.]?=(?!=)",
    re.IGNORECASE,
)
_may_sign = re.compile(
    r"hmac|sha-?256|digest|canonical|string_?to_?sign|aws4|\bsign(?:s|ed|er|ing|_\w+)?\b", re.IGNORECASE
)
"""Without such words, code sends requests that a library signs."""
_language_named = re.compile(rf"\b({'|'.join(map(re.escape, sorted(LANGUAGES, key=len, reverse=True)))})(?![\w])")
_agent_line = re.compile(r"^(?:x-amz-)?user-agent:(.{1,300})", re.MULTILINE | re.IGNORECASE)


def signer_of(case: Case) -> SignerKind | None:
    """Return who signed: known by its User-Agent, else by its logs, its command, or the code that uses it.

    Code that computes an HMAC itself is somebody's own, unless the paste shows a client as well.

    >>> from sigv4_explain import Request
    >>> from sigv4_explain.doctor.case import case_of
    >>> from sigv4_explain.doctor.evidence import Evidence
    >>> request = Request("GET", "https://example.com/", {"User-Agent": "aws-cli/2.15"})
    >>> signer_of(case_of(Evidence(request=request))).name
    'AWS CLI'
    """
    agent = agent_of(case)
    by_agent = (client for client in CLIENTS if agent and re.search(client.agent, agent, re.IGNORECASE))
    text = case.evidence.pasted
    is_by_hand = bool(_by_hand.search(text))
    by_text = (client for client in CLIENTS if re.search(client.seen, text))
    known = next(by_agent, None) or next(by_text, None)
    if is_by_hand and (known is None or (known.manner in (SigningManner.SDK, SigningManner.SENDER) and not agent)):
        return BY_HAND
    is_own = known is None and not (case.evidence.code and case.evidence.code.libraries)
    is_signing = _says_by_hand.search(text) or (_may_sign.search(text) and language_in(case))
    return BY_HAND if is_own and is_signing else known


def language_in(case: Case) -> str | None:
    """Return the language of the source code in a paste, or the one in which somebody says that he signs by hand."""
    code = case.evidence.code
    if code is not None and code.language:
        return code.language
    named = next(_language_named.finditer(case.evidence.pasted), None)
    return named[1] if named and _says_by_hand.search(case.evidence.pasted) else None


def agent_of(case: Case) -> str:
    """Return the User-Agent: of the request, else of the text that the server or the client signed."""
    if case.has_request and (agent := case.request.header("user-agent")):
        return agent.strip()[:300]
    texts = (case.evidence.server.canonical_request, case.evidence.client.canonical_request)
    found = next(filter(None, (_agent_line.search(text) for text in texts if text)), None)
    return found[1].strip() if found else ""
