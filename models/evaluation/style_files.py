"""A style without its picture: what its file keeps of it, brought into the form that the measures take."""

from __future__ import annotations

from pathlib import Path

import torch
from torch import Tensor

from models.checkpoints.style_file import load_style
from models.engine import Engine
from models.evaluation.pairs import StyleSeen
from models.news import UserError
from models.refine_targets import PREFIX, of_file
from models.style_library import resolve

STYLE_SUFFIX = ".safetensors"
LEVELS = 4  # of the network that measures: the last of those whose matrices a file keeps


def measured_by(source: str) -> Path:
    """The file that a style is measured against: its picture, or the style file that keeps matrices of it.

    UserError where there is neither.
    """
    style = resolve(source)
    if style.kind == "foreign":
        raise UserError(
            f"{source} is a network without its picture, and style is measured against one. Name the picture."
        )
    if style.kind == "swatches":
        raise UserError(
            f"{source} holds swatches, and style is measured against a picture. Write the swatch as one with "
            "impasto imagine, and name that."
        )
    if style.index:
        raise UserError(
            f"{source} shares its file with other styles, and what style is measured by is kept of all "
            "together. Name its picture, or the file alone."
        )
    return style.path


def see_style_file(path: Path, long_side_px: int) -> StyleSeen | None:
    """As `see_style` of its picture, with nothing clipped; None where its matrices are of another network."""
    file = load_style(path)
    if f"{PREFIX}0" not in file.tensors:
        return None
    if file.card.recipe.get("loss_network_sha256") != Engine().loss_network_sha256:
        return None
    matrices = of_file(file.tensors, long_side_px, torch.device("cpu"))(1.0)
    return StyleSeen([_as_measured(matrix) for matrix in matrices[-LEVELS:]], 0.0)


def _as_measured(matrix: Tensor) -> Tensor:
    """From a constant channel of 1 to one as large as the features: `losses.style.gram`, 1×(c+1)×(c+1).

    The features are not negative, so their mean is also that of their size.
    """
    mean = matrix[:-1, -1]
    channel = torch.ones(len(matrix))
    channel[-1] = mean.mean() + 1e-6
    return (matrix * channel[:, None] * channel)[None]
