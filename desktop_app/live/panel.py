"""The column beside the moving picture: its source, how it is painted, and how it does."""

from __future__ import annotations

from functools import cached_property

from PySide6.QtCore import QSignalBlocker, Signal, Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QSpinBox,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desktop_app.icons import Icons
from desktop_app.live.choice import MOST_STYLES, RATES, SIZES_PX, LiveChoice
from desktop_app.live.controller import LiveController
from desktop_app.live.figures import FiguresPanel
from desktop_app.live.places import films_folder
from desktop_app.live.source_box import SourceBox
from desktop_app.live.styles import square_of
from desktop_app.section import Section
from desktop_app.widgets.choice_box import choice_box, choose
from desktop_app.widgets.labels import explanation, rule
from desktop_app.widgets.mix_pad import MixPad
from desktop_app.widgets.number_field import number_field
from desktop_app.widgets.scale import Scale, percent
from desktop_app.widgets.scroll import scrolling
from desktop_app.widgets.slider_field import SliderField

WIDTH_PX = 296
DEFAULTS = LiveChoice()
BRUSH = Scale(0.5, 2, DEFAULTS.brush, is_log=True, decimals=2, unit=" ×")
FADE = Scale(0, 5, DEFAULTS.fade_s, decimals=1, unit=" s")


class LivePanel(QFrame):
    """Shows the controller's choice and changes it."""

    folder_wanted = Signal()  # for films

    def __init__(self, controller: LiveController, icons: Icons) -> None:
        super().__init__()
        self.setObjectName("live_panel")
        self.setFixedWidth(WIDTH_PX)
        self._controller, self._icons = controller, icons
        self.source = SourceBox(controller)
        self.mirror = QCheckBox(self.tr("Mirror"))
        self.mirror.setObjectName("live_mirror")
        self.mirror.setToolTip(self.tr("Left and right changed, as in a mirror (M)"))
        self.mirror.toggled.connect(lambda is_on: controller.change(mirror=is_on))
        self.sliders = {
            "strength": SliderField("live_strength", self.tr("Strength"), percent(0, 1, DEFAULTS.strength)),
            "brush": SliderField("live_brush", self.tr("Brush size"), BRUSH),
            "keep_colors": SliderField(
                "live_keep_colors", self.tr("Keep the scene's colours"), percent(0, 1, DEFAULTS.keep_colors)
            ),
            "calm": SliderField("live_calm", self.tr("Calm"), percent(0, 1, DEFAULTS.calm)),
            "fade_s": SliderField("live_fade", self.tr("Fade between styles"), FADE),
        }
        self.sliders["calm"].setToolTip(
            self.tr("From every frame painted for itself to as still as can be, where nothing moves")
        )
        for name, slider in self.sliders.items():
            slider.moved.connect(lambda value, name=name: controller.change(**{name: value}))
        self.figures = FiguresPanel(controller)
        self._make_film_fields()
        self._make_speed_fields()
        self._lay_out()
        controller.changed.connect(self._show)
        controller.shelf.changed.connect(self._show_mix)
        self._show()

    def _make_film_fields(self) -> None:
        self.film_name = QLineEdit()
        self.film_name.setObjectName("live_film_name")
        self.film_name.setAccessibleName(self.tr("Name of the next film"))
        self.film_name.setPlaceholderText(self.tr("Name, else the time"))
        self.folder_button = QToolButton()
        self.folder_button.setObjectName("live_film_folder")
        self.folder_button.setAccessibleName(self.tr("Folder for films and stills"))
        self._icons.put(self.folder_button, "open")
        self.folder_button.clicked.connect(self.folder_wanted)
        self.folder_line = explanation()

    def _make_speed_fields(self) -> None:
        controller = self._controller
        rates = {self.tr("{count} a second").format(count=rate): rate for rate in RATES}
        self.rate = choice_box("live_rate", self.tr("Frames"), dict(rates))
        self.rate.activated.connect(lambda: controller.change(target_fps=self.rate.currentData()))
        self.floor = number_field(QSpinBox(), "live_floor", self.tr("Smallest working size"))
        self.ceiling = number_field(QSpinBox(), "live_ceiling", self.tr("Largest working size"))
        for box in (self.floor, self.ceiling):
            box.setRange(*SIZES_PX)
            box.setSingleStep(32)
            box.setSuffix(" px")
            box.setKeyboardTracking(False)
        self.floor.valueChanged.connect(self._on_floor)
        self.ceiling.valueChanged.connect(self._on_ceiling)

    def _lay_out(self) -> None:
        settings, icons = self._controller.settings, self._icons
        content = QWidget()
        content.setObjectName("live_controls")
        column = QVBoxLayout(content)
        column.setContentsMargins(18, 16, 18, 16)
        column.setSpacing(12)
        self._mix = QWidget()
        QVBoxLayout(self._mix).setContentsMargins(0, 0, 0, 0)
        self._mix_section = Section("live_mix", self.tr("Mix"), self._mix, settings, icons)
        self._mix_rule = rule()
        for part in (
            Section("live_source", self.tr("Source"), _column(self.source, self.mirror), settings, icons),
            rule(),
            self._mix_section,
            self._mix_rule,
            Section("live_look", self.tr("Look"), _column(*self.sliders.values()), settings, icons),
            rule(),
            Section("live_figures", self.tr("Figures"), self.figures, settings, icons),
            rule(),
            Section("live_film", self.tr("Films and stills"), self._film_part(), settings, icons),
            rule(),
            Section("live_speed", self.tr("Speed"), self._speed_part(), settings, icons, begins_folded=True),
        ):
            column.addWidget(part)
        column.addStretch(1)
        scroll = scrolling("live_scroll", content)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(scroll)

    def _film_part(self) -> QWidget:
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.film_name, 1)
        row.addWidget(self.folder_button)
        return _column(line, self.folder_line)

    def _speed_part(self) -> QWidget:
        part = QWidget()
        form = QFormLayout(part)
        form.setContentsMargins(0, 0, 0, 0)
        form.setHorizontalSpacing(12)
        form.addRow(self.tr("Frames"), self.rate)
        form.addRow(self.tr("Smallest"), self.floor)
        form.addRow(self.tr("Largest"), self.ceiling)
        hint = self.tr("The working size goes up and down between the two, so that the frames come in time.")
        form.addRow(explanation(hint))
        return part

    @cached_property
    def pad(self) -> MixPad:
        """Made for the first mix."""
        pad = MixPad(self.tr("Mix of the styles"))
        pad.moved.connect(self._controller.set_weights)
        layout = self._mix.layout()
        assert layout is not None
        layout.addWidget(pad)
        return pad

    @Slot()
    def _show(self) -> None:
        choice = self._controller.choice
        for name, slider in self.sliders.items():
            if not slider.slider.isSliderDown():
                slider.show_value(getattr(choice, name))
        with QSignalBlocker(self.mirror), QSignalBlocker(self.floor), QSignalBlocker(self.ceiling):
            self.mirror.setChecked(choice.mirror)
            self.floor.setValue(choice.floor_px)
            self.ceiling.setValue(choice.ceiling_px)
        choose(self.rate, choice.target_fps)
        folder = films_folder(choice.folder)
        self.folder_line.setText(self.tr("In {folder}").format(folder=folder.name or folder))
        self.folder_line.setToolTip(str(folder))
        self.folder_button.setToolTip(str(folder))
        self.film_name.setEnabled(self._controller.film is None)
        self._show_mix()

    @Slot()
    def _show_mix(self) -> None:
        styles = self._controller.choice.styles
        is_mix = 2 <= len(styles) <= MOST_STYLES
        self._mix_section.setVisible(is_mix)
        self._mix_rule.setVisible(is_mix)
        if is_mix:
            known = [self._controller.shelf.find(source) for source, _ in styles]
            if all(known):
                seen = [style for style in known if style]
                self.pad.show_styles([style.name for style in seen], [square_of(style) for style in seen])
                self.pad.show_weights([weight for _, weight in styles])

    @Slot(int)
    def _on_floor(self, value: int) -> None:
        self._controller.change(floor_px=value, ceiling_px=max(value, self._controller.choice.ceiling_px))

    @Slot(int)
    def _on_ceiling(self, value: int) -> None:
        self._controller.change(ceiling_px=value, floor_px=min(value, self._controller.choice.floor_px))


def _column(*parts: QWidget) -> QWidget:
    whole = QWidget()
    layout = QVBoxLayout(whole)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(12)
    for part in parts:
        layout.addWidget(part)
    return whole
