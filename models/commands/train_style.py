"""`impasto train style`: a picture or a handful, and a folder of photographs, become a style of one's own.

The command makes the same request as the window and steps the same engine, so each can go on with a run of
the other.
"""

from __future__ import annotations

import argparse
import getpass
import json
import os
import signal
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Any

from models.commands import outcomes
from models.commands.arguments import (
    Verbs,
    absolute,
    add_verb,
    number_between,
    require_file,
    whole_number_between,
)
from models.commands.console import follow, put, say
from models.commands.runs import JsonLines, RunDisplay, read_json
from models.news import FileError, News, UserError
from models.style_parts import MINUTES_FROM_NOTHING, OWN, PARTS, USUAL_MINUTES, chosen_parts
from models.training_news import Trained
from models.training_requests import (
    ResumeTraining,
    Sliders,
    SteerTraining,
    StopWhen,
    StylePicture,
    TrainStyle,
)

if TYPE_CHECKING:
    from models.engine import Engine

SUFFIX = ".safetensors"
MOST_MINUTES = 60 * 24 * 7

EPILOG = """A first style takes two minutes on two processor cores; it grows stronger for about half an hour.
Ctrl-C pauses: the style so far is written, and --resume RUN goes on exactly there. A run is a folder: curves
in metrics.jsonl and for `tensorboard --logdir RUN`, samples, checkpoints. The style is one file: use it with
--style FILE, or drop it on the window.

  impasto train style painting.jpg --photos ~/Pictures --minutes 10 -o mine.safetensors
  impasto train style painting.jpg --photos ~/Pictures --until 07:30 --strength 0.7 -o mine.safetensors
  impasto train style --resume mine.run --minutes 30
  torchrun --nproc-per-node 2 -m models.cli train style painting.jpg --photos DIR -o mine.safetensors

"""


def add_to(kinds: Verbs) -> None:
    """Adds `style` to what can be trained."""
    summary = "a style of your own, from one picture or a few"
    parser = add_verb(kinds, "style", run, summary, "Trains a style of your own.", EPILOG)
    add = parser.add_argument
    add("pictures", nargs="*", type=Path, metavar="PICTURE", help="what the style is learnt from")
    add("--photos", type=Path, metavar="DIR", help="photographs to paint; 20 are enough")
    add("-o", "--out", type=Path, metavar="STYLE", help="the style file (.safetensors)")
    depth = "code: seconds, colours and contrasts; style: strokes too (default); full: everything, slowly"
    deep = parser.add_mutually_exclusive_group()
    deep.add_argument("--depth", choices=("code", "style", "full"), default="style", help=depth)
    own = f"instead of a depth, what is learnt, of: {', '.join(PARTS)}; the rest stays as it ships"
    deep.add_argument("--learn", metavar="PART,PART,…", help=own)
    add("--fresh", action="store_true", help="with --depth full: begin from nothing; needs hours")
    minutes = number_between(0.01, MOST_MINUTES)
    usual = ", ".join(f"{usual:g} at depth {depth}" for depth, usual in USUAL_MINUTES.items())
    usual += f", {MINUTES_FROM_NOTHING:g} with --fresh"
    words = f"of work, all sittings together; if nothing else ends it: {usual}"
    add("--minutes", type=minutes, metavar="N", help=words)
    add("--steps", type=whole_number_between(1, 10**9), metavar="N", help="end after so many steps")
    add("--until", default="", metavar="HH:MM", help="as good as possible by this time of day")
    _add_sliders(add)
    add("--weights", metavar="W,W,…", help="how much of each picture (default: alike)")
    add("--labels", metavar="L,L,…", help="groups of pictures, learnt from equally often")
    exclude = "a grey picture, white where PICTURE is no style; more than once for more pictures"
    add("--exclude", action="append", default=[], metavar="PICTURE=MASK", help=exclude)
    add("--samples", type=Path, nargs="+", default=[], metavar="PHOTO", help="photographs to watch it on")
    add("--from", type=Path, dest="parent", metavar="RUN", help="begin from a run or one of its snapshots")
    add("--config", type=Path, metavar="FILE", help='JSON with parts of the recipe, as {"content": 2.0}')
    add("--recipe", default="", metavar="JSON", help="the same, here")
    add("--name", default="", help="what the style is called (default: the name of the file)")
    add("--author", default="", help="whose style it is")
    add("--licence", default="", help="under what terms others may use it")
    where = parser.add_mutually_exclusive_group()
    where.add_argument("--run", type=Path, metavar="DIR", dest="run_folder", help="default: beside the style")
    where.add_argument("--resume", type=Path, metavar="RUN", help="go on with the run in this folder")
    teacher = "judge strokes by the networks in this folder instead of those that ship"
    add("--teacher", type=Path, metavar="DIR", help=teacher)
    add("--seed", type=whole_number_between(0, 2**31), default=0, metavar="N", help="of all chance")
    add("--threads", type=whole_number_between(1, 1024), metavar="N", help="processor threads (default: all)")
    add("--jsonl", action="store_true", help="news as one JSON object a line on standard output")


def _add_sliders(add: Any) -> None:
    usual = Sliders()
    share = number_between(0, 1)
    add("--strength", type=share, default=usual.strength, metavar="N", help="0 to 1: towards the style")
    add("--brush", type=number_between(0.5, 2), default=usual.brush, metavar="N", help="0.5 to 2: strokes")
    add("--likeness", type=share, default=usual.likeness, metavar="N", help="0 to 1: towards the photograph")
    add("--stability", type=share, default=usual.stability, metavar="N", help="0 to 1: steady in motion")
    add("--colour", type=share, default=usual.colour, metavar="N", help="0: the style's; 1: the photographs'")


def run(arguments: argparse.Namespace) -> int:
    """Checks what is given, then trains and shows how it goes."""
    request = _resuming(arguments) if arguments.resume else _new(arguments)
    engine = make_engine(arguments.threads)
    name = f"style {request.style.stem}" if isinstance(request, TrainStyle) else request.run.name
    watch = watching(name, arguments.jsonl)
    with pausing(engine, request.run):
        trained = follow(engine.answer(request), watch)
    return tell_end(trained, "style", arguments.jsonl)


def tell_end(trained: Trained, kind: str, as_json: bool) -> int:
    """Where the result lies, and how to go on after a pause; the exit status."""
    if is_first():
        done = {"news": "done", "path": str(trained.style), "step": trained.step, "ending": trained.ending}
        if trained.back is not None:
            done["back"] = str(trained.back)
            say(f"The way back is {trained.back.name}, beside it.")
        put(json.dumps(done) if as_json else str(trained.style))
        if trained.ending == "paused":
            say(f"Paused. Go on with: impasto train {kind} --resume {trained.run}")
    return outcomes.INTERRUPTED if trained.ending == "paused" else outcomes.DONE


def is_first() -> bool:
    """Of several processes only the first one speaks."""
    return os.environ.get("RANK", "0") == "0"


class _Silent:
    def show(self, news: News) -> None: ...


def watching(name: str, as_json: bool) -> Any:
    """Who shows the news of this training."""
    if not is_first():
        return _Silent()
    return JsonLines() if as_json else RunDisplay(name)


def make_engine(threads: int | None) -> Engine:
    """Here the heavy libraries are imported."""
    from models.engine import Engine
    from models.training.processor import prepare_processor

    prepare_processor(threads)
    return Engine()


@contextmanager
def pausing(engine: Engine, run: Path) -> Iterator[None]:
    """Ctrl-C once: after the present step, with everything saved. Twice: at once."""

    def pause(number: int, frame: FrameType | None) -> None:
        signal.signal(signal.SIGINT, before)
        try:
            _exhaust(engine.answer(SteerTraining(run, "pause")))
        except UserError:  # it has not begun yet
            raise KeyboardInterrupt from None
        say("Pausing after this step. Ctrl-C again ends it at once.")

    before = signal.getsignal(signal.SIGINT)
    signal.signal(signal.SIGINT, pause)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _exhaust(steps: Generator[News, None, Any]) -> None:
    for _ in steps:
        pass


def _new(arguments: argparse.Namespace) -> TrainStyle:
    if not arguments.pictures or arguments.photos is None or arguments.out is None:
        raise UserError("Name a picture, --photos DIR and -o STYLE; or go on with --resume RUN.")
    for picture in (*arguments.pictures, *arguments.samples):
        require_file(picture, "picture")
    if not arguments.photos.is_dir():
        raise FileError(f"There is no folder at {arguments.photos}. Check its name.")
    if arguments.out.suffix.lower() != SUFFIX:
        raise UserError(f"A style ends in {SUFFIX}: write -o {arguments.out.with_suffix(SUFFIX)}")
    if not arguments.out.absolute().parent.is_dir():
        raise FileError(f"There is no folder {arguments.out.absolute().parent}. Make it first.")
    folder: Path = arguments.run_folder or arguments.out.with_suffix(".run")
    if (folder / "config.json").exists():
        raise UserError(f"There is a run in {folder} already. Go on with --resume {folder}, or name another.")
    learn = None if arguments.learn is None else chosen_parts(OWN, _words(arguments.learn))
    return TrainStyle(
        _pictures(arguments),
        arguments.photos.absolute(),  # whoever goes on with the run may be in another folder
        folder.absolute(),
        arguments.out.absolute(),
        arguments.depth if learn is None else OWN,
        Sliders(
            arguments.strength,
            arguments.brush,
            arguments.likeness,
            arguments.stability,
            arguments.colour,
        ),
        _stop(arguments),
        arguments.name,
        arguments.author or getpass.getuser(),
        arguments.licence,
        parent=absolute(arguments.parent),
        samples=tuple(sample.absolute() for sample in arguments.samples),
        recipe=_recipe(arguments),
        teacher=absolute(arguments.teacher),
        seed=arguments.seed,
        fresh=arguments.fresh,
        learn=learn or (),
    )


def _stop(arguments: argparse.Namespace) -> StopWhen:
    """As asked, or a time that suits what is learnt."""
    asked = StopWhen(arguments.minutes, arguments.steps, arguments.until)
    if asked != StopWhen() or "schedule" in _recipe(arguments):  # which says itself when it ends
        return asked
    usual = USUAL_MINUTES["style" if arguments.learn is not None else arguments.depth]
    return StopWhen(minutes=MINUTES_FROM_NOTHING if arguments.fresh else usual)


def _pictures(arguments: argparse.Namespace) -> tuple[StylePicture, ...]:
    paths = arguments.pictures
    weights = _each(arguments.weights, paths, "--weights", 1.0)
    labels = _each(arguments.labels, paths, "--labels", "")
    given = (word.rsplit("=", 1) for word in arguments.exclude if "=" in word)
    masks = {Path(picture): Path(mask) for picture, mask in given}
    if unknown := set(masks) - set(paths):
        raise UserError(f"--exclude names {min(unknown)}, which is none of the pictures.")
    for mask in masks.values():
        require_file(mask, "mask")
    try:
        numbers = [float(weight) for weight in weights]
    except ValueError as error:
        raise UserError("--weights takes numbers with commas between them, as 2,1,1") from error
    return tuple(
        StylePicture(path.absolute(), weight, label, absolute(masks.get(path)))
        for path, weight, label in zip(paths, numbers, labels, strict=True)
    )


def _words(given: str) -> list[str]:
    return [word.strip() for word in given.split(",") if word.strip()]


def _each(words: str | None, paths: list[Path], option: str, usual: Any) -> list[Any]:
    """One value for each picture."""
    values: list[Any] = [usual] * len(paths) if words is None else words.split(",")
    if len(values) != len(paths):
        raise UserError(f"{option} has {len(values)} values for {len(paths)} pictures.")
    return values


def _recipe(arguments: argparse.Namespace) -> str:
    if arguments.config is None:
        words: str = arguments.recipe
        return words
    require_file(arguments.config, "configuration")
    return json.dumps(read_json(arguments.config))


def _resuming(arguments: argparse.Namespace) -> ResumeTraining:
    if not (arguments.resume / "config.json").is_file():
        raise FileError(f"There is no run in {arguments.resume}: it has no config.json.")
    asked = StopWhen(arguments.minutes, arguments.steps, arguments.until)
    return ResumeTraining(arguments.resume.absolute(), asked if asked != StopWhen() else None)
