"""What can be asked about folders of works: frozen dataclasses of plain data, as `models.training_requests`.

Apart from those, because rooms that train a style do without it.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar, Literal

from models.training_requests import Priority, StopWhen, from_plain

CollectionTask = Literal["few-shot", "unpaired", "paired", "imagine"]
WHENEVER = StopWhen()
TASKS: tuple[CollectionTask, ...] = ("few-shot", "unpaired", "paired", "imagine")


@dataclass(frozen=True)
class TrainCollection:
    """Answered by `Trained`; its `style` is a style file for "few-shot", else a generator's file.

    works       what is learnt from; folders in it are labels. For "paired" the pairs, or the first of each
    photos      what is painted ("few-shot", "unpaired"), or the second of each pair; none for "imagine"
    parent      a run of the same task to begin from, its discriminator too; `game.frozen` keeps what is low
    recipe      JSON with parts of the task's recipe
    """

    rank: ClassVar[int] = 6

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


@dataclass(frozen=True)
class CheckCollection:
    """What a folder of works can become, in plain words; answered by `CollectionReport`."""

    rank: ClassVar[int] = 0

    works: Path


CollectionRequest = TrainCollection | CheckCollection


def train_collection_from_plain(values: dict[str, Any]) -> TrainCollection:
    """The request that a run was begun with; KeyError and TypeError where it is damaged."""
    made: TrainCollection = from_plain(TrainCollection, values)
    return made
