"""Policy documents: read once, refused when IAM would refuse them, and trusted from then on.

Source: the IAM User Guide, "Grammar of the IAM JSON policy language".
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from sigv4_explain.errors import InvalidInput, describe
from sigv4_explain.gateway.iam.reading import InvalidPolicy, block_at, one_or_more, text_at
from sigv4_explain.gateway.iam.statement import PolicyKind, Statement, read_statement
from sigv4_explain.gateway.iam.template import Version

_api = re.compile(r"arn:aws:execute-api:[a-z0-9-]+:[0-9]{12}:[A-Za-z0-9]+")


@dataclass(frozen=True, slots=True)
class Policy:
    """A policy document that has been checked."""

    name: str
    """What log lines call it."""
    kind: PolicyKind
    statements: tuple[Statement, ...]


def checked_policy(
    document: object, kind: PolicyKind, *, name: str, field: str = "policy", attached_to: str | None = None
) -> Policy:
    """Read a policy document, as ``json.loads`` returns it.

    ``field`` is what errors call the document. ``attached_to`` is the ARN of the API that a resource-based policy
    belongs to, without a stage; with it, resources may be abbreviated: ``execute-api:/stage/METHOD/path``.

    Raises:
        InvalidPolicy: IAM would refuse the document, or it asks for something that cannot be evaluated here.
        InvalidInput: ``attached_to`` is not the ARN of an API.

    >>> checked_policy({"Statement": {"Effect": "allow"}}, PolicyKind.IDENTITY, name="Invoke")
    Traceback (most recent call last):
        ...
    sigv4_explain.gateway.iam.reading.InvalidPolicy: policy.Statement.Effect: received 'allow', expected Allow or Deny
    """
    if attached_to is not None and not _api.fullmatch(attached_to):
        raise InvalidInput("attached_to", describe(attached_to), "an API's ARN, arn:aws:execute-api:REGION:ACCOUNT:ID")
    block = block_at(document, field, "a policy document, a JSON object", ("Version", "Id", "Statement"))
    version = _version(block.get("Version", Version.WITHOUT_VARIABLES.value), f"{field}.Version")
    if "Id" in block:
        text_at(block["Id"], f"{field}.Id", "a text")
    if "Statement" not in block:
        raise InvalidPolicy(f"{field}.Statement", "nothing", "at least one statement")
    places = one_or_more(block["Statement"], f"{field}.Statement")
    statements = tuple(
        read_statement(item, at, kind, version, index, attached_to) for index, (at, item) in enumerate(places)
    )
    _check_unique([statement.sid for statement in statements], f"{field}.Statement")
    return Policy(name, kind, statements)


def _version(value: object, field: str) -> Version:
    try:
        return Version(value)
    except ValueError:
        raise InvalidPolicy(field, describe(value), "2012-10-17 or 2008-10-17") from None


def _check_unique(sids: list[str], field: str) -> None:
    named = [sid for sid in sids if sid]
    for sid in named:
        if named.count(sid) > 1:
            raise InvalidPolicy(field, f"the Sid {describe(sid)} more than once", "a Sid of its own for each statement")
