"""The rows of the table, as data: requests in which clients differ. What is right is computed, not typed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from sigv4_explain.canonical import canonical_headers, canonical_query_string, canonical_uri, signed_headers
from sigv4_explain.doctor.recipe import Recipe
from sigv4_explain.request import Request
from sigv4_explain.rules import ContentSha256, SigningRules

# A situation: a request in which clients differ, and the line of the canonical request where it shows.

REGION = "eu-central-1"


"""Where every request of the table is signed for."""


class RequestPart(Enum):
    """A part of the canonical request, by the name of the step that makes it."""

    PATH = "canonical_uri"
    QUERY = "canonical_query_string"
    HOST = "host"
    HEADER = "x-amz-meta-note"
    NAMES = "signed_headers"

    def line_of(self, recipe: Recipe) -> str | None:
        """Return this part of what one side signs; None for a header that is not signed."""
        if self is RequestPart.NAMES:
            return ";".join(recipe.signed_names)
        if self in (RequestPart.HOST, RequestPart.HEADER):
            return next((f"{name}:{value}" for name, value in recipe.header_lines if name == self.value), None)
        return str(getattr(recipe, self.value))

    def put(self, line: str, recipe: Recipe) -> Recipe:
        """Return the recipe with another line here, or for a header with several, each of which is named then.

        The names alone are never put: the request tells them.
        """
        if self not in (RequestPart.HOST, RequestPart.HEADER):
            values: dict[str, Any] = {self.value: line}
            return recipe._replace(**values)
        instead = [(self.value, text.partition(":")[2]) for text in line.split("\n")]
        lines = tuple(new for old in recipe.header_lines for new in (instead if old[0] == self.value else [old]))
        return recipe._replace(header_lines=lines, signed_names=tuple(name for name, _ in lines))


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """A row of the table: what is asked of every client."""

    name: str
    """How it is asked for, such as ``path-space``."""
    title: str
    part: RequestPart
    request: Request
    service: str
    meaning: str
    """What it does to a user, in one sentence."""
    source: str
    """Where AWS, or the standard it follows, gives the rule."""

    @property
    def right(self) -> str:
        """The line that AWS signs, made by this package's own steps; of the names, the fewest that AWS asks for."""
        return _RIGHT[self.part](self.request, SigningRules.for_service(self.service))


def _path(request: Request, rules: SigningRules) -> str:
    return canonical_uri(request.path, rules.path_encoding, rules.path_normalization)


def _header(name: str) -> Callable[[Request, SigningRules], str]:
    def line(request: Request, _rules: SigningRules) -> str:
        headers = (("Host", request.host), *request.headers)
        return canonical_headers(tuple(pair for pair in headers if pair[0].lower() == name)).rstrip("\n")

    return line


def _names(request: Request, rules: SigningRules) -> str:
    hashed = ["x-amz-content-sha256"] if rules.content_sha256 is ContentSha256.REQUIRED else []
    names = [name for name, _ in request.headers if name.lower().startswith("x-amz-")]
    return signed_headers(tuple((name, "") for name in ("host", "x-amz-date", *hashed, *names)))


_RIGHT: Mapping[RequestPart, Callable[[Request, SigningRules], str]] = {
    RequestPart.PATH: _path,
    RequestPart.QUERY: lambda request, rules: canonical_query_string(request.query, rules.repeated_parameters),
    RequestPart.HOST: _header(RequestPart.HOST.value),
    RequestPart.HEADER: _header(RequestPart.HEADER.value),
    RequestPart.NAMES: _names,
}


_API = "https://abc123.execute-api.eu-central-1.amazonaws.com"


_BUCKET = "https://examplebucket.s3.eu-central-1.amazonaws.com"


_IAM = "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html"


_S3 = "https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html"


_PLUS = "https://github.com/anomalizer/ngx_aws_auth/issues/87"


_FORM = "https://url.spec.whatwg.org/#urlencoded-parsing"


_NOTE = "X-Amz-Meta-Note"


def _get(url: str, *headers: tuple[str, str]) -> Request:
    return Request("GET", url, headers)


SITUATIONS: tuple[Situation, ...] = (
    Situation(
        name="path-space",
        title="A space in the path, elsewhere than S3",
        part=RequestPart.PATH,
        request=_get(f"{_API}/a%20b"),
        service="execute-api",
        meaning="The path is encoded once more than it is sent; a client that signs it as sent is refused for each "
        "name with a space, a colon or an umlaut.",
        source=_IAM,
    ),
    Situation(
        name="path-space-s3",
        title="A space in the path, S3",
        part=RequestPart.PATH,
        request=_get(f"{_BUCKET}/a%20b"),
        service="s3",
        meaning="For S3 the path is encoded once; a client that encodes it again fails for keys with such characters.",
        source=_S3,
    ),
    Situation(
        name="path-slashes",
        title="An empty segment in the path, elsewhere than S3",
        part=RequestPart.PATH,
        request=_get(f"{_API}/a//b"),
        service="execute-api",
        meaning="It is signed as one slash; two slashes come about where a base URL ends with one and a path begins "
        "with one.",
        source=_IAM,
    ),
    Situation(
        name="path-slashes-s3",
        title="An empty segment in the path, S3",
        part=RequestPart.PATH,
        request=_get(f"{_BUCKET}/a//b"),
        service="s3",
        meaning="To S3 it is part of the key; a client that drops it signs for another object.",
        source=_S3,
    ),
    Situation(
        name="path-reserved-s3",
        title="Reserved characters in the path, S3",
        part=RequestPart.PATH,
        request=_get(f"{_BUCKET}/a(b)*;c"),
        service="s3",
        meaning="All but the unreserved characters are encoded for signing; send them encoded, and every signer agrees "
        "but those that decode or encode again.",
        source=_S3,
    ),
    Situation(
        name="path-plus-s3",
        title="A plus in the path, S3",
        part=RequestPart.PATH,
        request=_get(f"{_BUCKET}/a+b"),
        service="s3",
        meaning="S3 reads it as a space, and says so in the canonical request of its answer; send %2B for a plus and "
        "%20 for a space, and every signer here but awscurl and aws-requests-auth agrees.",
        source=_PLUS,
    ),
    Situation(
        name="path-encoded-s3",
        title="An encoded slash in the path, S3",
        part=RequestPart.PATH,
        request=_get(f"{_BUCKET}/a%2Fb"),
        service="s3",
        meaning="S3 decodes the path first, so it is the key a/b and signed with a slash; send a slash as it is, and "
        "every signer agrees.",
        source="https://github.com/aws/aws-sdk-net/pull/4473",
    ),
    Situation(
        name="query-plus",
        title="A plus in the query",
        part=RequestPart.QUERY,
        request=_get(f"{_API}/?q=a+b"),
        service="execute-api",
        meaning="AWS does not document it. Read as forms are, it is a space; send %20 for a space and %2B for a plus, "
        "and there is no question.",
        source=_FORM,
    ),
    Situation(
        name="query-encoded",
        title="A query that is encoded already",
        part=RequestPart.QUERY,
        request=_get(f"{_API}/?q=a%20b%2Bc"),
        service="execute-api",
        meaning="It stays as it is; a client that encodes it again is refused for every search with two words.",
        source=_IAM,
    ),
    Situation(
        name="query-order",
        title="A name that is the beginning of another",
        part=RequestPart.QUERY,
        request=_get(f"{_API}/?a-b=1&a=2"),
        service="execute-api",
        meaning="Names are sorted, not texts name=value, in which the dash would come before the equals sign.",
        source=_IAM,
    ),
    Situation(
        name="query-repeated",
        title="A name twice in the query",
        part=RequestPart.QUERY,
        request=_get(f"{_API}/?a=2&a=1"),
        service="execute-api",
        meaning="Values of one name are sorted too; a client that keeps the order it was given is refused, but only "
        "when that was another.",
        source=_IAM,
    ),
    Situation(
        name="query-repeated-s3",
        title="A name twice in the query, S3",
        part=RequestPart.QUERY,
        request=_get(f"{_BUCKET}/?a=2&a=1"),
        service="s3",
        meaning="S3 signs the first value that was sent, as its answers show; servers like it, such as MinIO and Ceph, "
        "sign all. Send each name once.",
        source="https://github.com/aws/aws-sdk-go/issues/1495",
    ),
    Situation(
        name="query-no-value",
        title="A name without a value",
        part=RequestPart.QUERY,
        request=_get(f"{_API}/?uploads"),
        service="execute-api",
        meaning="It is signed with an equals sign, which need not be sent.",
        source=_IAM,
    ),
    Situation(
        name="query-no-name",
        title="A value without a name",
        part=RequestPart.QUERY,
        request=_get(f"{_API}/?=x&a=1"),
        service="execute-api",
        meaning="AWS does not document it. Read as forms are, it is a parameter whose name is empty; leave it out "
        "before you sign.",
        source=_FORM,
    ),
    Situation(
        name="query-reserved",
        title="Reserved characters in the query",
        part=RequestPart.QUERY,
        request=_get(f"{_API}/?q=a:b*(c)"),
        service="execute-api",
        meaning="All but the unreserved characters are encoded for signing; encode them yourself before you sign.",
        source=_IAM,
    ),
    Situation(
        name="query-equals",
        title="An equals sign in a value",
        part=RequestPart.QUERY,
        request=_get(f"{_API}/?t=a=="),
        service="execute-api",
        meaning="It is encoded once, as %3D; tokens for the next page often end with one.",
        source=_IAM,
    ),
    Situation(
        name="host-default-port",
        title="The scheme's own port in the URL",
        part=RequestPart.HOST,
        request=_get(f"{_API}:443/"),
        service="execute-api",
        meaning="HTTP clients leave it out of Host; a signer that signs it is refused, unless Host is sent as signed.",
        source="https://www.rfc-editor.org/rfc/rfc9110#section-4.2.3",
    ),
    Situation(
        name="host-other-port",
        title="Another port in the URL",
        part=RequestPart.HOST,
        request=_get(f"{_API}:8443/"),
        service="execute-api",
        meaning="It is part of Host and signed; behind a tunnel or a local server a signer without it is refused.",
        source="https://www.rfc-editor.org/rfc/rfc9110#section-7.2",
    ),
    Situation(
        name="header-blanks",
        title="Runs of blanks in a header, also between quotes",
        part=RequestPart.HEADER,
        request=_get(f"{_API}/", (_NOTE, 'a   b "c   d"')),
        service="execute-api",
        meaning="Each run is signed as one blank, between quotes too (AWS's published case get-header-value-trim).",
        source=_IAM,
    ),
    Situation(
        name="header-repeated",
        title="A header twice",
        part=RequestPart.HEADER,
        request=_get(f"{_API}/", (_NOTE, "b"), (_NOTE, "a")),
        service="execute-api",
        meaning="It is one line, its values in the order they were sent (AWS's published case get-header-value-order).",
        source=_IAM,
    ),
    Situation(
        name="headers-signed",
        title="Which headers are signed",
        part=RequestPart.NAMES,
        request=_get(
            f"{_BUCKET}/",
            ("Cache-Control", "no-cache"),
            ("Connection", "keep-alive"),
            ("Range", "bytes=0-9"),
            ("User-Agent", "me"),
            ("X-Amz-Acl", "private"),
        ),
        service="s3",
        meaning="S3 wants host and every x-amz- header signed; what is signed beyond that must not be changed on the "
        "way, as proxies do with Connection.",
        source=_S3,
    ),
)


"""In the order in which they are shown."""
