"""For each rule, a way to break it and, as far as can be, no other."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sigv4_explain import request_date_time, sha256_hex
from sigv4_explain.presented import Carrier
from tests.core.examples import MOMENT
from tests.tables import filled
from tests.verifier.drafts import EVE, Draft
from tests.verifier.parts import profile_of

Break = Callable[[Draft], Draft]

WRONG = "0" * 64
SECOND = timedelta(seconds=1)


def with_token(draft: Draft, token: str) -> Draft:
    """Send a session token, signed as every client does it."""
    signed = draft.signed if draft.carrier is Carrier.QUERY else (*draft.signed, "x-amz-security-token")
    return replace(draft, token=token, signed=signed)


def clock(service: str, way: int) -> str:
    """Return a time of the server's, a second beyond its window after the usual moment, or before it."""
    return request_date_time(datetime.fromisoformat(MOMENT) + way * (profile_of(service).window + SECOND))


def words_of(service: str) -> dict[str, str]:
    """Return what tables put in place of ``{service}``, ``{late}``, ``{early}`` and ``{minutes}``."""
    minutes = str(profile_of(service).window // timedelta(minutes=1))
    return {"service": service, "late": clock(service, 1), "early": clock(service, -1), "minutes": minutes}


def spoilt(draft: Draft, parts: Mapping[str, Any]) -> Draft:
    """Change a draft's parts as a table has them; in the query host alone is signed, ``signed_token`` as a header."""
    given = {name: _hashable(part) for name, part in filled(dict(parts), words_of(draft.service)).items()}
    token = given.pop("signed_token", None)
    if "carrier" in given:
        given["carrier"] = Carrier[given["carrier"]]
        given |= {"signed": ("host",)} if given["carrier"] is Carrier.QUERY else {}
    changed = replace(draft, **given)
    return changed if token is None else with_token(changed, token)


def _hashable(part: Any) -> Any:
    return tuple(map(_hashable, part)) if isinstance(part, list) else part


def _too_late(draft: Draft) -> Draft:
    return replace(draft, clock=clock(draft.service, 1))


def _too_early(draft: Draft) -> Draft:
    return replace(draft, clock=clock(draft.service, -1))


def _not_signed(draft: Draft) -> Draft:
    return replace(draft, headers=(*draft.headers, ("X-Amz-Meta-A", "1")))


def _expired_session(draft: Draft) -> Draft:
    return with_token(replace(draft, key_id=EVE.access_key_id), str(EVE.session_token))


BREAKS: Mapping[str, Break] = {
    "signature_presented": lambda draft: replace(draft, carrier=Carrier.NEITHER),
    "in_one_place": lambda draft: replace(draft, carrier=Carrier.BOTH),
    "sts_in_one_place": lambda draft: replace(draft, carrier=Carrier.BOTH),
    "dynamodb_scheme_known": lambda draft: replace(draft, algorithm="Bearer"),
    "algorithm_first": lambda draft: replace(draft, algorithm=f"{draft.algorithm}="),
    "parts_are_pairs": lambda draft: replace(draft, extra="nonsense"),
    "parts_complete": lambda draft: replace(draft, parts=("Credential", "SignedHeaders")),
    "date_readable": lambda draft: replace(draft, date="2015-08-30"),
    "not_expired": _too_late,
    "not_early": _too_early,
    "host_signed": lambda draft: replace(draft, signed=tuple(name for name in draft.signed if name != "host")),
    "algorithm_supported": lambda draft: replace(draft, algorithm="AWS4-HMAC-SHA512"),
    "query_algorithm_known": lambda draft: replace(draft, carrier=Carrier.QUERY, algorithm="AWS4-HMAC-SHA512"),
    "credential_in_five": lambda draft: replace(draft, more_credential="/more"),
    "scope_right": lambda draft: replace(draft, scope=("20150830", "eu-west-9", draft.service, "aws4_request")),
    "key_known": lambda draft: replace(draft, key_id="AKIDNOBODY"),
    "content_length_unsigned": lambda draft: replace(
        draft, headers=(*draft.headers, ("Content-Length", "4")), signed=(*draft.signed, "content-length")
    ),
    "signature_matches": lambda draft: replace(draft, signature=WRONG),
    "token_fits_key": lambda draft: with_token(draft, "somebody's"),
    "token_valid": lambda draft: with_token(draft, "somebody's"),
    "session_current": _expired_session,
    "s3_signature_presented": lambda draft: replace(draft, carrier=Carrier.NEITHER),
    "s3_in_one_place": lambda draft: replace(draft, carrier=Carrier.BOTH),
    "s3_algorithm_supported": lambda draft: replace(draft, algorithm="AWS4-HMAC-SHA512"),
    "s3_parts_are_pairs": lambda draft: replace(draft, extra="nonsense"),
    "s3_parts_complete": lambda draft: replace(draft, parts=("Credential", "SignedHeaders")),
    "s3_payload_announced": lambda draft: replace(draft, announced=""),
    "s3_payload_word_known": lambda draft: replace(draft, announced="GIBBERISH"),
    "s3_date_readable": lambda draft: replace(draft, date="2015-08-30"),
    "s3_scope_right": lambda draft: replace(draft, scope=("20150830", "eu-west-9", draft.service, "aws4_request")),
    "s3_expires_readable": lambda draft: replace(draft, carrier=Carrier.QUERY, signed=("host",), expires="never"),
    "s3_fresh": _too_late,
    "s3_key_known": lambda draft: replace(draft, key_id="AKIDNOBODY"),
    "s3_token_valid": lambda draft: with_token(draft, "somebody's"),
    "s3_session_current": _expired_session,
    "s3_headers_signed": _not_signed,
    "s3_signature_matches": lambda draft: replace(draft, signature=WRONG),
    "s3_body_as_announced": lambda draft: replace(draft, announced=sha256_hex(b"another body")),
}
"""By the rule's name."""
