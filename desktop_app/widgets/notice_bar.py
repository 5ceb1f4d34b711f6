"""One line of news above the content, never in the way: what happened, and one thing to do about it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QToolButton, QWidget

Level = Literal["info", "done", "warning", "error"]
LOOKS: dict[Level, tuple[str, str]] = {  # icon and colour
    "info": ("info", "dim"),
    "done": ("done", "good"),
    "warning": ("warning", "warning"),
    "error": ("warning", "error"),
}
ICON_PX, CLOSE_PX = 20, 14
STAYS_MS = 9000  # what is no error goes away by itself


@dataclass(frozen=True)
class Message:
    """`action` is offered as a button with the text `action_label`.

    Errors stay until they are closed, and so does what `stays`. What `gives_way` pushes no error away:
    it waits until that is closed where it stays, and else is not shown.
    """

    text: str
    level: Level = "info"
    action_label: str = ""
    action: Callable[[], object] | None = None
    stays: bool = False
    gives_way: bool = False


class NoticeBar(QFrame):
    """Shows one message at a time; a newer one takes its place, as a rule.

    `put_icon` gives a label or a button the icon of this name, in this colour of the theme, so large.
    """

    def __init__(
        self,
        put_icon: Callable[[QLabel | QToolButton, str, str, int], object],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._put_icon = put_icon
        self.setObjectName("notice_bar")
        self.icon = QLabel()
        self.icon.setObjectName("notice_icon")
        self.text = QLabel()
        self.text.setObjectName("notice_text")
        self.text.setTextFormat(Qt.TextFormat.PlainText)
        self.text.setWordWrap(True)
        self.text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.action_button = QPushButton()
        self.action_button.setObjectName("notice_action")
        self.close_button = QToolButton()
        self.close_button.setObjectName("notice_close")
        self.close_button.setAccessibleName(self.tr("Close this message"))
        self.close_button.setToolTip(self.tr("Close this message"))
        put_icon(self.close_button, "close", "dim", CLOSE_PX)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(14, 8, 8, 8)
        layout.setSpacing(10)
        layout.addWidget(self.icon)
        layout.addWidget(self.text, 1)
        layout.addWidget(self.action_button)
        layout.addWidget(self.close_button)
        self._message: Message | None = None
        self._waiting: Message | None = None
        self._timer = QTimer(self)
        self._timer.setObjectName("notice_timer")
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._on_closed)
        self.action_button.clicked.connect(self._on_action)
        self.close_button.clicked.connect(self._on_closed)
        self.hide()

    @property
    def message(self) -> Message | None:
        return self._message

    def show_message(self, message: Message) -> None:
        if message.gives_way and self._message is not None and self._message.level == "error":
            self._waiting = message if message.stays else None
            return
        self._message = message
        self.setProperty("level", message.level)
        self.style().unpolish(self)
        self.style().polish(self)
        self.text.setText(message.text)
        self.setAccessibleName(message.text)
        self.action_button.setText(message.action_label)
        self.action_button.setVisible(message.action is not None)
        self._put_icon(self.icon, *LOOKS[message.level], ICON_PX)
        self.show()
        self._timer.stop()
        if message.level != "error" and not message.stays:
            self._timer.start(STAYS_MS)

    @Slot(object)
    def take_away(self, message: Message) -> None:
        """Unless another one stands there by now."""
        if self._message is message:
            self.clear()

    @Slot()
    def clear(self) -> None:
        """What waits is forgotten as well."""
        self._timer.stop()
        self._message = self._waiting = None
        self.hide()

    @Slot()
    def _on_closed(self) -> None:
        waiting = self._waiting
        self.clear()
        if waiting is not None:
            self.show_message(waiting)

    @Slot()
    def _on_action(self) -> None:
        message = self._message
        self._on_closed()
        if message and message.action:
            message.action()
