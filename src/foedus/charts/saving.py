"""Saving: one chart into one file, whole or not at all; the same bytes for the same chart, but for PDF.

In a PDF the library that draws it lists its fonts in an order of its own; the picture is the same.
"""

from __future__ import annotations

import html
import json
import os
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

from foedus.charts.drawing import library

SCALE: Final = 2
"""Pixels of a PNG for each pixel of a chart, so that it is sharp on good screens and in print."""


class UnknownEnding(ValueError):
    """Says that a file's ending names no format of charts, and which there are."""


def save(chart: Any, path: Path) -> None:
    """Write a chart into a file; the ending says the format: PNG, SVG, PDF, or HTML that needs no network.

    Args:
        chart: the chart.
        path: the file; what stood there before is replaced only by a whole picture.

    Raises:
        UnknownEnding: when the ending names no format.
        NoCharts: without the extra ``charts``.
        OSError: when the file cannot be written.
    """
    content = picture(chart, path)
    handle, beside = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        os.chmod(beside, 0o644)
        os.replace(beside, path)
    except BaseException:
        Path(beside).unlink(missing_ok=True)
        raise


def picture(chart: Any, path: Path) -> bytes:
    """What a chart's file holds.

    Args:
        chart: the chart.
        path: the file, of which only the ending counts.

    Raises:
        UnknownEnding: when the ending names no format.
        NoCharts: without the extra ``charts``.
    """
    write = FORMATS[ending(path)]
    library()
    return write(chart.to_dict())


def ending(path: Path) -> str:
    """The format that a file's ending names.

    Args:
        path: the file.

    Raises:
        UnknownEnding: when it names none.

    >>> ending(Path("chart.SVG"))
    'svg'
    """
    found = path.suffix.removeprefix(".").lower()
    if found not in FORMATS:
        raise UnknownEnding(f"{path.name!r}: the ending names no format of charts; known are {', '.join(FORMATS)}")
    return found


def _png(spec: dict[str, Any]) -> bytes:
    import vl_convert

    made: bytes = vl_convert.vegalite_to_png(spec, vl_version=_version(), scale=SCALE)
    return made


def _svg(spec: dict[str, Any]) -> bytes:
    import vl_convert

    made: str = vl_convert.vegalite_to_svg(spec, vl_version=_version())
    return made.encode()


def _pdf(spec: dict[str, Any]) -> bytes:
    import vl_convert

    made: bytes = vl_convert.vegalite_to_pdf(spec, vl_version=_version())
    return made


def _html(spec: dict[str, Any]) -> bytes:
    """A page with the scripts inside; they come out of the installed package, and nothing is fetched."""
    import vl_convert

    own = {name: part for name, part in spec.items() if name != "$schema"}
    scripts = vl_convert.javascript_bundle("window.vegaEmbed = vegaEmbed;", vl_version=_version())
    title = html.escape(" ".join(_title(spec)) or "Chart")
    options = {
        "mode": "vega-lite",
        "renderer": "svg",
        # The editor is a page elsewhere.
        "actions": {"export": True, "source": False, "compiled": False, "editor": False},
    }
    return (
        f'<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>{title}</title>\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        "<style>body{margin:1rem;background:#fff;font-family:sans-serif}#chart{overflow-x:auto}</style>\n"
        f'</head>\n<body>\n<div id="chart" role="img" aria-label="{title}"></div>\n'
        "<noscript>This page draws a chart with scripts that it carries itself.</noscript>\n"
        f"<script>{_inside(scripts)}</script>\n"
        f"<script>vegaEmbed('#chart', {_inside(_text(own))}, {_text(options)});</script>\n</body>\n</html>\n"
    ).encode()


def _text(plain: dict[str, Any]) -> str:
    return json.dumps(plain, ensure_ascii=True, sort_keys=True)


def _inside(script: str) -> str:
    """A script that cannot end its element before its own end."""
    return script.replace("</script", "<\\/script").replace("<!--", "<\\!--")


def _title(spec: Mapping[str, Any]) -> list[str]:
    """The title of the outermost chart that has one at its head."""
    title = spec.get("title", {})
    if isinstance(title, dict) and title.get("orient") != "bottom" and title.get("text"):
        text = title["text"]
        return [text] if isinstance(text, str) else list(text)
    inner = spec.get("vconcat", [])
    return _title(inner[0]) if inner else []


def _version() -> str:
    """The version of the language of charts for which the library writes."""
    from altair.vegalite import SCHEMA_VERSION

    return ".".join(str(SCHEMA_VERSION).removeprefix("v").split(".")[:2])


FORMATS: Final[Mapping[str, Callable[[dict[str, Any]], bytes]]] = {
    "png": _png,
    "svg": _svg,
    "html": _html,
    "pdf": _pdf,
}
