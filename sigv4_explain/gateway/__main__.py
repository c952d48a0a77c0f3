"""The fronts for any client: ``python -m sigv4_explain.gateway``."""

from __future__ import annotations

import argparse
import secrets
import signal
import sys
import threading
import warnings
from collections.abc import Sequence
from contextlib import suppress
from importlib import import_module
from typing import Any, NoReturn

from sigv4_explain.errors import InvalidInput
from sigv4_explain.gateway.announcing import FIRST_CALL, export_lines, url_lines
from sigv4_explain.gateway.local import LocalAws, is_loopback
from sigv4_explain.gateway.log import Decision
from sigv4_explain.gateway.people import IamUser
from sigv4_explain.gateway.world import World
from sigv4_explain.verifying import Wording

_USUAL_PORT = 8400


def main(arguments: Sequence[str] | None = None) -> None:
    """Listen until Ctrl-C, and print what is decided about each request and why."""
    parser = _parser()
    given = parser.parse_args(arguments)
    try:
        aws = _started(given)
    except (InvalidInput, OSError) as error:
        parser.error(str(error))
    with aws:
        try:
            user = aws.world.users[-1] if given.user is None else aws.world.user(given.user)
        except InvalidInput as error:
            parser.error(f"--user: {error}")
        with suppress(KeyboardInterrupt):
            signal.signal(signal.SIGTERM, _interrupt)
            _announce(aws, user, given.host)
            while True:
                threading.Event().wait(3600)
    _print("\nEnded.")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m sigv4_explain.gateway",
        description="API Gateway, a function URL and STS on this machine: signed calls are checked as AWS does.",
    )
    parser.add_argument("--host", default="127.0.0.1", help="where to listen (default: only this machine)")
    parser.add_argument(
        "--port", type=int, default=_USUAL_PORT, help="the first of five ports in a row; 0: any free ones (%(default)s)"
    )
    parser.add_argument("--at", metavar="YYYYMMDDTHHMMSSZ", help="let the clock stand at this time")
    parser.add_argument("--classic", action="store_true", help="answer in AWS's words of before 2023")
    parser.add_argument("--user", metavar="NAME", help="whose keys to print (default: the API's owner)")
    parser.add_argument("--world", metavar="MODULE:NAME", type=_imported, help="a World of your own")
    parser.add_argument("--function", metavar="MODULE:NAME", type=_imported, help="a function of your own")
    return parser


def _imported(place: str) -> Any:
    module, _, name = place.partition(":")
    try:
        return getattr(import_module(module), name)
    except (ImportError, AttributeError, ValueError) as error:
        raise argparse.ArgumentTypeError(f"received {place!r}, expected MODULE:NAME ({error})") from None


def _started(given: argparse.Namespace) -> LocalAws:
    options: dict[str, Any] = {"world": given.world, "function": given.function}
    if given.world is not None and not isinstance(given.world, World):
        raise InvalidInput("--world", type(given.world).__name__, "a World")
    if given.function is not None and not callable(given.function):
        raise InvalidInput("--function", type(given.function).__name__, "a function of one argument, the event")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it is said here in the command's own way
        return LocalAws(
            **{name: value for name, value in options.items() if value is not None},
            wording=Wording.CLASSIC if given.classic else Wording.CURRENT,
            at=given.at,
            host=given.host,
            first_port=given.port,
            tell=_print_decision,
            seed=secrets.token_bytes(32),
        )


def _announce(aws: LocalAws, user: IamUser, host: str) -> None:
    if not is_loopback(host):
        sys.stderr.write(
            f"WARNING: everybody who reaches {host} can call these fronts, with keys that are published.\n"
        )
    _print(f"{url_lines(aws.loopback)}\n")
    _print(f"# In another terminal, for {user.name}:\n{export_lines(aws.world, user, aws.loopback)}\n")
    _print(f"# A first call:\n{FIRST_CALL}\n")
    _print("Each request and what was decided follows; Ctrl-C ends.\n")


def _interrupt(*_: object) -> NoReturn:
    raise KeyboardInterrupt


def _print_decision(decision: Decision) -> None:
    _print(str(decision))


def _print(text: str) -> None:
    try:
        sys.stdout.write(f"{text}\n")
        sys.stdout.flush()
    except (OSError, ValueError):
        return  # nobody reads any more; the fronts go on


if __name__ == "__main__":
    main()
