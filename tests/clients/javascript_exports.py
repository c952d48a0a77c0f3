"""Runs what is exported for the clients in JavaScript, with the real clients, against fronts on this machine."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from sigv4_explain import Credentials, Request
from sigv4_explain.clients.client import Call, Client, unsigned
from sigv4_explain.local_aws import LocalAws
from sigv4_explain.rules import SigningRules
from tests.clients import node

API_KEY = "example"
"""The workshop's, in the environment of each program."""


class Program(NamedTuple):
    """What a client is to send, and with whose keys."""

    request: Request
    keys: Credentials
    service: str = "execute-api"
    region: str = "eu-central-1"


class Answer(NamedTuple):
    """What a program printed; ``failed`` tells why it printed nothing."""

    printed: str = ""
    failed: str = ""

    @property
    def status(self) -> int | None:
        """The first word printed."""
        return int(self.printed.split(" ", 1)[0]) if self.printed else None


def call_of(program: Program) -> Call:
    """Return what ``export`` gives to a client."""
    rules = SigningRules.for_service(program.service)
    return Call(unsigned(program.request, rules), program.region, program.service, rules)


def run_exports(client: Client, programs: Sequence[Program], aws: LocalAws, folder: Path) -> list[Answer]:
    """Export each program into a file beside the client's packages, and run one after the other in one Node."""
    if not (folder / "node_modules").exists():
        (folder / "node_modules").symlink_to(node.HERE / "node_modules", target_is_directory=True)
    files = [folder / f"{client.name}-{number}.mjs" for number, _ in enumerate(programs)]
    for file, program in zip(files, programs, strict=True):
        file.write_text(client.write(call_of(program)), encoding="utf-8")
    variables = [_environment(program.keys, aws) for program in programs]
    done = node.run_node(
        "run-exports.mjs",
        {
            "programs": [{"file": str(file), "variables": env} for file, env in zip(files, variables, strict=True)],
            "ports": ports_by_name(aws),
        },
    )
    return [Answer(**answer) for answer in done["answers"]]


def ports_by_name(aws: LocalAws) -> Mapping[str, int | None]:
    """Return where the REST API listens, by the name that AWS gives to it."""
    return {urlsplit(aws.rest_url).hostname or "": urlsplit(aws.loopback.rest_url).port}


def _environment(keys: Credentials, aws: LocalAws) -> Mapping[str, str]:
    token = {} if keys.session_token is None else {"AWS_SESSION_TOKEN": keys.session_token}
    return {
        "AWS_ACCESS_KEY_ID": keys.access_key_id,
        "AWS_SECRET_ACCESS_KEY": keys.secret_access_key,
        **token,
        "AWS_EC2_METADATA_DISABLED": "true",
        "AWS_ENDPOINT_URL_STS": aws.loopback.sts_url,
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        "ROLE_ARN": aws.role_arn,
        "API_KEY": API_KEY,
    }
