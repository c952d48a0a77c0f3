"""AssumeRole's parameters, checked as AWS checks them: all faults at once, in its words.

Source: https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from sigv4_explain.gateway.people import LONGEST_SESSION, SHORTEST_SESSION

_DEFAULT_SECONDS = "3600"
_ACCEPTED = {
    "Action",
    "Version",
    "RoleArn",
    "RoleSessionName",
    "DurationSeconds",
    "Policy",
    "ExternalId",
}


class ParameterFault(Exception):
    """The parameters are not what AssumeRole takes; the text is AWS's message."""


@dataclass(frozen=True, slots=True)
class AssumeRole:
    """What an AssumeRole call asks for."""

    role_arn: str
    session_name: str
    seconds: int
    policy: str | None
    external_id: str | None


def read_assume_role(parameters: Mapping[str, str]) -> AssumeRole:
    """Read the parameters. Raises ParameterFault with AWS's message."""
    unknown = [name for name in parameters if name not in _ACCEPTED and not name.startswith("X-Amz-")]
    if unknown:
        raise ParameterFault(f"This local front does not know the parameter {unknown[0]}")
    seconds = parameters.get("DurationSeconds", _DEFAULT_SECONDS)
    if not re.fullmatch(r"[0-9]{1,9}", seconds):
        raise ParameterFault(f"Value '{seconds}' at 'durationSeconds' is not a number")
    faults = [
        *_text_faults(
            parameters.get("RoleArn"), "roleArn", 20, 2048, r"[\u0009\u000A\u000D\u0020-\u007E\u0085\u00A0-\uFFFF]+"
        ),
        *_text_faults(parameters.get("RoleSessionName"), "roleSessionName", 2, 64, r"[\w+=,.@-]*"),
        *_range_faults(int(seconds)),
    ]
    if "ExternalId" in parameters:
        faults += _text_faults(parameters["ExternalId"], "externalId", 2, 1224, r"[\w+=,.@:\/-]*")
    if "Policy" in parameters:
        faults += _text_faults(parameters["Policy"], "policy", 1, 2048, r"[\u0009\u000A\u000D\u0020-\u00FF]+")
    if faults:
        errors = "1 validation error" if len(faults) == 1 else f"{len(faults)} validation errors"
        raise ParameterFault(f"{errors} detected: {'; '.join(faults)}")
    return AssumeRole(
        parameters["RoleArn"],
        parameters["RoleSessionName"],
        int(seconds),
        parameters.get("Policy"),
        parameters.get("ExternalId"),
    )


def _text_faults(value: str | None, name: str, shortest: int, longest: int, pattern: str) -> list[str]:
    if value is None:
        return [f"Value null at '{name}' failed to satisfy constraint: Member must not be null"]
    begin = f"Value '{value}' at '{name}' failed to satisfy constraint: Member must"
    faults = []
    if len(value) > longest:
        faults.append(f"{begin} have length less than or equal to {longest}")
    if len(value) < shortest:
        faults.append(f"{begin} have length greater than or equal to {shortest}")
    if not re.fullmatch(pattern, value, re.ASCII):
        faults.append(f"{begin} satisfy regular expression pattern: {pattern}")
    return faults


def _range_faults(seconds: int) -> list[str]:
    begin = f"Value '{seconds}' at 'durationSeconds' failed to satisfy constraint: Member must have value"
    if seconds < SHORTEST_SESSION:
        return [f"{begin} greater than or equal to {SHORTEST_SESSION}"]
    if seconds > LONGEST_SESSION:
        return [f"{begin} less than or equal to {LONGEST_SESSION}"]
    return []
