"""What each step is called, its formula, why it exists and where AWS says so. Data only: no step is computed here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import NamedTuple

from sigv4_explain.trace.provenance import Finder

GUIDE = "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html"
PRESIGNED_GUIDE = "https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html"


@dataclass(frozen=True, slots=True, kw_only=True)
class StepInfo:
    """The words that go with a step."""

    name: str
    """The step's name, and that of the function that computes it."""
    title: str
    """What AWS's page calls it."""
    formula: str
    """How the output follows from the inputs, in AWS's notation."""
    why: str
    """One sentence: what would go wrong without it."""
    reference: str
    """The page where AWS says so."""
    sensitive: tuple[str, ...] = ()
    """Inputs that hold a secret or a key made from one; ``output`` when the output does."""
    becomes: str = ""
    """The input of later steps that the output is, where that is not called as the step."""
    counted: str = ""
    """What the step is taken once for, such as a chunk, where there may be several: then each step has its number."""


class Catalogue(NamedTuple):
    """The steps that one kind of trace is made of: a new kind is its functions, its rows of words, its finders."""

    kind: str
    """The kind's name, as JSON has it."""
    functions: Mapping[str, Callable[..., str | bytes]]
    """The plain function behind each step, by its name."""
    words: Mapping[str, StepInfo]
    finders: Mapping[str, Finder]
    """How an output is cut into spans; what has none is one part, itself."""
    order: str
    """A pattern of the functions' names, a blank after each, that a whole trace has."""


_STEPS = (
    StepInfo(
        name="canonical_uri",
        title="Canonical URI",
        formula="UriEncode(normalized path)",
        why="A path can be written in several ways; both sides must sign one and the same spelling.",
        reference=f"{GUIDE}#create-canonical-request",
    ),
    StepInfo(
        name="canonical_query_string",
        title="Canonical query string",
        formula='UriEncode(name) + "=" + UriEncode(value), sorted, joined by "&"',
        why="Clients and proxies reorder and re-encode parameters; sorting and one encoding undo that.",
        reference=f"{GUIDE}#create-canonical-request",
        sensitive=("query",),
    ),
    StepInfo(
        name="canonical_headers",
        title="Canonical headers",
        formula='Lowercase(name) + ":" + Trim(value) + "\\n", sorted by name',
        why="Header names have no case and blanks do not matter in HTTP, but every byte matters to a hash.",
        reference=f"{GUIDE}#create-canonical-request",
        sensitive=("headers",),
    ),
    StepInfo(
        name="signed_headers",
        title="Signed headers",
        formula='Lowercase(name), sorted, joined by ";"',
        why="The server must know which headers you signed: others may be added or changed on the way.",
        reference=f"{GUIDE}#create-canonical-request",
        sensitive=("headers",),
    ),
    StepInfo(
        name="hashed_payload",
        title="Hashed payload",
        formula="Hex(SHA256Hash(body))",
        why="The hash binds the body to the signature without repeating it: change one byte and it is refused.",
        reference=f"{GUIDE}#create-canonical-request",
    ),
    StepInfo(
        name="canonical_request",
        title="Canonical request",
        formula='HTTPMethod + "\\n" + CanonicalUri + "\\n" + CanonicalQueryString + "\\n" + CanonicalHeaders + "\\n"'
        ' + SignedHeaders + "\\n" + HashedPayload',
        why="This text is the request as both sides see it; nearly every wrong signature is a difference here.",
        reference=f"{GUIDE}#create-canonical-request",
    ),
    StepInfo(
        name="hashed_canonical_request",
        title="Hash of the canonical request",
        formula="Hex(SHA256Hash(CanonicalRequest))",
        why="Requests have any length; what is signed has a fixed one.",
        reference=f"{GUIDE}#create-canonical-request-hash",
    ),
    StepInfo(
        name="request_date_time",
        title="Request date and time",
        formula="YYYYMMDDTHHMMSSZ, in UTC",
        why="The server refuses old requests, so that a copied one cannot be sent again tomorrow.",
        reference=f"{GUIDE}#create-string-to-sign",
    ),
    StepInfo(
        name="credential_scope",
        title="Credential scope",
        formula='YYYYMMDD + "/" + Region + "/" + Service + "/aws4_request"',
        why="A signature is valid for one day, one Region and one service only.",
        reference=f"{GUIDE}#create-string-to-sign",
    ),
    StepInfo(
        name="string_to_sign",
        title="String to sign",
        formula='Algorithm + "\\n" + RequestDateTime + "\\n" + CredentialScope + "\\n" + HashedCanonicalRequest',
        why="Four lines say how, when, where and what was signed; the key is applied to exactly this text.",
        reference=f"{GUIDE}#create-string-to-sign",
    ),
    StepInfo(
        name="date_key",
        title="Date key (kDate)",
        formula='HMAC-SHA256("AWS4" + SecretAccessKey, YYYYMMDD)',
        why="The secret itself enters once, here; all that follows works with keys for one date alone.",
        reference=f"{GUIDE}#derive-signing-key",
        sensitive=("secret_access_key", "output"),
    ),
    StepInfo(
        name="date_region_key",
        title="Date and Region key (kRegion)",
        formula="HMAC-SHA256(kDate, Region)",
        why="A key stolen in one Region opens no other.",
        reference=f"{GUIDE}#derive-signing-key",
        sensitive=("date_key", "output"),
    ),
    StepInfo(
        name="date_region_service_key",
        title="Date, Region and service key (kService)",
        formula="HMAC-SHA256(kRegion, Service)",
        why="AWS can hand each service a key that is worthless at all others.",
        reference=f"{GUIDE}#derive-signing-key",
        sensitive=("date_region_key", "output"),
    ),
    StepInfo(
        name="signing_key",
        title="Signing key (kSigning)",
        formula='HMAC-SHA256(kService, "aws4_request")',
        why="The last link names the purpose, so that the key serves for signing requests and nothing else.",
        reference=f"{GUIDE}#derive-signing-key",
        sensitive=("date_region_service_key", "output"),
    ),
    StepInfo(
        name="signature",
        title="Signature",
        formula="Hex(HMAC-SHA256(kSigning, StringToSign))",
        why="Only who knows the secret can compute it, and it reveals nothing of the secret.",
        reference=f"{GUIDE}#calculate-signature",
        sensitive=("signing_key",),
        becomes="previous_signature",
    ),
    StepInfo(
        name="authorization_header",
        title="Authorization header",
        formula='Algorithm + " Credential=" + AccessKeyId + "/" + CredentialScope + ", SignedHeaders=" + SignedHeaders'
        ' + ", Signature=" + Signature',
        why="It tells the server which key to look up, what was covered and what to compare with.",
        reference=f"{GUIDE}#add-signature-to-request",
    ),
    StepInfo(
        name="presigned_url",
        title="Presigned URL",
        formula='URL with X-Amz-… parameters + "&X-Amz-Signature=" + Signature',
        why="Whoever has the URL can send the request until it expires, without having any key.",
        reference=PRESIGNED_GUIDE,
        sensitive=("url", "token_after_signing"),
    ),
)

CATALOGUE: Mapping[str, StepInfo] = MappingProxyType({info.name: info for info in _STEPS})
"""Each step's words by its name, in the order of the steps."""
