"""What people paste in the field, kind by kind: what comes first, how sure that may be, and what must not be said."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import pytest

from sigv4_explain import Diagnosis
from tests.core.examples import ALICE
from tests.doctor.parts import Certainty, diagnose, sorted_pastes
from tests.tables import tables

SENTENCE = (
    "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key "
    "and signing method. Consult the service documentation for details."
)
S3_SENTENCE = (
    "The request signature we calculated does not match the signature you provided. Check your key and signing method."
)
WORDS = {
    "SIG": "0123456789abcdef" * 4,
    "EMPTY": hashlib.sha256(b"").hexdigest(),
    "SENTENCE": SENTENCE,
    "JSON": json.dumps({"message": SENTENCE}),
    "S3": f"<Error><Code>SignatureDoesNotMatch</Code><Message>{S3_SENTENCE}</Message></Error>",
    "ID": ALICE.access_key_id,
    "SECRET": ALICE.secret_access_key,
}
ROWS = tables(__file__, **WORDS)
RANK = (Certainty.SUSPECTED, Certainty.SHOWN, Certainty.PROVEN)


def _to_sign(canonical: str, scope: str) -> str:
    day = scope.partition("/")[0]
    return f"AWS4-HMAC-SHA256\n{day}T120000Z\n{scope}\n{hashlib.sha256(canonical.encode()).hexdigest()}"


def _paste(row: dict[str, Any]) -> str:
    """Write a row's paste; the texts of both sides come in with their hashes."""
    text: str = row["paste"]
    scope = row.get("scope", "20260501/us-west-2/execute-api/aws4_request")
    if (client := row.get("client")) is not None:
        text = text.replace("{CLIENT}", f"Canonical request:\n{client}\n\nString to sign:\n{_to_sign(client, scope)}")
    if (server := row.get("server")) is not None:
        shown = f"The Canonical String for this request should have been\n'{server}'\n\n"
        shown += f"The String-to-Sign should have been\n'{_to_sign(server, scope)}'\n"
        text = text.replace("{SERVER}", json.dumps({"message": f"{SENTENCE}\n\n{shown}"}))
        details = f"<StringToSign>{_to_sign(server, scope)}</StringToSign><CanonicalRequest>{server}</CanonicalRequest>"
        text = text.replace("{S3SERVER}", WORDS["S3"].replace("</Error>", f"{details}</Error>"))
    return text


def _diagnosed(row: dict[str, Any]) -> Diagnosis:
    given = sorted_pastes([_paste(row)])
    return diagnose(**({**given, "credentials": ALICE} if row.get("secret") else given))


def _rows() -> list[Any]:
    """Return each row; one whose cure is still to come says why."""
    return [
        pytest.param(
            row, id=name, marks=[pytest.mark.xfail(strict=True, reason=row["xfail"])] if "xfail" in row else []
        )
        for name, row in ROWS.items()
    ]


@pytest.mark.parametrize("row", _rows())
def test_a_kind_of_the_field_gets_its_name_and_no_false_one(row: dict[str, Any]) -> None:
    """The right cause comes first, no surer than it may be; nothing else is certain; some words are said, some not."""
    diagnosis = _diagnosed(row)
    findings = diagnosis.findings
    right = {*row.get("first", ()), *row.get("also", ())}
    most = RANK.index(Certainty[row.get("most", "suspected").upper()])

    assert [one.cause for one in findings if one.certainty is not Certainty.SUSPECTED and one.cause not in right] == []
    assert [one.cause for one in findings if RANK.index(one.certainty) > most] == []
    if "first" in row:
        assert findings
        assert findings[0].cause in row["first"]
    shown = str(diagnosis)
    assert [words for words in row.get("says", ()) if words not in shown] == []
    assert [words for words in row.get("never", ()) if words in shown] == []
