from __future__ import annotations

import pytest

from sigv4_explain import Credentials, CredentialScope, CredentialsWarning
from sigv4_explain.masking import PUBLISHED_EXAMPLES
from tests.core.examples import ALICE, CAROL


def test_the_repr_shows_the_id_and_hides_the_rest() -> None:
    """Secret and token are told by their length."""
    assert repr(CAROL) == (
        "Credentials('AKIDCAROL', secret_access_key=••• (17 characters), session_token=••• (18 characters))"
    )


def test_aws_published_keys_are_no_secret() -> None:
    """The keys that AWS prints in its documentation are shown."""
    token = max(PUBLISHED_EXAMPLES, key=len)
    shown = repr(Credentials(ALICE.access_key_id, ALICE.secret_access_key, token))

    assert ALICE.secret_access_key in shown
    assert token in shown


@pytest.mark.parametrize("secret", [" secret", "secret ", "secret\n", "\tsecret"])
def test_blanks_around_a_secret_are_worth_a_warning(secret: str) -> None:
    """They count when signing, and were most likely copied by mistake; the warning points at the caller."""
    with pytest.warns(CredentialsWarning, match="secret_access_key: blanks around it") as caught:
        credentials = Credentials("AKID", secret)

    assert credentials.secret_access_key == secret
    assert caught[0].filename == __file__


def test_credentials_are_values() -> None:
    """Equal when their parts are, hashable, and not to be changed."""
    assert Credentials("AKIDCAROL", "carols-own-secret", "carols/own+token==") == CAROL
    assert len({CAROL, ALICE, CAROL}) == 2
    with pytest.raises(AttributeError):
        CAROL.session_token = None  # type: ignore[misc]  # that is what is tested


def test_a_scope_is_written_and_read() -> None:
    """Day, Region and service between slashes, and the terminator."""
    scope = CredentialScope("20150830", "us-east-1", "iam")

    assert str(scope) == "20150830/us-east-1/iam/aws4_request"
    assert CredentialScope.parse(str(scope)) == scope
