"""The column beside the moving picture: its source, how it is painted, and how it does."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from desktop_app.icons import Icons
from desktop_app.live.choice import MOST_STYLES
from desktop_app.live.controller import LiveController
from desktop_app.live.figures import FiguresPanel
from desktop_app.live.film_part import FilmPart
from desktop_app.live.look_part import LookPart
from desktop_app.live.midi_part import MidiPart
from desktop_app.live.sound_part import SoundPart
from desktop_app.live.source_part import SourcePart
from desktop_app.live.speed_part import SpeedPart
from desktop_app.live.styles import square_of
from desktop_app.section import Section
from desktop_app.widgets.labels import rule
from desktop_app.widgets.mix_pad import MixPad
from desktop_app.widgets.scroll import scrolling

WIDTH_PX = 296


class LivePanel(QFrame):
    """Its parts show the controller's choice and change it. It is empty until `fill` is gone through."""

    folder_wanted = Signal()  # for films
    sound_wanted = Signal()  # a file of it

    def __init__(self, controller: LiveController, icons: Icons) -> None:
        super().__init__()
        self.setObjectName("live_panel")
        self.setFixedWidth(WIDTH_PX)
        self._controller, self._icons = controller, icons
        content = QWidget()
        content.setObjectName("live_controls")
        self._column = QVBoxLayout(content)
        self._column.setContentsMargins(18, 16, 18, 16)
        self._column.setSpacing(12)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(scrolling("live_scroll", content))

    def fill(self) -> Iterator[None]:
        """A part with each step."""
        controller = self._controller
        self.source = SourcePart(controller)
        self._add("live_source", self.tr("Source"), self.source)
        yield
        self._mix = QWidget()
        QVBoxLayout(self._mix).setContentsMargins(0, 0, 0, 0)
        self._mix_rule = rule()
        self._column.addWidget(self._mix_rule)
        self._mix_section = self._section("live_mix", self.tr("Mix"), self._mix)
        self._column.addWidget(self._mix_section)
        controller.changed.connect(self._show_mix)
        controller.shelf.changed.connect(self._show_mix)
        self._show_mix()
        yield
        self.look = LookPart(controller)
        self._add("live_look", self.tr("Look"), self.look)
        yield
        self._add("live_figures", self.tr("Figures"), FiguresPanel(controller))
        yield
        self.film = FilmPart(controller, self._icons)
        self.film.folder_wanted.connect(self.folder_wanted)
        self._add("live_film", self.tr("Films and stills"), self.film)
        yield
        self.sound = SoundPart(controller)
        self.sound.file_wanted.connect(self.sound_wanted)
        self._add("live_sound", self.tr("Sound"), self.sound)
        yield
        sliders = {**self.look.sliders, **self.sound.sliders, "exposure_s": self.source.exposure}
        self.midi = MidiPart(controller, sliders)
        self._add("live_midi", self.tr("MIDI"), self.midi, begins_folded=True)
        yield
        self._add("live_speed", self.tr("Speed"), SpeedPart(controller), begins_folded=True)
        self._column.addStretch(1)

    def _add(self, name: str, title: str, part: QWidget, *, begins_folded: bool = False) -> None:
        if self._column.count():
            self._column.addWidget(rule())
        self._column.addWidget(self._section(name, title, part, begins_folded=begins_folded))

    def _section(self, name: str, title: str, part: QWidget, *, begins_folded: bool = False) -> Section:
        settings = self._controller.settings
        return Section(name, title, part, settings, self._icons, begins_folded=begins_folded)

    @cached_property
    def pad(self) -> MixPad:
        """Made for the first mix."""
        pad = MixPad(self.tr("Mix of the styles"))
        pad.moved.connect(self._controller.mixing.weigh)
        layout = self._mix.layout()
        assert layout is not None
        layout.addWidget(pad)
        return pad

    @Slot()
    def _show_mix(self) -> None:
        styles = self._controller.mixing.playing
        is_mix = 2 <= len(styles) <= MOST_STYLES
        self._mix_section.setVisible(is_mix)
        self._mix_rule.setVisible(is_mix)
        if is_mix:
            known = [self._controller.shelf.find(source) for source, _ in styles]
            if all(known):
                seen = [style for style in known if style]
                self.pad.show_styles([style.name for style in seen], [square_of(style) for style in seen])
                self.pad.show_weights([weight for _, weight in styles])
