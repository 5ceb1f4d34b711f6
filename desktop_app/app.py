"""The composition root: makes every part once, joins them, and ends them in order."""

from __future__ import annotations

import atexit
import logging
import signal
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QApplication, QWidget

from desktop_app import diagnostics, resources
from desktop_app.calls import Calls
from desktop_app.desk import Desk
from desktop_app.document.document import Document
from desktop_app.document.sessions import sessions_folder
from desktop_app.document.state import PROJECT_SUFFIX
from desktop_app.engine_state import EngineState
from desktop_app.gpu_worker import ENGINE, GpuWorker
from desktop_app.icons import program_icon
from desktop_app.languages import Language
from desktop_app.projects import Projects
from desktop_app.resources import Samples
from desktop_app.rooms import in_steps
from desktop_app.settings import APPLICATION, PROGRAM, SettingsStore, ThemeChoice, log_folder, settings_file
from desktop_app.stylize.controller import StylizeController
from desktop_app.stylize.page import StylizePage
from desktop_app.stylize.shelf import StyleShelf
from desktop_app.theme import STYLE_ARGUMENTS, Theme
from desktop_app.widgets.notice_bar import Message
from desktop_app.window import MainWindow

if TYPE_CHECKING:
    from desktop_app.collections.controller import CollectionsController
    from desktop_app.notifying import Notifier
    from desktop_app.runs.controller import RunsController
    from desktop_app.runs.work import Work
    from desktop_app.train.controller import TrainController

SAVE_AFTER_MS = 1500
TRAIN_MODULES = (
    *("models.training_requests", "models.training_news", "desktop_app.train.controller"),
    *("desktop_app.train.page", "desktop_app.train.setup_panel", "desktop_app.runs.dashboard"),
)
COLLECTIONS_MODULES = (
    *("models.collection_requests", "models.training_news", "desktop_app.runs.record"),
    *("desktop_app.collections.controller", "desktop_app.runs.side"),
    *("desktop_app.collections.collection_form", "desktop_app.collections.page"),
)
NEXT_WINDOW_PX = 32  # how far a new window stands from the one before

logger = logging.getLogger(__name__)


class Studio(QObject):
    """What all windows share: settings, language, theme, the engine; and the windows, each at a desk."""

    ended = Signal()

    def __init__(
        self,
        settings: SettingsStore,
        log_file: Path | None = None,
        engine: str = ENGINE,
        samples: Samples | None = None,
        sessions: Path | None = None,
        address: str = "",
    ) -> None:
        """At `address` further starts of the program bring their files."""
        super().__init__()
        self.settings, self._log_file, self._address = settings, log_file, address
        self.language = Language()
        self.language.use(settings.current.language)
        self.theme = Theme(resources.ICONS, self)
        self.theme.choose(settings.current.theme)
        self.theme.reduces_motion = settings.current.reduces_motion
        engine_log = log_file.with_name("engine.log") if log_file else None
        self.worker = GpuWorker(engine, engine_log, parent=self)
        self._samples = resources.installed_samples() if samples is None else samples
        self._sessions = sessions or sessions_folder()
        self._shelf = StyleShelf(self._make_calls(), settings, self._samples.styles, self)
        self._engine_said = EngineState("starting")
        self._has_ended = False
        self.worker.engine_changed.connect(self._on_engine_changed)
        self._saving = QTimer(self)
        self._saving.setObjectName("settings_saving")
        self._saving.setSingleShot(True)
        self._saving.setInterval(SAVE_AFTER_MS)
        self._saving.timeout.connect(settings.save)
        settings.when_changed = self._saving.start
        self._preparing: tuple[StylizePage, Iterator[None]] | None = None
        self._resting = QTimer(self)
        self._resting.setObjectName("first_rest")
        self._resting.timeout.connect(self._on_first_rest)
        self.desks = [self._make_desk()]
        self.theme.use(settings.current.theme)

    @property
    def engine_state(self) -> EngineState:
        """In the words of the language that is spoken now."""
        return replace(self._engine_said, words=self.language.engine_text(self._engine_said.words))

    # -- windows --------------------------------------------------------------------------------------------

    @property
    def front(self) -> Desk:
        """The one that somebody works at."""
        return next((desk for desk in self.desks if desk.window.isActiveWindow()), self.desks[-1])

    @property
    def window(self) -> MainWindow:
        return self.front.window

    @property
    def controller(self) -> StylizeController:
        return self.front.controller

    @property
    def document(self) -> Document:
        return self.front.document

    @property
    def projects(self) -> Projects:
        return self.front.projects

    def _make_calls(self) -> Calls:
        return Calls(self.worker, self.language.engine_text, self)

    def _make_desk(self) -> Desk:
        shared = (self._make_calls(), self._shelf, self.settings, self._samples, self._sessions)
        desk = Desk(*shared, self._make_window, self._add_shared_rooms, self)
        desk.closed.connect(self._on_closed)
        return desk

    def _make_window(self, controller: StylizeController, projects: Projects) -> MainWindow:
        window = MainWindow(controller, projects, self.settings, self.theme, self._log_file)
        window.painted_first.connect(self.start_engine)
        window.new_window_wanted.connect(self.open_window)
        window.quit_wanted.connect(self.quit)
        window.keys_chosen.connect(self.set_keys)
        window.theme_wanted.connect(self.set_theme)
        window.motion_wanted.connect(self.reduce_motion)
        window.language_wanted.connect(self.set_language)
        window.engine_restart_wanted.connect(self.worker.start_again)
        window.show_engine(self.engine_state)
        return window

    def _add_shared_rooms(self, window: MainWindow) -> None:
        make = partial(in_steps, TRAIN_MODULES, partial(self._make_train_page, window))
        window.rooms.add("train", self.tr("Train"), "room_train", make)
        make = partial(in_steps, COLLECTIONS_MODULES, partial(self._make_collections_page, window))
        window.rooms.add("collections", self.tr("Collections"), "room_collections", make)
        window.page.swatches_wanted.connect(partial(self._show_swatches, window))

    def _show_swatches(self, window: MainWindow, generator: str) -> None:
        window.rooms.enter("collections")
        self.collections.imagining.open(Path(generator))

    @cached_property
    def training(self) -> TrainController:
        """Of all windows: one training runs at a time."""
        from desktop_app.train.controller import (
            TrainController,  # later: the first paint does not wait for it
        )

        training = TrainController(self._make_calls(), self.work, self.settings, self)
        training.concluded.connect(partial(self._on_concluded, training))
        return training

    @cached_property
    def work(self) -> Work:
        """The one training that runs, whichever room began it."""
        from desktop_app.runs.work import Work

        work = Work(self._make_calls(), self.settings, self)
        work.style_saved.connect(self._on_style_renewed)
        return work

    @cached_property
    def collections(self) -> CollectionsController:
        """Of all windows, as `training`."""
        from desktop_app.collections.controller import CollectionsController

        collections = CollectionsController(self._make_calls(), self.work, self.settings, self)
        collections.concluded.connect(partial(self._on_concluded, collections))
        return collections

    def _make_train_page(self, window: MainWindow) -> QWidget:
        from desktop_app.train.page import TrainPage  # later: when the room is entered

        page = TrainPage(self.training, self.theme, window.rooms.icons)
        page.style_wanted.connect(window.use_style)
        page.live_wanted.connect(partial(self._watch_live, window))
        return page

    def _make_collections_page(self, window: MainWindow) -> QWidget:
        from desktop_app.collections.page import CollectionsPage  # later: when the room is entered

        page = CollectionsPage(self.collections, self.theme, window.rooms.icons)
        page.style_wanted.connect(window.use_style)
        return page

    def _watch_live(self, window: MainWindow, style: Path) -> None:
        next(desk for desk in self.desks if desk.window is window).watch_live(style)

    @cached_property
    def notifier(self) -> Notifier:
        from desktop_app.notifying import Notifier  # later: the first paint does not wait for it

        notifier = Notifier(self)
        notifier.clicked.connect(lambda: self.receive(()))
        self.ended.connect(notifier.leave)
        return notifier

    @Slot(str)
    def _on_concluded(self, room: RunsController, text: str) -> None:
        """Nobody is called who is looking at one of the windows."""
        if any(desk.window.isActiveWindow() for desk in self.desks):
            return
        if not self.notifier.say(self.window, text):
            room.endings.say_unnotified()

    @Slot(object)
    def _on_style_renewed(self, style: Path) -> None:
        for desk in self.desks:
            desk.controller.easel.forget_style(str(style))

    @Slot()
    def open_window(self) -> Desk:
        """Another window with a document of its own; the engine, which has the memory, is the same."""
        front = self.front
        front.window.keep_geometry()
        desk = self._make_desk()
        desk.window.move(front.window.x() + NEXT_WINDOW_PX, front.window.y() + NEXT_WINDOW_PX)
        self.desks.append(desk)
        desk.window.show()
        return desk

    @Slot(object)
    def receive(self, paths: Sequence[Path]) -> None:
        """From a second start: into an empty window, else a new one. Without files the window is shown."""
        desk = self.front
        if paths and not desk.is_empty:
            desk = self.open_window()
        self._open_in(desk, paths)
        window = desk.window
        window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
        window.raise_()
        window.activateWindow()

    @Slot(object)
    def _on_closed(self, closed: Desk) -> None:
        """The program ends with its last window."""
        if len(self.desks) == 1:
            self.close()
            return
        self.desks.remove(closed)
        closed.close()
        closed.forget_files()
        self.settings.save()
        closed.window.deleteLater()
        closed.deleteLater()

    @Slot()
    def quit(self) -> None:
        for desk in list(self.desks):
            desk.window.close()

    def open(self, paths: Sequence[Path]) -> None:
        """Shows the window, and in it the first of the photographs or projects."""
        self.window.show()
        self._open_in(self.front, paths)
        if self.settings.was_damaged:
            self.say(self.tr("The settings were damaged and have been set aside. All settings are as new."))

    def _open_in(self, desk: Desk, paths: Sequence[Path]) -> None:
        if paths and paths[0].suffix.lower() == PROJECT_SUFFIX:
            desk.projects.open(paths[0])
        elif paths:
            desk.controller.open_photo(paths[0])

    def say(self, text: str) -> None:
        self.window.page.show_message(Message(text, "warning"))

    @Slot()
    def start_engine(self) -> None:
        """Once a first window is painted; a further one, or one made anew, finds it running."""
        if self._has_ended:  # closed before its paint was told of
            return
        if not self.worker.isRunning():
            self.worker.start()
            self._shelf.load()
        self._resting.start()
        for desk in self.desks:
            desk.projects.begin()

    @Slot()
    def _on_first_rest(self) -> None:
        """What the first paint did not wait for, step by step."""
        page = self.window.page
        if self._preparing is None or self._preparing[0] is not page:
            self._preparing = (page, page.prepare())
        if next(self._preparing[1], "done") != "done":
            return
        self._resting.stop()
        if self._address:
            from desktop_app.reception import Reception

            address, self._address = self._address, ""  # further windows are prepared as well
            reception = Reception(address, self)
            reception.arrived.connect(self.receive)
            self.ended.connect(reception.close)
            reception.open()

    @Slot(object)
    def _on_engine_changed(self, state: EngineState) -> None:
        self._engine_said = state
        for desk in self.desks:
            desk.window.show_engine(self.engine_state)

    @Slot(object)
    def set_keys(self, changed: dict[str, str]) -> None:
        self.settings.change(shortcuts=changed)
        for desk in self.desks:
            desk.window.commands.keys.use(changed)

    @Slot(str)
    def set_theme(self, choice: ThemeChoice) -> None:
        self.settings.change(theme=choice)
        self.theme.use(choice)

    @Slot(bool)
    def reduce_motion(self, is_wanted: bool) -> None:
        self.settings.change(reduces_motion=is_wanted)
        self.theme.reduces_motion = is_wanted
        self.theme.use(self.settings.current.theme)
        for desk in self.desks:
            desk.window.commands.reduce_motion.setChecked(is_wanted)

    @Slot(str)
    def set_language(self, choice: str) -> None:
        """Makes the windows anew, because their texts are written when they are made."""
        self.settings.change(language=choice)
        self.language.use(choice)
        for desk in self.desks:
            desk.make_window_anew()

    @Slot()
    def say_unexpected(self) -> None:
        self.say(self.tr("Something unforeseen went wrong. Your work is safe; the log has the details."))

    @Slot()
    def close(self) -> None:
        """Keeps what is unsaved, ends the engine, saves the settings; harmless a second time."""
        self._has_ended = True
        for desk in self.desks:
            desk.close()
        for part in ("training", "collections", "work"):
            if part in self.__dict__:
                getattr(self, part).close()
        self._saving.stop()
        self._resting.stop()
        self.settings.save()
        if not self.worker.close():
            logger.error("the worker did not end in time")
        for desk in self.desks:
            desk.forget_files()
        self.language.remove()
        self.ended.emit()


def run(paths: Sequence[Path], address: str = "") -> int:
    """Opens the window and stays until the last is closed. At `address` further starts bring their files."""
    application = QApplication([*sys.argv[:1], *STYLE_ARGUMENTS])
    application.setApplicationName(APPLICATION)
    application.setApplicationDisplayName(PROGRAM)
    application.setDesktopFileName(APPLICATION)
    application.setWindowIcon(program_icon())
    application.setQuitOnLastWindowClosed(False)  # a new language closes the last window, too
    log_file = diagnostics.start_logging(log_folder())
    studio = Studio(SettingsStore(settings_file()), log_file, address=address)
    atexit.register(studio.worker.kill)  # multiprocessing would wait for a child that nobody ended
    diagnostics.report_exceptions(studio.say_unexpected)
    collection = diagnostics.GarbageCollection(studio)
    studio.ended.connect(application.quit)
    for ending in (signal.SIGINT, signal.SIGTERM):
        signal.signal(ending, lambda *_: studio.quit())
    try:
        studio.open(paths)
        return application.exec()
    finally:
        collection.stop()
        studio.close()
