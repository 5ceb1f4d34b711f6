"""What refine paints towards: a style's Gram matrices at any size, from its picture or from a style file.

A style file holds no picture, so that a style can be given away without the painting. It holds the matrices
at three sizes; between them they are interpolated on the logarithm of the size, as codes are.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence

import numpy as np
import torch
import torch.nn.functional as F
from numpy.typing import NDArray
from torch import Tensor, nn

from models.image import resize

SIZES_PX = (256, 512, 1024)  # long sides of the style picture
PREFIX = "gram"  # and the level: names of tensors in a style file

StyleGrams = list[Tensor]  # (c+1)×(c+1) by feature map
StyleAt = Callable[[float], StyleGrams]  # a style at so many times its working size


def of_picture(network: nn.Module, picture: Tensor, keep: Tensor | None = None) -> StyleAt:
    """`picture` is 1×3×h×w in [0, 1], at its working size; only what `keep` (1×1×h×w) keeps of it counts."""

    def measured(factor: float) -> StyleGrams:
        height, width = (max(16, round(side * factor)) for side in picture.shape[2:])
        with torch.no_grad():
            taps: list[Tensor] = network(resize(picture, height, width))
            return [gram(tap, keep) for tap in taps]

    return measured


def of_file(tensors: Mapping[str, NDArray[np.float32]], working_px: float, device: torch.device) -> StyleAt:
    """The style whose matrices `pack` put among `tensors`; KeyError where there are none."""
    levels = sum(name.startswith(PREFIX) for name in tensors)
    packed = [torch.from_numpy(tensors[f"{PREFIX}{level}"]) for level in range(max(1, levels))]

    def interpolated(factor: float) -> StyleGrams:
        sizes = [math.log2(size) for size in SIZES_PX]
        position = float(np.interp(math.log2(working_px * factor), sizes, range(len(sizes))))
        low = min(int(position), len(sizes) - 2)
        rows = [torch.lerp(rows[low], rows[low + 1], position - low) for rows in packed]
        return [_whole(row).to(device) for row in rows]

    return interpolated


def pack(network: nn.Module, pictures: Sequence[Tensor]) -> dict[str, NDArray[np.float32]]:
    """The mean matrices of `pictures` (1×3×h×w in [0, 1]), for a style file.

    By level: sizes × the upper triangle, row by row.
    """
    rows = []
    for size in SIZES_PX:
        measured = [of_picture(network, picture)(size / max(picture.shape[2:])) for picture in pictures]
        rows.append([torch.stack(grams).mean(0) for grams in zip(*measured, strict=True)])
    packed = [
        torch.stack([m[tuple(torch.triu_indices(*m.shape))] for m in level])
        for level in zip(*rows, strict=True)
    ]
    return {f"{PREFIX}{level}": matrices.numpy() for level, matrices in enumerate(packed)}


def gram(features: Tensor, keep: Tensor | None = None) -> Tensor:
    """Gram matrix per position with a constant channel of 1, so that the means are in it (1×c×h×w)."""
    share = None if keep is None else F.interpolate(keep, features.shape[2:], mode="area")
    summed = products(features, share)
    return summed / summed[-1, -1]


def products(features: Tensor, mask: Tensor | None) -> Tensor:
    """Sum over positions of f·fᵀ with a constant channel of 1, each weighted by `mask` (1×1×h×w).

    (c+1)×(c+1). The corner counts the positions.
    """
    flat = F.pad(features[0].flatten(1), (0, 0, 0, 1), value=1.0)
    weighted = flat if mask is None else flat * mask[0].flatten(1)
    return weighted @ flat.T


def _triangle(matrix: Tensor) -> Tensor:
    rows, columns = torch.triu_indices(*matrix.shape)
    return matrix[rows, columns]


def _whole(triangle: Tensor) -> Tensor:
    side = (math.isqrt(8 * len(triangle) + 1) - 1) // 2
    rows, columns = torch.triu_indices(side, side)
    matrix = triangle.new_zeros(side, side)
    matrix[rows, columns] = triangle
    matrix[columns, rows] = triangle
    return matrix
