from __future__ import annotations

from dataclasses import fields
from enum import Enum

import pytest

from sigv4_explain import GENERIC, S3, SERVICES, SigningRules
from sigv4_explain.rules import (
    NEVER_SIGNED,
    ContentSha256,
    DeclaredPayload,
    PathEncoding,
    PathNormalization,
    PresignedPayload,
    PresignedScheme,
    RepeatedParameters,
    TokenName,
    TokenPlacement,
)

_EXPECTED = """
    execute-api lambda s3 s3-object-lambda s3-outposts s3express sts es aoss bedrock iotdevicegateway rds-db dsql
    elasticache memorydb kafka-cluster dynamodb vpc-lattice-svcs ebs lex mediastore omics health-agent polly
    qbusiness transcribe
"""
EXPECTED = _EXPECTED.split()


@pytest.mark.parametrize("service", EXPECTED)
def test_a_service_with_rules_of_its_own_is_a_row_with_its_source(service: str) -> None:
    """Each row says in one sentence what is special, and where that was read."""
    rules = SERVICES[service]

    assert SigningRules.for_service(service) is rules
    assert rules.source.startswith("https://")
    assert rules.note != GENERIC.note
    assert len({SERVICES[name].note for name in EXPECTED}) >= len(EXPECTED) - 2, "the S3 family shares one note"


def test_an_unknown_service_has_the_generic_rules() -> None:
    """Most services have no rules of their own."""
    assert SigningRules.for_service("no-such-service") is GENERIC


def test_the_generic_rules_are_aws_page() -> None:
    """Path encoded twice and normalized, the body hashed, the token signed."""
    assert (
        SigningRules(
            path_encoding=PathEncoding.TWICE,
            path_normalization=PathNormalization.NORMALIZED,
            content_sha256=ContentSha256.OPTIONAL,
            declared_payload=DeclaredPayload.COUNTS,
            presigned_payload=PresignedPayload.HASHED,
            token_placement=TokenPlacement.SIGNED,
            token_name=TokenName.SECURITY_TOKEN,
            presigned_scheme=PresignedScheme.KEPT,
            never_signed=frozenset(NEVER_SIGNED),
        )
        == GENERIC
    )


@pytest.mark.parametrize("service", ["s3", "s3-object-lambda", "s3-outposts", "s3express"])
def test_the_s3_family_signs_the_path_as_sent(service: str) -> None:
    """Encoded once, not normalized; the first value of a name; the hash in a header; presigned URLs without it."""
    rules = SERVICES[service]

    assert rules.path_encoding is PathEncoding.ONCE
    assert rules.path_normalization is PathNormalization.AS_SENT
    assert rules.repeated_parameters is RepeatedParameters.FIRST
    assert rules.content_sha256 is ContentSha256.REQUIRED
    assert rules.presigned_payload is PresignedPayload.UNSIGNED
    assert (rules.token_name is TokenName.S3SESSION_TOKEN) == (service == "s3express")


def test_the_rows_that_differ_in_one_thing() -> None:
    """OpenSearch Serverless, IoT and RDS each have one rule that no other service has."""
    assert SERVICES["aoss"].content_sha256 is ContentSha256.REQUIRED
    assert SERVICES["aoss"].never_signed - GENERIC.never_signed == {"content-length"}
    assert SERVICES["iotdevicegateway"].token_placement is TokenPlacement.ADDED_AFTER_SIGNING
    assert SERVICES["rds-db"].presigned_scheme is PresignedScheme.STRIPPED


def test_every_choice_is_a_named_one() -> None:
    """No field is a boolean, and each choice of an enum says in words what it means."""
    choices = [value for field in fields(SigningRules) if isinstance(value := getattr(S3, field.name), Enum)]

    assert len(choices) == 9
    assert not any(isinstance(getattr(GENERIC, field.name), bool) for field in fields(SigningRules))
    assert all(member.value for choice in choices for member in type(choice))


def test_what_is_never_signed_is_lower_case_and_has_its_reason() -> None:
    """The names are compared in lower case."""
    assert all(name == name.lower() and reason for name, reason in NEVER_SIGNED.items())


def test_the_tables_cannot_be_changed() -> None:
    """A rule changed here would change every signature to come."""
    with pytest.raises(TypeError):
        SERVICES["s3"] = GENERIC  # type: ignore[index]  # that is what is tested
    with pytest.raises(AttributeError):
        GENERIC.note = ""  # type: ignore[misc]  # that is what is tested
