"""Pastes in which nothing is wrong that anybody could tell: rightly signed, masked, oddly saved, or not signed yet."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from random import Random

from sigv4_explain import Credentials, Request, sign, verify
from sigv4_explain.verifier.verdict import Verdict
from tests.doctor.parts import SignedRequest
from tests.doctor.pastes.calls import ALICE, LENT, REGION, WORDS, Call, Room, drawn
from tests.doctor.pastes.forms import ANSWERS, REQUESTS, TEXTS, Said, shows_texts
from tests.doctor.pastes.layout import Part, Piece, laid_out
from tests.doctor.pastes.pasted import KEY_CAUSES, MASKS, Basis, Paste, masked

_MOMENT = "20150830T123600Z"
_OTHER = {
    key.access_key_id: Credentials(key.access_key_id, "another/secret/that/only/the/server/has01", key.session_token)
    for key in (ALICE, LENT)
}
"""What a server knows that has another secret for each key."""
_ROOMS = (Room(), Room(presigned=True), Room(announced=True), Room(odd_headers=2))


def _call(random: Random) -> Call:
    while True:
        call = drawn(random, random.choice(_ROOMS))
        keys = {call.keys.access_key_id: call.keys}
        if verify(call.request, keys, region=REGION, service=call.service, at=_MOMENT).accepted:
            return call


def _refused(call: Call) -> Said:
    """Let a server refuse it that has another secret for this key."""
    verdict: Verdict = verify(call.request, _OTHER, region=REGION, service=call.service, at=_MOMENT)
    return Said(verdict, call.service)


def _paste(
    pieces: Sequence[Piece], random: Random, credentials: Credentials | None, allowed: frozenset[str] = frozenset()
) -> Paste:
    texts = laid_out(pieces, random)
    return Paste(texts, credentials, frozenset(), allowed, Basis.NONE, ("one text" if len(texts) == 1 else "files",))


def _request(request: Request, random: Random) -> Piece:
    return Piece(Part.REQUEST, REQUESTS[random.choice(list(REQUESTS))](request))


def _answer(call: Call, random: Random, form: str | None = None) -> Piece:
    return Piece(Part.ANSWER, ANSWERS[form or random.choice(list(ANSWERS))](_refused(call)))


def _texts(call: Call, random: Random) -> Piece:
    right = SignedRequest.of(call.request, call.keys.secret_access_key, region=REGION, service=call.service).recipe
    return Piece(Part.TEXTS, TEXTS[random.choice(list(TEXTS))](right.canonical_request(), right.string_to_sign()))


def _lost(request: Request, random: Random) -> Request:
    """Leave out the body, or some headers, as people do who shorten."""
    way = random.random()
    if way < 0.7:
        return request
    if way < 0.85:
        return Request(request.method, request.url, request.headers)
    kept = [pair for pair in request.headers if random.random() < 0.7]
    return Request(request.method, request.url, kept, request.body)


def _alone(random: Random) -> Paste:
    call = _call(random)
    keys = call.keys if random.random() < 0.5 else None
    return _paste([_request(_lost(call.request, random), random)], random, keys)


def _with_answer(random: Random) -> Paste:
    call, form = _call(random), random.choice(list(ANSWERS))
    keys = call.keys if random.random() < 0.4 else None
    request = _lost(call.request, random)
    if random.random() < 0.5:
        request = masked(request, random.choice(list(MASKS)), random)
    pieces = [_request(request, random), _answer(call, random, form)]
    allowed: frozenset[str] = frozenset()
    if random.random() < 0.3:
        pieces.insert(1, _texts(call, random))
        allowed = KEY_CAUSES if shows_texts(form, _refused(call)) else frozenset()
    if random.random() < 0.2:
        pieces.reverse()
    return _paste(pieces, random, keys, allowed)


def _texts_alone(random: Random) -> Paste:
    call = _call(random)
    pieces = [_texts(call, random), _answer(call, random, "sentence")]
    return _paste(pieces[: random.choice((1, 2))], random, None)


_OWN = ("authorization", "x-amz-date", "x-amz-content-sha256", "x-amz-security-token")


def _two_attempts(random: Random) -> Paste:
    call = _call(random)
    if "X-Amz-Signature" in call.request.url:
        return _alone(random)
    headers = [pair for pair in call.request.headers if pair[0].lower() not in _OWN]
    bare = Request(call.request.method, call.request.url, headers, call.request.body)
    form, said = REQUESTS[random.choice(list(REQUESTS))], random.choice(("response", "body", "sentence"))
    pieces = []
    for at in ("20150830T123600Z", "20150830T123634Z"):
        again = call._replace(request=sign(bare, call.keys, region=REGION, service=call.service, at=at))
        pieces += [Piece(Part.REQUEST, form(again.request)), _answer(again, random, said)]
    return _paste(pieces, random, call.keys if random.random() < 0.4 else None)


_USERS = (
    f"{ALICE.access_key_id}:{ALICE.secret_access_key}",
    "$AWS_ACCESS_KEY_ID:$AWS_SECRET_ACCESS_KEY",
    "AKIA***:***",
    "<key>:<secret>",
)


def _curl_signs(random: Random) -> Paste:
    call = drawn(random, Room())
    request = call.request
    url = request.url if random.random() < 0.7 else request.url.replace(request.host, "$HOST")
    prompt = random.choice(("", "$ ", "> "))
    rows = [
        f'{prompt}curl --aws-sigv4 "aws:amz:{REGION}:{call.service}" --user "{random.choice(_USERS)}"',
        f'  "{url}"',
    ]
    rows += [f"  -H '{name}: {value}'" for name, value in request.headers if name.lower() not in (*_OWN, "user-agent")]
    if request.method == "PUT":
        rows.append("  -T file.txt")
    if request.method == "POST":
        rows.append(random.choice(("  --data-binary @body.json", f"  --data-binary '{request.body.decode()}'")))
    pieces = [Piece(Part.REQUEST, " \\\n".join(rows)), _answer(call, random)]
    return _paste(pieces[: random.choice((1, 2, 2))], random, None)


def _code(random: Random) -> Paste:
    call = _call(random)
    pieces = [Piece(Part.CODE, random.choice(list(WORDS["code"].values()))), _answer(call, random)]
    if random.random() < 0.3:
        pieces.append(_request(masked(call.request, random.choice(list(MASKS)), random), random))
    random.shuffle(pieces)
    return _paste(pieces, random, None)


def _answer_alone(random: Random) -> Paste:
    return _paste([_answer(_call(random), random)], random, None)


def _accepted(random: Random) -> Paste:
    answer = "HTTP/1.1 200 OK\nDate: Sun, 30 Aug 2015 12:36:01 GMT\nContent-Type: application/json\n\n"
    pieces = [_request(_call(random).request, random), Piece(Part.ANSWER, answer + random.choice(("{}", "[1]", "ok")))]
    return _paste(pieces, random, None)


KINDS: Mapping[str, Callable[[Random], Paste]] = {
    "a request alone": _alone,
    "a request and an answer": _with_answer,
    "a request and an answer, again": _with_answer,
    "what a client signed": _texts_alone,
    "two attempts": _two_attempts,
    "curl signs when it runs": _curl_signs,
    "code and an answer": _code,
    "an answer alone": _answer_alone,
    "accepted": _accepted,
}
"""What there is in a paste without a fault."""


def faultless(count: int) -> Iterator[tuple[str, Paste]]:
    """Return pastes of each kind in turn, the same ones each time."""
    return (faultless_paste(number) for number in range(count))


def faultless_paste(number: int) -> tuple[str, Paste]:
    """Return one of the pastes without a fault, and its kind."""
    kind = list(KINDS)[number % len(KINDS)]
    return kind, KINDS[kind](Random(f"faultless:{number}"))
