"""The fronts for any client: ``python -m sigv4_explain.local_aws``."""

from __future__ import annotations

import argparse
import secrets
import shlex
import signal
import sys
import threading
from collections.abc import Sequence
from contextlib import suppress
from importlib import import_module
from typing import Any, NoReturn

from sigv4_explain.errors import InvalidInput
from sigv4_explain.local_aws.front import Logged
from sigv4_explain.local_aws.local import LocalAws, Urls
from sigv4_explain.local_aws.world import Front, IamUser, World
from sigv4_explain.verifier import Wording

_USUAL_PORT = 8400
FIRST_CALL = """curl "$REST_URL?client=curl" --header "x-api-key: $API_KEY" \\
  --aws-sigv4 "aws:amz:$AWS_REGION:execute-api" --user "$AWS_ACCESS_KEY_ID:$AWS_SECRET_ACCESS_KEY\""""
"""A signed call with curl 7.75 or newer, once the block has been copied."""


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
            _announce(aws, user)
            while True:
                threading.Event().wait(3600)
    _print("\nEnded.")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m sigv4_explain.local_aws",
        description="API Gateway, a function URL and STS on this machine: signed calls are checked as AWS does.",
    )
    parser.add_argument(
        "--port", type=int, default=_USUAL_PORT, help="the first of five ports in a row; 0: any free ones (%(default)s)"
    )
    parser.add_argument("--at", metavar="YYYYMMDDTHHMMSSZ", help="let the clock stand at this time")
    parser.add_argument("--classic", action="store_true", help="answer in AWS's words of before 2023")
    parser.add_argument("--user", metavar="NAME", help="whose keys to print (default: the API's owner)")
    parser.add_argument("--world", metavar="MODULE:NAME", type=_imported, help="a World of your own")
    parser.add_argument(
        "--function", metavar="MODULE:NAME", type=_imported, help="a function of your own, for the fronts to call"
    )
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
    return LocalAws(
        **{name: value for name, value in options.items() if value is not None},
        wording=Wording.CLASSIC if given.classic else Wording.CURRENT,
        at=given.at,
        first_port=given.port,
        tell=_print_decision,
        seed=secrets.token_bytes(32),
    )


def _announce(aws: LocalAws, user: IamUser) -> None:
    _print(f"{url_lines(aws.loopback)}\n")
    _print(f"# In another terminal, for {user.name}:\n{export_lines(aws.world, user, aws.loopback)}\n")
    _print(f"# A first call:\n{FIRST_CALL}\n")
    _print("Each request and what was decided follows; Ctrl-C ends.\n")


def url_lines(urls: Urls) -> str:
    """Write a line for each front."""
    named = {
        Front.REST_API: urls.rest_url,
        Front.CUSTOM_DOMAIN: urls.custom_domain_url,
        Front.HTTP_API: urls.http_api_url,
        Front.FUNCTION_URL: urls.function_url,
        Front.STS: urls.sts_url,
    }
    return "\n".join(f"{front.value:<13}  {url}" for front, url in named.items())


def export_lines(world: World, user: IamUser, urls: Urls) -> str:
    """Write the block to copy: a user's keys, and the URLs. A session token left there would spoil the keys."""
    variables = {
        "AWS_ACCESS_KEY_ID": user.credentials.access_key_id,
        "AWS_SECRET_ACCESS_KEY": user.credentials.secret_access_key,
        "AWS_REGION": world.region,
        "AWS_DEFAULT_REGION": world.region,
        "AWS_ENDPOINT_URL_STS": urls.sts_url,
        "REST_URL": urls.rest_url,
        "CUSTOM_DOMAIN_URL": urls.custom_domain_url,
        "HTTP_API_URL": urls.http_api_url,
        "FUNCTION_URL": urls.function_url,
        "API_KEY": world.rest_api.api_keys[0].value,
        "ROLE_ARN": world.roles[0].arn,
    }
    exports = [f"export {name}={shlex.quote(value)}" for name, value in variables.items()]
    return "\n".join(["unset AWS_SESSION_TOKEN", *exports])


def _interrupt(*_: object) -> NoReturn:
    raise KeyboardInterrupt


def _print_decision(decision: Logged) -> None:
    _print(str(decision))


def _print(text: str) -> None:
    try:
        sys.stdout.write(f"{text}\n")
        sys.stdout.flush()
    except (OSError, ValueError):
        return  # nobody reads any more; the fronts go on


if __name__ == "__main__":
    main()
