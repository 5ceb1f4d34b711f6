"""Painted a quarter larger than wanted, and reduced.

What is painted at half size cannot follow a photo that moves by one pixel, nor hold strokes of two or three.
A quarter larger it costs 1.56 times as much and does both better (docs/experiments.md).
"""

from __future__ import annotations

import math

import torch
import torch.nn.functional as F
from torch import Tensor

LOBES = 3  # of Lanczos' window


def finer_px(side: int) -> int:
    """The side at which a picture with this one is painted, in pixels."""
    return (5 * side + 2) // 4


def enlarged(image: Tensor, height: int, width: int) -> Tensor:
    """`image` (n×3×h×w in [0, 1]) at a larger size, cubic."""
    return F.interpolate(image.float(), (height, width), mode="bicubic").clamp(0, 1)


def reduced(image: Tensor, height: int, width: int) -> Tensor:
    """`image` (n×c×h×w) at a smaller size, by Lanczos, as `models.arrays.shrink_planes` does."""
    rows, columns = lanczos(image.shape[2], height), lanczos(image.shape[3], width)
    smaller: Tensor = rows.to(image.device) @ image @ columns.to(image.device).T
    return smaller


def lanczos(from_px: int, to_px: int) -> Tensor:
    """What reduces a side: to_px×from_px, each row with the sum 1."""
    step = from_px / to_px
    middles = (torch.arange(to_px) + 0.5) * step
    away = (torch.arange(from_px) + 0.5 - middles[:, None]) / step
    weights = _sinc(away) * _sinc(away / LOBES) * (away.abs() < LOBES)
    return weights / weights.sum(1, keepdim=True)


def _sinc(x: Tensor) -> Tensor:
    """torch's own, which ONNX does not know."""
    angle = math.pi * torch.where(x == 0, torch.ones_like(x), x)
    return torch.where(x == 0, torch.ones_like(x), angle.sin() / angle)
