"""The table of what the shipped networks are to reach, taken on the samples; `quality` has each picture.

The goals were set for a judge that took no part in the training, on other pictures. Here pictures and
features are our own, so a goal met or missed is for orientation; what counts is that no later change lowers
a figure unseen.
"""

from __future__ import annotations

import itertools
import statistics
from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch.utils.flop_counter import FlopCounterMode

from models.devices import Device
from models.evaluation.features import Eye
from models.evaluation.pairs import (
    content_distance,
    gap_closed,
    grams,
    mean_squared_error,
    psnr_db,
    see_photo,
    see_style,
    style_distance,
)
from models.evaluation.quality import SAMPLES, read_samples
from models.image import to_image
from models.live.network import LiveNetwork
from models.live.painter import colour_move
from models.networks.finer import finer_px
from models.networks.narrow import NarrowStylist
from models.networks.style_code import COLOUR_NUMBERS
from models.networks.stylist import Stylist
from models.news import News, Progress

if TYPE_CHECKING:
    from models.universal import Code, Universal

STRENGTHS = (0.0, 0.25, 0.5, 0.75, 1.0)
AT_CONTENT = 0.2  # the distance from the photo at which gaps are compared: both networks reach beyond it
COST_PX = 256  # side of the square on which multiplications are counted
MICROAST_GAP = 0.647  # by the outside judge: the live network is to reach nine tenths of it

Rgb8 = NDArray[np.uint8]
Figures = NDArray[np.float64]
PaintAt = Callable[[Rgb8, "Code", float], Rgb8]


@dataclass(frozen=True, eq=False)
class Sweep:
    """Content distance and gap closed at each of `STRENGTHS` (strengths×pairs); `recognised` as a share.

    A picture at full strength is recognised where its own style is the nearest of all sample styles.
    """

    content: Figures
    gap: Figures
    recognised: float

    def gaps_at(self, content: float) -> Figures | None:
        """The gap of each pair at the strength where the median content distance is this; None beyond 1."""
        medians = np.maximum.accumulate(np.median(self.content, 1))
        if medians[-1] < content:
            return None
        strength = float(np.interp(content, medians, STRENGTHS))
        return np.array([np.interp(strength, STRENGTHS, pair) for pair in self.gap.T])


@dataclass(frozen=True)
class Row:
    """A measure as it is read; `goal` and `is_met` where one was set."""

    measure: str
    value: float | list[float] | None
    text: str
    goal: str = ""
    is_met: bool | None = None


def acceptance(
    universal: Universal, narrow: NarrowStylist, eye: Eye, weights: Path, samples: Path = SAMPLES
) -> Generator[News, None, dict[str, Any]]:
    """What the table needs beyond `quality`: both networks along the strength, and their cost. Plain data.

    `weights` is the file of the universal network.
    """
    photos, styles = read_samples(samples)
    codes = {name: universal.code(style) for name, style in styles.items()}
    wide = yield from sweep(still_painter(universal), eye, photos, styles, codes, "strengths")
    live = yield from sweep(live_painter(universal, narrow), eye, photos, styles, codes, "the live network")
    any_code = next(iter(codes.values()))
    untouched = [untouched_db(universal, photo, any_code) for photo in photos.values()]
    return {
        "strengths": list(STRENGTHS),
        "content_by_strength": np.median(wide.content, 1).tolist(),
        "gap_by_strength": np.median(wide.gap, 1).tolist(),
        "at_content": AT_CONTENT,
        "gap_at_content": _median(wide.gaps_at(AT_CONTENT)),
        "worst_tenth_gap_at_content": _worst_tenth(wide.gaps_at(AT_CONTENT)),
        "live_gap_at_content": _median(live.gaps_at(AT_CONTENT)),
        "live_content_by_strength": np.median(live.content, 1).tolist(),
        "style_retrieval": wide.recognised,
        "psnr_at_0_db": statistics.median(untouched),
        "weights_bytes": weights.stat().st_size,
        "kmac_per_px": kmac_per_px(universal.stylist),
        "live_kmac_per_px": kmac_per_px(narrow),
    }


def sweep(
    paint: PaintAt,
    eye: Eye,
    photos: Mapping[str, Rgb8],
    styles: Mapping[str, Rgb8],
    codes: Mapping[str, Code],
    what: str,
) -> Generator[News, None, Sweep]:
    """Every photo in every style at all strengths; 0 is the photo itself and is not painted."""
    targets = {name: see_style(eye, to_image(style)).grams for name, style in styles.items()}
    content: list[list[float]] = []
    gap: list[list[float]] = []
    recognised = []
    total = len(photos) * len(styles)
    for photo in photos.values():
        own = see_photo(eye, to_image(photo), photo.shape[:2])
        for name, target in targets.items():
            yield Progress(len(gap), total, what)
            seen = [eye.look(to_image(paint(photo, codes[name], strength))) for strength in STRENGTHS[1:]]
            content.append([0.0, *(content_distance(one, own.features) for one in seen)])
            gap.append([0.0, *(gap_closed(grams(one), own.grams, target) or 0.0 for one in seen)])
            full = grams(seen[-1])
            recognised.append(name == min(targets, key=lambda other: style_distance(full, targets[other])))
    yield Progress(total, total)
    return Sweep(np.array(content).T, np.array(gap).T, statistics.fmean(recognised))


def still_painter(universal: Universal) -> PaintAt:
    """The universal network as it paints photographs, with feedback."""
    return lambda photo, code, strength: universal.stylize_array(
        photo, universal.asked_for(photo, code), strength
    )


def live_painter(universal: Universal, narrow: NarrowStylist) -> PaintAt:
    """The live network on single frames, in float32, so that the figures are the same anywhere."""
    network = LiveNetwork(narrow, Device(torch.device("cpu"), False, "to measure"))

    def paint(photo: Rgb8, code: Code, strength: float) -> Rgb8:
        own = universal.own_code(photo)
        aim = own + np.float32(strength) * (code - own)
        matrix, shift = colour_move(own[:, :COLOUR_NUMBERS], aim[:, :COLOUR_NUMBERS])
        with torch.inference_mode():
            row = narrow.modulator(torch.from_numpy(aim)).numpy()
        painted, _ = network.paint(photo, matrix, shift, row, network.blank(), 1.0)
        return painted

    return paint


def untouched_db(universal: Universal, photo: Rgb8, code: Code) -> float:
    """PSNR to the photo of what the network itself paints at strength 0; infinite where they are equal."""
    painted = universal.stylize_array(photo, code, 0.0, exact=False)
    return psnr_db(mean_squared_error(to_image(painted), to_image(photo)))


@torch.no_grad()
def kmac_per_px(stylist: Stylist | NarrowStylist) -> float:
    """Thousands of multiplications a pixel of the content path: every convolution, blurs too."""
    where = next(stylist.content.parameters()).device
    side = finer_px(COST_PX) if isinstance(stylist, Stylist) else COST_PX
    image = torch.zeros(1, 3, side, side, device=where)
    modulator = stylist.modulator.to(where)
    styles = modulator.split(modulator(torch.zeros(1, stylist.code_size, device=where)))
    counter: Any = FlopCounterMode(display=False)  # partly without types
    with counter:
        stylist.content(image, styles)
    return float(counter.get_total_flops()) / 2 / COST_PX**2 / 1000


def table(report: Mapping[str, Any]) -> list[Row]:
    """The measures of a report of `quality` and `acceptance` together, in the order of the goals."""
    median, content, gap = report["median"], report["content_by_strength"], report["gap_by_strength"]
    at = f"at content distance {report['at_content']:g}"
    live_goal = 0.9 * MICROAST_GAP
    megabytes, size = report["weights_bytes"] / 1e6, f"{report['weights_bytes']:,} bytes"
    rises = all(before < after for before, after in itertools.pairwise(content))
    return [
        _at_least(f"gap closed {at}", report["gap_at_content"], 0.68, ".3f"),
        _at_least("the same, worst tenth", report["worst_tenth_gap_at_content"], 0.50, ".3f"),
        Row(
            f"content distance at strengths {_listed(report['strengths'], 'g')}",
            content,
            _listed(content, ".3f"),
            "rises to > 0.45",
            rises and content[-1] > 0.45,
        ),
        Row("gap closed at these strengths", gap, _listed(gap, ".3f")),
        _at_least("style retrieval, top-1", report["style_retrieval"], 0.95, ".3f"),
        _at_most("grid peak", median["grid"], 1.3, ".2f"),
        _at_most("shift stability, of 255", median["shift_rms"], 3.0, ".2f"),
        _at_most("noise gain", median["noise_gain"], 0.9, ".2f"),
        _at_most("clipped beyond the style's own", median["clipped"], 0.01, ".2%"),
        _at_least("PSNR dB at strength 0, before the exact bypass", report["psnr_at_0_db"], 30.0, ".1f"),
        _at_most(f"weights on disk, MB ({size})", megabytes, 4.0, ".2f"),
        _at_most("cost of the content path, kMAC/px", report["kmac_per_px"], 45.0, ".1f"),
        _at_most("the same of the live network", report["live_kmac_per_px"], 8.0, ".1f"),
        _at_least(f"gap closed by the live network {at}", report["live_gap_at_content"], live_goal, ".3f"),
    ]


def as_data(rows: Sequence[Row]) -> list[dict[str, Any]]:
    """The table for other programs."""
    return [asdict(row) for row in rows]


def _at_least(measure: str, value: float | None, goal: float, form: str) -> Row:
    text = "not reached" if value is None else format(value, form)
    return Row(measure, value, text, f"≥ {goal:{form}}", value is not None and value >= goal)


def _at_most(measure: str, value: float, goal: float, form: str) -> Row:
    return Row(measure, value, format(value, form), f"≤ {goal:{form}}", value <= goal)


def _listed(values: Sequence[float], form: str) -> str:
    return " ".join(format(value, form) for value in values)


def _median(gaps: Figures | None) -> float | None:
    return None if gaps is None else float(np.median(gaps))


def _worst_tenth(gaps: Figures | None) -> float | None:
    return None if gaps is None else float(np.quantile(gaps, 0.1))
