"""The Live room with the real engine on a tiny film."""

from __future__ import annotations

from PySide6.QtGui import QImage

from desktop_app.gpu_worker import ENGINE
from desktop_app.live.page import LivePage
from tests.desktop_app.stylize.conftest import MakeVisitor, make_visitor
from tests.models.live.clips import write_clip

__all__ = ["make_visitor"]


def test_a_film_is_seen_in_a_style_recorded_and_ended(make_visitor: MakeVisitor) -> None:
    visitor = make_visitor(engine=ENGINE)
    film = write_clip(visitor.folder / "Film 影.mp4")
    visitor.until_ready()
    visitor.until(lambda: visitor.controller.shelf.styles)
    visitor.studio.window.rooms.enter("live")
    visitor.until(lambda: isinstance(visitor.studio.window.rooms.page, LivePage))
    page = visitor.find(LivePage, "live_page")
    controller = page.controller
    controller.change(folder=str(visitor.folder), floor_px=128, ceiling_px=128)
    page.play(film)
    visitor.until(lambda: controller.phase == "running" and controller.image)
    painted = controller.image
    assert isinstance(painted, QImage)
    assert (painted.width(), painted.height()) == (64, 48)
    controller.hold_original(True)
    visitor.until(lambda: _is_grey(controller.image))
    controller.hold_original(False)
    visitor.until(lambda: not _is_grey(controller.image))
    page.turn_recording()
    visitor.until(lambda: controller.recorded_s > 0)
    page.turn_recording()
    visitor.until(lambda: page.notices.message and "Recorded" in page.notices.message.text)
    assert list(visitor.folder.glob("live*.mp4"))
    visitor.studio.window.rooms.enter("stylize")
    visitor.until(lambda: controller.phase == "off")


def _is_grey(image: QImage | None) -> bool:
    """As the corner of the film's frames is."""
    if image is None:
        return False
    corner = image.pixelColor(2, 2)
    parts = corner.red(), corner.green(), corner.blue()
    return max(parts) - min(parts) < 6 and abs(corner.red() - 60) < 12
