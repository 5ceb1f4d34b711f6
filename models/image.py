"""The only place for layout and value range: `rgb_hwc` arrays become `image` tensors here, and back.

`rgb_hwc`: uint8 or uint16, h×w×3. `image`: float32, 1×3×h×w or n×3×h×w, in [0, 1], sRGB.
"""

from __future__ import annotations

import numpy as np
import torch
import torch.nn.functional as F
from numpy.typing import NDArray
from torch import Tensor

RgbArray = NDArray[np.uint8] | NDArray[np.uint16]


def to_image(rgb_hwc: RgbArray, device: torch.device | str = "cpu") -> Tensor:
    """`rgb_hwc` → `image` (1×3×h×w). A strided view first, so that only one copy is made, as float."""
    if rgb_hwc.dtype == np.uint16:  # torch has no arithmetic on uint16
        planes = torch.from_numpy(rgb_hwc.astype(np.int32))
        return planes.to(device).permute(2, 0, 1)[None].float().div_(65535)
    planes = torch.from_numpy(np.require(rgb_hwc, requirements=["C", "W"]))
    return planes.to(device).permute(2, 0, 1)[None].float().div_(255)


def to_rgb8(image: Tensor) -> NDArray[np.uint8]:
    """The first picture of `image` → `rgb_hwc` uint8, rounded to nearest, clipped to the range."""
    planes = image[0].detach().float().clamp(0, 1).mul(255).add_(0.5).to(torch.uint8)
    array: NDArray[np.uint8] = planes.permute(1, 2, 0).contiguous().cpu().numpy()
    return array


def resize(image: Tensor, height_px: int, width_px: int) -> Tensor:
    """Anti-aliased bilinear resampling of `image` to the given size."""
    if image.shape[-2:] == (height_px, width_px):
        return image
    return F.interpolate(image, (height_px, width_px), mode="bilinear", align_corners=False, antialias=True)


def fit_long_side(width_px: int, height_px: int, long_side_px: int | None) -> tuple[int, int]:
    """The size (width, height) with the given long side and the same shape, at least 1 px each."""
    if long_side_px is None:
        return width_px, height_px
    scale = long_side_px / max(width_px, height_px)
    return max(1, round(width_px * scale)), max(1, round(height_px * scale))
