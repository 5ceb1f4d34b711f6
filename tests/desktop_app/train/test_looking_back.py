"""Looking at a run: two moments beside one another, other runs too; the technical log; a word at the end."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QSystemTrayIcon, QWidget
from pytestqt.qtbot import QtBot

from desktop_app.notifying import Notifier
from desktop_app.runs.dashboard import REDRAW_MS, pause_ms
from desktop_app.runs.filmstrip import Filmstrip
from desktop_app.runs.log_view import LogView
from desktop_app.runs.record import Event, Record
from models.training_requests import TrainStyle
from tests.desktop_app.stylize.conftest import make_picture

COLOURS = {0: (200, 0, 0), 10: (0, 200, 0), 20: (0, 0, 200)}


def record(folder: Path, name: str, photos: str = "photos") -> Record:
    request = TrainStyle((), Path(photos), folder / name, folder / f"{name}.safetensors", name=name)
    samples = [
        (step, make_picture(folder / name / f"{step:07d}.png", colour, (60, 40)))
        for step, colour in COLOURS.items()
    ]
    return Record(folder / name, name, "finished", 20, samples=samples, request=request)


def sides(film: Filmstrip) -> tuple[QColor, QColor]:
    """What is seen left and right of the dividing line."""
    image: QImage = film.view.grab().toImage()
    middle, quarter = image.height() // 2, image.width() // 4
    return image.pixelColor(image.width() // 2 - quarter // 2, middle), image.pixelColor(
        image.width() // 2 + quarter // 2, middle
    )


@pytest.fixture
def film(qtbot: QtBot, tmp_path: Path) -> Filmstrip:
    film = Filmstrip()
    qtbot.addWidget(film)
    film.resize(420, 420)
    film.show()
    film.show_record(record(tmp_path, "one"))
    return film


def choose(film: Filmstrip, words: str) -> None:
    found = [index for index in range(film.compare.count()) if words in film.compare.itemText(index)]
    film.compare.setCurrentIndex(found[0])


def test_any_moment_is_marked_and_any_other_compared_with_it(film: Filmstrip) -> None:
    film.go_to(10)
    film.mark.click()
    film.go_to(20)
    assert sides(film) == (QColor(*COLOURS[10]), QColor(*COLOURS[20]))
    choose(film, "first")
    assert sides(film) == (QColor(*COLOURS[0]), QColor(*COLOURS[20]))
    choose(film, "No comparison")
    assert sides(film) == (QColor(*COLOURS[20]), QColor(*COLOURS[20]))
    film.go_to(10)
    film.mark.click()
    assert not any("10" in film.compare.itemText(index) for index in range(film.compare.count()))


def test_another_run_is_compared_and_other_photographs_are_said(film: Filmstrip, tmp_path: Path) -> None:
    other, stranger = record(tmp_path, "two"), record(tmp_path, "three", "elsewhere")
    film.show_others([other, stranger])
    film.go_to(0)
    choose(film, "two")
    assert sides(film) == (QColor(*COLOURS[20]), QColor(*COLOURS[0]))
    assert "“two”, step 20" in film.caption.text()
    assert "other photographs" not in film.caption.text()
    choose(film, "three")
    assert "other photographs" in film.caption.text()
    film.show_others([other])
    assert film.compare.currentIndex() == 0, "a run that is no longer ticked is compared no more"


def test_the_dividing_line_is_moved_by_keys(film: Filmstrip) -> None:
    assert film.view.focusPolicy() == Qt.FocusPolicy.NoFocus, "there is no line to move"
    choose(film, "first")
    film.view.setFocus()
    for _ in range(20):
        QTest.keyClick(film.view, Qt.Key.Key_Left)
    assert sides(film) == (QColor(*COLOURS[20]), QColor(*COLOURS[20]))
    for _ in range(30):
        QTest.keyClick(film.view, Qt.Key.Key_Right)
    assert sides(film) == (QColor(*COLOURS[0]), QColor(*COLOURS[0]))


def test_the_technical_log_has_the_numbers_and_goes_on(qtbot: QtBot, tmp_path: Path) -> None:
    log, run = LogView(), record(tmp_path, "one")
    qtbot.addWidget(log)
    run.events.append(Event(3, "rate", "Slower now."))
    run.curves.append({"step": 2, "seconds": 1.0, "loss": 5.25, "rate": 1e-3})
    log.show_record(run, is_running=True)
    assert log.text.toPlainText() == "     3   Slower now."
    log.technical.click()
    lines = log.text.toPlainText().splitlines()
    assert lines[0].startswith("     2   loss 5.25  rate 0.001")
    assert lines[1] == "     3   [rate] Slower now."
    run.curves.append({"step": 4, "seconds": 2.0, "loss": 4.5, "rate": 1e-3})
    log.show_record(run, is_running=True)
    assert [line.split()[0] for line in log.text.toPlainText().splitlines()] == ["2", "3", "4"]


def test_a_costly_drawing_leaves_the_training_the_longer_alone() -> None:
    assert pause_ms(0.001) == REDRAW_MS
    for drawn_s in (0.02, 0.1, 0.5):
        assert 1000 * drawn_s / pause_ms(drawn_s) < 0.03


def test_without_notifications_the_window_asks_for_attention(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[QWidget] = []
    monkeypatch.setattr(QSystemTrayIcon, "isSystemTrayAvailable", lambda: False)
    monkeypatch.setattr(QApplication, "alert", lambda widget, *_: asked.append(widget))
    window, notifier = QWidget(), Notifier()
    qtbot.addWidget(window)
    assert not notifier.say(window, "“Mine” is ready.")
    assert asked == [window]
