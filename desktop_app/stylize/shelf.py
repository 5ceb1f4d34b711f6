"""The styles at hand: the artist's own, the samples, and the built-in presets, each with a thumbnail."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from desktop_app.calls import Calls
from desktop_app.canvas.layer import image_of
from desktop_app.settings import SettingsStore
from models.news import Done, Failed, OpenedStyle, Outcome
from models.requests import ListStyles, OpenStyle

THUMBNAIL_PX = 192
OWN_LIMIT = 60  # more are forgotten, the oldest first


@dataclass(frozen=True, eq=False)
class ShelfStyle:
    """What is known of a style; `image` is its thumbnail."""

    source: str
    name: str
    kind: str
    image: QImage
    licence: str = ""
    origin: str = ""
    is_own: bool = False


class StyleShelf(QObject):
    """Loads thumbnails through the engine process and remembers the artist's own styles."""

    changed = Signal()
    added = Signal(str)  # the source of a style that somebody just brought
    failed = Signal(str)

    def __init__(
        self, calls: Calls, settings: SettingsStore, samples: Iterable[Path], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._calls, self._settings = calls, settings
        self._samples = [str(path) for path in samples]
        self._known: dict[str, ShelfStyle] = {}
        self._presets: list[str] = []

    @property
    def styles(self) -> list[ShelfStyle]:
        """The newest of one's own first, then the samples, then the presets made of none of them."""
        order = [*self._settings.current.own_styles, *self._samples, *self._presets]
        known = [self._known[source] for source in dict.fromkeys(order) if source in self._known]
        samples = {style.name.lower() for style in known if style.source in self._samples}
        return [style for style in known if style.kind != "preset" or style.name.lower() not in samples]

    def find(self, source: str) -> ShelfStyle | None:
        return self._known.get(source)

    def load(self) -> None:
        """Asks for everything that is not known yet."""
        for source in [*self._samples, *self._settings.current.own_styles]:
            if source not in self._known:
                self._open(source, is_new=False)
        self._calls.ask(ListStyles(THUMBNAIL_PX), self._on_listed)

    def add(self, paths: Iterable[Path]) -> None:
        """Style pictures or style files; `added` follows for each that can be read."""
        for path in paths:
            source = str(path)
            if source in self._known:
                self._remember(source)
                self.changed.emit()
                self.added.emit(source)
            else:
                self._open(source, is_new=True)

    def remove(self, source: str) -> None:
        """Forgets one of the artist's own styles; its file stays."""
        own = tuple(style for style in self._settings.current.own_styles if style != source)
        self._settings.change(own_styles=own)
        self.changed.emit()

    def _open(self, source: str, *, is_new: bool) -> None:
        self._calls.ask(OpenStyle(source, THUMBNAIL_PX), partial(self._on_opened, source, is_new))

    def _on_opened(self, source: str, is_new: bool, outcome: Outcome) -> None:
        if isinstance(outcome, Failed):
            # A remembered style whose drive is not there today may be there tomorrow: it is only not shown.
            if is_new:
                self.failed.emit(outcome.message)
            return
        if not (isinstance(outcome, Done) and isinstance(outcome.result, OpenedStyle)):
            return
        self._take(outcome.result, source)
        if is_new:
            self._remember(source)
        self.changed.emit()
        if is_new:
            self.added.emit(source)

    def _on_listed(self, outcome: Outcome) -> None:
        if isinstance(outcome, Failed):
            self.failed.emit(outcome.message)
        elif isinstance(outcome, Done):
            for style in outcome.result:
                self._take(style, style.source)
                self._presets.append(style.source)
            self.changed.emit()

    def _take(self, style: OpenedStyle, source: str) -> None:
        name = style.name
        if source in self._samples:
            name = _in_words(Path(source).stem.removeprefix("style_"))
        elif style.kind == "preset":
            name = _in_words(style.name)
        self._known[source] = ShelfStyle(
            source, name, style.kind, image_of(style.rgb_hwc), style.licence, style.origin
        )

    def _remember(self, source: str) -> None:
        if source in self._samples or source in self._presets:
            return
        known = self._known[source]
        self._known[source] = replace(known, is_own=True)
        others = [style for style in self._settings.current.own_styles if style != source]
        self._settings.change(own_styles=(source, *others)[:OWN_LIMIT])


def _in_words(name: str) -> str:
    """ "great_wave" is "Great wave"."""
    words = name.replace("_", " ").replace("-", " ")
    return words[:1].upper() + words[1:]
