"""The front of STS: the call's own signature first, then the action."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from urllib.parse import parse_qsl

from sigv4_explain.gateway.arrival import Arrival
from sigv4_explain.gateway.authenticating import broken_rule, check_signature
from sigv4_explain.gateway.cloud import Cloud
from sigv4_explain.gateway.response import Response
from sigv4_explain.gateway.sts.answers import VERSION, fail
from sigv4_explain.gateway.sts.assume_role import assume_role
from sigv4_explain.gateway.sts.call import StsCall
from sigv4_explain.gateway.sts.caller_identity import get_caller_identity

_ACTIONS: Mapping[str, Callable[[StsCall], Response]] = MappingProxyType(
    {"AssumeRole": assume_role, "GetCallerIdentity": get_caller_identity}
)


def answer_sts(cloud: Cloud, arrival: Arrival) -> Response:
    """Answer a call of STS's query protocol."""
    request_id, request = cloud.request_id(), arrival.request
    verdict = check_signature(cloud, arrival, "sts")
    if verdict.refusal is not None:
        refusal = verdict.refusal
        return fail(refusal.status, refusal.code, refusal.message, arrival, request_id, verdict, broken_rule(verdict))
    parameters = dict(parse_qsl(request.query, keep_blank_values=True, errors="replace"))
    parameters |= dict(parse_qsl(request.body.decode(errors="replace"), keep_blank_values=True, errors="replace"))
    name = parameters.get("Action", "")
    action = _ACTIONS.get(name)
    if action is None or parameters.get("Version", VERSION) != VERSION:
        version = parameters.get("Version", VERSION)
        message = f"Could not find operation {name or 'null'} for version {version}"
        return fail(400, "InvalidAction", message, arrival, request_id, verdict, "no such action")
    caller = cloud.caller(str(verdict.access_key_id))
    return action(StsCall(cloud, arrival, request_id, verdict, caller, parameters))
