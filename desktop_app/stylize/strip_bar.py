"""What stands below the picture: the styles, and beside them how to find and to add some."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QToolButton, QVBoxLayout

from desktop_app.icons import Icons
from desktop_app.stylize.controller import StylizeController
from desktop_app.stylize.strip import StyleStrip
from desktop_app.stylize.strip_model import StripModel, StripRole
from desktop_app.stylize.tile import THUMBNAIL
from desktop_app.widgets.search_field import SearchField

FINDER_PX = 176
GAP_PX = 6


class StripBar(QFrame):
    """Passes on to the controller what is done with a style."""

    styles_wanted = Signal()
    swatches_wanted = Signal(str)  # the file of a generator

    def __init__(self, controller: StylizeController, icons: Icons) -> None:
        super().__init__()
        self.setObjectName("strip_bar")
        self._controller, self._icons = controller, icons
        self._model = StripModel(controller.shelf, controller.document, controller.glances, self)
        self.strip = StyleStrip(self._model)
        controller.glances.seen = self.strip.seen
        self.search = SearchField("style_search", self.tr("Search styles"), self.tr("Clear the search"))
        icons.put(self.search.sign, "search", "dim", 16)
        icons.put(self.search.clear_action, "close", "dim", 14)
        self.add_button = self._make_add_button()
        self.favourites_button = self._make_favourites_button()
        self._lay_out()
        self._connect()
        self.favourites_button.setChecked(controller.settings.current.only_favourites)

    def _make_add_button(self) -> QToolButton:
        button = QToolButton()
        button.setObjectName("add_styles")
        button.setProperty("role", "tile")
        button.setText(self.tr("Add style…"))
        button.setToolTip(self.tr("A painting, an Impasto style or a network made by others"))
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._icons.put(button, "add", "dim", 18)
        return button

    def _make_favourites_button(self) -> QToolButton:
        button = QToolButton()
        button.setObjectName("only_favourites")
        button.setCheckable(True)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setAccessibleName(self.tr("Only favourites"))
        button.setToolTip(self.tr("Only favourites"))
        button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self._icons.put(button, "star", "dim", 18)
        return button

    def _lay_out(self) -> None:
        below = QHBoxLayout()
        below.setSpacing(GAP_PX)
        below.addWidget(self.add_button, 1)
        below.addWidget(self.favourites_button)
        finder = QVBoxLayout()
        finder.setContentsMargins(0, 4, 0, 0)
        finder.setSpacing(GAP_PX)
        finder.addWidget(self.search)
        finder.addLayout(below, 1)
        finder.addSpacing(self.strip.height() - 4 - THUMBNAIL.height())  # as high as the thumbnails
        self.search.setFixedWidth(FINDER_PX)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(14, 8, 8, 0)
        layout.setSpacing(8)
        layout.addLayout(finder)
        layout.addWidget(self.strip, 1)

    def _connect(self) -> None:
        controller, strip = self._controller, self.strip
        strip.chosen.connect(controller.choose_style)
        strip.toggled.connect(controller.toggle_style)
        strip.removal_wanted.connect(controller.remove_style)
        strip.exclusion_wanted.connect(controller.exclude)
        strip.swatches_wanted.connect(self.swatches_wanted)
        strip.favourite_wanted.connect(controller.shelf.set_favourite)
        strip.moved.connect(controller.shelf.move)
        controller.style_brought.connect(self._on_style_brought)
        self.add_button.clicked.connect(self.styles_wanted)
        self.search.textChanged.connect(self._model.look_for)
        self.search.returnPressed.connect(self._on_search_entered)
        self.search.left.connect(self._on_search_left)
        self.favourites_button.toggled.connect(self._on_favourites_toggled)

    @Slot()
    def begin_search(self) -> None:
        """The next words that are typed are looked for."""
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    @Slot()
    def _on_search_entered(self) -> None:
        """The first that was found."""
        if self.search.text() and self._model.rowCount():
            self._on_search_left()
            self.strip.use(self.strip.currentIndex().data(StripRole.source), in_mix=False)

    @Slot()
    def _on_search_left(self) -> None:
        if self.search.text():
            self.strip.setCurrentIndex(self._model.index(0))
        self.strip.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot(bool)
    def _on_favourites_toggled(self, is_wanted: bool) -> None:
        name, color = ("star_full", "accent_text") if is_wanted else ("star", "dim")
        self._icons.put(self.favourites_button, name, color, 18)
        self._controller.settings.change(only_favourites=is_wanted)
        self._model.show_only_favourites(is_wanted)

    @Slot(str)
    def _on_style_brought(self, source: str) -> None:
        """What somebody has just added shall be seen."""
        if self._model.row_of(source) < 0:
            self.search.clear()
        if self._model.row_of(source) < 0:
            self.favourites_button.setChecked(False)
