"""How far two sets of pictures are apart: FID and KID on pooled features of the loss network that ships.

Features are arrays n×d in float64, one row a picture. The published figures stand on Inception's features and
on tens of thousands of pictures; ours do not, and are comparable only with others of the same weights.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable, Sequence
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from models.evaluation.features import SMALLEST_PX, Eye
from models.evaluation.pairs import reduced
from models.image import to_image
from models.judgement import NAME, Comparison, Interval
from models.news import FileError, News, Notice, Progress
from models.picture_file import SUFFIXES, read_preview

LONG_SIDE_PX = 256
HALVES = 200  # random halves for the interval of KID
LEAST = 4  # pictures of a set: its halves need a pair
MOST_ROWS = 4000  # of a set that KID looks at: its kernel matrices have rows² numbers

Rows = NDArray[np.float64]


def compare_folders(
    first: Path, second: Path, eye: Eye, long_side_px: int = LONG_SIDE_PX, seed: int = 0
) -> Generator[News, None, Comparison]:
    """FID and KID of all pictures in two folders; those that cannot be read are named and left out."""
    found = [pictures_in(folder) for folder in (first, second)]
    total, done = sum(map(len, found)), 0
    sets: list[Rows] = []
    failed: list[str] = []
    for folder, paths in zip((first, second), found, strict=True):
        rows = []
        for path in paths:
            yield Progress(done, total, f"looking at {folder.name}")
            done += 1
            try:
                rows.append(_pooled(eye, path, long_side_px))
            except FileError as error:
                failed.append(str(error))
                yield Notice(str(error))
        if len(rows) < LEAST:
            raise FileError(
                f"{folder} has {len(rows)} readable pictures. {LEAST} are the least for a comparison."
            )
        sets.append(np.stack(rows))
    yield Progress(done, total, "comparing")
    fid = frechet_distance(*moments(sets[0]), *moments(sets[1]))
    kid = kernel_distance(sets[0], sets[1], seed)
    counts = len(sets[0]), len(sets[1])
    return Comparison(counts, fid, kid, tuple(_remarks(counts, sets[0].shape[1])), tuple(failed))


def pictures_in(folder: Path, endings: Iterable[str] = SUFFIXES) -> list[Path]:
    """The picture files of a folder, by name, or all files with `endings`; FileError where there is none."""
    if not folder.is_dir():
        raise FileError(f"There is no folder {folder}. Check its name.")
    known = set(endings)
    paths = sorted(p for p in folder.iterdir() if p.suffix.lower() in known and not p.name.startswith("."))
    if not paths:
        raise FileError(f"There is no picture in {folder}. JPEG, PNG, TIFF, WebP and BMP are read.")
    return paths


def moments(rows: Rows) -> tuple[Rows, Rows]:
    """Mean (d) and unbiased covariance (d×d)."""
    return rows.mean(0), np.atleast_2d(np.cov(rows, rowvar=False))


def frechet_distance(mean_a: Rows, cov_a: Rows, mean_b: Rows, cov_b: Rows) -> float:
    """‖μa − μb‖² + tr(Σa + Σb − 2(Σa Σb)^½), in float64 (Heusel et al. 2017; Dowson & Landau 1982).

    The trace of the root is the sum of the roots of the eigenvalues of Σa^½ Σb Σa^½, which is symmetric: no
    complex numbers come in, also where fewer pictures than features make the covariances singular.
    """
    values, vectors = np.linalg.eigh(cov_a)
    root = (vectors * np.sqrt(values.clip(0))) @ vectors.T
    product = root @ cov_b @ root
    cross = np.sqrt(np.linalg.eigvalsh((product + product.T) / 2).clip(0)).sum()
    distance = float(((mean_a - mean_b) ** 2).sum() + np.trace(cov_a) + np.trace(cov_b) - 2 * cross)
    return max(0.0, distance)


def kernel_distance(a: Rows, b: Rows, seed: int = 0) -> Interval:
    """KID: the unbiased squared MMD with the kernel (x·y/d + 1)³ (Bińkowski et al. 2018), on all pictures.

    The interval is ± 1.96 deviations of the estimate over random halves of both sets, which spread as the
    estimate itself does, and wider where the sets are alike.
    """
    rng = np.random.default_rng(seed)
    a, b = (x if len(x) <= MOST_ROWS else x[rng.choice(len(x), MOST_ROWS, replace=False)] for x in (a, b))
    kernels = _kernel(a, a), _kernel(b, b), _kernel(a, b)
    value = float(_unbiased(*kernels, np.ones((len(a), 1)), np.ones((len(b), 1)))[0])
    halves = (_halves(len(x), rng) for x in (a, b))
    spread = float(np.std(_unbiased(*kernels, *halves)))
    return Interval(value, value - 1.96 * spread, value + 1.96 * spread)


def _kernel(a: Rows, b: Rows) -> Rows:
    kernel: Rows = (a @ b.T / a.shape[1] + 1) ** 3
    return kernel


def _halves(count: int, rng: np.random.Generator) -> Rows:
    """count×HALVES of 0 and 1: which pictures are in each half ."""
    chosen = rng.random((count, HALVES)).argsort(0) < count // 2
    return chosen.astype(np.float64)


def _unbiased(aa: Rows, bb: Rows, ab: Rows, in_a: Rows, in_b: Rows) -> Rows:
    """The squared MMD of each choice of pictures (columns of 0 and 1), without each picture's own kernel."""

    def within(kernel: Rows, chosen: Rows) -> Rows:
        count = chosen.sum(0)
        pairs: Rows = (chosen * (kernel @ chosen)).sum(0) - np.diag(kernel) @ chosen
        apart: Rows = pairs / (count * (count - 1))
        return apart

    between = (in_a * (ab @ in_b)).sum(0) / (in_a.sum(0) * in_b.sum(0))
    found: Rows = within(aa, in_a) + within(bb, in_b) - 2 * between
    return found


def _pooled(eye: Eye, path: Path, long_side_px: int) -> Rows:
    rgb_hwc, _ = read_preview(path, max(SMALLEST_PX, long_side_px))
    pooled: Rows = eye.pooled(reduced(to_image(rgb_hwc), long_side_px))[0].to(torch.float64).numpy()
    return pooled


def _remarks(counts: Sequence[int], dimensions: int) -> list[str]:
    remarks = []
    if min(counts) < 2 * dimensions:
        remarks.append(
            f"FID ({NAME}) is biased upward with fewer than {2 * dimensions} pictures in a folder, and here "
            f"one has {min(counts)}. Go by KID and its interval, or compare equal numbers of pictures only."
        )
    if max(counts) > MOST_ROWS:
        remarks.append(f"KID was taken on {MOST_ROWS} random pictures of a folder that has more.")
    return remarks
