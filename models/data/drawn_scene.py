"""One small scene, a night landscape, for the style pictures that our own scripts draw."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

SIZE_PX = 768

Rgb = NDArray[np.uint8]
Real = NDArray[np.float64]


def scene(rng: np.random.Generator) -> tuple[Real, Real]:
    """A night landscape as tone (0…1) and palette (0 sky, 1 light, 2 hill, 3 tree), both SIZE×SIZE."""
    rows, columns = np.mgrid[:SIZE_PX, :SIZE_PX] / SIZE_PX
    tone, kind = 0.25 + 0.35 * rows, np.zeros((SIZE_PX, SIZE_PX))
    stars = [(rng.uniform(0.05, 0.45), rng.uniform(0.05, 0.95), 0.035) for _ in range(8)]
    lights = [(0.2, 0.78, 0.1), *stars]
    for y, x, radius in lights:
        distance = np.hypot(rows - y, columns - x) / radius
        tone += 0.75 * np.exp(-(distance**1.3) / 1.6)
        kind[distance < 1.15] = 1
    for index in range(4):
        edge = 0.55 + 0.12 * index
        for wave in range(3):
            edge = edge + 0.035 / (wave + 1) * np.sin(
                columns * (5 + 6 * wave + 2 * index) + rng.uniform(0, 6)
            )
        below = rows > edge
        tone[below] = (0.22 + 0.12 * index + 0.5 * (rows - edge))[below]
        kind[below] = 2
    trunk = 0.16 + 0.012 * np.sin(rows * 25)
    girth = 0.055 * np.clip((rows - 0.18) * 1.8, 0, 1) * (1 + 0.3 * np.sin(rows * 60))
    tree = np.abs(columns - trunk) < girth
    tone[tree], kind[tree] = 0.1 + 0.15 * rng.random(int(tree.sum())), 3
    return np.clip(tone, 0, 1), kind


PALETTES = {
    0: [(13, 27, 62), (28, 62, 122), (62, 118, 178), (150, 196, 214)],
    1: [(196, 120, 24), (240, 180, 41), (252, 220, 110), (255, 246, 205)],
    2: [(22, 52, 58), (34, 92, 84), (92, 142, 88), (190, 190, 96)],
    3: [(18, 20, 26), (34, 38, 34), (60, 50, 36), (92, 74, 44)],
}


def colour(rng: np.random.Generator, tone: float, kind: float, spread: float = 14.0) -> tuple[int, int, int]:
    """A colour for a place of the scene, with the unevenness of mixed paint."""
    stops = np.array(PALETTES[int(kind)], np.float64)
    place = np.clip(tone + rng.normal(0, 0.08), 0, 1) * (len(stops) - 1)
    low = min(int(place), len(stops) - 2)
    mixed = stops[low] + (stops[low + 1] - stops[low]) * (place - low) + rng.normal(0, spread, 3)
    red, green, blue = mixed.clip(0, 255).astype(int).tolist()
    return red, green, blue


def flow(tone: Real) -> Real:
    """Directions along the contours of the tones, in radians: strokes turn round the lights."""
    soft = cv2.GaussianBlur(tone, (0, 0), 22)
    down, right = np.gradient(soft)
    swirl = cv2.GaussianBlur(np.random.default_rng(5).normal(0, 1, tone.shape), (0, 0), 40) * 3
    direction: Real = np.arctan2(right, -down) + swirl * 6
    return direction
