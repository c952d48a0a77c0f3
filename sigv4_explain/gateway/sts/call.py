"""A call of STS whose signature was found right."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sigv4_explain.gateway.arrival import Arrival
from sigv4_explain.gateway.cloud import Caller, Cloud
from sigv4_explain.verifying import Verdict


@dataclass(frozen=True, slots=True)
class StsCall:
    """Who calls, with which parameters."""

    cloud: Cloud
    arrival: Arrival
    request_id: str
    verdict: Verdict
    caller: Caller
    parameters: Mapping[str, str]
