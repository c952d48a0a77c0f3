"""A diagnosis as Markdown for a ticket, in which nothing signs or logs in, and as JSON for tools."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import asdict, replace
from typing import Any

from sigv4_explain.doctor.case import Case
from sigv4_explain.doctor.diagnosis import Diagnosis, Sides
from sigv4_explain.doctor.diagnosis_view import certainty_words
from sigv4_explain.doctor.evidence import Evidence, Texts
from sigv4_explain.doctor.finding import Finding
from sigv4_explain.doctor.first_screen import MOST_OTHERS, Told, commands_of, compared_rows, told_of, where_of
from sigv4_explain.doctor.masks import Mask, mask_of, masked_finding, masked_texts, masked_unread
from sigv4_explain.drawing.differences import readable
from sigv4_explain.drawing.request_text import raw_http
from sigv4_explain.encoding import sha256_hex
from sigv4_explain.masking import is_private, masked
from sigv4_explain.request import Request
from sigv4_explain.signature import ALGORITHM

_SHOWN_OF_SIGNATURE = 8
_SHOWN_OF_KEY_ID = 4
_line = re.compile(r"^([ \t]*+([^\s:]++)[ \t]*+:[ \t]*+)([^\r\n]*+)", re.MULTILINE)
_parameter = re.compile(r"((?:^|[?&\s])([^=&?;#\s]++)=)([^&#\s]*+)", re.MULTILINE)
_parameter_of_a_segment = re.compile(r"(;([^=&?;#/\s]++)=)([^;/?#&\s]*+)")
_signature = re.compile(r"(\bSignature(?:=|%3D))([^\s,;&'\"]+)", re.IGNORECASE)
_key_id = re.compile(r"(\bCredential(?:=|%3D))([^\s,;&/%'\"]+)", re.IGNORECASE)
_is_shortened = re.compile(r"(?:X-Amz-)?(?:Signature|Credential)", re.IGNORECASE).fullmatch
_any_key_id = re.compile(r"\bA(?:KIA|SIA)[A-Z0-9]{12,124}\b")


def ticket_mask(case: Case) -> Mask:
    """Return the mask for a ticket.

    Of a signature the first 8 digits stay, to compare with; of a key id the first and last 4 letters, to name the key.
    """
    mask = mask_of(case.evidence)
    signatures, key_ids = _known(case)

    def mask_for_ticket(text: str) -> str:
        text = mask(text)
        for private in (_line, _parameter, _parameter_of_a_segment):
            text = private.sub(_masked_value, text)
        for signature in signatures:
            text = text.replace(signature, short_signature(signature))
        for key_id in key_ids:
            text = text.replace(key_id, short_key_id(key_id))
        text = _signature.sub(lambda found: found[1] + short_signature(found[2]), text)
        text = _key_id.sub(lambda found: found[1] + short_key_id(found[2]), text)
        return _any_key_id.sub(lambda found: short_key_id(found[0]), text)

    return mask_for_ticket


def short_signature(signature: str) -> str:
    """Return the beginning of a signature, with which it can be compared and not sent.

    >>> short_signature("5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b")
    '5da7c1a2… (64 characters)'
    """
    if "…" in signature or len(signature) <= _SHOWN_OF_SIGNATURE:
        return signature
    return f"{signature[:_SHOWN_OF_SIGNATURE]}… ({len(signature)} characters)"


def short_key_id(key_id: str) -> str:
    """Return the two ends of an access key id; a short one is masked.

    >>> short_key_id("AKIAIOSFODNN7EXAMPLE")
    'AKIA…MPLE'
    """
    if "…" in key_id or "•" in key_id:
        return key_id
    if len(key_id) <= 2 * _SHOWN_OF_KEY_ID:
        return masked(key_id)
    return f"{key_id[:_SHOWN_OF_KEY_ID]}…{key_id[-_SHOWN_OF_KEY_ID:]}"


def _masked_value(found: re.Match[str]) -> str:
    """Mask the value of a private header or parameter; a signature and a credential have their own rule."""
    before, name, value = found.groups()
    is_shortened = value.startswith(ALGORITHM) or (before.endswith("=") and _is_shortened(name))
    is_shown = not value or is_shortened or "•••" in value or not is_private(name)
    return found[0] if is_shown else f"{before}{masked(value)}"


def _known(case: Case) -> tuple[list[str], list[str]]:
    """Return the signatures and the key ids that the evidence names."""
    answer, keys = case.evidence.answer, case.evidence.credentials
    signatures = {case.presented.parameters.get("Signature"), answer.signature_provided if answer else None}
    key_ids = {case.presented.access_key_id, case.access_key_id, keys.access_key_id if keys else None}
    return _longer(signatures), _longer(key_ids)


def _longer(texts: set[str | None]) -> list[str]:
    """Return the texts that are long enough to be shortened, the longest first."""
    return sorted([text for text in texts if text and len(text) > 2 * _SHOWN_OF_KEY_ID], key=len, reverse=True)


_WIDTH = 100
_TITLES = {"canonical_request": "Canonical request", "string_to_sign": "String to sign"}

_NOTE = (
    "Masked: session tokens, and the values of headers and parameters whose names speak of authorization, cookies, "
    "keys, passwords, sessions or tokens. Shortened: the key id and the signature. The secret key is not in here. "
    "Read the path and the rest before you post it."
)

_word = re.compile(r"\S+")
_is_link = re.compile(r"@|://|#[0-9]|\bwww\.", re.IGNORECASE).search  # a mention, a URL or a ticket
_markdown = re.compile(r"([\\`*\[\]<>])")
_hex_signature = re.compile(r"\b[0-9a-f]{64}\b")


def diagnosis_share(diagnosis: Diagnosis) -> str:
    """Write a diagnosis as ``Diagnosis.share`` says."""
    evidence = diagnosis.evidence
    mask = ticket_mask(diagnosis.case)
    told = told_of(replace(diagnosis, findings=tuple(map(_shortened, diagnosis.findings))), mask)
    blocks = list(_first_screen(told))
    if told.findings:
        blocks.append("### The reasons")
        blocks += [_reasons(finding, told) for finding in told.findings]
    for title, texts in _sides(diagnosis.sides, evidence):
        blocks += _texts(title, texts, mask)
    blocks += [] if evidence.request is None else _request(evidence.request, mask)
    blocks += _answer(evidence, mask)
    return "\n\n".join([*blocks, f"_{_NOTE}_"]) + "\n"


def _first_screen(told: Told) -> Iterator[str]:
    yield f"## {_prose(told.headline)}"
    if told.why:
        yield f"**{_prose(told.why)}**"
    if told.top is not None:
        yield from _place(told.top, told)
        yield f"**Fix:** {_prose(told.top.fix)}"
    others = [f"- {_prose(sentence)}" for sentence in (*told.others[:MOST_OTHERS], *told.notes)]
    yield from (["\n".join(others)] if others else [])
    yield from (f"**Next:** {_prose(' '.join([each.what, *commands_of(each)]))}" for each in told.advice[:1])
    yield _prose(told.read)


def _place(finding: Finding, told: Told) -> Iterator[str]:
    lines = [] if finding.where is None else [f"where     {where_of(finding)}"]
    lines += compared_rows(finding, told, _WIDTH)
    if lines:
        yield _fenced("\n".join(lines))


def _reasons(finding: Finding, told: Told) -> str:
    facts = [("Why", finding.why), ("Fix", "" if finding is told.top else finding.fix), ("Client", finding.client)]
    facts += [("Evidence", says) for says in finding.evidence]
    place = [] if finding is told.top else _place(finding, told)
    head = f"**{_prose(finding.cause)}**, {_prose(certainty_words(finding.certainty))}. {_prose(finding.sentence)}"
    return "\n\n".join([head, *place, "\n".join([f"- {name}: {_prose(text)}" for name, text in facts if text])])


def _shortened(finding: Finding) -> Finding:
    """Shorten what is a signature: of the steps that end with one, every hash is."""
    if finding.step not in {"signature", "authorization_header", "presigned_url"}:
        return finding
    sent, expected = (text and _short(text) for text in (finding.sent, finding.expected))
    return replace(finding, sent=sent, expected=expected, evidence=tuple(map(_short, finding.evidence)))


def _short(text: str) -> str:
    return _hex_signature.sub(lambda found: short_signature(found[0]), text)


def _sides(sides: Sides | None, evidence: Evidence) -> Iterator[tuple[str, Texts]]:
    if sides is not None:
        yield f"client: {sides.client_title}", sides.client
        yield f"server: {sides.server_title}", sides.server
        return
    yield "client: what the client signed", evidence.client
    yield "server: as AWS's answer has it", evidence.server


def _texts(title: str, texts: Texts, mask: Mask) -> Iterator[str]:
    """Write both texts of a side, each with its hash, so that it can be checked."""
    for name, text in texts._asdict().items():
        if text is None:
            continue
        shown = mask(text)
        exactly = readable(shown.replace("\n", "")) == shown.replace("\n", "")
        yield f"### {_TITLES[name]}, {_prose(title)}"
        yield _fenced("\n".join(map(readable, shown.split("\n"))))
        note = "" if shown == text else " (of the text before a part of it was masked)"
        note += "" if exactly else " (of the text without the pictures for control characters)"
        yield f"SHA-256: `{sha256_hex(text.encode('utf-8', 'surrogatepass'))}`{note}"


def _request(request: Request, mask: Mask) -> Iterator[str]:
    head = raw_http(Request(request.method, request.url, request.headers)).rstrip("\n")
    yield "### The request"
    yield _fenced("\n".join(map(readable, mask(head).split("\n"))))
    yield f"Body: {len(request.body)} bytes, SHA-256 `{sha256_hex(request.body)}`"


def _answer(evidence: Evidence, mask: Mask) -> Iterator[str]:
    answer = evidence.answer
    if answer is not None:
        words = [str(word) for word in (answer.status, answer.code) if word is not None]
        sentence = (answer.message or "").split("\n")[0]
        yield "### AWS's answer"
        yield _prose(mask(f"{' '.join(words)}: {sentence}" if words else sentence))


def _prose(sentence: str) -> str:
    """Return a sentence in which nothing is taken for Markdown, HTML, a link or somebody's name."""
    return _word.sub(lambda found: _inert(found[0]), readable(sentence))


def _inert(word: str) -> str:
    code = word.replace("`", "'")
    return f"`{code}`" if _is_link(word) else _markdown.sub(r"\\\1", word)


def _fenced(text: str) -> str:
    longest = max([len(run) for run in re.findall(r"`+", text)], default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}text\n{text}\n{fence}"


SCHEMA = 2
"""The version of the JSON; it grows when a key goes or means something else, not when one comes."""


def diagnosis_json(diagnosis: Diagnosis) -> str:
    """Write what ``Diagnosis.to_json`` says; only ASCII, so that every terminal and file takes it."""
    mask, evidence, sides = mask_of(diagnosis.evidence), diagnosis.evidence, diagnosis.sides
    document = {
        "schema": SCHEMA,
        "outcome": diagnosis.outcome.name.lower(),
        "findings": [_json_finding(masked_finding(finding, mask)) for finding in diagnosis.findings],
        "sides": None
        if sides is None
        else {
            "client": _json_side(sides.client_title, sides.client, mask),
            "server": _json_side(sides.server_title, sides.server, mask),
        },
        "advice": [{"what": mask(what), "how": [mask(line) for line in how]} for what, how in diagnosis.advice],
        "looked_at": list(evidence.given),
        "read": list(evidence.read),
        "passed_over": list(evidence.passed_over),
        "region": evidence.region and mask(evidence.region),
        "service": evidence.service and mask(evidence.service),
        "notes": [mask(note) for note in diagnosis.notes],
        "unread": [masked_unread(unread, mask)._asdict() for unread in evidence.unread],
    }
    return json.dumps(document, indent=1)


def _json_finding(finding: Finding) -> dict[str, Any]:
    where = None if finding.where is None else finding.where._asdict()
    return {**asdict(finding), "certainty": finding.certainty.name.lower(), "where": where}


def _json_side(title: str, texts: Texts, mask: Mask) -> dict[str, Any]:
    return {"title": title, **masked_texts(texts, mask)._asdict()}
