"""Parts of a style picture that take no part in its style: a frame, a signature, what is transparent.

What is excluded is painted over by what lies round it, smoothly, so that no edge of it is left for a network
to see; and statistics of the picture count only what is kept. So nothing that was excluded has any influence.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from models.image import RgbArray
from models.news import UserError
from models.picture_file import Picture, read_mask
from models.runtime import FloatArray

LEAST_KEPT = 0.01  # of the picture: of less nothing can be learnt
KNOWN = 1e-3  # of a pixel, to take its colour from what is kept of it


@dataclass(frozen=True, eq=False)
class StylePicture:
    """`rgb` is 1×3×h×w in [0, 1]; `keep` is 1×1×h×w, 1 where it counts, or None where all of it does."""

    rgb: FloatArray
    keep: FloatArray | None = None


def excluded_of(picture: Picture, mask: Path | None) -> FloatArray | None:
    """How much of each pixel is no style (h×w in 0…1); None where all of the picture is.

    What is transparent, whatever colours lie hidden there, and what is white in the mask, stretched over it.
    """
    excluded: FloatArray | None = None
    if picture.alpha_hw is not None:
        opaque = np.float32(np.iinfo(picture.alpha_hw.dtype).max)
        excluded = 1 - picture.alpha_hw.astype(np.float32) / opaque
    if mask is not None:
        size = picture.rgb_hwc.shape[1], picture.rgb_hwc.shape[0]
        painted = cv2.resize(read_mask(mask), size, interpolation=cv2.INTER_LINEAR).astype(np.float32)
        excluded = painted if excluded is None else np.maximum(excluded, painted)
    return excluded


def without(rgb_hwc: RgbArray, excluded: FloatArray, height: int, width: int) -> StylePicture:
    """At another size, without what is excluded (h×w in 0…1)."""
    keep: FloatArray = 1 - excluded
    if keep.mean() < LEAST_KEPT:
        raise UserError("Nothing is left of the style picture. Leave out less of it.")
    colours = rgb_hwc.astype(np.float32) / np.float32(np.iinfo(rgb_hwc.dtype).max)
    small, kept = _shrunk(colours, keep, height, width)
    rgb = np.ascontiguousarray(_filled(small, kept).transpose(2, 0, 1)[None])
    return StylePicture(rgb, kept[None, None])


def keep_at(keep: FloatArray, height: int, width: int) -> FloatArray:
    """`keep` (1×1×h×w) at another size."""
    way = cv2.INTER_AREA if height < keep.shape[2] else cv2.INTER_LINEAR
    small: FloatArray = cv2.resize(keep[0, 0], (width, height), interpolation=way)[None, None]
    return small


def _shrunk(colours: FloatArray, keep: FloatArray, height: int, width: int) -> tuple[FloatArray, FloatArray]:
    """h×w×3 and h×w at a smaller size; the colours are those of what is kept."""
    size = width, height
    share: FloatArray = cv2.resize(keep, size, interpolation=cv2.INTER_AREA).astype(np.float32)
    mixed = cv2.resize(colours * keep[..., None], size, interpolation=cv2.INTER_AREA)
    small: FloatArray = (mixed / np.maximum(share, KNOWN)[..., None]).astype(np.float32)
    return small, share


def _filled(colours: FloatArray, keep: FloatArray) -> FloatArray:
    """Pull and push: what is missing comes from the picture at half its size, and so on."""
    height, width = keep.shape
    if keep.min() == 1:
        return colours
    if min(height, width) == 1:
        rest = (colours * keep[..., None]).sum((0, 1)) / max(float(keep.sum()), KNOWN)
    else:
        small, share = _shrunk(colours, keep, (height + 1) // 2, (width + 1) // 2)
        known = (share > KNOWN).astype(np.float32)
        rest = cv2.resize(_filled(small, known), (width, height), interpolation=cv2.INTER_LINEAR)
    filled: FloatArray = colours * keep[..., None] + rest * (1 - keep[..., None])
    return filled
