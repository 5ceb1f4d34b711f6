"""What can be asked of the engine about training: frozen dataclasses of plain data, as `models.requests`.

No torch here, and imported by the window only with the room that trains. A run is a folder; whoever names it
can look at it, go on with it and steer it, wherever it was begun.
"""

from __future__ import annotations

import shlex
from dataclasses import dataclass, fields, is_dataclass, replace
from pathlib import Path
from typing import Any, ClassVar, Literal, get_args, get_origin, get_type_hints

Depth = Literal["code", "style", "full", "own"]
Priority = Literal["idle", "balanced", "full"]
Wish = Literal["pause", "stop", "snapshot", "idle", "balanced", "full"]


@dataclass(frozen=True)
class StylePicture:
    """A picture that the style is learnt from.

    `weight` is relative to the others of its `label`; groups with different labels are learnt from equally
    often, however many pictures each has. `exclude` is a grey picture: where it is white (a frame, a
    signature) is no style.
    """

    path: Path
    weight: float = 1.0
    label: str = ""
    exclude: Path | None = None


@dataclass(frozen=True)
class Sliders:
    """What is wanted, in the user's words; 0.5 is the recipe as it is, `brush` 1 is as in the style picture.

    strength    how far from the photograph towards the style
    brush       size of the strokes, 0.5 to 2
    likeness    how much of what is in the photograph must stay recognisable
    stability   how steady pictures that move are: for live use and for video
    colour      0: the colours of the style; 1: those of the photographs
    """

    strength: float = 0.5
    brush: float = 1.0
    likeness: float = 0.5
    stability: float = 0.5
    colour: float = 0.0


@dataclass(frozen=True)
class StopWhen:
    """What comes first ends the training.

    `until` is a clock time as "07:30", the next one that comes, or a date as "2027-01-31T07:30".
    """

    minutes: float | None = None
    steps: int | None = None
    until: str = ""

    def asked_anew(self) -> StopWhen:
        """For another run: the next moment of that time of day, where a run that began has kept its date."""
        return replace(self, until=self.until[-5:])


@dataclass(frozen=True)
class TrainStyle:
    """Answered by `Trained`. Everything is written into `run`, a new folder; the style to `style`.

    `parent` is a run or one of its snapshots to begin from. `samples` are photographs for the filmstrip
    (none: some of the folder). `recipe` is JSON with parts of the recipe, for those who want the real
    weights. `teacher` names a folder of networks that judge instead of those that ship. `fresh`: at depth
    full the network begins from nothing. `learn` are the parts that are learnt at depth own, by the names in
    `models.style_parts`.
    """

    rank: ClassVar[int] = 6  # after all that somebody waits for
    kind: ClassVar[str] = "style"  # as `impasto train` calls it

    pictures: tuple[StylePicture, ...]
    photos: Path
    run: Path
    style: Path
    depth: Depth = "style"
    sliders: Sliders = Sliders()
    stop: StopWhen = StopWhen()
    name: str = ""
    author: str = ""
    licence: str = ""
    priority: Priority = "balanced"
    parent: Path | None = None
    samples: tuple[Path, ...] = ()
    recipe: str = ""
    teacher: Path | None = None
    seed: int = 0
    fresh: bool = False
    learn: tuple[str, ...] = ()

    @property
    def result(self) -> Path:
        """The file of what is learnt."""
        return self.style

    def ending_at(self, path: Path) -> TrainStyle:
        """The same with another place for the result."""
        return replace(self, style=path)

    @property
    def command(self) -> str:
        """The same without a window."""
        return command_line(self)


@dataclass(frozen=True)
class ResumeTraining:
    """Goes on with a run exactly where it was; answered by `Trained`. `stop` None: as it was planned."""

    rank: ClassVar[int] = 6

    run: Path
    stop: StopWhen | None = None
    priority: Priority = "balanced"


@dataclass(frozen=True)
class SteerTraining:
    """To a training that runs in this engine, met after its present step; answered by None.

    pause       ends it so that its memory is free; `ResumeTraining` goes on. It answers `Trained`
    stop        ends it with what it has
    snapshot    keeps a checkpoint and a style of this moment, and goes on
    idle, balanced, full    how patient it is with everybody else
    """

    rank: ClassVar[int] = 0

    run: Path
    wish: Wish


@dataclass(frozen=True)
class OpenRun:
    """Answered by `RunHistory`: all there is to draw of a run."""

    rank: ClassVar[int] = 0

    run: Path


@dataclass(frozen=True)
class ListRuns:
    """Answered by a tuple of `RunSummary`: the runs in a folder; `parent` makes them a tree."""

    rank: ClassVar[int] = 0

    folder: Path


@dataclass(frozen=True)
class CheckPhotos:
    """Answered by `PhotosReport`."""

    rank: ClassVar[int] = 5  # a large folder takes minutes, and somebody goes on working meanwhile

    folder: Path


@dataclass(frozen=True)
class ShowCrops:
    """What the network will see of the photographs, cut and turned; answered by `Sheet`."""

    rank: ClassVar[int] = 5

    photos: Path
    rows: int = 3
    columns: int = 5
    tile_px: int = 160
    files: tuple[Path, ...] = ()  # those of `photos` that will be used; all that there are, if none is named


@dataclass(frozen=True)
class Rehearse:
    """A sheet of `photo`, strength by row and brush by column, each by a short refine; answered by `Sheet`.

    A preview after each tile.
    """

    rank: ClassVar[int] = 4

    pictures: tuple[StylePicture, ...]
    photo: Path
    strengths: tuple[float, ...] = (0.2, 0.5, 0.8)
    brushes: tuple[float, ...] = (0.6, 1.0, 1.6)
    tile_px: int = 256
    steps: int = 40
    sliders: Sliders = Sliders()  # but for strength and brush


@dataclass(frozen=True)
class ExportOnnx:
    """Writes a trained style as an ONNX network of any size, verified; answered by `OnnxExported`."""

    rank: ClassVar[int] = 4

    style: str
    path: Path


TrainingRequest = (
    TrainStyle
    | ResumeTraining
    | SteerTraining
    | OpenRun
    | ListRuns
    | CheckPhotos
    | ShowCrops
    | Rehearse
    | ExportOnnx
)


def to_plain(value: Any) -> Any:
    """A request as JSON has it."""
    if is_dataclass(value):
        return {f.name: to_plain(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, tuple):
        return [to_plain(part) for part in value]
    return str(value) if isinstance(value, Path) else value


def train_style_from_plain(values: dict[str, Any]) -> TrainStyle:
    """The request that a run was begun with; KeyError and TypeError where it is damaged."""
    made: TrainStyle = from_plain(TrainStyle, values)
    return made


def from_plain(kind: Any, value: Any) -> Any:
    """A frozen dataclass from what `to_plain` made of it; KeyError and TypeError where it is damaged."""
    if is_dataclass(kind):
        hints = get_type_hints(kind)
        names = {f.name for f in fields(kind)}
        return kind(**{name: from_plain(hints[name], part) for name, part in value.items() if name in names})  # type: ignore[operator] # a class
    if get_origin(kind) is tuple:
        return tuple(from_plain(get_args(kind)[0], part) for part in value)
    if value is not None and (kind is Path or Path in get_args(kind)):
        return Path(value)
    return value


def command_line(request: TrainStyle) -> str:
    """The command that trains the same without a window."""
    words = ["impasto", "train", "style", *(str(picture.path) for picture in request.pictures)]
    words += ["--photos", str(request.photos)]
    words += ["--learn", ",".join(request.learn)] if request.depth == "own" else ["--depth", request.depth]
    for name, value in to_plain(request.stop.asked_anew()).items():
        if value:
            words += [f"--{name}", f"{value:g}" if isinstance(value, float) else str(value)]
    standard = to_plain(Sliders())
    for name, value in to_plain(request.sliders).items():
        if value != standard[name]:
            words += [f"--{name}", f"{value:g}"]
    if any(picture.weight != 1 for picture in request.pictures):
        words += ["--weights", ",".join(f"{picture.weight:g}" for picture in request.pictures)]
    if any(picture.label for picture in request.pictures):
        words += ["--labels", ",".join(picture.label for picture in request.pictures)]
    for picture in request.pictures:
        if picture.exclude is not None:
            words += ["--exclude", f"{picture.path}={picture.exclude}"]
    for name in ("name", "author", "licence"):
        if value := getattr(request, name):
            words += [f"--{name}", value]
    if request.samples:
        words += ["--samples", *map(str, request.samples)]
    if request.parent is not None:
        words += ["--from", str(request.parent)]
    if request.recipe:
        words += ["--recipe", request.recipe]
    if request.teacher is not None:
        words += ["--teacher", str(request.teacher)]
    if request.fresh:
        words.append("--fresh")
    if request.seed:
        words += ["--seed", str(request.seed)]
    words += ["--run", str(request.run), "-o", str(request.style)]
    return shlex.join(words)


def way_back(result: Path) -> Path:
    """Beside what paints one way, where that which paints the other way is written (CycleGAN)."""
    return result.with_stem(f"{result.stem} back")
