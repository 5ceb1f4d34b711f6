"""What the next training will be: its pictures, its photographs, and what is wanted of it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QImage

from desktop_app.calls import Calls
from desktop_app.canvas.layer import image_of
from desktop_app.runs.places import free_places, keep_mask, place_for_photo
from desktop_app.settings import SettingsStore
from desktop_app.tickets import Ticket
from models.live_requests import TakePhoto
from models.news import Cancelled, Done, Failed, News, OpenedStyle, Outcome, Preview, Progress
from models.requests import OpenPicture, OpenStyle
from models.style_parts import DEPTHS, MINUTES_FROM_NOTHING, OWN, USUAL_MINUTES
from models.training_news import PhotosReport, Sheet
from models.training_requests import (
    CheckPhotos,
    Rehearse,
    ShowCrops,
    Sliders,
    StopWhen,
    StylePicture,
    TrainStyle,
)

THUMBNAIL_PX = 192
MOST_SAMPLES = 4  # stand beside one another in the filmstrip
NOWHERE = Path()


class Drafting(QObject):
    """`request` is the draft; its places are chosen when it is begun."""

    changed = Signal()
    photos_changed = Signal()  # `report`, or how far it is
    sheet_changed = Signal()
    failed = Signal(str, str)  # in words, and what they speak of: pictures, photos, samples or sheet
    mended = Signal(str)

    def __init__(self, calls: Calls, settings: SettingsStore, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._calls, self._settings = calls, settings
        known = settings.current
        self.request = TrainStyle(
            (),
            NOWHERE,
            NOWHERE,
            NOWHERE,
            stop=StopWhen(minutes=USUAL_MINUTES["style"]),
            author=known.train_author,
            licence=known.train_licence,
        )
        self.images: dict[Path, QImage] = {}
        self.report: PhotosReport | None = None
        self.checking: Progress | None = None
        self.sheet: Sheet | None = None
        self.sheet_image: QImage | None = None
        self.sheet_kind = ""  # "crops" or "rehearsal"
        self.sheet_progress: Progress | None = None
        self._sheet_ticket: Ticket | None = None
        self._has_own_name = self._has_own_stop = False
        self._check_ticket: Ticket | None = None
        self.is_photographing = False

    @property
    def has_photos(self) -> bool:
        return self.request.photos != NOWHERE

    @property
    def is_complete(self) -> bool:
        has_photos = self.has_photos and self.report and self.report.used
        return bool(self.request.pictures and has_photos and self.learnt_parts)

    @property
    def learnt_parts(self) -> tuple[str, ...]:
        return DEPTHS.get(self.request.depth, self.request.learn)

    def change(self, **values: Any) -> None:
        """Takes new values of the fields of `TrainStyle`; a depth brings its time until another is chosen."""
        self.request = replace(self.request, **values)
        self._has_own_stop = self._has_own_stop or "stop" in values
        if not self._has_own_stop and ("depth" in values or "fresh" in values):
            self.request = replace(self.request, stop=_usual_stop(self.request))
        if "name" in values:
            self._has_own_name = bool(values["name"])
        self.changed.emit()

    def set_slider(self, name: str, value: float) -> None:
        self.change(sliders=replace(self.request.sliders, **{name: value}))

    @property
    def overrides(self) -> dict[str, Any]:
        """Parts of the recipe that are set by hand, as JSON has them; those of a command may be any."""
        try:
            found = json.loads(self.request.recipe or "{}")
        except ValueError:
            return {}
        return found if isinstance(found, dict) else {}

    def override(self, name: str, value: float | None) -> None:
        """Sets a number of the recipe by hand; None leaves it to the sliders and the plan again."""
        others = {known: number for known, number in self.overrides.items() if known != name}
        if value is not None:
            others[name] = value
        self.change(recipe=json.dumps(others) if others else "")

    def make_request(self, taken: frozenset[Path]) -> TrainStyle:
        """The draft with places of its own; OSError where there can be none. `with_kept_masks` comes next."""
        run, style = free_places(self.request.name, taken)
        for folder in (run.parent, style.parent):
            folder.mkdir(parents=True, exist_ok=True)
        self._settings.change(train_author=self.request.author, train_licence=self.request.licence)
        return replace(self.request, run=run, style=style)

    # -- style pictures -------------------------------------------------------------------------------------

    def add_pictures(self, paths: Iterable[Path]) -> None:
        """The engine looks at each; what it cannot read as a picture is refused in words."""
        for path in paths:
            path = path.absolute()
            if all(picture.path != path for picture in self.request.pictures):
                self._calls.ask(OpenStyle(str(path), THUMBNAIL_PX), partial(self._on_picture, path))

    def _on_picture(self, path: Path, outcome: Outcome) -> None:
        if isinstance(outcome, Failed):
            self.failed.emit(outcome.message, "pictures")
        elif isinstance(outcome, Done) and isinstance(outcome.result, OpenedStyle):
            if outcome.result.kind != "picture":
                text = self.tr("“{name}” is a finished style. Choose a picture to learn from.")
                self.failed.emit(text.format(name=path.name), "pictures")
                return
            self.mended.emit("pictures")
            self.images[path] = image_of(outcome.result.rgb_hwc)
            if all(picture.path != path for picture in self.request.pictures):
                self._settings.change(style_folder=str(path.parent))
                self._take_pictures((*self.request.pictures, StylePicture(path)))

    def remove_picture(self, path: Path) -> None:
        self._take_pictures(tuple(one for one in self.request.pictures if one.path != path))

    def picture(self, path: Path) -> StylePicture | None:
        return next((one for one in self.request.pictures if one.path == path), None)

    def change_picture(self, path: Path, **values: Any) -> None:
        """Takes new values of the fields of `StylePicture`."""
        pictures = self.request.pictures
        changed = tuple(replace(one, **values) if one.path == path else one for one in pictures)
        if changed != pictures:
            self._take_pictures(changed)

    def _take_pictures(self, pictures: tuple[StylePicture, ...]) -> None:
        name = self.request.name
        if not self._has_own_name:
            name = in_words(pictures[0].path.stem) if pictures else ""
        self.request = replace(self.request, pictures=pictures, name=name)
        self.changed.emit()

    # -- photographs ----------------------------------------------------------------------------------------

    def choose_photos(self, folder: Path) -> None:
        folder = folder.absolute()
        self.mended.emit("photos")
        self.report, self.checking = None, Progress(0, 1)
        self._settings.change(train_photos=str(folder))
        self.change(photos=folder)
        self.photos_changed.emit()
        self._calls.cancel(self._check_ticket)  # nobody waits for what a folder before it has
        self._check_ticket = self._calls.ask(
            CheckPhotos(folder),
            partial(self._on_checked, folder),
            partial(self._on_checking, folder),
            "photos",
        )

    def _on_checking(self, folder: Path, news: News) -> None:
        if isinstance(news, Progress) and folder == self.request.photos:
            self.checking = news
            self.photos_changed.emit()

    def _on_checked(self, folder: Path, outcome: Outcome) -> None:
        if folder != self.request.photos or isinstance(outcome, Cancelled):
            return
        self.checking = None
        if isinstance(outcome, Done) and isinstance(outcome.result, PhotosReport):
            report = outcome.result
            left_out = tuple(
                replace(one, reason=self._calls.translate(one.reason)) for one in report.left_out
            )
            self.report = replace(report, left_out=left_out, advice=self._calls.translate(report.advice))
        else:
            self.request = replace(self.request, photos=NOWHERE)
            if isinstance(outcome, Failed):
                self.failed.emit(outcome.message, "photos")
        self.photos_changed.emit()
        self.changed.emit()

    # -- what it is watched on ------------------------------------------------------------------------------

    def watch_on(self, paths: Iterable[Path]) -> None:
        """These photographs instead of those so far; the engine looks at each."""
        chosen = list(dict.fromkeys(path.absolute() for path in paths))
        self.mended.emit("samples")
        self.change(samples=())
        for path in chosen[:MOST_SAMPLES]:
            self._calls.ask(OpenPicture(path, THUMBNAIL_PX), partial(self._on_sample, path))
        if len(chosen) > MOST_SAMPLES:
            text = self.tr("A training is watched on {count} photographs at most: the first ones are taken.")
            self.failed.emit(text.format(count=MOST_SAMPLES), "samples")

    @Slot()
    def watch_on_the_folder(self) -> None:
        self.watch_on(())

    def _on_sample(self, path: Path, outcome: Outcome) -> None:
        known = self.request.samples
        if isinstance(outcome, Failed):
            self.failed.emit(outcome.message, "samples")
        elif isinstance(outcome, Done) and path not in known and len(known) < MOST_SAMPLES:
            self.change(samples=(*known, path))

    def photograph(self, camera: str) -> None:
        """What this camera sees now is one more of them; the file stays as long as runs do."""
        if len(self.request.samples) >= MOST_SAMPLES:
            text = self.tr("A training is watched on {count} photographs at most. Take those away first.")
            self.failed.emit(text.format(count=MOST_SAMPLES), "samples")
            return
        self.mended.emit("samples")
        try:
            path = place_for_photo()
        except OSError as error:
            text = self.tr("No photograph can be kept: {reason}. Make room or check the disk.")
            self.failed.emit(text.format(reason=error.strerror), "samples")
            return
        self.is_photographing = True
        self.changed.emit()
        self._calls.ask(TakePhoto(camera, path), partial(self._on_photographed, path))

    def _on_photographed(self, path: Path, outcome: Outcome) -> None:
        self.is_photographing = False
        self.changed.emit()
        self._on_sample(path, outcome)

    # -- sheets beforehand ----------------------------------------------------------------------------------

    def show_crops(self) -> None:
        """What the network will see of the photographs."""
        files = tuple(self.report.used) if self.report else ()
        self._ask_for_sheet("crops", ShowCrops(self.request.photos, files=files))

    def rehearse(self, photo: Path) -> None:
        """Nine small paintings; choosing one of them sets the sliders."""
        self._ask_for_sheet("rehearsal", Rehearse(self.request.pictures, photo, sliders=self.request.sliders))

    def take_tile(self, row: int, column: int) -> None:
        """The strength and the brush of a tile of the rehearsal."""
        if self.sheet is not None and self.sheet_kind == "rehearsal":
            strength, brush = self.sheet.rows[row], self.sheet.columns[column]
            self.change(sliders=replace(self.request.sliders, strength=strength, brush=brush))

    def close_sheet(self) -> None:
        self._calls.cancel(self._sheet_ticket)
        self._sheet_ticket = self.sheet = self.sheet_image = self.sheet_progress = None
        self.sheet_kind = ""
        self.sheet_changed.emit()

    def _ask_for_sheet(self, kind: str, request: ShowCrops | Rehearse) -> None:
        self.close_sheet()
        self.mended.emit("sheet")
        self.sheet_kind, self.sheet_progress = kind, Progress(0, 1)
        ticket = self._calls.ask(
            request, lambda outcome: self._on_sheet(ticket, outcome), lambda news: self._on_tile(ticket, news)
        )
        self._sheet_ticket = ticket
        self.sheet_changed.emit()

    def _on_tile(self, ticket: Ticket, news: News) -> None:
        if ticket is not self._sheet_ticket:
            return
        if isinstance(news, Preview):
            self.sheet_image = image_of(news.rgb_hwc)
        elif isinstance(news, Progress):
            self.sheet_progress = news
        self.sheet_changed.emit()

    def _on_sheet(self, ticket: Ticket, outcome: Outcome) -> None:
        if ticket is not self._sheet_ticket:
            return
        self._sheet_ticket = self.sheet_progress = None
        if isinstance(outcome, Done) and isinstance(outcome.result, Sheet):
            self.sheet = outcome.result
            self.sheet_image = image_of(outcome.result.rgb_hwc)
            self.sheet_changed.emit()
            return
        self.close_sheet()
        if isinstance(outcome, Failed):
            self.failed.emit(outcome.message, "sheet")

    def take_over(self, request: TrainStyle, parent: Path) -> None:
        """A fork: what another run was begun with, from one of its snapshots."""
        self._take(replace(request, parent=parent))
        self.choose_photos(request.photos)

    def _take(self, request: TrainStyle) -> None:
        self._has_own_name = True
        self._has_own_stop = request.depth == OWN or request.stop != _usual_stop(request)
        self.request = replace(request, run=NOWHERE, style=NOWHERE)
        for picture in request.pictures:
            if picture.path not in self.images:
                self._calls.ask(
                    OpenStyle(str(picture.path), THUMBNAIL_PX), partial(self._on_known_picture, picture.path)
                )

    def _on_known_picture(self, path: Path, outcome: Outcome) -> None:
        if isinstance(outcome, Done) and isinstance(outcome.result, OpenedStyle):
            self.images[path] = image_of(outcome.result.rgb_hwc)
        elif isinstance(outcome, Failed):
            self.remove_picture(path)
            self.failed.emit(outcome.message, "pictures")
        self.changed.emit()

    @property
    def is_untouched(self) -> bool:
        return not self.request.pictures

    def restore(self, request: TrainStyle) -> None:
        """A draft as it was, of an earlier sitting or before another one took its place."""
        self._take(request)
        first = next(iter(request.pictures), None)
        self._has_own_name = bool(request.name) and (
            first is None or request.name != in_words(first.path.stem)
        )
        if self.has_photos:
            self.choose_photos(request.photos)
        else:
            self.changed.emit()

    def take_back(self, request: TrainStyle) -> None:
        """One that has learnt nothing yet: nothing that was chosen for it is lost."""
        is_looked_into = request.photos == self.request.photos and self.report is not None
        self._take(request)
        if is_looked_into:
            self.changed.emit()
        else:
            self.choose_photos(request.photos)

    def begin_anew(self) -> None:
        """After a start: the same photographs and wishes, no pictures, no parent."""
        self._has_own_name = False
        self.request = replace(self.request, pictures=(), name="", parent=None, sliders=Sliders(), recipe="")
        self.changed.emit()


def _usual_stop(request: TrainStyle) -> StopWhen:
    """What suffices for its depth; as it is where somebody has chosen the parts."""
    if request.depth not in USUAL_MINUTES:
        return request.stop
    return StopWhen(minutes=MINUTES_FROM_NOTHING if request.fresh else USUAL_MINUTES[request.depth])


def with_kept_masks(request: TrainStyle) -> TrainStyle:
    """For any thread; FileError where they cannot be kept."""
    pictures = tuple(replace(one, exclude=keep_mask(one.exclude)) for one in request.pictures)
    return replace(request, pictures=pictures)


def in_words(name: str) -> str:
    """ "great_wave" is "Great wave"."""
    words = name.replace("_", " ").replace("-", " ").strip()
    return words[:1].upper() + words[1:]
