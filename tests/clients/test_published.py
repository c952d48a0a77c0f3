"""The scripts that sign step by step, run as they are with the clock stopped: they sign AWS's cases as AWS does."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

import pytest

from sigv4_explain import Credentials, SigningRules
from tests.clients.parts import CLIENTS, Call, unsigned
from tests.core.examples import ALICE, MOMENT, VANILLA
from tests.core.published import CASES, MISSING, read_case, read_request
from tests.requirements import skip_or_fail

# Read by Python before the script: it stops the clock, and what would be sent is printed instead.
SITECUSTOMIZE = """
import datetime, json, os, urllib.request

class Stopped(datetime.datetime):
    @classmethod
    def now(cls, tz=None):
        return cls.strptime(os.environ["MOMENT"], "%Y%m%dT%H%M%S%z").astimezone(tz)

def urlopen(request, timeout):
    print(json.dumps(request.header_items()))
    raise SystemExit

datetime.datetime = Stopped
urllib.request.urlopen = urlopen
"""
DATE = '#!/bin/sh\n[ "$*" = "-u +%Y%m%dT%H%M%SZ" ] && echo "$MOMENT"\n'
CURL = "#!/bin/sh\nprintf '%s\\0' \"$@\"\n"
HAS_A_RAW_SPACE = {"get-space-normalized"}
"""No HTTP client sends a space in a path; the export encodes it, and so another path is signed."""
DOABLE = [case for case in CASES if case not in HAS_A_RAW_SPACE]

_WRITE = {client.name: client.write for client in CLIENTS}

Headers = Mapping[str, str]


class Stage(NamedTuple):
    """A folder with the stopped clock, and its environment."""

    folder: Path
    environment: Mapping[str, str]


def _stage(folder: Path, keys: Credentials, moment: str) -> Stage:
    (folder / "sitecustomize.py").write_text(SITECUSTOMIZE, encoding="utf-8")
    for name, text in (("date", DATE), ("curl", CURL)):
        (folder / name).write_text(text, encoding="utf-8")
        (folder / name).chmod(0o755)
    environment = {
        "PATH": f"{folder}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(folder),
        "MOMENT": moment,
        "AWS_ACCESS_KEY_ID": keys.access_key_id,
        "AWS_SECRET_ACCESS_KEY": keys.secret_access_key,
    }
    token = {} if keys.session_token is None else {"AWS_SESSION_TOKEN": keys.session_token}
    return Stage(folder, environment | token)


def _run(interpreter: str, code: str, stage: Stage) -> str:
    file = stage.folder / "script"
    file.write_text(code, encoding="utf-8")
    done = subprocess.run(
        [interpreter, str(file)], env=dict(stage.environment), capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def _sent_by_python(call: Call, stage: Stage) -> Headers:
    return {
        name.lower(): value for name, value in json.loads(_run(sys.executable, _WRITE["python-stdlib"](call), stage))
    }


def _sent_by_curl(call: Call, stage: Stage) -> Headers:
    if shutil.which("openssl") is None:
        skip_or_fail("clients", "openssl is not installed")
    words = _run("sh", _WRITE["openssl"](call), stage).split("\0")
    headers = [words[number + 1] for number, word in enumerate(words) if word == "-H"]
    pairs = [header.replace(";", ":", 1) if ":" not in header else header for header in headers]
    return {name.lower(): value.strip() for name, _, value in (pair.partition(":") for pair in pairs)}


SCRIPTS: dict[str, Callable[[Call, Stage], Headers]] = {"python-stdlib": _sent_by_python, "openssl": _sent_by_curl}


@pytest.mark.parametrize("script", SCRIPTS)
def test_the_documented_example_is_signed_as_documented(script: str, tmp_path: Path) -> None:
    """The suite's get-vanilla, which needs no folder of cases."""
    call = Call(unsigned(VANILLA, SigningRules()), "us-east-1", "service", SigningRules())

    sent = SCRIPTS[script](call, _stage(tmp_path, ALICE, MOMENT))

    assert sent["x-amz-date"] == "20150830T123600Z"
    assert sent["authorization"] == (
        "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, "
        "SignedHeaders=host;x-amz-date, "
        "Signature=5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"
    )


@pytest.mark.parametrize("name", DOABLE or ["none"])
@pytest.mark.parametrize("script", SCRIPTS)
def test_published_cases_are_signed_as_published(script: str, name: str, tmp_path: Path) -> None:
    """The Authorization header is AWS's to the byte."""
    if not CASES:
        skip_or_fail("vectors", MISSING)
    case = read_case(name)
    rules = case.rules(in_header=True)
    # The suite signs Content-Length; an export leaves that to the HTTP client.
    length = [pair for pair in case.request.headers if pair[0].lower() == "content-length"]
    call = Call(unsigned(case.request, rules).with_headers(length), case.region, case.service, rules)

    sent = SCRIPTS[script](call, _stage(tmp_path, case.credentials, f"{case.at:%Y%m%dT%H%M%SZ}"))

    published = read_request(case.published("header-signed-request"))
    assert sent["authorization"] == published.header("authorization")
