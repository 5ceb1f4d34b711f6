"""What is measured of painted pictures and of folders of them, as plain data: no torch here.

What the figures mean is said here once; how they come about is in `models/evaluation`.
"""

from __future__ import annotations

import math
import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

NAME = "Impasto loss network"  # the features of all measures but those of pixels
MARK = "__"  # PHOTO__STYLE is the name of the photograph painted in the style


@dataclass(frozen=True)
class Pair:
    """A painted picture, its photograph, and its style where there is one: its picture, or a style file."""

    out: Path
    photo: Path
    style: Path | None = None


@dataclass(frozen=True)
class Scores:
    """The measures of one pair; those of the style are None where no style picture was given.

    `mse` 0…1 and `psnr_db` over all colours (infinite for equal pictures). `ssim` −1…1, 1 equal. `perceptual`
    and `content` 0 for equal features, about 1 for unrelated ones. `style` 0…1, 0 the style's own statistics.
    `gap` 1 where the style is met, 0 where the photo was left as it is, below 0 where it is further away.
    `clipped` 0…1, the share of pixels at the end of the range beyond the style's own.
    """

    mse: float
    psnr_db: float
    ssim: float
    perceptual: float
    content: float
    style: float | None
    gap: float | None
    clipped: float


@dataclass(frozen=True)
class Measure:
    """How a measure of `Scores` is called and read. `by_network`: it holds for our loss network alone."""

    field: str
    title: str
    high_is_good: bool
    form: str
    by_network: bool = False

    @property
    def column(self) -> str:
        """Its name in exports, which says what features it was taken on."""
        return f"{self.field}_{NAME.lower().replace(' ', '_')}" if self.by_network else self.field

    @property
    def full_title(self) -> str:
        """Its name for people, which says what features it was taken on."""
        return f"{self.title} ({NAME})" if self.by_network else self.title

    def of(self, scores: Scores) -> float | None:
        """The figure itself."""
        value: float | None = getattr(scores, self.field)
        return value

    def text(self, value: float | None) -> str:
        """The figure as a person reads it."""
        return "–" if value is None else format(value, self.form)


MEASURES = (
    Measure("gap", "gap closed", True, ".3f", by_network=True),
    Measure("style", "style", False, ".4f", by_network=True),
    Measure("content", "content", False, ".3f", by_network=True),
    Measure("perceptual", "perceptual", False, ".3f", by_network=True),
    Measure("ssim", "SSIM", True, ".3f"),
    Measure("psnr_db", "PSNR dB", True, ".2f"),
    Measure("mse", "MSE", False, ".5f"),
    Measure("clipped", "clipped", False, ".1%"),
)


@dataclass(frozen=True)
class Scored:
    """A pair with its measures, and what was done with it that was not asked for."""

    pair: Pair
    scores: Scores
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True)
class Report:
    """All pairs of one run, and in words those that could not be measured."""

    scored: tuple[Scored, ...]
    failed: tuple[tuple[Pair, str], ...]
    long_side_px: int


def medians(scored: Sequence[Scored]) -> dict[str, float | None]:
    """The median of each measure, by its field; None where no pair has it."""
    return {m.field: statistics.median(v) if (v := _values(scored, m)) else None for m in MEASURES}


def worst_tenths(scored: Sequence[Scored]) -> dict[str, float | None]:
    """The best of the worst tenth of the pairs, measure by measure: nine in ten are at least as good."""
    found: dict[str, float | None] = {}
    for measure in MEASURES:
        from_worst = sorted(_values(scored, measure), reverse=not measure.high_is_good)
        found[measure.field] = from_worst[math.ceil(len(from_worst) / 10) - 1] if from_worst else None
    return found


def _values(scored: Sequence[Scored], measure: Measure) -> list[float]:
    return [value for one in scored if (value := measure.of(one.scores)) is not None]


@dataclass(frozen=True)
class Interval:
    """An estimate with its 95 % interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Comparison:
    """Two folders; `fid` 0 … ∞, `kid` about 0 for samples of one distribution, and below it by chance."""

    counts: tuple[int, int]
    fid: float
    kid: Interval
    remarks: tuple[str, ...]
    failed: tuple[str, ...]
