"""The same request from another client: a menu, what to install, and the code that export writes."""

from __future__ import annotations

import ipywidgets as widgets

from sigv4_explain.clients.export import CLIENTS, export
from sigv4_explain.drawing.markup import join, tag
from sigv4_explain.drawing.pieces import PREFIX
from sigv4_explain.trace.trace import Trace
from sigv4_explain.widgets.other_client.page import export_html, menu_entry

_BY_NAME = {client.name: client for client in CLIENTS}


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


_HEAD = join(
    tag("h3", "The same request from another client"),
    tag("p", "As code that signs when it runs. It takes its keys from where the client looks for them."),
)
