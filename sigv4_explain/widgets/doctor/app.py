"""Doctor: paste what you have of a refused request, and read what is wrong, where, and what to change."""

from __future__ import annotations

import warnings
from typing import Any

import ipywidgets as widgets

from sigv4_explain.credentials import Credentials
from sigv4_explain.doctor import Diagnosis, diagnose
from sigv4_explain.doctor.diagnosis_view import diagnosis_html, diagnosis_sections
from sigv4_explain.doctor.gallery import GALLERY, BrokenRequest
from sigv4_explain.doctor.pasting import pieces_in
from sigv4_explain.drawing.markup import Html, text_of
from sigv4_explain.drawing.pieces import PREFIX
from sigv4_explain.errors import CredentialsWarning, InvalidInput
from sigv4_explain.readers import ReadRequest
from sigv4_explain.rules import SERVICES
from sigv4_explain.widgets.base import Fields, LiveForm, SecretField, panes, put_class
from sigv4_explain.widgets.doctor.page import chips, invitation, ticket
from sigv4_explain.widgets.lab_form.app import REGIONS
from sigv4_explain.widgets.signing_lab.app import SigningLab
from sigv4_explain.widgets.signing_lab.input import LabInput
from sigv4_explain.widgets.signing_lab.link import link_to
from sigv4_explain.widgets.signing_lab.paste import filled

OWN = "my own request"
"""The entry of the menu that empties the boxes."""
PARTS = ("answer", "client", "region", "service", "secret_access_key")
"""The fields that are folded away: what one box does not take, or has mixed up."""
TYPED = ("request", *PARTS)
"""The fields, in the order of the form."""
_ANY_ID = "AKID"
_NOTHING_LENT = "optional: it stays on this computer"


class DoctorForm(Fields):
    """The widgets of the form, by name; it knows nothing about signatures."""

    typed = TYPED
    layout = (
        "wide request, side example, side parts, "
        "side answer, side client, half region, half service, wide secret_access_key"
    )

    def __init__(self) -> None:
        self.request = widgets.Textarea(description="Paste anything: command and output, log, answer, URL, code")
        self.example = widgets.Dropdown(description="Try an example", options=(OWN, *(each.name for each in GALLERY)))
        self.parts = widgets.ToggleButton(description=_FOLDED)
        self.answer = widgets.Textarea(description="AWS's answer, in whatever form")
        self.client = widgets.Textarea(description="What the client signed: canonical request, string to sign")
        self.region = widgets.Combobox(description="Region, if you know", options=REGIONS)
        self.service = widgets.Combobox(description="Service, if you know", options=tuple(SERVICES))
        self.secret_access_key = SecretField(description="Secret access key: it proves", placeholder=_NOTHING_LENT)
        self._lent: Credentials | None = None
        self.box = self.laid_out("doctor-form")
        self.parts.observe(lambda change: self._fold(is_open=change["new"]), names="value")
        self._fold(is_open=False)

    def evidence(self) -> dict[str, Any]:
        """Return what is typed, by the names under which ``diagnose`` takes it.

        Raises InvalidCredentials for a secret that can be none.
        """
        typed = self.values()
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
        texts = [f"{label}{given[name]}" for name, label in _LABELS.items() if given.get(name)]
        self.request.value, self.answer.value, self.client.value = "\n\n".join(texts), "", ""
        self.region.value, self.service.value = given.get("region") or "", given.get("service") or ""
        self.lend(given.get("credentials"))

    def tell_parts(self) -> None:
        """Say how many of the folded fields have something in them."""
        count = sum(1 for name in PARTS if getattr(self, name).value) + (self._lent is not None)
        self.parts.description = f"{_FOLDED} ({count} given)" if count else _FOLDED

    def mark_error(self, field: str | None) -> None:
        """Outline the field that an error names: the one box, where the part is not given separately."""
        if field in PARTS and not getattr(self, field).value:
            field = "request"
        super().mark_error(field)
        if field in PARTS:
            self.parts.value = True

    def _fold(self, *, is_open: bool) -> None:
        for name in PARTS:
            field = getattr(self, name)
            put_class(field, "hidden", is_there=not is_open)
        self.parts.icon = "caret-down" if is_open else "caret-right"

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


def _computed(text: str) -> dict[str, str]:
    """Return what a client tells of what it signed: in a log, as texts, or a few lines of the canonical request."""
    if not text.strip():
        return {}
    pieces = pieces_in(text)
    found = {"canonical_request": pieces.canonical_request, "string_to_sign": pieces.string_to_sign}
    if not any(found.values()):
        found = {"canonical_request": text}
    return {f"client_{name}": value for name, value in found.items() if value}


_LABELS = {
    "request": "",
    "answer": "",
    "client_canonical_request": "Canonical request:\n",
    "client_string_to_sign": "String to sign:\n",
}
_FOLDED = "Parts separately, or the secret"
_SECTIONS = ("findings", "sides", "advice")
_BY_NAME = {broken.name: broken for broken in GALLERY}


class Doctor(LiveForm[Diagnosis]):
    """A live form over ``diagnose``. The last expression of a cell shows it; ``doctor.diagnosis`` is what it shows.

    Any of the three texts may be given; ``credentials`` stay in Python, and the page never gets them.
    """

    title = "The doctor"
    called = "the doctor's page"
    introduction = (
        "Paste what you have of a refused request. The diagnosis follows each change. Nothing leaves this computer."
    )
    sheets = ("widgets/doctor/page.css",)
    cannot = "Cannot be looked at."
    below = "the last diagnosis"
    form: DoctorForm

    def __init__(
        self,
        request: str = "",
        answer: str = "",
        client: str = "",
        *,
        region: str = "",
        service: str = "",
        credentials: Credentials | None = None,
    ) -> None:
        super().__init__()
        self.form = DoctorForm()
        self.diagnosis: Diagnosis
        """The diagnosis on screen."""
        self.sections = {name: widgets.HTML() for name in _SECTIONS}
        self._chips, self._ticket = widgets.HTML(), widgets.HTML()
        self.open_lab = widgets.Button(description="Open in the lab", tooltip="Show how this request is signed")
        self.opened = widgets.VBox()
        """The lab that was opened with the request, below the diagnosis."""
        self.widget = widgets.VBox(self._children(), _dom_classes=(f"{PREFIX}-root",))
        self.form.request.value, self.form.answer.value, self.form.client.value = request, answer, client
        self.form.region.value, self.form.service.value = region, service
        self.form.lend(credentials)
        self._render()
        self.form.on_change(lambda _change: self._render())
        self.open_lab.on_click(lambda _button: self._open_lab())
        self.form.example.observe(lambda change: self.look_at(_BY_NAME.get(change["new"])), names="value")

    def look_at(self, broken: BrokenRequest | None) -> None:
        """Paste what somebody of the gallery has at hand, and draw once; None empties the form."""
        with self._drawing_once():
            self.form.example.value = OWN if broken is None else broken.name
            self.form.fill(broken)

    def link(self, base: str) -> str:
        """Return a link that opens the request in the signing lab of the site at ``base``: no keys and no body in it.

        Raises InvalidInput without a request, or for one that is too long for a link.
        """
        return link_to(self._request_form(), base)

    def _request_form(self) -> LabInput:
        """Return the request as the lab's form. Raises InvalidInput where none was read."""
        evidence = self.diagnosis.evidence
        if (request := evidence.request) is None:
            raise InvalidInput("request", "nothing that can be read", "a request to link to")
        before = LabInput(url="", region=evidence.region or "", service=evidence.service or "")
        return filled(ReadRequest(request, 0, 0, "paste"), before).form

    def use_credentials(self, credentials: Credentials | None) -> None:
        """Try each mistake with keys that stay in Python. None lets a secret be typed again."""
        with self._drawing_once():
            self.form.lend(credentials)

    def use_profile(self, profile: str | None = None) -> None:
        """Take the keys from boto3's credential chain, as ``Credentials.from_boto3`` does."""
        self.use_credentials(Credentials.from_boto3(profile=profile or None))

    def _mark_error(self, field: str | None) -> None:
        self.form.mark_error(field)

    def _read(self) -> Diagnosis:
        return diagnose(**self.form.evidence())

    def _draw(self, shown: Diagnosis) -> None:
        self.diagnosis = shown
        unread = shown.evidence.unread
        self.form.mark_error(unread[0].field if unread else None)
        self.form.tell_parts()
        drawn = diagnosis_sections(shown)
        self.status.value = invitation() if _is_empty(shown) else drawn["screen"]
        self._chips.value = "" if _is_empty(shown) else chips(shown.evidence)
        self._ticket.value = "" if _is_empty(shown) else ticket(shown)
        put_class(self.open_lab, "hidden", is_there=shown.evidence.request is None)
        for name in _SECTIONS:
            self.sections[name].value = "" if _is_empty(shown) else drawn[name]

    def _children(self) -> list[widgets.Widget]:
        leads_on = widgets.HBox([self._ticket, self.open_lab], _dom_classes=(f"{PREFIX}-leads-on",))
        values = [self.status, *self.sections.values(), leads_on]
        return [*self._style_and_heading(), panes([self.form.box, self._chips], values), self.opened]

    def _open_lab(self) -> None:
        self.opened.children = (SigningLab(self._request_form()).widget,)

    def _picture(self) -> Html:
        return invitation() if _is_empty(self.diagnosis) else diagnosis_html(self.diagnosis)

    def _text(self) -> str:
        return text_of(invitation()) if _is_empty(self.diagnosis) else str(self.diagnosis)


def _is_empty(shown: Diagnosis) -> bool:
    return not shown.evidence.given and not shown.evidence.pasted and not shown.evidence.unread
