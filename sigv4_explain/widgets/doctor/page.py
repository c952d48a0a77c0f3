"""What the doctor's page shows beside the diagnosis: an invitation, what was recognised, and what leads on."""

from __future__ import annotations

from collections.abc import Iterator

from sigv4_explain.doctor import Diagnosis
from sigv4_explain.doctor.evidence import Evidence
from sigv4_explain.drawing.markup import WRAPPED, Html, join, shortened, tag
from sigv4_explain.drawing.pieces import PREFIX, copy_button

_EXAMPLE = """\
$ curl -i https://abc123.execute-api.eu-central-1.amazonaws.com/default/hello \\
    -H 'X-Amz-Date: 20150830T123600Z' -H 'Authorization: AWS4-HMAC-SHA256 Credential=AKID…'
HTTP/1.1 403 Forbidden
{"message":"Credential should be scoped to a valid region."}"""


def invitation() -> Html:
    """Draw what to do first, with an example of what a paste may be."""
    return tag(
        "div",
        tag("p", tag("strong", "Paste a refused request, and read why."), class_=f"{PREFIX}-headline"),
        tag("p", "One box takes all of it, in any order, as your terminal or your log shows it. For example:"),
        tag("pre", tag("code", _EXAMPLE, style=WRAPPED)),
        tag("p", "Nothing at hand? Choose an example below the box. What is masked may stay masked."),
        class_=f"{PREFIX}-status {PREFIX}-invitation",
    )


_LONGEST = 44
_TICKET = f"{PREFIX}-ticket"


def chips(evidence: Evidence) -> Html:
    """Draw what was recognised in the paste, and what is missing that would tell more."""
    there = [tag("li", f"✓ {words}", class_=f"{PREFIX}-chip-there") for words in _recognised(evidence)]
    missing = [tag("li", f"○ {words}", class_=f"{PREFIX}-chip-missing") for words in _missing(evidence)]
    return tag("ul", *there, *missing, class_=f"{PREFIX}-chips")


def _recognised(evidence: Evidence) -> Iterator[str]:
    request, answer = evidence.request, evidence.answer
    if request is not None:
        target = f"{request.method} {request.path or '/'}"
        yield f"request: {shortened(target, _LONGEST)}"
    if answer is not None:
        told = " ".join(str(each) for each in (answer.status, answer.code) if each is not None)
        text = ", with its canonical request" if answer.canonical_request else ""
        yield f"answer: {shortened(told, _LONGEST)}{text}" if told else f"answer{text}"
    if evidence.code is not None:
        yield "source code"
    if evidence.client.canonical_request or evidence.client.string_to_sign:
        yield "what your client signed"
    if evidence.service and evidence.region:
        yield f"{shortened(evidence.service, _LONGEST)} in {shortened(evidence.region, _LONGEST)}"
    if evidence.credentials is not None:
        yield "keys: they stay here"


def _missing(evidence: Evidence) -> Iterator[str]:
    if evidence.request is None:
        yield "the request"
    if evidence.answer is None:
        yield "the answer"
    if not evidence.client.canonical_request and not evidence.client.string_to_sign:
        yield "what your client signed, if it tells"
    if evidence.credentials is None:
        yield "the secret, if you want a proof"


def ticket(diagnosis: Diagnosis) -> Html:
    """Draw a button that copies the diagnosis for a ticket, masked, and its text where nobody sees it."""
    button = copy_button(_TICKET, "Copy for a ticket")
    return join(button, tag("pre", diagnosis.share(), class_=_TICKET, hidden="hidden"))
