"""Which styles paint, and in which parts."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop_app.live.choice import MOST_STYLES
from desktop_app.live.styles import can_play
from desktop_app.widgets.notice_bar import Message

if TYPE_CHECKING:
    from desktop_app.live.controller import LiveController


class Mixing(QObject):
    """Changes the styles of a controller's choice.

    A style that was chosen may be away today, with its drive, or not be read yet: it stays chosen, and those
    that are there paint. What is seen and mixed is what paints.
    """

    chosen = Signal(str)  # the source of a style that somebody has chosen, alone or for the mix

    def __init__(self, controller: LiveController) -> None:
        super().__init__(controller)
        self._controller, self._shelf = controller, controller.shelf
        self._stand_in = ""  # paints where nothing of what was chosen is there

    @property
    def playing(self) -> tuple[tuple[str, float], ...]:
        """Those that were chosen and are on the shelf, else one of its others; none before one is read."""
        found = tuple(style for style in self._controller.choice.styles if self.is_there(style[0]))
        if not found and not self.is_there(self._stand_in):
            self._stand_in = next(iter(self._offered), "")
        return found or (((self._stand_in, 1.0),) if self._stand_in else ())

    def is_there(self, source: str) -> bool:
        """On the shelf, and one that can play."""
        style = self._shelf.find(source)
        return style is not None and can_play(style)

    @property
    def _offered(self) -> list[str]:
        return [style.source for style in self._shelf.styles if can_play(style)]

    def words_on_missing(self) -> str:
        """Which of those that were chosen are not there, once that is known; nothing where all are."""
        chosen = self._controller.choice.styles
        missing = [source for source, _ in chosen if self._shelf.is_read and not self._shelf.find(source)]
        names = ", ".join(Path(source.removeprefix("preset:")).name for source in missing)
        text = self.tr(
            "{names}: not among the styles now, so Live paints without. The choice is kept: plug in the "
            "drive it lies on, or choose other styles."
        )
        return text.format(names=names) if missing else ""

    def choose(self, source: str) -> None:
        self._controller.change(styles=((source, 1.0),))
        self.chosen.emit(source)

    def toggle(self, source: str) -> None:
        """Into the mix with an equal share, or out of it; one always paints, and four at most."""
        others = [one for one, _ in self.playing if one != source]
        if len(others) == len(self.playing):
            others.append(source)
        if len(others) > MOST_STYLES:
            text = self.tr("Four styles can be mixed. Take one out of the mix first: Ctrl and a click on it.")
            self._controller.said.emit(Message(text))
        elif others:
            share = 1.0 if len(others) == 1 else round(1 / len(others), 3)
            self._controller.change(styles=tuple((one, share) for one in others))
            self.chosen.emit(source)

    def weigh(self, weights: tuple[float, ...]) -> None:
        """Of those that play, in their order."""
        sources = (source for source, _ in self.playing)
        now = dict(zip(sources, weights, strict=True))
        chosen = self._controller.choice.styles
        self._controller.change(styles=tuple((source, now.get(source, weight)) for source, weight in chosen))

    def go(self, step: int) -> None:
        """To the next on the shelf that can play, or the one before; round and round."""
        sources, playing = self._offered, self.playing
        if sources:
            first = playing[0][0]
            here = sources.index(first) if first in sources else (-1 if step > 0 else 0)
            self.choose(sources[(here + step) % len(sources)])

    def choose_number(self, number: int) -> None:
        """As they lie on the shelf, from 0; nothing where there are fewer, or where that one cannot play."""
        styles = self._shelf.styles
        if number < len(styles) and can_play(styles[number]):
            self.choose(styles[number].source)
