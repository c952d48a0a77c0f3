"""``diagnose``: the cause of a refused signature, from files or stdin."""

from __future__ import annotations

import argparse
import os
import warnings
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

from sigv4_explain.command.parser import PROGRAM, ExitStatus, Parser
from sigv4_explain.command.terminal import say, shows_colours, text_of, warn
from sigv4_explain.credentials import Credentials
from sigv4_explain.doctor.diagnose import diagnose
from sigv4_explain.doctor.diagnosis import Diagnosis, DiagnosisOutcome
from sigv4_explain.doctor.diagnosis_view import screen_lines
from sigv4_explain.doctor.first_screen import ScreenPart
from sigv4_explain.errors import InvalidInput, MissingDependency

STATUSES: Mapping[DiagnosisOutcome, ExitStatus] = MappingProxyType(
    {
        DiagnosisOutcome.NO_FAULT: ExitStatus.NO_FAULT,
        DiagnosisOutcome.ACCEPTED: ExitStatus.NO_FAULT,
        DiagnosisOutcome.FAULT_FOUND: ExitStatus.FAULT_FOUND,
        DiagnosisOutcome.MORE_NEEDED: ExitStatus.MORE_NEEDED,
    }
)
"""What each outcome tells the shell."""

_PROGRAM = f"{PROGRAM} diagnose"
_DESCRIPTION = """\
Name the cause of a refused signature, prove it, and say what to change.

Each file may hold the request (raw HTTP, a curl command, the output of curl -v, a HAR, a presigned URL), AWS's answer
in whatever form, the client's debug log, or the canonical request and string to sign that the client computed; one
file may hold several of them. Nothing is sent anywhere. Tokens and secrets are masked in the output."""
_VARIABLES = {
    "access_key_id": "AWS_ACCESS_KEY_ID",
    "secret_access_key": "AWS_SECRET_ACCESS_KEY",
    "session_token": "AWS_SESSION_TOKEN",
}
_OPTIONS = ("region", "service", "at", "received_at", "profile")
_SOURCES = {**_VARIABLES, **{name: f"--{name.replace('_', '-')}" for name in _OPTIONS}}
_EPILOG = """\
exit status:
  0   no fault found: the signature is right, or AWS accepted the request
  1   a fault was found: it is proven or shown
  2   not enough evidence to tell, or nothing but suspicions; the output says what to do next
  64  the command could not be run: a wrong option, a file that cannot be read, no keys"""


def run_diagnose(arguments: Sequence[str]) -> ExitStatus:
    """Read what is given, print the diagnosis, and return what it tells the shell."""
    parser = _parser()
    given = parser.parse_intermixed_args(arguments)
    texts = [_read(parser, name) for name in given.files or ["-"]]
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        diagnosis = _diagnosed(parser, given, texts)
    for warning in caught:
        warn(str(warning.message))
    say(_written(diagnosis, given))
    return STATUSES[diagnosis.outcome]


def _parser() -> Parser:
    parser = Parser(prog=_PROGRAM, usage=f"{_PROGRAM} [OPTION …] [FILE …]", description=_DESCRIPTION, epilog=_EPILOG)
    parser.add_argument("files", nargs="*", metavar="FILE", help="what there is; - or no file at all: read stdin")
    parser.add_argument("--region", help="where the server is, if neither the host nor the answer tells")
    parser.add_argument("--service", help="the service's signing name, such as execute-api")
    parser.add_argument("--at", metavar="YYYYMMDDTHHMMSSZ", help="when the client signed, by a clock that is right")
    parser.add_argument("--received-at", metavar="YYYYMMDDTHHMMSSZ", help="the server's time, if the answer has none")
    keys = parser.add_mutually_exclusive_group()
    keys.add_argument("--env", action="store_true", help="prove the cause with the keys in AWS_ACCESS_KEY_ID and so on")
    keys.add_argument("--profile", metavar="NAME", help="prove it with the keys that boto3 finds for this profile")
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--all", action="store_true", help="print every reason and suspicion, and both texts")
    form.add_argument("--json", action="store_true", help="print JSON, for tools")
    form.add_argument(
        "--share", action="store_true", help="print Markdown for a ticket, with everything private masked"
    )
    return parser


def _read(parser: Parser, name: str) -> str:
    try:
        return text_of(name)
    except (OSError, ValueError) as error:  # ValueError: a name that no file can have
        parser.error(f"{name!r} cannot be read: {getattr(error, 'strerror', None) or error}")


def _diagnosed(parser: Parser, given: argparse.Namespace, texts: list[str]) -> Diagnosis:
    try:
        return diagnose(
            [text for text in texts if text.strip()] or None,
            credentials=_credentials(parser, given),
            region=given.region,
            service=given.service,
            at=given.at,
            received_at=given.received_at,
        )
    except InvalidInput as error:
        parser.error(f"{_SOURCES.get(error.field, error.field)}: received {error.received}, expected {error.expected}")
    except MissingDependency as error:
        parser.error(str(error))


def _credentials(parser: Parser, given: argparse.Namespace) -> Credentials | None:
    if given.profile is not None:
        return Credentials.from_boto3(profile=given.profile)
    if not given.env:
        return None
    key_id, secret, token = (os.environ.get(name, "") for name in _VARIABLES.values())
    missing = [name for name, value in zip(_VARIABLES.values(), (key_id, secret), strict=False) if not value]
    if missing:
        parser.error(f"--env: {' and '.join(missing)}: not set, or empty")
    return Credentials(key_id, secret, token or None)


def _written(diagnosis: Diagnosis, given: argparse.Namespace) -> str:
    if given.json:
        return diagnosis.to_json()
    if given.share:
        return diagnosis.share().rstrip("\n")
    return diagnosis.report() if given.all else "\n".join(_painted(diagnosis))


def _painted(diagnosis: Diagnosis) -> Iterator[str]:
    """Return the first screen, in colours where a terminal shows it."""
    has_colours = shows_colours()
    for kind, text in screen_lines(diagnosis, "--all"):
        colour = _COLOURS.get(kind, "") if has_colours and text else ""
        yield f"{colour}{text}{_PLAIN}" if colour else text


_PLAIN = "\x1b[0m"
_COLOURS: Mapping[ScreenPart, str] = MappingProxyType(
    {
        ScreenPart.HEADLINE: "\x1b[1m",
        ScreenPart.CARETS: "\x1b[1;31m",
        ScreenPart.FIX: "\x1b[1;32m",
        ScreenPart.NEXT: "\x1b[1;36m",
        ScreenPart.NOTE: "\x1b[2m",
    }
)
"""The terminal's own colours, which a dark one and a light one have for themselves; no line needs its colour."""
