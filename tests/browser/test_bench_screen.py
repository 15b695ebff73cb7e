"""The bench in a browser: what somebody who edits waits for."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from bench import report, screen
from projects import SHEET, make_project


@pytest.mark.torture
def test_what_a_browser_waits_for_is_measured(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, browser: Browser
) -> None:
    monkeypatch.setattr(screen, "PAUSE", 0.2)
    root = make_project(tmp_path / "project", {"worksheets/sheet.yaml": SHEET})
    site = screen.built(root)
    assert screen.index_size(site) > 0
    found = [*screen.keystrokes(site, browser, 10, 1), *screen.edits(root, browser, 10, 1)]
    assert [run.job for run in found] == [
        *("finder, until it is ready", "keystroke", "keystroke, the slowest"),
        *("serve, until it answers", "edit to screen", "edit to PDF"),
    ]
    assert all(run.job in report.JOBS and run.seconds > 0 for run in found)
