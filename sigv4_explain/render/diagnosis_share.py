"""A diagnosis as Markdown for a ticket: nothing in it signs or logs in, and its hashes can be computed again."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sigv4_explain.diagnosis.diagnosis import Diagnosis, Sides
from sigv4_explain.diagnosis.evidence import Evidence, Texts
from sigv4_explain.diagnosis.finding import Finding
from sigv4_explain.diagnosis.masks import Mask
from sigv4_explain.encoding import sha256_hex
from sigv4_explain.exporting import raw_http
from sigv4_explain.render.carets import sent_and_expected
from sigv4_explain.render.characters import readable
from sigv4_explain.render.diagnosis_words import MASKED_DIFFERENCE, Told, certainty_words, told_of
from sigv4_explain.render.ticket_mask import short_signature, ticket_mask
from sigv4_explain.request import Request

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
    mask = ticket_mask(evidence)
    told = told_of(diagnosis, mask)
    blocks = [f"## {_prose(told.outcome)}", _prose(told.looked_at), *map(_prose, told.unread)]
    for number, finding in enumerate(told.sure, 1):
        blocks += _finding(number, finding, told)
    if told.possible:
        blocks.append("### Also possible")
        blocks.append("\n".join([f"- {_prose(f'{one.cause}: {one.sentence}')}" for one in told.possible]))
    for title, texts in _sides(diagnosis.sides, evidence):
        blocks += _texts(title, texts, mask)
    blocks += [] if evidence.request is None else _request(evidence.request, mask)
    blocks += _answer(evidence, mask)
    return "\n\n".join([*blocks, f"_{_NOTE}_"]) + "\n"


def _finding(number: int, finding: Finding, told: Told) -> Iterator[str]:
    yield f"### {number}. {_prose(finding.cause)}"
    yield f"**{_prose(certainty_words(finding.certainty))}**"
    yield _prose(finding.sentence)
    lines = [] if finding.where is None else [f"where     {finding.where}"]
    sent, expected = (None if text is None else _own(finding, text) for text in (finding.sent, finding.expected))
    lines += sent_and_expected(sent, expected, _WIDTH)
    lines += [MASKED_DIFFERENCE] if finding.cause in told.masks_a_difference else []
    if lines:
        yield _fenced("\n".join(lines))
    facts = [("Why", finding.why), ("Fix", finding.fix), ("Client", finding.client)]
    facts += [("Evidence", _own(finding, says)) for says in finding.evidence]
    yield "\n".join([f"- {name}: {_prose(text)}" for name, text in facts if text])


def _own(finding: Finding, text: str) -> str:
    """Shorten what is a signature: of the steps that end with one, every hash is."""
    if finding.step not in {"signature", "authorization_header", "presigned_url"}:
        return text
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
