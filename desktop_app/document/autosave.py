"""Keeps the unsaved project on disk while it is worked on, and brings back that of a program that died."""

from __future__ import annotations

import logging
import shutil
import tempfile
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from desktop_app.document import sessions
from desktop_app.document.background import Background
from desktop_app.document.document import Document, Kept
from desktop_app.document.sessions import Session
from desktop_app.document.versions import Versions
from models.news import FileError

if TYPE_CHECKING:  # imported by the jobs, so that the first paint does not wait for it
    from desktop_app.document.project_file import Opened

REST_MS = 250  # with the writing this stays below the half second that may be lost
LONGEST_END_MS = 1500

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Draft:
    """What is to be kept now; None where all of it is saved."""

    versions: Versions | None
    file: Path | None


class Autosave(QObject):
    """Only this object's jobs touch the session's folder, all on the one thread of `background`."""

    found = Signal(bool)  # an unsaved project; True where a program crashed over it
    brought_back = Signal(object)  # Opened
    failed = Signal(str)

    def __init__(
        self, document: Document, background: Background, root: Path, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._document, self._background, self._root = document, background, root
        self._session: Session | None = None
        self._left: list[Session] = []
        self._offered: list[Session] = []
        self._has_begun = False
        self._is_writing = False
        self._kept = Draft(None, None)
        self._timer = QTimer(self)
        self._timer.setObjectName("autosave")
        self._timer.setSingleShot(True)
        self._timer.setInterval(REST_MS)
        self._timer.timeout.connect(self._on_rest)
        document.changed.connect(self._on_changed)
        document.kept_changed.connect(self._on_changed)

    @property
    def has_offer(self) -> bool:
        """Whether there is an unsaved project that was not brought back yet."""
        return bool(self._left)

    def mask_folder(self) -> Path:
        """Where masks of this session lie. Call it in a job of `background`; it makes the folder."""
        if self._session is None:
            return Path(tempfile.mkdtemp(prefix="impasto-masks-"))
        self._session.mask_folder.mkdir(exist_ok=True)
        return self._session.mask_folder

    @property
    def folder(self) -> Path | None:
        """What lies here goes with the session; drafts that are left keep it. None before `begin` is done."""
        return self._session.folder if self._session else None

    def begin(self) -> None:
        """`found` follows if there is something to bring back."""
        if not self._has_begun:
            self._has_begun = True
            self._background.run(self._begin, self._on_begun)

    def bring_back(self, label: str) -> None:
        """The offered project takes the place of the open one; undo returns to it."""
        if self._left and self._session:
            left = self._left.pop(0)
            if left not in self._offered:
                self._offered.append(left)
            self._background.run(
                partial(_recover, left, self._session), lambda result: self._on_read(label, result)
            )

    def close(self) -> None:
        """The end of the program. Waits until the draft is written, or no longer than 1.5 s."""
        self._timer.stop()
        if self._has_begun:
            self._has_begun = False
            self._background.run(partial(self._end, self._wanted))
        if not self._background.wait(LONGEST_END_MS):
            logger.error("the unsaved project was not written in time")

    # -- on the GUI thread ----------------------------------------------------------------------------------

    @property
    def _wanted(self) -> Draft:
        document = self._document
        return Draft(document.versions if document.is_modified else None, document.file)

    @Slot()
    def _on_changed(self) -> None:
        """Does not start anew with every step of a slider, or a long gesture would never be kept."""
        if self._has_begun and not self._timer.isActive():
            self._timer.start()

    @Slot()
    def _on_rest(self) -> None:
        if self._is_writing:
            self._timer.start()
        elif self._wanted != self._kept:
            self._is_writing = True
            wanted = self._wanted
            self._background.run(partial(self._write, wanted), partial(self._on_written, wanted))

    def _on_written(self, wanted: Draft, result: FileError | None) -> None:
        self._is_writing = False
        if isinstance(result, FileError):
            logger.warning("the unsaved project is not kept: %s", result)
        else:
            self._kept = wanted

    def _on_begun(self, result: list[Session] | FileError) -> None:
        if isinstance(result, FileError):
            return
        self._left = result
        self._on_changed()
        self.offer()

    def offer(self) -> None:
        """Says `found` for the newest that is left; from then on it goes away at the next normal end."""
        if self._left:
            if self._left[0] not in self._offered:
                self._offered.append(self._left[0])
            self.found.emit(not self._left[0].was_closed)

    def _on_read(self, label: str, result: Opened | FileError) -> None:
        if isinstance(result, FileError):
            self.failed.emit(str(result))
            return
        self._document.start(result.versions, Kept(result.draft_of), label)
        self.brought_back.emit(result)

    # -- on the thread of the files -------------------------------------------------------------------------

    def _begin(self) -> list[Session]:
        try:
            left = sessions.left_behind(self._root)
            self._session = sessions.begin(self._root)
        except OSError as error:
            logger.warning("unsaved projects cannot be kept in %s: %s", self._root, error)
            return []
        return left

    def _write(self, wanted: Draft) -> None:
        from desktop_app.document import project_file

        if self._session is None:
            return
        if wanted.versions is None:
            self._session.draft.unlink(missing_ok=True)
        else:
            project_file.write(self._session.draft, wanted.versions, None, draft_of=wanted.file)

    def _end(self, wanted: Draft) -> None:
        session = self._session
        if session is None:
            return
        try:
            self._write(wanted)
        finally:
            self._session = None
            for left in self._offered:
                left.remove()
            for left in self._left:
                left.release()
            if wanted.versions is None:
                session.remove()
            else:
                session.leave()


def _recover(left: Session, own: Session) -> Opened:
    """Pictures that the dead session held come into this one, because that one will be removed."""
    from desktop_app.document import project_file
    from desktop_app.document.references import HashMemory
    from models import atomic

    opened = project_file.read(left.draft, own.mask_folder, HashMemory())
    photo = opened.project.photo
    if photo is None or not photo.path.is_relative_to(left.folder):
        return opened
    place = own.folder / photo.path.relative_to(left.folder)
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(photo.path, place)
    except OSError as error:
        raise FileError(atomic.in_words(error, place)) from error
    project = replace(opened.project, photo=replace(photo, path=place))
    return replace(opened, versions=opened.versions.with_project(project))
