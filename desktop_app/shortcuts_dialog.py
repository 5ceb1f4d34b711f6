"""All commands with their keys: to look up, to search, and to change."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QKeySequenceEdit,
    QLabel,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from desktop_app.dialogs import Dialog, close_button
from desktop_app.icons import Icons
from desktop_app.keys import Keys
from desktop_app.widgets.labels import explanation
from desktop_app.widgets.search_field import SearchField


class ShortcutsDialog(Dialog):
    """`by_hand` is listed too and cannot be changed. `keep` is told what is changed then, for all windows."""

    def __init__(
        self,
        keys: Keys,
        by_hand: Sequence[tuple[str, str]],
        menus: Sequence[QAction],
        keep: Callable[[dict[str, str]], None],
        icons: Icons,
        parent: QWidget,
    ) -> None:
        super().__init__("shortcuts_dialog", parent)
        self.setWindowTitle(self.tr("Keyboard Shortcuts"))
        self._keys, self._menus, self._keep = keys, menus, keep
        self.search = SearchField(
            "shortcut_search", self.tr("Search commands and keys"), self.tr("Clear the search")
        )
        icons.put(self.search.sign, "search", "dim", 16)
        icons.put(self.search.clear_action, "close", "dim", 14)
        changeable = [(keys.text_of(name), "") for name in keys.names]
        self._rows = [
            (QTableWidgetItem(text), QTableWidgetItem(hands)) for text, hands in [*changeable, *by_hand]
        ]
        self.table = self._make_table()
        self.edit = QKeySequenceEdit()
        self.edit.setObjectName("shortcut_keys")
        self.edit.setAccessibleName(self.tr("Keys of the chosen command"))
        self.edit.setMaximumSequenceLength(1)
        self.edit.setClearButtonEnabled(True)
        self.default_button = QPushButton(self.tr("Default"))
        self.default_button.setObjectName("shortcut_default")
        self.all_defaults_button = QPushButton(self.tr("All Defaults"))
        self.all_defaults_button.setObjectName("shortcut_all_defaults")
        self.words = explanation()
        self.words.setObjectName("shortcut_words")
        self._lay_out()
        self._connect()
        self.resize(560, 560)
        self.table.selectRow(0)
        self.search.setFocus()

    def _make_table(self) -> QTableWidget:
        table = QTableWidget(len(self._rows), 2)
        table.setObjectName("shortcut_table")
        table.setAccessibleName(self.tr("Commands and their keys"))
        table.setHorizontalHeaderLabels([self.tr("Command"), self.tr("Keys")])
        table.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        table.horizontalHeader().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        table.horizontalHeader().setHighlightSections(False)
        table.horizontalHeader().setDefaultAlignment(
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        )
        table.verticalHeader().hide()
        table.setShowGrid(False)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setTabKeyNavigation(False)
        for row, (text, hands) in enumerate(self._rows):
            table.setItem(row, 0, text)
            table.setItem(row, 1, hands)
        return table

    def _lay_out(self) -> None:
        editing = QHBoxLayout()
        label = QLabel(self.tr("&Keys:"))
        label.setBuddy(self.edit)
        editing.addWidget(label)
        editing.addWidget(self.edit, 1)
        editing.addWidget(self.default_button)
        foot = QHBoxLayout()
        foot.addWidget(self.all_defaults_button)
        foot.addWidget(close_button(self), 1)
        self.column.addWidget(self.search)
        self.column.addWidget(self.table, 1)
        self.column.addLayout(editing)
        self.column.addWidget(self.words)
        self.column.addLayout(foot)

    def _connect(self) -> None:
        self.search.textChanged.connect(self._on_search)
        self.search.left.connect(self.table.setFocus)
        self.table.currentCellChanged.connect(self._show_chosen)
        self.table.cellDoubleClicked.connect(self.edit.setFocus)
        self.edit.keySequenceChanged.connect(self._on_keys)
        self.default_button.clicked.connect(self._on_default)
        self.all_defaults_button.clicked.connect(self._on_all_defaults)
        self._show_keys()

    # -- what is shown --------------------------------------------------------------------------------------

    @property
    def _chosen(self) -> str:
        """The name of the command; empty for what the hand does."""
        row, names = self.table.currentRow(), self._keys.names
        return names[row] if 0 <= row < len(names) else ""

    def _show_keys(self) -> None:
        """Those that are not as they came are bold."""
        for name, (_, item) in zip(self._keys.names, self._rows, strict=False):
            item.setText(self._keys.keys_of(name).toString(QKeySequence.SequenceFormat.NativeText))
            font = item.font()
            font.setBold(name in self._keys.changed)
            item.setFont(font)
        self.all_defaults_button.setEnabled(bool(self._keys.changed))
        self._show_chosen()

    @Slot()
    def _show_chosen(self) -> None:
        name = self._chosen
        self.edit.blockSignals(True)
        self.edit.setKeySequence(self._keys.keys_of(name) if name else QKeySequence())
        self.edit.blockSignals(False)
        self.edit.setEnabled(bool(name))
        self.default_button.setEnabled(name in self._keys.changed)
        self._say("" if name else self.tr("This belongs to the hand and stays as it is."))

    def _say(self, words: str, *, is_refusal: bool = False) -> None:
        self.words.setText(words or self.tr("Choose a command, then press the keys it shall have."))
        self.words.setProperty("role", "error" if is_refusal else "dim")
        self.words.style().polish(self.words)

    @Slot(str)
    def _on_search(self, text: str) -> None:
        wanted = text.casefold().split()
        for row, (name, hands) in enumerate(self._rows):
            held = f"{name.text()} {hands.text()}".casefold()
            self.table.setRowHidden(row, not all(word in held for word in wanted))

    # -- what is changed ------------------------------------------------------------------------------------

    @Slot()
    def _on_keys(self) -> None:
        self._try(self.edit.keySequence().toString())

    @Slot()
    def _on_default(self) -> None:
        self._try(self._keys.default_of(self._chosen))

    @Slot()
    def _on_all_defaults(self) -> None:
        self._keep({})
        self._show_keys()

    def _try(self, keys: str) -> None:
        """What is another command's already is refused, and the keys stay as they were."""
        name = self._chosen
        trouble = self._keys.trouble_with(name, keys, self._menus)
        if not trouble:
            self._keep(self._keys.changed_with(name, keys))
        self._show_keys()
        if trouble:
            self._say(trouble, is_refusal=True)
