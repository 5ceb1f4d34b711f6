"""What the loupe shows: parts of the export as they will be, asked of the engine as the pointer goes."""

from __future__ import annotations

from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, QRectF, Signal, Slot

from desktop_app.calls import Calls
from desktop_app.canvas.layer import image_of
from desktop_app.canvas.loupe import Part
from desktop_app.document.state import Project
from desktop_app.tickets import Ticket
from models.news import Crop, Done, Failed, News, Outcome, Progress
from models.requests import LookAway, RenderCrop, Stylize

KEPT = 12  # parts, of some 2 MB each on a large screen
ROOM = 0.25  # asked for on every side beyond what is seen, so that a hand that trembles asks for nothing
EDGE = 1e-6  # what divisions may leave over
LANE = "loupe"


@dataclass(frozen=True)
class _Look:
    """What is looked at, and the size of its export."""

    picture: Stylize
    width_px: int
    height_px: int


class CloseLook(QObject):
    """The newest place wins; one that is being painted is let go only for another picture."""

    changed = Signal()  # another part, or how far the engine is
    failed = Signal(str)

    def __init__(self, calls: Calls, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._calls = calls
        self._look: _Look | None = None
        self._place = QRectF()
        self._parts: list[Part] = []
        self._asked: dict[Ticket, _Look] = {}
        self._percent: int | None = None
        self._has_failed = False

    @property
    def parts(self) -> list[Part]:
        """The newest last; all of them of the picture that is looked at."""
        return self._parts

    @property
    def is_whole(self) -> bool:
        """All that is seen is as the export will be."""
        seen = self._place.adjusted(EDGE, EDGE, -EDGE, -EDGE)
        return not seen.isEmpty() and any(part.place.contains(seen) for part in self._parts)

    @property
    def percent_done(self) -> int | None:
        """Of what comes before the first part of a picture; None where it is not known."""
        return self._percent

    def look_at(self, project: Project, long_side_px: int | None, place: QRectF, *, original: bool) -> None:
        """`place` in parts of the picture; `original` looks at the photograph itself."""
        if project.photo is None or not project.is_paintable:
            self.leave()
            return
        side = long_side_px or project.photo.long_side_px
        scale = side / project.photo.long_side_px
        size = [max(1, round(px * scale)) for px in (project.photo.width_px, project.photo.height_px)]
        picture = project.request(long_side_px=long_side_px)
        if original:  # at strength 0 the export is the photograph
            picture = replace(picture, controls=replace(picture.controls, strength=0.0))
        look = _Look(picture, *size)
        self._place = place & QRectF(0, 0, 1, 1)
        if look != self._look:
            self._leave()
            self._look = look
        if not self._place.isEmpty() and not self.is_whole and not self._has_failed:
            self._ask(look)

    def leave(self) -> None:
        """For now there is nothing to look at."""
        self._leave()
        self._look, self._place = None, QRectF()

    @Slot()
    def close(self) -> None:
        """Nobody looks any more: the engine may forget the picture."""
        self.leave()
        self._calls.ask(LookAway(), _ignore)

    def _leave(self) -> None:
        if self._look is None:
            return
        for ticket in list(self._asked):
            self._calls.cancel(ticket)
        self._asked.clear()
        self._parts, self._percent, self._has_failed = [], None, False
        self.changed.emit()

    def _ask(self, look: _Look) -> None:
        wide, high = self._place.width() * ROOM, self._place.height() * ROOM
        place = self._place.adjusted(-wide, -high, wide, high) & QRectF(0, 0, 1, 1)
        box = QRectF(
            place.left() * look.width_px,
            place.top() * look.height_px,
            place.width() * look.width_px,
            place.height() * look.height_px,
        ).toAlignedRect()
        request = RenderCrop(look.picture, box.left(), box.top(), box.width(), box.height())
        newest = next(reversed(self._asked), None)
        if newest is not None and newest.request == request:  # older ones may have lost their turn
            return
        ticket = self._calls.ask(
            request,
            lambda outcome: self._on_outcome(ticket, look, outcome),
            lambda news: self._on_news(look, news),
            LANE,
        )
        self._asked[ticket] = look

    def _on_news(self, look: _Look, news: News) -> None:
        if isinstance(news, Progress) and look == self._look:
            self._percent = round(100 * news.done / news.total)
            self.changed.emit()

    def _on_outcome(self, ticket: Ticket, look: _Look, outcome: Outcome) -> None:
        self._asked.pop(ticket, None)
        if look != self._look:
            return
        if isinstance(outcome, Done) and isinstance(outcome.result, Crop):
            self._percent = None
            self._parts = [*self._parts, _part(outcome.result)][-KEPT:]
            self.changed.emit()
        elif isinstance(outcome, Failed):
            self._has_failed = True  # the next place would fail in the same way
            self.failed.emit(outcome.message)


def _ignore(_outcome: Outcome) -> None:
    """For what is said and not asked."""


def _part(crop: Crop) -> Part:
    height, width = crop.rgb_hwc.shape[:2]
    place = QRectF(
        crop.left_px / crop.whole_width_px,
        crop.top_px / crop.whole_height_px,
        width / crop.whole_width_px,
        height / crop.whole_height_px,
    )
    return Part(place, image_of(crop.rgb_hwc))
