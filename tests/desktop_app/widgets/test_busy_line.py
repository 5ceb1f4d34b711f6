"""The busy line moves where motion is wanted, and stands still where it is not."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop_app.resources import ICONS
from desktop_app.theme import LIGHT, stylesheet_of
from desktop_app.widgets.busy_line import DELAY_MS, BusyLine


@pytest.mark.parametrize("reduces_motion", [False, True])
def test_it_moves_only_where_motion_is_wanted(qtbot: QtBot, qapp: QApplication, reduces_motion: bool) -> None:
    before = qapp.styleSheet()
    qapp.setStyleSheet(stylesheet_of(LIGHT, ICONS, reduces_motion=reduces_motion))
    place = QWidget()
    qtbot.addWidget(place)
    place.resize(300, 20)
    line = BusyLine(place)
    line.setGeometry(0, 0, 300, 3)
    place.show()
    line.set_busy(True)
    assert not line.isVisible()
    qtbot.wait(DELAY_MS + 300)
    assert line.isVisible(), "it says that something is being made either way"
    first = line.grab().toImage()
    qtbot.wait(150)
    assert (line.grab().toImage() == first) is reduces_motion
    line.set_busy(False)
    assert not line.isVisible()
    qapp.setStyleSheet(before)
