from __future__ import annotations

from dataclasses import replace

import pytest

from tests.widgets.parts import FIRST, PRESETS, TASKS, LabInput, Placement, done_by, trace_of

FORM = PRESETS[FIRST]
PHOTO = PRESETS["S3: GET a key with a space"]
HOST = FORM.url.partition("/default")[0]
LAMBDA = replace(PHOTO, service="lambda")
DOES = {
    "region": (FORM, replace(FORM, region="us-east-1")),
    "body": (FORM, replace(FORM, body="a")),
    "unsigned-header": (FORM, replace(FORM, headers="User-Agent: me")),
    "order": (FORM, replace(FORM, url=f"{HOST}/?b=2&a=1")),
    "one-path-two-rules": (PHOTO, replace(PHOTO, service="execute-api")),
    "presigned": (FORM, replace(FORM, placement=Placement.QUERY)),
}
DOES_NOTHING = {
    "nothing changed": (FORM, FORM),
    "a blank beside the Region": (FORM, replace(FORM, region=" eu-central-1 ")),
    "a header that is signed": (FORM, replace(FORM, headers="X-Amz-Meta-A: 1")),
    "a query in its order": (FORM, replace(FORM, url=f"{HOST}/?a=1&b=2")),
    "a query that is encoded, in its order": (FORM, replace(FORM, url=f"{HOST}/?a=+&b=2")),
    "S3, where nothing in the path is encoded": (FORM, replace(FORM, service="s3")),
    "another service, neither of them S3": (LAMBDA, replace(LAMBDA, service="execute-api")),
}


def done(before: LabInput, after: LabInput) -> frozenset[str]:
    """Return what an edit does."""
    return done_by(before, after, trace_of(after)[0])


@pytest.mark.parametrize("name", TASKS)
def test_an_edit_does_its_task_and_no_other(name: str) -> None:
    """Each task that is listed can be done, in one edit, and what does it does nothing else."""
    assert done(*DOES[name]) == {name}


@pytest.mark.parametrize("edit", DOES_NOTHING)
def test_what_only_looks_like_a_task_does_none(edit: str) -> None:
    """Nobody is told to have seen what was not on screen."""
    assert done(*DOES_NOTHING[edit]) == frozenset()
