"""The keys of every command: which they are, which they were meant to be, and whose others are."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from types import MappingProxyType

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QAction, QKeySequence

translate = QCoreApplication.translate
MNEMONIC = re.compile(r"\([A-Z]\)\Z")

# What widgets do with a key of their own wherever they have the focus.
TAKEN = (
    *("Space", "\\", "Tab", "Shift+Tab", "Return", "Enter", "Ctrl+Return", "Ctrl+Enter", "Backspace", "Del"),
    *("Left", "Right", "Up", "Down", "Alt+Left", "Alt+Right", "F", "F2"),
)
LEAD_TO_ROOMS = tuple(f"Alt+{number}" for number in range(1, 10))


class Keys:
    """Of one window's actions. What was changed is a mapping from their names to portable text.

    `rooms` has the room of those that belong to one alone, by object name: two rooms may use the same keys.
    """

    def __init__(self, actions: Iterable[QAction], rooms: Mapping[str, str] = MappingProxyType({})) -> None:
        self._rooms = rooms
        self._actions = {action.objectName().removeprefix("action_"): action for action in actions}
        self._defaults = {name: action.shortcuts() for name, action in self._actions.items()}
        self._changed: dict[str, str] = {}

    @property
    def changed(self) -> dict[str, str]:
        return dict(self._changed)

    @property
    def names(self) -> list[str]:
        return list(self._actions)

    def use(self, changed: Mapping[str, str]) -> None:
        """What is not among them has its default; what is no command, or no keys, counts for nothing."""
        touched = self._actions.keys() & {*self._changed, *changed}
        self._changed = {}
        for name in touched:
            action = self._actions[name]
            wanted = changed.get(name)
            sequence = QKeySequence(wanted or "")
            if wanted is None or (wanted and not sequence.toString()):
                action.setShortcuts(self._defaults[name])
            else:
                self._changed[name] = wanted
                action.setShortcuts([sequence] if wanted else [])
            show_in_tip(action)

    def changed_with(self, name: str, keys: str) -> dict[str, str]:
        """What is changed when this command has these keys; empty are none. Its default is no change."""
        others = {other: changed for other, changed in self._changed.items() if other != name}
        return others if keys == self.default_of(name) else {**others, name: keys}

    def text_of(self, name: str) -> str:
        """What the command is called."""
        return plain_name(self._actions[name])

    def keys_of(self, name: str) -> QKeySequence:
        return self._actions[name].shortcut()

    def _can_both(self, one: str, other: str) -> bool:
        """Whether there is a place where both commands can be given."""
        rooms = {self._rooms.get(f"action_{name}", "") for name in (one, other)}
        return len(rooms - {""}) < 2

    def default_of(self, name: str) -> str:
        return _text(self._defaults[name])

    def trouble_with(self, name: str, keys: str, menus: Iterable[QAction]) -> str:
        """Why the keys cannot be the command's, in words; empty where they can."""
        wanted = QKeySequence(keys)
        if wanted.isEmpty():
            return ""
        spoken = wanted.toString(QKeySequence.SequenceFormat.NativeText)
        for other, action in self._actions.items():
            if (
                other != name
                and self._can_both(name, other)
                and any(_meet(wanted, theirs) for theirs in action.shortcuts())
            ):
                text = translate("Keys", "{keys} is {command} already. Change that first, or choose others.")
                return text.format(keys=spoken, command=self.text_of(other))
        for menu in menus:
            if _meet(wanted, QKeySequence.mnemonic(menu.text())):
                text = translate("Keys", "{keys} opens the menu {menu}. Choose others.")
                return text.format(keys=spoken, menu=plain_name(menu))
        if any(_meet(wanted, QKeySequence(taken)) for taken in LEAD_TO_ROOMS):
            return translate("Keys", "{keys} leads to a room. Choose others.").format(keys=spoken)
        if any(_meet(wanted, QKeySequence(taken)) for taken in TAKEN):
            text = translate("Keys", "{keys} has a meaning in the picture, a list or a field. Choose others.")
            return text.format(keys=spoken)
        return ""


def plain_name(action: QAction) -> str:
    """Without the letter that opens it in a menu, which stands in brackets behind a Chinese name."""
    return MNEMONIC.sub("", action.iconText().rstrip("…"))


def show_in_tip(action: QAction) -> None:
    """The keys stand behind the name where the pointer rests."""
    plain = plain_name(action)
    keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
    action.setToolTip(f"{plain} ({keys})" if keys else plain)


def _text(sequences: list[QKeySequence]) -> str:
    return sequences[0].toString() if sequences else ""


def _meet(one: QKeySequence, other: QKeySequence) -> bool:
    """The one is the other, or its beginning: the second would never be heard."""
    if one.isEmpty() or other.isEmpty():
        return False
    none = QKeySequence.SequenceMatch.NoMatch
    return one.matches(other) != none or other.matches(one) != none
