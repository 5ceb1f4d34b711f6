"""How it does, in figures: the frame rate, the delay and where it comes from, what was left out."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from desktop_app.live.controller import LiveController
from models.live_requests import LiveFigures

NONE = "–"


class FiguresPanel(QWidget):
    """Once a second; a dash stands for what is not known."""

    def __init__(self, controller: LiveController) -> None:
        super().__init__()
        self.setObjectName("live_figures")
        self._controller = controller
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(0, 1)
        names = {
            "fps": self.tr("Frames a second"),
            "latency": self.tr("Latency"),
            "size": self.tr("Working size"),
            "costliest": self.tr("Most time"),
            "dropped": self.tr("Left out"),
            "audio": self.tr("Audio delay for OBS"),
        }
        self._lines: dict[str, QLabel] = {}
        for row, (name, text) in enumerate(names.items()):
            label = QLabel(text)
            label.setProperty("role", "dim")
            value = QLabel(NONE)
            value.setObjectName(f"live_figure_{name}")
            value.setAccessibleName(text)
            value.setAlignment(Qt.AlignmentFlag.AlignRight)
            value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            grid.addWidget(label, row, 0)
            grid.addWidget(value, row, 1)
            self._lines[name] = value
        self._lines["latency"].setToolTip(
            self.tr("From the source having a frame to its being painted: half of the frames, and 95 of 100")
        )
        self._lines["dropped"].setToolTip(self.tr("Frames that were left out"))
        self._lines["audio"].setToolTip(
            self.tr("What the sound has to wait for the picture: type it into OBS as the sync offset")
        )
        controller.figures_came.connect(self.show_figures)
        controller.changed.connect(self._on_changed)

    @Slot(object)
    def show_figures(self, figures: LiveFigures) -> None:
        half, most = self._delays(figures)
        size = f"{figures.working_width_px} × {figures.working_height_px}"
        texts = {
            "fps": f"{figures.fps:.1f}",
            "latency": f"{half:.0f} · {most:.0f} ms",
            "size": size if figures.working_width_px else NONE,
            "costliest": self._stage(figures),
            "dropped": str(sum(figures.dropped.values()) + self._controller.overtaken),
            "audio": f"{half:.0f} ms",
        }
        for name, text in texts.items():
            self._lines[name].setText(text if figures.frames else NONE)
        self._lines["dropped"].setToolTip(self._by_stage(figures))

    def _delays(self, figures: LiveFigures) -> tuple[float, float]:
        """Until it is seen; where the window is small, until it is handed on, as to a virtual camera."""
        half, most = self._controller.delays.median_ms, self._controller.delays.p95_ms
        if half is None or most is None:
            return figures.latency_ms, figures.latency_p95_ms
        return half, most

    def _by_stage(self, figures: LiveFigures) -> str:
        names = {
            "capture": self.tr("came while another was painted"),
            "damaged": self.tr("damaged"),
            "rate": self.tr("above the frame rate"),
            "recording": self.tr("missed by the film"),
            "virtual camera": self.tr("missed by the virtual camera"),
            "window": self.tr("overtaken on the way into the window"),
        }
        counts = {**figures.dropped, "window": self._controller.overtaken}
        told = [f"{names.get(stage, stage)}: {count}" for stage, count in counts.items() if count]
        return "\n".join([self.tr("Frames that were left out"), *told])

    def _stage(self, figures: LiveFigures) -> str:
        names = {
            "waiting": self.tr("waiting"),
            "reduce": self.tr("reducing"),
            "calm": self.tr("calming"),
            "style": self.tr("the style"),
            "network": self.tr("the network"),
            "colours": self.tr("colours"),
            "enlarge": self.tr("enlarging"),
            "handing over": self.tr("handing over"),
        }
        if not figures.costliest:
            return NONE
        name = names.get(figures.costliest, figures.costliest)
        return f"{name}, {figures.stages_ms.get(figures.costliest, 0.0):.0f} ms"

    @Slot()
    def _on_changed(self) -> None:
        if self._controller.phase in ("off", "starting"):
            for value in self._lines.values():
                value.setText(NONE)
