"""The Live room as it is seen: the moving picture, its buttons and styles below, its controls beside it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QHideEvent,
    QKeySequence,
    QResizeEvent,
    QScreen,
    QShortcut,
    QShowEvent,
)
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QStackedLayout, QVBoxLayout, QWidget

from desktop_app.actions import Actions
from desktop_app.cameras import ask_permission
from desktop_app.icons import Icons
from desktop_app.live.bar import LiveBar
from desktop_app.live.controller import LiveController
from desktop_app.live.panel import LivePanel
from desktop_app.live.places import file_name, films_folder
from desktop_app.live.style_row import NUMBERED, StyleRow
from desktop_app.live.view import LiveStage, LiveView
from desktop_app.live.welcome import LiveWelcome
from desktop_app.widgets.notice_bar import Message, NoticeBar

PILL_GAP_PX = 14
PILL_PADDING_PX = 34  # left and right together


class LivePage(QWidget):
    """Leaving the room ends the session."""

    def __init__(
        self,
        controller: LiveController,
        icons: Icons,
        commands: Actions,
        panel: LivePanel,
        styles: StyleRow,
    ) -> None:
        super().__init__()
        self.setObjectName("live_page")
        self.setAcceptDrops(True)
        self.controller = controller
        self.notices = NoticeBar(icons.put)
        self.view = LiveView(controller)
        self.panel, self.styles = panel, styles
        self.welcome = LiveWelcome(controller, panel.source.box, icons)
        self.bar = LiveBar(controller, icons)
        self.stage: LiveStage | None = None
        self._lay_out()
        self.setFocusProxy(self.view)
        self._commands = commands
        self._connect(commands)
        self._make_numbers()
        self._show()

    def _lay_out(self) -> None:
        self.canvas = QWidget()
        self.canvas.setObjectName("live_canvas")
        self._pages = QStackedLayout(self.canvas)
        self._pages.addWidget(self.welcome)
        self._pages.addWidget(self.view)
        self.pill = QLabel(self.view)
        self.pill.setObjectName("live_pill")
        self.pill.setProperty("role", "pill")
        self.pill.setTextFormat(Qt.TextFormat.PlainText)
        self.pill.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.pill.setWordWrap(True)
        left = QVBoxLayout()
        left.setContentsMargins(0, 0, 0, 0)
        left.setSpacing(0)
        left.addWidget(self.notices)
        left.addWidget(self.canvas, 1)
        left.addWidget(self.bar)
        left.addWidget(self.styles)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addLayout(left, 1)
        row.addWidget(self.panel)

    def _connect(self, do: Actions) -> None:
        controller = self.controller
        do.live_start.triggered.connect(self.turn_on_or_off)
        do.live_record.triggered.connect(self.turn_recording)
        do.live_still.triggered.connect(self.take_still)
        do.live_compare.triggered.connect(self.turn_comparing)
        do.live_mirror.triggered.connect(self.turn_mirror)
        do.live_borderless.triggered.connect(self.turn_borderless)
        do.live_full_screen.triggered.connect(self.fill_display)
        controller.said.connect(self.notices.show_message)
        controller.changed.connect(self._show)
        for changed in (controller.changed, controller.shelf.changed):
            changed.connect(self._prepare)
        controller.waiting_changed.connect(self._show_pill)
        controller.figures_came.connect(self._show_pill)  # the notice above may have been closed meanwhile
        for asks in (self.welcome, self.panel.source.box):
            asks.film_wanted.connect(self.choose_film)
            asks.folder_wanted.connect(self.choose_folder)
        self.panel.source.box.camera_wanted.connect(self._choose_camera)
        self.welcome.start_wanted.connect(self.start)
        self.bar.start_wanted.connect(self.start)
        self.bar.record_wanted.connect(self.turn_recording)
        self.bar.snapshot_wanted.connect(self.take_still)
        self.bar.borderless_wanted.connect(self.turn_borderless)
        self.bar.full_screen_wanted.connect(self.show_full_screen)
        self.panel.folder_wanted.connect(self.choose_films_folder)
        self.panel.sound_wanted.connect(self.choose_sound)

    def _make_numbers(self) -> None:
        """They rest while somebody writes in a field, and in the other rooms."""
        for number in range(NUMBERED):
            shortcut = QShortcut(QKeySequence(str(number + 1)), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.setAutoRepeat(False)
            shortcut.activated.connect(partial(self.controller.mixing.choose_number, number))

    # -- what is shown --------------------------------------------------------------------------------------

    @Slot()
    def _show(self) -> None:
        controller = self.controller
        plays = controller.phase in ("starting", "running")
        focused = QApplication.focusWidget()
        had_focus = focused is not None and self.canvas.isAncestorOf(focused)
        self._pages.setCurrentWidget(self.view if plays else self.welcome)
        self.setFocusProxy(self.view if plays else self.welcome.start_button)
        if had_focus:
            self.setFocus()
        if controller.phase != "running" and self.stage is not None:
            self.stage.close()
        self._show_pill()

    @Slot()
    def _show_pill(self) -> None:
        """What is wrong with the source is said as long as it is, above or here."""
        controller, text = self.controller, ""
        above = self.notices.message
        if controller.trouble and (above is None or above.text != controller.trouble):
            again = self.tr("It is tried again by itself. Another source can be chosen at any time.")
            text = f"{controller.trouble}\n{again}"
        elif (controller.phase == "running" and controller.is_waiting) or controller.trouble:
            text = self.tr("Waiting for the source…")
        elif controller.phase == "starting":
            text = self.tr("Getting ready…")
        self.pill.setText(text)
        self._place_pill()
        self.pill.setVisible(bool(text))

    def _place_pill(self) -> None:
        """As wide as its longest line, as far as there is room."""
        lines = (self.pill.fontMetrics().horizontalAdvance(line) for line in self.pill.text().split("\n"))
        width = min(max(lines) + PILL_PADDING_PX, self.canvas.width() - 2 * PILL_GAP_PX)
        height = self.pill.heightForWidth(width)
        left, top = (self.canvas.width() - width) // 2, self.canvas.height() - height - PILL_GAP_PX
        self.pill.setGeometry(left, top, width, height)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_pill()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.bar.offer_displays()
        self.panel.midi.open_ports()
        self.controller.prepare()

    @Slot()
    def _prepare(self) -> None:
        if self.isVisible():
            self.controller.prepare()

    def hideEvent(self, event: QHideEvent) -> None:
        """A window that is only made small goes on: somebody may capture the picture."""
        super().hideEvent(event)
        if not event.spontaneous():
            if self.stage is not None:
                self.stage.close()
            self.panel.midi.close_ports()
            self.controller.stop()

    # -- what is done ---------------------------------------------------------------------------------------

    @Slot()
    def start(self) -> None:
        """Without a choice it is the first camera; where there is none, a film is asked for."""
        first = self.panel.source.box.first_camera
        if not self.controller.choice.source and first:
            self.controller.choose_source(first, is_camera=True)
        source = self.controller.choice.source
        if source.startswith("camera:"):
            ask_permission(self, partial(self._on_permission, self._begin))
        elif source:
            self._begin()
        else:
            self.choose_film()

    def _begin(self) -> None:
        self.notices.clear()
        self.controller.start()

    @Slot(str)
    def _choose_camera(self, source: str) -> None:
        """While something else plays the system is asked first: the camera would be opened at once."""
        choose = partial(self.controller.choose_source, source, is_camera=True)
        if self.controller.phase in ("off", "ending"):
            choose()
        else:
            ask_permission(self, partial(self._on_permission, choose))

    def _on_permission(self, then: Callable[[], object], is_granted: bool) -> None:
        if is_granted:
            then()
            return
        text = self.tr(
            "The system does not let Impasto use cameras. Allow it in the system's privacy settings, "
            "or choose a film."
        )
        self.notices.show_message(Message(text, "error", self.tr("Choose a Film…"), self.choose_film))

    @Slot()
    def turn_on_or_off(self) -> None:
        if self.controller.phase in ("off", "ending"):
            self.start()
        else:
            self.controller.stop()

    def play(self, path: Path) -> None:
        """A film or a folder, at once."""
        self.controller.choose_source(str(path), is_camera=False)
        self.start()

    @Slot()
    def choose_film(self) -> None:
        from desktop_app import file_dialogs

        file_dialogs.ask_for_film(self, str(self._near), self.play)

    @Slot()
    def choose_folder(self) -> None:
        from desktop_app import file_dialogs

        title = self.tr("Folder of Pictures to Play")
        file_dialogs.ask_for_folder(self, self._near, self.play, title)

    @Slot()
    def choose_films_folder(self) -> None:
        from desktop_app import file_dialogs

        title = self.tr("Folder for Films and Stills")
        folder = films_folder(self.controller.choice.folder)
        file_dialogs.ask_for_folder(
            self, folder, lambda chosen: self.controller.change(folder=str(chosen)), title
        )

    @Slot()
    def choose_sound(self) -> None:
        from desktop_app import file_dialogs

        controller = self.controller
        folder = str(Path(controller.choice.sound).parent) if controller.choice.sound else str(self._near)
        file_dialogs.ask_for_sound(self, folder, lambda path: controller.change(sound=str(path)))

    @Slot()
    def turn_comparing(self) -> None:
        if self.controller.phase == "running":
            self.controller.compare(not self.controller.compares)

    @Slot()
    def turn_mirror(self) -> None:
        self.controller.change(mirror=not self.controller.choice.mirror)

    @Slot()
    def fill_display(self) -> None:
        self.show_full_screen(None)

    @property
    def _near(self) -> Path:
        """Where the last film lay."""
        source = Path(self.controller.choice.source)
        return source.parent if source.is_absolute() and source.parent.is_dir() else films_folder("")

    @Slot()
    def turn_recording(self) -> None:
        if self.controller.film is not None:
            self.controller.end_recording()
            return
        typed = self.panel.film.film_name.text()
        self.controller.record(self._place(file_name(typed, ".mp4", datetime.now())))

    @Slot()
    def take_still(self) -> None:
        self.controller.take_snapshot(self._place(file_name("", ".png", datetime.now())))

    def _place(self, name: str) -> Path:
        return films_folder(self.controller.choice.folder) / name

    @Slot()
    def turn_borderless(self) -> None:
        if self.stage is not None:
            self.stage.close()
        elif self.controller.phase == "running":
            self._make_stage().show_borderless(self.screen())

    @Slot(object)
    def show_full_screen(self, screen: QScreen | None) -> None:
        if self.stage is not None and screen is not None:
            self.stage.show_over(screen)
        elif self.stage is not None:
            self.stage.turn_full_screen()
        elif self.controller.phase == "running":
            self._make_stage().show_over(screen or self.screen())

    def _make_stage(self) -> LiveStage:
        self.stage = LiveStage(self.controller)
        self.stage.addActions(self._commands.of_live)
        self.stage.closed.connect(self._on_stage_closed)
        return self.stage

    @Slot()
    def _on_stage_closed(self) -> None:
        stage, self.stage = self.stage, None
        if stage is not None:
            stage.deleteLater()

    # -- dropping -------------------------------------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        urls = event.mimeData().urls()
        if len(urls) == 1 and urls[0].isLocalFile():
            event.acceptProposedAction()
            text = self.tr("Drop it to play it in a style")
            self.notices.show_message(Message(text))

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self.notices.clear()

    def dropEvent(self, event: QDropEvent) -> None:
        self.notices.clear()
        event.acceptProposedAction()
        self.play(Path(event.mimeData().urls()[0].toLocalFile()))
