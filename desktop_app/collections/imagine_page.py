"""The map of what a generator can make: wander on it, keep what pleases, paint with it."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QIcon, QKeyEvent, QMouseEvent, QPainter, QPalette, QPen, QPixmap
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QListView,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from desktop_app.collections.imagining import SIDE, Imagining
from desktop_app.collections.picture_box import PictureBox
from desktop_app.icons import Icons
from desktop_app.widgets.labels import explanation, heading
from desktop_app.widgets.notice_bar import Message
from models.collection_requests import Place

SPOT_PX = 9
KEPT_PX = 72
SWATCH_PX = 256


class LatentMap(PictureBox):
    """By the mouse, or by arrows from tile to tile (with Shift in small steps)."""

    used = Signal()

    def __init__(self, imagining: Imagining, hint: str) -> None:
        super().__init__(hint, is_centred=True)
        self.setObjectName("latent_map")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(240, 240)
        self._imagining = imagining

    def paint_marks(self, painter: QPainter) -> None:
        spot, place = self._imagining.spot, self.place
        tile = place.width() / SIDE
        at = QPointF(
            place.left() + tile / 2 + spot[0] * (place.width() - tile),
            place.top() + tile / 2 + spot[1] * (place.height() - tile),
        )
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        accent = self.palette().color(QPalette.ColorRole.Highlight)
        for color, width in ((Qt.GlobalColor.white, 5.0), (accent, 2.5)):
            painter.setPen(QPen(color, width))
            painter.drawEllipse(at, SPOT_PX, SPOT_PX)
        if self.hasFocus():
            painter.setPen(QPen(accent, 2))
            painter.drawRect(place.adjusted(1, 1, -1, -1))

    def _move_to(self, at: QPointF) -> None:
        place = self.place
        if place.isEmpty():
            return
        tile = place.width() / SIDE
        x = (at.x() - place.left() - tile / 2) / (place.width() - tile)
        y = (at.y() - place.top() - tile / 2) / (place.height() - tile)
        self._imagining.move(x, y)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._move_to(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._move_to(event.position())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.used.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        small = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        step = (0.25 if small else 1.0) / (SIDE - 1)
        x, y = self._imagining.spot
        match event.key():
            case Qt.Key.Key_Left:
                self._imagining.move(x - step, y)
            case Qt.Key.Key_Right:
                self._imagining.move(x + step, y)
            case Qt.Key.Key_Up:
                self._imagining.move(x, y - step)
            case Qt.Key.Key_Down:
                self._imagining.move(x, y + step)
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self.used.emit()
            case _:
                super().keyPressEvent(event)


class KeptList(QListWidget):
    """Delete forgets the one that is chosen."""

    unwanted = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("kept_swatches")
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setIconSize(QSize(KEPT_PX, KEPT_PX))
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setMovement(QListView.Movement.Static)
        self.setMinimumHeight(KEPT_PX + 24)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and self.currentRow() >= 0:
            self.unwanted.emit(self.currentRow())
        else:
            super().keyPressEvent(event)


class ImaginePage(QWidget):
    """Shows what `Imagining` has."""

    said = Signal(object)  # Message
    left = Signal()

    def __init__(self, imagining: Imagining, icons: Icons) -> None:
        super().__init__()
        self.setObjectName("imagine_page")
        self._imagining, self._icons = imagining, icons
        self.map = LatentMap(imagining, self.tr("The first swatches are being made…"))
        self.map.setAccessibleName(self.tr("Map of swatches"))
        self.map.setAccessibleDescription(
            self.tr("Arrows go from swatch to swatch, with Shift in small steps; Enter paints with it")
        )
        self.swatch = PictureBox()
        self.swatch.setObjectName("swatch")
        self.swatch.setFixedSize(SWATCH_PX, SWATCH_PX)
        self.swatch.setAccessibleName(self.tr("The swatch at this place"))
        self.seeds = explanation("")
        self.seeds.setObjectName("swatch_seeds")
        self.seeds.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.seeds.setToolTip(
            self.tr("A seed alone is this swatch in the terminal, too: impasto imagine --seed")
        )
        self.title = QLabel()
        self.title.setObjectName("imagine_title")
        self.title.setProperty("role", "heading")
        self.title.setTextFormat(Qt.TextFormat.PlainText)
        self.title.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._make_buttons()
        self.kept = KeptList()
        self.kept.setAccessibleName(self.tr("Kept swatches"))
        self.kept.setToolTip(self.tr("A click looks at it, Delete forgets it"))
        self.none_kept = explanation(self.tr("Nothing is kept yet. A kept swatch is the same for ever."))
        self._lay_out()
        self._connect()
        self._show_map()
        self._show_kept()

    def _make_buttons(self) -> None:
        self.use = self._button("use_swatch", self.tr("Use as Style"), "")
        self.use.setProperty("role", "primary")
        self.use.setToolTip(self.tr("Goes to Stylize and paints with this swatch (Enter)"))
        self.keep = self._button("keep_swatch", self.tr("Keep"), "star")
        self.keep.setToolTip(self.tr("Remembers this place on the map"))
        self.elsewhere = self._button("map_elsewhere", self.tr("Other Swatches"), "reset")
        self.elsewhere.setToolTip(self.tr("A map between four others, chosen by chance"))
        self.between = self._button("map_between", self.tr("Between the Kept"), "compare")
        self.between.setToolTip(self.tr("A map from one kept swatch to another, of the last four at most"))
        self.back = self._button("map_back", self.tr("Map Before"), "back")
        self.leave = self._button("imagine_leave", self.tr("Close"), "")

    def _button(self, name: str, text: str, icon: str) -> QPushButton:
        button = QPushButton(text)
        button.setObjectName(name)
        if icon:
            self._icons.put(button, icon, "text", 16)
        return button

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(6)
        head.addWidget(self.title, 1)
        for part in (self.back, self.elsewhere, self.between, self.leave):
            head.addWidget(part)
        doing = QHBoxLayout()
        doing.addWidget(self.keep)
        doing.addWidget(self.use)
        side = QVBoxLayout()
        side.setSpacing(10)
        side.addWidget(self.swatch)
        side.addWidget(self.seeds)
        side.addLayout(doing)
        side.addWidget(heading(self.tr("Kept")))
        side.addWidget(self.none_kept)
        side.addWidget(self.kept, 1)
        side.addStretch(0)
        below = QHBoxLayout()
        below.setSpacing(20)
        below.addWidget(self.map, 1)
        column = QWidget()
        column.setFixedWidth(SWATCH_PX)
        side.setContentsMargins(0, 0, 0, 0)
        column.setLayout(side)
        below.addWidget(column)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 10, 16, 14)
        layout.setSpacing(10)
        layout.addLayout(head)
        layout.addLayout(below, 1)
        self.setFocusProxy(self.map)

    def _connect(self) -> None:
        imagining = self._imagining
        imagining.changed.connect(self._show_map)
        imagining.moved.connect(self._show_swatch)
        imagining.kept_changed.connect(self._show_kept)
        self.map.used.connect(imagining.use)
        self.use.clicked.connect(imagining.use)
        self.keep.clicked.connect(imagining.keep)
        self.elsewhere.clicked.connect(imagining.go_elsewhere)
        self.between.clicked.connect(imagining.go_between_kept)
        self.back.clicked.connect(imagining.go_back)
        self.leave.clicked.connect(self.left)
        self.kept.itemClicked.connect(self._on_kept_clicked)
        self.kept.unwanted.connect(self._on_unwanted)

    @Slot()
    def _show_map(self) -> None:
        imagining = self._imagining
        self.title.setText(imagining.generator.stem if imagining.generator else "")
        self.map.show_image(imagining.map)
        self.back.setEnabled(imagining.can_go_back)
        self._show_swatch()

    def _seeds_of(self, place: Place) -> str:
        """The seed, or how much of each, the most first."""
        parts = sorted(place, key=lambda part: -part[1])
        if len(parts) == 1:
            return self.tr("Seed {seed}").format(seed=parts[0][0])
        shares = ", ".join(f"{seed} ({share:.0%})" for seed, share in parts)
        return self.tr("Seeds {shares}").format(shares=shares)

    @Slot()
    def _show_swatch(self) -> None:
        self.swatch.show_image(self._imagining.swatch)
        self.seeds.setText(self._seeds_of(self._imagining.place) if self._imagining.generator else "")
        has_swatch = self._imagining.swatch is not None
        for button in (self.use, self.keep):
            button.setEnabled(has_swatch)
        self.map.update()

    @Slot()
    def _show_kept(self) -> None:
        self.kept.clear()
        for number, one in enumerate(self._imagining.kept, 1):
            side = one.image.width()
            picture = one.image.copy(QRectF(0, 0, side, side).toRect()).scaled(
                KEPT_PX, KEPT_PX, mode=Qt.TransformationMode.SmoothTransformation
            )
            item = QListWidgetItem(QIcon(QPixmap.fromImage(picture)), "")
            item.setData(Qt.ItemDataRole.AccessibleTextRole, self.tr("Swatch {number}").format(number=number))
            item.setToolTip(self._seeds_of(one.place))
            self.kept.addItem(item)
        self.none_kept.setVisible(not self._imagining.kept)
        self.kept.setVisible(bool(self._imagining.kept))
        self.between.setEnabled(len(self._imagining.kept) > 1)

    @Slot(QListWidgetItem)
    def _on_kept_clicked(self, item: QListWidgetItem) -> None:
        self._imagining.look_at(self._imagining.kept[self.kept.row(item)])

    @Slot(int)
    def _on_unwanted(self, row: int) -> None:
        imagining, forgotten = self._imagining, self._imagining.kept[row]
        assert imagining.generator is not None
        put_back = partial(imagining.put_back, imagining.generator, forgotten)
        imagining.forget(forgotten)
        self.said.emit(Message(self.tr("This swatch is forgotten."), "info", self.tr("Undo"), put_back))
