"""Each service's rules, in the order in which AWS applies them. Where sources disagree, the choice is said."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from types import MappingProxyType

from sigv4_explain.verifier.profile import CanonicalString, Fault, PayloadHash, ServiceProfile, Wording
from sigv4_explain.verifier.rules import (
    algorithm_first,
    algorithm_supported,
    content_length_unsigned,
    credential_in_five,
    date_readable,
    dynamodb_scheme_known,
    host_signed,
    in_one_place,
    key_known,
    not_early,
    not_expired,
    parts_are_pairs,
    parts_complete,
    query_algorithm_known,
    scope_right,
    session_current,
    signature_matches,
    signature_presented,
    sts_in_one_place,
    token_fits_key,
    token_valid,
)
from sigv4_explain.verifier.s3_rules import (
    s3_algorithm_supported,
    s3_body_as_announced,
    s3_date_readable,
    s3_expires_readable,
    s3_fresh,
    s3_headers_signed,
    s3_in_one_place,
    s3_key_known,
    s3_parts_are_pairs,
    s3_parts_complete,
    s3_payload_announced,
    s3_payload_word_known,
    s3_scope_right,
    s3_session_current,
    s3_signature_matches,
    s3_signature_presented,
    s3_token_valid,
)

_REST_ANSWERS = {
    Fault.MISSING_TOKEN: ("MissingAuthenticationTokenException", 403),
    Fault.INCOMPLETE_SIGNATURE: ("IncompleteSignatureException", 403),
    Fault.INVALID_SIGNATURE: ("InvalidSignatureException", 403),
    Fault.UNRECOGNIZED_CLIENT: ("UnrecognizedClientException", 403),
    Fault.EXPIRED_TOKEN: ("ExpiredTokenException", 403),
}
_QUERY_ANSWERS = {
    Fault.MISSING_TOKEN: ("MissingAuthenticationToken", 403),
    Fault.INCOMPLETE_SIGNATURE: ("IncompleteSignature", 400),
    Fault.INVALID_SIGNATURE: ("SignatureDoesNotMatch", 403),
    Fault.UNRECOGNIZED_CLIENT: ("InvalidClientTokenId", 403),
    Fault.EXPIRED_TOKEN: ("ExpiredToken", 403),
}
_MISSING = "Missing Authentication Token"
_REQUEST_IS_MISSING = "Request is missing Authentication Token"
_HELP = "https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html"

API_GATEWAY = ServiceProfile(
    # The order of dynalite's walk along DynamoDB. Others put the key before the date, or the token before the key.
    rules=(
        signature_presented,
        in_one_place,
        algorithm_first,
        parts_are_pairs,
        parts_complete,
        date_readable,
        not_expired,
        not_early,
        host_signed,
        algorithm_supported,
        credential_in_five,
        scope_right,
        key_known,
        signature_matches,
        token_fits_key,
        session_current,
    ),
    window=timedelta(minutes=5),
    answers=_REST_ANSWERS,
    missing_token=dict.fromkeys(Wording, _MISSING),
    canonical_string=CanonicalString.SHOWN,
)
"""API Gateway, and every service that has no row of its own."""

FUNCTION_URL = replace(
    API_GATEWAY,
    answers={**_REST_ANSWERS, Fault.MISSING_TOKEN: ("AccessDeniedException", 403)},
    missing_token={
        Wording.CURRENT: f"Forbidden. For troubleshooting Function URL authorization issues, see: {_HELP}",
        Wording.CLASSIC: "Forbidden",
    },
    canonical_string=CanonicalString.HIDDEN,
)
"""A Lambda function URL. Source: https://github.com/ant-media/Ant-Media-Server/issues/7827"""

OPENSEARCH_SERVERLESS = replace(
    API_GATEWAY,
    rules=(*API_GATEWAY.rules[:13], content_length_unsigned, *API_GATEWAY.rules[13:]),
    canonical_string=CanonicalString.HIDDEN,
)
"""It shows nothing of its work. Source: https://github.com/opensearch-project/opensearch-js/issues/356"""

PASSWORD = replace(API_GATEWAY, longest_life=timedelta(minutes=15))
"""Where a presigned URL is the password of a database: it counts for X-Amz-Expires, at most 15 minutes.

Source: botocore's signers (https://github.com/boto/botocore) and the pages in the rows of ``SERVICES``.
"""

STS = ServiceProfile(
    # The order of scratchstack's chart of STS and IAM.
    rules=(
        sts_in_one_place,
        signature_presented,
        query_algorithm_known,
        algorithm_first,
        algorithm_supported,
        parts_are_pairs,
        parts_complete,
        host_signed,
        date_readable,
        not_expired,
        not_early,
        credential_in_five,
        scope_right,
        token_valid,
        session_current,
        key_known,
        signature_matches,
    ),
    window=timedelta(minutes=15),
    answers=_QUERY_ANSWERS,
    missing_token=dict.fromkeys(Wording, _REQUEST_IS_MISSING),
    canonical_string=CanonicalString.HIDDEN,
)

DYNAMODB = replace(
    API_GATEWAY,
    rules=(signature_presented, in_one_place, dynamodb_scheme_known, *API_GATEWAY.rules[2:]),
    window=timedelta(minutes=15),
    answers={fault: (code, 400) for fault, (code, _) in _REST_ANSWERS.items()},
    missing_token=dict.fromkeys(Wording, _REQUEST_IS_MISSING),
)

S3 = ServiceProfile(
    # versity/versitygw has the order within the scope; that the date and the scope come first is a choice: the URL's
    # life and the key depend on them.
    rules=(
        s3_signature_presented,
        s3_in_one_place,
        s3_algorithm_supported,
        s3_parts_are_pairs,
        s3_parts_complete,
        s3_payload_announced,
        s3_payload_word_known,
        s3_date_readable,
        s3_scope_right,
        s3_expires_readable,
        s3_fresh,
        s3_key_known,
        s3_token_valid,
        s3_session_current,
        s3_headers_signed,
        s3_signature_matches,
        s3_body_as_announced,
    ),
    window=timedelta(minutes=15),
    answers={},
    missing_token={},
    canonical_string=CanonicalString.SHOWN,
    payload_hash=PayloadHash.DECLARED,
)

PROFILES: Mapping[str, ServiceProfile] = MappingProxyType(
    {
        "execute-api": API_GATEWAY,
        "lambda": FUNCTION_URL,
        "sts": STS,
        "iam": STS,
        "dynamodb": DYNAMODB,
        "s3": S3,
        "s3-object-lambda": S3,
        "s3-outposts": S3,
        "s3express": S3,
        "aoss": OPENSEARCH_SERVERLESS,
        **dict.fromkeys(("rds-db", "dsql", "elasticache", "memorydb", "kafka-cluster"), PASSWORD),
    }
)
"""The services whose server differs, by signing name."""


def profile_of(service: str) -> ServiceProfile:
    """Return how a service checks; one without a row of its own does as API Gateway.

    >>> profile_of("sts").window // timedelta(minutes=1), profile_of("execute-api").window // timedelta(minutes=1)
    (15, 5)
    """
    return PROFILES.get(service, API_GATEWAY)
