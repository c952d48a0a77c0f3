"""The front of STS: AssumeRole lends a role's keys for a while, GetCallerIdentity tells whose key signed.

Sources: https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html,
https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html and
https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_roles.html
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from urllib.parse import parse_qsl
from xml.etree import ElementTree

from sigv4_explain.json_text import read_json
from sigv4_explain.local_aws.cloud import (
    Arrival,
    Caller,
    Cloud,
    Response,
    Session,
    ask_iam,
    broken_rule,
    check_signature,
    denial_message,
    framing,
)
from sigv4_explain.local_aws.iam import (
    Anonymous,
    InvalidPolicy,
    Policy,
    PolicyKind,
    RoleSession,
    checked_policy,
)
from sigv4_explain.local_aws.world import LONGEST_SESSION, SHORTEST_SESSION, IamRole
from sigv4_explain.verifier import Verdict

VERSION = "2011-06-15"
_NAMESPACE = f"https://sts.amazonaws.com/doc/{VERSION}/"
_not_in_xml = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

Fields = Mapping[str, "str | Fields"]
"""Elements by name, in order; one may hold others."""


def succeed(action: str, result: Fields, arrival: Arrival, request_id: str, verdict: Verdict, because: str) -> Response:
    """Answer with the result of an action."""
    fields: Fields = {f"{action}Result": result, "ResponseMetadata": {"RequestId": request_id}}
    return _answer(200, f"{action}Response", fields, arrival, request_id, verdict, because)


def fail(
    status: int, code: str, message: str, arrival: Arrival, request_id: str, verdict: Verdict, because: str
) -> Response:
    """Answer with an error; the caller is to blame."""
    fields: Fields = {"Error": {"Type": "Sender", "Code": code, "Message": message}, "RequestId": request_id}
    return _answer(status, "ErrorResponse", fields, arrival, request_id, verdict, because)


def _answer(
    status: int, root: str, fields: Fields, arrival: Arrival, request_id: str, verdict: Verdict, because: str
) -> Response:
    body = xml(root, fields)
    ids = ("x-amzn-RequestId", request_id)
    return Response(status, (*framing(arrival.at, "text/xml", body), ids), body, because, verdict)


def xml(root: str, fields: Fields) -> bytes:
    """Write elements under each other, indented by two blanks.

    >>> print(xml("A", {"B": "1 < 2"}).decode(), end="")
    <A xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
      <B>1 &lt; 2</B>
    </A>
    """
    element = ElementTree.Element(root, {"xmlns": _NAMESPACE})
    _fill(element, fields)
    ElementTree.indent(element)
    return ElementTree.tostring(element) + b"\n"


def _fill(element: ElementTree.Element, fields: Fields) -> None:
    for name, value in fields.items():
        child = ElementTree.SubElement(element, name)
        if isinstance(value, str):
            child.text = _not_in_xml.sub("\N{REPLACEMENT CHARACTER}", value)
        else:
            _fill(child, value)


@dataclass(frozen=True, slots=True)
class StsCall:
    """Who calls, with which parameters."""

    cloud: Cloud
    arrival: Arrival
    request_id: str
    verdict: Verdict
    caller: Caller
    parameters: Mapping[str, str]


_DEFAULT_SECONDS = "3600"
_ACCEPTED = {"Action", "Version", "RoleArn", "RoleSessionName", "DurationSeconds", "Policy", "ExternalId"}


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


_LONGEST_CHAINED = 3600
"""Seconds: a session that assumes another role gets an hour at most."""


def assume_role(call: StsCall) -> Response:
    """Answer with temporary keys, or say why not."""
    try:
        wanted = read_assume_role(call.parameters)
        policy = _session_policy(wanted.policy)
    except ParameterFault as fault:
        return _fail(call, 400, "ValidationError", str(fault))
    except InvalidPolicy:
        return _fail(call, 400, "MalformedPolicyDocument", "Syntax errors in policy.")
    except ValueError:
        return _fail(call, 400, "MalformedPolicyDocument", "This policy contains invalid Json")
    role = next((role for role in call.cloud.world.roles if role.arn == wanted.role_arn), None)
    if role is None:  # a role that is not there trusts nobody
        return _fail(call, 403, "AccessDenied", _not_authorized(call, wanted.role_arn))
    if denied := _denied(call, wanted, role):
        return denied
    if too_long := _too_long(call, role, wanted.seconds):
        return _fail(call, 400, "ValidationError", too_long)
    session = call.cloud.assume(role, wanted.session_name, policy, wanted.seconds, call.arrival.at)
    because = f"{call.caller.principal.arn} has assumed {role.arn}"
    return succeed("AssumeRole", _result(session, wanted), call.arrival, call.request_id, call.verdict, because)


def _session_policy(text: str | None) -> Policy | None:
    if text is None:
        return None
    return checked_policy(read_json(text), PolicyKind.SESSION, name="session policy", field="Policy")


def _denied(call: StsCall, wanted: AssumeRole, role: IamRole) -> Response | None:
    """Both sides must agree: the caller's policies, and the role's trust policy."""
    keys = {"sts:RoleSessionName": wanted.session_name}
    if wanted.external_id is not None:
        keys["sts:ExternalId"] = wanted.external_id
    access, decision = ask_iam(call.caller, call.arrival, "sts:AssumeRole", role.arn, role.checked_trust, keys)
    if decision.allowed:
        return None
    message = denial_message(access, decision, call.cloud.wording)
    return fail(403, "AccessDenied", message, call.arrival, call.request_id, call.verdict, str(decision))


def _not_authorized(call: StsCall, role_arn: str) -> str:
    caller = call.caller.principal.arn
    return f"User: {caller} is not authorized to perform: sts:AssumeRole on resource: {role_arn}"


def _too_long(call: StsCall, role: IamRole, seconds: int) -> str | None:
    if isinstance(call.caller.principal, RoleSession) and seconds > _LONGEST_CHAINED:
        return "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining"
    if seconds > role.max_session_seconds:
        return "The requested DurationSeconds exceeds the MaxSessionDuration set for this role."
    return None


def _result(session: Session, wanted: AssumeRole) -> dict[str, str | dict[str, str]]:
    keys, expiration = session.key.credentials, session.key.expiration
    result: dict[str, str | dict[str, str]] = {
        "AssumedRoleUser": {"AssumedRoleId": session.principal.user_id, "Arn": session.principal.arn},
        "Credentials": {
            "AccessKeyId": keys.access_key_id,
            "SecretAccessKey": keys.secret_access_key,
            "SessionToken": keys.session_token or "",
            "Expiration": f"{expiration:%Y-%m-%dT%H:%M:%SZ}",
        },
    }
    if wanted.policy is not None:
        result["PackedPolicySize"] = str(max(1, 100 * len(wanted.policy) // 2048))
    return result


def _fail(call: StsCall, status: int, code: str, message: str) -> Response:
    return fail(status, code, message, call.arrival, call.request_id, call.verdict, message)


def get_caller_identity(call: StsCall) -> Response:
    """Answer with the caller's ARN, unique id and account."""
    principal = call.caller.principal
    user_id = "" if isinstance(principal, Anonymous) else principal.user_id
    result = {"Arn": principal.arn, "UserId": user_id, "Account": principal.account_id}
    return succeed("GetCallerIdentity", result, call.arrival, call.request_id, call.verdict, "the caller is known")


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
