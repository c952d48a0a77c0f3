"""A case: everything that is known of a refused request, read once; each value in the state in which it came."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import Enum
from types import MappingProxyType

from sigv4_explain.credentials import Credentials
from sigv4_explain.doctor.as_run import as_run, completed, unmasked
from sigv4_explain.doctor.compare.texts import written
from sigv4_explain.doctor.elided import is_cut_hash, is_elided
from sigv4_explain.doctor.evidence import Evidence
from sigv4_explain.doctor.finding import Certainty
from sigv4_explain.doctor.hosts import is_aws_host
from sigv4_explain.doctor.pasted_body import WITHOUT_BODY
from sigv4_explain.doctor.recipe import SignedRequest, right_recipe
from sigv4_explain.encoding import EMPTY_SHA256, is_sha256
from sigv4_explain.errors import InvalidInput
from sigv4_explain.masking import TOKEN_NAMES
from sigv4_explain.presented import Carrier, Presented, presented_by
from sigv4_explain.readers.answers import Answer
from sigv4_explain.readers.read_request import NotWhole, Origin
from sigv4_explain.request import Request
from sigv4_explain.rules import SigningRules, TokenName
from sigv4_explain.verifier.reading import Reading
from sigv4_explain.verifier.services import S3, profile_of

_NOT_TOLD = "-"
_NO_SECRET = "nobody told the secret"  # noqa: S105 -- and none it is


class State(Enum):
    """What is known of a value that a request has or may have."""

    KNOWN = "as it was sent"
    MASKED = "masked or cut before it was pasted"
    NOT_PASTED = "not pasted, though it was sent or may have been"
    UNSURE = "pasted, and a paste may have changed it"
    ABSENT = "not there"


@dataclass(frozen=True, slots=True, repr=False)
class Case:
    """The evidence, the request as the server would read it, and in what state each part of it is."""

    evidence: Evidence
    read: Reading | None = None
    """The request as the server would read it; None when there is none."""
    sent: SignedRequest | None = None
    """The request with what a client without a mistake would have signed; None where SignedHeaders are not known."""
    states: Mapping[str, State] = field(default_factory=lambda: MappingProxyType({}))
    """The state of what is not simply known: ``Authorization``, ``Credential``, ``Signature`` and the other parameters
    of the signature, ``method``, ``host``, ``target``, ``headers`` and ``body`` as a whole, and single headers by their
    names in lower case."""

    def state(self, part: str) -> State:
        """Return the state of a part of the request: of a whole, of a header, of a parameter of the signature."""
        return self.states.get(part, State.KNOWN)

    def knows(self, *parts: str) -> bool:
        """Tell whether each of some parts is known as it was sent, or known to be absent."""
        return all(self.state(part) in (State.KNOWN, State.ABSENT) for part in parts)

    @property
    def keys(self) -> Credentials | None:
        """The keys that were given, else those that stand in the paste, of which nobody said that they signed."""
        return self.evidence.credentials or self.evidence.pasted_keys

    @property
    def absence(self) -> Certainty:
        """How sure it is that what the request does not have was not sent: a paste may have left it out."""
        is_whole = not self.evidence.form and not self.is_written
        return Certainty.SHOWN if is_whole else Certainty.SUSPECTED

    @property
    def has_request(self) -> bool:
        """Whether anybody showed the request."""
        return self.read is not None

    @property
    def reading(self) -> Reading:
        """The request as the server would read it. Raises LookupError when there is none: ask ``has_request`` first."""
        if self.read is None:
            raise LookupError("there is no request")
        return self.read

    @property
    def request(self) -> Request:
        """The request as it was pasted. Raises LookupError when there is none."""
        return self.reading.request

    @property
    def presented(self) -> Presented:
        """What the request says about its signature; nothing when there is no request."""
        return _NOTHING if self.read is None else self.read.presented

    @property
    def is_signed(self) -> bool:
        """Whether a signature came with the request, in one place or in two, as far as anybody can tell."""
        return self.presented.carrier is not Carrier.NEITHER or self.state("Authorization") is not State.ABSENT

    @property
    def is_written(self) -> bool:
        """Whether the request is a command or program, to be signed when it runs."""
        return self.evidence.origin is Origin.COMMAND

    @property
    def is_for_s3(self) -> bool:
        """Whether the server goes by S3's rules."""
        return self.read is not None and self.read.profile is S3

    @property
    def is_announced_hash_told(self) -> bool:
        """Whether the server's own text ends with the hash that was announced: it is right, whatever was pasted."""
        announced = self.reading.announced or _NOT_TOLD
        return (self.evidence.server.canonical_request or "").rstrip().endswith(f"\n{announced}")

    @property
    def signed_names(self) -> tuple[str, ...]:
        """The names in SignedHeaders, as they are written, in their order."""
        listed = self.presented.parameters.get("SignedHeaders", "")
        return tuple(listed.split(";")) if listed and self.knows("SignedHeaders") else ()

    @property
    def signed_values(self) -> list[tuple[str, str]]:
        """Names in lower case and values of the headers that arrived and are signed, where the value is known."""
        names = self.presented.signed_headers if self.read is not None else frozenset()
        headers = self.request.headers if self.read is not None else ()
        return [(name.lower(), value) for name, value in headers if name.lower() in names and self.knows(name.lower())]

    @property
    def is_elsewhere(self) -> bool:
        """Whether the host is known, and none of AWS's own."""
        return self.has_request and self.knows("host") and not is_aws_host(self.request.host)

    @property
    def answer(self) -> Answer:
        """What the server said. Raises LookupError when nobody showed it: ask ``has_answer`` first."""
        if self.evidence.answer is None:
            raise LookupError("there is no answer")
        return self.evidence.answer

    @property
    def has_answer(self) -> bool:
        """Whether anybody showed what the server said."""
        return self.evidence.answer is not None

    @property
    def words(self) -> str:
        """Everything that the answer says in sentences; Google has a second one."""
        answer = self.evidence.answer
        return "\n".join(filter(None, (answer.message, answer.detail("Details")))) if answer else ""

    @property
    def surroundings(self) -> str:
        """Everything that was pasted, around the answer too, and where the request went and what for."""
        place = "/".join((self.request.host, *self.presented.credential[2:4])) if self.has_request else ""
        return "\n".join(filter(None, (self.words, self.evidence.pasted, place, self.code)))

    @property
    def code(self) -> str:
        """The error code without the ending that some services put on."""
        answer = self.evidence.answer
        return ((answer.code if answer else None) or "").removesuffix("Exception")

    @property
    def refuses(self) -> bool:
        """Whether there is an answer, and a refusal."""
        answer = self.evidence.answer
        return answer is not None and (bool(answer.code) or answer.status is None or answer.status >= 400)

    @property
    def is_mismatch(self) -> bool:
        """Whether the server got as far as computing the signature, and found another one."""
        return says_mismatch(self.evidence.answer)

    @property
    def access_key_id(self) -> str:
        """The key that the request named, as far as anybody tells."""
        answer = self.evidence.answer
        return self.presented.access_key_id or (answer.access_key_id if answer else None) or ""


_NOTHING = Presented(Carrier.NEITHER)


def says_mismatch(answer: Answer | None) -> bool:
    """Tell whether an answer proves that a whole signature arrived: the server computed another one."""
    if answer is None:
        return False
    shows = answer.canonical_request or answer.string_to_sign
    code = (answer.code or "").removesuffix("Exception")
    return bool(shows) or any(words in (answer.message or "") for words in _DIFFERS) or code in _MISMATCH


_MISMATCH = ("SignatureDoesNotMatch", "InvalidSignature")
_DIFFERS = (
    "signature we calculated",
    "Signature does not match",
    "Forbidden: Invalid signature",
    "Signature you specified is invalid",
)
"""AWS's words, and those of MinIO's own log, of Garage and of Tencent's COS."""


def case_of(evidence: Evidence) -> Case:
    """Read the evidence once.

    A server whose place nobody knows is where the request says that it is.

    >>> case_of(Evidence(request=Request("GET", "https://example.com/"))).state("Authorization")
    <State.ABSENT: 'not there'>
    """
    if evidence.request is None:
        return Case(evidence)
    reading = _read(evidence.request, evidence)
    presented = reading.presented
    signature = _state_of_signature(evidence, reading)
    if (request := _completed(evidence, signature)) is not None:
        reading = _read(request, evidence)
    states = _states(evidence, reading, signature if request is None else State.KNOWN)
    if request is not None and signature is not State.KNOWN:
        states |= dict.fromkeys(("Authorization", "Credential", "Signature"), signature)
    if request is not None and is_elided("/".join(presented.credential) or presented.access_key_id):
        states["Credential"] = State.MASKED  # the client's text, which may be wrong, put it in
    case = Case(evidence, reading, None, MappingProxyType(states))
    is_whole = case.state("headers") is State.KNOWN and case.state("host") is not State.NOT_PASTED
    can_be_written = case.knows("SignedHeaders") and is_whole
    return replace(case, sent=_with_announced_body(signed_request(reading, evidence), case) if can_be_written else None)


def _with_announced_body(sent: SignedRequest, case: Case) -> SignedRequest:
    """A body that nobody pasted, or that the server's own text speaks for, is the one whose hash is announced."""
    announced = case.reading.announced or ""
    is_other = case.state("body") is State.NOT_PASTED or case.is_announced_hash_told
    if not (is_other and is_sha256(announced) and case.reading.body_is_hashed):
        return sent
    return replace(sent, recipe=sent.recipe._replace(hashed_payload=announced))


def _read(request: Request, evidence: Evidence) -> Reading:
    presented = presented_by(request, TokenName.SECURITY_TOKEN.value)
    own_region, own_service = presented.credential[2:4] if len(presented.credential) == 5 else ("", "")
    region, service = evidence.region or own_region or _NOT_TOLD, evidence.service or own_service or _NOT_TOLD
    rules = SigningRules.for_service(service)
    if rules.token_name is not TokenName.SECURITY_TOKEN:
        presented = presented_by(request, rules.token_name.value)
    return Reading(request, presented, region, service, profile_of(service), rules)


def _completed(evidence: Evidence, signature: State) -> Request | None:
    """Return the request with what a masked signature, or one that is to come, must have; None where it is told.

    What a text has may be nothing that a header can hold; then the request stays as it was pasted.
    """
    try:
        if evidence.origin is Origin.COMMAND and (run := as_run(evidence)) is not None:
            return run
        return completed(evidence) if signature in (State.MASKED, State.NOT_PASTED) else unmasked(evidence)
    except InvalidInput:
        return None


def signed_request(reading: Reading, evidence: Evidence) -> SignedRequest:
    """Return what a client without a mistake would have signed of a request, with the keys that are known."""
    credentials, answer = evidence.credentials or evidence.pasted_keys, evidence.answer
    secret = _NO_SECRET if credentials is None else credentials.secret_access_key
    received = reading.presented.parameters.get("Signature", "").strip("-")
    told = answer.signature_provided if answer else None
    return SignedRequest(reading, right_recipe(reading, secret), received or told or "")


def with_request(request: Request, evidence: Evidence) -> SignedRequest:
    """Return another request in the place of the one that was shown, read in the same way."""
    return signed_request(_read(request, evidence), evidence)


_HASH = "x-amz-content-sha256"
_PARAMETERS = ("Algorithm", "Credential", "SignedHeaders", "Signature", "Date", "Expires")


def _states(evidence: Evidence, reading: Reading, signature: State) -> dict[str, State]:
    request, presented = reading.request, reading.presented
    states = {name.lower(): State.MASKED for name, value in request.headers if is_elided(value)}
    states.pop("authorization", None)
    if evidence.form and is_cut_hash(reading.request.header(_HASH) or ""):
        states[_HASH] = State.MASKED
    if signature is not State.KNOWN:
        states |= dict.fromkeys(("Authorization", *_PARAMETERS[1:4]), signature)
    else:
        values = {**presented.parameters, "Date": presented.date or "", "Expires": presented.expires or ""}
        values["Credential"] = "/".join(presented.credential[1:]) or presented.access_key_id
        states |= {name: State.MASKED for name, value in values.items() if is_elided(value)}
        has_placeholder = any(is_elided(word) for word in presented.credential[1:4])
        cut = len(presented.credential) != 5 and (is_elided(presented.access_key_id) or _by_printf(request.query))
        if has_placeholder or cut:
            states["Credential"] = State.MASKED  # what stands for the key may stand for more
    own = {name.lower() for name, _ in request.headers} | {"host", ":authority"}
    server = written(evidence.server) if evidence.form else None
    arrived = dict(server.recipe.header_lines) if server else {}
    lacking = [name for name in presented.signed_headers if evidence.form and name not in own]
    # What the server got was sent, so the paste only lacks it; of the rest nobody knows.
    # A token is a secret, and taken out before others.
    is_known = {name for name in lacking if arrived.get(name, "").strip() or name in TOKEN_NAMES - arrived.keys()}
    states |= {name: State.NOT_PASTED if name in is_known else State.UNSURE for name in lacking}
    if "x-amz-date" in lacking or (presented.date is None and "date" in lacking):
        states["Date"] = State.NOT_PASTED
    states |= {part.name.lower(): State.NOT_PASTED for part in evidence.not_whole}
    if NotWhole.BODY_END in evidence.not_whole:
        states["body"] = State.UNSURE if request.body else State.NOT_PASTED
    elif evidence.form and not request.body and _may_have_a_body(reading):
        states["body"] = State.NOT_PASTED
    if NotWhole.HOST in evidence.not_whole:
        states |= dict.fromkeys(("host", "target"), State.NOT_PASTED)
    return states


_by_printf = re.compile(r"%[A-Za-z]? {1,20}\w").search
"""A query that was printed as a format: %2F is a number of two places to printf."""


def _may_have_a_body(reading: Reading) -> bool:
    """A paste without a body shows that there was none only where length, hash or method say so."""
    length = (reading.request.header("content-length") or "").strip()
    return reading.request.method not in WITHOUT_BODY and length != "0" and reading.announced != EMPTY_SHA256


def _state_of_signature(evidence: Evidence, reading: Reading) -> State:
    """A signature that was not pasted is not absent: the server's own words may prove that it arrived."""
    if is_elided(reading.presented.authorization.removeprefix("AWS4-HMAC-SHA256")):
        return State.MASKED
    if reading.presented.carrier is not Carrier.NEITHER:
        return State.KNOWN
    seen = (*evidence.client, *evidence.server, evidence.answer and evidence.answer.signature_provided)
    arrived = any(seen) or says_mismatch(evidence.answer)
    if arrived or evidence.origin is Origin.COMMAND or NotWhole.HEADERS in evidence.not_whole:
        return State.NOT_PASTED
    return State.ABSENT
