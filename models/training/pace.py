"""How long a training with a discriminator takes on this machine, by a few of its own steps.

They are the steps that it would take, on a few of the works; nothing of them is kept.
"""

from __future__ import annotations

import contextlib
import math
from collections.abc import Generator
from typing import TYPE_CHECKING

import torch

from models.collection_requests import TimeTraining, TrainCollection
from models.data.coach import SOME
from models.data.collections import Collection, label_of, spread
from models.data.levels import UNREADABLE
from models.data.pictures import decode
from models.devices import is_out_of_memory
from models.giving_way import between_layers, working_s
from models.news import FileError, News, Progress
from models.training.check_recipe import check_recipe
from models.training.collection import CollectionTask, Recipe, recipe_of, task_of
from models.training.opponent import NotFiniteError
from models.training.paired import PairedRecipe
from models.training.personal_recipe import STEPS_WANTED
from models.training.schedule import Schedule
from models.training.stepper import Stepper
from models.training.team import ALONE
from models.training.translation import UnpairedRecipe
from models.training.works import SIDE_PX, Material
from models.training_news import TrainingTime
from models.training_requests import StylePicture

if TYPE_CHECKING:
    from models.engine import Engine

READ = 4  # works: how many there are makes no step longer
FEWEST_TIMED, MOST_TIMED, ENOUGH_S = 2, 20, 2.0  # steps, and the seconds of them that are enough
# Passes over the folder: those of the papers (Park et al. 2020; Zhu et al. 2017); for pairs and from the
# universal network as many as were of use (docs/experiments.md).
# Swatches: as many samples as FastGAN has of a folder (Liu et al. 2021).
PASSES = {"universal": 20, "fastcut": 200, "cut": 400, "cycle": 200, "paired": 30}
SWATCHES_SEEN = 400_000
FEWEST_STEPS = 600


def planned_steps(recipe: Recipe, task: str, count: int) -> int:
    """How many steps it takes to learn `count` works well, or pairs of them."""
    if isinstance(recipe, UnpairedRecipe | PairedRecipe):
        passes = PASSES[recipe.method if isinstance(recipe, UnpairedRecipe) else task]
        wanted = max(FEWEST_STEPS, math.ceil(passes * count / recipe.batch))
    elif task == "imagine":
        wanted = math.ceil(SWATCHES_SEEN / recipe.batch)
    else:  # a fine-tuned style; fewer works are known by heart sooner
        wanted = STEPS_WANTED if count >= SOME else STEPS_WANTED // 2
    return min(wanted, recipe.schedule.steps)


def training_time(recipe: Recipe, request: TimeTraining, step_s: float, device: str) -> TrainingTime:
    """Of a whole training whose steps take `step_s` seconds on a torch `device`."""
    steps = planned_steps(recipe, request.task, request.count)
    where = "processor" if device == "cpu" else "GPU"
    words = (
        f"To learn this well takes about {_about(steps * step_s)} on this {where}: {steps:,} steps, by the "
        "time that the first ones took."
    )
    return TrainingTime(steps, steps * step_s, words)


def asked_recipe(request: TimeTraining) -> Recipe:
    """The recipe of the training that is asked about; UserError where there can be none."""
    recipe = recipe_of(_training(request), None)
    check_recipe(recipe)
    return recipe


def measured_step(
    engine: Engine, request: TimeTraining, recipe: Recipe
) -> Generator[News, None, float | None]:
    """Seconds of a step; None where it does not fit into memory, or comes to no numbers."""
    read, pictures = yield from _some(request)
    try:
        # A training that runs beside this meets no other chance than without it.
        with torch.random.fork_rng(devices=[]), between_layers():
            torch.manual_seed(recipe.schedule.seed)
            device = engine.device.torch_device
            task = task_of(engine, _training(request), recipe, read, pictures, device)
        return (yield from _step_seconds(task, recipe.schedule))
    except Exception as error:
        if not (isinstance(error, NotFiniteError) or is_out_of_memory(error)):
            raise
        return None


def _step_seconds(task: CollectionTask, schedule: Schedule) -> Generator[News, None, float]:
    """Both networks learn in each step. The first one makes plans and takes memory, and does not count."""
    stepper = Stepper(task, schedule.optimizer, schedule.ema, schedule.clip_norm, schedule.seed, ALONE)
    took_s: list[float] = []
    while len(took_s) <= FEWEST_TIMED or (sum(took_s[1:]) < ENOUGH_S and len(took_s) <= MOST_TIMED):
        begun = working_s()
        with torch.random.fork_rng(devices=[]), between_layers():
            stepper.learn(0.0, schedule.learning_rate)
            stepper.apply(len(took_s) + 1, schedule.learning_rate)
        took_s.append(working_s() - begun)
        yield Progress(min(1.0, sum(took_s[1:]) / ENOUGH_S), 1, "timing the first steps")
    return sum(took_s[1:]) / (len(took_s) - 1)


def _some(request: TimeTraining) -> Generator[News, None, tuple[Material, tuple[StylePicture, ...]]]:
    """A few works, which stand for photographs and for the second of each pair as well."""
    files = spread(request.files, request.works, READ)
    labelled: list[tuple[str, torch.Tensor]] = []
    pictures: list[StylePicture] = []
    for done, path in enumerate(files, 1):
        label = label_of(path, request.works)
        with contextlib.suppress(*UNREADABLE):
            picture = decode(path, SIDE_PX)
            labelled.append((label, torch.cat([picture, picture]) if request.task == "paired" else picture))
            pictures.append(StylePicture(path, label=label))
        yield Progress(done, len(files), "reading the pictures")
    if not labelled:
        raise FileError(f"There is no work in {request.works} to learn from. Choose another folder.")
    works, photos = Collection.of_labelled(labelled), Collection.of_labelled(labelled)
    return Material(works, photos, {}, []), tuple(pictures)


def _training(request: TimeTraining) -> TrainCollection:
    works = request.works  # stands for the run, the result and photographs as well: nothing is written
    return TrainCollection(request.task, works, works, works, photos=works, recipe=request.recipe)


def _about(seconds: float) -> str:
    """As exact as it can be known."""
    minutes = seconds / 60
    if minutes < 100:
        step = 1 if minutes < 10 else 5
        return f"{max(2, step * round(minutes / step))} minutes"
    hours = minutes / 60
    return f"{max(2, round(hours))} hours" if hours < 48 else f"{round(hours / 24)} days"
