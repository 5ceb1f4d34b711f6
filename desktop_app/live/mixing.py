"""Which styles paint, and in which parts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from desktop_app.live.choice import MOST_STYLES
from desktop_app.widgets.notice_bar import Message

if TYPE_CHECKING:
    from desktop_app.live.controller import LiveController


class Mixing(QObject):
    """Changes the styles of a controller's choice."""

    def __init__(self, controller: LiveController) -> None:
        super().__init__(controller)
        self._controller, self._shelf = controller, controller.shelf

    def choose(self, source: str) -> None:
        self._controller.change(styles=((source, 1.0),))

    def toggle(self, source: str) -> None:
        """Into the mix with an equal share, or out of it; one always paints, and four at most."""
        chosen = self._controller.choice.styles
        others = [one for one, _ in chosen if one != source]
        if len(others) == len(chosen):
            others.append(source)
        if len(others) > MOST_STYLES:
            text = self.tr("Four styles can be mixed. Take one out of the mix first: Ctrl and a click on it.")
            self._controller.said.emit(Message(text))
        elif others:
            share = 1.0 if len(others) == 1 else round(1 / len(others), 3)
            self._controller.change(styles=tuple((one, share) for one in others))

    def weigh(self, weights: tuple[float, ...]) -> None:
        pairs = zip(self._controller.choice.styles, weights, strict=True)
        self._controller.change(styles=tuple((source, weight) for (source, _), weight in pairs))

    def go(self, step: int) -> None:
        """To the next on the shelf, or the one before; round and round."""
        sources, chosen = [style.source for style in self._shelf.styles], self._controller.choice.styles
        if sources:
            first = chosen[0][0] if chosen else ""
            here = sources.index(first) if first in sources else (-1 if step > 0 else 0)
            self.choose(sources[(here + step) % len(sources)])

    def choose_number(self, number: int) -> None:
        """As they lie on the shelf, from 0; nothing where there are fewer."""
        if number < len(self._shelf.styles):
            self.choose(self._shelf.styles[number].source)

    def playable(self) -> tuple[tuple[str, float], ...]:
        """Those that were chosen and are on the shelf, else its first; none before it is read."""
        styles = tuple(style for style in self._controller.choice.styles if self._shelf.find(style[0]))
        return styles or tuple((style.source, 1.0) for style in self._shelf.styles[:1])
