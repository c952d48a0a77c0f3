"""Pastes: what is left of a refused call when somebody asks about it, and whether that is enough to name the cause."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from enum import Enum
from random import Random
from typing import NamedTuple

from sigv4_explain import Credentials, Diagnosis, Request
from sigv4_explain.doctor.mistakes.body import BODY
from tests.doctor.parts import Certainty, diagnose, sorted_pastes
from tests.doctor.pastes.forms import ANSWERS, NO_BODY, NO_REPEATS, REQUESTS, TEXTS, Said, shows_texts
from tests.doctor.pastes.layout import Part, Piece, laid_out
from tests.doctor.pastes.refusals import Refusal, Shows, refused, says_mismatch


class Basis(Enum):
    """By what somebody who knows all about signatures could name the cause, the surest first."""

    PROOF = "the secret, and all that was sent"
    TEXTS = "what the client signed, and what the server would have"
    SENT = "all that was sent, and what the server computed"
    WORDS = "the answer's own words"
    OWN = "what the client signed, and all that was sent"
    NONE = "nothing: silence is right, or a suspicion"


class Paste(NamedTuple):
    """What somebody pasted, and what may be said about it."""

    texts: tuple[str, ...]
    """One, or several files."""
    credentials: Credentials | None
    causes: frozenset[str]
    true: frozenset[str]
    """What may be said beside them: it is so, and not the cause."""
    basis: Basis
    made_of: tuple[str, ...]
    """The names of the forms that were drawn, for the report."""

    def diagnosed(self) -> Diagnosis:
        """Ask the doctor, as the shell does."""
        given = sorted_pastes(self.texts)
        return diagnose(**({**given, "credentials": self.credentials} if self.credentials else given))

    def false_certainties(self, diagnosis: Diagnosis) -> list[str]:
        """Return the causes that the doctor calls shown or proven and that are none."""
        sure = [one for one in diagnosis.findings if one.certainty is not Certainty.SUSPECTED]
        return [
            f"{one.cause} ({one.certainty.name.lower()})" for one in sure if one.cause not in self.causes | self.true
        ]

    def is_first(self, diagnosis: Diagnosis) -> bool:
        """Tell whether a right cause comes first."""
        return bool(diagnosis.findings) and diagnosis.findings[0].cause in self.causes

    def is_among_three(self, diagnosis: Diagnosis) -> bool:
        """Tell whether a right cause is among the first three."""
        return any(finding.cause in self.causes for finding in diagnosis.findings[:3])


_parameters = re.compile("(Credential|Signature)=[^,]+")
MASKS: Mapping[str, Callable[[str], str | None]] = {
    "left out": lambda _: None,
    "stars": lambda _: "********",
    "REDACTED": lambda _: "REDACTED",
    "tag": lambda _: "<redacted>",
    "Sensitive": lambda _: "Sensitive",
    "Filtered": lambda _: "[Filtered]",
    "stars behind the algorithm": lambda _: "AWS4-HMAC-SHA256 ***",
    "snips": lambda value: _parameters.sub(r"\1=<snip>", value),
    "key id and signature": lambda value: re.sub(
        "Signature=.*", "Signature=xxxxxxxx", re.sub("Credential=[^/]+", "Credential=AKIA****", value)
    ),
}
"""What people make of an Authorization before they paste it."""
_TOKENS = ("***", "<token>", "IQoJ...", "REDACTED")
_KEEP_THE_LIST = (None, "snips", "key id and signature")
"""The masks that leave SignedHeaders as it is."""
_SIGNATURE_IN_URL = re.compile("(X-Amz-(?:Signature|Credential|Security-Token))=[^&]+")


def masked(request: Request, mask: str, random: Random) -> Request:
    """Mask the signature, and the token."""
    headers = []
    for name, value in request.headers:
        new: str | None = value
        if name.lower() == "authorization":
            new = MASKS[mask](value)
        if name.lower() == "x-amz-security-token":
            new = random.choice(_TOKENS)
        headers += [] if new is None else [(name, new)]
    url = _SIGNATURE_IN_URL.sub(lambda found: f"{found[1]}=REDACTED", request.url)
    return Request(request.method, url, headers, request.body)


class Shown(NamedTuple):
    """What somebody shows of a refused call."""

    request: str | None = None
    """The form in which the request is shown."""
    mask: str | None = None
    answer: str | None = None
    texts: str | None = None
    is_secret_given: bool = False
    is_whole: bool = True
    """Whether neither the body nor a header was left out."""


def drawn_shown(refusal: Refusal, random: Random) -> Shown:
    """Draw what somebody has of a call."""
    forms = list(REQUESTS)
    request = random.choice(forms) if random.random() < 0.85 else None
    answer = random.choice(list(ANSWERS)) if random.random() < 0.85 or request is None else None
    mask = random.choice(list(MASKS)) if random.random() < 0.4 else None
    texts = random.choice(list(TEXTS)) if random.random() < 0.45 and refusal.is_as_signed else None
    is_whole = random.random() < 0.85
    return Shown(request, mask, answer, texts, request is not None and random.random() < 0.35, is_whole)


def pasted(refusal: Refusal, shown: Shown, random: Random) -> Paste:
    """Write what somebody shows, in one text or in several files."""
    said = Said(refusal.verdict, refusal.service)
    pieces = []
    if shown.request is not None:
        pieces.append(Piece(Part.REQUEST, REQUESTS[shown.request](_left(refusal.sent, shown, random))))
    if shown.texts is not None:
        client = refusal.client
        signed = TEXTS[shown.texts](client.canonical_request(), client.string_to_sign())
        pieces.append(Piece(Part.TEXTS, signed))
    if shown.answer is not None:
        place = random.choice((0, len(pieces), len(pieces)))
        pieces.insert(place, Piece(Part.ANSWER, ANSWERS[shown.answer](said)))
    texts = laid_out(pieces, random)
    made_of = [f"{name}={value}" for name, value in shown._asdict().items() if value is not None]
    keys = refusal.keys if shown.is_secret_given else None
    causes, true = refusal.causes, refusal.true
    if causes & _OF_THE_BODY:
        true = true | {"body-changed-after-hash"}  # of a body that nobody shows the two hashes tell no more
    if not _is_proof(shown) and (refusal.shows is Shows.KEY or _hides_breaks(refusal, shown)):
        causes = causes | KEY_CAUSES
    kind = "one text" if len(texts) == 1 else "files"
    return Paste(texts, keys, causes, true, basis_of(refusal, shown), (kind, *made_of))


_OF_THE_BODY = BODY.keys() | {"content-length-chars-not-bytes", "hmac-for-hash"}
"""What only the body tells from other changes of it."""
KEY_CAUSES = frozenset({"wrong-secret", "trailing-whitespace-in-secret", "secret-mangled-special-chars"})


def _left(request: Request, shown: Shown, random: Random) -> Request:
    """Return what is left of a request in the paste."""
    if shown.mask is not None:
        request = masked(request, shown.mask, random)
    if shown.is_whole:
        return request
    if request.body and random.random() < 0.5:
        return Request(request.method, request.url, request.headers)
    kept = [pair for pair in request.headers if random.random() < 0.6]
    return Request(request.method, request.url, kept, request.body)


def _is_proof(shown: Shown) -> bool:
    return shown.is_secret_given and shown.mask is None and shown.is_whole and shown.request is not None


def basis_of(refusal: Refusal, shown: Shown) -> Basis:
    """Tell by what the cause can be known from what is shown."""
    said = Said(refusal.verdict, refusal.service)
    is_request = shown.request is not None and shown.is_whole and _shows_all(refusal.sent, shown.request)
    client = shown.texts is not None and not _hides_breaks(refusal, shown)
    server = shown.answer is not None and shows_texts(shown.answer, said)
    proof = is_request and shown.is_secret_given and shown.mask is None and says_mismatch(refusal.verdict)
    holds = {
        Basis.PROOF: proof and refusal.shows is not Shows.WAY,
        Basis.TEXTS: client and server and (is_request or not refusal.causes & _OF_THE_BODY),
        Basis.SENT: is_request and server and refusal.shows is Shows.WAY,
        Basis.WORDS: (shown.answer is not None and refusal.shows is Shows.WORDS)
        or (is_request and shown.mask is None and refusal.shows is Shows.HEADER),
        Basis.OWN: is_request and client and refusal.shows is Shows.TEXTS and _shows_the_list(refusal, shown),
    }
    return next((basis for basis, is_there in holds.items() if is_there), Basis.NONE)


def _shows_the_list(refusal: Refusal, shown: Shown) -> bool:
    """Tell whether the names that the server takes for signed are shown: a mask hides them, and a text may differ."""
    names = f"SignedHeaders={';'.join(refusal.client.signed_names)},"
    return shown.mask in _KEEP_THE_LIST or names in (refusal.sent.header("authorization") or names)


def _hides_breaks(refusal: Refusal, shown: Shown) -> bool:
    """Tell whether a carriage return was signed that nobody sees: where a text is printed line by line, it is lost."""
    texts = refusal.client.canonical_request() + refusal.client.string_to_sign()
    return "\r" in texts and shown.texts not in ("Python repr", "JSON", "two strings")


def _shows_all(request: Request, form: str) -> bool:
    if form in NO_BODY and request.body and request.header("x-amz-content-sha256") is None:
        return False
    return not (
        form in NO_REPEATS
        and ("?" in request.url or len({n.lower() for n, _ in request.headers}) < len(request.headers))
    )


def pastes_of(cause: str, count: int) -> Iterator[Paste]:
    """Return pastes about calls that were refused for a cause, the same ones each time."""
    return (paste_of(cause, number) for number in range(count))


def paste_of(cause: str, number: int) -> Paste:
    """Return one of the pastes about a cause."""
    random = Random(f"{cause}:{number}")
    refusal = refused(cause, random)
    assert refusal is not None, f"no call has room for {cause}"
    return pasted(refusal, drawn_shown(refusal, random), random)
