"""What the policy of a form demands, where a paste shows it: told beside the answer that refuses the form."""

from __future__ import annotations

import json
import re
from base64 import b64decode
from binascii import Error
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from sigv4_explain.doctor.case import Case
from sigv4_explain.doctor.finding import Finding

_encoded = re.compile(r"\bpolicy\b[^\n]{0,40}?(eyJ[A-Za-z0-9+/]{20,8000}={0,2})", re.IGNORECASE)
_MOST = 12


def with_policy(finding: Finding, case: Case) -> Finding:
    """Add what the policy demands to a finding about it; nothing where the paste does not show a policy."""
    found = _encoded.search(case.evidence.pasted) if finding.cause.startswith("post-policy-") else None
    policy = _decoded(found[1]) if found else None
    return finding if policy is None else replace(finding, evidence=(*finding.evidence, *_says(policy, case)))


def _decoded(encoded: str) -> dict[str, Any] | None:
    try:
        policy = json.loads(b64decode(encoded + "=" * (-len(encoded) % 4)))
    except (Error, ValueError):  # a mask, or a cut
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
