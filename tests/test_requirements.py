from __future__ import annotations

import pytest

from tests.requirements import skip_or_fail


def test_a_missing_thing_skips_unless_it_is_required(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without its name in SIGV4_REQUIRE, a missing thing is a reason to skip."""
    monkeypatch.setenv("SIGV4_REQUIRE", "vectors, clients")

    with pytest.raises(pytest.skip.Exception, match="no browser"):
        skip_or_fail("browser", "no browser")


def test_a_missing_thing_fails_where_it_is_required(monkeypatch: pytest.MonkeyPatch) -> None:
    """With its name in SIGV4_REQUIRE, blanks around it or not, it is a failure."""
    monkeypatch.setenv("SIGV4_REQUIRE", "vectors, clients")

    with pytest.raises(pytest.fail.Exception, match="no clients"):
        skip_or_fail("clients", "no clients")
