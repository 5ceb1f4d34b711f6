"""One live session of the engine: what is wanted of it, and what it says. Knows no widget of the room."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, Literal

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QImage

from desktop_app.calls import Calls
from desktop_app.canvas.layer import image_of
from desktop_app.live.choice import OUTPUTS_PX, choice_of, kept
from desktop_app.live.delays import Delays
from desktop_app.live.mixing import Mixing
from desktop_app.live.places import free_name, show_folder
from desktop_app.live.styles import Styles
from desktop_app.settings import SettingsStore
from desktop_app.tickets import Ticket
from desktop_app.widgets.notice_bar import Message
from models.live_frames import FrameRing
from models.live_requests import (
    ChangeLive,
    GoodNews,
    HearLiveEnd,
    ListMicrophones,
    LiveFigures,
    LiveFrame,
    LiveSettings,
    OutputLost,
    PrepareLive,
    StartLive,
    TakeSnapshot,
)
from models.news import Cancelled, Done, Exported, Failed, News, Notice, Outcome, Saved

LARGEST_PX = max(OUTPUTS_PX)

Phase = Literal["off", "starting", "running", "ending"]


class LiveController(QObject):
    """Outlives the page that shows it. Whatever is set is remembered, and done at once while it runs."""

    changed = Signal()  # `choice`, `phase`, `film`
    frame_came = Signal()
    figures_came = Signal(object)  # LiveFigures
    waiting_changed = Signal()
    microphones_came = Signal(object, str)  # their names, or None and why they are not known
    said = Signal(object)  # Message

    def __init__(self, calls: Calls, settings: SettingsStore, shelf: Styles, parent: QObject) -> None:
        super().__init__(parent)
        self._calls, self.settings, self.shelf = calls, settings, shelf
        self.choice = choice_of(settings.current.live)
        self.phase: Phase = "off"
        self.film: Path | None = None  # that is being recorded
        self.is_waiting = False  # the source gives nothing
        self.trouble = ""  # and why, in words
        self._camera_names: dict[str, str] = {}  # by source
        self._opened_by: dict[str, str] = {}
        self.recorded_s = 0.0
        self._ticket: Ticket | None = None
        self._ring: FrameRing | None = None
        self._frame: LiveFrame | None = None
        self._image: tuple[int, QImage] | None = None
        self._missed = 0
        self.overtaken = 0  # frames that newer ones have overtaken on their way into the window
        self.delays = Delays()
        self._stills: set[Path] = set()  # that are being made
        self._lost_films: dict[Path, str] = {}  # why they ended by themselves
        self._unsaved: set[Path] = set()  # films with something in them, of whose end nobody has told
        self.compares, self.divide = False, 0.5  # and where, as a part of the width
        self.levels: tuple[float, ...] = ()  # of the sound, in the order of `BANDS` without the first
        self._is_original = self._starts_again = self._is_heard = False
        self._is_looking = False  # for microphones
        self._has_said_missing = False  # of the styles
        self._prepared: LiveSettings | None = None
        self.mixing = Mixing(self)
        shelf.changed.connect(self._on_shelf_changed)

    # -- what somebody wants --------------------------------------------------------------------------------

    def change(self, **values: Any) -> None:
        """Other values of `LiveChoice`."""
        choice = replace(self.choice, **values)
        if choice == self.choice:
            return
        self.choice = choice
        self.settings.change(live=kept(choice))
        self._tell()
        self.changed.emit()

    def choose_source(self, source: str, *, is_camera: bool) -> None:
        """A camera is a mirror at first, for the window; a film is not."""
        if source != self.choice.source:
            self.change(source=source, mirror=is_camera)

    def know_cameras(self, found: Mapping[str, str], opened_by: Mapping[str, str]) -> None:
        """By name → source, and the sources that the engine opens by another. All that are there now.

        What is asked of a camera goes with its name.
        """
        self._camera_names |= {source: name for name, source in found.items()}
        self._opened_by = dict(opened_by)
        self._tell()

    @property
    def camera_format(self) -> str:
        """What is asked of the camera that is chosen; nothing leaves it to the camera."""
        return dict(self.choice.formats).get(self._camera_name, "")

    def choose_camera_format(self, text: str) -> None:
        name = self._camera_name
        others = tuple(pair for pair in self.choice.formats if pair[0] != name)
        self.change(formats=(*others, (name, text)) if text else others)

    @property
    def _camera_name(self) -> str:
        return self._camera_names.get(self.choice.source, self.choice.source)

    def hold_original(self, is_held: bool) -> None:
        if is_held != self._is_original:
            self._is_original = is_held
            self._tell()

    def compare(self, is_wanted: bool) -> None:
        """The frame as it came on the left of a line, painted on its right."""
        if is_wanted != self.compares:
            self.compares = is_wanted
            self._tell()
            self.changed.emit()

    def divide_at(self, part: float) -> None:
        self.divide = min(max(part, 0.0), 1.0)
        self._tell()

    @property
    def original_part(self) -> float:
        return 1.0 if self._is_original else self.divide if self.compares else 0.0

    @Slot()
    def prepare(self) -> None:
        """What can be done before somebody starts, so that the first frame comes at once."""
        if self.phase != "off" or not self.mixing.playing:
            return
        settings = self._settings(None, 0.0)
        if settings != self._prepared:
            self._prepared = settings
            self._calls.ask(PrepareLive(settings), self._on_prepared, lane="live preparation")

    @Slot()
    def start(self) -> None:
        """Where styles are still being read it begins with the first that comes."""
        if self.phase == "ending":
            self._starts_again = True
        if self.phase != "off" or not self.choice.source:
            return
        self._set_phase("starting")
        self._begin()

    @Slot()
    def stop(self) -> None:
        self._starts_again = self._is_original = False
        if self._ticket is not None:
            self._set_phase("ending")
            self._calls.cancel(self._ticket)
        elif self.phase == "starting":
            self._set_phase("off")

    def record(self, film: Path) -> None:
        """To a new file; a name that is taken gets a number."""
        if self.phase == "running" and self.film is None:
            self.film, self.recorded_s = free_name(film, self._stills), 0.0
            self._lost_films.pop(self.film, None)
            self._tell()
            self.changed.emit()

    def end_recording(self) -> None:
        if self.film is not None:
            self.film = None
            self._tell()
            self.changed.emit()

    def take_snapshot(self, path: Path) -> None:
        if self.phase == "running":
            still = free_name(path, self._stills)
            self._stills.add(still)
            self._calls.ask(TakeSnapshot(still), partial(self._on_snapshot, still))

    def look_for_microphones(self) -> None:
        """Which are plugged in may be another answer each time."""
        if not self._is_looking:
            self._is_looking = True
            self._calls.ask(ListMicrophones(), self._on_microphones)

    # -- what is seen ---------------------------------------------------------------------------------------

    @property
    def image(self) -> QImage | None:
        """The newest frame, taken from the ring when it is first painted; frames nobody sees cost nothing."""
        frame, ring = self._frame, self._ring
        if frame is not None and ring is not None and (self._image is None or self._image[0] != frame.number):
            taken = ring.taken(frame, image_of)
            if taken is not None:
                self._image = frame.number, taken
            elif frame.slot is not None and frame.number != self._missed:
                self._missed = frame.number
                self.overtaken += 1
        return self._image[1] if self._image else None

    def note_painted(self) -> None:
        """The newest frame is on the screen."""
        if self._frame is not None:
            self.delays.note(self._frame)

    # -- the session ----------------------------------------------------------------------------------------

    def _begin(self) -> None:
        playing = self.mixing.playing
        if not playing:
            return  # `_on_shelf_changed` goes on
        if not self.choice.styles:
            self.change(styles=playing)
        self._ring = FrameRing.make(LARGEST_PX, LARGEST_PX)  # what is not written to takes no memory
        self._frame, self._image, self._is_heard, self.delays = None, None, False, Delays()
        self.overtaken = self._missed = 0
        settings = self._settings(None, self.original_part)
        self._asked = settings
        self._ticket = self._calls.ask(StartLive(settings, self._ring.place), self._on_end, self._on_news)
        self._has_said_missing = False
        self._say_missing()

    def _settings(self, film: Path | None, original_part: float) -> LiveSettings:
        """Of the choice, as far as it is there."""
        choice = replace(self.choice, styles=self.mixing.playing)
        settings = choice.settings(film, original_part, self._camera_name)
        return replace(settings, source=self._opened_by.get(choice.source, choice.source))

    def _tell(self) -> None:
        """Once the session is there; what was set before it was is told then."""
        if self._ticket is None or not self._is_heard or self.phase == "ending":
            return
        settings = self._settings(self.film, self.original_part)
        if settings != self._asked:
            self._asked = settings
            self._calls.ask(ChangeLive(settings), self._on_told, lane="live change")

    @Slot()
    def _on_shelf_changed(self) -> None:
        if self.phase == "starting" and self._ticket is None:
            self._begin()
        else:
            self._tell()  # one that was chosen may have come
            self._say_missing()

    def _say_missing(self) -> None:
        """Once, as soon as it is known."""
        words = self.mixing.words_on_missing() if self._ticket is not None else ""
        if words and not self._has_said_missing:
            self._has_said_missing = True
            self.said.emit(Message(words, "warning", stays=True, gives_way=True))

    def _on_prepared(self, outcome: Outcome) -> None:
        """What cannot be is said when somebody starts."""
        if not isinstance(outcome, Done):
            self._prepared = None

    def _on_told(self, outcome: Outcome) -> None:
        if isinstance(outcome, Failed) and self.phase == "running":
            self.said.emit(Message(outcome.message, "error"))

    def _on_news(self, news: News) -> None:
        if not self._is_heard:
            self._is_heard = True
            self._tell()
        self._hear(news)

    def _hear(self, news: News) -> None:
        match news:
            case LiveFrame():
                self._on_frame(news)
            case LiveFigures():
                self._on_figures(news)
            case OutputLost(text, film):
                self._on_output_lost(text, film)
            case GoodNews(text):
                self.said.emit(Message(text, "done", gives_way=True))
            case Notice(text):
                self.said.emit(Message(text, "warning", stays=True, gives_way=True))
            case Saved(path):
                self._on_saved(path)

    def _on_frame(self, frame: LiveFrame) -> None:
        before = 0 if self._frame is None else self._frame.number
        if frame.number > before:
            self.overtaken += frame.number - before - 1  # in the letter box
            self._frame, self.levels = frame, frame.levels
        if self.phase == "starting":
            self._set_phase("running")
        had_trouble = bool(self.trouble)
        self._set_waiting(False)
        if had_trouble:
            self.said.emit(Message(self.tr("The source gives pictures."), "done", gives_way=True))
        self.frame_came.emit()

    def _on_figures(self, figures: LiveFigures) -> None:
        if figures.trouble or (figures.source_fps == 0 and figures.fps == 0):
            self._set_waiting(True, self._calls.translate(figures.trouble) if figures.trouble else "")
        if self.film is not None and figures.recorded_s:
            self.recorded_s = figures.recorded_s
            self._unsaved.add(self.film)
        self.figures_came.emit(figures)

    def _on_output_lost(self, text: str, film: Path | None) -> None:
        """It is not wanted any more, so that it can be wanted again."""
        self.said.emit(Message(text, "error"))
        if film is None:
            self.change(virtual_camera=False)
            return
        self._lost_films[film] = text
        self._unsaved.discard(film)
        if film == self.film:
            self.end_recording()

    def _on_saved(self, path: Path) -> None:
        lost = self._lost_films.pop(path, "")
        self._unsaved.discard(path)
        text = self._words_on({path}) if lost else self.tr("Recorded {name}.").format(name=path.name)
        said = f"{lost} {text}".lstrip()
        self.said.emit(Message(said, "error" if lost else "done", *self._show(path)))

    def _words_on(self, films: Iterable[Path]) -> str:
        """Of films that nobody has ended: they play, as far as they go."""
        text = self.tr("What was recorded until then is in {name}.")
        return text.format(name=", ".join(sorted(film.name for film in films)))

    def _on_session_over(self, unsaved: set[Path], outcome: Outcome) -> None:
        """The session could say nothing any more; and a film that it did not name has no end yet, or none."""
        for news in outcome.result if isinstance(outcome, Done) else ():
            is_said = isinstance(news, Notice)
            self._hear(replace(news, text=self._calls.translate(news.text)) if is_said else news)
            unsaved.discard(news.path if isinstance(news, Saved) else Path())
        for film in unsaved - set(self._lost_films):
            self.said.emit(Message(self._words_on({film}), "warning", *self._show(film), stays=True))

    def _on_snapshot(self, still: Path, outcome: Outcome) -> None:
        self._stills.discard(still)
        match outcome:
            case Done(Exported(path)):
                text = self.tr("Saved {name}.").format(name=path.name)
                self.said.emit(Message(text, "done", *self._show(path)))
            case Failed(message):
                self.said.emit(Message(message, "error"))

    def _on_microphones(self, outcome: Outcome) -> None:
        self._is_looking = False
        match outcome:
            case Done(tuple() as names):
                self.microphones_came.emit(names, "")
            case Failed(message):  # the package is missing
                self.microphones_came.emit(None, message)

    def _show(self, path: Path) -> tuple[str, Callable[[], object]]:
        return self.tr("Show in Folder"), lambda: show_folder(path)

    def _on_end(self, outcome: Outcome) -> None:
        unsaved, self._unsaved = self._unsaved, set()
        has_film = self.film is not None or bool(unsaved)
        self.film, self._ticket = None, None
        if self._ring is not None:
            _ = self.image  # the last frame stays
            self._ring.close()
            self._ring = None
        self._set_waiting(False)
        self._set_phase("off")
        if isinstance(outcome, Failed):
            text = f"{outcome.message} {self._words_on(unsaved) if unsaved else ''}".rstrip()
            self.said.emit(Message(text, "error", self.tr("Start Again"), self.start))
        elif has_film and isinstance(outcome, Cancelled):
            self._calls.ask(HearLiveEnd(), partial(self._on_session_over, unsaved))
        if self._starts_again:
            self._starts_again = False
            self.start()

    def _set_phase(self, phase: Phase) -> None:
        if phase != self.phase:
            self.phase = phase
            self.changed.emit()

    def _set_waiting(self, is_waiting: bool, trouble: str = "") -> None:
        if (is_waiting, trouble) != (self.is_waiting, self.trouble):
            self.is_waiting, self.trouble = is_waiting, trouble
            self.waiting_changed.emit()
