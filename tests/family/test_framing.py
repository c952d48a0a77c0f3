from __future__ import annotations

import tracemalloc
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sigv4_explain import Request
from sigv4_explain.family.framing import (
    LONGEST_LINE,
    BodyEnds,
    ChunkBegins,
    ChunkData,
    ChunkEnds,
    FramingError,
    FramingFault,
    FramingReader,
    StreamingPayload,
    content_length,
)
from sigv4_explain.family.uploads import sign_chunks
from tests.family.examples import MODES, PLACE, PUBLISHED, Noticed, received

URL = "https://b.s3.amazonaws.com/key"
MANY = st.sampled_from([*MODES.values()])
SIGNATURE = b";chunk-signature=" + b"0" * 64
S, T = StreamingPayload.SIGNED, StreamingPayload.UNSIGNED_WITH_TRAILER


def _read(payload: StreamingPayload, *pieces: bytes, limit: int = 100) -> FramingReader:
    reader = FramingReader(payload, limit)
    for piece in pieces:
        for _ in reader.receive(piece):
            pass
    reader.end()
    return reader


def _framed(body: bytes, mode: dict[str, Any], chunk_size: int) -> tuple[Request, bytes]:
    upload = sign_chunks(Request("PUT", URL, body=body), PUBLISHED, **PLACE, **mode, chunk_size=chunk_size)
    return upload.request, b"".join(upload)


@given(st.binary(max_size=60), MANY, st.integers(1, 40), st.lists(st.integers(0, 800), max_size=6))
def test_what_was_framed_is_read_back_however_it_is_split(
    body: bytes, mode: dict[str, Any], chunk_size: int, cuts: list[int]
) -> None:
    """The body, its signatures, its trailer, and the length that was announced."""
    request, framed = _framed(body, mode, chunk_size)
    places = [0, *sorted(min(cut, len(framed)) for cut in cuts), len(framed)]
    pieces = [framed[start:end] for start, end in pairwise(places)]

    assert received(request, pieces, mode, PUBLISHED.secret_access_key) == body
    assert request.header("content-length") == str(len(framed))
    assert received(request, [framed[n : n + 1] for n in range(len(framed))], mode, PUBLISHED.secret_access_key) == body


@pytest.mark.parametrize("mode", MODES)
def test_a_body_that_is_cut_short_is_noticed_at_every_byte(mode: str) -> None:
    """The end of the framing is its last byte, and nothing before it."""
    _, framed = _framed(b"hello, chunks", MODES[mode], 5)

    for end in range(len(framed)):
        with pytest.raises(FramingError) as error:
            _read(MODES[mode]["payload"], framed[:end])
        assert error.value.fault is FramingFault.TRUNCATED


@pytest.mark.parametrize("mode", MODES)
def test_each_change_of_a_byte_is_noticed(mode: str) -> None:
    """By the framing, by a signature, by the checksum, or by the length; but the case of a digit changes nothing."""
    body = b"hello, chunks"
    request, framed = _framed(body, MODES[mode], 5)

    for place in range(len(framed)):
        for bits in (1, 2, 32, 128):
            changed = bytearray(framed)
            changed[place] ^= bits
            try:
                read = received(request, [bytes(changed)], MODES[mode], PUBLISHED.secret_access_key)
            except (FramingError, Noticed):
                continue
            assert (read, bytes(changed.lower())) == (body, framed.lower()), f"byte {place} ^ {bits}"


FAULTS: dict[str, tuple[StreamingPayload, bytes, FramingFault, int, int]] = {
    "no size": (T, b"\r\n", FramingFault.BAD_SIZE, 1, 0),
    "a size with a prefix": (T, b"0x7\r\n", FramingFault.BAD_SIZE, 1, 0),
    "a size with a sign": (T, b"+7\r\n", FramingFault.BAD_SIZE, 1, 0),
    "a blank behind the size": (T, b"7 \r\n", FramingFault.BAD_SIZE, 1, 0),
    "an underscore in the size": (T, b"1_0\r\n", FramingFault.BAD_SIZE, 1, 0),
    "17 digits": (T, b"0" * 17 + b"\r\n", FramingFault.BAD_SIZE, 1, 0),
    "a line feed alone": (T, b"1\na\n0\n\n\r\n", FramingFault.BAD_SIZE, 1, 0),
    "a signature that is not announced": (T, b"1" + SIGNATURE + b"\r\n", FramingFault.BAD_SIZE, 1, 0),
    "no signature": (S, b"1\r\n", FramingFault.BAD_SIZE, 1, 0),
    "half a signature": (S, b"1" + SIGNATURE[:-1] + b"\r\n", FramingFault.BAD_SIZE, 1, 0),
    "another extension": (T, b"1;a=b\r\n", FramingFault.BAD_SIZE, 1, 0),
    "in the second chunk": (T, b"1\r\na\r\nz\r\n", FramingFault.BAD_SIZE, 2, 6),
    "no CRLF behind the data": (T, b"1\r\nab\r\n", FramingFault.MISSING_CRLF, 1, 4),
    "a line feed behind the data": (T, b"1\r\na\n0\r\n", FramingFault.MISSING_CRLF, 1, 4),
    "more than the limit": (T, b"65\r\n", FramingFault.TOO_LARGE, 1, 0),
    "more than the limit together": (T, b"1\r\na\r\n64\r\n", FramingFault.TOO_LARGE, 2, 6),
    "a huge size": (T, b"f" * 16 + b"\r\n", FramingFault.TOO_LARGE, 1, 0),
    "a line without end": (T, b"0" * 2000, FramingFault.ENDLESS_LINE, 1, 0),
    "a trailer without end": (T, b"0\r\n" + b"x" * 2000, FramingFault.ENDLESS_LINE, 1, 3),
    "a trailer without colon": (T, b"0\r\nname\r\n\r\n", FramingFault.BAD_TRAILER, 1, 3),
    "a trailer without name": (T, b"0\r\n:value\r\n\r\n", FramingFault.BAD_TRAILER, 1, 3),
    "a trailer with a control character": (T, b"0\r\nname:\x00\r\n\r\n", FramingFault.BAD_TRAILER, 1, 3),
    "trailers without number": (T, b"0\r\n" + b"a:b\r\n" * 17, FramingFault.BAD_TRAILER, 1, 83),
    "two signatures of the trailer": (
        StreamingPayload.SIGNED_WITH_TRAILER,
        b"0" + SIGNATURE + b"\r\n" + b"x-amz-trailer-signature:0\r\n" * 2 + b"\r\n",
        FramingFault.BAD_TRAILER,
        1,
        138,
    ),
    "a trailer that is not announced": (S, b"0" + SIGNATURE + b"\r\na:b\r\n\r\n", FramingFault.BAD_TRAILER, 1, 84),
    "a byte after the end": (T, b"0\r\n\r\n0", FramingFault.BYTES_AFTER_END, 1, 5),
    "nothing at all": (T, b"", FramingFault.TRUNCATED, 1, 0),
}


@pytest.mark.parametrize("name", FAULTS)
@pytest.mark.parametrize("length", [1, 3, 10_000])
def test_what_is_wrong_is_named_with_its_chunk_and_byte(name: str, length: int) -> None:
    """Whatever the pieces in which it arrives."""
    payload, framed, fault, chunk, position = FAULTS[name]
    with pytest.raises(FramingError) as error:
        _read(payload, *[framed[start : start + length] for start in range(0, len(framed), length)])

    assert (error.value.fault, error.value.chunk, error.value.position) == (fault, chunk, position)
    assert error.value.received in str(error.value)
    assert error.value.expected in str(error.value)


def test_every_fault_is_among_those_above() -> None:
    """A new kind needs its rows."""
    assert {fault for _, _, fault, _, _ in FAULTS.values()} == {*FramingFault}


def test_the_events_say_what_there_is_in_its_order() -> None:
    """Data as it arrives, and the trailer as it was sent; AWS's page and minio-go end it with a line feed more."""
    reader = FramingReader(T)
    events = [*reader.receive(b"7\r\nhel"), *reader.receive(b"lo!\n\r\n0\r\nX-A:  b \n\r\n\r\n")]

    assert [event if not isinstance(event, ChunkData) else bytes(event.data) for event in events] == [
        ChunkBegins(1, 7, None),
        b"hel",
        b"lo!\n",
        ChunkEnds(1),
        ChunkBegins(2, 0, None),
        ChunkEnds(2),
        BodyEnds((("X-A", "b"),), None),
    ]


def test_a_line_without_end_is_given_up_early_and_data_is_not_kept() -> None:
    """Neither costs more memory than a line has, nor does one byte at a time."""
    reader, million = FramingReader(T), bytes(1_000_000)
    tracemalloc.start()
    for _ in reader.receive(b"5f5e100\r\n"):  # a hundred million bytes
        pass
    for _ in range(100):
        for _ in reader.receive(million):
            pass
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert peak < 20_000
    assert LONGEST_LINE <= 1024


@pytest.mark.parametrize(("length", "expected"), [(0, 86), (66560, 66824)])
def test_the_length_on_the_wire_counts_the_framing(length: int, expected: int) -> None:
    """AWS's example, and a body of nothing, which is the last chunk alone."""
    assert content_length(length, 65536, S.value) == str(expected)
