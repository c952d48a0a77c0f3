"""The same request from another client: a menu, what to install, and the code that export writes."""

from __future__ import annotations

from urllib.parse import quote

import ipywidgets as widgets

from sigv4_explain.exporting.client import Client, Language
from sigv4_explain.exporting.exports import CLIENTS, export
from sigv4_explain.render.markup import Html, join, tag
from sigv4_explain.render.parts import PREFIX
from sigv4_explain.trace.trace import Trace

_BY_NAME = {client.name: client for client in CLIENTS}
_LANGUAGES = {Language.PYTHON: "Python", Language.JAVASCRIPT: "JavaScript", Language.SHELL: "shell"}
_INSTALLERS = {Language.PYTHON: "pip install", Language.JAVASCRIPT: "npm install"}


class ExportSection:
    """Shows a trace's request as code for the client that is chosen. No key and no signature is in it."""

    def __init__(self) -> None:
        self.menu = widgets.Dropdown(description="Client", options=[(menu_entry(each), each.name) for each in CLIENTS])
        self.menu.add_class(f"{PREFIX}-wide")
        self.code = ""
        """The code on screen; empty before there is a request."""
        self._trace: Trace | None = None
        self.drawn = widgets.HTML()
        """The code with what to install before it."""
        form = widgets.GridBox([self.menu], _dom_classes=(f"{PREFIX}-form",))
        classes = (f"{PREFIX}-section", f"{PREFIX}-section-export")
        self.box = widgets.VBox([widgets.HTML(_HEAD), form, self.drawn], _dom_classes=classes)
        self.menu.observe(lambda _change: self._render(), names="value")

    def show(self, trace: Trace) -> None:
        """Draw the code for the request of a trace, as it was before it was signed."""
        self._trace = trace
        self._render()

    def _render(self) -> None:
        if self._trace is None:
            return
        client, scope = _BY_NAME[self.menu.value], self._trace["credential_scope"].inputs
        self.code = export(self._trace.request, client.name, region=scope["region"], service=scope["service"])
        self.drawn.value = export_html(client, self.code)


def menu_entry(client: Client) -> str:
    """Return what the menu calls a client: the language first, and last that it is deprecated.

    >>> [menu_entry(_BY_NAME[name]) for name in ("python-stdlib", "request")]
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
    copy = tag("p", "Click it, then Ctrl+C or ⌘C; or ", save, ".")
    return join(warning, _installing(client), tag("h4", "Code"), copy, _copied_with_a_click(code))


def _installing(client: Client) -> Html:
    if not client.packages:
        return tag("p", "Nothing to install.")
    installer = _INSTALLERS.get(client.language)
    if installer is None:
        return tag("p", f"It runs {' and '.join(client.packages)}.")
    return join(tag("h4", "Install"), _copied_with_a_click(" ".join((installer, *client.packages))))


def _copied_with_a_click(text: str) -> Html:
    return tag("pre", text, class_=f"{PREFIX}-copy")


_HEAD = join(
    tag("h3", "The same request from another client"),
    tag("p", "As code that signs when it runs. It takes its keys from where the client looks for them."),
)
