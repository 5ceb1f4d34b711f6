"""What the next collection will become: its folder, its task, and what is known of the folder."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from desktop_app.calls import Calls
from desktop_app.canvas.layer import image_of
from desktop_app.collections.latest import Latest
from desktop_app.collections.tasks import chosen_in, words_of
from desktop_app.runs.places import free_places
from desktop_app.settings import SettingsStore
from desktop_app.tickets import Ticket
from models.collection_requests import (
    TASKS,
    CheckCollection,
    CheckPairs,
    CollectionTask,
    TimeTraining,
    TrainCollection,
)
from models.games import NO_TERMS
from models.news import Cancelled, Done, Failed, News, OpenedPicture, Outcome, Progress
from models.requests import OpenPicture
from models.style_parts import DEPTHS, OWN, PARTS
from models.training_news import CollectionReport, PairsReport, PhotosReport, Sheet, TrainingTime
from models.training_requests import CheckPhotos, ShowCrops, StopWhen

MINUTES = 40.0
NOWHERE = Path()
OPENED_PX = 1024
PAINTING: tuple[CollectionTask, ...] = ("few-shot", "conditional")  # with the network that ships
USUAL_DEPTH = "style"
TASKS_OF: dict[str, tuple[CollectionTask, ...]] = {
    **dict.fromkeys(("depth", "learn"), PAINTING),
    **dict.fromkeys(("tileable", "generator"), ("imagine",)),
    **dict.fromkeys(("backbone", "scales"), ("unpaired", "paired")),
    "method": ("unpaired",),
}


class Drafting(QObject):
    """`request` is the draft; its places are chosen when it is begun."""

    changed = Signal()
    looked = Signal()  # `report`, `pairs`, `time`, `crops`, or how far the look into the folder is
    opened = Signal(object, object, str)  # a file; its picture, or None and why not
    failed = Signal(str, str)  # in words, and what they speak of: works
    mended = Signal(str)

    def __init__(self, calls: Calls, settings: SettingsStore, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._calls, self._settings = calls, settings
        known = settings.current
        self.request = TrainCollection(
            "few-shot",
            NOWHERE,
            NOWHERE,
            NOWHERE,
            Path(known.train_photos) if known.train_photos else None,
            stop=StopWhen(minutes=MINUTES),
            author=known.train_author,
            licence=known.train_licence,
        )
        self.report: CollectionReport | None = None
        self._time = Latest[TimeTraining, TrainingTime](calls, "time", _time_in, self.looked.emit)
        self._pairs = Latest[CheckPairs, PairsReport](calls, "pairs", _pairs_in, self._on_pairs)
        self._photos = Latest[CheckPhotos, PhotosReport](calls, "photos", _photos_in, self._on_photos)
        self.checking: Progress | None = None
        self._check_ticket: Ticket | None = None
        self.crops: QImage | None = None
        self.thumbnails: dict[Path, QImage] = {}
        self._has_own_name = self._has_own_task = False

    @property
    def time(self) -> TrainingTime | None:
        """How long the chosen task takes here, once that is measured."""
        return self._time.answer

    @property
    def pairs(self) -> PairsReport | None:
        """Of the chosen folders, where the task learns from pairs."""
        return self._pairs.answer

    @property
    def photos(self) -> PhotosReport | None:
        """Of the folder of photographs, where the task paints some; nothing used: and why not."""
        return self._photos.answer

    # -- what is missing ------------------------------------------------------------------------------------

    @property
    def has_works(self) -> bool:
        return self.request.works != NOWHERE

    @property
    def needs_photos(self) -> bool:
        """Whether the task cannot do without a second folder."""
        return words_of(self.request.task).second == "photos"

    @property
    def is_complete(self) -> bool:
        is_empty = self.photos is not None and not self.photos.used
        has_second = not self.needs_photos or (self.request.photos is not None and not is_empty)
        learns_something = self.learnt_parts != ()
        is_paired = self.request.task == "paired"  # whose pairs are counted when it begins
        has_works = self.has_works and self.report and (self.report.used or is_paired)
        return bool(has_works and has_second and learns_something)

    @property
    def learnt_parts(self) -> tuple[str, ...] | None:
        """Of the network that ships; None where the task has networks of its own."""
        if self.request.task not in PAINTING:
            return None
        depth, chosen = self.recipe.get("depth"), self.recipe.get("learn")
        if depth == OWN:
            return tuple(part for part in PARTS if isinstance(chosen, list) and part in chosen)
        return DEPTHS.get(str(depth), DEPTHS[USUAL_DEPTH])

    def learn(self, parts: tuple[str, ...]) -> None:
        """These parts and no others."""
        is_usual = parts == DEPTHS[USUAL_DEPTH]
        self.change_recipe("learn", None if is_usual else list(parts))
        self.change_recipe("depth", None if is_usual else OWN)

    def in_the_windows_words(self, said: str) -> str:
        """What the engine has said, in the language of the moment: a report outlives the window."""
        return self._calls.translate(said)

    # -- choosing -------------------------------------------------------------------------------------------

    def change(self, **values: Any) -> None:
        """Takes new values of the fields of `TrainCollection`."""
        had_parent = self.request.parent is not None
        if values.get("task", self.request.task) != self.request.task:
            values.setdefault("parent", None)  # whose networks are of another kind
        self.request = replace(self.request, **values)
        if "task" in values:
            self._forget_other_tasks()
        if had_parent and self.request.parent is None:
            self._put("game.frozen", None)  # what has learnt nothing is not worth keeping
        self._has_own_name = bool(values["name"]) if "name" in values else self._has_own_name
        self._has_own_task |= "task" in values
        self._look_closer()
        self.changed.emit()

    @property
    def recipe(self) -> dict[str, Any]:
        """The parts of it that were chosen; nothing where what was typed is no JSON yet."""
        return chosen_in(self.request.recipe)

    def change_recipe(self, name: str, value: object) -> None:
        """One part; None leaves it to the task. "game.objective" is a part of the game."""
        self._put(name, value)
        self.change()

    def choose_method(self, method: str | None) -> None:
        """One of the papers; None is our own, which has its players and leaves none to choose."""
        if method is None:
            for name in ("backbone", "scales"):
                self._put(name, None)
        self.change_recipe("method", method)

    def _put(self, name: str, value: object) -> None:
        recipe, (group, _, own) = self.recipe, name.partition(".")
        part = recipe
        if own:
            found = recipe.get(group)
            part = recipe[group] = found if isinstance(found, dict) else {}
        part[own or group] = value
        if value is None:
            del part[own or group]
        recipe = {key: kept for key, kept in recipe.items() if kept != {}}
        self.request = replace(self.request, recipe=json.dumps(recipe) if recipe else "")

    @property
    def game(self) -> dict[str, Any]:
        """What of the recipe's game was chosen."""
        game = self.recipe.get("game")
        return game if isinstance(game, dict) else {}

    @property
    def frozen_blocks(self) -> int:
        """Of the discriminator, where the task has one of its own."""
        frozen = self.game.get("frozen")
        return frozen if isinstance(frozen, int) and self.learnt_parts is None else 0

    def choose_game(self, name: str | None) -> None:
        """One of `GAMES`, with its terms; None leaves it to the task. What else stands in the game stays."""
        others = {key: value for key, value in self.game.items() if key not in {"objective", *NO_TERMS}}
        chosen = others | ({"objective": name} if name is not None else {})
        self.change_recipe("game", chosen or None)

    def _forget_other_tasks(self) -> None:
        """What the form has put into the recipe for another task is unknown to this one."""
        recipe = self.recipe
        kept = {
            name: value
            for name, value in recipe.items()
            if self.request.task in TASKS_OF.get(name, (self.request.task,))
        }
        if kept != recipe:
            self.request = replace(self.request, recipe=json.dumps(kept) if kept else "")

    def choose_photos(self, folder: Path) -> None:
        self._photos.forget()
        self._settings.change(train_photos=str(folder.absolute()))
        self.change(photos=folder.absolute())

    def choose_works(self, folder: Path) -> None:
        """The coach looks into it beside whatever else goes on."""
        folder = folder.absolute()
        self.mended.emit("works")
        self.report, self.crops, self.checking = None, None, Progress(0, 1)
        self._time.forget()
        self._pairs.forget()
        self._settings.change(works_folder=str(folder))
        name = self.request.name if self._has_own_name else in_words(folder.name)
        self.request = replace(self.request, works=folder, name=name)
        self.changed.emit()
        self.looked.emit()
        self._calls.cancel(self._check_ticket)  # nobody waits for what a folder before it has
        ask = partial(self._calls.ask, CheckCollection(folder), partial(self._on_checked, folder))
        self._check_ticket = ask(partial(self._on_checking, folder), "works")

    def _on_checking(self, folder: Path, news: News) -> None:
        if isinstance(news, Progress) and folder == self.request.works:
            self.checking = news
            self.looked.emit()

    def _on_checked(self, folder: Path, outcome: Outcome) -> None:
        if folder != self.request.works or isinstance(outcome, Cancelled):
            return
        self.checking = None
        if isinstance(outcome, Done) and isinstance(outcome.result, CollectionReport):
            self._take_report(outcome.result)
        else:
            self.request = replace(self.request, works=NOWHERE)
            if isinstance(outcome, Failed):
                self.failed.emit(outcome.message, "works")
        self.looked.emit()
        self.changed.emit()

    def _take_report(self, report: CollectionReport) -> None:
        self.report = report
        self.thumbnails = {path: image_of(rgb_hwc) for path, rgb_hwc in report.thumbnails.items()}
        if report.suits in TASKS and not self._has_own_task:
            self.request = replace(self.request, task=report.suits)
        self._look_closer()
        if report.used:
            self._calls.ask(
                ShowCrops(self.request.works, rows=3, columns=6, tile_px=96),
                partial(self._on_crops, self.request.works),
                lane="crops",
            )

    def _look_closer(self) -> None:
        """Asks for what the coach says of the chosen task alone."""
        asked = self.request
        self._photos.ask(CheckPhotos(asked.photos) if self.needs_photos and asked.photos else None)
        if self.report is not None:
            self._pairs.ask(CheckPairs(asked.works, asked.photos) if asked.task == "paired" else None)
            self._time.ask(self._what_takes_time(self.report))

    def _what_takes_time(self, report: CollectionReport) -> TimeTraining | None:
        """None where nothing can be measured yet."""
        asked, count = self.request, len(report.used)
        if asked.task == "paired":
            count = self.pairs.count if self.pairs is not None else 0
        if not (report.used and count):
            return None
        return TimeTraining(asked.task, asked.works, report.used, count, asked.recipe)

    def _on_pairs(self) -> None:
        if self.pairs is not None:  # how many there are says how long they take
            self._look_closer()
        self.looked.emit()

    def _on_photos(self) -> None:
        self.changed.emit()  # whether it can begin

    def _on_crops(self, folder: Path, outcome: Outcome) -> None:
        if isinstance(outcome, Done) and isinstance(outcome.result, Sheet) and folder == self.request.works:
            self.crops = image_of(outcome.result.rgb_hwc)
            self.looked.emit()

    def open(self, path: Path) -> None:
        """To look at one file of the folder; the answer is `opened`."""
        self._calls.ask(OpenPicture(path, OPENED_PX), partial(self._on_opened, path))

    def _on_opened(self, path: Path, outcome: Outcome) -> None:
        if isinstance(outcome, Done) and isinstance(outcome.result, OpenedPicture):
            self.opened.emit(path, image_of(outcome.result.rgb_hwc), "")
        elif isinstance(outcome, Failed):
            self.opened.emit(path, None, outcome.message)

    # -- beginning ------------------------------------------------------------------------------------------

    def make_request(self, taken: frozenset[Path]) -> TrainCollection:
        """The draft with places of its own; OSError where there can be none."""
        run, out = free_places(self.request.name, taken)
        for folder in (run.parent, out.parent):
            folder.mkdir(parents=True, exist_ok=True)
        self._settings.change(train_author=self.request.author, train_licence=self.request.licence)
        needs_none = words_of(self.request.task).second == ""
        photos = None if needs_none else self.request.photos
        return replace(self.request, run=run, out=out, photos=photos)

    def take_over(self, request: TrainCollection, parent: Path) -> None:
        """A fork: what another run was begun with, from one of its snapshots."""
        self._has_own_name = self._has_own_task = True
        self.request = replace(request, run=NOWHERE, out=NOWHERE, parent=parent)
        self.choose_works(request.works)

    def take_back(self, request: TrainCollection) -> None:
        """One that has learnt nothing yet: nothing that was chosen for it is lost."""
        is_looked_into = request.works == self.request.works and self.report is not None
        self._has_own_name = self._has_own_task = True
        self.request = replace(request, run=NOWHERE, out=NOWHERE)
        if is_looked_into:
            self._look_closer()
            self.changed.emit()
        else:
            self.choose_works(request.works)

    @property
    def is_untouched(self) -> bool:
        return not self.has_works

    def restore(self, request: TrainCollection) -> None:
        """A draft as it was, of an earlier sitting."""
        self._has_own_task = request.works != NOWHERE
        self._has_own_name = bool(request.name) and request.name != in_words(request.works.name)
        self.request = replace(request, run=NOWHERE, out=NOWHERE)
        if self.has_works:
            self.choose_works(request.works)
        else:
            self.changed.emit()

    def begin_anew(self) -> None:
        """After a start: the same folders and wishes, no parent."""
        self.change(parent=None)


def _time_in(outcome: Outcome) -> TrainingTime | None:
    if isinstance(outcome, Done) and isinstance(outcome.result, TrainingTime):
        return outcome.result
    return None


def _pairs_in(outcome: Outcome) -> PairsReport | None:
    if isinstance(outcome, Failed):
        return PairsReport(0, (outcome.message,))
    return outcome.result if isinstance(outcome, Done) else None


def _photos_in(outcome: Outcome) -> PhotosReport | None:
    if isinstance(outcome, Failed):
        return PhotosReport((), (), outcome.message)
    return outcome.result if isinstance(outcome, Done) else None


def in_words(name: str) -> str:
    """ "great_waves" is "Great waves"."""
    words = name.replace("_", " ").replace("-", " ").strip()
    return words[:1].upper() + words[1:]
