"""Procedural style pictures: textures drawn by chance, to stretch a few hundred paintings.

Each family is a function of a random generator, a size and a palette, and returns `rgb_hwc` uint8.
"""

from __future__ import annotations

import colorsys
from collections.abc import Callable
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

Rgb = NDArray[np.uint8]
Palette = NDArray[np.float64]  # n×3, 0…255
Family = Callable[[np.random.Generator, int, Palette], Rgb]


def procedural_style(rng: np.random.Generator, size_px: int) -> Rgb:
    """A style picture size×size of a random family, palette and scale."""
    names = sorted(FAMILIES)
    return FAMILIES[names[int(rng.integers(len(names)))]](rng, size_px, random_palette(rng))


def random_palette(rng: np.random.Generator) -> Palette:
    """Three to seven colours around one hue and its opposite, from dark to light."""
    count, hue = int(rng.integers(3, 8)), float(rng.random())
    spread, saturation = float(rng.uniform(0.05, 0.5)), float(rng.uniform(0.15, 0.95))
    colours = []
    for value in np.linspace(rng.uniform(0.05, 0.3), rng.uniform(0.75, 1.0), count):
        turn = hue + rng.normal(0, spread / 2) + (0.5 if rng.random() < 0.25 else 0.0)
        colours.append(
            colorsys.hsv_to_rgb(turn % 1, float(np.clip(saturation + rng.normal(0, 0.15), 0, 1)), value)
        )
    return np.array(colours) * 255


def noise(rng: np.random.Generator, size_px: int, cells: float, octaves: int = 3) -> NDArray[np.float32]:
    """Smooth noise in 0…1: `cells` bumps across, with finer octaves at falling strength."""
    total = np.zeros((size_px, size_px), np.float32)
    for octave in range(octaves):
        count = max(2, round(cells * 2**octave))
        grid = rng.random((count + 3, count + 3)).astype(np.float32)
        total += cv2.resize(grid, (size_px, size_px), interpolation=cv2.INTER_CUBIC) / 2**octave
    low, high = float(total.min()), float(total.max())
    return (total - low) / max(high - low, 1e-6)


def _bytes(values: NDArray[Any]) -> Rgb:
    clipped: Rgb = values.clip(0, 255).astype(np.uint8)
    return clipped


def toned(values: NDArray[Any], palette: Palette) -> Rgb:
    """Values in 0…1 → colours, interpolated along the palette."""
    stops = np.linspace(0, 1, len(palette))
    return _bytes(np.stack([np.interp(values, stops, palette[:, c]) for c in range(3)], -1))


def _pick(rng: np.random.Generator, palette: Palette, value: float) -> tuple[int, int, int]:
    place = int(np.clip(value * len(palette) + rng.normal(0, 0.6), 0, len(palette) - 1))
    red, green, blue = (palette[place] + rng.normal(0, 9, 3)).clip(0, 255).astype(int).tolist()
    return red, green, blue


def _field(rng: np.random.Generator, size_px: int, cells: float) -> NDArray[np.float32]:
    """Directions along the contours of noise (a curl field), in radians."""
    bumps = cv2.GaussianBlur(noise(rng, size_px, cells, 2), (0, 0), size_px / 60)
    down, right = np.gradient(bumps)
    return np.asarray(np.arctan2(right, -down), np.float32)


def strokes(rng: np.random.Generator, size_px: int, palette: Palette) -> Rgb:
    """Brush strokes along a curl field over a composition of noise."""
    ground = noise(rng, size_px, rng.uniform(1.5, 4))
    angle = _field(rng, size_px, rng.uniform(1.5, 5))
    canvas = toned(ground, palette)
    length, width = rng.uniform(0.03, 0.12) * size_px, rng.uniform(0.006, 0.03) * size_px
    for _ in range(int(np.clip(2.5 * size_px**2 / (length * width), 300, 4000))):
        x, y = rng.random(2) * size_px
        points = []
        colour = _pick(rng, palette, float(ground[int(y), int(x)]))
        for _ in range(6):
            points.append((x, y))
            turn = angle[int(np.clip(y, 0, size_px - 1)), int(np.clip(x, 0, size_px - 1))]
            x, y = x + np.cos(turn) * length / 6, y + np.sin(turn) * length / 6
        line = (np.array(points) * 16).astype(np.int32)
        thickness = max(1, round(width * rng.uniform(0.5, 1.5)))
        cv2.polylines(canvas, [line], False, colour, thickness, cv2.LINE_AA, 4)
    return canvas


def hatching(rng: np.random.Generator, size_px: int, palette: Palette) -> Rgb:
    """Engraving: lines along contours that swell where it is dark."""
    tone = noise(rng, size_px, rng.uniform(1.5, 4))
    bend = noise(rng, size_px, rng.uniform(1, 3), 2)
    rows, columns = np.mgrid[:size_px, :size_px] / size_px
    turn = rng.uniform(0, np.pi)
    phase = (rows * np.cos(turn) + columns * np.sin(turn)) * rng.uniform(25, 70) + bend * rng.uniform(4, 16)
    ink = (np.sin(phase * 2 * np.pi) * 0.5 + 0.5 - tone) * 6
    share = (1 / (1 + np.exp(-ink)))[..., None]
    return _bytes(palette[0] * share + palette[-1] * (1 - share))


def _cells(
    rng: np.random.Generator, size_px: int, count: int
) -> tuple[NDArray[np.int32], NDArray[np.float32]]:
    """Voronoi cells of random points: labels, and distances to the nearest border in pixels."""
    seeds = np.full((size_px, size_px), 255, np.uint8)
    points = (rng.random((count, 2)) * size_px).astype(int)
    seeds[points[:, 0], points[:, 1]] = 0
    _, labels = cv2.distanceTransformWithLabels(seeds, cv2.DIST_L2, 5, labelType=cv2.DIST_LABEL_PIXEL)
    edges = cv2.morphologyEx(labels.astype(np.float32), cv2.MORPH_GRADIENT, np.ones((3, 3), np.uint8)) == 0
    border = cv2.distanceTransform(edges.astype(np.uint8), cv2.DIST_L2, 3)
    return np.asarray(labels, np.int32), np.asarray(border, np.float32)


def stained_glass(rng: np.random.Generator, size_px: int, palette: Palette) -> Rgb:
    """Panes with lead between them and light from behind."""
    labels, border = _cells(rng, size_px, int(rng.integers(25, 220)))
    ground = noise(rng, size_px, 2)
    tones = np.array([rng.random() for _ in range(int(labels.max()) + 1)])
    glow = (0.75 + 0.5 * noise(rng, size_px, 5))[..., None]
    panes = toned(0.6 * tones[labels] + 0.4 * ground, palette) * glow
    lead = (border > rng.uniform(0.004, 0.012) * size_px)[..., None]
    return _bytes(np.where(lead, panes, 18))


def mosaic(rng: np.random.Generator, size_px: int, palette: Palette) -> Rgb:
    """Tesserae in rows, bent, with grout."""
    side = max(4, round(size_px * rng.uniform(0.012, 0.04)))
    ground, canvas = noise(rng, size_px, rng.uniform(2, 5)), np.full((size_px, size_px, 3), 70, np.uint8)
    angle = _field(rng, size_px, 2)
    for y in range(0, size_px, side):
        for x in range(0, size_px, side):
            centre = (x + side / 2 + rng.normal(0, side / 12), y + side / 2 + rng.normal(0, side / 12))
            turn = float(np.degrees(angle[y, x]))
            box = cv2.boxPoints(
                (centre, (side * 0.82, side * 0.82), turn if rng.random() < 0.8 else turn + 20)
            )
            cv2.fillConvexPoly(
                canvas, (box * 16).astype(np.int32), _pick(rng, palette, ground[y, x]), cv2.LINE_AA, 4
            )
    return canvas


def dots(rng: np.random.Generator, size_px: int, palette: Palette) -> Rgb:
    """Pointillism: dots of neighbouring and opposite colours."""
    ground = noise(rng, size_px, rng.uniform(1.5, 4))
    canvas = toned(ground, palette)
    radius = rng.uniform(0.004, 0.012) * size_px
    for _ in range(int(np.clip(size_px**2 / radius**2, 1000, 9000))):
        x, y = rng.random(2) * size_px
        colour = _pick(rng, palette, float(ground[int(y), int(x)]))
        cv2.circle(canvas, (int(x * 16), int(y * 16)), max(16, int(radius * 16)), colour, -1, cv2.LINE_AA, 4)
    return canvas


def woodblock(rng: np.random.Generator, size_px: int, palette: Palette) -> Rgb:
    """Flat bands that wave over each other, each with a dark outline."""
    canvas, columns = np.empty((size_px, size_px, 3), np.uint8), np.arange(size_px)
    canvas[:] = palette[-1]
    for index, top in enumerate(np.linspace(0, size_px, int(rng.integers(6, 18)))):
        wave = sum(
            np.sin(columns / size_px * rng.uniform(4, 30) + rng.uniform(0, 6)) / (k + 1) for k in range(3)
        )
        line = np.stack([columns, top + wave * size_px * 0.03], 1).astype(np.int32)
        shape = np.concatenate([line, [[size_px, size_px * 2], [0, size_px * 2]]]).astype(np.int32)
        cv2.fillPoly(canvas, [shape], _pick(rng, palette, index % len(palette) / len(palette)), cv2.LINE_AA)
        cv2.polylines(canvas, [line], False, (25, 25, 35), max(1, size_px // 150), cv2.LINE_AA)
    return canvas


def paper_cut(rng: np.random.Generator, size_px: int, palette: Palette) -> Rgb:
    """Layers of paper: levels of noise, each throwing a shadow."""
    height = noise(rng, size_px, rng.uniform(1.5, 4), 2)
    levels = int(rng.integers(4, 9))
    step = np.floor(height * levels) / levels
    shadow = cv2.GaussianBlur(np.roll(step, (size_px // 60, size_px // 60), (0, 1)), (0, 0), size_px / 90)
    shade = np.clip(1 - 1.6 * np.maximum(shadow - step, 0), 0.4, 1)[..., None]
    return (toned(step, palette) * shade).astype(np.uint8)


def weave(rng: np.random.Generator, size_px: int, palette: Palette) -> Rgb:
    """Threads over and under, with stripes of colour both ways."""
    count = int(rng.integers(20, 70))
    rows, columns = np.mgrid[:size_px, :size_px] * count / size_px
    over = (rows.astype(int) + columns.astype(int)) % 2 == 0
    stripes = rng.random((2, count + 1))
    tone = np.where(over, stripes[0][rows.astype(int)], stripes[1][columns.astype(int)])
    place = np.where(over, rows, columns) % 1 - 0.5
    light = (1 - 2.2 * place**2)[..., None]
    return _bytes(toned(tone, palette) * light)


def ink_wash(rng: np.random.Generator, size_px: int, palette: Palette) -> Rgb:
    """Ink on paper: soft pools with dark rims, and fibres."""
    pools = noise(rng, size_px, rng.uniform(1.5, 4), 4)
    wash = np.clip((pools - 0.45) * 4, 0, 1) * (0.5 + 0.5 * noise(rng, size_px, 6))
    rim = np.exp(-(((pools - 0.47) / 0.015) ** 2)) * 0.6
    share = np.clip(wash + rim + rng.normal(0, 0.02, pools.shape), 0, 1)[..., None]
    paper = np.array([242.0, 236.0, 222.0])
    return _bytes(palette[0] * share + paper * (1 - share))


def halftone(rng: np.random.Generator, size_px: int, palette: Palette) -> Rgb:
    """Comic print: dots that grow with the tone, flat areas, black contours."""
    tone = noise(rng, size_px, rng.uniform(1.5, 3))
    rows, columns = np.mgrid[:size_px, :size_px] * rng.uniform(35, 80) / size_px
    raster = (np.sin((rows + columns) * np.pi) * np.sin((rows - columns) * np.pi) + 1) / 2
    flat = palette[(tone * (len(palette) - 1)).astype(int)]
    picture = np.where((raster < tone)[..., None], flat, palette[-1])
    contour = np.abs((tone * 5) % 1 - 0.5) > 0.47
    picture[contour] = 15
    return _bytes(picture)


def marbling(rng: np.random.Generator, size_px: int, palette: Palette) -> Rgb:
    """Paint on water, combed."""
    rows, columns = np.mgrid[:size_px, :size_px] / size_px
    bend = noise(rng, size_px, rng.uniform(2, 4), 4)
    tone = np.sin((rows * rng.uniform(2, 6) + bend * rng.uniform(2, 7) + columns) * 2 * np.pi) * 0.5 + 0.5
    return toned(tone, palette)


def pixels(rng: np.random.Generator, size_px: int, palette: Palette) -> Rgb:
    """Pixel art: few colours, large squares, dithering between them."""
    count = int(rng.integers(24, 80))
    tone = noise(rng, count, rng.uniform(2, 5))
    checks = (np.indices((count, count)).sum(0) % 2 - 0.5) / len(palette)
    place = (np.clip(tone + checks * 0.7, 0, 0.999) * len(palette)).astype(int)
    small = palette[place].astype(np.uint8)
    return _bytes(cv2.resize(small, (size_px, size_px), interpolation=cv2.INTER_NEAREST))


def charcoal(rng: np.random.Generator, size_px: int, palette: Palette) -> Rgb:
    """Smudged strokes on grained paper."""
    paper = noise(rng, size_px, size_px / 6, 2)
    canvas = np.full((size_px, size_px), 235, np.uint8)
    angle = _field(rng, size_px, rng.uniform(1, 3))
    for _ in range(260):
        x, y = rng.random(2) * size_px
        turn, length = angle[int(y), int(x)] + rng.normal(0, 0.2), rng.uniform(0.05, 0.25) * size_px
        end = (int(x + np.cos(turn) * length), int(y + np.sin(turn) * length))
        cv2.line(
            canvas, (int(x), int(y)), end, int(rng.integers(20, 170)), int(rng.integers(1, 7)), cv2.LINE_AA
        )
    grey = cv2.GaussianBlur(canvas, (0, 0), 1.0).astype(np.float32) / 255
    share = np.clip(grey + (paper - 0.5) * 0.5, 0, 1)[..., None]
    return _bytes(palette[0] * 0.4 * (1 - share) + np.array([238.0, 232.0, 222.0]) * share)


def blueprint(rng: np.random.Generator, size_px: int, palette: Palette) -> Rgb:
    """White lines, circles and a grid on one deep colour."""
    canvas = np.empty((size_px, size_px, 3), np.uint8)
    canvas[:] = palette[0] * 0.5 + np.array([10.0, 30.0, 80.0]) * 0.5
    light = (215, 230, 240)
    for place in range(0, size_px, max(6, size_px // 24)):
        cv2.line(canvas, (place, 0), (place, size_px), (90, 120, 170), 1)
        cv2.line(canvas, (0, place), (size_px, place), (90, 120, 170), 1)
    for _ in range(int(rng.integers(20, 60))):
        a, b = (rng.random((2, 2)) * size_px).astype(int)
        if rng.random() < 0.4:
            cv2.circle(canvas, a.tolist(), int(rng.uniform(0.02, 0.2) * size_px), light, 1, cv2.LINE_AA)
        else:
            cv2.rectangle(canvas, a.tolist(), b.tolist(), light, 1, cv2.LINE_AA)
    return canvas


FAMILIES: dict[str, Family] = {
    family.__name__: family
    for family in (
        strokes,
        hatching,
        stained_glass,
        mosaic,
        dots,
        woodblock,
        paper_cut,
        weave,
        ink_wash,
        halftone,
        marbling,
        pixels,
        charcoal,
        blueprint,
    )
}
