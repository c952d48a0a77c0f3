"""SigningLab: edit a request and its keys, and see every value of its signature follow each key."""

from __future__ import annotations

import time
from typing import Self

import ipywidgets as widgets

from sigv4_explain.credentials import Credentials
from sigv4_explain.errors import SigV4Error
from sigv4_explain.render.html import trace_html
from sigv4_explain.render.markup import Html, join, tag
from sigv4_explain.render.parts import PREFIX
from sigv4_explain.render.sections import SECTIONS, avalanche_html, head_html
from sigv4_explain.render.style import changed_style, linking_style, style_element
from sigv4_explain.render.tables import View
from sigv4_explain.trace.trace import Trace
from sigv4_explain.widgets.export_section import ExportSection
from sigv4_explain.widgets.form import Form
from sigv4_explain.widgets.lab_input import LabInput, trace_of
from sigv4_explain.widgets.link import form_of, link_to
from sigv4_explain.widgets.live_form import LiveForm
from sigv4_explain.widgets.presets import FIRST, PRESETS


class SigningLab(LiveForm[tuple[Trace, str]]):
    """A live form over ``explain``. The last expression of a cell shows it; ``lab.trace`` is what it shows.

    Each section is one HTML widget, set only when its content changed, so that a selection elsewhere survives.
    """

    title = "The signing lab"
    called = "the lab"
    introduction = (
        "Edit anything. Every value below follows each key you press, a secret when you leave its field or press "
        "Enter, and nothing leaves this computer."
    )
    cannot = "Cannot be signed yet."
    below = "the last request that could be signed"
    form: Form

    def __init__(self, form: LabInput = PRESETS[FIRST]) -> None:
        super().__init__()
        self.form = Form(form)
        self.trace: Trace
        """The trace on screen: of the last form that could be signed."""
        self._credentials: Credentials | None = None
        self._linking = widgets.HTML()
        self._changed = widgets.HTML()
        self.sections = {name: widgets.HTML() for name in SECTIONS}
        self.other_client = ExportSection()
        self.widget = widgets.VBox(self._children(), _dom_classes=(f"{PREFIX}-root",))
        self._render()
        self._listen()

    @classmethod
    def from_link(cls, request: str) -> Self:
        """Show what stands after ``request=`` in a link, with the published keys. Raises UnreadableText."""
        return cls(form_of(request))

    def link(self, base: str) -> str:
        """Return a link to this request in the site at ``base``: no keys, no body in it.

        Nor headers and parameters whose names say that they log somebody in, and what follows ``#``.

        Raises InvalidInput for a request that is too long for a link.
        """
        return link_to(self.form.read(), base)

    def load(self, form: LabInput) -> None:
        """Type a whole form and draw once."""
        with self._drawing_once():
            self._credentials = None
            self.form.lend_keys(None)
            self.form.fill(form)

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

    def _listen(self) -> None:
        self.form.on_change(lambda _change: self._render())
        self.form.reveal.observe(lambda _change: self._render(), names="value")
        self.form.preset.observe(lambda change: self.load(PRESETS[change["new"]]), names="value")
        self.form.blanks.observe(lambda _change: self._show_blanks(), names="value")
        self.form.take_profile.on_click(lambda _button: self._toggle_profile())

    def _show_blanks(self) -> None:
        change = self.widget.add_class if self.form.blanks.value else self.widget.remove_class
        change(f"{PREFIX}-show-blanks")

    def _toggle_profile(self) -> None:
        try:
            if self._credentials is None:
                self.use_profile(self.form.profile.value.strip())
            else:
                self.use_credentials(None)
        except SigV4Error as error:
            self._tell_problem(str(error), "profile")

    def _read(self) -> tuple[Trace, str]:
        self.form.arrange()
        return trace_of(self.form.read(), self._credentials)

    def _draw(self, shown: tuple[Trace, str]) -> None:
        trace, caution = shown
        previous = getattr(self, "trace", None)
        self.trace = trace
        changed = _changed_steps(trace, previous)
        self._show("signature", trace)
        time.sleep(0)  # the kernel's sending thread takes its turn: the signature leaves before the rest is drawn
        for name in SECTIONS:
            if name in trace or name not in _DESTINATIONS:
                self._show(name, trace)
        self.other_client.show(trace)
        self.status.value = _status(trace, previous, changed, caution)
        self._changed.value = style_element(changed_style(changed) + _hidden_destination(trace))
        self._linking.value = style_element(linking_style(_parts(trace)))

    def _show(self, name: str, trace: Trace) -> None:
        self.sections[name].value = SECTIONS[name].value(View(trace, self._reveal))

    def _children(self) -> list[widgets.Widget]:
        sections = [
            widgets.VBox(
                [widgets.HTML(head_html(_NUMBERS[name], section)), self.sections[name]],
                _dom_classes=(f"{PREFIX}-section", f"{PREFIX}-section-{name}"),
            )
            for name, section in SECTIONS.items()
        ]
        style, heading = self._style_and_heading()
        head = [style, self._linking, self._changed, heading, self.form.box, self.status]
        return [*head, *sections, self.other_client.box]

    def _picture(self) -> Html:
        return trace_html(self.trace)

    def _text(self) -> str:
        return str(self.trace)


_DESTINATIONS = ("authorization_header", "presigned_url")
_NUMBERS = {
    name: number - (name in ("presigned_url", "finished"))  # the two destinations take turns at one place
    for number, name in enumerate(SECTIONS, 1)
}


def _hidden_destination(trace: Trace) -> str:
    absent = next(name for name in _DESTINATIONS if name not in trace)
    return f".{PREFIX}-section-{absent} {{ display: none !important; }}"


def _parts(trace: Trace) -> set[str]:
    """Every part that has a piece on screen, header names that are not signed included."""
    steps = (trace["canonical_request"], trace["string_to_sign"], trace.steps[-1])
    parts = {part for step in steps for _, _, part in step.spans}
    parts |= {f"header.{name.lower()}" for name, _ in trace.signed_request.headers}
    return parts | {"secret", "access_key_id", "date_key", "date_region_key", "date_region_service_key", "signing_key"}


def _changed_steps(trace: Trace, previous: Trace | None) -> tuple[str, ...]:
    """Name the steps whose output the last edit changed."""
    if previous is None:
        return ()
    before = {step.name: step.output for step in previous}
    return tuple(step.name for step in trace if before.get(step.name) != step.output)


def _status(trace: Trace, previous: Trace | None, changed: tuple[str, ...], caution: str) -> Html:
    signature = join("Signature ", tag("code", trace.signature))
    lines: list[Html] = [tag("p", signature)]
    if previous is not None and previous.signature != trace.signature:
        titles = ", ".join(trace[name].title for name in changed)
        lines.append(tag("p", avalanche_html(previous.signature, trace.signature), f". Changed: {titles}."))
    if caution:
        lines.append(tag("p", tag("strong", "Caution. "), caution))
    return tag("div", *lines, class_=f"{PREFIX}-status", role="status")
