"""The recipes for a hub: what can be told of them without a hub and without Kubernetes."""

from __future__ import annotations

import re
import runpy
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import yaml
from traitlets.config import Config

ROOT = Path(__file__).parents[2]
HUB = ROOT / "notebooks" / "hub"


def _values() -> Any:
    return yaml.safe_load((HUB / "values.yaml").read_text(encoding="utf-8"))


def _recipe(monkeypatch: pytest.MonkeyPatch, folder: Path, password: str) -> Config:
    monkeypatch.setenv("WORKSHOP_FOLDER", str(folder))
    monkeypatch.setenv("WORKSHOP_PASSWORD", password)
    config = Config()
    runpy.run_path(str(HUB / "jupyterhub_config.py"), init_globals={"get_config": lambda: config})
    return config


def test_the_values_hold_together() -> None:
    """A room of 500 is let in, and nobody is promised more memory or processor than they may use."""
    values = _values()
    single = values["singleuser"]

    assert values["hub"]["activeServerLimit"] >= 500
    assert single["cpu"]["guarantee"] < single["cpu"]["limit"]
    assert int(single["memory"]["guarantee"].removesuffix("M")) < int(single["memory"]["limit"].removesuffix("M"))
    assert single["storage"]["type"] in {"dynamic", "static", "none"}


def test_the_hub_on_one_machine_keeps_all_in_its_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Database, secret and every learner's folder lie in the workshop's folder, and only this machine connects."""
    config = _recipe(monkeypatch, tmp_path / "room", "a password")

    places = [config.JupyterHub.db_url, config.JupyterHub.cookie_secret_file, config.ConfigurableHTTPProxy.pid_file]
    assert [place for place in places if str(tmp_path / "room") not in place] == []
    assert config.SimpleLocalProcessSpawner.home_dir_template == str(tmp_path / "room" / "{username}")
    assert config.JupyterHub.bind_url == "http://127.0.0.1:8000"
    assert (tmp_path / "room").is_dir()
    assert config.JupyterHub.concurrent_spawn_limit == config.JupyterHub.active_server_limit  # else some get a 429


def test_the_hub_does_not_start_without_a_password(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Without a password for the room, anybody could run code: the recipe stops, and names the variable."""
    with pytest.raises(SystemExit, match="WORKSHOP_PASSWORD is not set"):
        _recipe(monkeypatch, tmp_path, "")


@pytest.mark.parametrize(
    ("name", "taken"),
    [("ada", True), ("table-7", True), ("", False), ("..", False), ("a/b", False), ("-rf", False), ("Ada", False)],
)
def test_a_learners_name_makes_a_folder(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str, *, taken: bool
) -> None:
    """A name becomes a folder's name, so nothing that leads elsewhere is taken."""
    pattern = _recipe(monkeypatch, tmp_path, "a password").Authenticator.username_pattern

    assert bool(re.fullmatch(pattern, name)) is taken


def test_the_link_opens_the_contents() -> None:
    """The page's link for nbgitpuller names a repository and a branch, and opens a notebook of this project."""
    (link,) = re.findall(r"https://\S+/git-pull\?\S+", (HUB / "README.md").read_text(encoding="utf-8"))
    parts = urlsplit(link)
    query = parse_qs(parts.query, strict_parsing=True)

    assert parts.path == "/hub/user-redirect/git-pull"
    assert set(query) == {"repo", "branch", "targetpath", "urlpath"}
    opened = query["urlpath"][0].removeprefix(f"lab/tree/{query['targetpath'][0]}/")
    assert (ROOT / opened).is_file()
