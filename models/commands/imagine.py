"""`impasto imagine`: swatches of a trained generator, by seed."""

from __future__ import annotations

import argparse
from pathlib import Path

from models.collection_requests import Imagine
from models.commands import outcomes
from models.commands.arguments import Verbs, add_verb, require_file, whole_number_between
from models.commands.console import follow, put
from models.commands.runs import RunDisplay
from models.commands.train_style import make_engine

EPILOG = """A seed means the same swatch for ever. Several swatches become one picture, side by side.

  impasto imagine swatches.safetensors --seed 7 -o swatch.png
  impasto imagine swatches.safetensors --seed 0 --count 24 -o sheet.png

"""

COLUMNS = 8


def add_to(verbs: Verbs) -> None:
    """Adds the verb and its options."""
    summary = "make new swatches with a generator that was trained on a folder of works"
    parser = add_verb(verbs, "imagine", run, summary, "Makes swatches from noise.", EPILOG)
    add = parser.add_argument
    add("generator", type=Path, metavar="FILE", help="made by `impasto train gan --task imagine`")
    add("--seed", type=whole_number_between(0, 2**31), default=0, metavar="N", help="of the first swatch")
    add("--count", type=whole_number_between(1, 256), default=1, metavar="N", help="so many seeds from there")
    add("-o", "--out", type=Path, required=True, metavar="PICTURE", help="PNG, JPEG, TIFF or WebP")


def run(arguments: argparse.Namespace) -> int:
    """Makes and writes them."""
    require_file(arguments.generator, "generator")
    places = tuple(((seed, 1.0),) for seed in range(arguments.seed, arguments.seed + arguments.count))
    request = Imagine(arguments.generator, places, COLUMNS, arguments.out)
    follow(make_engine(None).answer(request), RunDisplay(arguments.generator.stem))
    put(str(arguments.out))
    return outcomes.DONE
