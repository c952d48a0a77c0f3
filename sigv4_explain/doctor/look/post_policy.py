"""Forms with a policy: what the policy demands, and what a command that posts such a form lacks."""

from __future__ import annotations

import hmac
import re
from base64 import b64decode
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from sigv4_explain.doctor.case import Case
from sigv4_explain.doctor.causes import suspected
from sigv4_explain.doctor.finding import Finding
from sigv4_explain.doctor.look.signature_form import signature_fault
from sigv4_explain.doctor.recipe import KeyDerivation
from sigv4_explain.encoding import is_sha256
from sigv4_explain.json_text import read_json

_encoded = re.compile(r"\bpolicy\b[^\n]{0,40}?(eyJ[A-Za-z0-9+/]{20,8000}={0,2})", re.IGNORECASE)
_field = re.compile(r'form-data; name="([^"]*)"(?:; filename="[^"]*")?\r\n\r\n(.*?)\r\n--', re.DOTALL)
_MOST = 12
_NEEDED = ("key", "policy", "x-amz-algorithm", "x-amz-credential", "x-amz-date", "x-amz-signature", "file")
_NEEDS_NO_CONDITION = re.compile(r"file|policy|x-amz-signature|x-ignore-.*").fullmatch
_SIGNED = (
    "The command posts a form: its signature is that of the field policy, as it stands there in base64, for what the "
    "fields x-amz-credential and x-amz-date say; no canonical request is made."
)


def with_policy(finding: Finding, case: Case) -> Finding:
    """Add what the policy demands to a finding about it; nothing where the paste does not show a policy."""
    found = _encoded.search(case.evidence.pasted) if finding.cause.startswith("post-policy-") else None
    policy = _decoded(found[1]) if found else None
    return finding if policy is None else replace(finding, evidence=(*finding.evidence, *_says(policy, case)))


def signed_form(case: Case) -> Mapping[str, str]:
    """Return the fields of the form that a command posts, in their order; none where they hold no policy."""
    body = case.request.body.decode("utf-8", "replace") if case.has_request and case.is_written else ""
    fields = {name.lower(): value for name, value in _field.findall(body)}
    return fields if "policy" in fields else {}


def form_note(case: Case) -> str | None:
    """Say how a form is signed, and whether the keys that are known give its signature; None where there is none."""
    fields = signed_form(case)
    if not fields:
        return None
    made = _signature(fields, case)
    return f"By these keys the form's signature is right. {_SIGNED}" if made and made == _sent(fields) else _SIGNED


def form_faults(case: Case) -> Iterator[Finding]:
    """Return what a form with a policy lacks; it was pasted as a command, so nothing of it is certain."""
    fields = signed_form(case)
    if not fields:
        return
    names = list(fields)
    if missing := [name for name in _NEEDED if name not in fields]:
        yield suspected("post-policy-field-missing", f"Not in the form: {', '.join(missing)}.")
    if "file" in fields and (behind := names[names.index("file") + 1 :]):
        yield suspected("post-policy-field-missing", f"Behind the file, where nothing is read: {', '.join(behind)}.")
    policy = _decoded(fields["policy"])
    if policy is not None:
        demanded = {name.lower() for name in _names(policy.get("conditions"))}
        free = [name for name in names if name not in demanded and not _NEEDS_NO_CONDITION(name)]
        if free:
            yield suspected("post-policy-field-without-condition", f"Without a condition: {', '.join(free)}.")
    signature = _sent(fields)
    if fault := signature_fault(signature):
        yield suspected(fault.slug, fault.says, sent=signature[:128], expected=fault.expected)
    elif (made := _signature(fields, case)) and made != signature:
        yield suspected("wrong-secret", "With these keys the policy has another signature.")


def _sent(fields: Mapping[str, str]) -> str:
    return fields.get("x-amz-signature", "")


def _signature(fields: Mapping[str, str], case: Case) -> str | None:
    """Sign the policy with the keys that are known; None where the form does not tell all that is needed.

    Source: https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-authentication-HTTPPOST.html
    """
    scope = fields.get("x-amz-credential", "").split("/")
    if case.keys is None or len(scope) != 5 or not is_sha256(_sent(fields)):
        return None
    _, day, region, service, _ = scope
    chain = KeyDerivation(secret=case.keys.secret_access_key, date=day, region=region, service=service)
    return hmac.digest(chain.signing_key(), fields["policy"].encode(), "sha256").hex()


def _decoded(encoded: str) -> dict[str, Any] | None:
    try:
        policy = read_json(b64decode(encoded + "=" * (-len(encoded) % 4)).decode())
    except ValueError:  # a mask, or a cut; base64 has an error of this kind too
        return None
    return policy if isinstance(policy, dict) else None


def _says(policy: dict[str, Any], case: Case) -> Iterator[str]:
    if isinstance(policy.get("expiration"), str):
        yield f"The policy is good until {policy['expiration'][:40]}."
    names = list(dict.fromkeys(_names(policy.get("conditions"))))[:_MOST]
    if names:
        yield f"It has conditions for {', '.join(names)}."
    unseen = [name for name in names if name != "bucket" and not _is_field(name, case.evidence.pasted)]
    if unseen:
        yield f"No field of these names is in what was pasted: {', '.join(unseen)}."


def _names(conditions: Any) -> Iterator[str]:
    """Return the names of the fields that have a condition: ``{"acl": …}``, or ``["eq", "$key", …]``."""
    for condition in conditions if isinstance(conditions, list) else ():
        if isinstance(condition, dict):
            yield from (str(name)[:60] for name in condition)
        elif isinstance(condition, list) and len(condition) > 1 and str(condition[1]).startswith("$"):
            yield str(condition[1])[1:61]


def _is_field(name: str, text: str) -> bool:
    return bool(re.search(rf"(?<![\w-]){re.escape(name)}['\"]?\s{{0,3}}[=:]", text, re.IGNORECASE))
