"""The words of a denial, as API Gateway and STS write them."""

from __future__ import annotations

from sigv4_explain.gateway.iam.access import Access
from sigv4_explain.gateway.iam.decision import NO_ALLOW, Decision, Reason
from sigv4_explain.verifying.wording import Wording

_KIND_WITHOUT_ALLOW = {reason: kind for kind, reason in NO_ALLOW.items()}


def denial_message(access: Access, decision: Decision, wording: Wording = Wording.CURRENT) -> str:
    """Write why a request is denied.

    API Gateway masks the resource's account and leaves the caller's; STS masks neither, and gives a reason for an
    explicit deny only. The older wording does not say which kind of policy denied.

    Sources: answers of API Gateway and STS that were published between 2018 and 2026; the IAM User Guide,
    "Troubleshoot access denied error messages", for session and role trust policies.
    """
    if decision.allowed:
        return ""
    resource = masked_account(access.resource) if _service(access) == "execute-api" else access.resource
    denial = f"User: {access.principal.arn} is not authorized to perform: {access.action} on resource: {resource}"
    return denial + _because(access, decision.reason, wording)


def masked_account(arn: str) -> str:
    """Hide the account of an ARN but for its last four digits.

    >>> masked_account("arn:aws:execute-api:us-east-1:123456789012:abc/prod/GET/pets")
    'arn:aws:execute-api:us-east-1:********9012:abc/prod/GET/pets'
    """
    *head, account, resource = arn.split(":", 5)
    return ":".join([*head, "********" + account[-4:], resource])


def _because(access: Access, reason: Reason, wording: Wording) -> str:
    kind = _KIND_WITHOUT_ALLOW.get(reason)
    if kind is None:
        return " with " + ("an explicit deny" if wording is Wording.CLASSIC else reason.value)
    if wording is Wording.CLASSIC or _service(access) == "sts":
        return ""
    return f" because no {kind.value} allows the {access.action} action"


def _service(access: Access) -> str:
    return access.action.partition(":")[0].lower()
