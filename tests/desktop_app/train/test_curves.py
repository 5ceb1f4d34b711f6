"""Curves that grow, and what is drawn of them."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import numpy as np
from PySide6.QtWidgets import QToolButton
from pytestqt.qtbot import QtBot

from desktop_app.document.background import Background
from desktop_app.icons import Icons
from desktop_app.resources import ICONS
from desktop_app.runs.curve_panel import CurvePanel
from desktop_app.runs.curve_table import as_csv
from desktop_app.runs.progress_words import trend
from desktop_app.runs.record import PACE, Curves, Record
from desktop_app.runs.smoothing import seen, smoothed, thinned
from desktop_app.theme import Theme


def curves_of(rows: int, fall: float = 0.0) -> Curves:
    curves = Curves()
    for row in range(1, rows + 1):
        curves.append({"step": row * 20, "seconds": row * 5.0, "style": 1 - fall * row / rows})
    return curves


def test_a_name_that_comes_later_has_a_gap_before() -> None:
    curves = curves_of(300)
    curves.append({"step": 6020, "seconds": 1505.0, "extra": 3.0})
    assert np.isnan(curves.values("extra")[:-1]).all()
    assert curves.values("extra")[-1] == 3
    assert np.isnan(curves.values("style")[-1])
    assert np.allclose(curves.values(PACE), 0.25)


def test_what_is_done_again_replaces_what_was() -> None:
    curves = curves_of(10)
    curves.forget_after(100)
    assert curves.steps[-1] == 100
    curves.append({"step": 120, "seconds": 30.0, "style": 9.0})
    assert curves.values("style")[-1] == 9
    assert curves.row_at(111) == 5
    assert curves.row_at(109) == 4


def test_thinning_keeps_every_peak_of_a_hundred_thousand_points() -> None:
    steps = np.arange(100_000.0)
    values = np.sin(steps / 500)
    values[77_777] = 40
    x, y = thinned(steps, values, 1600)
    assert len(x) <= 1601
    assert y.max() == 40
    assert x[int(y.argmax())] == 77_777
    assert (np.diff(x) > 0).all()
    assert x[-1] == steps[-1]


def test_only_what_is_looked_at_is_drawn() -> None:
    steps = np.arange(0.0, 1000.0, 10)
    x, _ = seen(steps, steps, 500, 600)
    assert x[0] == 490
    assert x[-1] == 610


def test_smoothing_leaves_gaps_out() -> None:
    values = np.array([1.0, np.nan, 3.0, 5.0])
    assert np.allclose(smoothed(values, 2), [1, np.nan, 3, 4], equal_nan=True)


def test_the_words_follow_the_curve() -> None:
    assert trend(curves_of(4)) == ""
    assert trend(curves_of(60, fall=0.5)) == "stronger"
    assert trend(curves_of(60)) == "slower"
    assert trend(curves_of(60, fall=-0.5)) == "weaker"
    assert trend(curves_of(400, fall=-0.5)) == "weaker", "stopping is not said to lose nothing"
    assert trend(curves_of(400)) == "still"


def test_a_table_has_all_rows_and_gaps_are_empty() -> None:
    curves = curves_of(2)
    curves.append({"step": 60, "seconds": 15.0})
    rows = list(csv.reader(io.StringIO(as_csv(curves).decode())))
    assert rows[0] == ["step", "seconds", "style", "rate"]
    assert rows[3] == ["60", "15", "", ""]


def test_a_table_of_several_runs_says_whose_each_row_is() -> None:
    other = Curves()
    other.append({"step": 20, "seconds": 5.0, "extra": 3.0})
    table = as_csv(curves_of(2), "sea", [("wave", other)])
    rows = list(csv.reader(io.StringIO(table.decode())))
    assert rows[0] == ["run", "step", "seconds", "style", "rate", "extra"]
    assert [row[0] for row in rows[1:]] == ["sea", "sea", "wave"]
    assert rows[3] == ["wave", "20", "5", "", "", "3"]


def test_runs_behind_another_are_told_apart_named_and_have_values(qtbot: QtBot, tmp_path: Path) -> None:
    panel = panel_of(qtbot)
    main = Record(tmp_path / "main", "main", curves=curves_of(10))
    sea = Record(tmp_path / "sea", "sea", curves=curves_of(10, fall=0.5))
    wave = Record(tmp_path / "wave", "wave", curves=curves_of(5, fall=0.25))
    panel.show_runs(main, [sea, wave])
    assert panel.plot is not None
    lines = {line.look.run: line.look for line in panel.plot._lines}
    assert len({look.marker for look in lines.values()}) == 3
    assert lines[1].pen().style() != lines[2].pen().style()
    named = {chip.objectName(): chip for chip in panel.findChildren(QToolButton)}
    chips = {name: named[f"run_chip_{name}"] for name in ("sea", "wave")}
    assert {name: chip.text() for name, chip in chips.items()} == {
        "sea": "sea · style 0.5",
        "wave": "wave · style 0.75",
    }
    panel.plot.hovered.emit(180.0)
    assert chips["sea"].text() == "sea · style 0.55"
    assert chips["wave"].text() == "wave", "it had ended by then"
    chips["sea"].click()
    assert {line.look.run for line in panel.plot._lines} == {0, 2}


def panel_of(qtbot: QtBot) -> CurvePanel:
    theme = Theme(ICONS)
    panel = CurvePanel(theme, Icons(theme), Background(theme))
    theme.setParent(panel)
    qtbot.addWidget(panel)
    qtbot.waitUntil(lambda: panel.plot is not None)
    return panel
