"""How the pages are built. Nothing here, and nothing in a built page, needs the network."""

from __future__ import annotations

import sys
from importlib.metadata import version as installed_version
from pathlib import Path

from sphinx.application import Sphinx

sys.path.insert(0, str(Path(__file__).parent / "extensions"))

project = "Foedus"
author = "The Foedus contributors"
project_copyright = author
version = release = installed_version("foedus")

extensions = [
    "myst_parser",
    "sphinx.ext.autodoc",
    "sphinx.ext.doctest",
    "sphinx.ext.napoleon",
    "pack_keys",
]
exclude_patterns = ["_build"]
language = "en-GB"

myst_enable_extensions = ["colon_fence", "deflist", "fieldlist"]
myst_heading_anchors = 3

autodoc_default_options = {"members": True, "show-inheritance": True, "member-order": "bysource"}
autodoc_typehints = "signature"
autodoc_preserve_defaults = True
napoleon_google_docstring = True
napoleon_numpy_docstring = False
napoleon_use_rtype = False

# The examples in docstrings are run by pytest, beside their own module; here only those of the pages are run.
doctest_test_doctest_blocks = ""

# Every reference must lead somewhere. What other libraries define is described on their own sites, which
# cannot be asked while a page is built.
nitpicky = True
_LIBRARIES = {"polars", "pydantic", "pydantic_core", "rich", "typer", "yaml"}
_ELSEWHERE = sorted(_LIBRARIES | sys.stdlib_module_names)
nitpick_ignore_regex = [(r"py:.*", rf"({'|'.join(_ELSEWHERE)})(\..*)?")]

html_theme = "pydata_sphinx_theme"
html_title = "Foedus"
html_show_sourcelink = False
html_copy_source = False
html_theme_options = {
    "show_toc_level": 2,
    "navbar_end": ["theme-switcher"],
    "footer_start": ["copyright"],
    "footer_end": [],
    "secondary_sidebar_items": ["page-toc"],
    "use_edit_page_button": False,
}


def _keep_prose(app: Sphinx, what: str, name: str, obj: object, options: object, lines: list[str]) -> None:
    """Keep a colon in the first sentence of a property or constant from being read as `type: description`."""
    if what in {"attribute", "data", "property"}:
        lines[:0] = ["..", ""]  # an empty comment: napoleon looks for a type in the first line only


def setup(app: Sphinx) -> None:
    """Connect what the settings alone cannot say."""
    app.connect("autodoc-process-docstring", _keep_prose, priority=400)  # before napoleon, at 500
