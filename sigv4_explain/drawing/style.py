"""The live page's style: the theme's own colours, one accent a part, and linking with :has() instead of a script."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from importlib.resources import files

from sigv4_explain.drawing.markup import Html, tag
from sigv4_explain.drawing.pieces import ACCENTS, PREFIX, part_class
from sigv4_explain.trace.step import FUNCTIONS

_FIELDS = {
    "method": ("method",),
    "url": ("path", "query", "header-host"),
    "headers": ("header",),
    "body": ("body",),
    "access_key_id": ("access_key_id",),
    "secret_access_key": ("secret",),
    "session_token": ("session_token",),
    "region": ("region",),
    "service": ("service",),
    "at": ("date", "time"),
    "expires": ("expires",),
}
"""Which parts light up while a field of the form has the focus."""


def style_element(rules: str, script: str | None = None) -> Html:
    """Return rules as an element; no rule is made of what somebody typed. The script runs when they are loaded."""
    return tag("style", Html(rules), onload=script)


def sheet(path: str) -> str:
    """Return a style sheet, by its path in the package."""
    return files("sigv4_explain").joinpath(path).read_text()


def page_style(*sheets: str) -> str:
    """Return the style of a page, which never changes: that of the lab, and the sheets with what the page adds."""
    return f"{base_style()}{above_base(''.join(map(sheet, sheets)))}"


def above_base(rules: str) -> str:
    """Return the rules of one view, nested so that they count for more than the base style, wherever that stands.

    Each view brings the base style, so in a notebook it comes again below the rules of the views before.
    """
    return f":root {{\n{rules}}}\n" if rules else ""


def base_style() -> str:
    """Return the style that never changes: layout, accents, and what lights up with each field."""
    accents = "".join(f".{PREFIX}-f-{name} {{ --accent: {colour}; }}\n" for name, colour in ACCENTS.items())
    fields = "".join(
        f".sigv4-root:has(.{PREFIX}-field-{field}:focus-within) :is({_targets(parts)}) {LIT}\n"
        for field, parts in _FIELDS.items()
    )
    return f"{sheet('drawing/live.css')}{sheet('drawing/keyboard.css')}{accents}{fields}"


LIT = "{ background-color: color-mix(in srgb, var(--accent) 28%, transparent); outline: 1.5px solid var(--accent); }"


def _targets(parts: tuple[str, ...]) -> str:
    return ", ".join(f".{PREFIX}-p-{part}" if "-" in part else f".{PREFIX}-f-{part}" for part in parts)


def linking_style(parts: Iterable[str]) -> str:
    """Return the rules that light a part everywhere while one of its pieces is pointed at or has the focus."""
    names = sorted({part_class(part) for part in parts})
    return "".join(f".sigv4-root:has(.{name}:is(:hover, :focus)) .{name} {LIT}\n" for name in names)


def changed_style(words: Mapping[str, str]) -> str:
    """Return the rules that show, beside each step that the last edit changed, the words about it.

    The words are ours: digits, letters, blanks and commas, nothing that somebody typed.
    """
    rules = (
        f".{PREFIX}-changed-{step} {{ display: inline-block; }}\n"
        f'.{PREFIX}-changed-{step}::before {{ content: "{said}"; }}\n'
        for step, said in words.items()
        if step in FUNCTIONS
    )
    return above_base("".join(rules))
