"""What was found, as a table of pictures or as the distance of two folders."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QFont, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QLabel,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from desktop_app.widgets.labels import explanation
from models.judgement import MEASURES, NAME, Comparison, Measure, Report, medians, worst_tenths

translate = QCoreApplication.translate
NAME_PX = 220  # of a name, before figures have to scroll


def title_of(measure: Measure) -> str:
    """In the language of the window."""
    return {
        "gap": translate("Judge", "Gap closed"),
        "style": translate("Judge", "Style"),
        "content": translate("Judge", "Content"),
        "perceptual": translate("Judge", "Perceptual"),
        "ssim": "SSIM",
        "psnr_db": "PSNR (dB)",
        "mse": "MSE",
        "clipped": translate("Judge", "Clipped"),
    }[measure.field]


def features_of(measure: Measure) -> list[str]:
    """The features it was taken on, as narrow lines under its title; none of a measure of pixels."""
    return NAME.split(" ", 1) if measure.by_network else []


def meaning_of(measure: Measure) -> str:
    """What a reader of the figure must know."""
    said = {
        "gap": translate("Judge", "How far it has come from its photo to its style. 1: all the way."),
        "style": translate("Judge", "Distance from the style picture. 0: the same strokes and colours."),
        "content": translate("Judge", "Distance from the photo in what is seen. 0: the same; 1: unrelated."),
        "perceptual": translate("Judge", "How different from the photo it looks. 0: the same."),
        "ssim": translate("Judge", "Structural similarity to the photo. 1: the same."),
        "psnr_db": translate("Judge", "Peak signal-to-noise ratio against the photo, in decibels."),
        "mse": translate("Judge", "Mean squared error against the photo, colours from 0 to 1."),
        "clipped": translate("Judge", "Share of pixels at the end of the range, beyond the style's own."),
    }[measure.field]
    better = (
        translate("Judge", "Higher is nearer.")
        if measure.high_is_good
        else translate("Judge", "Lower is nearer.")
    )
    features = translate("Judge", "Taken on the features of the {network}.").format(network=NAME)
    return "\n".join([said, better, *([features] if measure.by_network else [])])


class PairsTable(QTableWidget):
    """A line for each picture; of several, medians and the worst tenth first."""

    def __init__(self) -> None:
        super().__init__(0, 1 + len(MEASURES))
        self.setObjectName("judge_table")
        self.setAccessibleName(translate("Judge", "Figures of each picture"))
        first = QTableWidgetItem(translate("Judge", "Picture"))
        first.setTextAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.setHorizontalHeaderItem(0, first)
        for column, measure in enumerate(MEASURES, 1):
            heading = QTableWidgetItem("\n".join([title_of(measure), *features_of(measure)]))
            heading.setToolTip(meaning_of(measure))
            self.setHorizontalHeaderItem(column, heading)
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setHighlightSections(False)
        header.setMinimumSectionSize(64)
        self.verticalHeader().hide()
        self.setShowGrid(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Names take what is left over, and scroll away where nothing is."""
        super().resizeEvent(event)
        self._share_out()

    def _share_out(self) -> None:
        figures = sum(self.sizeHintForColumn(column) for column in range(1, self.columnCount()))
        is_tight = self.viewport().width() < figures + NAME_PX
        mode = QHeaderView.ResizeMode.ResizeToContents if is_tight else QHeaderView.ResizeMode.Stretch
        self.horizontalHeader().setSectionResizeMode(0, mode)

    def show_report(self, report: Report) -> None:
        self.setRowCount(0)
        if len(report.scored) > 1:
            for title, figures in (
                (translate("Judge", "Median"), medians(report.scored)),
                (translate("Judge", "Worst tenth"), worst_tenths(report.scored)),
            ):
                self._add(title, [m.text(figures[m.field]) for m in MEASURES], is_summary=True)
        for one in report.scored:
            figures_of = [m.text(m.of(one.scores)) for m in MEASURES]
            self._add(one.pair.out.name, figures_of, "\n".join([str(one.pair.out), *one.remarks]))
        for pair, why in report.failed:
            self._add(pair.out.name, ["–"] * len(MEASURES), why)
        self._share_out()

    def _add(self, name: str, figures: Sequence[str], tip: str = "", *, is_summary: bool = False) -> None:
        row = self.rowCount()
        self.insertRow(row)
        for column, text in enumerate([name, *figures]):
            item = QTableWidgetItem(text)
            item.setToolTip(tip)
            if column:
                item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            if is_summary:
                font = QFont(self.font())
                font.setBold(True)
                item.setFont(font)
            self.setItem(row, column, item)


class FoldersView(QWidget):
    """KID with its interval, FID, and what must be said about them."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("judge_folders")
        self._kid, self._fid = QLabel(), QLabel()
        for label in (self._kid, self._fid):
            label.setProperty("role", "title")
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._interval, self._remarks = explanation(), explanation()
        column = QVBoxLayout(self)
        column.setContentsMargins(4, 8, 4, 8)
        column.setSpacing(6)
        column.addWidget(self._kid)
        column.addWidget(self._interval)
        column.addSpacing(12)
        column.addWidget(self._fid)
        column.addWidget(self._remarks)
        column.addStretch(1)

    def show_comparison(self, found: Comparison) -> None:
        kid = found.kid
        self._kid.setText(f"KID ({NAME})  {kid.value:.4f}")
        between = translate("Judge", "95 % interval: {low} to {high}. Near 0: one kind.")
        self._interval.setText(between.format(low=f"{kid.low:.4f}", high=f"{kid.high:.4f}"))
        self._fid.setText(f"FID ({NAME})  {found.fid:.2f}")
        counts = translate("Judge", "{first} and {second} pictures.").format(
            first=found.counts[0], second=found.counts[1]
        )
        self._remarks.setText("\n".join([counts, *found.remarks, *found.failed]))
