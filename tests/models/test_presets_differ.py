"""No two built-in styles look alike at thumbnail size."""

from __future__ import annotations

import itertools
from pathlib import Path

import cv2
import numpy as np
import torch
from numpy.typing import NDArray

from models.checkpoints.style_file import load_style
from models.evaluation.features import Eye
from models.losses.style import gram, normalized_distance

PRESETS = Path(__file__).parents[2] / "resources" / "styles"
ALIKE_STROKES = 0.1  # distance of Gram matrices on our loss network; the median of two presets is 0.45
ALIKE_COLOURS = 16.0  # mean ΔE of CIE 1976 between the same spots of the one photograph


Seen = tuple[list[torch.Tensor], NDArray[np.float32]]


def near(a: Seen, b: Seen) -> bool:
    strokes = torch.stack([normalized_distance(x, y).mean() for x, y in zip(a[0], b[0], strict=True)]).mean()
    return (
        float(strokes) < ALIKE_STROKES and float(np.linalg.norm(a[1] - b[1], axis=2).mean()) < ALIKE_COLOURS
    )


@torch.inference_mode()
def test_each_differs_from_all_others_in_strokes_or_colours() -> None:
    eye, looks = Eye(), {}
    for path in sorted(PRESETS.glob("*.safetensors")):
        thumbnail = load_style(path).thumbnail_rgb_hwc
        assert thumbnail is not None
        shades = thumbnail.astype(np.float32) / 255
        image = torch.from_numpy(shades).permute(2, 0, 1)[None]
        spots = cv2.resize(shades, (24, 16), interpolation=cv2.INTER_AREA)
        colours = np.asarray(cv2.cvtColor(spots, cv2.COLOR_RGB2LAB), np.float32)
        looks[path.stem] = [gram(tap) for tap in eye.network(image)], colours
    assert len(looks) >= 24
    alike = [(a, b) for a, b in itertools.combinations(looks, 2) if near(looks[a], looks[b])]
    assert not alike
    assert near(looks["great_wave"], looks["great_wave"])
