"""The form of the doctor: three boxes to paste into, where the server is, and the secret for those who want proof."""

from __future__ import annotations

import warnings
from typing import Any

import ipywidgets as widgets

from sigv4_explain.credentials import Credentials
from sigv4_explain.doctor.evidence import logged_in
from sigv4_explain.doctor.gallery import GALLERY, BrokenRequest
from sigv4_explain.doctor.pasting import sorted_pastes
from sigv4_explain.errors import CredentialsWarning
from sigv4_explain.rules import SERVICES
from sigv4_explain.widgets.fields import Fields, SecretField, grid
from sigv4_explain.widgets.form import REGIONS

OWN = "my own request"
"""The entry of the menu that empties the boxes."""
PASTED = ("request", "answer", "client")
TYPED = (*PASTED, "region", "service", "secret_access_key")
"""The fields, in the order of the form."""
_ANY_ID = "AKID"
_NOTHING_LENT = "optional: it stays on this computer"


class DoctorForm(Fields):
    """The widgets of the form, by name; it knows nothing about signatures."""

    typed = TYPED

    def __init__(self) -> None:
        self.example = widgets.Dropdown(description="Look at", options=(OWN, *(broken.name for broken in GALLERY)))
        self.request = widgets.Textarea(description="The request as it was sent: curl, raw HTTP, HAR, a log, a URL")
        self.answer = widgets.Textarea(description="AWS's answer, in whatever form")
        self.client = widgets.Textarea(
            description="What the client signed, if it tells: canonical request, string to sign, a few lines of them"
        )
        self.region = widgets.Combobox(description="Region (empty: as the evidence tells)", options=REGIONS)
        self.service = widgets.Combobox(description="Service (empty: the same)", options=tuple(SERVICES))
        self.secret_access_key = SecretField(description="Secret access key", placeholder=_NOTHING_LENT)
        self._lent: Credentials | None = None
        self.box = grid(self._rows(), "doctor-form")

    def evidence(self) -> dict[str, Any]:
        """Return what is typed, by the names under which ``diagnose`` takes it.

        Raises InvalidCredentials for a secret that can be none.
        """
        typed = {name: getattr(self, name).value for name in TYPED}
        return {
            "request": typed["request"] or None,
            "answer": typed["answer"] or None,
            **_computed(typed["client"]),
            "region": typed["region"].strip() or None,
            "service": typed["service"].strip() or None,
            "credentials": self._lent or self._typed_credentials(typed["secret_access_key"]),
        }

    def fill(self, broken: BrokenRequest | None) -> None:
        """Type what somebody of the gallery has at hand; None empties the form."""
        given = {} if broken is None else broken.evidence()._asdict()
        texts = (given.get("client_canonical_request"), given.get("client_string_to_sign"))
        self.request.value = str(given.get("request") or "")
        self.answer.value = str(given.get("answer") or "")
        self.client.value = "\n\n".join([text for text in texts if text])
        self.region.value, self.service.value = given.get("region") or "", given.get("service") or ""
        self.lend(given.get("credentials"))

    def lend(self, credentials: Credentials | None) -> None:
        """Use keys that stay in Python: the page never gets them. None lets a secret be typed again."""
        self._lent = credentials
        self.secret_access_key.value = ""
        self.secret_access_key.disabled = credentials is not None
        kept = "" if credentials is None else f"{credentials.access_key_id}: kept in Python, never shown"
        self.secret_access_key.placeholder = kept or _NOTHING_LENT

    def _typed_credentials(self, secret: str) -> Credentials | None:
        if not secret:
            return None
        with warnings.catch_warnings():  # the doctor looks at the secret's blanks, and says so itself
            warnings.simplefilter("ignore", CredentialsWarning)
            return Credentials(_ANY_ID, secret)

    def _rows(self) -> tuple[tuple[str, widgets.Widget], ...]:
        return (
            ("wide", self.example),
            ("half", self.request),
            ("half", self.answer),
            ("wide", self.client),
            ("third", self.region),
            ("third", self.service),
            ("third", self.secret_access_key),
        )


def _computed(text: str) -> dict[str, str]:
    """Return what a client tells of what it signed: in a log, as texts, or a few lines of the canonical request."""
    if not text.strip():
        return {}
    found = {name: value for name, value in sorted_pastes([text]).items() if name.startswith("client_")}
    logged = None if found else logged_in(text)
    if logged is not None:
        texts = {"canonical_request": logged.canonical_request, "string_to_sign": logged.string_to_sign}
        found = {f"client_{name}": value for name, value in texts.items() if value}
    return found or {"client_canonical_request": text}
