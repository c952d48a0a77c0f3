"""``python -m sigv4_explain.local_aws``: for every client that is no notebook."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import pytest

from sigv4_explain.local_aws import __main__ as command
from tests.local_aws.parts import FIRST_CALL, STORY, LocalAws, aws_urls, export_lines, url_lines
from tests.local_aws.sockets import exchange, signed_get
from tests.requirements import skip_or_fail

AT = "20150830T123600Z"


class Running:
    """The command at work."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        self.announced = _until(_stdout(process), "Ctrl-C ends.")
        exports = re.findall(r"(?m)^export (\w+)=(.*)$", self.announced)
        self.exports = {name: value.strip("'") for name, value in exports}

    def line(self) -> str:
        """Return the next line of the log."""
        return next(line for line in iter(_stdout(self.process).readline, "") if line.strip())

    def interrupt(self, number: int = signal.SIGINT) -> tuple[str, str]:
        """End it, and return what it still says."""
        self.process.send_signal(number)
        return self.process.communicate(timeout=20)


def _stdout(process: subprocess.Popen[str]) -> IO[str]:
    assert process.stdout is not None
    return process.stdout


def _until(stream: IO[str], end: str) -> str:
    text = ""
    while end not in text:
        line = stream.readline()
        assert line, text
        text += line
    return text


@contextmanager
def _running(*arguments: str, cwd: Path | None = None) -> Iterator[Running]:
    words = [sys.executable, "-W", "error", "-m", "sigv4_explain.local_aws", "--port", "0", "--at", AT, *arguments]
    streams = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen(words, text=True, cwd=cwd, **streams) as process:  # type: ignore[call-overload]  # two pipes
        try:
            yield Running(process)
        finally:
            process.kill()


def test_it_says_where_and_for_whom_and_then_what_was_decided() -> None:
    """URLs, a block to copy, and a line for each request while it happens; Ctrl-C ends it without a traceback."""
    with _running() as running:
        url = running.exports["REST_URL"]
        assert f"REST API       {url}\n" in running.announced
        assert running.exports["AWS_ACCESS_KEY_ID"] == STORY.user("alice").credentials.access_key_id

        assert exchange(url, signed_get(url, at=AT)).status == 200
        assert running.line() == "12:36:00  REST API       GET /default  200: the function answered\n"
        exchange(url, b"GET /default HTTP/1.1\r\nHost: localhost\r\n\r\n")
        assert running.line().startswith("12:36:00  REST API       GET /default  403 MissingAuthenticationToken")
        out, err = running.interrupt()

    assert (out, err, running.process.returncode) == ("\nEnded.\n", "", 0)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGTERM")
def test_it_ends_as_well_when_it_is_told_by_another_program() -> None:
    """A container that is stopped sends SIGTERM."""
    with _running() as running:
        assert running.interrupt(signal.SIGTERM) == ("\nEnded.\n", "")
        assert running.process.returncode == 0


def test_the_block_to_copy_runs_in_a_shell() -> None:
    """The shell has the variables afterwards, and no session token of an earlier day."""
    block = export_lines(STORY, STORY.user("alice"), aws_urls(STORY))
    script = f"AWS_SESSION_TOKEN=old\nexport AWS_SESSION_TOKEN\n{block}\nenv"
    result = subprocess.run(["sh", "-c", script], capture_output=True, text=True, check=True, env={})
    variables = dict(line.split("=", 1) for line in result.stdout.splitlines())

    assert variables["AWS_ACCESS_KEY_ID"] == "AKIDEXAMPLE"
    assert variables["AWS_SECRET_ACCESS_KEY"] == "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"
    assert variables["AWS_ENDPOINT_URL_STS"] == "https://sts.eu-central-1.amazonaws.com"
    assert variables["AWS_REGION"] == variables["AWS_DEFAULT_REGION"] == "eu-central-1"
    assert variables["ROLE_ARN"] == "arn:aws:iam::444455556666:role/ApiAccess"
    assert "AWS_SESSION_TOKEN" not in variables


def test_every_front_has_its_line() -> None:
    """Five names, five URLs."""
    assert url_lines(aws_urls(STORY)).splitlines() == [
        "REST API       https://abc123.execute-api.eu-central-1.amazonaws.com/default",
        "custom domain  https://api.example.com/v1",
        "HTTP API       https://def456.execute-api.eu-central-1.amazonaws.com",
        "function URL   https://echoexampleexampleexampleexample.lambda-url.eu-central-1.on.aws",
        "STS            https://sts.eu-central-1.amazonaws.com",
    ]


def test_the_first_call_that_it_prints_is_accepted() -> None:
    """Copied after the block, with a curl that can sign."""
    if shutil.which("curl") is None:
        skip_or_fail("clients", "curl is not installed")
    with LocalAws() as aws:
        block = export_lines(aws.world, aws.world.user("alice"), aws.loopback)
        result = subprocess.run(
            ["sh", "-c", f"{block}\n{FIRST_CALL}"], capture_output=True, text=True, check=True, timeout=30
        )

    assert '"params": {"client": "curl"}' in result.stdout


def test_another_user_and_the_words_of_an_earlier_day_are_had_on_request() -> None:
    """``--user`` prints that user's keys; ``--classic`` repeats what the caller sent."""
    header = b"GET /default HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer sometoken\r\n\r\n"
    with _running("--classic", "--user", "carol") as running:
        assert running.exports["AWS_ACCESS_KEY_ID"] == STORY.user("carol").credentials.access_key_id
        body = exchange(running.exports["REST_URL"], header).body

    assert b"'sometoken' not a valid key=value pair" in body


def test_a_world_and_a_function_of_ones_own(tmp_path: Path) -> None:
    """Both come from a module in the current folder."""
    (tmp_path / "mine.py").write_text(
        "from dataclasses import replace\n"
        "from sigv4_explain.local_aws.world import STORY\n"
        "world = replace(STORY, rest_api=replace(STORY.rest_api, stage='prod'))\n"
        "def function(event):\n    return {'statusCode': 418}\n",
        encoding="utf-8",
    )
    with _running("--world", "mine:world", "--function", "mine:function", cwd=tmp_path) as running:
        url = running.exports["REST_URL"]
        assert url.endswith("/prod")
        assert exchange(url, signed_get(url, at=AT)).status == 418


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--host", "0.0.0.0"], "unrecognized arguments: --host"),
        (["--at", "noon"], "expected"),
        (["--port", "70000"], "first_port"),
        (["--port", "x"], "invalid int value"),
        (["--user", "eve"], "a user of this world: carol, alice"),
        (["--world", "nowhere:world"], "expected MODULE:NAME"),
        (["--world", "math:pi"], "--world: received float, expected a World"),
        (["--function", "math:pi"], "--function: received float, expected a function"),
        (["--function", "math"], "expected MODULE:NAME"),
    ],
)
def test_a_wrong_argument_is_said_in_one_line(
    capsys: pytest.CaptureFixture[str], arguments: list[str], message: str
) -> None:
    """As with every command: usage, the error, exit status 2, no traceback."""
    with pytest.raises(SystemExit) as caught:
        command.main(["--port", "0", *arguments])

    assert caught.value.code == 2
    assert message in capsys.readouterr().err.splitlines()[-1]


def test_a_port_that_is_taken_is_said_in_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    """And nothing goes on listening."""
    with _running() as running:
        port = running.exports["AWS_ENDPOINT_URL_STS"].rpartition(":")[2]
        with pytest.raises(SystemExit):
            command.main(["--port", port])

    assert "in use" in capsys.readouterr().err.splitlines()[-1]
