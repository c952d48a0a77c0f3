"""Runs what is exported, with the real clients, against fronts on this machine."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from sigv4_explain import Credentials, Request
from sigv4_explain.local_aws import LocalAws
from sigv4_explain.rules import SigningRules
from tests.clients import node
from tests.clients.parts import Call, Client, Language, unsigned
from tests.requirements import skip_or_fail

_SECONDS = 30


class Program(NamedTuple):
    """What a client is to send, and with whose keys."""

    request: Request
    keys: Credentials
    service: str = "execute-api"
    region: str = "eu-central-1"

    @property
    def call(self) -> Call:
        """What ``export`` gives to a client."""
        rules = SigningRules.for_service(self.service)
        return Call(unsigned(self.request, rules), self.region, self.service, rules)


class Answer(NamedTuple):
    """What a program printed, what it said of a failure, and how a script ended."""

    printed: str = ""
    failed: str = ""
    code: int = 0

    @property
    def status(self) -> int | None:
        """The status printed: before the body, or behind it by curl."""
        found = re.match(r"[0-9]{3}(?= )", self.printed) or re.search(r"([0-9]{3})\n$", self.printed)
        return int(found[0]) if found else None


def need(client: Client) -> None:
    """Skip or fail when what the client needs is not installed."""
    if client.language is Language.JAVASCRIPT:
        node.install()
        return
    is_here = shutil.which if client.language is Language.SHELL else importlib.util.find_spec
    for package in client.packages:
        if is_here(package.replace("-", "_")) is None:
            skip_or_fail("clients", f"{package} is not installed")


def run_exports(client: Client, programs: Sequence[Program], aws: LocalAws, folder: Path) -> list[Answer]:
    """Export each program into a file and run it; those for Node one after the other in one Node."""
    # A file called requests.py would be imported in place of requests.
    files = [folder / f"call-{client.name}-{number}{client.language.value}" for number, _ in enumerate(programs)]
    for file, program in zip(files, programs, strict=True):
        file.write_text(client.write(program.call), encoding="utf-8")
    variables = [_environment(program.keys, aws) for program in programs]
    if client.language is not Language.JAVASCRIPT:
        return [_run(client.language, file, env) for file, env in zip(files, variables, strict=True)]
    if not (folder / "node_modules").exists():
        (folder / "node_modules").symlink_to(node.HERE / "node_modules", target_is_directory=True)
    asked = [{"file": str(file), "variables": env} for file, env in zip(files, variables, strict=True)]
    ports = {urlsplit(aws.rest_url).hostname or "": urlsplit(aws.loopback.rest_url).port}
    return [Answer(**each) for each in node.run_node("run-exports.mjs", {"programs": asked, "ports": ports})["answers"]]


def _run(language: Language, file: Path, environment: Mapping[str, str]) -> Answer:
    """Run a script with nothing of this process's environment but the way to programs."""
    done = subprocess.run(
        ["sh" if language is Language.SHELL else sys.executable, str(file)],
        env={"PATH": os.environ["PATH"], "HOME": str(file.parent), "NO_PROXY": "*", **environment},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=_SECONDS,
        check=False,
    )
    return Answer(done.stdout, done.stderr, done.returncode)


def _environment(keys: Credentials, aws: LocalAws) -> Mapping[str, str]:
    """Return the variables that AWS clients read, the role, the API key, and where this machine's STS is."""
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
        "API_KEY": "example",
    }
