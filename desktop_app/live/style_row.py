"""The styles in a row: a click or a number chooses one, Ctrl and a click mixes up to four."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Slot
from PySide6.QtGui import QIcon, QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QScrollArea, QToolButton, QWidget

from desktop_app.live.controller import LiveController
from desktop_app.live.styles import Style, can_play, square_of

PICTURE_PX, WIDTH_PX, HEIGHT_PX = 60, 88, 122
NUMBERED = 9


class StyleRow(QScrollArea):
    """Left and right go from style to style; the wheel turns the row."""

    def __init__(self, controller: LiveController) -> None:
        super().__init__()
        self.setObjectName("live_styles")
        self.setFixedHeight(HEIGHT_PX)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._controller = controller
        self._seen: list[tuple[str, str, int]] = []
        self._buttons: list[QToolButton] = []
        content = QWidget()
        content.setObjectName("live_styles_row")
        self._row = QHBoxLayout(content)
        self._row.setContentsMargins(10, 8, 10, 4)
        self._row.setSpacing(4)
        self._row.addStretch(1)
        self.setWidget(content)
        controller.changed.connect(self._show_choice)
        controller.shelf.changed.connect(self._on_shelf_changed)
        self._on_shelf_changed()

    @Slot()
    def _on_shelf_changed(self) -> None:
        styles = self._controller.shelf.styles
        seen = [(style.source, style.name, style.image.cacheKey()) for style in styles]
        if seen == self._seen:
            return
        for button in self._buttons:
            self._row.removeWidget(button)
            button.hide()
            button.deleteLater()
        self._seen = seen
        self._buttons = [self._button(number, style) for number, style in enumerate(styles)]
        for number, button in enumerate(self._buttons):
            self._row.insertWidget(number, button)
        self._show_choice()

    def _button(self, number: int, style: Style) -> QToolButton:
        button = QToolButton()
        button.setObjectName(f"live_style_{number}")
        button.setCheckable(True)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
        button.setIcon(QIcon(square_of(style)))
        button.setIconSize(QSize(PICTURE_PX, PICTURE_PX))
        button.setFixedWidth(WIDTH_PX)
        text = f"{number + 1}  {style.name}" if number < NUMBERED else style.name
        space_px = WIDTH_PX - 14
        button.setText(button.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, space_px))
        tip = f"{style.name} ({number + 1})" if number < NUMBERED else style.name
        button.setToolTip(tip)
        button.setAccessibleName(style.name)
        button.setAccessibleDescription(self.tr("Ctrl and a click takes it into the mix, or out of it"))
        if not can_play(style):
            button.setEnabled(False)
            why = self.tr(
                "{name}: Live does not run networks made by others, nor generators. Choose a picture, a "
                "preset or a style of your own. In Stylize it paints photographs."
            )
            button.setToolTip(why.format(name=style.name))
            button.setAccessibleDescription(button.toolTip())
        button.clicked.connect(partial(self._on_clicked, style.source))
        button.installEventFilter(self)
        return button

    @Slot()
    def _show_choice(self) -> None:
        chosen = [source for source, _ in self._controller.mixing.playing]
        is_first = True
        for (source, _, _), button in zip(self._seen, self._buttons, strict=True):
            button.setChecked(source in chosen)
            # One of them is a stop of Tab, and the arrows lead to the others.
            is_stop = is_first and (source in chosen or not chosen)
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus if is_stop else Qt.FocusPolicy.ClickFocus)
            is_first = is_first and not is_stop

    def _on_clicked(self, source: str) -> None:
        self._choose(source, QApplication.keyboardModifiers())

    def _choose(self, source: str, held: Qt.KeyboardModifier) -> None:
        if held & Qt.KeyboardModifier.ControlModifier:
            self._controller.mixing.toggle(source)
        else:
            self._controller.mixing.choose(source)
        self._show_choice()  # also where nothing has changed: the click has turned the button

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QKeyEvent) or watched not in self._buttons:
            return super().eventFilter(watched, event)
        is_return = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if event.type() == QEvent.Type.ShortcutOverride and is_return:
            event.accept()  # with Ctrl it takes the style into the mix here, and does not end the picture
            return True
        if event.type() == QEvent.Type.KeyPress:
            here = next(place for place, button in enumerate(self._buttons) if button is watched)
            if event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
                is_left = event.key() == Qt.Key.Key_Left
                way = self._buttons[:here][::-1] if is_left else self._buttons[here + 1 :]
                there = next((button for button in way if button.isEnabled()), self._buttons[here])
                there.setFocus(Qt.FocusReason.TabFocusReason)
                self.ensureWidgetVisible(there)
                return True
            if is_return:
                self._choose(self._seen[here][0], event.modifiers())
                return True
        return super().eventFilter(watched, event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        turned = event.angleDelta()
        bar = self.horizontalScrollBar()
        bar.setValue(bar.value() - (turned.x() or turned.y()))
