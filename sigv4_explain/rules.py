"""SigningRules: what differs between services. Each difference is a named choice; each service is a row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import Enum
from types import MappingProxyType

from sigv4_explain.encoding import is_sha256


class PathEncoding(Enum):
    """How the path sent becomes the canonical URI."""

    TWICE = "encoded once more than it was sent: %20 becomes %2520"
    ONCE = "encoded once, whatever was sent: %20 stays %20, %2F is a slash, and a raw plus is a space"


class PathNormalization(Enum):
    """What happens to ``.``, ``..`` and ``//`` in the path."""

    NORMALIZED = "dot segments resolved, empty segments dropped"
    AS_SENT = "every segment kept, also empty ones and dots"


class RepeatedParameters(Enum):
    """Which values count of a query parameter that is sent more than once."""

    ALL = "all of them, sorted"
    FIRST = "the first that was sent, and no other"


class ContentSha256(Enum):
    """Whether the header ``x-amz-content-sha256`` must announce the payload hash."""

    OPTIONAL = "signed when the request has it, never added"
    REQUIRED = "added when the request has none, and signed"


class DeclaredPayload(Enum):
    """What a word in ``x-amz-content-sha256`` counts for, such as UNSIGNED-PAYLOAD."""

    COUNTS = "it stands on the payload line in place of the body's hash"
    IGNORED = "nothing: the service hashes the body that it gets"
    ALWAYS_UNSIGNED = "nothing: the payload line is UNSIGNED-PAYLOAD, for the service signs no body"


class PresignedPayload(Enum):
    """What stands on the payload line of a presigned URL's canonical request."""

    HASHED = "the SHA-256 of the body, as in a header signature"
    UNSIGNED = "the words UNSIGNED-PAYLOAD: the body is not known yet"


class TokenPlacement(Enum):
    """When a session token joins a presigned URL."""

    SIGNED = "before signing: the token is part of what is signed"
    ADDED_AFTER_SIGNING = "after signing: the token only travels along"


class TokenName(Enum):
    """The header or query parameter that carries a session token."""

    SECURITY_TOKEN = "X-Amz-Security-Token"
    S3SESSION_TOKEN = "X-Amz-S3session-Token"


class PresignedScheme(Enum):
    """Whether the presigned URL is handed on with its ``https://``."""

    KEPT = "the whole URL"
    STRIPPED = "host, path and query only: it serves as a password"


NEVER_SIGNED: Mapping[str, str] = MappingProxyType(
    {
        "authorization": "it carries the signature itself",
        "connection": "hop-by-hop: each proxy writes its own",
        "expect": "answered by the first server in between",
        "keep-alive": "hop-by-hop",
        "proxy-authenticate": "meant for a proxy",
        "proxy-authorization": "meant for a proxy",
        "proxy-connection": "meant for a proxy",
        "te": "hop-by-hop",
        "trailer": "hop-by-hop",
        "transfer-encoding": "hop-by-hop: proxies re-chunk bodies",
        "upgrade": "hop-by-hop",
        "user-agent": "proxies and browsers rewrite it",
        "accept-encoding": "HTTP libraries and CDNs rewrite it",
        "forwarded": "each proxy adds to it",
        "via": "each proxy adds to it",
        "x-forwarded-for": "each proxy adds to it",
        "x-forwarded-host": "proxies write it",
        "x-forwarded-port": "proxies write it",
        "x-forwarded-proto": "proxies write it",
        "x-amzn-trace-id": "AWS's load balancers rewrite it",
        "baggage": "tracing libraries add it after signing",
        "sentry-trace": "tracing libraries add it after signing",
        "traceparent": "tracing libraries add it after signing",
        "tracestate": "tracing libraries add it after signing",
        "x-datadog-trace-id": "tracing libraries add it after signing",
    }
)
"""The one table of header names that are left out when signing, each with its reason; all others are signed.

Sources: AWS's page asks for ``host``, ``content-type`` and ``x-amz-…``. It lists no names to leave out: these are
botocore's (boto/botocore#3643), and those that proxies were seen to rewrite, such as Accept-Encoding
(aws/aws-sdk-go-v2#1816). A server must never use this table: it reads SignedHeaders from the request.
"""

UNSIGNED_PAYLOAD = "UNSIGNED-PAYLOAD"
"""What a request declares whose body is not signed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SigningRules:
    """How one service wants its requests signed."""

    path_encoding: PathEncoding = PathEncoding.TWICE
    path_normalization: PathNormalization = PathNormalization.NORMALIZED
    repeated_parameters: RepeatedParameters = RepeatedParameters.ALL
    content_sha256: ContentSha256 = ContentSha256.OPTIONAL
    declared_payload: DeclaredPayload = DeclaredPayload.COUNTS
    presigned_payload: PresignedPayload = PresignedPayload.HASHED
    token_placement: TokenPlacement = TokenPlacement.SIGNED
    token_name: TokenName = TokenName.SECURITY_TOKEN
    presigned_scheme: PresignedScheme = PresignedScheme.KEPT
    never_signed: frozenset[str] = frozenset(NEVER_SIGNED)
    """Lower-case header names left out of SignedHeaders."""
    note: str = "the rules of every service that has none of its own"
    """What is special, in one sentence."""
    source: str = "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html"
    """Where the rule was read."""

    @classmethod
    def for_service(cls, service: str) -> SigningRules:
        """Return the rules of a service, by the name used in the credential scope.

        >>> SigningRules.for_service("s3").path_encoding.name
        'ONCE'
        >>> SigningRules.for_service("no-such-service") is GENERIC
        True
        """
        return SERVICES.get(service, GENERIC)

    def declared(self, announced: str | None) -> str | None:
        """Return what stands on the payload line in place of the body's hash, or None.

        ``announced`` is the value of ``x-amz-content-sha256``, if there is one.

        >>> SigningRules.for_service("ebs").declared("UNSIGNED-PAYLOAD")
        'UNSIGNED-PAYLOAD'
        >>> SigningRules.for_service("execute-api").declared("UNSIGNED-PAYLOAD") is None
        True
        """
        if self.declared_payload is DeclaredPayload.ALWAYS_UNSIGNED:
            return UNSIGNED_PAYLOAD
        is_ignored = self.declared_payload is DeclaredPayload.IGNORED
        return None if announced is None or (is_ignored and not is_sha256(announced)) else announced


GENERIC = SigningRules()

S3 = SigningRules(
    path_encoding=PathEncoding.ONCE,
    path_normalization=PathNormalization.AS_SENT,
    repeated_parameters=RepeatedParameters.FIRST,
    content_sha256=ContentSha256.REQUIRED,
    presigned_payload=PresignedPayload.UNSIGNED,
    note="the path is decoded and encoded once: %2F is a slash, a raw plus a space; no segment is dropped; of a "
    "repeated parameter the first value counts (MinIO and Ceph count all); the payload hash travels in a header",
    source="https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html",
)

_UNSIGNED_BODIES = {
    "ebs": ("PutSnapshotBlock", "ebs/2019-11-02"),
    "lex": ("PostContent and RecognizeUtterance", "lex-runtime/2016-11-28"),
    "mediastore": ("PutObject", "mediastore-data/2017-09-01"),
    "omics": ("UploadReadSetPart", "omics/2022-11-28"),
}
_EVENT_STREAMS = {
    "health-agent": ("StartMedicalScribeListeningSession", "connecthealth/2025-01-29"),
    "polly": ("StartSpeechSynthesisStream", "polly/2016-06-10"),
    "qbusiness": ("Chat", "qbusiness/2023-11-27"),
}
"""Operations by signing name, and the model of botocore that says so of them."""


def _from_model(says: str, operations: Mapping[str, tuple[str, str]]) -> dict[str, SigningRules]:
    models = "https://github.com/boto/botocore/blob/develop/botocore/data"
    return {
        service: replace(GENERIC, note=f"{operation} {says}", source=f"{models}/{model}/service-2.json")
        for service, (operation, model) in operations.items()
    }


SERVICES: Mapping[str, SigningRules] = MappingProxyType(
    {
        "s3": S3,
        "s3-object-lambda": S3,
        "s3-outposts": S3,
        "s3express": replace(
            S3,
            token_name=TokenName.S3SESSION_TOKEN,
            note="as S3, and the session token has a name of its own",
            source="https://docs.aws.amazon.com/AmazonS3/latest/userguide/s3-express-authenticating-authorizing.html",
        ),
        # The word UNSIGNED-PAYLOAD was signed and refused: https://github.com/aws/aws-sdk-js-v3/issues/308
        "execute-api": replace(
            GENERIC,
            declared_payload=DeclaredPayload.IGNORED,
            note="on a custom domain too: sign Host and path as sent, base-path mapping included",
            source="https://docs.aws.amazon.com/apigateway/latest/developerguide/permissions.html",
        ),
        "lambda": replace(
            GENERIC,
            declared_payload=DeclaredPayload.IGNORED,
            note="function URLs, which take no unsigned payload; their answer never shows a canonical request",
            source="https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/"
            "private-content-restricting-access-to-lambda.html",
        ),
        "dynamodb": replace(
            GENERIC,
            declared_payload=DeclaredPayload.IGNORED,
            note="the body is hashed as it arrives, whatever x-amz-content-sha256 says",
            source="https://github.com/ExtendDB/extenddb/pull/355",
        ),
        "vpc-lattice-svcs": replace(
            GENERIC,
            content_sha256=ContentSha256.REQUIRED,
            declared_payload=DeclaredPayload.ALWAYS_UNSIGNED,
            presigned_payload=PresignedPayload.UNSIGNED,
            note="no body is signed: x-amz-content-sha256 must be sent, with the value UNSIGNED-PAYLOAD",
            source="https://docs.aws.amazon.com/vpc-lattice/latest/ug/sigv4-authenticated-requests.html",
        ),
        **_from_model("declares its body UNSIGNED-PAYLOAD", _UNSIGNED_BODIES),
        **_from_model("declares STREAMING-AWS4-HMAC-SHA256-EVENTS: each event has its own signature", _EVENT_STREAMS),
        "transcribe": replace(
            GENERIC,
            note="a stream declares STREAMING-AWS4-HMAC-SHA256-EVENTS: each event has its own signature",
            source="https://docs.aws.amazon.com/transcribe/latest/dg/streaming-setting-up.html",
        ),
        "sts": replace(
            GENERIC,
            note="the global endpoint sts.amazonaws.com is scoped to us-east-1",
            source="https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_region-endpoints.html",
        ),
        "es": replace(
            GENERIC,
            note="an asterisk in an index name is %2A before it is encoded once more",
            source="https://github.com/mhart/aws4/issues/12",
        ),
        "aoss": replace(
            GENERIC,
            content_sha256=ContentSha256.REQUIRED,
            never_signed=GENERIC.never_signed | {"content-length"},
            note="x-amz-content-sha256 must be there and signed; content-length must not be signed",
            source="https://docs.aws.amazon.com/opensearch-service/latest/developerguide/serverless-clients.html",
        ),
        "bedrock": replace(
            GENERIC,
            note="one name for the hosts bedrock, bedrock-runtime and bedrock-agent; a model id's colon is %253A",
            source="https://github.com/alibaba/higress/issues/2396",
        ),
        "iotdevicegateway": replace(
            GENERIC,
            token_placement=TokenPlacement.ADDED_AFTER_SIGNING,
            note="the websocket handshake takes the session token after the signature; sign wss:// as https://",
            source="https://github.com/mhart/aws4/issues/30",
        ),
        "rds-db": replace(
            GENERIC,
            presigned_scheme=PresignedScheme.STRIPPED,
            note="a presigned GET to host:port, without https://, is the database password; sign it for 900 seconds",
            source="https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.IAMDBAuth.html",
        ),
        "dsql": replace(
            GENERIC,
            presigned_scheme=PresignedScheme.STRIPPED,
            note="a presigned GET, Action=DbConnect or DbConnectAdmin, without https://, is the password; 900 seconds",
            source="https://docs.aws.amazon.com/aurora-dsql/latest/userguide/SECTION_authentication-token.html",
        ),
        "elasticache": replace(
            GENERIC,
            presigned_scheme=PresignedScheme.STRIPPED,
            note="a presigned GET to the cache's name in lower case, without its scheme, is the password; 900 seconds",
            source="https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/auth-iam.html",
        ),
        "memorydb": replace(
            GENERIC,
            presigned_scheme=PresignedScheme.STRIPPED,
            note="a presigned GET to the cluster's name, without its scheme, is the password; 900 seconds",
            source="https://docs.aws.amazon.com/memorydb/latest/devguide/auth-iam.html",
        ),
        "kafka-cluster": replace(
            GENERIC,
            note="a presigned GET for 900 seconds, User-Agent appended unsigned, in Base64 for URLs, is a token of MSK",
            source="https://github.com/aws/aws-msk-iam-sasl-signer-python",
        ),
    }
)
"""The services with rules or traps of their own. A service that is not here has the generic rules."""
