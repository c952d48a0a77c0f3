"""May the caller do this? IAM is asked with everything that speaks about the request."""

from __future__ import annotations

from collections.abc import Mapping

from sigv4_explain.gateway.arrival import Arrival
from sigv4_explain.gateway.cloud import Caller
from sigv4_explain.gateway.iam import Access, Anonymous, Decision, Policies, Policy, evaluate, request_context


def ask_iam(
    caller: Caller | None,
    arrival: Arrival,
    action: str,
    resource: str,
    resource_policy: Policy | None,
    service_keys: Mapping[str, str] | None = None,
) -> tuple[Access, Decision]:
    """Evaluate the policies of the caller and of the resource; no caller is anybody who did not sign.

    ``service_keys`` are the condition keys that the service adds, such as ``sts:ExternalId``.
    """
    principal = Anonymous() if caller is None else caller.principal
    context = request_context(
        principal,
        at=arrival.at,
        source_ip=arrival.source_ip,
        user_agent=arrival.user_agent,
        service_keys=service_keys,
    )
    access = Access(principal, action, resource, context)
    identity, session = ((), None) if caller is None else (caller.policies, caller.session_policy)
    return access, evaluate(access, Policies(identity, session, resource_policy))
