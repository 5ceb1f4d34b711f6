"""Undo for frozen states: a list of them and a position. No Qt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True)
class Step(Generic[T]):
    """A state and the name of the change that led to it."""

    state: T
    label: str
    gesture: str = ""


class History(Generic[T]):
    """Changes of one `gesture` in a row, as a slider makes them, become one step until it is sealed.

    Nothing is ever forgotten: a step is some 350 bytes, as it shares all that did not change with the one
    before, so a day of a step each second is 10 MB. Large things (masks) are files that a state names.
    """

    def __init__(self, first: T) -> None:
        self._steps = [Step(first, "")]
        self._position = 0
        self._is_sealed = True

    @property
    def state(self) -> T:
        return self._steps[self._position].state

    @property
    def steps(self) -> Sequence[Step[T]]:
        """The beginning first; those behind `position` are undone."""
        return self._steps

    @property
    def position(self) -> int:
        return self._position

    @property
    def undo_label(self) -> str:
        """Empty where there is nothing to undo."""
        return self._steps[self._position].label if self._position else ""

    @property
    def redo_label(self) -> str:
        """Empty where there is nothing to redo."""
        return self._steps[self._position + 1].label if self._position + 1 < len(self._steps) else ""

    def change(self, state: T, label: str, gesture: str = "") -> bool:
        """Returns False where nothing differs."""
        if state == self.state:
            return False
        goes_on = bool(gesture) and not self._is_sealed and self._steps[self._position].gesture == gesture
        del self._steps[self._position + (0 if goes_on else 1) :]
        self._steps.append(Step(state, label, gesture))
        if goes_on and len(self._steps) > 1 and self._steps[-2].state == state:
            del self._steps[-1]  # the slider is back where it began
            self._is_sealed = True
        else:
            self._is_sealed = False
        self._position = len(self._steps) - 1
        return True

    def seal(self) -> None:
        """The gesture is over: what comes next is another step."""
        self._is_sealed = True

    def undo(self) -> bool:
        return self.go_to(self._position - 1)

    def redo(self) -> bool:
        return self.go_to(self._position + 1)

    def go_to(self, position: int) -> bool:
        """Returns False where there is no such step, or it is the present."""
        if not 0 <= position < len(self._steps) or position == self._position:
            return False
        self._position = position
        self._is_sealed = True
        return True
