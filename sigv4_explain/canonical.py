"""The canonical request, one function per term, in the order of AWS's page.

Source of all of it, unless a function says otherwise:
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html#create-canonical-request
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from sigv4_explain.encoding import is_unreserved, sha256_hex, trim, uri_decode, uri_encode, utf_8
from sigv4_explain.rules import PathEncoding, PathNormalization, RepeatedParameters, SigningRules

Headers = tuple[tuple[str, str], ...]
"""Name and value pairs; order and repeats are kept."""


def canonical_uri(
    path: str,
    path_encoding: PathEncoding = PathEncoding.TWICE,
    path_normalization: PathNormalization = PathNormalization.NORMALIZED,
) -> str:
    """Return the path as both sides write it for signing; an empty path is ``/``.

    ``UriEncode(normalized path)``. ``path`` is the path exactly as sent. It is encoded once more (``%20`` becomes
    ``%2520``); for S3 it is decoded and encoded once, whatever was sent, and not normalized. S3 reads ``%2F`` as a
    slash, and a raw ``+`` as a space, as in a form; to name a key with a plus, send ``%2B``.

    >>> canonical_uri("/example space/")
    '/example%20space/'
    >>> canonical_uri("/a//b/../%20")
    '/a/%2520'
    >>> canonical_uri("/a//b/../%20", PathEncoding.ONCE, PathNormalization.AS_SENT)
    '/a//b/../%20'
    >>> canonical_uri("/a+b%2Bc%2Fd", PathEncoding.ONCE, PathNormalization.AS_SENT)
    '/a%20b%2Bc/d'

    Source: AWS's published cases get-space-normalized, get-slashes-normalized, get-slashes-unnormalized; of the plus,
    the canonical requests in S3's own answers (anomalizer/ngx_aws_auth#87, nginx/nginx-s3-gateway#77); of the encoded
    slash, AWS's requests to the live services (aws/aws-sdk-net#4473) and aws4's own (mhart/aws4, test/slow.js).
    """
    if path_normalization is PathNormalization.NORMALIZED:
        path = normalized_path(path)
    encode = uri_encode if path_encoding is PathEncoding.TWICE else _encoded_once
    return encode(path, keep="/") or "/"


def normalized_path(path: str) -> str:
    """Resolve ``.`` and ``..`` and drop empty segments; a slash at the end stays.

    >>> normalized_path("/a/./b//../c/")
    '/a/c/'

    Source: RFC 3986 section 5.2.4, as AWS's SDKs read it: ``/a/.`` is ``/a``, without a slash.
    """
    if path.startswith("/") and "//" not in path and "/." not in path:  # nothing to resolve
        return path
    segments: list[str] = []
    for segment in path.split("/"):
        if segment == "..":
            del segments[-1:]
        elif segment not in ("", "."):
            segments.append(segment)
    ending = "/" if path.endswith("/") and segments else ""
    return f"/{'/'.join(segments)}{ending}"


def canonical_query_string(query: str, repeated_parameters: RepeatedParameters = RepeatedParameters.ALL) -> str:
    """Encode each name and value once, then sort by encoded name, then by value.

    ``UriEncode(name)=UriEncode(value)&…``. ``query`` is the query string as sent, without ``?``. A name without a
    value gets an empty one. A ``+`` is a space, as AWS's servers read it; to send a plus, write ``%2B``. Of a name
    that is sent more than once S3 signs the first value alone.

    >>> canonical_query_string("Param2=value2&Param1=value1")
    'Param1=value1&Param2=value2'
    >>> canonical_query_string("a-b=1&a=2&uploads&ሴ=x=y")
    '%E1%88%B4=x%3Dy&a=2&a-b=1&uploads='
    >>> canonical_query_string("b=1&a=2&a=1", RepeatedParameters.FIRST)
    'a=2&b=1'

    Source: AWS's published case get-vanilla-query-order-key-case; of repeats, S3's own answer in aws/aws-sdk-go#1495.
    """
    if not query:
        return ""
    pairs = [piece.partition("=") for piece in query.split("&") if piece]
    encoded = [(_encoded_once(name), _encoded_once(value)) for name, _, value in pairs]
    if repeated_parameters is RepeatedParameters.FIRST:
        encoded = list(dict(reversed(encoded)).items())  # the first is written last, over the others
    return "&".join([f"{name}={value}" for name, value in sorted(encoded)])


def _encoded_once(text: str, keep: str = "") -> str:
    """Encode what may be encoded already: the server decodes first, as a form, in which a plus is a space."""
    if is_unreserved(text):
        return text
    return uri_encode(uri_decode(text.replace("+", " ")), keep)


def canonical_headers(headers: Headers) -> str:
    r"""Write each header as a line: lower-case name, colon, trimmed value; sorted by name.

    ``Lowercase(name):Trim(value)\n…``. ``headers`` are the ones to sign. A repeated header is one line, its values
    joined by commas in the order they were sent. Each line ends with ``\n``, the last one too.

    >>> canonical_headers((("X-Amz-Date", "20150830T123600Z"), ("Host", "example.amazonaws.com")))
    'host:example.amazonaws.com\nx-amz-date:20150830T123600Z\n'
    >>> canonical_headers((("My-Header1", "value2"), ("My-Header1", "value1")))
    'my-header1:value2,value1\n'

    Source: AWS's published cases get-header-key-duplicate and get-header-value-trim.
    """
    values: dict[str, str] = {}
    for name, value in headers:
        name, value = name.lower(), trim(value)
        values[name] = f"{values[name]},{value}" if name in values else value
    return "".join([f"{name}:{values[name]}\n" for name in sorted(values)])


def signed_headers(headers: Headers) -> str:
    """List the names of the headers that are signed: lower case, sorted, joined by semicolons.

    ``Lowercase(name);…``. The server reads this list and builds its canonical headers from it.

    >>> signed_headers((("X-Amz-Date", "20150830T123600Z"), ("Host", "example.amazonaws.com")))
    'host;x-amz-date'

    Source: AWS's published case get-vanilla.
    """
    return ";".join(sorted({name.lower() for name, _ in headers}))


def headers_to_sign(headers: Iterable[tuple[str, str]], never_signed: frozenset[str]) -> Headers:
    """Choose what a signer covers: every header but those that change on the way.

    >>> headers_to_sign((("Host", "example.com"), ("User-Agent", "curl")), frozenset({"user-agent"}))
    (('Host', 'example.com'),)
    """
    return tuple([pair for pair in headers if pair[0].lower() not in never_signed])


def hashed_payload(body: bytes, declared: str | None = None) -> str:
    """Hash the body, or repeat what the header ``x-amz-content-sha256`` declares about it.

    ``Hex(SHA256Hash(body))``, or words such as ``UNSIGNED-PAYLOAD``.

    >>> hashed_payload(b"Param1=value1")
    '9095672bbd1f56dfc5b65f3e153adc8731a4a654192329106275f4c7b24d0b6e'
    >>> hashed_payload(b"", declared="UNSIGNED-PAYLOAD")
    'UNSIGNED-PAYLOAD'

    Source: AWS's published case post-x-www-form-urlencoded.
    """
    return sha256_hex(body) if declared is None else declared


def canonical_request(
    method: str,
    canonical_uri: str,
    canonical_query_string: str,
    canonical_headers: str,
    signed_headers: str,
    hashed_payload: str,
) -> str:
    r"""Put the six parts under each other.

    ``HTTPMethod\nCanonicalUri\nCanonicalQueryString\nCanonicalHeaders\nSignedHeaders\nHashedPayload``.
    The canonical headers end with a line break of their own, hence the empty line; nothing follows the hash.

    >>> canonical_request("GET", "/", "", "host:example.amazonaws.com\n", "host", "UNSIGNED-PAYLOAD")
    'GET\n/\n\nhost:example.amazonaws.com\n\nhost\nUNSIGNED-PAYLOAD'

    Source: AWS's published case get-vanilla.
    """
    return (
        f"{method}\n{canonical_uri}\n{canonical_query_string}\n{canonical_headers}\n{signed_headers}\n{hashed_payload}"
    )


def hashed_canonical_request(canonical_request: str) -> str:
    r"""Hash the canonical request.

    ``Hex(SHA256Hash(canonical request))``; the text is UTF-8.

    >>> hashed_canonical_request(
    ...     "GET\n/\n\nhost:example.amazonaws.com\nx-amz-date:20150830T123600Z\n\nhost;x-amz-date\n"
    ...     "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    ... )
    'bb579772317eb040ac9ed261061d46c1f17a8133879d6129b6e1c25292927e63'

    Source: AWS's published case get-vanilla.
    """
    return sha256_hex(utf_8(canonical_request))


StepFunction = Callable[..., str]
"""One of the functions above."""


def plain(step: StepFunction) -> StepFunction:
    """Take a step as it is and keep nothing; ``Recorder.recorded`` in its place keeps what goes in and comes out."""
    return step


def written_canonically(
    method: str,
    path: str,
    query: str,
    headers: Headers,
    body: bytes,
    declared: str | None,
    rules: SigningRules,
    taken: Callable[[StepFunction], StepFunction] = plain,
) -> tuple[str, str]:
    """Walk the steps above, for whoever signs, explains or checks; return the canonical request and the signed headers.

    The recipe is written here and nowhere else. Each step, as ``taken``, is called with its inputs by name.
    """
    uri = taken(canonical_uri)(
        path=path, path_encoding=rules.path_encoding, path_normalization=rules.path_normalization
    )
    query = taken(canonical_query_string)(query=query, repeated_parameters=rules.repeated_parameters)
    lines = taken(canonical_headers)(headers=headers)
    names = taken(signed_headers)(headers=headers)
    payload = taken(hashed_payload)(body=body, declared=declared)
    canonical = taken(canonical_request)(
        method=method,
        canonical_uri=uri,
        canonical_query_string=query,
        canonical_headers=lines,
        signed_headers=names,
        hashed_payload=payload,
    )
    return canonical, names
