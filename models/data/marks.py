"""A watermark: the same edges at the same place of many pictures that are otherwise different.

Pictures are brought to one size, and five windows of each are looked at, in the corners and in the middle. In
each the gradients are divided by what is usual around them, so that a faint mark counts as much as a strong
one. In cells of a window pictures are compared in pairs: where chance alone is at work the sum over all pairs
is as often negative as positive, and its spread is known (as if each picture's sign were drawn). Upright and
level edges must both agree: writing has both, while frames, horizons and seams have one kind at a place.

What it does not find: a mark on one work only, or on fewer than about eight or a fourth of a few dozen; one
that is moved about, turned, or of another share of the short side from work to work; letters lower than a
twentieth of it; and a mark on works that are alike all over (a series), where it is one likeness of many. Of
those that bear a mark it misses some, where the work is as light as the mark or rougher.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

Real: TypeAlias = NDArray[np.float32]

SIDE_PX = 256  # the short side
EDGE_PX = 6  # where many files have a dark line
WINDOW = (96, 160)
PLACES = ("at the top left", "at the top right", "at the bottom left", "at the bottom right", "in the middle")
MIDDLE = 4
AROUND_PX = 15  # in which a gradient is strong or weak
FAINT = 3.0  # grey levels, below which gradients are noise
CELL_PX, STEP_PX = 16, 8
COMPARED = 150  # pictures by which a mark is found; more of them change nothing
SURE, LIKELY, CELLS = 4.0, 3.0, 3  # deviations in the best cell, and in so many cells
BEARS = 0.2  # correlation with what the others have in common there
FEWEST = 5
SERIES = 0.6  # likeness in light of whole works; different ones have about 0.1
LIGHT_PX = 8


@dataclass(frozen=True)
class View:
    """Of one picture: edges in the windows (5×2×h×w, 127 is strong), and where it is light (64)."""

    edges: NDArray[np.int8]
    light: Real


@dataclass(frozen=True)
class Mark:
    """`works` are the numbers of the views that bear it."""

    place: str  # one of PLACES
    works: tuple[int, ...]


def view(upright: Image.Image) -> View:
    scale = SIDE_PX / min(upright.size)
    size = (max(SIDE_PX, round(upright.width * scale)), max(SIDE_PX, round(upright.height * scale)))
    grey = np.asarray(upright.convert("L").resize(size, Image.Resampling.BOX), np.float32)
    coarse = upright.convert("L").resize((LIGHT_PX, LIGHT_PX), Image.Resampling.BOX)
    light = np.asarray(coarse, np.float32).ravel()
    edges = _edges(grey)[:, EDGE_PX:-EDGE_PX, EDGE_PX:-EDGE_PX]
    (h, w), (height, width) = WINDOW, edges.shape[1:]
    corners = [(0, 0), (0, width - w), (height - h, 0), (height - h, width - w)]
    starts = [*corners, ((height - h) // 2, (width - w) // 2)]
    windows = np.stack([edges[:, top : top + h, left : left + w] for top, left in starts])
    return View(
        (windows * 127).round().astype(np.int8), (light - light.mean()) / max(1.0, float(light.std()))
    )


def find_marks(views: list[View]) -> list[Mark]:
    """The clearest first; a mark that reaches into two windows is told once."""
    if len(views) < FEWEST:
        return []
    every = max(1.0, len(views) / COMPARED)
    few = [views[int(n * every)] for n in range(min(len(views), COMPARED))]
    agreed = [_agreement(np.stack([one.edges[place] for one in few])) for place in range(len(PLACES))]
    found = [n for n, z in enumerate(agreed) if z.max() >= SURE and (z > LIKELY).sum() >= CELLS]
    if len(found) >= 3 and MIDDLE not in found:
        return []  # three corners and not the middle: a frame
    marks: list[Mark] = []
    for place in sorted(found, key=lambda n: -float(agreed[n].max())):
        works = _bearers(np.stack([one.edges[place] for one in views]), agreed[place] > LIKELY)
        told = {work for mark in marks for work in mark.works}
        is_new = len(told & set(works)) < len(works) / 2
        if len(works) >= FEWEST and is_new and not _is_series([views[n].light for n in works]):
            marks.append(Mark(PLACES[place], works))
    return marks


def _edges(grey: Real) -> Real:
    """Gradients of a grey picture, 2×h×w; nowhere longer than 1."""
    gradient = np.zeros((2, *grey.shape), np.float32)
    gradient[0, :, 1:-1] = grey[:, 2:] - grey[:, :-2]
    gradient[1, 1:-1] = grey[2:] - grey[:-2]
    gradient -= np.stack([_mean_around(level) for level in gradient])  # the fall of light to the corners
    strength = np.hypot(*gradient)
    gradient /= _mean_around(strength) + FAINT
    return np.asarray(gradient / np.maximum(1, np.hypot(*gradient)), np.float32)


def _mean_around(level: Real) -> Real:
    """The mean of the square round each pixel."""
    return np.asarray(cv2.blur(level, (AROUND_PX, AROUND_PX)), np.float32)


def _agreement(edges: NDArray[np.int8]) -> Real:
    """Of each cell of a window (n×2×h×w), in deviations from chance."""
    height, width = WINDOW
    rows, columns = range(0, height - CELL_PX + 1, STEP_PX), range(0, width - CELL_PX + 1, STEP_PX)
    return np.array(
        [
            [
                min(_beyond_chance(edges[:, way, y : y + CELL_PX, x : x + CELL_PX]) for way in (0, 1))
                for x in columns
            ]
            for y in rows
        ],
        np.float32,
    )


def _beyond_chance(cell: NDArray[np.int8]) -> float:
    flat = cell.reshape(len(cell), -1).astype(np.float32) / 127
    pairs = flat @ flat.T
    np.fill_diagonal(pairs, 0)
    return float(pairs.sum() / np.sqrt(2 * (pairs**2).sum() + 1e-9))


def _bearers(edges: NDArray[np.int8], cells: NDArray[np.bool_]) -> tuple[int, ...]:
    """Which pictures have in these cells what the others have in common there."""
    here = np.zeros(WINDOW, bool)
    for row, column in np.argwhere(cells) * STEP_PX:
        here[row : row + CELL_PX, column : column + CELL_PX] = True
    flat = edges[:, :, here].reshape(len(edges), -1).astype(np.float32)
    flat /= np.maximum(np.linalg.norm(flat, axis=1, keepdims=True), 1e-6)
    pairs = flat @ flat.T
    np.fill_diagonal(pairs, 0)
    shares = np.abs(np.linalg.eigh(pairs)[1][:, -1])  # of the largest group of pictures that are alike here
    bears = shares > shares.max() / 2
    for _ in range(3):
        common = flat[bears].sum(0) - flat * bears[:, None]  # never what is a picture's own
        bears = (flat * common).sum(1) > BEARS * np.linalg.norm(common, axis=1)
    return tuple(np.flatnonzero(bears).tolist())


def _is_series(lights: list[Real]) -> bool:
    alike = np.atleast_2d(np.corrcoef(np.stack(lights)))
    return bool(np.median(alike[np.triu_indices(len(lights), 1)]) > SERIES)
