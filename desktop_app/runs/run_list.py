"""The runs as a tree: each below the one that it began from."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from PySide6.QtCore import QModelIndex, QSignalBlocker, Qt, Signal, Slot
from PySide6.QtWidgets import QHeaderView, QTreeWidget, QTreeWidgetItem, QWidget

RUN = Qt.ItemDataRole.UserRole


class RunList(QTreeWidget):
    """A tick draws the curves of a run behind those of the one that is chosen."""

    run_chosen = Signal(object)  # Path
    overlay_wanted = Signal(object, bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("run_list")
        self.setAccessibleName(self.tr("Trainings"))
        self.setHeaderHidden(True)
        self.setIndentation(14)
        self.setUniformRowHeights(False)
        self.header().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self._items: dict[Path, QTreeWidgetItem] = {}
        self._known: tuple[tuple[Path, str, str, Path | None], ...] = ()
        self.currentItemChanged.connect(self._on_current_changed)
        self.itemChanged.connect(self._on_item_changed)

    def show_runs(self, runs: Iterable[tuple[Path, str, str, Path | None]], ticked: Iterable[Path]) -> None:
        """Of each its folder, its name, what is said of it, and the folder of its parent."""
        known, marked = tuple(runs), set(ticked)
        if known == self._known:
            return
        chosen = self.chosen_run
        self._known = known
        with QSignalBlocker(self):
            self.clear()
            self._items = {run: QTreeWidgetItem() for run, *_ in known}
            for run, name, said, parent in known:
                item = self._items[run]
                item.setText(0, f"{name}\n{said}")
                item.setToolTip(0, f"{name} · {said}\n" + self.tr("Ticked: its curves are drawn as well"))
                item.setData(0, RUN, run)
                item.setCheckState(0, Qt.CheckState.Checked if run in marked else Qt.CheckState.Unchecked)
                above = self._items.get(parent) if parent is not None and parent != run else None
                if above is None or _is_below(above, item):
                    self.addTopLevelItem(item)
                else:
                    above.addChild(item)
            self.expandAll()
            self.choose(chosen)

    @property
    def chosen_run(self) -> Path | None:
        item = self.currentItem()
        run = item.data(0, RUN) if item else None
        return run if isinstance(run, Path) else None

    def choose(self, run: Path | None) -> None:
        """Without a signal."""
        with QSignalBlocker(self):
            item = self._items.get(run) if run else None
            if item is None:
                self.setCurrentIndex(QModelIndex())
                self.clearSelection()
            else:
                self.setCurrentItem(item)

    @Slot()
    def _on_current_changed(self) -> None:
        if (run := self.chosen_run) is not None:
            self.run_chosen.emit(run)

    @Slot(QTreeWidgetItem, int)
    def _on_item_changed(self, item: QTreeWidgetItem, _column: int) -> None:
        self.overlay_wanted.emit(item.data(0, RUN), item.checkState(0) == Qt.CheckState.Checked)


def _is_below(item: QTreeWidgetItem, other: QTreeWidgetItem) -> bool:
    """Whether `item` already hangs below `other`: folders that name each other as parents are no tree."""
    above: QTreeWidgetItem | None = item
    while above is not None:
        if above is other:
            return True
        above = above.parent()
    return False
