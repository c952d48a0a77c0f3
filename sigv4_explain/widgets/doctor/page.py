"""What the doctor's page shows before anything is pasted."""

from __future__ import annotations

from sigv4_explain.drawing.markup import WRAPPED, Html, tag
from sigv4_explain.drawing.pieces import PREFIX

_EXAMPLE = """\
$ curl -i https://abc123.execute-api.eu-central-1.amazonaws.com/default/hello \\
    -H 'X-Amz-Date: 20150830T123600Z' -H 'Authorization: AWS4-HMAC-SHA256 Credential=AKID…'
HTTP/1.1 403 Forbidden
{"message":"Credential should be scoped to a valid region."}"""


def invitation() -> Html:
    """Draw what to do first, with an example of what a paste may be."""
    return tag(
        "div",
        tag("p", tag("strong", "Paste a refused request, and read why."), class_=f"{PREFIX}-headline"),
        tag("p", "One box takes all of it, in any order, as your terminal or your log shows it. For example:"),
        tag("pre", tag("code", _EXAMPLE, style=WRAPPED)),
        tag("p", "Nothing at hand? Choose an example below the box. What is masked may stay masked."),
        class_=f"{PREFIX}-status {PREFIX}-invitation",
    )
