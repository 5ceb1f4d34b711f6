"""What is known of one run: its curves, its events, its pictures. No Qt."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from models.collection_requests import TrainCollection
from models.training_moment import is_past
from models.training_news import RunHistory
from models.training_requests import TrainStyle

Numbers = NDArray[np.float64]
AnyTraining: TypeAlias = TrainStyle | TrainCollection

STEP, SECONDS = "step", "seconds"
RATE, PACE = "rate", "pace"  # the learning rate; seconds per step, which follow from the other two
FIRST = ("loss", "style", "content")
# Of games: what is told of a state, and is no loss.
GAME = (
    "ahead", "right_real", "right_fake", "right_held_out", "logit_real", "logit_fake", "logit_held_out",
    "by_heart", "gradient", "opponent_gradient",
)  # fmt: skip
MEASURES = (
    "diversity",
    "nearness",
    "kid",
    "kid_spread",
    "kid_before",
    "light",
    "colour",
    "distance_held_out",
)
FIRST_ROOM = 256


class Curves:
    """Rows of named numbers that grow at their end; a name that a row lacks has a gap there."""

    def __init__(self) -> None:
        self._rows = 0
        self._columns: dict[str, Numbers] = {name: np.full(FIRST_ROOM, np.nan) for name in (STEP, SECONDS)}

    def __len__(self) -> int:
        return self._rows

    @property
    def losses(self) -> list[str]:
        """The sum of them and those that matter most first, the others by name."""
        names = self._columns.keys() - {STEP, SECONDS, RATE, *GAME, *MEASURES}
        return sorted(names, key=lambda name: (FIRST.index(name) if name in FIRST else len(FIRST), name))

    def known(self, names: Sequence[str]) -> list[str]:
        """Those of `names` that there are."""
        return [name for name in names if name in self._columns]

    @property
    def steps(self) -> Numbers:
        return self._columns[STEP][: self._rows]

    def values(self, name: str) -> Numbers:
        """As many as there are steps; nothing but gaps where the name is not known."""
        if name == PACE:
            return self._pace()
        known = self._columns.get(name)
        return np.full(self._rows, np.nan) if known is None else known[: self._rows]

    def _pace(self) -> Numbers:
        steps, seconds = self.steps, self.values(SECONDS)
        before = [np.concatenate([[0.0], each[:-1]]) for each in (steps, seconds)]
        with np.errstate(divide="ignore", invalid="ignore"):
            pace: Numbers = (seconds - before[1]) / (steps - before[0])
        return np.where(pace > 0, pace, np.nan)

    def append(self, row: dict[str, float]) -> None:
        """`row` has "step" and "seconds" beside its named values."""
        for name, value in row.items():
            if name not in self._columns:
                self._columns[name] = np.full(len(self._columns[STEP]), np.nan)
            elif self._rows == len(self._columns[name]):
                self._grow()
            self._columns[name][self._rows] = value
        self._rows += 1

    def _grow(self) -> None:
        for name, known in self._columns.items():
            self._columns[name] = np.concatenate([known, np.full(len(known), np.nan)])

    def lines(self, first: int) -> Iterator[tuple[int, str]]:
        """The rows from `first` on, each with its step, as a log has them."""
        names = [*self.losses, RATE, PACE]
        columns = [self.values(name)[first:] for name in names]
        for step, *numbers in zip(self.steps[first:], *columns, strict=True):
            told = [f"{name} {n:.4g}" for name, n in zip(names, numbers, strict=True) if np.isfinite(n)]
            yield int(step), f"{int(step):>6}   " + "  ".join(told)

    def forget_after(self, step: float) -> None:
        """For a run that goes back: what it did after `step` it will do again."""
        keeps = int(np.searchsorted(self.steps, step, side="right"))
        for known in self._columns.values():
            known[keeps : self._rows] = np.nan
        self._rows = keeps

    def row_at(self, step: float) -> int | None:
        """The row next to a step; None while there is none."""
        if not self._rows:
            return None
        after = min(int(np.searchsorted(self.steps, step)), self._rows - 1)
        is_before_nearer = after > 0 and step - self.steps[after - 1] < self.steps[after] - step
        return after - 1 if is_before_nearer else after


@dataclass(frozen=True)
class Event:
    """Something that happened at a step, in the words of the window."""

    step: int
    kind: str
    text: str
    about: str = ""  # the name of an alarm


@dataclass(eq=False)
class Record:
    """`phase` is as in `RunSummary`, or "waiting" for one that is still in the line."""

    run: Path
    name: str
    phase: str = "running"
    step: int = 0
    elapsed_s: float = 0.0
    curves: Curves = field(default_factory=Curves)
    events: list[Event] = field(default_factory=list)
    samples: list[tuple[int, Path]] = field(default_factory=list)
    snapshots: list[tuple[int, Path]] = field(default_factory=list)
    request: AnyTraining | None = None

    def take(self, newer: Record) -> None:
        """What became of it since, in place: whoever looks at it goes on looking at the same run."""
        for name in (one.name for one in fields(self)):
            setattr(self, name, getattr(newer, name))

    def command_anew(self, run: Path, result: Path) -> str:
        """The same once more in the terminal, into places that are free."""
        request = self.request
        assert request is not None
        return replace(request.ending_at(result), run=run).command

    @property
    def command_to_go_on(self) -> str:
        """In the terminal, exactly where it is."""
        assert self.request is not None
        return shlex.join(["impasto", "train", self.request.kind, "--resume", str(self.run)])

    def has_samples_of(self, other: Record) -> bool:
        """Whether both are looked at on the same pictures."""
        mine, its = self.request, other.request
        if isinstance(mine, TrainStyle) and isinstance(its, TrainStyle):
            return (mine.photos, mine.samples) == (its.photos, its.samples)
        if isinstance(mine, TrainCollection) and isinstance(its, TrainCollection):
            return (mine.task, mine.works, mine.photos) == (its.task, its.works, its.photos)
        return False

    @property
    def needs_more_time(self) -> bool:
        """Whether it has ended, or would at once if it went on as it was planned."""
        is_late = self.request is not None and is_past(self.request.stop)
        return is_late or self.phase in ("finished", "stopped")

    @property
    def style(self) -> Path | None:
        """The newest file of what is learnt that can be used."""
        result = self.request.result if self.request else None
        finished = result if self.phase not in ("running", "interrupted") else None
        for path in (finished, self.run / "style.safetensors", result):
            if path is not None and path.is_file():
                return path
        return None

    @property
    def nearest(self) -> Path | None:
        """What of the newest sample is most like a work, beside that work; of some games."""
        path = self.run / "nearest.jpg"
        return path if path.is_file() else None

    @property
    def alarms(self) -> list[Event]:
        """Those that ring: begun, and not over yet."""
        ringing: dict[str, Event] = {}
        for event in self.events:
            if event.kind == "alarm":
                ringing[event.about] = event
            elif event.kind == "calm":
                ringing.pop(event.about, None)
        return list(ringing.values())

    @property
    def last_step(self) -> int:
        """Of all that is known."""
        steps = [self.step, *(step for step, _ in self.samples)]
        return max(steps + ([int(self.curves.steps[-1])] if len(self.curves) else []))


def record_of(history: RunHistory, words: Sequence[str]) -> Record:
    """What the engine has read of a run; `words` are the events' texts as the window says them."""
    summary, curves = history.summary, Curves()
    for row in history.metrics:
        curves.append(row)
    events = [
        Event(int(event["step"]), str(event["kind"]), text, str(event.get("about", "")))
        for event, text in zip(history.events, words, strict=True)
    ]
    return Record(
        summary.run,
        summary.name,
        summary.phase,
        summary.step,
        summary.elapsed_s,
        curves,
        events,
        list(history.samples),
        [(step, summary.run / "snapshots" / f"{step:07d}") for step in summary.snapshots],
        history.request if isinstance(history.request, AnyTraining) else None,
    )
