"""What a training says: plain frozen data, as `models.news`. No torch here.

Imported only where training is shown; each is one of the general news, so whoever knows only those shows a
training too.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from models.news import Notice, Progress, Saved

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

EventKind = Literal[
    "begun",
    "resumed",
    "plan",
    "photos",
    "snapshot",
    "memory",
    "rate",
    "disk",
    "alarm",
    "calm",
    "remark",
    "ended",
]
Ending = Literal["finished", "stopped", "paused"]


@dataclass(frozen=True)
class TrainingStatus(Progress):
    """After each step. `done` of `total` is the share of the training, `seconds_left` from recent steps.

    `next_save_s` is work until the next checkpoint. `patience_s` is how long the machine must have been left
    alone before the next step is taken: what the priority of the run means.
    """

    step: int = 0
    samples: int = 0
    elapsed_s: float = 0.0
    samples_per_s: float = 0.0
    learning_rate: float = 0.0
    memory_mb: float = 0.0
    device_memory_mb: float | None = None
    next_save_s: float = 0.0
    patience_s: float = 0.0


@dataclass(frozen=True)
class TrainingEvent(Notice):
    """Something that happened, in words; marked in the curves at its step.

    `about` names an alarm: one of kind "calm" ends the one that began under the same name.
    """

    step: int = 0
    kind: EventKind = "remark"
    about: str = ""


@dataclass(frozen=True)
class SampleSaved(Saved):
    """A sample of the filmstrip is on the disk."""

    step: int = 0


@dataclass(frozen=True)
class StyleSaved(Saved):
    """The style as it is now is on the disk, and can be painted with."""

    step: int = 0


@dataclass(frozen=True)
class SnapshotSaved(Saved):
    """A folder with a checkpoint and a style that stay; other runs may begin from it."""

    step: int = 0


@dataclass(frozen=True)
class Trained:
    """Answer to `TrainStyle` and `ResumeTraining`: a usable style, however it ended.

    `back` is the generator that goes the other way, where both ways were learnt.
    """

    run: Path
    style: Path
    step: int
    elapsed_s: float
    ending: Ending
    back: Path | None = None


@dataclass(frozen=True)
class RunSummary:
    """One run of the tree; `parent` is the folder of the run that it began from, at `parent_step`."""

    run: Path
    name: str
    phase: str
    step: int
    elapsed_s: float
    depth: str
    parent: Path | None = None
    parent_step: int = 0
    snapshots: tuple[int, ...] = ()
    pictures: tuple[Path, ...] = ()
    task: str = ""  # of `TrainCollection`; none where a style was trained


@dataclass(frozen=True)
class RunHistory:
    """Answer to `OpenRun`: all there is to draw of a run, also of one that others trained.

    `metrics` are rows with "step", "seconds" and the named losses; `events` have "step", "kind" and "text".
    """

    summary: RunSummary
    metrics: tuple[dict[str, float], ...]
    events: tuple[dict[str, str | int], ...]
    samples: tuple[tuple[int, Path], ...]
    request: object = None
    command: str = ""


@dataclass(frozen=True)
class LeftOut:
    """A file that training does not use, and why; `like` is the one that it is too much like."""

    path: Path
    kind: Literal["unreadable", "tiny", "duplicate", "near-duplicate"]
    reason: str
    like: Path | None = None


@dataclass(frozen=True)
class PhotosReport:
    """Answer to `CheckPhotos`: what will be used, what not, and what more would bring."""

    used: tuple[Path, ...]
    left_out: tuple[LeftOut, ...]
    advice: str


@dataclass(frozen=True)
class Doubt:
    """A file to look at before training, and why; `like` is the work that it is too much like."""

    path: Path
    words: str
    like: Path | None = None


@dataclass(frozen=True)
class CollectionReport:
    """Answer to `CheckCollection`: what a folder of works can become, and what to look at first.

    `labels` are the folders in it with the number of their works; `advice` is said line by line; `suits` is
    the task that fits them best, "" where there are too few. `left_out` says how many are not used; of pairs
    that look alike both are used, so the task paired has its own words for it (`PairsReport`). `thumbnails`
    (rgb_hwc) are of the first of the `doubts`, and of what those look like.
    """

    used: tuple[Path, ...]
    doubts: tuple[Doubt, ...]
    labels: tuple[tuple[str, int], ...]
    advice: tuple[str, ...]
    suits: str = "few-shot"
    thumbnails: dict[Path, NDArray[np.uint8]] = field(default_factory=dict, compare=False)
    left_out: str = ""

    def doubts_for(self, task: str) -> tuple[Doubt, ...]:
        """Those that matter to this task."""
        return tuple(doubt for doubt in self.doubts if task != "paired" or doubt.like is None)


@dataclass(frozen=True)
class PairsReport:
    """Answer to `CheckPairs`: how many pairs would be learnt from; `advice` names what has no partner."""

    count: int
    advice: tuple[str, ...]


@dataclass(frozen=True)
class TrainingTime:
    """Answer to `TimeTraining`: `steps` of which all take `seconds` here, as measured; `words` say so."""

    steps: int
    seconds: float
    words: str


@dataclass(frozen=True, eq=False)
class Imagined:
    """Answer to `Imagine`: swatches in rows of as many columns as were asked for, each `tile_px` wide."""

    rgb_hwc: NDArray[np.uint8]
    tile_px: int
    path: Path | None = None


@dataclass(frozen=True, eq=False)
class Sheet:
    """Answer to `Rehearse` and `ShowCrops`: a picture of rows × columns tiles with a line between them.

    Of a rehearsal, `rows` are strengths and `columns` brushes, as the sliders have them.
    """

    rgb_hwc: NDArray[np.uint8]
    rows: tuple[float, ...]
    columns: tuple[float, ...]


@dataclass(frozen=True)
class OnnxExported:
    """Answer to `ExportOnnx`: the file, and its largest difference from the original in steps of 1/255."""

    path: Path
    largest_difference: float
    sizes: tuple[tuple[int, int], ...]
