"""The options of `impasto stylize`."""

from __future__ import annotations

import argparse
from pathlib import Path

from models.commands.arguments import number_between, whole_number_between
from models.requests import MOST_STRENGTH, RefineSettings

EXAMPLES = """examples:
  impasto stylize cat.jpg --style monet.jpg -o cat-monet.png
  impasto stylize cat.jpg --style preset:NAME --strength 0.7 --brush 1.5 -o cat-name.jpg
  impasto stylize *.jpg --style ink.png:2 --style rust.jpg:1 -o painted/
  impasto stylize sea.jpg --style a.jpg --style b.jpg --mask a=sky.png --mask b=water.png -o sea.tif --bits 16

"""

REFINE_OPTIONS = ("steps", "start", "content_weight", "loss_network")


def add_options(parser: argparse.ArgumentParser) -> None:
    """Adds them all, in the groups that --help shows."""
    add = parser.add_argument
    add("photos", nargs="+", metavar="PHOTO", help="JPEG, PNG, TIFF, WebP or BMP")
    style = "a picture, a preset, or a style file; repeat it to mix, with weights relative to each other"
    add("--style", action="append", required=True, metavar="STYLE[:WEIGHT]", dest="styles", help=style)
    out = "the file to write, whose ending decides the format; a folder for several photos, each PHOTO__STYLE"
    add("-o", "--out", required=True, metavar="OUT", help=out)
    engine = "universal: at once; refine: slower and closer to the style (default: universal)"
    add("--engine", choices=("universal", "refine"), default="universal", help=engine)
    mask = "paint this style only where the grey picture is white; STYLE as given, or its number from 1"
    add("--mask", action="append", default=[], metavar="STYLE=MASK.png", dest="masks", help=mask)
    left_out = "what is white here takes no part in the style: a frame or signature of the style picture"
    add("--exclude", action="append", default=[], metavar="STYLE=MASK.png", dest="excluded", help=left_out)
    weights = "universal weights of a training, as impasto train universal writes them (default: the shipped)"
    add("--universal", type=Path, metavar="FILE", help=weights)
    _add_controls(parser)
    _add_refine(parser)
    _add_export(parser)


def _add_controls(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument_group("how it is painted").add_argument
    unit, reach = number_between(0, 1), number_between(0, MOST_STRENGTH)
    strength = f"0 (the photo) to 1 (the full style; default), and up to {MOST_STRENGTH:g} beyond it"
    add("--strength", type=reach, default=1.0, metavar="S", help=strength)
    brush = "size of the strokes, 0.25 to 4 (default: 1)"
    add("--brush", type=number_between(0.25, 4), default=1.0, metavar="B", help=brush)
    keep = "0 (the style's colours; default) to 1 (the photo's)"
    add("--keep-colors", type=unit, default=0.0, metavar="K", help=keep)
    method = "how the photo's colours are kept: by recolouring the style, or by painting light and dark alone"
    add("--color-method", choices=("match", "luminance"), default="match", help=method)
    add(
        "--colors-only",
        action="store_true",
        help="take the style's colours and leave every line of the photo",
    )
    long_side = "long side of the result in pixels (default: the photo's own)"
    add("--long-side", type=whole_number_between(16, 100_000), metavar="PX", help=long_side)
    seed = "for whatever is random: the same seed gives the same picture (default: 0)"
    add("--seed", type=whole_number_between(0, 2**63 - 1), default=0, metavar="N", help=seed)


def _add_refine(parser: argparse.ArgumentParser) -> None:
    add, default = parser.add_argument_group("for --engine refine").add_argument, RefineSettings()
    steps = "optimisation steps, over all scales"
    add("--steps", type=whole_number_between(1, 100_000), metavar="N", help=steps)
    start = f"where it starts (default: {default.start})"
    add("--start", choices=("universal", "photo", "noise"), help=start)
    content = f"how strongly it holds on to the photo (default: {default.content_weight:g})"
    add("--content-weight", type=number_between(0, 1000), metavar="W", help=content)
    add("--loss-network", type=Path, metavar="FILE", help="your own torchvision VGG19 file instead of ours")


def _add_export(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument_group("how it is written").add_argument
    quality = "of JPEG and WebP, 1 to 100 (default: 92)"
    add("--quality", type=whole_number_between(1, 100), default=92, metavar="Q", help=quality)
    add("--bits", type=int, choices=(8, 16), default=8, help="per channel; 16 for PNG and TIFF (default: 8)")
    profiles = ("srgb", "display-p3", "original")
    add("--profile", choices=profiles, default="srgb", help="colour profile (default: srgb)")
    dpi = "how densely it is to be printed, written into the file (default: what the photo says)"
    add("--dpi", type=number_between(1, 10_000), metavar="DPI", help=dpi)
    recipe = (
        "write into the file what it was painted with: names, places and hashes of photo and styles, and all "
        "controls; opened in Impasto, the picture then brings them back"
    )
    add("--recipe", action="store_true", help=recipe)
    policies = ("keep", "drop-location", "drop-all")
    metadata = "what becomes of the photo's metadata (default: drop-location)"
    add("--metadata", choices=policies, default="drop-location", help=metadata)
    conflict = "where a file of that name is there already (default: unique, which numbers the new one)"
    add("--on-conflict", choices=("unique", "overwrite", "skip", "fail"), default="unique", help=conflict)
