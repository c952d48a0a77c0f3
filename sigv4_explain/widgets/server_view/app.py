"""ServerView: tamper with a signed request on its way, and see which rule of the server catches it, and why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import ipywidgets as widgets

from sigv4_explain.drawing.markup import Html
from sigv4_explain.drawing.pieces import PREFIX
from sigv4_explain.rules import SERVICES
from sigv4_explain.trace.trace import Trace
from sigv4_explain.verifier import Keys, Verdict, Wording
from sigv4_explain.widgets.base import Fields, LiveForm, panes
from sigv4_explain.widgets.lab_form.app import METHODS, REGIONS
from sigv4_explain.widgets.server_view.arrival import (
    GIVEN,
    REQUESTS,
    ArrivalForm,
    KeyOnFile,
    Sent,
    sent_of,
    transit_of,
    untouched,
)
from sigv4_explain.widgets.server_view.page import (
    SERVER_SECTIONS,
    outcome_class,
    server_head,
    server_style,
    static_server,
    verdict_status,
)
from sigv4_explain.widgets.server_view.tampering import TAMPERINGS, Tampering, applicable
from sigv4_explain.widgets.server_view.transit import Transit
from sigv4_explain.widgets.signing_lab.input import LabInput, trace_of

ARRIVING = ("method", "target", "headers", "body", "minutes", "region", "service", "key_on_file", "wording")
"""The fields that an ArrivalForm has, in the order of the form."""
_WORDINGS = {Wording.CURRENT: "today", Wording.CLASSIC: "until about 2023"}


class ServerForm(Fields):
    """The widgets of the form, by name; it knows nothing about signatures."""

    typed = ARRIVING
    layout = (
        "wide request, wide tampering, wide undo, third method, large target, wide headers, "
        "wide body, half region, half service, half minutes, half wording, wide key_on_file"
    )

    def __init__(self, requests: Iterable[str]) -> None:
        self.request = widgets.Dropdown(description="The client sends", options=tuple(requests))
        self.tampering = widgets.Dropdown(description="On the way")
        self.undo = widgets.Button(description="Undo")
        self.method = widgets.Dropdown(description="Method", options=METHODS)
        self.target = widgets.Text(description="Path and query")
        self.headers = widgets.Textarea(description="Headers as they arrive, one a line")
        self.body = widgets.Textarea(description="Body")
        self.minutes = widgets.Text(description="Minutes later")
        self.region = widgets.Combobox(description="Server's Region", options=REGIONS)
        self.service = widgets.Combobox(description="Server's service", options=tuple(SERVICES))
        self.key_on_file = widgets.Dropdown(
            description="The key that the server knows", options=[(choice.value, choice) for choice in KeyOnFile]
        )
        self.wording = widgets.Dropdown(
            description="AWS answers as", options=[(name, wording) for wording, name in _WORDINGS.items()]
        )
        self.box = self.laid_out("server-form")

    def read(self) -> ArrivalForm:
        """Return what is typed."""
        return ArrivalForm(**self.values())

    def fill(self, arrival: ArrivalForm) -> None:
        """Type a whole form; a method that the menu lacks is added to it."""
        if arrival.method not in self.method.options:
            self.method.options = (*self.method.options, arrival.method)
        for name in ARRIVING:
            getattr(self, name).value = getattr(arrival, name)

    def offer(self, tamperings: Iterable[str]) -> None:
        """Put tamperings into the menu, and choose the first."""
        self.tampering.options = tuple(tamperings)
        self.tampering.value = self.tampering.options[0]


class ServerView(LiveForm[Transit]):
    """A live form over ``verify``. The last expression of a cell shows it; ``view.verdict`` is what it shows.

    ``trace`` is what the client signed, as ``explain`` or a SigningLab made it; without ``keys`` the server knows
    the keys that signed. Raises InvalidInput for a trace that has no signature or whose keys are masked.
    """

    title = "The server's view"
    called = "the view"
    cannot = "Cannot be sent."
    below = "the last verdict"
    form: ServerForm
    introduction = (
        "Change anything on its way. You see which rule of the server catches it, and what nobody can notice."
    )
    requests: Mapping[str, LabInput] = REQUESTS
    """What the client can have signed, by the name that the menu shows."""
    tamperings: Mapping[str, Tampering] = TAMPERINGS
    """What can happen on the way, by the name that the menu shows."""
    drawn: tuple[str, ...] = tuple(SERVER_SECTIONS)
    """The names of the sections."""

    def __init__(
        self,
        trace: Trace | None = None,
        keys: Keys | None = None,
        region: str | None = None,
        service: str | None = None,
    ) -> None:
        super().__init__()
        self._given = None if trace is None else sent_of(trace, keys, region, service)
        self.form = ServerForm(self.requests if trace is None else (GIVEN, *self.requests))
        self.sent: Sent
        """What left the client."""
        self.transit: Transit
        """Both ends of the way on screen: of the last form that could be read."""
        self._tamperings: dict[str, ArrivalForm] = {}
        self.sections = {name: widgets.HTML() for name in self.drawn}
        self.widget = widgets.VBox(self._children(), _dom_classes=(f"{PREFIX}-root",))
        self._send()
        self._listen()

    @property
    def verdict(self) -> Verdict:
        """The verdict on screen."""
        return self.transit.verdict

    def load(self, arrival: ArrivalForm) -> None:
        """Type a whole form and draw once."""
        with self._drawing_once():
            self.form.fill(arrival)

    def tamper(self, name: str) -> None:
        """Choose a ready tampering by the name that the menu shows."""
        self.form.tampering.value = name

    def _listen(self) -> None:
        self.form.on_change(lambda _change: self._render())
        self.form.request.observe(lambda _change: self._send(), names="value")
        self.form.tampering.observe(lambda _change: self._tamper(), names="value")
        self.form.undo.on_click(lambda _button: self._undo())

    def _send(self) -> None:
        """Sign what the menu says, and let it arrive untouched."""
        name = self.form.request.value
        self.sent = self._given if name == GIVEN and self._given else self._signed(self.requests[name])
        self._tamperings = applicable(self.sent, self.tamperings)
        self._undo()

    def _signed(self, form: LabInput) -> Sent:
        return sent_of(trace_of(form)[0])

    def _tamper(self) -> None:
        if not self._paused:
            self.load(self._tamperings[self.form.tampering.value])

    def _undo(self) -> None:
        with self._drawing_once():
            self.form.offer(self._tamperings)
            self.form.fill(untouched(self.sent))

    def _read(self) -> Transit:
        return transit_of(self.sent, self.form.read())

    def _draw(self, shown: Transit) -> None:
        self.transit = shown
        self.status.value = verdict_status(shown)
        self._rules_box._dom_classes = (*_section_classes("rules"), outcome_class(shown.verdict))  # noqa: SLF001
        for name, section in SERVER_SECTIONS.items():
            self.sections[name].value = section.value(shown)

    def _style(self) -> str:
        return server_style()

    def _children(self) -> list[widgets.Widget]:
        heads = {name: server_head(number, name) for number, name in enumerate(SERVER_SECTIONS, 1)}
        boxes = {
            name: widgets.VBox([widgets.HTML(head), self.sections[name]], _dom_classes=_section_classes(name))
            for name, head in heads.items()
        }
        self._rules_box = boxes["rules"]
        return [*self._style_and_heading(), panes(self._typed(), [*self._before_sections(), *boxes.values()])]

    def _typed(self) -> list[widgets.Widget]:
        return [self.form.box]

    def _before_sections(self) -> list[widgets.Widget]:
        return [self.status]

    def _picture(self) -> Html:
        return static_server(self.transit)


def _section_classes(name: str) -> tuple[str, ...]:
    return (f"{PREFIX}-section", f"{PREFIX}-section-{name}")
