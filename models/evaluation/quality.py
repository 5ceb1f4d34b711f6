"""Quality of the shipped universal network on the samples that ship: the same for anyone.

Every sample photo is painted in every sample style at one size, by the arrays' own path (no file, no second
pass). Shift, noise and grid are faults that no comparison of a picture with its photo or style shows.
"""

from __future__ import annotations

import statistics
from collections.abc import Callable, Generator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from models.evaluation.features import Eye, weights_digest
from models.evaluation.pairs import (
    clipped_beyond,
    clipped_share,
    content_distance,
    gap_closed,
    grams,
    see_photo,
    see_style,
    ssim,
    style_distance,
)
from models.image import to_image, to_rgb8
from models.judgement import NAME
from models.networks.style_code import colour_moments, colour_transform, recolour
from models.news import News, Progress
from models.picture_file import read_preview

if TYPE_CHECKING:
    from models.universal import Code, Universal

SAMPLES = Path(__file__).parent.parent.parent / "resources" / "samples"
PHOTO_PX = 384  # long side at which photos are painted
STYLE_PX = 512  # long side at which styles are read, as the engine reads them
PROBE_PX = 256  # side of the squares for shift and noise
SHIFTS_PX = (1, 2, 3)
EDGE_PX = 32  # left aside where a picture is held against its shifted self: the edges are others there
NOISE_SIGMA = 2.0  # of 255
GRID_PERIODS = (2, 4, 8)

Rgb8 = NDArray[np.uint8]
Paint = Callable[[Rgb8], Rgb8]


@dataclass(frozen=True)
class Quality:
    """One photo in one style, or the medians of all.

    `gap`, `content`, `ssim` and `clipped` as in `pairs.Scores`. `gap_colours` is the gap that moving the
    photo's colours to the style's closes alone, and `gap_strokes` the share of the rest that the network
    closes: 0 where it only recolours. `shift_rms` of 255 between the picture and that of the photo moved by
    1, 2 and 3 px, moved back. `noise_gain` is the RMS change of the picture over that of noise in the photo.
    `grid` is the largest spectral peak at periods of 2, 4 and 8 px over its neighbourhood; 1 is none.
    """

    gap: float
    gap_colours: float
    gap_strokes: float
    content: float
    ssim: float
    clipped: float
    shift_rms: float
    noise_gain: float
    grid: float


def quality(
    universal: Universal, eye: Eye, seed: int = 0, samples: Path = SAMPLES
) -> Generator[News, None, dict[str, Any]]:
    """Paints and measures every sample photo in every sample style; returns plain data.

    Seeded, so the same weights give the same figures but for the last digits of another runtime.
    """
    photos, styles = read_samples(samples)
    codes = {name: universal.code(style) for name, style in styles.items()}
    rows: dict[str, Quality] = {}
    total = len(photos) * len(styles)
    for photo_name, photo in photos.items():
        for style_name, style in styles.items():
            yield Progress(len(rows), total, f"{photo_name} in {style_name}")
            measured = measure(_painter(universal, codes[style_name]), eye, photo, style, seed)
            rows[f"{photo_name}__{style_name}"] = measured
    yield Progress(total, total)
    return {
        "runtime": universal.runtime.name,
        "features": NAME,
        "weights_sha256": weights_digest(),
        "seed": seed,
        "median": summary(rows),
        "worst_tenth_gap": float(np.quantile([row.gap for row in rows.values()], 0.1)),
        "pairs": {name: asdict(row) for name, row in rows.items()},
    }


def read_samples(samples: Path) -> tuple[dict[str, Rgb8], dict[str, Rgb8]]:
    """Photos and styles by their names, as large as they are painted and read."""
    return _read(samples, "photo_*.jpg", PHOTO_PX), _read(samples, "style_*.jpg", STYLE_PX)


def summary(rows: Mapping[str, Quality]) -> dict[str, float]:
    """The median of each measure over all pairs."""
    columns = [asdict(row) for row in rows.values()]
    return {name: statistics.median(c[name] for c in columns) for name in columns[0]}


def measure(paint: Paint, eye: Eye, photo: Rgb8, style: Rgb8, seed: int = 0) -> Quality:
    """All measures of one photo and style; `paint` paints any picture (`rgb_hwc`, uint8) in that style."""
    painted = paint(photo)
    out, style_image = to_image(painted), to_image(style)
    own = see_photo(eye, to_image(photo), photo.shape[:2])
    target = see_style(eye, style_image)
    features = eye.look(out)
    recoloured = grams(eye.look(to_image(only_colours(photo, style))))
    left_by_colours = max(style_distance(recoloured, target.grams), 1e-9)
    return Quality(
        gap=gap_closed(grams(features), own.grams, target.grams) or 0.0,
        gap_colours=gap_closed(recoloured, own.grams, target.grams) or 0.0,
        gap_strokes=1 - style_distance(grams(features), target.grams) / left_by_colours,
        content=content_distance(features, own.features),
        ssim=ssim(out, own.image),
        clipped=clipped_beyond(out, clipped_share(style_image)),
        shift_rms=shift_rms(paint, photo),
        noise_gain=noise_gain(paint, photo, seed),
        grid=grid_peak(painted),
    )


def only_colours(photo: Rgb8, style: Rgb8) -> Rgb8:
    """The photo with the mean and covariance of the style's colours, as bytes: what needs no network."""
    a, b = to_image(photo), to_image(style)
    return to_rgb8(recolour(a, *colour_transform(colour_moments(a), colour_moments(b))))


def shift_rms(paint: Paint, photo: Rgb8) -> float:
    """RMS of 255 between a square painted, and the squares 1, 2 and 3 px to the right, moved back."""
    side, edge = min(PROBE_PX, photo.shape[0], photo.shape[1] - max(SHIFTS_PX)), EDGE_PX
    base = paint(photo[:side, :side])[edge:-edge]
    found = []
    for shift in SHIFTS_PX:
        moved = paint(np.ascontiguousarray(photo[:side, shift : shift + side]))[edge:-edge]
        found.append(rms(base[:, edge + shift : -edge], moved[:, edge : -edge - shift]))
    return statistics.fmean(found)


def noise_gain(paint: Paint, photo: Rgb8, seed: int = 0) -> float:
    """RMS change of the painted square over that of noise (σ 2 of 255) in the photo; 1 passes it on."""
    base = np.ascontiguousarray(photo[:PROBE_PX, :PROBE_PX])
    noise = np.random.default_rng(seed).normal(0, NOISE_SIGMA, base.shape)
    noisy = np.rint(base + noise).clip(0, 255).astype(np.uint8)
    return rms(paint(noisy), paint(base)) / rms(noisy, base)


def grid_peak(rgb_hwc: NDArray[Any]) -> float:
    """The largest peak of the mean spectrum of rows or columns at periods of 2, 4 and 8 px, 1 or more.

    Each peak is divided by the median of the frequencies 2 to 6 places away. The differences of neighbouring
    pixels are looked at, in which natural pictures are nearly flat over frequency.
    """
    grey = rgb_hwc.astype(np.float64).mean(2)
    worst = 1.0
    for lines in (grey, grey.T):
        length = (lines.shape[1] - 1) // 8 * 8
        spectrum = np.abs(np.fft.rfft(np.diff(lines, axis=1)[:, :length])).mean(0)
        for period in GRID_PERIODS:
            place = length // period
            around = np.r_[spectrum[max(1, place - 6) : place - 1], spectrum[place + 2 : place + 7]]
            if len(around) >= 4 and np.median(around) > 0:
                worst = max(worst, float(spectrum[place] / np.median(around)))
    return worst


def rms(a: NDArray[Any], b: NDArray[Any]) -> float:
    """Root mean square of the difference, in the pictures' own units."""
    return float(np.sqrt(((a.astype(np.float64) - b.astype(np.float64)) ** 2).mean()))


def _painter(universal: Universal, code: Code) -> Paint:
    return lambda photo: universal.stylize_array(
        np.ascontiguousarray(photo), universal.asked_for(photo, code)
    )


def _read(folder: Path, pattern: str, long_side_px: int) -> dict[str, Rgb8]:
    found = sorted(folder.glob(pattern))
    return {path.stem.partition("_")[2]: read_preview(path, long_side_px)[0] for path in found}
