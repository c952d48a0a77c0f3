"""SigningLab: edit a request and its keys, and see every value of its signature follow each key."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any, Self

import ipywidgets as widgets

from sigv4_explain.credentials import Credentials
from sigv4_explain.drawing.markup import Html, tag
from sigv4_explain.drawing.pieces import PREFIX, View, copy_button, fold
from sigv4_explain.drawing.style import changed_style, linking_style, style_element
from sigv4_explain.drawing.trace_view import trace_html
from sigv4_explain.errors import SigV4Error
from sigv4_explain.rules import SERVICES
from sigv4_explain.trace.trace import Trace
from sigv4_explain.widgets.base import Fields, LiveForm, SecretField, panes
from sigv4_explain.widgets.other_client.app import ExportSection
from sigv4_explain.widgets.signing_lab.cause import SaidCause, cause, consequence
from sigv4_explain.widgets.signing_lab.cautions import cautions
from sigv4_explain.widgets.signing_lab.input import FIRST, PRESETS, LabInput, Placement, trace_of
from sigv4_explain.widgets.signing_lab.link import form_of, link_to
from sigv4_explain.widgets.signing_lab.page import (
    NUMBERS,
    SECTIONS,
    change_words,
    changed_steps,
    head_html,
    status_html,
)
from sigv4_explain.widgets.signing_lab.tasks import NO_TASKS, Task, done_by, tasks_html
from sigv4_explain.widgets.walk.app import Walk

# The form of the signing lab: one labelled field for each thing that goes into a signature.

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS")
REGIONS = ("us-east-1", "us-west-2", "eu-central-1", "eu-west-1", "ap-northeast-1")
TYPED = (
    "method",
    "url",
    "headers",
    "body",
    "access_key_id",
    "secret_access_key",
    "session_token",
    "region",
    "service",
    "at",
    "placement",
    "expires",
)
"""The fields that a LabInput has, in the order of the form."""
KEY_FIELDS = ("access_key_id", "secret_access_key", "session_token")
FOLDED_FIELDS = ("session_token", "now", "blanks", "reveal", "profile", "take_profile")
"""The fields that few need."""
_FEW = "More: session token, sign as of now, show blanks, keys of my profile"


class LabForm(Fields):
    """The widgets of the form, by name; it knows nothing about signing."""

    typed = TYPED
    layout = (
        "third method, large region, wide url, side headers, side body, half service, half at, "
        "half access_key_id, half secret_access_key, half revealed_secret, half placement, half expires, "
        "wide more, wide session_token, half now, half blanks, wide reveal, wide profile, wide take_profile"
    )

    def __init__(self, form: LabInput) -> None:
        self.method = widgets.Dropdown(description="Method", options=METHODS)
        self.url = widgets.Text(description="URL")
        self.headers = widgets.Textarea(description="Headers, one a line")
        self.body = widgets.Textarea(description="Body")
        self.access_key_id = widgets.Text(description="Access key id")
        self.secret_access_key = SecretField(description="Secret")
        self.revealed_secret = widgets.Text(description="Secret, shown")
        self.session_token = SecretField(description="Session token")
        self.region = widgets.Combobox(description="Region", options=REGIONS)
        self.service = widgets.Combobox(description="Service", options=tuple(SERVICES))
        self.at = widgets.Text(description="Time, UTC")
        self.now = widgets.Checkbox(description="Sign as of now", indent=False)
        self.placement = widgets.Dropdown(
            description="Signature in", options=[(choice.value, choice) for choice in Placement]
        )
        self.expires = widgets.Text(description="Seconds")
        self.more = widgets.HTML(fold(_FEW, "few"))
        self.reveal = widgets.Checkbox(description="Reveal secrets (saved too)", indent=False)
        self.blanks = widgets.Checkbox(description="Show blanks", indent=False)
        self.profile = widgets.Text(description="AWS profile (empty for boto3's default)")
        self.take_profile = widgets.Button(description="Take keys from my profile")
        self._typed_keys: dict[str, str] = {}
        self._synchronise_secret()
        self._name_parts()
        self.fill(form)
        self.box = self.laid_out("lab-form")

    def read(self) -> LabInput:
        """Return what is typed."""
        values = self.values()
        return LabInput(**values | {"at": None if self.now.value else values["at"]})

    def fill(self, form: LabInput) -> None:
        """Type a whole form; a method that the menu lacks is added to it."""
        if form.method not in self.method.options:
            self.method.options = (*self.method.options, form.method)
        self.now.value = form.at is None
        for name in TYPED:
            if (value := getattr(form, name)) is not None:
                getattr(self, name).value = value

    def on_change(self, callback: Any) -> None:
        """Call back whenever anything that is signed is edited."""
        super().on_change(callback)
        self.now.observe(callback, names="value")

    def arrange(self) -> None:
        """Show the fields that count just now, and the secret as text only while it is revealed."""
        hidden = {
            "revealed_secret": not self.reveal.value,
            "secret_access_key": self.reveal.value,
            "expires": self.placement.value is Placement.HEADER,
        }
        for name, hide in hidden.items():
            (getattr(self, name).add_class if hide else getattr(self, name).remove_class)(f"{PREFIX}-hidden")
        self.at.disabled = self.now.value

    def lend_keys(self, access_key_id: str | None) -> None:
        """Lock the key fields while keys that stay in Python are used, and say so; None unlocks them."""
        lent = access_key_id is not None
        if lent == self.access_key_id.disabled:
            return
        if lent:
            self._typed_keys = {name: getattr(self, name).value for name in KEY_FIELDS}
        for name in KEY_FIELDS:
            field_widget = getattr(self, name)
            field_widget.disabled = lent
            field_widget.placeholder = f"{access_key_id}: kept in Python, never shown" if lent else ""
            field_widget.value = "" if lent else self._typed_keys[name]
        self.revealed_secret.disabled = lent
        self.take_profile.description = "Type keys again" if lent else "Take keys from my profile"

    def _synchronise_secret(self) -> None:
        # The revealed text is filled only while it is shown: else the secret would sit in the page unmasked.
        def typed(change: Any) -> None:
            if self.reveal.value:
                self.secret_access_key.value = change["new"]

        def toggled(_change: Any) -> None:
            self.revealed_secret.value = self.secret_access_key.value if self.reveal.value else ""

        def replaced(change: Any) -> None:
            if self.reveal.value:
                self.revealed_secret.value = change["new"]

        self.revealed_secret.observe(typed, names="value")
        self.reveal.observe(toggled, names="value")
        self.secret_access_key.observe(replaced, names="value")

    def _name_parts(self) -> None:
        for name in TYPED:
            getattr(self, name).add_class(f"{PREFIX}-field-{name}")
        self.revealed_secret.add_class(f"{PREFIX}-field-secret_access_key")
        for name in FOLDED_FIELDS:
            getattr(self, name).add_class(f"{PREFIX}-folded-few")


EDITED = "Your own request"
"""The entry of the menu for a request that is none of the presets."""


class SigningLab(LiveForm[tuple[Trace, str]]):
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
        self._changed = widgets.HTML()
        self.sections = {name: widgets.HTML() for name in SECTIONS}
        self.other_client = ExportSection()
        self.widget = widgets.VBox(self._children(), _dom_classes=(f"{PREFIX}-root", f"{PREFIX}-lab"))
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
        """Type a whole form and draw once; *Reset* comes back to it."""
        self._loaded = _preset_of(form)
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
        return {**super()._fields(), "profile": self.form.profile}

    def _listen(self) -> None:
        self.form.on_change(lambda _change: self._render())
        self.form.reveal.observe(lambda _change: self._render(), names="value")
        self.preset.observe(lambda change: self._start_from(change["new"]), names="value")
        self.reset.on_click(lambda _button: self.load(self._started_from))
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
            self._tell_problem(error, "profile")

    def _start_from(self, preset: str) -> None:
        if preset != EDITED and self.form.read() != PRESETS[preset]:
            self.load(PRESETS[preset])

    def _read(self) -> tuple[Trace, str]:
        self.form.arrange()
        form = self.form.read()
        if form != PRESETS.get(self.preset.value, form):
            self.preset.value = EDITED
        return trace_of(form, self._credentials, overriding=self.walk.yours)

    def _draw(self, shown: tuple[Trace, str]) -> None:
        trace, caution = shown
        form, previous = self.form.read(), self._previous
        self.trace, self._previous = trace, (form, trace)
        view = View(trace, self._reveal, None if previous is None else previous[1])
        said = self._cause(form, previous, changed_steps(view))
        self._show("signature", view)
        time.sleep(0)  # the kernel's sending thread takes its turn: the signature leaves before the rest is drawn
        for name in SECTIONS:
            if name in trace or name not in _DESTINATIONS:
                self._show(name, view)
        self.other_client.show(trace)
        warned = [caution] if caution else [each.sentence for each in cautions(form)]
        self.status.value = status_html(view, said, warned[:_MOST_CAUTIONS])
        self.walk.show(trace)
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
            change = self.widget.remove_class if self.walk.number is None else self.widget.add_class
            change(f"{PREFIX}-{name}")
        self.walk.show(self.trace)

    def _show(self, name: str, view: View) -> None:
        self.sections[name].value = SECTIONS[name].value(view)

    def _children(self) -> list[widgets.Widget]:
        boxes = {name: self._section(name) for name in SECTIONS}
        rest = [widgets.HTML(fold(_REST, "rest")), boxes.pop("finished"), self.other_client.box]
        for box in rest[1:]:
            box.add_class(f"{PREFIX}-folded-rest")
        boxes["rest"] = widgets.VBox(rest, _dom_classes=(f"{PREFIX}-section",))
        unseen, _ = self._style_and_heading()
        unseen.children = (*unseen.children, self._linking, self._changed, self.walk.style)
        title = widgets.HTML(tag("h2", self.title))
        presets = [self._beside_preset("‹", "back", -1), self.preset, self._beside_preset("›", "next", 1)]
        row = [title, *presets, self.reset, self.walk.start]
        head = widgets.HBox(row, _dom_classes=(f"{PREFIX}-title-row", f"{PREFIX}-form"))
        note = widgets.HTML(tag("p", tag("small", self.introduction)))
        typed = [self.form.box, self.walk.box, self.status, note]
        return [unseen, head, self._to_try, panes(typed, [*boxes.values()])]

    def _beside_preset(self, sign: str, name: str, step: int) -> widgets.Button:
        button = widgets.Button(description=sign, tooltip=f"{name} request", _dom_classes=(f"{PREFIX}-preset-{name}",))
        button.on_click(lambda _button: self._start_beside(step))
        return button

    def _start_beside(self, step: int) -> None:
        names = list(PRESETS)
        place = names.index(self.preset.value) + step if self.preset.value in PRESETS else 0
        self.load(PRESETS[names[place % len(names)]])

    def _section(self, name: str) -> widgets.VBox:
        head = head_html(NUMBERS.get(name, ""), SECTIONS[name], *_FOLDS.get(name, ()))
        classes = (f"{PREFIX}-section", f"{PREFIX}-section-{name}")
        return widgets.VBox([widgets.HTML(head), self.sections[name]], _dom_classes=classes)

    def _picture(self) -> Html:
        return trace_html(self.trace)

    def _text(self) -> str:
        return str(self.trace)


_DESTINATIONS = ("authorization_header", "presigned_url")
_REST = "The finished request: raw HTTP, curl, and code for other clients"
_WHOLE = fold("all of it", "long")
_FOLDS = {
    "key_chain": (fold("full keys", "keys"),),
    "canonical_request": (_WHOLE,),
    **{name: (_WHOLE, copy_button(f"{PREFIX}-of-{name}")) for name in _DESTINATIONS},
}
_MOST_CAUTIONS = 2
_GIVEN_BACK = "Every value is computed again."


def _preset_of(form: LabInput) -> str:
    return next((name for name, preset in PRESETS.items() if preset == form), EDITED)


def _hidden_destination(trace: Trace) -> str:
    absent = next(name for name in _DESTINATIONS if name not in trace)
    return f".{PREFIX}-section-{absent} {{ display: none !important; }}"


def _parts(trace: Trace) -> set[str]:
    """Every part that has a piece on screen, header names that are not signed included."""
    steps = (trace["canonical_request"], trace["string_to_sign"], trace.steps[-1])
    parts = {part for step in steps for _, _, part in step.spans}
    parts |= {f"header.{name.lower()}" for name, _ in trace.signed_request.headers}
    return parts | {"secret", "access_key_id", "date_key", "date_region_key", "date_region_service_key", "signing_key"}
