"""What can be asked about folders of works: frozen dataclasses of plain data, as `models.training_requests`.

Apart from those, because rooms that train a style do without it.
"""

from __future__ import annotations

import shlex
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, ClassVar, Literal, TypeAlias

from models.training_requests import Priority, StopWhen, from_plain, to_plain

CollectionTask = Literal["few-shot", "conditional", "unpaired", "paired", "imagine"]
WHENEVER = StopWhen()
TASKS: tuple[CollectionTask, ...] = ("few-shot", "conditional", "unpaired", "paired", "imagine")
# A place among the swatches of a generator: seeds, each with its share.
Place: TypeAlias = tuple[tuple[int, float], ...]


@dataclass(frozen=True)
class TrainCollection:
    """Answered by `Trained`; its `style` is a style file for "few-shot" and "conditional", else a generator.

    works       what is learnt from; folders in it are labels. For "paired" the pairs, or the first of each
    photos      what is painted (not for "imagine"); for "paired" the second of each pair
    parent      a run of the same task to begin from, its discriminator too; `game.frozen` keeps what is low
    recipe      JSON with parts of the task's recipe
    """

    rank: ClassVar[int] = 6
    kind: ClassVar[str] = "gan"  # as `impasto train` calls it

    task: CollectionTask
    works: Path
    run: Path
    out: Path
    photos: Path | None = None
    stop: StopWhen = WHENEVER
    name: str = ""
    author: str = ""
    licence: str = ""
    priority: Priority = "balanced"
    parent: Path | None = None
    recipe: str = ""
    seed: int = 0

    @property
    def result(self) -> Path:
        """The file of what is learnt."""
        return self.out

    def ending_at(self, path: Path) -> TrainCollection:
        """The same with another place for the result."""
        return replace(self, out=path)

    @property
    def command(self) -> str:
        """The same without a window."""
        words = ["impasto", "train", "gan", str(self.works), "--task", self.task]
        if self.photos is not None:
            words += ["--photos", str(self.photos)]
        for name, value in to_plain(self.stop).items():
            if value:
                words += [f"--{name}", f"{value:g}" if isinstance(value, float) else str(value)]
        for name in ("name", "author", "licence", "recipe"):
            if value := getattr(self, name):
                words += [f"--{name}", value]
        if self.parent is not None:
            words += ["--from", str(self.parent)]
        if self.seed:
            words += ["--seed", str(self.seed)]
        return shlex.join([*words, "--run", str(self.run), "-o", str(self.out)])


@dataclass(frozen=True)
class CheckCollection:
    """What a folder of works can become, in plain words; answered by `CollectionReport`."""

    rank: ClassVar[int] = 5  # as `CheckPhotos`

    works: Path


@dataclass(frozen=True)
class CheckPairs:
    """Which pairs there are, and what fits none, in folders as of `TrainCollection`: a `PairsReport`."""

    rank: ClassVar[int] = 5

    works: Path
    photos: Path | None = None


@dataclass(frozen=True)
class TimeTraining:
    """How long such a training takes on this machine; answered by `TrainingTime`, or None.

    A few of its own steps are measured, once for each task and recipe; between those of a training that runs.

    works   the folder; `files` are those in it that are of use, and `count` how many would be learnt from
    recipe  as of `TrainCollection`
    """

    rank: ClassVar[int] = 5
    desk: ClassVar[str] = "patient"

    task: CollectionTask
    works: Path
    files: tuple[Path, ...]
    count: int
    recipe: str = ""


@dataclass(frozen=True)
class Imagine:
    """Swatches of a trained generator at some places, side by side; answered by `Imagined`.

    The same place is the same swatch for ever. With `path` the picture is written there, too.
    """

    rank: ClassVar[int] = 2

    generator: Path
    places: tuple[Place, ...]
    columns: int = 1
    path: Path | None = None


CollectionRequest = TrainCollection | CheckCollection | CheckPairs | TimeTraining | Imagine


def train_collection_from_plain(values: dict[str, Any]) -> TrainCollection:
    """The request that a run was begun with; KeyError and TypeError where it is damaged."""
    made: TrainCollection = from_plain(TrainCollection, values)
    return made
