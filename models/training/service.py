"""Answers requests about training: what the engine process, the command line and a notebook all use."""

from __future__ import annotations

import contextlib
from collections.abc import Generator
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from models.collection_requests import (
    CheckCollection,
    CheckPairs,
    CollectionRequest,
    Imagine,
    TimeTraining,
    TrainCollection,
    train_collection_from_plain,
)
from models.data.coach import check_collection
from models.devices import give_back_memory
from models.news import FileError, News, Progress, UserError
from models.training import runs
from models.training.loop import train
from models.training.opponent import Contested
from models.training.prepare import check, fitted, prepared, report_on
from models.training.rehearsal import rehearse, show_crops
from models.training.run_folder import RunFolder, refuse_others_runs, unpack
from models.training.steering import Steering
from models.training.stepper import Judging
from models.training.team import Team, own_device, own_team
from models.training_moment import next_moment, with_moment
from models.training_news import (
    CollectionReport,
    Imagined,
    OnnxExported,
    PairsReport,
    RunHistory,
    RunSummary,
    Trained,
    TrainingEvent,
    TrainingTime,
)
from models.training_requests import (
    CheckPhotos,
    ExportOnnx,
    ListRuns,
    OpenRun,
    Rehearse,
    ResumeTraining,
    ShowCrops,
    SteerTraining,
    TrainingRequest,
    TrainStyle,
    to_plain,
    train_style_from_plain,
    way_back,
)

if TYPE_CHECKING:
    from models.engine import Engine


@dataclass
class Trainings:
    """Of one engine: those that run in it, by their folders."""

    engine: Engine
    _running: dict[Path, Steering] = field(default_factory=dict)
    # By task and recipe, as measured here.
    _step_s: dict[tuple[str, str], float] = field(default_factory=dict)

    def answer(self, request: TrainingRequest | CollectionRequest) -> Generator[News, None, Any]:
        """As `Engine.answer`, for what concerns training."""
        match request:
            case TrainStyle():
                return _freeing(self._train(request, None))
            case TrainCollection():
                return _freeing(self._train_collection(request, None))
            case CheckCollection():
                return _check_collection(request)
            case CheckPairs():
                return _check_pairs(request)
            case TimeTraining():
                return self._time(request)
            case Imagine():
                return _imagine(request)
            case ResumeTraining():
                return _freeing(self._resume(request))
            case SteerTraining():
                return self._steer(request)
            case CheckPhotos():
                return report_on(request.folder)
            case OpenRun():
                return _open_run(request)
            case ListRuns():
                return _list_runs(request)
            case ShowCrops():
                return show_crops(request)
            case Rehearse():
                return rehearse(self.engine, request)
            case ExportOnnx():
                return self._export(request)

    def _resume(self, request: ResumeTraining) -> Generator[News, None, Trained]:
        config = RunFolder(_existing(request.run)).read_config()
        try:
            if "collection" in config:
                of = train_collection_from_plain(config["collection"])
                of = replace(of, run=request.run, priority=request.priority, stop=request.stop or of.stop)
                return (yield from self._train_collection(of, config))
            begun = train_style_from_plain(config["request"])
        except (KeyError, TypeError) as error:
            raise FileError(
                f"{request.run} is not the run of a style, or its config.json is damaged."
            ) from error
        begun = replace(begun, run=request.run, priority=request.priority, stop=request.stop or begun.stop)
        return (yield from self._train(begun, config))

    def _train(self, request: TrainStyle, config: dict[str, Any] | None) -> Generator[News, None, Trained]:
        """A new run, or with its `config` one that goes on."""
        check(request)
        refuse_others_runs(request.run, config is not None)
        steering = Steering(priority=request.priority)
        device = own_device(self.engine.device.torch_device)
        team = own_team(device)
        self._running[request.run.absolute()] = steering
        try:
            yield Progress(0, 1, "looking at the photographs")
            task, said, kept = yield from prepared(self.engine, request, config, device)
            run = RunFolder(request.run)
            for words in said:
                yield _noted(run, team, "photos", words)
            request = replace(request, stop=with_moment(request.stop))
            if config is None:
                for words in fitted(task, request, team):
                    yield _noted(run, team, "plan", words)
            if config is None and request.parent is not None:
                _begin_from(task, request.parent)
                if _goes_all_the_way(request.parent):
                    task.recipe = replace(task.recipe, way=1.0)
            recipe = task.recipe
            schedule = replace(recipe.schedule, until=next_moment(request.stop.until))
            # Of a run that goes on those it began with: what cannot be read today may be back tomorrow.
            photos = kept if config is None else config.get("photos", kept)
            frozen = {"request": to_plain(request), "recipe": asdict(recipe), "photos": photos}
            style = yield from train(task, schedule, run, frozen, config is not None, steering, team)
        finally:
            self._running.pop(request.run.absolute(), None)
            team.close()
        state = run.read_state()
        return Trained(request.run, style, state["step"], state["spent_s"], state["phase"])

    def _train_collection(
        self, request: TrainCollection, config: dict[str, Any] | None
    ) -> Generator[News, None, Trained]:
        """As `_train`, of a folder of works."""
        from models.training import collection
        from models.training.cycle import CycleTask

        collection.check(request)
        refuse_others_runs(request.run, config is not None)
        steering = Steering(priority=request.priority)
        device = own_device(self.engine.device.torch_device)
        team = own_team(device)
        self._running[request.run.absolute()] = steering
        request = replace(request, stop=with_moment(request.stop))
        try:
            made = yield from collection.prepared(self.engine, request, config, device)
            run = RunFolder(request.run)
            for words in made.said:
                yield _noted(run, team, "photos", words)
            if config is None and request.parent is not None:
                _begin_from(made.task, request.parent)
            schedule = made.task.recipe.schedule
            path = yield from train(made.task, schedule, run, made.config, config is not None, steering, team)
        finally:
            self._running.pop(request.run.absolute(), None)
            team.close()
        state = run.read_state()
        back = way_back(path) if isinstance(made.task, CycleTask) else None
        return Trained(request.run, path, state["step"], state["spent_s"], state["phase"], back)

    def _time(self, request: TimeTraining) -> Generator[News, None, TrainingTime | None]:
        from models.training import pace

        recipe, known = pace.asked_recipe(request), (request.task, request.recipe)
        if known not in self._step_s:
            try:
                step_s = yield from pace.measured_step(self.engine, request, recipe)
            finally:
                give_back_memory()
            if step_s is None:
                return None
            self._step_s[known] = step_s
        device = self.engine.device.torch_device.type
        return pace.training_time(recipe, request, self._step_s[known], device)

    def _steer(self, request: SteerTraining) -> Generator[News, None, None]:
        yield from ()
        steering = self._running.get(request.run.absolute())
        if steering is None:
            raise UserError(f"No training runs in {request.run.name} any more.")
        match request.wish:
            case "pause" | "stop":
                steering.wish = request.wish
            case "snapshot":
                steering.snapshot = True
            case "idle" | "balanced" | "full":
                steering.priority = request.wish

    def _export(self, request: ExportOnnx) -> Generator[News, None, OnnxExported]:
        from models.checkpoints.onnx_export import export_style

        return export_style(self.engine, request.style, request.path)


def _freeing(steps: Generator[News, None, Trained]) -> Generator[News, None, Trained]:
    """However it ends, its memory is free then."""
    try:
        return (yield from steps)
    finally:
        give_back_memory()


def _noted(run: RunFolder, team: Team, kind: Literal["photos", "plan"], words: str) -> TrainingEvent:
    """Said, and kept in the run as far as the disk allows; its loop says what is wrong with that."""
    if team.rank == 0:
        with contextlib.suppress(OSError):
            run.append_event(0, kind, words)
    return TrainingEvent(words, 0, kind)


def _begin_from(task: Judging, parent: Path) -> None:
    """The averaged weights of a run or of one of its snapshots, and its opponent as it was."""
    folder = parent if parent.is_dir() else parent.parent
    try:
        state = unpack(folder / "checkpoint.pt")
        network = state["ema"]
        opponent = state["opponent"]["network"] if isinstance(task, Contested) else {}
    except (OSError, RuntimeError, KeyError, ValueError, EOFError, TypeError) as error:
        raise FileError(f"There is no snapshot in {parent} that this training could begin from.") from error
    try:
        task.network.load_state_dict(network)
        if isinstance(task, Contested):
            task.opponent.load_state_dict(opponent)
    except RuntimeError as error:
        raise UserError(
            f"The networks in {parent} are of another shape: that training had another size, method or "
            "number of folders. Choose them as they were there, or begin from nothing."
        ) from error


def _goes_all_the_way(parent: Path) -> bool:
    """Whether a run keeps all it learns; one that began from nothing must, for nothing leads to it."""
    run = next((f for f in (parent, *parent.parents) if (f / "config.json").is_file()), None)
    recipe = {} if run is None else RunFolder(run).read_config().get("recipe", {})
    return bool(recipe.get("fresh")) or recipe.get("way") == 1


def _existing(run: Path) -> Path:
    if not (run / "config.json").is_file():
        raise FileError(f"There is no run in {run}: it has no config.json.")
    return run


def _check_collection(request: CheckCollection) -> Generator[News, None, CollectionReport]:
    for told in check_collection(request.works):
        if isinstance(told, CollectionReport):
            return told
        yield Progress(*told, "looking at the works")
    raise AssertionError("a check ends with its report")


def _check_pairs(request: CheckPairs) -> Generator[News, None, PairsReport]:
    from models.training.works import check_pairs

    return check_pairs(request)


def _imagine(request: Imagine) -> Generator[News, None, Imagined]:
    import torch

    from models.checkpoints.generator_file import swatches_at
    from models.image import to_rgb8
    from models.picture_write import check_writable, write_picture
    from models.requests import Export

    yield Progress(0, 1, "making swatches")
    if request.path is not None:
        check_writable(request.path)
    made = list(torch.split(swatches_at(request.generator, request.places), 1))
    columns = min(request.columns, len(made))
    made += [torch.ones_like(made[0])] * (-len(made) % columns)
    rows = [torch.cat(made[i : i + columns], 3) for i in range(0, len(made), columns)]
    rgb_hwc = to_rgb8(torch.cat(rows, 2))
    if request.path is not None:
        write_picture(request.path, rgb_hwc, export=Export(request.path))
    return Imagined(rgb_hwc, made[0].shape[3], request.path)


def _open_run(request: OpenRun) -> Generator[News, None, RunHistory]:
    yield from ()
    return runs.history(_existing(request.run))


def _list_runs(request: ListRuns) -> Generator[News, None, tuple[RunSummary, ...]]:
    yield from ()
    return runs.summaries(request.folder)
