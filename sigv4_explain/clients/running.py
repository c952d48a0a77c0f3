"""Runs an exported program with its real client against the local AWS, or returns what one run of it was answered."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from functools import cache
from hashlib import sha256
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlsplit

from sigv4_explain.clients.cell import KnownBy
from sigv4_explain.clients.client import Client, Language
from sigv4_explain.clients.export import CLIENTS
from sigv4_explain.credentials import Credentials
from sigv4_explain.errors import InvalidInput, MissingDependency, SigV4Error, describe
from sigv4_explain.request import Request

if TYPE_CHECKING:
    from sigv4_explain.local_aws.local import LocalAws


class Ran(NamedTuple):
    """What a program sent, what it was answered, and whether it ran now or was recorded."""

    request: Request
    """As it arrived."""
    status: int
    text: str
    evidence: KnownBy

    def __repr__(self) -> str:
        return f"<Ran: {self.status}, {self.evidence.value}>"


def key_of(code: str, credentials: Credentials) -> str:
    """Return how a recorded run is found: by the program, and by what sort of keys it had."""
    kind = f"{credentials.access_key_id[:4]} {credentials.session_token is not None}"
    return sha256(f"{kind}\n{code}".encode()).hexdigest()


def recorded_run(code: str, credentials: Credentials) -> Ran | None:
    """Return a program's recorded run; None when it was never recorded."""
    found = _programs().get(key_of(code, credentials))
    if found is None:
        return None
    headers = [(name, value) for name, value in found["headers"]]
    request = Request(found["method"], found["url"], headers, found["body"])
    return Ran(request, found["status"], found["text"], KnownBy.RECORDED)


def as_recorded(ran: Ran) -> dict[str, Any]:
    """Return a run as it is kept; its body must be text."""
    request = ran.request
    return {
        "method": request.method,
        "url": request.url,
        "headers": [list(pair) for pair in request.headers],
        "body": request.body.decode(),
        "status": ran.status,
        "text": ran.text,
    }


@cache
def _programs() -> Mapping[str, dict[str, Any]]:
    programs: dict[str, dict[str, Any]] = json.loads(
        files(__package__).joinpath("programs.json").read_text(encoding="utf-8")
    )
    return programs


_SECONDS = 30
_PROGRAMS = {Language.JAVASCRIPT: "node", Language.SHELL: "sh", Language.PYTHON: sys.executable}
_find_status = re.compile(r"(\d{3}) (.*)\n|(.*)\n(\d{3})\n", re.DOTALL).fullmatch
"""Before the text by Node and Python, behind it by curl."""


def run(code: str, client: str, target: LocalAws, *, credentials: Credentials) -> Ran:
    """Run a program that was exported for the REST API of ``target``, with this computer's address in place of AWS's.

    The keys are in its environment. Without the client, as without Node or the npm packages, the answer is the one
    that this very program got when it was recorded; ``evidence`` tells. npm packages are looked for in ``NODE_PATH``,
    and in ``node_modules`` here and in the folders above. Raises MissingDependency for a program that was not
    recorded, and SigV4Error for one that sends nothing.
    """
    found = next((known for known in CLIENTS if known.name == client), None)
    if found is None:
        raise InvalidInput("client", describe(client), f"one of {', '.join(known.name for known in CLIENTS)}")
    missing = [name for name in _needs(found) if not _is_here(name, found.language)]
    if not missing:
        return _run(code, found, target, credentials)
    known_run = recorded_run(code, credentials)
    if known_run is None:
        raise MissingDependency(f"this program was not recorded; to run it, install {', '.join(missing)}")
    return known_run


def _needs(client: Client) -> tuple[str, ...]:
    return (_PROGRAMS[client.language], *client.packages)


def _is_here(name: str, language: Language) -> bool:
    if language is Language.SHELL or name in _PROGRAMS.values():
        return shutil.which(name) is not None
    if language is Language.PYTHON:
        return find_spec(name.replace("-", "_")) is not None
    return any((folder / name).is_dir() for folder in _node_modules())


def _node_modules() -> list[Path]:
    named = [Path(folder) for folder in os.environ.get("NODE_PATH", "").split(os.pathsep) if folder]
    here = Path.cwd()
    return [
        folder for folder in (*named, *(each / "node_modules" for each in (here, *here.parents))) if folder.is_dir()
    ]


def _run(code: str, client: Client, target: LocalAws, credentials: Credentials) -> Ran:
    earlier = list(target.log)
    with TemporaryDirectory() as folder:
        file = Path(folder) / f"call{client.language.value}"
        file.write_text(_redirected(code, target), encoding="utf-8")
        if client.language is Language.JAVASCRIPT:
            _link_packages(Path(folder))
        done = subprocess.run(  # noqa: S603 -- the program is the user's own
            [_PROGRAMS[client.language], str(file)],
            env=_environment(credentials, target),
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=_SECONDS,
            check=False,
        )
    decisions = [decision for decision in target.log if all(decision is not old for old in earlier)]
    arrived = [decision.verdict.request for decision in decisions if decision.verdict is not None]
    printed = _find_status(done.stdout) or _find_status(done.stderr)  # Python tells a refusal as its error
    if not arrived or printed is None:
        raise SigV4Error(f"the program got no answer: {done.stderr.strip()[-500:] or 'it printed nothing'}")
    status, text, curls_text, curls_status = printed.groups()
    return Ran(arrived[-1], int(status or curls_status), text if status else curls_text, KnownBy.LIVE)


def _redirected(code: str, target: LocalAws) -> str:
    here = target.loopback.rest_url
    return code.replace(target.rest_url, here).replace(urlsplit(target.rest_url).netloc, urlsplit(here).netloc)


def _link_packages(folder: Path) -> None:
    """Node looks for a module's packages beside the module, and nowhere else."""
    (folder / "node_modules").mkdir()
    for found in reversed(_node_modules()):
        for package in found.iterdir():
            link = folder / "node_modules" / package.name
            if not link.exists():
                link.symlink_to(package, target_is_directory=True)


def _environment(credentials: Credentials, target: LocalAws) -> Mapping[str, str]:
    # Jupyter asks for colours, with which Node would paint the status.
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("AWS_", "FORCE_COLOR"))}
    token = {} if credentials.session_token is None else {"AWS_SESSION_TOKEN": credentials.session_token}
    return {
        **kept,
        "NO_PROXY": "127.0.0.1",
        "AWS_ACCESS_KEY_ID": credentials.access_key_id,
        "AWS_SECRET_ACCESS_KEY": credentials.secret_access_key,
        **token,
        "AWS_EC2_METADATA_DISABLED": "true",
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        "ROLE_ARN": target.role_arn,
        "API_KEY": target.api_key,
        "AWS_ENDPOINT_URL_STS": target.loopback.sts_url,
    }
