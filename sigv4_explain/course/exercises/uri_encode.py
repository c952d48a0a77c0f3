"""Exercise of notebook 02: UriEncode, the one way to write a character."""

from __future__ import annotations

from string import ascii_letters, digits
from urllib.parse import quote, quote_plus, unquote

from sigv4_explain.course.exercise import Example, Exercise, Requirement, WrongAnswer
from sigv4_explain.encoding import uri_encode

_ENCODED = Requirement("Every byte but A-Z a-z 0-9 - . _ ~ becomes a percent sign and two hex digits.")
_SPACE = Requirement("A space is %20, never a plus; a plus itself is %2B.")
_SLASH = Requirement(
    "UriEncode encodes the slash too, as %2F. Only the path keeps its slashes, because they separate segments."
)
_UPPER = Requirement("The hex digits are upper case: %2F, not %2f.")
_BYTES = Requirement("A character outside ASCII is several bytes of UTF-8, and each byte is encoded by itself.")
_TILDE = Requirement("The tilde is one of the four marks that stay: - . _ ~")
_TWO_DIGITS = Requirement("There are always two hex digits, so a line feed is %0A.")
_PERCENT = Requirement("A percent sign is a character like any other: it becomes %25, whatever follows it.")


def my_uri_encode(text: str) -> str:
    """Percent-encode all but the unreserved characters."""
    kept = ascii_letters + digits + "-._~"
    encoded = ""
    for byte in text.encode():
        encoded += chr(byte) if chr(byte) in kept else f"%{byte:02X}"
    return encoded


def _as_given(text: str) -> str:
    return text


def _slash_kept(text: str) -> str:
    return quote(text)


def _plus_for_space(text: str) -> str:
    return quote_plus(text)


def _lower_hex(text: str) -> str:
    return "".join(one if one in _KEPT else "".join(f"%{byte:02x}" for byte in one.encode()) for one in text)


def _tilde_encoded(text: str) -> str:
    return quote(text, safe="").replace("~", "%7E")


def _code_points(text: str) -> str:
    return "".join(one if one in _KEPT else f"%{ord(one):02X}" for one in text)


def _one_digit(text: str) -> str:
    return "".join(one if one in _KEPT else "".join(f"%{byte:X}" for byte in one.encode()) for one in text)


def _marks_kept(text: str) -> str:
    return quote(text, safe="!'()*")


def _encoded_text_kept(text: str) -> str:
    return quote(unquote(text), safe="")


_KEPT = ascii_letters + digits + "-._~"


EXERCISES = (
    Exercise(
        name="uri-encode",
        chapter="02",
        task="write my_uri_encode(text): a text in, the same with all but unreserved characters encoded out.",
        cases=(
            Example(("",), _ENCODED),
            Example(("abc-123",), _ENCODED),
            Example(("a b+c",), _SPACE),
            Example(("a/b",), _SLASH),
            Example(("-._~",), _TILDE),
            Example(("a:b=c?d",), _ENCODED),
            Example(("it's (a*b)!",), _ENCODED),
            Example(("Zoë 漢 🙂",), _BYTES),
            Example(("a\nb",), _TWO_DIGITS),
            Example(("100%25",), _PERCENT),
        ),
        right=uri_encode,
        imports=("from string import ascii_letters, digits",),
        solution=my_uri_encode,
        mistakes=(
            WrongAnswer(_as_given, Requirement("Nothing is encoded here: a space, for one, has to become %20.")),
            WrongAnswer(_slash_kept, _SLASH),
            WrongAnswer(_plus_for_space, _SPACE),
            WrongAnswer(_lower_hex, _UPPER),
            WrongAnswer(_tilde_encoded, _TILDE),
            WrongAnswer(_code_points, _BYTES),
            WrongAnswer(_one_digit, _TWO_DIGITS),
            WrongAnswer(
                _marks_kept,
                Requirement("Also ! ' ( ) and * are encoded, which JavaScript's encodeURIComponent leaves."),
            ),
            WrongAnswer(_encoded_text_kept, _PERCENT),
        ),
        hints=(
            "Go through the bytes of the text, not its characters: text.encode() gives them.",
            "chr(byte) is the character of a byte below 128. The ones to keep are ascii_letters + digits + '-._~'.",
            "Begin with an empty text; for each byte add chr(byte) if that is one to keep, and else f'%{byte:02X}'.",
        ),
    ),
)
