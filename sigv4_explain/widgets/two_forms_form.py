"""The form of the two forms: a request, the kind of keys, the life of the URL, and the server's clock."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

import ipywidgets as widgets

from sigv4_explain.masking import EXAMPLE_TOKEN
from sigv4_explain.widgets.fields import Fields, grid
from sigv4_explain.widgets.form import METHODS
from sigv4_explain.widgets.lab_input import LabInput
from sigv4_explain.widgets.presets import PRESETS

_FROM_LAB = (
    "S3: GET a key with a space",
    "API Gateway: GET ?client=requests",
    "API Gateway: POST JSON",
    "Lambda function URL",
    "STS: GetCallerIdentity",
)
_UPLOAD = replace(PRESETS[_FROM_LAB[0]], method="PUT", body="(the bytes of the picture)")
REQUESTS: Mapping[str, LabInput] = MappingProxyType(
    {name: PRESETS[name] for name in _FROM_LAB} | {"S3: PUT a picture": _UPLOAD}
)
"""What the menu offers, by the name it shows."""
LONG_TERM, TEMPORARY = "long-term keys", "temporary keys, with a token"
_REQUEST = ("method", "url", "headers", "body")
FIELDS = (*_REQUEST, "keys", "expires", "seconds")
"""The fields that count, in the order of the form."""


class TwoFormsForm(Fields):
    """The widgets of the form, by name; it knows nothing about signatures."""

    typed = FIELDS

    def __init__(self) -> None:
        self.request = widgets.Dropdown(description="Start from", options=tuple(REQUESTS))
        self.keys = widgets.Dropdown(description="Keys", options=(LONG_TERM, TEMPORARY))
        self.method = widgets.Dropdown(description="Method", options=METHODS)
        self.url = widgets.Text(description="URL: path and query included")
        self.headers = widgets.Textarea(description="Headers, one “Name: value” a line")
        self.body = widgets.Textarea(description="Body")
        self.expires = widgets.IntText(description="X-Amz-Expires, seconds", value=3600, step=60)
        self.seconds = widgets.IntText(description="The server looks, seconds after signing", value=10, step=60)
        self.fill(REQUESTS[self.request.value])
        self.box = grid(self._rows())

    def read(self) -> LabInput:
        """Return the request and its keys as they are typed."""
        token = EXAMPLE_TOKEN if self.keys.value == TEMPORARY else ""
        typed = {name: getattr(self, name).value for name in _REQUEST}
        return replace(REQUESTS[self.request.value], session_token=token, **typed)

    def fill(self, form: LabInput) -> None:
        """Type a whole request."""
        for name in _REQUEST:
            getattr(self, name).value = getattr(form, name)

    def _rows(self) -> tuple[tuple[str, widgets.Widget], ...]:
        return (
            ("half", self.request),
            ("half", self.keys),
            ("quarter", self.method),
            ("most", self.url),
            ("half", self.headers),
            ("half", self.body),
            ("half", self.expires),
            ("half", self.seconds),
        )
