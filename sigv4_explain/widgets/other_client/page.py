"""The same request from another client: what the menu says, what to install, and the code."""

from __future__ import annotations

from urllib.parse import quote

from sigv4_explain.clients.client import Client, Language
from sigv4_explain.drawing.markup import Html, join, tag
from sigv4_explain.drawing.pieces import PREFIX, copy_button

_LANGUAGES = {Language.PYTHON: "Python", Language.JAVASCRIPT: "JavaScript", Language.SHELL: "shell"}
_INSTALLERS = {Language.PYTHON: "pip install", Language.JAVASCRIPT: "npm install"}


def menu_entry(client: Client) -> str:
    """Return what the menu calls a client: the language first, and last that it is deprecated.

    >>> from sigv4_explain.clients.export import CLIENTS
    >>> [menu_entry(client) for client in CLIENTS if client.name in ("python-stdlib", "request")]
    ['Python, every step by hand', 'JavaScript: request, with its option aws (deprecated)']
    """
    language = _LANGUAGES[client.language]
    title = client.title if client.title.startswith(language) else f"{language}: {client.title}"
    return f"{title} (deprecated)" if client.deprecated else title


def export_html(client: Client, code: str) -> Html:
    """Draw what to install, and the code: one click selects all of either, and a link saves the code."""
    warning = tag("p", tag("strong", "Deprecated. "), client.deprecated) if client.deprecated else ""
    file = f"signed-request{client.language.value}"
    # The address holds the file, so that saving it needs neither a server nor a script.
    save = tag("a", f"save it as {file}", href=f"data:text/plain;charset=utf-8,{quote(code)}", download=file)
    code_head = tag("h4", "Code ", copy_button(f"{PREFIX}-code"))
    copy = tag("p", "Click it, then Ctrl+C or ⌘C; or ", save, ".")
    shown = tag("pre", code, class_=f"{PREFIX}-copy {PREFIX}-code")
    return join(warning, _installing(client), code_head, copy, shown)


def _installing(client: Client) -> Html:
    if not client.packages:
        return tag("p", "Nothing to install.")
    installer = _INSTALLERS.get(client.language)
    if installer is None:
        return tag("p", f"It runs {' and '.join(client.packages)}.")
    return join(tag("h4", "Install"), _copied_with_a_click(" ".join((installer, *client.packages))))


def _copied_with_a_click(text: str) -> Html:
    return tag("pre", text, class_=f"{PREFIX}-copy")
