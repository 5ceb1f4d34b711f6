"""The Collections room as it is seen: runs on the left; a draft, a run or a map of swatches beside them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, Slot
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QWidget

from desktop_app.collections.collection_form import CollectionForm
from desktop_app.collections.controller import CollectionsController
from desktop_app.file_dialogs import ask_for_folder, ask_for_generator
from desktop_app.icons import Icons, paint_icon
from desktop_app.runs.page import DROP_ICON_PX, RunsPage
from desktop_app.runs.places import is_run
from desktop_app.theme import Theme
from desktop_app.widgets.drop_area import Zone

if TYPE_CHECKING:
    from desktop_app.collections.imagine_page import ImaginePage
    from desktop_app.runs.dashboard import Dashboard

GENERATOR_SUFFIX = ".safetensors"


class CollectionsPage(RunsPage):
    """Beside a draft or a run it shows the map of a generator."""

    _controller: CollectionsController

    def __init__(self, controller: CollectionsController, theme: Theme, icons: Icons) -> None:
        super().__init__(controller, theme, icons, "new_collection")
        self.setObjectName("collections_page")
        self.setup = CollectionForm(controller, icons)
        self.setup.works_wanted.connect(self._on_works_wanted)
        self.setup.photos_wanted.connect(self._on_photos_wanted)
        self.setup.generator_wanted.connect(self._on_generator_wanted)
        self.pages.addWidget(self.setup)
        controller.imagining.changed.connect(self._show_page)

    def prepare(self) -> Iterator[None]:
        """The rest of the room, in steps of less than 50 ms."""
        yield from self.setup.prepare()
        yield
        self._controller.begin()
        self._show_page()

    @cached_property
    def dashboard(self) -> Dashboard:
        """Made with the first run that is looked at."""
        from desktop_app.collections.game_figures import GameFigures
        from desktop_app.runs.curve_files import CurveFiles
        from desktop_app.runs.dashboard import Dashboard

        dashboard = Dashboard(self._controller, self._theme, self._icons, GameFigures(self._icons))
        CurveFiles(self._controller, dashboard)
        self.pages.addWidget(dashboard)
        return dashboard

    @cached_property
    def imagine(self) -> ImaginePage:
        """Made with the first map."""
        from desktop_app.collections.imagine_page import ImaginePage

        page = ImaginePage(self._controller.imagining, self._icons)
        page.said.connect(self.notices.show_message)
        page.left.connect(self._controller.imagining.close)
        self.pages.addWidget(page)
        return page

    @property
    def page(self) -> QWidget:
        if self._controller.imagining.generator is not None:
            return self.imagine
        return self.dashboard if self._controller.shown is not None else self.setup

    # -- choosing -------------------------------------------------------------------------------------------

    @Slot()
    def _on_works_wanted(self) -> None:
        drafting = self._controller.drafting
        folder = Path(self._controller.settings.current.works_folder)
        ask_for_folder(self, folder, drafting.choose_works, self.tr("Folder of Works"))

    @Slot()
    def _on_photos_wanted(self) -> None:
        drafting = self._controller.drafting
        folder = Path(self._controller.settings.current.train_photos)
        ask_for_folder(self, folder, drafting.choose_photos, self.tr("Second Folder"))

    @Slot()
    def _on_generator_wanted(self) -> None:
        from desktop_app.runs.places import styles_folder

        ask_for_generator(self, str(styles_folder()), self._controller.imagining.open)

    # -- dropping -------------------------------------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        dropped = _dropped(event.mimeData())
        if dropped is None:
            return
        if is_run(dropped):
            zones = [("run", "photo_drop", self.tr("Open this training"))]
        elif dropped.is_dir():
            self._controller.show_draft()
            zones = [("works", "style_drop", self.tr("Learn from these works"))]
            if self._controller.drafting.has_works:
                zones.append(("photos", "photo_drop", self.tr("Learn on the pictures in this folder")))
        else:
            zones = [("generator", "style_drop", self.tr("Explore these swatches"))]
        ratio, color = self.devicePixelRatioF(), self._theme.colors.dim
        self.drop_area.show_zones(
            *(Zone(name, text, paint_icon(icon, color, DROP_ICON_PX, ratio)) for name, icon, text in zones)
        )
        event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        if self._zone_at(event):
            event.acceptProposedAction()
        else:
            event.ignore()

    def dropEvent(self, event: QDropEvent) -> None:
        zone, dropped = self._zone_at(event), _dropped(event.mimeData())
        self.drop_area.hide()
        if dropped is None:
            return
        match zone:
            case "run":
                self._controller.open_run(dropped)
            case "works":
                self._controller.drafting.choose_works(dropped)
            case "photos":
                self._controller.drafting.choose_photos(dropped)
            case "generator":
                self._controller.imagining.open(dropped)
        event.acceptProposedAction()

    def _zone_at(self, event: QDropEvent) -> str:
        return self.drop_area.zone_at(self.pages.mapFrom(self, event.position().toPoint()))


def _dropped(mime: QMimeData) -> Path | None:
    """A folder, or the file of a generator."""
    paths = [Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile()]
    return next((p for p in paths if p.is_dir() or p.suffix.lower() == GENERATOR_SUFFIX), None)
