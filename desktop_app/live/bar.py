"""The buttons below the moving picture: begin and end, keep, and where it is seen."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QMenu, QPushButton, QToolButton

from desktop_app.icons import Icons
from desktop_app.live.controller import LiveController
from models.live_requests import LiveFigures


class LiveBar(QFrame):
    """What belongs to a running picture rests while there is none."""

    start_wanted = Signal()
    record_wanted = Signal()
    snapshot_wanted = Signal()
    borderless_wanted = Signal()
    full_screen_wanted = Signal(object)  # QScreen, or None for the one of the window

    def __init__(self, controller: LiveController, icons: Icons) -> None:
        super().__init__()
        self.setObjectName("live_bar")
        self._controller, self._icons = controller, icons
        self.start_button = QPushButton()
        self.start_button.setObjectName("live_start")
        self.start_button.setProperty("role", "primary")
        self.start_button.clicked.connect(self._on_start)
        self.record_button = self._button("live_record", "record", self.tr("Record (R)"))
        self.record_button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.record_button.clicked.connect(self.record_wanted)
        self.elapsed = QLabel()
        self.elapsed.setObjectName("live_elapsed")
        self.elapsed.setProperty("role", "dim")
        self.pace = QLabel()
        self.pace.setObjectName("live_pace")
        self.pace.setProperty("role", "dim")
        self.pace.setToolTip(self.tr("Frames a second, and from the camera to the screen"))
        self.still_button = self._button("live_still", "still", self.tr("Take a still (S)"))
        self.still_button.setToolTip(
            self.tr("A still at the full size of the source, painted as the moving picture is (S)")
        )
        self.still_button.clicked.connect(self.snapshot_wanted)
        self.compare_button = self._button(
            "live_compare", "compare", self.tr("The picture as it came on the left of a line (C)")
        )
        self.compare_button.setCheckable(True)
        self.compare_button.toggled.connect(controller.compare)
        self.original_button = self._button(
            "live_original", "original", self.tr("The picture as it came, while this or Space is held")
        )
        self.original_button.pressed.connect(lambda: controller.hold_original(True))
        self.original_button.released.connect(lambda: controller.hold_original(False))
        text = self.tr("A window without a frame, for capture by another program (B)")
        self.borderless_button = self._button("live_borderless", "borderless", text)
        self.borderless_button.clicked.connect(self.borderless_wanted)
        self.full_button = self._button("live_full", "full_screen", self.tr("Over the whole display (F)"))
        self.full_button.clicked.connect(lambda: self.full_screen_wanted.emit(None))
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 6, 10, 6)
        row.setSpacing(6)
        row.addWidget(self.start_button)
        row.addSpacing(8)
        row.addWidget(self.record_button)
        row.addWidget(self.elapsed)
        row.addWidget(self.still_button)
        row.addStretch(1)
        row.addWidget(self.pace)
        row.addStretch(1)
        for button in (self.compare_button, self.original_button, self.borderless_button, self.full_button):
            row.addWidget(button)
        controller.changed.connect(self._show)
        controller.figures_came.connect(self._on_figures)
        application = QGuiApplication.instance()
        assert isinstance(application, QGuiApplication)
        application.screenAdded.connect(self.offer_displays)
        application.screenRemoved.connect(self.offer_displays)
        self._show()

    @Slot()
    def offer_displays(self) -> None:
        """A choice where there are several."""
        screens, former = QGuiApplication.screens(), self.full_button.menu()
        if former is not None:
            former.deleteLater()
        if len(screens) < 2:
            self.full_button.setMenu(None)  # type: ignore[arg-type]  # Qt's null
            return
        menu = QMenu(self.full_button)
        for screen in screens:
            size = f"{screen.size().width()} × {screen.size().height()}"
            menu.addAction(f"{screen.name()}, {size}", partial(self.full_screen_wanted.emit, screen))
        self.full_button.setMenu(menu)
        self.full_button.setPopupMode(QToolButton.ToolButtonPopupMode.MenuButtonPopup)

    def _button(self, name: str, icon: str, tip: str) -> QToolButton:
        button = QToolButton()
        button.setObjectName(name)
        button.setToolTip(tip)
        button.setAccessibleName(tip)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._icons.put(button, icon)
        return button

    @Slot()
    def _show(self) -> None:
        controller = self._controller
        is_running, is_recording = controller.phase == "running", controller.film is not None
        is_off = controller.phase in ("off", "ending")
        self.start_button.setText(self.tr("Start") if is_off else self.tr("Stop"))
        self.start_button.setToolTip(self.tr("Ctrl+Return begins and ends the picture"))
        self.start_button.setEnabled(controller.phase != "ending")
        self.record_button.setText(self.tr("End Recording") if is_recording else self.tr("Record"))
        self._icons.put(self.record_button, "stop" if is_recording else "record", "error")
        for button in (
            self.record_button,
            self.still_button,
            self.compare_button,
            self.original_button,
            self.borderless_button,
            self.full_button,
        ):
            button.setEnabled(is_running)
        self.compare_button.setChecked(controller.compares)
        if not is_running:
            self.pace.clear()
        self._show_elapsed()

    @Slot(object)
    def _on_figures(self, figures: LiveFigures) -> None:
        delay = self._controller.delays.median_ms
        seen = self.tr("{fps} fps").format(fps=f"{figures.fps:.0f}")
        self.pace.setText(seen if delay is None else f"{seen}  ·  {delay:.0f} ms")
        self._show_elapsed()

    def _show_elapsed(self) -> None:
        film = self._controller.film
        if film is None:
            self.elapsed.hide()
            return
        minutes, seconds = divmod(int(self._controller.recorded_s), 60)
        self.elapsed.setText(f"{minutes}:{seconds:02d}")
        self.elapsed.setToolTip(str(film))
        self.elapsed.show()

    @Slot()
    def _on_start(self) -> None:
        if self._controller.phase == "off":
            self.start_wanted.emit()
        else:
            self._controller.stop()
