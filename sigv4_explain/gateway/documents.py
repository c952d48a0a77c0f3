"""The policies of the story, as AWS writes them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

PolicyDocument = Mapping[str, Any]
"""A policy as ``json.loads`` returns it."""


def allow(action: str | list[str], resource: str, condition: Mapping[str, Any] | None = None) -> PolicyDocument:
    """Write an identity policy of one statement.

    >>> allow("sts:AssumeRole", "*")["Statement"]
    {'Effect': 'Allow', 'Action': 'sts:AssumeRole', 'Resource': '*'}
    """
    statement: dict[str, Any] = {"Effect": "Allow", "Action": action, "Resource": resource}
    return _document(statement, condition)


def trust(*principals: str, condition: Mapping[str, Any] | None = None) -> PolicyDocument:
    """Write a role's trust policy: who may assume it."""
    named: str | list[str] = principals[0] if len(principals) == 1 else list(principals)
    statement: dict[str, Any] = {"Effect": "Allow", "Principal": {"AWS": named}, "Action": "sts:AssumeRole"}
    return _document(statement, condition)


def _document(statement: dict[str, Any], condition: Mapping[str, Any] | None) -> PolicyDocument:
    """Put one statement into a document, with its condition if it has one."""
    whole = statement if condition is None else statement | {"Condition": condition}
    return {"Version": "2012-10-17", "Statement": whole}
