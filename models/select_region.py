"""From a click to a region: what goes on in the photo as it is at one point.

A flood over similar colours gives a first guess; GrabCut (Rother, Kolmogorov, Blake 2004: colour mixtures and
a minimal cut along edges) then finds the outline near it.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

WORKING_PX = 384  # long side: a click is answered in a fraction of a second, and outlines are smoothed anyway
ALIKE = 22.0  # distance in Lab within which the flood goes on
WIDER = (1.5, 2.2)
NEAR = 3  # so many times that distance may still belong to the region
SURE_RADIUS = 0.008  # of the long side, round the click
ROUNDS = 2
LEAST_SHARE = 0.002  # a smaller background or region gives GrabCut nothing to learn a mixture from

Bytes = NDArray[np.uint8]
Floats = NDArray[np.float32]


def select_region(rgb_hwc: Bytes, x: float, y: float) -> Floats:
    """h×w in 0…1; `x` and `y` in 0…1. The region is in one piece and has the click in it."""
    height, width = rgb_hwc.shape[:2]
    seed = (min(max(int(x * width), 0), width - 1), min(max(int(y * height), 0), height - 1))
    smooth = cv2.bilateralFilter(rgb_hwc, 5, 30, 5)
    lab = np.asarray(cv2.cvtColor(np.asarray(smooth, np.float32) / 255, cv2.COLOR_RGB2LAB), np.float32)
    alike = _flood(lab, seed, ALIKE)
    for tolerance in WIDER:
        if alike.mean() < LEAST_SHARE:  # a speck in a pattern: what is meant is the pattern
            alike = _flood(lab, seed, ALIKE * tolerance)
    region = _cut(np.asarray(smooth), lab, alike, seed)
    soft = cv2.GaussianBlur(_piece_with(region, seed).astype(np.float32), (0, 0), 0.8)
    return np.asarray(soft, np.float32)


def to_grey(grey_hw: Floats, width_px: int, height_px: int) -> Bytes:
    """0…1 at any size → uint8 at this one."""
    height, width = grey_hw.shape
    shrinks = width_px < width or height_px < height
    way = cv2.INTER_AREA if shrinks else cv2.INTER_LINEAR
    resized = cv2.resize(grey_hw, (width_px, height_px), interpolation=way)
    grey: Bytes = np.rint(np.clip(resized, 0, 1) * 255).astype(np.uint8)
    return grey


def _flood(lab: Floats, seed: tuple[int, int], tolerance: float) -> NDArray[np.bool_]:
    """Everything connected with the seed whose colour is like that of the seed's surroundings."""
    height, width = lab.shape[:2]
    column, row = seed
    around = lab[max(0, row - 2) : row + 3, max(0, column - 2) : column + 3].reshape(-1, 3)
    own = np.median(around, 0)
    distance = np.linalg.norm(lab - own, axis=2)
    like = (distance <= tolerance).astype(np.uint8)
    like[row, column] = 1
    outline = np.zeros((height + 2, width + 2), np.uint8)
    cv2.floodFill(like, outline, seed, 2)
    return np.asarray(like == 2)


def _cut(rgb: Bytes, lab: Floats, alike: NDArray[np.bool_], seed: tuple[int, int]) -> NDArray[np.bool_]:
    """The outline of GrabCut; the flood itself where there is too little of either side to learn from."""
    height, width = alike.shape
    least = max(16, round(alike.size * LEAST_SHARE))
    own = lab[alike].mean(0)
    is_far = np.linalg.norm(lab - own, axis=2) > NEAR * ALIKE
    guess = np.full(alike.shape, cv2.GC_PR_BGD, np.uint8)
    guess[is_far] = cv2.GC_BGD
    guess[alike] = cv2.GC_PR_FGD
    radius = max(1, round(max(height, width) * SURE_RADIUS))
    sure = np.zeros(alike.shape, np.uint8)
    cv2.circle(sure, seed, radius, 1, -1)
    guess[(sure > 0) & alike] = cv2.GC_FGD
    if alike.sum() < least or (~alike).sum() < least:
        return alike
    cv2.setRNGSeed(0)  # the mixtures start from k-means: the same click gives the same region
    models = np.zeros((1, 65)), np.zeros((1, 65))
    cv2.grabCut(rgb, guess, None, *models, ROUNDS, cv2.GC_INIT_WITH_MASK)  # type: ignore[call-overload] # no box
    cut = np.asarray((guess == cv2.GC_FGD) | (guess == cv2.GC_PR_FGD))
    # Where both sides have the same colours, as within a pattern, the least cut is next to nothing.
    return cut if (cut & alike).sum() >= alike.sum() / 2 else alike


def _piece_with(region: NDArray[np.bool_], seed: tuple[int, int]) -> NDArray[np.bool_]:
    """The connected part that has the seed in it, without pinholes."""
    closed = cv2.morphologyEx(region.astype(np.uint8), cv2.MORPH_CLOSE, np.ones((3, 3), np.uint8))
    closed[seed[1], seed[0]] = 1
    _, numbers = cv2.connectedComponents(closed, connectivity=4)
    return np.asarray(numbers == numbers[seed[1], seed[0]])
