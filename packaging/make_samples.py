"""Makes resources/samples: photographs that may be shared, and style pictures drawn by this file.

    python packaging/make_samples.py

The photographs are public-domain samples that scikit-image carries. The style pictures are ours: one small
scene, painted in strokes, tesserae, engraved lines and glass.
"""

from __future__ import annotations

import io
from pathlib import Path

import cv2
import numpy as np
import skimage.data
from numpy.typing import NDArray
from PIL import Image

from models.atomic import write_bytes

SAMPLES = Path(__file__).parent.parent / "resources" / "samples"
SIZE_PX = 768
PHOTOGRAPHS = {
    "coffee": "Coffee, by Rachel Michetti; public domain (CC0)",
    "cat": "Chelsea the cat, by Stéfan van der Walt; public domain (CC0)",
    "astronaut": "Eileen Collins, by NASA; public domain",
    "rocket": "Falcon 9 launch of DSCOVR, by SpaceX; public domain (CC0)",
}
SOURCES = {"coffee": "coffee", "cat": "chelsea", "astronaut": "astronaut", "rocket": "rocket"}

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


def swirls(rng: np.random.Generator) -> Rgb:
    """Short loaded strokes that follow the flow, large ones first; each with a light and a dark edge."""
    tone, kind = scene(rng)
    angle, canvas = flow(tone), np.full((SIZE_PX, SIZE_PX, 3), 40, np.uint8)
    for count, length, width in ((2500, 70, 17), (6000, 46, 9), (9000, 30, 5)):
        for _ in range(count):
            x, y = rng.random(2) * (SIZE_PX - 1)
            shade = colour(rng, tone[int(y), int(x)], kind[int(y), int(x)])
            points = []
            for _ in range(6):
                points.append((x, y))
                turn = angle[int(np.clip(y, 0, SIZE_PX - 1)), int(np.clip(x, 0, SIZE_PX - 1))]
                x, y = x + np.cos(turn) * length / 6, y + np.sin(turn) * length / 6
            line = np.array(points)
            for offset, change in ((-0.3, 26), (0.3, -26), (0.0, 0)):
                tint = tuple(int(np.clip(c + change, 0, 255)) for c in shade)
                thick = max(1, round(width * (0.55 if change else 0.75)))
                moved = ((line + offset * width * 0.6) * 16).astype(np.int32)
                cv2.polylines(canvas, [moved], False, tint, thick, cv2.LINE_AA, 4)
    return canvas


def mosaic(rng: np.random.Generator) -> Rgb:
    """Tesserae laid in rows along the flow, in grout, some of them gold."""
    tone, kind = scene(rng)
    angle, canvas = flow(tone), np.full((SIZE_PX, SIZE_PX, 3), (58, 52, 46), np.uint8)
    taken, side = np.zeros((SIZE_PX, SIZE_PX), bool), 13
    for _ in range(60_000):
        x, y = rng.random(2) * (SIZE_PX - 1)
        r = side // 2 - 1
        box = slice(max(0, int(y) - r), int(y) + r + 1), slice(max(0, int(x) - r), int(x) + r + 1)
        if taken[box].any():
            continue
        turn = float(np.degrees(angle[int(y), int(x)]))
        corners = cv2.boxPoints(((x, y), (side * 0.95, side * rng.uniform(0.65, 0.95)), turn))
        shade = colour(rng, tone[int(y), int(x)], kind[int(y), int(x)], 20)
        cv2.fillConvexPoly(canvas, (corners * 16).astype(np.int32), shade, cv2.LINE_AA, 4)
        bright = tuple(min(255, c + 38) for c in shade)
        edge = (corners[:2] * 16).astype(np.int32)
        cv2.polylines(canvas, [edge], False, bright, 1, cv2.LINE_AA, 4)
        taken[box] = True
    return canvas


def woodcut(rng: np.random.Generator) -> Rgb:
    """Engraved lines that swell with the dark: black ink on warm paper, and vermilion for the lights."""
    tone, kind = scene(rng)
    rows, columns = np.mgrid[:SIZE_PX, :SIZE_PX] / SIZE_PX
    bend = cv2.GaussianBlur(tone, (0, 0), 18)
    sky = np.sin((rows * 46 + bend * 16) * 2 * np.pi)
    land = np.sin(((rows * 0.8 + columns * 0.6) * 52 + bend * 12) * 2 * np.pi)
    lines = np.where(kind == 0, sky, land) * 0.5 + 0.5
    ink = 1 / (1 + np.exp(-(lines - np.clip(tone * 1.25, 0.06, 0.97)) * 14))
    ink[kind == 3] = np.maximum(ink[kind == 3], 0.9)
    edges = cv2.morphologyEx(kind.astype(np.float32), cv2.MORPH_GRADIENT, np.ones((4, 4), np.uint8)) > 0
    ink[edges] = 1
    paper = np.array([240.0, 228.0, 204.0]) + rng.normal(0, 4, (SIZE_PX, SIZE_PX, 1))
    glow = cv2.GaussianBlur((kind == 1).astype(np.float32), (0, 0), 2)[..., None]
    paper = paper * (1 - glow) + np.array([205.0, 66.0, 38.0]) * glow
    printed = paper * (1 - ink[..., None]) + np.array([24.0, 22.0, 26.0]) * ink[..., None]
    picture: Rgb = printed.clip(0, 255).astype(np.uint8)
    return picture


def glass(rng: np.random.Generator) -> Rgb:
    """Panes in lead with light behind them, smaller where the scene has more to tell."""
    tone, kind = scene(rng)
    seeds = np.full((SIZE_PX, SIZE_PX), 255, np.uint8)
    for _ in range(700):
        x, y = (rng.random(2) * SIZE_PX).astype(int)
        if kind[y, x] in (1, 3) or rng.random() < 0.45:
            seeds[y, x] = 0
    _, found = cv2.distanceTransformWithLabels(seeds, cv2.DIST_L2, 5, labelType=cv2.DIST_LABEL_PIXEL)
    labels = np.asarray(found)
    glow = cv2.GaussianBlur(rng.normal(0, 1, tone.shape), (0, 0), 9) * 1.6
    canvas = np.zeros((SIZE_PX, SIZE_PX, 3))
    for label in range(1, int(labels.max()) + 1):
        pane = labels == label
        if pane.any():
            main = np.bincount(kind[pane].astype(int)).argmax()
            canvas[pane] = colour(rng, float(tone[pane].mean()) * 1.15 + 0.1, float(main), 24)
    canvas *= (1.05 + 0.25 * glow)[..., None]
    ridge = cv2.morphologyEx(labels.astype(np.float32), cv2.MORPH_GRADIENT, np.ones((7, 7), np.uint8)) > 0
    canvas[ridge] = 16 + 14 * rng.random((int(ridge.sum()), 1))
    picture: Rgb = canvas.clip(0, 255).astype(np.uint8)
    return cv2.GaussianBlur(picture, (0, 0), 0.7).astype(np.uint8)


STYLES = {"swirls": swirls, "mosaic": mosaic, "woodcut": woodcut, "glass": glass}


def save(name: str, rgb_hwc: Rgb, quality: int) -> None:
    """Writes one JPEG, its long side at most 1,024 px."""
    image = Image.fromarray(rgb_hwc)
    image.thumbnail((1024, 1024), Image.Resampling.LANCZOS)
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=quality, optimize=True)
    write_bytes(SAMPLES / f"{name}.jpg", buffer.getvalue())


def main() -> None:
    """Writes all samples, always the same."""
    SAMPLES.mkdir(parents=True, exist_ok=True)
    lines = ["# Samples", "", "| file | what it is |", "|---|---|"]
    for name, origin in PHOTOGRAPHS.items():
        save(f"photo_{name}", np.asarray(getattr(skimage.data, SOURCES[name])()), 90)
        lines.append(f"| photo_{name}.jpg | {origin}; from scikit-image's samples |")
    for name, draw in STYLES.items():
        save(f"style_{name}", draw(np.random.default_rng(11)), 88)
        lines.append(f"| style_{name}.jpg | drawn by packaging/make_samples.py; Apache-2.0 |")
    write_bytes(SAMPLES / "README.md", ("\n".join(lines) + "\n").encode())


if __name__ == "__main__":
    main()
