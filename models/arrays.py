"""Pictures as arrays: float planes 1×3×h×w in [0, 1], made of `rgb_hwc` and back, at any size."""

from __future__ import annotations

from typing import Any, cast

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from models.image import RgbArray
from models.tiling import FloatArray


def planes(rgb_hwc: NDArray[Any]) -> FloatArray:
    """`rgb_hwc` (uint8 or uint16) → float planes 1×3×h×w in [0, 1]."""
    scale = np.float32(1 / np.iinfo(rgb_hwc.dtype).max)
    out = np.empty((1, 3, *rgb_hwc.shape[:2]), np.float32)
    for channel in range(3):
        np.multiply(rgb_hwc[..., channel], scale, out=out[0, channel], casting="unsafe")
    return out


def to_bytes(image: FloatArray, bits: int = 8) -> NDArray[Any]:
    """Float planes → `rgb_hwc`, uint8 or uint16, rounded and clipped."""
    if bits == 8:
        channels = [cv2.convertScaleAbs(c.clip(0, 1), alpha=255) for c in image[0]]
        merged: NDArray[np.uint8] = cv2.merge(channels)
        return merged
    return np.ascontiguousarray((image[0].clip(0, 1) * 65535 + 0.5).astype(np.uint16).transpose(1, 2, 0))


def resize_rgb(rgb_hwc: RgbArray, height: int, width: int) -> RgbArray:
    """`rgb_hwc` at another size; area averages when reducing, cubic when enlarging."""
    if rgb_hwc.shape[:2] == (height, width):
        return rgb_hwc
    method = cv2.INTER_AREA if height * width < rgb_hwc.shape[0] * rgb_hwc.shape[1] else cv2.INTER_CUBIC
    resized: Any = cv2.resize(rgb_hwc, (width, height), interpolation=method)
    return cast(RgbArray, resized)


def shrink_planes(image: FloatArray, height: int, width: int) -> FloatArray:
    """Float planes at a smaller size by Lanczos, slower than area averages and free of their unevenness."""
    if image.shape[2:] == (height, width):
        return image
    size, way = (width, height), Image.Resampling.LANCZOS
    return np.stack([np.asarray(Image.fromarray(channel).resize(size, way)) for channel in image[0]])[None]


def resize_planes(image: FloatArray, height: int, width: int) -> FloatArray:
    """Float planes at another size; area averages when reducing, cubic when enlarging."""
    if image.shape[2:] == (height, width):
        return image
    method = cv2.INTER_AREA if height * width < image.shape[2] * image.shape[3] else cv2.INTER_CUBIC
    planes_then = [cv2.resize(channel, (width, height), interpolation=method) for channel in image[0]]
    return np.stack(planes_then)[None]
