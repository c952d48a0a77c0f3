"""From a key to the new signature on screen, against a bare echo widget in the same page.

``python -m tests.benchmarks.browser`` prints p50 and p95 over 100 keys each, as ratios.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
from pathlib import Path

import nbformat
from playwright.sync_api import Page, sync_playwright

from tests.browser.harness import CHROMIUM_FLAGS, find_chromium, open_notebook, run_all_cells, running_lab

KEYS = 100
RUNS = 5
WARM_UP = 5
LAB = "from sigv4_explain.widgets import SigningLab\nlab = SigningLab()\nlab"
ECHO = """import ipywidgets
typed, shown = ipywidgets.Text(description="echo"), ipywidgets.HTML()
typed.observe(lambda change: setattr(shown, "value", f'<code class="echo">{change["new"]}</code>'), names="value")
typed.add_class("echo-field")
ipywidgets.VBox([typed, shown])"""
MEASURE = """async ([field, shown, text]) => {
  const input = document.querySelector(field);
  const before = document.querySelector(shown)?.textContent;
  return await new Promise(resolve => {
    const observer = new MutationObserver(() => {
      const now = document.querySelector(shown)?.textContent;
      if (now !== undefined && now !== before) { observer.disconnect(); resolve(performance.now() - start); }
    });
    observer.observe(document.body, {subtree: true, childList: true, characterData: true});
    input.value += text;
    const start = performance.now();
    input.dispatchEvent(new Event('input', {bubbles: true}));
  });
}"""
TARGETS = {
    "signing lab": (".sigv4-field-url input", ".sigv4-section-signature .sigv4-signature"),
    "echo": (".echo-field input", "code.echo"),
}


def main() -> None:
    """Measure both on one page."""
    with tempfile.TemporaryDirectory() as folder, running_lab(Path(folder)) as lab, sync_playwright() as playwright:
        _write_notebook(lab.folder / "keys.ipynb")
        executable = find_chromium(playwright)
        if executable is None:
            sys.exit("no Chromium found")
        sandbox = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
        page = playwright.chromium.launch(executable_path=executable, args=[*CHROMIUM_FLAGS, *sandbox]).new_page()
        open_notebook(page, lab, "keys.ipynb")
        run_all_cells(page)
        page.wait_for_selector(".echo-field input")
        _print(_measured(page))


def _write_notebook(path: Path) -> None:
    notebook = nbformat.v4.new_notebook()
    notebook.cells = [nbformat.v4.new_code_cell(source) for source in (LAB, ECHO)]
    notebook.metadata["kernelspec"] = {"display_name": "Python 3", "language": "python", "name": "python3"}
    nbformat.write(notebook, path)


def _measured(page: Page) -> dict[str, list[float]]:
    """Type in turns, a run of keys into each: TCP's delayed acknowledgements settle within a run, not between two."""
    times: dict[str, list[float]] = {name: [] for name in TARGETS}
    for _ in range(RUNS):
        for name, (field, shown) in TARGETS.items():
            run = [_timed(page, field, shown, key) for key in range(WARM_UP + KEYS // RUNS)]
            times[name] += run[WARM_UP:]
    return times


def _timed(page: Page, field: str, shown: str, key: int) -> float:
    page.wait_for_timeout(100)
    return float(page.evaluate(MEASURE, [field, shown, "abcdefghij"[key % 10]]))


def _print(times: dict[str, list[float]]) -> None:
    print("| key to screen | p50 | p95 |\n|---|---|---|")  # noqa: T201  # printing is what it is for
    ratios = [f"{_percentile(times, 'signing lab', p) / _percentile(times, 'echo', p):.2f}" for p in (50, 95)]
    print(f"| signing lab / bare echo widget | {' | '.join(ratios)} |")  # noqa: T201


def _percentile(times: dict[str, list[float]], name: str, percent: int) -> float:
    return statistics.quantiles(times[name], n=100)[percent - 1]


if __name__ == "__main__":
    main()
