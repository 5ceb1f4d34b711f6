"""The draft of a training in a file, with its masks: neither a crash nor closing the program loses it."""

from __future__ import annotations

import json
import logging
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from desktop_app.document.background import Background
from desktop_app.runs.places import keep_mask, runs_folder
from desktop_app.train.drafting import Drafting
from models.atomic import write_bytes
from models.news import FileError
from models.training_requests import StylePicture, TrainStyle, to_plain, train_style_from_plain

SETTLED_MS = 700  # after the last change: a slider that is drawn is written once
logger = logging.getLogger(__name__)


def draft_path() -> Path:
    return runs_folder() / "draft.json"


def masks_of_draft() -> Path:
    """Apart from those of runs, which stay for good: these are swept when they are read again."""
    return runs_folder() / "draft masks"


def write_draft(request: TrainStyle) -> None:
    """FileError where the disk refuses."""
    kept = replace(request, pictures=tuple(_with_kept_mask(one) for one in request.pictures))
    draft_path().parent.mkdir(parents=True, exist_ok=True)
    write_bytes(draft_path(), json.dumps(to_plain(kept), indent=1).encode())


def _with_kept_mask(picture: StylePicture) -> StylePicture:
    try:
        return replace(picture, exclude=keep_mask(picture.exclude, masks_of_draft()))
    except FileError:  # it is gone, which is said when the training begins
        logger.info("a mask of the draft could not be kept")
        return picture


def read_draft() -> TrainStyle | None:
    """None where there is none that can be understood. Masks that it does not name are deleted."""
    try:
        request = train_style_from_plain(json.loads(draft_path().read_bytes()))
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
    named = {picture.exclude for picture in request.pictures}
    for mask in masks_of_draft().glob("*"):
        if mask not in named:
            mask.unlink(missing_ok=True)
    return request


class KeptDraft(QObject):
    """Reads the draft of the last sitting once, and from then on writes what becomes of it."""

    failed = Signal(str)

    def __init__(self, drafting: Drafting, background: Background, parent: QObject) -> None:
        super().__init__(parent)
        self._drafting, self._background = drafting, background
        self._has_read = self._is_closed = False
        self._written: TrainStyle | None = None
        self._settling = QTimer(self)
        self._settling.setObjectName("draft_settling")
        self._settling.setSingleShot(True)
        self._settling.setInterval(SETTLED_MS)
        self._settling.timeout.connect(self._write)

    def read(self, photos: Path | None) -> None:
        """With `photos` where it knows of none; once a sitting, and what is chosen meanwhile stays."""
        if not self._has_read:
            self._has_read = True
            self._background.run(read_draft, partial(self._on_read, photos))

    def _on_read(self, photos: Path | None, found: TrainStyle | FileError | None) -> None:
        drafting = self._drafting
        if self._is_closed:
            return
        if isinstance(found, TrainStyle) and not drafting.request.pictures:
            drafting.restore(found)
        if photos is not None and not drafting.has_photos:
            drafting.choose_photos(photos)
        self._written = drafting.request
        drafting.changed.connect(self._on_changed)

    @Slot()
    def _on_changed(self) -> None:
        if self._drafting.request != self._written and not self._is_closed:
            self._settling.start()

    @Slot()
    def _write(self) -> None:
        self._written = self._drafting.request
        self._background.run(partial(write_draft, self._written), self._on_written)

    def _on_written(self, result: FileError | None) -> None:
        if isinstance(result, FileError):
            self.failed.emit(str(result))

    def close(self) -> None:
        """Writes what is not written yet; `Background.wait` waits for it."""
        self._is_closed = True  # what is cancelled now changes the draft, and is no wish
        if self._settling.isActive():
            self._settling.stop()
            self._write()
