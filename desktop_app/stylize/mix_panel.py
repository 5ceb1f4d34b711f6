"""Which styles are in the picture, and how much of each."""

from __future__ import annotations

from functools import cached_property, partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QIcon, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from desktop_app.document.state import Project
from desktop_app.icons import Icons
from desktop_app.stylize.shelf import ShelfStyle, StyleShelf
from desktop_app.widgets.mix_places import FEWEST, MOST
from desktop_app.widgets.scale import percent
from desktop_app.widgets.slider_field import SliderField

if TYPE_CHECKING:
    from desktop_app.widgets.mix_pad import MixPad

WEIGHT = percent(0, 1, 1)
THUMBNAIL = QSize(40, 40)
FIELD_PX = 50  # the names need the room


class MixPanel(QWidget):
    """One row for each style: how much of it, and where. A style alone has only a place to be set."""

    weight_moved = Signal(str, float)
    weights_moved = Signal(object)  # dict of sources and weights
    removal_wanted = Signal(str)
    mask_wanted = Signal(object)  # the source of the style whose mask shall be worked on, or None
    exclusion_wanted = Signal(object)  # the source of the style whose picture shall be painted on, or None
    settled = Signal()

    def __init__(self, shelf: StyleShelf, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("mix_panel")
        self._shelf, self._icons = shelf, icons
        self._rows: dict[str, _Row] = {}
        self._has_pad = False
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(10)
        shelf.changed.connect(self._on_shelf_changed)

    def show_project(self, project: Project) -> None:
        sources = [style.source for style in project.styles]
        if sources != list(self._rows):
            self._rebuild(sources)
        if self._has_pad:
            self.pad.show_weights([style.weight for style in project.styles])
        for style in project.styles:
            row = self._rows[style.source]
            row.weight.show_value(style.weight)
            row.show_mask(has_mask=style.mask is not None)
            row.show_exclusion(has_exclusion=style.exclude is not None)

    def show_masked(self, source: str | None, excluded: str | None) -> None:
        """The mask of this style is worked on, or the picture of that one."""
        for own, row in self._rows.items():
            row.mask_button.setChecked(own == source)
            row.picture.setChecked(own == excluded)

    def _rebuild(self, sources: list[str]) -> None:
        for row in self._rows.values():
            self._layout.removeWidget(row)
            row.hide()  # at once: it goes when the events that wait are worked off
            row.deleteLater()
        self._rows.clear()
        for number, source in enumerate(sources):
            row = _Row(number, source, self._shelf, self._icons, is_alone=len(sources) == 1)
            row.weight.moved.connect(partial(self.weight_moved.emit, source))
            row.weight.settled.connect(self.settled)
            row.remove_button.clicked.connect(partial(self.removal_wanted.emit, source))
            row.mask_button.clicked.connect(partial(self._on_mask_clicked, source))
            row.picture.clicked.connect(partial(self._on_picture_clicked, source))
            self._rows[source] = row
            self._layout.addWidget(row)
        if FEWEST <= len(sources) <= MOST:
            self._has_pad = True
            self.pad.show()
            self._show_on_pad()
        elif self._has_pad:
            self._has_pad = False
            self.pad.hide()

    @cached_property
    def pad(self) -> MixPad:
        """Made for the first mix: the first paint does not wait for it."""
        from desktop_app.widgets.mix_pad import MixPad

        pad = MixPad(self.tr("Mix of the styles"))
        pad.moved.connect(self._on_pad_moved)
        pad.settled.connect(self.settled)
        self._layout.insertWidget(0, pad)
        return pad

    def _show_on_pad(self) -> None:
        rows = self._rows.values()
        self.pad.show_styles([row.weight.label.text() for row in rows], [row.thumbnail for row in rows])

    @Slot(object)
    def _on_pad_moved(self, shares: tuple[float, ...]) -> None:
        self.weights_moved.emit(dict(zip(self._rows, shares, strict=True)))

    def _on_picture_clicked(self, source: str) -> None:
        self.exclusion_wanted.emit(source if self._rows[source].picture.isChecked() else None)

    def _on_mask_clicked(self, source: str) -> None:
        self.mask_wanted.emit(source if self._rows[source].mask_button.isChecked() else None)

    @Slot()
    def _on_shelf_changed(self) -> None:
        """The name and thumbnail of a style may come after the style was chosen."""
        for source, row in self._rows.items():
            row.show_style(self._shelf.find(source))
        if self._has_pad:
            self._show_on_pad()


class _Row(QWidget):
    def __init__(self, number: int, source: str, shelf: StyleShelf, icons: Icons, *, is_alone: bool) -> None:
        super().__init__()
        self._source, self._icons, self._has_mask = source, icons, False
        self.setObjectName(f"mix_row_{number}")
        self.thumbnail = QPixmap()
        self._has_exclusion = False
        self.picture = QToolButton()
        self.picture.setObjectName(f"picture_{number}")
        self.picture.setProperty("role", "thumbnail")
        self.picture.setCheckable(True)
        self.picture.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.picture.setFixedSize(THUMBNAIL + QSize(4, 4))
        self.picture.setIconSize(THUMBNAIL)
        self.weight = SliderField(f"weight_{number}", source, WEIGHT)
        self.weight.field.setFixedWidth(FIELD_PX)
        self.weight.label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.mask_button = QToolButton()
        self.mask_button.setObjectName(f"mask_{number}")
        self.mask_button.setCheckable(True)
        self.mask_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.remove_button = QToolButton()
        self.remove_button.setObjectName(f"remove_{number}")
        self.remove_button.setToolTip(self.tr("Take out of the mix"))
        icons.put(self.remove_button, "close", "dim", 14)
        for part in (self.weight.slider, self.weight.field, self.remove_button):
            part.setVisible(not is_alone)
        self.show_style(shelf.find(source))
        self._put_mask_icon()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.picture)
        layout.addWidget(self.weight, 1)
        layout.addWidget(self.mask_button)
        layout.addSpacing(-6)
        layout.addWidget(self.remove_button)

    def show_style(self, known: ShelfStyle | None) -> None:
        name = known.name if known else self._source
        self.weight.label.setText(name)
        self.weight.label.setToolTip(name)
        for part in (self.weight.slider, self.weight.field):
            part.setAccessibleName(name)
        self.mask_button.setAccessibleName(self.tr("Mask of {name}").format(name=name))
        self.remove_button.setAccessibleName(self.tr("Take {name} out of the mix").format(name=name))
        if known:
            side = min(known.image.width(), known.image.height())
            left, top = (known.image.width() - side) // 2, (known.image.height() - side) // 2
            self.thumbnail = QPixmap.fromImage(known.image.copy(left, top, side, side))
        self._show_picture(is_picture=known is not None and known.kind == "picture")

    def show_exclusion(self, *, has_exclusion: bool) -> None:
        if has_exclusion != self._has_exclusion:
            self._has_exclusion = has_exclusion
            self._show_picture(is_picture=self.picture.isEnabled())

    def _show_picture(self, *, is_picture: bool) -> None:
        """The thumbnail, with a sign where parts of it are left out; a button where there is a picture."""
        seen = self.thumbnail
        if self._has_exclusion:
            from desktop_app.stylize.tile import with_exclusion_sign

            seen = with_exclusion_sign(seen, self.palette())
        icon = QIcon(seen)
        icon.addPixmap(seen, QIcon.Mode.Disabled)
        self.picture.setIcon(icon)
        self.picture.setEnabled(is_picture)
        name = self.weight.label.text()
        self.picture.setAccessibleName(self.tr("Leave out parts of the picture of {name}").format(name=name))
        self.picture.setToolTip(
            self.tr("Parts of its picture are left out: change which")
            if self._has_exclusion
            else self.tr("Leave out parts of its picture: a frame, a signature")
            if is_picture
            else ""
        )

    def show_mask(self, *, has_mask: bool) -> None:
        if has_mask != self._has_mask:
            self._has_mask = has_mask
            self._put_mask_icon()

    def _put_mask_icon(self) -> None:
        name, color = ("mask_painted", "accent_text") if self._has_mask else ("mask", "dim")
        self._icons.put(self.mask_button, name, color)
        self.mask_button.setToolTip(
            self.tr("Has a mask: change where this style paints")
            if self._has_mask
            else self.tr("Choose where this style paints, with a mask")
        )
