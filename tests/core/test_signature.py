from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sigv4_explain import (
    InvalidInput,
    credential_scope,
    date_key,
    date_region_key,
    date_region_service_key,
    hmac_sha256,
    request_date_time,
    signature,
    signing_key,
    string_to_sign,
)
from tests.tables import tables

TABLES = tables(__file__)


@pytest.mark.parametrize(
    ("at", "written"),
    [
        ("20150830T123600Z", "20150830T123600Z"),
        (datetime(2015, 8, 30, 12, 36, tzinfo=UTC), "20150830T123600Z"),
        (datetime(2015, 8, 30, 1, 36, 0, 999, tzinfo=timezone(timedelta(hours=2))), "20150829T233600Z"),
        (datetime(12, 3, 4, 5, 6, 7, tzinfo=UTC), "00120304T050607Z"),
    ],
)
def test_a_moment_is_written_in_utc(at: datetime | str, written: str) -> None:
    """Whatever its time zone, in sixteen characters."""
    assert request_date_time(at) == written


@given(st.datetimes(timezones=st.timezones(), min_value=datetime(2, 1, 1), max_value=datetime(9998, 1, 1)))  # noqa: DTZ001  # hypothesis wants naive bounds
def test_a_written_moment_is_that_moment(at: datetime) -> None:
    """To the second, and a text in the format stays as it is."""
    written = request_date_time(at)

    assert datetime.strptime(written, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC) == at.astimezone(UTC).replace(microsecond=0)
    assert request_date_time(written) == written


@pytest.mark.parametrize(
    "at",
    [
        *TABLES["no_moments"],
        datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=1))),  # in the year 0, in UTC
        datetime(9999, 12, 31, 23, tzinfo=timezone(timedelta(hours=-2))),
        datetime(2015, 8, 30, 12, 36),  # noqa: DTZ001  # that is what is tested
        1_440_938_160,
        None,
        b"20150830T123600Z",
    ],
)
def test_what_is_no_moment_is_refused(at: Any) -> None:
    """Another format, a day or an hour that does not exist, a datetime without a time zone."""
    with pytest.raises(InvalidInput, match=r"YYYYMMDDTHHMMSSZ.*aware datetime") as caught:
        request_date_time(at)

    assert caught.value.field == "at"


def test_the_scope_has_the_day_of_the_moment() -> None:
    """Day, Region, service and the terminator between slashes."""
    assert credential_scope("20150830T123600Z", "us-east-1", "iam") == "20150830/us-east-1/iam/aws4_request"


def test_the_string_to_sign_is_four_lines() -> None:
    """Algorithm, moment, scope and hash; no line break at the end."""
    assert string_to_sign("moment", "scope", "hash") == "AWS4-HMAC-SHA256\nmoment\nscope\nhash"


@given(st.text(min_size=1, max_size=8).filter(lambda text: text.isprintable()))
def test_the_chain_is_four_hmacs(word: str) -> None:
    """Each key signs the next word: day, Region, service, terminator; the secret begins with AWS4."""
    k_date = hmac_sha256(f"AWS4{word}".encode(), "20150830")
    k_region = hmac_sha256(k_date, "us-east-1")
    k_service = hmac_sha256(k_region, "iam")

    assert date_key(word, "20150830") == k_date
    assert date_region_key(k_date, "us-east-1") == k_region
    assert date_region_service_key(k_region, "iam") == k_service
    assert signing_key(k_service) == hmac_sha256(k_service, "aws4_request")
    assert signature(k_service, word) == hmac_sha256(k_service, word).hex()
