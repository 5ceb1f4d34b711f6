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


# By what is there in the scene: colours from dark to light.
Palette = dict[int, list[tuple[int, int, int]]]
NIGHT: Palette = {
    0: [(13, 27, 62), (28, 62, 122), (62, 118, 178), (150, 196, 214)],
    1: [(196, 120, 24), (240, 180, 41), (252, 220, 110), (255, 246, 205)],
    2: [(22, 52, 58), (34, 92, 84), (92, 142, 88), (190, 190, 96)],
    3: [(18, 20, 26), (34, 38, 34), (60, 50, 36), (92, 74, 44)],
}
FOLK: Palette = {  # linen, madder, indigo
    0: [(196, 178, 148), (224, 210, 182), (240, 230, 208), (250, 244, 230)],
    1: [(120, 16, 28), (168, 28, 36), (198, 52, 46), (222, 110, 84)],
    2: [(26, 36, 88), (40, 58, 124), (150, 36, 44), (206, 140, 60)],
    3: [(40, 16, 26), (84, 20, 34), (120, 30, 40), (150, 60, 52)],
}
DAWN: Palette = {
    0: [(128, 84, 140), (196, 116, 150), (240, 164, 150), (252, 214, 178)],
    1: [(250, 196, 120), (254, 222, 150), (255, 240, 190), (255, 250, 226)],
    2: [(92, 76, 122), (140, 104, 140), (188, 130, 132), (232, 176, 140)],
    3: [(60, 40, 72), (86, 54, 82), (112, 70, 88), (140, 90, 96)],
}
ARCADE: Palette = {
    0: [(34, 8, 60), (84, 14, 112), (168, 28, 140), (244, 88, 150)],
    1: [(255, 148, 40), (255, 196, 60), (255, 232, 110), (255, 252, 210)],
    2: [(0, 46, 70), (0, 110, 130), (0, 180, 170), (120, 236, 190)],
    3: [(12, 4, 24), (24, 8, 44), (36, 14, 60), (56, 22, 80)],
}


def colour(
    rng: np.random.Generator, tone: float, kind: float, spread: float = 14.0, palette: Palette = NIGHT
) -> tuple[int, int, int]:
    """A colour for a place of the scene, with the unevenness of mixed paint."""
    stops = np.array(palette[int(kind)], np.float64)
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
