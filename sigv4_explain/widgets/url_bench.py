"""UrlBench: a URL as it is sent beside its canonical path and query, linked character by character."""

from __future__ import annotations

import ipywidgets as widgets

from sigv4_explain.credentials import Credentials
from sigv4_explain.errors import InvalidInput
from sigv4_explain.masking import PUBLISHED_EXAMPLES
from sigv4_explain.render.markup import Html, join, tag
from sigv4_explain.render.parts import PREFIX
from sigv4_explain.render.url_bench_html import linking_rules, url_bench_html, url_bench_sections
from sigv4_explain.render.url_bench_style import url_bench_style
from sigv4_explain.render.url_bench_text import url_bench_text
from sigv4_explain.render.url_bench_view import UrlBenchView
from sigv4_explain.request import Request
from sigv4_explain.signing import explain
from sigv4_explain.trace import Trace
from sigv4_explain.widgets.live_view import LiveView

FIRST = "https://api.example.com/pets/./a%20b?size=small&colour=sandy+brown&a-b=1&a=2"
"""What stands in the field at first."""
_SECTIONS = ("lines", "rounds", "parameters", "characters")
_SERVICES = {"S3": "s3", "any other, such as API Gateway": "execute-api"}
_KEYS = Credentials("AKIDEXAMPLE", min(PUBLISHED_EXAMPLES))


class UrlBench(LiveView):
    """A live form over the first steps of ``explain``; ``bench.trace`` is what it shows.

    ``service`` chooses the rules: those of S3, or those of every other. Raises InvalidInput for another URL than
    one that can be sent, or another service than the two it offers.
    """

    title = "The URL bench"
    called = "the bench"

    def __init__(self, url: str = FIRST, service: str = "execute-api") -> None:
        super().__init__()
        self.url = widgets.Text(description="URL", value=url, continuous_update=True)
        self.service = widgets.RadioButtons(description="Service", options=_SERVICES, value=service)
        self.trace: Trace
        """The trace on screen: of the last URL that could be sent."""
        self.problem: str = ""
        """What is wrong with the URL just now, or an empty text."""
        self._linking = widgets.HTML()
        self._status = widgets.HTML()
        self._values = {name: widgets.HTML() for name in _SECTIONS}
        self.widget = widgets.VBox(self._children(), _dom_classes=(f"{PREFIX}-root", f"{PREFIX}-url-bench"))
        self._render()
        for field in (self.url, self.service):
            field.observe(lambda _change: self._render(), names="value")

    def _render(self) -> None:
        if self._paused:
            return
        try:
            request = Request("GET", self.url.value)
            trace = explain(request, _KEYS, region="us-east-1", service=self.service.value, at="20150830T123600Z")
        except InvalidInput as error:
            if not hasattr(self, "trace"):  # nothing to show yet: the error is for whoever made the bench
                raise
            self._tell_problem(str(error))
            return
        self.trace, self.problem = trace, ""
        self.url.remove_class(f"{PREFIX}-error")
        view = UrlBenchView.of(trace)
        self._status.value = ""
        self._linking.value = Html(f"<style>{linking_rules(view)}</style>")
        for name, drawn in url_bench_sections(view).items():
            self._values[name].value = drawn

    def _tell_problem(self, problem: str) -> None:
        self.problem = problem
        self.url.add_class(f"{PREFIX}-error")
        words = tag("strong", "Cannot be sent. "), problem, tag("p", "Below: the last URL that could be sent.")
        self._status.value = tag("div", *words, class_=f"{PREFIX}-status {PREFIX}-problem", role="alert")

    def _children(self) -> list[widgets.Widget]:
        title = widgets.HTML(join(tag("h2", self.title), tag("p", _INTRODUCTION)))
        style = widgets.HTML(Html(f"<style>{url_bench_style()}</style>"))
        for field in (self.url, self.service):
            field.add_class(f"{PREFIX}-wide")
        form = widgets.GridBox([self.url, self.service], _dom_classes=(f"{PREFIX}-form", f"{PREFIX}-url-form"))
        return [style, self._linking, title, form, self._status, *self._values.values()]

    def _picture(self) -> Html:
        return url_bench_html(UrlBenchView.of(self.trace))

    def __repr__(self) -> str:
        return f"UrlBench: {url_bench_text(UrlBenchView.of(self.trace))}"


_INTRODUCTION = "Edit the URL. Point at a character, or Tab to a piece, and see where it went and what became of it."
