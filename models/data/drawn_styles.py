"""Style pictures drawn by our own scripts: materials and techniques that no single painting stands for."""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np
from PIL import Image

from models.data.drawn_scene import ARCADE, DAWN, FOLK, SIZE_PX, Real, Rgb, colour, flow, scene

SEED = 11


def _noise(rng: np.random.Generator, radius_px: float) -> Real:
    """Soft noise of deviation 1."""
    soft = cv2.GaussianBlur(rng.normal(0, 1, (SIZE_PX, SIZE_PX)), (0, 0), radius_px)
    scaled: Real = soft / soft.std()
    return scaled


def _printed(paper: tuple[int, int, int], ink: tuple[int, int, int], cover: Real) -> Rgb:
    """`ink` on `paper` where `cover` (0 to 1) says so."""
    share = cover.clip(0, 1)[..., None]
    picture: Rgb = (np.array(paper) * (1 - share) + np.array(ink) * share).clip(0, 255).astype(np.uint8)
    return picture


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


def engraving(rng: np.random.Generator) -> Rgb:
    """Fine lines of a burin in sepia, crossed where it is darker, and crossed again in the deepest shade."""
    tone, kind = scene(rng)
    rows, columns = np.mgrid[:SIZE_PX, :SIZE_PX].astype(np.float64)
    bend = cv2.GaussianBlur(tone, (0, 0), 12) * 26
    dark = np.clip(1.08 - cv2.GaussianBlur(tone, (0, 0), 2) * 1.35, 0, 1)
    dark[kind == 3] = 0.95
    ink = np.zeros_like(tone)
    for turn, begins, period in ((0.25, 0.05, 6.0), (1.25, 0.45, 6.5), (2.2, 0.75, 7.0)):
        across = (rows * np.cos(turn) + columns * np.sin(turn) + bend) / period
        line = np.abs((across + 0.03 * _noise(rng, 6.0)) % 1 - 0.5) * 2  # 0 in the middle of a line
        width = np.clip((dark - begins) / (1 - begins), 0, 1) * 0.75
        ink = np.maximum(ink, np.clip((width - line) * period / 2 + 0.5, 0, 1) * (width > 0.02))
    edges = cv2.morphologyEx(kind.astype(np.float32), cv2.MORPH_GRADIENT, np.ones((3, 3), np.uint8)) > 0
    ink[edges] = 1
    return _printed((242, 234, 216), (52, 34, 26), ink)


def charcoal(rng: np.random.Generator) -> Rgb:
    """Soft tone in slanted strokes that catches the grain of the paper, and hard contours."""
    tone, kind = scene(rng)
    dark = np.clip(1.15 - cv2.GaussianBlur(tone, (0, 0), 3) * 1.5, 0, 1)
    slanted = cv2.filter2D(_noise(rng, 1.6), -1, np.eye(61) / 61)
    stroke = slanted / slanted.std()
    grain = 0.6 * _noise(rng, 0.8) + 0.8 * _noise(rng, 1.6)
    rubbed = dark * np.clip(0.78 + 0.2 * stroke + 0.14 * grain * (1.2 - dark), 0.05, 1)
    edges = cv2.morphologyEx(kind.astype(np.float32), cv2.MORPH_GRADIENT, np.ones((5, 5), np.uint8)) > 0
    line = cv2.GaussianBlur(edges.astype(np.float64), (0, 0), 1.4) * np.clip(1 + 0.3 * stroke, 0.3, 1)
    return _printed((238, 233, 224), (30, 28, 30), np.maximum(rubbed, line))


def ink_wash(rng: np.random.Generator) -> Rgb:
    """Wet washes, pale ones first; each dries with a darker rim, and the ink runs in the damp paper."""
    tone, kind = scene(rng)
    flat = np.where(kind == 1, 1.0, np.where(kind == 3, 0.0, tone * 0.8 + 0.05 * (kind == 0)))
    wet = cv2.GaussianBlur(flat, (0, 0), 4) + 0.035 * _noise(rng, 9) + 0.012 * _noise(rng, 2.5)
    cover = np.zeros_like(tone)
    for level, depth, edge in ((0.55, 0.16, 18), (0.4, 0.2, 40), (0.28, 0.26, 60), (0.15, 0.34, 90)):
        region = 1 / (1 + np.exp((wet - level) * edge))
        down, right = np.gradient(cv2.GaussianBlur(region, (0, 0), 1.6))
        pooled = 0.8 + 0.35 * _noise(rng, 22)
        cover += depth * region * pooled + 0.7 * np.hypot(down, right)
    return _printed((244, 239, 228), (24, 27, 34), cover * (0.97 + 0.05 * _noise(rng, 1.0)))


def blueprint(rng: np.random.Generator) -> Rgb:
    """White lines on Prussian blue: contours, hatching in the shadows, and a fine grid."""
    tone, kind = scene(rng)
    rows, columns = np.mgrid[:SIZE_PX, :SIZE_PX]
    soft = cv2.GaussianBlur(tone, (0, 0), 6)
    contours = np.abs((soft * 16) % 1 - 0.5) < 0.05
    outline = cv2.morphologyEx(kind.astype(np.float32), cv2.MORPH_GRADIENT, np.ones((3, 3), np.uint8)) > 0
    hatch = (np.abs((rows + columns) % 9 - 4) < 0.8) & (soft < 0.3)
    grid = ((rows % 48 == 0) | (columns % 48 == 0)) * 0.25
    cover = np.maximum.reduce([contours * 0.75, outline * 1.0, hatch * 0.5, grid])
    cover = cv2.GaussianBlur(cover, (0, 0), 0.7) * (0.95 + 0.08 * _noise(rng, 1.5))
    return _printed((24, 62, 132), (232, 240, 248), cover)


def pixel_art(rng: np.random.Generator) -> Rgb:
    """A hundred and twenty-eight squares across, sixteen colours, ordered dithering."""
    tone, kind = scene(rng)
    step = SIZE_PX // 128
    small_tone, small_kind = (
        tone[step // 2 :: step, step // 2 :: step],
        kind[step // 2 :: step, step // 2 :: step],
    )
    bayer = np.array([[0, 8, 2, 10], [12, 4, 14, 6], [3, 11, 1, 9], [15, 7, 13, 5]]) / 16 - 0.5
    dither = np.tile(bayer, (small_tone.shape[0] // 4 + 1, small_tone.shape[1] // 4 + 1))
    levels = np.floor((small_tone + dither[: small_tone.shape[0], : small_tone.shape[1]] * 0.25) * 4) / 3.2
    out = np.zeros((*small_tone.shape, 3), np.uint8)
    still = np.random.default_rng(0)
    for y, x in np.ndindex(small_tone.shape):
        out[y, x] = colour(still, float(np.clip(levels[y, x], 0, 1)), float(small_kind[y, x]), 0.0, ARCADE)
    quantized = Image.fromarray(out).quantize(16, dither=Image.Dither.NONE).convert("RGB")
    return np.asarray(quantized.resize((SIZE_PX, SIZE_PX), Image.Resampling.NEAREST))


def paper_cut(rng: np.random.Generator) -> Rgb:
    """Sheets of coloured paper, one over the other, each with its shadow."""
    tone, _ = scene(rng)
    smooth = cv2.GaussianBlur(tone + 0.05 * _noise(rng, 26), (0, 0), 7)
    sheets = [(22, 34, 74), (40, 74, 122), (86, 134, 150), (222, 176, 96), (240, 214, 150), (250, 240, 214)]
    canvas = np.full((SIZE_PX, SIZE_PX, 3), sheets[0], np.float64)
    for index, sheet in enumerate(sheets[1:]):
        above = (smooth > 0.26 + 0.15 * index).astype(np.float64)
        shadow = cv2.GaussianBlur(np.roll(above, (7, 5), (0, 1)), (0, 0), 5) * (1 - above)
        canvas *= (1 - 0.45 * shadow)[..., None]
        fibre = 1 + 0.025 * _noise(rng, 1.0) + 0.02 * _noise(rng, 6)
        canvas = np.where(above[..., None] > 0, np.array(sheet) * fibre[..., None], canvas)
    picture: Rgb = canvas.clip(0, 255).astype(np.uint8)
    return picture


def riso_poster(rng: np.random.Generator) -> Rgb:
    """Two inks in halftone, a little out of register."""
    tone, kind = scene(rng)
    rows, columns = np.mgrid[:SIZE_PX, :SIZE_PX]

    def screen(values: Real, degrees: float, pitch_px: float) -> Real:
        turn = np.radians(degrees)
        u = columns * np.cos(turn) + rows * np.sin(turn)
        v = rows * np.cos(turn) - columns * np.sin(turn)
        dots = np.cos(u * 2 * np.pi / pitch_px) + np.cos(v * 2 * np.pi / pitch_px)
        cover: Real = 1 / (1 + np.exp(-(values * 4 - 2 - dots) * 5))
        return cover

    pink = screen(np.clip(0.15 + 0.8 * (kind == 1) + 0.5 * (kind >= 2) * tone, 0, 1), 75, 9)
    blue = np.roll(screen(np.clip(1.05 - tone * 1.3, 0, 1), 30, 9), (2, -3), (0, 1))
    paper = np.full((SIZE_PX, SIZE_PX, 3), (246, 240, 228)) / 255
    for cover, ink in ((pink, (255, 92, 110)), (blue, (28, 80, 160))):
        paper = paper * (1 - cover[..., None] * (1 - np.array(ink) / 255) * 0.94)
    picture: Rgb = (paper * 255 * (0.98 + 0.02 * _noise(rng, 1.0))[..., None]).clip(0, 255).astype(np.uint8)
    return picture


def embroidery(rng: np.random.Generator) -> Rgb:
    """Satin stitches in rows along the flow, each thread with a lit and a shaded side."""
    tone, kind = scene(rng)
    angle = flow(tone)
    canvas = np.full((SIZE_PX, SIZE_PX, 3), (150, 132, 108), np.uint8)
    for _ in range(26_000):
        here = x, y = rng.random(2) * (SIZE_PX - 1)
        turn = np.round(angle[int(y), int(x)] * 4 / np.pi) * np.pi / 4  # threads lie in eight directions
        shade = colour(rng, tone[int(y), int(x)], kind[int(y), int(x)], 7, FOLK)
        reach = np.array([np.cos(turn), np.sin(turn)]) * rng.uniform(8, 15)
        for offset, change in ((1.4, -50), (-0.6, 34), (0.4, 0)):
            aside = np.array([-np.sin(turn), np.cos(turn)]) * offset
            ends = np.stack([here - reach / 2, here + reach / 2]) + aside
            tint = tuple(int(np.clip(c + change, 0, 255)) for c in shade)
            cv2.polylines(canvas, [(ends * 16).astype(np.int32)], False, tint, 2, cv2.LINE_AA, 4)
    return canvas


def pastel(rng: np.random.Generator) -> Rgb:
    """Soft chalk laid side by side on dark paper that shows through."""
    tone, kind = scene(rng)
    angle = flow(tone)
    canvas = np.full((SIZE_PX, SIZE_PX, 3), (96, 74, 92), np.uint8)
    layer = canvas.copy()
    for count, length, width in ((2200, 60, 16), (5200, 38, 9)):
        for _ in range(count):
            here = x, y = rng.random(2) * (SIZE_PX - 1)
            shade = colour(rng, tone[int(y), int(x)] * 1.15, kind[int(y), int(x)], 22, DAWN)
            turn = angle[int(y), int(x)] + rng.normal(0, 0.2)
            reach = np.array([np.cos(turn), np.sin(turn)]) * length / 2
            ends = np.stack([here - reach, here + reach])
            cv2.polylines(layer, [(ends * 16).astype(np.int32)], False, shade, width, cv2.LINE_AA, 4)
    tooth = 0.5 + 0.3 * _noise(rng, 0.8) + 0.2 * _noise(rng, 2.0)
    share = np.clip((tooth + 0.35) * 1.5, 0, 1)[..., None]
    picture: Rgb = (canvas * (1 - share) + layer * share).astype(np.uint8)
    return picture


DRAWN: dict[str, Callable[[np.random.Generator], Rgb]] = {
    "swirls": swirls,
    "mosaic": mosaic,
    "woodcut": woodcut,
    "glass": glass,
    "engraving": engraving,
    "charcoal": charcoal,
    "ink_wash": ink_wash,
    "blueprint": blueprint,
    "pixel_art": pixel_art,
    "paper_cut": paper_cut,
    "riso_poster": riso_poster,
    "embroidery": embroidery,
    "pastel": pastel,
}


def drawn(name: str) -> Rgb:
    """The style picture of this name in `DRAWN`, SIZE_PX×SIZE_PX; always the same."""
    return DRAWN[name](np.random.default_rng(SEED))
