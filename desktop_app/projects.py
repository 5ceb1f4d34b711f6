"""New, open, save, recent, bring back: what is done with whole projects. Knows no widget."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QByteArray, QCoreApplication, QEvent, QIODevice, QObject, Qt, Signal, Slot
from PySide6.QtGui import QImage, QImageWriter

from desktop_app.document.autosave import Autosave
from desktop_app.document.background import Background
from desktop_app.document.document import Document, Kept
from desktop_app.document.references import HashMemory
from desktop_app.document.state import PROJECT_SUFFIX, Project
from desktop_app.document.versions import Versions
from desktop_app.settings import SettingsStore
from desktop_app.widgets.notice_bar import Message
from models.news import FileError

if TYPE_CHECKING:  # imported by the jobs, so that the first paint does not wait for it
    from desktop_app.document.project_file import Opened

RECENT_LIMIT = 10
THUMBNAIL_PX = 256
LONGEST_END_MS = 1500  # a photograph of 1 GB may still be hashed then; what is unsaved stays as a draft


@dataclass(frozen=True)
class Recent:
    """A project that was open lately; `is_there` as far as it was looked."""

    path: Path
    is_there: bool = True


class Projects(QObject):
    """Every file is read and written beside the GUI thread; the answers come as `said`."""

    said = Signal(object)  # Message
    recent_changed = Signal()
    offer_changed = Signal()  # an unsaved project can be brought back, or no longer
    styles_found = Signal(object)  # list of Path: what a project brings that may not be on the shelf
    look_found = Signal(object, object)  # Project, and its QImage: what a project says of its versions
    photo_wanted = Signal()

    def __init__(
        self,
        document: Document,
        settings: SettingsStore,
        sessions: Path,
        translate: Callable[[str], str] = str,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.document, self._settings, self._translate = document, settings, translate
        self._files = Background(self)
        self._looking = Background(self)  # a network drive that is gone takes its time to say so
        self.autosave = Autosave(document, Background(self), sessions, self)
        self._memory = HashMemory()  # of the thread of `_files` alone
        self.picture: Callable[[], QImage | None] = lambda: None  # what the thumbnail is made of
        self.look_of: Callable[[Project], QImage | None] = lambda _: None  # a small picture of a version
        self.recent = [Recent(Path(path)) for path in settings.current.recent_projects]
        self.autosave.found.connect(self._on_found)
        self.autosave.brought_back.connect(self._on_brought_back)
        self.autosave.failed.connect(self._on_bringing_back_failed)

    def begin(self) -> None:
        """Once the window is there: unsaved work is kept from now on, and that of before is offered."""
        self.autosave.begin()
        self.look_for_recent()

    def close(self) -> None:
        """The end of the program: waits for what is being saved, then keeps what is unsaved."""
        self._files.wait(LONGEST_END_MS)
        QCoreApplication.sendPostedEvents(self._files, QEvent.Type.MetaCall)
        self.autosave.close()

    # -- new and open ---------------------------------------------------------------------------------------

    def start_new(self) -> None:
        """Nothing is asked: undo leads back."""
        if self.document.file or self.document.versions.each != Versions().each:
            self.document.start(Versions(), Kept(None, Versions()), self.tr("New Project"))

    def open(self, path: Path) -> None:
        """Returns at once."""
        path = path.absolute()
        self._files.run(partial(self._read, path), partial(self._on_read, path))

    def _read(self, path: Path) -> tuple[Opened, dict[int, QImage]]:
        from desktop_app.document import project_file

        opened = project_file.read(path, self.autosave.mask_folder(), self._memory)
        return opened, {number: QImage.fromData(look) for number, look in opened.looks.items()}

    def _on_read(self, path: Path, result: tuple[Opened, dict[int, QImage]] | FileError) -> None:
        if isinstance(result, FileError):
            self._say_failed(result)
            self.look_for_recent()
            return
        opened, looks = result
        for version in opened.versions.each:
            look = looks.get(version.number)
            if look and not look.isNull():
                self.look_found.emit(version.project, look)
        kept = Kept(path, opened.versions)
        self.document.start(opened.versions, kept, self.tr("Open Project"))
        self._remember(path)
        self._welcome(opened)

    def _welcome(self, opened: Opened) -> None:
        """Its styles come onto the shelf, and what is gone is said."""
        used = [style.source for version in opened.versions.each for style in version.project.styles]
        sources = [source for source in dict.fromkeys(used) if source not in opened.lost_styles]
        files = [Path(source) for source in sources if Path(source).is_absolute()]
        if files:
            self.styles_found.emit(files)
        if opened.lost_photo:
            choose = self.tr("Open Photograph…")
            self.said.emit(Message(" ".join(opened.remarks), "error", choose, self.photo_wanted.emit))
        elif opened.remarks:
            self.said.emit(Message(" ".join(opened.remarks), "warning", stays=True))

    # -- save -----------------------------------------------------------------------------------------------

    @property
    def proposed_path(self) -> Path:
        """Where a project without a file might go."""
        known, settings = self.document.file, self._settings.current
        if known:
            return known
        photo = self.document.project.photo
        name = photo.path.stem if photo else self.tr("Untitled")
        return (
            Path(settings.project_folder or settings.photo_folder or Path.home()) / f"{name}{PROJECT_SUFFIX}"
        )

    def save(self) -> bool:
        """False where nobody has said yet where to."""
        if self.document.file is None:
            return False
        self.save_as(self.document.file)
        return True

    def save_as(self, path: Path) -> None:
        """Returns at once; what is changed meanwhile is unsaved still."""
        path = path.absolute()
        if path.suffix.lower() != PROJECT_SUFFIX:
            path = path.with_name(path.name + PROJECT_SUFFIX)
        self.document.seal()
        number, versions, image = self.document.number, self.document.versions, self.picture()
        passing = self.autosave.folder
        seen = {version.number: self.look_of(version.project) for version in versions.each}

        def write() -> None:
            from desktop_app.document import project_file

            looks = {number: png_of(look) for number, look in seen.items() if look}
            project_file.write(path, versions, self._memory, png_of(image), passing=passing, looks=looks)

        self._files.run(write, partial(self._on_saved, number, Kept(path, versions)))

    def _on_saved(self, number: int, kept: Kept, result: FileError | None) -> None:
        if isinstance(result, FileError):
            self._say_failed(result)
            return
        assert kept.file is not None
        self.document.mark_kept(number, kept)
        self._remember(kept.file)
        self.said.emit(Message(self.tr("Saved as {name}.").format(name=kept.file.name), "done"))

    def _say_failed(self, error: FileError) -> None:
        self.said.emit(Message(self._translate(str(error)), "error"))

    # -- recent ---------------------------------------------------------------------------------------------

    def _remember(self, path: Path) -> None:
        others = [known for known in self._settings.current.recent_projects if known != str(path)]
        paths = (str(path), *others)[:RECENT_LIMIT]
        self._settings.change(recent_projects=paths, project_folder=str(path.parent))
        known = {recent.path: recent for recent in self.recent if recent.path != path}
        self.recent = [known.get(Path(name), Recent(Path(name))) for name in paths]
        self.recent_changed.emit()

    def forget_recent(self) -> None:
        self._settings.change(recent_projects=())
        self.recent = []
        self.recent_changed.emit()

    @Slot()
    def look_for_recent(self) -> None:
        """Which of them are still there; `recent_changed` follows if that is news."""
        paths = [recent.path for recent in self.recent]
        self._looking.run(lambda: {path for path in paths if _is_file(path)}, self._on_looked)

    def _on_looked(self, there: set[Path] | FileError) -> None:
        if isinstance(there, FileError):
            return
        recent = [Recent(known.path, known.path in there) for known in self.recent]
        if recent != self.recent:
            self.recent = recent
            self.recent_changed.emit()

    # -- bring back -----------------------------------------------------------------------------------------

    @property
    def has_offer(self) -> bool:
        return self.autosave.has_offer

    @Slot()
    def bring_back(self) -> None:
        """The unsaved project of before; undo leads back to what is open now."""
        self.autosave.bring_back(self.tr("Bring Back Project"))
        self.offer_changed.emit()

    @Slot(bool)
    def _on_found(self, has_crashed: bool) -> None:
        text = (
            self.tr("Impasto ended unexpectedly. Bring back the project?")
            if has_crashed
            else self.tr("The last project was not saved. Bring it back?")
        )
        self.said.emit(Message(text, "warning", self.tr("Bring Back"), self.bring_back, stays=True))
        self.offer_changed.emit()

    @Slot(object)
    def _on_brought_back(self, opened: Opened) -> None:
        self._welcome(opened)

    @Slot(str)
    def _on_bringing_back_failed(self, text: str) -> None:
        self.said.emit(Message(self._translate(text), "error"))


def png_of(image: QImage | None) -> bytes:
    """A thumbnail; nothing where there is no picture yet."""
    if image is None or image.isNull():
        return b""
    keep, smooth = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
    held = QByteArray()
    buffer = QBuffer(held)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, b"png").write(image.scaled(THUMBNAIL_PX, THUMBNAIL_PX, keep, smooth))
    return bytes(held.data())


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False
