"""HeaderBench: type headers as they are sent, and see each line find its place among the canonical headers."""

from __future__ import annotations

import ipywidgets as widgets

from sigv4_explain.errors import InvalidInput
from sigv4_explain.render.header_bench_html import canonical_side, sent_side
from sigv4_explain.render.header_bench_style import header_bench_style
from sigv4_explain.render.header_bench_text import bench_sentences, header_bench_text
from sigv4_explain.render.markup import Html, join, tag
from sigv4_explain.render.parts import PREFIX
from sigv4_explain.render.sent_headers import SentHeaders
from sigv4_explain.render.style import linking_style
from sigv4_explain.request import Request
from sigv4_explain.widgets.header_sets import HEADER_SETS, Chosen, never_signed
from sigv4_explain.widgets.lab_input import headers_of
from sigv4_explain.widgets.live_view import LiveView

_ANYWHERE = "https://example.amazonaws.com/"


class HeaderBench(LiveView):
    """A live form over ``canonical_headers`` and ``signed_headers``. The last expression of a cell shows it.

    ``headers`` is one ``Name: value`` a line. ``bench.sent`` is what it shows. Raises InvalidRequest for headers that
    cannot be sent.
    """

    title = "The header bench"
    called = "the bench"

    def __init__(self, headers: str | None = None) -> None:
        super().__init__()
        self.start = widgets.Dropdown(description="Start from", options=tuple(HEADER_SETS))
        self.chosen = widgets.Dropdown(description="Sign", options=[(choice.value, choice) for choice in Chosen])
        self.headers = widgets.Textarea(description="Headers as sent, one a line")
        self.sent: SentHeaders
        """The headers on screen: of the last text that could be sent."""
        self.problem: str = ""
        """What is wrong with the text just now, or an empty text."""
        self._linking, self._status = widgets.HTML(), widgets.HTML()
        self._canonical, self._lines = widgets.HTML(), widgets.HTML()
        self.widget = widgets.VBox(self._children(), _dom_classes=(f"{PREFIX}-root",))
        self.headers.value = HEADER_SETS[self.start.value] if headers is None else headers
        self._render()
        for field in (self.headers, self.chosen):
            field.observe(lambda _change: self._render(), names="value")
        self.start.observe(lambda change: self._begin_with(change["new"]), names="value")

    def _begin_with(self, name: str) -> None:
        self.headers.value = HEADER_SETS[name]

    def _render(self) -> None:
        try:
            headers = Request("GET", _ANYWHERE, headers_of(self.headers.value)).headers
        except InvalidInput as error:
            if not hasattr(self, "sent"):  # nothing to show yet: the error is for whoever made the bench
                raise
            self._tell_problem(str(error))
            return
        self.sent, self.problem = SentHeaders(headers, never_signed(self.chosen.value, headers)), ""
        self.headers.remove_class(f"{PREFIX}-error")
        self._canonical.value, self._lines.value = canonical_side(self.sent), sent_side(self.sent)
        said = (tag("p", sentence) for sentence in bench_sentences(self.sent))
        self._status.value = tag("div", *said, class_=f"{PREFIX}-status", role="status")
        parts = {f"header.{name.lower()}" for name, _ in headers}
        self._linking.value = Html(f"<style>{linking_style(parts)}</style>")

    def _tell_problem(self, problem: str) -> None:
        self.problem = problem
        self.headers.add_class(f"{PREFIX}-error")
        words = tag("strong", "Cannot be sent. "), problem, tag("p", "Below: the last headers that could be sent.")
        self._status.value = tag("div", *words, class_=f"{PREFIX}-status {PREFIX}-problem", role="alert")

    def _children(self) -> list[widgets.Widget]:
        title = widgets.HTML(join(tag("h2", self.title), tag("p", _INTRODUCTION)))
        style = widgets.HTML(Html(f"<style>{header_bench_style()}</style>"))
        fields = [self.start, self.chosen, self.headers, self._canonical]
        for field in fields:
            field.add_class(f"{PREFIX}-half")
        form = widgets.GridBox(fields, _dom_classes=(f"{PREFIX}-form", f"{PREFIX}-header-bench-form"))
        return [style, self._linking, title, form, self._status, self._lines]

    def _picture(self) -> Html:
        said = (tag("p", sentence) for sentence in bench_sentences(self.sent))
        return join(canonical_side(self.sent), *said, sent_side(self.sent))

    def __repr__(self) -> str:
        return f"HeaderBench: {header_bench_text(self.sent)}"


_INTRODUCTION = "Change case, blanks, order and repeats. Point at a header, or Tab to it: it lights up in all places."
