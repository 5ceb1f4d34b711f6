"""The Train room as it is seen: a draft, a run, a sheet of samples beside the list of runs."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, Slot
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from desktop_app import file_dialogs
from desktop_app.icons import Icons, paint_icon
from desktop_app.runs.page import DROP_ICON_PX, RunsPage
from desktop_app.runs.places import is_run
from desktop_app.theme import Theme
from desktop_app.train.controller import TrainController
from desktop_app.widgets.drop_area import Zone

if TYPE_CHECKING:
    from collections.abc import Iterator

    from desktop_app.runs.dashboard import Dashboard
    from desktop_app.train.exclude_view import ExcludeView
    from desktop_app.train.setup_panel import SetupPanel
    from desktop_app.train.sheet_view import SheetView


class TrainPage(RunsPage):
    """Its draft may show a sheet, or a style picture that is painted on."""

    _controller: TrainController

    def __init__(self, controller: TrainController, theme: Theme, icons: Icons) -> None:
        super().__init__(controller, theme, icons, "new_training")
        self.setObjectName("train_page")
        controller.excluding_changed.connect(self._show_page)
        controller.drafting.sheet_changed.connect(self._show_page)
        self._is_seen = False

    def prepare(self) -> Iterator[None]:
        """What entering the room, and the first training in it, shall not wait for."""
        yield from self.setup.prepare()
        self.setup.grab()
        yield

    def showEvent(self, event: QShowEvent) -> None:
        """Nothing is asked of the engine before somebody comes here."""
        if not self._is_seen:
            self._is_seen = True
            self._show_page()
            self._controller.begin()
        super().showEvent(event)

    @cached_property
    def setup(self) -> SetupPanel:
        from desktop_app.train.setup_panel import SetupPanel

        setup = SetupPanel(self._controller, self._icons)
        setup.pictures_wanted.connect(self._on_pictures_wanted)
        setup.photos_wanted.connect(self._on_photos_wanted)
        setup.rehearsal_wanted.connect(self._on_rehearsal_wanted)
        setup.watched_wanted.connect(self._on_watched_wanted)
        self.pages.addWidget(setup)
        self.setFocusProxy(setup)
        return setup

    @cached_property
    def dashboard(self) -> Dashboard:
        """Made with the first run that is looked at."""
        from desktop_app.runs.curve_files import CurveFiles
        from desktop_app.runs.dashboard import Dashboard

        dashboard = Dashboard(self._controller, self._theme, self._icons)
        dashboard.onnx_wanted.connect(self._on_onnx_wanted)
        self._files = CurveFiles(self._controller, dashboard)
        self.pages.addWidget(dashboard)
        return dashboard

    @cached_property
    def sheet(self) -> SheetView:
        """Made with the first sheet."""
        from desktop_app.train.sheet_view import SheetView

        sheet = SheetView(self._controller.drafting)
        sheet.show_sheet()
        self.pages.addWidget(sheet)
        return sheet

    @cached_property
    def exclude_view(self) -> ExcludeView:
        """Made when somebody first leaves something out of a style picture."""
        from desktop_app.train.exclude_view import ExcludeView

        view = ExcludeView(*self._controller.exclusions, self._theme, self._icons)
        view.import_wanted.connect(self._on_mask_wanted)
        view.export_wanted.connect(self._on_mask_path_wanted)
        self.pages.addWidget(view)
        return view

    # -- what is shown --------------------------------------------------------------------------------------

    @property
    def page(self) -> QWidget:
        if self._controller.shown is not None:
            return self.dashboard
        if self._controller.excluding is not None:
            return self.exclude_view
        return self.sheet if self._controller.drafting.sheet_kind else self.setup

    # -- choosing files -------------------------------------------------------------------------------------

    @Slot()
    def _on_pictures_wanted(self) -> None:
        folder = self._controller.settings.current.style_folder
        title = self.tr("Pictures to Learn the Style From")
        file_dialogs.ask_for_pictures(self, folder, self._controller.drafting.add_pictures, title)

    @Slot()
    def _on_photos_wanted(self) -> None:
        folder = Path(self._controller.settings.current.train_photos)
        title = self.tr("Folder of Photographs to Learn On")
        file_dialogs.ask_for_folder(self, folder, self._controller.drafting.choose_photos, title)

    @Slot()
    def _on_watched_wanted(self) -> None:
        drafting = self._controller.drafting
        title = self.tr("Photographs to Watch It On")
        file_dialogs.ask_for_pictures(self, str(drafting.request.photos), drafting.watch_on, title)

    @Slot()
    def _on_rehearsal_wanted(self) -> None:
        folder = str(self._controller.drafting.request.photos)
        title = self.tr("Photograph for the Rehearsal")
        file_dialogs.ask_for_photo(self, folder, self._controller.drafting.rehearse, title)

    @Slot()
    def _on_mask_wanted(self) -> None:
        folder = self._controller.settings.current.export_folder
        file_dialogs.ask_for_mask(self, folder, self._controller.exclusions[0].import_mask)

    @Slot()
    def _on_mask_path_wanted(self) -> None:
        excluding = self._controller.excluding
        if excluding is not None and excluding.subject is not None:
            picture = excluding.subject.path
            folder = self._controller.settings.current.export_folder or picture.parent
            proposed = Path(folder) / f"{picture.stem}-mask.png"
            file_dialogs.ask_where_to_save_mask(self, proposed, excluding.export_mask)

    @Slot()
    def _on_onnx_wanted(self) -> None:
        proposed = self._files.proposed(".onnx")
        file_dialogs.ask_where_to_save_file(self, proposed, "ONNX (*.onnx)", self._controller.export_onnx)

    # -- dropping -------------------------------------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        pictures, folder = _dropped(event.mimeData())
        if pictures or folder is not None:
            is_old = folder is not None and is_run(folder)
            if not is_old:
                self._controller.show_draft()
            if is_old:
                icon, text = "photo_drop", self.tr("Open this training")
            elif pictures:
                icon, text = "style_drop", self.tr("Learn the style from this")
            else:
                icon, text = "photo_drop", self.tr("Learn on the photographs in this folder")
            ratio = self.devicePixelRatioF()
            pixmap = paint_icon(icon, self._theme.colors.dim, DROP_ICON_PX, ratio)
            self.drop_area.show_zones(Zone("all", text, pixmap))
            self.drop_area.light("all")
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        self.drop_area.hide()
        pictures, folder = _dropped(event.mimeData())
        event.acceptProposedAction()
        if folder is not None and is_run(folder):
            self._controller.open_run(folder)
            return
        if folder is not None:
            self._controller.drafting.choose_photos(folder)
        self._controller.drafting.add_pictures(pictures)


def _dropped(mime: QMimeData) -> tuple[list[Path], Path | None]:
    """Files are pictures of the style, a folder is one of photographs."""
    paths = [Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile()]
    folder = next((path for path in paths if path.is_dir()), None)
    return [path for path in paths if path.is_file()], folder
