"""``python -m sigv4_explain``: what a shell sees."""

from __future__ import annotations

import io
import json
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from sigv4_explain import Credentials, Request, explain, sha256_hex, sign, signature
from sigv4_explain.command.main import COMMANDS, main
from sigv4_explain.drawing.request_text import raw_http
from sigv4_explain.local_aws.world import Front
from tests.core.examples import MOMENT
from tests.local_aws.calling import ALICE, HOSTS, called
from tests.tables import tables

TABLES = tables(__file__)

README = Path(__file__).parents[1] / "README.md"
PLACE: dict[str, Any] = {"region": "eu-central-1", "service": "execute-api"}
KEYS = {
    "AWS_ACCESS_KEY_ID": ALICE.access_key_id,
    "AWS_SECRET_ACCESS_KEY": ALICE.secret_access_key,
}
TOKEN = "MARKEDTOKEN/with+chars"


def unfolded() -> Request:
    """Sign a request as a client does that leaves two blanks in a header's value, which AWS makes one."""
    note = {"x-api-key": "example", "x-note": "two  blanks"}
    request = Request("GET", f"{HOSTS[Front.REST_API]}/default?client=mine", note)
    trace = explain(request, ALICE, at=MOMENT, **PLACE)
    steps = {name: str(trace[name].output) for name in ("canonical_request", "hashed_canonical_request")}
    hashed = sha256_hex(steps["canonical_request"].replace("two blanks", "two  blanks").encode())
    to_sign = str(trace["string_to_sign"].output).replace(steps["hashed_canonical_request"], hashed)
    wrong = signature(**{**trace["signature"].inputs, "string_to_sign": to_sign})
    signed = trace.signed_request
    return signed.with_headers([("Authorization", trace.authorization.replace(trace.signature, wrong))])


@pytest.fixture(autouse=True)
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a refused request and the answer that our own API Gateway gives to it."""
    sent = unfolded()
    (tmp_path / "request.txt").write_text(raw_http(sent), encoding="utf-8")
    (tmp_path / "answer.json").write_bytes(called(Front.REST_API, sent).body)
    monkeypatch.chdir(tmp_path)
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_PROFILE"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


def in_a_shell(
    *arguments: str, environment: Mapping[str, str] = KEYS, stdin: bytes = b""
) -> subprocess.CompletedProcess[bytes]:
    """Run the command in a process of its own."""
    words = [sys.executable, "-W", "error", "-m", "sigv4_explain", *arguments]
    path = os.pathsep.join(filter(None, [str(README.parent), os.environ.get("PYTHONPATH")]))
    variables = {**os.environ, "PYTHONPATH": path, "PYTHONIOENCODING": "utf-8", **environment}
    return subprocess.run(words, input=stdin, capture_output=True, env=variables, timeout=120, check=False)


def transcript() -> tuple[list[str], str]:
    """Return the command lines of the README's transcript, and what it says after the last."""
    section = README.read_text(encoding="utf-8").partition("## When a signature is refused")[2]
    block = re.findall(r"(?ms)^```\n(.*?)^```$", section)[0]
    lines = block.split("\n")
    last = max(number for number, line in enumerate(lines) if line.startswith("$ "))
    return [line[2:] for line in lines if line.startswith("$ ")], "\n".join(lines[last + 1 :])


def test_the_readmes_transcript_is_what_the_command_prints(files: Path) -> None:
    """Byte for byte, on the files that our own API Gateway makes, with the variables that it exports."""
    (_, export, command), printed = transcript()
    exported = dict(word.split("=", 1) for word in shlex.split(export)[1:])
    words = shlex.split(command)
    assert words[:3] == ["python", "-m", "sigv4_explain"]
    assert exported == KEYS

    result = in_a_shell(*words[3:], environment=exported)

    assert result.stdout.decode().replace("\r\n", "\n") == printed
    assert (result.returncode, result.stderr) == (1, b"")
    assert sorted(path.name for path in files.iterdir()) == transcript_files()


def transcript_files() -> list[str]:
    """Return what the transcript's ``ls`` lists."""
    found = re.search(r"(?m)^\$ ls\n(.*)$", README.read_text(encoding="utf-8"))
    return found[1].split() if found else []


def test_without_the_answer_or_the_keys_it_says_what_it_can(capsys: pytest.CaptureFixture[str]) -> None:
    """The header is suspected from the request alone."""
    main(["diagnose", "request.txt"])

    assert "header-value-whitespace" in capsys.readouterr().out


def right() -> Request:
    """Return a request that is signed as AWS does."""
    return sign(Request("GET", f"{HOSTS[Front.REST_API]}/default"), ALICE, at=MOMENT, **PLACE)


@pytest.mark.parametrize(
    ("text", "status"), [(lambda: raw_http(right()), 0), (lambda: raw_http(unfolded()), 1), (lambda: "", 2)]
)
def test_the_exit_status_tells_the_outcome(
    files: Path, monkeypatch: pytest.MonkeyPatch, text: Callable[[], str], status: int
) -> None:
    """0 for a right signature, 1 for a fault, 2 for too little to go by."""
    (files / "any.txt").write_text(text(), encoding="utf-8")
    for name, value in KEYS.items():
        monkeypatch.setenv(name, value)

    assert main(["diagnose", "--env", "any.txt"]) == status


@pytest.mark.parametrize("arguments", [["diagnose"], ["diagnose", "-"]])
def test_without_a_file_it_reads_what_is_pasted(files: Path, arguments: list[str]) -> None:
    """Request and answer may stand in one text."""
    both = (
        (files / "request.txt").read_bytes() + b"\n\nHTTP/1.1 403 Forbidden\n\n" + (files / "answer.json").read_bytes()
    )
    result = in_a_shell(*arguments, "--env", stdin=both)

    assert "Proven (header-value-whitespace): " in result.stdout.decode()
    assert "Read: request (HTTP message), answer with the server's own text, your keys;" in result.stdout.decode()


def test_someone_who_types_is_told_what_to_paste(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A terminal that waits in silence looks broken."""
    typed = io.TextIOWrapper(io.BytesIO(b""))
    monkeypatch.setattr(typed, "isatty", lambda: True)
    monkeypatch.setattr(sys, "stdin", typed)

    assert main(["diagnose"]) == 2
    assert capsys.readouterr().err.startswith("Paste the request and AWS's answer here, then press Ctrl-D")


def test_the_first_screen_says_how_to_get_at_the_rest(capsys: pytest.CaptureFixture[str]) -> None:
    """With --all each reason and both texts are there, and nothing is folded."""
    main(["diagnose", "request.txt", "answer.json"])
    first = capsys.readouterr().out
    main(["diagnose", "--all", "request.txt", "answer.json"])
    everything = capsys.readouterr().out

    assert re.search(r"^More with --all: the reasons, ", first, re.MULTILINE)
    assert first.count("\n") <= 15
    assert everything.count("\n") > 15
    assert "--all" not in everything


@pytest.mark.parametrize(
    ("output", "variables", "shown"),
    [
        ("a terminal", {}, "colours"),
        ("a pipe", {}, "words"),
        ("a terminal", {"NO_COLOR": "1"}, "words"),
        ("a terminal", {"TERM": "dumb"}, "words"),
    ],
)
def test_colours_are_for_a_terminal_whose_user_wants_them(
    monkeypatch: pytest.MonkeyPatch, output: str, variables: dict[str, str], shown: str
) -> None:
    """Never in a file or a pipe; and without them the words are the same."""
    screen = io.StringIO()
    monkeypatch.setattr(screen, "isatty", lambda: output == "a terminal")
    monkeypatch.setattr(sys, "stdout", screen)
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    main(["diagnose", "request.txt", "answer.json"])
    plain = re.sub(r"\x1b\[[0-9;]+m", "", screen.getvalue())

    assert (plain != screen.getvalue()) == (shown == "colours")
    assert "\nRead: request (HTTP message), answer with the server's own text; " in plain
    assert "\x1b" not in plain


def test_json_is_for_tools_and_share_for_a_ticket(capsys: pytest.CaptureFixture[str]) -> None:
    """Each is the whole output, whatever the order of options and files."""
    main(["diagnose", "answer.json", "--json", "request.txt"])
    document = json.loads(capsys.readouterr().out)
    main(["diagnose", "--share", "answer.json", "request.txt"])
    shared = capsys.readouterr().out

    assert document["schema"] == 2
    assert document["looked_at"][:2] == ["request", "answer"]
    assert shared.startswith("## ")
    assert "### The request" in shared


def test_region_service_and_time_are_handed_on(capsys: pytest.CaptureFixture[str]) -> None:
    """They win over what the texts tell."""
    given = ["--region", "us-west-2", "--service", "s3", "--at", MOMENT, "--received-at", "20150830T124000Z"]
    main(["diagnose", "request.txt", "--json", *given])
    document = json.loads(capsys.readouterr().out)

    assert (document["region"], document["service"]) == ("us-west-2", "s3")
    assert {"at", "received_at"} <= {*document["looked_at"]}


def test_keys_of_a_profile_come_from_boto3(
    files: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """As every AWS tool finds them."""
    lines = ["[bob]", *(f"{name.lower()} = {value}" for name, value in KEYS.items())]
    (files / "credentials").write_text("\n".join(lines), encoding="utf-8")
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(files / "credentials"))
    monkeypatch.setenv("AWS_CONFIG_FILE", str(files / "none"))

    assert main(["diagnose", "request.txt", "--profile", "bob"]) == 1
    assert "Proven (" in capsys.readouterr().out


@pytest.mark.parametrize(("arguments", "says"), TABLES["wrong_words"])
def test_a_wrong_word_is_told_in_two_lines_and_is_no_answer(
    capsys: pytest.CaptureFixture[str], arguments: list[str], says: str
) -> None:
    """Usage and error on stderr, status 64, nothing on stdout, no traceback."""
    with pytest.raises(SystemExit) as caught:
        main(arguments)
    out, err = capsys.readouterr()

    assert (caught.value.code, out) == (64, "")
    usage, error = err.splitlines()
    assert usage.startswith("usage: python -m sigv4_explain ")
    assert says in error


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("AWS_ACCESS_KEY_ID", "AKID EXAMPLE", "AWS_ACCESS_KEY_ID: received a blank"),
        ("AWS_SESSION_TOKEN", f"{TOKEN}\n", "AWS_SESSION_TOKEN: received a control character"),
    ],
)
def test_keys_that_cannot_be_keys_are_told_by_their_variable(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], name: str, value: str, says: str
) -> None:
    """What they are is never shown."""
    for variable, text in {**KEYS, name: value}.items():
        monkeypatch.setenv(variable, text)
    with pytest.raises(SystemExit) as caught:
        main(["diagnose", "request.txt", "--env"])
    err = capsys.readouterr().err

    assert caught.value.code == 64
    assert says in err
    assert "MARKED" not in err


def test_a_warning_about_the_keys_goes_to_stderr() -> None:
    """Blanks around a secret are told, and do not mix with the answer."""
    result = in_a_shell(
        "diagnose", "request.txt", "--env", environment={**KEYS, "AWS_SECRET_ACCESS_KEY": "MARKEDSECRET "}
    )

    assert result.stderr.decode().startswith("warning: secret_access_key: blanks around it")
    assert b"Traceback" not in result.stderr
    assert b"MARKED" not in result.stdout + result.stderr


@pytest.mark.parametrize("form", [[], ["--all"], ["--json"], ["--share"]])
def test_no_output_holds_a_token_or_a_secret(files: Path, form: list[str]) -> None:
    """The session token of the request, and the secret of the environment."""
    keys = Credentials("AKIDMARKED", "MARKEDSECRET/of+mine", TOKEN)
    signed = sign(Request("POST", f"{HOSTS[Front.REST_API]}/default"), keys, at=MOMENT, **PLACE)
    (files / "mine.txt").write_text(raw_http(Request("PUT", signed.url, signed.headers), reveal=True), encoding="utf-8")
    secrets = dict(zip((*KEYS, "AWS_SESSION_TOKEN"), ("AKIDMARKED", keys.secret_access_key, TOKEN), strict=True))
    result = in_a_shell("diagnose", "mine.txt", "--env", *form, environment=secrets)

    assert result.returncode == 1
    assert result.stderr == b""
    assert not re.search(rb"MARKED(?:SECRET|TOKEN)", result.stdout)


@pytest.mark.parametrize(
    "content",
    [b"", b"\x00\xff\xfe" * 3_500_000, b"a" * 10_000_000, b"\xff\xfe" + "späße".encode("utf-16-le"), b"\xff\xfea"],
)
def test_any_bytes_are_no_error(files: Path, capsys: pytest.CaptureFixture[str], content: bytes) -> None:
    """Binary, huge and empty files, and UTF-16 with half a character, leave too little to go by."""
    (files / "any.bin").write_bytes(content)

    assert main(["diagnose", "any.bin"]) == 2
    assert capsys.readouterr().out.startswith("There is not enough evidence to tell.")


def test_a_file_as_powershell_writes_it_is_read(files: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """UTF-16 with its mark, and CRLF."""
    text = (files / "request.txt").read_text(encoding="utf-8").replace("\n", "\r\n")
    (files / "request.txt").write_bytes(b"\xff\xfe" + text.encode("utf-16-le"))
    main(["diagnose", "request.txt", "--json"])

    assert "request" in json.loads(capsys.readouterr().out)["looked_at"]


def test_a_terminal_without_the_letters_gets_them_spelled() -> None:
    """An old code page is no reason to fail."""
    result = in_a_shell("diagnose", "request.txt", "--env", environment={**KEYS, "PYTHONIOENCODING": "ascii"})

    assert (result.returncode, result.stderr) == (1, b"")
    assert rb"two\xb7\xb7blanks" in result.stdout


@pytest.mark.skipif(os.name == "nt", reason="pipes of a POSIX shell")
def test_a_reader_that_leaves_is_no_error() -> None:
    """``| head`` closes the pipe."""
    words = [sys.executable, "-m", "sigv4_explain", "diagnose", "request.txt"]
    environment = {**os.environ, "PYTHONPATH": str(README.parent)}
    streams = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen(words, env=environment, **streams) as process:  # type: ignore[call-overload]  # two pipes
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode in (1, 2)


def test_ctrl_c_while_pasting_is_no_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    """The status is that of a shell."""

    def interrupted(_name: str) -> str:
        raise KeyboardInterrupt

    monkeypatch.setattr("sigv4_explain.command.diagnose.text_of", interrupted)

    assert main(["diagnose"]) == 130


@pytest.mark.parametrize("arguments", [(), ("--help",)])
def test_alone_it_tells_which_commands_there_are(arguments: tuple[str, ...]) -> None:
    """Each with what it does."""
    result = in_a_shell(*arguments)

    assert result.returncode == 0
    for name, command in COMMANDS.items():
        assert f"  {name:8}  {command.summary}" in result.stdout.decode()


def test_help_tells_each_exit_status() -> None:
    """So that a script need not guess."""
    result = in_a_shell("diagnose", "--help")

    assert result.returncode == 0
    for status in ("0   no fault", "1   a fault", "2   not enough", "64  the command"):
        assert status in result.stdout.decode()
