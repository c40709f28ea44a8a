"""A page with a chart, opened in a browser that can reach nothing: the chart is drawn."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from foedus.charts.record import calibration_chart, skill_chart
from foedus.charts.saving import save
from foedus.estimates.published_record import published
from tests.conftest import IN_CI

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


@pytest.fixture(scope="module")
def browser() -> str:
    """A browser; skipped loudly without one, a failure in CI."""
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        said = (
            f"no browser was found (looked for {', '.join(BROWSERS)}); on Debian and Ubuntu: apt install chromium"
        )
        if IN_CI:
            pytest.fail(said)
        pytest.skip(said)
    return found


def opened(browser: str, page: Path, folder: Path) -> str:
    """The document as it is once its scripts have run, with every name of a host leading nowhere."""
    made = subprocess.run(
        [
            browser,
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            f"--user-data-dir={folder}",
            "--host-resolver-rules=MAP * ~NOTFOUND",
            "--proxy-server=127.0.0.1:9",
            "--virtual-time-budget=20000",
            "--dump-dom",
            page.as_uri(),
        ],
        capture_output=True,
        text=True,
        check=True,
        timeout=180,
    )
    return made.stdout


def test_a_chart_is_drawn_without_a_network(browser: str, tmp_path: Path) -> None:
    record = published()
    assert record is not None
    for name, chart in (("skill", skill_chart(record)), ("calibration", calibration_chart(record))):
        page = tmp_path / f"{name}.html"
        save(chart, page)
        document = re.sub(r"<script.*?</script>", "", opened(browser, page, tmp_path / f"of-{name}"), flags=re.S)
        assert "<svg" in document
        # The words of the chart itself, set by the scripts of the page.
        assert "Source: the casebook" in document
        assert "vega-error" not in document
