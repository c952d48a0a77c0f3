"""Whatever this package accepts: odd requests, odd keys, every service's rules."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from sigv4_explain import SERVICES, Credentials, Request
from sigv4_explain.preparing import LONGEST_EXPIRES
from sigv4_explain.rules import NEVER_SIGNED

CHARACTERS = st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"])
ODD = 'a~B~1~ ~+~%~%20~%2F~%3B~%26~%41~/~//~://~:~,~;~=~\\~"'
# Separators of URLs, headers, scopes and lines, in the text and percent-encoded, come often.
ODD_TEXTS = st.lists(
    st.sampled_from(ODD.split("~"))
    | st.sampled_from(
        ["é", "ሴ", "\u00a0", "\u0085", "\u2028", "•••", "host", "GET", "us-east-1", "sts", "aws4_request"]
    )
    | CHARACTERS,
    max_size=6,
).map("".join)
NO_BREAKS = ODD_TEXTS.map(lambda text: text.replace("\u0085", ""))

METHODS = st.sampled_from(["GET", "post", "PUT", "M-SEARCH"])
ORIGINS = st.sampled_from(
    ["https://example.amazonaws.com", "http://localhost:4566", "HTTPS://Example.COM:443", "https://[::1]:8443"]
)
PATHS = st.lists(ODD_TEXTS | st.sampled_from([".", ".."]), max_size=3).map(
    lambda segments: "".join(f"/{segment}" for segment in segments)
)
PARAMETERS = ODD_TEXTS | st.tuples(
    st.sampled_from(["X-Amz-Credential", "x-amz-signedheaders", "X-Amz-Security-Token", "X-Amz-Date", "a", ""]),
    NO_BREAKS,
).map("=".join)
QUERIES = st.none() | st.lists(PARAMETERS, max_size=4).map("&".join)
FRAGMENTS = st.sampled_from(["", "", "", "#top"])


def _url(origin: str, path: str, query: str | None, fragment: str) -> str:
    url = origin + path.replace("?", "%3F").replace("#", "%23")
    if query is not None:
        url = f"{url}?{query.replace('#', '%23')}"
    return "".join(character for character in url if character.isprintable() or character > "\u00a0").strip() + fragment


URLS = st.builds(_url, ORIGINS, PATHS, QUERIES, FRAGMENTS)
NAMES = (
    st.sampled_from(["Host", "Content-Type", "X-A", "x-a", "X-B", "a*b", "a%b", "x|y~z", "X-Amz-Date"])
    | st.sampled_from(["X-Amz-Security-Token", "x-amz-s3session-token", "X-Amz-Content-Sha256", "Authorization"])
    | st.sampled_from(sorted(NEVER_SIGNED))
)
HEADERS = st.lists(st.tuples(NAMES, ODD_TEXTS), max_size=5)
BODIES = st.binary(max_size=20) | ODD_TEXTS
REQUESTS = st.builds(Request, METHODS, URLS, HEADERS, BODIES)

KEY_IDS = st.text(st.sampled_from("AKID019+%:;&.~*\"'é2F3B"), min_size=1, max_size=8)
SECRETS = st.text(CHARACTERS, min_size=1, max_size=20).filter(lambda secret: secret == secret.strip())
TOKENS = NO_BREAKS.filter(lambda token: bool(token.strip()))
CREDENTIALS = st.builds(Credentials, KEY_IDS, SECRETS, st.none() | TOKENS)

REGIONS = st.sampled_from(["us-east-1", "eu-central-1", "2F", "*", "é", "1", "aws4_request"])
SIGNING_NAMES = st.sampled_from([*SERVICES, "service", "2F", "é;&"])
MOMENTS = st.datetimes().map(lambda moment: moment.strftime("%Y%m%dT%H%M%SZ").rjust(16, "0"))
EXPIRES = st.none() | st.integers(1, LONGEST_EXPIRES)

# Everything that explain takes after the request and the credentials.
SCOPES: st.SearchStrategy[dict[str, Any]] = st.fixed_dictionaries(
    {"region": REGIONS, "service": SIGNING_NAMES, "at": MOMENTS}
)
