"""What the clients that are not in Python would send: those in JavaScript are asked together, curl is run."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable, Iterable
from contextlib import suppress
from importlib import import_module

from sigv4_explain.credentials import EXAMPLE
from sigv4_explain.request import Request
from tests.clients import node
from tests.clients.parts import REGION, Situation
from tests.readers.servers import Inbox

JAVASCRIPT = ("aws4", "aws4fetch", "@smithy/signature-v4")
"""The columns that sign.mjs can fill."""
_SECONDS = 30
_USER = f"{EXAMPLE.access_key_id}:{EXAMPLE.secret_access_key}"


def sent_by_node(asked: Iterable[tuple[str, Situation]]) -> list[Request | None]:
    """Return what each client sends in each situation; None where it cannot be asked."""
    calls = [
        {
            "client": client,
            "method": situation.request.method,
            "url": situation.request.url,
            "headers": situation.request.headers,
            "service": situation.service,
        }
        for client, situation in asked
    ]
    keys = {"accessKeyId": EXAMPLE.access_key_id, "secretAccessKey": EXAMPLE.secret_access_key}
    answers = node.run_node("sign.mjs", {"calls": calls, "keys": keys, "region": REGION})["answers"]
    return [answer and Request("GET", answer["url"], answer["headers"]) for answer in answers]


def sent_by_curl(situation: Situation, inbox: Inbox) -> Request:
    """Return what the machine's curl sends."""
    options = ["--connect-to", f"::127.0.0.1:{inbox.port}", "--noproxy", "*", "--globoff", "--silent"]
    options += ["--aws-sigv4", _provider(situation), "--user", _USER]
    for line in _headers(situation):
        options += ["--header", line]
    subprocess.run(["curl", "--disable", *options, _url(situation)], check=True, timeout=_SECONDS)
    return inbox.take()


def sent_by_libcurl(situation: Situation, inbox: Inbox) -> Request:
    """Return what the curl in the package pycurl sends."""
    pycurl = import_module("pycurl")
    curl = pycurl.Curl()
    curl.setopt(pycurl.URL, _url(situation))
    curl.setopt(pycurl.CONNECT_TO, [f"::127.0.0.1:{inbox.port}"])
    curl.setopt(pycurl.NOPROXY, "*")
    curl.setopt(pycurl.AWS_SIGV4, _provider(situation))
    curl.setopt(pycurl.USERPWD, _USER)
    curl.setopt(pycurl.HTTPHEADER, _headers(situation))
    curl.setopt(pycurl.TIMEOUT, _SECONDS)
    curl.perform()
    curl.close()
    return inbox.take()


def curls() -> dict[str, Callable[[Situation, Inbox], Request]]:
    """Return each curl that is here, by the name of its column."""
    found: dict[str, Callable[[Situation, Inbox], Request]] = {}
    if shutil.which("curl") is not None:
        told = subprocess.run(["curl", "--version"], capture_output=True, text=True, check=True).stdout
        found[_column(told)] = sent_by_curl
    with suppress(ImportError):
        found[_column(import_module("pycurl").version)] = sent_by_libcurl
    return found


def _column(told: str) -> str:
    version = re.search(r"(?:lib)?curl[ /](\d+\.\d+)", told.removeprefix("PycURL"))
    assert version is not None, told
    return f"curl {version[1]}"


def _url(situation: Situation) -> str:
    """Return the URL in plain HTTP: its port stands for that of HTTPS, so that no certificate is needed."""
    return situation.request.url.replace("https://", "http://").replace(":443/", ":80/")


def _provider(situation: Situation) -> str:
    return f"aws:amz:{REGION}:{situation.service}"


def _headers(situation: Situation) -> list[str]:
    return [f"{name}: {value}" for name, value in situation.request.headers]
