"""SigningLab: edit a request and its keys, and see every value of its signature follow each key."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Self

import ipywidgets as widgets

from sigv4_explain.credentials import Credentials
from sigv4_explain.drawing.markup import Html, tag
from sigv4_explain.drawing.pieces import PREFIX, View, copy_button, fold
from sigv4_explain.drawing.style import changed_style, linking_style, style_element
from sigv4_explain.errors import SigV4Error, UnreadableText
from sigv4_explain.trace.trace import Trace
from sigv4_explain.widgets.base import LiveForm, panes, put_class
from sigv4_explain.widgets.lab_form.app import LabForm
from sigv4_explain.widgets.other_client.app import ExportSection
from sigv4_explain.widgets.signing_lab.cause import SaidCause, cause, consequence
from sigv4_explain.widgets.signing_lab.cautions import cautions
from sigv4_explain.widgets.signing_lab.input import FIRST, PRESETS, LabInput, request_of, trace_of
from sigv4_explain.widgets.signing_lab.link import form_of, left_out_of, link_to
from sigv4_explain.widgets.signing_lab.page import (
    NUMBERS,
    SECTIONS,
    change_words,
    head_html,
    link_html,
    pasted_html,
    received_html,
    static_lab,
    status_html,
    unread_html,
)
from sigv4_explain.widgets.signing_lab.paste import PastedForm, read_paste
from sigv4_explain.widgets.signing_lab.tasks import NO_TASKS, Task, done_by, tasks_html
from sigv4_explain.widgets.walk.app import Walk
from sigv4_explain.widgets.walk.page import DESTINATIONS

EDITED = "Your own request"
"""The entry of the menu for a request that is none of the presets."""


class SigningLab(LiveForm[tuple[LabInput, Trace, str]]):
    """A live form over ``explain``. The last expression of a cell shows it; ``lab.trace`` is what it shows.

    Each section is one HTML widget, set only when its content changed, so that a selection elsewhere survives.
    """

    title = "The signing lab"
    called = "the lab"
    introduction = (
        "Edit anything. Every value follows each key you press, a secret when you leave its field or press "
        "Enter, and nothing leaves this computer."
    )
    sheets = ("widgets/signing_lab/page.css",)
    cannot = "Cannot be signed yet."
    below = "the last request that could be signed"
    form: LabForm

    def __init__(self, form: LabInput = PRESETS[FIRST], tasks: Mapping[str, Task] = NO_TASKS) -> None:
        super().__init__()
        self._tasks, self._done = tasks, frozenset[str]()
        self._to_try = widgets.HTML(tasks_html(tasks, self._done))
        self.walk = Walk(self._walk, self._render)
        """The walk from ① to ⑤, where any value may be replaced."""
        self.form = LabForm(form)
        self.preset = widgets.Dropdown(description="Start from", options=(EDITED, *PRESETS), value=_preset_of(form))
        self.reset = widgets.Button(description="↺ Reset", tooltip="Bring back the request that was started from")
        self.trace: Trace
        """The trace on screen: of the last form that could be signed."""
        self._started_from = form
        self._loaded = ""
        self._previous: tuple[LabInput, Trace] | None = None
        self._yours: Mapping[str, str] = {}
        self._credentials: Credentials | None = None
        self._linking = widgets.HTML()
        self._link = widgets.HTML()
        self._pasted: PastedForm | None = None
        self.note = widgets.HTML()
        """What is told above the form of a request that came from somewhere else."""
        self._changed = widgets.HTML()
        self.sections = {name: widgets.HTML() for name in SECTIONS}
        self.other_client = ExportSection()
        self.widget = widgets.VBox(self._children(), _dom_classes=(f"{PREFIX}-root", f"{PREFIX}-lab"))
        self._render()
        self._listen()

    @classmethod
    def from_link(cls, request: str) -> Self:
        """Show what stands after ``request=`` in a link, with the published keys. Raises UnreadableText."""
        lab = cls(form_of(request))
        lab.note.value = received_html(left_out_of(request))
        return lab

    def link(self, base: str) -> str:
        """Return a link to this request in the site at ``base``: no keys, no body in it.

        Nor headers and parameters whose name or value says that it logs somebody in, and what follows ``#``.

        Raises InvalidInput for a request that cannot be signed, or is too long for a link.
        """
        form = self.form.read()
        request_of(form)
        return link_to(form, base)

    def paste(self, text: str) -> None:
        """Fill the form from anything that shows a request; a signed one is shown as it was signed.

        Raises UnreadableText for a text without a request.
        """
        pasted = read_paste(text, self.form.read())
        self.load(pasted.form)
        self._pasted = pasted
        if not self.problem:
            self.note.value = pasted_html(pasted, self.trace)

    def _paste(self, text: str) -> None:
        if not text.strip():
            return
        self.form.pasted.value = ""  # what was pasted may hold secrets, and what is in a field is saved
        try:
            self.paste(text)
        except UnreadableText as error:
            self.note.value = unread_html(error)
            self.announce("Nothing was filled.")

    def load(self, form: LabInput) -> None:
        """Type a whole form and draw once; *Reset* comes back to it."""
        self._loaded, self._pasted, self.note.value = _preset_of(form), None, ""
        with self._drawing_once():
            self._started_from, self._previous = form, None
            self.walk.yours = {}
            self._credentials = None
            self.form.lend_keys(None)
            self.form.fill(form)
            self.preset.value = self._loaded
        self._loaded = ""

    def use_credentials(self, credentials: Credentials | None) -> None:
        """Sign with keys that stay in Python: the page shows their id, never the secret. None unlocks the form."""
        with self._drawing_once():
            self._credentials = credentials
            self.form.lend_keys(None if credentials is None else credentials.access_key_id)

    def use_profile(self, profile: str | None = None) -> None:
        """Take the keys from boto3's credential chain, as ``Credentials.from_boto3`` does."""
        self.use_credentials(Credentials.from_boto3(profile=profile or None))

    @property
    def _reveal(self) -> bool:
        """Typed secrets can be revealed; those from a profile cannot."""
        return bool(self.form.reveal.value) and self._credentials is None

    def _fields(self) -> Mapping[str, widgets.Widget]:
        return {**super()._fields(), "profile": self.form.profile, "overriding": self.walk.value}

    def _listen(self) -> None:
        self.form.on_change(lambda _change: self._render())
        self.form.pasted.observe(lambda change: self._paste(change["new"]), names="value")
        self.form.reveal.observe(lambda _change: self._render(), names="value")
        self.preset.observe(lambda change: self._start_from(change["new"]), names="value")
        self.reset.on_click(lambda _button: self.load(self._started_from))
        self.form.blanks.observe(lambda _change: self._show_blanks(), names="value")
        self.form.take_profile.on_click(lambda _button: self._toggle_profile())

    def _show_blanks(self) -> None:
        put_class(self.widget, "show-blanks", is_there=self.form.blanks.value)

    def _toggle_profile(self) -> None:
        try:
            if self._credentials is None:
                self.use_profile(self.form.profile.value.strip())
            else:
                self.use_credentials(None)
        except SigV4Error as error:
            self._tell_problem(error, "profile")

    def _start_from(self, preset: str) -> None:
        if preset != EDITED and self.form.read() != PRESETS[preset]:
            self.load(PRESETS[preset])

    def _read(self) -> tuple[LabInput, Trace, str]:
        self.form.arrange()
        form = self.form.read()
        if form != PRESETS.get(self.preset.value, form):
            self.preset.value = EDITED
        return (form, *trace_of(form, self._credentials, overriding=self.walk.yours))

    def _draw(self, shown: tuple[LabInput, Trace, str]) -> None:
        form, trace, caution = shown
        previous = self._previous
        self.trace, self._previous = trace, (form, trace)
        view = View(trace, self._reveal, None if previous is None else previous[1])
        changed = () if view.previous is None else trace.changed_steps(view.previous)
        self._show("signature", view)
        time.sleep(0)  # the kernel's sending thread takes its turn: the signature leaves before the rest is drawn
        for name in SECTIONS:
            if name in trace or name not in DESTINATIONS:
                self._show(name, view)
        self.other_client.show(trace)
        warned = [caution] if caution else [each.sentence for each in cautions(form)]
        self.status.value = status_html(
            self._cause(form, previous, changed), changed, trace.signature, warned[:_MOST_CAUTIONS]
        )
        self.walk.show(trace)
        self._link.value = link_html(form)
        if self._pasted is not None:
            self.note.value = pasted_html(self._pasted, trace)
        self._tick(form, previous, trace)
        self._changed.value = style_element(changed_style(change_words(view)) + _hidden_destination(trace))
        self._linking.value = style_element(linking_style(_parts(trace)))

    def _cause(self, form: LabInput, previous: tuple[LabInput, Trace] | None, changed: tuple[str, ...]) -> SaidCause:
        before, self._yours = self._yours, dict(self.walk.yours)
        if previous is not None and before != self._yours:
            titles = ", ".join(self.trace[name].title for name in self._yours)
            return SaidCause(f"Yours: {titles}." if titles else _GIVEN_BACK, consequence(changed))
        return cause(None if previous is None else previous[0], form, changed, self._loaded)

    def _tick(self, form: LabInput, previous: tuple[LabInput, Trace] | None, trace: Trace) -> None:
        """Tick off the tasks that the last edit did."""
        if self._tasks and previous is not None:
            self._done |= done_by(previous[0], form, trace)
        self._to_try.value = tasks_html(self._tasks, self._done)

    def _walk(self) -> None:
        for name in ("walking", "steps"):
            put_class(self.widget, name, is_there=self.walk.number is not None)
        self.walk.show(self.trace)

    def _show(self, name: str, view: View) -> None:
        self.sections[name].value = SECTIONS[name].value(view)

    def _children(self) -> list[widgets.Widget]:
        boxes = {name: self._section(name) for name in SECTIONS}
        rest = [widgets.HTML(fold(_REST, "rest")), self._link, boxes.pop("finished"), self.other_client.box]
        for box in rest[2:]:
            box.add_class(f"{PREFIX}-folded-rest")
        boxes["rest"] = widgets.VBox(rest, _dom_classes=(f"{PREFIX}-section", f"{PREFIX}-section-rest"))
        unseen, _ = self._style_and_heading()
        unseen.children = (*unseen.children, self._linking, self._changed, self.walk.style)
        title = widgets.HTML(tag("h2", self.title))
        presets = [self._beside_preset("‹", "back", -1), self.preset, self._beside_preset("›", "next", 1)]
        row = [title, *presets, self.reset, self.walk.start]
        head = widgets.HBox(row, _dom_classes=(f"{PREFIX}-title-row", f"{PREFIX}-form"))
        note = widgets.HTML(tag("p", tag("small", self.introduction)))
        typed = [self.form.box, self.walk.box, self.status, note]
        return [unseen, head, self.note, self._to_try, panes(typed, [*boxes.values()])]

    def _beside_preset(self, sign: str, name: str, step: int) -> widgets.Button:
        button = widgets.Button(description=sign, tooltip=f"{name} request", _dom_classes=(f"{PREFIX}-preset-{name}",))
        button.on_click(lambda _button: self._start_beside(step))
        return button

    def _start_beside(self, step: int) -> None:
        names = list(PRESETS)
        started = _preset_of(self._started_from)
        place = names.index(started) + step if started in PRESETS else 0
        self.load(PRESETS[names[place % len(names)]])

    def _section(self, name: str) -> widgets.VBox:
        head = head_html(NUMBERS.get(name, ""), SECTIONS[name], *_FOLDS.get(name, ()))
        classes = (f"{PREFIX}-section", f"{PREFIX}-section-{name}")
        return widgets.VBox([widgets.HTML(head), self.sections[name]], _dom_classes=classes)

    def _picture(self) -> Html:
        return static_lab(self.trace)


_REST = "The finished request: raw HTTP, curl, other clients"
_WHOLE = fold("all of it", "long")
_FOLDS = {
    "key_chain": (fold("full keys", "keys"),),
    "canonical_request": (_WHOLE,),
    **{name: (_WHOLE, copy_button(f"{PREFIX}-of-{name}")) for name in DESTINATIONS},
}
_MOST_CAUTIONS = 2
_GIVEN_BACK = "Every value is computed again."


def _preset_of(form: LabInput) -> str:
    return next((name for name, preset in PRESETS.items() if preset == form), EDITED)


def _hidden_destination(trace: Trace) -> str:
    absent = next(name for name in DESTINATIONS if name not in trace)
    return f".{PREFIX}-section-{absent} {{ display: none !important; }}"


def _parts(trace: Trace) -> set[str]:
    """Every part that has a piece on screen, header names that are not signed included."""
    steps = (trace["canonical_request"], trace["string_to_sign"], trace.steps[-1])
    parts = {part for step in steps for _, _, part in step.spans}
    parts |= {f"header.{name.lower()}" for name, _ in trace.signed_request.headers}
    return parts | {"secret", "access_key_id", "date_key", "date_region_key", "date_region_service_key", "signing_key"}
