"""`impasto train`: the recipes by which the shipped weights were made, for anyone to run again."""

from __future__ import annotations

import argparse
import json
from collections.abc import Generator
from pathlib import Path
from typing import Any

from models.commands import outcomes, train_gan, train_rehearse, train_style
from models.commands.arguments import Verbs, add_verb, number_between, require_file, whole_number_between
from models.commands.console import follow, put
from models.commands.runs import JsonLines, RunDisplay, read_json
from models.news import FileError, News, UserError
from models.training.amend import amend
from models.training.processor import prepare_processor

NETWORKS = {
    "loss-network": "the loss network, by which styles are judged",
    "universal": "the universal network, which paints",
    "narrow": "the live-width network, which learns from the universal one",
}
WEIGHTS = Path(__file__).parent.parent / "weights"
MOST_MINUTES = 60 * 24 * 365

EPILOG = """A run is a folder: its configuration, metrics.jsonl, samples and checkpoints. Ctrl-C saves a
checkpoint; --resume goes on from it as if nothing had happened. Pictures, teacher and guide are given again.

  impasto train universal --photos photos --styles paintings --minutes 60
  impasto train universal --photos photos --styles paintings --resume universal.run
  impasto stylize cat.jpg --style monet.jpg --universal universal.run/style.safetensors -o out.png

"""


def add_to(verbs: Verbs) -> None:
    """Adds the verb and its options."""
    summary = "train a style of your own, or the networks that ship with Impasto"
    parser = add_verb(verbs, "train", run, summary, "Trains a style, or a network of Impasto's own.")
    kinds = parser.add_subparsers(dest="network", metavar="WHAT", required=True)
    train_style.add_to(kinds)
    train_gan.add_to(kinds)
    train_rehearse.add_to(kinds)
    for name, what in NETWORKS.items():
        _add_network(kinds, name, what)
    where = "where to train (default: the fastest that is there)"
    for name in NETWORKS:
        kinds.choices[name].add_argument("--device", choices=("cuda", "mps", "cpu"), help=where)


def _add_network(kinds: Verbs, name: str, what: str) -> None:
    parser = add_verb(kinds, name, run, what, f"Trains {what}.", EPILOG)
    add = parser.add_argument
    add("--photos", type=Path, required=True, metavar="DIR", help="photographs to paint")
    add("--styles", type=Path, required=True, metavar="DIR", help="pictures whose styles are learnt")
    if name == "narrow":
        whose = "weights of the network to learn from (default: the shipped ones)"
        add("--universal", type=Path, metavar="FILE", default=WEIGHTS / "universal.safetensors", help=whose)
    elif name == "universal":
        judges = "networks that judge while it learns, where the recipe names others than the shipped ones"
        add("--teacher", type=Path, metavar="DIR", help=judges)
        guide = "MicroAST's published files, whose pictures are a first aim (default: none)"
        add("--guide", type=Path, metavar="DIR", help=guide)
    else:
        add("--teacher", type=Path, required=True, metavar="DIR", help="the networks to learn from")
    where = parser.add_mutually_exclusive_group()
    new = f"a new run, in this folder (default: {name}.run)"
    where.add_argument("--run", type=Path, metavar="DIR", dest="run_folder", help=new)
    where.add_argument("--resume", type=Path, metavar="RUN", help="go on with the run in this folder")
    add("--config", type=Path, metavar="FILE", help='JSON with parts of the recipe, as {"batch": 8}')
    minutes = "end after this long, all sittings together"
    add("--minutes", type=number_between(0.01, MOST_MINUTES), metavar="N", help=minutes)
    begin = {
        "universal": "weights to go on from; what reads pictures stays, so that styles keep their codes",
        "narrow": "weights to go on from (default: a new network)",
    }
    if name in begin:
        add("--from", type=Path, metavar="FILE", dest="begin_with", help=begin[name])
    if name == "universal":
        whose = "weights by which a new network reads styles (default: the shipped ones)"
        add(
            "--loss-network",
            type=Path,
            metavar="FILE",
            default=WEIGHTS / "loss_network.safetensors",
            help=whose,
        )
    add("--threads", type=whole_number_between(1, 1024), metavar="N", help="processor threads (default: all)")
    add("--jsonl", action="store_true", help="news as one JSON object a line on standard output")


def run(arguments: argparse.Namespace) -> int:
    """Checks the folders, then trains and shows how it goes."""
    given = vars(arguments)
    for what in ("photos", "styles", "teacher", "guide"):
        if given.get(what) is not None and not given[what].is_dir():
            raise FileError(f"There is no folder of {what} at {given[what]}. Check its name.")
    networks = {"loss_network": "loss network", "universal": "universal network", "begin_with": "network"}
    for option, what in networks.items():
        if given.get(option) is not None:
            require_file(given[option], what)
    overrides = read_overrides(arguments)
    check_run_folder(arguments)
    watch = JsonLines() if arguments.jsonl else RunDisplay(arguments.network)
    path = follow(start_training(arguments, overrides), watch)
    put(json.dumps({"news": "done", "path": str(path)}) if arguments.jsonl else str(path))
    return outcomes.DONE


def run_folder(arguments: argparse.Namespace) -> Path:
    """The folder of this run, new or resumed."""
    return Path(arguments.resume or arguments.run_folder or f"{arguments.network}.run")


def check_run_folder(arguments: argparse.Namespace) -> None:
    """A new run never starts in an old one's folder, and an old one must be there."""
    folder = run_folder(arguments)
    if arguments.resume and not (folder / "config.json").is_file():
        raise FileError(f"There is no run in {folder}: it has no config.json. Start one with --run {folder}")
    if not arguments.resume and (folder / "config.json").exists():
        raise UserError(
            f"There is a run in {folder} already. Go on with --resume {folder}, or name another folder."
        )


def read_overrides(arguments: argparse.Namespace) -> dict[str, Any]:
    """What is asked for of the recipe: that of the resumed run, then --config, then --minutes."""
    asked: dict[str, Any] = {}
    if arguments.resume and (arguments.resume / "config.json").is_file():
        asked |= read_json(arguments.resume / "config.json").get("recipe", {})
    if arguments.config is not None:
        require_file(arguments.config, "configuration")
        given = read_json(arguments.config)
        asked |= {**given, "schedule": {**asked.get("schedule", {}), **given.get("schedule", {})}}
    if arguments.minutes is not None:
        asked["schedule"] = {**asked.get("schedule", {}), "minutes": arguments.minutes}
    return asked


def start_training(arguments: argparse.Namespace, overrides: dict[str, Any]) -> Generator[News, None, Path]:
    """The training as a generator; here the heavy libraries are imported."""
    from models.devices import choose_device
    from models.training.run_folder import refuse_others_runs

    folders = (arguments.photos, arguments.styles)
    folder, resume = run_folder(arguments), arguments.resume is not None
    refuse_others_runs(folder, resume)
    device = choose_device(arguments.device)
    if arguments.network == "loss-network":
        from models.training.loss_network import LossNetworkRecipe, train_loss_network

        recipe = amend(LossNetworkRecipe(), overrides)
        prepare_processor(arguments.threads)
        return train_loss_network(*folders, arguments.teacher, folder, recipe, resume, device)
    if arguments.network == "narrow":
        from models.training.narrow import NarrowRecipe, train_narrow

        narrow = amend(NarrowRecipe(), overrides)
        prepare_processor(arguments.threads)
        begin = arguments.begin_with
        return train_narrow(*folders, arguments.universal, folder, narrow, resume, device, begin)
    from models.training.universal import UniversalRecipe, train_universal

    universal = amend(UniversalRecipe(), overrides)
    prepare_processor(arguments.threads)
    return train_universal(
        *folders,
        folder,
        universal,
        loss_weights=arguments.loss_network,
        begin_with=arguments.begin_with,
        teacher=arguments.teacher,
        guided_by=arguments.guide,
        resume=resume,
        device=device,
    )
