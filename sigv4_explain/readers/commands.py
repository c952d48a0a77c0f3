"""Commands in a paste: curl, awscurl and wget, with their variables, files left out, and what signs them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import NamedTuple

from sigv4_explain.errors import SigV4Error, UnreadableText
from sigv4_explain.masking import fields_alone
from sigv4_explain.readers.building import is_signed
from sigv4_explain.readers.cleaned_text import CleanedText
from sigv4_explain.readers.command_lines import command_at, left_open, variables_in
from sigv4_explain.readers.curl import (
    AS_SIGNED,
    FORM,
    IGNORED,
    IGNORED_FLAGS,
    READ,
    READ_FLAGS,
    REFUSED,
    SHORT,
    OptionList,
    header_of_argument,
    request_of_options,
    with_printed_body,
)
from sigv4_explain.readers.read_request import (
    NOT_PASTED,
    CommandSigning,
    NotWhole,
    Origin,
    ReadRequest,
    UnreadRequest,
    keys_of,
)
from sigv4_explain.request import Request

_command = re.compile(r"(?<![\w./-])(curl|awscurl|wget)(?:\.exe)?[ \t]+(?=[-'\"\\$^`h]|[\w-]+\.)", re.IGNORECASE)
_BOUNDARY = "------------------------not-pasted"
_OF_A_SENTENCE = 4096
_MOST_CHARACTERS = 256 * 1024
_MOST = 200  # commands of a paste that are read
_variable = re.compile(r"\$[A-Za-z_({]|`")


class _Written(NamedTuple):
    """What a command says."""

    request: Request
    lacking: set[NotWhole]
    signing: CommandSigning | None
    form: str
    notes: tuple[str, ...] = ()

    def __repr__(self) -> str:
        return fields_alone(self)


def commands_in(paste: CleanedText) -> Iterator[ReadRequest | UnreadRequest]:
    """Read each command; one that cannot be read is told where it is no sentence about commands.

    One that has a signature was sent; the others are signed when they run, or not at all.
    """
    variables: Mapping[str, str] | None = None
    done = count = looked_at = 0
    for found in _command.finditer(paste.text):
        if found.start() < done:
            continue
        if count >= _MOST or looked_at > _MOST_CHARACTERS:
            return
        variables = variables_in(paste.text) if variables is None else variables
        count += 1
        try:
            command = command_at(paste.text, found.start(), variables)
            written = _READERS[found[1].lower()](command.words)
        except SigV4Error as error:
            looked_at += _OF_A_SENTENCE
            if end := _end_of_meant(paste.text, found):
                yield UnreadRequest(found.start(), end, f"{found[1].lower()} command", error)
            continue
        looked_at += command.end - found.start()
        if written is None:
            continue
        if found[1].lower() == "curl":
            printed = paste.text[found.start() : command.end]
            written = written._replace(request=with_printed_body(written.request, printed))
        done = command.end
        end = found.start() + len(paste.text[found.start() : command.end].rstrip())
        origin = Origin.WIRE if is_signed(written.request) else Origin.COMMAND
        body = written.request.body.decode("utf-8", "replace")
        is_open = any(value in body for value in left_open(paste.text[found.start() : command.end]))
        lacking = frozenset(written.lacking | ({NotWhole.BODY} if is_open else set()))
        if b"\n" in written.request.body and (marks := paste.marks_between(found.start(), end)):
            written = written._replace(notes=(*written.notes, f"what stands before its lines was left out: {marks}"))
        yield ReadRequest(
            written.request, found.start(), end, written.form, origin, lacking, written.signing, written.notes
        )


_before_command = re.compile(
    r"(?:^|[;&|(])[ \t]*(?:[$#%>❯➜][ \t]+|[\w.@~:/\[\]-]{1,60}[ \t]?[$#%][ \t]*|PS\b[^>\n]*>[ \t]*"
    r"|[A-Za-z]:\\[^>\n]*>[ \t]*)?$"
).search
_rest_of_command = re.compile(r"(?:[^\n]*[\\^`][ \t]*\n)*[^\n]*").match


def _end_of_meant(text: str, found: re.Match[str]) -> int:
    """Return where a command ends that cannot be read; 0 of a sentence that has the name of one."""
    rest = _rest_of_command(text, found.end())
    end = rest.end() if rest else found.end()
    begins = _before_command(text[text.rfind("\n", 0, found.start()) + 1 : found.start()])
    return end if begins and "://" in text[found.end() : end] else 0


def _curl(words: list[str]) -> _Written | None:
    options = _options(words[1:])
    given = dict(options)
    if "aws-sigv4" not in given and len(options) == 1 and "://" not in options[0][1]:
        return None
    if "next" in given:
        raise UnreadableText("text", "--next, which begins another request", "one request in a command")
    notes = list(_notes_on(options))
    options, lacking = _without_files(options)
    form = next((True for name, _ in options if name in ("form", "form-string")), False)
    if form:
        options = _with_form(options)
        lacking.add(NotWhole.BODY)
    if is_signed := any(name == "header" and "AWS4-" in value for name, value in options):
        options.append((AS_SIGNED, ""))
    options = [(name, _without_placeholders(value, lacking) if name == "url" else value) for name, value in options]
    request = request_of_options([pair for pair in options if pair[0] not in ("user", "aws-sigv4", "config")])
    signing = None
    if "aws-sigv4" in given:
        signing = _curls_signing(given, request)
    elif "user" in given:
        request = request.with_headers([("Authorization", "Basic ***")])
    lacking |= _unknown(request)
    name = "curl command" if not form else "curl command that posts a form"
    notes += [_BLANK_IN_URL] if is_signed and re.search(r"\s", request.url) else []
    return _Written(request, lacking, signing, "curl --aws-sigv4 command" if signing else name, tuple(notes))


def _notes_on(options: OptionList) -> Iterator[str]:
    """Tell which options are not known here, and of how many URLs the first is read."""
    if unknown := [f"-{'-' * (len(name) > 1)}{name[:40]}" for name, _ in options if not _is_known(name)]:
        yield f"not known here, and left out: {', '.join(unknown)}"
    if others := sum(name == _OTHER_URL for name, _ in options):
        yield f"the first of {others + 1} URLs was read"


def _is_known(name: str) -> bool:
    return name in READ_FLAGS or name in IGNORED_FLAGS or name == _OTHER_URL or _takes_argument(name)


_OTHER_URL = "other-url"
"""No option of curl's: a URL behind the first."""


_BLANK_IN_URL = "the blank in the URL stands as it was pasted; curl itself would refuse it"


_placeholder = re.compile(r"(?:^|[/=])<[\w .-]{1,60}>(?=$|[/?&])").search


def _without_placeholders(url: str, lacking: set[NotWhole]) -> str:
    """Return a URL without a host that somebody left out of it, such as ``<domain>``; what else is, is not known."""
    origin, sign, target = url.partition("://")
    host, slash, path = target.partition("/")
    if "<" in host:
        lacking.add(NotWhole.HOST)
        host = NOT_PASTED
    if _placeholder(path):
        lacking.add(NotWhole.TARGET)
    return f"{origin}{sign}{host}{slash}{path}"


def _options(words: list[str]) -> OptionList:
    """Pair options with their arguments; what is unknown is left out, and taken for a flag."""
    options: OptionList = []
    rest = iter(words)
    for word in rest:
        if word.startswith("--") and len(word) > 2:
            name, equals, value = word[2:].partition("=")
            if _takes_argument(name):
                options.append((name, value if equals else next(rest, "")))
            else:
                options.append((name, ""))
        elif word.startswith("-") and len(word) > 1:
            options += _letters(word, rest)
        else:
            options.append(("url", word))
    urls = [value for name, value in options if name == "url"]
    url = next((value for value in urls if "://" in value), next(iter(urls), None))
    others = [(_OTHER_URL, value) for value in urls if "://" in value and value != url]
    return [pair for pair in options if pair[0] != "url"] + ([("url", url)] if url else []) + others


def _letters(word: str, rest: Iterator[str]) -> OptionList:
    options: OptionList = []
    for place, letter in enumerate(word[1:], 2):
        name = SHORT.get(letter, letter)
        if _takes_argument(name):
            return [*options, (name, word[place:] or next(rest, ""))]
        options.append((name, ""))
    return options


_MORE = frozenset(
    {
        "form-string",
        "range",
        "oauth2-bearer",
        "proxy-user",
        "socks5",
        "socks5-hostname",
        "rate",
        "dns-servers",
        "variable",
    }
)


def _takes_argument(name: str) -> bool:
    return name in READ or name in IGNORED or name in REFUSED or name in _MORE


def _without_files(options: OptionList) -> tuple[OptionList, set[NotWhole]]:
    """Leave out what stands in files, and tell what is lacking for it."""
    kept: OptionList = []
    lacking: set[NotWhole] = set()
    names = {name for name, _ in options}
    for name, value in options:
        is_file = value.startswith("@") or (name in ("data-urlencode", "url-query") and re.match(r"[\w-]*@", value))
        if name in ("data", "data-ascii", "data-binary", "json", "data-urlencode") and is_file:
            lacking.add(NotWhole.BODY if "get" not in names else NotWhole.TARGET)
            kept.append((name, "") if name != "data-urlencode" else ("data", ""))
        elif name == "url-query" and is_file:
            lacking.add(NotWhole.TARGET)
        elif (
            (name == "header" and value.startswith("@")) or (name == "cookie" and "=" not in value) or name == "config"
        ):
            lacking.add(NotWhole.HEADERS)
        elif name == "upload-file":
            lacking.add(NotWhole.BODY)
            kept += [("request", "PUT")] if "request" not in names else []
        elif name == "url" and "upload-file" in names and value.endswith("/"):
            file = dict(options)["upload-file"].replace("\\", "/").rpartition("/")[2]
            kept.append((name, value + file.lstrip("-.")))
        elif (
            name not in ("url", "get", "head", "globoff", "path-as-is", "aws-sigv4", "user")
            and name not in READ
            and name not in ("form", "form-string")
        ):
            continue
        else:
            kept.append((name, value))
    return kept, lacking


def _is_of_a_form(name: str, value: str) -> bool:
    return name == "header" and bool(re.match(r"content-type:\s*multipart/form-data", value, re.IGNORECASE))


def _with_form(options: OptionList) -> OptionList:
    """Put the fields of a form in the body, with a boundary of our own: curl takes a new one each time."""
    parts = []
    for name, value in options:
        field, equals, content = value.partition("=")
        if name in ("form", "form-string") and equals:
            is_file = content.startswith(("@", "<"))
            parts.append(
                f'--{_BOUNDARY}\r\nContent-Disposition: form-data; name="{field}"'
                f"{'; filename=' + chr(34) + content[1:].partition(';')[0] + chr(34) if is_file else ''}\r\n\r\n"
                f"{'' if is_file else content}\r\n"
            )
    rest = [pair for pair in options if pair[0] not in ("form", "form-string") and not _is_of_a_form(*pair)]
    body = "".join([*parts, f"--{_BOUNDARY}--\r\n"])
    return [*rest, ("header", f"Content-Type: multipart/form-data; boundary={_BOUNDARY}"), ("data-raw", body)]


def _curls_signing(given: dict[str, str], request: Request) -> CommandSigning:
    """Return what curl signs with: what --aws-sigv4 leaves out it takes from the host's name.

    Source: https://curl.se/docs/manpage.html#--aws-sigv4
    """
    words = given["aws-sigv4"].split(":")
    labels = request.default_host.partition(":")[0].split(".")
    region = words[2] if len(words) > 2 else (labels[1] if len(labels) > 3 else None)
    service = words[3] if len(words) > 3 else (labels[0] if len(labels) > 2 else None)
    key_id, _, secret = given.get("user", "").partition(":")
    keys = keys_of(key_id, secret, request.header("x-amz-security-token"))
    return CommandSigning(_known(region), _known(service), keys, ":".join(words[:2]))


def _known(word: str | None) -> str | None:
    return None if not word or _variable.search(word) else word


def _unknown(request: Request) -> set[NotWhole]:
    """Return what of a request is a variable that nobody shows."""
    lacking: set[NotWhole] = set()
    host, _, target = request.url.partition("://")[2].partition("/")
    if _variable.search(host):
        lacking.add(NotWhole.HOST)
    if _variable.search(target):
        lacking.add(NotWhole.TARGET)
    if any(_variable.search(value) for _, value in request.headers):
        lacking.add(NotWhole.HEADERS)
    if _variable.search(request.body[:65_536].decode("utf-8", "replace")) and not request.body.startswith(b"{"):
        lacking.add(NotWhole.BODY)
    return lacking


_AWSCURL = {
    "--service": "service", "--region": "region", "--access_key": "key", "--secret_key": "secret", "--profile": "",
    "--session_token": "token", "--security_token": "token", "-X": "method", "--request": "method", "-H": "header",
    "--header": "header", "-d": "data", "--data": "data", "-o": "", "--output": "",
}  # fmt: skip


def _awscurl(words: list[str]) -> _Written | None:
    said: dict[str, str] = {}
    headers: list[tuple[str, str]] = []
    rest = iter(words[1:])
    for word in rest:
        name, equals, value = word.partition("=") if word.startswith("--") else (word, "", "")
        if name in _AWSCURL:
            value = value if equals else next(rest, "")
            if _AWSCURL[name] == "header":
                headers.append(_header(value))
            said[_AWSCURL[name]] = value
        elif not word.startswith("-") and "://" in word:
            said["url"] = word
    if "url" not in said:
        return None
    data = said.get("data", "")
    request = Request(said.get("method", "GET"), said["url"], headers, "" if data.startswith("@") else data)
    keys = keys_of(said.get("key"), said.get("secret"), said.get("token"))
    # awscurl's own defaults: https://github.com/okigan/awscurl
    region, service = _known(said.get("region", "us-east-1")), _known(said.get("service", "execute-api"))
    lacking = {NotWhole.BODY} if data.startswith("@") else set()
    return _Written(request, lacking | _unknown(request), CommandSigning(region, service, keys), "awscurl command")


def _header(argument: str) -> tuple[str, str]:
    name, value = header_of_argument(argument)
    return name.strip(), (value or "").strip()


_wget_argument = re.compile(r"--(header|method|body-data|post-data|body-file|post-file)(?:=(.*))?", re.DOTALL).fullmatch


def _wget(words: list[str]) -> _Written | None:
    headers: list[tuple[str, str]] = []
    said: dict[str, str] = {}
    rest = iter(words[1:])
    for word in rest:
        if found := _wget_argument(word):
            value = next(rest, "") if found[2] is None else found[2]
            if found[1] == "header":
                headers.append(_header(value))
            said[found[1]] = value
        elif "://" in word and not word.startswith("-"):
            said["url"] = word
    if "url" not in said:
        return None
    is_post = any(name.startswith("post-") for name in said)
    has_body = any(name.startswith(("post-", "body-")) for name in said)
    if has_body and not any(name.lower() == "content-type" for name, _ in headers):
        headers.append(("Content-Type", FORM))
    body = said.get("body-data", said.get("post-data", ""))
    request = Request(said.get("method", "POST" if is_post else "GET"), said["url"], headers, body)
    lacking = {NotWhole.BODY} if {"body-file", "post-file"} & said.keys() else set()
    return _Written(request, lacking | _unknown(request), None, "wget command")


_READERS: Mapping[str, Callable[[list[str]], _Written | None]] = MappingProxyType(
    {"curl": _curl, "awscurl": _awscurl, "wget": _wget}
)
