"""The pages build without the network, and a built page asks no other host for anything."""

from __future__ import annotations

import re
import runpy
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

DOCS = Path(__file__).resolve().parents[2] / "docs"
OTHER_HOST = re.compile(r"(?:[a-z][a-z0-9+.-]*:)?//", re.IGNORECASE)
FETCHED = {"script": "src", "img": "src", "iframe": "src", "source": "src", "link": "href"}


class Fetches(HTMLParser):
    """Collects the addresses that a browser asks for in order to show a page."""

    def __init__(self) -> None:
        super().__init__()
        self.addresses: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.addresses.append((given.get(FETCHED.get(tag, "")) or "").strip())

    @property
    def elsewhere(self) -> list[str]:
        return [address for address in self.addresses if OTHER_HOST.match(address)]


def fetches(html: str) -> list[str]:
    parser = Fetches()
    parser.feed(html)
    return parser.elsewhere


@pytest.fixture(scope="module")
def conf() -> dict[str, Any]:
    return runpy.run_path(str(DOCS / "conf.py"))


def sphinx(source: Path, built: Path) -> subprocess.CompletedProcess[str]:
    """Build a page by the project's settings; pages generated beside it may stand outside its contents."""
    command = [sys.executable, "-m", "sphinx", "-W", "-n", "-q", "-c", str(DOCS), "-b", "html"]
    command += ["-D", "suppress_warnings=toc.not_included", str(source), str(built)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_no_extension_needs_the_network(conf: dict[str, Any]) -> None:
    asking = {"sphinx.ext.intersphinx", "sphinx.ext.linkcode", "sphinx.ext.mathjax"}
    assert not asking & set(conf["extensions"])


def test_every_reference_to_foedus_must_lead_somewhere(conf: dict[str, Any]) -> None:
    ignored = [pattern for _, pattern in conf["nitpick_ignore_regex"]]
    assert conf["nitpicky"] is True
    assert any(re.fullmatch(pattern, "datetime.date") for pattern in ignored)
    assert not any(re.fullmatch(pattern, "foedus.dates.Date") for pattern in ignored)


def test_every_folder_has_its_index() -> None:
    folders = ["tutorial", "how-to", "reference", "explanation"]
    assert [folder for folder in folders if not (DOCS / folder / "index.md").exists()] == []
    contents = (DOCS / "index.md").read_text(encoding="utf-8")
    assert [folder for folder in folders if f"\n{folder}/index\n" not in contents] == []


def test_a_built_page_asks_no_other_host(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "index.md").write_text("# A page\n\nWith `code` and a [link](https://example.org).\n")
    done = sphinx(tmp_path / "in", tmp_path / "out")
    assert done.returncode == 0, done.stderr
    pages = sorted((tmp_path / "out").rglob("*.html"))
    assert pages
    assert {page.name: found for page in pages if (found := fetches(page.read_text(encoding="utf-8")))} == {}
    styles = sorted((tmp_path / "out").rglob("*.css"))
    assert styles
    asked = r"(?:@import\s+|url\(\s*)['\"]?(?:https?:)?//"
    assert [style.name for style in styles if re.search(asked, style.read_text(encoding="utf-8"))] == []


def test_a_reference_that_leads_nowhere_stops_the_build(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "index.md").write_text("# A page\n\nSee {py:class}`foedus.Nowhere`.\n")
    done = sphinx(tmp_path / "in", tmp_path / "out")
    assert done.returncode != 0
    assert "foedus.Nowhere" in done.stderr


@pytest.mark.parametrize(
    "html",
    [
        '<script src="https://cdn.example/x.js"></script>',
        '<link rel="stylesheet" href="//fonts.example/a.css">',
        '<img alt="" src="http://example.org/a.png">',
    ],
)
def test_an_address_elsewhere_is_found(html: str) -> None:
    assert len(fetches(html)) == 1


def test_a_link_to_follow_is_no_fetch() -> None:
    assert fetches('<a href="https://example.org">there</a><script src="_static/x.js"></script>') == []
