"""The README's pictures, of the real lab: ``python -m tests.browser.pictures notebooks/images`` makes them anew."""

from __future__ import annotations

import io
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import FloatRect, Page, expect, sync_playwright

from sigv4_explain.widgets.signing_lab.input import FIRST, PRESETS
from tests.browser.axe import THEMES
from tests.browser.harness import (
    CHROMIUM_FLAGS,
    Lab,
    choose_theme,
    find_chromium,
    open_notebook,
    run_all_cells,
    running_lab,
)
from tests.browser.lab_page import LabPage
from tests.browser.site_page import ENDED

WIDTH, HEIGHT = 1366, 1000
ANIMATED = "signing-lab-typing.gif"
_A_KEY, _A_LOOK = 250, 1800  # milliseconds that a frame is shown
_COLOURS = 96  # more make the file larger, and nobody sees them
_MARGIN = 4


def open_lab(page: Page, jupyterlab: Lab) -> LabPage:
    """Open the first notebook and run it, with the lab at the window's top."""
    open_notebook(page, jupyterlab)
    run_all_cells(page)
    page.wait_for_function(ENDED)  # until then cells grow, and the lab moves away
    lab = LabPage(page)
    lab.root.evaluate("root => root.scrollIntoView({block: 'start'})")
    return lab


def take_stills(lab: LabPage, folder: Path) -> list[Path]:
    """Take the lab in both themes, just after somebody typed into the URL."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for theme in THEMES:
        choose_theme(lab.page, theme)
        _reset(lab)
        _type(lab, "url", "&a=1")
        expect(lab.section("canonical_request")).to_contain_text("a=1&client=requests")
        paths.append(folder / f"signing-lab-{theme.rpartition(' ')[2].lower()}.png")
        lab.page.screenshot(path=paths[-1], clip=_place(lab))
    return paths


def take_animated(lab: LabPage, path: Path) -> None:
    """Take some twenty seconds of typing and of the walk."""
    from PIL import Image  # for whoever makes the pictures; no test needs it

    choose_theme(lab.page, THEMES[0])
    _reset(lab)
    place = _place(lab, "section-rest")  # the walk takes less room than the form
    taken = [(Image.open(io.BytesIO(lab.page.screenshot(clip=place))), shown) for shown in _scenes(lab)]
    frames = [image.convert("RGB").quantize(_COLOURS, dither=Image.Dither.NONE) for image, _ in taken]
    durations = [shown for _, shown in taken]
    frames[0].save(path, save_all=True, append_images=frames[1:], duration=durations, loop=0, optimize=True)


def _scenes(lab: LabPage) -> Iterator[int]:
    """Do one thing after the other, and say how long each is looked at."""
    page, root = lab.page, lab.root
    yield _A_LOOK
    for name, text in (("url", "&a=1"), ("body", "{}"), ("region", "x")):
        lab.field(name).focus()
        page.keyboard.press("End")
        for key in text:
            page.keyboard.type(key)
            page.wait_for_timeout(400)
            yield _A_KEY
        yield _A_LOOK
    _reset(lab)
    root.get_by_role("button", name="Step by step").click()
    for _ in range(4):
        page.wait_for_timeout(400)
        yield _A_LOOK
        for _ in range(2):
            root.get_by_role("button", name="Next ▸").click()
            page.wait_for_timeout(400)
    root.get_by_role("button", name="End the walk").click()
    page.wait_for_timeout(400)
    yield _A_LOOK


def _type(lab: LabPage, name: str, text: str) -> None:
    lab.field(name).focus()
    lab.page.keyboard.press("End")
    lab.page.keyboard.type(text)


def _reset(lab: LabPage) -> None:
    lab.root.get_by_role("button", name="Reset").click()
    lab.expect_signature_of(PRESETS[FIRST])


def _place(lab: LabPage, last: str = "panes") -> FloatRect:
    """The lab, down to the last part that is wanted."""
    root, end = lab.root.bounding_box(), lab.root.locator(f".sigv4-{last}").bounding_box()
    assert root is not None
    assert end is not None
    return {
        "x": root["x"] - _MARGIN,
        "y": root["y"] - _MARGIN,
        "width": root["width"] + 2 * _MARGIN,
        "height": end["y"] + end["height"] - root["y"] + 2 * _MARGIN,
    }


def main(folder: Path) -> None:
    """Make every picture in a folder."""
    with tempfile.TemporaryDirectory() as own, running_lab(Path(own)) as jupyterlab, sync_playwright() as playwright:
        flags = [*CHROMIUM_FLAGS, "--no-sandbox"]
        browser = playwright.chromium.launch(executable_path=find_chromium(playwright), args=flags)
        page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT}, reduced_motion="reduce")
        lab = open_lab(page, jupyterlab)
        take_stills(lab, folder)
        take_animated(lab, folder / ANIMATED)
        browser.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
