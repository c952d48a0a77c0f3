from __future__ import annotations

import re
from hashlib import sha256
from html import unescape

import pytest

from sigv4_explain.encoding import EMPTY_SHA256
from sigv4_explain.widgets import BodyBench
from tests.widgets.apps import drawn
from tests.widgets.parts import PETS, Spelling


def _text(page: str) -> str:
    return unescape(re.sub(r"<[^>]+>", "", page))


@pytest.mark.parametrize(
    ("spelling", "body"),
    [
        (Spelling.AS_TYPED, PETS.encode()),
        (Spelling.SPACED, PETS.encode()),
        (Spelling.COMPACT, '{"name":"Zoë","age":3}'.encode()),
        (Spelling.SORTED, '{"age": 3, "name": "Zoë"}'.encode()),
        (Spelling.ESCAPED, b'{"name": "Zo\\u00eb", "age": 3}'),
        (Spelling.LINE_BREAK, f"{PETS}\n".encode()),
        (Spelling.MARKED, b"\xef\xbb\xbf" + PETS.encode()),
        (Spelling.LATIN, PETS.encode("latin-1")),
        (Spelling.EMPTY, b""),
    ],
)
def test_each_spelling_has_its_bytes_and_its_hash(spelling: Spelling, body: bytes) -> None:
    """The signature fits exactly when the bytes are the same."""
    bench = BodyBench()
    bench.sent.value = spelling

    assert bench.bodies.sent == body
    assert bench.bodies.fits == (body == PETS.encode())
    assert sha256(body).hexdigest() in _text(drawn(bench))
    assert (EMPTY_SHA256 in repr(bench)) == (body == b"")


@pytest.mark.parametrize(
    ("spelling", "said"),
    [
        (Spelling.COMPACT, 'byte 9: 20 (a blank) was hashed, 22 (“"”) was sent'),
        (Spelling.LINE_BREAK, "byte 27: nothing was hashed, 0a (a line feed) was sent"),
        (Spelling.LATIN, "byte 13: c3 (beyond ASCII) was hashed, eb (beyond ASCII) was sent"),
    ],
)
def test_the_first_byte_that_differs_is_named(spelling: Spelling, said: str) -> None:
    """By its number, in hex and in words."""
    bench = BodyBench()
    bench.sent.value = spelling

    assert said in _text(drawn(bench))


def test_a_difference_beyond_the_first_bytes_is_shown_where_it_is() -> None:
    """With the bytes around it, and a mark on the one that differs."""
    bench = BodyBench("x" * 5000 + "é")
    bench.sent.value = Spelling.LINE_BREAK
    page = bench.sections["bodies"].value

    assert "bytes 4997 to 5009 in hex" in page
    assert page.count("<mark") == 2
    assert len(page) < 4000


def test_a_parser_changes_numbers_too() -> None:
    """1.10 is written anew as 1.1, a byte shorter."""
    bench = BodyBench('{"price": 1.10}')
    bench.sent.value = Spelling.SPACED

    assert bench.bodies.sent == b'{"price": 1.1}'


def test_unsigned_payload_fits_any_body() -> None:
    """The line says the words on both sides, and the bench says that the body is not signed."""
    bench = BodyBench()
    bench.hashed.value, bench.sent.value = Spelling.UNSIGNED, Spelling.EMPTY

    assert bench.bodies.fits
    assert bench.bodies.server_line == "UNSIGNED-PAYLOAD"
    assert "it is not signed" in repr(bench)
    assert EMPTY_SHA256 not in repr(bench)
