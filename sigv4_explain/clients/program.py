"""A program as a template: code but for the names in it that begin with a mark, which are filled in."""

from __future__ import annotations

import re
from collections.abc import Mapping
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
