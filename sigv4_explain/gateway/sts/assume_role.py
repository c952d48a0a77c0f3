"""AssumeRole: lend a role's keys for a while, if the caller may ask and the role trusts the caller.

Sources: https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html and
https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_roles.html
"""

from __future__ import annotations

from sigv4_explain.gateway.authorizing import ask_iam
from sigv4_explain.gateway.iam import InvalidPolicy, Policy, PolicyKind, RoleSession, checked_policy, denial_message
from sigv4_explain.gateway.people import IamRole
from sigv4_explain.gateway.response import Response
from sigv4_explain.gateway.sessions import Session
from sigv4_explain.gateway.sts.answers import fail, succeed
from sigv4_explain.gateway.sts.call import StsCall
from sigv4_explain.gateway.sts.parameters import AssumeRole, ParameterFault, read_assume_role
from sigv4_explain.json_text import read_json

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
