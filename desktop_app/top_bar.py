"""The bar above the picture: what is needed most, round the name of the photograph."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QToolButton

from desktop_app.actions import Actions


def make_top_bar(commands: Actions, photo_name: QLabel) -> QFrame:
    bar = QFrame()
    bar.setObjectName("top_bar")
    layout = QHBoxLayout(bar)
    layout.setContentsMargins(10, 5, 10, 5)
    layout.setSpacing(2)
    open_button = _button(commands.open)
    open_button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
    layout.addWidget(open_button)
    layout.addSpacing(8)
    layout.addWidget(_button(commands.undo))
    layout.addWidget(_button(commands.redo))
    photo_name.setTextFormat(Qt.TextFormat.PlainText)
    photo_name.setAlignment(Qt.AlignmentFlag.AlignCenter)
    photo_name.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
    layout.addWidget(photo_name, 1)
    compare_button = _button(commands.compare)
    compare_button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
    layout.addWidget(compare_button)
    layout.addSpacing(8)
    layout.addWidget(_button(commands.loupe))
    layout.addWidget(_button(commands.fit))
    layout.addWidget(_button(commands.actual))
    return bar


def _button(action: QAction) -> QToolButton:
    button = QToolButton()
    button.setObjectName(action.objectName().replace("action_", "bar_"))
    button.setDefaultAction(action)
    button.setAccessibleName(action.iconText())
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return button
