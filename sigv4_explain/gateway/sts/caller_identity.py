"""GetCallerIdentity: whose key signed this? Nobody needs a permission to ask.

Source: https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html
"""

from __future__ import annotations

from sigv4_explain.gateway.iam import Anonymous
from sigv4_explain.gateway.response import Response
from sigv4_explain.gateway.sts.answers import succeed
from sigv4_explain.gateway.sts.call import StsCall


def get_caller_identity(call: StsCall) -> Response:
    """Answer with the caller's ARN, unique id and account."""
    principal = call.caller.principal
    user_id = "" if isinstance(principal, Anonymous) else principal.user_id
    result = {"Arn": principal.arn, "UserId": user_id, "Account": principal.account_id}
    return succeed("GetCallerIdentity", result, call.arrival, call.request_id, call.verdict, "the caller is known")
