"""`impasto train style`: a picture or a handful, and a folder of photographs, become a style of one's own."""

from __future__ import annotations

import argparse
import getpass
import hashlib
import json
from collections.abc import Generator
from pathlib import Path
from typing import Any

from models.commands import outcomes
from models.commands.arguments import Verbs, add_verb, number_between, require_file, whole_number_between
from models.commands.console import follow, put
from models.commands.runs import JsonLines, RunDisplay, amend, prepare_processor, read_json
from models.news import FileError, News, UserError

SUFFIX = ".safetensors"
MOST_MINUTES = 60 * 24 * 7

EPILOG = """A first style takes two minutes on two processor cores; it grows stronger for about half an hour.
Ctrl-C saves a checkpoint in the run's folder; --resume goes on from it. The style is one file: use it with
--style FILE, or drop it on the window.

  impasto train style painting.jpg --photos ~/Pictures --minutes 10 -o mine.safetensors
  impasto train style painting.jpg --photos ~/Pictures --minutes 30 --resume mine.run -o mine.safetensors

"""


def add_to(kinds: Verbs) -> None:
    """Adds `style` to what can be trained."""
    summary = "a style of your own, from one picture or a few"
    parser = add_verb(kinds, "style", run, summary, "Trains a style of your own.", EPILOG)
    add = parser.add_argument
    add("pictures", nargs="+", type=Path, metavar="PICTURE", help="what the style is learnt from")
    add("--photos", type=Path, required=True, metavar="DIR", help="photographs to paint; 20 are enough")
    add("-o", "--out", type=Path, required=True, metavar="STYLE", help="the style file (.safetensors)")
    depth = "code: seconds, colours and contrasts; style: strokes too (default); full: everything, slowly"
    add("--depth", choices=("code", "style", "full"), help=depth)
    add("--minutes", type=number_between(0.01, MOST_MINUTES), metavar="N", help="default: 10")
    add("--config", type=Path, metavar="FILE", help='JSON with parts of the recipe, as {"content": 2.0}')
    add("--name", help="what the style is called (default: the name of the file)")
    add("--author", default="", help="whose style it is")
    add("--licence", default="", help="under what terms others may use it")
    where = parser.add_mutually_exclusive_group()
    where.add_argument("--run", type=Path, metavar="DIR", dest="run_folder", help="default: beside the style")
    where.add_argument("--resume", type=Path, metavar="RUN", help="go on with the run in this folder")
    teacher = "judge strokes by the networks in this folder instead of the one that ships"
    add("--teacher", type=Path, metavar="DIR", help=teacher)
    add("--threads", type=whole_number_between(1, 1024), metavar="N", help="processor threads (default: all)")
    add("--jsonl", action="store_true", help="news as one JSON object a line on standard output")


def run(arguments: argparse.Namespace) -> int:
    """Checks what is given, then trains and shows how it goes."""
    for picture in arguments.pictures:
        require_file(picture, "picture")
    if not arguments.photos.is_dir():
        raise FileError(f"There is no folder of photos at {arguments.photos}. Check its name.")
    if arguments.out.suffix.lower() != SUFFIX:
        raise UserError(f"A style ends in {SUFFIX}: write -o {arguments.out.with_suffix(SUFFIX)}")
    if not arguments.out.absolute().parent.is_dir():
        raise FileError(f"There is no folder {arguments.out.absolute().parent}. Make it first.")
    folder = run_folder(arguments)
    overrides = read_overrides(arguments)
    watch = JsonLines() if arguments.jsonl else RunDisplay(f"style {arguments.out.stem}", folder)
    path = follow(start_training(arguments, folder, overrides), watch)
    put(json.dumps({"news": "done", "path": str(path)}) if arguments.jsonl else str(path))
    return outcomes.DONE


def run_folder(arguments: argparse.Namespace) -> Path:
    """The folder of the run: named, resumed, or beside the style; never one that has another run in it."""
    if arguments.resume:
        if not (arguments.resume / "config.json").is_file():
            raise FileError(f"There is no run in {arguments.resume}: it has no config.json.")
        resumed: Path = arguments.resume
        return resumed
    folder: Path = arguments.run_folder or arguments.out.with_suffix(".run")
    if (folder / "config.json").exists():
        raise UserError(f"There is a run in {folder} already. Go on with --resume {folder}, or name another.")
    return folder


def read_overrides(arguments: argparse.Namespace) -> dict[str, Any]:
    """What is asked for of the recipe: that of the resumed run, then --config, then the options."""
    asked: dict[str, Any] = {}
    if arguments.resume:
        asked |= read_json(arguments.resume / "config.json").get("recipe", {})
    if arguments.config is not None:
        require_file(arguments.config, "configuration")
        given = read_json(arguments.config)
        asked |= {**given, "schedule": {**asked.get("schedule", {}), **given.get("schedule", {})}}
    if arguments.depth:
        asked["depth"] = arguments.depth
    if arguments.minutes is not None:
        asked["schedule"] = {**asked.get("schedule", {}), "minutes": arguments.minutes}
    return asked


def start_training(
    arguments: argparse.Namespace, folder: Path, overrides: dict[str, Any]
) -> Generator[News, None, Path]:
    """The training as a generator; here the heavy libraries are imported."""
    from models.checkpoints.shipped import load_loss_network, load_stylist
    from models.checkpoints.style_file import StyleCard
    from models.engine import LOSS_NETWORKS, WEIGHTS, Engine
    from models.losses.teachers import SLIM_FILE, SlimVgg
    from models.training.personal import PersonalRecipe, PersonalStyle, train_style

    recipe = amend(PersonalRecipe(), overrides)
    prepare_processor(arguments.threads)
    engine = Engine()
    digests = tuple(hashlib.sha256(picture.read_bytes()).hexdigest() for picture in arguments.pictures)
    names = ", ".join(picture.name for picture in arguments.pictures)
    card = StyleCard(
        arguments.name or arguments.out.stem,
        author=arguments.author or getpass.getuser(),
        licence=arguments.licence,
        origin=f"learnt from {names}",
        recipe={"base_sha256": engine.weights_sha256, "loss_network_sha256": engine.loss_network_sha256},
        hashes=digests,
    )
    thumbnail = Path(__file__).parent.parent.parent / "resources" / "samples" / "photo_cat.jpg"
    together = engine.refiner().network
    style = PersonalStyle(tuple(arguments.pictures), card, arguments.out.absolute(), thumbnail, together)
    judge = (
        SlimVgg(arguments.teacher / SLIM_FILE) if arguments.teacher else load_loss_network(LOSS_NETWORKS[0])
    )
    base = load_stylist(WEIGHTS / "universal.safetensors")
    return train_style(arguments.photos, style, base, judge, folder, recipe, arguments.resume is not None)
