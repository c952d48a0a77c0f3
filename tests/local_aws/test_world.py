from __future__ import annotations

from dataclasses import replace

import pytest

from sigv4_explain import Credentials, InvalidInput
from tests.local_aws.calling import ALICE, CAROL, NOON, called, get
from tests.local_aws.parts import MOST_SESSIONS, STORY, Cloud, CustomDomain, Front, Method, allow, find_method

BROKEN = {"Version": "2012-10-17", "Statement": {"Effect": "Perhaps"}}


@pytest.mark.parametrize(
    ("change", "field"),
    [
        (lambda: STORY.with_policies("alice", {"Mine": BROKEN}), "alice.policies['Mine'].Statement"),
        (lambda: STORY.with_policies("ApiAccess", {"Mine": BROKEN}), "ApiAccess.policies['Mine'].Statement"),
        (lambda: STORY.with_trust("ApiAccess", BROKEN), "ApiAccess.trust_policy.Statement"),
        (lambda: STORY.with_resource_policy(BROKEN), "rest_api.resource_policy.Statement"),
        (lambda: STORY.with_policies("nobody", {}), "name"),
        (lambda: replace(STORY.role("ApiAccess"), max_session_seconds=60), "max_session_seconds"),
        (lambda: replace(STORY.user("alice"), credentials=Credentials("A", "B", "token")), "credentials"),
        (lambda: CustomDomain("api.example.com", "/v1"), "base_path"),
    ],
)
def test_a_world_that_cannot_be_is_refused_when_it_is_made(change: object, field: str) -> None:
    """The error names the field, so a policy is never found broken by a request."""
    assert callable(change)
    with pytest.raises(InvalidInput) as caught:
        change()

    assert caught.value.field.startswith(field)


def test_a_changed_world_counts_at_once() -> None:
    """The next request finds the permission."""
    cloud = Cloud()
    assert called(Front.REST_API, get(), ALICE, cloud=cloud).status == 200

    cloud.world = STORY.with_policies("alice", {})
    assert called(Front.REST_API, get(), ALICE, cloud=cloud).status == 403


def test_the_story_itself_is_never_changed() -> None:
    """Each change is another world."""
    STORY.with_policies("carol", {"All": allow("*", "*")}).with_resource_policy(None).with_trust("ApiAccess", _open())

    assert list(STORY.user("carol").policies) == ["AssumeApiAccess"]
    assert called(Front.REST_API, get(), CAROL).status == 403


def _open() -> dict[str, object]:
    return {
        "Version": "2012-10-17",
        "Statement": {"Effect": "Allow", "Principal": "*", "Action": "sts:AssumeRole"},
    }


def test_the_world_shows_no_secret() -> None:
    """Its repr has ids, names and policies."""
    text = repr(STORY)

    assert "AKIDEXAMPLE" in text
    assert "'example'" not in text  # the API key's value


def test_of_too_many_sessions_the_oldest_is_forgotten() -> None:
    """Memory stays bounded; the forgotten key is an unknown key."""
    cloud, role = Cloud(), STORY.role("ApiAccess")
    first = cloud.assume(role, "first", None, 900, NOON).key.credentials
    assert called(Front.REST_API, get(), first, cloud=cloud).status == 200

    for number in range(MOST_SESSIONS):
        cloud.assume(role, f"session{number}", None, 900, NOON)

    assert len(cloud.keys) == MOST_SESSIONS + len(STORY.users)
    assert called(Front.REST_API, get(), first, cloud=cloud).header("x-amzn-ErrorType") == "UnrecognizedClientException"


METHODS = (
    Method("GET", "/"),
    Method("GET", "/pets"),
    Method("GET", "/pets/{id}"),
    Method("GET", "/pets/new"),
    Method("ANY", "/pets/{rest+}"),
)


@pytest.mark.parametrize(
    ("http_method", "path", "resource", "parameters"),
    [
        ("GET", "/", "/", {}),
        ("GET", "/pets", "/pets", {}),
        ("GET", "/pets/", "/pets", {}),
        ("GET", "/pets/new", "/pets/new", {}),
        ("GET", "/pets/7", "/pets/{id}", {"id": "7"}),
        ("PUT", "/pets/7", "/pets/{rest+}", {"rest": "7"}),
        ("GET", "/pets/7/toys", "/pets/{rest+}", {"rest": "7/toys"}),
    ],
)
def test_the_most_literal_resource_is_reached(
    http_method: str, path: str, resource: str, parameters: dict[str, str]
) -> None:
    """A literal segment before a parameter, a parameter before all that follows, a named method before ANY."""
    found = find_method(METHODS, http_method, path)

    assert found is not None
    assert (found.method.resource, found.parameters) == (resource, parameters)


@pytest.mark.parametrize(("http_method", "path"), [("PUT", "/"), ("GET", "/nowhere"), ("PUT", "/pets/")])
def test_a_path_that_nothing_fits_reaches_nothing(http_method: str, path: str) -> None:
    """Not even ``{rest+}``, which stands for at least one segment."""
    assert find_method(METHODS, http_method, path) is None
