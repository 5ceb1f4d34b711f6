"""The styles at hand: the artist's own, the samples, and the built-in presets, each with a thumbnail."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from desktop_app.calls import Calls
from desktop_app.canvas.layer import image_of
from desktop_app.settings import SettingsStore
from desktop_app.stylize.arrangement import Arrangement
from models.news import Done, Failed, OpenedStyle, Outcome
from models.requests import ListStyles, OpenStyle, Request

THUMBNAIL_PX = 192
OWN_LIMIT = 60  # more are forgotten, the oldest first, but never a favourite


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
    is_favourite: bool = False


class StyleShelf(QObject):
    """Loads thumbnails through the engine process; remembers the artist's own styles and the arrangement."""

    changed = Signal()
    added = Signal(str)  # the source of a style that somebody just brought
    failed = Signal(str)

    def __init__(
        self, calls: Calls, settings: SettingsStore, samples: Iterable[Path], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._calls, self._settings = calls, settings
        self._arrangement = Arrangement(settings)
        self._samples = [str(path) for path in samples]
        self._known: dict[str, ShelfStyle] = {}
        self._presets: list[str] = []
        self._is_begun, self._unanswered = False, 0

    @property
    def is_read(self) -> bool:
        """Whether all that is to be found was looked at; `changed` tells that, too."""
        return self._is_begun and not self._unanswered

    @property
    def styles(self) -> list[ShelfStyle]:
        """As they were put; at first the newest of one's own, the samples, the presets not made of these."""
        return [self._dressed(source) for source in self._arrangement.ordered(self._sources)]

    @property
    def _sources(self) -> list[str]:
        settings = self._settings.current
        order = dict.fromkeys([*settings.own_styles, *self._samples, *self._presets])
        return [
            source
            for source in order
            if source in self._known
            and not (source in settings.hidden_styles and source in self._presets)
            and not (self._known[source].kind == "preset" and self._twin_of(source, self._samples))
        ]

    def find(self, source: str) -> ShelfStyle | None:
        return self._dressed(source) if source in self._known else None

    def name_of(self, source: str) -> str:
        """What it is called, or where it lies."""
        known = self.find(source)
        return known.name if known else source

    def _twin_of(self, source: str, others: Iterable[str]) -> ShelfStyle | None:
        """A sample picture and the preset that was made of it have one name."""
        name = self._known[source].name.lower()
        known = [self._known[other] for other in others if other in self._known]
        return next((style for style in known if style.name.lower() == name), None)

    def _dressed(self, source: str) -> ShelfStyle:
        """What is known of a style, and what the artist made of it."""
        style = self._known[source]
        if source in self._samples and (preset := self._twin_of(source, self._presets)):
            style = replace(style, licence=preset.licence, origin=preset.origin)
        return replace(
            style,
            name=self._arrangement.name_of(source) or self._name_as_it_came(style),
            is_own=self._is_own(source),
            is_favourite=self._arrangement.is_favourite(source),
        )

    def _name_as_it_came(self, style: ShelfStyle) -> str:
        """What comes with the program is called as the window speaks; the artist's own files are not."""
        is_ours = style.kind == "preset" or style.source in self._samples
        return self.translate(style.name) if is_ours else style.name

    def english_name_of(self, source: str) -> str:
        """By which it is found as well."""
        return self._known[source].name

    def _is_own(self, source: str) -> bool:
        """Brought by the artist, or trained: those lie in a folder of their own."""
        is_trained = source in self._presets and self._known[source].kind != "preset"
        return is_trained or source in self._settings.current.own_styles

    def translate(self, text: str) -> str:
        """What a style file or the engine says, in the window's language where that is known."""
        return self._calls.translate(text)

    def load(self) -> None:
        """Asks for everything that is not known yet."""
        self._is_begun = True
        for source in [*self._samples, *self._settings.current.own_styles]:
            if source not in self._known:
                self._open(source, is_new=False)
        self._ask(ListStyles(THUMBNAIL_PX), self._on_listed)

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

    def remove(self, source: str) -> Callable[[], None]:
        """Takes one of the artist's own styles off the strip; its file stays. Returns what puts it back."""
        own, hidden = self._settings.current.own_styles, self._settings.current.hidden_styles
        place = own.index(source) if source in own else None
        self._settings.change(
            own_styles=tuple(style for style in own if style != source),
            hidden_styles=(*hidden, source) if source in self._presets else hidden,
        )
        self.changed.emit()
        return partial(self._put_back, source, place)

    def _put_back(self, source: str, place: int | None) -> None:
        self._show_again(source)
        own = self._settings.current.own_styles
        if place is not None and source not in own:
            self._settings.change(own_styles=(*own[:place], source, *own[place:]))
        self.changed.emit()

    def _show_again(self, source: str) -> None:
        hidden = self._settings.current.hidden_styles
        self._settings.change(hidden_styles=tuple(style for style in hidden if style != source))

    # -- the arrangement ------------------------------------------------------------------------------------

    def rename(self, source: str, name: str) -> None:
        """Empty, or what it is called anyway, gives back the name it came with."""
        own = self._name_as_it_came(self._known[source])
        self._arrangement.rename(source, "" if name.strip() == own else name)
        self.changed.emit()

    def set_favourite(self, source: str, is_wanted: bool) -> None:
        self._arrangement.set_favourite(source, is_wanted=is_wanted)
        self.changed.emit()

    def move(self, source: str, neighbour: str, is_after: bool) -> None:
        """Puts a style beside another."""
        self._arrangement.move(source, neighbour, self._sources, is_after=is_after)
        self.changed.emit()

    # -- what the engine knows ------------------------------------------------------------------------------

    def _open(self, source: str, *, is_new: bool) -> None:
        self._ask(OpenStyle(source, THUMBNAIL_PX), partial(self._on_opened, source, is_new))

    def _ask(self, request: Request, on_outcome: Callable[[Outcome], None]) -> None:
        def answered(outcome: Outcome) -> None:
            self._unanswered -= 1
            on_outcome(outcome)
            if isinstance(outcome, Failed) and self.is_read:
                self.changed.emit()

        self._unanswered += 1
        self._calls.ask(request, answered)

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
            name = in_words(Path(source).stem.removeprefix("style_"))
        elif style.kind == "preset":
            name = in_words(style.name)
        self._known[source] = ShelfStyle(
            source, name, style.kind, image_of(style.rgb_hwc), style.licence, style.origin
        )

    def _remember(self, source: str) -> None:
        self._show_again(source)
        if source in self._samples or source in self._presets:
            return
        own = [source, *(style for style in self._settings.current.own_styles if style != source)]
        loved = [style for style in own[OWN_LIMIT:] if self._arrangement.is_favourite(style)]
        self._settings.change(own_styles=(*own[:OWN_LIMIT], *loved))


def in_words(name: str) -> str:
    """ "great_wave" is "Great wave"."""
    words = name.replace("_", " ").replace("-", " ")
    return words[:1].upper() + words[1:]
