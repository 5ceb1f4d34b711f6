"""`impasto imagine`: swatches of a trained generator, by seed."""

from __future__ import annotations

import argparse
from pathlib import Path

from models.commands import outcomes
from models.commands.arguments import Verbs, add_verb, require_file, whole_number_between
from models.commands.console import put

EPILOG = """A seed means the same swatch for ever. Several swatches become one picture, side by side.

  impasto imagine swatches.safetensors --seed 7 -o swatch.png
  impasto imagine swatches.safetensors --seed 0 --count 24 -o sheet.png

"""


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
    from models.picture_write import check_writable

    check_writable(arguments.out)
    import torch

    from models.checkpoints.generator_file import swatches
    from models.image import to_rgb8
    from models.picture_write import write_picture
    from models.requests import Export

    first, count = arguments.seed, arguments.count
    made = list(torch.split(swatches(arguments.generator, list(range(first, first + count))), 1))
    columns = min(count, 8)
    made += [torch.ones_like(made[0])] * (-count % columns)
    rows = [torch.cat(made[i : i + columns], 3) for i in range(0, len(made), columns)]
    write_picture(arguments.out, to_rgb8(torch.cat(rows, 2)), export=Export(arguments.out))
    put(str(arguments.out))
    return outcomes.DONE
