"""Wandering through the swatches of a generator: a map between four of them, and those that are kept."""

from __future__ import annotations

import json
import random
from collections import defaultdict
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from platformdirs import user_data_path
from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QImage

from desktop_app.calls import Calls
from desktop_app.canvas.layer import image_of
from desktop_app.document.background import Background
from desktop_app.settings import APPLICATION
from models.atomic import write_bytes
from models.collection_requests import Imagine, Place
from models.news import Done, Failed, FileError, Outcome
from models.training_news import Imagined

SIDE = 7  # tiles of the map each way
MOST_SEED = 1_000_000
MIDDLE = (0.5, 0.5)
Corners = tuple[Place, Place, Place, Place]


@dataclass(frozen=True, eq=False)
class Kept:
    """A swatch to come back to."""

    place: Place
    image: QImage


class Imagining(QObject):
    """Knows no widget. The same place is the same swatch for ever, so what is kept are places alone."""

    changed = Signal()  # another map, or its picture
    moved = Signal()  # another place on it, or its picture
    kept_changed = Signal()
    failed = Signal(str)
    style_wanted = Signal(object)  # Path of a picture

    def __init__(self, calls: Calls, background: Background, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._calls, self._background = calls, background
        self.generator: Path | None = None
        self.map: QImage | None = None
        self.swatch: QImage | None = None
        self.spot: tuple[float, float] = MIDDLE
        self._kept_places: tuple[Place, ...] = ()
        self._kept_images: dict[Place, QImage | None] = {}  # None: asked for
        self._is_kept_read = False  # until then nothing is written: it would take the place of what is there
        self._place: Place | None = None  # of a kept one that is looked at; else the spot says it
        self._corners: Corners | None = None
        self._before: list[Corners] = []

    # -- where one is ---------------------------------------------------------------------------------------

    def open(self, generator: Path) -> None:
        """Begins at four seeds, with what was kept of this generator."""
        self.generator, self._before = generator, []
        self._kept_places, self._kept_images, self._is_kept_read = (), {}, False
        self._go(_at_seeds((0, 1, 2, 3)))
        self.kept_changed.emit()
        self._background.run(partial(_read_kept, generator), partial(self._on_kept_read, generator))

    def close(self) -> None:
        self.generator = self.map = self.swatch = None
        self.changed.emit()

    @property
    def can_go_back(self) -> bool:
        return bool(self._before)

    @property
    def place(self) -> Place:
        """Of the swatch that is looked at."""
        if self._place is not None:
            return self._place
        assert self._corners is not None
        return between(self._corners, *self.spot)

    @Slot()
    def go_elsewhere(self) -> None:
        """To four seeds by chance; the map before is a step back."""
        seeds = random.sample(range(MOST_SEED), 4)
        self._remember()
        self._go(_at_seeds((seeds[0], seeds[1], seeds[2], seeds[3])))

    @Slot()
    def go_between_kept(self) -> None:
        """The map between the last four that were kept; of fewer, some have two corners."""
        places = list(self._kept_places[-4:])
        if len(places) < 2:
            self.failed.emit(self.tr("Keep at least two swatches first, then see what lies between them."))
            return
        while len(places) < 4:
            places.append(places[len(places) - 2])
        self._remember()
        self._go((places[0], places[1], places[2], places[3]))

    @Slot()
    def go_back(self) -> None:
        if self._before:
            self._go(self._before.pop())

    def _remember(self) -> None:
        if self._corners is not None:
            self._before.append(self._corners)

    def _go(self, corners: Corners) -> None:
        assert self.generator is not None
        self._corners, self.spot = corners, MIDDLE
        steps = [number / (SIDE - 1) for number in range(SIDE)]
        places = tuple(between(corners, x, y) for y in steps for x in steps)
        self._calls.ask(
            Imagine(self.generator, places, SIDE), partial(self._on_map, self.generator, corners), lane="map"
        )
        self.changed.emit()
        self.move(*self.spot)

    def _on_map(self, generator: Path, corners: Corners, outcome: Outcome) -> None:
        if isinstance(outcome, Failed):
            self.close()
            self.failed.emit(outcome.message)
        elif isinstance(outcome, Done) and (generator, corners) == (self.generator, self._corners):
            self.map = image_of(outcome.result.rgb_hwc)
            self.changed.emit()

    def move(self, x: float, y: float) -> None:
        """To a place on the map, 0 to 1 from its upper left."""
        self.spot, self._place = (min(max(x, 0.0), 1.0), min(max(y, 0.0), 1.0)), None
        self._look()

    def look_at(self, kept: Kept) -> None:
        self._place = kept.place
        self._look()

    def _look(self) -> None:
        if self.generator is not None and self._corners is not None:
            self.moved.emit()
            asked = self.place
            self._calls.ask(Imagine(self.generator, (asked,)), partial(self._on_swatch, asked), lane="swatch")

    def _on_swatch(self, asked: Place, outcome: Outcome) -> None:
        if isinstance(outcome, Done) and isinstance(outcome.result, Imagined) and self.generator:
            self.swatch = image_of(outcome.result.rgb_hwc)
            self.moved.emit()

    # -- what is kept ---------------------------------------------------------------------------------------

    @property
    def kept(self) -> tuple[Kept, ...]:
        """Those whose pictures are there; places are kept without them, too."""
        images = self._kept_images
        there = ((place, images.get(place)) for place in self._kept_places)
        return tuple(Kept(place, image) for place, image in there if image is not None)

    @Slot()
    def keep(self) -> None:
        if self.generator is not None and self.place not in self._kept_places:
            self._take_kept((*self._kept_places, self.place))

    def forget(self, kept: Kept) -> None:
        self._take_kept(tuple(place for place in self._kept_places if place != kept.place))

    def put_back(self, generator: Path, kept: Kept) -> None:
        """What was forgotten of this generator, which may have been closed since."""
        if generator != self.generator:
            self._background.run(partial(_keep_also, generator, kept.place), self._on_written)
        elif kept.place not in self._kept_places:
            self._take_kept((*self._kept_places, kept.place))

    def _take_kept(self, places: tuple[Place, ...]) -> None:
        assert self.generator is not None
        self._kept_places = places
        if self._is_kept_read:
            self._background.run(partial(_write_kept, self.generator, places), self._on_written)
        self._show_kept()

    def _show_kept(self) -> None:
        assert self.generator is not None
        for place in self._kept_places:
            if place not in self._kept_images:
                self._kept_images[place] = None
                ask = Imagine(self.generator, (place,))
                self._calls.ask(ask, partial(self._on_kept, self.generator, place))
        self.kept_changed.emit()

    def _on_kept(self, generator: Path, place: Place, outcome: Outcome) -> None:
        if generator != self.generator:
            return
        if isinstance(outcome, Done) and isinstance(outcome.result, Imagined):
            self._kept_images[place] = image_of(outcome.result.rgb_hwc)
            self.kept_changed.emit()
        elif isinstance(outcome, Failed) and place in self._kept_places:
            self.failed.emit(outcome.message)

    def _on_written(self, result: FileError | None) -> None:
        if isinstance(result, FileError):
            self.failed.emit(str(result))

    def _on_kept_read(self, generator: Path, places: tuple[Place, ...] | FileError) -> None:
        if generator != self.generator or self._is_kept_read:
            return
        lately, before = self._kept_places, () if isinstance(places, FileError) else places
        self._is_kept_read = True
        self._kept_places = (*before, *(place for place in lately if place not in before))
        if self._kept_places != before:
            self._take_kept(self._kept_places)
        else:
            self._show_kept()

    # -- use ------------------------------------------------------------------------------------------------

    @Slot()
    def use(self) -> None:
        """Writes the swatch as a picture, to be painted with."""
        if self.generator is None:
            return
        folder = user_data_path(APPLICATION, appauthor=False) / "swatches"
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            text = self.tr("There is no place for this swatch: {reason}. Free some space, then try again.")
            self.failed.emit(text.format(reason=error.strerror))
            return
        number = 1
        while (path := folder / f"{self.generator.stem} {number}.png").exists():
            number += 1
        self._calls.ask(Imagine(self.generator, (self.place,), path=path), self._on_used)

    def _on_used(self, outcome: Outcome) -> None:
        if isinstance(outcome, Failed):
            self.failed.emit(outcome.message)
        elif isinstance(outcome, Done) and isinstance(outcome.result, Imagined):
            self.style_wanted.emit(outcome.result.path)


def between(corners: Corners, x: float, y: float) -> Place:
    """The mixture of four places at a point of the square between them."""
    shares = ((1 - x) * (1 - y), x * (1 - y), (1 - x) * y, x * y)
    found: dict[int, float] = defaultdict(float)
    for corner, share in zip(corners, shares, strict=True):
        for seed, part in corner:
            found[seed] += share * part
    return tuple((seed, round(part, 6)) for seed, part in sorted(found.items()) if part > 0)


def _at_seeds(seeds: tuple[int, int, int, int]) -> Corners:
    a, b, c, d = (((seed, 1.0),) for seed in seeds)
    return a, b, c, d


def kept_path(generator: Path) -> Path:
    """Beside the generator, so that it moves with it."""
    return generator.with_suffix(".kept.json")


def _write_kept(generator: Path, places: tuple[Place, ...]) -> None:
    write_bytes(kept_path(generator), json.dumps(places).encode())


def _keep_also(generator: Path, place: Place) -> None:
    places = _read_kept(generator)
    if place not in places:
        _write_kept(generator, (*places, place))


def _read_kept(generator: Path) -> tuple[Place, ...]:
    """Nothing where there is no file, or none that can be understood."""
    try:
        found = json.loads(kept_path(generator).read_bytes())
        return tuple(tuple((int(seed), float(part)) for seed, part in place) for place in found)
    except (OSError, ValueError, TypeError):
        return ()
