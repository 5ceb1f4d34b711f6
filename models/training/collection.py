"""From a request to a training with a discriminator: what it learns from, its recipe, and the task."""

from __future__ import annotations

import contextlib
import getpass
import json
from collections.abc import Generator, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import torch

from models.atomic import check_place
from models.checkpoints.style_file import StyleCard
from models.collection_requests import TASKS, TrainCollection
from models.data.collections import label_of, spread
from models.data.pictures import PictureFolder
from models.games import whole_game
from models.news import FileError, News, Progress, UserError
from models.picture_file import read_picture
from models.training.amend import amend
from models.training.check_recipe import check_parent, check_recipe
from models.training.conditional import ConditionalTask
from models.training.cut import CutTask
from models.training.cycle import CycleTask
from models.training.few_shot import FewShotRecipe, FewShotTask
from models.training.imagine import DCGAN, ImagineRecipe, ImagineTask
from models.training.paired import PairedRecipe, PairedTask
from models.training.personal_recipe import balanced
from models.training.prepare import SUFFIX, style_of
from models.training.processor import prepare_processor
from models.training.translation import METHODS, UnpairedRecipe
from models.training.works import Material, kept_px, read_pairs, read_works
from models.training_moment import next_moment
from models.training_requests import StopWhen, StylePicture, TrainStyle, to_plain

if TYPE_CHECKING:
    from models.engine import Engine
    from models.networks.loss_network import LossNetwork

CollectionTask: TypeAlias = FewShotTask | CutTask | CycleTask | PairedTask | ImagineTask
Recipe: TypeAlias = FewShotRecipe | UnpairedRecipe | PairedRecipe | ImagineRecipe

RECIPES: dict[str, Recipe] = {
    "few-shot": FewShotRecipe(),
    "conditional": FewShotRecipe(),
    "unpaired": METHODS["universal"],
    "paired": PairedRecipe(),
    "imagine": ImagineRecipe(),
}
MOST_WORKS = 200  # a code and statistics are kept of each


@dataclass(frozen=True)
class Prepared:
    """A task with all it learns from, what to say of it first, and what to freeze into the run."""

    task: CollectionTask
    said: tuple[str, ...]
    config: dict[str, Any]


def check(request: TrainCollection) -> None:
    """What can be known to be wrong before anything long begins."""
    if request.task not in TASKS:
        raise UserError(f"There is no task {request.task!r}. Choose one of {', '.join(TASKS)}.")
    if request.out.suffix.lower() != SUFFIX:
        raise UserError(f"What is learnt is one file: name it {request.out.with_suffix(SUFFIX).name}")
    check_place(request.out)
    if request.photos is None and request.task in ("few-shot", "conditional", "unpaired"):
        raise UserError(f"The task {request.task} paints photographs: name a folder of them with --photos.")
    if request.photos is not None and request.task == "imagine":
        raise UserError("The task imagine makes pictures from noise: leave --photos out.")
    for folder in filter(None, (request.works, request.photos)):
        if not folder.is_dir():
            raise FileError(f"There is no folder of pictures at {folder}. Check its name.")


def recipe_of(request: TrainCollection, config: dict[str, Any] | None) -> Recipe:
    """The task's recipe with what is asked for; that of a run that goes on is as it was."""
    asked = {} if config is not None else asked_of(request)
    begun = None if config is None else config.get("recipe", {})
    usual = _usual(request.task, asked if begun is None else begun)
    if begun is not None:
        recipe = amend(usual, begun, "the run's config.json")
    else:
        seeded = replace(usual, schedule=replace(usual.schedule, seed=request.seed))
        recipe = amend(seeded, asked)
    stop = request.stop
    if stop != StopWhen():
        schedule = replace(
            recipe.schedule,
            minutes=stop.minutes,
            steps=stop.steps or usual.schedule.steps,
            until=next_moment(stop.until),
        )
        return replace(recipe, schedule=schedule)
    return recipe


def _usual(task: str, asked: dict[str, Any]) -> Recipe:
    """The task's own, or all that goes with the method or the generator that is asked for."""
    if task == "imagine" and asked.get("generator") == "dcgan":
        return DCGAN
    if task == "unpaired":
        return METHODS.get(str(asked.get("method")), METHODS["universal"])
    return RECIPES[task]


def asked_of(request: TrainCollection) -> dict[str, Any]:
    """The recipe's parts that the request names; an objective brings what its paper plays it with."""
    try:
        found = json.loads(request.recipe or "{}")
    except (ValueError, RecursionError) as error:
        raise UserError(f"The recipe is not JSON: {error}. Mend it, or leave it out.") from error
    if not isinstance(found, dict) or not all(
        isinstance(found.get(k, {}), dict) for k in ("schedule", "game")
    ):
        raise UserError("The recipe must be one JSON object, with names of the recipe in it.")
    return found | ({"game": whole_game(found["game"])} if "game" in found else {})


def prepared(
    engine: Engine, request: TrainCollection, config: dict[str, Any] | None, device: torch.device
) -> Generator[News, None, Prepared]:
    """Reads what is learnt from, in steps, and makes the task; its first weights come from the seed."""
    recipe = recipe_of(request, config)
    if config is None:
        check_recipe(recipe)
        check_parent(recipe.game, request.parent)
    prepare_processor(None)
    short_side_px = kept_px(recipe.augmentation, recipe.size_px, config)
    if isinstance(recipe, PairedRecipe):
        read = yield from read_pairs(request, short_side_px, config)
    else:
        read = yield from read_works(request, config, short_side_px)
    pictures: tuple[StylePicture, ...] = ()
    if isinstance(recipe, FewShotRecipe):
        pictures = yield from _style_pictures(request.works, read.works.files)
        if config is None and len(read.works.files) > MOST_WORKS:
            read.said.append(
                f"Colours and strokes are taken from {MOST_WORKS} of the works, as many of each folder; the "
                "discriminator sees the others, too."
            )
    # Nothing yields from here on: between two steps the engine may answer others, who draw from this chance.
    torch.manual_seed(recipe.schedule.seed)
    task = task_of(engine, request, recipe, read, pictures, device)
    if isinstance(task, FewShotTask):
        if config is None and "style" not in asked_of(request):
            task.recipe = replace(task.recipe, style=balanced(task.recipe, task.pull()).style)
        recipe = task.recipe
    # Of a run that goes on those it began with: what cannot be read today may be back tomorrow.
    names = {name: (config or {}).get(name, files) for name, files in read.names.items()}
    kept = {"collection": to_plain(request), "recipe": asdict(recipe), **names}
    return Prepared(task, tuple(read.said), kept)


def task_of(
    engine: Engine,
    request: TrainCollection,
    recipe: Recipe,
    read: Material,
    pictures: tuple[StylePicture, ...],
    device: torch.device,
) -> CollectionTask:
    """The networks as they are made, with what they learn from; `pictures` are those of a style."""
    eye = engine.eye().to(device).eval().requires_grad_(False)
    place, card = request.out.absolute(), _card(request)
    has_backbone = isinstance(recipe, PairedRecipe | UnpairedRecipe) and recipe.backbone
    base = engine.universal().stylist if has_backbone else None
    match recipe:
        case ImagineRecipe():
            return ImagineTask(read.works, recipe, eye, card, place, device)
        case PairedRecipe():
            return PairedTask(read.works, recipe, eye, card, place, device, base)
        case UnpairedRecipe():
            assert read.photos is not None
            kind = CycleTask if recipe.method == "cycle" else CutTask
            return kind(read.photos, read.works, recipe, eye, card, place, device, base)
        case FewShotRecipe():
            return _few_shot(engine, eye, request, recipe, device, read, pictures)


def _style_pictures(folder: Path, files: Sequence[Path]) -> Generator[News, None, tuple[StylePicture, ...]]:
    """Those that style is measured of, of every label as many. Each is read once: a torn one is left out."""
    chosen, found = spread(files, folder, MOST_WORKS), []
    for done, path in enumerate(chosen, 1):
        with contextlib.suppress(FileError):
            read_picture(path)
            found.append(StylePicture(path, label=label_of(path, folder)))
        yield Progress(done, len(chosen), "looking at the works")
    return tuple(found)


def _few_shot(
    engine: Engine,
    eye: LossNetwork,
    request: TrainCollection,
    recipe: FewShotRecipe,
    device: torch.device,
    read: Material,
    pictures: tuple[StylePicture, ...],
) -> FewShotTask:
    assert request.photos is not None
    assert read.photos is not None
    like = TrainStyle(
        pictures,
        request.photos,
        request.run,
        request.out,
        name=request.name,
        author=request.author,
        licence=request.licence,
    )
    style, base = style_of(engine, like), engine.universal().stylist
    photos = PictureFolder.of([*read.photos.pictures, *read.photos.held_out])
    kind = ConditionalTask if request.task == "conditional" else FewShotTask
    return kind(photos, read.works, style, base, engine.judge(), eye, recipe, device)


def _card(request: TrainCollection) -> StyleCard:
    return StyleCard(
        request.name or request.out.stem,
        author=request.author or getpass.getuser(),
        licence=request.licence,
        origin=f"learnt from {request.works.name}",
        recipe={"task": request.task},
    )
