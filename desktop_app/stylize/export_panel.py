"""Export: format, quality, size and what goes along, in place of the sliders while one chooses."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desktop_app import words
from desktop_app.icons import Icons
from desktop_app.settings import ExportChoice
from desktop_app.stylize.controller import StylizeController
from desktop_app.stylize.exporting import proposed_path
from desktop_app.widgets.labels import explanation, heading
from desktop_app.widgets.scale import Scale
from desktop_app.widgets.slider_field import SliderField
from models.news import Progress
from models.requests import EngineName

SIDES_PX = (0, 7680, 3840, 2560, 1920, 1080)  # 0: the photo's own size
QUALITY = Scale(1, 100, 92)
LOSSY = (".jpg", ".webp")
DEEP = (".png", ".tif")


def choice_box(name: str, spoken: str, entries: dict[str, object]) -> QComboBox:
    box = QComboBox()
    box.setObjectName(name)
    box.setAccessibleName(spoken)
    for text, value in entries.items():
        box.addItem(text, value)
    return box


class ExportPanel(QWidget):
    """`path_wanted` asks for a file name; `start` begins with it."""

    closed = Signal()
    path_wanted = Signal(object)  # the Path to propose

    def __init__(self, controller: StylizeController, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("export_panel")
        self._controller = controller
        self._build_choices()
        self._build_actions(icons)
        self._lay_out()
        self._connect()
        self._show_choice(controller.settings.current.export)
        self._show_running()

    def _build_choices(self) -> None:
        self.engine = choice_box(
            "export_engine",
            self.tr("Finish"),
            {self.tr("Instant"): "universal", self.tr("Refined (slow)"): "refine"},
        )
        self.suffix = choice_box(
            "export_format",
            self.tr("Format"),
            {"JPEG": ".jpg", "PNG": ".png", "TIFF": ".tif", "WebP": ".webp"},
        )
        self.quality = SliderField("export_quality", self.tr("Quality"), QUALITY)
        self.bits = choice_box("export_bits", self.tr("Depth"), {self.tr("8 bit"): 8, self.tr("16 bit"): 16})
        self.size_box = choice_box("export_size", self.tr("Size"), {})
        self.profile = choice_box(
            "export_profile",
            self.tr("Colours"),
            {self.tr("sRGB"): "srgb", self.tr("As in the photo"): "original"},
        )
        self.metadata = choice_box(
            "export_metadata",
            self.tr("Metadata"),
            {
                self.tr("All but the location"): "drop-location",
                self.tr("Keep all"): "keep",
                self.tr("None"): "drop-all",
            },
        )

    def _build_actions(self, icons: Icons) -> None:
        self.back_button = QToolButton()
        self.back_button.setObjectName("export_back")
        self.back_button.setToolTip(self.tr("Back to the sliders"))
        self.back_button.setAccessibleName(self.tr("Back to the sliders"))
        icons.put(self.back_button, "back")
        self.save_button = QPushButton(self.tr("Save As…"))
        self.save_button.setObjectName("export_save")
        self.save_button.setProperty("role", "primary")
        self.progress = QProgressBar()
        self.progress.setObjectName("export_progress")
        self.progress.setAccessibleName(self.tr("Progress of the export"))
        self.progress.setTextVisible(False)
        self.time_left = explanation()
        self.time_left.setObjectName("export_time_left")
        self.cancel_button = QPushButton(self.tr("Cancel"))
        self.cancel_button.setObjectName("export_cancel")

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(4)
        top.addWidget(self.back_button)
        top.addWidget(heading(self.tr("Export")), 1)
        self.form = QFormLayout()
        self.form.setVerticalSpacing(10)
        self.form.setHorizontalSpacing(12)
        self.form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self._boxes: list[QComboBox | SliderField] = [
            self.engine,
            self.suffix,
            self.quality,
            self.bits,
            self.size_box,
            self.profile,
            self.metadata,
        ]
        for box in self._boxes:
            if isinstance(box, SliderField):  # which has its label
                self.form.addRow(box)
                continue
            label = QLabel(box.accessibleName())
            label.setMinimumHeight(box.sizeHint().height())  # so that both stand on one line in every style
            label.setBuddy(box)
            self.form.addRow(label, box)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addLayout(top)
        layout.addLayout(self.form)
        for part in (self.save_button, self.progress, self.time_left, self.cancel_button):
            layout.addWidget(part)
        layout.addStretch(1)

    def _connect(self) -> None:
        exporting = self._controller.exporting
        self.suffix.currentIndexChanged.connect(self._on_format_changed)
        self.save_button.clicked.connect(self._on_save)
        self.cancel_button.clicked.connect(exporting.cancel)
        self.back_button.clicked.connect(self.closed)
        exporting.started.connect(self._show_running)
        exporting.progressed.connect(self._on_progress)
        for ended in (exporting.finished, exporting.failed, exporting.cancelled):
            ended.connect(self._show_running)
        exporting.finished.connect(self.closed)

    # -- what is chosen -------------------------------------------------------------------------------------

    @property
    def engine_name(self) -> EngineName:
        return "refine" if self.engine.currentData() == "refine" else "universal"

    @property
    def choice(self) -> ExportChoice:
        return replace(
            ExportChoice(),
            suffix=self.suffix.currentData(),
            quality=round(self.quality.value),
            bits=self.bits.currentData(),
            long_side_px=self.size_box.currentData() or 0,
            profile=self.profile.currentData(),
            metadata=self.metadata.currentData(),
        )

    def begin(self) -> None:
        """Fits the choices to the open photograph and to the picture that is seen."""
        photo = self._controller.project.photo
        if photo is None:
            return
        chosen = self.size_box.currentData() or self._controller.settings.current.export.long_side_px
        self.size_box.clear()
        for side in SIDES_PX:
            if side == 0:
                size = words.size_of(photo.width_px, photo.height_px)
                self.size_box.addItem(self.tr("Original, {size}").format(size=size), 0)
            elif side < photo.long_side_px:
                self.size_box.addItem(self.tr("{side} px on the long side").format(side=side), side)
        self.size_box.setCurrentIndex(max(0, self.size_box.findData(chosen)))
        is_refined = self._controller.is_showing_refined
        self.engine.setCurrentIndex(self.engine.findData("refine" if is_refined else "universal"))
        (self.cancel_button if self._controller.exporting.is_running else self.save_button).setFocus()

    def start(self, path: Path) -> None:
        self._controller.export(path, self.engine_name, self.choice)

    def _show_choice(self, choice: ExportChoice) -> None:
        self.quality.show_value(choice.quality)
        for box, value in (
            (self.suffix, choice.suffix),
            (self.bits, choice.bits),
            (self.profile, choice.profile),
            (self.metadata, choice.metadata),
        ):
            box.setCurrentIndex(max(0, box.findData(value)))
        self._on_format_changed()

    @Slot()
    def _on_format_changed(self) -> None:
        self.form.setRowVisible(self.quality, self.suffix.currentData() in LOSSY)
        self.form.setRowVisible(self.bits, self.suffix.currentData() in DEEP)

    @Slot()
    def _on_save(self) -> None:
        controller = self._controller
        if not controller.project.is_paintable:
            return
        known = controller.shelf.find(controller.project.styles[0].source)
        folder = controller.settings.current.export_folder
        self.path_wanted.emit(
            proposed_path(controller.project, known.name if known else "", folder, self.suffix.currentData())
        )

    # -- while it runs --------------------------------------------------------------------------------------

    @Slot()
    def _show_running(self) -> None:
        is_running = self._controller.exporting.is_running
        for part in (self.progress, self.time_left, self.cancel_button):
            part.setVisible(is_running)
        self.save_button.setVisible(not is_running)
        for box in self._boxes:
            box.setEnabled(not is_running)
        self.progress.setRange(0, 0)
        self.time_left.setText(self.tr("Getting ready…"))

    @Slot(object)
    def _on_progress(self, progress: Progress) -> None:
        self.progress.setRange(0, 100)
        self.progress.setValue(words.percent_done(progress))
        self.time_left.setText(words.progress_line(progress))
