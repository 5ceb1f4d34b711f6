"""The codes of style files: at a scale, and whether a network means by them what they were saved for."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from models.checkpoints.shipped import SHIPPED, same_readers
from models.news import UserError
from models.universal import CODE_SCALES, Code, Universal

if TYPE_CHECKING:
    from models.checkpoints.style_file import StyleFile


def code_at_scale(file: StyleFile, scale: float, universal: Universal, index: int = 0) -> Code:
    """Between the scales that a style file holds, its code is interpolated on their logarithm."""
    codes = file.code(index)
    if codes.shape != (len(CODE_SCALES), universal.stylist.code_size):
        raise UserError(f"{file.card.name} was made by another version of Impasto: train or save it again.")
    position = np.interp(np.log2(scale), np.log2(CODE_SCALES), np.arange(len(CODE_SCALES)))
    low = min(int(position), len(CODE_SCALES) - 2)
    share = np.float32(position - low)
    code: Code = (codes[low] * (1 - share) + codes[low + 1] * share)[None].astype(np.float32)
    return code


def refuse_strangers(weights: Path, file: StyleFile) -> None:
    """UserError where the universal network of `weights` reads pictures otherwise than the one that ships."""
    if weights != SHIPPED and not _are_read_alike(weights):
        raise UserError(
            f"{file.card.name} was made for a network that reads pictures otherwise. "
            "Choose a picture as style."
        )


@cache
def _are_read_alike(weights: Path) -> bool:
    return same_readers(weights, SHIPPED)
