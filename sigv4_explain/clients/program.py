"""Code for another program: a template whose names are filled in, and a text as a literal of the language."""

from __future__ import annotations

import re
from base64 import b64encode, encodebytes
from collections.abc import Callable, Mapping
from importlib.resources import files
from string import Template


class AtTemplate(Template):
    """A template whose names begin with ``@``, for a language that has the dollar for itself."""

    delimiter = "@"


def program(template: str, texts: Mapping[str, str | None], kind: type[Template] = Template) -> str:
    r"""Fill a template in one pass, so that nothing of the user's is taken for a part of it.

    A line that names a text which is None goes, and so does a block between empty lines of which no line is left.

    >>> print(program("url = $url\nbody = $body\n\n$note\n\nsend(url)", {"url": "'$note'", "body": None, "note": None}))
    url = '$note'
    <BLANKLINE>
    send(url)
    """
    return kind(kept(template, texts, kind)).substitute(texts)


def kept(template: str, texts: Mapping[str, str | None], kind: type[Template] = Template) -> str:
    """Return a template without the lines that go."""
    absent = "|".join(name for name, text in texts.items() if text is None)
    goes = re.compile(rf"{re.escape(kind.delimiter)}(?:{absent})\b" if absent else r"(?!)")
    blocks = (
        "\n".join(line for line in block.split("\n") if not goes.search(line)) for block in template.split("\n\n")
    )
    return "\n\n".join(block for block in blocks if block)


def read_template(package: str, name: str) -> str:
    """Return a template of a package, by its file's name."""
    return files(package).joinpath("templates", name).read_text(encoding="utf-8")


_SHORT = {"\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_would_end_a_block = re.compile(r'"{3,}|"+\Z')
_Escape = Callable[[int], str]


def python_literal(text: str) -> str:
    r"""Write a text as a Python literal, in the quotes that need fewer escapes; what cannot be seen is escaped.

    >>> print(python_literal("it's ${1}\n"), python_literal('{"a": 1}'))
    "it's ${1}\n" '{"a": 1}'
    """
    return _literal(text, lambda point: f"\\u{point:04x}" if point < 0x10000 else f"\\U{point:08x}")


def python_block(text: str) -> str:
    r"""Write a text of several lines as a Python literal of several lines; the text is one that ``plain_text`` returns.

    >>> print(python_block("a\nb").replace('"', "~"))
    ~~~\
    a
    b~~~
    """
    escaped = _would_end_a_block.sub(lambda found: '\\"' * len(found[0]), text.replace("\\", "\\\\"))
    return f'"""\\\n{escaped}"""'


def javascript_literal(text: str) -> str:
    r"""Write a text as a JavaScript literal, never a template: ``${}`` and backticks are plain characters.

    >>> print(javascript_literal("`${1}`\u2028"))
    "`${1}`\u2028"
    """
    return _literal(text, lambda point: f"\\u{point:04x}" if point < 0x10000 else f"\\u{{{point:x}}}")


def shell_literal(text: str) -> str:
    r"""Write a text as one word of a POSIX shell, in single quotes: nothing in it is expanded.

    A NUL cannot stand in a shell's word, and a carriage return seldom survives an editor: ``plain_text`` refuses both.

    >>> print(shell_literal("it's $(date) `date` !"))
    'it'\''s $(date) `date` !'
    """
    quoted = text.replace("'", "'\\''")
    return f"'{quoted}'"


def python_bytes(body: bytes) -> str:
    r"""Write bytes as a Python expression: a bytes literal, encoded text, or base64 for what is no text.

    The last needs ``import base64``.

    >>> print(python_bytes(b'{"a": 1}'), python_bytes("é".encode()), python_bytes(b"\x00"))
    b'{"a": 1}' "é".encode() base64.b64decode("AA==")
    """
    text = plain_text(body)
    if text is None:
        return f'base64.b64decode("{b64encode(body).decode()}")'
    literal = python_literal(text)
    return f"b{literal}" if literal.isascii() else f"{literal}.encode()"


def plain_text(body: bytes) -> str | None:
    r"""Return a body as text that can be seen and copied; None for binary data and invisible characters.

    >>> plain_text(b"a\n\tb"), plain_text(b"a\r\n"), plain_text(b"\xff")
    ('a\n\tb', None, None)
    """
    try:
        text = body.decode()
    except UnicodeDecodeError:
        return None
    return text if text.replace("\n", "").replace("\t", "").isprintable() else None


def base64_lines(body: bytes) -> str:
    """Return bytes in base64, in lines that every decoder takes."""
    return encodebytes(body).decode().rstrip("\n")


def _literal(text: str, escape: _Escape) -> str:
    quote = "'" if text.count('"') > text.count("'") else '"'
    special = {**_SHORT, quote: f"\\{quote}"}
    return quote + "".join(_escaped(character, special, escape) for character in text) + quote


def _escaped(character: str, special: dict[str, str], escape: _Escape) -> str:
    if character in special:
        return special[character]
    return character if character.isprintable() else escape(ord(character))
