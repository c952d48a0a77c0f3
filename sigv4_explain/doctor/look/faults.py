"""What is wrong with the keys, the list of signed headers, the token and the announced body.

No finding repeats a secret or a part of it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from types import MappingProxyType

from sigv4_explain.credentials import Credentials
from sigv4_explain.doctor.case import Case, State
from sigv4_explain.doctor.causes import CAUSES, shown, suspected
from sigv4_explain.doctor.finding import Certainty, Finding, found
from sigv4_explain.doctor.hosts import is_aws_host
from sigv4_explain.doctor.look.signature_form import signature_fault
from sigv4_explain.doctor.places import in_header, in_signature, in_target
from sigv4_explain.encoding import EMPTY_SHA256, is_sha256, sha256_hex, uri_decode
from sigv4_explain.masking import TOKEN_NAMES
from sigv4_explain.presented import Carrier, parameter_in
from sigv4_explain.request import Request
from sigv4_explain.rules import UNSIGNED_PAYLOAD, ContentSha256, DeclaredPayload, TokenPlacement

_is_own_id = re.compile(r"(?:AKIA|ASIA)[A-Z2-7]{16}").fullmatch
_is_secret = re.compile(r"[A-Za-z0-9+/]{40}").fullmatch
_looks_like_an_id = re.compile(r"\s*(?:AKIA|ASIA)[A-Z0-9]{12,}\s*").fullmatch
_AROUND = " \t\r\n\"'"
_FORM = "40 characters: letters, digits, + and /"


def credential_faults(credentials: Credentials, case: Case) -> Iterator[Finding]:
    """Return what the shape of the credentials shows, and whether they are those of the request.

    Source of the shape: AWS's own keys in its documentation. Other servers have keys of other shapes, so for an id that
    is none of AWS's nothing is shown.
    """
    yield from _shape(credentials)
    if case.presented.access_key_id and case.knows("Credential"):
        yield from _of_another(credentials, case)


def _shape(credentials: Credentials) -> Iterator[Finding]:
    secret, is_aws = credentials.secret_access_key, bool(_is_own_id(credentials.access_key_id))
    if _looks_like_an_id(secret):
        yield shown("wrong-secret", "The secret has the form of a key id: the two were swapped.")
    elif secret != secret.strip(_AROUND):
        tell = shown if is_aws and _is_secret(secret.strip(_AROUND)) else suspected
        says = "The secret has a blank, a line break or a quote mark at one of its ends."
        yield tell("trailing-whitespace-in-secret", says)
    elif mangled := _mangled(secret):
        tell = shown if is_aws and not _is_secret(secret) else suspected
        yield tell("secret-mangled-special-chars", mangled)
    elif is_aws and not _is_secret(secret):
        says = f"A secret of AWS has {_FORM}; this one has {len(secret)}."
        if len(secret) == 40:
            says = f"A secret of AWS has {_FORM}; this one has others."
        yield suspected("wrong-secret", says)


def _mangled(secret: str) -> str | None:
    """Return in words what was done to a secret on its way."""
    if re.search(r"%[0-9A-Fa-f]{2}", secret):
        fits = " Decoded, it has the right form." if _is_secret(uri_decode(secret).decode(errors="replace")) else ""
        return f"There is a percent-encoded character in the secret.{fits}"
    if "\\" in secret:
        return "There is a backslash in the secret."
    if re.search(r"\s", secret):
        return "There is a blank in the secret, where most likely a plus was."
    return None


def _of_another(credentials: Credentials, case: Case) -> Iterator[Finding]:
    presented = case.presented
    if presented.access_key_id != credentials.access_key_id:
        says = "The request names another access key id than the credentials."
        # What was given as the id may be the secret, if the two were swapped.
        expected = credentials.access_key_id if _is_own_id(credentials.access_key_id) else None
        sent = presented.access_key_id[:128]
        yield suspected("wrong-secret", says, sent=sent, expected=expected)
    elif presented.session_token and presented.session_token != credentials.session_token:
        has = "none" if credentials.session_token is None else "another one"
        says = f"A session token came with the request; the credentials have {has}."
        yield suspected("unknown-access-key", says)


def signature_faults(case: Case) -> Iterator[Finding]:
    """Return how the signature is written, if not as 64 lower-case hex digits."""
    sent = case.presented.parameters.get("Signature", "")
    if not case.is_written and (fault := signature_fault(sent)):
        where = in_signature(case.request, "Signature")
        yield shown(fault.slug, fault.says, where=where, sent=sent[:128], expected=fault.expected)


_WRITTEN_BY_LIBRARIES = frozenset(
    {
        "accept", "accept-encoding", "connection", "content-length", "content-type", "expect", "keep-alive", "te",
        "transfer-encoding", "user-agent",
    }
)  # fmt: skip
"""Headers that an HTTP library adds when it sends, so that a request may be pasted without them."""


def list_faults(case: Case) -> Iterator[Finding]:
    """Return what is wrong with the list of the signed headers."""
    names = case.signed_names
    if not names:
        return
    lowered = [name.lower() for name in names]
    if case.knows("headers"):
        yield from _not_sent(case, lowered)
    repeated = [name for name, count in Counter(lowered).items() if count > 1]
    if repeated:
        yield _listed_wrongly(
            case, "duplicate-signed-header", sorted(set(lowered)), f"Listed twice: {', '.join(repeated)}."
        )
    elif lowered != sorted(lowered):
        yield _listed_wrongly(case, "signed-headers-order", sorted(lowered), "The names are not in alphabetical order.")
    if list(names) != lowered:
        yield _listed_wrongly(case, "header-name-capitals", sorted(lowered), "A name in the list has capital letters.")


def _listed_wrongly(case: Case, slug: str, expected: list[str], says: str) -> Finding:
    """Tell how the list is wrong: shown beside AWS's refusal, unless its text, which is compared, tells better."""
    where = in_signature(case.request, "SignedHeaders")
    sent, right = ";".join(case.signed_names), ";".join(expected)
    is_refused = case.is_mismatch and not case.is_written and not case.is_elsewhere
    tell = shown if is_refused and not case.evidence.server.canonical_request else suspected
    return tell(slug, says, where=where, sent=sent, expected=right)


_SENT_BY_OTHERS = frozenset({"x-k8s-aws-id"})
"""Headers that whoever gets a token of EKS sends along."""


def _not_sent(case: Case, names: list[str]) -> Iterator[Finding]:
    """An absent header has an empty value at the server; one that the client signed as empty is none the less right."""
    arrived = {name.lower() for name, _ in case.request.headers} | {"host", ":authority", ""}
    absent = [
        name
        for name in dict.fromkeys(names)
        if name not in arrived and name not in _SENT_BY_OTHERS and case.state(name) is not State.NOT_PASTED
    ]
    if not absent or _client_signed_empty(case, absent):
        return
    certain = [name for name in absent if name not in _WRITTEN_BY_LIBRARIES]
    if not certain and case.state("host") is State.NOT_PASTED:
        return  # a few headers of a request, and not those that its library wrote
    certainty, first = case.absence if certain else Certainty.SUSPECTED, (certain or absent)[0]
    says = f"In SignedHeaders, and not sent: {', '.join(absent)[:300]}."
    where = in_signature(case.request, "SignedHeaders", first)
    cause, expected = CAUSES["signed-header-not-sent"], f"{first}: …"
    yield found(cause, certainty, says, where=where, sent=first, expected=expected)


def _client_signed_empty(case: Case, absent: list[str]) -> bool:
    text = case.evidence.client.canonical_request
    return text is not None and all(f"{name}:" in text.splitlines() for name in absent)


TEMPORARY = "ASIA"
"""The first letters of the ids of temporary keys.

Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html
"""


def carries_token(case: Case) -> bool:
    """Tell whether a session token that is not empty came with the request, in a header or in the query."""
    in_headers = any(name.lower() in TOKEN_NAMES and value.strip() for name, value in case.request.headers)
    pieces = [piece.partition("=") for piece in case.request.query.split("&")]
    return in_headers or any(name.lower() in TOKEN_NAMES and value for name, _, value in pieces)


def token_faults(case: Case) -> Iterator[Finding]:
    """Return what the token, or its absence, shows."""
    if case.presented.carrier is Carrier.NEITHER:
        return
    if not carries_token(case):
        yield from _missing(case)
        return
    yield from _no_token(case)
    yield from _encoded_again(case)
    if case.presented.carrier is Carrier.QUERY:
        yield from _signed_too_early(case)


def _missing(case: Case) -> Iterator[Finding]:
    key_id, keys = case.presented.access_key_id, case.evidence.credentials
    if case.evidence.form and TOKEN_NAMES & case.presented.signed_headers:
        return  # the client had one, and whoever pastes a request takes its token out
    if case.presented.carrier is Carrier.HEADER and not case.knows("headers"):
        return  # the paste may lack it
    if key_id.startswith(TEMPORARY):
        says = f"The key id begins with {TEMPORARY}: it is a temporary key, and no session token came with it."
    elif keys is not None and keys.session_token is not None and keys.access_key_id == key_id:
        says = "The credentials have a session token, and none came with the request."
    else:
        return
    name = case.reading.signing_rules.token_name.value
    in_headers = case.presented.carrier is not Carrier.QUERY
    where = in_header(case.request, name.lower()) or in_signature(case.request, "Credential", key_id)
    expected = f"{name.lower() if in_headers else name}: the token that came with the key"
    yield found(CAUSES["missing-session-token"], case.absence, says, where=where, sent="", expected=expected)


_no_value = re.compile(r"undefined|null|none|nil|nan|false|true|\[object \w+\]|<nil>", re.IGNORECASE)


def _no_token(case: Case) -> Iterator[Finding]:
    """A program that has no token may send the word for nothing in its place."""
    for name, value in case.request.headers:
        if name.lower() in TOKEN_NAMES and _no_value.fullmatch(value.strip()):
            says = f"The token is the word {value.strip()[:20]}: the variable that it was to come from had no value."
            where = in_header(case.request, name.lower())
            tell = suspected if case.is_mismatch else shown  # AWS looks at the token before it computes a signature
            yield tell("session-token-damaged", says, where=where, sent=value.strip()[:40])


def _encoded_again(case: Case) -> Iterator[Finding]:
    """A token is base64: it has no percent sign, in a query none that is encoded."""
    request = case.request
    header = next((name for name, value in request.headers if name.lower() in TOKEN_NAMES and "%" in value), None)
    piece = next((piece for piece in request.query.split("&") if _double.match(piece)), None)
    if header is not None:
        says = f"{header} has a percent sign in it, as in a query; a token has none."
        yield shown("token-encoded-again", says, where=in_header(request, header.lower()))
    elif piece is not None and piece.partition("=")[0].lower() in TOKEN_NAMES:
        says = "The token in the query is encoded twice: %25 is an encoded percent sign, and a token has none."
        yield shown("token-encoded-again", says, where=in_target(request, piece.partition("=")[0]))


_double = re.compile(r"[A-Za-z0-9-]{1,60}=[^&]*?%25")


def _signed_too_early(case: Case) -> Iterator[Finding]:
    """The order of the parameters only hints at it: what comes last was most likely added last."""
    rules = case.reading.signing_rules
    if rules.token_placement is not TokenPlacement.ADDED_AFTER_SIGNING:
        return
    before, _, _ = case.request.query.partition("X-Amz-Signature=")
    name = rules.token_name.value
    if name in before:
        says = "The token stands before the signature in the query, as if it had been signed."
        where = in_target(case.request, name)
        yield suspected("session-token-signed-where-not-allowed", says, where=where)


def is_framed(request: Request) -> bool:
    """Tell whether a body is announced in S3's chunks, whatever the header that does so."""
    announced = request.header("x-amz-content-sha256") or ""
    is_stream = announced.startswith("STREAMING-") and "-EVENTS" not in announced
    return is_stream or "aws-chunked" in (request.header("content-encoding") or "").lower()


def stream_faults(case: Case) -> Iterator[Finding]:
    """Return a body in S3's chunks that goes to another service of AWS, which hashes their marks too."""
    service = case.reading.service
    if is_framed(case.request) and is_aws_host(case.request.host) and not service.startswith("s3"):
        where = in_header(case.request, "content-encoding") or in_header(case.request, _HEADER)
        says = f"The body is sent in chunks (aws-chunked), which are S3's own; {service} hashes their marks too."
        yield suspected("streaming-trailer-not-supported", says, where=where)


_OF_NOTHING = MappingProxyType(
    {
        "x-amz-checksum-crc32": "AAAAAA==",
        "x-amz-checksum-crc32c": "AAAAAA==",
        "x-amz-checksum-crc64nvme": "AAAAAAAAAAA=",
        "x-amz-checksum-sha1": "2jmj7l5rSw0yVb/vlWAYkK/YBwk=",
        "x-amz-checksum-sha256": "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=",
    }
)
"""The checksums of an empty body."""


def presigned_faults(case: Case) -> Iterator[Finding]:
    """Return the checksum of an empty body in a presigned URL, which takes no other body then."""
    if case.presented.carrier is not Carrier.QUERY:
        return
    tell = suspected if case.is_mismatch else shown
    for name, value in _OF_NOTHING.items():
        sent = parameter_in(case.request.query, name)
        if sent is not None and uri_decode(sent).decode(errors="replace") == value:
            where, says = in_target(case.request, name), f"{name} is {value}, which is that of no bytes."
            yield tell("checksum-of-empty-body-presigned", says, where=where, sent=value)
            return


_HEADER = "x-amz-content-sha256"


def payload_faults(case: Case) -> Iterator[Finding]:
    """Return where body and announcement differ: for certain at S3, which compares them; elsewhere as a suspicion."""
    announced, declared = case.reading.announced, case.reading.signing_rules.declared_payload
    if case.presented.carrier is Carrier.NEITHER or not case.knows(_HEADER):
        return
    if declared is DeclaredPayload.ALWAYS_UNSIGNED and announced not in (None, UNSIGNED_PAYLOAD):
        says = f"{case.reading.service} signs no body: the header must have the value {UNSIGNED_PAYLOAD}."
        where = in_header(case.request, _HEADER)
        yield shown("unsigned-payload-mismatch", says, where=where, sent=announced, expected=UNSIGNED_PAYLOAD)
    elif announced is None:
        yield from _not_announced(case)
    elif announced == UNSIGNED_PAYLOAD and declared is DeclaredPayload.IGNORED:
        says = "This service hashes the body that it gets, whatever the header says."
        yield _announced_wrongly(case, "unsigned-payload-mismatch", Certainty.SUSPECTED, says)
    elif is_sha256(announced):
        yield from _other_body(case, announced)


def _not_announced(case: Case) -> Iterator[Finding]:
    """S3's own rule says this by itself."""
    needed = case.reading.signing_rules.content_sha256 is ContentSha256.REQUIRED
    is_whole = case.knows("headers", "SignedHeaders")
    if needed and is_whole and not case.is_for_s3 and case.presented.carrier is Carrier.HEADER:
        says = f"{case.reading.service} needs the header {_HEADER}."
        is_unsigned = case.reading.signing_rules.declared_payload is DeclaredPayload.ALWAYS_UNSIGNED
        expected = f"{_HEADER}: {UNSIGNED_PAYLOAD if is_unsigned else sha256_hex(case.request.body)}"
        yield found(CAUSES["missing-x-amz-content-sha256"], case.absence, says, expected=expected)


def _other_body(case: Case, announced: str) -> Iterator[Finding]:
    body, length = case.request.body, (case.request.header("content-length") or "").strip()
    is_told = length.isascii() and length.isdigit()
    if announced == EMPTY_SHA256 and is_told and length.strip("0") and (body or case.evidence.form):
        says = f"The announced hash is that of no bytes, and Content-Length is {length[:20]}."
        yield _announced_wrongly(case, "empty-body-hash", Certainty.SHOWN, says)
    elif announced == sha256_hex(body):
        return
    elif is_told and not length.strip("0"):
        says = "Content-Length is 0, and the announced hash is that of a body."
        yield _announced_wrongly(case, "body-dropped-after-signing", _certainty(case), says)
    elif not body:
        return  # the paste may lack the body
    elif announced == EMPTY_SHA256:
        says = f"The announced hash is that of no bytes; the body has {len(body)}."
        yield _announced_wrongly(case, "empty-body-hash", _certainty(case), says)
    else:
        says = "The announced hash is that of another body."
        yield _announced_wrongly(case, "body-changed-after-hash", _certainty(case), says)


def _certainty(case: Case) -> Certainty:
    """S3 compares the two, and only once the signature is right; what a paste may have changed shows nothing."""
    body, length = case.request.body, (case.request.header("content-length") or "").strip()
    is_whole = case.knows("body") and length in ("", str(len(body)), "0")
    fits = {sha256_hex(end) for bare in [body.rstrip(b"\r\n")] for end in (bare, bare + b"\n", bare + b"\r\n")}
    is_sure = case.is_for_s3 and is_whole and not (case.is_written or case.is_mismatch)
    return Certainty.SHOWN if is_sure and case.reading.announced not in fits else Certainty.SUSPECTED


def _announced_wrongly(case: Case, slug: str, certainty: Certainty, says: str) -> Finding:
    expected = sha256_hex(case.request.body)
    where = in_header(case.request, _HEADER)
    return found(CAUSES[slug], certainty, says, where=where, sent=case.reading.announced, expected=expected)
