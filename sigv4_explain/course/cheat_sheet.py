"""All of SigV4 on one page. Its words are in ``cheat_sheet.toml``; its values come from a trace, or from the server.

Source of the example: AWS's "Signature Version 4 signing process", ``ListUsers``, whose signature begins with 5d672d79.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from textwrap import fill
from typing import NamedTuple

from sigv4_explain import Credentials, Request, Trace, canonical_uri, explain, sign, verify
from sigv4_explain.credentials import EXAMPLE
from sigv4_explain.drawing.markup import Html, cell, headed_table, join, tag
from sigv4_explain.preparing import LONGEST_EXPIRES
from sigv4_explain.texts import records
from sigv4_explain.verifier.services import profile_of

_URL = "https://iam.amazonaws.com/?Action=ListUsers&Version=2010-05-08"
_TYPE = {"Content-Type": "application/x-www-form-urlencoded; charset=utf-8"}
_MOMENT, _EARLIER = "20150830T123600Z", "20150830T113600Z"
_KEY_WITH_A_BLANK = "/my%20key//a"
_API = Request("GET", "https://abc123.execute-api.us-east-1.amazonaws.com/")
_TITLE = "AWS Signature Version 4 on one page"
_INTRODUCTION = (
    "Left: the values of GET iam.amazonaws.com/?Action=ListUsers&Version=2010-05-08, which AWS publishes with its"
    " keys. Right: the rule for each."
)
_META = '<meta charset="utf-8"><meta name="viewport" content="width=device-width">'
_STYLE = """@page { margin: 10mm }
:root { color-scheme: light dark; --ink: #1a1a1a; --paper: #fff; --band: #eef2f7; --head: #0b4a8f }
body { margin: auto; background: var(--paper); color: var(--ink); font-family: Arial, Helvetica, sans-serif }
h3 { background: var(--band); color: var(--head) } a { color: inherit } thead { display: none }
table { width: 100%; table-layout: fixed; border-spacing: 0 } td { overflow-wrap: anywhere }
code { font-family: 'DejaVu Sans Mono', Menlo, Consolas, monospace }
@media screen {
  body { max-width: 1200px; padding: 8px 24px 48px; font-size: 16px; line-height: 1.5 }
  h1 { font-size: 24px } h3 { font-size: 18px; margin: 24px 0 4px; padding: 4px 8px }
  code { font-size: 14px } td { padding: 6px 16px 6px 8px; border-bottom: 1px solid var(--band) }
}
@media screen and (prefers-color-scheme: dark) {
  :root { --ink: #e6e6e6; --paper: #111; --band: #25303c; --head: #9cc9ff }
}
@media screen and (max-width: 700px) { tr, td { display: block } td:first-child { border: 0; padding-bottom: 0 } }
@media print {
  body { width: 186mm; font-size: 6.9pt; line-height: 1.28 } h1 { font-size: 12pt; margin: 0 } p { margin: 1mm 0 }
  h3 { font-size: 8pt; margin: 1.6mm 0 0.4mm; padding: 0.3mm 1mm } td { padding: 0 2mm 0.8mm 0 }
  code { font-size: 6.6pt; line-height: 1.28 }
}
"""
"""Large on a screen, dark where the reader's system is; small on paper, so that it is one sheet."""


class Row(NamedTuple):
    """A value, as it is signed, sent or answered, and its rule."""

    value: str
    rule: str


@dataclass(frozen=True, slots=True)
class SheetBlock:
    """What belongs together, under a heading, with the page where AWS says so."""

    title: str
    source: str
    rows: tuple[str, ...]
    """Each a value and a rule, with `` | `` between, and names in braces for what is computed."""

    def filled(self, values: Mapping[str, str]) -> Iterator[Row]:
        """Yield the rows with the values of the names in them."""
        for row in self.rows:
            value, _, rule = row.partition(" | ")
            yield Row(value.format_map(values), rule.format_map(values))


@dataclass(frozen=True, slots=True, repr=False)
class Sheet:
    """The page: tables in a notebook, a text elsewhere, and ``page`` to print."""

    blocks: Mapping[str, tuple[Row, ...]]
    """The rows under each heading."""
    sources: Mapping[str, str]

    @property
    def page(self) -> str:
        """A file for a browser, which prints it on one sheet of A4 or Letter."""
        head = tag("head", Html(_META), tag("title", _TITLE), Html(f"<style>\n{_STYLE}</style>"))
        body = tag("body", tag("h1", _TITLE), Html(self._repr_html_()))
        return f"<!DOCTYPE html>\n{tag('html', head, body, lang='en')}\n".replace("<tr>", "\n<tr>")

    def _repr_html_(self) -> str:
        return join(tag("p", _INTRODUCTION), *(self._block_html(title) for title in self.blocks))

    def _block_html(self, title: str) -> Html:
        heading = tag("h3", title, " ", tag("small", tag("a", "AWS's page", href=self.sources[title])))
        return join(heading, headed_table(("Value", "Rule"), map(_row_html, self.blocks[title])))

    def __repr__(self) -> str:
        blocks = ["\n".join([title, *map(_row_text, rows)]) for title, rows in self.blocks.items()]
        return "\n\n".join([_TITLE, _INTRODUCTION, *blocks])


def _row_html(row: Row) -> Html:
    first, *others = (tag("code", line) if line else Html() for line in row.value.split("\n"))
    value = join(first, *(join(tag("br"), line) for line in others))
    return tag("tr", cell(value), cell(row.rule))


def _row_text(row: Row) -> str:
    value = "\n".join(f"  {line}".rstrip() for line in row.value.split("\n"))
    return f"{value}\n{fill(row.rule, 100, initial_indent='      ', subsequent_indent='      ')}"


@cache
def cheat_sheet() -> Sheet:
    """Return the page.

    >>> print(*list(cheat_sheet().blocks)[:3], sep="; ")
    1 Canonical request; 2 String to sign; 3 Signing key and signature
    """
    values = {**_steps(), **_sent(), **_differing(), **_answers()}
    blocks = records("sigv4_explain.course", "cheat_sheet.toml", SheetBlock, "title").values()
    return Sheet({one.title: tuple(one.filled(values)) for one in blocks}, {one.title: one.source for one in blocks})


def published_trace(expires: int | None = None) -> Trace:
    """Return the trace of AWS's published example; with ``expires``, of the same call as a presigned URL.

    >>> published_trace().signature[:8]
    '5d672d79'
    """
    request = Request("GET", _URL, _TYPE if expires is None else {})
    return explain(request, EXAMPLE, region="us-east-1", service="iam", at=_MOMENT, expires=expires)


def _steps() -> dict[str, str]:
    trace = published_trace()
    formulas = {f"{step.name}_formula": step.formula for step in trace}
    return {step.name: step.shown() for step in trace} | formulas | {"method": trace.request.method}


def _sent() -> dict[str, str]:
    """Return what travels, without most of the signature, of which nobody needs to read all digits twice."""
    trace, presigned = published_trace(), published_trace(expires=60)
    whole = trace.authorization.replace(trace.signature, f"{trace.signature[:16]}…")
    query = presigned.presigned_url.replace(presigned.signature, f"{presigned.signature[:16]}…").partition("?")[2]
    return {
        "algorithm": whole.partition(" ")[0],
        "authorization": whole.replace(" Credential=", "\nCredential=").replace(", ", ",\n"),
        **dict(pair.split("=", 1) for pair in query.split("&")),
    }


def _differing() -> dict[str, str]:
    """Return what differs: S3's path, headers and payload, and how long a signature counts."""
    request = Request("GET", f"https://examplebucket.s3.amazonaws.com{_KEY_WITH_A_BLANK}")
    trace = explain(request, EXAMPLE, region="us-east-1", service="s3", at=_MOMENT)
    presigned = explain(request, EXAMPLE, region="us-east-1", service="s3", at=_MOMENT, expires=60)
    windows = {service: int(profile_of(service).window.total_seconds()) // 60 for service in ("execute-api", "sts")}
    return {
        "s3_canonical_uri": trace["canonical_uri"].text,
        "s3_signed_headers": trace["signed_headers"].text,
        "s3_presigned_payload": presigned["hashed_payload"].text,
        "other_canonical_uri": canonical_uri(_KEY_WITH_A_BLANK),
        "longest_expires": str(LONGEST_EXPIRES),
        "longest_days": str(LONGEST_EXPIRES // (24 * 60 * 60)),
        **{f"{service}_minutes": str(minutes) for service, minutes in windows.items()},
    }


def _answers() -> dict[str, str]:
    """Return the first sentence of the server's answer to each of five requests."""

    def signed(credentials: Credentials = EXAMPLE, region: str = "us-east-1", at: str = _MOMENT) -> Request:
        return sign(_API, credentials, region=region, service="execute-api", at=at)

    requests = {
        "unsigned": _API,
        "unknown_key": signed(Credentials("AKIDOTHER", EXAMPLE.secret_access_key)),
        "too_old": signed(at=_EARLIER),
        "other_region": signed(region="eu-west-1"),
        "wrong_secret": signed(Credentials(EXAMPLE.access_key_id, "not-the-secret")),
    }
    keys = {EXAMPLE.access_key_id: EXAMPLE}
    judged = {
        name: verify(request, keys, region="us-east-1", service="execute-api", at=_MOMENT)
        for name, request in requests.items()
    }
    return {name: (verdict.message or "accepted").split(". ")[0].rstrip(".") for name, verdict in judged.items()}
