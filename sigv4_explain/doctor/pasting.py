"""What somebody pasted, sorted into its pieces: requests, answers, the client's texts, code, keys, and the rest."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from sigv4_explain.credentials import Credentials
from sigv4_explain.doctor.code.source import SourceCode, code_in
from sigv4_explain.doctor.long_pastes import shortened
from sigv4_explain.doctor.pasted_keys import keys_in
from sigv4_explain.doctor.sentences import sentences_in
from sigv4_explain.encoding import sha256_hex
from sigv4_explain.errors import UnreadableText
from sigv4_explain.masking import fields_alone
from sigv4_explain.presented import Presented, presented_by
from sigv4_explain.readers import NotWhole, ReadRequest
from sigv4_explain.readers.answers import Answer, parse_answer
from sigv4_explain.readers.answers.sentences import is_telling, pasted_text
from sigv4_explain.readers.answers.strings import Completeness
from sigv4_explain.readers.answers.translations import translation_in
from sigv4_explain.readers.building import is_signed
from sigv4_explain.readers.cleaned_text import visible
from sigv4_explain.readers.finding import reading_of, with_unseen
from sigv4_explain.readers.har import one_entry
from sigv4_explain.readers.printed_texts import PrintedBy, PrintedText, TextKind, texts_in
from sigv4_explain.readers.read_request import UnreadRequest

_BLANKS = "\ufeff \t\r\n"


class _Place(NamedTuple):
    """Characters of a text."""

    start: int
    end: int


class _Exchange(NamedTuple):
    """A request with the answer that stands behind it; one of them may be missing."""

    request: ReadRequest | None
    answer: Answer | None

    def __repr__(self) -> str:
        return fields_alone(self)


@dataclass(frozen=True, slots=True, repr=False)
class Pieces:
    """What some pastes hold, as far as it belongs to one refusal. It may hold secrets: the repr tells what was read."""

    request: ReadRequest | None = None
    answer: Answer | None = None
    canonical_request: str | None = None
    """The client's."""
    string_to_sign: str | None = None
    """The client's."""
    keys: Credentials | None = None
    """Keys that stand in the paste, whole."""
    code: SourceCode | None = None
    read: tuple[str, ...] = ()
    """What was read, in words."""
    passed_over: tuple[str, ...] = ()
    """What was not looked at, and why."""
    place: tuple[int, int] = (1, 1)
    """Which of the paste's requests it is, from 1, and of how many."""
    unread: UnreadRequest | None = None
    """What looks like the request and cannot be one, where nothing else was read as it, or but a piece of it."""

    def __repr__(self) -> str:
        return f"<Pieces: {', '.join(self.read) or 'none'}>"


@dataclass(slots=True, repr=False)
class _Sorted:
    """The pieces of all pastes, in their order."""

    exchanges: list[_Exchange] = field(default_factory=list)
    texts: list[PrintedText] = field(default_factory=list)
    keys: Credentials | None = None
    code: SourceCode | None = None
    unread: list[UnreadRequest] = field(default_factory=list)
    other_lines: int = 0
    is_cut: bool = False


def sorted_pastes(texts: Iterable[str]) -> dict[str, Any]:
    """Return the arguments of ``diagnose`` for some texts, in whatever order and of whatever kind they are.

    >>> sorted_pastes(['{"message": "Forbidden"}', " "])
    {'request': ('{"message": "Forbidden"}',)}
    """
    pasted = tuple([text for text in texts if text.strip(_BLANKS)])
    return {"request": pasted} if pasted else {}


def pieces_in(*pastes: str) -> Pieces:
    """Sort what stands in some pastes, whatever stands around it; what is of another attempt is passed over, and told.

    Of several requests the one counts that the refusal names, by its signature and date; else the last before it.

    >>> pieces_in('I get {"message": "Forbidden"} for GET https://h.example/?X-Amz-Signature=e93c').read
    ('a request (presigned URL)', 'an answer')
    """
    found = _Sorted()
    for paste in pastes:
        _sort(visible(paste), found, paste)
    server, client = _texts_of(found.texts, PrintedBy.SERVER), _texts_of(found.texts, PrintedBy.CLIENT)
    answer, request = _refusal(found, server, client)
    answer = _with_server_texts(answer, server)
    date = _date(request, answer)
    canonical = _chosen(client, TextKind.CANONICAL_REQUEST, date)
    to_sign = _chosen(client, TextKind.STRING_TO_SIGN, date)
    return Pieces(
        request,
        answer,
        None if canonical is None else canonical.text,
        None if to_sign is None else to_sign.text,
        found.keys,
        found.code,
        tuple(_read(request, answer, canonical, to_sign, found)),
        tuple(_passed_over(request, answer, [canonical, to_sign], found)),
        _place(request, found),
        _unread(request, found),
    )


def _place(request: ReadRequest | None, found: _Sorted) -> tuple[int, int]:
    requests = [exchange.request for exchange in found.exchanges if exchange.request is not None]
    return next((place for place, one in enumerate(requests, 1) if one is request), 1), max(1, len(requests))


def _unread(request: ReadRequest | None, found: _Sorted) -> UnreadRequest | None:
    hides = [one for one in found.unread if request is None or one.start <= request.start < one.end]
    return next(iter(hides), None)


def _sort(paste: str, found: _Sorted, as_it_came: str) -> None:
    if not paste.strip(_BLANKS):
        return
    entry = one_entry(paste)
    short = shortened(entry or paste)
    found.is_cut = found.is_cut or len(short) < len(entry or paste)
    source = code_in(short)
    code = [_Place(*passage) for passage in source.passages] if source else []
    texts = [text for text in texts_in(short) if not _overlaps(text.start, text.end, code)]
    reading = reading_of(short)
    if as_it_came != paste:
        reading = with_unseen(reading, reading_of(shortened(one_entry(as_it_came) or as_it_came)))
    requests = [one for one in reading.requests if _is_one(one, texts)]
    found.unread += reading.unread
    inside = [_Place(request.start, request.end) for request in requests]
    keys = keys_in(short)
    found.texts += texts
    own = [_Place(text.start, text.end) for text in texts if text.printed_by is PrintedBy.CLIENT]
    shared = {(text.start, text.end) for text in texts if text.printed_by is PrintedBy.SERVER}
    others = _without(short, [place for place in own if place not in shared])
    rest = _without(others, [*inside, *code])
    exchanges = list(_exchanges(rest, requests)) or [_Exchange(None, None)]
    if not any(exchange.answer for exchange in exchanges):
        exchanges[-1] = exchanges[-1]._replace(answer=_answer_within(others))
    found.exchanges += exchanges
    found.keys = found.keys or keys or next((one.signing.credentials for one in requests if one.signing), None)
    found.code = found.code or source
    said = [exchange.answer.message or "" for exchange in exchanges if exchange.answer is not None]
    found.other_lines += _lines_of_prose(rest, said)


def _is_one(request: ReadRequest, texts: Sequence[PrintedText]) -> bool:
    """Tell whether something that looks like a request is none of the lines of a canonical request."""
    of_texts = [_Place(text.start, text.end) for text in texts]
    return is_signed(request.request) or not _overlaps(request.start, request.start + 1, of_texts)


def _overlaps(start: int, end: int, places: Sequence[_Place]) -> bool:
    return any(start < place.end and place.start < end for place in places)


def _without(paste: str, places: Sequence[_Place]) -> str:
    """Return a paste with blanks in some places, so that each line and character stays where it is."""
    parts, done = [], 0
    for start, end in sorted(places):
        if end > done:
            start = max(start, done)
            parts += [paste[done:start], _blanked(paste[start:end])]
            done = end
    return "".join([*parts, paste[done:]])


_visible = re.compile(r"[^\n]")


def _blanked(text: str) -> str:
    return _visible.sub(" ", text)


def _exchanges(rest: str, requests: Sequence[ReadRequest]) -> Iterator[_Exchange]:
    """Return each request with the answer that stands behind it, before the next; the first text may have one alone."""
    if len(requests) < 2:
        yield _Exchange(requests[0] if requests else None, _answer_in(rest))
        return
    ends = [request.start for request in requests[1:]] + [len(rest)]
    first = _answer_in(rest[: requests[0].start])
    if first is not None:
        yield _Exchange(None, first)
    for request, end in zip(requests, ends, strict=True):
        yield _Exchange(request, _answer_in(rest[request.end : end]))


def answer_in(text: str | bytes) -> Answer:
    """Read the answer in a text, or the sentence of a server's that names a cause and stands alone.

    Raises UnreadableText where there is none.
    """
    text = visible(text) if isinstance(text, str) else text
    try:
        answer = parse_answer(text)
    except UnreadableText:
        words = _known_words(pasted_text(text))
        if words is None:
            raise
        return parse_answer(json.dumps({"message": words}))
    return answer if answer.message else replace(answer, message=_known_words(pasted_text(text)))


def _known_words(text: str) -> str | None:
    """Return the line, or the rest of it, in which a sentence stands that names a cause."""
    match = next((heard.match for heard in sentences_in(text)), None)
    if match is None:
        return None
    end = re.compile(r"\\n|\n|\"|<|$").search(text, match.end(), match.end() + _LONGEST_TAIL)
    return text[match.start() : end.start() if end else match.end()]


_LONGEST_TAIL = 400


def _answer_in(text: str) -> Answer | None:
    if not text.strip(_BLANKS) or _is_a_list(text):
        return None
    try:
        answer = answer_in(text)
    except UnreadableText:
        return None
    says = (answer.code, answer.message, answer.canonical_request, answer.string_to_sign, answer.status)
    return answer if any(says) else None


_LISTED = 4


def _is_a_list(text: str) -> bool:
    """Tell whether a text is a table of what servers may answer: so many codes, each at the beginning of its line."""
    listed = set(_code_first.findall(text[:_LONGEST_LIST]))
    return len(listed) >= _LISTED and not _of_an_answer.search(text)


_LONGEST_LIST = 65_536
_of_an_answer = re.compile(
    r"<Code>|[\"'](?:message|Message|__type)[\"']|An error occurred \(|HTTP/\d|api error \w|should have been"
)
_code_first = re.compile(
    r"^[ \t]*+[|*•-]?+[ \t]*+`?([A-Z][a-z]+(?:[A-Z][A-Za-z0-9]+){1,8})`?[ \t]*+(?:\||\t|:|-|–|,)", re.MULTILINE
)


def _answer_within(paste: str) -> Answer | None:
    """Return the answer in a record that has the request too: only what no request says counts."""
    answer = _answer_in(paste)
    if answer is None:
        return None
    is_one = answer.canonical_request or answer.string_to_sign or is_telling(answer.message or "") or answer.status
    return answer if is_one else None


def _is_refusal(answer: Answer | None) -> bool:
    return answer is not None and not answer.is_success


def _refusal(
    found: _Sorted, server: Sequence[PrintedText], client: Sequence[PrintedText]
) -> tuple[Answer | None, ReadRequest | None]:
    """Choose the last refusal that says most, else the last answer; and the request to which it belongs."""
    answered = [exchange for exchange in found.exchanges if exchange.answer is not None]
    refused = [exchange for exchange in answered if _is_refusal(exchange.answer)] or answered
    best = max(refused, key=lambda exchange: _says(exchange.answer), default=None)
    answer = None if best is None else best.answer
    requests = [exchange.request for exchange in found.exchanges if exchange.request is not None]
    if not requests:
        return answer, None
    places = {id(request): number for number, request in enumerate(requests)}
    near = len(requests) if best is None or best.request is None else places[id(best.request)]
    texts = [text.text for text in (*server, *client)]

    def worth(request: ReadRequest) -> tuple[int, ...]:
        place = places[id(request)]
        return (
            _belongs(request, answer, texts),
            _wholeness(request),
            place == near,
            place if place <= near else -place,
        )

    return answer, max(requests, key=worth)


def _says(answer: Answer | None) -> int:
    """Rate how much an answer tells: its texts, a sentence that is known, a code, a status."""
    if answer is None:
        return 0
    texts = bool(answer.canonical_request) + bool(answer.string_to_sign)
    return 4 * texts + 2 * is_telling(answer.message or "") + bool(answer.code)


def _belongs(request: ReadRequest, answer: Answer | None, texts: Sequence[str]) -> int:
    """Rate how surely a request is the one that was refused: by its signature, its date, its key."""
    presented = _presented(request)
    signature, date = presented.parameters.get("Signature", ""), presented.date or ""
    told = [*texts, *((answer.canonical_request or "", answer.string_to_sign or "") if answer else ())]
    if answer is not None and signature and signature == answer.signature_provided:
        return 3
    return 2 if date and any(date in text for text in told) else 0


def _presented(request: ReadRequest) -> Presented:
    return presented_by(request.request, "X-Amz-Security-Token")


_WEIGHTS = {NotWhole.TARGET: 4, NotWhole.HEADERS: 3, NotWhole.HOST: 2, NotWhole.METHOD: 2, NotWhole.BODY: 1}


def _wholeness(request: ReadRequest) -> int:
    """Rate how much a request shows: what was signed and sent before what was written, and that before a bare line."""
    lacks = sum([_WEIGHTS.get(part, 0) for part in request.not_whole])
    has_signature = is_signed(request.request)
    return (40 if has_signature else 20 if request.signing else 10 if request.request.headers else 0) - lacks


def _with_server_texts(answer: Answer | None, server: Sequence[PrintedText]) -> Answer | None:
    """Add what stands as the server's text where no answer was found around it."""
    texts = {kind: _chosen(server, kind, "") for kind in TextKind}
    canonical, to_sign = texts[TextKind.CANONICAL_REQUEST], texts[TextKind.STRING_TO_SIGN]
    if answer is not None and answer.canonical_request and not answer.string_to_sign:
        return _with_string_to_sign(answer, answer.canonical_request, to_sign)
    has = answer is not None and (answer.canonical_request or answer.string_to_sign)
    if has or not (canonical or to_sign):
        return answer
    quoted = f"{_CANONICAL}\n'{canonical.text}'\n\n" if canonical else ""
    quoted += f"{_TO_SIGN}\n'{to_sign.text}'\n" if to_sign else ""
    told = _answer_in(quoted)
    if told is None or answer is None:
        return told
    return replace(
        answer, canonical_request=told.canonical_request, string_to_sign=told.string_to_sign, complete=told.complete
    )


def _with_string_to_sign(answer: Answer, canonical_request: str, to_sign: PrintedText | None) -> Answer:
    """Add the string to sign that stands apart, if it has the hash of the answer's text: then that text is exact."""
    if to_sign is None or sha256_hex(canonical_request.encode("utf-8", "replace")) not in to_sign.text:
        return answer
    return replace(answer, string_to_sign=to_sign.text, complete=Completeness.PROVEN)


_CANONICAL = "The Canonical String for this request should have been"
_TO_SIGN = "The String-to-Sign should have been"


def _texts_of(texts: Sequence[PrintedText], side: PrintedBy) -> list[PrintedText]:
    return [text for text in texts if text.printed_by is side]


def _date(request: ReadRequest | None, answer: Answer | None) -> str:
    own = (_presented(request).date or "") if request else ""
    told = (answer.string_to_sign or answer.canonical_request or "") if answer else ""
    date = _moment.search(own) or _moment.search(told)
    return date[0] if date else ""


_moment = re.compile(r"[0-9]{8}T[0-9]{6}Z")


def _chosen(texts: Sequence[PrintedText], kind: TextKind, date: str) -> PrintedText | None:
    """Return the last text of a kind that is of this attempt, else the last: a program ends where it fails."""
    of_kind = [text for text in texts if text.kind is kind]
    same = [text for text in of_kind if date and date in text.text]
    return next(reversed(same or of_kind), None)


def _read(
    request: ReadRequest | None,
    answer: Answer | None,
    canonical: PrintedText | None,
    to_sign: PrintedText | None,
    found: _Sorted,
) -> Iterator[str]:
    """Name what was read."""
    if request is not None:
        yield f"a request ({'; '.join([request.form, *request.notes])})"
    if answer is not None:
        shows = answer.canonical_request or answer.string_to_sign
        yield "an answer with the server's own text" if shows else "an answer"
    if canonical is not None:
        yield "the client's canonical request"
    if to_sign is not None:
        yield "the client's string to sign"
    if found.code is not None:
        yield "source code"
    if found.keys is not None:
        yield "keys"


_ORDINALS = ("a second", "a third", "a fourth", "a fifth")
_MOST_NAMED = 4


def _passed_over(
    request: ReadRequest | None, answer: Answer | None, used: Sequence[PrintedText | None], found: _Sorted
) -> Iterator[str]:
    """Name what was not looked at, with the reason."""
    if unread := _unread(request, found):
        yield f"the {unread.why}; expected {unread.expected}"
    requests = [one.request for one in found.exchanges if one.request is not None and not _same(one.request, request)]
    for ordinal, other in zip(_ORDINALS, requests[:_MOST_NAMED], strict=False):
        yield f"{ordinal} request ({other.form}), of which nothing is said"
    if len(requests) > _MOST_NAMED:
        yield f"{len(requests) - _MOST_NAMED} more requests"
    answers = [one.answer for one in found.exchanges if one.answer is not None and one.answer is not answer]
    if len(answers) > 1 or (answers and answer is not None and answers[0].message != answer.message):
        yield "an answer to another request" if len(answers) == 1 else f"{len(answers)} other answers"
    clients = [text for text in _texts_of(found.texts, PrintedBy.CLIENT) if text not in used]
    if others := {text.text for text in clients} - {text.text for text in used if text}:
        yield (
            "a text that the client signed at another time"
            if len(others) == 1
            else f"{len(others)} texts of other calls"
        )
    if found.other_lines:
        yield f"{found.other_lines} {'line' if found.other_lines == 1 else 'lines'} of other text"
    if found.is_cut:
        yield "the parts of a very long paste that are far from anything signed"


def _same(one: ReadRequest, other: ReadRequest | None) -> bool:
    """Tell whether two pieces show one request."""
    if other is None or one is other:
        return one is other
    first, second = _presented(one), _presented(other)
    if first.parameters.get("Signature") and second.parameters.get("Signature"):
        return first.parameters["Signature"] == second.parameters["Signature"]
    return one.request.path == other.request.path or NotWhole.TARGET in one.not_whole | other.not_whole


_is_prose = re.compile(r"[^<{\n]*(?:[^\W\d_]{2,}[,.!?’':;]?[ \t]+){3}[^\n]*").fullmatch


def _lines_of_prose(rest: str, said: Sequence[str]) -> int:
    """Count the lines of prose of which nothing was taken: not those in which an answer's words stand."""
    begins = [message[:_ENOUGH] for message in said if message.strip()]
    lines = [line[:_LONGEST_TAIL] for line in rest.split("\n") if line.strip()]
    return sum(
        [bool(_is_prose(line)) and not is_telling(line) and not any(each in line for each in begins) for line in lines]
    ) - sum([bool(said) and translation_in(line) is not None for line in lines[:_MOST_NAMED]])


_ENOUGH = 24  # characters of a message, by which its line is known
