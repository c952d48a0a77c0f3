"""Pastes in which nothing is wrong that anybody could tell: rightly signed, masked, oddly saved, or not signed yet."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from random import Random

from sigv4_explain import Credentials, Request, sign, verify
from sigv4_explain.verifier.verdict import Verdict
from tests.doctor.parts import SignedRequest
from tests.doctor.pastes.calls import ALICE, LENT, REGION, WORDS, Call, Room, drawn
from tests.doctor.pastes.forms import ANSWERS, REQUESTS, TEXTS, Said, shows_texts
from tests.doctor.pastes.pasted import KEY_CAUSES, MASKS, Basis, Paste, masked, wrapped

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
    pieces: list[str], random: Random, credentials: Credentials | None, allowed: frozenset[str] = frozenset()
) -> Paste:
    if random.random() < 0.25:
        return Paste(tuple(pieces), credentials, frozenset(), allowed, Basis.NONE, ("files",))
    between = random.choice(("\n", "\n\n", "\n\nThe answer is:\n\n", "\n\nResponse:\n", "\n---\n"))
    text = random.choice(WORDS["prose"]["before"]) + between.join(pieces) + random.choice(WORDS["prose"]["after"])
    return Paste((text,), credentials, frozenset(), allowed, Basis.NONE, ("one text",))


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
    form = random.choice(list(REQUESTS))
    # Whoever gives the secret with a shortened request gets no proof; a proof of another fault would be a false one.
    return _paste([wrapped(REQUESTS[form](_lost(call.request, random)), random)], random, keys)


def _with_answer(random: Random) -> Paste:
    call = _call(random)
    said, form = _refused(call), random.choice(list(ANSWERS))
    keys = call.keys if random.random() < 0.4 else None
    request = _lost(call.request, random)
    if random.random() < 0.5:
        request = masked(request, random.choice(list(MASKS)), random)
    pieces = [
        wrapped(REQUESTS[random.choice(list(REQUESTS))](request), random),
        wrapped(ANSWERS[form](said), random, line_marks=False),
    ]
    allowed: frozenset[str] = frozenset()
    if random.random() < 0.3:
        right = SignedRequest.of(call.request, call.keys.secret_access_key, region=REGION, service=call.service).recipe
        texts = TEXTS[random.choice(list(TEXTS))](right.canonical_request(), right.string_to_sign())
        pieces.insert(1, wrapped(texts, random, line_marks=False))
        allowed = KEY_CAUSES if shows_texts(form, said) else frozenset()
    if random.random() < 0.2:
        pieces.reverse()
    return _paste(pieces, random, keys, allowed)


def _texts_alone(random: Random) -> Paste:
    call = _call(random)
    right = SignedRequest.of(call.request, call.keys.secret_access_key, region=REGION, service=call.service).recipe
    texts = TEXTS[random.choice(list(TEXTS))](right.canonical_request(), right.string_to_sign())
    pieces = [wrapped(texts, random, line_marks=False)]
    if random.random() < 0.5:
        pieces.append(ANSWERS["sentence"](_refused(call)))
    return _paste(pieces, random, None)


def _two_attempts(random: Random) -> Paste:
    call = _call(random)
    own = ("authorization", "x-amz-date", "x-amz-security-token", "x-amz-content-sha256")
    bare = Request(
        call.request.method,
        call.request.url,
        [p for p in call.request.headers if p[0].lower() not in own],
        call.request.body,
    )
    if "X-Amz-Signature" in call.request.url:
        return _alone(random)
    form = REQUESTS[random.choice(list(REQUESTS))]
    written = ANSWERS[random.choice(("response", "body", "sentence"))]
    times = ("20150830T123600Z", "20150830T123634Z")
    calls = [call._replace(request=sign(bare, call.keys, region=REGION, service=call.service, at=at)) for at in times]
    pieces = [piece for one in calls for piece in (form(one.request), written(_refused(one)))]
    return _paste(pieces, random, call.keys if random.random() < 0.4 else None)


def _curl_signs(random: Random) -> Paste:
    call = drawn(random, Room())
    own = ("authorization", "x-amz-date", "x-amz-content-sha256", "x-amz-security-token", "user-agent")
    keys = random.choice(
        (
            f"{ALICE.access_key_id}:{ALICE.secret_access_key}",
            "$AWS_ACCESS_KEY_ID:$AWS_SECRET_ACCESS_KEY",
            "AKIA***:***",
            "<key>:<secret>",
        )
    )
    url = call.request.url if random.random() < 0.7 else call.request.url.replace(call.request.host, "$HOST")
    rows = [
        f'{random.choice(("", "$ ", "> "))}curl --aws-sigv4 "aws:amz:{REGION}:{call.service}" --user "{keys}"',
        f'  "{url}"',
    ]
    rows += [f"  -H '{name}: {value}'" for name, value in call.request.headers if name.lower() not in own]
    if call.request.method != "GET":
        rows.append(random.choice(("  -T file.txt", "  --data-binary @body.json", "  -d '{}'")))
    said = _refused(call)
    return _paste(
        [" \\\n".join(rows), ANSWERS[random.choice(list(ANSWERS))](said)][: random.choice((1, 2, 2))], random, None
    )


def _code(random: Random) -> Paste:
    call = _call(random)
    code = random.choice(list(WORDS["code"].values()))
    if random.random() < 0.6:
        code = f"```\n{code}\n```"
    pieces = [code, wrapped(ANSWERS[random.choice(list(ANSWERS))](_refused(call)), random, line_marks=False)]
    if random.random() < 0.3:
        pieces.append(REQUESTS[random.choice(list(REQUESTS))](masked(call.request, random.choice(list(MASKS)), random)))
    random.shuffle(pieces)
    return _paste(pieces, random, None)


def _answer_alone(random: Random) -> Paste:
    said = _refused(_call(random))
    return _paste([wrapped(ANSWERS[random.choice(list(ANSWERS))](said), random)], random, None)


def _accepted(random: Random) -> Paste:
    call = _call(random)
    answer = "HTTP/1.1 200 OK\nDate: Sun, 30 Aug 2015 12:36:01 GMT\nContent-Type: application/json\n\n"
    pieces = [REQUESTS[random.choice(list(REQUESTS))](call.request), answer + random.choice(("{}", "[1]", "ok"))]
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
    names = list(KINDS)
    for number in range(count):
        kind = names[number % len(names)]
        yield kind, KINDS[kind](Random(f"faultless:{number}"))
