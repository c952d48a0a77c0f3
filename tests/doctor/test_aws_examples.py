"""AWS's published examples: their right values are known, and what mistakes make of them."""

from __future__ import annotations

import hmac
from functools import reduce

import pytest

from sigv4_explain import diagnose
from tests.doctor.parts import Certainty, example_findings, known_value

SECRET = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"
RIGHT = {
    "969fbb94feb542b71ede6f87fe4d5fa29c789342b0f407474670f0c2489e0a0d": "kDate",
    "69daa0209cd9c5ff5c8ced464a696fd4252e981430b10e3d3fd8e2f197d7a70c": "kRegion",
    "f4780e2d9f65fa895f9c67b32ce1baf0b0d8a43505a000a1a9e090d414db404d": "kSigning",
    "c4afb1cc5771d871763a393e44b703571b55cc28424d1a5e86da6ed3c154a4b9": "kSigning",
    "dbb893acc010964918f1fd433add87c70e8b0db6be30c1fbeafefa5ec6ba8378": "kSigning",
    "5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7": "the signature of ListUsers",
    "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31": "the signature of get-vanilla",
    "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41": "the signature of GET Object",
    "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd": "the signature of PUT Object",
    "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543": "the signature of GET Bucket Lifecycle",
    "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7": "the signature of List Objects",
    "aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404": "the signature of a presigned URL",
}
"""As AWS prints them."""
KDATE = bytes.fromhex("969fbb94feb542b71ede6f87fe4d5fa29c789342b0f407474670f0c2489e0a0d")


def _hmac(key: bytes, text: str) -> bytes:
    return hmac.digest(key, text.encode(), "sha256")


WRONG = {
    "kDate in hex": (_hmac(KDATE.hex().encode(), "us-east-1").hex(), "key-chain-bytes-vs-hex", "kRegion"),
    "the region as the key": (hmac.digest(b"us-east-1", KDATE, "sha256").hex(), "hmac-arguments-swapped", "kRegion"),
    "no prefix": (_hmac(SECRET.encode(), "20120215").hex(), "key-prefix-missing", "kDate"),
    "%x": ("".join([f"{byte:x}" for byte in KDATE]), "hex-without-zeros", "kDate"),
    "a key cut at a zero byte, printed as far": (
        "c2eb7ddb12cb2c46489fdf97947e68b24c3716",
        "key-cut-at-zero-byte",
        "the signature of GET Object",
    ),
    "the words in another order": (
        reduce(_hmac, ("20120215", "iam", "us-east-1", "aws4_request"), f"AWS4{SECRET}".encode()).hex(),
        "key-derived-with-other-scope",
        "kSigning",
    ),
}


@pytest.mark.parametrize("value", RIGHT)
def test_a_right_value_is_known_and_no_fault(value: str) -> None:
    """In capitals too."""
    for spelled in (value, value.upper()):
        known = known_value(spelled)
        assert known is not None
        assert (known.name, known.right, known.cause) == (RIGHT[value], value, None)
    assert list(example_findings(f"It gives {value}.")) == []


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_value_proves_its_mistake(name: str) -> None:
    """In whatever text it stands."""
    value, cause, place = WRONG[name]
    (finding,) = diagnose(f"var key = '{value}'; // is wrong, but why?").findings

    assert (finding.cause, finding.certainty, finding.sent) == (cause, Certainty.PROVEN, value)
    assert place in finding.evidence[0]


def test_other_digits_are_nothing_of_an_example() -> None:
    """Nor is a commit's hash or the hash of an empty body."""
    for text in ("0" * 64, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", KDATE.hex()[:40], ""):
        assert known_value(text) is None
        assert list(example_findings(text)) == []
