"""What is to be judged, what was found, and the questions to the engine between them."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Literal

from PySide6.QtCore import QObject, QTemporaryDir, Signal, Slot
from PySide6.QtGui import QImage

from desktop_app.calls import Calls
from desktop_app.canvas.layer import png_of
from desktop_app.document.background import Background
from desktop_app.tickets import Ticket
from desktop_app.widgets.notice_bar import Message
from models.atomic import write_bytes
from models.judgement import Comparison, Report
from models.judging_requests import JudgingRequest, MeasureFolders, MeasurePairs, WriteJudgement
from models.news import Done, Failed, FileError, News, Notice, Outcome, Progress

Kind = Literal["pairs", "folders"]
LANE = "judging"


@dataclass(frozen=True)
class Wish:
    """What somebody laid on the table. Of two folders there are two trays, of pairs three."""

    kind: Kind = "pairs"
    trays: tuple[tuple[Path, ...], ...] = field(default=((), (), ()))

    @property
    def request(self) -> JudgingRequest | None:
        """None while something is missing."""
        if self.kind == "pairs":
            outs, photos, styles = self.trays
            return MeasurePairs(outs, photos, styles) if outs and photos else None
        first, second = self.trays[0], self.trays[1]
        return MeasureFolders(first[0], second[0]) if first and second else None


@dataclass(frozen=True)
class _Found:
    """What the engine found, as files have it, and as the window says it."""

    request: JudgingRequest
    result: Report | Comparison
    shown: Report | Comparison


class JudgeController(QObject):
    """One measurement at a time; another one ends it."""

    changed = Signal()  # the wish, what was found, or whether something is being measured
    progressed = Signal(object)  # Progress
    said = Signal(object)  # Message

    def __init__(self, calls: Calls, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._calls = calls
        self._wishes: dict[Kind, Wish] = {"pairs": Wish(), "folders": Wish("folders")}
        self._found: dict[Kind, _Found] = {}
        self._ticket: Ticket | None = None
        self._folder = QTemporaryDir()
        self._numbers = itertools.count(1)
        self._background = Background(self)
        self.kind: Kind = "pairs"

    @property
    def wish(self) -> Wish:
        return self._wishes[self.kind]

    @property
    def found(self) -> Report | Comparison | None:
        """What was measured last of this kind."""
        found = self._found.get(self.kind)
        return found.shown if found else None

    @property
    def is_stale(self) -> bool:
        """Whether what lies there now is not what was measured."""
        found = self._found.get(self.kind)
        return found is not None and found.request != self.wish.request

    @property
    def is_measuring(self) -> bool:
        return self._ticket is not None

    def show_kind(self, kind: Kind) -> None:
        self.kind = kind
        self.changed.emit()

    def put(self, tray: int, paths: Sequence[Path], *, adds: bool = False) -> None:
        """A folder stands alone in its tray; pictures may be added to others."""
        folders = [path for path in paths if path.is_dir()]
        if self.kind == "folders" and not folders and paths:
            self.said.emit(Message(self.tr("Two folders are compared here. Drop a folder."), "warning"))
            return
        before = [path for path in self.wish.trays[tray] if adds and not path.is_dir()]
        now = folders[:1] or [*before, *(path for path in paths if path not in before)]
        trays = [*self.wish.trays]
        trays[tray] = tuple(now)
        self._wishes[self.kind] = replace(self.wish, trays=tuple(trays))
        self.changed.emit()

    def judge(self, image: QImage, photo: Path, style: Path | None) -> None:
        """Measures a picture that lies in no file yet, such as the one that is seen in Stylize."""
        self.kind = "pairs"
        path = Path(self._folder.filePath(f"{photo.stem}-{next(self._numbers)}.png"))
        styles = () if style is None else (style,)
        self._wishes["pairs"] = wish = Wish(trays=((path,), (photo,), styles))
        self._background.run(partial(_write, image, path), partial(self._on_kept, wish))

    def _on_kept(self, wish: Wish, result: FileError | None) -> None:
        """Somebody may have gone to the folders meanwhile, or laid out something else."""
        if isinstance(result, FileError):
            self.said.emit(Message(str(result), "error"))
        elif self._wishes["pairs"] is wish:
            self._measure(wish)

    def measure(self) -> None:
        """Nothing happens while something is missing."""
        self._measure(self.wish)

    def _measure(self, wish: Wish) -> None:
        request = wish.request
        if request is None:
            return
        self._calls.cancel(self._ticket)
        self._ticket = ticket = self._calls.ask(
            request,
            lambda outcome: self._on_measured(ticket, wish.kind, request, outcome),
            self._on_news,
            LANE,
        )
        self.changed.emit()

    @Slot()
    def stop(self) -> None:
        self._calls.cancel(self._ticket)

    def write(self, path: Path) -> None:
        """What was found, as a sheet or as figures: the end of the name says which."""
        found = self._found.get(self.kind)
        if found is None:
            return
        asked = found.request
        folders = (asked.first, asked.second) if isinstance(asked, MeasureFolders) else None
        request = WriteJudgement(found.result, path, folders)
        self._calls.ask(request, partial(self._on_written, path), self._on_news)

    def _on_news(self, news: News) -> None:
        if isinstance(news, Notice):
            self.said.emit(Message(news.text, "warning"))
        elif isinstance(news, Progress):
            self.progressed.emit(news)

    def _on_measured(self, ticket: Ticket, kind: Kind, request: JudgingRequest, outcome: Outcome) -> None:
        if ticket is not self._ticket:
            return
        self._ticket = None
        if isinstance(outcome, Done) and isinstance(outcome.result, Report | Comparison):
            result = outcome.result
            self._found[kind] = _Found(request, result, self._in_the_windows_words(result))
        elif isinstance(outcome, Failed):
            self.said.emit(Message(outcome.message, "error"))
        self.changed.emit()

    def _in_the_windows_words(self, found: Report | Comparison) -> Report | Comparison:
        say = self._calls.translate
        if isinstance(found, Comparison):
            return replace(
                found, remarks=tuple(map(say, found.remarks)), failed=tuple(map(say, found.failed))
            )
        scored = tuple(replace(one, remarks=tuple(map(say, one.remarks))) for one in found.scored)
        failed = tuple((pair, say(why)) for pair, why in found.failed)
        return replace(found, scored=scored, failed=failed)

    def _on_written(self, path: Path, outcome: Outcome) -> None:
        if isinstance(outcome, Done):
            self.said.emit(Message(self.tr("Saved {name}").format(name=path.name), "done"))
        elif isinstance(outcome, Failed):
            self.said.emit(Message(outcome.message, "error"))


def _write(image: QImage, path: Path) -> None:
    write_bytes(path, png_of(image))
