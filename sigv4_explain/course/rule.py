"""A rule of SigV4 in one sentence, and the page where AWS, or the standard it follows, gives it."""

from __future__ import annotations

from typing import NamedTuple

CREATING = "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html"
"""AWS's page "Create a signed AWS API request", which has most of the rules."""


class Rule(NamedTuple):
    """What an answer to an exercise must keep to."""

    sentence: str
    source: str = CREATING
