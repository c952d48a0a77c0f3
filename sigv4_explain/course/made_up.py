"""Cases that nobody wrote: drawn from the pieces on which signers go wrong, and the same each time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta, timezone
from random import Random
from typing import Any

Drawing = Callable[[Random], tuple[Any, ...]]
"""Draws what a function is called with."""
Headers = tuple[tuple[str, str], ...]

MADE_UP = 300
"""How many cases are drawn: what passes them all is wrong about nothing that the pieces hold."""
_PLAIN = ("a", "B", "z", "0", "ab", "host")
_MARKS = (*"-_.~!'()*:@,;$[]", "a-b", "a.b", "12:30", "AWS4", "aws4_request")
_BEYOND = ("ë", "漢", "🙂", "Zoë")
_BLANKS = (" ", "  ", "   ", "\t", "a b")
_ENCODED = ("%20", "%2F", "%2f", "%2B", "%25", "%7E", "%7e", "%C3%AB", "%c3%ab", "%41", "%2520", "%3D", "%26")
_SEGMENTS = ("..", ".", "", "a", "b", "c%2Fd", "%2E%2E", "a+b", "model:1", "Zoë", *_ENCODED)
_NAMES = ("a", "A", "b", "B", "a-b", "a%2Db", "z", "ë", "%C3%AB", "x y", "a+b", "%61", "uploads", "a/b", "c%2Fd")
_REGIONS = ("us-east-1", "eu-central-1", "us-west-2", "ap-south-1", "eu-west-1", "us-gov-west-1")
_SERVICES = ("execute-api", "sts", "iam", "dynamodb", "lambda", "sqs", "s3express", "es")
_HEADER_NAMES = ("Host", "X-Amz-Date", "x-a", "X-A", "X-a-b", "My-Header", "my-header", "Accept", "content-type", "X-B")


def text(draw: Random, *, most: int = 5, pieces: Sequence[str] = ()) -> str:
    """Join pieces: plain ones, marks, blanks, percent signs, characters beyond ASCII."""
    kinds = (
        _PLAIN,
        _MARKS,
        _BEYOND,
        _BLANKS,
        _ENCODED,
        ("/", "//", "?", "=", "&", "+", "%", "\n", '"', "\\", "#", "<"),
    )
    return "".join(draw.choice(pieces or draw.choice(kinds)) for _ in range(draw.randint(0, most)))


def path(draw: Random) -> str:
    """Draw a path as it is sent. AWS does not say what becomes of a last segment of dots, so there is none."""
    segments = [draw.choice(_SEGMENTS) for _ in range(draw.randint(0, 5))]
    ending = draw.choice(("", "/", "a", "b c", "*")) if segments else ""
    joined = "/".join(["", *segments, ending]) if ending != "/" else "/".join(["", *segments, "x", ""])
    return draw.choice((joined, joined, joined, "/", "", "//", f"/{draw.choice('ab')}/"))


def query(draw: Random) -> str:
    """Draw a query as it is sent: repeated names, names alone, empty pieces, what is encoded and what is not."""
    return "&".join(_parameter(draw) for _ in range(draw.randint(0, 4)))


def _parameter(draw: Random) -> str:
    kinds = (_PLAIN, _MARKS, _BEYOND, _ENCODED, ("+", " ", "/", "=", "?", "a=b", "%z", "==", "B", "b", "~"))
    value = "".join(draw.choice(draw.choice(kinds)) for _ in range(draw.randint(0, 2)))
    name = draw.choice(_NAMES)
    return draw.choice((f"{name}={value}",) * 6 + (name, f"{name}=", "", f"={value}"))


def value(draw: Random) -> str:
    """Draw a header's value, with blanks and quotation marks around and within."""
    return text(draw, pieces=(" ", "  ", "   ", "\t", "a", "B", '"', ",", ", ", "a b", "ü", "1"))


def headers(draw: Random, *always: str) -> Headers:
    """Draw headers in any order and spelling: repeated, empty, with more of a name or less."""
    names = [*always, *(draw.choice(_HEADER_NAMES) for _ in range(draw.randint(not always, 5)))]
    draw.shuffle(names)
    return tuple((name, value(draw)) for name in names)


def body(draw: Random) -> bytes:
    """Draw a body: none, a text with blanks and line breaks at its ends, any bytes."""
    return draw.choice((b"", text(draw).encode(), f" {text(draw)}\r\n".encode(), draw.randbytes(3), b'{"a":  1}\n'))


def region(draw: Random) -> str:
    """Draw a Region."""
    return draw.choice(_REGIONS)


def service(draw: Random) -> str:
    """Draw a service's name."""
    return draw.choice(_SERVICES)


def secret(draw: Random) -> str:
    """Draw a secret: what stands in one may be any character."""
    return f"{draw.choice(('s3cret', 'AWS4', 'wJalr/+=', 'ü'))}{text(draw)}{draw.randint(0, 99)}"


def access_key_id(draw: Random) -> str:
    """Draw an access key id."""
    return f"{draw.choice(('AKIA', 'ASIA'))}{draw.randint(10**9, 10**10)}EXAMPLE"


def moment(draw: Random) -> datetime:
    """Draw a second of fifteen years, in any time zone; often near midnight, or at a year's end."""
    start = datetime(2015, 1, 1, tzinfo=UTC) + timedelta(days=draw.choice((0, 364, 58, draw.randint(0, 5000))))
    second = draw.choice((0, 1, 86_399, draw.randint(0, 86_399), draw.randint(0, 86_399)))
    zone = timezone(timedelta(minutes=30 * draw.randint(-24, 28)))
    return (start + timedelta(seconds=second)).astimezone(zone)


def date_time(draw: Random) -> str:
    """Draw a time as X-Amz-Date has it."""
    return written(moment(draw))


def written(at: datetime) -> str:
    """Write a moment as X-Amz-Date has it."""
    return at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def scope(draw: Random, day: str | None = None) -> str:
    """Draw a credential scope, of a day or of any."""
    return "/".join((day or date_time(draw)[:8], region(draw), service(draw), "aws4_request"))


def signed_names(draw: Random) -> str:
    """Draw a list of signed headers."""
    names = ("accept", "content-type", "x-amz-date", "x-api-key", "x-tenant", "x-amz-content-sha256")
    return ";".join(sorted({"host", *draw.sample(names, draw.randint(0, 3))}))


def digest(draw: Random) -> str:
    """Draw 64 hex digits, which may come again."""
    return f"{draw.randint(1, 40):02d}" * 32


def url(draw: Random, host: str) -> str:
    """Draw a URL of a host: one that can be sent, so its path and query are encoded."""
    segments = ["", *(draw.choice(("a", "b", "a%20b", "c:d", "%C3%AB", "default")) for _ in range(draw.randint(0, 3)))]
    pairs = (f"{draw.choice('abB')}={draw.choice(('1', '2', 'x%20y', '', 'a%2Fb', '~'))}" for _ in range(3))
    pairs_drawn = draw.sample(tuple(pairs), draw.randint(0, 3))
    return f"https://{host}{'/'.join(segments) or '/'}{'?' if pairs_drawn else ''}{'&'.join(pairs_drawn)}"
