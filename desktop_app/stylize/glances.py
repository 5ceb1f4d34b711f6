"""The open photograph in each style of the strip, painted small while the engine has nothing else to do."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtGui import QImage

from desktop_app.calls import Calls
from desktop_app.canvas.layer import image_of
from desktop_app.document.background import Background
from desktop_app.stylize.activity import Activity
from desktop_app.stylize.glance_store import GlanceStore
from desktop_app.stylize.shelf import THUMBNAIL_PX, ShelfStyle, StyleShelf
from desktop_app.tickets import Ticket
from models.news import Cancelled, Done, FileError, Outcome, Stylized
from models.requests import StyleChoice, Stylize

REST_MS = 600  # a hand that pauses between two changes is not yet done
PATIENCE_MS = 300  # for the end: what is being written is small


@dataclass(frozen=True, eq=False)
class _Found:
    """What the disk has for one photograph: the engine's copy of it, names of thumbnails, thumbnails."""

    copy: Path
    keys: dict[str, str]
    images: dict[str, QImage]


class Glances(QObject):
    """One at a time, what is seen first; given up at once for anything else that is to be done."""

    changed = Signal()

    def __init__(
        self, calls: Calls, shelf: StyleShelf, activity: Activity, store: GlanceStore, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._calls, self._shelf, self._activity, self._store = calls, shelf, activity, store
        self.seen: Callable[[], Sequence[str]] = lambda: ()  # the styles that are in sight
        self._background = Background(self)
        self._photo: Path | None = None
        self._photo_image = QImage()
        self._visit = 0  # answers for an earlier visit are nobody's
        self._copy: Path | None = None
        self._keys: dict[str, str] = {}
        self._images: dict[str, QImage] = {}
        self._looked_up: set[str] = set()
        self._given_up: set[str] = set()
        self._ticket: Ticket | None = None
        self._is_closed = False
        self._resting = QTimer(self)
        self._resting.setObjectName("glances_resting")
        self._resting.setSingleShot(True)
        self._resting.setInterval(REST_MS)
        self._resting.timeout.connect(self._ask_next)
        activity.changed.connect(self._on_activity)
        shelf.changed.connect(self._look_up)

    @property
    def is_painting(self) -> bool:
        return self._ticket is not None

    def image_for(self, source: str) -> QImage | None:
        """The photograph in this style; None while it is not painted yet."""
        return self._images.get(source)

    def show_photo(self, photo: Path | None, image: QImage | None) -> None:
        """`image` is a preview of the photograph; without one there is nothing to paint."""
        self._visit += 1
        self._stop()
        self._photo, self._photo_image = (photo, image) if image is not None else (None, QImage())
        self._copy = None
        self._keys, self._images, self._looked_up, self._given_up = {}, {}, set(), set()
        self.changed.emit()
        self._look_up()

    def close(self) -> None:
        """For the end of the program; harmless a second time."""
        self._is_closed = True
        self._stop()
        self._background.wait(PATIENCE_MS)

    # -- what the disk has ----------------------------------------------------------------------------------

    @Slot()
    def _look_up(self) -> None:
        styles = [style for style in self._shelf.styles if style.source not in self._looked_up]
        if self._photo is None or not styles or self._is_closed:
            return
        self._looked_up |= {style.source for style in styles}
        job = partial(_find, self._store, self._photo, self._photo_image, styles)
        self._background.run(job, partial(self._on_found, self._visit))

    def _on_found(self, visit: int, found: _Found | FileError) -> None:
        if visit != self._visit or isinstance(found, FileError):
            return  # a full disk: the strip shows the styles as they are
        self._copy = found.copy
        self._keys |= found.keys
        self._images |= found.images
        if found.images:
            self.changed.emit()
        self._rest()

    # -- what the engine makes ------------------------------------------------------------------------------

    @Slot(str)
    def _on_activity(self, text: str) -> None:
        if text:
            self._stop()
        else:
            self._rest()

    def _rest(self) -> None:
        if not self._is_closed and not self._activity.text and self._next() is not None:
            self._resting.start()

    def _stop(self) -> None:
        self._resting.stop()
        self._calls.cancel(self._ticket)

    def _next(self) -> str | None:
        order = [*self.seen(), *(style.source for style in self._shelf.styles)]
        left = self._keys.keys() - self._images.keys() - self._given_up
        return next((source for source in order if source in left), None)

    @Slot()
    def _ask_next(self) -> None:
        source = self._next()
        if self._ticket or self._activity.text or self._copy is None or source is None or self._is_closed:
            return
        request = Stylize(self._copy, (StyleChoice(source),), long_side_px=THUMBNAIL_PX, can_wait=True)
        self._ticket = self._calls.ask(request, partial(self._on_outcome, self._visit, source))

    def _on_outcome(self, visit: int, source: str, outcome: Outcome) -> None:
        self._ticket = None
        if isinstance(outcome, Cancelled) or visit != self._visit:
            self._rest()
            return
        if isinstance(outcome, Done) and isinstance(outcome.result, Stylized):
            image = image_of(outcome.result.rgb_hwc)
            self._images[source] = image
            self._background.run(partial(self._store.keep, self._keys[source], image))
            self.changed.emit()
        else:
            self._given_up.add(source)  # whoever chooses this style will hear why
        self._ask_next()


def _find(store: GlanceStore, photo: Path, image: QImage, styles: Sequence[ShelfStyle]) -> _Found:
    """What is there already; a style or photograph whose file is gone gets no thumbnail."""
    keys, images = {}, {}
    try:
        copy = store.keep_photo(photo, image)
    except OSError as error:
        raise FileError(str(error)) from error
    for style in styles:
        if style.kind == "foreign" and not store.is_cheap(style.source):
            continue
        key = store.key(photo, style.source)
        if key is not None:
            keys[style.source] = key
            known = store.load(key)
            if known is not None:
                images[style.source] = known
    return _Found(copy, keys, images)
