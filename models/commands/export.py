"""`impasto export`: a style as a network that other programs run."""

from __future__ import annotations

import argparse
from pathlib import Path

from models.commands import outcomes
from models.commands.arguments import Verbs, add_verb
from models.commands.console import Display, follow, put, say
from models.news import UserError
from models.training_requests import ExportOnnx

SUFFIX = ".onnx"

EPILOG = """The network takes and gives RGB pictures of any size, 1×3×height×width in 0 to 255, as the
published fast-neural-style networks do. It is compared with the original before it is written.

  impasto export mine.safetensors -o mine.onnx

"""


def add_to(verbs: Verbs) -> None:
    """Adds the verb and its options."""
    summary = "write a style as an ONNX network"
    parser = add_verb(verbs, "export", run, summary, "Writes a style as an ONNX network.", EPILOG)
    parser.add_argument("style", metavar="STYLE", help="a trained style, or the name of a preset")
    parser.add_argument("-o", "--out", type=Path, required=True, metavar="FILE", help="the .onnx file")


def run(arguments: argparse.Namespace) -> int:
    """Exports and says how alike the two are."""
    if arguments.out.suffix.lower() != SUFFIX:
        raise UserError(f"An ONNX network ends in {SUFFIX}: write -o {arguments.out.with_suffix(SUFFIX)}")
    from models.engine import Engine

    with Display(f"export {arguments.out.stem}") as display:
        exported = follow(Engine().answer(ExportOnnx(arguments.style, arguments.out)), display)
    sizes = ", ".join(f"{width}×{height}" for height, width in exported.sizes)
    say(f"Compared with the original at {sizes}: at most {exported.largest_difference:g} of 255 apart.")
    put(str(exported.path))
    return outcomes.DONE
