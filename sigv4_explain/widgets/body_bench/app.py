"""BodyBench: write one body in two ways, and see the bytes, the hashes, and the first byte where they part."""

from __future__ import annotations

from collections.abc import Mapping

import ipywidgets as widgets

from sigv4_explain.drawing.markup import Html, join, tag
from sigv4_explain.drawing.pieces import PREFIX
from sigv4_explain.widgets.base import LiveForm, grid
from sigv4_explain.widgets.body_bench.page import Spelling, TwoBodies, bodies_table, spelled

PETS = '{"name": "Zoë", "age": 3}'
"""The body that stands there at first."""


class BodyBench(LiveForm[TwoBodies]):
    """A live form over ``hashed_payload``. The last expression of a cell shows it; ``bench.bodies`` is what it shows.

    Raises InvalidRequest for a body that cannot be sent.
    """

    title = "The body bench"
    called = "the bench"
    introduction = "One body, written in two ways. The client hashes the first; the server hashes what arrives."
    sheets = ("widgets/body_bench/page.css",)
    cannot = "Cannot be written so."
    below = "the last bodies that could be"

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
        self.sections = {"bodies": widgets.HTML()}
        self.widget = widgets.VBox(self._children(), _dom_classes=(f"{PREFIX}-root",))
        self._render()
        for field in (self.body, self.hashed, self.sent):
            field.observe(lambda _change: self._render(), names="value")

    def _read(self) -> TwoBodies:
        declared = "UNSIGNED-PAYLOAD" if self.hashed.value is Spelling.UNSIGNED else None
        hashed, sent = (spelled(self.body.value, field.value) for field in (self.hashed, self.sent))
        return TwoBodies(hashed, sent, declared)

    def _draw(self, shown: TwoBodies) -> None:
        self.bodies = shown
        kind = "" if shown.fits else f" {PREFIX}-problem"
        self.status.value = tag("div", self._sentences(), class_=f"{PREFIX}-status{kind}")
        self.sections["bodies"].value = bodies_table(shown)

    def _fields(self) -> Mapping[str, widgets.Widget]:
        return {"body": self.body}

    def _sentences(self) -> list[Html]:
        return [tag("p", sentence) for sentence in self.bodies.sentences]

    def _children(self) -> list[widgets.Widget]:
        form = grid((("wide", self.body), ("half", self.hashed), ("half", self.sent)), "body-bench-form")
        return [*self._style_and_heading(), form, self.status, *self.sections.values()]

    def _picture(self) -> Html:
        longest = max(map(len, (self.bodies.hashed, self.bodies.sent)))
        return join(*self._sentences(), bodies_table(self.bodies, longest))
