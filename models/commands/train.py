"""`impasto train`: the recipes by which the shipped weights were made, for anyone to run again."""

from __future__ import annotations

import argparse
import json
from collections.abc import Generator
from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from typing import Any, TypeVar

import numpy as np

from models.commands import outcomes
from models.commands.arguments import Verbs, add_verb, number_between, require_file, whole_number_between
from models.commands.console import Display, follow, put, say
from models.news import FileError, News, Preview, UserError

Recipe = TypeVar("Recipe")

NETWORKS = ("loss-network", "universal")
MOST_MINUTES = 60 * 24 * 365

EPILOG = """A run is a folder: its configuration, metrics.jsonl, samples and checkpoints. Ctrl-C saves a
checkpoint; --resume goes on from it as if nothing had happened. Pictures and teacher are given again.

  impasto train universal --photos photos --styles paintings --teacher teacher --run runs/one --minutes 60
  impasto train universal --photos photos --styles paintings --teacher teacher --resume runs/one

"""


def add_to(verbs: Verbs) -> None:
    """Adds the verb and its options."""
    summary = "train the loss network or the universal network"
    parser = add_verb(
        verbs, "train", run, summary, "Trains one of the networks that ship with Impasto.", EPILOG
    )
    add = parser.add_argument
    add("network", choices=NETWORKS, help="loss-network: how styles are judged; universal: what paints")
    add("--photos", type=Path, required=True, metavar="DIR", help="photographs to paint")
    add("--styles", type=Path, required=True, metavar="DIR", help="pictures whose styles are learnt")
    add("--teacher", type=Path, required=True, metavar="DIR", help="the networks that judge while it learns")
    where = parser.add_mutually_exclusive_group(required=True)
    where.add_argument("--run", type=Path, metavar="DIR", dest="run_folder", help="a new run, in this folder")
    where.add_argument("--resume", type=Path, metavar="RUN", help="go on with the run in this folder")
    add("--config", type=Path, metavar="FILE", help='JSON with parts of the recipe, as {"batch": 8}')
    minutes = "end after this long, all sittings together"
    add("--minutes", type=number_between(0.01, MOST_MINUTES), metavar="N", help=minutes)
    add(
        "--loss-network",
        type=Path,
        metavar="FILE",
        help="weights that encode styles (default: the shipped ones)",
    )
    add("--threads", type=whole_number_between(1, 1024), metavar="N", help="processor threads (default: all)")
    add("--jsonl", action="store_true", help="news as one JSON object a line on standard output")


def run(arguments: argparse.Namespace) -> int:
    """Checks the folders, then trains and shows how it goes."""
    for folder, what in (
        (arguments.photos, "photos"),
        (arguments.styles, "styles"),
        (arguments.teacher, "teacher"),
    ):
        if not folder.is_dir():
            raise FileError(f"There is no folder of {what} at {folder}. Check its name.")
    if arguments.loss_network is not None:
        require_file(arguments.loss_network, "loss network")
    overrides = read_overrides(arguments)
    check_run_folder(arguments)
    watch = JsonLines() if arguments.jsonl else RunDisplay(arguments.network, run_folder(arguments))
    path = follow(start_training(arguments, overrides), watch)
    put(json.dumps({"news": "done", "path": str(path)}) if arguments.jsonl else str(path))
    return outcomes.DONE


def run_folder(arguments: argparse.Namespace) -> Path:
    """The folder of this run, new or resumed."""
    folder: Path = arguments.resume or arguments.run_folder
    return folder


def check_run_folder(arguments: argparse.Namespace) -> None:
    """A new run never starts in an old one's folder, and an old one must be there."""
    folder = run_folder(arguments)
    if arguments.resume and not (folder / "config.json").is_file():
        raise FileError(f"There is no run in {folder}: it has no config.json. Start one with --run {folder}")
    if arguments.run_folder and (folder / "config.json").exists():
        raise UserError(
            f"There is a run in {folder} already. Go on with --resume {folder}, or name another folder."
        )


def read_overrides(arguments: argparse.Namespace) -> dict[str, Any]:
    """What is asked for of the recipe: that of the resumed run, then --config, then --minutes."""
    asked: dict[str, Any] = {}
    if arguments.resume and (arguments.resume / "config.json").is_file():
        asked |= _read_json(arguments.resume / "config.json").get("recipe", {})
    if arguments.config is not None:
        require_file(arguments.config, "configuration")
        given = _read_json(arguments.config)
        asked |= {**given, "schedule": {**asked.get("schedule", {}), **given.get("schedule", {})}}
    if arguments.minutes is not None:
        asked["schedule"] = {**asked.get("schedule", {}), "minutes": arguments.minutes}
    return asked


def _read_json(path: Path) -> dict[str, Any]:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (ValueError, RecursionError) as error:
        raise FileError(f"{path} is not JSON: {error}. Mend it, or leave --config out.") from error
    if not isinstance(found, dict) or not isinstance(found.get("schedule", {}), dict):
        raise FileError(f"{path} must hold one JSON object such as {{}}, with names of the recipe in it.")
    return found


def amend(recipe: Recipe, overrides: dict[str, Any], where: str = "the recipe") -> Recipe:
    """A frozen dataclass with fields changed, nested ones too; UserError for an unknown name or kind."""
    assert is_dataclass(recipe)
    assert not isinstance(recipe, type)
    known = {field.name: getattr(recipe, field.name) for field in fields(recipe)}
    changes: dict[str, Any] = {}
    for name, value in overrides.items():
        if name not in known:
            raise UserError(f"{name!r} is not in {where}. It knows: {', '.join(sorted(known))}")
        if is_dataclass(known[name]):
            value = amend(known[name], value, f"the {name} of {where}")
        elif not _fits(value, known[name]):
            raise UserError(f"{name} in {where} is {known[name]!r} by default; {value!r} is of another kind.")
        changes[name] = value
    return replace(recipe, **changes)


def _fits(value: object, default: object) -> bool:
    if default is None:  # a number that may be left open
        return value is None or (isinstance(value, int | float) and not isinstance(value, bool))
    if isinstance(default, bool) or isinstance(value, bool):
        return isinstance(default, bool) and isinstance(value, bool)
    if isinstance(default, float):
        return isinstance(value, int | float)
    return isinstance(value, type(default))


def start_training(arguments: argparse.Namespace, overrides: dict[str, Any]) -> Generator[News, None, Path]:
    """The training as a generator; here the heavy libraries are imported."""
    folders = (arguments.photos, arguments.styles, arguments.teacher)
    folder, resume = run_folder(arguments), arguments.resume is not None
    if arguments.network == "loss-network":
        from models.training.loss_network import LossNetworkRecipe, train_loss_network

        recipe = amend(LossNetworkRecipe(), overrides)
        _set_threads(arguments.threads)
        return train_loss_network(*folders, folder, recipe, resume)
    from models.training.universal import UniversalRecipe, train_universal

    judge = arguments.loss_network or Path(__file__).parent.parent / "weights" / "loss_network.safetensors"
    require_file(judge, "loss network")
    universal = amend(UniversalRecipe(), overrides)
    _set_threads(arguments.threads)
    return train_universal(*folders, judge, folder, universal, resume)


def _set_threads(threads: int | None) -> None:
    import torch

    if threads:
        torch.set_num_threads(threads)


class RunDisplay:
    """The display of a run; previews become files of the run, because a terminal shows no pictures."""

    def __init__(self, network: str, folder: Path) -> None:
        self._display = Display(network)
        self._samples = folder / "samples"

    def show(self, news: News) -> None:
        if not isinstance(news, Preview):
            self._display.show(news)
            return
        from PIL import Image

        self._samples.mkdir(parents=True, exist_ok=True)
        path = self._samples / f"{news.step:07d}.jpg"
        Image.fromarray(news.rgb_hwc).save(path, quality=90)
        say(f"sample: {path}")


class JsonLines:
    """News for another program: a JSON object a line."""

    def show(self, news: News) -> None:
        if isinstance(news, Preview):
            return
        values = {field.name: _plain(getattr(news, field.name)) for field in fields(news)}
        put(json.dumps({"news": type(news).__name__.lower(), **values}))


def _plain(value: object) -> object:
    if isinstance(value, dict):
        return {name: _plain(part) for name, part in value.items()}
    return (
        float(value) if isinstance(value, np.floating) else str(value) if isinstance(value, Path) else value
    )
