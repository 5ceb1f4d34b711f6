"""The room made step by step: at once it would stop the window for a fifth of a second."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib import import_module
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from desktop_app.actions import Actions
    from desktop_app.icons import Icons
    from desktop_app.live.controller import LiveController

# What each other needs first, so that no step imports much.
MODULES = (
    "models.live_requests",
    "multiprocessing.shared_memory",
    "models.live_frames",
    "desktop_app.live.choice",
    "desktop_app.live.mixing",
    "desktop_app.live.controller",
    "desktop_app.live.view",
    "desktop_app.live.bar",
    "desktop_app.widgets.mix_pad",
    "desktop_app.cameras",
    "desktop_app.live.source_part",
    "desktop_app.live.sound_part",
    "desktop_app.live.midi_part",
    "desktop_app.live.panel",
    "desktop_app.live.style_row",
    "desktop_app.live.page",
)


def live_page(
    get_controller: Callable[[], LiveController], icons: Icons, commands: Actions
) -> Iterator[QWidget | None]:
    """None after each step, and at last the page."""
    for name in MODULES:
        import_module(name)
        yield None
    from desktop_app.live.page import LivePage
    from desktop_app.live.panel import LivePanel
    from desktop_app.live.style_row import StyleRow

    controller = get_controller()
    panel = LivePanel(controller, icons)
    for _ in panel.fill():
        yield None
    panel.ensurePolished()
    yield None
    styles = StyleRow(controller)
    yield None
    page = LivePage(controller, icons, commands, panel, styles)
    yield None
    for part in (panel, styles, page.bar, page.welcome):
        part.grab()  # dresses it, as its first paint would
        yield None
    yield page
