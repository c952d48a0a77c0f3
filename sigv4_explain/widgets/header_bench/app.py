"""HeaderBench: type headers as they are sent, and see each line find its place among the canonical headers."""

from __future__ import annotations

from collections.abc import Mapping

import ipywidgets as widgets

from sigv4_explain.drawing.markup import Html, join, tag
from sigv4_explain.drawing.pieces import PREFIX
from sigv4_explain.drawing.style import linking_style, style_element
from sigv4_explain.request import Request
from sigv4_explain.widgets.attackers_bench.attacks import HeadersSigned
from sigv4_explain.widgets.base import LiveForm, grid
from sigv4_explain.widgets.header_bench.page import HEADER_SETS, SentHeaders, bench_sentences, canonical_side, sent_side
from sigv4_explain.widgets.signing_lab.input import headers_of

_ANYWHERE = "https://example.amazonaws.com/"


class HeaderBench(LiveForm[SentHeaders]):
    """A live form over ``canonical_headers`` and ``signed_headers``. The last expression of a cell shows it.

    ``headers`` is one ``Name: value`` a line. ``bench.sent`` is what it shows. Raises InvalidRequest for headers that
    cannot be sent.
    """

    title = "The header bench"
    called = "the bench"
    introduction = (
        "Change case, blanks, order and repeats. Point at a header, or Tab to it: it lights up in all places."
    )
    sheets = ("widgets/header_bench/page.css",)
    cannot = "Cannot be sent."
    below = "the last headers that could be sent"

    def __init__(self, headers: str | None = None) -> None:
        super().__init__()
        self.start = widgets.Dropdown(description="Start from", options=tuple(HEADER_SETS))
        self.chosen = widgets.Dropdown(
            description="Sign", options=[(choice.value, choice) for choice in HeadersSigned], value=HeadersSigned.USUAL
        )
        self.headers = widgets.Textarea(description="Headers as sent, one a line")
        self.sent: SentHeaders
        """The headers on screen: of the last text that could be sent."""
        self._linking = widgets.HTML()
        self.sections = {name: widgets.HTML() for name in ("canonical", "lines")}
        self.widget = widgets.VBox(self._children(), _dom_classes=(f"{PREFIX}-root",))
        self.headers.value = HEADER_SETS[self.start.value] if headers is None else headers
        self._render()
        for field in (self.headers, self.chosen):
            field.observe(lambda _change: self._render(), names="value")
        self.start.observe(lambda change: self._begin_with(change["new"]), names="value")

    def _begin_with(self, name: str) -> None:
        self.headers.value = HEADER_SETS[name]

    def _read(self) -> SentHeaders:
        headers = Request("GET", _ANYWHERE, headers_of(self.headers.value)).headers
        return SentHeaders(headers, self.chosen.value.left_out(headers))

    def _draw(self, shown: SentHeaders) -> None:
        self.sent = shown
        self.sections["canonical"].value, self.sections["lines"].value = canonical_side(shown), sent_side(shown)
        said = (tag("p", sentence) for sentence in bench_sentences(shown))
        self.status.value = tag("div", *said, class_=f"{PREFIX}-status")
        self._linking.value = style_element(linking_style(f"header.{name.lower()}" for name, _ in shown.headers))

    def _fields(self) -> Mapping[str, widgets.Widget]:
        return {"headers": self.headers}

    def _children(self) -> list[widgets.Widget]:
        fields = (self.start, self.chosen, self.headers, self.sections["canonical"])
        form = grid((("half", field) for field in fields), "header-bench-form")
        style, heading = self._style_and_heading()
        return [style, self._linking, heading, form, self.status, self.sections["lines"]]

    def _picture(self) -> Html:
        said = (tag("p", sentence) for sentence in bench_sentences(self.sent))
        return join(canonical_side(self.sent), *said, sent_side(self.sent))
