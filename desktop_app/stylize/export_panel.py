"""Export: format, size, place and what goes along, in place of the sliders while one chooses."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QStandardPaths, QTimer, Signal, Slot
from PySide6.QtGui import QImage
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desktop_app import words
from desktop_app.document.background import Background
from desktop_app.document.state import Photo
from desktop_app.icons import Icons
from desktop_app.settings import ExportChoice
from desktop_app.stylize import export_names
from desktop_app.stylize.controller import StylizeController
from desktop_app.stylize.estimates import Estimate, Estimates, bytes_per_pixel
from desktop_app.stylize.export_place import ExportPlace
from desktop_app.stylize.export_size import ExportSize
from desktop_app.stylize.exporting import export_of
from desktop_app.widgets.choice_box import choice_box, choose
from desktop_app.widgets.form import form_of
from desktop_app.widgets.labels import explanation, heading
from desktop_app.widgets.notice_bar import Message
from desktop_app.widgets.scale import Scale
from desktop_app.widgets.scroll import scrolling
from desktop_app.widgets.slider_field import SliderField
from models.news import FileError
from models.requests import EngineName

translate = QCoreApplication.translate

QUALITY = Scale(1, 100, 92)
LOSSY = (".jpg", ".webp")
DEEP = (".png", ".tif")
SAMPLE_AFTER_MS = 150  # so that a slider that moves is not followed by a row of encodings


class ExportPanel(QWidget):
    """`path_wanted` asks for a file and `folder_wanted` for a folder; `start` begins with a path."""

    closed = Signal()
    path_wanted = Signal(object)  # the Path to propose
    folder_wanted = Signal(object)  # the Path of now

    def __init__(self, controller: StylizeController, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("export_panel")
        self._controller = controller
        self._estimates = Estimates(controller.settings)
        controller.exporting.estimates = self._estimates
        self._background = Background(self)
        self._sample, self._sampled = 0.0, (0, "", 0)  # bytes a pixel; of which picture, format and quality
        self._sampling = QTimer(self)
        self._sampling.setObjectName("export_sampling")
        self._sampling.setSingleShot(True)
        self._sampling.setInterval(SAMPLE_AFTER_MS)
        self._build_choices()
        self._build_actions(icons)
        self._lay_out()
        self._show_choice(controller.settings.current.export)
        self._connect()

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
        self.bits = choice_box(
            "export_bits",
            self.tr("Depth"),
            {self.tr("As in the photo"): 0, self.tr("8 bit"): 8, self.tr("16 bit"): 16},
        )
        self.size_fields = ExportSize(self._controller.settings)
        self.profile = choice_box(
            "export_profile",
            self.tr("Colours"),
            {
                self.tr("sRGB"): "srgb",
                self.tr("Display P3"): "display-p3",
                self.tr("As in the photo"): "original",
            },
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
        self.with_recipe = QCheckBox(self.tr("Write the recipe into the file"))
        self.with_recipe.setObjectName("export_recipe")
        self.with_recipe.setToolTip(
            self.tr(
                "Names and places of photo and styles, and all settings; no pictures and no masks. Opened in "
                "Impasto, the file brings them back. Everybody who gets the file can read it."
            )
        )
        self.place = ExportPlace()

    def _build_actions(self, icons: Icons) -> None:
        self.back_button = QToolButton()
        self.back_button.setObjectName("export_back")
        self.back_button.setToolTip(self.tr("Back to the sliders"))
        self.back_button.setAccessibleName(self.tr("Back to the sliders"))
        icons.put(self.back_button, "back")
        self.estimate = explanation()
        self.estimate.setObjectName("export_estimate")
        self.start_button = QPushButton(self.tr("Export"))
        self.start_button.setObjectName("export_start")
        self.start_button.setProperty("role", "primary")
        self.save_button = QPushButton(self.tr("Save As…"))
        self.save_button.setObjectName("export_save")
        self.question = explanation()
        self.question.setObjectName("export_question")
        self.overwrite_button = QPushButton(self.tr("Overwrite"))
        self.overwrite_button.setObjectName("export_overwrite")
        self.both_button = QPushButton(self.tr("Keep Both"))
        self.both_button.setObjectName("export_keep_both")

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(4)
        top.addWidget(self.back_button)
        top.addWidget(heading(self.tr("Export")), 1)
        self.form = form_of()
        self.form.setVerticalSpacing(10)
        rows = (self.engine, self.suffix, self.quality, self.bits, self.size_fields.box)
        place = (self.place.folder_button, self.place.name, self.place.conflict, self.place)
        for part in (*rows, self.size_fields, self.profile, self.metadata, self.with_recipe, *place):
            if isinstance(
                part, SliderField | ExportSize | ExportPlace | QCheckBox
            ):  # which say what they are
                self.form.addRow(part)
                continue
            label = QLabel(part.accessibleName())
            label.setMinimumHeight(part.sizeHint().height())  # so that both stand on one line in every style
            label.setBuddy(part)
            self.form.addRow(label, part)
        content = QWidget()
        content.setObjectName("export_choices")
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addLayout(self.form)
        column.addStretch(1)
        scroll = scrolling("export_scroll", content)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addLayout(top)
        layout.addWidget(scroll, 1)
        layout.addWidget(self.estimate)
        layout.addWidget(self.question)
        for pair in ((self.both_button, self.overwrite_button), (self.save_button, self.start_button)):
            row = QHBoxLayout()
            row.setSpacing(8)
            for button in pair:
                row.addWidget(button, 1)
            layout.addLayout(row)
        self._ask(None)

    def _connect(self) -> None:
        for box in (self.engine, self.bits, self.profile, self.metadata):
            box.currentIndexChanged.connect(self._on_changed)
        self.suffix.currentIndexChanged.connect(self._on_format_changed)
        self.quality.moved.connect(self._on_changed)
        self.size_fields.changed.connect(self._on_changed)
        self.place.changed.connect(self._on_changed)
        self.place.folder_wanted.connect(lambda: self.folder_wanted.emit(self.place.folder))
        self.start_button.clicked.connect(self._on_start)
        self.save_button.clicked.connect(self._on_save)
        self.overwrite_button.clicked.connect(lambda: self._go(self._path(is_unique=False)))
        self.both_button.clicked.connect(lambda: self._go(self._path(is_unique=True), spares=True))
        self.back_button.clicked.connect(self.closed)
        self._sampling.timeout.connect(self._take_sample)
        self._controller.exporting.changed.connect(self._on_changed)

    # -- what is chosen -------------------------------------------------------------------------------------

    @property
    def engine_name(self) -> EngineName:
        return "refine" if self.engine.currentData() == "refine" else "universal"

    @property
    def choice(self) -> ExportChoice:
        return ExportChoice(
            suffix=self.suffix.currentData(),
            quality=round(self.quality.value),
            bits=self.bits.currentData(),
            long_side_px=self.size_fields.long_side_px,
            profile=self.profile.currentData(),
            metadata=self.metadata.currentData(),
            for_print=self.size_fields.is_for_print,
            name=self.place.template,
            conflict=self.place.conflict.currentData(),
            with_recipe=self.with_recipe.isChecked(),
        )

    def begin(self) -> None:
        """Fits the choices to the open photograph and to the picture that is seen."""
        photo, settings = self._controller.project.photo, self._controller.settings.current
        if photo is None:
            return
        self.size_fields.show_photo(photo, settings.export)
        kept = Path(settings.export_folder)
        self.place.set_folder(kept if settings.export_folder and kept.is_dir() else self._folder_for(photo))
        choose(self.engine, "refine" if self._controller.is_showing_refined else "universal")
        self._on_changed()
        self.start_button.setFocus()

    def _folder_for(self, photo: Photo) -> Path:
        """Beside the photograph, if that is somebody's own: a sample lies with the program."""
        controller = self._controller
        if photo.path not in controller.samples.photos and not controller.opening.is_passing(photo.path):
            return photo.path.parent
        pictures = Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.PicturesLocation))
        return pictures if pictures.is_dir() else Path.home()

    def _show_choice(self, choice: ExportChoice) -> None:
        self.quality.show_value(choice.quality)
        for box, value in (
            (self.suffix, choice.suffix),
            (self.bits, choice.bits),
            (self.profile, choice.profile),
            (self.metadata, choice.metadata),
        ):
            choose(box, value)
        self.with_recipe.setChecked(choice.with_recipe)
        self.place.show_choice(choice)
        self._show_rows()

    def _show_rows(self) -> None:
        self.form.setRowVisible(self.quality, self.suffix.currentData() in LOSSY)
        self.form.setRowVisible(self.bits, self.suffix.currentData() in DEEP)

    @Slot()
    def _on_format_changed(self) -> None:
        self._show_rows()
        self._on_changed()

    @Slot()
    def _on_changed(self) -> None:
        self._ask(None)
        self._show_name()
        self._show_estimate()
        self._sampling.start()

    # -- where to -------------------------------------------------------------------------------------------

    def _path(self, *, is_unique: bool) -> Path:
        """UnknownFieldError where the template has one."""
        controller = self._controller
        photo = controller.project.photo
        known = [controller.shelf.find(style.source) for style in controller.project.styles]
        names = [style.name for style in known if style is not None]
        values = export_names.values_of(photo.path.stem if photo else "", names, self.size_fields.pixels())
        return export_names.path_of(
            *(self.place.folder, self.place.template, values, self.suffix.currentData()),
            is_taken=controller.exporting.is_taken,
            is_unique=is_unique,
        )

    def _show_name(self) -> None:
        is_unique = self.place.conflict.currentData() == "unique"
        try:
            path = self._path(is_unique=is_unique)
        except export_names.UnknownFieldError as error:
            self.place.show_unknown(str(error))
            is_known = False
        else:
            self.place.show_path(path, self._controller.exporting.is_taken(path))
            is_known = True
        self.start_button.setEnabled(is_known)
        self.save_button.setEnabled(is_known)

    @Slot()
    def _on_start(self) -> None:
        conflict = self.place.conflict.currentData()
        path = self._path(is_unique=conflict == "unique")
        if conflict == "overwrite" or not self._controller.exporting.is_taken(path):
            self._go(path, spares=conflict != "overwrite")
        elif conflict == "ask":
            self._ask(path)
        else:
            text = self.tr("{name} is there already and was kept.").format(name=path.name)
            self._controller.said.emit(Message(text))

    def _ask(self, path: Path | None) -> None:
        """Whether the file at `path` may be written over; None takes the question back."""
        for part in (self.question, self.overwrite_button, self.both_button):
            part.setVisible(path is not None)
        for part in (self.save_button, self.start_button):
            part.setVisible(path is None)
        if path is not None:
            self.question.setText(self.tr("{name} is there already.").format(name=path.name))
            self.both_button.setFocus()

    @Slot()
    def _on_save(self) -> None:
        if self._controller.project.is_paintable:
            self.path_wanted.emit(self._path(is_unique=True))

    def start(self, path: Path) -> None:
        """As the settings say, to this file, which may be written over: somebody has chosen it."""
        self._go(path)

    def _go(self, path: Path, *, spares: bool = False) -> None:
        seconds = self._estimate_of(path).seconds
        self._controller.export(
            *(path, self.engine_name, self.choice), spares=spares, sample=self._sample, expected_s=seconds
        )
        self.closed.emit()

    # -- what it will take ----------------------------------------------------------------------------------

    def _estimate_of(self, path: Path) -> Estimate:
        width, height = self.size_fields.pixels()
        pace, photo = self._controller.easel.pace, self._controller.project.photo
        if photo is None:
            return Estimate(None, None, None)
        export = export_of(self.choice, path, photo)
        return self._estimates.of(self.engine_name, export, width * height, self._sample, pace.at_best_s)

    def _show_estimate(self) -> None:
        self.estimate.setText(_about(self._estimate_of(Path("x" + self.suffix.currentData()))))

    @Slot()
    def _take_sample(self) -> None:
        image, suffix, quality = (
            self._controller.shown_image,
            self.suffix.currentData(),
            round(self.quality.value),
        )
        if image is None:
            return
        wanted = (image.cacheKey(), suffix, quality if suffix in LOSSY else 0)
        if wanted != self._sampled:
            self._background.run(
                partial(bytes_per_pixel, QImage(image), suffix, quality), partial(self._on_sample, wanted)
            )

    def _on_sample(self, wanted: tuple[int, str, int], sample: float | FileError) -> None:
        if isinstance(sample, float):
            self._sample, self._sampled = sample, wanted
            self._show_estimate()


def _about(estimate: Estimate) -> str:
    """ "About 40 s, 1.2 GB of memory and a file of 5 MB"; what nobody knows is said to come."""
    seconds, memory, size = estimate.seconds, estimate.memory_mb, estimate.size_bytes
    parts = [
        words.about_time(seconds)
        if seconds is not None
        else translate("Words", "the time is told once it runs"),
        translate("Words", "about {size} of memory").format(size=words.amount(memory * 1e6))
        if memory
        else "",
        translate("Words", "a file of about {size}").format(size=words.amount(size)) if size else "",
    ]
    text = translate("Words", ", ").join(part for part in parts if part)
    return text[:1].upper() + text[1:]
