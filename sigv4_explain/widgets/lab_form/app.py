"""The form of the signing lab: one labelled field for each thing that goes into a signature."""

from __future__ import annotations

import sys
from typing import Any

import ipywidgets as widgets

from sigv4_explain.drawing.pieces import PREFIX, fold
from sigv4_explain.rules import SERVICES
from sigv4_explain.widgets.base import Fields, SecretField, put_class
from sigv4_explain.widgets.signing_lab.input import LabInput, Placement

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
    "signed_headers",
)
"""The fields that a LabInput has, in the order of the form."""
KEY_FIELDS = ("access_key_id", "secret_access_key", "session_token")
FOLDED_FIELDS = ("session_token", "signed_headers", "now", "blanks", "reveal", "profile", "take_profile")
"""The fields that few need."""
_IS_IN_A_BROWSER = sys.platform == "emscripten"
"""There is no profile there, and no boto3 that could read one."""
_FEW = "More: session token, now, blanks, profile"


class LabForm(Fields):
    """The widgets of the form, by name; it knows nothing about signing."""

    typed = TYPED
    layout = (
        "wide paste, wide pasted, third method, large region, wide url, side headers, side body, "
        "half service, half at, half access_key_id, half secret_access_key, half revealed_secret, "
        "large placement, third expires, wide more, wide session_token, wide signed_headers, "
        "half now, half blanks, wide reveal, wide profile, wide take_profile"
    )

    def __init__(self, form: LabInput) -> None:
        self.paste = widgets.HTML(fold("Paste a request: curl, raw HTTP, a log, a URL", "paste"))
        self.pasted = widgets.Textarea(description="Paste a request", placeholder="It fills the form, and is not kept")
        self.pasted.add_class(f"{PREFIX}-folded-paste")
        self.method = widgets.Dropdown(description="Method", options=METHODS)
        self.url = widgets.Text(description="URL")
        self.headers = widgets.Textarea(description="Headers, one a line")
        self.body = widgets.Textarea(description="Body")
        self.access_key_id = widgets.Text(description="Access key id")
        self.secret_access_key = SecretField(description="Secret")
        self.revealed_secret = widgets.Text(description="Secret, shown")
        self.session_token = SecretField(description="Session token")
        self.signed_headers = widgets.Text(description="Signed headers (empty: by the rules)")
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
        names = values["signed_headers"].strip() or None
        return LabInput(**values | {"at": None if self.now.value else values["at"], "signed_headers": names})

    def fill(self, form: LabInput) -> None:
        """Type a whole form; a method that the menu lacks is added to it."""
        if form.method not in self.method.options:
            self.method.options = (*self.method.options, form.method)
        self.now.value = form.at is None
        for name in TYPED:
            if (value := getattr(form, name)) is not None:
                getattr(self, name).value = value
        self.signed_headers.value = form.signed_headers or ""

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
            "profile": _IS_IN_A_BROWSER,
            "take_profile": _IS_IN_A_BROWSER,
        }
        for name, hide in hidden.items():
            put_class(getattr(self, name), "hidden", is_there=hide)
        self.at.disabled = self.now.value

    def lend_keys(self, access_key_id: str | None) -> None:
        """Lock the key fields while keys that stay in Python are used, and say so; None unlocks them."""
        lent = access_key_id is not None
        was_lent = self.access_key_id.disabled
        if not lent and not was_lent:
            return
        if lent and not was_lent:
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
