"""How the game of the two networks stands, and what goes wrong in it, in words."""

from __future__ import annotations

import math
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout

from desktop_app.collections.picture_box import PictureBox
from desktop_app.collections.tasks import rows_of_sample
from desktop_app.icons import Icons
from desktop_app.runs.dashboard import Figures
from desktop_app.runs.record import Record
from models.collection_requests import TrainCollection

NONE = "–"
PAIR_PX, ALARMING_PX = 36, 84
NAME_PX = 130
WORK = "work"  # by which the picture's comment names what is on its right
PAIR_RATIO = 2 + 1 / 16  # two squares, and a little between them
SEEN_ROWS = 5  # of a figure that jumps from row to row


class GameFigures(Figures):
    """The alarms stand above until they are over; each says what helps."""

    def __init__(self, icons: Icons) -> None:
        super().__init__()
        self.setObjectName("game_figures")
        self._values: dict[str, QLabel] = {}
        self._captions: dict[str, QLabel] = {}
        row = QHBoxLayout()
        row.setSpacing(14)
        for name, text, tip in (
            (
                "ahead",
                self.tr("tells works from made ones"),
                self.tr("How often the discriminator is right: 50 % is guessing, at 100 % nothing fools it"),
            ),
            (
                "right",
                self.tr("right of works | made | unseen"),
                self.tr(
                    "How often the discriminator is right: of works it learns from, of what is made, and of "
                    "works it has never seen. Far less of the unseen: it learns by heart"
                ),
            ),
            (
                "by_heart",
                self.tr("learnt by heart"),
                self.tr("How much less it likes works that it has never seen than those it learns from"),
            ),
            (
                "diversity",
                self.tr("diversity"),
                self.tr("How different what is made is, beside the works; below 50 % it collapses"),
            ),
            (
                "kid",
                self.tr("KID, Impasto loss network"),
                self.tr("How far what is made is from the works; 0 is not at all. With its 95 % interval"),
            ),
        ):
            value, caption = QLabel(NONE), QLabel(text)
            value.setObjectName(f"game_{name}")
            value.setAccessibleName(text)
            value.setProperty("role", "figure")
            caption.setProperty("role", "caption")
            for part in (value, caption):
                part.setToolTip(tip)
            cell = QGridLayout()
            cell.setVerticalSpacing(0)
            cell.addWidget(value, 0, 0)
            cell.addWidget(caption, 1, 0)
            self._values[name], self._captions[name] = value, caption
            row.addLayout(cell)
        row.addStretch(1)
        self.alarm = QFrame()
        self.alarm.setObjectName("notice_bar")
        self.alarm.setProperty("level", "warning")
        sign = QLabel()
        icons.put(sign, "warning", "warning")
        self.words = QLabel()
        self.words.setObjectName("alarm_words")
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.words.setWordWrap(True)
        inside = QHBoxLayout(self.alarm)
        inside.setContentsMargins(14, 8, 14, 8)
        inside.setSpacing(10)
        inside.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
        inside.addWidget(self.words, 1)
        self.rows = QLabel()
        self.rows.setObjectName("sample_rows")
        self.rows.setProperty("role", "caption")
        self.rows.setWordWrap(True)
        told = QVBoxLayout()
        told.setSpacing(8)
        told.addWidget(self.alarm)
        told.addLayout(row)
        told.addWidget(self.rows)
        told.addStretch(1)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(14)
        layout.addLayout(told, 1)
        layout.addLayout(self._make_pair())
        self.alarm.hide()

    def _make_pair(self) -> QVBoxLayout:
        self.pair, self.pair_words = PictureBox(), QLabel()
        self.pair_words.setTextFormat(Qt.TextFormat.PlainText)
        self.pair.setObjectName("nearest_pair")
        self.pair.setAccessibleName(self.tr("Left what is made, right the work that it is nearest to"))
        self.pair_words.setProperty("role", "caption")
        self._name_work("")
        for part in (self.pair, self.pair_words):
            part.hide()
        self._seen: tuple[Path, int] | None = None
        pair = QVBoxLayout()
        pair.setSpacing(2)
        pair.addWidget(self.pair)
        pair.addWidget(self.pair_words)
        pair.addStretch(1)
        return pair

    def _name_work(self, name: str) -> None:
        metrics = self.pair_words.fontMetrics()
        short = metrics.elidedText(name, Qt.TextElideMode.ElideMiddle, NAME_PX)
        self.pair_words.setText(self.tr("made | {work}").format(work=short or self.tr("nearest work")))
        tip = self.tr(
            "Left of the newest sample the one that is most like a work, right that work. Where both "
            "show the same, it is a copy"
        )
        for part in (self.pair, self.pair_words):
            part.setToolTip(f"{tip}\n{name}" if name else tip)

    def _show_pair(self, record: Record, is_alarming: bool) -> None:
        """Read again with each sample; larger while it matters."""
        path = record.nearest
        seen = (path, len(record.samples)) if path is not None else None
        if seen != self._seen:
            self._seen = seen
            image = QImage(str(path)) if path is not None else QImage()
            self.pair.show_image(None if image.isNull() else image)
            self._name_work(image.text(WORK))
            for part in (self.pair, self.pair_words):
                part.setVisible(not image.isNull())
        height = ALARMING_PX if is_alarming else PAIR_PX
        self.pair.setFixedSize(round(height * PAIR_RATIO), height)

    def show_record(self, record: Record) -> None:
        if isinstance(record.request, TrainCollection):
            self.rows.setText(rows_of_sample(record.request))
        words = "\n".join(event.text for event in record.alarms)
        if words != self.words.text():
            self.words.setText(words)
            self.words.setAccessibleName(words)
        self.alarm.setVisible(bool(words))
        self._show_pair(record, any(event.about == "memorisation" for event in record.alarms))
        kid, spread = self._lately(record, "kid"), self._lately(record, "kid_spread")
        texts = {name: _percent(self._lately(record, name)) for name in ("ahead", "by_heart", "diversity")}
        right = [self._lately(record, f"right_{of}") for of in ("real", "fake", "held_out")]
        texts["right"] = " | ".join(map(_percent, right))
        texts["kid"] = NONE if math.isnan(kid) else f"{kid:.3f} ± {spread:.3f}"
        self._explain_kid(is_wanting=math.isnan(kid) and texts["diversity"] != NONE)
        for name, text in texts.items():
            if self._values[name].text() != text:
                self._values[name].setText(text)

    def _explain_kid(self, *, is_wanting: bool) -> None:
        """That it is not given, where all else that is measured is."""
        caption = self.tr("KID, Impasto loss network")
        tip = self.tr("How far what is made is from the works; 0 is not at all. With its 95 % interval")
        if is_wanting:
            caption = self.tr("KID wants 16 pictures")
            tip = self.tr(
                "KID is given of at least 16 pictures. This training looks at fewer at a time, of which it "
                "would say nothing"
            )
        if self._captions["kid"].text() != caption:
            self._captions["kid"].setText(caption)
            self._values["kid"].setAccessibleName(caption)
            for part in (self._captions["kid"], self._values["kid"]):
                part.setToolTip(tip)

    @staticmethod
    def _lately(record: Record, name: str) -> float:
        values = record.curves.values(name)[-SEEN_ROWS:]
        values = values[~(values != values)]  # without gaps
        return float(values.mean()) if len(values) else math.nan


def _percent(value: float) -> str:
    return NONE if math.isnan(value) else f"{value:.0%}".replace("%", " %")
