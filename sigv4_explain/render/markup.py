"""HTML that is escaped by construction: only a tag is markup; other text is escaped, and the invisible pictured."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable

from sigv4_explain.masking import pictured

_special = re.compile(r"[&<>\"']").search
_VOID = frozenset({"br", "hr", "wbr"})


class Html(str):
    """A text that is markup already and may stand in a page as it is."""

    __slots__ = ()


Child = str | Iterable[str]


def escaped(text: str) -> Html:
    r"""Return the text as markup: unchanged when it is markup, with ``& < > " '`` escaped when it is not.

    What cannot be seen is pictured, but for blanks and line breaks.

    >>> escaped("<b>\u200b")
    '&lt;b&gt;⟨U+200B⟩'
    """
    return text if isinstance(text, Html) else Html(_escape(text))


def join(*children: Child) -> Html:
    """Put texts and markup next to each other."""
    return Html("".join(_flat(children)))


def tag(name: str, *children: Child, **attributes: str | int | None) -> Html:
    """Return an element; ``class_`` becomes ``class``, ``data_x`` becomes ``data-x``, None is left out.

    >>> tag("p", "1 < 2", tag("b", "!"), class_="note")
    '<p class="note">1 &lt; 2<b>!</b></p>'
    """
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{_escape(str(value))}"'
        for key, value in attributes.items()
        if value is not None
    )
    if name in _VOID:
        return Html(f"<{name}{written}>")
    return Html(f"<{name}{written}>{''.join(_flat(children))}</{name}>")


def _escape(text: str) -> str:
    text = pictured(text)
    return html.escape(text, quote=True) if _special(text) else text


def _flat(children: Iterable[Child]) -> Iterable[str]:
    for child in children:
        if isinstance(child, str):
            yield escaped(child)
        else:
            yield from map(escaped, child)
