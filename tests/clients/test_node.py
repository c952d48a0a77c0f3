from __future__ import annotations

import json
import re

import pytest

from tests.clients import node

LOCK = json.loads((node.HERE / "package-lock.json").read_text(encoding="utf-8"))


def test_the_packages_are_pinned() -> None:
    """Each client in one version, as its faults are that version's."""
    package = json.loads((node.HERE / "package.json").read_text(encoding="utf-8"))

    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in package["dependencies"].values())
    assert LOCK["packages"][""]["dependencies"] == package["dependencies"]


def test_the_lock_names_no_registry() -> None:
    """So that the packages come from the registry that npm is set up for; their hashes stay."""
    packages = {name: entry for name, entry in LOCK["packages"].items() if name}

    assert [name for name, entry in packages.items() if "resolved" in entry] == []
    assert [name for name, entry in packages.items() if "integrity" not in entry] == []


def test_packages_that_cannot_be_had_are_a_reason_to_skip(monkeypatch: pytest.MonkeyPatch) -> None:
    """Or to fail, where SIGV4_REQUIRE names the clients."""
    monkeypatch.setattr(node, "find_node", lambda: None)
    monkeypatch.setattr(node, "_STAMP", node.HERE / "no-such-stamp")
    monkeypatch.delenv("SIGV4_REQUIRE", raising=False)

    with pytest.raises(pytest.skip.Exception, match="Node is not installed"):
        node.install()


@pytest.mark.usefixtures("node_packages")
def test_a_script_that_fails_is_told_with_its_error() -> None:
    """What Node wrote about it is in the failure."""
    with pytest.raises(AssertionError, match="TypeError"):
        node.run_node("aws4.mjs", {})
