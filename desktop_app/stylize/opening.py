"""How a photograph comes in: from a file, from the clipboard, by dropping."""

from __future__ import annotations

import contextlib
import shutil
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QByteArray, QMimeData, QObject, QRunnable, QThreadPool, Signal, Slot
from PySide6.QtGui import QImage

from desktop_app.calls import Calls
from models.news import Done, Failed, OpenedPicture, Outcome
from models.requests import OpenPicture

PREVIEW_PX = 2048
# What the clipboard offers as it is, the lossless first; anything else goes through Qt.
CLIPBOARD_FORMATS = {"image/png": ".png", "image/tiff": ".tif", "image/webp": ".webp", "image/jpeg": ".jpg"}


def local_files(mime: QMimeData) -> list[Path]:
    """The files, not folders, that were dropped or copied."""
    paths = [Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile()]
    return [path for path in paths if path.is_file()]


class Opening(QObject):
    """`opened` with `OpenedPicture`, or `failed` with words. The newest photograph asked for wins."""

    busy_changed = Signal(str)  # the name of the file that is being opened, or nothing
    opened = Signal(object)
    failed = Signal(str)
    _written = Signal(str)

    def __init__(self, calls: Calls, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._calls = calls
        self._wanted: Path | None = None
        self._folder: Path | None = None
        self.session_folder: Callable[[], Path | None] = lambda: None  # where unsaved work is kept
        self._written.connect(self._on_written)

    def open(self, path: Path) -> None:
        """Returns at once."""
        path = path.absolute()
        self._wanted = path
        self.busy_changed.emit(path.name)
        self._calls.ask(
            OpenPicture(path, PREVIEW_PX), lambda outcome: self._on_outcome(path, outcome), lane="photo"
        )

    def paste(self, mime: QMimeData) -> bool:
        """A copied file, or the copied picture itself; False if there is neither."""
        files = local_files(mime)
        if files:
            self.open(files[0])
            return True
        for kind, suffix in CLIPBOARD_FORMATS.items():
            if mime.hasFormat(kind):
                self._keep(mime.data(kind), suffix)
                return True
        image = mime.imageData()
        if not isinstance(image, QImage) or image.isNull():
            return False
        self._keep(image, ".png")
        return True

    def forget_pasted(self) -> None:
        """Removes what was pasted and is not kept with the unsaved work; for the end of the program."""
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)
            self._folder = None

    def _keep(self, picture: QByteArray | QImage, suffix: str) -> None:
        """A pasted picture becomes a file, because the engine reads files. Written off the GUI thread."""
        name = self.tr("Pasted") + time.strftime(" %H.%M.%S")
        path = self._place_for_pasted() / f"{name}{suffix}"
        self.busy_changed.emit(path.name)
        QThreadPool.globalInstance().start(_Writing(picture, path, self))

    def is_passing(self, path: Path) -> bool:
        """It lies, as what was pasted, where no artist would look for it."""
        folders = (self._folder, self.session_folder())
        return any(folder is not None and path.is_relative_to(folder) for folder in folders)

    def _place_for_pasted(self) -> Path:
        session = self.session_folder()
        if session is not None:
            folder = session / "pasted"
            with contextlib.suppress(OSError):
                folder.mkdir(exist_ok=True)
            return folder
        if self._folder is None:
            self._folder = Path(tempfile.mkdtemp(prefix="impasto-"))
        return self._folder

    @Slot(str)
    def _on_written(self, path: str) -> None:
        if path:
            self.open(Path(path))
        else:
            self.busy_changed.emit("")
            self.failed.emit(self.tr("The picture on the clipboard cannot be kept. Is the disk full?"))

    def _on_outcome(self, path: Path, outcome: Outcome) -> None:
        if path != self._wanted:
            return
        self._wanted = None
        self.busy_changed.emit("")
        if isinstance(outcome, Done) and isinstance(outcome.result, OpenedPicture):
            self.opened.emit(outcome.result)
        elif isinstance(outcome, Failed):
            self.failed.emit(outcome.message)


class _Writing(QRunnable):
    def __init__(self, picture: QByteArray | QImage, path: Path, opening: Opening) -> None:
        super().__init__()
        self._picture, self._path, self._opening = picture, path, opening

    def run(self) -> None:
        if isinstance(self._picture, QImage):
            is_written = self._picture.save(str(self._path), quality=80)  # of PNG: quick and not large
        else:
            try:
                is_written = self._path.write_bytes(self._picture.data()) > 0
            except OSError:
                is_written = False
        self._opening._written.emit(str(self._path) if is_written else "")
