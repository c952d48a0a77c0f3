"""UrlBench: a URL as it is sent beside its canonical path and query, linked character by character."""

from __future__ import annotations

from collections.abc import Mapping

import ipywidgets as widgets

from sigv4_explain.credentials import EXAMPLE
from sigv4_explain.drawing.markup import Html
from sigv4_explain.drawing.pieces import PREFIX
from sigv4_explain.drawing.style import style_element
from sigv4_explain.request import Request
from sigv4_explain.signing import explain
from sigv4_explain.trace.trace import Trace
from sigv4_explain.widgets.base import LiveForm, grid, spoken_change
from sigv4_explain.widgets.url_bench.page import UrlBenchView, linking_rules, url_bench_html, url_bench_sections

FIRST = "https://api.example.com/pets/./a%20b?size=small&colour=sandy+brown&a-b=1&a=2"
"""What stands in the field at first."""
_SECTIONS = ("lines", "rounds", "parameters", "characters")
_SERVICES = {"S3": "s3", "any other, such as API Gateway": "execute-api"}


class UrlBench(LiveForm[Trace]):
    """A live form over the first steps of ``explain``; ``bench.trace`` is what it shows.

    ``service`` chooses the rules: those of S3, or those of every other. Raises InvalidInput for another URL than
    one that can be sent, or another service than the two it offers.
    """

    title = "The URL bench"
    called = "the bench"
    introduction = "Edit the URL. Point at a character, or Tab to a piece, and see where it went and what became of it."
    sheets = ("widgets/url_bench/page.css",)
    cannot = "Cannot be sent."
    below = "the last URL that could be sent"

    def __init__(self, url: str = FIRST, service: str = "execute-api") -> None:
        super().__init__()
        self.url = widgets.Text(description="URL", value=url, continuous_update=True)
        self.service = widgets.RadioButtons(description="Service", options=_SERVICES, value=service)
        self.trace: Trace
        """The trace on screen: of the last URL that could be sent."""
        self.sections = {name: widgets.HTML() for name in ("linking", *_SECTIONS)}
        self.widget = widgets.VBox(self._children(), _dom_classes=(f"{PREFIX}-root", f"{PREFIX}-url-bench"))
        self._render()
        for field in (self.url, self.service):
            field.observe(lambda _change: self._render(), names="value")

    def _read(self) -> Trace:
        request = Request("GET", self.url.value)
        return explain(request, EXAMPLE, region="us-east-1", service=self.service.value, at="20150830T123600Z")

    def _draw(self, shown: Trace) -> None:
        self.trace = shown
        view = UrlBenchView.of(shown)
        self.status.value = ""
        self.sections["linking"].value = style_element(linking_rules(view))
        for name, drawn in url_bench_sections(view).items():
            self.sections[name].value = drawn

    def _spoken(self, shown: Trace) -> str:
        return spoken_change(shown, self.trace)

    def _fields(self) -> Mapping[str, widgets.Widget]:
        return {"url": self.url}

    def _children(self) -> list[widgets.Widget]:
        form = grid((("wide", self.url), ("wide", self.service)), "url-form")
        style, heading = self._style_and_heading()
        linking, *drawn = self.sections.values()
        return [style, linking, heading, form, self.status, *drawn]

    def _picture(self) -> Html:
        return url_bench_html(UrlBenchView.of(self.trace))
