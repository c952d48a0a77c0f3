from __future__ import annotations

import pytest

from sigv4_explain.gateway.iam import InvalidPolicy
from sigv4_explain.gateway.iam.template import Context, Variable, Version, Wildcard, resolved, split_arn, template

CONTEXT: Context = {"aws:username": "alice", "aws:userid": "AROA:*", "aws:TagKeys": ("a", "b")}


def _resolved(text: str, version: Version = Version.WITH_VARIABLES) -> list[str | Wildcard] | None:
    """Return the pattern, character by character."""
    pattern = resolved(template(text, "Resource", version), CONTEXT)
    if pattern is None:
        return None
    return [part for piece in pattern for part in (piece if isinstance(piece, str) else [piece])]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("x/${aws:username}/y", "x/alice/y"),
        ("${AWS:UserName}", "alice"),
        ("${aws:userid}", "AROA:*"),
        ("${aws:missing, 'nobody'}", "nobody"),
        ("${aws:username, 'nobody'}", "alice"),
        ("x${aws:missing, ''}y", "xy"),
        ("${*}${?}${$}", "*?$"),
        ("$ {a} $x $", "$ {a} $x $"),
        ("$${aws:username}{", "$alice{"),
    ],
)
def test_a_variable_stands_for_the_requests_value(text: str, expected: str) -> None:
    """Names are compared without case; what a variable brings in is never a wildcard."""
    assert _resolved(text) == [*expected]


@pytest.mark.parametrize("text", ["${aws:missing}", "a${aws:missing}*", "${aws:TagKeys}"])
def test_a_variable_without_one_value_leaves_nothing_to_compare(text: str) -> None:
    """Neither an absent key nor a key with several values can stand in a text."""
    assert _resolved(text) is None


def test_wildcards_outside_variables_stay_wildcards() -> None:
    """An asterisk of the policy's author is one."""
    assert _resolved("*${aws:username}?") == [Wildcard.ANY_RUN, *"alice", Wildcard.ANY_ONE]


def test_the_earlier_version_knows_no_variables() -> None:
    """There a placeholder is text like any other."""
    assert _resolved("${aws:username", Version.WITHOUT_VARIABLES) == [*"${aws:username"]
    assert _resolved("${*}", Version.WITHOUT_VARIABLES) == ["$", "{", Wildcard.ANY_RUN, "}"]


@pytest.mark.parametrize("text", ["${aws:username", "${}", "${a b}", "${aws:name, nobody}", "x${", "${aws:name}${"])
def test_a_broken_variable_is_refused(text: str) -> None:
    """The author meant a variable; taking it as text would match nothing, silently."""
    with pytest.raises(InvalidPolicy, match=r"Resource: received .*, expected variables such as \$\{aws:username\}"):
        template(text, "Resource", Version.WITH_VARIABLES)


def test_an_arn_is_cut_at_its_own_colons() -> None:
    """Five cuts, and none inside a variable's name."""
    parts = split_arn(template("arn:*:iam::${aws:PrincipalAccount}:user/a:b", "x", Version.WITH_VARIABLES))

    assert parts == (
        ("arn",),
        ("", Wildcard.ANY_RUN, ""),
        ("iam",),
        ("",),
        ("", Variable("aws:principalaccount", None), ""),
        ("user/a:b",),
    )
