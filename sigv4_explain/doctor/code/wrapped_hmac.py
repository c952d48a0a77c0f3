"""Functions of one's own around an HMAC: which argument is the key, what they return, and how the chain calls them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

_ARGUMENT = r"((?:[^,()\n]|\((?:[^()\n]|\([^()\n]*\))*\))+)"
_PRIMITIVES = tuple(
    (re.compile(pattern), key, data)
    for pattern, key, data in (
        (rf"hmac\.(?:new|HMAC|digest)\(\s*(?:key\s*=\s*)?{_ARGUMENT},\s*(?:msg\s*=\s*)?{_ARGUMENT}[,)]", 1, 2),
        (rf"createHmac\(\s*[^,\n]+,\s*{_ARGUMENT}\)\s*\.\s*update\(\s*{_ARGUMENT}[,)]", 1, 2),
        (rf"hash_hmac\(\s*[^,\n]+,\s*{_ARGUMENT},\s*{_ARGUMENT}[,)]", 2, 1),
        (rf"HMAC\.(?:hex)?digest\(\s*[^,\n]+,\s*{_ARGUMENT},\s*{_ARGUMENT}\)", 1, 2),
        (rf"computeHmac\w*\(\s*(?:Utilities\.MacAlgorithm\.\w+\s*,\s*)?{_ARGUMENT},\s*{_ARGUMENT}\)", 2, 1),
        (rf"generateMac\(\s*[^,\n]+,\s*{_ARGUMENT},\s*{_ARGUMENT}\)", 2, 1),
        (rf":?crypto[.:](?:mac\(\s*:?hmac\s*,|hmac\()\s*:?sha256\s*,\s*{_ARGUMENT},\s*{_ARGUMENT}\)", 1, 2),
        (rf"SecretKeySpec\(\s*{_ARGUMENT},(?:[^\n]*\n){{0,4}}?[^\n]*\.doFinal\(\s*{_ARGUMENT}\)", 1, 2),
        (rf"HMACSHA256\(\s*{_ARGUMENT}\)(?:[^\n]*\n){{0,4}}?[^\n]*\.ComputeHash\(\s*{_ARGUMENT}\)", 1, 2),
        (rf"hmac\.New\(\s*sha256\.New\s*,\s*{_ARGUMENT}\)(?:[^\n]*\n){{0,3}}?[^\n]*\.Write\(\s*{_ARGUMENT}\)", 1, 2),
        (rf"new_from_slice\(\s*{_ARGUMENT}\)(?:[^\n]*\n){{0,3}}?[^\n]*\.update\(\s*{_ARGUMENT}\)", 1, 2),
        (rf"\bHmac\(\s*sha256\s*,\s*{_ARGUMENT}\)\s*\.\s*convert\(\s*{_ARGUMENT}\)", 1, 2),
        (rf"authenticationCode\(\s*for:\s*{_ARGUMENT},\s*using:\s*{_ARGUMENT}\)", 2, 1),
        (rf"Crypto\.CreateHmac\(\s*[^,\n]+,\s*{_ARGUMENT},\s*{_ARGUMENT}\)", 1, 2),
        (r"CryptAuthCode\s*\(\s*([^;\n]+);[^;\n]+;\s*([^;\n)]+)\)", 2, 1),
        (rf"GetHMACAsBytes\(\s*{_ARGUMENT},\s*{_ARGUMENT}[,)]", 2, 1),
        (
            rf"HMAC_Init(?:_ex)?\(\s*[^,\n]+,\s*{_ARGUMENT},(?:[^\n]*\n){{0,4}}?[^\n]*HMAC_Update\(\s*[^,\n]+,\s*{_ARGUMENT},",
            1,
            2,
        ),
        (
            rf"hmac_starts\(\s*[^,\n]+,\s*{_ARGUMENT},(?:[^\n]*\n){{0,4}}?[^\n]*hmac_update\(\s*[^,\n]+,\s*{_ARGUMENT},",
            1,
            2,
        ),
        (rf"\bHMAC\(\s*EVP_sha256\(\)\s*,\s*{_ARGUMENT},\s*{_ARGUMENT},\s*{_ARGUMENT},", 1, 3),
        (rf"\bCCHmac\(\s*[^,\n]+,\s*{_ARGUMENT},\s*{_ARGUMENT},\s*{_ARGUMENT},", 1, 3),
        (rf"QMessageAuthenticationCode::hash\(\s*{_ARGUMENT},\s*{_ARGUMENT},", 2, 1),
    )
)
"""Calls that make an HMAC-SHA256, and which group of each is the key, which the data."""
_OF_ANY_NAME = tuple(
    (re.compile(pattern), key, data)
    for pattern, key, data in (
        (rf"(?i:(?:CryptoJS\.)?HmacSHA256)\(\s*{_ARGUMENT},\s*{_ARGUMENT}\)", 2, 1),
        (rf"\bhmac_sha256(?:_hex)?\(\s*{_ARGUMENT},\s*{_ARGUMENT}\)", 2, 1),
    )
)
"""Calls whose names people give to functions of their own as well."""

_defined = re.compile(
    r"(?:\b(?:defp?|function|func?|fun|fn|sub|let|const|va[rl]|static|private|public|protected|internal)\b[^\n(=]{0,60}?\b"
    r"|^[ \t]*)"
    r"(?P<name>[A-Za-z_]\w*[!?]?)\s*(?:=\s*(?:async\s*)?(?:function\s*)?)?\((?P<parameters>[^()\n]{1,160})\)",
    re.MULTILINE,
)
_defined_in_braces = re.compile(
    r"^[ \t]*(?!return\b|else\b|new\b)(?:[\w:<>*&\[\]]+[ \t*&]+){1,4}"
    r"(?P<name>[A-Za-z_]\w*)\s*\((?P<parameters>[^()\n]{1,160})\)\s*\{",
    re.MULTILINE,
)
_end_of_braces = re.compile(r"\n\}")
_end = re.compile(r"\n\}|\n\n|\n(?=\S[^\n]*\()|\n[ \t]*end\b")
_to_hex = re.compile(
    r"BinaryEncoding\.Hex|hexdigest|digest\(\s*[\"'`]hex|bin2hex|hmac_sha256_hex|(?i:to_?hex|hex_?encode|encode_?hex|encode16|hex_?string|hex_?format|bytes_?to_?hex)|"
    r"hex\.EncodeToString|hex::encode|[\"']%0?2x|[\"']x2[\"']|unpack1?\(\s*[\"']H\*|HmacSHA256\([^\n]*\)\.toString\(|BitConverter\.ToString|"
    r"<<\s*(?:std::)?hex\b"
)
_has_a_choice = re.compile(r"\bif\b|\?|\.digest\(\)|\bunless\b|\braw\b")
_from_hex = re.compile(
    r"(?i:from_?hex|unhex|hex2bin|hex2raw|decode_?hex|hex_?decode|decode16|Hex\.parse|parse_?hex|hex_?to|pack\(\s*[\"']H\*|decodestring|hexkey)"
)
_name = re.compile(r"[$@&]?([A-Za-z_]\w*)")
_BODY = 600
_is_message = re.compile(r"^\s*(?:[\w.]*\(\s*)?b?[\"'`]aws4_request[\"'`]|[\"'`]aws4_request[\"'`]\s*(?:\.\w+|\)|$)")
_is_first_key = re.compile(r"[\"'`]AWS4[\"'`]|[\"'`]AWS4(?:\$|\{|#)")


class HmacFunction(NamedTuple):
    """A function around an HMAC."""

    name: str
    key: int
    """Which parameter is the key, from 0."""
    data: int
    """Which parameter is the data."""
    gives_hex: bool


class WrongCall(NamedTuple):
    """A call of a function of one's own that spoils the chain of keys."""

    slug: str
    says: str
    call: re.Match[str]


_SWAPPED = "This function takes the key in the other place: what is data here becomes the key of its HMAC."
_SWAPPED_HERE = (
    "Key and data stand in each other's places here: the secret and each key belong where this HMAC takes the key."
)
_HEX = "This function gives 64 characters 0-9a-f; the next HMAC needs the 32 bytes, and hex is for the signature alone."


def wrong_calls(code: str) -> Iterator[WrongCall]:
    r"""Return the calls that hand over the data where the HMAC takes the key, or that make a key in hex.

    >>> swapped = 'def h(a, b):\n    return hmac.new(a, b, sha256).digest()\nlast = h("aws4_request", third)'
    >>> [(wrong.slug, wrong.call[0]) for wrong in wrong_calls(swapped)]
    [('hmac-arguments-swapped', 'h("aws4_request", third)')]
    """
    for primitive, key, data in _PRIMITIVES:
        for made in primitive.finditer(code):
            if _is_in_the_other_place(made[key], made[data]):
                yield WrongCall("hmac-arguments-swapped", _SWAPPED_HERE, made)
    for function in _functions(code):
        call = re.compile(
            rf"\b{re.escape(function.name)}\(((?:[^()\n]|\((?:[^()\n]|\((?:[^()\n]|\([^()\n]*\))*\))*\))*)\)"
        )
        for found in call.finditer(code):
            arguments = _arguments(found[1])
            if len(arguments) <= max(function.key, function.data):
                continue
            given = arguments[function.key], arguments[function.data]
            if _is_in_the_other_place(*given):
                yield WrongCall("hmac-arguments-swapped", _SWAPPED, found)
            elif function.gives_hex and _is_message.search(given[1]):
                yield WrongCall("key-chain-bytes-vs-hex", _HEX, found)


def _is_in_the_other_place(key: str, data: str) -> bool:
    is_message = _is_message.search(key) and not _is_message.search(data)
    return bool(is_message or (_is_first_key.search(data) and not _is_first_key.search(key)))


def _functions(code: str) -> Iterator[HmacFunction]:
    reads_hex = bool(_from_hex.search(code))
    forms = ((_defined, _end), (_defined_in_braces, _end_of_braces))
    for defined, end in [(found, end) for form, end in forms for found in form.finditer(code)]:
        body = end.split(code[defined.end() : defined.end() + _BODY], 1)[0]
        names = [_named(parameter) for parameter in defined["parameters"].split(",")]
        names = names[1:] if names[0] in ("self", "cls") else names
        for primitive, key, data in (*_PRIMITIVES, *_OF_ANY_NAME):
            made = primitive.search(body)
            if made:
                places = [
                    [n for n, name in enumerate(names) if name and re.search(rf"\b{name}\b", made[group])]
                    for group in (key, data)
                ]
                if [len(place) for place in places] == [1, 1] and places[0] != places[1]:
                    gives_hex = bool(_to_hex.search(body)) and not (reads_hex or _has_a_choice.search(body))
                    yield HmacFunction(defined["name"], places[0][0], places[1][0], gives_hex)


def _named(parameter: str) -> str:
    """Return the name of a parameter, whichever side of its type it stands on."""
    parameter = parameter.partition("=")[0].partition(" as ")[0]
    words: list[str] = _name.findall(parameter.partition(":")[0] if ":" in parameter else parameter)
    if not words:
        return ""
    is_go = len(words) > 1 and re.search(r"\b(?:string|\[\]byte|byte)\s*$", parameter)
    return words[0] if is_go else words[-1]


def _arguments(text: str) -> list[str]:
    """Split at the commas that stand outside of brackets."""
    depth, parts = 0, [""]
    for character in text:
        depth += (character in "([{") - (character in ")]}")
        if character == "," and not depth:
            parts.append("")
        else:
            parts[-1] += character
    return parts
