"""The words of SigV4: what each means, the function of this package that has it, and the page where AWS says so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from sigv4_explain.catalogue import CATALOGUE, GUIDE, PRESIGNED_GUIDE

_IAM = "https://docs.aws.amazon.com/IAM/latest/UserGuide"
_KEYS = f"{_IAM}/id_credentials_access-keys.html"
_TEMPORARY = f"{_IAM}/id_credentials_temp_use-resources.html"
_SIGNING = f"{_IAM}/reference_sigv.html"
_TROUBLE = f"{_IAM}/reference_sigv-troubleshooting.html"
_S3_HEADER = "https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html"


@dataclass(frozen=True, slots=True)
class Term:
    """A word of SigV4."""

    name: str
    meaning: str
    """One or two sentences."""
    function: str
    """Where this package has it: a name below ``sigv4_explain``."""
    source: str
    """AWS's page."""

    @property
    def anchor(self) -> str:
        """The end of a link to the word in the glossary.

        >>> GLOSSARY["credential scope"].anchor
        'credential-scope'
        """
        return self.name.replace(" ", "-")

    @property
    def step(self) -> str | None:
        """The name of the step that makes it, for a word that is a step of a signature; else None."""
        name = self.name.lower().replace(" ", "_")
        return name if name in CATALOGUE else None


_TERMS = (
    Term(
        "access key id",
        "The public name of an access key. It travels with each request, so that the server can look up the secret.",
        "Credentials",
        _KEYS,
    ),
    Term(
        "algorithm",
        "The name of the way of signing: HMAC with SHA-256. It is the first line of the string to sign and the first"
        " word of the Authorization header.",
        "string_to_sign",
        f"{GUIDE}#create-string-to-sign",
    ),
    Term(
        "AssumeRole",
        "The call to STS that lends a role: it answers with temporary credentials. It is signed with the caller's own.",
        "Credentials.from_boto3",
        "https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html",
    ),
    Term(
        "Authorization header",
        "The header that carries the signature, with the access key id, the credential scope and the names of the"
        " signed headers.",
        "authorization_header",
        f"{GUIDE}#add-signature-to-request",
    ),
    Term(
        "canonical headers",
        "The signed headers, one a line: the name in lower case, a colon, the value without blanks around it; sorted"
        " by name.",
        "canonical_headers",
        f"{GUIDE}#create-canonical-request",
    ),
    Term(
        "canonical query string",
        "The query with each name and value encoded once, sorted by name and then by value. Of a name that comes twice"
        " S3 signs the first value alone.",
        "canonical_query_string",
        f"{GUIDE}#create-canonical-request",
    ),
    Term(
        "canonical request",
        "The request written in the one way that both sides agree on: method, path, query, headers, the names of the"
        " headers, the payload's hash.",
        "canonical_request",
        f"{GUIDE}#create-canonical-request",
    ),
    Term(
        "canonical URI",
        "The path as it is signed: normalized and encoded. For S3 it is decoded, encoded once and not normalized.",
        "canonical_uri",
        f"{GUIDE}#create-canonical-request",
    ),
    Term(
        "clock skew",
        "The difference between the client's clock and the server's. Each service tolerates some minutes, in both"
        " directions.",
        "verify",
        _TROUBLE,
    ),
    Term(
        "credential scope",
        "Where and when a signature counts: day, Region and service, and a fixed last word.",
        "credential_scope",
        f"{GUIDE}#create-string-to-sign",
    ),
    Term(
        "double encoding",
        "Encoding a path that is encoded already: a percent sign becomes an encoded percent sign. Every service but S3"
        " signs its paths so.",
        "rules.PathEncoding",
        f"{GUIDE}#create-canonical-request",
    ),
    Term(
        "hash",
        "A short value computed from a text of any length. SigV4 uses SHA-256, written as 64 hex digits: nobody has"
        " found two texts with the same one, nor a way back to the text.",
        "sha256_hex",
        f"{GUIDE}#create-canonical-request-hash",
    ),
    Term(
        "hashed payload",
        "The hash of the body, also of an empty one. It is the last line of the canonical request.",
        "hashed_payload",
        f"{GUIDE}#create-canonical-request",
    ),
    Term(
        "HMAC",
        "A keyed hash: only who has the key can compute it. It does not reveal the key.",
        "hmac_sha256",
        f"{GUIDE}#calculate-signature",
    ),
    Term(
        "presigned URL",
        "A URL that carries its signature in the query. Whoever has it can send the request until it expires, without"
        " any key.",
        "presigned_url",
        PRESIGNED_GUIDE,
    ),
    Term(
        "Region",
        "The place of the endpoint that is called, such as us-east-1. It is part of the credential scope and of the"
        " signing key.",
        "date_region_key",
        f"{GUIDE}#derive-signing-key",
    ),
    Term(
        "replay",
        "Sending a recorded request again. The signature is still right; only the server's clock stops it: after"
        " minutes, or when a presigned URL of S3 ends.",
        "verify",
        _SIGNING,
    ),
    Term(
        "request date time",
        "The moment of signing in UTC, in the basic format of ISO 8601: year, month and day, a T, hour, minute and"
        " second, a Z.",
        "request_date_time",
        f"{GUIDE}#create-string-to-sign",
    ),
    Term(
        "secret access key",
        "The half of an access key that only its owner and AWS know. It never travels; signatures are made from it.",
        "date_key",
        _KEYS,
    ),
    Term(
        "service",
        "The name under which an AWS service verifies signatures. API Gateway is execute-api.",
        "date_region_service_key",
        f"{GUIDE}#derive-signing-key",
    ),
    Term(
        "session token",
        "The third part of temporary credentials: it travels with each request, and AWS checks them by it. It is"
        " signed; only some services, such as AWS IoT in URLs, want it added after signing.",
        "rules.TokenName",
        _TEMPORARY,
    ),
    Term(
        "signature",
        "The HMAC of the string to sign, made with the signing key and written as 64 hex digits.",
        "signature",
        f"{GUIDE}#calculate-signature",
    ),
    Term(
        "SignatureDoesNotMatch",
        "The refusal when the server computes another signature than was sent; API Gateway calls it"
        " InvalidSignatureException. Some services answer with the canonical request that they signed.",
        "diagnose",
        _TROUBLE,
    ),
    Term(
        "signed headers",
        "The names of the headers that the signature covers, in lower case, sorted, with semicolons between them. Any"
        " other header may change on the way.",
        "signed_headers",
        f"{GUIDE}#create-canonical-request",
    ),
    Term(
        "signing key",
        "The key that signs: derived in four steps from the secret access key. It serves one day, one Region and one"
        " service.",
        "signing_key",
        f"{GUIDE}#derive-signing-key",
    ),
    Term(
        "SigV4A",
        "The variant for several Regions at once: a private key made from the secret signs, and AWS checks with the"
        " public one. This package does not compute it, and a server here refuses its algorithm.",
        "verify",
        _SIGNING,
    ),
    Term(
        "string to sign",
        "Four lines: algorithm, moment, credential scope and the hash of the canonical request. The signature is made"
        " of this text.",
        "string_to_sign",
        f"{GUIDE}#create-string-to-sign",
    ),
    Term(
        "temporary credentials",
        "An access key with a session token, which ends by itself. STS hands them out.",
        "Credentials",
        _TEMPORARY,
    ),
    Term(
        "unreserved characters",
        "The characters that are never encoded: letters, digits, hyphen, dot, underscore and tilde.",
        "uri_encode",
        f"{GUIDE}#create-canonical-request",
    ),
    Term(
        "UNSIGNED-PAYLOAD",
        "What stands in place of the hashed payload when the body is not signed, as in S3's presigned URLs.",
        "rules.PresignedPayload",
        _S3_HEADER,
    ),
    Term(
        "URI encoding",
        "Writing a byte as a percent sign and two capital hex digits, unless it is an unreserved character. A blank is"
        " never a plus.",
        "uri_encode",
        f"{GUIDE}#create-canonical-request",
    ),
)

GLOSSARY: Mapping[str, Term] = MappingProxyType({term.name: term for term in _TERMS})
"""By name, in the order of the alphabet."""
