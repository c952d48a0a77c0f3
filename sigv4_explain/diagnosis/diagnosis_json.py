"""A diagnosis written as JSON, for tools."""

from __future__ import annotations

import json
from typing import Any

from sigv4_explain.diagnosis.diagnosis import Diagnosis, Sides
from sigv4_explain.diagnosis.evidence import Texts
from sigv4_explain.diagnosis.finding import Finding
from sigv4_explain.diagnosis.masks import Mask, mask_of, masked_finding, masked_texts, masked_unread


def diagnosis_json(diagnosis: Diagnosis) -> str:
    """Write what ``Diagnosis.to_json`` says; only ASCII, so that every terminal and file takes it."""
    mask, evidence = mask_of(diagnosis.evidence), diagnosis.evidence
    document = {
        "outcome": diagnosis.outcome.name.lower(),
        "findings": [_finding(masked_finding(finding, mask)) for finding in diagnosis.findings],
        "sides": None if diagnosis.sides is None else _sides(diagnosis.sides, mask),
        "advice": [{"what": mask(what), "how": [mask(line) for line in how]} for what, how in diagnosis.advice],
        "looked_at": list(evidence.given),
        "region": evidence.region,
        "service": evidence.service,
        "unread": [masked_unread(unread, mask)._asdict() for unread in evidence.unread],
    }
    return json.dumps(document, indent=1)


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "cause": finding.cause,
        "certainty": finding.certainty.name.lower(),
        "sentence": finding.sentence,
        "step": finding.step,
        "where": None if finding.where is None else finding.where._asdict(),
        "sent": finding.sent,
        "expected": finding.expected,
        "why": finding.why,
        "fix": finding.fix,
        "evidence": list(finding.evidence),
        "client": finding.client,
    }


def _sides(sides: Sides, mask: Mask) -> dict[str, Any]:
    return {
        "client": _side(sides.client_title, masked_texts(sides.client, mask)),
        "server": _side(sides.server_title, masked_texts(sides.server, mask)),
    }


def _side(title: str, texts: Texts) -> dict[str, Any]:
    return {"title": title, **texts._asdict()}
