from __future__ import annotations

import re
from html import escape
from unittest.mock import patch
from urllib.parse import unquote

import pytest

from sigv4_explain import Credentials, InvalidCredentials
from sigv4_explain.widgets import SigningLab
from tests.widgets.apps import bundle, classes_of, drawn, every_widget, shown
from tests.widgets.parts import CLIENTS, PRESETS, TASKS, LabInput, export, request_of, trace_of

MARKER = "marker-of-the-secret"


@pytest.fixture
def lab() -> SigningLab:
    """A lab with the first preset."""
    return SigningLab()


@pytest.mark.parametrize("name", PRESETS)
def test_a_preset_fills_the_form_and_draws_its_signature(lab: SigningLab, name: str) -> None:
    """Choosing a preset types it into the fields and draws the trace of it."""
    lab.preset.value = name

    assert PRESETS[name] == lab.form.read()
    assert trace_of(PRESETS[name])[0].signature == lab.trace.signature
    assert lab.trace.signature in lab.sections["signature"].value


def test_only_what_changed_is_sent(lab: SigningLab) -> None:
    """Editing the Region leaves the canonical request's widget alone, so that a selection in it survives."""
    sent: list[str] = []
    for name, value in lab.sections.items():
        value.observe(lambda _change, name=name: sent.append(name), names="value")
    lab.form.region.value = "eu-west-1"

    assert {"string_to_sign", "key_chain", "signature", "authorization_header", "finished"} == set(sent)
    assert sent[0] == "signature"


def test_reset_brings_back_what_was_started_from(lab: SigningLab) -> None:
    """After an edit the menu says that the request is one's own, and Reset or the entry brings the preset back."""
    name = "Lambda function URL"
    lab.preset.value = name
    for bring_back in (lab.reset.click, lambda: setattr(lab.preset, "value", name)):
        lab.form.url.value += "&a=1"
        assert lab.preset.value == "Your own request"
        bring_back()
        assert PRESETS[name] == lab.form.read()
        assert lab.preset.value == name


def test_reset_of_a_request_of_ones_own(lab: SigningLab) -> None:
    """Reset brings back a form that was loaded, such as that of a link."""
    form = LabInput(url="https://h.example/mine", service="s3")
    lab.load(form)
    lab.form.method.value = "PUT"
    lab.reset.click()

    assert form == lab.form.read()
    assert lab.preset.value == "Your own request"


def test_marks_are_of_the_last_edit_alone(lab: SigningLab) -> None:
    """An edit marks what it changed; a preset and a reset mark nothing."""
    lab.form.url.value += "&a=1"
    assert "sigv4-new-line" in lab.sections["canonical_request"].value
    assert "①" in lab.status.value

    lab.form.region.value = "eu-west-1"
    assert "sigv4-new-line" not in lab.sections["canonical_request"].value
    assert "sigv4-new-chip" in lab.sections["key_chain"].value

    lab.reset.click()
    drawn = "".join(section.value for section in lab.sections.values())
    assert not any(mark in drawn for mark in ("sigv4-new-line", "sigv4-new-chip", "<mark"))


def test_secrets_are_in_no_view_until_revealed(lab: SigningLab) -> None:
    """A secret and a token of one's own are masked in every section, in the text and in the picture."""
    lab.form.secret_access_key.value = MARKER
    lab.form.session_token.value = "marker-of-the-token"

    assert "marker-of-the" not in shown(lab)
    assert lab.trace["signing_key"].text not in shown(lab)

    lab.form.reveal.value = True

    assert MARKER in lab.sections["key_chain"].value
    assert "marker-of-the-token" in lab.sections["finished"].value
    assert "marker-of-the" not in repr(lab)


def test_keys_from_a_profile_never_reach_the_page(lab: SigningLab) -> None:
    """Lent keys sign; their id is shown; their secret is not, not even when secrets are revealed."""
    with patch.object(Credentials, "from_boto3", return_value=Credentials("AKIDOFPROFILE", MARKER)):
        lab.form.take_profile.click()
    lab.form.reveal.value = True

    assert "AKIDOFPROFILE" in lab.trace.authorization
    assert MARKER not in shown(lab)
    assert MARKER not in str([field.get_state() for field in lab.form.box.children])
    assert lab.form.secret_access_key.disabled


def test_keys_can_be_typed_again_after_a_profile(lab: SigningLab) -> None:
    """The second click, and a preset, give back open fields with the keys that were typed before."""
    typed = lab.form.read()
    with patch.object(Credentials, "from_boto3", return_value=Credentials("AKIDOFPROFILE", MARKER)):
        lab.form.take_profile.click()
    lab.form.take_profile.click()
    assert typed == lab.form.read()

    lab.use_credentials(Credentials("AKIDOFPROFILE", MARKER))
    lab.preset.value = "Lambda function URL"
    assert PRESETS["Lambda function URL"] == lab.form.read()
    assert not lab.form.access_key_id.disabled
    assert "AKIDEXAMPLE" in lab.trace.authorization


def test_a_profile_that_fails_is_explained(lab: SigningLab) -> None:
    """boto3 without credentials is told as a problem, and nothing else changes."""
    failure = InvalidCredentials("credentials", "none", "a profile with keys")
    with patch.object(Credentials, "from_boto3", side_effect=failure):
        lab.form.take_profile.click()

    assert "a profile with keys" in lab.problem
    assert "AKIDEXAMPLE" in lab.trace.authorization


def test_a_secret_with_blanks_around_it_is_used_and_cautioned(lab: SigningLab) -> None:
    """Blanks that were copied along count, and the lab says so."""
    lab.form.secret_access_key.value = " secret "

    assert lab.problem == ""
    assert "Caution" in lab.status.value


def test_now_reads_the_clock_at_each_edit(lab: SigningLab) -> None:
    """Signing as of now ignores the date that is typed."""
    lab.form.now.value = True

    assert lab.trace["request_date_time"].output != "20150830T123600Z"
    assert lab.form.at.disabled


def test_the_picture_and_the_text_hold_every_value(lab: SigningLab) -> None:
    """What is saved in a notebook has each step's whole value, so that a changed value changes the file."""
    for step in lab.trace:
        assert all(line in repr(lab) for line in step.text.split("\n"))
    assert lab.trace.signature in bundle(lab)["text/html"]


def test_a_masked_token_is_told_where_the_request_is_copied(lab: SigningLab) -> None:
    """The finished request says when it would not work as it stands, and stops saying so once it would."""
    lab.form.session_token.value = "a-token"

    assert "The session token is masked" in lab.sections["finished"].value

    lab.form.reveal.value = True

    assert "masked" not in lab.sections["finished"].value


CALLED = [client.name for client in CLIENTS]


@pytest.mark.parametrize("preset", PRESETS)
def test_the_chosen_clients_code_is_the_export_of_the_form(preset: str) -> None:
    """The section shows what export writes for the request, Region and service that are typed."""
    form = PRESETS[preset]
    lab = SigningLab(form)
    for client in CALLED:
        lab.other_client.menu.value = client

        assert export(request_of(form), client, region=form.region, service=form.service) == lab.other_client.code
        assert escape(lab.other_client.code) in lab.other_client.drawn.value


def test_the_menu_offers_every_client_by_its_language(lab: SigningLab) -> None:
    """Each client is offered once, with its language before its title, and with a word when it is deprecated."""
    offered = dict(lab.other_client.menu.options)

    assert list(offered.values()) == CALLED
    assert all(entry.startswith(("Python", "JavaScript: ", "shell: ")) for entry in offered)
    deprecated = {client.name for client in CLIENTS if client.deprecated}
    assert {name for entry, name in offered.items() if entry.endswith(" (deprecated)")} == deprecated != set()


def test_the_code_follows_each_edit(lab: SigningLab) -> None:
    """Whatever is edited that the code says is in the code at once; with a mistake in the form the code stays."""
    lab.form.url.value = "https://api.example.com/orders?year=2026"
    lab.form.region.value = "eu-west-1"
    lab.form.service.value = "lambda"
    code = lab.other_client.code

    assert all(text in code for text in ("https://api.example.com/orders?year=2026", "eu-west-1", "lambda"))

    lab.form.region.value = ""

    assert code == lab.other_client.code


def test_the_code_is_drawn_only_when_it_changed(lab: SigningLab) -> None:
    """Editing a key leaves the code alone, so that a selection in it survives."""
    sent: list[str] = []
    lab.other_client.drawn.observe(lambda change: sent.append(change["new"]), names="value")
    lab.form.secret_access_key.value = MARKER

    assert sent == []


def test_the_code_has_no_key_token_or_signature(lab: SigningLab) -> None:
    """Not even when secrets are revealed, or when the request that is typed has been signed before."""
    lab.form.reveal.value = True
    lab.form.access_key_id.value = "MARKERKEYID"
    lab.form.secret_access_key.value = MARKER
    lab.form.session_token.value = "marker-of-the-token"
    lab.form.headers.value = "x-api-key: marker-of-the-api-key\nauthorization: marker-of-the-signature"

    for client in CALLED:
        lab.other_client.menu.value = client
        code = lab.other_client.drawn.value.lower()
        assert "marker" not in code
        assert lab.trace.signature not in code


@pytest.mark.parametrize(
    ("client", "told"),
    [
        ("httpx", '<pre class="sigv4-copy">pip install httpx botocore</pre>'),
        ("aws4fetch", '<pre class="sigv4-copy">npm install aws4fetch</pre>'),
        ("python-stdlib", "<p>Nothing to install.</p>"),
        ("openssl", "<p>It runs openssl and curl.</p>"),
        ("request", "<strong>Deprecated. </strong>request is deprecated since 2020"),
    ],
)
def test_what_a_client_needs_is_told_above_its_code(lab: SigningLab, client: str, told: str) -> None:
    """One line installs the packages; programs are named; what is deprecated says why and what to take instead."""
    lab.other_client.menu.value = client
    drawn = lab.other_client.drawn.value

    assert 0 <= drawn.find(told) < drawn.find("<h4>Code")
    assert ("eprecated" in drawn) == (client == "request")


def test_the_code_is_saved_as_it_stands(lab: SigningLab) -> None:
    """The link holds the very code, whatever is typed, under a name with the language's ending."""
    lab.form.url.value = "https://api.example.com/?a=%22%3C'é&b=#x"
    lab.form.body.value = "\"'<é>&\n"
    lab.other_client.menu.value = "curl"
    link = re.search(r'href="data:text/plain;charset=utf-8,([^"]*)" download="([^"]*)"', lab.other_client.drawn.value)

    assert link is not None
    assert (unquote(link[1]), link[2]) == (lab.other_client.code, "signed-request.sh")


def test_a_task_is_ticked_off_when_it_is_done() -> None:
    """What to try stands above the form, one at a time, with how many are done; a lab by itself has none."""
    lab = SigningLab(tasks=TASKS)
    assert "0 of 6 done" in drawn(lab)
    lab.form.region.value = "us-east-1"
    assert "1 of 6 done" in drawn(lab)
    assert "of 6 done" not in drawn(SigningLab())


def test_what_is_likely_not_meant_is_cautioned(lab: SigningLab) -> None:
    """A Region that is not the host's can be signed, and the lab says that AWS will refuse it."""
    lab.form.region.value = "us-east-1"

    assert lab.problem == ""
    assert "The host is in eu-central-1, and us-east-1 is signed" in lab.status.value


def test_the_preset_before_and_after_are_one_press_away(lab: SigningLab) -> None:
    """For a talk: the next request, and back; after the last comes the first."""
    back, forward = (
        next(each for each in every_widget(lab.widget) if f"sigv4-preset-{name}" in classes_of(each))
        for name in ("back", "next")
    )
    names = list(PRESETS)
    for name in [*names[1:], names[0]]:
        forward.click()
        assert lab.preset.value == name
    back.click()
    assert lab.preset.value == names[-1]


def test_keys_lent_after_others_are_named() -> None:
    """Of two sets of keys lent one after the other, the form names the second; the typed ones come back after both."""
    lab = SigningLab()
    typed = lab.form.access_key_id.value
    for name in ("AKIDFIRST", "AKIDSECOND"):
        lab.use_credentials(Credentials(name, MARKER))
    assert lab.form.access_key_id.placeholder.startswith("AKIDSECOND")
    lab.use_credentials(None)
    assert lab.form.access_key_id.value == typed


def test_dots_in_a_body_are_no_mask() -> None:
    """A body in which somebody typed the sign of a mask is not said to hide a session token."""
    lab = SigningLab()
    lab.form.body.value = "a ••• b"
    assert "is masked" not in lab.sections["finished"].value
