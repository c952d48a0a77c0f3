"""The pages as plain HTML: read before Python is there, or without it."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from tests.site.builder import PROJECT, Page, html_of, write_contents, write_plain_pages

SIGNATURE_OF_00 = "e1fa2e7b838ef5cc8e9011bc129b63d1e339c665066e9f1b268da91d45d140cb"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The plain pages, with the notebooks and files that they lead to."""
    folder = tmp_path_factory.mktemp("site")
    write_contents(PROJECT / "notebooks", folder / "files")
    write_plain_pages(folder / "files", folder)
    return folder


def test_the_first_page_is_the_contents_and_leads_to_every_notebook(site: Path) -> None:
    """Its title names the page, and whose it is."""
    text = (site / "index.html").read_text(encoding="utf-8")

    for path in (PROJECT / "notebooks").glob("[0-9]*.ipynb"):
        assert f'href="notebooks/index.html?path={path.name}"' in text
    assert '<html lang="en">' in text
    assert "made visible · SigV4, explained</title>" in text


def test_every_link_leads_to_a_page_that_is_there(site: Path) -> None:
    """From each page to pages, to notebooks that run, and to files; an anchor is on the page that it names."""
    pages = [site / "index.html", *(site / "pages").rglob("*.html")]
    links = [(page, link) for page in pages for link in _Links.of(page)]

    assert len(links) > 500
    assert [(page.name, link) for page, link in links if not _leads_on(page, link, site)] == []


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("00-sign-a-request", "alive"),
        ("app", "alive"),
        ("doctor", "alive"),
        ("01-why-sign", "runs"),
        ("glossary", "read"),
    ],
)
def test_a_page_says_whether_it_runs(site: Path, name: str, kind: str) -> None:
    """An app comes alive by itself, a chapter is run by its reader, and what is read needs no Python."""
    assert f'data-kind="{kind}"' in (site / "pages" / f"{name}.html").read_text(encoding="utf-8")


def test_the_recorded_lab_is_the_notebooks_own(site: Path) -> None:
    """Its picture is the HTML that the notebook was saved with, down to the signature."""
    text = (site / "pages" / "00-sign-a-request.html").read_text(encoding="utf-8")

    assert re.search(r"sigv4-static.*" + SIGNATURE_OF_00, text, re.DOTALL)


def test_a_text_output_and_a_title_are_escaped() -> None:
    """What a cell printed, what it holds and what a heading says become text."""
    markdown = {"cell_type": "markdown", "source": "# `a` < b"}
    code = {"cell_type": "code", "source": "1 < 2", "outputs": [{"output_type": "stream", "text": "<script>"}]}
    text = html_of(Page("x", (markdown, code)), ())

    assert "<title>a &lt; b · SigV4, explained</title>" in text
    assert "<pre><code>1 &lt; 2</code></pre>" in text
    assert "<pre>&lt;script&gt;</pre>" in text


class _Links(HTMLParser):
    """Collects the addresses of a page, and the names that it can be entered by."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.names: set[str] = set()

    @classmethod
    def read(cls, page: Path) -> _Links:
        parser = cls()
        parser.feed(page.read_text(encoding="utf-8"))
        return parser

    @classmethod
    def of(cls, page: Path) -> list[str]:
        return [link for link in cls.read(page).links if not re.match(r"\w+:", link)]

    def handle_starttag(self, _tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        self.links += [link for link in (named.get("href"), named.get("src")) if link]
        self.names |= {name for name in (named.get("id"),) if name}


def _leads_on(page: Path, link: str, site: Path) -> bool:
    parts = urlsplit(link)
    if parts.query:
        return (site / "files" / parse_qs(parts.query)["path"][0]).is_file()
    target = (page.parent / parts.path).resolve() if parts.path else page
    if not target.is_file():
        return False
    return not parts.fragment or target.suffix != ".html" or unquote(parts.fragment) in _Links.read(target).names
