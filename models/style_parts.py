"""The parts of the universal network that a style of one's own can learn. Plain: a window can show them.

What reads style pictures, and all but the last offset of what turns a code into strokes, stay as they ship:
a code must mean the same for every style.
"""

from __future__ import annotations

import json
import math
import struct
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from models.news import UserError

# By what their weights are called in a `Stylist`, in the order in which a photograph passes through them.
PARTS = {
    "reading": ("content.stem.", "content.down4.", "content.down8."),
    "trunk": ("content.trunk.",),
    "middle": ("content.to_middle.", "content.middle."),
    "fine": ("content.to_fine.", "content.fine.", "content.out."),
    "answer": ("modulator.answer.bias",),
}
# What reads pictures. As long as it stays as it is, codes mean what they meant: presets, saved styles and the
# narrow network go on to be right.
READERS = ("encoder.", *PARTS["reading"])
DEPTHS = {"code": ("answer",), "style": ("middle", "fine", "answer"), "full": tuple(PARTS)}
USUAL_MINUTES = {"code": 1.0, "style": 10.0, "full": 60.0}  # of training, that suffice for a depth
MINUTES_FROM_NOTHING = 240.0
OWN: Final = "own"  # the depth of those who choose the parts themselves
STAYS = ""


def part_of(weight: str) -> str:
    """Of a weight by its name; `STAYS` where no style changes it."""
    return next((part for part, names in PARTS.items() if weight.startswith(names)), STAYS)


def chosen_parts(depth: str, learn: Sequence[str] = ()) -> tuple[str, ...]:
    """What is learnt at this depth; `learn` are the parts of `OWN`. UserError where that is nothing known."""
    known = ", ".join(PARTS)
    if depth != OWN:
        if depth not in DEPTHS:
            raise UserError(f"There is no depth {depth!r}. Choose code, style or full.")
        if learn:
            raise UserError(
                f"The depth {depth} says itself what is learnt. For parts of your own, choose depth {OWN}."
            )
        return DEPTHS[depth]
    if unknown := [part for part in learn if part not in PARTS]:
        raise UserError(f"The network has no part {unknown[0]!r}. Choose from: {known}.")
    if not learn:
        raise UserError(f"Nothing would be learnt. Choose at least one part: {known}.")
    return tuple(part for part in PARTS if part in learn)


def weights_by_part(network: Path) -> Counter[str]:
    """How many weights each part has, and what `STAYS`; from the head of a .safetensors file."""
    with network.open("rb") as file:
        (length,) = struct.unpack("<Q", file.read(8))
        head = json.loads(file.read(length))
    counts = Counter[str]()
    for name, tensor in head.items():
        if name != "__metadata__":
            counts[part_of(name)] += math.prod(tensor["shape"])
    return counts
