"""Whatever is pasted: an answer as far as there is one, UnreadableText, and no other exception; no secret shown."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sigv4_explain import UnreadableText
from tests.readers.answers import OF_A_MESSAGE, OF_ANY_TEXT, TOKEN, refused, s3_xml
from tests.readers.parts import LONGEST, Answer, Completeness, parse_answer
from tests.tables import tables

TABLES = tables(__file__)

API = refused("execute-api")
S3 = refused("s3")
JSON = OF_A_MESSAGE["API Gateway"](API.message)


def _try(pasted: str | bytes) -> Answer | None:
    try:
        answer = parse_answer(pasted)
    except UnreadableText:
        return None
    for text in (answer.message, answer.canonical_request, answer.string_to_sign):
        (text or "").encode()
    assert TOKEN not in repr(answer)
    return answer


@pytest.mark.parametrize("pasted", [API.message, JSON, s3_xml(S3)], ids=["text", "JSON", "XML"])
def test_cut_anywhere(pasted: str) -> None:
    """Of an answer that was cut short the part that is there is read, and never called whole."""
    whole = {API.canonical_request, S3.canonical_request}
    for end in range(0, len(pasted), 13):
        answer = _try(pasted[:end])
        if answer and answer.canonical_request and answer.canonical_request not in whole:
            assert answer.complete is Completeness.CUT_SHORT, end
            assert any(told.startswith(answer.canonical_request) for told in whole), (end, answer)


@pytest.mark.parametrize("pasted", [API.message, JSON, s3_xml(S3)], ids=["text", "JSON", "XML"])
def test_the_beginning_missing(pasted: str) -> None:
    """A string to sign at the end is found whatever is missing before it."""
    to_sign = (API if pasted in (API.message, JSON) else S3).string_to_sign
    for start in range(0, pasted.index("AWS4-HMAC-SHA256") - 40, 23):
        answer = _try(pasted[start:])
        assert answer is not None, start
        assert answer.string_to_sign == to_sign, start


@pytest.mark.parametrize("seed", range(12))
def test_damage_in_the_middle(seed: int) -> None:
    """A few characters changed, doubled or lost: some answer, and what is proven is the truth."""
    chance = random.Random(seed)
    for pasted in (API.message, JSON, s3_xml(S3)):
        broken = pasted
        for _ in range(chance.randint(1, 6)):
            place = chance.randrange(len(broken))
            junk = chance.choice(["", "\x00", "\ud800", "'", '"', "\\", "\n", "<", "&", "…", "{", broken[:99]])
            broken = broken[:place] + junk + broken[place + chance.randint(0, 3) :]
        answer = _try(broken)
        if answer and answer.complete is Completeness.PROVEN:
            assert answer.canonical_request in {API.canonical_request, S3.canonical_request}


@given(st.text() | st.binary())
def test_anything_at_all(pasted: str | bytes) -> None:
    """Text and bytes of any kind."""
    _try(pasted)


_WORDS = st.sampled_from([*TABLES["words"], "\ud800"])


@given(st.lists(_WORDS | st.text(max_size=3), max_size=30).map("".join))
def test_any_order_of_an_answers_words(pasted: str) -> None:
    """The words of answers, in an order that no server has."""
    _try(pasted)


_UNIT = TABLES["units"] | {"half a character": "\ud800"}


@pytest.mark.parametrize("unit", _UNIT)
@pytest.mark.parametrize("start", [API.message[:300], "message"], ids=["after an answer", "after a word"])
def test_megabytes_of_one_thing(unit: str, start: str) -> None:
    """No paste is too long, and none makes a pattern go back and forth; what stands before it is read."""
    answer = _try(start + _UNIT[unit] * (5 * LONGEST // 4 // len(_UNIT[unit])))

    if len(start) == 300:
        assert answer is not None
        assert answer.message == API.message.partition("\n")[0]


def test_an_answer_in_the_middle_of_a_long_log() -> None:
    """What is read is what stands around AWS's words."""
    noise = "2015-08-30T12:36:00Z INFO nothing happened\n" * (3 * LONGEST // 40)

    assert parse_answer(noise + API.message + noise).canonical_request == API.canonical_request


def test_an_answer_in_chunks_is_read_whole() -> None:
    """S3 sends its answers chunked, and a dump of what arrived shows them so: cut anywhere."""
    body = s3_xml(S3)
    chunks = "".join([f"{len(body[i : i + 97].encode()):x}\r\n{body[i : i + 97]}\r\n" for i in range(0, len(body), 97)])
    answer = parse_answer(f"HTTP/1.1 403 Forbidden\r\nTransfer-Encoding: chunked\r\n\r\n{chunks}0\r\n\r\n")

    assert answer.canonical_request == parse_answer(body).canonical_request
    assert answer.complete is Completeness.PROVEN


def test_only_halves_of_characters_are_replaced() -> None:
    """Half of a surrogate pair, raw or as JSON's escape, becomes a mark; whole pairs stay."""
    assert parse_answer('{"message":"a\ud800 \\ud83d\\ude00 \\ud83d"}').message == "a\ufffd 😀 \ufffd"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_bytes_are_read_by_their_mark(encoding: str) -> None:
    """A file that an editor for Windows saved."""
    assert parse_answer(JSON.encode(encoding)).message == API.message


@pytest.mark.parametrize(
    "pasted", ["", " \n", "hello", "{}", '{"a":1}', "[1]", "<a>b</a>", b"\x89PNG\r\n\x1a\n\x00\xff"]
)
def test_what_is_no_answer_says_what_to_paste(pasted: str | bytes) -> None:
    """The error names the field and what was expected, and shows nothing of the text."""
    with pytest.raises(UnreadableText) as caught:
        parse_answer(pasted)

    assert caught.value.field == "answer"
    assert caught.value.received.startswith(f"{len(pasted)} ")
    assert "JSON or XML" in caught.value.expected


def test_another_type_is_refused_by_its_name() -> None:
    """A response object is neither str nor bytes."""
    with pytest.raises(UnreadableText, match="received NoneType, expected AWS's answer as str or bytes"):
        parse_answer(None)  # type: ignore[arg-type]


@pytest.mark.parametrize("outer", OF_ANY_TEXT)
@pytest.mark.parametrize("cut", [None, 420])
def test_the_repr_shows_no_token(outer: str, cut: int | None) -> None:
    """In lines of its own or among others, escaped or not, whole or cut short."""
    for pasted in (API.message, JSON, s3_xml(S3)):
        answer = _try(OF_ANY_TEXT[outer](pasted[:cut]))
        assert answer is not None


def test_the_repr_tells_the_rest() -> None:
    """Form, code, how complete, and the texts with a mask in place of the token; of the details the names."""
    shown = repr(parse_answer(s3_xml(S3)))

    assert shown.startswith("Answer(form='XML', code='SignatureDoesNotMatch', complete='PROVEN', message='The request")
    assert "x-amz-security-token:••• (182 characters)" in shown
    assert shown.endswith(", RequestId, HostId)")


@pytest.mark.parametrize(
    "shown",
    [
        "x-amz-security-token:a-token",
        "GET / X-Amz-Security-Token=a-token&a=1",
        "X%2DAmz-Security-Token=a-token",
        "x-amz-s3session-token: a-token",
        f"damaged:{'a-token' * 30}",
    ],
)
def test_tokens_of_any_length_are_masked(shown: str) -> None:
    """A short token is known by its name, a long one by its length."""
    assert "a-token" not in repr(
        parse_answer(f"The Canonical String for this request should have been\n'GET\n/\n{shown}")
    )
