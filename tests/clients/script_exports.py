"""Runs what is exported for Python and the shell, with the real clients, against fronts on this machine."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from sigv4_explain import Credentials
from sigv4_explain.clients.client import Call, Client, Language
from sigv4_explain.local_aws import LocalAws
from tests.requirements import skip_or_fail

API_KEY = "example"
"""The workshop's, in the environment of each program."""
_SECONDS = 30
_last_status = re.compile(r"([0-9]{3})\n$")


class Answer(NamedTuple):
    """What a program printed, and how it ended."""

    code: int
    printed: str
    errors: str

    @property
    def status(self) -> int | None:
        """The status printed: before the body by Python, behind it by curl."""
        found = re.match(r"[0-9]{3}(?= )", self.printed) or _last_status.search(self.printed)
        return int(found[0]) if found else None


def need(client: Client) -> None:
    """Skip or fail when what the client needs is not installed."""
    for package in client.packages:
        if client.language is Language.SHELL:
            found = shutil.which(package) is not None
        else:
            found = importlib.util.find_spec(package.replace("-", "_")) is not None
        if not found:
            skip_or_fail("clients", f"{package} is not installed")


def run_export(client: Client, call: Call, environment: Mapping[str, str], folder: Path) -> Answer:
    """Write the code to a file and run it, with nothing of this process's environment but the way to programs."""
    file = folder / f"call-{client.name}{client.language.value}"  # requests.py would be imported in place of requests
    file.write_text(client.write(call), encoding="utf-8")
    interpreter = "sh" if client.language is Language.SHELL else sys.executable
    done = subprocess.run(
        [interpreter, str(file)],
        env={"PATH": os.environ["PATH"], "HOME": str(folder), "NO_PROXY": "*", **environment},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=_SECONDS,
        check=False,
    )
    return Answer(done.returncode, done.stdout, done.stderr)


def environment_of(keys: Credentials) -> dict[str, str]:
    """Return the variables that every AWS client reads its keys from."""
    token = {} if keys.session_token is None else {"AWS_SESSION_TOKEN": keys.session_token}
    return {"AWS_ACCESS_KEY_ID": keys.access_key_id, "AWS_SECRET_ACCESS_KEY": keys.secret_access_key, **token}


def surroundings(aws: LocalAws) -> dict[str, str]:
    """Return the other variables: the role, the API key, and where this machine's STS is."""
    return {
        "ROLE_ARN": aws.role_arn,
        "API_KEY": API_KEY,
        "AWS_ENDPOINT_URL_STS": aws.loopback.sts_url,
        "AWS_EC2_METADATA_DISABLED": "true",
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
    }
