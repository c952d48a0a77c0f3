"""The inputs of the doctor, read into evidence; what cannot be read is noted, and the rest goes on."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, NamedTuple, TypeVar

from sigv4_explain.credentials import Credentials
from sigv4_explain.doctor.code.source import SourceCode
from sigv4_explain.doctor.hosts import place_of_host
from sigv4_explain.doctor.pasting import Pieces, answer_in, pieces_in
from sigv4_explain.errors import InvalidInput, UnreadableText, check_kind, describe
from sigv4_explain.masking import fields_alone
from sigv4_explain.presented import presented_by
from sigv4_explain.readers import CommandSigning, NotWhole, Origin, ReadRequest, parse_request, request_from_exchange
from sigv4_explain.readers.answers import Answer, parse_answer
from sigv4_explain.readers.answers.disguises import without_entities
from sigv4_explain.readers.answers.facts import ScopeElement
from sigv4_explain.readers.answers.sentences import pasted_text
from sigv4_explain.readers.building import is_cut_chunked
from sigv4_explain.request import Request
from sigv4_explain.signature import request_date_time


class Texts(NamedTuple):
    """The two texts of a signature, as one side has them; None where nobody showed them."""

    canonical_request: str | None = None
    string_to_sign: str | None = None

    def __repr__(self) -> str:
        return fields_alone(self)


NO_TEXTS = Texts()


class Unread(NamedTuple):
    """An input that could not be read; what came is described, not shown."""

    field: str
    received: str
    expected: str


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Evidence:
    """Everything that was given, read. Its repr names what is there and shows nothing of it."""

    request: Request | None = None
    """The request as the client sent it."""
    origin: Origin = Origin.WIRE
    """Who says what the request is."""
    form: str = ""
    """In which form the request was pasted; empty where a program handed it over."""
    not_whole: frozenset[NotWhole] = frozenset()
    """What of the request was not pasted, or not as it was sent."""
    signing: CommandSigning | None = None
    """With what a command is signed when it runs."""
    code: SourceCode | None = None
    """Source code that signs by hand, or by a library; it was read and not run."""
    answer: Answer | None = None
    """What AWS said."""
    credentials: Credentials | None = None
    region: str | None = None
    """Where the server is: as given, else as the answer or the host tells, else as the request says."""
    service: str | None = None
    """The service's signing name, found in the same way."""
    client: Texts = NO_TEXTS
    """What the client computed."""
    at: datetime | None = None
    """When the client signed, by a clock that is right, to the minute."""
    received_at: datetime | None = None
    """The server's clock when the request arrived: as given, else as the answer tells."""
    unread: tuple[Unread, ...] = ()
    pasted: str = ""
    """All text that was given, with what people wrote around it; of a long one the beginning and the end."""
    pasted_keys: Credentials | None = None
    """Keys that stood in the paste; nobody said that they are the ones that signed."""
    read: tuple[str, ...] = ()
    """What was read of a paste, in words."""
    passed_over: tuple[str, ...] = ()
    """What of a paste was not looked at, in words."""

    @property
    def what_was_read(self) -> str:
        """One line that tells what was read of a paste, and what was passed over; empty where nothing was pasted."""
        read = f"Read: {', '.join(self.read)}." if self.read else ""
        passed_over = f"Passed over: {'; '.join(self.passed_over)}." if self.passed_over else ""
        return " ".join(filter(None, (read, passed_over)))

    @property
    def server(self) -> Texts:
        """What the server computed, as its answer shows it."""
        answer = self.answer
        return Texts() if answer is None else Texts(answer.canonical_request, answer.string_to_sign)

    @property
    def given(self) -> tuple[str, ...]:
        """What there is to go by, in words."""
        names = ("request", "answer", "credentials", "region", "service", "at", "received_at")
        there = [name for name in names if getattr(self, name) is not None]
        return (*there, *(f"client's {name}" for name, text in self.client._asdict().items() if text is not None))

    def __repr__(self) -> str:
        return f"<Evidence: {', '.join(self.given) or 'none'}>"


LONGEST = 1024 * 1024
"""Characters of a pasted request that are read: more than anybody pastes on purpose."""

LONGEST_SIGNED = 32 * 1024
"""Characters of a canonical request that are read: AWS refuses URLs and headers long before."""

# A byte that is no UTF-8 stands in a text as one of U+DC80 to U+DCFF, as Python's files have it; the others are junk.
_half_character = re.compile("[\ud800-\udc7f\udd00-\udfff]")


def read_request(given: Any) -> Pieces:
    """Read a request, and what stands beside it: a text, or several, whole pastes of whatever kind.

    Takes a Request, a response or request of requests or httpx, or texts. Raises InvalidInput for what cannot be read.
    """
    if isinstance(given, Request):
        return Pieces(ReadRequest(given, 0, 0, "Request"))
    texts = _texts(given)
    if texts is None:
        return Pieces(ReadRequest(request_from_exchange(given), 0, 0, "exchange"))
    pieces = pieces_in(*texts)
    if not pieces.read and not any(_may_be_a_request(text[:_ENOUGH]) for text in texts):
        raise UnreadableText("request", NOTHING_THERE, _WANTED)
    if not pieces.read:
        parse_request(texts[0][:_ENOUGH])
    return pieces


NOTHING_THERE = "nothing here is a request, an answer or code"
"""What came, where somebody pasted words alone."""
_WANTED = "the answer with its body, and the request as it was sent, or the code that signs"
_may_be_a_request = re.compile(
    r"^[^\w\n]{0,8}(?:[A-Za-z]{3,8} +(?:/|https?://|\*)|curl(?:\.exe)? +(?:-[a-zA-Z-]|['\"]?https?:|\$)|https?://|:\w)"
    r"|HTTP/\d|\"(?:request|entries|headers)\"\s*:|AWS4-[A-Z0-9-]{1,30} +Credential|X-Amz-[\w-]{1,40}="
    r"|^(?:Host|Authorization|X-Amz-[\w-]{1,40}|Content-[\w-]{1,40}): \S",
    re.MULTILINE,
).search
_ENOUGH = 65_536  # characters of a text of no known kind, from which it can be said why it cannot be read


def _texts(given: Any) -> tuple[str, ...] | None:
    """Return the texts that were pasted; None for what is none."""
    if isinstance(given, (list, tuple)) and given and all(isinstance(text, str) for text in given):
        return tuple(given)
    if isinstance(given, (bytes, bytearray)):
        return (bytes(given[: 16 * LONGEST]).decode(errors="replace"),)
    return (given,) if isinstance(given, str) else None


def read_answer(given: Any) -> Answer:
    """Read AWS's answer from text, from a response of requests or httpx, from an SDK's exception, or from its dict.

    Raises InvalidInput for what cannot be read.
    """
    if isinstance(given, Answer):
        return given
    if isinstance(given, BaseException):
        return parse_answer(_exception_text(given))
    if isinstance(given, Mapping):
        return parse_answer(json.dumps(given, default=str))
    if hasattr(given, "status_code") and hasattr(given, "headers"):
        head = "".join([f"{name}: {value}\n" for name, value in given.headers.items()])
        return parse_answer(f"HTTP/1.1 {given.status_code}\n{head}\n{given.text}")
    return answer_in(given)


def _exception_text(error: BaseException) -> str:
    """Write an exception as the answer that it tells of: botocore keeps status and headers beside the message."""
    response = getattr(error, "response", None)
    if not isinstance(response, Mapping):
        return str(error)
    about = response.get("ResponseMetadata", {})
    head = "".join([f"{name}: {value}\n" for name, value in about.get("HTTPHeaders", {}).items()])
    return f"HTTP/1.1 {about.get('HTTPStatusCode', '')}\n{head}\n{error}"


def read_text(field: str, given: object) -> str | None:
    """Return a text of the client's as it is, of an endless one the beginning. Raises InvalidInput for another type."""
    if given is None or isinstance(given, str):
        return _half_character.sub("\ufffd", (given or "")[:LONGEST_SIGNED]) or None
    raise InvalidInput(field, describe(given), "the text that the client logged, as str, or None")


def read_moment(field: str, given: datetime | str | None) -> datetime | None:
    """Return a time as an aware datetime. Raises InvalidInput for what is none."""
    if given is None:
        return None
    try:
        return datetime.strptime(request_date_time(given), "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    except InvalidInput as error:
        raise InvalidInput(field, error.received, error.expected) from None


Read = TypeVar("Read")
_lone_surrogate = re.compile("[\ud800-\udfff]")


class Inputs(NamedTuple):
    """What diagnose was given."""

    request: Any = None
    answer: Any = None
    credentials: Credentials | None = None
    region: str | None = None
    service: str | None = None
    client_canonical_request: str | None = None
    client_string_to_sign: str | None = None
    at: datetime | str | None = None
    received_at: datetime | str | None = None

    def __repr__(self) -> str:
        return fields_alone(self)


def gathered(given: Inputs) -> Evidence:
    """Read what was given; a paste that cannot be read is noted as such.

    Raises InvalidInput for an argument of the wrong kind: a time that is none, credentials that are none.
    """
    kinds = (("credentials", Credentials, "Credentials"), ("region", str, "a text"), ("service", str, "a text"))
    for field, kind, expected in kinds:
        check_kind(field, getattr(given, field), (kind, type(None)), f"{expected}, or None")
    for field, word in (("region", given.region), ("service", given.service)):
        if word is not None and not _is_unicode(word):
            raise InvalidInput(field, describe(word), "text that is Unicode, or None")
    unread: list[Unread] = []
    pieces = _read("request", given.request, read_request, unread) or Pieces()
    answer = _read("answer", given.answer, read_answer, unread) or pieces.answer or _answer_beside(given)
    if pieces.request is None and isinstance(given.answer, str):
        pieces = _with_more(pieces, pieces_in(given.answer))
    if pieces.canonical_request and answer and not (answer.code or answer.message or answer.status):
        # the client's own may be read twice
        answer = None if answer.canonical_request == pieces.canonical_request else answer
    if pieces.code and answer and re.search(r"(?m)^[$@]|\\n", answer.canonical_request or ""):
        answer = replace(answer, canonical_request=None, string_to_sign=None)  # the code writes it
    sent = pieces.request
    evidence = Evidence(
        request=sent.request if sent else None,
        origin=sent.origin if sent else Origin.WIRE,
        form=sent.form if sent and (sent.end or given.request is None) else "",
        not_whole=sent.not_whole if sent else frozenset(),
        signing=sent.signing if sent else None,
        answer=answer,
        credentials=given.credentials,
        client=Texts(
            read_text("client_canonical_request", given.client_canonical_request) or pieces.canonical_request,
            read_text("client_string_to_sign", given.client_string_to_sign) or pieces.string_to_sign,
        ),
        at=read_moment("at", given.at),
        received_at=read_moment("received_at", given.received_at) or _told_time(answer),
        unread=(*unread, *_cut_body(given.request, sent)),
        pasted=_pasted(given),
        pasted_keys=pieces.keys,
        code=pieces.code,
        read=pieces.read,
        passed_over=pieces.passed_over,
    )
    region, service = _place(evidence)
    return replace(evidence, region=given.region or region, service=given.service or service)


_MOST_WORDS = 8_192  # at each end: there stand people's words


def _pasted(given: Inputs) -> str:
    """Return all text that was given, without the marks that JSON, XML and shells put before their quotes."""
    inputs = (given.answer, given.client_canonical_request, given.client_string_to_sign)
    texts = [str(each) if isinstance(each, BaseException) else each for each in inputs]
    given_texts = dict.fromkeys([*(_texts(given.request) or ()), *texts])
    shown = [pasted_text(each) for each in given_texts if isinstance(each, (str, bytes)) and each]
    text = _run.sub(lambda found: found[0][:_LONGEST_RUN], plain("\n".join(shown)))
    return text if len(text) <= 2 * _MOST_WORDS else f"{text[:_MOST_WORDS]}\n{text[-_MOST_WORDS:]}"


# Nobody says anything with a character, or a few, over and over; a pattern would look at each of them for long.
_LONGEST_RUN = 64
_run = re.compile(r"(?s)(.{1,17}?)\1{32,}+")


def plain(text: str) -> str:
    """Return a text without the marks that JSON, XML and shells put before quotes and line breaks."""
    return without_entities(text).replace('\\"', '"').replace("\\'", "'").replace("\\n", "\n")


def _with_more(pieces: Pieces, more: Pieces) -> Pieces:
    """Add the request and the client's texts that stand beside an answer."""
    return replace(
        pieces,
        request=more.request,
        canonical_request=pieces.canonical_request or more.canonical_request,
        string_to_sign=pieces.string_to_sign or more.string_to_sign,
        keys=pieces.keys or more.keys,
    )


def _read(field: str, given: Any, reader: Callable[[Any], Read], unread: list[Unread]) -> Read | None:
    if given is None or given in ("", b""):
        return None
    try:
        return reader(given)
    except InvalidInput as error:
        unread.append(Unread(field, error.received, error.expected))
        return None


def _cut_body(given: Any, sent: ReadRequest | None) -> Iterator[Unread]:
    """Say so when a pasted body is announced as chunked and is not whole chunks."""
    for text in _texts(given) or ():
        if sent and is_cut_chunked(sent.request, text[:LONGEST].replace("\r\n", "\n")):
            received = "chunks that were cut short or changed, which are taken as they stand"
            yield Unread("body of the request", received, "every chunk, to the empty one at the end")
            return


def _answer_beside(given: Inputs) -> Answer | None:
    """Read the answer that a response has beside its request."""
    if given.answer or not hasattr(given.request, "status_code"):
        return None
    answer = _read("answer", given.request, read_answer, [])
    says = answer and (answer.code or answer.canonical_request or answer.message)
    return answer if says else None


def _told_time(answer: Answer | None) -> datetime | None:
    return None if answer is None or answer.times is None else answer.times.server_time


def _place(evidence: Evidence) -> tuple[str | None, str | None]:
    """Find out where the server is: the answer knows best, then the host's name; last comes the request's own word."""
    told = () if evidence.answer is None else evidence.answer.scope
    expected = {element.element: element.expected for element in told if element.expected}
    region, service = _place_of(evidence.request)
    scope = _scope_words(evidence.server.string_to_sign) or _scope_words(evidence.client.string_to_sign)
    own_region, own_service = scope or (None, None)
    written = evidence.signing or CommandSigning()
    return (
        expected.get(ScopeElement.REGION) or region or own_region or written.region,
        expected.get(ScopeElement.SERVICE) or service or own_service or written.service,
    )


def _place_of(request: Request | None) -> tuple[str | None, str | None]:
    if request is None:
        return None, None
    region, service = place_of_host(request.host)
    credential = presented_by(request, "X-Amz-Security-Token").credential
    own_region, own_service = credential[2:4] if len(credential) == 5 else (None, None)
    return region or own_region or None, service or own_service or None


def _scope_words(string_to_sign: str | None) -> tuple[str, str] | None:
    """Return Region and service of the scope in a string to sign."""
    words = [line.split("/") for line in (string_to_sign or "").split("\n") if line.endswith("/aws4_request")]
    is_scope = len(words) > 0 and len(words[0]) == 4 and all(map(_is_unicode, words[0]))
    return (words[0][1], words[0][2]) if is_scope else None


def _is_unicode(word: object) -> bool:
    return isinstance(word, str) and not _lone_surrogate.search(word)
