"""What came of a training in Collections, on pictures that it has not seen: figures, a sheet and its curves.

    python tests/benchmarks/bench_collections.py painted FILE INPUTS TARGETS [--label N] [--px 96]
    python tests/benchmarks/bench_collections.py paired FILE PAIRS [--px 64] [--reverse]
    python tests/benchmarks/bench_collections.py swatches FILE WORKS
    each: [--sheet PNG] [--curves PNG --run RUN]

painted   KID of squares of INPUTS, and of what FILE paints of them, against squares of TARGETS
paired    the same for pairs side by side in a file, and L1 to the second (or first), as a mean colour has too
swatches  diversity beside crops of WORKS, distance to the nearest crop, and whether the seam of tiles shows

KID stands on the features of the loss network that ships, with its 95 % interval: compare it with no other.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from itertools import islice
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from numpy.typing import NDArray
from PIL import Image, ImageDraw
from torch import Tensor

from models.checkpoints.generator_card import is_generator, read_generator_card
from models.checkpoints.generator_file import painter, swatches
from models.checkpoints.style_file import load_style
from models.data.pictures import Augmentation, PictureFolder
from models.engine import Engine
from models.evaluation.features import Eye
from models.evaluation.folders import kernel_distance
from models.image import to_image, to_rgb8
from models.training.alarms import diversity

ACROSS = 8
SWATCHES, CROPS = 256, 1500
WATCHED = ("loss", "opponent", "ahead", "right_real", "right_fake", "right_held_out", "diversity", "kid")
PANEL = 250, 120, 18  # width, height, margin
PAPER, INK, LINE = (255, 255, 255), (40, 44, 52), (20, 110, 180)

Rows = NDArray[np.float64]


def tell(words: str) -> None:
    sys.stdout.write(words + "\n")
    sys.stdout.flush()


def scaled(picture: Tensor, px: int) -> Tensor:
    """A uint8 picture as 1×3×px×px in [0, 1]."""
    return F.interpolate(picture[None].float() / 255, (px, px), mode="bilinear", antialias=True)


def squares(pictures: list[Tensor], px: int) -> Tensor:
    """The squares at both ends of the long side of each (uint8 3×h×w), n×3×px×px."""
    cut = []
    for picture in pictures:
        side = min(picture.shape[1:])
        cut += [scaled(picture[:, :side, :side], px), scaled(picture[:, -side:, -side:], px)]
    return torch.cat(cut)


def pooled(eye: Eye, images: Tensor) -> Rows:
    rows: Rows = torch.cat([eye.pooled(one) for one in torch.split(images, 16)]).numpy().astype(np.float64)
    return rows


def kid(eye: Eye, images: Tensor, targets: Tensor) -> str:
    found = kernel_distance(pooled(eye, images), pooled(eye, targets))
    return f"{found.value:.3f} [{found.low:.3f}, {found.high:.3f}]"


def tell_kid(eye: Eye, inputs: Tensor, made: Tensor, targets: Tensor) -> None:
    """The last is what chance alone makes of it: half of the targets against the other half."""
    floor = kid(eye, targets[::2], targets[1::2])
    tell(f"KID input {kid(eye, inputs, targets)}, output {kid(eye, made, targets)}, target {floor}")


def painting(file: Path, label: int) -> Callable[[Tensor], Tensor]:
    """What FILE makes of pictures (n×3×h×w); of a style with several labels that of one."""
    if is_generator(file):
        paint = painter(file)[1]
        return lambda images: torch.cat([paint(image) for image in torch.split(images, 1)]).detach()
    style, engine = load_style(file), Engine("cpu")
    network, code = engine.adapted(file, style), style.code(label)
    return lambda images: torch.cat(
        [to_image(network.stylize_array(to_rgb8(image), code)) for image in torch.split(images, 1)]
    )


def copies(eye: Eye, made: Tensor, crops: Tensor) -> tuple[float, float, Tensor]:
    """Median and least distance from a swatch to its nearest crop, beside those of crops to each other.

    By features of all levels, coarsely; and the nearest four swatches above those crops (1×3×h×w).
    """

    def signature(images: Tensor) -> Tensor:
        taps = [torch.cat(maps) for maps in zip(*map(eye.look, torch.split(images, 16)), strict=True)]
        return torch.cat([F.normalize(F.adaptive_avg_pool2d(tap, 4).flatten(1)) for tap in taps], 1)

    of_made, of_crops = signature(made), signature(crops)
    tell(f"diversity beside the works' {diversity(of_made, of_crops):.3f}")
    own = torch.cdist(of_crops, of_crops).fill_diagonal_(float("inf")).min(1).values
    distances, which = torch.cdist(of_made, of_crops).min(1)
    nearest = distances.argsort()[: ACROSS // 2]
    rows = [torch.cat(list(torch.split(images, 1)), 3) for images in (made[nearest], crops[which[nearest]])]
    return (
        float(distances.median() / own.median()),
        float(distances.min() / own.quantile(0.01)),
        torch.cat(rows, 2),
    )


def seam(made: Tensor) -> tuple[float, int, int]:
    """The mean step across the seam beside the mean of all others; its rank among them, and their number.

    Both ways, as tiles lie side by side; 1 and a rank in the middle is what cannot be found.
    """
    steps = []
    for dim in (2, 3):
        apart = (made - made.roll(1, dim)).abs()
        steps.append(apart.mean([d for d in range(4) if d != dim]))
    across = torch.stack(steps).mean(0)
    inner = across[1:]
    return float(across[0] / inner.mean()), int((inner < across[0]).sum()), len(inner)


def curves(run: Path, path: Path) -> None:
    """Each watched figure by steps, in a panel of its own."""
    rows = [json.loads(line) for line in (run / "metrics.jsonl").read_text().splitlines()]
    shown = [name for name in WATCHED if any(name in row for row in rows)]
    width, height, margin = PANEL
    columns = (len(shown) + 1) // 2
    picture = Image.new("RGB", (columns * width, 2 * height), PAPER)
    draw = ImageDraw.Draw(picture)
    for place, name in enumerate(shown):
        left, top = place % columns * width, place // columns * height
        points = [(row["step"], row[name]) for row in rows if name in row]
        steps, values = (np.array(numbers, float) for numbers in zip(*points, strict=True))
        low, high = float(values.min()), float(values.max())
        x = left + margin + (width - 2 * margin) * steps / steps.max()
        y = top + 2 * margin + (height - 3 * margin) * (high - values) / max(high - low, 1e-9)
        draw.line(list(zip(x.tolist(), y.tolist(), strict=True)), LINE, 2)
        draw.text((left + margin, top + 6), f"{name}  {low:.3g} to {high:.3g}, ends at {values[-1]:.3g}", INK)
    draw.text((margin, 2 * height - 14), f"up to step {rows[-1]['step']}", INK)
    picture.save(path)


def sheet(rows: list[Tensor], path: Path) -> None:
    """The first of each as a row."""
    drawn = [torch.cat(list(torch.split(images[:ACROSS], 1)), 3) for images in rows]
    Image.fromarray(to_rgb8(torch.cat(drawn, 2).clamp(0, 1))).save(path)


def painted(arguments: argparse.Namespace) -> list[Tensor]:
    inputs, targets = (
        squares(PictureFolder(folder).pictures, arguments.px)
        for folder in (arguments.inputs, arguments.targets)
    )
    made = painting(arguments.file, arguments.label)(inputs)
    eye = Eye()
    tell(f"{len(inputs)} squares painted, {len(targets)} to compare with")
    tell_kid(eye, inputs, made, targets)
    return [inputs[::2], made[::2], targets[::2]]


def paired(arguments: argparse.Namespace) -> list[Tensor]:
    halves: list[list[Tensor]] = [[], []]
    for picture in PictureFolder(arguments.inputs).pictures:
        middle = picture.shape[2] // 2
        for side, half in zip(halves, (picture[:, :, :middle], picture[:, :, middle:]), strict=True):
            side.append(scaled(half, arguments.px))
    inputs, targets = map(torch.cat, reversed(halves) if arguments.reverse else halves)
    made, eye = painting(arguments.file, 0)(inputs), Eye()
    grey = targets.mean((2, 3), keepdim=True)
    tell_kid(eye, inputs, made, targets)
    away, plain = ((images - targets).abs().mean() for images in (made, grey))
    tell(f"L1 {away:.3f}, of each picture's mean colour {plain:.3f}")
    return [inputs, made, targets]


def imagined(arguments: argparse.Namespace) -> list[Tensor]:
    made = torch.cat([swatches(arguments.file, list(range(at, at + 32))) for at in range(0, SWATCHES, 32)])
    px, recipe = made.shape[2], read_generator_card(arguments.file)[0].card.recipe
    how = Augmentation(**recipe["augmentation"])
    works = PictureFolder(arguments.inputs, how.short_side_px(px))
    crops = torch.cat([crop for _, crop in islice(works.some_of_each(CROPS, px, how), CROPS)])
    eye = Eye()
    tell(f"{SWATCHES} swatches of {px} px, {len(crops)} crops of {len(works)} works")
    usual, least, nearest = copies(eye, made, crops)
    tell(f"nearest crop: median {usual:.3f} of what crops have, the least {least:.3f} of their first percent")
    ratio, rank, steps = seam(made)
    tell(f"seam {ratio:.3f} of another step, more than {rank} of {steps}")
    tell(f"KID {kid(eye, made, crops)}")
    tiled = torch.cat([tile.repeat(1, 1, 2, 2) for tile in torch.split(made[: ACROSS // 2], 1)], 3)
    grid = [torch.cat(list(torch.split(row, 1)), 3) for row in torch.split(made[: 3 * ACROSS], ACROSS)]
    works_row = torch.cat(list(torch.split(crops[:: len(crops) // ACROSS][:ACROSS], 1)), 3)
    blank = torch.ones_like(nearest)
    return [torch.cat([*grid, works_row, tiled, torch.cat([nearest, blank], 3)], 2)]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    kinds = parser.add_subparsers(required=True)
    for name, made in (("painted", painted), ("paired", paired), ("swatches", imagined)):
        kind = kinds.add_parser(name)
        kind.set_defaults(look=made)
        for place in ("file", "inputs", *(("targets",) if name == "painted" else ())):
            kind.add_argument(place, type=Path)
        kind.add_argument("--label", type=int, default=0)
        kind.add_argument("--px", type=int, default=64)
        kind.add_argument("--reverse", action="store_true")
        for place in ("--sheet", "--curves", "--run"):
            kind.add_argument(place, type=Path)
    arguments = parser.parse_args()
    rows = arguments.look(arguments)
    if arguments.sheet:
        sheet(rows, arguments.sheet)
    if arguments.curves:
        curves(arguments.run, arguments.curves)


if __name__ == "__main__":
    main()
