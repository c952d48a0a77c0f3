from __future__ import annotations

from typing import Any

import pytest
from botocore.session import Session, get_session

from sigv4_explain.doctor.hosts import is_aws_host, place_of_host

REGION = "eu-central-1"
NAMES = {
    "abc123.execute-api.eu-central-1.amazonaws.com": ("eu-central-1", "execute-api"),
    "abc123-vpce-0a1b.execute-api.eu-central-1.amazonaws.com": ("eu-central-1", "execute-api"),
    "vpce-0a1b-xyz.execute-api.us-east-1.vpce.amazonaws.com": ("us-east-1", "execute-api"),
    "s3.eu-west-1.amazonaws.com": ("eu-west-1", "s3"),
    "S3.EU-West-1.amazonaws.com.": ("eu-west-1", "s3"),
    "my.bucket.s3.eu-west-1.amazonaws.com:443": ("eu-west-1", "s3"),
    "bucket.s3.dualstack.us-west-2.amazonaws.com": ("us-west-2", "s3"),
    "s3-fips.us-gov-west-1.amazonaws.com": ("us-gov-west-1", "s3"),
    "bucket.s3-us-west-2.amazonaws.com": ("us-west-2", "s3"),
    "bucket.s3-website-us-west-2.amazonaws.com": ("us-west-2", "s3"),
    "bucket.s3-website.eu-central-1.amazonaws.com": ("eu-central-1", "s3"),
    "point-123456789012.s3-accesspoint.eu-central-1.amazonaws.com": ("eu-central-1", "s3"),
    "123456789012.s3-control.eu-central-1.amazonaws.com": ("eu-central-1", "s3"),
    "p-1.s3-object-lambda.us-east-1.amazonaws.com": ("us-east-1", "s3-object-lambda"),
    "p-1.op-2.s3-outposts.us-east-1.amazonaws.com": ("us-east-1", "s3-outposts"),
    "b--usw2-az1--x-s3.s3express-usw2-az1.us-west-2.amazonaws.com": ("us-west-2", "s3express"),
    "bucket.vpce-1a2b-3c4d.s3.us-east-1.vpce.amazonaws.com": ("us-east-1", "s3"),
    "bucket.s3.cn-north-1.amazonaws.com.cn": ("cn-north-1", "s3"),
    "bucket.s3.amazonaws.com": (None, "s3"),
    "s3.amazonaws.com": (None, "s3"),
    "bucket.s3-accelerate.amazonaws.com": (None, "s3"),
    "alias.mrap.accesspoint.s3-global.amazonaws.com": (None, "s3"),
    "bucket.s3-external-1.amazonaws.com": ("us-east-1", "s3"),
    "abcdef.lambda-url.eu-central-1.on.aws": ("eu-central-1", "lambda"),
    "sts.amazonaws.com": ("us-east-1", "sts"),
    "sts.eu-central-1.amazonaws.com": ("eu-central-1", "sts"),
    "sts-fips.us-west-2.amazonaws.com": ("us-west-2", "sts"),
    "iam.amazonaws.com": ("us-east-1", "iam"),
    "iam.us-gov.amazonaws.com": ("us-gov-west-1", "iam"),
    "iam.cn-north-1.amazonaws.com.cn": ("cn-north-1", "iam"),
    "route53.amazonaws.com.cn": (None, "route53"),
    "dynamodb.us-east-1.amazonaws.com": ("us-east-1", "dynamodb"),
    "123456789012.ddb.us-east-1.amazonaws.com": ("us-east-1", "dynamodb"),
    "search-pets-abc.eu-west-1.es.amazonaws.com": ("eu-west-1", "es"),
    "search-pets-abc.aos.eu-west-1.on.aws": ("eu-west-1", "es"),
    "abc.eu-west-1.aoss.amazonaws.com": ("eu-west-1", "aoss"),
    "db.cluster-abc.eu-west-1.neptune.amazonaws.com:8182": ("eu-west-1", "neptune-db"),
    "db.abc.eu-west-1.rds.amazonaws.com:3306": ("eu-west-1", "rds-db"),
    "abc.dsql.us-east-1.on.aws": ("us-east-1", "dsql"),
    "abc.appsync-api.us-east-1.amazonaws.com": ("us-east-1", "appsync"),
    "abc.appsync-realtime-api.us-east-1.amazonaws.com": ("us-east-1", "appsync"),
    "doc-pets.us-east-1.cloudsearch.amazonaws.com": ("us-east-1", "cloudsearch"),
    "svc.7d67968.vpc-lattice-svcs.us-east-1.on.aws": ("us-east-1", "vpc-lattice-svcs"),
    "gw-1.gateway.bedrock-agentcore.us-east-1.amazonaws.com": ("us-east-1", "bedrock-agentcore"),
    "bedrock-runtime.us-east-1.amazonaws.com": ("us-east-1", "bedrock"),
    "email.eu-west-1.amazonaws.com": ("eu-west-1", "ses"),
    "queue.amazonaws.com": ("us-east-1", "sqs"),
    "eu-west-1.queue.amazonaws.com": ("eu-west-1", "sqs"),
    "email.amazonaws.com": ("us-east-1", "ses"),
    "global.health.amazonaws.com": ("us-east-1", "health"),
    "lambda.us-east-1.api.aws": ("us-east-1", "lambda"),
    "transcribestreaming.us-east-1.amazonaws.com:8443": ("us-east-1", "transcribe"),
    "dynamodb.eusc-de-east-1.amazonaws.eu": ("eusc-de-east-1", "dynamodb"),
    "abc-ats.iot.eu-west-1.amazonaws.com": ("eu-west-1", None),
    "iot.eu-west-1.amazonaws.com": ("eu-west-1", "iot"),
    "kafka.eu-west-1.amazonaws.com": ("eu-west-1", None),
    "no-such-service.eu-west-1.amazonaws.com": ("eu-west-1", None),
    "d111111abcdef8.cloudfront.net": (None, None),
    "api.example.com": (None, None),
    "execute-api.eu-central-1.example.com": (None, None),
    "localhost:4566": (None, None),
    "amazonaws.com": (None, None),
    "": (None, None),
    "a" * 300 + ".s3.us-east-1.amazonaws.com": (None, None),
}


@pytest.mark.parametrize("host", NAMES)
def test_a_host_tells_its_region_and_its_signing_name(host: str) -> None:
    """Each form of AWS's host names; what a name does not tell is None."""
    assert place_of_host(host) == NAMES[host]


def test_no_service_is_told_otherwise_than_botocore_signs_it() -> None:
    """For every service that botocore knows: the name of its endpoint tells Region and signing name, or nothing."""
    session = get_session()
    names = {}
    for name in session.get_available_services():
        model = session.get_service_model(name)
        names[_endpoint(session, model.endpoint_prefix)] = model.signing_name
    told = {host: place_of_host(host) for host in names}

    assert [host for host, (_, service) in told.items() if service not in {None, names[host]}] == []
    assert {region for region, _ in told.values()} <= {REGION, "us-east-1", "us-west-2", None}
    assert len([host for host, (_, service) in told.items() if service is None]) < 12


def _endpoint(session: Session, prefix: str) -> str:
    resolver: Any = vars(session)["_internal_components"].get_component("endpoint_resolver")
    found = resolver.construct_endpoint(prefix, REGION)
    return str(found["hostname"]) if found else f"{prefix}.{REGION}.amazonaws.com"


@pytest.mark.parametrize(
    ("host", "own"),
    [
        ("s3.amazonaws.com", True),
        ("x.on.aws:443", True),
        ("amazonaws.com.example.com", False),
        ("d1.cloudfront.net", False),
    ],
)
def test_names_of_aws_are_told_from_others(host: str, own: bool) -> None:  # noqa: FBT001 -- a column of a table
    """By their last labels; CloudFront's are no service's own."""
    assert is_aws_host(host) is own
