"""`impasto train gan`: a folder of works, and a generator that learns from them before a discriminator."""

from __future__ import annotations

import argparse
import getpass
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from models.collection_requests import TASKS, CheckCollection, CheckPairs, TimeTraining, TrainCollection
from models.commands import outcomes
from models.commands.arguments import (
    Verbs,
    absolute,
    add_verb,
    number_between,
    require_file,
    whole_number_between,
)
from models.commands.console import follow, put
from models.commands.runs import JsonLines, RunDisplay, read_json
from models.commands.train_style import MOST_MINUTES, make_engine, pausing, tell_end, watching
from models.news import FileError, UserError
from models.training_news import CollectionReport, PairsReport, PhotosReport, TrainingTime
from models.training_requests import CheckPhotos, ResumeTraining, StopWhen

if TYPE_CHECKING:
    from models.engine import Engine

EPILOG = """What each task learns, and from what:

  few-shot     a style from a folder of works, painted on --photos; the result is a style file
               ({"depth": "own", "learn": ["fine"]}: only these parts learn; also for conditional)
  conditional  several styles in one file, one for each folder in WORKS; FILE#1, FILE#2 choose and mix them
  unpaired     photographs become pictures as those in WORKS, from the universal network on;
               {"method": "fastcut"}, "cut" and "cycle" are FastCUT, CUT and CycleGAN with their papers'
               losses, in networks of half the width (theirs: {"width": 64, "blocks": 9, "size_px": 256,
               "receptive_field_px": 70}); what else a recipe names comes before that (CycleGAN's way
               back is written beside the result: "NAME back.safetensors")
  paired       one kind of picture becomes another (pix2pix): WORKS holds files with both side by side, or
               NAME_a and NAME_b; or --photos DIR holds the second of each pair, by the same names
  imagine      new swatches from noise; `impasto imagine FILE` makes them

The game is relativistic with R1 and R2 for few-shot, conditional and imagine, hinge with spectral norm for
unpaired, BCE for paired. Another is chosen by its name, and brings its paper's terms:
{"game": {"objective": "lsgan"}}, or relativistic, non-saturating, minimax, hinge, wgan, wgan-gp. What stands
beside the name comes first: {"game": {"objective": "wgan-gp", "rounds": 2}}.

How works are cropped and varied is the recipe's augmentation: {"augmentation": {"flip": false}} for
lettering, which must not be mirrored; scale, turn, lean_degrees and colour stand there as well.

Folders in WORKS are labels; each is learnt from equally often. --check says what the folder can become
and, by a few steps of it, how long that takes here.
Ctrl-C pauses, --resume RUN goes on exactly there.

  impasto train gan --task imagine works --check
  impasto train gan --task imagine works --minutes 120 -o swatches.safetensors
  impasto train gan --task few-shot works --photos ~/Pictures --minutes 40 -o mine.safetensors
  torchrun --nproc-per-node 2 -m models.cli train gan --task imagine works -o swatches.safetensors

"""


def add_to(kinds: Verbs) -> None:
    """Adds `gan` to what can be trained."""
    summary = "a style or a generator, from a folder of works"
    parser = add_verb(kinds, "gan", run, summary, "Trains with a discriminator.", EPILOG)
    add = parser.add_argument
    add("works", nargs="?", type=Path, metavar="WORKS", help="the folder to learn from")
    add("--task", choices=TASKS, help="what is learnt; see below")
    add("--photos", type=Path, metavar="DIR", help="photographs to paint, or the second of each pair")
    add("-o", "--out", type=Path, metavar="FILE", help="what is learnt (.safetensors)")
    look = "only look at the folder: what it can become, and how long that takes here"
    add("--check", action="store_true", help=look)
    minutes = number_between(0.01, MOST_MINUTES)
    add("--minutes", type=minutes, metavar="N", help="of work, all sittings together")
    add("--steps", type=whole_number_between(1, 10**9), metavar="N", help="end after so many steps")
    add("--until", default="", metavar="HH:MM", help="as good as possible by this time of day")
    add("--from", type=Path, dest="parent", metavar="RUN", help="begin from a run of the same task")
    add("--config", type=Path, metavar="FILE", help="JSON with parts of the recipe")
    recipe = 'the same, here, as {"size_px": 128, "game": {"r1": 4, "r2": 4}}'
    add("--recipe", default="", metavar="JSON", help=recipe)
    add("--name", default="", help="what the result is called (default: the name of the file)")
    add("--author", default="", help="whose it is")
    add("--licence", default="", help="under what terms others may use it")
    where = parser.add_mutually_exclusive_group()
    where.add_argument(
        "--run", type=Path, metavar="DIR", dest="run_folder", help="default: beside the result"
    )
    where.add_argument("--resume", type=Path, metavar="RUN", help="go on with the run in this folder")
    add("--seed", type=whole_number_between(0, 2**31), default=0, metavar="N", help="of all chance")
    add("--threads", type=whole_number_between(1, 1024), metavar="N", help="processor threads (default: all)")
    add("--jsonl", action="store_true", help="news as one JSON object a line on standard output")


def run(arguments: argparse.Namespace) -> int:
    """Checks what is given, then trains and shows how it goes."""
    if arguments.check:
        return _check(arguments)
    request = _resuming(arguments) if arguments.resume else _new(arguments)
    engine = make_engine(arguments.threads)
    with pausing(engine, request.run):
        trained = follow(engine.answer(request), watching(request.run.stem, arguments.jsonl))
    return tell_end(trained, "gan", arguments.jsonl)


def _check(arguments: argparse.Namespace) -> int:
    if arguments.works is None:
        raise UserError("Name the folder to look at: impasto train gan WORKS --check")
    watch: Any = JsonLines() if arguments.jsonl else RunDisplay(arguments.works.name)
    engine = make_engine(arguments.threads)
    report: CollectionReport = follow(engine.answer(CheckCollection(arguments.works)), watch)
    task: Any = arguments.task or report.suits  # one of TASKS, or "" where there are too few works
    advice, count = list(report.advice), len(report.used)
    if task == "paired":
        pairs: PairsReport = follow(engine.answer(CheckPairs(arguments.works, arguments.photos)), watch)
        advice, count = [*advice, *pairs.advice], pairs.count
    elif report.left_out:
        advice.insert(1, report.left_out)
    if arguments.photos is not None and task != "paired":
        photos: PhotosReport = follow(engine.answer(CheckPhotos(arguments.photos)), watch)
        used, out = len(photos.used), len(photos.left_out)
        advice.append(f"{arguments.photos.name}: {used:,} photographs, {out:,} left out.")
        advice.extend(filter(None, [photos.advice, *(one.reason for one in photos.left_out)]))
    if task and report.used and count:
        timing = TimeTraining(task, arguments.works, report.used, count, _recipe(arguments))
        if (time := _time(engine, timing, watch)) is not None:
            advice.insert(1, f"--task {task}: {time.words}")
    if arguments.jsonl:
        told = {"news": "report", "works": len(report.used), "labels": dict(report.labels)}
        put(json.dumps({**told, "advice": advice}))
        return outcomes.DONE
    for words in (*advice, *(doubt.words for doubt in report.doubts_for(task))):
        put(words)
    return outcomes.DONE


def _time(engine: Engine, request: TimeTraining, watch: Any) -> TrainingTime | None:
    """None where it cannot be measured: a folder may be of no use for this task."""
    try:
        time: TrainingTime | None = follow(engine.answer(request), watch)
    except UserError:
        return None
    return time


def _new(arguments: argparse.Namespace) -> TrainCollection:
    if arguments.works is None or arguments.task is None or arguments.out is None:
        raise UserError("Name a folder of works, --task TASK and -o FILE; or go on with --resume RUN.")
    return TrainCollection(
        arguments.task,
        arguments.works.absolute(),  # whoever goes on with the run may be in another folder
        (arguments.run_folder or arguments.out.with_suffix(".run")).absolute(),
        arguments.out.absolute(),
        absolute(arguments.photos),
        StopWhen(arguments.minutes, arguments.steps, arguments.until),
        arguments.name,
        arguments.author or getpass.getuser(),
        arguments.licence,
        parent=absolute(arguments.parent),
        recipe=_recipe(arguments),
        seed=arguments.seed,
    )


def _recipe(arguments: argparse.Namespace) -> str:
    """That of the file, in which what stands in the command comes first."""
    if arguments.config is None:
        return str(arguments.recipe)
    require_file(arguments.config, "configuration")
    recipe: dict[str, Any] = read_json(arguments.config)
    for name, value in _parsed(arguments.recipe).items():
        former = recipe.get(name)
        recipe[name] = former | value if isinstance(former, dict) and isinstance(value, dict) else value
    return json.dumps(recipe)


def _parsed(recipe: str) -> dict[str, Any]:
    try:
        found = json.loads(recipe or "{}")
    except ValueError as error:
        raise UserError(f"--recipe is no JSON: {error}.") from error
    if not isinstance(found, dict):
        raise UserError('--recipe names parts, as {"batch": 8}.')
    return found


def _resuming(arguments: argparse.Namespace) -> ResumeTraining:
    given = {name: getattr(arguments, name) for name in ("recipe", "config", "seed", "parent", "name")}
    if wrong := [f"--{name}".replace("parent", "from") for name, value in given.items() if value]:
        raise UserError(
            f"A run goes on as it was begun, without {' and '.join(wrong)}. To change something, begin "
            f"another one from it: --from {arguments.resume} with --task, --recipe and -o."
        )
    if not (arguments.resume / "config.json").is_file():
        raise FileError(f"There is no run in {arguments.resume}: it has no config.json.")
    asked = StopWhen(arguments.minutes, arguments.steps, arguments.until)
    return ResumeTraining(arguments.resume.absolute(), asked if asked != StopWhen() else None)
