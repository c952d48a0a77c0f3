"""An answer in XML: S3's, STS's and IAM's, and those of servers that speak as S3 does. Pasted XML is seldom whole."""

from __future__ import annotations

import html
import re

_element = re.compile(r"<([A-Za-z_][A-Za-z0-9_.-]{0,60})(?:\s[^<>]{0,300})?>([^<]*)(</\1\s*>|\Z)")
_hex_byte = re.compile(r"[0-9a-fA-F]{1,2}")


def xml_pairs(text: str) -> list[tuple[str, str]]:
    """Return the names and the unescaped texts of the elements that hold nothing but text; the last may be cut short.

    >>> xml_pairs("<Error><Code>AccessDenied</Code><Message>it&#39;s cu")
    [('Code', 'AccessDenied'), ('Message', "it's cu")]
    """
    return [(found[1], html.unescape(found[2])) for found in _element.finditer(text)]


def text_of_bytes(listed: str) -> str:
    r"""Return the text whose bytes are listed in hex, a blank between them; up to the first that is none.

    A byte below 16 may stand without its zero, as Wasabi writes it. What is not UTF-8 is read as Latin-1.

    >>> text_of_bytes("47 45 54 a 2f"), text_of_bytes("47 45 54 a 2")
    ('GET\n/', 'GET\n')
    """
    words = listed.split()
    if len(words) == 1 and len(words[0]) > 2:
        words = [words[0][place : place + 2] for place in range(0, len(words[0]), 2)]
    if words and len(words[-1]) == 1:
        words.pop()  # cut in the middle: no canonical request ends with a control character
    known = bytearray()
    for word in words:
        if not _hex_byte.fullmatch(word):
            break
        known.append(int(word, 16))
    try:
        return known.decode()
    except UnicodeDecodeError:
        return known.decode("latin-1")
