from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from hypothesis import given

from sigv4_explain import Request
from sigv4_explain.url import UrlParts, checked_url, host_of
from tests.core.strategies import URLS
from tests.tables import tables

TABLES = tables(__file__)


@pytest.mark.parametrize(("url", "host"), TABLES["hosts"])
def test_the_host_is_what_clients_send(url: str, host: str) -> None:
    """Lower case, and the port only where it is not the scheme's own."""
    assert host_of(url) == host
    assert Request("GET", url).host == host


@given(URLS)
def test_a_url_is_cut_where_the_standard_library_cuts_it(url: str) -> None:
    """Whatever the path and the query hold; only the fragment is lost."""
    expected = urlsplit(url)

    assert checked_url(url) == UrlParts(url.partition(":")[0], expected.netloc, expected.path, expected.query)


@given(URLS)
def test_the_pieces_are_the_url(url: str) -> None:
    """Put together again they are the URL as far as it is sent: nothing was decoded, trimmed or changed."""
    scheme, authority, path, query = UrlParts.of(url)
    sent = url.partition("#")[0]

    assert sent in (f"{scheme}://{authority}{path}", f"{scheme}://{authority}{path}?{query}")
