"""A statement's Action or NotAction, and its Resource or NotResource: what it speaks of.

Source: the IAM User Guide, "IAM JSON policy elements: Action", "NotAction", "Resource" and "NotResource".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum

from sigv4_explain.errors import describe
from sigv4_explain.gateway.iam.matching import matches
from sigv4_explain.gateway.iam.reading import InvalidPolicy, one_of_two, one_or_more, text_at
from sigv4_explain.gateway.iam.template import Context, Template, Variable, Version, resolved, split_arn, template

_action = re.compile(r"\*|[A-Za-z0-9-]+:[A-Za-z0-9*?]+")


class Choice(Enum):
    """Whether an element lists what it means, or what it does not mean."""

    LISTED = "Action, Resource"
    ALL_BUT_LISTED = "NotAction, NotResource"


@dataclass(frozen=True, slots=True)
class Selection:
    """The actions or the resources that a statement is about."""

    choice: Choice
    templates: tuple[Template, ...]

    def covers(self, text: str, context: Context) -> bool:
        """Compare; a template with a variable that has no value is like nothing."""
        patterns = (resolved(pieces, context) for pieces in self.templates)
        listed = any(pattern is not None and matches(pattern, text) for pattern in patterns)
        return listed is (self.choice is Choice.LISTED)


def read_actions(block: Mapping[str, object], field: str) -> Selection:
    """Read the actions of a statement; they are compared without case."""
    name, value = one_of_two(block, ("Action", "NotAction"), field)
    return Selection(_choice(name), tuple(_action_templates(value, f"{field}.{name}")))


def read_resources(block: Mapping[str, object], field: str, version: Version, attached_to: str | None) -> Selection:
    """Read the resources of a statement; they are compared with case."""
    name, value = one_of_two(block, ("Resource", "NotResource"), field)
    return Selection(_choice(name), tuple(_resource_templates(value, f"{field}.{name}", version, attached_to)))


def _action_templates(value: object, field: str) -> Iterator[Template]:
    expected = "* or an action such as execute-api:Invoke"
    for at, item in one_or_more(value, field):
        action = text_at(item, at, expected)
        if not _action.fullmatch(action):
            raise InvalidPolicy(at, describe(action), expected)
        yield template(action.lower(), at, Version.WITHOUT_VARIABLES)


def _resource_templates(value: object, field: str, version: Version, attached_to: str | None) -> Iterator[Template]:
    expected = "* or an ARN such as arn:aws:execute-api:eu-central-1:111122223333:abc123/*"
    for at, item in one_or_more(value, field):
        resource = text_at(item, at, expected)
        if attached_to is not None and resource.startswith("execute-api:/"):
            # API Gateway writes the whole ARN into the policy when it is saved.
            resource = attached_to + resource.removeprefix("execute-api:")
        if resource != "*" and not resource.startswith("arn:"):
            raise InvalidPolicy(at, describe(resource), expected)
        yield _completed(template(resource, at, version), at)


def _completed(pieces: Template, field: str) -> Template:
    """Fill up an ARN of less than six parts with wildcards, as IAM does; variables stand in the last part only."""
    parts = split_arn(pieces)
    if any(isinstance(piece, Variable) for part in parts[:5] for piece in part):
        raise InvalidPolicy(field, "a variable before the fifth colon", "variables in the last part of the ARN only")
    return pieces if len(parts) == 1 else pieces + template(":*" * (6 - len(parts)), field, Version.WITHOUT_VARIABLES)


def _choice(name: str) -> Choice:
    return Choice.ALL_BUT_LISTED if name.startswith("Not") else Choice.LISTED
