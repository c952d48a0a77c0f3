"""Who calls? The signature says: every front asks verify, with the cloud's keys, Region and wording."""

from __future__ import annotations

from sigv4_explain.gateway.arrival import Arrival
from sigv4_explain.gateway.cloud import Cloud
from sigv4_explain.verifying import Verdict, verify


def check_signature(cloud: Cloud, arrival: Arrival, service: str) -> Verdict:
    """Judge an arrived request for a service of this cloud."""
    return verify(
        arrival.request,
        cloud.keys,
        region=cloud.world.region,
        service=service,
        at=arrival.at,
        wording=cloud.wording,
    )


def broken_rule(verdict: Verdict) -> str:
    """Say for the log which rule was broken."""
    return f"rule {verdict.number} does not hold: {verdict.rule.title}" if verdict.rule else "every rule is kept"
