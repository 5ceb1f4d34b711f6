"""The line at the bottom: how the engine is, what goes on, what is open."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QWidget

from desktop_app import words
from desktop_app.document.state import Photo
from desktop_app.engine_state import EngineState
from desktop_app.icons import Icons

PHASE_COLORS = {
    "starting": "warning",
    "ready": "good",
    "busy": "warning",
    "lost": "warning",
    "failed": "error",
}


class StatusLine(QFrame):
    """Texts only; nothing here can be clicked."""

    def __init__(self, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("status_line")
        self._icons = icons
        self.dot = QLabel()
        self.dot.setObjectName("engine_dot")
        self.engine = _text("engine_text")
        self.activity = _text("activity_text")
        self.facts = _text("photo_facts")
        self.zoom = _text("zoom_text")
        self.zoom.setMinimumWidth(48)
        self.zoom.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.activity.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(14, 4, 14, 5)
        layout.setSpacing(6)
        layout.addWidget(self.dot)
        layout.addWidget(self.engine)
        layout.addSpacing(16)
        layout.addWidget(self.activity, 1)
        layout.addWidget(self.facts)
        layout.addSpacing(10)
        layout.addWidget(self.zoom)
        self.show_engine(EngineState("starting"))

    @Slot(object)
    def show_engine(self, state: EngineState) -> None:
        texts = {
            "starting": self.tr("Starting engine…"),
            "ready": self.tr("Ready"),
            "busy": self.tr("Busy…"),
            "lost": self.tr("Restarting engine…"),
            "failed": self.tr("Engine not running"),
        }
        text, hint = texts[state.phase], state.words
        if state.facts:
            runtime = state.facts.runtime.partition(" ")[0]
            text = f"{text} · {state.facts.device.upper()} · {runtime}"
            hint = f"{state.facts.runtime}\n{state.facts.reason}"
        self.engine.setText(text)
        self.engine.setToolTip(hint)
        self.dot.setToolTip(hint)
        self._icons.put(self.dot, "dot", PHASE_COLORS.get(state.phase, "warning"), 10)

    @Slot(str)
    def show_activity(self, text: str) -> None:
        self.activity.setText(text)

    @Slot(float)
    def show_zoom(self, percent: float) -> None:
        self.zoom.setText(f"{percent:.0f} %" if percent else "")

    def show_photo(self, photo: Photo | None) -> None:
        if photo is None:
            self.facts.clear()
            return
        facts = [photo.file_format, words.size_of(photo.width_px, photo.height_px)]
        if photo.bits > 8:
            facts.append(self.tr("{count} bit").format(count=photo.bits))
        if photo.has_alpha:
            facts.append(self.tr("transparent"))
        self.facts.setText("  ·  ".join(fact for fact in facts if fact))


def _text(name: str) -> QLabel:
    label = QLabel()
    label.setObjectName(name)
    label.setProperty("role", "dim")
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label
