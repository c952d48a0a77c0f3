"""BodyBench: write one body in two ways, and see the bytes, the hashes, and the first byte where they part."""

from __future__ import annotations

import ipywidgets as widgets

from sigv4_explain.errors import InvalidInput
from sigv4_explain.render.body_bench_html import HEADS, bodies_table
from sigv4_explain.render.body_bench_style import body_bench_style
from sigv4_explain.render.markup import Html, join, tag
from sigv4_explain.render.parts import PREFIX
from sigv4_explain.render.spellings import Spelling, spelled
from sigv4_explain.render.two_bodies import TwoBodies
from sigv4_explain.widgets.live_view import LiveView

PETS = '{"name": "Zoë", "age": 3}'
"""The body that stands there at first."""


class BodyBench(LiveView):
    """A live form over ``hashed_payload``. The last expression of a cell shows it; ``bench.bodies`` is what it shows.

    Raises InvalidRequest for a body that cannot be sent.
    """

    title = "The body bench"
    called = "the bench"

    def __init__(self, body: str = PETS) -> None:
        super().__init__()
        self.body = widgets.Textarea(body, description="Body")
        ways = [(spelling.value, spelling) for spelling in Spelling]
        self.hashed = widgets.Dropdown(description="The client hashes it", options=ways)
        self.sent = widgets.Dropdown(
            description="It is sent", options=[way for way in ways if way[1] is not Spelling.UNSIGNED]
        )
        self.bodies: TwoBodies
        """The bodies on screen: of the last form that could be read."""
        self.problem: str = ""
        """What is wrong with the form just now, or an empty text."""
        self._status, self._table = widgets.HTML(), widgets.HTML()
        self.widget = widgets.VBox(self._children(), _dom_classes=(f"{PREFIX}-root",))
        self._render()
        for field in (self.body, self.hashed, self.sent):
            field.observe(lambda _change: self._render(), names="value")

    def _render(self) -> None:
        declared = "UNSIGNED-PAYLOAD" if self.hashed.value is Spelling.UNSIGNED else None
        try:
            hashed, sent = (spelled(self.body.value, field.value) for field in (self.hashed, self.sent))
        except InvalidInput as error:
            if not hasattr(self, "bodies"):  # nothing to show yet: the error is for whoever made the bench
                raise
            self._tell_problem(str(error))
            return
        self.bodies, self.problem = TwoBodies(hashed, sent, declared), ""
        self.body.remove_class(f"{PREFIX}-error")
        kind = "" if self.bodies.fits else f" {PREFIX}-problem"
        self._status.value = tag("div", self._sentences(), class_=f"{PREFIX}-status{kind}", role="status")
        self._table.value = bodies_table(self.bodies)

    def _tell_problem(self, problem: str) -> None:
        self.problem = problem
        self.body.add_class(f"{PREFIX}-error")
        words = tag("strong", "Cannot be written so. "), problem, tag("p", "Below: the last bodies that could be.")
        self._status.value = tag("div", *words, class_=f"{PREFIX}-status {PREFIX}-problem", role="alert")

    def _sentences(self) -> list[Html]:
        return [tag("p", sentence) for sentence in self.bodies.sentences]

    def _children(self) -> list[widgets.Widget]:
        title = widgets.HTML(join(tag("h2", self.title), tag("p", _INTRODUCTION)))
        style = widgets.HTML(Html(f"<style>{body_bench_style()}</style>"))
        self.body.add_class(f"{PREFIX}-wide")
        for field in (self.hashed, self.sent):
            field.add_class(f"{PREFIX}-half")
        fields = [self.body, self.hashed, self.sent]
        form = widgets.GridBox(fields, _dom_classes=(f"{PREFIX}-form", f"{PREFIX}-body-bench-form"))
        return [style, title, form, self._status, self._table]

    def _picture(self) -> Html:
        return join(*self._sentences(), bodies_table(self.bodies))

    def __repr__(self) -> str:
        sides = zip(HEADS, (self.bodies.hashed, self.bodies.sent), strict=True)
        bytes_ = [f"{head}: {len(body)} bytes, {body!r}" for head, body in sides]
        lines = [f"payload lines: {self.bodies.client_line}", f"               {self.bodies.server_line}"]
        return "\n".join([f"BodyBench: {self.bodies.sentences[0]}", *self.bodies.sentences[1:], *bytes_, *lines])


_INTRODUCTION = "One body, written in two ways. The client hashes the first; the server hashes what arrives."
