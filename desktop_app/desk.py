"""One window and all that belongs to it alone: its document, what is done with it, its files."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from desktop_app.calls import Calls
from desktop_app.document.document import Document
from desktop_app.document.versions import Versions
from desktop_app.projects import Projects
from desktop_app.resources import Samples
from desktop_app.rooms import in_steps
from desktop_app.settings import SettingsStore
from desktop_app.stylize.controller import StylizeController
from desktop_app.stylize.shelf import StyleShelf
from desktop_app.widgets.notice_bar import Message
from desktop_app.window import MainWindow

if TYPE_CHECKING:
    from desktop_app.judge.controller import JudgeController
    from desktop_app.live.controller import LiveController

JUDGE_MODULES = ("models.judgement", "desktop_app.judge.controller", "desktop_app.judge.results")


class Desk(QObject):
    """Outlives its window, which may be made anew in another language. Engine, settings, shelf are shared."""

    closed = Signal(object)  # itself, when its window is closed

    def __init__(
        self,
        calls: Calls,
        shelf: StyleShelf,
        settings: SettingsStore,
        samples: Samples,
        sessions: Path,
        make_window: Callable[[StylizeController, Projects], MainWindow],
        add_shared_rooms: Callable[[MainWindow], None],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._calls, self._make_window, self._add_shared_rooms = calls, make_window, add_shared_rooms
        self._settings, self._shelf = settings, shelf
        calls.setParent(self)
        self.document = Document(self)
        self.controller = StylizeController(self.document, calls, settings, samples, shelf, self)
        self.projects = Projects(self.document, settings, sessions, calls.translate, self)
        self.projects.picture = lambda: self.controller.shown_image or self.controller.photo_image
        self.projects.look_of = self.controller.thumbnails.find
        self.projects.look_found.connect(self.controller.thumbnails.learn)
        self.controller.opening.session_folder = lambda: self.projects.autosave.folder
        self.projects.styles_found.connect(shelf.add)
        self._watched = ""  # a style that Live is to paint with, once the shelf has it
        shelf.added.connect(self._on_style_added)
        self.window = self._new_window()

    def _new_window(self) -> MainWindow:
        """With its rooms, in the order of the rail."""
        window = self._make_window(self.controller, self.projects)
        window.closed.connect(self._on_window_closed)
        make_live = partial(self._make_live_page, window)
        window.rooms.add("live", self.tr("Live"), "room_live", make_live, window.of_live)
        self._add_shared_rooms(window)
        make_judge = partial(in_steps, JUDGE_MODULES, partial(self._make_judge_page, window))
        window.rooms.add("judge", self.tr("Judge"), "room_judge", make_judge)
        window.judge_wanted.connect(self._on_judge_wanted)
        return window

    def _make_live_page(self, window: MainWindow) -> Iterator[QWidget | None]:
        from desktop_app.live.entrance import live_page  # later: when the room is entered

        return live_page(lambda: self._live, window.rooms.icons, window.commands)

    def _make_judge_page(self, window: MainWindow) -> QWidget:
        from desktop_app.judge.page import JudgePage  # later: when the room is entered

        return JudgePage(self._judge, window.rooms.icons)

    @cached_property
    def _judge(self) -> JudgeController:
        from desktop_app.judge.controller import JudgeController

        return JudgeController(self._calls, self)

    @Slot()
    def _on_judge_wanted(self) -> None:
        project, image = self.controller.project, self.controller.shown_image
        if project.photo is None or image is None:
            self.window.page.show_message(
                Message(self.tr("There is no painting to judge yet. Make one first."))
            )
            return
        self.window.rooms.enter("judge")
        known = [self._shelf.find(style.source) for style in project.styles]
        is_one = len(known) == 1 and known[0] is not None
        style = Path(project.styles[0].source) if is_one else None  # a mix is measured against none
        self._judge.judge(image, project.photo.path, style)

    @cached_property
    def _live(self) -> LiveController:
        from desktop_app.live.controller import LiveController

        return LiveController(self._calls, self._settings, self._shelf, self)

    def watch_live(self, style: Path) -> None:
        """Live looks itself whether a training has written the file anew."""
        self.window.rooms.enter("live")
        self._watched = str(style)
        self._shelf.add([style])

    @Slot(str)
    def _on_style_added(self, source: str) -> None:
        if source == self._watched:
            self._watched = ""
            self._live.mixing.choose(source)

    @Slot()
    def _on_window_closed(self) -> None:
        self.closed.emit(self)

    @property
    def is_empty(self) -> bool:
        """Nothing was begun here."""
        return self.document.file is None and self.document.versions.each == Versions().each

    def make_window_anew(self) -> None:
        self.window.keep_geometry()
        old, self.window = self.window, self._new_window()
        self.window.show()
        old.blockSignals(True)
        old.hide()
        old.deleteLater()

    def close(self) -> None:
        """Keeps what is unsaved and asks nothing more of the engine; harmless a second time."""
        self.projects.close()
        self.controller.glances.close()
        self._calls.close()

    def forget_files(self) -> None:
        """For when nobody reads them any more."""
        self.controller.opening.forget_pasted()
        self.controller.mask_work.forget()
