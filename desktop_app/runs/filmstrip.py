"""What the style looked like on the same photographs, from the first step on; one slider for all."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from PySide6.QtCore import QRectF, QSignalBlocker, QSize, Qt, Signal, Slot
from PySide6.QtGui import (
    QImage,
    QImageReader,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QSlider, QVBoxLayout, QWidget

from desktop_app.runs.record import Record
from desktop_app.widgets.choice_box import choice_box, choose

FRAME_PX = QSize(96, 42)
GAP_PX = 4
MOST_FRAMES = 24
KEY_SHARE = 0.05  # of the width, by which a key moves the dividing line
FIRST, MARKED = "first", "marked"


class SampleView(QWidget):
    """One sample as large as there is room; with another beside it, divided by a line."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("sample_view")
        self.setMinimumSize(200, 120)
        self.setMouseTracking(False)
        self._image: QImage | None = None
        self._before: QImage | None = None
        self._divide = 0.5
        self._hint = ""

    def show_images(self, image: QImage | None, before: QImage | None, hint: str) -> None:
        """`before` is seen left of the line."""
        self._image, self._before, self._hint = image, before, hint
        has_line = image is not None and before is not None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if has_line else Qt.FocusPolicy.NoFocus)
        self.update()

    @property
    def _place(self) -> QRectF:
        assert self._image is not None
        size = QSize(self._image.size()).scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        left, top = (self.width() - size.width()) / 2, (self.height() - size.height()) / 2
        return QRectF(left, top, size.width(), size.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self._image is None:
            painter.setPen(self.palette().color(QPalette.ColorRole.PlaceholderText))
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(QRectF(self.rect()).adjusted(20, 0, -20, 0), flags, self._hint)
            return
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        place = self._place
        painter.drawImage(place, self._image)
        if self._before is not None:
            x = place.left() + place.width() * self._divide
            painter.setClipRect(QRectF(place.left(), place.top(), x - place.left(), place.height()))
            painter.drawImage(place, self._before)
            painter.setClipping(False)
            accent = self.palette().color(QPalette.ColorRole.Highlight)
            painter.setPen(QPen(accent, 4) if self.hasFocus() else QPen(Qt.GlobalColor.white, 2))
            painter.drawLine(round(x), round(place.top()), round(x), round(place.bottom()))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.mouseMoveEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._image is not None and self._before is not None:
            place = self._place
            self._divide_at((event.position().x() - place.left()) / max(1.0, place.width()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        way = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()), 0)
        if way and self._before is not None:
            self._divide_at(self._divide + way * KEY_SHARE)
        else:
            super().keyPressEvent(event)

    def _divide_at(self, share: float) -> None:
        self._divide = min(max(share, 0.0), 1.0)
        self.update()


class Frames(QWidget):
    """Small pictures of the run, evenly chosen; the one that is looked at is framed."""

    chosen = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("frames")
        self.setFixedHeight(FRAME_PX.height())
        self._images: dict[Path, QImage] = {}
        self._samples: list[tuple[int, Path]] = []
        self._step: int | None = None

    def show_samples(self, samples: list[tuple[int, Path]], step: int | None) -> None:
        known = {path for _, path in samples}
        self._images = {path: image for path, image in self._images.items() if path in known}
        self._samples, self._step = list(samples), step
        self.update()

    @property
    def _seen(self) -> list[tuple[int, Path]]:
        room = max(1, min(MOST_FRAMES, (self.width() + GAP_PX) // (FRAME_PX.width() + GAP_PX)))
        count = len(self._samples)
        if count <= room:
            return self._samples
        return [self._samples[round(n * (count - 1) / max(1, room - 1))] for n in range(room)]

    def _image(self, path: Path) -> QImage:
        """The painted half, read small."""
        if path not in self._images:
            reader = QImageReader(str(path))
            size = reader.size()
            ratio = self.devicePixelRatioF()
            height = round(FRAME_PX.height() * 2 * ratio)
            reader.setScaledSize(QSize(round(size.width() * height / max(1, size.height())), height))
            image = reader.read()
            self._images[path] = image.copy(0, image.height() // 2, image.width(), image.height() // 2)
        return self._images[path]

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        accent = self.palette().color(QPalette.ColorRole.Highlight)
        seen = self._seen
        steps = [step for step, _ in seen]
        at = self._step
        framed = min(steps, key=lambda step: abs(step - at)) if steps and at is not None else None
        for number, (step, path) in enumerate(seen):
            place = QRectF(number * (FRAME_PX.width() + GAP_PX), 0, FRAME_PX.width(), FRAME_PX.height())
            image = self._image(path)
            if not image.isNull():
                painter.drawImage(place, image)
            if step == framed:
                painter.setPen(QPen(accent, 2))
                painter.drawRect(place.adjusted(1, 1, -1, -1))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        number = int(event.position().x() // (FRAME_PX.width() + GAP_PX))
        if 0 <= number < len(self._seen):
            self.chosen.emit(self._seen[number][0])

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.update()


class Filmstrip(QWidget):
    """The slider's last place is the newest sample, and stays the newest while the run goes on."""

    moved = Signal(object)  # the step that is looked at; None is the newest

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("filmstrip")
        self._record: Record | None = None
        self._count = 0
        self._step: int | None = None  # None follows the newest
        self._images: dict[Path, QImage] = {}
        self._others: tuple[Record, ...] = ()
        self._marked: int | None = None
        self.view = SampleView()
        self.view.setAccessibleName(self.tr("Sample: photographs above, painted below"))
        self.frames = Frames()
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setObjectName("film_slider")
        self.slider.setAccessibleName(self.tr("Moment of the training"))
        self.slider.setToolTip(self.tr("Goes through samples and curves together"))
        self.caption = QLabel()
        self.caption.setObjectName("film_caption")
        self.caption.setProperty("role", "dim")
        self.caption.setTextFormat(Qt.TextFormat.PlainText)
        self.caption.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.compare = choice_box("film_compare", self.tr("What it is compared with"), {})
        self.compare.setToolTip(self.tr("Drag in the picture or press ← and → to move the dividing line"))
        self.mark = QPushButton(self.tr("Mark"))
        self.mark.setObjectName("film_mark")
        self.mark.setToolTip(self.tr("Remembers this moment, to compare any other with it"))
        self.mark.setCheckable(True)
        below = QHBoxLayout()
        below.setSpacing(6)
        below.addWidget(self.mark)
        below.addWidget(self.compare, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self.view, 1)
        layout.addWidget(self.caption)
        layout.addLayout(below)
        layout.addWidget(self.frames)
        layout.addWidget(self.slider)
        self.slider.valueChanged.connect(self._on_slider)
        self.frames.chosen.connect(self.go_to)
        self.compare.currentIndexChanged.connect(self._show)
        self.mark.clicked.connect(self._on_mark)
        self._fill_choices()

    def show_record(self, record: Record | None) -> None:
        """Also again, whenever it has a new sample."""
        if record is not self._record:
            self._record, self._step, self._images, self._count = record, None, {}, -1
            self._marked = None
            self._fill_choices()
        samples = record.samples if record else []
        if len(samples) == self._count:
            return
        self._count = len(samples)
        blocked = self.slider.blockSignals(True)
        self.slider.setRange(0, max(0, len(samples) - 1))
        self.slider.setEnabled(len(samples) > 1)
        if self._step is None:
            self.slider.setValue(self.slider.maximum())
        self.slider.blockSignals(blocked)
        self._show()

    def show_others(self, others: Iterable[Record]) -> None:
        """Runs whose newest sample can be compared with the moment that is looked at."""
        found = tuple(other for other in others if other is not self._record)
        if found != self._others:
            self._others = found
            self._fill_choices()
            self._show()

    def _fill_choices(self) -> None:
        """What was chosen stays chosen, if it is still there."""
        entries: dict[str, object] = {self.tr("No comparison"): None, self.tr("With the first"): FIRST}
        if self._marked is not None:
            entries[self.tr("With step {step}").format(step=self._marked)] = MARKED
        for other in self._others:
            entries[self.tr("With “{name}”").format(name=other.name)] = other.run
        before = self.compare.currentData()
        with QSignalBlocker(self.compare):
            self.compare.clear()
            for text, value in entries.items():
                self.compare.addItem(text, value)
            choose(self.compare, before)

    @property
    def _compared(self) -> tuple[Path | None, str]:
        """The sample left of the line, and a word about it."""
        samples, choice = self._record.samples if self._record else [], self.compare.currentData()
        if choice == FIRST and samples:
            return samples[0][1], ""
        if choice == MARKED:
            return next((path for step, path in samples if step == self._marked), None), ""
        other = next((one for one in self._others if one.run == choice), None)
        if other is None or self._record is None or not other.samples:
            return None, ""
        step, path = other.samples[-1]
        word = self.tr("left: “{name}”, step {step}").format(name=other.name, step=step)
        if not self._record.has_samples_of(other):
            word += " · " + self.tr("on other photographs")
        return path, word

    @Slot()
    def _on_mark(self) -> None:
        """A second time takes the mark away."""
        samples = self._record.samples if self._record else []
        at = samples[min(self.slider.value(), len(samples) - 1)][0] if samples else None
        self._marked = None if at == self._marked else at
        self._fill_choices()
        if self._marked is not None:
            choose(self.compare, MARKED)
        self._show()

    @Slot(float)
    def go_to(self, step: float) -> None:
        """To the sample next to a step."""
        samples = self._record.samples if self._record else []
        if samples:
            self.slider.setValue(min(range(len(samples)), key=lambda n: abs(samples[n][0] - step)))

    @Slot(int)
    def _on_slider(self, place: int) -> None:
        samples = self._record.samples if self._record else []
        is_newest = place >= len(samples) - 1
        self._step = None if is_newest else samples[place][0]
        self._show()
        self.moved.emit(self._step)

    @Slot()
    def _show(self) -> None:
        samples = self._record.samples if self._record else []
        self.compare.setEnabled(bool(samples) and (len(samples) > 1 or bool(self._others)))
        self.mark.setEnabled(bool(samples))
        if not samples:
            hint = self.tr("The first sample comes with the first step.")
            self.view.show_images(None, None, hint)
            self.caption.clear()
            self.frames.show_samples([], None)
            return
        step, path = samples[min(self.slider.value(), len(samples) - 1)]
        other, word = self._compared
        before = self._image(other) if other is not None and other != path else None
        self.view.show_images(self._image(path), before, "")
        text = self.tr("Step {step}") if self._step is not None else self.tr("Step {step}, the newest")
        self.caption.setText(" · ".join(part for part in (text.format(step=step), word) if part))
        self.caption.setToolTip(self.caption.text())
        self.mark.setChecked(step == self._marked)
        self.frames.show_samples(samples, step)

    def _image(self, path: Path) -> QImage | None:
        """The last few stay in memory, for going to and fro."""
        if path not in self._images:
            if len(self._images) >= MOST_FRAMES:
                self._images.pop(next(iter(self._images)))
            self._images[path] = QImage(str(path))
        image = self._images[path]
        return None if image.isNull() else image
