"""From a request to a training: what it learns on, its recipe, balanced and planned, and the task."""

from __future__ import annotations

import getpass
import hashlib
import json
from collections.abc import Generator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import torch
from torch import nn

from models.atomic import check_place
from models.checkpoints.style_file import StyleCard
from models.data.levels import UNREADABLE
from models.data.photo_check import check_photos, choose
from models.data.pictures import PictureFolder, decode
from models.devices import give_back_memory, is_out_of_memory
from models.losses.teachers import SLIM_FILE, SlimVgg
from models.news import FileError, News, Progress, UserError
from models.training.amend import amend
from models.training.personal import PersonalStyle, PersonalTask
from models.training.personal_recipe import (
    PersonalRecipe,
    balanced,
    expected_steps,
    planned,
    smaller,
    with_sliders,
)
from models.training.processor import prepare_processor
from models.training.team import Team
from models.training_moment import next_moment
from models.training_news import PhotosReport
from models.training_requests import StopWhen, TrainStyle

if TYPE_CHECKING:
    from models.engine import Engine

THUMBNAIL_PHOTO = Path(__file__).parent.parent.parent / "resources" / "samples" / "photo_cat.jpg"
SUFFIX = ".safetensors"
PHOTO_SIDE_PX = 384  # short side; crops of three quarters of it are painted at their own resolution
SAID = 3  # files that are left out are named up to this many; the report has them all


def check(request: TrainStyle) -> None:
    """What can be known to be wrong before anything long begins."""
    if not request.pictures:
        raise UserError("Choose at least one picture to learn the style from.")
    for picture in request.pictures:
        if not picture.path.is_file():
            raise FileError(f"There is no picture {picture.path}. Check its name.")
    if request.style.suffix.lower() != SUFFIX:
        raise UserError(f"A style ends in {SUFFIX}: name it {request.style.with_suffix(SUFFIX).name}")
    check_place(request.style)


def recipe_of(request: TrainStyle, config: dict[str, Any] | None) -> PersonalRecipe:
    """As the sliders and the real weights ask for it; that of a run that goes on is as it was planned."""
    if config is not None:
        recipe = amend(PersonalRecipe(), config.get("recipe", {}), "the run's config.json")
    else:
        usual = PersonalRecipe(depth=request.depth, learn=request.learn, fresh=request.fresh)
        usual = replace(usual, schedule=replace(usual.schedule, seed=request.seed))
        recipe = amend(with_sliders(usual, request.sliders), _overrides(request))
    stop, schedule = request.stop, recipe.schedule
    if stop.minutes is not None or stop.steps is not None or stop.until:
        # What is asked for takes the place of the usual ten minutes.
        schedule = replace(schedule, minutes=stop.minutes, steps=stop.steps or PersonalRecipe.schedule.steps)
    return replace(recipe, schedule=schedule)


def _overrides(request: TrainStyle) -> dict[str, Any]:
    try:
        found = json.loads(request.recipe or "{}")
    except (ValueError, RecursionError) as error:
        raise UserError(f"The recipe is not JSON: {error}. Mend it, or leave it out.") from error
    if not isinstance(found, dict) or not isinstance(found.get("schedule", {}), dict):
        raise UserError("The recipe must be one JSON object, with names of the recipe in it.")
    return found


def fitted(task: PersonalTask, request: TrainStyle, team: Team) -> list[str]:
    """Balances the recipe for this style and plans it for the time there is, by the first steps; says how."""
    asked, recipe = _overrides(request), task.recipe
    said: list[str] = []
    if "style" not in asked:
        recipe = balanced(recipe, team.agree(task.pull()))
    budget_s = _budget_s(request.stop, recipe)
    is_open = not {"size_px", "batch"} & set(asked) and "steps" not in asked.get("schedule", {})
    if budget_s is not None and is_open:
        task.recipe = recipe
        step_s = team.agree(_step_seconds(task, said))
        then = planned(task.recipe, step_s, budget_s, team.size)
        if task.recipe is not recipe:  # memory has an end here, whatever the time allows
            recipe = task.recipe
            then = replace(then, size_px=min(then.size_px, recipe.size_px), batch=recipe.batch)
        steps = expected_steps(recipe, then, step_s, budget_s, team.size)
        px, count = then.size_px, then.batch
        if count == 1:
            said.append(f"Planned from the first steps: about {steps} steps, each on one crop of {px} px.")
        else:
            plan = f"Planned from the first steps: about {steps} steps, each on {count} crops of {px} px."
            said.append(plan)
        recipe = then
    elif recipe.batch < team.size and "batch" not in asked:
        recipe = replace(recipe, batch=team.size)
        said.append(f"{team.size} processes share each batch, so it has {team.size} pictures.")
    task.recipe = recipe
    return said


def _step_seconds(task: PersonalTask, said: list[str]) -> float:
    """Measured; at a smaller size where memory runs out, which the task has from then on."""
    while True:
        try:
            return task.step_seconds()
        except Exception as error:
            if not is_out_of_memory(error):
                raise
        task.network.zero_grad(set_to_none=True)
        give_back_memory()
        if (less := smaller(task.recipe)) is None:
            raise MemoryError
        task.recipe = less
        said.append(f"Memory ran out. The training goes on with crops of {less.size_px} px.")


def _budget_s(stop: StopWhen, recipe: PersonalRecipe) -> float | None:
    """The seconds there are, where time and not a number of steps ends the training."""
    ends = [60 * recipe.schedule.minutes] if recipe.schedule.minutes is not None else []
    if (until := next_moment(stop.until)) is not None:
        ends.append(until - datetime.now().timestamp())
    return max(1.0, min(ends)) if ends and stop.steps is None else None


def prepared(
    engine: Engine, request: TrainStyle, config: dict[str, Any] | None, device: torch.device
) -> Generator[News, None, tuple[PersonalTask, list[str], list[str]]]:
    """The task with all it learns from, in small steps; what to say of it; the photographs by name."""
    recipe = recipe_of(request, config)
    prepare_processor(None)
    said: list[str] = []
    if config is None:
        report = yield from report_on(request.photos)
        said = [*_left_out(report), report.advice]
        files = choose(report.used)
    else:
        files = [request.photos / name for name in config.get("photos", [])]
    pictures, gone = [], []
    for done, path in enumerate(files, 1):
        try:
            pictures.append(decode(path, PHOTO_SIDE_PX))
        except UNREADABLE:
            gone.append(path.name)
        yield Progress(done, len(files), "reading the photographs")
    if not pictures:
        raise FileError(f"There is no photograph in {request.photos} to learn on. Choose another folder.")
    if len(gone) == 1:
        said.append(f"The photograph {gone[0]} is gone: the run goes on a little differently.")
    elif gone:
        said.append(f"{len(gone)} photographs are gone: the run goes on a little differently.")
    kept = [path.relative_to(request.photos).as_posix() for path in files if path.name not in gone]
    style = style_of(engine, request)
    yield Progress(1, 1, "reading the style")
    base = engine.universal().stylist
    judge: nn.Module = SlimVgg(request.teacher / SLIM_FILE) if request.teacher else engine.judge()
    yield Progress(1, 1, "measuring the style")
    task = PersonalTask(PictureFolder.of(pictures), style, base, judge, recipe, device)
    return task, [*said, *_unwatched(task)], kept


def style_of(engine: Engine, request: TrainStyle) -> PersonalStyle:
    paths = [picture.path for picture in request.pictures]
    card = StyleCard(
        request.name or request.style.stem,
        author=request.author or getpass.getuser(),
        licence=request.licence,
        origin=f"learnt from {', '.join(path.name for path in paths)}",
        recipe={
            "base_sha256": engine.weights_sha256,
            "loss_network_sha256": engine.loss_network_sha256,
        },
        hashes=tuple(hashlib.sha256(path.read_bytes()).hexdigest() for path in paths),
    )
    network = engine.refiner().network
    return PersonalStyle(
        request.pictures, card, request.style.absolute(), THUMBNAIL_PHOTO, network, request.samples
    )


def _unwatched(task: PersonalTask) -> list[str]:
    match task.unwatched:
        case []:
            return []
        case [path]:
            return [
                f"The photograph {path.name} cannot be read, so the samples show one of the folder instead."
            ]
    count = len(task.unwatched)
    return [f"{count} photographs for the samples cannot be read, so these show some of the folder instead."]


def _left_out(report: PhotosReport) -> list[str]:
    if not report.left_out:
        return []
    if len(report.left_out) == 1:
        return ["One file is left out.", report.left_out[0].reason]
    return [f"{len(report.left_out)} files are left out.", *(o.reason for o in report.left_out[:SAID])]


def report_on(folder: Path) -> Generator[News, None, PhotosReport]:
    for told in check_photos(folder):
        if isinstance(told, PhotosReport):
            return told
        yield Progress(*told, "looking at the photographs")
    raise AssertionError("a check ends with its report")
