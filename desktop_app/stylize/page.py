"""The Stylize room as it is seen: the picture, the styles below it, the controls beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QPoint, Qt, Signal, Slot
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QImage,
    QKeyEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from desktop_app.canvas.view import HOLD_KEYS, PictureView
from desktop_app.document.state import PROJECT_SUFFIX, Project
from desktop_app.file_kinds import STYLE_SUFFIXES
from desktop_app.icons import Icons, paint_icon
from desktop_app.stylize.controller import StylizeController
from desktop_app.stylize.loupe_guide import LoupeGuide
from desktop_app.stylize.opening import local_files
from desktop_app.stylize.panels import Panels
from desktop_app.stylize.strip_bar import StripBar
from desktop_app.stylize.welcome import Welcome
from desktop_app.theme import Theme
from desktop_app.widgets.busy_line import HEIGHT_PX, BusyLine
from desktop_app.widgets.drop_area import DropArea, Zone
from desktop_app.widgets.notice_bar import Message, NoticeBar

if TYPE_CHECKING:
    from desktop_app.stylize.side_panel import SidePanel


class StylizePage(QWidget):
    """Shows what the controller has and passes on what somebody wants."""

    photo_wanted = Signal()  # somebody wants to choose a photograph
    styles_wanted = Signal()
    swatches_wanted = Signal(str)  # the file of a generator whose swatches shall be seen
    export_path_wanted = Signal(object)  # Path to propose
    project_dropped = Signal(object)  # Path
    side_made = Signal(object)  # SidePanel

    def __init__(self, controller: StylizeController, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self.setObjectName("stylize_page")
        self.setAcceptDrops(True)
        self.controller, self._theme, self._icons = controller, theme, icons
        self.notices = NoticeBar(icons.put)
        self.view = PictureView(self.tr("Photograph"), self.tr("Painting"))
        self.view.setAccessibleName(self.tr("Picture"))
        self.view.setAccessibleDescription(self.tr("Tab hides the panels, F6 goes on to them"))
        self.view.setFocusPolicy(Qt.FocusPolicy.ClickFocus)  # Tab goes past it, because there it hides
        self.loupe_guide = LoupeGuide(self.view, controller)
        self._other: int | None = None
        self._seen_path: Path | None = None
        self._seen_style: QImage | None = None
        self.welcome = Welcome(icons, has_samples=bool(controller.samples.photos))
        self.bar = StripBar(controller, icons)
        self.strip = self.bar.strip
        self.canvas = QWidget()
        self._lay_out()
        self.drop_area = DropArea(self.canvas)
        self.busy_line = BusyLine(self.canvas)
        self.hint = QLabel(self.tr("Choose a style below, or drop a painting here"), self.canvas)
        self.hint.setObjectName("canvas_hint")
        self.hint.setProperty("role", "pill")
        self._connect()
        self._on_theme_changed()
        self._on_photo_changed()
        self._on_masking_changed()
        self._on_versions_changed()
        if controller.project.styles:  # in a window made anew
            self.strip.reveal(controller.project.styles[-1].source)

    # -- building -------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        self.canvas.setObjectName("canvas")
        self._pages = QStackedLayout(self.canvas)
        self._pages.addWidget(self.welcome)
        self._pages.addWidget(self.view)
        left = QVBoxLayout()
        left.setContentsMargins(0, 0, 0, 0)
        left.setSpacing(0)
        left.addWidget(self.notices)
        left.addWidget(self.canvas, 1)
        left.addWidget(self.bar)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        layout = QHBoxLayout()
        self._column.addLayout(layout, 1)
        layout.setSpacing(0)
        layout.addLayout(left, 1)
        self.panels = Panels(self.controller.settings, self.bar, layout, self)

    def put_above(self, bar: QWidget) -> None:
        self._column.insertWidget(0, bar)

    @cached_property
    def side(self) -> SidePanel:
        """Made after the first paint, which does not show it."""
        from desktop_app.stylize.side_panel import SidePanel

        side = SidePanel(self.controller, self._icons)
        side.setParent(self)
        side.export_path_wanted.connect(self.export_path_wanted)
        side.wanted.connect(self._show_side)
        self.side_made.emit(side)
        return side

    def when_side_is_made(self, do: Callable[[SidePanel], None]) -> None:
        """Now, if it is there already."""
        if "side" in vars(self):
            do(self.side)
        else:
            self.side_made.connect(do)

    def prepare(self) -> Iterator[None]:
        """What the first paint did not wait for, and who opens a picture shall not: 10 to 20 ms a step.

        Much of it is what PySide makes when it is first used: its classes, and their enumerations.
        """
        self.strip.viewport()
        yield
        import desktop_app.stylize.side_panel

        del desktop_app
        yield
        self.side.ensurePolished()
        yield
        self.side.grab()
        yield
        self.view.grab()

    @property
    def is_exporting(self) -> bool:
        """Whether the panel for exports is open."""
        return "side" in vars(self) and self.side.is_exporting

    def _connect(self) -> None:
        controller = self.controller
        controller.photo_changed.connect(self._on_photo_changed)
        controller.picture_changed.connect(self._on_picture_changed)
        controller.said.connect(self.show_message)
        controller.activity.changed.connect(self._on_activity)
        controller.document.changed.connect(self._on_document_changed)
        controller.masking.changed.connect(self._on_masking_changed)
        controller.mask_work.excluding_changed.connect(self._on_excluding_changed)
        self.bar.styles_wanted.connect(self.styles_wanted)
        self.bar.swatches_wanted.connect(self.swatches_wanted)
        controller.versioning.changed.connect(self._on_versions_changed)
        self.welcome.open_wanted.connect(self.photo_wanted)
        self.welcome.sample_wanted.connect(controller.try_sample)
        self.view.resized.connect(self._on_view_changed)
        self.view.zoomed.connect(self._on_view_changed)
        self._theme.changed.connect(self._on_theme_changed)

    # -- what is shown --------------------------------------------------------------------------------------

    @Slot(object)
    def show_message(self, message: Message) -> None:
        self.notices.show_message(message)

    @Slot()
    def _on_photo_changed(self) -> None:
        photo, image = self.controller.project.photo, self.controller.photo_image
        path = photo.path if photo else None
        self.panels.use_side(self.side if photo else None)
        if path != self._seen_path:  # how one photograph was turned says nothing of the next
            self._seen_path = path
            self.view.turn_upright()
        if photo is None:
            self.view.show_photo(None)
        elif image is not None:
            self.view.show_photo(image, photo.width_px, photo.height_px)
        else:
            self.view.show_photo(None)  # until it is read: the one before belongs to something else
        self._show_page()
        self._on_picture_changed()

    @property
    def _page(self) -> QWidget:
        if self.controller.project.photo is None:
            return self.welcome
        return self.style_view if self.controller.mask_work.excluding else self.view

    def _show_page(self) -> None:
        if self._pages.currentWidget() is not self._page:
            self._pages.setCurrentWidget(self._page)
            self.focus_picture()

    @cached_property
    def style_view(self) -> PictureView:
        """The picture of a style, while parts of it are left out; made when somebody wants that."""
        view = PictureView(self.tr("Style picture"), "")
        view.setObjectName("style_view")
        view.setAccessibleName(self.tr("Style picture"))
        view.set_background(self._theme.colors.canvas)
        self._pages.addWidget(view)
        return view

    @Slot()
    def _on_excluding_changed(self) -> None:
        excluding = self.controller.mask_work.excluding
        if excluding is not None and excluding.subject is not None:
            view, picture = self.style_view, excluding.subject
            if excluding.image is not self._seen_style:
                view.show_photo(excluding.image, picture.width_px, picture.height_px)
                view.fit()
            view.set_tool(excluding.tools if excluding.is_painting else None)
        elif self._seen_style is not None:
            self.style_view.set_tool(None)
            self.style_view.show_photo(None)
        self._seen_style = excluding.image if excluding else None
        self._show_page()
        self._on_picture_changed()

    def focus_picture(self) -> None:
        self._page.setFocus()

    @Slot()
    def _on_picture_changed(self) -> None:
        self.view.show_result(self.controller.shown_image)
        project = self.controller.project
        self.hint.setVisible(self._page is self.view and not project.styles)
        self._place_hint()

    @Slot()
    def _on_masking_changed(self) -> None:
        masking = self.controller.masking
        was_painting = self.view.has_tool
        self.view.set_tool(masking.tools if masking.is_painting else None)
        if masking.is_painting and not was_painting:
            self.view.setFocus()  # for Esc, and the keys of the tools

    @Slot()
    def _on_versions_changed(self) -> None:
        versioning = self.controller.versioning
        other, seen = versioning.other, versioning.other_seen
        is_new = other is not None and other.number != self._other
        self._other = other.number if other else None
        if other is None or seen is None:  # until it is painted the photograph stays there
            self.view.compare_with(None)
        else:
            self.view.compare_with(seen.image, versioning.name_of(other))
        if is_new:  # who chooses one wants to see both
            self.view.set_comparing(True)

    @Slot(object, object)
    def _on_document_changed(self, before: Project, after: Project) -> None:
        if after.styles and before.styles != after.styles:
            self.strip.reveal(after.styles[-1].source)

    @Slot()
    def _show_side(self) -> None:
        if not self.panels.shows_side:
            self.panels.show_side(True)

    @Slot()
    def find_style(self) -> None:
        if not self.panels.shows_strip:
            self.panels.show_strip(True)
        self.bar.begin_search()

    @Slot()
    def _on_view_changed(self) -> None:
        width, height = self.view.viewport.size
        self.controller.set_shown_size(max(width, height) * self.view.devicePixelRatioF())

    @Slot(str)
    def _on_activity(self, text: str) -> None:
        self.busy_line.set_busy(bool(text))

    @Slot()
    def _on_theme_changed(self) -> None:
        self.view.set_background(self._theme.colors.canvas)
        if "style_view" in self.__dict__:
            self.style_view.set_background(self._theme.colors.canvas)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_hint()

    def _place_hint(self) -> None:
        self.busy_line.setGeometry(0, 0, self.canvas.width(), HEIGHT_PX)
        self.hint.adjustSize()
        self.hint.move(
            (self.canvas.width() - self.hint.width()) // 2, self.canvas.height() - self.hint.height() - 20
        )
        self.hint.raise_()

    # -- keys -----------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in HOLD_KEYS:
            self.view.hold_original(True)
        else:
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if event.key() in HOLD_KEYS and not event.isAutoRepeat():
            self.view.hold_original(False)
        else:
            super().keyReleaseEvent(event)

    # -- dropping -------------------------------------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        mime = event.mimeData()
        if not (mime.hasUrls() or mime.hasImage()):
            return
        self.drop_area.show_zones(*self._zones_for(mime))
        event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        self._zone_at(event.position().toPoint(), event.mimeData())
        event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self.drop_area.hide()

    def dropEvent(self, event: QDropEvent) -> None:
        zone = self._zone_at(event.position().toPoint(), event.mimeData())
        self.drop_area.hide()
        event.acceptProposedAction()
        self.take_drop(event.mimeData(), zone)

    def take_drop(self, mime: QMimeData, zone: str) -> None:
        """`zone` is "photo", "style" or "project"."""
        files = local_files(mime)
        projects = [path for path in files if _is_project(path)]
        if projects:
            self.project_dropped.emit(projects[0])
            return
        styles = files if zone == "style" else [path for path in files if _is_style(path)]
        photos = [path for path in files if path not in styles]
        if photos:
            self.controller.open_photo(photos[0])
        if styles:
            self.controller.add_styles(styles)
        if not files and mime.hasImage():
            self.controller.paste(mime)
        elif not files:
            self.show_message(
                Message(self.tr("Drop pictures or style files; folders cannot be opened here."))
            )

    def _zone_at(self, at: QPoint, mime: QMimeData) -> str:
        """Over the strip everything is a style; over the picture the zones decide."""
        only = [zone.name for zone in self._zones_for(mime)]
        if self.bar.geometry().contains(at) and only != ["project"]:
            self.drop_area.light("style")
            return "style"
        return self.drop_area.zone_at(self.canvas.mapFrom(self, at)) or only[0]

    def _zones_for(self, mime: QMimeData) -> list[Zone]:
        files = local_files(mime)
        ratio, color = self.devicePixelRatioF(), self._theme.colors.text
        style = Zone("style", self.tr("Use as a style"), paint_icon("style_drop", color, 48, ratio))
        photo = Zone("photo", self.tr("Use as the photograph"), paint_icon("photo_drop", color, 48, ratio))
        if any(_is_project(path) for path in files):
            icon = paint_icon("open", color, 48, ratio)
            return [Zone("project", self.tr("Open the project"), icon)]
        if files and all(_is_style(path) for path in files):
            return [style]
        return [photo, style] if files else [photo]


def _is_project(path: Path) -> bool:
    return path.suffix.lower() == PROJECT_SUFFIX


def _is_style(path: Path) -> bool:
    return path.suffix.lower() in STYLE_SUFFIXES
