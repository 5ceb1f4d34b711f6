"""The composition root: makes every part once, joins them, and ends them in order."""

from __future__ import annotations

import atexit
import logging
import signal
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtWidgets import QApplication

from desktop_app import diagnostics, resources
from desktop_app.calls import Calls
from desktop_app.document.document import Document
from desktop_app.document.sessions import sessions_folder
from desktop_app.document.state import PROJECT_SUFFIX
from desktop_app.engine_state import EngineState
from desktop_app.gpu_worker import ENGINE, GpuWorker
from desktop_app.icons import program_icon
from desktop_app.languages import Language
from desktop_app.projects import Projects
from desktop_app.resources import Samples
from desktop_app.settings import APPLICATION, PROGRAM, SettingsStore, ThemeChoice, log_folder, settings_file
from desktop_app.stylize.controller import StylizeController
from desktop_app.theme import STYLE_ARGUMENTS, Theme
from desktop_app.widgets.notice_bar import Message
from desktop_app.window import MainWindow

SAVE_AFTER_MS = 1500

logger = logging.getLogger(__name__)


class Studio(QObject):
    """Everything that outlives a window: the window may be made anew, in another language, over it."""

    ended = Signal()

    def __init__(
        self,
        settings: SettingsStore,
        log_file: Path | None = None,
        engine: str = ENGINE,
        samples: Samples | None = None,
        sessions: Path | None = None,
    ) -> None:
        super().__init__()
        self.settings, self._log_file = settings, log_file
        self.language = Language()
        self.language.use(settings.current.language)
        self.theme = Theme(resources.ICONS, self)
        self.theme.choose(settings.current.theme)
        engine_log = log_file.with_name("engine.log") if log_file else None
        self.worker = GpuWorker(engine, engine_log, parent=self)
        self.document = Document(self)
        found = resources.installed_samples() if samples is None else samples
        calls = Calls(self.worker, self.language.engine_text, self)
        self.controller = StylizeController(self.document, calls, settings, found, self)
        self.projects = Projects(
            self.document, settings, sessions or sessions_folder(), self.language.engine_text, self
        )
        self.projects.picture = lambda: self.controller.shown_image or self.controller.photo_image
        self.controller.opening.session_folder = lambda: self.projects.autosave.folder
        self.projects.styles_found.connect(self.controller.shelf.add)
        self.engine_state = EngineState("starting")
        self.worker.engine_changed.connect(self._on_engine_changed)
        self._saving = QTimer(self)
        self._saving.setObjectName("settings_saving")
        self._saving.setSingleShot(True)
        self._saving.setInterval(SAVE_AFTER_MS)
        self._saving.timeout.connect(settings.save)
        settings.when_changed = self._saving.start
        self.window = self._make_window()
        self.theme.use(settings.current.theme)

    def _make_window(self) -> MainWindow:
        window = MainWindow(self.controller, self.projects, self.settings, self.theme, self._log_file)
        window.painted_first.connect(self.start_engine)
        window.closed.connect(self.close)
        window.theme_wanted.connect(self.set_theme)
        window.language_wanted.connect(self.set_language)
        window.engine_restart_wanted.connect(self.worker.start_again)
        window.show_engine(self.engine_state)
        return window

    def open(self, paths: Sequence[Path]) -> None:
        """Shows the window, and in it the first of the photographs or projects."""
        self.window.show()
        if paths and paths[0].suffix.lower() == PROJECT_SUFFIX:
            self.projects.open(paths[0])
        elif paths:
            self.controller.open_photo(paths[0])
        if self.settings.was_damaged:
            self.say(self.tr("The settings were damaged and have been set aside. All settings are as new."))

    def say(self, text: str) -> None:
        self.window.page.show_message(Message(text, "warning"))

    @Slot()
    def start_engine(self) -> None:
        """Once the first window is painted; a window made anew finds it running."""
        if not self.worker.isRunning():
            self.worker.start()
            self.controller.shelf.load()
            self.projects.begin()
            # PySide makes all classes of widgets at the first `viewport()`: 15 ms, better now than while
            # somebody works.
            QTimer.singleShot(0, self.window.page.strip.viewport)

    @Slot(object)
    def _on_engine_changed(self, state: EngineState) -> None:
        self.engine_state = replace(state, words=self.language.engine_text(state.words))
        self.window.show_engine(self.engine_state)

    @Slot(str)
    def set_theme(self, choice: ThemeChoice) -> None:
        self.settings.change(theme=choice)
        self.theme.use(choice)

    @Slot(str)
    def set_language(self, choice: str) -> None:
        """Makes the window anew, because its texts are written when it is made."""
        self.settings.change(language=choice)
        self.language.use(choice)
        self.window.keep_geometry()
        old, self.window = self.window, self._make_window()
        self.window.show()
        old.blockSignals(True)
        old.hide()
        old.deleteLater()

    @Slot()
    def say_unexpected(self) -> None:
        self.say(self.tr("Something unforeseen went wrong. Your work is safe; the log has the details."))

    @Slot()
    def close(self) -> None:
        """Keeps what is unsaved, ends the engine, saves the settings; harmless a second time."""
        self.projects.close()
        self._saving.stop()
        self.settings.save()
        self.controller.glances.close()
        if not self.worker.close():
            logger.error("the worker did not end in time")
        self.controller.opening.forget_pasted()
        self.controller.forget_masks()
        self.language.remove()
        self.ended.emit()


def run(paths: Sequence[Path]) -> int:
    """Opens the window and stays until it is closed."""
    application = QApplication([*sys.argv[:1], *STYLE_ARGUMENTS])
    application.setApplicationName(APPLICATION)
    application.setApplicationDisplayName(PROGRAM)
    application.setDesktopFileName(APPLICATION)
    application.setWindowIcon(program_icon())
    application.setQuitOnLastWindowClosed(False)  # a new language closes the last window, too
    log_file = diagnostics.start_logging(log_folder())
    studio = Studio(SettingsStore(settings_file()), log_file)
    atexit.register(studio.worker.kill)  # multiprocessing would wait for a child that nobody ended
    diagnostics.report_exceptions(studio.say_unexpected)
    collection = diagnostics.GarbageCollection(studio)
    studio.ended.connect(application.quit)
    for ending in (signal.SIGINT, signal.SIGTERM):
        signal.signal(ending, lambda *_: studio.window.close())
    try:
        studio.open(paths)
        return application.exec()
    finally:
        collection.stop()
        studio.close()
